"""The program as a process: run_bot.py against a sandbox Page and a local site, each test in a folder of its own."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue

import pytest

from bot.sandbox import PageSpec, Sandbox, SandboxConfig
from tests.fakes.site import Answer, Site

ROOT = Path(__file__).parents[2]
TOKEN = "EAATESTTOKENTESTTOKENTESTTOKEN"
PAGE_ID = "100000000000001"
# A guard against a hang, not a measure: nothing is asserted about time.
PATIENCE = 120


@dataclass
class Bot:
    """Runs verbs of run_bot.py with the settings of `folder`."""

    folder: Path
    graph: str
    environment: Mapping[str, str] = field(default_factory=dict)

    def configure(self, feeds: Mapping[str, str], **changes: object) -> None:
        """Write bot.yaml: `feeds` maps names to URLs; `changes` are more top-level keys, given as Python values (JSON is YAML)."""
        first_run = changes.pop("first_run", {"first_run": "latest", "latest": 50})
        settings = {
            "organisation": {"name": "UBND huyện Hướng Hóa"},
            "feeds": [{"name": name, "url": url, **first_run} for name, url in feeds.items()],
            "pages": [{"name": "trang", "page_id": PAGE_ID, "token": "FACEBOOK_PAGE_TOKEN"}],
            "graph": {"url": self.graph},
            "intake": {"private_hosts": ["127.0.0.0/8", "::1"]},
            "timetable": {"slots": {"everyday": ["08:00", "16:00"]}, "quiet_hours": [], "expires_after": "90d"},
            "approval": {
                "tones": {"criticism": "hold"},
                "bands": {"auto_from": 0, "tone_from": 0, "praise_from": 0, "criticism_below": 1, "ignore_below": 1},
            },
            "engagement": {"ladder": ["0s"], "log": str(self.folder / "engagement.jsonl")},
            "database": {"url": f"sqlite:///{self.folder / 'loa.db'}"},
            "reform": str(ROOT / "config/reform.yaml"),
            "templates": str(ROOT / "config/templates"),
            "web": {"enabled": False},
            "log": {"level": "info", "format": "json"},
            **changes,
        }
        self.config.write_text(json.dumps(settings, ensure_ascii=False, indent=1), encoding="utf-8")

    @property
    def config(self) -> Path:
        return self.folder / "bot.yaml"

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, str(ROOT / "run_bot.py"), *words, "--config", str(self.config)]

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("FACEBOOK_", "LOA_"))}
        return {**kept, "FACEBOOK_PAGE_TOKEN": TOKEN, "PYTHONUNBUFFERED": "1", **self.environment}

    def run(self, *words: str, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        """One verb to its end; checks the exit code (None: any), and that no traceback and no token came out."""
        done = subprocess.run(
            self._command(*words),
            env=self._environment(),
            cwd=self.folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        output = done.stdout + done.stderr
        assert "Traceback" not in output, output
        assert TOKEN not in output
        if code is not None:
            assert done.returncode == code, output
        return done

    def json(self, *words: str, code: int | None = 0):
        """One reading verb with --json, parsed."""
        return json.loads(self.run(*words, "--json", code=code).stdout)

    def start(self, *words: str) -> "Running":
        """A verb that goes on."""
        return self._start(self._command(*words))

    def start_plain(self, *words: str) -> "Running":
        """A verb that goes on and takes no settings."""
        return self._start([sys.executable, str(ROOT / "run_bot.py"), *words])

    def _start(self, command: list[str]) -> "Running":
        return Running(
            subprocess.Popen(
                command,
                env=self._environment(),
                cwd=self.folder,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
            )
        )


class Running:
    """A process whose lines are read as they come, so that a test waits for what it says and never for a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._queue: Queue[str | None] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self._queue.put(line)
        self._queue.put(None)

    def until(self, text: str) -> str:
        """The next line that holds `text`."""
        while (line := self._queue.get(timeout=PATIENCE)) is not None:
            self.lines.append(line)
            if text in line:
                return line
        raise AssertionError(f"the process ended without saying {text!r}:\n" + "".join(self.lines))

    def terminate(self) -> int:
        """SIGTERM, then the rest of what it says; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.drain()

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.drain()

    def drain(self) -> int:
        while (line := self._queue.get(timeout=PATIENCE)) is not None:
            self.lines.append(line)
        self.process.stdout.close()
        return self.process.wait(timeout=PATIENCE)

    @property
    def output(self) -> str:
        return "".join(self.lines)


class News:
    """A website of feeds: what `serve` was told last is what it answers."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def url(self, path: str) -> str:
        return self._site.url + path

    def serve(self, path: str, body: bytes, content_type: str = "application/rss+xml") -> None:
        self._site.answers[path] = Answer(body, headers={"Content-Type": content_type})


@pytest.fixture
def site() -> Iterator[News]:
    with Site() as running:
        yield News(running)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    page = PageSpec(page_id=PAGE_ID, name="Trang thử", token=TOKEN)
    with Sandbox(SandboxConfig(pages=(page,), allow_private_links=True), lambda: datetime.now(UTC)) as running:
        yield running


@pytest.fixture
def bot(tmp_path: Path, sandbox: Sandbox) -> Bot:
    return Bot(tmp_path, sandbox.base_url)
