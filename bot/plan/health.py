"""What an answer or a failure makes of a feed: it fails, rests, is gone, comes back, moves to another address.

Each function takes the feed's row as it was and gives the row as it is to be; nothing here says a word, and whoever wants to tell an editor compares the two
rows. So each turn is told once.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from bot.model import Feed, FeedState
from bot.plan.polling import NO_WISHES, Pace, Wishes, after_failure, next_poll

_LEAST_SPELL: Final = timedelta(days=1)
# An adopted address that has failed so often is asked in turn with the one in the settings: a domain that has lapsed must not keep the feed for ever.
_DOUBTED_AFTER: Final = 2


def address(feed: Feed) -> str:
    """Where the feed is to be asked this time: the adopted address, else the settings' one; where the adopted one fails, the two in turn."""
    fallen_back = feed.failures >= _DOUBTED_AFTER and feed.failures % 2 == 0
    return feed.url if fallen_back else feed.asks_at or feed.url


def answered(feed: Feed, pace: Pace, now: datetime, wishes: Wishes = NO_WISHES, *, answer: str, new: bool) -> Feed:
    """The feed after an answer that could be read, whether anything had changed or not.

    Args:
        feed: its row before.
        pace: of the settings.
        now: aware.
        wishes: what the server and the document ask for.
        answer: what the server said, in a word or two.
        new: whether it carried anything new; that ends a silence.
    """
    return replace(
        feed,
        state=FeedState.ACTIVE,
        failures=0,
        failing_since=None,
        last_error="",
        last_answer=answer,
        last_polled_at=now,
        next_poll_at=next_poll(pace, now, wishes, feed_name=feed.name),
        last_new_at=now if new else feed.last_new_at,
        silence_told_at=None if new else feed.silence_told_at,
    )


def failed(
    feed: Feed, pace: Pace, now: datetime, retry_after: timedelta | None = None, *, sentence: str, answer: str, gone: bool = False
) -> Feed:
    """The feed after a failure.

    After `pace.rest_after` of them in a row, over a day or more, it rests. `gone` (410) ends the asking at once, unless only an adopted address is gone:
    then that is given up. What is gone stays so, whatever else is heard of it, until it answers or the settings name another address.
    """
    failures = feed.failures + 1
    since = feed.failing_since or now
    adopted_gone = gone and address(feed) != feed.url
    state = feed.state
    if gone and not adopted_gone:
        state = FeedState.GONE
    elif state is FeedState.ACTIVE and failures >= pace.rest_after and now - since >= _LEAST_SPELL:
        state = FeedState.RESTING
    resting = state is not FeedState.ACTIVE
    after = replace(
        feed,
        state=state,
        failures=failures,
        failing_since=since,
        last_error=sentence,
        last_answer=answer,
        last_polled_at=now,
        next_poll_at=after_failure(pace, now, failures, retry_after, feed_name=feed.name, resting=resting),
        asks_at="" if adopted_gone else feed.asks_at,
    )
    if after.asks_at != feed.asks_at or address(after) != address(feed):
        # Validators are one server's word; another must not be asked whether anything has changed since *those*.
        return replace(after, etag="", last_modified="")
    return after


def redirected(feed: Feed, moved_to: str, now: datetime, hold: timedelta) -> Feed:
    """The feed after an answer at the end of permanent redirects to `moved_to` ("": there were none); to be called before `answered`.

    The address is adopted once it has been the same at every answer for `hold`, and at two at least. It is not, ever, where it would leave https. An
    adopted address is given up when the settings' one was asked in its place, and answered without sending there.
    """
    asked = address(feed)
    if feed.asks_at and asked == feed.url:
        if moved_to == feed.asks_at:
            return replace(feed, moved_to="", moved_since=None)
        feed = replace(feed, asks_at="", etag="", last_modified="")
    if moved_to in {"", asked} or (urlsplit(asked).scheme == "https" and urlsplit(moved_to).scheme != "https"):
        return replace(feed, moved_to="", moved_since=None)
    if moved_to != feed.moved_to or feed.moved_since is None:
        return replace(feed, moved_to=moved_to, moved_since=now)
    if now - feed.moved_since < hold:
        return feed
    return replace(feed, asks_at="" if moved_to == feed.url else moved_to, moved_to="", moved_since=None)
