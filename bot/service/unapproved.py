"""A Post that nobody has approved, right before it is sent: may it still go out by itself?

It was scheduled by the settings of hours or days ago. Since then an editor may have asked for approvals of its tone, have sent its feed's news to another
Page, or have said of the same article in another feed what it really is. What an editor has approved is not asked about again, and what is held stays held.
"""

from bot.errors import LoaError
from bot.judgement import Answer, Classification
from bot.messages import say
from bot.model import Post
from bot.plan.approval import reason_to_hold
from bot.service.admitting import ADMITTED
from bot.service.answers import answer_text, is_same
from bot.service.editing import judged
from bot.service.places import taken_by_place
from bot.service.screen import personal_in
from bot.service.world import World
from bot.store.entries import StoredEntry


def reason_to_ask(world: World, stored: StoredEntry, post: Post) -> str:
    """Why an editor must see the scheduled Post `post` of the Entry `stored` before it goes out; "" where nobody need, or one has."""
    if any(each.approved and each.undone_at is None and each.draft_hash == post.draft.hash for each in world.store.approvals.of(post.key)):
        return ""
    today = judged(world, stored.entry, world.store.labels.correction(stored.entry.key))
    reasons = (
        _another_page_today(world, stored, today, post),
        said_of_the_article(world, stored),
        _held_today(world, stored, today),
        _personal_today(world, stored, post),
    )
    why = "; ".join(filter(None, reasons))
    return say("service.asked_again", world.language, why=why) if why else ""


def _another_page_today(world: World, stored: StoredEntry, today: Classification, post: Post) -> str:
    """Why its Page would get no such Post by now: its feed is no longer read, or goes to other Pages, or it names none of the places that are wanted."""
    feed = stored.entry.feed
    if all(policy.name != feed for policy in world.settings.feeds):
        why = say("service.feed_left", world.language, feed=feed)
    elif post.channel not in world.pages_of(feed):
        why = say("service.feed_goes_elsewhere", world.language, feed=feed, page=post.channel)
    else:
        why = taken_by_place(world, feed, (post.channel,), today).reason
    # What was admitted goes to the Pages that its editor has chosen, whatever the settings of its feed say.
    admitted = why and any(event.verb == ADMITTED and event.at == post.created_at for event in world.store.journal.of(stored.entry.key))
    return "" if admitted else why


def _held_today(world: World, stored: StoredEntry, today: Classification) -> str:
    """Why it would wait if it were judged now: as what it was composed for, and as what the phrases of today take it for."""
    for classification in (stored.classification, today):
        held = reason_to_hold(world.settings.approval, classification, world.settings.vocabulary.names, feed=stored.entry.feed)
        if held is not None:
            return held.say(world.language)
    return ""


def _personal_today(world: World, stored: StoredEntry, post: Post) -> str:
    try:
        return personal_in(world, stored.entry, stored.classification, post)
    except LoaError as error:
        # It can't be composed any more, so nobody can tell by rule what is shown.
        return error.say(world.language)


def said_of_the_article(world: World, stored: StoredEntry) -> str:
    """What an editor has said of the same article in another feed, where this Post says something else and nobody has corrected its own Entry."""
    key = stored.entry.key
    known = world.store.likenesses.known([key])[key].known
    label = world.store.labels.correction_of_article(known.same_as or key)
    if label is None or label.answer is None or label.entry_key == key or world.store.labels.correction(key) is not None:
        return ""
    if is_same(label.answer, Answer.of(stored.classification)):
        return ""
    answer = answer_text(label.answer, world.language, world.settings.vocabulary.names)
    return say("service.corrected_elsewhere", world.language, by=label.by, entry=label.entry_key, answer=answer)
