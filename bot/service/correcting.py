"""The editor's verb `correct`: what an Entry really is, and what follows for its Posts, all of it in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.errors import Conflict, LoaError
from bot.judgement import Answer, Field, Label, LabelKind, Tone, Topic
from bot.messages import Language, is_said, say
from bot.model import Post, PostState, Standing, Step, StepKind
from bot.service.answers import answer_text, is_same
from bot.service.editing import STAYING, Verdict, judge, judged, redrafted
from bot.service.explain import find_entry
from bot.service.illustrate import Studio
from bot.service.questions import Matter, copies_of, questions
from bot.service.screen import draft_of, screen
from bot.service.undoing import may_come_back
from bot.service.world import World, log
from bot.store.corrections import Correction, Redraft
from bot.store.entries import StoredEntry

_MOST_FIELDS: Final = 3  # as many as a Classification ever has
_OPEN: Final = frozenset({PostState.HELD, PostState.SCHEDULED, PostState.FAILED, PostState.PUBLISHING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the editor says; None leaves a thing as it stands."""

    relevant: bool | None = None
    fields: tuple[Field, ...] | None = None
    topics: tuple[Topic, ...] | None = None
    tone: Tone | None = None


class Effect(StrEnum):
    """What a correction does to a Post."""

    MADE = "made"  # the Entry had none; it is held
    HELD = "held"  # composed anew, waits for an approval
    KEPT_SLOT = "kept-slot"  # composed anew, goes out in its slot: the settings ask for no approval
    DROPPED = "dropped"  # it will not go out
    EDIT_ASKED = "edit-asked"  # is out: another text on the Page waits for a decision
    WITHDRAW_ASKED = "withdraw-asked"  # is out: taking it off the Page waits for a decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What became of one Post."""

    post: str
    effect: Effect
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What one correction did."""

    entry: str
    before: Answer
    after: Answer
    standing: Standing
    reason: str
    consequences: tuple[Consequence, ...]


def correct(world: World, what: str, said: Said, *, by: str, note: str = "") -> Corrected:
    """Take an editor's word for what the Entry `what` (key, link, or key of one of its Posts) is.

    Posts that wait are composed anew and held as the settings ask (another text voids an approval), or dropped where the Entry is no reform news; for
    those on their Page, and for those of its article that other feeds have brought to theirs, an editor's decision is raised; an Entry that had no Post because it was ignored gets one, held. Of an Entry that Loa takes for no
    reform news, and holds a Post of since it is not sure, an editor may say just that: it answers the question.

    Raises:
        NotFound: no such Entry.
        Conflict: nothing would change; a Post of it or of a copy is being sent or in doubt; or somebody else was faster.
        LoaError: what was said does not fit together.
    """
    stored = find_entry(world, what)
    before, after = Answer.of(stored.classification), _answer(stored, said)
    last, now = world.store.labels.correction(stored.entry.key), world.clock()
    posts = world.store.outbox.by_entry(stored.entry.key)
    if is_same(before, after) and not (last is None and said.relevant is False and _in_doubt(posts)):
        raise Conflict("service.nothing_to_correct", entry=stored.entry.key)
    label = Label(
        entry_key=stored.entry.key,
        revision=stored.revision,
        content_hash=stored.entry.content_hash,
        kind=LabelKind.CORRECTED,
        classification=stored.classification,
        answer=after,
        by=by,
        at=now,
        note=note,
    )
    verdict = _verdict(world, stored, label, posts, now)
    made = tuple(_held(world, post, by) for post in verdict.posts) if not posts else ()
    redrafts = tuple(_redrafts(world, stored, verdict, posts, by, now))
    own = Matter(stored=stored, classification=verdict.classification, posts=posts)
    copies = copies_of(world, stored, label)
    steps, taken_back = questions(world, (own, *copies), by, now)
    correction = Correction(
        seen=stored,
        seen_label=0 if last is None else last.id,
        answer=after,
        classification=verdict.classification,
        standing=verdict.standing,
        reason=verdict.reason,
        by=by,
        at=now,
        note=note,
        said=_told(world, before, after, note),
        posts=made,
        pictures=verdict.pictures,
        notes=verdict.notes,
        redrafts=redrafts,
        taken_back=taken_back,
        steps=steps,
    )
    world.store.corrections.record(correction)
    log.info("corrected", entry=stored.entry.key, by=by, posts=len(made) + len(redrafts), steps=len(steps))
    return Corrected(
        entry=stored.entry.key,
        before=before,
        after=after,
        standing=verdict.standing,
        reason=verdict.reason,
        consequences=(*_of_posts(made, redrafts), *_of_steps(steps)),
    )


def _answer(stored: StoredEntry, said: Said) -> Answer:
    """What is right by the editor's word; what was not said stays as it stands."""
    stands = Answer.of(stored.classification)
    relevant = stands.relevant if said.relevant is None else said.relevant
    if not relevant:
        if said.fields is not None or said.topics is not None or said.tone is not None:
            raise LoaError("service.details_of_irrelevant", entry=stored.entry.key)
        return Answer(relevant=False)
    if not stands.relevant:
        stands = Answer(relevant=True, fields=(Field.GENERAL,), tone=Tone.NEUTRAL)
    fields = stands.fields if said.fields is None else _checked(tuple(dict.fromkeys(said.fields)))
    topics = tuple(dict.fromkeys(stands.topics if said.topics is None else said.topics))
    return Answer(relevant=True, fields=fields, topics=topics, tone=said.tone or stands.tone)


def _checked(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    if Field.GENERAL in fields and len(fields) > 1:
        raise LoaError("service.general_alone")
    if len(fields) > _MOST_FIELDS:
        raise LoaError("service.too_many_fields", most=_MOST_FIELDS)
    return fields


def _in_doubt(posts: Sequence[Post]) -> bool:
    """Of an Entry that is taken for no reform news: whether an editor is asked if it is."""
    return any(post.state is PostState.HELD for post in posts)


def _verdict(world: World, stored: StoredEntry, label: Label, posts: Sequence[Post], now: datetime) -> Verdict:
    entry, stays = stored.entry, (stored.standing, stored.reason) if stored.standing in STAYING else None
    if posts and not any(_is_open(world, post, now) for post in posts):
        # Nothing is to be composed for the queue, so nothing (a picture, say) is fetched for it.
        classification = judged(world, entry, label)
        standing = Standing.ACCEPTED if classification.relevant else Standing.IRRELEVANT
        reason = say("editorial.decided", world.language, name=label.by)
        return Verdict(classification=classification, standing=standing, reason=reason, correction=label)
    taken = {page: world.taken(page, now) for page in world.pages_of(entry.feed)}
    studio = Studio(world, world.feed_policy(entry.feed))
    return judge(world, entry, taken, now, studio=studio, stays=stays, correction=label)


def _held(world: World, post: Post, by: str) -> Post:
    """The Post of an Entry that Loa had ignored: whatever the settings say, an editor is to see it first."""
    reason = post.reason if post.state is PostState.HELD else say("service.corrected_to_relevant", world.language, by=by)
    return replace(post, state=PostState.HELD, due_at=None, reason=reason)


def _is_open(world: World, post: Post, now: datetime) -> bool:
    """Whether the Post has not gone out, and may yet."""
    return post.state in _OPEN or may_come_back(world, post, now)


def _redrafts(  # noqa: PLR0917 - one correction's circumstances
    world: World, stored: StoredEntry, verdict: Verdict, posts: Sequence[Post], by: str, now: datetime
) -> list[Redraft]:
    """What becomes of the Posts that have not gone out."""
    found = []
    for post in posts:
        if not _is_open(world, post, now):
            continue
        if not verdict.classification.relevant:
            if post.state is PostState.PUBLISHING:
                raise Conflict("service.being_posted", post=post.key)
            reason = say("service.corrected_to_irrelevant", world.language, by=by)
            if post.state is PostState.DROPPED:
                # Rejected just now: were that taken back, this would be why not to approve it.
                reason = "; ".join(filter(None, (post.reason, reason)))
            found.append(Redraft(seen=post, draft=post.draft, state=PostState.DROPPED, reason=reason))
            continue
        redraft = _composed_anew(world, stored, verdict, post, by, now)
        if redraft is not None:
            found.append(redraft)
    return found


def _composed_anew(  # noqa: PLR0917 - one correction's circumstances
    world: World, stored: StoredEntry, verdict: Verdict, post: Post, by: str, now: datetime
) -> Redraft | None:
    changed, gone = say("service.corrected", world.language, by=by), verdict.reason
    if is_said("service.source_removed", post.reason):
        # That the article is gone must not get lost below the correction.
        changed = f"{say('service.source_removed', world.language)}; {changed}"
    fresh = next((each for each in verdict.posts if each.key == post.key), None)
    if fresh is None:
        # Its Page is switched off or does not take its place, or it can't be composed any more: the last is told.
        try:
            screened = screen(world, stored.entry)
            draft, personal = draft_of(
                world, screened, verdict.classification, post.key, ways=post.draft.ways, pictures=post.draft.pictures
            )
        except LoaError as error:
            gone = error.say(world.language)
        else:
            fresh = replace(post, draft=draft, state=PostState.HELD, reason=personal)
    try:
        redraft = redrafted(world, post, fresh, now, gone=gone, changed=changed)
    except Conflict as error:
        raise Conflict("service.being_posted", post=post.key) from error
    if redraft is None and fresh is not None and post.state is PostState.HELD:
        # The text stays, why it waits does not.
        reason = "; ".join(filter(None, (changed, fresh.reason)))
        return Redraft(seen=post, draft=post.draft, state=PostState.HELD, reason=reason)
    return redraft


def _told(world: World, before: Answer, after: Answer, note: str) -> str:
    """The journal's line."""
    line = change_text(before, after, world.language, world.settings.vocabulary.names)
    return f"{line}: {note}" if note else line


def change_text(before: Answer, after: Answer, language: Language, names: Mapping[str, str]) -> str:
    """What a correction changes, in words; where it says what Loa leant to, that it does."""
    told = answer_text(after, language, names)
    if is_same(before, after):
        return say("service.answer_confirmed", language, answer=told)
    return f"{answer_text(before, language, names)} → {told}"


_EFFECTS: Final = {PostState.HELD: Effect.HELD, PostState.SCHEDULED: Effect.KEPT_SLOT, PostState.DROPPED: Effect.DROPPED}


def _of_posts(made: Sequence[Post], redrafts: Sequence[Redraft]) -> list[Consequence]:
    return [
        *(Consequence(post=post.key, effect=Effect.MADE, reason=post.reason) for post in made),
        *(Consequence(post=each.seen.key, effect=_EFFECTS[each.state], reason=each.reason) for each in redrafts),
    ]


def _of_steps(steps: Sequence[Step]) -> list[Consequence]:
    asked = {StepKind.EDIT: Effect.EDIT_ASKED, StepKind.WITHDRAW: Effect.WITHDRAW_ASKED}
    return [Consequence(post=step.post_key, effect=asked[step.kind], reason=step.reason) for step in steps]
