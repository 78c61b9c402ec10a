"""What judging an article costs, by the number of phrases: `python -m benchmarks.judgement`.

Prints CPU microseconds an article, and ratios of one run: 5,000 phrases to 500, and trying the phrases one by one to all in one pass. An article is judged as
if it were relevant, by the phrases alone, so that all of it is done; what reading its text and finding the phrases takes of that is printed apart (it grows by
the evidence: with 5,000 phrases eight times as many are found). One by one is done as a program without a trie would do it: a compiled pattern for each phrase, bounded by syllables, and the first
place where it stands is enough; the pass finds all of them, voids what stands in contexts, turns tones and makes evidence. Both are given the same text, made
comparable already; with reading it counted on both sides, the ratio is smaller and is printed, too. That both find the same is checked before.

The articles are those written for training, the phrases are drawn from the shipped vocabulary (without those that have any number or rank in them).
"""

import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from bot.editorial import ranks
from bot.editorial.classify import assume_relevant, classify, sections_of
from bot.editorial.fitted import Section, parse_fitted
from bot.editorial.grams import key_of
from bot.editorial.labelled import parse_labelled
from bot.editorial.lexicon import Lexicon, compile_lexicon
from bot.editorial.phrases import phrases_told
from bot.editorial.policy import ReformPolicy
from bot.editorial.trie import NUMBER
from bot.editorial.vocabulary import NEGATION, NEGATION_UNLESS, Term, parse_vocabulary
from bot.editorial.words import parse_words
from bot.model import Entry

ROOT = Path(__file__).parents[1]
SIZES = (50, 500, 5_000)
ARTICLES, ROUNDS = 300, 7
_FEW = 40  # articles for the slow way
EMPTY = ReformPolicy.model_validate({"relevance": {}, "fields": {}, "topics": {}, "tones": {}})

Name = TypeVar("Name")
Run = Callable[[], object]


def main() -> None:
    """Measure and print."""
    chance = random.Random(4)
    terms = [each for each in _vocabulary() if each.target not in {NEGATION, NEGATION_UNLESS}]
    lines = [line for path in sorted((ROOT / "training/written").glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    entries = [parse_labelled(line, number).entry for number, line in enumerate(chance.sample(lines, ARTICLES), start=1)]
    drawn = chance.sample([each for each in terms if NUMBER not in each.phrase and ranks.SLOT not in each.phrase], SIZES[-1])
    words = parse_words((ROOT / "bot/editorial/words.txt").read_text(encoding="utf-8"))
    lexicons = {size: compile_lexicon(EMPTY, vocabulary=drawn[:size], words=words) for size in SIZES}
    costs = _side_by_side({size: _judged(lexicon, entries) for size, lexicon in lexicons.items()}, ARTICLES)
    parts = _side_by_side({size: _read(lexicon, entries) for size, lexicon in lexicons.items()}, ARTICLES)
    few = entries[:_FEW]
    sections = [part for each in few for part in sections_of(each, {})]
    reading = _side_by_side({"reading": lambda: [len(sections_of(each, {})) for each in few]}, _FEW)["reading"]
    ratios, with_reading = {}, {}
    for size in SIZES[1:]:
        _check(lexicons[size], drawn[:size], sections)
        sides = {"slow": _one_by_one(drawn[:size], sections), "quick": _in_one_pass(lexicons[size], sections)}
        cost = _side_by_side(sides, _FEW, rounds=3)
        ratios[str(size)] = round(cost["slow"] / cost["quick"], 1)
        with_reading[str(size)] = round((cost["slow"] + reading) / (cost["quick"] + reading), 1)
    fitted = parse_fitted((ROOT / "bot/editorial/fitted.json").read_text(encoding="utf-8"))
    whole = compile_lexicon(EMPTY, vocabulary=terms, fitted=fitted, words=words)
    result = {
        "articles": ARTICLES,
        "syllables_an_article": statistics.mean(sum(len(part.syllables) for part in sections_of(each, {})) for each in entries),
        "microseconds_by_phrases": {str(size): round(cost) for size, cost in costs.items()},
        "ratio_5000_to_500": round(costs[5_000] / costs[500], 2),
        "of_which_reading_and_phrases": {str(size): round(cost) for size, cost in parts.items()},
        "ratio_5000_to_500_of_these": round(parts[5_000] / parts[500], 2),
        "ratio_one_by_one_to_one_pass": ratios,
        "the_same_with_reading_the_text_on_both_sides": with_reading,
        "whole_classification_microseconds": round(
            _side_by_side({"all": lambda: [classify(each, whole).relevant for each in entries]}, ARTICLES, rounds=3)["all"]
        ),
    }
    json.dump(result, sys.stdout, indent=1)
    print()


def _vocabulary() -> tuple[Term, ...]:
    return parse_vocabulary((ROOT / "bot/editorial/vocabulary.tsv").read_text(encoding="utf-8"))


def _judged(lexicon: Lexicon, entries: Sequence[Entry]) -> Run:
    return lambda: [assume_relevant(each, lexicon).relevant for each in entries]


def _read(lexicon: Lexicon, entries: Sequence[Entry]) -> Run:
    return lambda: [len(list(phrases_told(part, lexicon))) for each in entries for part in sections_of(each, {})]


def _in_one_pass(lexicon: Lexicon, sections: Sequence[Section]) -> Run:
    return lambda: [len(list(phrases_told(part, lexicon))) for part in sections]


def _one_by_one(terms: Sequence[Term], sections: Sequence[Section]) -> Run:
    patterns, texts = [_pattern(key_of(each.phrase, {})) for each in terms], [_comparable(part) for part in sections]
    return lambda: [sum(pattern.search(text) is not None for pattern in patterns) for text in texts]


def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S){re.escape(key)}(?!\S)")


def _comparable(section: Section) -> str:
    return " ".join(syllable.form for syllable in section.syllables)


def _check(lexicon: Lexicon, terms: Sequence[Term], sections: Sequence[Section]) -> None:
    """Both ways find the same phrases, each at the same syllable for the first time."""
    patterns = {key: _pattern(key) for key in (key_of(each.phrase, {}) for each in terms)}
    for section in sections:
        text = _comparable(section)
        slow = {key: text.count(" ", 0, found.start()) for key, pattern in patterns.items() if (found := pattern.search(text))}
        quick: dict[str, int] = {}
        for entry, first, last in lexicon.root.occurrences(section.syllables):
            if entry.weight:  # contexts have none
                quick.setdefault(" ".join(syllable.form for syllable in section.syllables[first:last]), first)
        if slow != quick:
            raise AssertionError(f"one by one and in one pass differ: {set(slow.items()) ^ set(quick.items())}")


def _side_by_side(contenders: Mapping[Name, Run], articles: int, rounds: int = ROUNDS) -> dict[Name, float]:
    """CPU microseconds an article of each, the median of rounds in turn."""
    times: dict[Name, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            begin = time.process_time()
            run()
            times[name].append((time.process_time() - begin) / articles * 1e6)
    return {name: statistics.median(each) for name, each in times.items()}


if __name__ == "__main__":
    main()
