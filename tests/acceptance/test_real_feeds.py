"""Every file of ../shared/feeds served over HTTP to `run_bot.py once`: no crash, each item stored once, a second pass adds and posts nothing."""

import json
import sqlite3
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from bot.messages import say
from tests.acceptance.conftest import PAGE_ID

FEEDS = Path(__file__).parents[3] / "shared" / "feeds"
pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not FEEDS.is_dir(), reason="the shared feeds are not beside this checkout"),
]


@pytest.fixture
def files() -> dict[str, Path]:
    found = [path for path in sorted(FEEDS.rglob("*")) if path.is_file() and path.name not in {"LICENSE", "README.md"}]
    return {path.relative_to(FEEDS).as_posix(): path for path in found}


def well_formed_items(file: Path) -> int | None:
    """How many different items a well-formed RSS or Atom file has, counted without feedparser; None where it is neither."""
    try:
        root = ET.fromstring(file.read_bytes())
    except (ET.ParseError, ValueError, LookupError):
        return None
    if root.tag.rpartition("}")[2].lower() not in {"rss", "feed", "rdf"}:
        return None
    items = [each for each in root.iter() if each.tag.rpartition("}")[2] in {"item", "entry"}]
    return len({tuple(sorted(_marks(item).items())) for item in items if _marks(item)})


def _marks(item: ET.Element) -> dict[str, str]:
    """What tells an item apart."""
    found = {}
    for child in item:
        name = child.tag.rpartition("}")[2]
        text = " ".join("".join(child.itertext()).split()) or child.get("href", "")
        if name in {"guid", "id", "link", "title", "description", "summary", "content"}:
            found.setdefault(name, text)
    return found


def rows(folder: Path, query: str) -> list[tuple]:
    with sqlite3.connect(folder / "loa.db") as database:
        return database.execute(query).fetchall()


def test_every_shared_feed_goes_through_the_whole_road_twice(bot, sandbox, site, files):
    for path, file in files.items():
        site.serve("/" + quote(path), file.read_bytes(), "application/json" if path.endswith("json") else "application/xml")
    names = {f"f{number:03}": name for number, name in enumerate(files)}
    bot.configure(
        {name: site.url("/" + quote(path)) for name, path in names.items()},
        timetable={
            "slots": {"everyday": ["08:00", "16:00"]},
            "quiet_hours": [],
            "expires_after": "365d",
            "least_spacing": "1m",
            "cap_per_day": 48,
        },
    )
    first = bot.json("once", "--publish-now", code=None)
    stored = dict(rows(bot.folder, "select feed, count(*) from entries group by feed"))
    keys = rows(bot.folder, "select feed, identity from entries")
    posts = sandbox.posts(PAGE_ID)

    assert len(files) == first["polled"]
    assert len(keys) == len(set(keys))
    counted = {name: count for name, path in names.items() if (count := well_formed_items(files[path])) is not None}
    assert {names[name]: count for name, count in counted.items()} == {names[name]: stored.get(name, 0) for name in counted}
    assert len(counted) > 50
    assert posts, "none of the real news was recognised as reform news"
    assert first["published"] == len(posts)

    second = bot.json("once", "--publish-now", code=None)

    assert second["new"] == 0
    assert second["published"] == 0
    assert keys == rows(bot.folder, "select feed, identity from entries")
    assert len(posts) == len(sandbox.posts(PAGE_ID))
    assert set(sandbox.posts_by_content(PAGE_ID).values()) == {1}
    # What is no feed at all is named, each with the right sentence in Vietnamese.
    errors = {names[name]: sentence for name, sentence in first["errors"].items()}
    keys = json.loads((Path(__file__).parent / "no_feeds.json").read_text(encoding="utf-8"))
    assert {path: say(key, "vi", url=site.url("/" + quote(path))) for path, key in keys.items()} == errors
