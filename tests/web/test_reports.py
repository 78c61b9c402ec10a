"""Reports and exports on the page: ordered by form, made beside the requests, fetched by whoever ordered them and by nobody else."""

import io
import re
import threading
import urllib.request
from dataclasses import replace
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from docx import Document

from bot.plan.rights import Deed, may
from bot.service.workshop import KEPT, MOST_OF_ONE, Finished, Order, Stage, Workshop
from bot.web.application import build_application
from bot.web.reports import disposition
from bot.web.server import Page
from tests.fakes import newsroom
from tests.service.conftest import bench, url
from tests.service.test_workshop import SECONDS, Gate, wait
from tests.web.people import APPROVER, EDITOR, EVERYBODY, VIEWER, form_on, sign_in, token_in, with_people

__all__ = ("bench", "url")

REPORT = {"period": "2026-11", "format": "csv", "number": "", "date": "", "from": "", "to": ""}


@pytest.fixture
def instant() -> list[float]:
    return [0.0]


@pytest.fixture
def workshop(instant):
    found = Workshop(lambda: instant[0])
    yield found
    found.close()


@pytest.fixture
def staffed(bench):
    with_people(bench, *EVERYBODY)
    newsroom.publish(bench.world, 12)
    return bench


@pytest.fixture
def enter(staffed, workshop):
    """A browser in which somebody has signed in; None: nobody."""
    application = build_application(lambda: staffed.world, key="k" * 64, workshop=workshop)

    def browser(name=None):
        client = application.test_client()
        if name is not None:
            assert sign_in(client, name).status_code == 303
        return client

    return browser


def order(client, path="/reports", **fields):
    data = {"csrf_token": token_in(client, "/reports"), **(REPORT if path == "/reports" else {"format": "csv"}), **fields}
    return client.post(path, data=data)


def made(client, workshop, path="/reports", **fields) -> str:
    """The address of what has been ordered and made."""
    answer = order(client, path, **fields)
    assert answer.status_code == 303, answer.text
    wait(workshop)
    return answer.headers["Location"]


def status(client, path) -> int:
    """What is answered, with the file closed again."""
    with client.get(path) as answer:
        return answer.status_code


def named(answer) -> tuple[str, str]:
    """The two names of a download."""
    found = re.fullmatch(
        r"attachment; filename=\"([\x20-\x7e]+)\"; filename\*=UTF-8''([A-Za-z0-9%._~-]+)", answer.headers["Content-Disposition"]
    )
    assert found, answer.headers["Content-Disposition"]
    return found[1], unquote(found[2])


# The form


def test_the_form_offers_the_periods_that_are_asked_for_most_and_the_month_that_is_over_first(staffed, enter):
    page = enter("xem").get("/reports").text
    today = staffed.instant[0].astimezone(staffed.world.zone)
    offered = re.findall(r'<option value="([^"]+)"', page.partition('name="period"')[2].partition("</select>")[0])
    assert {f"{today:%Y}", f"{today:%Y-%m}", "days"} <= set(offered)
    assert sum(bool(re.fullmatch(r"\d{4}-\d\d", each)) for each in offered) == 13
    assert sum("Q" in each for each in offered) == 5
    chosen = re.search(r'<option value="([^"]+)" selected>([^<]+)', page)
    assert chosen[1] < f"{today:%Y-%m}"
    assert chosen[2].startswith("Tháng ")
    assert "(chưa hết kỳ)" in page


@pytest.mark.parametrize("form", ["docx", "xlsx", "html", "csv", "json"])
def test_a_report_is_ordered_made_and_fetched(enter, workshop, form):
    client = enter("xem")
    address = made(client, workshop, format=form, number="45/BC")
    page = client.get(address).text
    assert f"{address}/file" in page
    assert "Đã xong" in page
    with client.get(f"{address}/file") as answer:
        assert answer.status_code == 200
        assert named(answer) == (f"bao-cao-2026-11-01-2026-11-30.{form}", f"Báo cáo số 45-BC tháng 11 năm 2026.{form}")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Type"].split(";")[0] == workshop.look(address.rpartition("/")[2], "user xem").finished.media_type
        assert len(answer.data) > 100
    assert address in client.get("/reports").text


def test_what_was_typed_is_in_the_document(enter, workshop):
    client = enter("minh")
    address = made(
        client, workshop, period="days", **{"from": "2026-11-02", "to": "2026-11-20"}, format="docx", number="7", date="2026-11-30"
    )
    with client.get(f"{address}/file") as answer:
        word = Document(io.BytesIO(answer.data))
    cells = [cell.text for row in word.tables[0].rows for cell in row.cells]
    assert "Số: 7/BC" in cells
    assert "Ngày 30 tháng 11 năm 2026" in cells
    assert any("từ ngày 02/11/2026 đến ngày 20/11/2026" in paragraph.text for paragraph in word.paragraphs)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"period": "2099-Q1"}, "chưa bắt đầu"),
        ({"period": "quý 3"}, "2026-Q3"),
        ({"period": ""}, "2026-Q3"),
        ({"period": "days", "from": "2026-11-20", "to": "2026-11-02"}, "trước khi bắt đầu"),
        ({"period": "days", "from": "2026-11-20"}, "cả ngày đầu kỳ và ngày cuối kỳ"),
        ({"period": "days", "from": "20/11/2026", "to": "2026-11-30"}, "2026-11-24"),
        ({"date": "9999-99-99"}, "2026-11-24"),
        ({"number": "9" * 41}, "40"),
        ({"format": "exe"}, "lựa chọn lạ"),
        ({"format": ""}, "lựa chọn lạ"),
    ],
)
def test_what_can_not_be_made_is_said_with_the_remedy_and_nothing_typed_is_lost(enter, workshop, fields, said):
    client = enter("lan")
    typed = {"number": "12/BC-X", "date": "2026-11-30", "format": "xlsx", **fields}
    answer = order(client, **typed)
    assert answer.status_code == 422
    assert said in answer.text
    for name in ("number", "date", "from", "to"):
        if name in typed:
            assert f'name="{name}"' in answer.text
            assert f'value="{typed[name]}"' in answer.text
    if fields.get("format") is None:
        assert '<option value="xlsx" selected>' in answer.text
    assert workshop.of("user lan") == []


def test_a_template_with_a_fault_is_told_where_the_file_would_be_with_the_form_as_it_was(staffed, enter, workshop, tmp_path):
    (tmp_path / "report.docx").write_bytes(b"no word file")
    staffed.world = replace(staffed.world, settings=replace(staffed.world.settings, report_template=tmp_path / "report.docx"))
    client = enter("minh")
    address = made(client, workshop, format="docx", number="12", period="2026-Q4")
    page = client.get(address).text
    assert "Không đọc được mẫu báo cáo" in page
    assert 'value="12"' in page
    assert '<option value="2026-Q4" selected>' in page
    assert status(client, f"{address}/file") == 404
    assert "Không đọc được mẫu báo cáo" in client.get("/reports").text


def test_an_unknown_fault_is_a_sentence_too(enter, workshop):
    client = enter("minh")

    def broken(folder, told):
        raise ZeroDivisionError("inside")

    key = workshop.order(Order(owner="user minh", deed=Deed.REPORT, title="Báo cáo", make=broken))
    wait(workshop)
    page = client.get(f"/reports/{key}")
    assert page.status_code == 200
    assert "lỗi của Loa" in page.text
    assert "inside" not in page.text


# While it is made


def test_work_under_way_says_how_far_it_is_with_and_without_javascript(enter, workshop):
    client, gate = enter("minh"), Gate()
    key = workshop.order(Order(owner="user minh", deed=Deed.REPORT, title="Báo cáo", make=gate))
    later = workshop.order(Order(owner="user minh", deed=Deed.REPORT, title="Báo cáo nữa", make=gate))
    assert gate.begun.wait(SECONDS)
    page = client.get(f"/reports/{key}").text
    assert re.search(r"<progress [^>]*max=\"10\" value=\"3\"", page)
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert "được 30%" in page
    assert client.get(f"/reports/{key}/progress").get_json() == {"is_over": False, "done": 3, "total": 10, "where": "Đang làm, được 30%."}
    assert "còn 1 việc làm trước" in client.get(f"/reports/{later}").text
    assert client.get(f"/reports/{key}/file").status_code == 404
    gate.open.set()
    wait(workshop)
    assert client.get(f"/reports/{key}/progress").get_json()["is_over"]
    assert "refresh" not in client.get(f"/reports/{key}").text


def test_too_much_at_once_is_said_and_nothing_typed_is_lost(enter, workshop):
    client, gate = enter("minh"), Gate()
    for _ in range(MOST_OF_ONE):
        workshop.order(Order(owner="user minh", deed=Deed.REPORT, title="Báo cáo", make=gate))
    answer = order(client, number="12/BC-X")
    assert answer.status_code == 409
    assert "Hãy chờ một việc xong" in answer.text
    assert 'value="12/BC-X"' in answer.text
    gate.open.set()


def test_the_page_answers_while_a_report_is_made(staffed):
    """Over the network, with the four threads of the server, and a stop while it is made."""
    page = Page(lambda: staffed.world, staffed.world.settings.web.model_copy(update={"port": 0}))
    page.start()
    begun, ended = threading.Event(), threading.Event()

    def endless(folder, told):
        try:
            while True:
                told(1, 2)
                begun.set()
        finally:
            ended.set()

    page._workshop.order(Order(owner="user lan", deed=Deed.REPORT, title="Báo cáo", make=endless))
    assert begun.wait(SECONDS)
    for _ in range(8):
        with urllib.request.urlopen(f"{page.url}sign-in", timeout=SECONDS) as answer:
            assert answer.status == 200
    assert not ended.is_set()
    page.stop()
    assert ended.is_set()
    assert not page._workshop._thread.is_alive()


# Who may have it


@pytest.mark.parametrize("user", EVERYBODY, ids=lambda user: user.role)
def test_everything_is_for_approvers_alone(enter, workshop, user):
    client = enter(user.name)
    answer = order(client, "/reports/export")
    is_allowed = may(user.role, Deed.EXPORT)
    assert answer.status_code == (303 if is_allowed else 403)
    assert ("/reports/export" in client.get("/reports").text) is is_allowed
    wait(workshop)
    assert len(workshop.of(f"user {user.name}")) == is_allowed


def test_an_export_is_one_zip_file_and_the_journal_says_who_has_it(staffed, enter, workshop):
    client = enter("lan")
    address = made(client, workshop, "/reports/export", format="jsonl")
    with client.get(f"{address}/file") as answer:
        assert answer.headers["Content-Type"] == "application/zip"
        assert named(answer)[0].endswith(".zip")
        assert "posts.jsonl" in ZipFile(io.BytesIO(answer.data)).namelist()
    (line,) = staffed.world.store.journal.of("export")
    assert (line.actor, line.verb) == ("lan", "exported")
    assert "xuất toàn bộ dữ liệu" in client.get("/journal").text


def test_work_belongs_to_who_asked_for_it(enter, workshop):
    mine = made(enter("minh"), workshop)
    for other in ("lan", "xem"):
        client = enter(other)
        for path in (mine, f"{mine}/file", f"{mine}/progress"):
            assert client.get(path).status_code == 404, (other, path)
        assert mine not in client.get("/reports").text
    # In another browser of the same person it is theirs; without a sign-in it is nobody's.
    assert status(enter("minh"), f"{mine}/file") == 200
    assert status(enter(), f"{mine}/file") == 303


@pytest.mark.parametrize("key", ["0" * 32, "..", "../../etc/passwd", "%2e%2e%2fetc%2fpasswd", "x%00", "file", "é" * 32, "a" * 5_000])
def test_a_key_that_nobody_has_been_given_leads_nowhere(enter, workshop, key):
    client = enter("lan")
    made(client, workshop)
    for path in (f"/reports/{key}", f"/reports/{key}/file", f"/reports/{key}/progress"):
        assert client.get(path).status_code in {404, 308}


def test_who_may_no_longer_take_everything_out_does_not_get_what_they_asked_for_before(staffed, enter, workshop):
    address = made(enter("lan"), workshop, "/reports/export")
    with_people(staffed, VIEWER, EDITOR, APPROVER.model_copy(update={"role": EDITOR.role}))
    client = enter("lan")
    assert status(client, f"{address}/file") == 403
    assert client.get(address).status_code == 403


def test_a_file_whose_time_is_over_is_gone_for_its_owner_too(enter, workshop, instant):
    client = enter("lan")
    address = made(client, workshop)
    assert status(client, f"{address}/file") == 200
    instant[0] += KEPT.total_seconds()
    assert status(client, f"{address}/file") == 404
    assert client.get(address).status_code == 404


def test_a_file_that_vanished_meanwhile_is_no_fault_of_the_program(enter, workshop):
    client = enter("lan")
    address = made(client, workshop)
    workshop.look(address.rpartition("/")[2], "user lan").finished.path.unlink()
    assert status(client, f"{address}/file") == 404


@pytest.mark.parametrize("path", ["/reports", "/reports/export"])
def test_a_form_without_its_token_makes_nothing(enter, workshop, path):
    client = enter("lan")
    for token in ("", "x"):
        assert client.post(path, data={**REPORT, "csrf_token": token}).status_code == 400
    assert (
        client.post(
            path, data={**REPORT, "csrf_token": token_in(client, "/reports")}, headers={"Origin": "https://xau.example"}
        ).status_code
        == 403
    )
    assert client.get("/reports/export").status_code == 404
    assert workshop.of("user lan") == []


@pytest.mark.parametrize(
    "number",
    [
        "x\r\nSet-Cookie: a=b",
        'x"; filename="b.exe',
        "../../../etc/passwd",
        "\u202egnp.exe",
        "é" * 40,
        "%0d%0aX: y",
        "\x00\x1b[31m",
        "'; --",
    ],
)
def test_nothing_of_a_number_gets_into_the_headers_of_a_download(enter, workshop, number):
    client = enter("lan")
    with client.get(f"{made(client, workshop, number=number)}/file") as answer:
        plain, full = named(answer)
        assert plain == "bao-cao-2026-11-01-2026-11-30.csv"
        assert re.fullmatch(r"Báo cáo số [\w .,-]+\.csv", full)
        assert "a=b" not in str(answer.headers.getlist("Set-Cookie"))
        assert "X" not in answer.headers


def test_a_name_of_any_letters_is_one_header():
    found = disposition("a.csv", "Báo cáo\r\nX: y\"'; 🙂/\\.csv")
    assert re.fullmatch(r"attachment; filename=\"a\.csv\"; filename\*=UTF-8''[A-Za-z0-9%._~-]+", found)


def test_what_is_typed_is_never_markup(enter):
    hostile = '"><script>alert(1)</script>'
    page = order(enter("lan"), number=hostile, period="days", **{"from": hostile, "to": "{{ 7*7 }}"}, date=hostile).text
    assert "<script>alert" not in page
    assert "{{ 7*7 }}" in page


# Where nobody can sign in


def test_without_users_this_machine_may_have_reports_each_browser_its_own_and_no_export(bench, workshop):
    newsroom.publish(bench.world, 12)
    application = build_application(lambda: bench.world, key="k" * 64, workshop=workshop)
    client, other = application.test_client(), application.test_client()
    address = made(client, workshop)
    assert status(client, f"{address}/file") == 200
    assert status(other, f"{address}/file") == 404
    token = token_in(other, "/reports")
    other.post("/reports", data={**REPORT, "csrf_token": token})
    assert other.get(address).status_code == 404
    assert "/reports/export" not in client.get("/reports").text
    assert client.post("/reports/export", data={"csrf_token": token_in(client, "/reports"), "format": "csv"}).status_code == 403
    wait(workshop)


def test_looking_at_the_section_alone_sets_nothing_that_stays(bench, workshop):
    client = build_application(lambda: bench.world, key="k" * 64, workshop=workshop).test_client()
    assert client.get("/reports").status_code == 200
    with client.session_transaction() as kept:
        assert "browser" not in kept
    assert workshop._thread is None


def test_the_report_of_a_failed_export_is_not_offered(enter, workshop):
    def broken(folder, told):
        raise ZeroDivisionError

    client = enter("lan")
    key = workshop.order(Order(owner="user lan", deed=Deed.EXPORT, title="Toàn bộ dữ liệu", make=broken))
    wait(workshop)
    assert 'name="period"' not in client.get(f"/reports/{key}").text


def test_a_finished_file_is_read_from_the_disk_as_it_is(enter, workshop):
    def make(folder, told):
        (folder / "x").write_bytes(bytes(range(256)))
        return Finished(path=folder / "x", name="x.bin", plain_name="x.bin", media_type="application/octet-stream")

    client = enter("lan")
    key = workshop.order(Order(owner="user lan", deed=Deed.REPORT, title="x", make=make))
    wait(workshop)
    assert workshop.look(key, "user lan").stage is Stage.DONE
    with client.get(f"/reports/{key}/file") as answer:
        assert answer.data == bytes(range(256))


def test_forms_carry_the_token_of_their_session(enter):
    assert form_on(enter("lan"), "/reports", "/reports/export")["csrf_token"]
