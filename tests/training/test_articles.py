"""The labels of articles that people gathered in public repositories, and how they are joined with their texts."""

import json

import pytest

from bot.editorial.labelled import parse_labelled
from training import articles

LABEL = {"repository": "someone/news", "relevant": True, "fields": ["procedures"], "topics": [], "tone": "praise", "sure": True}


@pytest.fixture
def labelled(tmp_path, monkeypatch):
    """Writes labels for headlines, and the texts that there are of them."""

    def written(*texts, headlines):
        labels = tmp_path / "labels.jsonl"
        rows = [{**LABEL, "title_sha256": articles.fingerprint(headline)} for headline in headlines]
        labels.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        monkeypatch.setattr(articles, "LABELS", labels)
        found = tmp_path / "texts.jsonl"
        found.write_text("\n".join(json.dumps(text) for text in texts), encoding="utf-8")
        return found

    return written


def test_a_label_is_joined_with_the_text_of_its_headline(labelled):
    texts = labelled(
        {"title": "Xã xin lỗi vì trễ hẹn", "summary": "S" * 900, "body": "B"},
        {"title": "Tin khác"},
        {"title": "Một cửa mở thứ Bảy", "summary": "", "body": "B" * 900},
        headlines=["Một cửa mở thứ Bảy", "Xã xin lỗi  vì trễ hẹn"],
    )
    first, second = (parse_labelled(line, 1).entry for line in articles.labelled_lines(texts))
    assert (first.title, first.summary, first.body) == ("Một cửa mở thứ Bảy", "", "B" * articles.BODY_CHARACTERS)
    assert (second.title, second.summary, second.body) == ("Xã xin lỗi vì trễ hẹn", "S" * articles.SUMMARY_CHARACTERS, "")


def test_texts_that_lack_a_labelled_article_are_refused_and_say_which(labelled):
    texts = labelled({"title": "Một"}, headlines=["Một", "Hai", "Ba"])
    with pytest.raises(ValueError, match=rf"texts\.jsonl: 2 of 3 .*{articles.fingerprint('Hai')} of someone/news"):
        articles.labelled_lines(texts)
