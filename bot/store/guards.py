"""The triggers that keep the journal append-only: a line is written, sealed once, and never changed or deleted again, by whatever program."""

from collections.abc import Mapping
from typing import Final

_KEPT: Final = ("id", "at", "actor", "subject", "verb", "before", "after", "reason")
_REFUSE: Final = "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
_FUNCTION: Final = "loa_journal_is_append_only()"
_SEALING: Final = "OLD.seal IS NULL AND NEW.seal IS NOT NULL AND NEW.hash IS NOT NULL"


def _is_sealing(is_same: str) -> str:
    """Whether an UPDATE does nothing but seal a line that is not sealed yet; `is_same` compares two values of which none is null."""
    return " AND ".join((_SEALING, *(f'OLD."{name}" {is_same} NEW."{name}"' for name in _KEPT)))


# By dialect, each statement once.
APPEND_ONLY: Final[Mapping[str, tuple[str, ...]]] = {
    "sqlite": (
        f"CREATE TRIGGER events_no_change BEFORE UPDATE ON events WHEN NOT ({_is_sealing('IS')}) {_REFUSE}",
        f"CREATE TRIGGER events_no_deletion BEFORE DELETE ON events {_REFUSE}",
    ),
    "postgresql": (
        f"CREATE FUNCTION {_FUNCTION} RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$",
        f"CREATE TRIGGER events_no_change BEFORE UPDATE ON events FOR EACH ROW WHEN (NOT ({_is_sealing('=')})) EXECUTE FUNCTION {_FUNCTION}",
        f"CREATE TRIGGER events_no_deletion BEFORE DELETE OR TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}",
    ),
}
