"""The labels of public articles keep the guideline's rules, whichever collection they come from, and hold no text."""

import json

import pytest

from bot.editorial.labelled import parse_labelled
from bot.judgement import Field
from training import articles, vietnews

SAID = {"relevant", "fields", "topics", "tone", "sure"}


@pytest.mark.parametrize(
    ("collection", "name", "beside", "least"),
    [(vietnews, "file", {"body"}, 3_000), (articles, "title_sha256", {"repository"}, 2_000)],
)
def test_every_article_has_one_label_that_keeps_the_rules_and_no_text(collection, name, beside, least):
    labels = [json.loads(line) for line in collection.LABELS.read_text(encoding="utf-8").splitlines()]
    assert len({label[name] for label in labels}) == len(labels) > least
    for label in labels:
        read = parse_labelled(json.dumps({**label, "id": label[name], "title": "x", "body": ""}), 1)
        assert read.relevant == bool(read.fields) == (read.tone is not None)
        assert len(read.fields) <= 3
        assert Field.GENERAL not in read.fields or len(read.fields) == 1
        assert read.relevant or not read.topics
        assert set(label) == {name, *beside, *SAID}  # the texts are not ours
