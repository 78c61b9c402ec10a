"""What each labelled entry counts in training."""

import json

import pytest

pytest.importorskip("numpy", reason="training needs requirements-train.txt")
pytest.importorskip("scipy.sparse", reason="training needs requirements-train.txt")

from training.corpus import UNSURE, lexicon, read_corpus

ENTRY = {
    "title": "Quảng Trị cắt giảm thủ tục hành chính",
    "relevant": True,
    "fields": ["procedures"],
    "topics": [],
    "tone": "neutral",
}


def _line(name: str, *, sure: bool) -> str:
    return json.dumps({**ENTRY, "id": name, "sure": sure})


def test_a_label_that_one_reader_was_not_sure_of_counts_less_and_a_settled_one_whole():
    measured = [_line("settled", sure=True), _line("settled, in doubt", sure=False)]
    learnt = [_line("read once", sure=True), _line("read once, in doubt", sure=False)]
    corpus = read_corpus(measured, [(learnt, 2.0), (learnt, 1.0)], 3.0, lexicon())
    assert list(corpus.trust) == pytest.approx([3.0, 3.0, 2.0, 2.0 * UNSURE, 1.0, UNSURE])
    assert corpus.measured == 2
