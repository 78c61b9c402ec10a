"""What training gives the regression to learn from."""

import pytest

np = pytest.importorskip("numpy", reason="training needs requirements-train.txt")
sparse = pytest.importorskip("scipy.sparse", reason="training needs requirements-train.txt")
pytest.importorskip("sklearn", reason="training needs requirements-train.txt")

from training.fitting import DRAWS, TONES, Line, at_even_chances, calibrate_tones, draws, telling  # noqa: E402

GRAMS = sparse.csr_matrix(np.array([[1.0, 0.5, 0.0], [1.0, 0.0, 0.3], [1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]))
WANTED = np.array([1, 1, 0, 0])


def test_an_n_gram_found_everywhere_tells_nothing_and_one_found_on_one_side_tells_most():
    everywhere, here, there = telling(GRAMS, WANTED, np.ones(4))
    assert everywhere == pytest.approx(0)
    assert here == there == pytest.approx(np.log(2))


def test_what_an_entry_counts_is_counted():
    _, once, thrice = telling(GRAMS, WANTED, np.array([1.0, 3.0, 1.0, 1.0]))
    assert thrice > once


def test_both_sides_tell_alike():
    assert telling(GRAMS, WANTED, np.ones(4)) == pytest.approx(telling(GRAMS, 1 - WANTED, np.ones(4)))


def test_each_draw_but_the_first_weighs_every_entry_anew_and_on_average_as_before():
    trust = np.full(20_000, 3.0)
    first, *others = draws(trust, np.random.default_rng(0))
    assert (first == trust).all()
    assert len(others) == DRAWS - 1
    for each in others:
        assert each.min() > 0
        assert (each.mean(), each.var()) == pytest.approx((3.0, 4.5), rel=0.05)
    assert abs(np.corrcoef(*others)[0, 1]) < 0.05


def test_the_scales_of_tones_make_chances_of_their_logits():
    praise, criticism = (each.ravel() for each in np.meshgrid(np.linspace(-4, 4, 41), np.linspace(-4, 4, 41)))
    weights = np.exp(np.stack([0.5 * praise - 1, 0.8 * criticism + 0.3, np.zeros(len(praise))]))
    # So many of a hundred at each place have the tone: the scales that made the chances are found again.
    times = np.round(100 * weights / weights.sum(axis=0)).astype(int)
    logits = [np.concatenate([np.repeat(each, times[tone]) for tone in range(3)]) for each in (praise, criticism)]
    found = calibrate_tones(*logits, np.repeat(np.arange(3), times.sum(axis=1)))
    assert [value for scale in found for value in scale] == pytest.approx([0.5, -1, 0.8, 0.3], abs=0.02)


def test_logits_that_say_the_contrary_are_no_scale():
    logits = np.array([-2.0, -1.0, 1.0, 2.0, 1.5, -1.5])
    with pytest.raises(ValueError, match="look at the labels"):
        calibrate_tones(logits, -logits, np.array([0, 0, 2, 2, 1, 2]))


def test_the_threshold_of_a_tone_is_where_it_is_as_likely_as_neutral_and_the_chances_are_the_same():
    lines = {tone: Line(bias, np.zeros(0), 0.1) for tone, bias in zip(("relevant", *TONES), (0.4, -1.0, 2.0), strict=True)}
    scales = {"relevant": (1.2, 0.7), TONES[0]: (0.5, -0.3), TONES[1]: (0.8, 0.2)}
    moved, new = at_even_chances(lines, scales)
    for tone in TONES:
        (slope, offset), (new_slope, new_offset) = scales[tone], new[tone]
        assert new_offset == 0
        assert new_slope * moved[tone].bias == pytest.approx(slope * lines[tone].bias + offset)
    assert (moved["relevant"], new["relevant"]) == (lines["relevant"], scales["relevant"])
