"""What the timetable knows of Posts: what one is like, and which times of a Page are taken by which."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from bot.judgement import Field, Tone
from bot.plan.policy import Lane, TimetablePolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What the timetable must know of a Post. `fields` has the main one first; `first_seen_at` is when its Entry was (None: long ago)."""

    tone: Tone = Tone.NEUTRAL
    fields: tuple[Field, ...] = ()
    lane: Lane = Lane.NORMAL
    first_seen_at: datetime | None = None

    @property
    def main_field(self) -> Field | None:
        """The field that is mixed by."""
        return self.fields[0] if self.fields else None

    @property
    def names(self) -> AbstractSet[str]:
        """The tone and the fields, as the settings name them."""
        return {self.tone, *self.fields}


PLAIN = Traits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A time at which a Post of the Page (its key) is due or went out.

    `fixed` says that it makes room for nobody: it is out, or being sent, or an editor has chosen its time, or it is not stored yet. `moved` says that Loa
    had to move it there.
    """

    at: datetime
    post: str = ""
    traits: Traits = PLAIN
    fixed: bool = True
    moved: bool = False


def cooled_off(policy: TimetablePolicy, post: Traits) -> datetime | None:
    """When the Post's Entry has been known for long enough; None where nothing has to be waited for. What is urgent is not kept waiting."""
    if post.first_seen_at is None or post.lane is Lane.URGENT:
        return None
    named = [wait for name, wait in policy.cooling_off_for.items() if name in post.names]
    return post.first_seen_at + (max(named) if named else policy.cooling_off)
