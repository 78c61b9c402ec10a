"""An Entry's own page: what was kept back is posted on purpose from it, and what has no Post is corrected."""

import re

import pytest

from bot.judgement import Answer
from bot.model import PostState, Standing
from tests.service.conftest import OTHER, bench, url
from tests.service.test_admitting import kept_back
from tests.web.people import EVERYBODY, form_on, signed_in, token_in, with_people

__all__ = ("bench", "url")


@pytest.fixture
def staffed(bench):
    return with_people(bench, *EVERYBODY)


@pytest.fixture
def kept(staffed):
    """The key of an entry that was there before Loa."""
    return kept_back(staffed, Standing.BASELINE)


def do(client, key, action, **fields):
    path = f"/entries/{key}"
    return client.post(f"{path}/{action}", data={**form_on(client, path, f"{path}/{action}"), **fields})


def test_what_was_kept_back_is_posted_by_an_approver_once(staffed, kept):
    lan = signed_in(staffed)
    fields = form_on(lan, f"/entries/{kept}", f"/entries/{kept}/admit")
    answer = lan.post(f"/entries/{kept}/admit", data={**fields, "note": "kỷ niệm"})
    assert answer.headers["Location"] == f"/entries/{kept}"
    (post,) = staffed.posts()
    shown = lan.get(f"/entries/{kept}").text
    assert f"Đã làm bài: {post.channel}: " in shown
    assert "/admit" not in shown, "it is an entry like every other now"
    line = staffed.world.store.journal.of(kept)[-1]
    assert (line.verb, line.actor) == ("admitted", "lan")
    again = lan.post(f"/entries/{kept}/admit", data=fields)
    assert again.status_code == 409
    assert "Chưa làm được" in again.text
    assert staffed.posts() == [post]


def test_it_is_posted_only_as_it_was_seen(staffed, kept):
    lan = signed_in(staffed)
    answer = do(lan, kept, "admit", seen="0" * 16, note="lời ghi")
    assert answer.status_code == 409
    assert staffed.posts() == []
    assert re.search(r'<details class="card" id="admit" open>.*?value="lời ghi"', answer.text, re.DOTALL), "what was typed is still there"


def test_a_page_that_there_is_not_is_refused_with_its_reason(staffed, kept):
    answer = do(signed_in(staffed), kept, "admit", page="khong-co")
    assert answer.status_code == 422
    assert "khong-co" in answer.text
    assert staffed.posts() == []


@pytest.mark.parametrize("name", ["xem", "minh"])
def test_others_neither_see_the_form_nor_may_they_send_it(staffed, kept, name):
    client = signed_in(staffed, name)
    assert f"/entries/{kept}/admit" not in client.get(f"/entries/{kept}").text
    assert client.post(f"/entries/{kept}/admit", data={"csrf_token": token_in(client, "/")}).status_code == 403
    assert staffed.posts() == []


def test_an_entry_without_a_post_is_corrected_on_its_own_page(staffed):
    staffed.serve(OTHER)
    staffed.poll()
    (found,) = staffed.world.store.entries.recent(9)
    assert found.standing is not Standing.ACCEPTED
    minh, key = signed_in(staffed, "minh"), found.entry.key
    answer = do(minh, key, "correct", relevant="yes", field=["procedures"], tone="neutral")
    assert answer.headers["Location"] == f"/entries/{key}"
    assert Answer.of(staffed.world.store.entries.get(key).classification).relevant
    assert [post.state for post in staffed.posts()] == [PostState.HELD]
    refused = do(minh, key, "correct", relevant="x", note="vì sao")
    assert refused.status_code == 422
    assert "Chưa làm được" in refused.text
    assert 'value="vì sao"' in refused.text


def test_an_entry_that_there_is_not_is_not_found(staffed):
    lan = signed_in(staffed)
    data = {"csrf_token": token_in(lan, "/")}
    assert lan.post("/entries/e000000000000000/admit", data=data).status_code == 404


def test_the_journal_calls_a_standing_by_its_name(staffed):
    staffed.serve(OTHER)
    staffed.poll()
    (found,) = staffed.world.store.entries.recent(9)
    lan = signed_in(staffed)
    for path in (f"/entries/{found.entry.key}", "/journal"):
        shown = lan.get(path).text
        assert "không thuộc diện đăng: " in shown
        assert "irrelevant: " not in shown
