"""The patch of `reform.yaml`: whatever the editor's way of writing, only what is proposed changes, and `patch` takes it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from bot.editorial.changes import Change, ChangeKind, applied
from bot.editorial.policy import ReformPolicy
from bot.errors import LoaError
from bot.settings.patching import patch_of
from bot.settings.positions import load_yaml

ROOT = Path(__file__).parents[2]
TEXT = """\
# Kiến thức
relevance:
  threshold: 3
  phrases:
    # Nói thẳng
    - {phrase: cải cách, weight: 5}  # quan trọng
    - {phrase: "cán bộ, công chức", weight: 2, unless: [cán bộ đội bóng]}

    # Chuyện khác
    - {phrase: bóng đá, weight: -4}
    - {phrase: du lịch, weight: -2}

fields:
  procedures:
    name: Thủ tục
    phrases:
      - {phrase: một cửa}
      - phrase: thủ tục   # viết kiểu khối
        weight: 4
      - phrase: giấy tờ
        unless:
          - giấy tờ tùy thân
  apparatus: {name: Bộ máy, phrases: [{phrase: bộ máy, weight: 4}, {phrase: biên chế}]}
  general:
    name: Chung
topics:
  one_stop:
    name: Một cửa
    phrases: []
tones:
  praise:
    name: Khen
    phrases:
    - {phrase: dẫn đầu, weight: 2}
"""

ADD, UNLESS, WEIGHT = ChangeKind.ADD, ChangeKind.UNLESS, ChangeKind.WEIGHT


def policy(text: str) -> ReformPolicy:
    return ReformPolicy.model_validate(load_yaml(text, "x", "vi").value)


def change(kind: ChangeKind, target: str, phrase: str, weight: float = 0.0, context: str = "") -> Change:
    return Change(kind=kind, target=target, phrase=phrase, weight=weight, context=context)


def patched(folder: Path, text: str, *changes: Change, ending: str = "\n", mark: str = "") -> str:
    """The file after `patch` has taken the diff."""
    path = folder / "reform.yaml"
    written = mark + text.replace("\n", ending)
    path.write_bytes(written.encode())
    expected = policy(text)
    for each in changes:
        expected = applied(expected, each)
    diff = patch_of(path, "reform.yaml", changes, expected)
    assert path.read_bytes() == written.encode(), "nothing is written"
    if shutil.which("patch") is None:
        pytest.skip("there is no patch here")
    (folder / "p.patch").write_bytes(diff.encode())
    done = subprocess.run(["patch", "--binary", "reform.yaml", "p.patch"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return path.read_bytes().decode()


def new_lines(before: str, after: str) -> list[str]:
    old = before.splitlines()
    return [line for line in after.splitlines() if line not in old]


@pytest.mark.parametrize(
    ("made", "line", "below"),
    [
        (change(ADD, "relevant", "nền hành chính", 3), "    - {phrase: nền hành chính, weight: 3}", "cán bộ đội bóng"),
        (change(ADD, "relevant", "thi hoa hậu", -2.0), "    - {phrase: thi hoa hậu, weight: -2}", "du lịch"),
        (change(ADD, "field:procedures", "sổ đỏ", 1.5), "      - {phrase: sổ đỏ, weight: 1.5}", "giấy tờ tùy thân"),
        (change(ADD, "tone:praise", "đứng nhất", 3), "    - {phrase: đứng nhất, weight: 3}", "dẫn đầu"),
        (change(ADD, "relevant", "Yes", 1), '    - {phrase: "Yes", weight: 1}', "cán bộ đội bóng"),
        (change(ADD, "relevant", "cán bộ, viên chức", 1), '    - {phrase: "cán bộ, viên chức", weight: 1}', "cán bộ đội bóng"),
        (change(ADD, "field:general", "cải cách nói chung", 2), "      - {phrase: cải cách nói chung, weight: 2}", "    phrases:"),
        (change(UNLESS, "field:procedures", "thủ tục", context="thủ tục nhập học"), "        unless: [thủ tục nhập học]", "weight: 4"),
        (change(UNLESS, "field:procedures", "giấy tờ", context="giấy tờ giả"), "          - giấy tờ giả", "giấy tờ tùy thân"),
    ],
)
def test_a_change_is_one_line_in_the_files_own_style(tmp_path, made, line, below):
    after = patched(tmp_path, TEXT, made).splitlines()
    assert below in after[after.index(line) - 1]


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (
            change(UNLESS, "relevant", "cán bộ, công chức", context="cán bộ công chức giả"),
            '    - {phrase: "cán bộ, công chức", weight: 2, unless: [cán bộ đội bóng, cán bộ công chức giả]}',
        ),
        (
            change(UNLESS, "relevant", "cải cách", context="cải cách ruộng đất"),
            "    - {phrase: cải cách, weight: 5, unless: [cải cách ruộng đất]}  # quan trọng",
        ),
        (change(WEIGHT, "relevant", "cải cách", 1.5), "    - {phrase: cải cách, weight: 1.5}  # quan trọng"),
        (change(WEIGHT, "field:procedures", "một cửa", 3), "      - {phrase: một cửa, weight: 3}"),
        (change(WEIGHT, "field:procedures", "thủ tục", 3), "        weight: 3"),
        (change(WEIGHT, "field:procedures", "giấy tờ", 3), "        weight: 3"),
        (
            change(ADD, "field:apparatus", "tinh gọn", 4),
            "  apparatus: {name: Bộ máy, phrases: [{phrase: bộ máy, weight: 4}, {phrase: biên chế}, {phrase: tinh gọn, weight: 4}]}",
        ),
        (change(ADD, "topic:one_stop", "một cửa", 4), "    phrases: [{phrase: một cửa, weight: 4}]"),
    ],
)
def test_what_stands_in_a_line_already_is_changed_there_and_its_comment_stays(tmp_path, made, line):
    assert line in patched(tmp_path, TEXT, made).splitlines()


def test_many_changes_leave_every_other_line_as_it_is(tmp_path):
    changes = (
        change(ADD, "relevant", "một", 1),
        change(ADD, "relevant", "hai", 2),
        change(ADD, "relevant", "ba", -3),
        change(UNLESS, "field:procedures", "một cửa", context="một cửa hàng"),
        change(UNLESS, "field:procedures", "một cửa", context="một cửa ải"),
        change(WEIGHT, "field:procedures", "một cửa", 2),
        change(ADD, "field:procedures", "bốn", 4),
    )
    after = patched(tmp_path, TEXT, *changes)
    assert new_lines(TEXT, after) == [
        "    - {phrase: một, weight: 1}",
        "    - {phrase: hai, weight: 2}",
        "    - {phrase: ba, weight: -3}",
        "      - {phrase: một cửa, weight: 2, unless: [một cửa hàng, một cửa ải]}",
        "      - {phrase: bốn, weight: 4}",
    ]
    assert new_lines(after, TEXT) == ["      - {phrase: một cửa}"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_ends_of_lines_and_the_byte_order_mark_stay_as_they_are(tmp_path, ending, mark):
    after = patched(tmp_path, TEXT, change(ADD, "relevant", "nền hành chính", 3), ending=ending, mark=mark)
    assert after.startswith(f"{mark}# Kiến thức{ending}")
    assert after.count("\n") == after.count(ending) == TEXT.count("\n") + 1


def test_the_last_line_without_its_end_gets_company(tmp_path):
    text = "relevance:\n  phrases:\n    - {phrase: cải cách}\nfields: {}\ntopics: {}\ntones:\n  praise:\n    name: Khen\n    phrases:\n      - {phrase: dẫn đầu}"
    assert patched(tmp_path, text, change(ADD, "tone:praise", "đứng nhất", 2)) == f"{text}\n      - {{phrase: đứng nhất, weight: 2}}"


def test_without_changes_there_is_no_patch(tmp_path):
    assert patch_of(tmp_path / "không-có.yaml", "reform.yaml", (), policy(TEXT)) == ""


def test_a_file_that_can_not_be_read_is_told(tmp_path):
    with pytest.raises(LoaError, match=r"reform\.yaml can't be read"):
        patch_of(tmp_path / "không-có.yaml", "reform.yaml", [change(ADD, "relevant", "một", 1)], policy(TEXT))


def test_what_can_not_be_written_there_is_told_rather_than_written_wrong(tmp_path):
    path = tmp_path / "reform.yaml"
    path.write_text(TEXT.replace("cải cách", "cải tiến"), encoding="utf-8")
    for made in (change(WEIGHT, "relevant", "cải cách", 1), change(ADD, "tone:criticism", "trễ", 1), change(ADD, "relevant", "một", 1)):
        with pytest.raises(LoaError, match="by hand"):
            patch_of(path, "reform.yaml", [made], policy(TEXT))


def test_the_shipped_file_takes_a_phrase_for_each_target_and_changes_in_those_lines_only(tmp_path):
    text = (ROOT / "config/reform.yaml").read_text(encoding="utf-8")
    changes = [
        *(
            change(ADD, target, "cụm từ thử nghiệm", 2)
            for target in ("relevant", "field:e_government", "topic:directive", "tone:criticism")
        ),
        change(ADD, "relevant", "cụm từ chống", -2),
        change(UNLESS, "field:procedures", "một cửa", context="một cửa tiệm"),
    ]
    after = patched(tmp_path, text, *changes)
    assert len(new_lines(text, after)) == 6
    assert after.count("cụm từ thử nghiệm") == 4
