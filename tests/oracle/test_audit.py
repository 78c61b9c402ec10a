"""A whole life in our service, and an independent client that meddles with the Page: the audit tells of it."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.model import PostState
from bot.service.audit import Discrepancy, audit
from bot.service.collect import collect
from bot.service.look import look_after
from bot.service.poll import poll
from bot.service.publish import publish_due
from bot.service.world import World
from tests.fakes.installation import opened, write_config
from tests.fakes.site import Answer, Site
from tests.oracle.conftest import APP_ID, APP_SECRET, PAGE_ID, TOKEN, Stand
from tests.service.conftest import PRAISE, rss


@pytest.fixture
def world(stand: Stand, tmp_path) -> Iterator[World]:
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    environment = {"FACEBOOK_PAGE_TOKEN": TOKEN, "APP_ID": APP_ID, "APP_SECRET": APP_SECRET}
    with Site() as site:
        site.answers["/rss"] = Answer(
            rss(*(f"{PRAISE} đợt {number}" for number in range(4))), headers={"Content-Type": "application/rss+xml"}
        )
        page = {"page_id": PAGE_ID, "app_id": "APP_ID", "app_secret": "APP_SECRET"}
        config = write_config(tmp_path, graph=stand.sandbox.base_url, feeds={"cong": site.url + "/rss"}, page=page)
        with opened(config, environment, lambda: stand.clock[0]) as opened_world:
            yield opened_world
    root.handlers[:], level = before
    root.setLevel(level)
    structlog.reset_defaults()


def test_the_audit_sees_what_an_independent_client_did_to_the_page(world: World, stand: Stand):
    poll(world)
    while publish_due(world, ignore_timetable=True) is not None:
        stand.pass_time(minutes=1)
    while look_after(world) is not None:
        pass
    posts = sorted(world.store.outbox.listing((PostState.PUBLISHED,), limit=10), key=lambda post: post.remote_id)
    assert [post.remote_id for post in posts] == sorted(post["id"] for post in stand.sdk.page.get_published_posts())
    for post in posts:
        shown = stand.sdk.read(post.remote_id, "message", "permalink_url")
        assert (shown["message"], shown["permalink_url"]) == (post.draft.message, post.permalink)
    assert audit(world, 30).lines == ()

    edited, deleted, copied, kept = posts
    stand.sdk.post(edited.remote_id).api_update(params={"message": "Bị sửa tay"})
    stand.sdk.post(deleted.remote_id).api_delete()
    stand.pass_time(hours=7)  # the same content again is refused before
    copy = stand.sdk.page.create_feed(params={"message": copied.draft.message, "link": copied.draft.link})["id"]
    foreign = stand.sdk.page.create_feed(params={"message": "Thông báo nghỉ lễ, đăng tay"})["id"]

    found = {(line.what, line.remote_id, line.text) for line in audit(world, 30).lines}
    both = f"{copy}, {copied.remote_id}"
    assert found == {
        (Discrepancy.DIFFERENT, edited.remote_id, "Bị sửa tay"),
        (Discrepancy.MISSING, deleted.remote_id, deleted.draft.message[:80]),
        (Discrepancy.UNRECORDED, copy, copied.draft.message[:80]),
        (Discrepancy.DOUBLED, both, ""),
        (Discrepancy.FOREIGN, foreign, "Thông báo nghỉ lễ, đăng tay"),
    }
    assert kept.remote_id not in {line.remote_id for line in audit(world, 30).lines}
    assert collect(world).posts == 4
    snapshots = {post.key: world.store.snapshots.of(post.key) for post in posts}
    assert "post" in snapshots[deleted.key][-1].missing
    assert snapshots[kept.key][-1].metrics["views"] > 0
    assert set(stand.sdk.statuses) == {200}
