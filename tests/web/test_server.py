"""The page as a server: its key, its port, its proxy, and its end."""

import socket
import stat
import threading
import urllib.request
from contextlib import closing
from dataclasses import replace

import pytest
from waitress.buffers import ReadOnlyFileBasedBuffer
from waitress.trigger import trigger

from bot.errors import LoaError
from bot.settings.model import Secrets, WebPolicy
from bot.web.key import signing_key
from bot.web.server import Page
from tests.service.conftest import bench, url
from tests.web.people import EVERYBODY, with_people

__all__ = ("bench", "url")


def test_the_key_is_made_once_and_only_its_owner_reads_it(bench, tmp_path):
    path = tmp_path / "nha" / "web.key"
    settings = replace(bench.world.settings, web=WebPolicy(key_file=str(path)))
    key = signing_key(settings)
    assert len(key) == 64
    assert signing_key(settings) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["web.key"]


@pytest.mark.parametrize("left", ["", "abc", "x" * 63])
def test_a_key_that_was_cut_short_is_made_anew(bench, tmp_path, left):
    path = tmp_path / "web.key"
    path.write_text(left, encoding="ascii")
    assert len(signing_key(replace(bench.world.settings, web=WebPolicy(key_file=str(path))))) == 64


def test_a_key_of_the_environment_comes_first(bench, tmp_path):
    path = tmp_path / "web.key"
    web = WebPolicy(key_from="LOA_WEB_KEY", key_file=str(path))
    assert signing_key(replace(bench.world.settings, web=web, secrets=Secrets({"LOA_WEB_KEY": "k" * 32}))) == "k" * 32
    assert not path.exists()


def test_a_key_that_can_not_be_kept_is_told_with_the_remedy(bench, tmp_path):
    (tmp_path / "x").write_text("", encoding="ascii")
    with pytest.raises(LoaError) as refused:
        signing_key(replace(bench.world.settings, web=WebPolicy(key_file=str(tmp_path / "x" / "web.key"))))
    assert "web.key_file" in refused.value.say("vi")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_page_opens_a_port_and_closes_it_again(bench, host):
    page = Page(lambda: bench.world, WebPolicy(host=host, port=0))
    page.start()
    with urllib.request.urlopen(page.url) as answer:
        assert answer.status == 200
        assert answer.headers["Server"] is None
    page.stop()
    with closing(socket.socket()) as probe:
        assert probe.connect_ex(("127.0.0.1", int(page.url.rsplit(":", 1)[1].strip("/")))) != 0


def test_no_answer_that_was_just_finished_closes_the_page_before_it_is_told_to(bench, monkeypatch):
    """Whoever pulls the trigger wakes the thread that closes all there is, the trigger, too: it must not run before the last pull is done."""
    pull, held = trigger._physical_pull, []

    def watched(self):
        if threading.current_thread() is threading.main_thread():
            held.append(self.lock.locked())
        pull(self)

    monkeypatch.setattr(trigger, "_physical_pull", watched)
    page = Page(lambda: bench.world, WebPolicy(port=0))
    page.start()
    page.stop()
    assert held == [True]


def test_a_page_that_was_never_started_ends_as_well(bench):
    Page(lambda: bench.world, WebPolicy(port=0)).stop()


def test_the_server_is_handed_no_file(bench, monkeypatch):
    """waitress leaves a file open that it was handed, where the browser hangs up or the page ends before it is sent."""
    handed: list[object] = []

    class Watched(ReadOnlyFileBasedBuffer):
        def __init__(self, file, *rest):
            handed.append(file)
            super().__init__(file, *rest)

    monkeypatch.setattr("waitress.task.ReadOnlyFileBasedBuffer", Watched)
    page = Page(lambda: bench.world, WebPolicy(port=0))
    page.start()
    with urllib.request.urlopen(f"{page.url}static/page.css") as answer:
        assert answer.read().startswith(b"/*")
    page.stop()
    assert handed == []


def test_a_taken_port_is_told(bench):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(LoaError) as refused:
            Page(lambda: bench.world, WebPolicy(port=taken.getsockname()[1]))
    assert refused.value.key == "web.port_taken"


@pytest.mark.parametrize(("behind_proxy", "counted"), [("", 1), ("127.0.0.1", 25)])
def test_where_somebody_comes_from_is_told_by_the_proxy_of_the_settings_alone(bench, behind_proxy, counted):
    """Else whoever guesses would come from another address each time. 25 forged addresses: one address is braked, 25 are not."""
    with_people(bench, *EVERYBODY)
    policy = WebPolicy(port=0, behind_proxy=behind_proxy, secure_cookies=False)
    page = Page(lambda: bench.world, policy)
    page.start()
    codes = []
    try:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        text = opener.open(f"{page.url}sign-in").read().decode()
        token = text.partition('name="csrf_token" value="')[2].partition('"')[0]
        for number in range(25):
            body = f"csrf_token={token}&name=ai{number}&password=sai".encode()
            request = urllib.request.Request(f"{page.url}sign-in", body, {"X-Forwarded-For": f"203.0.113.{number}"})
            try:
                opener.open(request)
            except urllib.error.HTTPError as error:
                codes.append(error.code)
                error.close()
    finally:
        page.stop()
    assert (429 in codes) is (counted == 1)
