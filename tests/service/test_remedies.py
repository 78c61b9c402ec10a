"""What followed on a Post: noted in the journal by an editor, and read from there."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.errors import Conflict, LoaError, NotFound
from bot.model import Event, PostState
from bot.reports.material import Remedy
from bot.service.remedies import ADDED, CLEARED, REMEDIED, REPLACED, clear, noted_of, remedies_in, remedy
from tests.store.samples import NOW, a_post


def noted(bench, key: str) -> list[Remedy]:
    return list(remedies_in(bench.world.store.reporting.events(REMEDIED))[key])


def test_words_and_link_are_kept_with_who_and_when(bench):
    post = a_post(bench.world.store, "1", PostState.PUBLISHED)
    remedy(bench.world, post.key, by="Lan", text=" Đã xin lỗi\n dân ", link="https://xa.vn/1")
    bench.pass_time(days=1)
    remedy(bench.world, post.key, by="Minh", text="Đã chuyển công tác khác")
    first, second = noted(bench, post.key)
    assert (first.by, first.text, first.link) == ("Lan", "Đã xin lỗi dân", "https://xa.vn/1")
    assert (second.by, second.text, second.link, second.at - first.at) == ("Minh", "Đã chuyển công tác khác", "", timedelta(days=1))


def test_what_replaces_leaves_the_earlier_in_the_journal_only(bench):
    post = a_post(bench.world.store, "1", PostState.WITHDRAWN)
    remedy(bench.world, post.key, by="Lan", text="sai")
    remedy(bench.world, post.key, by="Lan", link="https://xa.vn/2", replace=True)
    assert [(each.text, each.link) for each in noted(bench, post.key)] == [("", "https://xa.vn/2")]
    assert [event.verb for event in bench.world.store.journal.of(post.key)][-2:] == [ADDED, REPLACED]


def test_what_was_noted_by_mistake_is_taken_back_once_and_stays_in_the_journal(bench):
    post = a_post(bench.world.store, "1", PostState.PUBLISHED)
    with pytest.raises(Conflict) as refused:
        clear(bench.world, post.key, by="Lan")
    assert refused.value.key == "service.remedy_none"
    remedy(bench.world, post.key, by="Lan", text="nhầm bài")
    clear(bench.world, post.key, by="Minh")
    assert noted(bench, post.key) == noted_of(bench.world, post.key) == []
    with pytest.raises(Conflict):
        clear(bench.world, post.key, by="Minh")
    remedy(bench.world, post.key, by="Lan", text="đúng")
    assert [each.text for each in noted_of(bench.world, post.key)] == ["đúng"]
    assert [event.verb for event in bench.world.store.journal.of(post.key)][-3:] == [ADDED, CLEARED, ADDED]
    with pytest.raises(NotFound):
        clear(bench.world, "p0000000000000000", by="Lan")


@pytest.mark.parametrize("state", [state for state in PostState if state not in {PostState.PUBLISHED, PostState.WITHDRAWN}])
def test_nothing_follows_on_what_was_never_out(bench, state):
    post = a_post(bench.world.store, "1", state)
    with pytest.raises(Conflict) as refused:
        remedy(bench.world, post.key, by="Lan", text="x")
    assert refused.value.key == "service.remedy_not_published"


@pytest.mark.parametrize(
    ("text", "link", "key"),
    [
        ("", " ", "service.remedy_empty"),
        ("x" * 1_001, "", "service.remedy_too_long"),
        ("", "javascript:alert(1)", "service.remedy_bad_link"),
        ("", "https://", "service.remedy_bad_link"),
        ("", "https://a b", "service.remedy_bad_link"),
        ("", "https://[x", "service.remedy_bad_link"),
    ],
)
def test_what_says_nothing_or_too_much_is_refused_with_the_way_out(bench, text, link, key):
    post = a_post(bench.world.store, "1", PostState.PUBLISHED)
    with pytest.raises(LoaError) as refused:
        remedy(bench.world, post.key, by="Lan", text=text, link=link)
    assert refused.value.key == key


@given(
    some.lists(
        some.tuples(
            some.sampled_from(["đã sửa", "đã xin lỗi dân", ""]), some.sampled_from(["https://xa.vn/1", ""]), some.sampled_from(REMEDIED)
        ),
        max_size=6,
    )
)
def test_the_journal_gives_back_what_was_noted(given_):
    notes = [(text, link, verb) for text, link, verb in given_ if text or link or verb == CLEARED]
    events = [
        Event(at=NOW, actor="lan", subject="p1", verb=verb, reason="" if verb == CLEARED else " ".join(filter(None, (text, link))))
        for text, link, verb in notes
    ]
    holds = []
    for text, link, verb in notes:
        holds = ([] if verb != ADDED else holds) + ([] if verb == CLEARED else [(text, link)])
    others = [Event(at=NOW, actor="lan", subject="p1", verb="note", reason="ghi chú")]
    assert [(each.text, each.link) for each in remedies_in([*events, *others]).get("p1", ())] == holds
