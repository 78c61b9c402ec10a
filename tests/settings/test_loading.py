"""YAML, templates and environment to one frozen Settings, or every fault at once, each with its place and remedy."""

import codecs
import json
import pickle
import unicodedata
from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import SettingsInvalid
from bot.plan.policy import SlotDays
from bot.policy import parse_duration, write_duration
from bot.settings.loader import load_settings
from bot.settings.schema import schemas

ROOT = Path(__file__).parents[2]
TOKEN = "EAABsbCS1iHgBO1234567890abcdefgh"
ENVIRONMENT = {"FACEBOOK_PAGE_TOKEN": TOKEN}
SOUND = """\
organisation:
  name: UBND huyện Hướng Hóa
feeds:
  - name: cong
    url: https://cong.vn/rss
pages:
  - name: trang
    page_id: "100000000000001"
"""
REFORM = """\
relevance:
  phrases:
    - {phrase: cải cách hành chính, weight: 5}
fields: {}
topics: {}
tones: {criticism: {name: Phê phán}}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bot.yaml").write_text(SOUND, encoding="utf-8")
    (tmp_path / "reform.yaml").write_text(REFORM, encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/default.j2").write_text("{{ title }}", encoding="utf-8")
    return tmp_path


def faults(folder: Path, environment=ENVIRONMENT) -> list[str]:
    with pytest.raises(SettingsInvalid) as invalid:
        load_settings(folder / "bot.yaml", environment)
    return [str(fault) for fault in invalid.value.faults]


def test_the_shipped_settings_are_sound():
    loaded = load_settings(ROOT / "config/bot.yaml", ENVIRONMENT)
    assert loaded.language == "vi"
    assert {"default", "praise", "criticism", "neutral"} == set(loaded.templates.sources)
    assert len(loaded.reform.fields) == 7
    assert loaded.secrets.get("FACEBOOK_PAGE_TOKEN") == TOKEN


def test_what_is_not_said_has_its_default(folder):
    loaded = load_settings(folder / "bot.yaml", ENVIRONMENT)
    assert timedelta(minutes=15) == loaded.feeds[0].every
    assert time(7, 30) == loaded.timetable.slots[SlotDays.WEEKDAYS][0]
    assert str(loaded.graph.url) == "https://graph.facebook.com/"


def test_a_pages_own_timetable_is_laid_over_the_one_for_all(folder):
    config = folder / "bot.yaml"
    own = "    timetable: {cap_per_day: 2, quiet_days: {tet_after: 9}}\n"
    config.write_text(SOUND + own + "timetable:\n  least_spacing: 2h\n  quiet_days: {tet_before: 4}\n", encoding="utf-8")
    loaded = load_settings(config, ENVIRONMENT)
    found = loaded.timetable_of("trang")
    assert (found.cap_per_day, found.least_spacing) == (2, timedelta(hours=2))
    assert (found.quiet_days.tet_before, found.quiet_days.tet_after) == (4, 9)
    assert loaded.timetable_of("khac") == loaded.timetable


# One fault, its place and its sentence: what is put into bot.yaml, and what is said.
CASES = {
    "unknown-key": (SOUND + "feedz: []\n", "bot.yaml:9:1: feedz: không có khóa nào tên “feedz”. Có phải ý bạn là “feeds”?"),
    "unknown-inner-key": (
        SOUND.replace("    url:", "    urll: x\n    url:"),
        "bot.yaml:5:5: feeds[0].urll: không có khóa nào tên “urll”. Có phải ý bạn là “url”?",
    ),
    "missing-key": (
        SOUND.replace("    url: https://cong.vn/rss\n", ""),
        "bot.yaml:4:5: feeds[0].url: thiếu khóa bắt buộc “url”; hãy thêm vào",
    ),
    "bad-url": (
        SOUND.replace("https://cong.vn/rss", "cong.vn/rss"),
        "bot.yaml:5:5: feeds[0].url: “cong.vn/rss” không phải địa chỉ http(s) đầy đủ; ví dụ: https://ten-mien.gov.vn/rss",
    ),
    "bad-duration": (
        SOUND.replace("    url:", "    every: 15 phút\n    url:"),
        "bot.yaml:5:5: feeds[0].every: “15 phút” không phải khoảng thời gian; viết số kèm s, m, h hoặc d, ví dụ 15m (15 phút), 6h (6 giờ), 7d (7 ngày)",
    ),
    "bad-clock": (
        SOUND + "timetable:\n  slots:\n    mon: ['25:00']\n",
        "bot.yaml:11:11: timetable.slots.mon[0]: “25:00” không phải giờ trong ngày; ví dụ: 07:30",
    ),
    "bad-day": (
        SOUND + "timetable:\n  slots:\n    thu2: ['08:00']\n",
        "bot.yaml:11:5: timetable.slots.thu2: “thu2” không dùng được; hãy chọn một trong: mon, tue, wed, thu, fri, sat, sun, weekdays, weekend, everyday. Có phải ý bạn là “thu”?",
    ),
    "bad-zone": (
        SOUND + "timetable:\n  timezone: Asia/Hanoi\n",
        "bot.yaml:10:3: timetable.timezone: không có múi giờ “Asia/Hanoi”; ở Việt Nam là Asia/Ho_Chi_Minh",
    ),
    "bad-choice": (
        SOUND.replace("    url:", "    first_run: lastest\n    url:"),
        "bot.yaml:5:5: feeds[0].first_run: “lastest” không dùng được; hãy chọn một trong: baseline, latest. Có phải ý bạn là “latest”?",
    ),
    "too-big": (SOUND + "compose:\n  max_hashtags: 99\n", "bot.yaml:10:3: compose.max_hashtags: “99” quá lớn; nhiều nhất là 30"),
    "not-a-number": (SOUND + "compose:\n  max_hashtags: nhiều\n", "bot.yaml:10:3: compose.max_hashtags: “nhiều” phải là số nguyên"),
    "number-for-text": (
        SOUND.replace('"100000000000001"', "100000000000001"),
        "bot.yaml:8:5: pages[0].page_id: “100000000000001” phải là chữ; nếu là số, hãy đặt trong dấu nháy",
    ),
    "not-a-list": (
        SOUND.replace("feeds:\n  - name: cong\n    url: https://cong.vn/rss", "feeds: cong"),
        "bot.yaml:3:1: feeds: “cong” phải là danh sách: mỗi mục một dòng bắt đầu bằng “- ”, hoặc [a, b]",
    ),
    "no-feeds": (
        SOUND.replace("feeds:\n  - name: cong\n    url: https://cong.vn/rss", "feeds: []"),
        "bot.yaml:3:1: feeds: cần ít nhất 1 mục",
    ),
    "bad-name": (
        SOUND.replace("name: cong", "name: Cổng"),
        "bot.yaml:4:5: feeds[0].name: “Cổng” không đúng dạng. Tên chỉ gồm chữ thường không dấu, số, gạch nối; ví dụ: cong-thong-tin",
    ),
    "name-twice": (
        SOUND.replace("pages:", "  - name: cong\n    url: https://a.vn/\npages:"),
        "bot.yaml:6:5: feeds[1].name: tên “cong” đã dùng ở trên; mỗi mục cần một tên riêng",
    ),
    "no-such-page": (
        SOUND.replace("    url:", "    pages: [trangg]\n    url:"),
        "bot.yaml:5:13: feeds[0].pages[0]: không có Trang nào tên “trangg”; hiện có: trang. Có phải ý bạn là “trang”?",
    ),
    "ladder": (SOUND + "engagement:\n  ladder: [1h, 10m]\n", "bot.yaml:10:3: engagement.ladder: các mốc đo phải tăng dần"),
    "never-open": (
        SOUND + "timetable:\n  slots: {everyday: ['08:00']}\n  quiet_hours: ['07:00-09:00']\n",
        "bot.yaml:10:3: timetable.slots: không có khung giờ nào nằm ngoài giờ yên lặng, nên sẽ không bài nào được đăng; hãy sửa slots hoặc quiet_hours",
    ),
    "never-open-on-a-page": (
        SOUND + "    timetable:\n      slots: {everyday: ['22:00']}\n",
        "bot.yaml:9:5: pages[0].timetable: không có khung giờ nào nằm ngoài giờ yên lặng, nên sẽ không bài nào được đăng; hãy sửa slots hoặc quiet_hours",
    ),
    "bad-window": (
        SOUND + "timetable:\n  windows: {mon: ['08:00-11:00']}\n",
        "bot.yaml:10:19: timetable.windows.mon[0]: “08:00-11:00” không phải khoảng giờ đăng; hãy viết như 08:00-11:00 every 60m, trong cùng một ngày, cách nhau ít nhất 5m",
    ),
    "bad-cap": (
        SOUND + "timetable:\n  caps: {criticsm: 1}\n",
        "bot.yaml:10:10: timetable.caps.criticsm: “criticsm” không dùng được; hãy chọn một trong: praise, criticism, neutral, institutional, procedures, apparatus, civil_service, public_finance, e_government, general. Có phải ý bạn là “criticism”?",
    ),
    "bad-days": (
        SOUND + "timetable:\n  quiet_days:\n    mourning: ['20/7/2026']\n",
        "bot.yaml:11:16: timetable.quiet_days.mourning[0]: “20/7/2026” không phải ngày; hãy viết năm-tháng-ngày như 2026-07-20, hoặc từ ngày đến ngày như 2026-07-20..2026-07-22 (không quá một năm)",
    ),
    "unknown-key-of-a-pages-timetable": (
        SOUND + "    timetable: {cap_per_dai: 2}\n",
        "bot.yaml:9:17: pages[0].timetable.cap_per_dai: không có khóa nào tên “cap_per_dai”. Có phải ý bạn là “cap_per_day”?",
    ),
    "lane-of-all": (
        SOUND + "timetable:\n  lanes:\n    - lane: urgent\n",
        "bot.yaml:11:7: timetable.lanes[0]: quy tắc không nêu điều kiện nào nên sẽ đúng với mọi bài; hãy thêm ít nhất một trong: tones, fields, topics, feeds, words",
    ),
    "lane-of-no-feed": (
        SOUND + "timetable:\n  lanes: [{lane: urgent, feeds: [cog]}]\n",
        "bot.yaml:10:34: timetable.lanes[0].feeds[0]: không có nguồn tin nào tên “cog”; hiện có: cong. Có phải ý bạn là “cong”?",
    ),
    "too-many-shares": (
        SOUND + "timetable:\n  mix:\n    shares: {procedures: 60, e_government: 60}\n",
        "bot.yaml:11:5: timetable.mix.shares: các tỷ lệ cộng lại là 120%, quá 100%; hãy giảm bớt (cộng lại ít hơn 100% thì được)",
    ),
    "duplicate-key": (
        SOUND + "language: vi\nlanguage: en\n",
        "bot.yaml:10:1: language: khóa “language” đã có ở dòng 9; hãy giữ một và xóa một",
    ),
    "tab": (SOUND.replace("    url:", "\turl:"), "bot.yaml:5:1: dùng phím Tab để thụt dòng; hãy thay bằng dấu cách"),
    "colon": (
        SOUND.replace("name: UBND huyện", "name: UBND: huyện"),
        "bot.yaml:2:13: thừa dấu hai chấm, hoặc thụt dòng sai; nếu dấu hai chấm thuộc nội dung, hãy đặt cả giá trị trong dấu nháy",
    ),
    "alias": (
        SOUND + "compose: &a {hashtags: []}\nretry: *a\n",
        "bot.yaml:9:10: retry: dùng dấu & hoặc * của YAML (bí danh) hoặc lồng quá sâu; hãy viết lại nội dung, hoặc đặt trong dấu nháy nếu là chữ",
    ),
    "tag": (
        SOUND + "reform: !!python/object:os.system x\n",
        "bot.yaml:9:9: reform: dùng thẻ YAML riêng (tag:yaml.org,2002:python/object:os.system), không được phép; hãy bỏ thẻ này",
    ),
    "empty": ("   \n", "bot.yaml: tệp trống; hãy chép lại từ bản gốc"),
    "not-a-mapping": ("- a\n- b\n", "bot.yaml:1:1: tệp phải gồm các dòng dạng “khóa: giá trị”"),
    "token-pasted": (
        SOUND + f"    token: {TOKEN}\n",
        "bot.yaml:9:5: pages[0].token: mã truy cập hoặc mật khẩu bị dán vào tệp YAML; hãy xóa ngay, ghi vào .env, và ở đây chỉ ghi TÊN biến (ví dụ FACEBOOK_PAGE_TOKEN). Mã đã lộ thì nên tạo lại",
    ),
    "password-pasted": (
        SOUND + "database:\n  url: postgresql://loa:matkhau@may/loa\n",
        "bot.yaml:10:3: database.url: mã truy cập hoặc mật khẩu bị dán vào tệp YAML; hãy xóa ngay, ghi vào .env, và ở đây chỉ ghi TÊN biến (ví dụ FACEBOOK_PAGE_TOKEN). Mã đã lộ thì nên tạo lại",
    ),
    "language": (SOUND + "language: fr\n", "bot.yaml:9:1: language: “fr” không dùng được; hãy chọn một trong: vi, en."),
}


@pytest.mark.parametrize("case", CASES)
def test_each_fault_has_its_place_and_its_sentence(folder, case):
    text, sentence = CASES[case]
    (folder / "bot.yaml").write_text(text, encoding="utf-8")
    found = faults(folder)
    assert sentence in found
    assert TOKEN not in "\n".join(found)
    assert "matkhau" not in "\n".join(found)


_BRACKETS = "trong ngoặc { } hoặc [ ] mở ở đây có chỗ sai: thiếu ngoặc đóng hay dấu nháy đóng"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "{phrase: cán bộ, công chức, weight: 2}",
            "3:24: relevance.phrases[0].công chức: trong ngoặc { } dấu phẩy ngăn hai mục, nên “công chức”",
        ),
        ("{phrase: hồ sơ, weight: 2,5}", "3:33: relevance.phrases[0].5: trong ngoặc { } dấu phẩy ngăn hai mục, nên “5”"),
        ("{phrase: hồ sơ, weight: 2", f"3:7: {_BRACKETS}"),
        ("{phrase: 'hồ sơ, weight: 2}", f"3:7: {_BRACKETS}"),
        ("{phrase: hồ sơ: trễ, weight: 2}", f"3:7: {_BRACKETS}"),
        ("{phrase: hồ sơ #1, weight: 2}", f"3:7: {_BRACKETS}"),
        ("{phrase: hồ sơ, unless: [hồ sơ xin việc}", f"3:31: {_BRACKETS}"),
        ("{phrase: hồ sơ, weight: }", "3:23: relevance.phrases[0].weight: để trống; hãy điền giá trị, hoặc xóa dòng này"),
        ("{phrase: hồ sơ, weight: nan}", "3:23: relevance.phrases[0].weight: “nan” phải là số"),
        ("{phrase: hồ sơ, weight: 11}", "3:23: relevance.phrases[0].weight: “11” quá lớn; nhiều nhất là 10"),
        ("{phrase: hồ\x0bsơ}", "3:18: ở đây có một ký tự không nhìn thấy (U+000B)"),
        ("{phrase: tụt <số bậc}", "3:8: relevance.phrases[0].phrase: “<” không dùng được trong cụm từ; chỉ có <số>"),
    ],
)
def test_what_an_editor_mistypes_in_a_phrase_has_its_place_and_remedy(folder, line, sentence):
    others = "    - {phrase: 'một cửa', weight: 1}\nfields: {}\ntopics: {}\ntones: {criticism: {name: Phê phán}}\n"
    (folder / "reform.yaml").write_text(f"relevance:\n  phrases:\n    - {line}\n{others}", encoding="utf-8")
    (found,) = faults(folder)
    assert found.startswith(f"reform.yaml:{sentence}")


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("relevance:\n", "relevance:\n  threshold: 0\n", "2:3: relevance.threshold: “0” quá nhỏ; phải lớn hơn 0"),
        ("relevance:\n", "positions: {title: -2}\nrelevance:\n", "1:13: positions.title: “-2” quá nhỏ; ít nhất là 0"),
        (
            "tones: {criticism: {name: Phê phán}}",
            "tones: {}",
            "6:1: tones: thiếu sắc thái criticism: không có nó, tin phê phán sẽ bị coi là tin thường",
        ),
        ("topics: {}\n", "topics: {}\n---\n", "6:1: dòng “---” chia tệp làm hai"),
        ("fields: {}", "fields: &x {}\nnegations: *x", "4:9: negations: dùng dấu & hoặc *"),
    ],
)
def test_what_would_turn_or_hide_news_and_what_is_no_yaml_of_ours_is_refused(folder, before, after, sentence):
    assert before in REFORM
    (folder / "reform.yaml").write_text(REFORM.replace(before, after), encoding="utf-8")
    (found,) = faults(folder)
    assert found.startswith(f"reform.yaml:{sentence}")


def test_all_faults_of_all_files_come_at_once(folder):
    (folder / "bot.yaml").write_text(SOUND.replace("https://cong.vn/rss", "x") + "feedz: 1\ncompose: {max_length: 1}\n", encoding="utf-8")
    (folder / "reform.yaml").write_text(REFORM.replace("weight: 5", "weigth: 5"), encoding="utf-8")
    (folder / "templates/default.j2").write_text("{{ titel }}\n{% if %}", encoding="utf-8")
    (folder / "templates/praise.j2").write_text("a\n{{ titel }}", encoding="utf-8")
    found = faults(folder)
    assert [each.split(": ")[0] for each in found] == [
        "bot.yaml:5:5",
        "bot.yaml:9:1",
        "bot.yaml:10:11",
        "reform.yaml:3:37",
        "templates/default.j2:2:1",
        "templates/praise.j2:2:1",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (SOUND.encode("utf-16"), "bot.yaml:1:1: tệp được lưu ở dạng UTF-16 (“Unicode” trong Notepad); hãy chọn Lưu thành… → Mã hóa: UTF-8"),
        (
            SOUND.encode("utf-16-le"),
            "bot.yaml:1:1: tệp được lưu ở dạng UTF-16 (“Unicode” trong Notepad); hãy chọn Lưu thành… → Mã hóa: UTF-8",
        ),
        (
            "organisation:\n  name: H\u01b0\u01a1\u0301ng Ho\u0301a\n".encode("cp1258"),
            "bot.yaml:2:10: tệp được lưu ở bảng mã cũ windows-1258; hãy lưu lại ở dạng UTF-8",
        ),
        (b"name: \xff\xfa\n", "bot.yaml:1:7: tệp không phải UTF-8 ở chỗ này; hãy lưu lại ở dạng UTF-8"),
    ],
)
def test_wrong_encodings_are_named_with_the_way_out(folder, content, sentence):
    (folder / "bot.yaml").write_bytes(content)
    assert sentence in faults(folder)


def test_a_byte_order_mark_and_decomposed_letters_are_no_faults(folder):
    (folder / "bot.yaml").write_bytes(codecs.BOM_UTF8 + unicodedata.normalize("NFD", SOUND).encode())
    assert load_settings(folder / "bot.yaml", ENVIRONMENT).organisation.name == "UBND huyện Hướng Hóa"


def test_faults_are_told_in_english_where_the_file_says_so(folder):
    (folder / "bot.yaml").write_text(SOUND + "language: en\nfeedz: 1\n", encoding="utf-8")
    assert faults(folder) == ["bot.yaml:10:1: feedz: there is no key “feedz”. Did you mean “feeds”?"]


def test_a_missing_and_an_empty_variable_name_the_file_to_mend(folder):
    assert faults(folder, {}) == [
        "bot.yaml:7:5: pages[0].token: chưa có biến FACEBOOK_PAGE_TOKEN; hãy thêm dòng FACEBOOK_PAGE_TOKEN=… vào tệp .env"
    ]
    (folder / ".env").write_text("FACEBOOK_PAGE_TOKEN=\n", encoding="utf-8")
    assert faults(folder, {}) == [
        "bot.yaml:7:5: pages[0].token: biến FACEBOOK_PAGE_TOKEN đang trống; hãy điền giá trị sau dấu = trong tệp .env"
    ]


def test_absent_files_are_faults_and_not_crashes(folder):
    (folder / "reform.yaml").unlink()
    (folder / "templates/default.j2").unlink()
    assert faults(folder) == [
        "reform.yaml: không thấy tệp này; hãy kiểm tra tên và thư mục",
        "templates/default.j2: thiếu mẫu default.j2, là mẫu dùng chung khi sắc thái không có mẫu riêng",
    ]
    (folder / "bot.yaml").unlink()
    assert "bot.yaml: không thấy tệp này; hãy kiểm tra tên và thư mục" in faults(folder)


def test_the_environment_overrides_the_env_file_and_interpolates_nothing(folder):
    (folder / ".env").write_text("FACEBOOK_PAGE_TOKEN=a${HOME}b\n", encoding="utf-8")
    assert load_settings(folder / "bot.yaml", {}).secrets.get("FACEBOOK_PAGE_TOKEN") == "a${HOME}b"
    assert load_settings(folder / "bot.yaml", ENVIRONMENT).secrets.get("FACEBOOK_PAGE_TOKEN") == TOKEN


def test_the_graph_address_may_come_from_the_environment(folder):
    loaded = load_settings(folder / "bot.yaml", {**ENVIRONMENT, "FACEBOOK_GRAPH_URL": "http://127.0.0.1:8090"})
    assert str(loaded.graph.url) == "http://127.0.0.1:8090/"
    assert any("FACEBOOK_GRAPH_URL" in each for each in faults(folder, {**ENVIRONMENT, "FACEBOOK_GRAPH_URL": "không"}))


def test_secrets_are_never_shown(folder):
    loaded = load_settings(folder / "bot.yaml", ENVIRONMENT)
    assert TOKEN not in f"{loaded!r}{loaded.secrets}{loaded.secrets!r}"
    with pytest.raises(TypeError):
        pickle.dumps(loaded.secrets)


def test_the_digest_changes_with_what_is_used_and_only_then(folder):
    first = load_settings(folder / "bot.yaml", ENVIRONMENT).digest
    assert first == load_settings(folder / "bot.yaml", {**ENVIRONMENT, "OTHER": "x"}).digest
    assert first != load_settings(folder / "bot.yaml", {"FACEBOOK_PAGE_TOKEN": TOKEN + "x"}).digest
    (folder / "templates/default.j2").write_text("{{ title }}!", encoding="utf-8")
    assert first != load_settings(folder / "bot.yaml", ENVIRONMENT).digest


def test_the_committed_schema_is_what_the_models_say():
    for name, schema in schemas().items():
        text = (ROOT / "config/schema" / name).read_text(encoding="utf-8")
        assert schema == json.loads(text), "run: make schema"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(str.encode)
    | st.text(st.sampled_from("abc: -\n[]{}&*!'\"#,\t0"), max_size=120).map(str.encode)
)
def test_any_bytes_are_settings_or_faults(folder, content):
    (folder / "bot.yaml").write_bytes(content)
    assert faults(folder)


@given(st.integers(0, 10**6 - 1), st.sampled_from("smhd"))
def test_a_duration_is_read_as_it_was_written(number, unit):
    value = parse_duration(f"{number}{unit}")
    assert value == parse_duration(write_duration(value))


@settings(max_examples=10)
@given(st.integers(1, 500), st.booleans(), st.sampled_from(["baseline", "latest"]))
def test_settings_are_read_as_they_were_written(minutes, enabled, first_run):
    loaded = load_settings(ROOT / "config/bot.yaml", ENVIRONMENT)
    feed = loaded.feeds[0].model_copy(update={"every": timedelta(minutes=minutes), "enabled": enabled, "first_run": first_run})
    assert feed == type(feed).model_validate(feed.model_dump(mode="json"))
    assert loaded.timetable == type(loaded.timetable).model_validate(loaded.timetable.model_dump(mode="json"))


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("{{ title | nope }}", "templates/default.j2:1:1: mẫu sai cú pháp: No filter named 'nope'."),
        ("a\n{{ title | random }}", "templates/default.j2:2:1: mẫu sai cú pháp: No filter named 'random'."),
        ("{{ lipsum() }}", "templates/default.j2:1:1: không có biến “lipsum” trong mẫu"),
        ("{% include 'x' %}", "templates/default.j2:1:1: mẫu không được gọi tệp khác; hãy chép nội dung vào đây"),
    ],
)
def test_a_template_with_what_does_not_exist_is_a_fault_and_not_a_crash(folder, template, sentence):
    (folder / "templates/default.j2").write_text(template, encoding="utf-8")
    assert any(each.startswith(sentence) for each in faults(folder))


def test_a_grace_shorter_than_a_request_may_take_is_refused(folder):
    (folder / "bot.yaml").write_text(SOUND + "retry:\n  grace: 30s\n", encoding="utf-8")
    (found,) = faults(folder)
    assert found.startswith("bot.yaml:10:3: retry.grace: ")
    assert "130s" in found


@pytest.mark.parametrize("selector", ["a::text", "//div", "div >", "a[", ".12", ":khong-co", "a:not("])
def test_a_selector_that_is_none_is_a_fault_with_its_place_and_remedy(folder, selector):
    text = SOUND.replace(
        "    url:", f'    article_selector: "{selector}"\n    selectors: {{item: "{selector}", date: "{selector}"}}\n    url:', 1
    )
    (folder / "bot.yaml").write_text(text, encoding="utf-8")
    found = faults(folder)
    assert [fault.split(":")[1] for fault in found] == ["5", "6", "6"]
    assert all(f"“{selector}” không phải bộ chọn CSS" in fault and "preview URL --list" in fault for fault in found)


def test_an_item_needs_a_selector_and_a_sitemaps_pages_are_read(folder):
    (folder / "bot.yaml").write_text(SOUND.replace("    url:", '    selectors: {item: " "}\n    url:', 1), encoding="utf-8")
    assert len(faults(folder)) == 1
    (folder / "bot.yaml").write_text(
        SOUND.replace("    url:", '    kind: sitemap\n    article_selector: " div.tin "\n    url:', 1), encoding="utf-8"
    )
    (feed,) = load_settings(folder / "bot.yaml", ENVIRONMENT).feeds
    assert (feed.reads_pages, feed.article, feed.article_selector) == ("always", "never", "div.tin")


def test_a_feed_is_not_asked_more_often_than_once_a_minute(folder):
    (folder / "bot.yaml").write_text(SOUND.replace("    url:", "    every: 1s\n    url:"), encoding="utf-8")
    assert faults(folder) == ["bot.yaml:5:5: feeds[0].every: “1s” quá ngắn; ít nhất là 1m"]


def test_a_page_that_stands_there_under_two_names_is_refused(folder):
    second = '  - name: trang-hai\n    page_id: "100000000000001"\n'
    (folder / "bot.yaml").write_text(SOUND + second, encoding="utf-8")
    (found,) = faults(folder)
    assert "pages[1].page_id" in found
    assert "đăng hai lần" in found


@pytest.mark.parametrize(
    ("kind", "identity", "is_fault"),
    [
        ("feed", "guid", False),
        ("feed", "title", False),
        ("list", "auto", False),
        ("list", "link", False),
        ("list", "title", False),
        ("list", "guid", True),
        ("sitemap", "link", False),
        ("sitemap", "guid", True),
        ("sitemap", "title", True),
    ],
)
def test_an_identity_that_a_kind_of_source_has_not_is_a_fault_with_its_place(folder, kind, identity, is_fault):
    given = SOUND.replace("    url: https://cong.vn/rss\n", f"    url: https://cong.vn/rss\n    identity: {identity}\n    kind: {kind}\n")
    (folder / "bot.yaml").write_text(given, encoding="utf-8")
    try:
        assert load_settings(folder / "bot.yaml", ENVIRONMENT).feeds[0].identity == identity
        assert not is_fault
    except SettingsInvalid as error:
        assert is_fault
        (fault,) = error.faults
        assert (fault.line, fault.path) == (6, "feeds[0].identity")
        assert identity in fault.message
        assert kind in fault.message
