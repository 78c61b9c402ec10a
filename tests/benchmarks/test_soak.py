"""The soak's judge can find fault: what it reports as 0 it would report, were it there. The soak itself depends on time and is no test."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.soak import Plan, Soak, page_ids, script, settings
from bot.channels.facebook.page import FacebookPage
from bot.channels.policy import GraphPolicy, PagePolicy
from bot.model import Draft, Post, PostState, Way, post_key
from bot.sandbox import PageSpec, Sandbox, SandboxConfig
from bot.settings.loader import load_settings

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PLAN = Plan(pages=1, entries=1)
TOKEN = "EAASOAKTOKENOFTHEPAGE0000X"
(PAGE_ID,) = page_ids(PLAN)
KEY = post_key("e1", "trang-0")


@pytest.fixture
def sandbox():
    page = PageSpec(page_id=PAGE_ID, name="Trang", token=TOKEN)
    with Sandbox(SandboxConfig(pages=(page,), allow_private_links=True, refuse_repeats=False), lambda: NOW) as running:
        yield running


@pytest.fixture
def page(sandbox) -> FacebookPage:
    policy, graph = PagePolicy(name="trang-0", page_id=PAGE_ID), GraphPolicy(url=sandbox.base_url)
    return FacebookPage(policy, graph, token=TOKEN, app_id="", app_secret="", clock=lambda: NOW, language="vi")


def draft(way: Way) -> Draft:
    return Draft(message="Tin", link=f"https://cong.vn/1?utm_content={KEY}", marker=KEY, ways=(way,), comment="Đọc bài")


def published(way: Way, remote_id: str, state: PostState = PostState.PUBLISHED) -> Post:
    return Post(
        key=KEY,
        entry_key="e1",
        channel="trang-0",
        edition=1,
        draft=draft(way),
        way=way,
        state=state,
        remote_id=remote_id,
        published_at=NOW,
        created_at=NOW,
    )


def judged(sandbox, *posts: Post):
    soak = Soak(plan=PLAN, sandbox=sandbox, site=None, nursery=None, clock=lambda: NOW, database="", log=Path("none"), say=lambda _: None)
    soak._judge_posts(list(posts))
    return soak.outcome


def test_a_post_that_is_there_once_with_its_comment_is_fine(sandbox, page):
    remote_id = page.publish(draft(Way.COMMENT), Way.COMMENT).remote_id
    page.comment(remote_id, "Đọc bài")
    assert judged(sandbox, published(Way.COMMENT, remote_id)).fine


def test_a_doubled_post_is_found(sandbox, page):
    remote_id = page.publish(draft(Way.LINK)).remote_id
    page.publish(draft(Way.LINK))
    outcome = judged(sandbox, published(Way.LINK, remote_id))
    assert KEY in outcome.doubled
    assert not outcome.fine


def test_two_posts_that_claim_the_same_one_are_found(sandbox, page):
    remote_id = page.publish(draft(Way.LINK)).remote_id
    assert judged(sandbox, published(Way.LINK, remote_id), published(Way.LINK, remote_id)).doubled


@pytest.mark.parametrize("state", [PostState.FAILED, PostState.SCHEDULED, PostState.PUBLISHING])
def test_a_lost_post_is_found(sandbox, state):
    assert judged(sandbox, published(Way.LINK, "", state)).lost


def test_a_post_that_nobody_knows_of_and_one_that_was_never_made_are_found(sandbox, page):
    page.publish(draft(Way.LINK))
    outcome = judged(sandbox)
    assert len(outcome.lost) == 2


@pytest.mark.parametrize("count", [0, 2])
def test_a_lost_and_a_doubled_comment_are_found(sandbox, page, count):
    remote_id = page.publish(draft(Way.COMMENT), Way.COMMENT).remote_id
    for _ in range(count):
        page.comment(remote_id, "Đọc bài")
    outcome = judged(sandbox, published(Way.COMMENT, remote_id))
    assert (outcome.comments_lost, outcome.comments_doubled) == (([KEY], []) if count == 0 else ([], [KEY]))
    assert not outcome.fine


def test_the_faults_strike_the_share_of_calls_they_are_asked_to():
    missed = 1.0
    for fault in script(0.3):
        assert fault.times is None
        if fault.method is None and fault.edge is None:
            missed *= 1 - fault.share
    assert 0.25 <= 1 - missed <= 0.32


def test_the_settings_of_the_soak_are_sound_and_its_grace_longer_than_any_request(tmp_path):
    path = tmp_path / "bot.yaml"
    path.write_text(
        json.dumps(settings(PLAN, tmp_path, "http://127.0.0.1:1", "http://127.0.0.1:2/rss", "sqlite:///x.db")), encoding="utf-8"
    )
    loaded = load_settings(path, {"FACEBOOK_PAGE_TOKEN_0": TOKEN, "FACEBOOK_APP_ID": "1", "FACEBOOK_APP_SECRET": "s" * 32})
    assert loaded.retry.grace > loaded.graph.connect_timeout + loaded.graph.read_timeout
    assert loaded.timetable.least_spacing == timedelta(0)
