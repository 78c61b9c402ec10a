"""Websites made worse by chance, many of them: each must end in entries or in one FeedError with a sentence, soon, and leave no memory behind.

    python -m benchmarks.fuzz --variants 100000

A variant is all that a web server says when it is asked: status, headers, redirects, codings, framing, and a feed's bytes in it (`benchmarks.answers`);
the real Fetcher asks and the real readers read, and only the line between them is one of this process. With `--bytes` it is the bytes alone, given to the
reader (`benchmarks.variants`). The feeds are those beside the checkout, where there are some, and built-in samples. A variant that fails is told by its
number, by which it is made again. Exit 1 where one failed.
"""

import argparse
import gc
import resource
import signal
import sys
import threading
import time
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from benchmarks.answers import exchange
from benchmarks.asking import Asking
from benchmarks.judging import judge, sentence_of
from benchmarks.variants import corpus, variant
from bot.errors import FeedError
from bot.intake.delta import read

URL = "https://xa.vn/rss/tin.rss"
SIZES = (
    12_000,
    60_000,
    10_000_000,
)  # bytes of the feeds that are made worse: mostly small ones, every tenth time middling, every two hundredth time any
LONGEST = 30  # seconds; what takes longer hangs
LONGEST_SENTENCE = 1_000


def feeds() -> Path | None:
    """The folder of feeds beside the checkout."""
    return next((folder / "shared" / "feeds" for folder in Path(__file__).parents if (folder / "shared" / "feeds").is_dir()), None)


def outcome(body: bytes, content_type: str) -> str:
    """What became of a variant: "entries", "nothing" or the key of the FeedError. Raises `Wrong`, and whatever else the intake may raise."""
    try:
        reading = read(body, content_type, "tin", URL)
    except FeedError as error:
        sentence_of(error, LONGEST_SENTENCE)
        return error.key
    judge(reading)
    return "entries" if reading.entries else "nothing"


@dataclass(slots=True)
class Tally:
    """What became of the variants; `objects`, `peak` (kilobytes), `threads` and `files` (None where nobody counts them) after a tenth, half and all of them."""

    ends: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: list[tuple[float, int]] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    peak: list[int] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)
    files: list[int | None] = field(default_factory=list)

    def mark(self) -> None:
        """Notes how much memory is in use."""
        gc.collect()
        self.objects.append(len(gc.get_objects()))
        self.peak.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        self.threads.append(threading.active_count())
        open_files = Path("/proc/self/fd")
        self.files.append(len(list(open_files.iterdir())) if open_files.is_dir() else None)


def _hang(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def of_bytes(seed: int, bodies: Sequence[bytes]) -> Sequence[str]:
    """The variant of that number as bytes for the reader: what became of it."""
    return [outcome(*variant(seed, bodies))]


def fuzz(seeds: Sequence[int], feeds: Sequence[bytes], ends: Callable[[int, Sequence[bytes]], Sequence[str]]) -> Tally:
    """Tries the variants of these numbers; `ends` says what becomes of one, made of some of the feeds."""
    small, middling, every = ([body for body in feeds if len(body) <= size] for size in SIZES)
    tally = Tally()
    signal.signal(signal.SIGALRM, _hang)
    for number, seed in enumerate(seeds):
        bodies = every if seed % 200 == 0 else middling if seed % 10 == 0 else small
        began = time.process_time()
        signal.alarm(LONGEST)
        try:
            tally.ends.update(ends(seed, bodies))
        except Exception as error:  # noqa: BLE001  # that any may come is what is tried
            tally.faults.append(f"{seed}: {type(error).__name__}: {error}")
        finally:
            signal.alarm(0)
        tally.slowest = sorted([*tally.slowest, (time.process_time() - began, seed)], reverse=True)[:5]
        if number in {len(seeds) // 10, len(seeds) // 2} or number == len(seeds) - 1:
            tally.mark()
        if number % 5_000 == 4_999:
            print(f"{number + 1} tried, {len(tally.faults)} faults", flush=True)
    return tally


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variants", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first variant")
    parser.add_argument("--bytes", action="store_true", help="the bytes alone, without a web server's answer around them")
    given = parser.parse_args()
    warnings.simplefilter("ignore")  # feedparser's, of its own old ways
    bodies = corpus(feeds())
    asking = Asking()
    began = time.monotonic()
    ends = of_bytes if given.bytes else lambda seed, some: asking.ends(exchange(seed, some), seed)
    tally = fuzz(range(given.first, given.first + given.variants), bodies, ends)
    asking.close()
    print(f"{given.variants} variants of {len(bodies)} feeds in {time.monotonic() - began:.0f} seconds")
    for end, count in tally.ends.most_common():
        print(f"  {end:<24}{count}")
    print(f"faults                    {len(tally.faults)}")
    for fault in tally.faults[:40]:
        print(f"  {fault}")
    print("slowest                   " + ", ".join(f"{seconds * 1_000:.0f} ms (number {seed})" for seconds, seed in tally.slowest))
    print("objects, after a tenth, half and all    " + ", ".join(map(str, tally.objects)))
    print("peak memory in MB, likewise             " + ", ".join(f"{peak / 1_024:.0f}" for peak in tally.peak))
    print(
        "threads and open files, likewise        "
        + ", ".join(f"{threads}/{files}" for threads, files in zip(tally.threads, tally.files, strict=True))
    )
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
