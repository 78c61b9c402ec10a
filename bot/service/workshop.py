"""Long work beside everything else: one thread makes one piece after the other, and keeps what came of it for a while, for whoever asked for it."""

import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

import structlog

from bot.errors import Conflict, LoaError
from bot.plan.rights import Deed
from bot.service.progress import Told

log = structlog.stdlib.get_logger("loa.workshop")

KEPT: Final = timedelta(minutes=30)
MOST_IN_HAND: Final = 4  # one under way, and those that wait
MOST_OF_ONE: Final = 2  # of these, so that nobody fills it alone
MOST_KEPT: Final = 8
MOST_BYTES: Final = 2_000_000_000
_ENDS_WITHIN: Final = 5.0  # seconds; the service's stop waits no longer


class Stage(StrEnum):
    """Where a piece of work stands."""

    WAITING = "waiting"
    UNDER_WAY = "under-way"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The file that came of it. `name` is what people call it, `plain_name` the same in ASCII; what it is called on the disk is neither."""

    path: Path
    name: str
    plain_name: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be made, for whom: `make` gets an empty folder, and says how far it is. `deed` is what its owner must be allowed to, also later.

    `wish` is what was typed, so that it can be typed again.
    """

    owner: str
    deed: Deed
    title: str
    make: Callable[[Path, Told], Finished]
    wish: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of work as it stands: `done` of `total` (0: not known) where it is under way, `ahead` others before it where it waits."""

    key: str
    order: Order
    stage: Stage = Stage.WAITING
    done: int = 0
    total: int = 0
    ahead: int = 0
    ended_at: float = 0.0
    error: LoaError | None = None
    finished: Finished | None = None
    size: int = 0

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens to it."""
        return self.stage in {Stage.DONE, Stage.FAILED}


class _StoppedError(Exception):
    """The workshop closes: raised in the work that is under way."""


class Workshop:
    """No thread and no folder until the first order; `close` ends both. `clock` is any clock that never goes back, in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        # In the order in which they were asked for.
        self._pieces: dict[str, Piece] = {}
        self._thread: threading.Thread | None = None
        self._folder: Path | None = None
        self._is_closed = False

    def order(self, wanted: Order) -> str:
        """Take an order; the key under which its owner finds it.

        Raises:
            Conflict: too much waits already, of everybody or of this one.
        """
        with self._changed:
            if self._is_closed:
                raise Conflict("service.workshop_closed")
            self._tidy()
            in_hand = [piece for piece in self._pieces.values() if not piece.is_over]
            if sum(piece.order.owner == wanted.owner for piece in in_hand) >= MOST_OF_ONE:
                raise Conflict("service.workshop_yours", most=MOST_OF_ONE)
            if len(in_hand) >= MOST_IN_HAND:
                raise Conflict("service.workshop_full", most=MOST_IN_HAND)
            # The key is what leads to the file, beside being its owner: nobody guesses it.
            piece = self._put(Piece(key=secrets.token_urlsafe(24), order=wanted))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="workshop", daemon=True)
                self._thread.start()
            self._changed.notify_all()
        return piece.key

    def look(self, key: str, owner: str) -> Piece | None:
        """A piece of work as it stands; None where there is none, or it is another's."""
        return next((piece for piece in self.of(owner) if piece.key == key), None)

    def of(self, owner: str) -> list[Piece]:
        """Everything that `owner` has asked for and that is still kept, the newest first."""
        with self._changed:
            self._tidy()
            in_hand = [piece.key for piece in self._pieces.values() if not piece.is_over]
            mine = [piece for piece in self._pieces.values() if piece.order.owner == owner]
        waiting = {key: place for place, key in enumerate(in_hand)}
        return [replace(piece, ahead=waiting.get(piece.key, 0)) for piece in reversed(mine)]

    def close(self, patience: float = _ENDS_WITHIN) -> None:
        """Take no more, end what is under way at its next step, and remove every file. Work that takes no step for so long is left behind, without its files."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(patience)
        with self._changed:
            self._pieces.clear()
        self._remove()

    # In the thread of the work

    def _work(self) -> None:
        while (piece := self._next()) is not None:
            ended = self._made(piece)
            with self._changed:
                self._put(replace(ended, ended_at=self._clock()))
                self._changed.notify_all()
        # Where `close` did not wait for it: what was written meanwhile.
        self._remove()

    def _next(self) -> Piece | None:
        with self._changed:
            while not self._is_closed:
                self._tidy()
                found = next((piece for piece in self._pieces.values() if piece.stage is Stage.WAITING), None)
                if found is not None:
                    return self._put(replace(found, stage=Stage.UNDER_WAY))
                self._changed.wait(self._until_tidy())
        return None

    def _made(self, piece: Piece) -> Piece:
        """The piece as it has ended: every end is one that its owner can read."""

        def told(done: int, total: int) -> None:
            with self._changed:
                if self._is_closed:
                    raise _StoppedError
                self._put(replace(piece, done=done, total=total))

        folder: Path | None = None
        try:
            folder = self._room(piece)
            finished = piece.order.make(folder, told)
            return replace(piece, stage=Stage.DONE, finished=finished, size=finished.path.stat().st_size)
        except _StoppedError:
            error = LoaError("service.workshop_closed")
        except LoaError as known:
            log.warning("long work refused", what=piece.order.title, reason=str(known))
            error = known
        except OSError as full:
            log.exception("long work could not write", what=piece.order.title)
            error = LoaError("service.workshop_unwritable", why=full.strerror or type(full).__name__)
        except Exception:  # whatever it is, it must not end in silence
            log.exception("long work failed", what=piece.order.title)
            error = LoaError("service.workshop_broken")
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        return replace(piece, stage=Stage.FAILED, error=error)

    def _room(self, piece: Piece) -> Path:
        """A new folder for one piece of work, which nobody else on this machine can look into."""
        with self._changed:
            if self._is_closed:
                raise _StoppedError
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="loa-"))
            folder = self._folder / piece.key
            folder.mkdir(mode=0o700)
        return folder

    # With the lock held

    def _put(self, piece: Piece) -> Piece:
        self._pieces[piece.key] = piece
        return piece

    def _tidy(self) -> None:
        """Forget what is over for so long, or is more than is kept; the oldest first, and never the last."""
        over = sorted((piece for piece in self._pieces.values() if piece.is_over), key=lambda piece: piece.ended_at)
        now, size = self._clock(), sum(piece.size for piece in over)
        for place, piece in enumerate(over):
            left = len(over) - place
            is_old = now - piece.ended_at >= KEPT.total_seconds()
            if not is_old and left <= MOST_KEPT and (size <= MOST_BYTES or left == 1):
                return
            size -= piece.size
            del self._pieces[piece.key]
            if self._folder is not None:
                shutil.rmtree(self._folder / piece.key, ignore_errors=True)
            self._changed.notify_all()

    def _until_tidy(self) -> float | None:
        """Seconds until the next file is to be removed, so that it is, also where nobody looks; None where there is none."""
        ended = [piece.ended_at for piece in self._pieces.values() if piece.is_over]
        return max(0.0, min(ended) + KEPT.total_seconds() - self._clock()) if ended else None

    def _remove(self) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
