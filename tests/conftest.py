"""For every test: a clean environment, no network but the loopback, a fixed instant, and hypothesis without chance; the closing lines of a run."""

import ipaddress
import os
import socket
from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import settings

from bot.plan.bands import BandsPolicy

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # a Tuesday, 08:00 in Vietnam

TRUSTING = BandsPolicy(
    auto_from=0, tone_from=0, praise_from=0, criticism_below=1, ignore_below=1
)  # nothing waits for being unsure: for tests about other things

LIVED_THROUGH = frozenset({"fault", "property", "secrets", "acceptance", "oracle", "browser"})

settings.register_profile("loa", derandomize=True, deadline=None, database=None)
settings.load_profile("loa")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    """No test sees the settings or secrets of the machine it runs on."""
    for name in list(os.environ):
        if name.startswith(("FACEBOOK_", "LOA_")) and not name.startswith("LOA_TEST_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch):
    """A connection to anywhere but this machine is a mistake of the test."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family != socket.AF_UNIX:
            host = address[0]
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                raise AssertionError(f"a test tried to reach {host}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def now() -> datetime:
    return NOW


def pytest_collection_modifyitems(items):
    """The longest tests first: one of some minutes, begun last, would keep one process busy while the others have nothing left to do.

    And those that go over lines that other tests go over once are not measured for coverage: thousands of lives, whole processes and browsers. That takes
    minutes and finds no line more.
    """
    items.sort(key=lambda item: item.path.parent.name not in {"property", "secrets"})
    for item in items:
        if item.path.parent.name in LIVED_THROUGH:
            item.add_marker(pytest.mark.no_cover)


def pytest_terminal_summary(terminalreporter):
    """How many points each kind of fault was tried at, and what the lives of the state machine were like.

    Here and not beside those tests: with a process for each core, the one that reports loads no other conftest.
    """
    points: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        test, _, scenario = report.nodeid.rpartition("::")[2].partition("[")
        engine = scenario.partition("-")[0]
        for name, told in report.user_properties:
            if name == "points":
                points[f"{engine}: {test.removeprefix('test_').replace('_', ' ')}"] += told
            elif name == "lives":
                terminalreporter.write_line(told)
    for what, number in sorted(points.items()):
        if number:
            terminalreporter.write_line(f"{number} points, {what}")
