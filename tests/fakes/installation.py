"""An installation put together as the program does it: a bot.yaml read by the real loader, the real store, fetcher, log and Pages; only the clock is a test's."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bot.cli.wiring import open_world
from bot.service.world import World
from bot.settings.loader import load_settings

ROOT = Path(__file__).parents[2]


def write_config(folder: Path, *, graph: str, feeds: Mapping[str, str], page: Mapping[str, object], **changes: object) -> Path:
    """A bot.yaml in `folder` for one Page (JSON is YAML), with the shipped editorial knowledge; `changes` are more top-level keys."""
    settings = {
        "organisation": {"name": "UBND huyện Hướng Hóa"},
        "feeds": [{"name": name, "url": url, "first_run": "latest", "latest": 50} for name, url in feeds.items()],
        "pages": [{"name": "trang", "token": "FACEBOOK_PAGE_TOKEN", **page}],
        "graph": {"url": graph},
        "intake": {"private_hosts": ["127.0.0.0/8", "::1"]},
        "timetable": {"slots": {"everyday": ["08:00", "16:00"]}, "quiet_hours": [], "expires_after": "90d"},
        "approval": {
            "tones": {"criticism": "hold"},
            "bands": {"auto_from": 0, "tone_from": 0, "praise_from": 0, "criticism_below": 1, "ignore_below": 1},
        },
        "engagement": {"ladder": ["0s", "1h", "1d"], "log": str(folder / "engagement.jsonl")},
        "database": {"url": f"sqlite:///{folder / 'loa.db'}"},
        "reform": str(ROOT / "config/reform.yaml"),
        "templates": str(ROOT / "config/templates"),
        "web": {"enabled": False},
        "log": {"level": "debug", "format": "json"},
        **changes,
    }
    config = folder / "bot.yaml"
    config.write_text(json.dumps(settings, ensure_ascii=False, indent=1), encoding="utf-8")
    return config


@contextmanager
def opened(config: Path, environment: Mapping[str, str], clock: Callable[[], datetime]) -> Iterator[World]:
    """The World of these settings; sets the log up, as the program does."""
    with open_world(load_settings(config, environment), clock) as world:
        yield world
