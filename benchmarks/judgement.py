"""What judging an article costs, by the number of phrases: `python -m benchmarks.judgement`.

Prints CPU microseconds an article, and two ratios of one run: 5,000 phrases to 500, and trying the phrases one by one to all in one pass. The articles are
those written for training, the phrases are drawn from the shipped vocabulary; finding syllables is counted on both sides.
"""

import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.editorial.classify import classify, sections_of
from bot.editorial.fitted import parse_fitted
from bot.editorial.grams import key_of
from bot.editorial.labelled import parse_labelled
from bot.editorial.lexicon import Lexicon, compile_lexicon
from bot.editorial.phrases import phrase_evidence
from bot.editorial.policy import ReformPolicy
from bot.editorial.vocabulary import NEGATION, NEGATION_UNLESS, Term, parse_vocabulary
from bot.model import Entry

ROOT = Path(__file__).parents[1]
SIZES = (50, 500, 5_000)
ARTICLES, ROUNDS = 300, 7
_FEW = 40  # articles for the slow way
EMPTY = ReformPolicy.model_validate({"relevance": {}, "fields": {}, "topics": {}, "tones": {}})


def main() -> None:
    """Measure and print."""
    chance = random.Random(4)
    terms = [each for each in _vocabulary() if each.target not in {NEGATION, NEGATION_UNLESS}]
    lines = [line for path in sorted((ROOT / "training/written").glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    entries = [parse_labelled(line, number).entry for number, line in enumerate(chance.sample(lines, ARTICLES), start=1)]
    drawn = chance.sample(terms, SIZES[-1])
    lexicons = {size: compile_lexicon(EMPTY, vocabulary=drawn[:size]) for size in SIZES}
    costs = _side_by_side({size: _in_one_pass(lexicon, entries) for size, lexicon in lexicons.items()})
    few = entries[:_FEW]
    slow = {size: _side_by_side({"slow": _one_by_one(drawn[:size], few)}, rounds=3)["slow"] for size in (500, 5_000)}
    quick = {size: _side_by_side({"quick": _in_one_pass(lexicons[size], few)}, rounds=3)["quick"] for size in (500, 5_000)}
    fitted = parse_fitted((ROOT / "bot/editorial/fitted.json").read_text(encoding="utf-8"))
    whole = compile_lexicon(EMPTY, vocabulary=terms, fitted=fitted)
    result = {
        "articles": ARTICLES,
        "syllables_an_article": statistics.mean(sum(len(part.syllables) for part in sections_of(each, {})) for each in entries),
        "microseconds_by_phrases": {str(size): round(cost) for size, cost in costs.items()},
        "ratio_5000_to_500": round(costs[5_000] / costs[500], 2),
        "ratio_one_by_one_to_one_pass": {str(size): round(slow[size] / quick[size], 1) for size in slow},
        "whole_classification_microseconds": round(
            _side_by_side({"all": lambda: [classify(each, whole) for each in entries]}, rounds=3)["all"] / 1
        ),
    }
    json.dump(result, sys.stdout, indent=1)
    print()


def _vocabulary() -> tuple[Term, ...]:
    return parse_vocabulary((ROOT / "bot/editorial/vocabulary.tsv").read_text(encoding="utf-8"))


def _in_one_pass(lexicon: Lexicon, entries: Sequence[Entry]) -> Callable[[], list[object]]:
    return lambda: [list(phrase_evidence(part, lexicon)) for each in entries for part in sections_of(each, lexicon.abbreviations)]


def _one_by_one(terms: Sequence[Term], entries: Sequence[Entry]) -> Callable[[], list[object]]:
    """A pattern for each phrase, as a program without a trie would have it, on text made comparable in the same way."""
    patterns = [re.compile(rf"(?<!\S){re.escape(key_of(each.phrase, {}))}(?!\S)") for each in terms]

    def run() -> list[object]:
        texts = (" ".join(syllable.form for syllable in part.syllables) for each in entries for part in sections_of(each, {}))
        return [[pattern.search(text) for pattern in patterns] for text in texts]

    return run


def _side_by_side(contenders: dict[object, Callable[[], list[object]]], rounds: int = ROUNDS) -> dict[object, float]:
    """CPU microseconds an article of each, the median of rounds in turn."""
    times: dict[object, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            begin = time.process_time()
            found = run()
            articles = len(found) / 3 if name != "all" else len(found)
            times[name].append((time.process_time() - begin) / articles * 1e6)
    return {name: statistics.median(each) for name, each in times.items()}


if __name__ == "__main__":
    main()
