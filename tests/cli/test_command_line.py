"""The command line: redaction, JSON, exit codes, the demo's clock."""

import codecs
import io
import json
import logging
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import pytest
import structlog

from bot.cli import main
from bot.cli.demo import fast_clock, next_morning
from bot.cli.jsonable import plain, to_json
from bot.cli.log import redact, set_up_log
from bot.cli.wiring import read_settings
from bot.editorial.classify import classify
from bot.editorial.lexicon import compile_lexicon
from bot.intake.parse import parse
from bot.model import Draft, PostState, Standing
from bot.settings.model import LogPolicy
from bot.store.polls import Arrival
from tests.store.samples import NOW, stored

CONFIG = Path(__file__).parents[2] / "config/bot.yaml"
TOKEN = "EAABsbCS1iHgBO1234567890abcdefgh"


@pytest.mark.parametrize(
    "text",
    [
        TOKEN,
        f"url: /v26.0/me?access_token={TOKEN}&x=1",
        "Authorization: Bearer abcdefghijklmnop",
        "appsecret_proof=0123456789abcdef",
        "900000000000009|abcdefghijklmnopqrstuv",
        "mật khẩu bí-mật-lắm ở đây",
    ],
)
def test_whatever_looks_like_a_secret_or_is_one_is_redacted(text):
    clean = redact(text, ["bí-mật-lắm"])
    assert "(redacted)" in clean
    assert not any(secret in clean for secret in (TOKEN, "abcdefghijklmnop", "0123456789abcdef", "bí-mật-lắm"))


def test_no_secret_reaches_the_log_by_any_way(capsys):
    set_up_log(LogPolicy(level="debug", format="json"), ["bí-mật-lắm"])
    log = structlog.stdlib.get_logger("loa.test")
    log.info("một bí-mật-lắm", token=TOKEN, inner={"a": ["bí-mật-lắm", 1]})
    log.error("hai", exc_info=ValueError(f"hỏng: {TOKEN}"))
    logging.getLogger("somebody.else").warning("ba %s", "bí-mật-lắm")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert [json.loads(line)["level"] for line in lines] == ["info", "error", "warning"]
    assert not any(TOKEN in line or "bí-mật-lắm" in line for line in lines)
    assert "ValueError" in lines[1]


def test_values_become_json_the_same_way_everywhere(now):
    class Colour(StrEnum):
        RED = "red"

    value = {PostState.HELD: Draft(message="á", link="b", marker="c"), "at": now, "colours": (Colour.RED,)}
    draft = {"message": "á", "link": "b", "marker": "c", "ways": ["link"], "pictures": [], "comment": ""}
    assert plain(value) == {"held": draft, "at": "2026-11-24T01:00:00+00:00", "colours": ["red"]}
    assert "á" in to_json(value)
    with pytest.raises(TypeError):
        plain(object())


def test_wrong_use_exits_with_two(capsys):
    assert main(["no-such-verb"]) == 2
    assert main(["show"]) == 2
    assert main(["check", "--config", "không-có.yaml"]) == 2
    assert "không thấy tệp" in capsys.readouterr().err


def test_help_is_vietnamese_and_exits_with_zero(capsys):
    assert main(["--help"]) == 0
    assert "cải cách hành chính" in capsys.readouterr().out


def test_the_demos_clock_runs_as_fast_as_told():
    seconds = [100.0]
    clock = fast_clock(datetime(2026, 11, 25, tzinfo=UTC), 600, monotonic=lambda: seconds[0])
    seconds[0] += 6
    assert datetime(2026, 11, 25, 1, tzinfo=UTC) == clock()


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_the_demo_begins_at_the_next_seven_oclock_in_vietnam(hour):
    begin = next_morning(datetime(2026, 11, 24, hour, 30, tzinfo=UTC))
    assert timedelta(0) < begin - datetime(2026, 11, 24, hour, 30, tzinfo=UTC) <= timedelta(days=1)
    assert begin.hour == 7


def test_judging_needs_no_token(tmp_path, capsys):
    lines = tmp_path / "tin.jsonl"
    label = {"id": "1", "title": "Cải cách thủ tục hành chính", "relevant": True, "fields": ["procedures"], "topics": [], "tone": "neutral"}
    lines.write_text(json.dumps(label) + "\n\n" + json.dumps({**label, "id": "2"}) + "\n", encoding="utf-8")
    assert main(["classify", str(lines), "--config", str(CONFIG)]) == 0
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == ["1", "2"]
    assert main(["evaluate", str(lines), "--json", "--config", str(CONFIG)]) == 0
    assert json.loads(capsys.readouterr().out)["relevance"]["f1"] == 1.0


def test_a_key_that_nobody_reads_is_told_beside_the_figures(tmp_path, capsys):
    lines = tmp_path / "tin.jsonl"
    label = {"id": "1", "title": "Cải cách thủ tục hành chính", "relevant": True, "fields": ["procedures"], "topics": [], "tone": "neutral"}
    lines.write_text(json.dumps({**label, "nguồn": "báo"}, ensure_ascii=False), encoding="utf-8")
    assert main(["evaluate", str(lines), "--json", "--config", str(CONFIG)]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["lines"] == 1
    assert err.startswith('Khóa "nguồn" không được đọc (lần đầu ở dòng 1, có ở 1 dòng).')
    lines.write_text("\n".join([json.dumps(label)] * 2), encoding="utf-8")
    assert main(["evaluate", str(lines), "--json", "--config", str(CONFIG)]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["lines"] == 2
    assert err.startswith("Có 1 dòng (dòng đầu tiên: dòng 2) dùng lại id của một dòng trước.")


def test_a_line_that_can_not_be_read_is_named_and_exits_with_one(tmp_path, capsys):
    lines = tmp_path / "tin.jsonl"
    lines.write_text("{", encoding="utf-8")
    assert main(["classify", str(lines), "--config", str(CONFIG)]) == 1
    assert "Dòng 1" in capsys.readouterr().err
    assert main(["classify", str(tmp_path / "không-có.jsonl"), "--config", str(CONFIG)]) == 1


NEWS = json.dumps({"id": "đ", "title": "Cải cách thủ tục hành chính"}, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("locale", ["utf-8", "cp1252", "ascii"])
@pytest.mark.parametrize("text", [NEWS.encode(), codecs.BOM_UTF8 + NEWS.encode(), NEWS.encode().rstrip()])
@pytest.mark.parametrize("way", ["file", "standard input"])
def test_lines_are_read_as_utf_8_whatever_the_locale_and_a_mark_before_them_is_none(tmp_path, monkeypatch, capsys, locale, text, way):
    (tmp_path / "tin.jsonl").write_bytes(text)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text), encoding=locale))
    assert main(["classify", "-" if way == "standard input" else str(tmp_path / "tin.jsonl"), "--config", str(CONFIG)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["id"], found["relevant"]) == ("đ", True)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('{"id": "1", "title": "Đơn"}\n'.encode("cp1258"), 1),
        (('{"id": "1", "title": "Một"}\n' * 1_000).encode() + b'{"id": "2", "title": "\xff"}\n', 1_001),
        ('{"id": "1", "title": "Một"}\n'.encode("utf-16"), 1),
    ],
)
def test_lines_that_are_no_utf8_are_told_with_the_first_of_them(tmp_path, capsys, content, line):
    (tmp_path / "tin.jsonl").write_bytes(content)
    assert main(["classify", str(tmp_path / "tin.jsonl"), "--config", str(CONFIG)]) == 1
    told = capsys.readouterr().err
    assert f"tin.jsonl không ở dạng UTF-8, từ dòng {line}. Hãy mở tệp rồi lưu lại ở dạng UTF-8" in told
    assert "Unicode" not in told


@pytest.mark.parametrize(
    ("bytes_", "told"),
    [(b'{"id": "a", "title": "C\xe9"}', "Tệp - không ở dạng UTF-8. Hãy lưu lại ở dạng UTF-8."), (None, "Không đọc được tệp -: ")],
)
@pytest.mark.parametrize("verb", ["classify", "evaluate"])
def test_standard_input_that_is_no_utf_8_or_is_not_there_is_told_like_a_file(monkeypatch, capsys, bytes_, told, verb):
    monkeypatch.setattr("sys.stdin", None if bytes_ is None else io.TextIOWrapper(io.BytesIO(bytes_), encoding="cp1252"))
    assert main([verb, "-", "--config", str(CONFIG)]) == 1
    assert told in capsys.readouterr().err


def test_why_and_preview_tell_what_else_was_read(office, capsys):
    rss = "<rss version='2.0'><channel><title>Cổng</title>{}</channel></rss>"
    text = "Ông A (CCCD 045203001234) theo Kế hoạch số 12/KH-UBND, trước ngày 30/6/2026"
    item = f"<item><title>Cải cách thủ tục hành chính tại bộ phận một cửa</title><link>https://cong.vn/1</link><description>{text}</description></item>"
    (office.folder / "tin.jsonl").write_text(
        json.dumps({"id": "1", "title": "Cải cách thủ tục hành chính tại bộ phận một cửa", "summary": text}), encoding="utf-8"
    )
    assert office.run("classify", "tin.jsonl") == 0
    assert [each["value"] for each in json.loads(capsys.readouterr().out)["findings"]] == ["**********34", "12/KH-UBND", "2026-06-30"]
    (news,) = parse(rss.format(item).encode(), "application/rss+xml", "huyen", "https://cong.vn/rss")
    classification = classify(news, compile_lexicon(read_settings(office.config).reform))
    office.store.feeds.ensure("huyen", "https://cong.vn/rss", NOW)
    stored(office.store, Arrival(entry=news, classification=classification, standing=Standing.BASELINE, reason="có sẵn"))
    for verb in ("why", "preview"):
        assert office.run(verb, news.key) == 0
        told = capsys.readouterr().out
        assert "văn bản 12/KH-UBND (tóm tắt; Kế hoạch)" in told
        assert "thời hạn 2026-06-30" in told
        assert "**********34 (tóm tắt)" in told
        assert "045203001234" not in told
