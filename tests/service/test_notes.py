"""Notes for colleagues: in the Post's journal, and never in anything that goes out."""

import pytest

from bot.errors import LoaError, NotFound
from bot.model import PostState
from bot.service import editors
from bot.service.explain import show
from tests.service.conftest import CRITICISM, PRAISE

NOTE = "Đã hỏi Chủ tịch xã,\nchờ trả lời"


def test_a_note_stands_in_the_journal_with_who_and_when_and_moves_nothing(bench):
    bench.serve(CRITICISM)
    bench.poll()
    (post,) = bench.posts()
    editors.note(bench.world, post.key, by="Lan", text=f"  {NOTE} ")
    story = show(bench.world, post.key)
    event = story.events[-1]
    assert (event.actor, event.verb, event.reason, event.at, event.after) == ("Lan", "noted", NOTE, bench.instant[0], "")
    assert bench.posts() == [post]


def test_a_note_is_never_published(bench):
    bench.serve(PRAISE)
    bench.poll()
    (post,) = bench.posts()
    editors.note(bench.world, post.key, by="Lan", text=NOTE)
    bench.run()
    editors.note(bench.world, post.key, by="Lan", text=NOTE)
    (after,) = bench.posts()
    assert after.state is PostState.PUBLISHED
    assert [draft for draft in bench.page.posts if "Chủ tịch" in repr(draft)] == []
    assert "Chủ tịch" not in repr(bench.page.texts)


@pytest.mark.parametrize(("text", "said"), [("", "Ghi chú đang trống"), (" \n\t", "Ghi chú đang trống"), ("a" * 2_001, "dài 2001 ký tự")])
def test_a_note_that_says_nothing_or_too_much_is_refused_and_not_kept(bench, text, said):
    bench.serve(CRITICISM)
    bench.poll()
    (post,) = bench.posts()
    with pytest.raises(LoaError) as refused:
        editors.note(bench.world, post.key, by="Lan", text=text)
    assert said in refused.value.say("vi")
    assert [event.verb for event in show(bench.world, post.key).events] == ["made"]


def test_a_post_that_is_not_there_takes_no_note(bench):
    with pytest.raises(NotFound):
        editors.note(bench.world, "p0", by="Lan", text=NOTE)
