"""The table of what servers say and what is made of it (docs/intake.md, "What the server may say"): status, headers, redirects, codings, broken HTTP."""

import gzip
import socket
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.errors import FeedError
from bot.intake.connection import Network, connect
from bot.intake.fetch import Fetched, Fetcher, NotModified
from tests.fakes.raw import RawServer
from tests.intake.conftest import HERE

RSS = "<rss version='2.0'><channel><title>Tin cải cách</title></channel></rss>".encode()
DATE = "Date: Tue, 24 Nov 2026 01:00:00 GMT"
AT = datetime(2026, 11, 24, 1, tzinfo=UTC)
LATER = "Tue, 24 Nov 2026 01:05:00 GMT"
REMEMBERED = {"etag": '"7"', "last_modified": "Mon, 23 Nov 2026 01:00:00 GMT", "body_hash": "x"}
HTML = b"<!doctype html><html><body>Xin ch\xc3\xa0o</body></html>"
ZEROS = b"\0" * 200_000
LONG = b"<!-- " + bytes(range(32, 126)) * 1_200 + b" -->"  # of more than one piece

minutes, seconds, days = (lambda n: timedelta(minutes=n)), (lambda n: timedelta(seconds=n)), (lambda n: timedelta(days=n))


def http(status: int | str = 200, *headers: str, body: bytes = RSS, version: str = "HTTP/1.1") -> bytes:
    """An answer; Content-Length is added unless a header speaks of a length."""
    measured = any(header.lower().startswith(("content-length:", "transfer-encoding:", "x-no-length")) for header in headers)
    lines = [f"{version} {status}", *headers, *([] if measured else [f"Content-Length: {len(body)}"])]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def to(status: int, location: str, *headers: str) -> bytes:
    """A redirect."""
    return http(status, f"Location: {location}", *headers, body=b"")


def coded(coding: str, body: bytes, *headers: str) -> bytes:
    return http(200, f"Content-Encoding: {coding}", *headers, body=body)


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return http(200, "Transfer-Encoding: chunked", body=b"".join(b"%x\r\n%b\r\n" % (len(each), each) for each in chunks) + end)


def bare(data: bytes) -> bytes:
    """Deflate without zlib's head."""
    squeezer = zlib.compressobj(wbits=-15)
    return squeezer.compress(data) + squeezer.flush()


@dataclass(frozen=True)
class Row:
    """One case: what is sent at /rss (or at each path), and what comes of it: a kind of answer, or the key of a fault, and attributes of it."""

    name: str
    says: bytes | Mapping[str, bytes]
    comes: type | str
    has: Mapping[str, Any] = field(default_factory=dict)
    remembers: Mapping[str, str] = field(default_factory=dict)


def good(name: str, says: bytes | Mapping[str, bytes], **has: Any) -> Row:
    return Row(name, says, Fetched, {"body": RSS, **has})


def same(name: str, says: bytes | Mapping[str, bytes], remembers: Mapping[str, str] = REMEMBERED, **has: Any) -> Row:
    return Row(name, says, NotModified, has, remembers)


def bad(name: str, says: bytes | Mapping[str, bytes], key: str, **has: Any) -> Row:
    return Row(name, says, f"intake.{key}", has)


STATUS = [
    good("200", http(200), status=200, etag="", last_modified="", retry_after=None, fresh_for=None, moved_to="", server_date=None),
    good("200-without-a-reason", http("200")),
    good("200-with-another-reason", http("200 Xong rồi".encode().decode("latin-1"))),
    good("203-through-a-proxy", http(203), status=203),
    bad("201", http(201), "bad_status", status=201),
    bad("202", http(202), "bad_status", status=202),
    bad("204", http(204, "X-No-Length: 1", body=b""), "empty", status=204),
    bad("205", http(205, body=b""), "empty", status=205),
    bad("206-unasked", http(206, "Content-Range: bytes 0-9/100"), "bad_status", status=206),
    bad("226-unasked", http(226, "IM: feed"), "bad_status", status=226),
    bad("200-empty", http(200, body=b""), "empty", status=0),
    bad("200-white-space", http(200, body=b"\r\n \t"), "empty"),
    good("100-before-200", http(100, "X-No-Length: 1", body=b"") + http(200)),
    good("102-before-200", http(102, "X-No-Length: 1", body=b"") + http(200)),
    good("103-early-hints-before-200", http(103, "Link: </a.css>; rel=preload", "X-No-Length: 1", body=b"") + http(200)),
    good(
        "several-1xx-before-200",
        http("100 Continue", "X-No-Length: 1", body=b"") * 3 + http(103, "X-No-Length: 1", body=b"") * 3 + http(200),
    ),
    bad("101-unasked", http(101, "Upgrade: websocket", "X-No-Length: 1", body=b""), "bad_status", status=101),
    bad("1xx-without-end", http(100, f"X-No-Length: {'x' * 8_000}", body=b"") * 40, "bad_answer"),
    bad("300-without-location", http(300), "bad_status", status=300),
    bad("300-with-location", to(300, "/neu"), "bad_status", status=300),
    bad("304-unasked", http(304, body=b""), "bad_status", status=304),
    bad("305-use-proxy", to(305, "http://127.0.0.1:9/"), "bad_status", status=305),
    bad("306", http(306), "bad_status", status=306),
    bad("400", http(400, body=HTML), "bad_status", status=400),
    bad("401", http(401, 'WWW-Authenticate: Basic realm="x"'), "forbidden", status=401),
    bad("402", http(402), "forbidden", status=402),
    bad("403", http(403, body=HTML), "forbidden", status=403),
    bad("404", http(404, body=HTML), "not_found", status=404),
    bad("404-with-a-feed", http(404), "not_found", status=404),
    bad("405", http(405, "Allow: POST"), "bad_status", status=405),
    bad("406", http(406), "bad_status", status=406),
    bad("407", http(407), "proxy", status=407),
    bad("408", http(408), "server_fault", status=408),
    bad("410", http(410), "gone", status=410),
    bad("418", http(418), "bad_status", status=418),
    bad("421", http(421), "bad_status", status=421),
    bad("429", http(429), "too_often", status=429, retry_after=None),
    bad("451", http(451), "bad_status", status=451),
    bad("500", http(500), "server_fault", status=500),
    bad("501", http(501), "server_fault", status=501),
    bad("502", http(502, body=HTML), "server_fault", status=502),
    bad("503", http(503, body=HTML), "server_fault", status=503),
    bad("504", http(504), "server_fault", status=504),
    bad("520-of-cloudflare", http(520), "server_fault", status=520),
    bad("599", http(599), "server_fault", status=599),
    bad("600", http(600), "server_fault", status=600),
    bad("999", http(999), "server_fault", status=999),
    bad("challenge-by-its-header", http(403, "cf-mitigated: challenge", "Server: cloudflare"), "bot_protection", status=403),
    bad(
        "challenge-by-its-page",
        http(503, "Server: cloudflare", body=b"<html><script src='/cdn-cgi/challenge-platform/x.js'>"),
        "bot_protection",
    ),
    bad("captcha-behind-403", http(403, body=b"<html>g-recaptcha</html>"), "bot_protection", status=403),
    bad("captcha-behind-429", http(429, "Retry-After: 60", body=b"<html>captcha"), "bot_protection", status=429, retry_after=minutes(1)),
    bad("captcha-compressed", coded("gzip", gzip.compress(b"<html>captcha")).replace(b" 200", b" 403", 1), "bot_protection", status=403),
    bad("cloudflare-without-a-challenge", http(403, "Server: cloudflare", body=HTML), "forbidden", status=403),
    bad("403-with-broken-compression", coded("gzip", b"x").replace(b" 200", b" 403", 1), "forbidden", status=403),
    bad("403-cut-short", http(403, "Content-Length: 999", body=HTML), "forbidden", status=403),
    bad("captcha-behind-404-is-a-404", http(404, body=b"<html>captcha"), "not_found", status=404),
]

VALIDATORS = [
    good("etag", http(200, 'ETag: "abc"'), etag='"abc"'),
    good("etag-weak", http(200, 'ETag: W/"abc"'), etag='W/"abc"'),
    good("etag-unquoted", http(200, "ETag: abc-1"), etag="abc-1"),
    good("etag-half-quoted", http(200, 'ETag: "abc'), etag='"abc'),
    good("etag-empty", http(200, "ETag:"), etag=""),
    good("etag-of-two-quotes", http(200, 'ETag: ""'), etag='""'),
    good("etag-unprintable", http(200, 'ETag: "\x07"'), etag=""),
    good("etag-not-ascii", http(200, 'ETag: "\xe9"'), etag=""),
    good("etag-monstrous", http(200, f'ETag: "{"x" * 600}"'), etag=""),
    good("etag-folded", http(200, 'ETag: "a\r\n b"'), etag='"a b"'),
    good("etag-in-another-case", http(200, 'eTaG: "abc"'), etag='"abc"'),
    good("last-modified", http(200, f"Last-Modified: {LATER}"), last_modified=LATER),
    good("last-modified-that-is-no-date", http(200, "Last-Modified: hôm qua".encode().decode("latin-1")), last_modified=""),
    good("last-modified-in-words", http(200, "Last-Modified: yesterday"), last_modified="yesterday"),
    same("304-by-etag", http(304, "X-No-Length: 1", body=b""), {"etag": '"7"'}, status=304, etag="", last_modified=""),
    same("304-by-date", http(304, "X-No-Length: 1", body=b""), {"last_modified": LATER}, status=304),
    same("304-by-bytes-remembered", http(304, "X-No-Length: 1", body=b""), {"body_hash": "x"}, status=304),
    same("304-with-a-length", http(304, f"Content-Length: {len(RSS)}", body=b""), status=304),
    same("304-with-new-validators", http(304, 'ETag: "8"', f"Last-Modified: {LATER}", body=b""), etag='"8"', last_modified=LATER),
    same(
        "304-fresh-and-later",
        http(304, DATE, "Cache-Control: max-age=600", "Retry-After: 60", body=b""),
        fresh_for=minutes(10),
        retry_after=minutes(1),
    ),
    same("304-after-a-move", {"/rss": to(301, "/neu"), "/neu": http(304, body=b"")}, moved_to="{url}/neu"),
    good("200-although-asked-with-etag", http(200, 'ETag: "8"'), etag='"8"'),
]

TIMES = [
    good("retry-after-on-200", http(200, "Retry-After: 120"), retry_after=minutes(2)),
    good("retry-after-date-on-200", http(200, DATE, f"Retry-After: {LATER}"), retry_after=minutes(5), server_date=AT),
    bad("retry-after-on-429", http(429, "Retry-After: 120"), "too_often", retry_after=minutes(2)),
    bad("retry-after-date-on-429", http(429, DATE, f"Retry-After: {LATER}"), "too_often", retry_after=minutes(5)),
    bad("retry-after-on-503", http(503, "Retry-After: 30"), "server_fault", retry_after=seconds(30)),
    bad("retry-after-on-500", http(500, "Retry-After: 30"), "server_fault", retry_after=seconds(30)),
    bad("retry-after-on-403", http(403, "Retry-After: 30"), "forbidden", retry_after=seconds(30)),
    bad("retry-after-zero", http(429, "Retry-After: 0"), "too_often", retry_after=seconds(0)),
    bad("retry-after-past", http(429, DATE, "Retry-After: Mon, 23 Nov 2026 01:00:00 GMT"), "too_often", retry_after=seconds(0)),
    bad("retry-after-a-year", http(429, "Retry-After: 31536000"), "too_often", retry_after=days(1)),
    bad("retry-after-huge", http(429, f"Retry-After: {'9' * 300}"), "too_often", retry_after=days(1)),
    bad("retry-after-far-date", http(429, DATE, "Retry-After: Tue, 24 Nov 2099 01:00:00 GMT"), "too_often", retry_after=days(1)),
    bad("retry-after-negative", http(429, "Retry-After: -5"), "too_often", retry_after=None),
    bad("retry-after-fraction", http(429, "Retry-After: 1.5"), "too_often", retry_after=None),
    bad("retry-after-words", http(429, "Retry-After: soon"), "too_often", retry_after=None),
    bad("retry-after-empty", http(429, "Retry-After:"), "too_often", retry_after=None),
    bad("retry-after-other-digits", http(429, "Retry-After: \u0661".encode().decode("latin-1")), "too_often", retry_after=None),
    bad("retry-after-date-without-a-clock", http(429, f"Retry-After: {LATER}"), "too_often", retry_after=None),
    bad("retry-after-endless-date", http(429, DATE, f"Retry-After: {LATER}{' ' * 500}GMT"), "too_often", retry_after=None),
    bad("retry-after-impossible-date", http(429, DATE, "Retry-After: Tue, 99 Nov 2026 01:05:00 GMT"), "too_often", retry_after=None),
    bad("retry-after-old-form", http(429, DATE, "Retry-After: Tuesday, 24-Nov-26 01:05:00 GMT"), "too_often", retry_after=minutes(5)),
    bad("retry-after-asctime", http(429, DATE, "Retry-After: Tue Nov 24 01:05:00 2026"), "too_often", retry_after=minutes(5)),
    good("max-age", http(200, "Cache-Control: max-age=300"), fresh_for=minutes(5)),
    good("max-age-zero", http(200, "Cache-Control: max-age=0"), fresh_for=seconds(0)),
    good("max-age-less-age", http(200, "Cache-Control: max-age=300", "Age: 100"), fresh_for=seconds(200)),
    good("max-age-outlived", http(200, "Cache-Control: max-age=300", "Age: 1000"), fresh_for=seconds(0)),
    good("max-age-with-a-broken-age", http(200, "Cache-Control: max-age=300", "Age: old"), fresh_for=minutes(5)),
    good("max-age-quoted", http(200, 'Cache-Control: public, max-age="300"'), fresh_for=minutes(5)),
    good("max-age-in-capitals", http(200, "CACHE-CONTROL: PUBLIC , MAX-AGE=300"), fresh_for=minutes(5)),
    good("max-age-twice", http(200, "Cache-Control: max-age=300, max-age=10"), fresh_for=minutes(5)),
    good("max-age-in-two-headers", http(200, "Cache-Control: public", "Cache-Control: max-age=300"), fresh_for=minutes(5)),
    good("max-age-broken", http(200, DATE, "Cache-Control: max-age=abc", f"Expires: {LATER}"), fresh_for=None),
    good("max-age-negative", http(200, "Cache-Control: max-age=-1"), fresh_for=None),
    good("max-age-huge", http(200, f"Cache-Control: max-age={'9' * 40}"), fresh_for=days(366)),
    good("s-maxage-is-for-others", http(200, "Cache-Control: s-maxage=300"), fresh_for=None),
    good("no-cache", http(200, "Cache-Control: no-cache, max-age=300"), fresh_for=None),
    good("no-store", http(200, DATE, "Cache-Control: no-store", f"Expires: {LATER}"), fresh_for=None),
    good("must-revalidate", http(200, "Cache-Control: must-revalidate, max-age=300"), fresh_for=minutes(5)),
    good("nonsense-in-cache-control", http(200, 'Cache-Control: ,;=" \x01, max-age=300'), fresh_for=minutes(5)),
    good("expires", http(200, DATE, f"Expires: {LATER}"), fresh_for=minutes(5)),
    good("expires-less-age", http(200, DATE, f"Expires: {LATER}", "Age: 60"), fresh_for=minutes(4)),
    good("expires-past", http(200, DATE, "Expires: Mon, 23 Nov 2026 01:00:00 GMT"), fresh_for=seconds(0)),
    good("expires-zero", http(200, DATE, "Expires: 0"), fresh_for=None),
    good("expires-without-a-clock", http(200, f"Expires: {LATER}"), fresh_for=None),
    good("max-age-before-expires", http(200, DATE, "Cache-Control: max-age=60", f"Expires: {LATER}"), fresh_for=minutes(1)),
    good("date-in-another-zone", http(200, "Date: Tue, 24 Nov 2026 08:00:00 +0700"), server_date=AT),
    good("date-broken", http(200, "Date: 32/13/2026"), server_date=None),
]

REDIRECTS = [
    *[
        good(f"{status}-is-permanent", {"/rss": to(status, "/neu"), "/neu": http()}, moved_to="{url}/neu", url="{url}/neu")
        for status in (301, 308)
    ],
    *[good(f"{status}-is-not", {"/rss": to(status, "/neu"), "/neu": http()}, moved_to="", url="{url}/neu") for status in (302, 303, 307)],
    good("301-308", {"/rss": to(301, "/2"), "/2": to(308, "/3"), "/3": http()}, moved_to="{url}/3"),
    good("301-302", {"/rss": to(301, "/2"), "/2": to(302, "/3"), "/3": http()}, moved_to="{url}/2", url="{url}/3"),
    good("302-301", {"/rss": to(302, "/2"), "/2": to(301, "/3"), "/3": http()}, moved_to="", url="{url}/3"),
    good("301-302-301", {"/rss": to(301, "/2"), "/2": to(302, "/3"), "/3": to(301, "/4"), "/4": http()}, moved_to="{url}/2", url="{url}/4"),
    good("301-to-an-absolute-address", {"/rss": to(301, "{url}/neu"), "/neu": http()}, moved_to="{url}/neu"),
    good("302-without-a-scheme", {"/rss": to(302, "//127.0.0.1:{port}/neu"), "/neu": http()}),
    good("302-with-a-query", {"/rss": to(302, "/neu?a=1&b=2"), "/neu?a=1&b=2": http()}, url="{url}/neu?a=1&b=2"),
    good("302-to-a-query-alone", {"/rss": to(302, "?a=1"), "/rss?a=1": http()}),
    good("302-with-dots", {"/rss": to(302, "/a/../neu"), "/neu": http()}),
    good("302-with-a-fragment", {"/rss": to(302, "/neu#tin"), "/neu": http()}, url="{url}/neu"),
    good("302-in-utf-8", {"/rss": to(302, "/tin-tức".encode().decode("latin-1")), "/tin-t%E1%BB%A9c": http()}),
    good("302-percent-encoded", {"/rss": to(302, "/tin-t%E1%BB%A9c"), "/tin-t%E1%BB%A9c": http()}),
    good("302-with-blanks", {"/rss": to(302, " /tin tuc "), "/tin%20tuc": http()}),
    good("302-with-quotes", {"/rss": to(302, '/a"b'), "/a%22b": http()}),
    good("302-with-two-locations", {"/rss": to(302, "/neu", "Location: /andere"), "/neu": http()}),
    good("302-with-a-body", {"/rss": http(302, "Location: /neu", body=HTML), "/neu": http()}),
    good("302-with-a-body-cut-short", {"/rss": http(302, "Location: /neu", "Content-Length: 9999", body=HTML), "/neu": http()}),
    good("five-redirects", {"/rss": to(302, "/1"), **{f"/{n}": to(302, f"/{n + 1}") for n in range(1, 5)}, "/5": http()}),
    bad("six-redirects", {"/rss": to(302, "/1"), **{f"/{n}": to(302, f"/{n + 1}") for n in range(1, 6)}, "/6": http()}, "redirects"),
    bad("a-loop-of-one", {"/rss": to(301, "/rss")}, "redirect_loop"),
    bad("a-loop-of-two", {"/rss": to(301, "/2"), "/2": to(302, "/rss")}, "redirect_loop"),
    bad("a-loop-by-a-fragment", {"/rss": to(302, "/rss#a")}, "redirect_loop"),
    bad("302-without-location", http(302), "bad_status", status=302),
    bad("302-with-an-empty-location", to(302, ""), "bad_status", status=302),
    bad("302-to-ftp", to(302, "ftp://127.0.0.1/rss"), "bad_redirect"),
    bad("302-to-file", to(302, "file:///etc/passwd"), "bad_redirect"),
    bad("302-to-javascript", to(302, "javascript:alert(1)"), "bad_redirect"),
    bad("302-to-data", to(302, "data:text/xml,<rss/>"), "bad_redirect"),
    good("302-without-a-host", {"/rss": to(302, "http:///neu"), "/neu": http()}),
    bad("302-to-half-a-bracket", to(302, "http://[::1"), "bad_redirect"),
    bad("302-to-a-star", to(302, "http://*xa.vn/"), "bad_redirect"),
    bad("302-to-a-port-of-words", to(302, "http://127.0.0.1:cong/"), "bad_redirect"),
    bad("302-to-a-port-too-high", to(302, "http://127.0.0.1:99999/"), "bad_redirect"),
    bad("302-to-mail", to(302, "http://127.0.0.1:25/"), "bad_port", port=25),
    bad("302-with-a-password", to(302, "http://a:b@127.0.0.1:{port}/"), "credentials"),
    bad("302-to-the-private-network", to(302, "http://10.255.255.1/"), "private_address"),
    bad("302-to-an-address-of-60-kb", to(302, "/" + "a" * 60_000), "bad_redirect"),
    bad("302-to-a-name-of-300-letters", to(302, f"http://{'a.' * 150}vn/"), "bad_redirect"),
    good("302-to-an-address-of-3-kb", {"/rss": to(302, "/" + "a" * 3_000), "/" + "a" * 3_000: http()}),
    bad("302-to-a-404", {"/rss": to(302, "/neu"), "/neu": http(404)}, "not_found", status=404),
    bad("301-to-a-410", {"/rss": to(301, "/neu"), "/neu": http(410)}, "gone", status=410),
]

CODINGS = [
    good("gzip", coded("gzip", gzip.compress(RSS))),
    good("x-gzip", coded("x-gzip", gzip.compress(RSS))),
    good("gzip-in-capitals", coded("GZIP", gzip.compress(RSS))),
    good("gzip-in-two-members", coded("gzip", gzip.compress(RSS[:20]) + gzip.compress(RSS[20:]))),
    # Found by `make fuzz`: a first member of more than one piece (64 KB) that another follows was read for ever.
    good("gzip-in-two-long-members", coded("gzip", gzip.compress(LONG) + gzip.compress(RSS)), body=LONG + RSS),
    good(
        "gzip-in-eight-members",
        coded("gzip", gzip.compress(LONG[:20_000], 0) * 4 + gzip.compress(LONG) * 4),
        body=LONG[:20_000] * 4 + LONG * 4,
    ),
    good("gzip-padded-with-zeros", coded("gzip", gzip.compress(RSS) + b"\0" * 100)),
    good(
        "gzip-with-a-name",
        coded("gzip", gzip.compress(RSS)[:3] + b"\x08" + gzip.compress(RSS)[4:10] + b"rss.xml\0" + gzip.compress(RSS)[10:]),
    ),
    good("deflate-with-a-head", coded("deflate", zlib.compress(RSS))),
    good("deflate-bare", coded("deflate", bare(RSS))),
    good("identity", coded("identity", RSS)),
    good("coding-empty", coded("", RSS)),
    good("coding-that-is-a-charset", coded("utf-8", RSS)),
    good("coding-none", coded("none", RSS)),
    good("gzip-twice", coded("gzip, gzip", gzip.compress(gzip.compress(RSS)))),
    good("deflate-in-gzip", coded("deflate, gzip", gzip.compress(zlib.compress(RSS)))),
    good(
        "gzip-in-two-headers",
        coded("gzip", gzip.compress(zlib.compress(RSS))).replace(
            b"Content-Encoding: gzip", b"Content-Encoding: deflate\r\nContent-Encoding: gzip"
        ),
    ),
    good("identity-and-gzip", coded("identity, gzip", gzip.compress(RSS))),
    bad("gzip-thrice", coded("gzip, gzip, gzip", gzip.compress(gzip.compress(gzip.compress(RSS)))), "unknown_encoding"),
    bad("brotli-unoffered", coded("br", b"\x0b\x02\x80rss\x03"), "unknown_encoding", coding="br"),
    bad("zstd-unoffered", coded("zstd", b"\x28\xb5\x2f\xfd"), "unknown_encoding", coding="zstd"),
    bad("compress", coded("compress", b"\x1f\x9d"), "unknown_encoding", coding="compress"),
    bad("gzip-announced-and-not-sent", coded("gzip", RSS), "bad_encoding"),
    bad("gzip-cut-short", coded("gzip", gzip.compress(RSS)[:-12]), "bad_encoding"),
    bad("gzip-without-its-sum", coded("gzip", gzip.compress(RSS)[:-8]), "bad_encoding"),
    bad("gzip-with-a-wrong-sum", coded("gzip", gzip.compress(RSS)[:-8] + b"\0" * 8), "bad_encoding"),
    bad("gzip-damaged", coded("gzip", gzip.compress(RSS)[:15] + b"\xff\xff\xff" + gzip.compress(RSS)[18:]), "bad_encoding"),
    bad("deflate-cut-short", coded("deflate", zlib.compress(RSS)[:-6]), "bad_encoding"),
    bad("deflate-of-nonsense", coded("deflate", b"\xff\xff\xff\xff"), "bad_encoding"),
    bad("gzip-of-nothing", coded("gzip", b""), "empty"),
    bad("gzip-of-an-empty-body", coded("gzip", gzip.compress(b"")), "empty"),
    bad("gzip-of-many-empty-members", coded("gzip", gzip.compress(b"", mtime=0) * 2_000), "bad_encoding"),
    bad("gzip-bomb", coded("gzip", gzip.compress(ZEROS * 10)), "too_large", megabytes=1),
    bad("gzip-bomb-of-two-stages", coded("gzip, gzip", gzip.compress(gzip.compress(ZEROS * 100))), "too_large"),
    bad("deflate-bomb", coded("deflate", zlib.compress(ZEROS * 10)), "too_large"),
    good("a-byte-order-mark", http(200, body=b"\xef\xbb\xbf" + RSS), body=b"\xef\xbb\xbf" + RSS),
    good("utf-16", http(200, body=RSS.decode().encode("utf-16")), body=RSS.decode().encode("utf-16")),
    good("bytes-that-are-no-text", http(200, body=bytes(range(256))), body=bytes(range(256))),
    good("wrong-content-type", http(200, "Content-Type: text/html"), content_type="text/html"),
    good("no-content-type", http(200), content_type=""),
    good("two-content-types", http(200, "Content-Type: text/xml", "Content-Type: text/html"), content_type="text/xml, text/html"),
    good("content-type-of-a-picture", http(200, "Content-Type: image/png"), content_type="image/png"),
]

FRAMING = [
    good("chunked", chunked(RSS[:10], RSS[10:])),
    good("chunked-in-bytes", chunked(*[bytes([byte]) for byte in RSS])),
    good("chunked-with-extensions", http(200, "Transfer-Encoding: chunked", body=b"%x;a=b\r\n%b\r\n0\r\n\r\n" % (len(RSS), RSS))),
    good("chunked-with-trailers", chunked(RSS, end=b"0\r\nX-Sum: 1\r\n\r\n")),
    good("chunked-in-capitals", http(200, "Transfer-Encoding: CHUNKED", body=b"%X\r\n%b\r\n0\r\n\r\n" % (len(RSS), RSS))),
    good(
        "chunked-and-a-length",
        http(200, "Transfer-Encoding: chunked", "Content-Length: 3", body=b"%x\r\n%b\r\n0\r\n\r\n" % (len(RSS), RSS)),
    ),
    good(
        "chunked-and-gzip",
        http(
            200,
            "Transfer-Encoding: chunked",
            "Content-Encoding: gzip",
            body=b"%x\r\n%b\r\n0\r\n\r\n" % (len(gzip.compress(RSS)), gzip.compress(RSS)),
        ),
    ),
    bad("chunked-without-its-end", chunked(RSS, end=b""), "broken_off"),
    bad("chunked-broken-off-in-a-chunk", http(200, "Transfer-Encoding: chunked", body=b"ff\r\n" + RSS), "broken_off"),
    bad("chunked-with-a-bad-size", http(200, "Transfer-Encoding: chunked", body=b"zz\r\n" + RSS), "broken_off"),
    bad("chunked-with-a-size-without-end", http(200, "Transfer-Encoding: chunked", body=b"1" * 70_000), "bad_answer"),
    bad("chunked-announced-and-not-sent", http(200, "Transfer-Encoding: chunked"), "broken_off"),
    good("until-the-end", http(200, "X-No-Length: 1")),
    good("until-the-end-in-http-1.0", http(200, "X-No-Length: 1", version="HTTP/1.0")),
    good("http-1.0-with-a-length", http(200, version="HTTP/1.0")),
    good("more-than-announced", http(200, f"Content-Length: {len(RSS)}", body=RSS + b"and more")),
    bad("less-than-announced", http(200, f"Content-Length: {len(RSS) + 9}"), "broken_off"),
    bad("nothing-of-what-was-announced", http(200, "Content-Length: 100", body=b""), "broken_off"),
    good("a-length-that-is-no-number", http(200, "Content-Length: viel")),
    good("a-negative-length", http(200, "Content-Length: -5")),
    good("the-same-length-twice", http(200, f"Content-Length: {len(RSS)}", f"Content-Length: {len(RSS)}")),
    bad("two-lengths", http(200, f"Content-Length: {len(RSS)}", "Content-Length: 3"), "bad_answer"),
    bad("larger-than-the-cap", http(200, body=b"x" * 1_000_001), "too_large", megabytes=1),
    good("as-large-as-the-cap", http(200, body=b"x" * 1_000_000), body=b"x" * 1_000_000),
    bad("no-answer", b"", "broken_off"),
    bad("half-a-status-line", b"HTTP/1.1 2", "bad_answer"),
    bad("http-0.9", RSS, "bad_answer"),
    bad("http-0.9-html", HTML, "bad_answer"),
    bad("http-2-in-text", http(200, version="HTTP/2"), "bad_answer"),
    bad("http-2-preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "bad_answer"),
    bad("icecast", http(200, version="ICY"), "bad_answer"),
    bad("a-mail-server", b"220 mail.cong.vn ESMTP Postfix\r\n", "bad_answer"),
    bad("ssh", b"SSH-2.0-OpenSSH_9.6\r\n", "bad_answer"),
    bad("tls", b"\x15\x03\x01\x00\x02\x02\x46", "bad_answer"),
    bad("random-bytes", bytes(range(255, 0, -1)) * 4, "bad_answer"),
    bad("a-status-of-words", http("OK"), "bad_answer"),
    bad("a-status-of-two-digits", http(20), "bad_answer"),
    bad("a-status-of-four-digits", http(2000), "bad_answer"),
    bad("a-negative-status", http(-200), "bad_answer"),
    bad("headers-broken-off", b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n", "empty"),
    good("a-hundred-headers", http(200, *[f"X-{n}: {n}" for n in range(98)])),
    bad("more-than-a-hundred-headers", http(200, *[f"X-{n}: {n}" for n in range(101)]), "bad_answer"),
    bad("a-flood-of-headers", http(200, *[f"X-{n}: {'x' * 60_000}" for n in range(20)]), "bad_answer"),
    bad("a-header-line-without-end", http(200, f"X: {'x' * 70_000}"), "bad_answer"),
    bad("a-status-line-without-end", http(f"200 {'x' * 70_000}"), "bad_answer"),
    good("a-long-header-line", http(200, f"X: {'x' * 60_000}")),
    good("lines-ended-by-line-feeds-alone", http(200).replace(b"\r\n", b"\n")),
    good("a-cookie-is-nothing-to-us", http(200, "Set-Cookie: a=1; Path=/")),
]

TABLE = [*STATUS, *VALIDATORS, *TIMES, *REDIRECTS, *CODINGS, *FRAMING]


@pytest.fixture(scope="module")
def server():
    with RawServer() as running:
        yield running


@pytest.fixture(scope="module")
def client():
    one = Fetcher(HERE)
    yield one
    one.close()


@pytest.mark.parametrize("row", TABLE, ids=[row.name for row in TABLE])
def test_what_a_server_says_comes_to(server, client, policy, feed, row):
    def filled(value: Any) -> Any:
        if isinstance(value, bytes):
            return value.replace(b"{url}", server.url.encode()).replace(b"{port}", str(server.port).encode())
        return value.replace("{url}", server.url) if isinstance(value, str) else value

    server.answers.clear()
    server.answers.update(
        {path: filled(says) for path, says in (row.says if isinstance(row.says, Mapping) else {"/rss": row.says}).items()}
    )
    asking = (policy(f"{server.url}/rss", max_megabytes=1), feed(**row.remembers))

    if isinstance(row.comes, str):
        with pytest.raises(FeedError) as caught:
            client.fetch(*asking)
        error = caught.value
        for language in ("vi", "en"):
            assert error.say(language)
            assert "Error" not in error.say(language)
        found: Any = {**error.params, "status": error.status, "retry_after": error.retry_after}
        assert {"key": row.comes, **row.has} == {"key": error.key, **{name: found[name] for name in row.has}}
    else:
        answer = client.fetch(*asking)
        assert isinstance(answer, row.comes)
        assert {name: filled(value) for name, value in row.has.items()} == {name: getattr(answer, name) for name in row.has}


_REFUSED = {404: "not_found", 410: "gone", 429: "too_often", 503: "server_fault"}


@pytest.mark.parametrize("status", [200, 203, 304, 404, 410, 429, 503])
@pytest.mark.parametrize("moved", [0, 301, 302])
@pytest.mark.parametrize("coding", ["", "gzip", "deflate", "deflate, gzip"])
@pytest.mark.parametrize("framing", ["length", "chunked", "end"])
def test_every_status_by_every_redirect_coding_and_framing(server, client, policy, feed, status, moved, coding, framing):
    """Each of these says its own thing, whatever the others are; the headers of the last answer count, and no others."""
    body = b"" if status == 304 else RSS
    for each in filter(None, coding.split(", ")):
        body = gzip.compress(body) if each == "gzip" else zlib.compress(body)
    headers = [DATE, 'ETag: "8"', "Retry-After: 60", "Cache-Control: max-age=300", *([f"Content-Encoding: {coding}"] if coding else [])]
    if status == 304:
        answer = http(304, *headers, "X-No-Length: 1", body=b"")
    elif framing == "chunked":
        answer = http(status, *headers, "Transfer-Encoding: chunked", body=b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body))
    else:
        answer = http(status, *headers, *(["X-No-Length: 1"] if framing == "end" else []), body=body)
    server.answers.clear()
    server.answers.update({"/rss": to(moved, "/neu", 'ETag: "wrong"', "Retry-After: 9"), "/neu": answer} if moved else {"/rss": answer})
    asking = (policy(f"{server.url}/rss"), feed(**REMEMBERED))

    if status in _REFUSED:
        with pytest.raises(FeedError) as caught:
            client.fetch(*asking)
        assert (caught.value.key, caught.value.status, caught.value.retry_after) == (f"intake.{_REFUSED[status]}", status, minutes(1))
        return
    found = client.fetch(*asking)
    assert isinstance(found, NotModified if status == 304 else Fetched)
    assert (found.status, found.etag, found.retry_after, found.fresh_for) == (status, '"8"', minutes(1), minutes(5))
    assert found.moved_to == (f"{server.url}/neu" if moved == 301 else "")
    assert isinstance(found, NotModified) or found.body == RSS


def test_every_row_has_a_name_of_its_own():
    assert len({row.name for row in TABLE}) == len(TABLE) >= 120


@pytest.mark.parametrize(
    ("remembers", "sent"),
    [
        ({}, {}),
        ({"etag": '"7"'}, {"if-none-match": '"7"'}),
        ({"etag": 'W/"7"'}, {"if-none-match": 'W/"7"'}),
        ({"etag": "7"}, {"if-none-match": "7"}),
        ({"etag": ""}, {}),
        ({"etag": "a\r\nX: 1"}, {}),
        ({"last_modified": LATER}, {"if-modified-since": LATER}),
        ({"last_modified": "hôm qua"}, {}),
        ({"etag": '"7"', "last_modified": LATER}, {"if-none-match": '"7"', "if-modified-since": LATER}),
    ],
)
def test_what_is_remembered_is_sent_as_it_came(server, client, policy, feed, remembers, sent):
    server.answers["/rss"] = http()
    client.fetch(policy(f"{server.url}/rss"), feed(**remembers))
    _, headers = server.asked[-1]
    assert {name: value for name, value in headers.items() if name.startswith("if-")} == sent
    assert headers["accept-encoding"] == "gzip, deflate"
    assert "cookie" not in headers


def test_an_adopted_address_is_asked_instead_of_the_old_one(server, client, policy, feed):
    server.answers["/neu"] = http()
    answer = client.fetch(policy(f"{server.url}/rss"), feed(asks_at=f"{server.url}/neu"))
    assert (answer.url, answer.moved_to) == (f"{server.url}/neu", "")


def test_pages_and_pictures_are_asked_conditionally_too(server, client, policy):
    server.answers["/a"] = http(200, 'ETag: "1"', f"Last-Modified: {LATER}", body=b"x")
    first = client.get(f"{server.url}/a", policy(f"{server.url}/rss"), accept="*/*", most_bytes=10)
    assert (first.status, first.body, first.etag, first.last_modified) == (200, b"x", '"1"', LATER)
    server.answers["/a"] = http(304, "X-No-Length: 1", body=b"")
    again = client.get(
        f"{server.url}/a", policy(f"{server.url}/rss"), accept="*/*", most_bytes=10, etag=first.etag, last_modified=first.last_modified
    )
    assert (again.status, again.body) == (304, b"")
    assert server.asked[-1][1]["if-none-match"] == '"1"'


def test_a_connection_is_used_again_whatever_the_answer_was(policy, feed):
    with RawServer() as server:
        fetcher = Fetcher(HERE)
        server.answers = {"/304": http(304, "X-No-Length: 1", body=b""), "/200": http(), "/chunked": chunked(RSS), "/302": to(302, "/200")}
        server.keeps = set(server.answers)
        for path in ("/304", "/200", "/chunked", "/302", "/304", "/200"):
            fetcher.fetch(policy(f"{server.url}{path}"), feed(etag='"1"'))
        assert server.connections == 1
        fetcher.close()


def test_a_connection_that_the_server_has_closed_meanwhile_is_no_fault(policy, feed):
    with RawServer() as server:
        fetcher = Fetcher(HERE)
        # The first answer leaves the connection open; a second question on it is met by silence, as when a server's patience is over.
        server.answers, server.keeps, server.only_first = {"/1": http(), "/2": http(), "/3": b""}, {"/1"}, {"/2"}
        fetcher.fetch(policy(f"{server.url}/1"), feed())
        assert fetcher.fetch(policy(f"{server.url}/2"), feed()).body == RSS
        with pytest.raises(FeedError) as caught:
            fetcher.fetch(policy(f"{server.url}/3"), feed())
        assert caught.value.key == "intake.broken_off"
        # On the old connection and on a new one; a new one that is closed is not tried again.
        assert [path for path, _ in server.asked] == ["/1", "/2", "/2", "/3"]
        fetcher.close()


def test_a_refused_head_leaves_no_connection_open(policy, feed):
    """Found by `make fuzz`: two lengths are refused when the head is read already, and the socket stayed open until the host was asked again."""
    opened: list[socket.socket] = []

    def kept(address, timeout):
        opened.append(connect(address, timeout))
        return opened[-1]

    with RawServer() as server:
        fetcher = Fetcher(HERE, network=Network(connect=kept))
        server.answers["/rss"] = http(200, "Connection: close", "Content-Length: 5", "Content-Length: 3")
        with pytest.raises(FeedError):
            fetcher.fetch(policy(f"{server.url}/rss"), feed())
        assert [sock.fileno() for sock in opened] == [-1]
        fetcher.close()
