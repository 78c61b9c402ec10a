"""facebook-sdk's own verbs against the sandbox: each serves today's API, with the token in the header."""

import io

import pytest

from bot.channels.facebook.graph import Graph, proof
from bot.channels.facebook.usage import Gauge
from bot.errors import ChannelDown, Refused
from bot.sandbox import PageSpec, Sandbox, SandboxConfig
from tests.conftest import NOW

PAGE_ID = "100000000000001"
TOKEN = "EAATESTTOKENTESTTOKENTESTTOKEN"
APP_ID = "900000000000009"
APP_SECRET = "sandbox-app-secret"


@pytest.fixture
def sandbox(now):
    # A server that demands the proof: every verb must bring it.
    config = SandboxConfig(pages=(PageSpec(page_id=PAGE_ID, name="Trang", token=TOKEN),), require_proof=True)
    with Sandbox(config, lambda: now) as running:
        yield running


@pytest.fixture
def graph(sandbox):
    return made(sandbox)


def made(sandbox, **more) -> Graph:
    given = {"token": TOKEN, "version": "v26.0", "base_url": sandbox.base_url, "timeouts": (5, 30), "app_secret": APP_SECRET}
    return Graph(**{**given, **more})


def test_put_object_makes_a_post_that_get_object_and_get_connections_read(graph, sandbox):
    made_id = graph.put_object(PAGE_ID, "feed", message="Tin cải cách")["id"]
    assert graph.get_object(made_id, fields="message")["message"] == "Tin cải cách"
    assert [made_id] == [item["id"] for item in graph.get_connections(PAGE_ID, "published_posts", fields="id")["data"]]
    assert len(sandbox.posts(PAGE_ID)) == 1


def test_get_objects_reads_several_at_once(graph):
    ids = [graph.put_object(PAGE_ID, "feed", message=f"Tin {number}")["id"] for number in range(3)]
    assert set(ids) == set(graph.get_objects(ids, fields="message"))


def test_booleans_and_lists_arrive_as_graph_wants_them(graph, sandbox):
    photos = [graph.put_photo(io.BytesIO(b"\x89PNG"), f"{PAGE_ID}/photos", published=False)["id"] for _ in range(2)]
    assert sandbox.posts(PAGE_ID) == (), "an unpublished photo is no post"
    graph.put_object(PAGE_ID, "feed", message="Ảnh", attached_media=[{"media_fbid": photo} for photo in photos])
    assert tuple(photos) == sandbox.posts(PAGE_ID)[0].photos


def test_put_photo_makes_a_post_with_its_caption(graph, sandbox):
    answer = graph.put_photo(io.BytesIO(b"\x89PNG"), f"{PAGE_ID}/photos", caption="Lễ ra quân")
    [post] = sandbox.posts(PAGE_ID)
    assert (answer["post_id"], "Lễ ra quân") == (post.id, post.message)


def test_put_comment_and_delete_object_work(graph, sandbox):
    post = graph.put_object(PAGE_ID, "feed", message="Tin")["id"]
    assert graph.put_comment(post, "Liên kết: https://cong.vn/1")["id"].startswith(post)
    assert graph.delete_object(post) == {"success": True}
    assert sandbox.posts(PAGE_ID)[0].deleted


def test_debug_access_token_and_extend_access_token_work(graph):
    assert graph.debug_access_token(TOKEN, APP_ID, APP_SECRET)["data"]["is_valid"] is True
    assert graph.extend_access_token(APP_ID, APP_SECRET)["access_token"] == TOKEN


def test_every_request_bears_the_token_in_its_header_only(graph, sandbox):
    post = graph.put_object(PAGE_ID, "feed", message="Tin")["id"]
    graph.put_photo(io.BytesIO(b"\x89PNG"), f"{PAGE_ID}/photos", published=False)
    graph.get_object(post)
    graph.get_objects([post])
    graph.delete_object(post)
    log = sandbox.request_log()
    assert [record.status for record in log] == [200] * 5
    assert all(record.had_bearer and record.path.startswith("/v26.0/") for record in log)
    assert not any("access_token" in record.query + record.body for record in log)
    assert all(proof(APP_SECRET, TOKEN) in record.query + record.body for record in log)


def test_a_wrong_app_secret_is_refused_and_no_secret_sends_no_proof(sandbox):
    for secret in ("wrong", ""):
        with pytest.raises(Refused):
            made(sandbox, app_secret=secret).get_object(PAGE_ID)
    assert "appsecret_proof" not in sandbox.request_log()[-1].query


def test_an_error_of_any_verb_is_one_of_ours(sandbox):
    graph = made(sandbox, token="EAANOBODYSTOKEN", app_secret="")
    for attempt in (
        lambda: graph.get_object(PAGE_ID),
        lambda: graph.put_object(PAGE_ID, "feed", message="Tin"),
        lambda: graph.delete_object("1_2"),
    ):
        with pytest.raises(ChannelDown):
            attempt()


def test_a_dead_version_is_served_by_another_and_that_is_seen(sandbox):
    graph = made(sandbox, version="v3.1")
    graph.get_object(PAGE_ID)
    assert graph.answered_version == "v21.0"


def test_the_usage_of_the_last_answer_is_kept(graph, sandbox):
    gauge = Gauge(lambda: NOW)
    watched = made(sandbox, gauge=gauge)
    for _ in range(sandbox._config.usage_headers_after + 60):
        watched.get_object(PAGE_ID)
    assert gauge.load.percent >= 1


def test_neither_token_nor_secret_shows_in_its_text(graph):
    shown = f"{graph!r} {graph}"
    assert TOKEN not in shown
    assert APP_SECRET not in shown
