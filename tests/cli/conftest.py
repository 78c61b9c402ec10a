"""The verbs in this process: an office with settings, a database and a Graph that answers what a test says."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.cli import main
from bot.store.store import Store, open_store
from tests.fakes.graph import Script
from tests.store.databases import new_file
from tests.store.samples import NOW

ROOT = Path(__file__).parents[2]
TOKEN = "EAATESTTOKENTESTTOKENTESTTOKEN"
PAGE_ID = "100000000000001"


@pytest.fixture(autouse=True)
def logging_as_before():
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    yield
    root.handlers[:], level = before
    root.setLevel(level)
    structlog.reset_defaults()


@dataclass
class Office:
    """Settings in a folder of their own; `store` is their database, `script` their Graph."""

    folder: Path
    script: Script
    store: Store

    @property
    def config(self) -> Path:
        return self.folder / "bot.yaml"

    def run(self, *words: str) -> int:
        """One verb; its exit code."""
        return main([*words, "--config", str(self.config)])

    def configure(self, **changes: Any) -> None:
        given = {
            "organisation": {"name": "UBND huyện Hướng Hóa"},
            "feeds": [{"name": "huyen", "url": f"{self.script.url}/rss"}],
            "pages": [{"name": "trang", "page_id": PAGE_ID}],
            "graph": {"url": self.script.url},
            "intake": {"private_hosts": ["127.0.0.0/8", "::1"]},
            "engagement": {"log": str(self.folder / "engagement.jsonl")},
            "database": {"url": f"sqlite:///{self.folder / 'loa.db'}"},
            "reform": str(ROOT / "config/reform.yaml"),
            "templates": str(ROOT / "config/templates"),
            "web": {"enabled": False},
            **changes,
        }
        self.config.write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")


@pytest.fixture(scope="module")
def script() -> Iterator[Script]:
    running = Script()
    yield running
    running.close()


@pytest.fixture
def office(tmp_path, monkeypatch, script) -> Iterator[Office]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("USER", "lan")
    (tmp_path / ".env").write_text(f"FACEBOOK_PAGE_TOKEN={TOKEN}\n", encoding="utf-8")
    script.forget()
    script.answer = lambda *_: {}
    store = open_store(new_file(tmp_path / "loa.db"), now=NOW)
    made = Office(tmp_path, script, store)
    made.configure()
    yield made
    store.close()
