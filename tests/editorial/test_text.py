"""Spellings of the same words have the same forms, whatever a website made of them; and each syllable knows where it stands in what was really written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.editorial.text import form_of, own_syllables, syllables
from tests.vietnamese import legacy

LONG = {
    "UBND": "ủy ban nhân dân",
    "HĐND": "hội đồng nhân dân",
    "TTHC": "thủ tục hành chính",
    "CĐS": "chuyển đổi số",
    "AI": "trí tuệ nhân tạo",
    "CBCC": "cán bộ công chức",
    "CBCCVC": "cán bộ công chức viên chức",
    "DVC": "dịch vụ công",
    "DVCTT": "dịch vụ công trực tuyến",
}
SHORT = {short: [form_of(part) for part in long.split()] for short, long in LONG.items()}


def forms(text: str) -> list[str]:
    return [syllable.form for syllable in syllables(text, SHORT)]


# What is meant, and ways of writing it that were seen on portals.
SPELLINGS = {
    "thủ tục hành chính": [
        "THỦ TỤC HÀNH CHÍNH",
        "Thủ Tục  Hành\u00a0Chính",
        "thủ\u2003tục\thành\u202fchính",
        "thủ tục hành\u200bchính",
        "th\u00adủ tục hà\u200dnh\ufeff chính",
        "thủ_tục_hành_chính",
        "thủ&nbsp;tục h&agrave;nh ch&iacute;nh",
        "th&#7911; t&#x1EE5;c h&amp;agrave;nh ch&amp;amp;iacute;nh",
        "thu&#777; tu&#803;c ha&#768;nh chi&#769;nh",
        "thủ&nbsptục hành chính",
        "tһủ tục hànһ cһínһ",  # Cyrillic һ
        "ｔｈủ tục ｈành ｃｈính",
        "𝘁𝗵𝘂̉ 𝘁𝘂̣𝗰 𝗵𝗮̀𝗻𝗵 𝗰𝗵𝗶́𝗻𝗵",
        "TTHC",
        "tthc",
        "T.T.H.C",
        "TT HC",
        "TT\u00a0HC",
        "thñ tôc hµnh chÝnh",
        "thuû tuïc haønh chính",
        "thá»§ tá»¥c hÃ\u00a0nh chÃ\u00adnh",
    ],
    "ủy ban nhân dân": [
        "uỷ ban nhân dân",
        "UBND",
        "ubnd",
        "Ubnd",
        "U.B.N.D",
        "UB.ND",
        "UB-ND",
        "ñy ban nh©n d©n",
        "UÛy ban nhaân daân",
        "Ủy-ban nhân-dân",
    ],
    "hội đồng nhân dân": ["HĐND", "HÐND", "H.Đ.N.D", "HỘI ÐỒNG NHÂN DÂN", "hội ðồng nhân dân"],
    "cán bộ công chức viên chức": [
        "CBCCVC",
        "CB, CC, VC",
        "CB,CC,VC",
        "CBCC, VC",
        "CBCC-VC",
        "CB/CC/VC",
        "CB CC VC",
        "CBCC VC",
        "cán bộ, công chức, viên chức",
    ],
    "dịch vụ công trực tuyến": ["DVCTT", "DVC-TT", "DVC TT", "dịch vụ công trực tuyến..."],
    "ai được hưởng": ["AI ĐƯỢC HƯỞNG", "Ai được hưởng"],
    "trí tuệ nhân tạo được hưởng": ["AI được hưởng"],
    "ứng dụng trí tuệ nhân tạo vào chuyển đổi số": ["ỨNG DỤNG AI VÀO CĐS", "Ứng dụng AI vào CĐS"],
    "trí tuệ nhân tạo (trí tuệ nhân tạo)": ["TRÍ TUỆ NHÂN TẠO (AI)"],
    "tiếp tục khoẻ": ["ti&ecirc;\u0301p tu\u0323c kho\u1ebb", "tiê\u0301p tục khỏe"],
    "hòa thủy quý": ["hoà thuỷ quý", "HOÀ THUỶ QUÝ", unicodedata.normalize("NFD", "hoà thuỷ quý")],
    "xã phường người dân": ["xã,phường.Người dân", "xã;phường:người/dân"],
}


@pytest.mark.parametrize(("meant", "written"), [(meant, written) for meant, ways in SPELLINGS.items() for written in ways])
def test_spellings_of_the_same_are_the_same(meant, written):
    assert forms(written) == forms(meant)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TP.HCM", ["tp", "hcm"]),
        ("24/7", ["24", "7"]),
        ("bà D.V.C", [form_of("bà"), "d", "v", "c"]),
        ("A.I", SHORT["AI"]),
        ("1.2026", ["1", "2026"]),
        ("12/QĐ-UBND", ["12", "qđ", *SHORT["UBND"]]),
        ("R&D, AT&T", ["r", "d", "at", "t"]),
        ("UBND/HĐND", [*SHORT["UBND"], *SHORT["HĐND"]]),
        ("UBND HĐND", [*SHORT["UBND"], *SHORT["HĐND"]]),
        ("T T H C, U BND", ["t", "t", "h", "c", "u", "bnd"]),
        ("UB nd", ["ub", "nd"]),
        ("UB\nND", ["ub", "nd"]),
        ("500m²", ["500m²"]),
        ("99% 98 % 97\u00a0% 96\u202f% 95&nbsp;% ９４％ 93 ％", [each for number in range(99, 92, -1) for each in (str(number), "%")]),
        ("92\u200b% 91\u00ad%", ["92", "%", "91", "%"]),
        ("xem %, a%", ["xem", "a"]),
        ("a&nosuchname;b", ["a", "nosuchname", "b"]),
        ("AI", SHORT["AI"]),
        ("phát triển AI, CĐS", [form_of("phát"), form_of("triển"), *SHORT["AI"], *SHORT["CĐS"]]),
        ("NƠI AI CŨNG BIẾT", list(map(form_of, ["nơi", "ai", "cũng", "biết"]))),
        ("AI TTHC", [*SHORT["AI"], *SHORT["TTHC"]]),
        ("cds ai", ["cds", "ai"]),
        ("\u200b\u00ad", []),
        ("", []),
        ("x" * 60, ["x" * 60]),
    ],
)
def test_what_is_no_abbreviation_stays(text, expected):
    assert forms(text) == expected


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("xã,phường", [0, 1]),
        ("xã.Người", [0, 1]),
        ("TP.HCM", [0, 0]),
        ("ThS. Lê An", [0, 0, 0]),
        ("TP.\u00a0Hồ Chí Minh", [0, 0, 0, 0]),
        ("TP.  Hồ Chí Minh", [0, 0, 0, 0]),
        ("TP.&nbsp;&nbsp;Hồ Chí Minh", [0, 0, 0, 0]),
        ("TP.\nHồ sơ", [0, 1, 1]),
        ("ở TP.  “Hồ sơ”", [0, 0, 1, 1]),
        ("Ông A. Người", [0, 0, 1]),
        ("Thu 1.200 và 3,5", [0, 0, 0, 0, 0, 0]),
        ("lúc 8:30, dân", [0, 0, 0, 1]),
        ("năm 2026. Người", [0, 0, 1]),
        ("năm 2026, 98", [0, 0, 1]),
        ("kinh tế - xã hội", [0, 0, 1, 1]),
        ("(xã) họp", [1, 2]),
        ("A&nbsp;và&#44;B", [0, 0, 1]),
        ("Bão tan | Cán bộ", [0, 0, 1, 1]),
        ("xã|phường", [0, 1]),
        ("• Hồ sơ • Lệ phí", [1, 1, 2, 2]),
        ("✅ Hồ sơ ✔️ Lệ phí 📌 Nơi nộp", [1, 1, 2, 2, 3, 3]),
        ("25 °C, ứng dụng™ xã", [0, 0, 1, 1, 1]),
    ],
)
def test_clauses_end_where_a_reader_pauses(text, clauses):
    assert [syllable.clause for syllable in syllables(text, {})] == clauses


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("thủ&nbsp;t&#7909;c", ["thủ", "t&#7909;c"]),
        ("ti&ecirc;\u0301p", ["ti&ecirc;\u0301p"]),
        ("(CB, CC, VC) xã", ["CB, CC, VC"] * 6 + ["xã"]),
        ("Cáº£i cÃ¡ch hÃ nh chÃ\u00adnh", ["Cáº£i", "cÃ¡ch", "hÃ nh", "chÃ\u00adnh"]),
        ("ñy ban nh©n d©n", ["ñy", "ban", "nh©n", "d©n"]),
        ("hành\u200bchính", ["hành", "chính"]),
        ("một_cửa", ["một", "cửa"]),
    ],
)
def test_a_syllable_stands_where_it_was_written(text, seen):
    assert [text[each.start : each.end] for each in syllables(text, SHORT)] == seen


def test_a_word_that_the_website_has_cut_is_no_word():
    text = "Bộ phận một cửa của xã tiếp nhận hồ sơ của ngườ..."
    assert forms(text) == forms("Bộ phận một cửa của xã tiếp nhận hồ sơ của")
    assert forms(text.replace("ngườ", "người"))[-1] == form_of("người")


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("(Dân trí) - Xã họp dân", "Xã họp dân"),
        ("Mười xã họp. Xã họp dân", "Xã họp dân"),
        ("QTO -\u00a0Mười xã họp: Xã họp dân", "Xã họp dân"),
        ("Xã họp dân", "Xã họp dân"),
        ("Mười xã họp", ""),
    ],
)
def test_signature_and_repeated_headline_are_no_evidence(text, own):
    found = own_syllables(text, "MƯỜI XÃ HỌP", SHORT)
    assert [each.form for each in found] == forms(own)
    assert not found or text[found[0].start :] == own


WORDS = [
    "thủ",
    "tục",
    "hành",
    "chính",
    "ủy",
    "ban",
    "UBND",
    "HĐND",
    "AI",
    "CĐS",
    "được",
    "hưởng,",
    "1.200",
    "(xã)",
    "“một",
    "cửa”",
    "Ðông",
    "hòa",
    "TP.HCM",
    "đã...",
    "CB,",
    "CC",
]


@given(st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join))
def test_normal_forms_and_charsets_make_no_difference(text):
    assert forms(unicodedata.normalize("NFD", text)) == forms(text)
    assert forms(legacy.as_windows_1252(text)) == forms(text) or "đ" not in text


@given(st.text(max_size=80) | st.text(alphabet="AI.U,B &nbsp;#7áº»£Ã\u200b_ đ…", max_size=80))
def test_any_text_has_syllables_in_its_order(text):
    found = syllables(text, SHORT)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert [each.start for each in found] == sorted(each.start for each in found)
    assert [each.clause for each in found] == sorted(each.clause for each in found)
    assert all(each.form for each in found)
