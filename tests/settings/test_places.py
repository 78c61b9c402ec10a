"""places.yaml: optional unless it is named, checked like every settings file, and the names in bot.yaml checked against it."""

from pathlib import Path

import pytest

from bot.errors import SettingsInvalid
from bot.settings.loader import load_settings
from bot.settings.watch import Changed, SettingsWatch

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {"FACEBOOK_PAGE_TOKEN": "EAABsbCS1iHgBO1234567890abcdefgh"}
BOT = """\
organisation:
  name: UBND huyện Hướng Hóa
feeds:
  - name: cong
    url: https://cong.vn/rss
pages:
  - name: trang
    page_id: "100000000000001"
"""
REFORM = "relevance: {phrases: []}\nfields: {}\ntopics: {}\ntones: {criticism: {name: Phê phán}}\n"
PLACES = """\
province: {name: tỉnh Quảng Trị, former: [tỉnh Quảng Bình]}
districts:
  - name: huyện Hướng Hóa
    communes:
      - {name: xã Hướng Phùng, former: [xã Hướng Linh]}
      - {name: xã Lìa, former: [xã Hải Phú]}
  - name: huyện Hải Lăng
    communes:
      - {name: xã Hải Lăng, former: [xã Hải Phú]}
shared: [Hải Phú]
"""


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/default.j2").write_text("{{ title }}", encoding="utf-8")
    for name, text in (("bot.yaml", BOT), ("reform.yaml", REFORM), ("places.yaml", PLACES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def faults(folder: Path) -> list[str]:
    with pytest.raises(SettingsInvalid) as invalid:
        load_settings(folder / "bot.yaml", ENVIRONMENT)
    return [str(fault) for fault in invalid.value.faults]


def asks_for(folder: Path, page: str = "", feed: str = "") -> None:
    text = BOT + (f"    places: [{page}]\n" if page else "")
    text = text.replace("    url:", f"    places: [{feed}]\n    url:") if feed else text
    (folder / "bot.yaml").write_text(text, encoding="utf-8")


def test_the_gazetteer_beside_the_settings_is_read_and_gives_hashtags(folder):
    loaded = load_settings(folder / "bot.yaml", ENVIRONMENT)
    assert loaded.places is not None
    assert loaded.vocabulary.communes == {"xã Hướng Phùng": "Hướng Phùng", "xã Lìa": "Lìa", "xã Hải Lăng": "Hải Lăng"}
    assert loaded.vocabulary.districts == {"huyện Hướng Hóa": "Hướng Hóa", "huyện Hải Lăng": "Hải Lăng"}


def test_an_installation_that_names_no_gazetteer_may_do_without(folder):
    (folder / "places.yaml").unlink()
    loaded = load_settings(folder / "bot.yaml", ENVIRONMENT)
    assert loaded.places is None
    assert loaded.vocabulary.communes == {}


def test_a_gazetteer_that_is_laid_there_later_is_taken_over(folder):
    (folder / "places.yaml").unlink()
    watch = SettingsWatch(lambda: load_settings(folder / "bot.yaml", ENVIRONMENT))
    (folder / "places.yaml").write_text(PLACES, encoding="utf-8")
    change = watch.look()
    assert isinstance(change, Changed)
    assert change.settings.places is not None


def test_a_gazetteer_that_is_named_must_be_there(folder):
    (folder / "bot.yaml").write_text(BOT + "places: dia-danh.yaml\n", encoding="utf-8")
    assert faults(folder) == ["dia-danh.yaml: không thấy tệp này; hãy kiểm tra tên và thư mục"]


def test_places_asked_for_without_a_gazetteer_are_faults(folder):
    (folder / "places.yaml").unlink()
    asks_for(folder, page="Hướng Hóa")
    assert faults(folder) == [
        "bot.yaml:9:14: pages[0].places[0]: chưa có danh sách địa danh nên không biết “Hướng Hóa” là nơi nào; hãy chép places.yaml vào cạnh bot.yaml"
    ]


@pytest.mark.parametrize("name", ["Hướng Hóa", "huyện Hướng Hóa", "Hướng Hoá", "xã Hướng Phùng", "xã Hướng Linh", "Lìa", "Quảng Trị", "tỉnh Quảng Bình", "Hải Lăng"])  # fmt: skip
def test_present_former_and_wider_names_may_be_asked_for(folder, name):
    asks_for(folder, page=name, feed=name)
    assert load_settings(folder / "bot.yaml", ENVIRONMENT).pages[0].places == (name,)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Hướng Phung", "không có nơi nào tên “Hướng Phung” trong danh sách địa danh (places.yaml). Có phải ý bạn là “Hướng Phùng”?"),
        ("xã Hướng Phùngg", "không có nơi nào tên “xã Hướng Phùngg” trong danh sách địa danh (places.yaml). Có phải ý bạn là “xã Hướng Phùng”?"),
        ("xã Hướng Hóa", "không có nơi nào tên “xã Hướng Hóa” trong danh sách địa danh (places.yaml). Có phải ý bạn là “Hướng Hóa”?"),
        ("Atlantis", "không có nơi nào tên “Atlantis” trong danh sách địa danh (places.yaml)."),
        ("Hải Phú", "“Hải Phú” là tên của nhiều nơi; hãy ghi tên hiện nay của nơi cần chọn: xã Lìa, xã Hải Lăng"),
    ],
)  # fmt: skip
def test_a_wrong_name_is_a_fault_with_the_closest_one(folder, name, sentence):
    asks_for(folder, page=name)
    assert faults(folder) == [f"bot.yaml:9:14: pages[0].places[0]: {sentence}"]
    asks_for(folder, feed=name)
    assert faults(folder) == [f"bot.yaml:5:14: feeds[0].places[0]: {sentence}"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "xã Lìa,",
            "Lìa,",
            "places.yaml:6:10: districts[0].communes[1].name: “Lìa” thiếu loại đứng trước tên; loại là một trong: xã, phường, thị trấn, đặc khu, huyện, quận, thị xã, thành phố, tỉnh",
        ),
        ("xã Lìa,", "xã Hướng Phùng,", "places.yaml:6:10: districts[0].communes[1].name: tên “xã Hướng Phùng” đã dùng ở trên; mỗi mục cần một tên riêng"),
        ("shared: [Hải Phú]", "shared: [Hải Phu]", "places.yaml:10:10: shared[0]: không có nơi nào tên “Hải Phu” trong danh sách địa danh (places.yaml). Có phải ý bạn là “Hải Phú”?"),
        ("former: [xã Hướng Linh]", "formr: [xã Hướng Linh]", "places.yaml:5:32: districts[0].communes[0].formr: không có khóa nào tên “formr”. Có phải ý bạn là “former”?"),
    ],
)  # fmt: skip
def test_a_faulty_gazetteer_names_its_line_and_is_all_there_is_to_say(folder, old, new, sentence):
    (folder / "places.yaml").write_text(PLACES.replace(old, new), encoding="utf-8")
    assert faults(folder) == [sentence]


def test_the_shipped_gazetteer_is_the_one_that_is_named():
    loaded = load_settings(ROOT / "config/bot.yaml", ENVIRONMENT)
    assert loaded.places is not None
    assert len(loaded.vocabulary.communes) == 78
