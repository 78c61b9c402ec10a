"""What polling costs: Loa's intake beside the `reader` library and a bare loop, in one run: `python -m benchmarks.intake`.

A local server serves 20 Vietnamese items a feed. Every update is a process of its own that fetches, parses, tells items apart and stores them in SQLite on
disk; CPU seconds without imports and peak memory are taken, medians of the rounds printed, and the ratios that count. Options: `--rounds 3`,
`--feeds 1000`, `--million` (a poll against a million stored entries, which takes some minutes and 2 GB).
"""

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import certifi

from benchmarks.intake_server import HOSTS

Costs = dict[str, float]


class Websites:
    """The server, and how it is told what to do."""

    def __init__(self, port: int, secure: int) -> None:
        self._port, self._secure = port, secure

    def set(self, **manner: float) -> None:
        """Set how all feeds answer from now on."""
        query = "&".join(f"{name}={value}" for name, value in manner.items())
        with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/-/set?{query}") as answer:
            answer.read()

    def urls(self, feeds: int, *, hosts: int = 1, secure: bool = False) -> list[str]:
        """Addresses of so many feeds, on so many hosts in turn."""
        scheme, port = ("https", self._secure) if secure else ("http", self._port)
        return [f"{scheme}://127.0.0.{1 + number % hosts}:{port}/{number}" for number in range(feeds)]


@contextmanager
def websites(folder: Path, feeds: int) -> Iterator[Websites]:
    """The server as a process, with a certificate for its 50 addresses; its authority stands in `folder`/ca.pem beside the usual ones."""
    names = ",".join(f"IP:127.0.0.{1 + number}" for number in range(HOSTS))
    certificate, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=loa",
            "-addext",
            f"subjectAltName={names}",
            "-keyout",
            str(key),
            "-out",
            str(certificate),
        ],
        check=True,
        capture_output=True,
    )
    (folder / "ca.pem").write_bytes(Path(certifi.where()).read_bytes() + b"\n" + certificate.read_bytes())
    command = [sys.executable, "-m", "benchmarks.intake_server", str(feeds), str(certificate), str(key)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            port, secure = map(int, server.stdout.readline().split())
            yield Websites(port, secure)
        finally:
            server.communicate("")


def update(name: str, database: Path, urls: Sequence[str], workers: int = 1, ca_file: Path | None = None) -> Costs:
    """One update of all feeds by one contender."""
    environment = {**os.environ, **({"REQUESTS_CA_BUNDLE": str(ca_file)} if ca_file else {})}
    command = [sys.executable, "-m", "benchmarks.intake_contenders", name, str(database), str(workers)]
    done = subprocess.run(command, input="\n".join(urls), capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


def copied(database: Path, name: str) -> Path:
    """A copy to begin from."""
    made = database.with_name(name)
    for each in database.parent.glob(f"{name}*"):
        each.unlink()
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(made)) as target:
        source.backup(target)
    return made


class Table:
    """Measured costs by scenario and contender, told as medians."""

    def __init__(self) -> None:
        self._costs: dict[str, dict[str, list[Costs]]] = defaultdict(lambda: defaultdict(list))

    def add(self, scenario: str, name: str, costs: Costs) -> None:
        """Note one measurement."""
        self._costs[scenario][name].append(costs)
        print(
            f"  {scenario:24} {name:8} {costs['cpu']:8.3f} s CPU {costs['wall']:8.3f} s {costs['peak']:7.1f} MB {costs['entries']:8.0f}",
            file=sys.stderr,
        )

    def median(self, scenario: str, name: str, what: str) -> float:
        """The median of one figure."""
        return statistics.median(each[what] for each in self._costs[scenario][name])

    def ratio(self, scenario: str, what: str = "cpu", other: str = "reader") -> float:
        """Loa's figure divided by another's."""
        return round(self.median(scenario, "loa", what) / self.median(scenario, other, what), 3)

    def told(self) -> dict[str, dict[str, dict[str, float]]]:
        """Every median."""
        return {
            scenario: {name: {what: round(self.median(scenario, name, what), 3) for what in ("cpu", "wall", "peak")} for name in names}
            for scenario, names in self._costs.items()
        }


def one_round(table: Table, sites: Websites, folder: Path, feeds: int) -> None:
    """Every scenario once for every contender."""
    plain, secure = sites.urls(feeds), sites.urls(feeds, hosts=HOSTS, secure=True)
    for name in ("loa", "reader", "floor"):
        base = folder / f"{name}.db"
        for each in folder.glob(f"{name}.db*"):
            each.unlink()
        sites.set(version=0, validators=1, latency=0)
        first = update(name, base, plain)
        assert first["entries"] == feeds * 20, first
        table.add("first sight", name, first)
        table.add("unchanged (304)", name, update(name, copied(base, f"{name}-a.db"), plain))
        sites.set(version=1)
        one = update(name, copied(base, f"{name}-b.db"), plain)
        assert one["entries"] == feeds * 21, one
        table.add("one new", name, one)
        sites.set(version=0, validators=0)
        table.add("same bytes", name, update(name, copied(base, f"{name}-c.db"), plain))
        sites.set(validators=1)
        on_https = folder / f"{name}-https.db"
        if not on_https.exists():
            there = update(name, on_https, secure, ca_file=folder / "ca.pem")
            assert there["entries"] == feeds * 20, there
        table.add("304 over https", name, update(name, copied(on_https, f"{name}-d.db"), secure, ca_file=folder / "ca.pem"))


def by_number(table: Table, sites: Websites, folder: Path) -> None:
    """Loa alone with 1 and 100 feeds: whether cost and memory grow only with their number."""
    sites.set(version=0, validators=1, latency=0)
    for feeds in (1, 100):
        for each in folder.glob("few*"):
            each.unlink()
        urls = sites.urls(feeds)
        table.add(f"first sight of {feeds}", "loa", update("loa", folder / "few.db", urls))
        table.add(f"304 of {feeds}", "loa", update("loa", copied(folder / "few.db", "few-a.db"), urls))
        sites.set(version=1)
        table.add(f"one new in {feeds}", "loa", update("loa", copied(folder / "few.db", "few-b.db"), urls))
        sites.set(version=0)


def latency(table: Table, sites: Websites, folder: Path) -> None:
    """100 feeds on 50 hosts, each answer after 100 ms, nothing new: wall time."""
    urls = sites.urls(100, hosts=HOSTS)
    for name, workers in (("loa", 64), ("reader", 20)):
        base = folder / f"{name}-slow.db"
        sites.set(version=0, validators=1, latency=0)
        if not base.exists():
            update(name, base, urls)
        sites.set(latency=0.1)
        table.add("100 feeds at 100 ms", name, update(name, copied(base, f"{name}-e.db"), urls, workers))
    sites.set(latency=0)


def against_many(table: Table, sites: Websites, folder: Path, stored: int) -> None:
    """One new entry in each of 100 feeds, against so many entries stored before."""
    sites.set(version=0, validators=1, latency=0)
    urls, base = sites.urls(100), folder / f"many-{stored}.db"
    update("loa", base, urls)
    with closing(sqlite3.connect(base)) as connection, connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(entries)")]
        sample = dict(zip(columns, connection.execute(f"SELECT {', '.join(columns)} FROM entries LIMIT 1").fetchone(), strict=True))
        rows = (
            tuple(
                {
                    **sample,
                    "key": f"x{number:015x}",
                    "identity": f"x{number}",
                    "feed": f"old{number % 500}",
                    "title_key": f"{number * 7919:016x}",
                    "link_key": f"{number * 104729:016x}",
                    "fingerprint": number * 2654435761 % (1 << 62),
                    "body": sample["body"][:300],
                    "first_seen_at": f"2026-{1 + number % 10:02d}-{1 + number % 28:02d} 01:00:00.000000",
                }[name]
                for name in columns
            )
            for number in range(stored)
        )
        connection.executemany(f"INSERT INTO entries VALUES ({', '.join('?' * len(columns))})", rows)
    sites.set(version=1)
    for _ in range(3):
        table.add(f"one new in 100 of {stored}", "loa", update("loa", copied(base, "many-a.db"), urls))


def main() -> None:
    """Measure and print JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--feeds", type=int, default=1_000)
    options.add_argument("--million", action="store_true")
    wish = options.parse_args()
    table = Table()
    with tempfile.TemporaryDirectory() as made, websites(Path(made), wish.feeds) as sites:
        folder = Path(made)
        for _ in range(wish.rounds):
            one_round(table, sites, folder, wish.feeds)
            by_number(table, sites, folder)
            latency(table, sites, folder)
        if wish.million:
            for stored in (1_000, 1_000_000):
                against_many(table, sites, folder, stored)
    per_feed = {
        what: round(table.median(whole, "loa", "cpu") / wish.feeds / (table.median(part, "loa", "cpu") / 100), 2)
        for what, whole, part in (
            ("304", "unchanged (304)", "304 of 100"),
            ("one new", "one new", "one new in 100"),
            ("first sight", "first sight", "first sight of 100"),
        )
    }
    scenarios = ("unchanged (304)", "304 over https", "same bytes", "one new", "first sight")
    result = {
        "feeds": wish.feeds,
        "cpu_ratio_to_reader": {each: table.ratio(each) for each in scenarios},
        "cpu_ratio_to_floor": {each: table.ratio(each, other="floor") for each in scenarios},
        "peak_ratio_to_reader": {each: table.ratio(each, "peak") for each in scenarios},
        "cpu_per_feed_at_all_to_100": per_feed,
        "wall_ratio_to_reader_at_100_ms": table.ratio("100 feeds at 100 ms", "wall"),
        "medians": table.told(),
    }
    if wish.million:
        few, many = (table.median(f"one new in 100 of {stored}", "loa", "cpu") for stored in (1_000, 1_000_000))
        result["cpu_ratio_of_a_million_stored_to_a_thousand"] = round(many / few, 2)
    json.dump(result, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
