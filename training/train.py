"""Train the fitted part and say how good judgement is: `python -m training.train --labelled dev.jsonl [--vietnews FOLDER] [--articles FILE] [--write]`.

The figures are cross-validated: each real entry is judged, by the very code that runs, with a fitted part that has not seen it. Entries written for training
(`training/written`) and labelled articles of public collections (`training/vietnews.py`, `training/articles.py`) are always learnt from, and never measured.
With `--write` the part that is shipped is made from everything.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bot.editorial.classify import classify
from bot.editorial.evaluation import Report, evaluate
from bot.editorial.fitted import parse_fitted
from bot.editorial.labelled import Labelled
from bot.editorial.lexicon import Lexicon
from bot.judgement import Classification
from bot.plan.bands import BandsPolicy, band_of
from training import articles, vietnews
from training.corpus import BODY_CHARACTERS, HEADLINE, LONGEST, ROOT, SECTIONS, TARGETS, Corpus, lexicon, lines_of, read_corpus
from training.fitting import (
    REPEATS,
    TONES,
    TRUST,
    TRUST_ARTICLES,
    TRUST_VIETNEWS,
    Line,
    Scales,
    at_even_chances,
    calibrate,
    calibrate_tones,
    fit,
    folds,
)
from training.model_file import model_text

LEAST_EFFECT = 0.02  # an n-gram that can't move any logit by so much is left out
_FILE = ROOT / "bot/editorial/fitted.json"


def main() -> None:
    """Read, measure, and write where asked to."""
    parser = argparse.ArgumentParser(description="Train the fitted part of judgement.")
    parser.add_argument(
        "--labelled", type=Path, action="append", required=True, help="JSON lines with labels; measured by cross-validation"
    )
    parser.add_argument(
        "--vietnews", type=Path, help="the folder `data` of the collection VietNews, to learn from its labelled articles, too"
    )
    parser.add_argument("--articles", type=Path, help="JSON lines with the texts of `training/articles.jsonl`, to learn from them, too")
    parser.add_argument("--write", action="store_true", help=f"write {_FILE.relative_to(ROOT)}")
    options = parser.parse_args()
    knowledge = lexicon()
    learnt = [(lines_of(sorted((ROOT / "training/written").glob("*.jsonl"))), 1.0)]
    if options.vietnews:
        learnt.append((vietnews.labelled_lines(options.vietnews), TRUST_VIETNEWS))
    if options.articles:
        learnt.append((articles.labelled_lines(options.articles), TRUST_ARTICLES))
    corpus = read_corpus(lines_of(options.labelled), learnt, TRUST, knowledge)
    parts = list(folds(corpus))
    rows, logits = unseen(corpus, parts)
    thresholds = _thresholds(knowledge)
    judged = []
    for asked, lines in parts:
        others = ~np.isin(rows, asked)  # the scales have not seen them either
        scales = calibrated(corpus, rows[others], logits[others])
        part = replace(knowledge, fitted=parse_fitted(_model(corpus, lines, scales, thresholds)))
        judged += [(row, classify(corpus.labels[row].entry, part)) for row in asked]
    _tell(corpus, judged)
    if options.write:
        lines = fit(corpus, np.arange(len(corpus.labels)))
        _FILE.write_text(_model(corpus, lines, calibrated(corpus, rows, logits), thresholds), encoding="utf-8")
        print(f"{_FILE.relative_to(ROOT)}: {_FILE.stat().st_size / 1e6:.1f} MB")


def unseen(corpus: Corpus, parts: Sequence[tuple[np.ndarray, Mapping[str, Line]]]) -> tuple[np.ndarray, np.ndarray]:
    """The rows of all parts, and by row the logits of TARGETS, from lines that have not seen it."""
    rows = np.concatenate([rows for rows, _ in parts])
    logits = [np.stack([lines[target].logits(corpus, rows, target) for target in TARGETS], axis=1) for rows, lines in parts]
    return rows, np.concatenate(logits)


def calibrated(corpus: Corpus, rows: np.ndarray, logits: np.ndarray) -> Scales:
    """Slope and offset by target, from the `logits` of `rows`."""
    relevant = corpus.wanted("relevant")[rows].astype(bool)
    scales = {}
    for number, target in enumerate(TARGETS[: -len(TONES)]):
        mine = np.ones(len(rows), bool) if target == "relevant" else relevant
        scales[target] = calibrate(logits[mine, number], corpus.wanted(target)[rows[mine]].astype(bool))
    tones = np.where(corpus.wanted(TONES[0])[rows], 0, np.where(corpus.wanted(TONES[1])[rows], 1, 2))
    praise, criticism = (logits[relevant, TARGETS.index(tone)] for tone in TONES)
    scales[TONES[0]], scales[TONES[1]] = calibrate_tones(praise, criticism, tones[relevant])
    return scales


def _thresholds(knowledge: Lexicon) -> Mapping[str, float]:
    policy = knowledge.policy
    rules: dict[str, Any] = {
        "relevant": policy.relevance,
        **{f"field:{field}": rule for field, rule in policy.fields.items()},
        **{f"topic:{topic}": rule for topic, rule in policy.topics.items()},
        **{f"tone:{tone}": rule for tone, rule in policy.tones.items()},
    }
    return {target: rules[target].threshold for target in TARGETS}


def _model(corpus: Corpus, lines: Mapping[str, Line], scales: Scales, thresholds: Mapping[str, float]) -> str:
    lines, scales = at_even_chances(lines, scales)
    highest = np.asarray(corpus.matrix.max(axis=0).todense()).ravel()
    weights = np.stack([lines[target].weights for target in TARGETS])
    counts = np.abs(weights) * highest >= LEAST_EFFECT
    rows = {
        corpus.grams[place]: [(int(target), round(float(weights[target, place]) * 1_000)) for target in np.flatnonzero(counts[:, place])]
        for place in np.flatnonzero(counts.any(axis=0))
    }
    head = {
        "sections": SECTIONS,
        "headline": HEADLINE,
        "body_characters": BODY_CHARACTERS,
        "longest": LONGEST,
        "targets": TARGETS,
        "scales": {
            target: {
                "logit": round(lines[target].per_point, 5),
                "threshold": thresholds[target],
                "bias": round(lines[target].bias, 5),
                "slope": round(scales[target][0], 4),
                "offset": round(scales[target][1], 4),
            }
            for target in TARGETS
        },
    }
    return model_text(head, rows)


def _tell(corpus: Corpus, judged: Sequence[tuple[int, Classification]]) -> None:
    """The figures of all sources together, then of each."""
    print(f"{len(judged) // REPEATS} entries, {REPEATS} repeats together: counts are of all repeats")
    print(_measure([(corpus.labels[row], result) for row, result in judged]).as_text("en"))
    for kind in sorted({corpus.kinds[row] for row, _ in judged}):
        report = _measure([(corpus.labels[row], result) for row, result in judged if corpus.kinds[row] == kind]).as_dict()
        short = {name: round(value, 3) for name, value in _short(report).items()}
        print(f"{kind}: {report['lines'] // REPEATS} entries {short}")


def _short(report: dict[str, Any]) -> dict[str, float]:
    return {
        "relevance": report["relevance"]["f1"],
        "fields": report["fields"]["micro"]["f1"],
        "topics": report["topics"]["micro"]["f1"],
        "tone": report["tones"]["macro_f1"],
        "swaps": report["praise_criticism_swaps"] / REPEATS,
    }


def _measure(pairs: list[tuple[Labelled, Classification]]) -> Report:
    return evaluate(pairs, lambda result: band_of(BandsPolicy(), result))


if __name__ == "__main__":
    main()
