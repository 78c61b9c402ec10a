"""Feeds made worse: by chance, but the same ones each time. For `benchmarks.fuzz` and for the tests of the intake.

Every variant comes from a `random.Random` of a seed, so that what fails can be made again by its number.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Final

CONTENT_TYPES: Final = (
    "",
    "application/xml",
    "application/rss+xml; charset=utf-8",
    "text/xml; charset=windows-1258",
    "text/xml; charset=tcvn3",
    "text/html; charset=iso-8859-1",
    "application/json",
    "text/plain; charset=utf-16",
    "application/xml; charset=iso-2022-jp",
    "text/xml; charset=unicode_escape",
    "; charset=\"'x",
    "text/xml; charset=" + "x" * 400,
)
_TAG: Final = re.compile(rb"<[^<>]{1,200}>")
_TEXT: Final = re.compile(rb">[^<>]{2,}<")
_ITEM: Final = re.compile(rb"<(item|entry)[\s>].*?</\1\s*>", re.DOTALL)
_PIECES: Final = (
    b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<item>", b"</item>", b"<entry>", b"</entry>", b"<channel>", b"</channel>", b"</rss>", b"<?x", b"?>", b"<!DOCTYPE x [",
    b"<!ENTITY a '&#38;a;'>", b"&a;", b"&nbsp;", b"&#x110000;", b"&#55357;&#56832;", b"&#0;", b"&amp;lt;b&amp;gt;", b"&", b"<", b">", b'"', b"'", b"\0", b"\r", b"\r\n",
    b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80\xae", b"\xcc\x81" * 40, b"<svg>", b"<div>", b"</div>", b"<script>", b"<x:y>",
    b"<link href='//[::1'/>", b"<guid isPermaLink='true'>http://[</guid>", b"<pubDate>99/99/9999 99:99 +99:99</pubDate>", b"<media:thumbnail/>", b"<georss:point>a</georss:point>",
    b"<gml:pos>1 2</gml:pos>", b"<psc:chapter start='x'/>", b"<itunes:explicit/>", b"<author/>", b"<dc:creator>", b"<body>", b"<html>", b"<password", b"<category/>", b"<enclosure/>",
    b"<content type='base64' mode='base64'>!</content>", b"<title type='xhtml'>", b" xml:base='http://[::/'", b" xmlns='http://www.w3.org/2005/Atom'", b" xmlns:media='a b c'",
    b"[" * 3_000, b'{"a":' * 3_000, b"1e999999", b"\\ud800", b"null", b"<rdf:li rdf:resource='x'/>", b"<source>", b"<image>", b"<textinput>", b"<ttl>99999999999999999999</ttl>",
)  # fmt: skip

SAMPLES: Final[Sequence[bytes]] = tuple(
    text.encode()
    for text in (
        """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
        xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Tin xã</title><link>https://xa.vn/</link><ttl>30</ttl>
        <atom:link rel="hub" href="https://hub.vn/"/><skipHours><hour>1</hour></skipHours><image><url>/logo.png</url><title>Tin xã</title><link>https://xa.vn</link></image>
        <item><title>Một cửa: 5 thủ tục</title><link>https://xa.vn/1?a=1&amp;b=2</link><guid isPermaLink="false"> news_1 </guid><pubDate>Tue, 24 Nov 2026 08:05:00 +0700</pubDate>
        <description><![CDATA[<img src="/1.jpg"/>Ng&agrave;y 24-11, bộ phận &quot;một cửa&quot;<br/>đã trả hồ sơ.]]></description><dc:creator>Ban biên tập</dc:creator></item>
        <item><title>Hai</title><link>https://xa.vn/2</link><content:encoded><![CDATA[<p>Toàn văn</p>]]></content:encoded><category>CCHC</category>
        <media:content url="/2.jpg" medium="image"/><media:thumbnail url="/2t.jpg"/><enclosure url="/2.mp3" type="audio/mpeg" length="1"/></item>
        <item><title>Ba</title><guid>https://www.xa.vn/3/</guid><pubDate>Thứ Hai, 12/6/2023 9:30 CH</pubDate><source url="https://khac.vn">Khác</source></item></channel></rss>""",
        """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi" xml:base="https://xa.vn/tin/"><title type="html">C&amp;#7893;ng</title><id>x</id>
        <link href="https://xa.vn/"/><link rel="self" href="https://xa.vn/atom"/><entry><title>Một</title><id>tag:xa.vn,2026:1</id><link href="1.html"/>
        <updated>2026-11-24T08:05:00+07:00</updated><author><name>A</name><email>a@xa.vn</email></author>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Văn <b>bản</b></p></div></content></entry><entry><title>Hai</title><id>https://xa.vn/2</id>
        <summary type="html">&lt;p&gt;Tóm tắt&lt;/p&gt;</summary><content type="text/html">x<div>y</div></content><category term="CCHC"/></entry></feed>""",
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="a">
        <title>T</title><link>https://xa.vn</link><items><rdf:Seq><rdf:li rdf:resource="https://xa.vn/1"/></rdf:Seq></items></channel><item rdf:about="https://xa.vn/1">
        <title>Một</title><link>https://xa.vn/1</link><dc:date>2026-11-24</dc:date></item><item rdf:about="https://xa.vn/2"><title>Hai</title></item></rdf:RDF>""",
        """{"version":"https://jsonfeed.org/version/1.1","title":"Tin","home_page_url":"https://xa.vn/","hubs":[{"type":"WebSub","url":"https://hub.vn"}],"items":[
        {"id":"1","url":"/1","title":"Một","content_html":"<p>Văn bản <img src='/1.png'></p>","date_published":"2026-11-24T08:05:00+07:00","tags":["CCHC"]},
        {"id":2,"content_text":"Hai","authors":[{"name":"A"}]}]}""",
        """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
        <rss version="0.91"><channel><title>T</title><item><title>C&#7843;i c&aacute;ch</title><link>http://xa.vn/1</link></item></channel></rss>""",
        "<!doctype html><html><head><title>Đăng nhập</title></head><body><input type=password></body></html>",
        "",
    )
)


def corpus(folder: Path | None) -> list[bytes]:
    """The built-in samples, then every feed below `folder` in the order of their names."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in {"LICENSE", "README.md"}) if folder else []
    return [*SAMPLES, *(path.read_bytes() for path in paths)]


def _place(rng: Random, body: bytes) -> int:
    return rng.randint(0, len(body))


def _flipped(rng: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    worse = bytearray(body)
    for _time in range(rng.choice((1, 1, 3, 30))):
        if worse:
            worse[rng.randrange(len(worse))] ^= 1 << rng.randrange(8)
    return bytes(worse)


def _cut(rng: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    return body[: _place(rng, body)]


def _beheaded(rng: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    return body[rng.randint(0, min(len(body), 400)) :]


def _repeated(rng: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    start = _place(rng, body)
    end = min(len(body), start + rng.choice((1, 20, 500, 5_000)))
    return body[:end] + body[start:end] * rng.choice((1, 2, 30)) + body[end:]


def _lost(rng: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    start = _place(rng, body)
    return body[:start] + body[start + rng.choice((1, 2, 20, 400)) :]


def _spliced(rng: Random, body: bytes, bodies: Sequence[bytes]) -> bytes:
    other = rng.choice(bodies)
    start = _place(rng, other)
    place = _place(rng, body)
    return body[:place] + other[start : start + rng.choice((30, 1_000, 10_000))] + body[place:]


def _inserted(rng: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    for _time in range(rng.choice((1, 1, 2, 6))):
        # Where it is most likely to matter: beside a tag.
        tags = list(_TAG.finditer(body, _place(rng, body)))[:20]
        place = rng.choice(tags).end() if tags and rng.random() < 0.7 else _place(rng, body)
        body = body[:place] + rng.choice(_PIECES) + body[place:]
    return body


def _without_a_tag(rng: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    tags = list(_TAG.finditer(body))
    if not tags:
        return body
    one = rng.choice(tags)
    return body[: one.start()] + (one[0].upper() if rng.random() < 0.3 else b"") + body[one.end() :]


def _nested(rng: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    name = rng.choice((b"div", b"b", b"item", b"description", b"content", b"x:y", b"font", b"source", b"image"))
    depth = rng.choice((10, 300, 2_000))
    place = _place(rng, body)
    closed = b"</%b>" % name * depth if rng.random() < 0.5 else b""
    return body[:place] + b"<%b>" % name * depth + closed + body[place:]


def _attributed(rng: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    tags = list(_TAG.finditer(body))
    if not tags:
        return body
    one, number = rng.choice(tags), rng.choice((1, 200, 3_000))
    names = b"".join(b" a%d='%d'" % (each if rng.random() < 0.999 else 0, each) for each in range(number))
    return body[: one.end() - 1] + names + body[one.end() - 1 :]


def _lined(rng: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    return body.replace(b"\n", rng.choice((b"\r\n", b"\r", b"\n\r", b"\x0b", b"\xc2\x85"))).replace(b">", b">\r", rng.randint(0, 9))


def _charset(rng: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    text = body.decode("utf-8", "replace")
    name = rng.choice(("utf-16", "utf-16-be", "utf-32", "windows-1258", "latin-1", "gb18030", "koi8-r", "utf-8-sig", "utf-7"))
    declared = text.replace('encoding="utf-8"', f'encoding="{rng.choice(("utf-16", name, "x-viet-tcvn", "vni", "rot13", "zip"))}"')
    return declared.encode(name, "replace")


def _longer(rng: Random, body: bytes, _: Sequence[bytes]) -> bytes:
    place = _place(rng, body)
    return (
        body[:place]
        + rng.choice((b"a", b"<b>", b"&amp;", b" ", "ồ".encode(), b"https://a.vn/", b"\xad", b"? ")) * rng.choice((500, 20_000))
        + body[place:]
    )


_WAYS: Final[Sequence[Callable[[Random, bytes, Sequence[bytes]], bytes]]] = (
    _flipped, _cut, _beheaded, _repeated, _lost, _spliced, _inserted, _inserted, _without_a_tag, _nested, _attributed, _lined, _charset, _longer,
)  # fmt: skip


def variant(seed: int, bodies: Sequence[bytes]) -> tuple[bytes, str]:
    """The body and the content type of the variant of that number."""
    rng = Random(seed)
    body = rng.choice(bodies)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        body = rng.choice(_WAYS)(rng, body, bodies)
    return body, rng.choice(CONTENT_TYPES)


def successor(rng: Random, body: bytes) -> bytes:
    """What a site may publish next: items come, go, change, move and come twice; the head changes; now and then something breaks."""
    found = list(_ITEM.finditer(body))
    if not found:
        return _WAYS[rng.randrange(len(_WAYS))](rng, body, [body])
    items = [each[0] for each in found]
    for _ in range(rng.choice((0, 1, 1, 2, 5))):
        if not items:
            break
        place = rng.randrange(len(items))
        way = rng.randrange(8)
        if way == 0:
            del items[place]
        elif way == 1:
            items.insert(rng.randint(0, len(items)), items[place])
        elif way == 2:
            items.insert(0, items.pop(place))
        elif way == 3:
            rng.shuffle(items)
        elif way == 4:
            items.insert(
                rng.randint(0, len(items)), re.sub(rb"\d(?=[^<>]*<)", lambda digit: b"%d" % ((int(digit[0]) + 1) % 10), items[place])
            )
        elif way == 5 and rng.random() < 0.4:
            items[place] = rng.choice(_WAYS)(rng, items[place], items)
        else:
            items[place] = _TEXT.sub(lambda text: text[0][:-1] + b" x<" if rng.random() < 0.4 else text[0], items[place])
    head, tail = body[: found[0].start()], body[found[-1].end() :]
    if rng.random() < 0.3:
        head = re.sub(rb"\d\d(?=[^<>]*</(?:lastBuildDate|pubDate|updated)>)", b"%02d" % rng.randrange(60), head)
    if rng.random() < 0.1:
        head = rng.choice(_WAYS)(rng, head, [body])
    if rng.random() < 0.05:
        tail = rng.choice(_WAYS)(rng, tail, [body])
    gap = rng.choice((b"", b"\n", b" <!-- x -->\r\n", body[found[0].end() : found[1].start()] if len(found) > 1 else b""))
    whole = head + gap.join(items) + tail
    return whole[: _place(rng, whole)] if rng.random() < 0.05 else whole
