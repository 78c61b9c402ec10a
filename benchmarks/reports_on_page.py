"""Whether the editors' page goes on answering while a report is made: `python -m benchmarks.reports_on_page`.

A thousand Posts of 90 days, each measured some eighty times; the page is served as the service serves it, reports are ordered by its form, and one browser asks for the
queue all the while. Printed are how long each format took, what the queue's answers took meanwhile, and how much memory the process holds then.
"""

import json
import logging
import re
import time
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from bot.web.server import Page
from tests.fakes.year import LADDER, fill
from tests.service.conftest import a_bench

_NOW = datetime(2026, 10, 5, 1, tzinfo=UTC)
_FORMATS = ("docx", "xlsx", "html", "csv", "json", "docx", "docx", "docx")


def memory() -> int:
    """Megabytes that this process holds."""
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) // 1024 if found else 0


def told(milliseconds: list[float]) -> str:
    """The middle and the longest."""
    ordered = sorted(milliseconds)
    return f"{len(ordered)} answers, median {ordered[len(ordered) // 2]:.1f} ms, longest {ordered[-1]:.0f} ms"


def main() -> None:
    """Ask, order, ask."""
    logging.disable(logging.CRITICAL)
    with TemporaryDirectory() as name:
        folder = Path(name)
        bench = a_bench(f"sqlite:///{folder / 'loa.db'}", folder, _NOW)
        fill(bench.world.store, count=1_080, first=_NOW - timedelta(days=96), days=90, now=_NOW, ladder=LADDER)
        page = Page(lambda: bench.world, bench.world.settings.web.model_copy(update={"port": 0}))
        page.start()
        browser = build_opener(HTTPCookieProcessor(CookieJar()))

        def get(path: str) -> str:
            return browser.open(page.url + path).read().decode()

        def timed() -> float:
            begun = time.perf_counter()
            get("queue")
            return (time.perf_counter() - begun) * 1000

        timed()
        print(f"{'nothing':8} {'':8} {told([timed() for _ in range(100)])}, {memory()} MB")
        for form in _FORMATS:
            token = re.findall(r'csrf_token" value="([^"]+)', get("reports"))[0]
            begun = time.perf_counter()
            data = urlencode({"csrf_token": token, "period": "2026-Q3", "format": form}).encode()
            key = browser.open(f"{page.url}reports", data).geturl().rpartition("/")[2]
            busy = [timed()]
            while not json.loads(get(f"reports/{key}/progress"))["is_over"]:
                busy.append(timed())
            print(f"{form:8} {time.perf_counter() - begun:6.2f} s {told(busy)}, {memory()} MB")
        page.stop()
        bench.close()


if __name__ == "__main__":
    main()
