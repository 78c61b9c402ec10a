"""Entry to Posts: classify, illustrate, compose, hold or schedule. Nothing is written: `poll` stores what this module decides."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from bot.editorial.classify import assume_relevant, classify
from bot.editorial.correction import overrule
from bot.editorial.explain import why
from bot.errors import Conflict, LoaError
from bot.judgement import Band, Classification, Label
from bot.messages import say
from bot.model import Entry, Post, PostState, Standing, post_key
from bot.plan.approval import reason_to_hold
from bot.plan.bands import band_of
from bot.plan.bookings import Booking
from bot.service.illustrate import Illustrated, Studio
from bot.service.places import taken_by_place
from bot.service.screen import Screened, draft_of, screen, told_masked
from bot.service.slots import find_slot
from bot.service.undoing import may_come_back
from bot.service.world import SERVICE, World
from bot.store.corrections import Redraft

STAYING: Final = frozenset({Standing.BASELINE, Standing.COPY, Standing.LATE})
"""The standings of an Entry that is not posted, whatever it is about: a change of it or an editor's correction leaves them; only `admit` does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of an Entry: its Classification, its standing with the reason, and its Posts (none where it goes no further).

    `pictures` are the bytes that the Posts' Drafts name, by digest; `notes` say which pictures were not fit; `correction` is the editor's word in it.
    """

    classification: Classification
    standing: Standing
    reason: str
    posts: tuple[Post, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    notes: tuple[str, ...] = ()
    correction: Label | None = None


def _plan(
    world: World,
    screened: Screened,
    classification: Classification,
    page: str,
    shown: Illustrated,
    *,
    taken: Collection[Booking],
    now: datetime,
    first_seen_at: datetime | None,
) -> Post:
    """The Post that `page` would get, held or in a slot. Raises LoaError where it can't be composed."""
    entry = screened.entry
    key = post_key(entry.key, page)
    draft, personal = draft_of(world, screened, classification, key, ways=shown.ways, pictures=shown.pictures)
    held = reason_to_hold(world.settings.approval, classification, world.settings.vocabulary.names, feed=entry.feed)
    reason = "; ".join(filter(None, (shown.hold if held is None else held.say(world.language), personal)))
    traits = world.traits(page, entry, classification, first_seen_at or now)
    slot = None if reason else find_slot(world, page, traits, taken, now)
    return Post(
        key=key,
        entry_key=entry.key,
        channel=page,
        edition=1,
        draft=draft,
        way=draft.ways[0],
        state=PostState.HELD if slot is None else PostState.SCHEDULED,
        due_at=None if slot is None else slot.due_at,
        reason=reason if slot is None else slot.why,
        created_at=now,
    )


def judged(world: World, entry: Entry, correction: Label | None) -> Classification:
    """What `entry` is: by the lexicon, or by an editor's word where there is one."""
    said = correction.answer if correction is not None else None
    read = assume_relevant if said is not None and said.relevant else classify
    return overrule(read(entry, world.lexicon), correction)


def judge(
    world: World,
    entry: Entry,
    taken: Mapping[str, Collection[Booking]],
    now: datetime,
    *,
    studio: Studio,
    stays: tuple[Standing, str] | None = None,
    correction: Label | None = None,
    classification: Classification | None = None,
    first_seen_at: datetime | None = None,
) -> Verdict:
    """Classify `entry`, or take an editor's word for what it is, and make its Posts.

    Args:
        world: settings and lexicon; the store is not touched.
        entry: as the site published it.
        taken: by Page, the times at which its Posts are due or went out.
        now: aware.
        studio: where its pictures come from; asks the network only for entries that get Posts whose ways need them.
        stays: the standing in which the entry is stored and classified, and never posted, with the reason: one of `STAYING`, or `UNUSABLE`.
        correction: what an editor has said of it; stands over what the lexicon says.
        classification: what `judged` says of it, where the caller has asked already.
        first_seen_at: when it was first seen, None for now.
    """
    if classification is None:
        classification = judged(world, entry, correction)
    if stays is not None:
        standing, reason = stays
        return Verdict(classification=classification, standing=standing, reason=reason, correction=correction)
    found = _judge(world, entry, classification, taken, now, studio=studio, first_seen_at=first_seen_at)
    return replace(found, correction=correction)


def _judge(
    world: World,
    entry: Entry,
    classification: Classification,
    taken: Mapping[str, Collection[Booking]],
    now: datetime,
    *,
    studio: Studio,
    first_seen_at: datetime | None,
) -> Verdict:
    reason = "; ".join(why(classification, world.language, world.settings.vocabulary.names))
    if not classification.relevant:
        if band_of(world.settings.approval.bands, classification) is Band.IGNORE:
            return Verdict(classification=classification, standing=Standing.IRRELEVANT, reason=reason)
        # An editor is asked, and must see what the Post would be.
        classification = assume_relevant(entry, world.lexicon)
    pages = world.pages_of(entry.feed)
    if not pages:
        return Verdict(classification=classification, standing=Standing.UNUSABLE, reason=say("service.no_page", world.language))
    by_place = taken_by_place(world, entry.feed, pages, classification)
    reason = "; ".join(each for each in (reason, by_place.reason) if each)
    if not by_place.pages:
        return Verdict(classification=classification, standing=Standing.IRRELEVANT, reason=by_place.reason)
    return posts_on(world, entry, classification, by_place.pages, taken, now, studio=studio, reason=reason, first_seen_at=first_seen_at)


def posts_on(  # noqa: PLR0917 - what a Post is made of
    world: World,
    entry: Entry,
    classification: Classification,
    pages: Collection[str],
    taken: Mapping[str, Collection[Booking]],
    now: datetime,
    *,
    studio: Studio,
    reason: str,
    first_seen_at: datetime | None,
) -> Verdict:
    """The Posts that `pages` get of an Entry that is to be posted there, held or in their slots; UNUSABLE where none can be made of it.

    The arguments are as in `judge`; `reason` says why it is posted.
    """
    screened = screen(world, entry)
    reason = "; ".join(filter(None, (reason, told_masked(world, screened))))
    try:
        shown = studio.illustrate(screened.entry, classification)
        posts = tuple(
            _plan(world, screened, classification, page, shown, taken=taken.get(page, ()), now=now, first_seen_at=first_seen_at)
            for page in pages
        )
    except LoaError as error:
        return Verdict(classification=classification, standing=Standing.UNUSABLE, reason=error.say(world.language))
    return Verdict(
        classification=classification, standing=Standing.ACCEPTED, reason=reason, posts=posts, pictures=shown.contents, notes=shown.notes
    )


def revise_open_posts(world: World, entry: Entry, verdict: Verdict, now: datetime) -> None:
    """Bring the Posts that still wait in line with a changed source, before the changed Entry itself is stored.

    In this order a crash between the two repeats the revision, which changes nothing the second time; the other way round a stale text could go
    out. A Post an editor has approved goes back to `held`: the approval was for another text (DESIGN, section 3). So does one that has failed: an
    editor's `retry` must not send the stale text.

    Raises Conflict where a Post is being sent at this moment, or is in doubt: its text can't be changed now, and may have to be later.
    """
    fresh = {post.key: post for post in verdict.posts}
    gone, changed = say("service.source_no_longer_fits", world.language), say("service.source_changed", world.language)
    for post in world.store.outbox.by_entry(entry.key):
        found = redrafted(world, post, fresh.get(post.key), now, gone=gone, changed=changed)
        if found is None:
            continue
        world.store.outbox.replace_draft(
            post.key,
            expected_hash=post.draft.hash,
            draft=found.draft,
            state=found.state,
            reason=found.reason,
            actor=SERVICE,
            now=now,
            pictures=verdict.pictures,
        )


def redrafted(world: World, post: Post, fresh: Post | None, now: datetime, *, gone: str, changed: str) -> Redraft | None:
    """What becomes of a Post that has not gone out, now that `fresh` is what would be made; None where nothing does.

    One that was just rejected stays so, with the new Draft: the rejection may be taken back.

    Args:
        world: reads the Post's approvals.
        post: as it stands.
        fresh: the same Post as it would be made now, None where there would be none.
        now: aware.
        gone: why it is held where there would be none.
        changed: why it is held where it reads differently.

    Raises:
        Conflict: it would have to change, and is being sent at this moment or in doubt.
    """
    if may_come_back(world, post, now):
        return _while_dropped(post, fresh, gone, changed)
    if post.state not in {PostState.HELD, PostState.SCHEDULED, PostState.FAILED, PostState.PUBLISHING}:
        return None
    approved = any(approval.approved and approval.undone_at is None for approval in world.store.approvals.of(post.key))
    # The same words may have become a criticism by what stands below them: then they wait, unless an editor approved these very words. So do those that have
    # failed, which `retry` would send, and those under way, which may yet come back to their slot.
    needs_an_editor = fresh is not None and fresh.state is PostState.HELD and post.state is not PostState.HELD and not approved
    if fresh is not None and fresh.draft == post.draft and not needs_an_editor:
        if post.state is fresh.state is PostState.HELD and fresh.reason not in post.reason:
            # What it waits for now (a child's name on the link card, say) must be told, also where its words are the same.
            return Redraft(seen=post, draft=post.draft, state=PostState.HELD, reason="; ".join(filter(None, (changed, fresh.reason))))
        return None
    if post.state is PostState.PUBLISHING:
        raise Conflict("store.moved_on", post=post.key)
    if fresh is None:
        return Redraft(seen=post, draft=post.draft, state=PostState.HELD, reason=gone)
    if fresh.state is post.state is PostState.SCHEDULED and not approved:
        return Redraft(seen=post, draft=fresh.draft, state=PostState.SCHEDULED, reason="")
    # What else speaks against it (a tone, personal data) must not be hidden by the change.
    reason = "; ".join(filter(None, (changed, fresh.reason)))
    return Redraft(seen=post, draft=fresh.draft, state=PostState.HELD, reason=reason)


def _while_dropped(post: Post, fresh: Post | None, gone: str, changed: str) -> Redraft | None:
    """The Draft of a rejected Post is kept in line with its article; what it would be held for stands behind the rejection's reason."""
    held_for = fresh.reason if fresh is not None and fresh.state is PostState.HELD else ""
    if gone in post.reason if fresh is None else (fresh.draft == post.draft and held_for in post.reason):
        return None
    why = (gone,) if fresh is None else (changed, held_for)
    reason = "; ".join(filter(None, (post.reason, *(each for each in why if each not in post.reason))))
    return Redraft(seen=post, draft=post.draft if fresh is None else fresh.draft, state=PostState.DROPPED, reason=reason)
