"""Which hub a document names, what a hub is given, and whose signature counts."""

import hashlib
import hmac
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.websub import Callbacks, Named, feed_in, links_of, named
from bot.model import Subscription
from bot.plan.subscriptions import LEASE
from tests.fakes.hub import sign
from tests.secrets.searcher import Places, Searcher

URL = "https://cong.vn/tin/rss"
SECRET = "mot-chuoi-rat-dai-va-ngau-nhien-7f3a"
ONE = Subscription(feed="cong", hub="https://hub.vn/", topic=URL)
CALLBACKS = Callbacks("https://loa.vn/", SECRET)


@pytest.mark.parametrize(
    ("header", "links"),
    [
        ("", {}),
        ('<https://hub.vn/>; rel="hub"', {"hub": "https://hub.vn/"}),
        ("<https://hub.vn/>; rel=hub, <https://cong.vn/rss>; rel=self", {"hub": "https://hub.vn/", "self": "https://cong.vn/rss"}),
        ('<https://hub.vn/>;rel="HUB",</rss>;REL=Self', {"hub": "https://hub.vn/", "self": "/rss"}),
        ('<a>; rel="self hub"; type="x"', {"self": "a", "hub": "a"}),
        ('<a,b;c>; title="x, <y>; rel=hub"; rel=self', {"self": "a,b;c"}),
        (r'<a>; title="\"; rel=hub"; rel=self', {"self": "a"}),
        ("<a>; rel=hub, <b>; rel=hub", {"hub": "a"}),
        ("<a>; rel=self; rel=hub", {"self": "a"}),
        ("<a>; rel=hub; anchor=/khac, <b>; rel=hub", {"hub": "b"}),
        ("<a>, <b>; rel=hub", {"hub": "b"}),
        ("a; rel=hub", {}),
        ("<a; rel=hub", {}),
        ('<a>; rel="hub', {}),
        ("<a>; crossorigin; rel = hub", {"hub": "a"}),
    ],
)
def test_a_link_header_is_read_by_its_grammar(header, links):
    assert links_of(header) == links


@given(st.text('<>;,="\\ relhubs/\t', max_size=80) | st.text(max_size=40))
def test_whatever_a_link_header_holds_it_is_read_without_an_error(header):
    assert all(part in header.replace("\\", "") or part in header for part in links_of(header).values())


@pytest.mark.parametrize("hostile", ["<a>;" + "; a" * 200_000, "<" * 400_000, '<a>; rel="' + '\\"' * 200_000, "<a>;" + " " * 400_000])
def test_a_hostile_link_header_is_cut_off(hostile):
    assert links_of(hostile) == {}


@pytest.mark.parametrize(
    ("links", "hub", "self_link", "found"),
    [
        ({}, "", "", None),
        ({}, "", "https://cong.vn/rss", None),
        ({}, "https://hub.vn/", "https://cong.vn/rss", Named(hub="https://hub.vn/", topic="https://cong.vn/rss")),
        ({}, "https://hub.vn/", "", Named(hub="https://hub.vn/", topic=URL)),
        ({}, "/hub", "rss.xml", Named(hub="https://cong.vn/hub", topic="https://cong.vn/tin/rss.xml")),
        ({"hub": "https://one.vn/"}, "https://two.vn/", "https://two.vn/rss", Named(hub="https://one.vn/", topic=URL)),
        ({"hub": "https://one.vn/", "self": "/rss"}, "", "", Named(hub="https://one.vn/", topic="https://cong.vn/rss")),
        ({"self": "/rss"}, "https://two.vn/", "https://two.vn/rss", Named(hub="https://two.vn/", topic="https://two.vn/rss")),
        ({}, "http://hub.vn/", "http://cong.vn/rss", Named(hub="https://hub.vn/", topic="http://cong.vn/rss")),
        ({}, "http://hub.vn:80/x?y", "", Named(hub="https://hub.vn/x?y", topic=URL)),
        ({}, "http://hub.noi-bo/", "", Named(hub="http://hub.noi-bo/", topic=URL)),
        ({}, "ftp://hub.vn/", "", None),
        ({}, "javascript:alert(1)", "", None),
        ({}, "file:///etc/passwd", "", None),
        ({}, "http://", "", None),
        ({}, "https://ten:mat-khau@hub.vn/", "", None),
        ({}, "https://hub.vn:99999/", "", None),
        ({}, "https://[::1/", "", None),
        ({}, "https://hub.vn/\r\nX: y", "", None),
        ({}, "https://hub.vn/" + "x" * 2_000, "", None),
        ({}, "https://hub.vn/", "x" * 9_999, Named(hub="https://hub.vn/", topic=URL)),
        ({}, "https://hub.vn/", "mailto:a@b.vn", Named(hub="https://hub.vn/", topic=URL)),
    ],
)
def test_the_hub_and_topic_are_absolute_and_the_link_header_goes_first(links, hub, self_link, found):
    assert named(links, hub, self_link, URL, ("hub.noi-bo",)) == found


def test_a_hub_is_given_what_the_recommendation_asks_for():
    form = CALLBACKS.request(ONE, LEASE)
    assert form == {
        "hub.mode": "subscribe",
        "hub.topic": URL,
        "hub.callback": f"https://loa.vn/websub/{CALLBACKS.token(ONE)}",
        "hub.secret": form["hub.secret"],
        "hub.lease_seconds": "864000",
    }
    assert len(form["hub.secret"]) < 200
    assert feed_in(CALLBACKS.token(ONE)) == "cong"
    assert Callbacks("https://loa.vn/ccbc", SECRET).request(ONE, LEASE)["hub.callback"].startswith("https://loa.vn/ccbc/websub/cong.")


def test_each_feed_hub_and_topic_has_its_own_token_and_key_and_nothing_tells_the_secret():
    others = [replace(ONE, feed="khac"), replace(ONE, hub="https://khac.vn/"), replace(ONE, topic="https://khac.vn/")]
    forms = [CALLBACKS.request(each, LEASE) for each in (ONE, *others)]
    assert len({form["hub.callback"] for form in forms} | {form["hub.secret"] for form in forms}) == 8
    assert not any(CALLBACKS.knows(CALLBACKS.token(ONE), each) for each in others)
    assert CALLBACKS.knows(CALLBACKS.token(ONE), ONE)
    assert len({CALLBACKS.mark, Callbacks("https://loa.vn", SECRET).mark, Callbacks("https://khac.vn", SECRET).mark}) == 2
    assert Callbacks("https://loa.vn", SECRET + "x").mark != CALLBACKS.mark
    said = Places()
    said.add("shown", repr(CALLBACKS), str(CALLBACKS), CALLBACKS.mark, *(value for form in forms for value in form.values()))
    assert Searcher({"secret": SECRET}).search(said) == set()


@pytest.mark.parametrize(
    "token", ["", ".", "cong", "cong.", "cong.x", "." + "0" * 64, "x" * 41 + "." + "0" * 64, "cong." + "é" * 64, "\ud800"]
)
def test_what_is_no_token_is_none(token):
    assert not CALLBACKS.knows(token, ONE)
    assert feed_in(token) in {"", "cong"}


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_signature_counts_by_each_of_the_four_methods_and_for_exactly_its_body(method):
    key, body = CALLBACKS.request(ONE, LEASE)["hub.secret"], "Tin mới\n".encode()
    right = sign(key, body, method)
    for written in (f"{method}={right}", f"{method.upper()}={right.upper()}", f" {method} = {right} "):
        assert CALLBACKS.signed(ONE, body, written)
    assert not CALLBACKS.signed(ONE, body + b" ", f"{method}={right}")
    assert not CALLBACKS.signed(replace(ONE, hub="https://khac.vn/"), body, f"{method}={right}")
    others = {"sha1", "sha256", "sha384", "sha512"} - {method}
    assert not any(CALLBACKS.signed(ONE, body, f"{other}={right}") for other in others)


@pytest.mark.parametrize(
    "signature", ["", "sha256", "sha256=", "=", "md5=0", "plain=", "sha256=é", "sha256=" + "0" * 64, "sha256=\ud800", "x" * 99_999]
)
def test_any_other_signature_does_not(signature):
    assert not CALLBACKS.signed(ONE, b"", signature)


def test_a_method_that_is_not_recognised_does_not_count_even_where_it_is_right():
    key = CALLBACKS.request(ONE, LEASE)["hub.secret"]
    assert not CALLBACKS.signed(ONE, b"x", "md5=" + hmac.new(key.encode(), b"x", hashlib.md5).hexdigest())
