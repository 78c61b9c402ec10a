"""An editor's correction of an Entry with everything that follows for its Posts: one transaction, so that a crash leaves all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.errors import Conflict
from bot.judgement import Answer, Classification, Label, LabelKind
from bot.model import Draft, Event, Post, PostState, Standing, Step, StepState
from bot.store.database import Database, journal
from bot.store.entries import StoredEntry
from bot.store.labels import keep_label, last_correction
from bot.store.moves import drop_post, put_draft
from bot.store.pictures import keep
from bot.store.polls import insert_post
from bot.store.posts import get
from bot.store.rows import from_classification
from bot.store.schema import entries
from bot.store.steps import decide_step, want_step


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraft:
    """What becomes of a Post that has not gone out: `seen` is the Post as the caller saw it; the Draft is left alone where it is dropped now."""

    seen: Post
    draft: Draft
    state: PostState
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What an editor says of an Entry, and what follows.

    `seen` and `seen_label` (the id of the correction that held, 0 for none) are what the caller saw; `classification`, `standing` and `reason` stand in
    the Entry's row from now on. `posts` are made, `redrafts` changed or dropped, questions in `taken_back` dropped and `steps` wanted.
    `said` is the journal's line.
    """

    seen: StoredEntry
    seen_label: int
    answer: Answer
    classification: Classification
    standing: Standing
    reason: str
    by: str
    at: datetime
    note: str = ""
    said: str
    posts: tuple[Post, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    notes: tuple[str, ...] = ()
    redrafts: tuple[Redraft, ...] = ()
    taken_back: tuple[Step, ...] = ()
    steps: tuple[Step, ...] = ()


class Corrections:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, correction: Correction) -> Label:
        """Store everything or nothing; the new label.

        Raises:
            NotFound: no such entry, or one of the Posts is not there.
            Conflict: the entry, one of its Posts or a Step is no longer as the caller saw it.
        """
        key, now, by = correction.seen.entry.key, correction.at, correction.by
        with self._database.write() as connection:
            _compare(connection, correction)
            label = keep_label(connection, key, LabelKind.CORRECTED, by=by, at=now, note=correction.note, answer=correction.answer)
            values = {
                "classification": from_classification(correction.classification),
                "standing": correction.standing,
                "reason": correction.reason,
            }
            connection.execute(update(entries).where(entries.c.key == key).values(**values))
            journal(connection, Event(at=now, actor=by, subject=key, verb="corrected", reason=correction.said))
            keep(connection, correction.pictures, now)
            for redraft in correction.redrafts:
                _redraft(connection, redraft, by, now)
            for post in correction.posts:
                insert_post(connection, post, correction.notes, now, by)
            for step in correction.taken_back:
                # Loa's own questions, taken back in its name: they count as not answered.
                decide_step(connection, step, StepState.DROPPED, by=step.by, reason=correction.said, now=now)
            for step in correction.steps:
                want_step(connection, step)
        return label


def _compare(connection: Connection, correction: Correction) -> None:
    """The entry, locked, must be as it was seen: a changed article or another editor's word is to be looked at first."""
    key = correction.seen.entry.key
    row = connection.execute(select(entries.c.revision).where(entries.c.key == key).with_for_update()).first()
    last = last_correction(connection, key)
    if row is None or row.revision != correction.seen.revision or (0 if last is None else last.id) != correction.seen_label:
        raise Conflict("store.entry_moved_on", entry=key)


def _redraft(connection: Connection, redraft: Redraft, by: str, now: datetime) -> None:
    seen = redraft.seen
    post = get(connection, seen.key)
    if (post.state, post.draft) != (seen.state, seen.draft):
        raise Conflict("store.moved_on", post=seen.key)
    if redraft.state is PostState.DROPPED and post.state is not PostState.DROPPED:
        drop_post(connection, post, reason=redraft.reason, actor=by, now=now)
        return
    put_draft(connection, post, redraft.draft, redraft.state, expected_hash=seen.draft.hash, reason=redraft.reason, actor=by, now=now)
