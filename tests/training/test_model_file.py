"""A model is written so that the same is read again, and what is shipped was written so."""

import json
from importlib import resources

from bot.editorial.fitted import parse_fitted
from training.model_file import model_text

SCALE = {"logit": 0.5, "threshold": 3.0, "bias": -1.0, "slope": 1.0, "offset": 0.0}
HEAD = {
    "sections": {"title": 1.0},
    "headline": 0.5,
    "body_characters": 20,
    "longest": 2,
    "targets": ["relevant", "tone:praise"],
    "scales": {"relevant": SCALE, "tone:praise": SCALE},
}
ROWS = {"hồ sơ": [(0, 4000), (1, -7)], '"': [(1, 1)]}


def test_what_was_written_is_read():
    model = parse_fitted(model_text(HEAD, ROWS))
    assert {gram: [(model.numbers[place], model.weights[place]) for place in model.row(gram)] for gram in model.grams} == {
        "hồ sơ": [(0, 4.0), (1, -0.007)],
        '"': [(1, 0.001)],
    }
    assert not model.row("một cửa")
    assert (model.targets, model.longest, model.scales["relevant"].bias) == (("relevant", "tone:praise"), 2, -1.0)


def test_each_run_has_a_line_in_each_list():
    text = model_text(HEAD, ROWS)
    assert all(f"\n{line}\n" in text for line in ('"hồ sơ",', "2,", "0,1,", "4000,-7,"))


def test_what_is_shipped_is_what_is_written_of_it():
    text = resources.files("bot.editorial").joinpath("fitted.json").read_text(encoding="utf-8")
    model = parse_fitted(text)
    rows = {gram: [(model.numbers[place], round(model.weights[place] * 1000)) for place in model.row(gram)] for gram in model.grams}
    head = {key: value for key, value in json.loads(text).items() if key not in {"format", "grams", "lengths", "numbers", "weights"}}
    assert model_text(head, rows) == text
