"""The labels of public articles, and how their texts are put together from the collection."""

import json

import pytest

from bot.editorial.labelled import parse_labelled
from training import vietnews


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Chủ_tịch UBND TP. HCM xin_lỗi người_dân", "Chủ tịch UBND TP. HCM xin lỗi người dân"),
        ("Hồ_sơ , giấy_tờ ( bản sao ) : 95 % .", "Hồ sơ, giấy tờ (bản sao): 95%."),
        ('ông nói : " xin_lỗi dân " .', 'ông nói: "xin lỗi dân".'),
        ("ngày 20 / 4 / 2018", "ngày 20/4/2018"),
    ],
)
def test_words_and_marks_are_put_together_as_they_were_printed(words, text):
    assert vietnews.running_text(words) == text


def test_a_label_is_joined_with_its_text(tmp_path, monkeypatch):
    labels = tmp_path / "labels.jsonl"
    label = {"file": "train/1.seg", "relevant": True, "fields": ["procedures"], "topics": [], "tone": "neutral", "sure": True}
    labels.write_text("\n".join(json.dumps({**label, "body": body}) for body in (True, False)), encoding="utf-8")
    monkeypatch.setattr(vietnews, "LABELS", labels)
    (tmp_path / "train").mkdir()
    (tmp_path / "train/1.seg").write_text("Tiêu_đề\n\nTóm_tắt .\n\nĐoạn một .\n\nĐoạn hai .", encoding="utf-8")
    with_body, without = (parse_labelled(line, 1).entry for line in vietnews.labelled_lines(tmp_path))
    assert (with_body.title, with_body.summary, with_body.body) == ("Tiêu đề", "Tóm tắt.", "Đoạn một. Đoạn hai.")
    assert without.body == ""
