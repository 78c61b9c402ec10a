"""What training gives the regression to learn from."""

import pytest

np = pytest.importorskip("numpy", reason="training needs requirements-train.txt")
sparse = pytest.importorskip("scipy.sparse", reason="training needs requirements-train.txt")
pytest.importorskip("sklearn", reason="training needs requirements-train.txt")

from training.fitting import LEAST_TELLING, telling  # noqa: E402

GRAMS = sparse.csr_matrix(np.array([[1.0, 0.5, 0.0], [1.0, 0.0, 0.3], [1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]))
WANTED = np.array([1, 1, 0, 0])


def test_an_n_gram_found_everywhere_tells_nothing_and_one_found_on_one_side_tells_most():
    everywhere, here, there = telling(GRAMS, WANTED, np.ones(4))
    assert everywhere == pytest.approx(LEAST_TELLING)
    assert here == there == pytest.approx(LEAST_TELLING + np.log(2))


def test_what_an_entry_counts_is_counted():
    _, once, thrice = telling(GRAMS, WANTED, np.array([1.0, 3.0, 1.0, 1.0]))
    assert thrice > once


def test_both_sides_tell_alike():
    assert telling(GRAMS, WANTED, np.ones(4)) == pytest.approx(telling(GRAMS, 1 - WANTED, np.ones(4)))
