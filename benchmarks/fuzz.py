"""Feeds made worse by chance, many of them: each must end in entries or in one FeedError with a sentence, soon, and leave no memory behind.

    python -m benchmarks.fuzz --variants 100000

The feeds are those beside the checkout, where there are some, and built-in samples. A variant that fails is told by its number, by which
`benchmarks.variants.variant` makes it again. Exit 1 where one failed.
"""

import argparse
import gc
import resource
import signal
import sys
import time
import unicodedata
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from benchmarks.variants import corpus, variant
from bot.errors import FeedError
from bot.intake.delta import Reading, read

URL = "https://xa.vn/rss/tin.rss"
SIZES = (
    12_000,
    60_000,
    10_000_000,
)  # bytes of the feeds that are made worse: mostly small ones, every tenth time middling, every two hundredth time any
LONGEST = 30  # seconds; what takes longer hangs


class Wrong(Exception):
    """A variant that ended as none may."""


def feeds() -> Path | None:
    """The folder of feeds beside the checkout."""
    return next((folder / "shared" / "feeds" for folder in Path(__file__).parents if (folder / "shared" / "feeds").is_dir()), None)


def outcome(body: bytes, content_type: str) -> str:
    """What became of a variant: "entries", "nothing" or the key of the FeedError. Raises `Wrong`, and whatever else the intake may raise."""
    try:
        reading = read(body, content_type, "tin", URL)
    except FeedError as error:
        sentence = error.say("vi")
        if not sentence.strip() or unicodedata.normalize("NFC", sentence) != sentence:
            raise Wrong(f"{error.key}: {sentence!r}") from error
        return error.key
    judge(reading)
    return "entries" if reading.entries else "nothing"


def judge(reading: Reading) -> None:
    """Raises `Wrong` where the entries of a document that was read whole are not as they must be, UnicodeEncodeError where a text can't be stored."""
    if len(set(reading.identities)) != len(reading.entries) or len(reading.entries) > 2_000:
        raise Wrong("identities")
    for entry in reading.entries:
        texts = (entry.identity, entry.title, entry.link, entry.summary, entry.body, entry.author, *entry.categories, *entry.pictures)
        if not entry.identity or any(unicodedata.normalize("NFC", text) != text for text in (entry.title, entry.summary, entry.body)):
            raise Wrong(f"entry {entry.identity!r}")
        for text in texts:
            text.encode()


@dataclass(slots=True)
class Tally:
    """What became of the variants; `objects` and `peak` (kilobytes) after a tenth, half and all of them."""

    ends: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: list[tuple[float, int]] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    peak: list[int] = field(default_factory=list)

    def mark(self) -> None:
        """Notes how much memory is in use."""
        gc.collect()
        self.objects.append(len(gc.get_objects()))
        self.peak.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _hang(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def fuzz(seeds: Sequence[int], feeds: Sequence[bytes]) -> Tally:
    """Tries the variants of these numbers."""
    small, middling, every = ([body for body in feeds if len(body) <= size] for size in SIZES)
    tally = Tally()
    signal.signal(signal.SIGALRM, _hang)
    for number, seed in enumerate(seeds):
        body, content_type = variant(seed, every if seed % 200 == 0 else middling if seed % 10 == 0 else small)
        began = time.process_time()
        signal.alarm(LONGEST)
        try:
            tally.ends[outcome(body, content_type)] += 1
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
    given = parser.parse_args()
    warnings.simplefilter("ignore")  # feedparser's, of its own old ways
    bodies = corpus(feeds())
    tally = fuzz(range(given.first, given.first + given.variants), bodies)
    print(f"{given.variants} variants of {len(bodies)} feeds")
    for end, count in tally.ends.most_common():
        print(f"  {end:<24}{count}")
    print(f"faults                    {len(tally.faults)}")
    for fault in tally.faults[:40]:
        print(f"  {fault}")
    print("slowest                   " + ", ".join(f"{seconds * 1_000:.0f} ms (number {seed})" for seconds, seed in tally.slowest))
    print("objects, after a tenth, half and all    " + ", ".join(map(str, tally.objects)))
    print("peak memory in MB, likewise             " + ", ".join(f"{peak / 1_024:.0f}" for peak in tally.peak))
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
