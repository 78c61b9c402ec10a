"""Labelled entries, and what the judging code sees of them: the same n-grams and the same points of phrases as at run time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML
from scipy import sparse

from bot.editorial.classify import phrase_scores, sections_of
from bot.editorial.fitted import weigh
from bot.editorial.labelled import Labelled, parse_labelled
from bot.editorial.lexicon import Lexicon, compile_lexicon
from bot.editorial.policy import ReformPolicy
from bot.editorial.said import TOLD, said
from bot.editorial.vocabulary import parse_vocabulary
from bot.editorial.words import parse_words
from bot.judgement import Field, Tone, Topic

ROOT = Path(__file__).parents[1]
TARGETS = (
    "relevant",
    *(f"field:{field}" for field in Field),
    *(f"topic:{topic}" for topic in Topic),
    f"tone:{Tone.PRAISE}",
    f"tone:{Tone.CRITICISM}",
)
SECTIONS = {"title": 1.0, "summary": 0.8, "body": 0.35}
HEADLINE = 0.7  # what an n-gram of the title counts as one of a title
BODY_CHARACTERS = 1_200
LONGEST = 2
LEAST_ENTRIES = 2  # an n-gram seen in fewer teaches nothing
UNSURE = 1 / 3  # of what its lot counts, a label that is only learnt from and whose readers were not sure or did not agree


@dataclass(frozen=True)
class Corpus:
    """Entries with their labels, n-grams and points. `kinds` are the sources ("press", "portal", …), `trust` what each counts in training.

    `unsaid` has the n-grams without those that a phrase has said, for the targets of which that is so.
    The first `measured` of them are judged by cross-validation; the others are learnt from alone.
    """

    labels: Sequence[Labelled]
    kinds: Sequence[str]
    trust: np.ndarray
    measured: int
    grams: Sequence[str]
    matrix: sparse.csr_matrix
    unsaid: Mapping[str, sparse.csr_matrix]
    points: np.ndarray

    def vectors(self, target: str) -> sparse.csr_matrix:
        """The n-grams of all entries that speak for or against `target`."""
        return self.unsaid.get(target, self.matrix)

    def wanted(self, target: str) -> np.ndarray:
        """1 where the label has `target`."""
        return np.array([int(has(label, target)) for label in self.labels])


def has(label: Labelled, target: str) -> bool:
    """Whether the label says `target`."""
    kind, _, identity = target.partition(":")
    if kind == "relevant":
        return label.relevant
    if kind == "field":
        return Field(identity) in label.fields
    if kind == "topic":
        return Topic(identity) in label.topics
    return label.tone == identity


def lexicon() -> Lexicon:
    """The shipped phrases without the fitted part."""
    policy = ReformPolicy.model_validate(YAML(typ="safe").load((ROOT / "config/reform.yaml").read_text(encoding="utf-8")))
    vocabulary = parse_vocabulary((ROOT / "bot/editorial/vocabulary.tsv").read_text(encoding="utf-8"))
    words = parse_words((ROOT / "bot/editorial/words.txt").read_text(encoding="utf-8"))
    return compile_lexicon(policy, vocabulary=vocabulary, words=words)


def lines_of(paths: Sequence[Path]) -> list[str]:
    """The lines of JSON-lines files that say anything."""
    return [line for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_corpus(measured: Sequence[str], learnt: Sequence[tuple[Sequence[str], float]], trust: float, knowledge: Lexicon) -> Corpus:
    """The corpus of labelled JSON lines.

    Those that are measured count `trust` in training; those that are only learnt from count what their lot does, and UNSURE of it where their label is not sure.
    """
    labels, kinds, weights, vectors, silences, points = [], [], [], [], [], []
    for lines, weight, unsure in ((measured, trust, trust), *((lines, weight, weight * UNSURE) for lines, weight in learnt)):
        for number, line in enumerate(lines, start=1):
            label = parse_labelled(line, number)
            sections = sections_of(label.entry, knowledge.abbreviations)
            evidence, again, scores = phrase_scores(sections, knowledge)
            spoken = said(sections, (*evidence, *again), knowledge.policy.positions)
            found, norm, silent = weigh(sections, SECTIONS, HEADLINE, BODY_CHARACTERS, LONGEST, said=spoken)
            labels.append(label)
            told = json.loads(line)
            kinds.append(told.get("kind", ""))
            weights.append(weight if told.get("sure", True) else unsure)
            vectors.append({gram: value / norm for gram, (value, *_) in found.items()})
            silences.append(silent)
            points.append([scores[target] for target in TARGETS])
    seen: dict[str, int] = {}
    for vector in vectors:
        for gram in vector:
            seen[gram] = seen.get(gram, 0) + 1
    grams = sorted(gram for gram, times in seen.items() if times >= LEAST_ENTRIES)
    places = {gram: place for place, gram in enumerate(grams)}
    cells = [(row, places[gram], value) for row, vector in enumerate(vectors) for gram, value in vector.items() if gram in places]
    matrix = _matrix(cells, len(labels), len(grams))
    unsaid = {
        target: _matrix([cell for cell in cells if target not in silences[cell[0]].get(grams[cell[1]], ())], len(labels), len(grams))
        for target in TARGETS
        if target.startswith(TOLD)
    }
    return Corpus(labels, kinds, np.array(weights), len(measured), grams, matrix, unsaid, np.array(points))


def _matrix(cells: Sequence[tuple[int, int, float]], height: int, width: int) -> sparse.csr_matrix:
    rows, columns, values = zip(*cells, strict=True)
    return sparse.csr_matrix((values, (rows, columns)), shape=(height, width))
