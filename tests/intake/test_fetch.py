"""One conditional GET against a site on the loopback: what it brings, and the sentence for each way in which it fails."""

import gzip
import hashlib
import shutil
import socket
import ssl
import subprocess
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Semaphore, Thread

import pytest

from bot.errors import FeedError, Unfetched
from bot.intake.fetch import Fetched, Fetcher, NotModified, Resource
from tests.fakes.site import Answer, Site
from tests.intake.conftest import HERE

RSS = b"<rss version='2.0'><channel><title>Tin</title></channel></rss>"


def refused(fetcher, policy, feed) -> FeedError:
    with pytest.raises(FeedError) as caught:
        fetcher.fetch(policy, feed)
    # Every sentence can be said in both languages and shows no Python.
    for language in ("vi", "en"):
        sentence = caught.value.say(language)
        assert sentence
        assert "Error" not in sentence
        assert "object at" not in sentence
    return caught.value


def test_a_feed_comes_with_its_validators_and_the_hash_of_its_bytes(site, fetcher, policy, feed):
    modified = "Tue, 24 Nov 2026 01:00:00 GMT"
    site.answers["/rss"] = Answer(RSS, headers={"Content-Type": "text/xml", "ETag": 'W/"7"', "Last-Modified": modified, "Date": modified})

    fetched = fetcher.fetch(policy(f"{site.url}/rss"), feed())

    expected = Fetched(
        body=RSS,
        content_type="text/xml",
        etag='W/"7"',
        last_modified=modified,
        url=f"{site.url}/rss",
        body_hash=hashlib.sha256(RSS).hexdigest(),
        server_date=datetime(2026, 11, 24, 1, tzinfo=UTC),
    )
    assert expected == fetched


def test_a_first_request_names_the_bot_and_sets_no_conditions(site, fetcher, policy, feed):
    site.answers["/rss"] = Answer(RSS)

    fetcher.fetch(policy(f"{site.url}/rss", user_agent="Loa-thu/1"), feed())

    asked = site.asked[0].headers
    assert asked["user-agent"] == "Loa-thu/1"
    assert not {"if-none-match", "if-modified-since"} & asked.keys()


def test_what_the_feed_remembers_is_sent_and_304_is_believed(site, fetcher, policy, feed):
    site.answers["/rss"] = Answer(status=304)

    answer = fetcher.fetch(policy(f"{site.url}/rss"), feed(etag='"7"', last_modified="Tue, 24 Nov 2026 01:00:00 GMT"))

    assert NotModified(server_date=answer.server_date) == answer
    assert answer.server_date is not None
    assert site.asked[0].headers["if-none-match"] == '"7"'
    assert site.asked[0].headers["if-modified-since"] == "Tue, 24 Nov 2026 01:00:00 GMT"


def test_the_same_bytes_without_validators_count_as_unchanged(site, fetcher, policy, feed):
    site.answers["/rss"] = Answer(RSS)

    answer = fetcher.fetch(policy(f"{site.url}/rss"), feed(body_hash=hashlib.sha256(RSS).hexdigest()))

    assert NotModified(status=200, server_date=answer.server_date) == answer


def test_validators_that_could_not_be_sent_back_are_forgotten(site, fetcher, policy, feed):
    site.answers["/rss"] = Answer(RSS, headers={"ETag": '"\x07"', "Last-Modified": "x" * 600})

    fetched = fetcher.fetch(policy(f"{site.url}/rss"), feed())

    assert (fetched.etag, fetched.last_modified) == ("", "")


def test_no_content_type_is_an_empty_one(site, fetcher, policy, feed):
    site.answers["/rss"] = Answer(RSS)

    assert fetcher.fetch(policy(f"{site.url}/rss"), feed()).content_type == ""


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_compressed_feeds_are_opened(site, fetcher, policy, feed, coding):
    body = gzip.compress(RSS) if coding == "gzip" else zlib.compress(RSS)
    site.answers["/rss"] = Answer(body, headers={"Content-Encoding": coding})

    assert fetcher.fetch(policy(f"{site.url}/rss"), feed()).body == RSS


def test_a_chunked_feed_is_put_together(site, fetcher, policy, feed):
    def chunks(write):
        for piece in (RSS[:10], RSS[10:]):
            write(b"%x\r\n%b\r\n" % (len(piece), piece))
        write(b"0\r\n\r\n")

    site.answers["/rss"] = Answer(chunks, headers={"Transfer-Encoding": "chunked"})

    assert fetcher.fetch(policy(f"{site.url}/rss"), feed()).body == RSS


def test_redirects_are_followed_relative_ones_and_ones_in_utf8_too(site, fetcher, policy, feed):
    site.answers["/old"] = Answer(status=301, headers={"Location": "/new"})
    site.answers["/new"] = Answer(status=302, headers={"Location": f"{site.url}/tin-t\u1ee9c".encode().decode("latin-1")})
    site.answers["/tin-t%E1%BB%A9c"] = Answer(RSS)

    assert fetcher.fetch(policy(f"{site.url}/old"), feed()).body == RSS


def test_five_redirects_are_followed_and_six_are_not(site, fetcher, policy, feed):
    for hop in range(6):
        site.answers[f"/{hop}"] = Answer(status=302, headers={"Location": f"/{hop + 1}"})
    site.answers["/6"] = Answer(RSS)

    assert fetcher.fetch(policy(f"{site.url}/1"), feed()).body == RSS
    assert refused(fetcher, policy(f"{site.url}/0"), feed()).key == "intake.redirects"


def test_a_redirect_loop_ends(site, fetcher, policy, feed):
    site.answers["/a"] = Answer(status=302, headers={"Location": "/b"})
    site.answers["/b"] = Answer(status=302, headers={"Location": "/a"})

    assert refused(fetcher, policy(f"{site.url}/a"), feed()).key == "intake.redirect_loop"
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://localhost/rss", "javascript:alert(1)", "https://", "http://[::1", "http://*xa.vn/", "gopher://x"],
)
def test_a_redirect_out_of_http_is_refused(site, fetcher, policy, feed, target):
    site.answers["/rss"] = Answer(status=302, headers={"Location": target})

    assert refused(fetcher, policy(f"{site.url}/rss"), feed()).key == "intake.bad_redirect"


def test_the_body_of_a_redirect_is_never_read(site, fetcher, policy, feed):
    left = Event()

    def endless(write):
        write(b"x")
        left.wait(60)

    site.answers["/rss"] = Answer(endless, status=302, headers={"Location": "/new"})
    site.answers["/new"] = Answer(RSS)

    assert fetcher.fetch(policy(f"{site.url}/rss"), feed()).body == RSS
    left.set()


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (400, "intake.bad_status"),
        (401, "intake.forbidden"),
        (403, "intake.forbidden"),
        (404, "intake.not_found"),
        (410, "intake.gone"),
        (418, "intake.bad_status"),
        (429, "intake.too_often"),
        (302, "intake.bad_status"),  # a redirect to nowhere
        (500, "intake.server_fault"),
        (503, "intake.server_fault"),
    ],
)
def test_each_status_has_its_sentence(site, fetcher, policy, feed, status, key):
    site.answers["/rss"] = Answer(b"<html>", status=status)

    error = refused(fetcher, policy(f"{site.url}/rss"), feed())

    assert key == error.key
    assert str(status) in error.say("vi")
    assert error.retry_after is None


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Retry-After": "120"}, timedelta(minutes=2)),
        ({"Retry-After": "Tue, 24 Nov 2026 01:05:00 GMT"}, timedelta(minutes=5)),
        ({"Retry-After": "Tue, 24 Nov 2026 00:00:00 GMT"}, timedelta(0)),
        ({"Retry-After": "99999999999999999999"}, timedelta(days=1)),
        ({"Retry-After": "Tue, 24 Nov 2026 01:05:00 GMT", "Date": None}, None),  # measured against nothing
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "Tue, 99 Nov 2026 01:05:00 GMT"}, None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_kept_in_both_its_forms_and_bounded(site, fetcher, policy, feed, status, headers, expected):
    site.answers["/rss"] = Answer(status=status, headers={"Date": "Tue, 24 Nov 2026 01:00:00 GMT", **headers})

    assert expected == refused(fetcher, policy(f"{site.url}/rss"), feed()).retry_after


@pytest.mark.parametrize("body", [b"", b" \r\n\t"])
def test_an_empty_body_is_named(site, fetcher, policy, feed, body):
    site.answers["/rss"] = Answer(body)

    assert refused(fetcher, policy(f"{site.url}/rss"), feed()).key == "intake.empty"


def test_a_body_over_the_cap_is_not_read_to_its_end(site, fetcher, policy, feed):
    sent = []

    def much(write):
        for _ in range(10_000):
            write(b"x" * 100_000)
            sent.append(100_000)

    site.answers["/rss"] = Answer(much)

    error = refused(fetcher, policy(f"{site.url}/rss", max_megabytes=1), feed())

    assert (error.key, error.params["megabytes"]) == ("intake.too_large", 1)
    assert sum(sent) < 500_000_000


def test_a_compression_bomb_counts_by_what_it_becomes(site, fetcher, policy, feed):
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    site.answers["/rss"] = Answer(bomb, headers={"Content-Encoding": "gzip"})

    assert refused(fetcher, policy(f"{site.url}/rss", max_megabytes=1), feed()).key == "intake.too_large"


def test_broken_compression_is_named(site, fetcher, policy, feed):
    site.answers["/rss"] = Answer(b"no gzip at all", headers={"Content-Encoding": "gzip"})

    assert refused(fetcher, policy(f"{site.url}/rss"), feed()).key == "intake.bad_encoding"


def test_a_body_shorter_than_announced_is_not_taken_for_the_feed(site, fetcher, policy, feed):
    site.answers["/rss"] = Answer(RSS, headers={"Content-Length": str(len(RSS) + 10)})

    assert refused(fetcher, policy(f"{site.url}/rss"), feed()).key == "intake.broken_off"


class Clock:
    """A monotonic clock that a test moves, and that a thread can wait for being looked at."""

    def __init__(self) -> None:
        self.now, self.looked, self.step = 0.0, Semaphore(0), 0.0

    def __call__(self) -> float:
        self.now += self.step
        self.looked.release()
        return self.now

    def wait_for_the_head(self) -> None:
        """Until the client has begun to wait for the body: it looks twice before it asks, once when it has asked, and before and after the head."""
        for _ in range(5):
            self.looked.acquire()


def test_a_slow_drip_ends_at_the_deadline_of_the_whole_body(site, policy, feed):
    """Byte after byte, each well inside the read time limit: the clock given to the fetcher moves a minute with each look at it."""
    clock = Clock()

    def drip(write):
        clock.wait_for_the_head()
        clock.step = 60.0
        for _ in range(1_000):
            clock.looked.acquire()
            write(b"x")

    site.answers["/rss"] = Answer(drip, headers={"Content-Length": "1000000"})
    fetcher = Fetcher(HERE, monotonic=clock)

    error = refused(fetcher, policy(f"{site.url}/rss"), feed())

    assert (error.key, error.params["minutes"]) == ("intake.too_slow", 3)
    assert clock.now < 10 * 60
    fetcher.close()


def test_a_server_that_never_answers_runs_into_the_read_limit(site, fetcher, policy, feed):
    left = Event()

    def silent(_asked):
        left.wait(60)
        return Answer(RSS)

    site.answers["/rss"] = silent

    assert refused(fetcher, policy(f"{site.url}/rss", read_timeout="1s"), feed()).key == "intake.read_timeout"
    left.set()


def test_a_body_that_stops_in_the_middle_runs_into_the_read_limit(site, fetcher, policy, feed):
    left = Event()

    def stop(write):
        write(b"<rss>")
        left.wait(60)

    site.answers["/rss"] = Answer(stop, headers={"Content-Length": "100"})

    assert refused(fetcher, policy(f"{site.url}/rss", read_timeout="1s"), feed()).key == "intake.read_timeout"
    left.set()


def test_a_closed_port_is_named(fetcher, policy, feed):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    assert refused(fetcher, policy(f"http://127.0.0.1:{port}/rss"), feed()).key == "intake.refused"


def test_a_connection_that_breaks_before_the_answer_is_named(fetcher, policy, feed):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/rss"
        closing = Event()

        def close_at_once() -> None:
            connection, _ = server.accept()
            connection.recv(65_536)
            connection.close()
            closing.set()

        Thread(target=close_at_once, daemon=True).start()
        assert refused(fetcher, policy(url), feed()).key == "intake.broken_off"
        assert closing.wait(20)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """A self-signed certificate for localhost, with its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl command to make a certificate with")
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    command = "req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run([openssl, *command.split(), "-keyout", path, "-out", f"{path}.crt"], check=True, capture_output=True)
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    return path


@pytest.fixture
def secure_site(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Site(context) as running:
        running.answers["/rss"] = Answer(RSS)
        yield running


def test_a_certificate_that_nobody_vouches_for_is_refused(secure_site, fetcher, policy, feed):
    error = refused(fetcher, policy(f"{secure_site.url}/rss"), feed())

    assert error.key == "intake.certificate_unknown"
    assert "self-signed" in str(error)
    assert secure_site.asked == []


def test_a_form_that_went_out_by_https_is_not_sent_on_by_http(secure_site, certificate, site, policy):
    fetcher = Fetcher(HERE, ca_file=certificate)
    site.answers["/hub"] = Answer()
    for location, answered in ((f"{secure_site.url}/khac", 404), (f"{site.url}/hub", None)):
        secure_site.answers["/hub"] = Answer(status=307, headers={"Location": location})
        try:
            status = fetcher.post_form(f"{secure_site.url}/hub", {"hub.secret": "x"}, policy("https://cong.vn/rss"))
        except Unfetched:
            status = None
        assert status == answered
    fetcher.close()
    assert ([asked.path for asked in secure_site.asked], site.asked) == (["/hub", "/khac", "/hub"], [])


def test_an_authority_of_the_agency_is_trusted_for_its_names_only(secure_site, certificate, policy, feed):
    fetcher = Fetcher(HERE, ca_file=certificate)

    assert fetcher.fetch(policy(f"{secure_site.url}/rss"), feed()).body == RSS
    wrong_name = refused(fetcher, policy(f"https://127.0.0.1:{secure_site.port}/rss"), feed())

    assert wrong_name.key == "intake.certificate_name"
    assert "127.0.0.1" in str(wrong_name)
    fetcher.close()


def test_a_file_without_certificates_is_an_error_at_once(tmp_path):
    (tmp_path / "ca.pem").write_text("x", encoding="ascii")
    with pytest.raises(OSError, match=r"\[X509|NO_"):
        Fetcher(HERE, ca_file=tmp_path / "ca.pem")


# What a feed points to


def test_a_picture_comes_with_its_type_and_the_address_it_was_found_at(site, fetcher, policy):
    site.answers["/a"] = Answer(status=302, headers={"Location": "/b.jpg"})
    site.answers["/b.jpg"] = Answer(b"\xff\xd8", headers={"Content-Type": "image/jpeg"})
    found = fetcher.get(f"{site.url}/a", policy(f"{site.url}/rss", user_agent="Loa-thu/1"), accept="image/*", most_bytes=10)
    assert found == Resource(status=200, body=b"\xff\xd8", content_type="image/jpeg", url=f"{site.url}/b.jpg")
    assert (site.asked[0].headers["accept"], site.asked[0].headers["user-agent"]) == ("image/*", "Loa-thu/1")


@pytest.mark.parametrize("status", [204, 304, 403, 404, 410, 500, 503])
def test_any_status_is_an_answer_without_a_body(site, fetcher, policy, status):
    site.answers["/a"] = Answer(b"" if status in {204, 304} else b"<html>", status=status)
    found = fetcher.get(f"{site.url}/a", policy(f"{site.url}/rss"), accept="*/*", most_bytes=10)
    assert (found.status, found.body) == (status, b"")


@pytest.mark.parametrize(
    ("answer", "key", "host_down"),
    [
        (Answer(b"x" * 11), "intake.resource_large", False),
        (Answer(gzip.compress(b"x" * 5_000), headers={"Content-Encoding": "gzip"}), "intake.resource_large", False),
        (Answer(b"not gzip", headers={"Content-Encoding": "gzip"}), "intake.resource_broken", False),
        (Answer(status=302, headers={"Location": "ftp://x/y"}), "intake.resource_broken", False),
        (Answer(status=302, headers={"Location": "/a"}), "intake.resource_broken", False),
        (Answer(b"x", headers={"Content-Length": "9"}), "intake.resource_broken", False),
    ],
)
def test_what_can_not_be_had_is_said_in_a_sentence(site, fetcher, policy, answer, key, host_down):
    site.answers["/a"] = answer
    with pytest.raises(Unfetched) as failure:
        fetcher.get(f"{site.url}/a", policy(f"{site.url}/rss"), accept="*/*", most_bytes=10)
    assert (failure.value.key, failure.value.host_down) == (key, host_down)
    assert f"{site.url}/a" in failure.value.say("vi")


def test_a_server_that_refuses_connections_is_down(site, fetcher, policy):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(Unfetched) as failure:
        fetcher.get(f"http://127.0.0.1:{port}/a.jpg", policy(f"{site.url}/rss"), accept="*/*", most_bytes=10)
    assert (failure.value.key, failure.value.host_down) == ("intake.resource_refused", True)


def test_a_body_that_drips_is_given_up(site, policy):
    clock = Clock()

    def drip(write):
        clock.wait_for_the_head()
        clock.step = 100.0
        for _ in range(100):
            clock.looked.acquire()
            write(b"1")

    site.answers["/a"] = Answer(drip, headers={"Content-Length": "1000"})
    fetcher = Fetcher(HERE, monotonic=clock)
    with pytest.raises(Unfetched) as failure:
        fetcher.get(f"{site.url}/a", policy(f"{site.url}/rss"), accept="*/*", most_bytes=1_000)
    assert failure.value.key == "intake.resource_slow"
    fetcher.close()
