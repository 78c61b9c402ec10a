"""The websites of `benchmarks.intake`: a process of its own, one small asyncio server on loopback, so that what it costs is nobody's cost.

`python -m benchmarks.intake_server FEEDS [CERT KEY]` prints its http port (and, with a certificate, its https port) and serves until its input ends.
`/NUMBER` is a feed of 20 Vietnamese items. `/-/set?version=1&validators=0&latency=0.1&edition=x` sets how all of them answer from then on.
"""

import asyncio
import functools
import hashlib
import html
import json
import random
import ssl
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

ROOT = Path(__file__).parents[1]
ITEMS = 20
HOSTS = 50
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Cổng thông tin {n}</title>'
    "<link>http://cong{n}.example.vn/</link><description>Tin của cổng thông tin điện tử số {n}</description><language>vi</language>"
)


@dataclass
class Manner:
    """How the server answers now."""

    version: int = 0
    validators: bool = True
    latency: float = 0.0


@functools.cache
def _language() -> tuple[list[str], list[str]]:
    """Titles, and sentences: every item has its own, since the same article in many feeds is another matter."""
    lines = [line for path in sorted((ROOT / "training/written").glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    made = [json.loads(line) for line in lines]
    texts = (f"{each['summary']} {each['body']}" for each in made)
    return [each["title"] for each in made], [sentence.strip() for text in texts for sentence in text.split(". ") if len(sentence) > 40]


@functools.lru_cache(maxsize=100_000)
def _item(feed: int, number: int) -> str:
    chance = random.Random(feed * 100_000 + number)
    titles, sentences = _language()
    title, text = chance.choice(titles), ". ".join(chance.sample(sentences, 12))
    body = html.escape(f'<p><img src="http://cong{feed}.example.vn/anh/{number}.jpg" /> {text}.</p>'[:900])
    return (
        f"<item><title>{html.escape(title)} ({feed}/{number})</title><link>http://cong{feed}.example.vn/tin-{number}.html</link>"
        f'<guid isPermaLink="false">tin-{feed}-{number}</guid><description>{body}</description>'
        f"<pubDate>Mon, {1 + number % 27:02d} Nov 2026 0{number % 10}:30:00 +0700</pubDate></item>"
    )


@functools.lru_cache(maxsize=4_000)
def document(feed: int, version: int) -> bytes:
    """Version v has v new items at its head, and v fewer at its foot."""
    items = "".join(_item(feed, number) for number in range(version + ITEMS - 1, version - 1, -1))
    return f"{_HEAD.format(n=feed)}{items}</channel></rss>".encode()


def _answer(path: str, headers: dict[str, str], manner: Manner) -> bytes:
    parts = urlsplit(path)
    if parts.path == "/-/set":
        wish = dict(parse_qsl(parts.query))
        manner.version = int(wish.get("version", manner.version))
        manner.validators = bool(int(wish.get("validators", manner.validators)))
        manner.latency = float(wish.get("latency", manner.latency))
        return b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok"
    body = document(int(parts.path.strip("/")), manner.version)
    tag = '"' + hashlib.sha1(body, usedforsecurity=False).hexdigest() + '"'
    if manner.validators and headers.get("if-none-match") == tag:
        return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
    named = f"ETag: {tag}\r\n" if manner.validators else ""
    return (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\nContent-Length: {len(body)}\r\n{named}\r\n".encode() + body
    )


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, manner: Manner) -> None:
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            path = first.split(" ")[1]
            if manner.latency and not path.startswith("/-/"):
                await asyncio.sleep(manner.latency)
            writer.write(_answer(path, headers, manner))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
        pass  # the other side has gone, as clients do
    finally:
        writer.close()


async def _listen(serve: Callable[..., Awaitable[None]], context: ssl.SSLContext | None) -> int:
    """Serve on one port of every loopback address that stands for a host; the port."""
    first = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=512, ssl=context)
    port: int = first.sockets[0].getsockname()[1]
    await asyncio.start_server(serve, [f"127.0.0.{number}" for number in range(2, HOSTS + 1)], port, backlog=512, ssl=context)
    return port


async def main(feeds: int, certificate: tuple[str, str] | None) -> None:
    """Serve until standard input ends."""
    for number in range(feeds):
        document(number, 0)
    manner = Manner()
    serve = functools.partial(_serve, manner=manner)
    ports = [await _listen(serve, None)]
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        ports.append(await _listen(serve, context))
    print(*ports, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), (sys.argv[2], sys.argv[3]) if len(sys.argv) > 3 else None))
