"""Logistic regressions over n-grams and points, out-of-fold logits for honest figures, and their calibration."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy import optimize, sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from training.corpus import TARGETS, Corpus

# C of a regression, and the least that an n-gram tells by itself, for it may still weigh a little beside others. The mean of the lines that the three ways give
# is one line again, and errs less than any of them: what each makes of the few entries that a rare n-gram is found in differs by chance.
WAYS = ((15.0, 0.2), (30.0, 0.6), (60.0, 2.0))
# Each way is gone so often: once by the entries as they are trusted, and then with each of them weighed anew by chance (the Bayesian bootstrap of D. Rubin, 1981,
# with half its spread), so that no single entry decides what an n-gram tells.
DRAWS = 3
PER_POINT = 0.06  # scales points beside n-grams, which the penalty would else treat alike
TRUST = 3.0  # a real entry, labelled twice and settled, counts as so many written ones
# So does one of 2018 to 2026 with a single label: its readers' blind labels of real entries agreed with the settled ones as two labellers do.
TRUST_ARTICLES = 3.0
TRUST_VIETNEWS = 1.0  # those of 2016 to 2019 speak of other things than today's news
REPEATS, FOLDS = 3, 5
# Logits, chosen where precision and recall are even on real entries of every kind. Balanced classes say yes too often of what is rare, and a wrong field or
# hashtag is worse than a missing one. Tones have none: the likeliest is given (`calibrate_tones`).
LEANS = {"relevant": -0.1, "field": -0.1, "topic": -0.5}
_LEAST_LOGIT = 0.02  # of a point: phrases must never count against what they are for
TONES = TARGETS[-2:]
Scales = Mapping[str, tuple[float, float]]  # slope and offset by target: of its logits they make those of chances


@dataclass(frozen=True)
class Line:
    """One target's logit: bias + n-grams · weights + points · per_point."""

    bias: float
    weights: np.ndarray
    per_point: float

    def logits(self, corpus: Corpus, rows: np.ndarray, target: str) -> np.ndarray:
        """The logit of each of `rows`."""
        points = corpus.points[rows, TARGETS.index(target)]
        return np.asarray(corpus.vectors(target)[rows] @ self.weights).ravel() + self.bias + self.per_point * points


def telling(grams: sparse.csr_matrix, wanted: np.ndarray, trust: np.ndarray) -> np.ndarray:
    """How well each n-gram tells `wanted` entries from the others: the naive Bayes log ratio of their shares, without its sign.

    n-grams that are scaled by it before the regression suffer its penalty the less, the more they tell (S. Wang, C. Manning, ACL 2012).
    """
    found = (grams > 0).astype(float)
    yes, no = trust * wanted, trust * (1 - wanted)
    ratio = np.log(_share(found, yes) / _share(found, no))
    return np.abs(ratio)


def _share(found: sparse.csr_matrix, trust: np.ndarray) -> np.ndarray:
    """In what share of the entries that `trust` counts each n-gram is found, as if one more had it."""
    return (np.asarray(found.T @ trust).ravel() + 1) / (trust.sum() + 1)


def fit(corpus: Corpus, rows: np.ndarray) -> Mapping[str, Line]:
    """All targets on `rows`. Only relevance learns from entries that are not relevant: what those would be otherwise, nobody has said."""
    relevant = corpus.wanted("relevant")[rows].astype(bool)
    return {target: _line(corpus, rows if target == "relevant" else rows[relevant], target) for target in TARGETS}


def _line(corpus: Corpus, rows: np.ndarray, target: str) -> Line:
    """One target on `rows`: the mean of what all WAYS make of it, in all DRAWS."""
    wanted, grams = corpus.wanted(target)[rows], corpus.vectors(target)[rows]
    points = corpus.points[rows][:, [TARGETS.index(target)]]
    chance = np.random.default_rng(0)  # the same draws at every training
    lines = [
        _regression(grams, points, telling(grams, wanted, trust) + least, wanted=wanted, trust=trust, penalty=penalty)
        for penalty, least in WAYS
        for trust in draws(corpus.trust[rows], chance)
    ]
    lean = LEANS.get(target, LEANS.get(target.partition(":")[0], 0.0))
    return Line(
        float(np.mean([line.bias for line in lines])) + lean,
        np.mean([line.weights for line in lines], axis=0),
        max(float(np.mean([line.per_point for line in lines])), _LEAST_LOGIT),
    )


def draws(trust: np.ndarray, chance: np.random.Generator) -> Iterator[np.ndarray]:
    """What each entry counts in each of DRAWS."""
    yield trust
    for _ in range(DRAWS - 1):
        yield trust * chance.gamma(2.0, 0.5, len(trust))  # 1 on average, with a variance of 1/2


def _regression(
    grams: sparse.csr_matrix, points: np.ndarray, scale: np.ndarray, *, wanted: np.ndarray, trust: np.ndarray, penalty: float
) -> Line:
    """One regression over n-grams, each scaled by its `scale`, and points."""
    scaled = grams.multiply(scale).tocsr()
    # The vectors get length 1 on average, so that the penalty means the same for every corpus and target.
    spread = float(1 / np.sqrt(scaled.multiply(scaled).sum(1).mean()))
    inputs = sparse.hstack([scaled * spread, sparse.csr_matrix(PER_POINT * points)]).tocsr()
    model = LogisticRegression(C=penalty, class_weight="balanced", solver="liblinear", max_iter=1_000, random_state=0)
    model.fit(inputs, wanted, sample_weight=trust)
    coefficients = model.coef_[0]
    return Line(float(model.intercept_[0]), coefficients[:-1] * scale * spread, float(coefficients[-1]) * PER_POINT)


def folds(corpus: Corpus) -> Iterator[tuple[np.ndarray, Mapping[str, Line]]]:
    """Measured entries with lines that were fitted without them, each entry once a repeat. The others are always learnt from."""
    measured, others = np.arange(corpus.measured), np.arange(corpus.measured, len(corpus.labels))
    strata = [f"{corpus.labels[row].relevant}{corpus.labels[row].tone}" for row in measured]
    for repeat in range(REPEATS):
        parts = StratifiedKFold(FOLDS, shuffle=True, random_state=repeat)
        for learnt, asked in parts.split(measured, strata):
            yield asked, fit(corpus, np.concatenate([learnt, others]))


def calibrate(logits: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Slope and offset that make the logits chances (Platt)."""

    def loss(values: np.ndarray) -> float:
        calibrated = values[0] * logits + values[1]
        return float(np.mean(np.logaddexp(0, -np.where(truth, calibrated, -calibrated))))

    found = optimize.minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return float(found[0]), float(found[1])


def calibrate_tones(praise: np.ndarray, criticism: np.ndarray, truth: np.ndarray) -> tuple[tuple[float, float], tuple[float, float]]:
    """Slope and offset of praise and of criticism against neutral (truth: 0, 1, 2 for praise, criticism, neutral).

    Raises:
        ValueError: the logits tell nothing of the truth, or its contrary.
    """

    def loss(values: np.ndarray) -> float:
        scores = np.stack([values[0] * praise + values[1], values[2] * criticism + values[3], np.zeros(len(praise))])
        return float(np.mean(np.logaddexp.reduce(scores, axis=0) - scores[truth, np.arange(len(truth))]))

    found = optimize.minimize(loss, np.array([1.0, 0.0, 1.0, 0.0]), method="Nelder-Mead", options={"maxiter": 4_000}).x
    if min(found[0], found[2]) <= 0:
        raise ValueError("the logits of praise or of criticism tell nothing about the tone: look at the labels")
    return (float(found[0]), float(found[1])), (float(found[2]), float(found[3]))


def at_even_chances(lines: Mapping[str, Line], scales: Scales) -> tuple[Mapping[str, Line], Scales]:
    """The same chances, with each tone's logit 0 (what the threshold of `reform.yaml` stands for) where it is as likely as neutral."""
    moved = {tone: replace(lines[tone], bias=lines[tone].bias + scales[tone][1] / scales[tone][0]) for tone in TONES}
    return {**lines, **moved}, {**scales, **{tone: (scales[tone][0], 0.0) for tone in TONES}}
