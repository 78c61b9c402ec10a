"""Wrong use as Typer itself finds it, by the real command line: in Vietnamese, with the verb's usage, exit code 2."""

import pytest
import typer
from typer.exceptions import TyperException

from bot.cli import main
from bot.cli.app import run
from bot.cli.options import LANGUAGE
from bot.cli.usage import told

ENGLISH = ("Usage", "Error", "Try ", "Missing", "No such", "Invalid", "Option", "Value", "Input", "Got ", "Choose", "Did you")


@pytest.fixture(autouse=True)
def vietnamese():
    """As at the start of a process, before any settings are read."""
    mark = LANGUAGE.set("vi")
    yield
    LANGUAGE.reset(mark)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("show", "Thiếu tham số “post”."),
        ("user", "Thiếu tham số “deed”. Hãy chọn một trong: add, password."),
        ("reject p1", "Thiếu tùy chọn --note."),
        ("khong-co", "Không có lệnh “khong-co”."),
        ("shwo p1", "Không có lệnh “shwo”. Có phải ý bạn là: show?"),
        ("show p1 --zz", "Không có tùy chọn --zz."),
        ("show p1 --jsn", "Không có tùy chọn --jsn. Có phải ý bạn là: --json?"),
        ("show p1 -x", "Không có tùy chọn -x."),
        ("--khong", "Không có tùy chọn --khong."),
        ("show p1 p2 p3", "Thừa tham số: p2 p3. Giá trị có dấu cách phải đặt trong dấu ngoặc kép."),
        ("queue --limit", "Tùy chọn --limit cần một giá trị đi sau."),
        ("queue --json=1", "Tùy chọn --json không nhận giá trị."),
        ("queue --limit mười", "--limit: giá trị phải là số nguyên"),
        ("queue --limit 0", "--limit: giá trị quá nhỏ; ít nhất là 1"),
        ("audit --days 999", "--days: giá trị quá lớn; nhiều nhất là 366"),
        ("demo --speed x", "--speed: giá trị phải là số; phần thập phân dùng dấu chấm"),
        ("correct e1 --tone vui", "--tone: “vui” không dùng được; hãy chọn một trong: praise, criticism, neutral"),
        ("user xem Lan", "deed: “xem” không dùng được; hãy chọn một trong: add, password"),
        ("report --from 1/2/2026", "--from: “1/2/2026” không phải ngày đúng dạng năm-tháng-ngày, ví dụ: 2026-11-24"),
        ("evaluate", "Hãy nêu một tệp có nhãn, hoặc --corrections để so với quyết định của biên tập viên."),
        ("sandbox --faults khong-co.json", "--faults: "),
    ],
)
def test_wrong_use_is_told_in_vietnamese(capsys, words, says):
    assert main(words.split()) == 2
    out, err = capsys.readouterr()
    *usage, last = err.splitlines()
    assert (out, last[: len(says)]) == ("", says)
    assert last == says or words.startswith("sandbox")
    assert not any(english in err for english in ENGLISH)
    # Typer does not always know by then which verb it is.
    assert [line.partition(": ")[0] for line in usage] in ([], ["Cách dùng", "Xem hướng dẫn"])


@pytest.mark.parametrize("words", ["classify {}", "evaluate {}", "suggest --guard {}", "edit p1 --file {}"])
def test_a_file_that_can_not_be_read_is_told_in_vietnamese(office, capsys, words):
    (office.folder / "thư mục").mkdir()
    for name, why in (("không-có.jsonl", "không có tệp hay thư mục này"), ("thư mục", "đây là thư mục, không phải tệp")):
        assert office.run(*(word.format(name) for word in words.split())) == 1
        err = capsys.readouterr().err
        assert why in err
        assert name in err


def test_the_usage_of_the_verb_stands_before_it(capsys):
    assert main(["show"]) == 2
    usage, hint, _ = capsys.readouterr().err.splitlines()
    assert usage.endswith(" show [TÙY CHỌN] {post}")
    assert hint.endswith(" show --help")
    assert main(["khong-co"]) == 2
    assert capsys.readouterr().err.splitlines()[0].endswith(" [TÙY CHỌN] LỆNH [THAM SỐ]...")


def test_what_was_pasted_to_a_wrong_place_is_not_shown(capsys):
    token = "EAABsbCS1iHgBO1234567890abcdefgh"
    assert main(["queue", f"--{token}"]) == 2
    assert main(["queue", token]) == 2
    assert token not in capsys.readouterr().err


def test_a_sentence_that_is_not_known_is_told_as_it_is():
    assert list(told(TyperException("Something new."), "vi")) == ["Dùng lệnh chưa đúng: Something new."]
    assert list(told(typer.BadParameter("Something new."), "vi")) == ["Something new."]


@pytest.mark.parametrize(
    ("raised", "code", "says"),
    [
        (typer.Exit(1), 1, ""),
        (typer.Exit(2), 2, ""),
        (SystemExit(3), 3, ""),
        (KeyboardInterrupt(), 130, ""),
        (typer.Abort(), 1, "Đã dừng theo yêu cầu.\n"),
        (EOFError(), 1, "\nĐã dừng theo yêu cầu.\n"),
    ],
)
def test_the_other_ways_out_of_a_verb_keep_their_exit_codes(capsys, raised, code, says):
    def verb() -> None:
        raise raised

    made = typer.Typer()
    made.command("x")(verb)
    made.command("y")(lambda: None)
    assert run(made, ["x"]) == code
    assert capsys.readouterr().err == says
    assert run(made, ["y"]) == 0


def test_no_words_at_all_show_the_help(capsys):
    assert main([]) == 2
    assert "Loa: đưa tin cải cách hành chính" in capsys.readouterr().out
