"""What tells an entry again, over SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.errors import NotFound, Overtaken, SlotTaken
from bot.likeness import Likeness
from bot.model import Standing, digest, entry_key
from bot.store.likenesses import Covered
from bot.store.polls import Answered, Document, PollOutcome
from tests.contract.conftest import together
from tests.store.samples import LOA, NOW, arrival, entry, feed, post, stored

MINUTE = timedelta(minutes=1)


def key(text: str) -> str:
    return digest(text)[:16]


def like(title: str = "", link: str = "", fingerprint: int = 0) -> Likeness:
    return Likeness(title_key=title and key(title), link_key=link and key(link), fingerprint=fingerprint)


def seen(identity: str, likeness: Likeness, **changes):
    """An arrival of an entry that is like this."""
    return replace(arrival(entry(identity)), likeness=likeness, **changes)


def test_an_entry_is_known_by_its_own_key_and_by_every_other_name_it_had(store):
    one, other = entry("1"), entry("2")
    stored(store, seen("1", like("a", "b", -7), same_as="e0"), seen("2", like("c")))
    store.polls.record(feed(), (), NOW, LOA, document=Document(aliases={one.key: ("new 1", "newer 1")}))
    names = {identity: entry_key("huyen", identity) for identity in ("1", "2", "new 1", "newer 1", "unknown")}
    found = store.likenesses.known(list(names.values()))
    assert {identity: found[names[identity]].key for identity in names if names[identity] in found} == {
        "1": one.key,
        "new 1": one.key,
        "newer 1": one.key,
        "2": other.key,
    }
    told = found[names["new 1"]]
    assert (told.identity, told.likeness, told.known.content_hash) == ("1", like("a", "b", -7), one.content_hash)
    assert (told.known.standing, told.known.same_as) == (Standing.ACCEPTED, "e0")
    assert store.likenesses.aliases_of([one.key, other.key]) == {one.key: {names["new 1"], names["newer 1"]}}
    assert store.likenesses.known([]) == {}


def test_more_keys_than_a_query_takes_are_asked_for_at_once(store):
    stored(store, *(seen(str(number), like(str(number))) for number in range(900)))
    assert len(store.likenesses.known([entry(str(number)).key for number in range(1_000)])) == 900
    assert [len(keys) for keys in store.likenesses.alike([like(str(number)) for number in range(1_000)], NOW)] == [1] * 900 + [0] * 100


def test_alike_are_those_with_the_title_or_the_address_and_lately_those_with_a_similar_text(store):
    stored(store, seen("1", like("a", "x", 0b1111)), seen("2", like("b", "y", -1)), seen("3", like("c", "z")))
    found = store.likenesses.alike(
        [like("a"), like("", "y"), like("a", "z"), like("n", "n", 0b1011), like("n", "n"), like("n", "n", -4), like()],
        NOW,
    )
    one, two, three = (entry(identity).key for identity in ("1", "2", "3"))
    assert found == [{one}, {two}, {one, three}, {one}, set(), {two}, set()]
    assert store.likenesses.alike([like("a"), like("n", "n", 0b1011)], NOW + timedelta(days=30)) == [{one}, set()], (
        "texts of the last days only"
    )


def test_what_another_worker_stores_or_learns_is_alike_at_once(store, other):
    stored(store, seen("1", like("a", "x", 0b1111)))
    wanted = [like("n", "n", 0b1011), like("m", "m", -2)]
    one, two, three, four = (entry(each).key for each in "1234")
    assert store.likenesses.alike(wanted, NOW) == [{one}, set()]
    stored(other, seen("2", like("b", "y", -1)))
    assert store.likenesses.alike(wanted, NOW) == [{one}, {two}]
    stored(store, seen("3", like("c", "z", 0b11011)), seen("4", like()))
    assert store.likenesses.alike(wanted, NOW) == [{one, three}, {two}]
    assert other.likenesses.alike(wanted, NOW) == [{one, three}, {two}]
    other.likenesses.fill({four: like("d", "w", -1)})
    assert store.likenesses.alike(wanted, NOW) == other.likenesses.alike(wanted, NOW) == [{one, three}, {two, four}]


def test_what_was_not_stored_in_the_end_is_not_alike(store):
    wanted = [like("n", "n", 0b1011)]
    assert store.likenesses.alike(wanted, NOW) == [set()]
    one, taken = entry("1"), entry("2")
    stored(store, arrival(taken, post(taken, due_at=NOW)))
    with pytest.raises(SlotTaken):
        stored(store, replace(arrival(one, post(one, due_at=NOW)), likeness=like("a", "x", 0b1111)))
    assert store.likenesses.alike(wanted, NOW) == [set()]


def test_reads_may_be_one_transaction_whatever_breaks_in_it(store):
    stored(store, seen("1", like("a", "x", 0b1111)))
    with store.likenesses.at_once():
        assert store.likenesses.alike([like("a")], NOW) == [{entry("1").key}]
        with store.likenesses.at_once():
            assert store.entries.get(entry("1").key).revision == 1
        with pytest.raises(NotFound):
            store.entries.get("e0")
    with pytest.raises(NotFound), store.likenesses.at_once():
        store.entries.get("e0")
    assert store.entries.get(entry("1").key).revision == 1


def test_of_very_many_that_share_a_title_the_newest_are_alike(store):
    for minute in range(5):
        stored(store, *(seen(f"{minute}-{number}", like("notice", str(number))) for number in range(90)), now=NOW + minute * MINUTE)
    (found,) = store.likenesses.alike([like("notice", "7")], NOW)
    at_the_address, newest = (
        {entry(each).key for each in each_of} for each_of in ([f"{minute}-7" for minute in range(5)], [f"4-{n}" for n in range(90)])
    )
    assert at_the_address <= found <= at_the_address | newest
    assert 7 <= len(found - at_the_address) <= 8
    among_others = store.likenesses.alike([like("notice", "7"), *(like(str(number)) for number in range(60))], NOW)
    assert among_others[0] == found, "whatever else is asked for, or a poll would be repeated for ever"


def test_texts_are_cut_to_what_is_compared(store):
    long = entry("1", body="x" * 30_000)
    stored(store, replace(arrival(long), same_as="e0"))
    candidate = store.likenesses.texts([long.key, "e1"])[long.key]
    assert (candidate.entry.title, candidate.entry.link, candidate.entry.summary) == (long.title, long.link, long.summary)
    assert (len(candidate.entry.body), candidate.known.content_hash, candidate.known.same_as) == (10_000, long.content_hash, "e0")
    assert (candidate.first_seen_at, candidate.updated_at) == (NOW, NOW)


def test_earlier_texts_are_told_newest_first(store):
    for number in range(15):
        stored(store, arrival(entry("1", title=f"bản {number}")))
    assert [content["title"] for content in store.likenesses.earlier(entry("1").key)] == [f"bản {number}" for number in range(13, 1, -1)]
    assert store.likenesses.earlier("e0") == []


def test_what_an_articles_entries_have_is_told_together(store):
    first, copy, other = entry("1"), entry("2"), entry("3")
    stored(store, replace(arrival(first, post(first)), standing=Standing.BASELINE))
    stored(store, replace(arrival(copy, post(copy, channel="khac")), same_as=first.key), arrival(other, post(other, channel="xa")))
    told = store.likenesses.covered
    assert told(first.key, but="e0") == Covered(standing=Standing.BASELINE, channels={"trang": first.key, "khac": copy.key})
    assert told(first.key, but=copy.key).channels == {"trang": first.key}
    assert told(first.key, but=first.key).channels == {"khac": copy.key}
    assert told("e0", but="") == Covered(standing=None, channels={})


def test_a_likeness_is_filled_in_where_there_is_none(store):
    stored(store, arrival(entry("1")), seen("2", like("own")))
    store.likenesses.fill({entry("1").key: like("a", "b", 5), entry("2").key: like("other")})
    assert [store.likenesses.known([entry(each).key])[entry(each).key].likeness for each in "12"] == [like("a", "b", 5), like("own")]


# One article, two workers


def brings(store, identity: str, likeness: Likeness, **changes):
    """A poll of another feed that would post its entry at once."""
    one = entry(identity, feed=f"feed {identity}")
    return partial(
        store.polls.record, feed(one.feed), (replace(arrival(one, post(one)), likeness=likeness, **{"compared": (), **changes}),), NOW, LOA
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (like("t", "a"), like("t", "b")),
        (like("s", "a"), like("t", "a")),
        (like("s", "a", 0b111), like("t", "b", 0b110)),
    ],
    ids=["title", "address", "text"],
)
def test_of_two_feeds_that_bring_one_article_at_the_same_moment_one_must_look_again(store, other, first, second):
    found = together(brings(store, "1", first), brings(other, "2", second))
    assert {type(each) for each in found} == {PollOutcome, Overtaken}
    assert len(store.entries.recent(9)) == 1, "nothing of the other is stored"


def test_articles_that_are_not_alike_do_not_disturb_each_other(store, other):
    found = together(brings(store, "1", like("t", "a", 1)), brings(other, "2", like("s", "b", -1)))
    assert [type(each) for each in found] == [PollOutcome, PollOutcome]


def test_what_was_compared_before_need_not_be_again(store):
    brings(store, "1", like("t"))()
    with pytest.raises(Overtaken):
        brings(store, "2", like("t"))()
    first = entry("1", feed="feed 1").key
    assert brings(store, "2", like("t"), compared={first})().new
    assert brings(store, "3", like("t"), compared=None)().new, "a change, say, is held against nothing"
    assert brings(store, "4", like("t"), posts=())().new, "what is not posted does no harm"


def test_a_poll_that_is_repeated_does_not_meet_itself(store):
    again = brings(store, "1", like("t"))
    assert (again().new, again().new) == ((entry("1", feed="feed 1").key,), ())


def test_polls_of_several_feeds_are_stored_in_one_transaction_but_posts_only_by_themselves(store):
    for name in ("huyen", "xa", "tinh"):
        store.feeds.ensure(name, f"https://{name}.example.vn/rss", NOW)
    one, two, three = entry("1"), entry("2", feed="xa"), entry("3", feed="tinh")
    polled = [
        Answered(feed=feed("huyen", etag="a"), arrivals=(arrival(one),), at=NOW, document=Document(remembered=b"x")),
        Answered(feed=feed("xa", etag="b"), arrivals=(arrival(two),), at=NOW + MINUTE, document=Document(remembered=b"y")),
        Answered(feed=feed("tinh", etag="c"), arrivals=(), at=NOW),
    ]
    with pytest.raises(ValueError, match="one poll at a time"):
        store.polls.record_all([*polled, Answered(feed=feed("huyen"), arrivals=(arrival(three, post(three)),), at=NOW)], LOA)
    assert store.likenesses.known([one.key, two.key]) == {}
    assert store.polls.record_all(polled, LOA) == (
        PollOutcome(new=(one.key,), changed=()),
        PollOutcome(new=(two.key,), changed=()),
        PollOutcome(new=(), changed=()),
    )
    assert [store.feeds.get(name).etag for name in ("huyen", "xa", "tinh")] == ["a", "b", "c"]
    assert store.documents.of_all(["huyen", "xa", "tinh", "?"]) == {"huyen": b"x", "xa": b"y"}
    assert [store.entries.get(each.key).first_seen_at for each in (one, two)] == [NOW, NOW + MINUTE]
    assert [event.subject for event in store.journal.recent(2)] == [two.key, one.key]
    assert store.polls.record_all([], LOA) == ()
