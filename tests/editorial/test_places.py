"""Places and agencies: what is believed to be ours, what it is called today, and that the findings point at what was really written."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.editorial.classify import classify
from bot.editorial.gazetteer import NO_PLACES, compile_gazetteer
from bot.editorial.lexicon import compile_lexicon
from bot.editorial.places import read_places
from bot.editorial.policy import PlacesPolicy, ReformPolicy, split_kind
from bot.judgement import FindingKind
from bot.model import Entry

ROOT = Path(__file__).parents[2]


def shipped(name: str) -> object:
    return YAML(typ="safe").load((ROOT / "config" / name).read_text(encoding="utf-8"))


PLACES = PlacesPolicy.model_validate(shipped("places.yaml"))
LEXICON = compile_lexicon(ReformPolicy.model_validate(shipped("reform.yaml")), PLACES)
GAZETTEER = LEXICON.gazetteer
UNITS = [(written, commune.name, district.name) for district in PLACES.districts for commune in district.communes for written in (commune.name, *commune.former)]  # fmt: skip


def found(*texts: str, kind: FindingKind = FindingKind.PLACE) -> list[str]:
    sections = list(zip(("title", "summary", "body"), texts, strict=False))
    return [finding.value for finding in read_places(sections, GAZETTEER) if finding.kind is kind]


def read(text: str) -> list[tuple[str, str, str]]:
    return [(each.value, text[each.start : each.end], each.note) for each in read_places([("title", text)], GAZETTEER)]


# The gazetteer itself


def test_the_shipped_gazetteer_is_the_province_of_2025():
    communes = [commune.name for district in PLACES.districts for commune in district.communes]
    assert len(set(communes)) == len(communes) == 78
    assert {kind: sum(split_kind(name)[0] == kind for name in communes) for kind in ("xã", "phường", "đặc khu")} == {"xã": 69, "phường": 8, "đặc khu": 1}  # fmt: skip
    assert len(PLACES.districts) == 18
    # 264 communes of the two old provinces and the district Cồn Cỏ: 18 of them kept name and kind, and stand as what they are today.
    former = [each for district in PLACES.districts for commune in district.communes for each in commune.former]
    kept = {(written, district) for written, today, district in UNITS if written == today}
    assert len(former) == 247
    assert len(kept) == 78


@pytest.mark.parametrize(("written", "today", "district"), [unit for unit in UNITS if unit[:2] != ("xã Minh Hóa", "xã Kim Phú")])
def test_every_unit_is_found_by_its_address_under_todays_name(written, today, district):
    assert today == found(f"Người dân {written}, {district}, tỉnh Quảng Trị nộp hồ sơ")[0]
    assert today == found(f"Người dân {written} ({district}) nộp hồ sơ")[0]


@pytest.mark.parametrize("commune", [commune.name for district in PLACES.districts for commune in district.communes])
def test_every_commune_of_today_is_found_in_a_headline_in_capitals(commune):
    assert found(f"{commune} đẩy mạnh cải cách hành chính".upper()) == [commune]
    assert found(f"Đảng ủy {commune} đẩy mạnh".upper(), kind=FindingKind.AGENCY) == [f"Đảng ủy {commune}"]


def test_an_empty_gazetteer_finds_nothing():
    assert compile_gazetteer(None, {}, "vi") is NO_PLACES
    assert read_places([("title", "xã Hướng Phùng")], NO_PLACES) == ()


# What counts


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Xã Hướng Phùng dẫn đầu cải cách hành chính", ["xã Hướng Phùng"]),
        ("XÃ HƯỚNG PHÙNG DẪN ĐẦU", ["xã Hướng Phùng"]),
        ("xã hướng phùng dẫn đầu", ["xã Hướng Phùng"]),
        ("XÃ LÌA ĐẨY MẠNH CẢI CÁCH HÀNH CHÍNH", ["xã Lìa"]),
        ("ĐẢNG ỦY XÃ LÌA: Đẩy mạnh cải cách", ["xã Lìa"]),
        ("XÃ QUẢNG NINH ĐẨY MẠNH", ["xã Quảng Ninh"]),
        ("huyện Hướng Hoá và Hướng Hóa", ["huyện Hướng Hóa"]),
        ("Khe Sanh – Lao Bảo vào mùa", ["xã Khe Sanh", "xã Lao Bảo"]),
        ("Bà con A Dơi", ["xã A Dơi"]),
        ("TP. Đồng Hới, TX. Ba Đồn", ["thành phố Đồng Hới", "thị xã Ba Đồn"]),
        ("P. Đồng Hới, TT Khe Sanh, H. Gio Linh", ["phường Đồng Hới", "xã Khe Sanh", "huyện Gio Linh"]),
        ("xã Tà Rụt, Đăkrông", ["xã Tà Rụt", "huyện Đakrông"]),
        ("xã Tà Rụt, huyện Đăk Rông; huyện Đắk Rông, Đắkrông", ["xã Tà Rụt", "huyện Đakrông", "xã Đakrông"]),
        ("xã biên giới Hướng Lập", ["xã Hướng Lập"]),
        ("huyện đảo Cồn Cỏ và đảo Cồn Cỏ", ["đặc khu Cồn Cỏ"]),
        ("các xã Thanh, Thuận và Lìa", ["xã Lìa"]),
        ("các huyện Lệ Thủy, Quảng Ninh, Bố Trạch", ["huyện Lệ Thủy", "huyện Quảng Ninh", "huyện Bố Trạch"]),
        ("UBND các xã, phường: Khe Sanh, Tân Lập và Đồng Hới", ["xã Khe Sanh", "xã Tân Lập", "phường Đồng Hới"]),
        ("hai xã Hải Dương, Hải An", ["xã Mỹ Thủy"]),
        ("các huyện Quảng Ninh, thị xã Ba Đồn", ["huyện Quảng Ninh", "thị xã Ba Đồn"]),
        ("hai xã Quảng Ninh và xã Ninh Châu", ["xã Quảng Ninh", "xã Ninh Châu"]),
        ("hai xã Quảng Ninh và Ninh Châu", ["xã Quảng Ninh", "xã Ninh Châu"]),
        ("một xã Hải Dương (Hải Lăng)", ["xã Mỹ Thủy", "huyện Hải Lăng"]),
        ("Năm 2025 xã Quảng Ninh", ["xã Quảng Ninh"]),
        ("Ngày 5/1 xã Quảng Ninh", ["xã Quảng Ninh"]),
        ("Ngày 5/1, xã Quảng Ninh", ["xã Quảng Ninh"]),
        ("Tháng 6 xã Quảng Ninh", ["xã Quảng Ninh"]),
        ("Đầu năm xã Quảng Ninh", ["xã Quảng Ninh"]),
        ("xã Gio Mai, xã Gio Linh", ["xã Cửa Việt", "xã Gio Linh"]),
        ("xã Gio Mai, Gio Linh", ["xã Cửa Việt", "huyện Gio Linh"]),
        ("tỉnh Quảng Bình", ["tỉnh Quảng Trị"]),
        ("phường Quảng Trị", ["phường Quảng Trị"]),
        ("thị xã Quảng Trị", ["thị xã Quảng Trị"]),
        ("Gio Linh họp dân", ["xã Gio Linh"]),
        ("Hải Lăng, Triệu Phong và Vĩnh Linh", ["xã Hải Lăng", "xã Triệu Phong", "xã Vĩnh Linh"]),
        ("Gio Linh, Hướng Hóa", ["xã Gio Linh", "huyện Hướng Hóa"]),
        ("các huyện Hải Lăng, Triệu Phong", ["huyện Hải Lăng", "huyện Triệu Phong"]),
        ("tỉnh Quảng Trị, huyện Hải Lăng", ["tỉnh Quảng Trị", "huyện Hải Lăng"]),
        ("Trung tâm văn hóa, thông tin huyện Hướng Hóa", ["huyện Hướng Hóa"]),
        ("xã Văn Hóa, huyện Tuyên Hóa", ["xã Tuyên Hóa", "huyện Tuyên Hóa"]),
        ("phường Nam Đông Hà", ["phường Nam Đông Hà"]),
        ("Xã Cam Lộ bàn giao mặt bằng cao tốc Vạn Ninh - Cam Lộ", ["xã Cam Lộ"]),
        ("đường Lê Duẩn - Đông Hà", ["phường Đông Hà"]),
        ("UBND tỉnh yêu cầu Cam Lộ xử lý hồ sơ trễ hạn", ["xã Cam Lộ"]),
        ("tại điểm cầu Hướng Hóa", ["huyện Hướng Hóa"]),
        ("Sinh viên Đại học Huế giúp xã Lìa số hóa hồ sơ", ["xã Lìa"]),
        ("Đoàn công tác Cần Thơ học tập tại phường Đồng Thuận", ["phường Đồng Thuận"]),
        (
            "Riêng Đakrông chậm tiến độ. Với Khe Sanh, mọi việc đã xong. Giúp Cồn Cỏ xanh hơn.",
            ["xã Đakrông", "xã Khe Sanh", "đặc khu Cồn Cỏ"],
        ),
        ("trẻ em Đakrông, hình ảnh Quảng Trị, thị trường Đông Hà", ["xã Đakrông", "tỉnh Quảng Trị", "phường Đông Hà"]),
        ("Trường THPT Lê Lợi - Đông Hà", ["phường Đông Hà"]),
        ("cao tốc qua Cam Lộ", ["xã Cam Lộ"]),
        ("sân bay Quảng Trị, cao tốc Quảng Trị - Vạn Ninh", ["tỉnh Quảng Trị"]),
        ("cửa khẩu quốc tế Lao Bảo, chợ Khe Sanh", ["xã Lao Bảo", "xã Khe Sanh"]),
        ("học sinh THPT Hải Lăng", ["xã Hải Lăng"]),
    ],
)
def test_places_are_found(text, wanted):
    assert wanted == found(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Tân Thành, huyện Minh Hóa", "xã Tân Thành"),
        ("Tân Thành (Hướng Hóa)", "xã Lao Bảo"),
        ("xã Tân Thành thuộc Hướng Hóa", "xã Lao Bảo"),
        ("xã Tân Thành", "xã Tân Thành"),
        ("Hướng Hóa: dân xã Tân Thành làm đường", "xã Lao Bảo"),
        ("Ở Tân Thành, Khe Sanh, dân góp đất", "xã Lao Bảo"),
        ("xã Hải Phú, huyện Bố Trạch", "xã Đông Trạch"),
        ("xã Hải Phú, Hải Lăng", "xã Hải Lăng"),
        ("xã Võ Ninh, Quảng Ninh, Quảng Bình", "xã Quảng Ninh"),
        ("phường 1, TP. Đông Hà", "phường Đông Hà"),
        ("phường 1, thị xã Quảng Trị", "phường Quảng Trị"),
        ("xã Mỹ Thủy, huyện Lệ Thủy", "xã Tân Mỹ"),
        ("xã Mỹ Thủy", "xã Mỹ Thủy"),
    ],
)
def test_a_name_of_several_is_told_by_what_stands_near(text, wanted):
    assert wanted in found(text)


def test_the_present_name_wins_and_the_former_one_is_noted():
    assert read("UBND xã Hướng Linh")[1] == ("xã Hướng Phùng", "xã Hướng Linh", "tên cũ: xã Hướng Linh")
    assert read("xã Khe Sanh") == [("xã Khe Sanh", "xã Khe Sanh", "")]
    assert read("TT. Khe Sanh") == [("xã Khe Sanh", "TT. Khe Sanh", "tên cũ: thị trấn Khe Sanh")]
    assert read("Quảng Bình") == [("tỉnh Quảng Trị", "Quảng Bình", "tên cũ: tỉnh Quảng Bình")]
    assert read("Đăkrông") == [("xã Đakrông", "Đăkrông", "")]


def test_a_note_speaks_the_language_of_the_settings():
    gazetteer = compile_gazetteer(PLACES, {}, "en")
    assert read_places([("title", "xã Hướng Linh")], gazetteer)[0].note == "former name: xã Hướng Linh"


# What does not


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Anh Thanh và chị Thuận đi nộp hồ sơ",
        "xã Thanh Trì, Hà Nội",
        "xã Tân Thành, huyện Phú Riềng, tỉnh Bình Phước",
        "xã Tân Thành, Đồng Nai",
        "Hà Nội: người dân xã Hiền Ninh khiếu nại",
        "Quảng Ninh, Hải Phòng và Đà Nẵng",
        "tỉnh Quảng Ninh dẫn đầu PCI",
        "tỉnh Hải Dương, tỉnh Thanh Hóa, tỉnh Vĩnh Long",
        "một xã Thanh Hóa",
        "Hai xã Hải Dương thí điểm",
        "12 xã Quảng Ninh về đích",
        "các xã Thanh Hóa",
        "các xã, phường Quảng Ninh",
        "Một xã Thanh Hóa và xã Quảng Minh",
        "Thanh Hóa: dân xã Quảng Minh góp đất",
        "phường Chi Đông (Hà Nội)",
        "Xã Quảng Phú (Krông Nô)",
        "xã Tân Lập, huyện Đan Phượng",
        "xã Tân Lập thuộc huyện Đan Phượng",
        "xã Tân Lập, xã Tân Long, huyện Đan Phượng",
        "UBND xã Trường Xuân, huyện Đắk Song",
        "xã Tân Thành, huyện Tân Thành",
        "xã Tân Thành, TX. Phú Mỹ",
        "phường Đồng Phú, quận 9",
        "gió mùa phía Đông Hà Nội",
        "xã Hải Phú",
        "phường 4",
        "đường Khe Sanh ngập nước",
        "cao tốc Vạn Ninh - Cam Lộ thông xe",
        "CAO TỐC VẠN NINH – CAM LỘ THÔNG XE",
        "cao tốc Cam Lộ - Lao Bảo",
        "cao tốc Bùng - Vạn Ninh - Cam Lộ",
        "cao tốc La Sơn - Cam Lộ",
        "dự án đường Đông Hà - Cửa Việt",
        "đường bay Nha Trang - Đồng Hới",
        "tuyến Khe Sanh - Lao Bảo",
        "sân bay Đồng Hới, Cảng hàng không Đồng Hới",
        "Trường THPT Hải Lăng, Trường Tiểu học Hướng Phùng",
        "Nhà máy nhiệt điện Quảng Trạch I",
        "sông Bến Hải",
        "bộ đội Trường Sơn",
        "tàu chiến ở Địa Trung Hải",
        "ông Hoàng Trung Hải",
        "bà Nguyễn Thị Kim Ngân",
        "ông Nguyễn Tân Thành",
        "Ảnh: ĐÔNG HÀ",
        "thôn Vĩnh Khê",
        "tạo sự đồng thuận, TẠO SỰ ĐỒNG THUẬN",
        "nâng cao văn hóa, tiến hóa, phong thủy, an ninh",
        "xã văn hóa kiểu mẫu",
        "XÃ VĂN HÓA KIỂU MẪU",
        "XÃ THANH PHÚ ĐẨY MẠNH CẢI CÁCH",
        "XÃ THUẬN LỢI CHO NGƯỜI DÂN",
        "TỈNH QUẢNG NINH DẪN ĐẦU PCI",
        "XÃ ĐỒNG THUẬN CAO",
        "HÀ NỘI: XÃ KIM NGÂN",
        "Hà Nội: dân xã Văn Hóa, xã Trung Sơn khiếu nại",
        "nhà ba tầng",
        "thị trấn Tân Lập",
        "xã Cam Thành Nam",
        "người dân hóa giải bất đồng",
    ],
)
def test_what_only_looks_like_a_place_is_none(text):
    assert found(text) == []


@pytest.mark.parametrize(("foreign", "ours"), [("TP Huế", "tỉnh Quảng Trị"), ("Hà Nội", "Khe Sanh")])
def test_a_shared_name_is_ours_where_the_entry_names_us(foreign, ours):
    assert found(f"Đoàn công tác {foreign} về làm việc", "Tại xã Tân Lập, đoàn tặng quà") == []
    assert "xã Tân Lập" in found(f"Đoàn công tác {foreign} về {ours}", "Tại xã Tân Lập, đoàn tặng quà")


@pytest.mark.parametrize(
    "behind",
    [
        " (Quảng Trị)", " (huyện Hướng Hóa cũ)", " (Hướng Hoá cũ)", ", huyện Hướng hóa", " thuộc huyện Hướng Hóa",
        " (ảnh)", " (Ảnh: Minh Hà)", " (cũ)", " (sáp nhập từ xã Tân Liên, Hướng Lộc)", " (Tân Liên, Hướng Lộc)", " (Thôn Cồn)", " (Việt Nam)",
        " (UBND tỉnh)", " (Phòng Nội vụ)", ", huyện đã công bố", ", Huyện Đoàn tổ chức", " và huyện Đan Phượng",
    ],
)  # fmt: skip
def test_what_is_no_other_district_voids_nothing(behind):
    assert found(f"Bà con xã Tân Lập{behind}")[:1] == ["xã Tân Lập"]


def test_a_district_that_is_not_ours_makes_the_whole_entry_anothers_unless_it_names_us():
    assert found("Ở xã Quảng Phú (Krông Nô)", "UBND xã Quảng Phú họp") == []
    assert found("Ở xã Quảng Phú, huyện Krông Nô", "Sở Nội vụ họp", kind=FindingKind.AGENCY) == []
    assert found("Ở xã Quảng Phú, huyện Krông Nô", "Đoàn xã Tân Lập, tỉnh Quảng Trị") == ["xã Tân Lập", "tỉnh Quảng Trị"]
    assert found("Quảng Trị: Chủ tịch UBND xã Tân Lập (Trần Bình)") == ["tỉnh Quảng Trị", "xã Tân Lập"]
    assert found("xã Lao Bảo, huyện Đan Phượng") == ["xã Lao Bảo"]


# Agencies


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Sở Nội vụ tỉnh Quảng Trị kiểm tra công vụ", ["Sở Nội vụ"]),
        ("Sở KH&ĐT, Sở VH,TT&DL và Sở GD-ĐT", ["Sở Tài chính", "Sở Văn hóa, Thể thao và Du lịch", "Sở Giáo dục và Đào tạo"]),
        ("Văn phòng UBND tỉnh", ["Văn phòng UBND tỉnh"]),
        ("Ủy ban nhân dân tỉnh Quảng Bình", ["UBND tỉnh"]),
        ("UBND xã Hướng Linh", ["UBND xã Hướng Phùng"]),
        ("Đảng ủy, UBND xã A Dơi", ["UBND xã A Dơi"]),
        ("Trung tâm Phục vụ hành chính công phường Đồng Hới", ["Trung tâm Phục vụ hành chính công phường Đồng Hới"]),
        ("Trung tâm Phục vụ HCC xã Hải Lăng", ["Trung tâm Phục vụ hành chính công xã Hải Lăng"]),
        ("TT Phục vụ hành chính công xã Lìa", ["Trung tâm Phục vụ hành chính công xã Lìa"]),
        ("TT PVHCC tỉnh", ["Trung tâm Phục vụ hành chính công tỉnh"]),
        ("Sở Văn hoá, Thể thao & Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("Sở NN và MT, Sở NN&MT, Sở Nông nghiệp & Môi trường", ["Sở Nông nghiệp và Môi trường"]),
        ("Văn phòng HĐND & UBND xã Lìa", ["Văn phòng HĐND và UBND xã Lìa"]),
        ("Văn phòng HĐND và UBND xã Lìa", ["Văn phòng HĐND và UBND xã Lìa"]),
        ("Tỉnh ủy, Thành ủy Đông Hà", ["Tỉnh ủy"]),
        ("UBND tỉnh, thành phố Đông Hà", ["UBND tỉnh"]),
        ("UBND TỈNH, THÀNH PHỐ ĐÔNG HÀ HỌP", ["UBND tỉnh"]),
        ("UBND tỉnh, huyện Hướng Hóa", ["UBND tỉnh"]),
        ("UBND tỉnh và thành phố Đông Hà", ["UBND tỉnh"]),
        ("Phó Bí thư Tỉnh ủy, Thành ủy không là người địa phương", []),
        ("Bí thư Tỉnh ủy/Thành ủy", []),
        ("BÍ THƯ TỈNH ỦY, THÀNH ỦY KHÔNG LÀ NGƯỜI ĐỊA PHƯƠNG", []),
        ("Chủ tịch UBND tỉnh, thành phố chịu trách nhiệm", []),
        ("Chủ tịch UBND tỉnh, TP trực thuộc Trung ương", []),
        ("Công an huyện Hướng Hóa", ["Công an huyện Hướng Hóa"]),
        ("Sở Nội vụ Hà Nội", []),
        ("Sở Y tế TP. HCM", []),
        ("Công an tỉnh Nghệ An", []),
        ("Công an tỉnh Giang Tây", []),
        ("Sở Y tế TP", []),
        ("cơ sở y tế, trụ sở xây dựng", []),
        ("các tỉnh ủy, thành ủy", []),
        ("Chủ tịch tỉnh yêu cầu Sở Nội vụ kiểm tra", ["Sở Nội vụ"]),
        ("theo văn bản UBND tỉnh", ["UBND tỉnh"]),
        ("UBND xã", []),
        ("Đà Nẵng: Sở Nội vụ kiểm tra", []),
    ],
)
def test_agencies(text, wanted):
    assert wanted == found(text, kind=FindingKind.AGENCY)


# Properties

_WORDS = [
    *("xã", "phường", "các", "huyện", "thị xã", "TP.", "P.", "tỉnh", "và", ",", ".", ";", "(", ")", "-", "\n", "thuộc", "UBND", "Sở Nội vụ", "đường", "ông"),
    *("Hướng Phùng", "Tân Thành", "Quảng Ninh", "Quảng Trị", "Hà Nội", "Thanh", "Hóa", "Đông", "Hà", "1", "Hải Phú", "Gio Linh", "Minh Hóa", "Vạn Ninh", "abc"),
    *("h\u0323ướng", "\u200b", "&", "Đa Krông", "HƯỚNG HÓA", "cải cách"),
]  # fmt: skip
_TEXTS = st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join) | st.text(max_size=60)


@given(_TEXTS, _TEXTS)
def test_findings_point_at_what_was_written_in_order_and_once_a_text(title, body):
    findings = read_places([("title", title), ("body", body)], GAZETTEER)
    texts = {"title": title, "body": body}
    for finding in findings:
        assert 0 <= finding.start < finding.end <= len(texts[finding.where])
        assert not texts[finding.where][finding.start].isspace()
        assert unicodedata.is_normalized("NFC", finding.value)
    marks = [(finding.where, finding.kind, finding.value) for finding in findings]
    assert len(set(marks)) == len(marks)
    assert findings == tuple(sorted(findings, key=lambda each: (each.where == "body",)))


@given(_TEXTS)
def test_composed_and_decomposed_letters_say_the_same(text):
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert found(composed) == found(decomposed)


@given(st.sampled_from(UNITS), st.sampled_from([str, str.upper, str.lower]))
def test_the_case_of_an_address_makes_no_difference(unit, change):
    written, _, district = unit
    text = f"Người dân {written}, {district}, tỉnh Quảng Trị"
    assert found(text) == found(change(text))


def test_an_entry_has_its_places_with_its_classification_and_only_where_it_is_relevant():
    entry = Entry(
        feed="f", identity="1", title="Xã Tân Liên cải cách hành chính, giải quyết thủ tục hành chính", summary="", body="", link=""
    )
    findings = classify(entry, LEXICON).findings
    assert [(each.kind, each.value, each.start, each.end) for each in findings] == [(FindingKind.PLACE, "xã Tân Lập", 0, 11)]
    other = Entry(feed="f", identity="2", title="Bóng đá ở Khe Sanh", summary="", body="", link="")
    assert classify(other, LEXICON).findings == ()


# What settings ask of it


@pytest.mark.parametrize(
    ("asked", "covered"),
    [
        ("xã Hướng Phùng", {"xã Hướng Phùng"}),
        ("Hướng Phùng", {"xã Hướng Phùng"}),
        ("xã Hướng Linh", {"xã Hướng Phùng"}),
        ("thị xã Quảng Trị", {"thị xã Quảng Trị", "phường Quảng Trị"}),
        ("phường Quảng Trị", {"phường Quảng Trị"}),
        ("huyện Cồn Cỏ", {"đặc khu Cồn Cỏ"}),
        ("Tân Thành", {"xã Tân Thành"}),
        ("Atlantis", set()),
    ],
)
def test_what_a_place_covers(asked, covered):
    assert covered == GAZETTEER.covered(asked)


def test_a_district_covers_its_communes_and_the_province_everything():
    district = GAZETTEER.covered("Hướng Hóa")
    assert {"huyện Hướng Hóa", "xã Khe Sanh", "xã A Dơi"} <= district
    assert len(district) == 8
    assert GAZETTEER.covered("Gio Linh") > {"xã Gio Linh", "huyện Gio Linh"}
    assert district < GAZETTEER.covered("Quảng Trị") == GAZETTEER.covered("Quảng Bình")
    assert len(GAZETTEER.meanings("Hải Phú")) == 2
