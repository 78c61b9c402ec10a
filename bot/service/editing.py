"""Entry to Posts: classify, compose, hold or schedule. No network and no writing: `poll` stores what this module decides."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.compose.draft import compose
from bot.editorial.classify import classify
from bot.editorial.explain import why
from bot.errors import LoaError
from bot.messages import say
from bot.model import Classification, Draft, Entry, Post, PostState, Standing, post_key
from bot.plan.approval import reason_to_hold
from bot.plan.timetable import next_due
from bot.service.world import SERVICE, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of an Entry: its Classification, its standing with the reason, and its Posts (none where it goes no further)."""

    classification: Classification
    standing: Standing
    reason: str
    posts: tuple[Post, ...] = ()


def draft_for(world: World, entry: Entry, classification: Classification, page: str) -> Draft:
    """The Draft that `page` would get. Raises LoaError where it can't be composed."""
    return compose(entry, classification, world.desk, post_key(entry.key, page))


def _plan(world: World, entry: Entry, classification: Classification, page: str, *, taken: Collection[datetime], now: datetime) -> Post:
    draft = draft_for(world, entry, classification, page)
    post = Post(key=draft.marker, entry_key=entry.key, channel=page, edition=1, draft=draft, state=PostState.SCHEDULED, created_at=now)
    held = reason_to_hold(world.settings.approval, classification, world.settings.vocabulary.names)
    if held is not None:
        return replace(post, state=PostState.HELD, reason=held.say(world.language))
    return replace(post, due_at=next_due(world.settings.timetable, now, taken))


def judge(world: World, entry: Entry, taken: Mapping[str, Collection[datetime]], now: datetime, *, baseline: bool = False) -> Verdict:
    """Classify `entry` and make its Posts.

    Args:
        world: settings and lexicon; neither store nor network is touched.
        entry: as the site published it.
        taken: by Page, the times at which its Posts are due or went out.
        now: aware.
        baseline: the entry was there before Loa: it is stored and classified, and never posted.
    """
    classification = classify(entry, world.lexicon)
    reason = "; ".join(why(classification, world.language, world.settings.vocabulary.names))
    if baseline:
        return Verdict(classification=classification, standing=Standing.BASELINE, reason=say("service.baseline", world.language))
    if not classification.relevant:
        return Verdict(classification=classification, standing=Standing.IRRELEVANT, reason=reason)
    pages = world.pages_of(entry.feed)
    if not pages:
        return Verdict(classification=classification, standing=Standing.UNUSABLE, reason=say("service.no_page", world.language))
    try:
        posts = tuple(_plan(world, entry, classification, page, taken=taken.get(page, ()), now=now) for page in pages)
    except LoaError as error:
        return Verdict(classification=classification, standing=Standing.UNUSABLE, reason=error.say(world.language))
    return Verdict(classification=classification, standing=Standing.ACCEPTED, reason=reason, posts=posts)


def revise_open_posts(world: World, entry: Entry, verdict: Verdict, now: datetime) -> None:
    """Bring the Posts that still wait in line with a changed source, before the changed Entry itself is stored.

    In this order a crash between the two repeats the revision, which changes nothing the second time; the other way round a stale text could go
    out. A Post an editor has approved goes back to `held`: the approval was for another text (DESIGN, section 3).
    """
    drafts = {post.key: post for post in verdict.posts}
    for post in world.store.outbox.by_entry(entry.key):
        if post.state not in {PostState.HELD, PostState.SCHEDULED}:
            continue
        fresh = drafts.get(post.key)
        approved = any(approval.approved for approval in world.store.approvals.of(post.key))
        # The same words may have become a criticism by what stands below them: then they wait, unless an editor approved these very words.
        needs_an_editor = fresh is not None and fresh.state is PostState.HELD and post.state is PostState.SCHEDULED and not approved
        if fresh is not None and fresh.draft == post.draft and not needs_an_editor:
            continue
        keeps_slot = fresh is not None and fresh.state is post.state is PostState.SCHEDULED and not approved
        reason = "" if keeps_slot else _why_held_again(world, fresh)
        world.store.outbox.replace_draft(
            post.key,
            expected_hash=post.draft.hash,
            draft=fresh.draft if fresh is not None else post.draft,
            state=PostState.SCHEDULED if keeps_slot else PostState.HELD,
            reason=reason,
            actor=SERVICE,
            now=now,
        )


def _why_held_again(world: World, fresh: Post | None) -> str:
    return say("service.source_changed" if fresh is not None else "service.source_no_longer_fits", world.language)
