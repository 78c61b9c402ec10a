"""What hubs reach over HTTP: the whole story once, on the loopback; and that hostile requests learn and change nothing."""

from contextlib import redirect_stderr
from dataclasses import replace
from io import StringIO
from urllib.parse import urlsplit

import pytest
import requests

from bot.cli.log import set_up_log
from bot.errors import StoreError
from bot.intake.websub import MOST_BYTES
from bot.model import SubscriptionState
from bot.service.websub import subscribe
from bot.settings.model import LogPolicy
from bot.web.application import build_application
from tests.fakes.hub import CHALLENGE
from tests.fakes.reachable import reachable
from tests.secrets.conftest import log_as_before
from tests.service.conftest import PRAISE, bench, url
from tests.service.test_websub import BODY, HUB, Line, configure

__all__ = ("bench", "log_as_before", "url")


def test_a_hub_verifies_and_delivers_and_the_site_is_asked_at_once(tmp_path, now, log_as_before):
    with reachable(tmp_path, now) as here:
        here.publish(PRAISE)
        assert len(here.poll().new) == 1
        assert subscribe(here.world) == "cong"
        assert here.hub.asked[0]["hub.topic"] == f"{here.site.url}/rss"
        assert here.hub.verify(topic="https://khac.vn/").status_code == 404
        confirmed = here.hub.verify()
        assert (confirmed.status_code, confirmed.text) == (200, CHALLENGE)
        assert (confirmed.headers["Content-Type"], confirmed.headers["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
        here.publish(PRAISE, f"{PRAISE} lần thứ hai")
        here.pass_time(minutes=2)
        assert here.poll() is None, "not due by itself"
        assert here.hub.deliver(BODY, signature="sha256=" + "0" * 64).status_code == 202
        assert here.hub.deliver(BODY, signature="").status_code == 202
        assert here.poll() is None
        for method in ("sha1", "sha512"):
            assert here.hub.deliver(BODY, method=method).status_code == 202
        assert len(here.poll().new) == 1
        assert here.hub.deliver(b"x" * (MOST_BYTES + 1)).status_code == 413, "the server does not even read it"
        assert here.hub.deny("hết hạn").status_code == 200
        assert here.world.store.subscriptions.get("cong").state is SubscriptionState.REFUSED
        path = urlsplit(here.hub.asked[0]["hub.callback"]).path
        assert here.site.answers.keys() == {"/rss"}
        assert (
            requests.post(f"{here.page.url.rstrip('/')}{path[:-1]}{'1' if path.endswith('0') else '0'}", data=BODY, timeout=10).status_code
            == 410
        )


@pytest.fixture
def line(bench):
    configure(bench)
    made = Line(bench)
    made.live()
    return made


@pytest.fixture
def client(line):
    return build_application(lambda: line.world).test_client()


def test_no_answer_is_a_page_or_tells_of_the_installation(line, client):
    token = line.token
    strange = ("/websub/x", "/websub/a/b", "/websub/%00", f"/websub/{token}x", f"/websub/{token}?hub.mode=<script>")
    for path in strange:
        answer = client.get(path)
        assert (answer.status_code, answer.data, answer.mimetype) == (404, b"", "application/octet-stream")
    assert [client.post(path, data=b"x").status_code for path in strange] == [410] * 4 + [202]
    for method in ("put", "delete", "patch"):
        assert getattr(client, method)(f"/websub/{token}").status_code == 405
    assert "Set-Cookie" not in client.post(f"/websub/{token}", data=b"x").headers


def test_what_is_said_twice_counts_once_and_a_challenge_comes_back_as_it_was(line, client):
    query = {"hub.mode": "subscribe", "hub.topic": HUB.topic, "hub.challenge": "<script>+&%41", "hub.lease_seconds": "864000"}
    answer = client.get(f"/websub/{line.token}", query_string=query)
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "<script>+&%41", "application/octet-stream")
    doubled = [*query.items(), ("hub.topic", "https://khac.vn/"), ("hub.mode", "denied")]
    assert client.get(f"/websub/{line.token}", query_string=doubled).text == "<script>+&%41"
    assert line.now.state is SubscriptionState.LIVE


def test_a_body_is_read_to_its_limit_only(line, client):
    assert client.post(f"/websub/{line.token}", data=b"x" * (MOST_BYTES + 1)).status_code == 413
    assert client.post(f"/websub/{line.token}", data=b"x" * MOST_BYTES).status_code == 202


def test_a_fault_of_ours_is_told_without_the_token(line, log_as_before):
    class Broken:
        def __init__(self, error):
            self.error = error

        @property
        def subscriptions(self):
            raise self.error

    faults = {503: StoreError("store.unusable", where="loa.db", why="đầy"), 500: ZeroDivisionError("hỏng")}
    with redirect_stderr(StringIO()) as said:
        set_up_log(LogPolicy(format="json"), [])
        for status, error in faults.items():
            broken = replace(line.world, store=Broken(error))
            client = build_application(lambda: broken).test_client()  # noqa: B023 - called at once
            for ask in (client.post, client.get):
                answer = ask(f"/websub/{line.token}", data=b"x")
                assert (answer.status_code, answer.data) == (status, b"")
    assert said.getvalue().count("a hub could not be answered") == 4
    assert "ZeroDivisionError: hỏng" in said.getvalue()
    assert line.token.partition(".")[2] not in said.getvalue()


def test_without_settings_there_is_nothing_here(line, client):
    token = line.token
    configure(line.bench, callback=None)
    assert client.get(f"/websub/{token}", query_string={"hub.mode": "denied", "hub.topic": HUB.topic}).status_code == 404
    assert client.post(f"/websub/{token}", data=b"x").status_code == 410
