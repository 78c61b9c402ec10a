"""A hub tells of news: subscribe, verify, deliver, and the site is asked; whatever a hub does wrong, the feed is polled as ever."""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.errors import Unfetched
from bot.intake.policy import IntakePolicy, WebSubPolicy
from bot.intake.websub import MOST_BYTES, Callbacks, Named
from bot.model import Feed, FeedState, Subscription, SubscriptionState
from bot.plan.subscriptions import interval_with_hub
from bot.service.poll import ensure_feeds, poll, poll_due
from bot.service.websub import Delivered, Question, deliver, found_untold, notice, subscribe, verify
from bot.settings.model import Secrets
from tests.fakes.hub import CHALLENGE, sign
from tests.service.conftest import PRAISE, Bench

SECRET = "mot-chuoi-rat-dai-va-ngau-nhien-7f3a"
CALLBACK = "https://loa.vn/"
HUB = Named(hub="https://hub.vn/", topic="https://cong.vn/rss")
BODY = "<rss>Tin mới</rss>".encode()


@dataclass
class Line:
    """The bench, and the hub at the other end: what it was asked, and what it says."""

    bench: Bench

    @property
    def world(self):
        return self.bench.world

    @property
    def feed(self) -> Feed:
        return self.world.store.feeds.get("cong")

    @property
    def now(self) -> Subscription:
        found = self.world.store.subscriptions.get("cong")
        assert found is not None
        return found

    @property
    def forms(self) -> list[dict[str, str]]:
        return [form for _, form in self.bench.fetcher.posted]

    @property
    def token(self) -> str:
        return self.forms[-1]["hub.callback"].rpartition("/")[2]

    def verbs(self) -> list[str]:
        return [event.verb for event in self.world.store.journal.of("feed:cong")]

    def seen(self, found: Named | None = HUB) -> None:
        """A poll has read a document that names this hub, the next one is in a while; written by the poll as it will be."""
        notice(self.world, self.feed, found)
        now = self.bench.instant[0]
        after = replace(self.feed, hub=found.hub if found else "", last_polled_at=now, next_poll_at=now + timedelta(hours=3), failures=0)
        self.world.store.polls.record(after, (), now, "loa")

    def verify(self, *, token: str = "", **changes: str) -> str | None:
        said = {"mode": "subscribe", "topic": HUB.topic, "challenge": CHALLENGE, "lease": "864000", **changes}
        return verify(self.world, token or self.token, Question(**said))

    def deliver(self, body: bytes = BODY, signature: str | None = None, token: str = "") -> Delivered:
        right = f"sha256={sign(self.forms[-1]['hub.secret'], body)}"
        return deliver(self.world, token or self.token, body, right if signature is None else signature)

    def live(self) -> None:
        self.seen()
        assert subscribe(self.world) == "cong"
        assert self.verify() == CHALLENGE

    def interval(self) -> timedelta:
        return interval_with_hub(timedelta(minutes=15), self.world.store.subscriptions.get("cong"), self.bench.instant[0])


def configure(bench: Bench, callback: str | None = CALLBACK, secret: str = SECRET) -> None:
    """The settings taken over with these."""
    websub = WebSubPolicy(callback=callback, secret="LOA_WEBSUB_SECRET") if callback else WebSubPolicy()
    settings = replace(bench.world.settings, intake=IntakePolicy(websub=websub), secrets=Secrets({"LOA_WEBSUB_SECRET": secret}))
    bench.world = replace(bench.world, settings=settings)


@pytest.fixture
def line(bench):
    configure(bench)
    return Line(bench)


def test_from_a_hubs_name_to_news_that_it_told_of(line):
    line.seen()
    assert line.now == Subscription(feed="cong", hub=HUB.hub, topic=HUB.topic)
    assert [subscribe(line.world) for _ in range(2)] == ["cong", None]
    assert line.bench.fetcher.posted[0][0] == HUB.hub
    assert line.forms[0]["hub.callback"].startswith("https://loa.vn/websub/cong.")
    assert line.now.state is SubscriptionState.ASKED
    assert line.verify() == CHALLENGE
    assert (line.now.state, line.now.failures, line.now.lease_until) == (SubscriptionState.LIVE, 0, line.now.asked_at + timedelta(days=10))
    assert line.interval() == timedelta(minutes=15), "not relied on before it has told"
    line.bench.pass_time(hours=1)
    assert line.deliver() is Delivered.TAKEN
    assert line.feed.next_poll_at == line.bench.instant[0]
    assert line.interval() == timedelta(hours=6)
    line.bench.serve(PRAISE)
    line.bench.fetcher.link = f"<{HUB.hub}>; rel=hub, <{HUB.topic}>; rel=self"
    assert line.bench.posts() == []
    from_site = line.bench.poll()
    assert (from_site.feed, len(from_site.new)) == ("cong", 1), "the news are the site's own, not what the hub has sent"
    assert line.verbs() == ["hub-live"]


def test_without_settings_nothing_is_asked_and_nobody_is_answered(line):
    line.live()
    token, signature = line.token, f"sha256={sign(line.forms[0]['hub.secret'], BODY)}"
    configure(line.bench, callback=None)
    line.bench.pass_time(days=30)
    assert subscribe(line.world) is None
    assert line.verify(token=token) is None
    assert line.deliver(signature=signature, token=token) is Delivered.UNKNOWN
    line.seen(None)
    line.seen()
    assert line.now.asked_at is None, "what documents name is remembered all the same"


def test_a_hub_may_verify_while_it_is_being_asked(line):
    """Its answer to the request, whatever it is, takes nothing back of that."""
    line.bench.fetcher.meanwhile = line.verify
    line.seen()
    for status in (202, 500):
        line.bench.fetcher.post_status = status
        assert subscribe(line.world) == "cong"
        assert (line.now.state, line.now.failures, line.now.reason) == (SubscriptionState.LIVE, 0, "")
        line.bench.pass_time(days=9, hours=1)
    assert line.verbs() == ["hub-live"]


NOT_ASKED_FOR = (
    {"topic": "https://khac.vn/rss"},
    {"topic": ""},
    {"mode": "unsubscribe"},
    {"mode": ""},
    {"challenge": ""},
    {"challenge": "x" * 1_001},
    {"challenge": "a\nb"},
    {"challenge": "é"},
    {"lease": "-5"},
    {"lease": "mười"},
    {"token": "cong." + "0" * 64},
    {"token": "khac." + "0" * 64},
    {"token": "x"},
)


def test_what_nobody_asked_for_is_not_confirmed(line):
    line.seen()
    subscribe(line.world)
    before = line.now
    for changes in NOT_ASKED_FOR:
        assert line.verify(**changes) is None, changes
        assert line.now == before


def test_a_verification_that_is_repeated_prolongs_nothing_and_one_long_after_the_request_is_none(line):
    line.live()
    until = line.now.lease_until
    line.bench.pass_time(hours=5)
    assert line.verify() == CHALLENGE
    line.bench.pass_time(days=1)
    assert line.verify() is None
    assert line.now.lease_until == until


def test_a_huge_lease_is_believed_for_thirty_days(line):
    line.seen()
    subscribe(line.world)
    assert line.verify(lease="9" * 400) == CHALLENGE
    assert line.now.lease_until == line.now.asked_at + timedelta(days=30)


def test_a_delivery_that_is_not_rightly_signed_changes_nothing(line):
    line.live()
    before = (line.feed, line.now)
    digests = ("0" * 64, hashlib.sha256(BODY).hexdigest(), sign(SECRET, BODY), sign(line.forms[-1]["hub.secret"], BODY + b" "))
    for signature in ("", "sha256", "md5=x", *(f"sha256={digest}" for digest in digests)):
        assert line.deliver(signature=signature) is Delivered.IGNORED, signature
        assert (line.feed, line.now) == before


def test_a_delivery_that_is_too_large_is_ignored_and_an_empty_one_is_not(line):
    line.live()
    assert line.deliver(b"x" * (MOST_BYTES + 1)) is Delivered.IGNORED
    assert line.deliver(b"") is Delivered.TAKEN


def test_a_delivery_that_is_replayed_has_the_site_asked_once_a_minute_at_most(line):
    line.live()
    polls = 0
    for _ in range(60):
        line.bench.pass_time(seconds=5)
        assert line.deliver() is Delivered.TAKEN
        if line.feed.next_poll_at <= line.bench.instant[0]:
            line.seen()
            polls += 1
    assert polls == 5


@pytest.mark.parametrize("status", [302, 500])
def test_a_hub_that_refuses_is_told_of_once_and_asked_again_ever_more_seldom(line, status):
    line.bench.fetcher.post_status = status
    line.seen()
    asked = []
    for hour in range(24 * 4):
        if subscribe(line.world) is not None:
            asked.append(hour)
            assert (line.now.state, str(status) in line.now.reason) == (SubscriptionState.REFUSED, True)
        line.bench.pass_time(hours=1)
    assert asked == [0, 1, 3, 7, 15, 31, 55, 79]
    assert line.verbs() == ["hub-refused"]
    assert line.interval() == timedelta(minutes=15)
    line.bench.fetcher.post_status = 202
    subscribe(line.world)
    assert line.verify() == CHALLENGE
    assert (line.now.state, line.now.failures, line.now.reason) == (SubscriptionState.LIVE, 0, "")


def test_a_hub_that_can_not_be_reached_is_one_that_refuses(line):
    line.bench.fetcher.post_error = Unfetched("intake.resource_refused", url=HUB.hub)
    line.seen()
    assert subscribe(line.world) == "cong"
    assert (line.now.state, "từ chối kết nối" in line.now.reason) == (SubscriptionState.REFUSED, True)
    assert line.verify() == CHALLENGE, "it may have heard us all the same"


def test_a_hub_that_never_verifies_is_asked_again(line):
    line.seen()
    assert subscribe(line.world) == "cong"
    line.bench.pass_time(minutes=59)
    assert subscribe(line.world) is None
    line.bench.pass_time(minutes=1)
    assert subscribe(line.world) == "cong"
    assert line.now.failures == 2


def test_a_lease_is_renewed_in_time_and_the_hub_goes_on_telling_meanwhile(line):
    line.live()
    line.deliver()
    line.bench.pass_time(days=8, hours=23)
    assert subscribe(line.world) is None
    line.bench.pass_time(hours=1)
    assert subscribe(line.world) == "cong"
    assert line.forms[0] == line.forms[1], "nothing changes for the hub"
    assert line.now.state is SubscriptionState.LIVE
    assert line.interval() == timedelta(hours=6)
    assert line.verify() == CHALLENGE
    assert line.now.lease_until == line.bench.instant[0] + timedelta(days=10)
    assert line.verbs() == ["hub-live"]


def test_a_renewal_that_fails_leaves_the_promise_until_its_end_and_then_the_feed_is_polled_as_ever(line):
    line.live()
    line.deliver()
    line.bench.fetcher.post_status = 500
    line.bench.pass_time(days=9)
    asked = 0
    for _ in range(24):
        assert line.now.state is SubscriptionState.LIVE
        assert line.interval() > timedelta(minutes=15)
        asked += subscribe(line.world) is not None
        line.bench.pass_time(hours=1)
    assert asked == 5
    assert line.interval() == timedelta(minutes=15)
    line.bench.pass_time(days=1)
    assert subscribe(line.world) == "cong"
    assert line.now.state is SubscriptionState.REFUSED


def test_a_hub_that_says_no_afterwards_ends_it_and_its_words_are_for_people_to_read(line):
    line.live()
    line.deliver()
    line.seen()
    assert line.verify(mode="denied", reason="Không được\x1b[31m\n<b>" + "x" * 999) == ""
    assert (line.now.state, line.now.lease_until) == (SubscriptionState.REFUSED, None)
    assert "Không được[31m<b>xxx" in line.now.reason
    assert len(line.now.reason) < 400
    assert line.feed.next_poll_at <= line.bench.instant[0] + timedelta(minutes=1), "who knows since when it has not told"
    assert line.interval() == timedelta(minutes=15)
    for number in range(3):
        assert line.verify(mode="denied", reason=str(number)) == ""
    assert line.verbs() == ["hub-live", "hub-refused"]
    assert line.verify(mode="denied", topic="https://khac.vn/") is None


def test_a_hub_that_was_silent_about_news_is_not_relied_on_until_it_tells_again(line):
    line.live()
    line.deliver()
    line.seen()
    before = line.feed
    line.bench.pass_time(minutes=2)
    found_untold(line.world, before)
    assert line.interval() == timedelta(hours=6), "of these it has told"
    line.seen()
    line.bench.pass_time(hours=6)
    line.seen()
    before = line.feed
    line.bench.pass_time(hours=6)
    found_untold(line.world, before)
    assert line.now.told_at is None
    assert line.interval() == timedelta(minutes=15)
    line.deliver()
    assert line.interval() == timedelta(hours=6)


def test_a_hub_that_is_named_no_more_is_forgotten_and_hears_that_it_may_stop(line):
    line.live()
    old = line.token
    signature = f"sha256={sign(line.forms[-1]['hub.secret'], BODY)}"
    line.seen(None)
    assert line.world.store.subscriptions.get("cong") is None
    assert deliver(line.world, old, BODY, signature) is Delivered.UNKNOWN
    assert line.verify() is None
    assert subscribe(line.world) is None
    assert line.verbs() == ["hub-live", "hub-forgotten"]
    line.seen(None)
    assert line.verbs() == ["hub-live", "hub-forgotten"]


@pytest.mark.parametrize("other", [replace(HUB, hub="https://hub-khac.vn/"), replace(HUB, topic="https://cong.vn/rss2")])
def test_another_hub_or_topic_is_asked_anew_with_another_token_and_key(line, other):
    line.live()
    old, signature = line.token, f"sha256={sign(line.forms[-1]['hub.secret'], BODY)}"
    line.seen(other)
    assert (line.now.state, line.now.asked_at) == (SubscriptionState.ASKED, None)
    assert subscribe(line.world) == "cong"
    assert (line.bench.fetcher.posted[-1][0], line.forms[-1]["hub.topic"]) == (other.hub, other.topic)
    assert deliver(line.world, old, BODY, signature) is Delivered.UNKNOWN
    assert line.deliver(signature=signature) is Delivered.IGNORED
    assert line.verify(topic=other.topic) == CHALLENGE
    assert line.deliver() is Delivered.TAKEN


def test_the_same_document_again_changes_nothing(line):
    line.live()
    before = line.now
    line.seen()
    assert line.now == before


@pytest.mark.parametrize("change", [{"callback": "https://moi.vn/"}, {"secret": SECRET + "moi"}])
def test_with_another_callback_or_secret_the_hub_is_asked_anew_and_not_relied_on_meanwhile(line, change):
    line.live()
    line.deliver()
    configure(line.bench, **change)
    assert [subscribe(line.world) for _ in range(2)] == ["cong", None]
    assert (line.now.state, line.interval()) == (SubscriptionState.ASKED, timedelta(minutes=15))
    assert line.forms[0]["hub.callback"] != line.forms[1]["hub.callback"]
    assert line.verify() == CHALLENGE
    assert line.interval() == timedelta(hours=6)


def test_a_feed_that_is_not_asked_has_no_hub_either(line):
    line.live()
    off = tuple(policy.model_copy(update={"enabled": False}) for policy in line.world.settings.feeds)
    line.bench.world = replace(line.world, settings=replace(line.world.settings, feeds=off))
    line.bench.pass_time(days=30)
    assert subscribe(line.world) is None
    assert line.verify() is None
    assert line.deliver() is Delivered.UNKNOWN


def test_before_the_hub_is_asked_nothing_of_it_is_taken(line):
    line.seen()
    callbacks = Callbacks(CALLBACK, SECRET)
    token = callbacks.token(line.now)
    signature = "sha256=" + sign(callbacks.request(line.now, timedelta(days=1))["hub.secret"], BODY)
    assert deliver(line.world, token, BODY, signature) is Delivered.UNKNOWN
    assert line.verify(token=token) is None


def test_each_feed_is_asked_for_in_its_turn_and_by_one_worker(line):
    feeds = tuple(line.world.settings.feeds[0].model_copy(update={"name": name}) for name in ("cong", "khac", "nua"))
    line.bench.world = replace(line.world, settings=replace(line.world.settings, feeds=feeds))
    ensure_feeds(line.world)
    for name in ("cong", "khac", "nua"):
        notice(line.world, line.world.store.feeds.get(name), HUB)
    second = line.bench.restarted()
    assert [subscribe(world) for world in (line.world, second, line.world, second)] == ["cong", "khac", "nua", None]


def test_a_feed_that_is_gone_is_not_brought_back_by_a_hub(line):
    line.live()
    gone = replace(line.feed, state=FeedState.GONE)
    line.world.store.polls.record(gone, (), line.bench.instant[0], "loa")
    assert line.deliver() is Delivered.TAKEN
    assert line.feed == gone


# The poll


def poll_after(line: Line, *titles: str, **by: float):
    """What a poll finds when the site has these news and so much time has passed; None where the feed is not due."""
    line.bench.serve(*titles)
    line.bench.pass_time(**by)
    return poll(line.world)


def test_a_poll_takes_the_hub_over_and_becomes_seldom_once_it_has_told(line):
    line.bench.fetcher.link = '<http://hub.vn/>; rel="hub", <https://cong.vn/rss>; rel="self"'
    assert len(poll_after(line, PRAISE, minutes=20).new) == 1
    assert line.feed.hub == HUB.hub
    subscribe(line.world)
    line.verify()
    assert poll_after(line, PRAISE, minutes=20) is not None
    line.bench.pass_time(minutes=1)
    line.deliver()
    told = line.bench.instant[0]
    assert len(poll_after(line, PRAISE, f"{PRAISE} hai").new) == 1
    assert line.feed.next_poll_at == told + timedelta(minutes=5), "once more, should the site's cache have been behind"
    assert poll_after(line, PRAISE, f"{PRAISE} hai", minutes=5) is not None
    assert poll_after(line, PRAISE, f"{PRAISE} hai", f"{PRAISE} ba", hours=5) is None
    assert len(poll_after(line, PRAISE, f"{PRAISE} hai", f"{PRAISE} ba", hours=2).new) == 1
    assert line.now.told_at is None, "of the third it has not told"
    assert poll_after(line, PRAISE, hours=7) is not None
    assert line.feed.next_poll_at < line.bench.instant[0] + timedelta(minutes=20)
    line.bench.fetcher.link = ""
    assert poll_after(line, f"{PRAISE} bốn", hours=7) is not None
    assert (line.feed.hub, line.world.store.subscriptions.get("cong")) == ("", None)


def test_many_polls_at_once_keep_the_same_times(line):
    line.live()
    line.deliver()
    line.bench.serve(PRAISE)
    line.bench.fetcher.link = f"<{HUB.hub}>; rel=hub, <{HUB.topic}>; rel=self"
    line.bench.pass_time(minutes=1)
    assert len(poll_due(line.world)) == 1
    line.bench.pass_time(minutes=6)
    assert len(poll_due(line.world)) == 1
    assert line.feed.next_poll_at > line.bench.instant[0] + timedelta(hours=5), "unchanged, and written with others"
    line.deliver()
    line.bench.pass_time(minutes=1)
    assert len(poll_due(line.world)) == 1
    assert line.feed.next_poll_at == line.bench.instant[0] + timedelta(minutes=5)
    configure(line.bench, callback=None)
    line.bench.pass_time(minutes=6)
    assert len(poll_due(line.world)) == 1
    assert line.feed.next_poll_at < line.bench.instant[0] + timedelta(minutes=20), "nobody can tell us any more"


def test_a_feed_is_left_alone_no_longer_than_the_settings_say_even_with_a_hub(line):
    line.live()
    line.deliver()
    intake = line.world.settings.intake.model_copy(update={"longest_interval": timedelta(hours=2)})
    line.bench.world = replace(line.world, settings=replace(line.world.settings, intake=intake))
    line.bench.fetcher.link = f"<{HUB.hub}>; rel=hub, <{HUB.topic}>; rel=self"
    line.bench.serve(PRAISE)
    line.bench.pass_time(minutes=10)
    poll(line.world)
    assert line.feed.next_poll_at <= line.bench.instant[0] + timedelta(hours=2, minutes=12)
