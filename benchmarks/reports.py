"""How long a report takes, and how that grows with the Posts: `python -m benchmarks.reports`.

90 days of Posts, each measured some eighty times (hourly for a day, six-hourly to a week, daily to a month, then weekly), in a SQLite file. Printed are
seconds of processor time, which other work on the machine does not change, for each part, for a tenth of the Posts and for all of them.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.reports.charts import draw
from bot.reports.document import Chart, Series
from bot.reports.period import between
from bot.reports.render import Format, render
from bot.service.reporting import document_of, report_of
from tests.fakes.year import LADDER, fill
from tests.service.conftest import a_bench

_FIRST = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
_NOW = datetime(2026, 10, 2, 1, 0, tzinfo=UTC)
_DAYS = 90


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What `work` makes, and the processor's seconds for it."""
    begun = time.process_time()
    made = work()
    return made, time.process_time() - begun


def measure(posts: int, folder: Path) -> dict[str, float]:
    """Seconds by part of a report over so many Posts, in a new database."""
    folder.mkdir()
    bench = a_bench(f"sqlite:///{folder / 'loa.db'}", folder, _NOW)
    world = replace(bench.world, settings=replace(bench.world.settings, pages=()))
    # Of a hundred entries some ninety become Posts.
    made = fill(world.store, count=round(posts / 0.92), first=_FIRST, days=_DAYS, now=_NOW, ladder=LADDER)
    period = between(date(2026, 7, 1), date(2026, 9, 30))
    seconds: dict[str, float] = {}
    report, seconds["figures"] = timed(lambda: report_of(world, period))
    document, seconds["text"] = timed(lambda: document_of(world, report))
    for form in Format:
        _, seconds[form] = timed(lambda form=form: render(report, document, form))
    print(f"{len(made.published)} Posts published, {sum(len(item.figures.last) > 0 for item in report.listing)} of them measured")
    bench.close()
    return seconds


def main() -> None:
    """Measure a tenth of the Posts, then all of them, in one run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=1_000)
    many = parser.parse_args().posts
    # What is loaded once (the libraries, the fonts) is no cost of a report's size.
    draw(Chart(key="", caption="", alt="", categories=("a",), series=(Series(name="b", values=(1.0,)),), axis=""))
    with TemporaryDirectory() as folder:
        few_seconds = measure(many // 10, Path(folder) / "few")
        many_seconds = measure(many, Path(folder) / "many")
    print(f"{'part':10}{many // 10:>10}{many:>10}   ratio")
    for part, seconds in many_seconds.items():
        print(f"{part:10}{few_seconds[part]:>9.2f}s{seconds:>9.2f}s{seconds / max(few_seconds[part], 1e-3):>8.1f}")


if __name__ == "__main__":
    assert timedelta(days=_DAYS) <= _NOW - _FIRST
    main()
