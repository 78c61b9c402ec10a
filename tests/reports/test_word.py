"""The Word file: the form of Decree 30/2020/NĐ-CP, an office's own template, and texts that a website wrote."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from fontTools.ttLib import TTFont
from matplotlib import font_manager, get_data_path
from PIL import Image

from bot.errors import LoaError
from bot.judgement import Field, Tone
from bot.reports.charts import FONT, draw
from bot.reports.decree import default_template
from bot.reports.document import Chart, Series
from bot.reports.policy import ReportPolicy, SignatoryPolicy
from bot.reports.word import to_word
from tests.reports.conftest import item, material, report
from tests.reports.test_text import written

POLICY = ReportPolicy(
    superior="UBND tỉnh Quảng Trị", place="Hướng Hóa", signatory=SignatoryPolicy(name="Hồ Thị Lan"), recipients=("UBND tỉnh", "Lưu: VT")
)


def no_chart(_chart: Chart) -> bytes:
    out = io.BytesIO()
    Image.new("L", (40, 20)).save(out, "PNG")
    return out.getvalue()


def a_document(*items, policy=POLICY, **changes):
    return written(report(material(*items), policy=policy), policy, **changes)


@pytest.fixture(scope="module")
def word():
    items = [item(number, views=number * 10, tone=Tone.CRITICISM if number % 4 == 0 else Tone.NEUTRAL) for number in range(12)]
    return Document(io.BytesIO(to_word(a_document(*items), no_chart)))


def texts(word) -> list[str]:
    return [paragraph.text for paragraph in word.paragraphs]


def test_the_page_is_a4_with_the_margins_of_the_decree(word):
    section = word.sections[0]
    # Word counts in twentieths of a point.
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert all(Mm(19.9) <= margin <= Mm(25) for margin in (section.top_margin, section.bottom_margin))
    assert Mm(29.9) <= section.left_margin <= Mm(35)
    assert Mm(15) <= section.right_margin <= Mm(20.1)


def test_letters_are_times_new_roman_and_vietnamese(word):
    for name in ("Normal", "Heading 1", "Heading 2", "Caption"):
        style = word.styles[name]
        fonts = style.element.rPr.find(qn("w:rFonts"))
        assert {fonts.get(qn(place)) for place in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")} == {"Times New Roman"}
        assert style.element.rPr.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"
    assert word.styles["Normal"].font.size in {Pt(13), Pt(14)}


def test_the_page_number_stands_in_the_middle_above_but_not_on_the_first_page(word):
    section = word.sections[0]
    assert section.different_first_page_header_footer
    assert [paragraph.text for paragraph in section.first_page_header.paragraphs] == [""]
    paragraph = section.header.paragraphs[0]
    assert paragraph.alignment == 1
    assert [each.text for each in paragraph._p.iter(qn("w:instrText"))] == ["PAGE"]


def test_the_head_has_agency_motto_number_place_and_date(word):
    head = word.tables[0]
    left, right = ([cell.text for cell in row.cells] for row in head.rows)
    assert left[0].split("\n")[:2] == ["UBND TỈNH QUẢNG TRỊ", "UBND XÃ"]
    assert left[1].startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
    assert re.fullmatch(r"Số: +/BC", right[0])
    assert right[1] == "Hướng Hóa, ngày 05 tháng 10 năm 2026"
    assert texts(word)[:2] == ["BÁO CÁO", "Kết quả thông tin, tuyên truyền cải cách hành chính trên mạng xã hội quý III năm 2026"]


def test_recipients_and_signature_stand_at_the_end(word):
    left, right = word.tables[-1].rows[0].cells
    assert [paragraph.text for paragraph in left.paragraphs] == ["Nơi nhận:", "- UBND tỉnh;", "- Lưu: VT."]
    assert [paragraph.text for paragraph in right.paragraphs if paragraph.text] == ["GIÁM ĐỐC", "Hồ Thị Lan"]


def test_without_a_superior_its_line_is_not_there():
    word = Document(io.BytesIO(to_word(a_document(policy=ReportPolicy()), no_chart)))
    assert word.tables[0].rows[0].cells[0].text.split("\n")[0] == "UBND XÃ"


def test_no_mark_of_the_template_is_left(word):
    everything = "\n".join([*texts(word), *(cell.text for table in word.tables for row in table.rows for cell in row.cells)])
    assert not re.search(r"[{}⟦⟧%]{2}|⟦|⟧|None", everything)


def test_tables_and_charts_are_numbered_and_charts_say_in_words_what_they_show(word):
    captions = [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "Caption"]
    assert [re.match(r"Bảng \d+\.", caption)[0] for caption in captions if caption.startswith("Bảng")] == [
        f"Bảng {number}." for number in range(1, len(word.tables) - 1)
    ]
    alts = [element.get("descr") for element in word.element.body.iter(qn("wp:docPr"))]
    assert alts
    assert all(alts)


def test_titles_lead_to_the_post_and_nowhere_else_than_the_web():
    found = to_word(a_document(item(1, tone=Tone.CRITICISM), item(2, tone=Tone.CRITICISM, link="javascript:alert(1)")), no_chart)
    targets = re.findall(
        r'Target="([^"]*)" TargetMode="External"', zipfile.ZipFile(io.BytesIO(found)).read("word/_rels/document.xml.rels").decode()
    )
    assert targets == ["https://www.facebook.com/1"]


@pytest.mark.parametrize(
    "title", ["<w:p/> & 'x' \"y\"", "{{ 7 * 7 }} {% for x in y %}", "a\x00b\x0bc\ud800d", "⟦body⟧", "ngh\u0103\u0309 " * 400]
)
def test_whatever_a_website_wrote_is_text(title):
    word = Document(io.BytesIO(to_word(a_document(item(1, title=title, tone=Tone.CRITICISM)), no_chart)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert any(title[:1] in cell for cell in cells)
    assert "49" not in "".join(cells)


def test_the_settings_own_words_are_text_too():
    policy = ReportPolicy(agency="A & B <C>", recipients=("{{ 7 * 7 }}",))
    word = Document(io.BytesIO(to_word(a_document(policy=policy), no_chart)))
    assert "A & B <C>" in word.tables[0].rows[0].cells[0].text
    assert "- {{ 7 * 7 }}." in word.tables[-1].rows[0].cells[0].text


def with_paragraphs(*lines: str) -> bytes:
    word = Document()
    for line in lines:
        word.add_paragraph(line)
    word.styles["Normal"].font.name = "Arial"
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def test_an_office_may_bring_its_own_template_and_choose_its_sections():
    template = with_paragraphs("Mẫu của chúng tôi: {{ agency }}", "{{ sections.reach }}", "Hết")
    word = Document(io.BytesIO(to_word(a_document(item(1, views=3)), no_chart, template)))
    found = texts(word)
    assert found[0] == "Mẫu của chúng tôi: UBND XÃ"
    assert "II. MỨC ĐỘ TIẾP CẬN VÀ TƯƠNG TÁC" in found
    assert "I. KẾT QUẢ THỰC HIỆN" not in found
    assert found[-1] == "Hết"


def test_the_default_template_is_one_that_may_be_brought():
    document = a_document(item(1, views=3))
    given, made = (Document(io.BytesIO(to_word(document, no_chart, template))) for template in (default_template(), None))
    assert texts(given) == texts(made)


@pytest.mark.parametrize(
    ("template", "key"),
    [
        (b"no word file", "reports.template_unreadable"),
        (with_paragraphs("{{ agency "), "reports.template_fault"),
        (with_paragraphs("{{ agency.upper( }}", "{{ body }}"), "reports.template_fault"),
        (with_paragraphs("{{ ''.__class__.__mro__ }}", "{{ body }}"), "reports.template_fault"),
        (with_paragraphs("no place"), "reports.template_without_body"),
    ],
)
def test_a_template_that_can_not_be_used_is_explained(template, key):
    with pytest.raises(LoaError) as refused:
        to_word(a_document(item(1)), no_chart, template)
    assert refused.value.key == key
    assert "report.docx" in refused.value.say("vi")


BARS = Chart(
    key="a",
    caption="c",
    alt="a",
    categories=("Cải cách thủ tục hành chính", "Chế độ công vụ"),
    series=(Series(name="Trong kỳ", values=(3, None)), Series(name="Kế hoạch", values=(9, 4))),
    axis="Số tin",
)


@pytest.mark.parametrize("stacked", [False, True])
def test_a_chart_is_the_same_for_the_same_figures_and_needs_no_colour(stacked):
    chart = Chart(key="a", caption="c", alt="a", categories=BARS.categories, series=BARS.series, axis="Số tin", stacked=stacked)
    picture = draw(chart)
    assert draw(chart) == picture
    red, green, blue = Image.open(io.BytesIO(picture)).convert("RGB").split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_charts_of_one_and_of_many_categories_are_drawn():
    for count in (1, 40):
        names = tuple(str(Field.PROCEDURES) + str(number) for number in range(count))
        chart = Chart(
            key="", caption="", alt="", categories=names, series=(Series(name="a", values=(0,) * count),), axis="", stacked=count > 1
        )
        assert Image.open(io.BytesIO(draw(chart))).size[0] > 1_000


def test_the_font_of_charts_has_every_vietnamese_letter_and_comes_along():
    path = font_manager.findfont(FONT, fallback_to_default=False)
    assert Path(path).resolve().is_relative_to(Path(get_data_path()).resolve()), "from matplotlib itself, not from this machine"
    letters = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
    known = TTFont(path).getBestCmap()
    assert [letter for letter in {*letters, *letters.upper(), *"0123456789.,%()–/"} if ord(letter) not in known] == []
