"""Calibration and bands: the arithmetic of small examples."""

import pytest

from bot.editorial.labelled import Labelled
from bot.editorial.trust import bands, calibration, expected_error
from bot.judgement import Band, Classification, Tone
from tests.editorial.test_judgement import entry


def pair(wanted: Tone | None, given: Tone | None, likelihood: float) -> tuple[Labelled, Classification]:
    label = Labelled(id="x", entry=entry("x"), relevant=wanted is not None, fields=frozenset(), topics=frozenset(), tone=wanted)
    return label, Classification(relevant=given is not None, confidence=likelihood, likelihood=likelihood, tone=given)


PAIRS = [
    pair(Tone.PRAISE, Tone.PRAISE, 0.97),
    pair(Tone.PRAISE, Tone.CRITICISM, 0.96),
    pair(None, Tone.NEUTRAL, 0.99),
    pair(Tone.NEUTRAL, None, 0.1),
    pair(None, None, 0.05),
]


def test_bins_hold_what_was_right_at_about_that_confidence():
    found = calibration(PAIRS, lambda result: result.confidence, lambda label, result: label.tone == result.tone)
    assert [(each.low, each.lines) for each in found] == [(0.0, 2), (0.95, 3)]
    assert (found[1].confidence, found[1].right) == (pytest.approx(0.9733, abs=0.001), pytest.approx(1 / 3))
    assert expected_error(found) == pytest.approx((2 * abs(0.075 - 0.5) + 3 * abs(0.97333 - 1 / 3)) / 5, abs=0.001)


def test_a_confidence_of_one_is_in_the_last_bin():
    (found,) = calibration([pair(None, None, 1.0)], lambda result: result.confidence, lambda *_: True)
    assert (found.high, found.lines) == (1.0, 1)


def test_bands_say_what_they_hold_and_what_they_get_wrong():
    rows = {row.band: row for row in bands(PAIRS, lambda result: Band.AUTO if result.relevant else Band.IGNORE)}
    auto, ignore = rows[Band.AUTO], rows[Band.IGNORE]
    assert (auto.lines, auto.relevant, auto.wrong_tone, auto.swaps) == (3, 2, 1, 1)
    assert (auto.precision, auto.covers, auto.error) == (pytest.approx(2 / 3), pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert (ignore.precision, ignore.error, ignore.covers) == (0.5, 0.5, pytest.approx(1 / 3))
    assert (rows[Band.REVIEW].lines, rows[Band.REVIEW].precision, rows[Band.REVIEW].error) == (0, 0.0, 0.0)
    assert (auto.wrong, auto.wrong_decisions, auto.decision_error) == (1, 2, pytest.approx(2 / 3))
    assert auto.as_dict()["praise_criticism_swaps"] == 1
    assert {"lines", "relevant", "precision", "covers", "error", "decision_error", "wrong", "wrong_decisions", "wrong_tone"} < set(
        auto.as_dict()
    )


@pytest.mark.parametrize(
    ("wanted", "given", "error", "whole"),
    [
        (None, None, 0.0, 0.0),  # leans to "not reform news", and is none: `review` holds such lines, too
        (Tone.NEUTRAL, None, 1.0, 1.0),
        (None, Tone.NEUTRAL, 1.0, 1.0),
        (Tone.NEUTRAL, Tone.PRAISE, 0.0, 1.0),
        (Tone.PRAISE, Tone.PRAISE, 0.0, 0.0),
    ],
)
@pytest.mark.parametrize("band", Band)
def test_a_line_is_wrong_in_every_band_by_what_was_decided(band, wanted, given, error, whole):
    row = next(row for row in bands([pair(wanted, given, 0.5)], lambda _: band) if row.band is band)
    assert (row.error, row.decision_error) == (error, whole)
