"""The words of two syllables by which evidence is cut: `python -m training.words FOLDER` writes bot/editorial/words.txt from the collection VietNews.

Its texts are cut into words: the syllables of one are joined by underscores. What is joined nearly everywhere it stands, and often, is a word.
"""

import argparse
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from bot.editorial.words import HEAD
from bot.vietnamese.forms import form_of

LEAST = 100  # times joined, in small letters: not the names of people and places
SHARE = 0.7  # of all times that the two syllables are neighbours
ROOT = Path(__file__).parents[1]
_FILE = ROOT / "bot/editorial/words.txt"


def main() -> None:
    """Read the collection, write the file."""
    parser = argparse.ArgumentParser(description="Write the words of two syllables.")
    parser.add_argument("folder", type=Path, help="the folder `data` of the collection VietNews")
    folder = parser.parse_args().folder
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.rglob("*")) if path.is_file())
    words = words_of(texts)
    _FILE.write_text("\n".join((HEAD, *words, "")), encoding="utf-8")
    print(f"{_FILE.relative_to(ROOT)}: {len(words)} words")


def words_of(texts: Iterable[str], least: int = LEAST, share: float = SHARE) -> list[str]:
    """The words of two syllables in `texts` that are cut into words, in order, each as it is written most often."""
    written: Counter[str] = Counter()
    joined: Counter[tuple[str, str]] = Counter()
    neighbours: Counter[tuple[str, str]] = Counter()
    forms: dict[str, str] = {}

    def form(syllable: str) -> str:
        return forms.setdefault(syllable, form_of(syllable))

    for text in texts:
        before = ""
        for token in text.split():
            syllables = token.split("_")
            if before and token[0].isalpha():
                neighbours[before, form(syllables[0])] += 1
            for one, other in pairwise(syllables):
                pair = (form(one), form(other))
                neighbours[pair] += 1
                if other.islower():
                    joined[pair] += 1
                    written[f"{one} {other}".lower()] += 1
            before = form(syllables[-1]) if token[0].isalpha() else ""
    best: dict[tuple[str, str], str] = {}
    for word, _ in written.most_common():
        one, other = word.split(" ")
        best.setdefault((form(one), form(other)), word)
    return sorted(best[pair] for pair, times in joined.items() if times >= least and times >= share * neighbours[pair])


if __name__ == "__main__":
    main()
