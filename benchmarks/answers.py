"""Whole answers of web servers made worse: status, headers, redirects, codings, framing and the feed's bytes, and how they come down the line.

Like `benchmarks.variants`, from which the bytes are: by chance, but the same ones each time, so that what fails can be made again by its number.
"""

import gzip
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final, Literal

from benchmarks.variants import SAMPLES, variant

Kind = Literal["feed", "list", "sitemap", "page"]


class End(StrEnum):
    """What a server does once it has said what it has to say."""

    STAYS = "stays"  # the connection is left open: more that is waited for does not come
    CLOSES = "closes"
    LEAVES = "leaves"  # as `CLOSES`, but it is only seen when the connection is used again
    RESETS = "resets"


@dataclass(frozen=True, slots=True)
class Said:
    """One answer as it comes: in pieces of so many bytes, each after so many seconds."""

    data: bytes
    end: End = End.STAYS
    piece: int = 65_536
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one website says to one who asks it `times` times for something of this kind: `says` in turn, the last one again and again."""

    host: str
    kind: Kind
    times: int
    says: Sequence[Said]


_KINDS: Final[Sequence[Kind]] = ("feed",) * 16 + ("list", "sitemap", "page", "page")
_DATE: Final = "Tue, 24 Nov 2026 01:00:00 GMT"
_DATES: Final = (
    _DATE, "Tuesday, 24-Nov-26 01:05:00 GMT", "Tue Nov 24 01:05:00 2026", "Tue, 24 Nov 2099 01:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 +2359",
    "Fri, 31 Dec 9999 23:59:59 -2359", "32/13/2026", "0", "-1", "hôm qua", "Tue, 24 Nov 2026 01:00:00", "Tue, 24 Nov 2026 25:61:61 GMT", "", "x" * 400,
)  # fmt: skip
_SECONDS: Final = ("0", "60", "3600", "-5", "1.5", "9" * 300, "soon", "١٢", "", "0x10", " 7 ", "1e9", _DATE)
_CACHE: Final = (
    "max-age=300", "no-cache", "no-store, max-age=60", 'max-age="300"', f"max-age={'9' * 400}", "max-age=-1", "max-age", ',;="\x01,max-age=1',
    "public, " * 500 + "max-age=1", "s-maxage=9", "private=" * 300, "max-age=1=2=3", "MAX-AGE = 5",
)  # fmt: skip
_ETAGS: Final = (
    '"abc"',
    'W/"abc"',
    "abc",
    '"',
    '""',
    "",
    '"a\r\n b"',
    '"\x07"',
    '"\xe9"',
    "x" * 600,
    '"a\r\nX-Injected: 1"',
    "*",
    '"a", "b"',
    "\t",
    "\x85\xa0",
)
_TYPES: Final = (
    "application/rss+xml", "text/html; charset=utf-7", 'text/xml; charset="utf-8"; charset=x', "; ;=", "application/json", "image/png", "multipart/mixed; boundary=x",
    "text/xml;charset=idna", "text/xml; charset=" + "u" * 5_000, "text/xml; charset=utf-8\x00", "\xff\xfe",
)  # fmt: skip
_LINKS: Final = (
    '<https://hub.vn/>; rel="hub"', "<https://hub.vn/>; rel=hub, </rss>; rel=self", "<" * 3_000, '<//[::1>; rel="hub"', '<javascript:1>; rel="hub"', '<a>; rel="' + "hub " * 900,
)  # fmt: skip
_CODINGS: Final = (
    "gzip",
    "deflate",
    "x-gzip",
    "br",
    "zstd",
    "identity",
    "gzip, gzip",
    "deflate, gzip",
    "gzip, gzip, gzip",
    "utf-8",
    "",
    ",,,",
    "gzip;q=1",
    "GZIP",
    "x" * 2_000,
)
_PLACES: Final = (
    "/neu", "?a=1", "//khac.vn/rss", "https://khac.vn/rss", "http://khac.vn:8080/", "ftp://khac.vn/", "javascript:alert(1)", "http://[::1", "http://[::1]/", "http://127.0.0.1/",
    "http://169.254.169.254/", "http://a:b@khac.vn/", "http://khac.vn:25/", "http://khac.vn:99999/", "http://*khac.vn/", "", " ", "/tin tức", "/%zz%", "/a\x00b", "//", "http://", "http:///x",
    "http://xn--a.vn/", "http://" + "a" * 300 + ".vn/", "http://" + "a." * 40_000 + "vn/", "/" + "a" * 60_000, "http://khac.vn/" + "?" * 9_000, "http://\u0111\u1ed3ng.vn/", "http://khac.vn./", "\\\\khac.vn\\x",
    "http://0x7f.1/", "http://khac.vn/#" + "x" * 20_000, "/../../..", "HTTP://KHAC.VN/Rss", "http://khac.vn:/", "http://khac.vn:0/", "http://%31%32%37.0.0.1/", "/\xf0\x9f\x92\xa9",
)  # fmt: skip
_STATUS_LINES: Final = (
    "HTTP/1.1 200", "HTTP/1.0 200 OK", "HTTP/1.1 200 " + "x" * 70_000, "HTTP/2 200", "ICY 200 OK", "HTTP/1.1 OK", "HTTP/1.1 20", "HTTP/1.1 -200 x", "HTTP/1.1 2000 x", "", "http/1.1 200 ok",
    "HTTP/1.1\t200\tOK", "HTTP/1.1 200\x00OK", "HTTP/1.1  200 OK", "HTTP/11 200 OK", "HTTP/1.1 200 OK\rX: 1", "SSH-2.0-OpenSSH", "220 mail", "HTTP/1.1 ٢٠٠ OK", "\x15\x03\x01\x00\x02\x02",
)  # fmt: skip
_ODD_LINES: Final = (
    "no colon here", ": no name", " folded: line", "X\x00Y: 1", "X: " + "\x00" * 50, "X : 1", "\xe9: \xe9", "X: a\rY: b", "Set-Cookie: a=1; Path=/", "Trailer: X", "Connection: close", "Upgrade: h2c",
    "cf-mitigated: challenge", "Server: cloudflare", "WWW-Authenticate: Negotiate", "Content-Range: bytes 0-1/9", "Refresh: 0; url=/x", "Content-Location: //[", "X: " + "y" * 60_000, "X: " + "y" * 70_000,
    "Transfer-Encoding: gzip", "Transfer-Encoding: chunked, chunked", "Content-Length: 5, 5", "Content-Length: +5", "Content-Length: 99999999999999999999", "Content-Length: \u0665",
)  # fmt: skip
_PIECES: Final = (
    b"\r\n",
    b"\r\n\r\n",
    b"\n",
    b"\r",
    b"\0",
    b":",
    b": ",
    b" ",
    b"\t",
    b"\xff",
    b"HTTP/1.1 200 OK\r\n",
    b"\x1f\x8b\x08",
    b"0\r\n\r\n",
)


# What is read besides feeds; a feed's bytes are tried there, too.
_OTHERS: Final[Mapping[Kind, bytes]] = {
    "list": "".join(
        f"<article><h3><a href='/tin/{n}.html'>Xã Tân Liên cải cách thủ tục số {n}</a></h3><img data-src=/{n}.jpg><time>2{n}/11/2026</time></article>"
        for n in range(9)
    ).encode(),
    "sitemap": (
        "<urlset>" + "".join(f"<url><loc>/tin/mot-cua-{n}.html</loc><lastmod>2026-11-2{n}</lastmod></url>" for n in range(9)) + "</urlset>"
    ).encode(),
    "page": f"<html><head><title>Một cửa</title><meta property='og:image' content='/1.jpg'></head><body><article><h1>Một cửa</h1><p>{'Bộ phận một cửa trả hồ sơ. ' * 30}".encode(),
}


def _coded(rng: Random, body: bytes) -> tuple[str | None, bytes]:
    """What Content-Encoding says, and what the bytes are: most often the same."""
    chance = rng.random()
    if chance < 0.55:
        return None, body
    if chance < 0.65:
        return rng.choice(_CODINGS), body
    squeezer = zlib.compressobj(1, wbits=-15)
    squeezed = {
        "gzip": lambda: gzip.compress(body, 1, mtime=0),
        "deflate": lambda: zlib.compress(body, 1),
        "raw": lambda: squeezer.compress(body) + squeezer.flush(),
        "twice": lambda: gzip.compress(zlib.compress(body, 1), 1, mtime=0),
        "bomb": lambda: gzip.compress(b"\0" * 1_200_000, 1, mtime=0),
        "members": lambda: gzip.compress(body, 1, mtime=0) * rng.choice((2, 40)),
    }
    way = rng.choice(("gzip", "gzip", "gzip", "deflate", "raw", "twice", "members", *(("bomb",) if chance > 0.98 else ())))
    named = {"deflate": "deflate", "raw": "deflate", "twice": "deflate, gzip"}.get(way, "gzip")
    return (rng.choice(_CODINGS) if rng.random() < 0.1 else named), squeezed[way]()


def _framed(rng: Random, body: bytes, headers: list[str]) -> bytes:
    """The body as it is put on the line; adds to `headers` what is said about its length."""
    chance = rng.random()
    if chance < 0.5:
        headers.append(f"Content-Length: {len(body)}")
        return body
    if chance < 0.6:
        headers.append(f"Content-Length: {rng.choice((0, 1, len(body) - 1, len(body) + 1, len(body) * 2, -5, 10**20))}")
        return body
    if chance < 0.7:
        return body
    headers.append(
        rng.choice(("Transfer-Encoding: chunked", "transfer-encoding: Chunked", "Transfer-Encoding: chunked\r\nContent-Length: 3"))
    )
    framed, place = bytearray(), 0
    size = rng.choice((1_000, 20_000, 100_000)) if len(body) > 2_000 else rng.choice((1, 7, 500))
    while place < len(body):
        chunk = body[place : place + rng.randint(1, size)]
        place += len(chunk)
        framed += b"%x\r\n" % len(chunk) + chunk + b"\r\n"
    framed += b"0\r\n\r\n"
    if chance < 0.85:
        return bytes(framed)
    lie = rng.choice(
        (
            b"",
            b"zz\r\n",
            b"-1\r\n",
            b"1" * 70_000,
            b"ffffffffffffffff\r\n",
            b"5;" + b"x" * 300 + b"\r\n",
            b"0\r\nX: 1\r\n" * 9,
            b"\r\n",
            b"0x5\r\n",
            b"\xff",
        )
    )
    place = rng.randint(0, len(framed))
    return bytes(framed[:place]) + lie + bytes(framed[place + rng.choice((0, 0, 1, 50)) :])


def _headers(rng: Random) -> list[str]:
    families: Sequence[Callable[[], str]] = (
        lambda: f"Date: {rng.choice(_DATES)}",
        lambda: f"Expires: {rng.choice(_DATES)}",
        lambda: f"Last-Modified: {rng.choice(_DATES)}",
        lambda: f"Retry-After: {rng.choice((*_SECONDS, *_DATES))}",
        lambda: f"Age: {rng.choice(_SECONDS)}",
        lambda: f"Cache-Control: {rng.choice(_CACHE)}",
        lambda: f"ETag: {rng.choice(_ETAGS)}",
        lambda: f"Link: {rng.choice(_LINKS)}",
        lambda: f"Location: {rng.choice(_PLACES)}",
        lambda: rng.choice(_ODD_LINES),
    )
    found = [f"Date: {_DATE}", f"ETag: {rng.choice(_ETAGS)}"] if rng.random() < 0.5 else []
    found += [rng.choice(families)() for _ in range(rng.choice((0, 1, 1, 2, 4, 8)))]
    if rng.random() < 0.02:
        found += [f"X-{number}: {'x' * rng.choice((1, 1, 1, 3_000))}" for number in range(rng.choice((60, 98, 101, 300)))]
    rng.shuffle(found)
    return found


def _sent(rng: Random, data: bytes) -> Said:
    """How it comes down the line."""
    chance = rng.random()
    if chance < 0.75:
        return Said(data, rng.choice((End.STAYS, End.STAYS, End.CLOSES, End.LEAVES)))
    end = rng.choice(tuple(End))
    if chance < 0.9:
        # In any pieces, and now and then broken off.
        return Said(
            data if rng.random() < 0.6 else data[: rng.randint(0, len(data))],
            end,
            rng.choice((1, 7, 300, 4_096) if len(data) < 5_000 else (300, 4_096)),
        )
    return Said(data, end, max(len(data) // rng.choice((2, 9, 60)), 1), rng.choice((0.5, 3.0, 10.0, 29.0, 31.0)))


def _damaged(rng: Random, data: bytes) -> bytes:
    """The same with a fault in its head."""
    head = max(data.find(b"\r\n\r\n"), 0) + 4
    for _ in range(rng.choice((1, 1, 2, 5))):
        place = rng.randint(0, head)
        match rng.randrange(4):
            case 0:
                data = data[:place] + rng.choice(_PIECES) + data[place:]
            case 1:
                data = data[:place] + data[place + rng.choice((1, 2, 20)) :]
            case 2:
                data = data[:place] + bytes([rng.randrange(256)]) + data[place + 1 :]
            case _:
                data = data[: place + 30] + data[place:]
    return data


def _interim(rng: Random) -> bytes:
    """Answers before the answer."""
    if rng.random() > 0.04:
        return b""
    line = rng.choice(
        (
            b"HTTP/1.1 100 Continue\r\n",
            b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n",
            b"HTTP/1.1 102 x\r\nX: " + b"x" * 8_000 + b"\r\n",
            b"HTTP/1.1 101 x\r\n",
        )
    )
    return (line + b"\r\n") * rng.choice((1, 2, 5, 60))


def _answer(rng: Random, body: bytes, content_type: str) -> bytes:
    """One answer that may bring `body`."""
    chance = rng.random()
    status = (
        "HTTP/1.1 200 OK"
        if chance < 0.72
        else rng.choice(_STATUS_LINES)
        if chance < 0.78
        else f"HTTP/1.1 {rng.choice((203, 204, 206, 301, 304, 304, 304, 401, 403, 404, 410, 429, 500, 503, rng.randint(100, 999)))} x"
    )
    headers = _headers(rng)
    kind = rng.choice(_TYPES) if rng.random() < 0.2 else content_type
    if kind:
        headers.append(f"Content-Type: {kind}")
    coding, coded = _coded(rng, body)
    if coding is not None:
        headers.append(f"Content-Encoding: {coding}")
    framed = _framed(rng, coded, headers)
    if rng.random() < 0.05:
        framed = rng.choice((b"<html>g-recaptcha", b"<html><form><input type=password>", b"", b" \r\n")) + framed
    data = "\r\n".join([status, *headers, "", ""]).encode("utf-8" if rng.random() < 0.5 else "latin-1", "replace") + framed
    return _interim(rng) + (_damaged(rng, data) if rng.random() < 0.12 else data)


def _redirect(rng: Random, number: int) -> bytes:
    place = (
        rng.choice(_PLACES)
        if rng.random() < 0.35
        else rng.choice((f"/{number}", f"http://v{number}.vn/rss", f"//v{number}.vn/", f"https://v{number}.vn/x", "/rss"))
    )
    headers = [f"Location: {place}", *(_headers(rng) if rng.random() < 0.3 else ())]
    body = rng.choice((b"", b"", b"<html>", b"x" * 5_000))
    headers.append(f"Content-Length: {len(body) + rng.choice((0, 0, 0, 99))}")
    data = (
        "\r\n".join([f"HTTP/1.1 {rng.choice((301, 302, 303, 307, 308, 308, 300, 305))} x", *headers, "", ""]).encode("utf-8", "replace")
        + body
    )
    return _damaged(rng, data) if rng.random() < 0.1 else data


def exchange(seed: int, bodies: Sequence[bytes]) -> Exchange:
    """The exchange of that number. Half of the feeds in it are those of `benchmarks.variants`, the other half are sound."""
    rng = Random(seed ^ 0x5EED)
    says: list[Said] = []
    times, kind = rng.choice((1, 1, 2, 3)), rng.choice(_KINDS)
    if kind in _OTHERS and rng.random() < 0.8:
        bodies = (_OTHERS[kind],)
    elif rng.random() < 0.4:
        bodies = SAMPLES[:5]  # those that have news
    for number in range(times):
        body, content_type = variant(seed, bodies) if rng.random() < 0.5 else (rng.choice(bodies), "")
        if rng.random() < 0.15:
            says += [_sent(rng, _redirect(rng, each)) for each in range(rng.choice((1, 1, 2, 3, 5, 7)))]
        says.append(says[0] if number and rng.random() < 0.3 else _sent(rng, _answer(rng, body, content_type)))
    return Exchange(f"v{seed}.vn", kind, times, tuple(says))
