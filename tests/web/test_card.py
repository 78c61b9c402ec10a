"""How a Post will look, and where evidence stands: pieces that put together again are the text."""

from hypothesis import given
from hypothesis import strategies as st

from bot.judgement import Classification, Evidence, Finding, FindingKind
from bot.model import Draft, Entry, Picture, Way
from bot.web.card import Piece, card_of, host_of, pieces_of, web_address
from bot.web.marking import marked

ENTRY = Entry(feed="cong", identity="1", title="Tiêu đề", link="https://www.cong.vn/1", summary="Tóm tắt " * 40)
PICTURES = tuple(Picture(digest=str(number) * 64, width=9, height=9, alt="x") for number in range(3))


def draft(*ways: Way, comment: str = "") -> Draft:
    return Draft(message="Tin #CCHC", link="https://www.cong.vn/1?a=b", marker="p1", ways=ways, pictures=PICTURES, comment=comment)


def test_hashtags_addresses_and_tagged_pages_are_pieces_of_their_own():
    assert pieces_of("Tin #CảiCách, xem https://cong.vn/1?a=b. Chào @[123] #2026 a#b") == (
        Piece("Tin "),
        Piece("#CảiCách", "tag"),
        Piece(", xem "),
        Piece("https://cong.vn/1?a=b", "link"),
        Piece(". Chào "),
        Piece("@[123]", "page"),
        Piece(" #2026 a#b"),
    )


@given(st.text(alphabet=st.sampled_from("#@[]1aé \thttps://cong.vn,.…"), max_size=80))
def test_the_pieces_of_a_line_are_the_line(line):
    assert "".join(piece.text for piece in pieces_of(line)) == line


def test_each_way_has_the_look_that_the_page_gives_it():
    link = card_of(draft(Way.LINK), Way.LINK, ENTRY)
    assert (link.link_host, link.link_title, link.pictures) == ("cong.vn", "Tiêu đề", ())
    assert len(link.link_summary) <= 161
    photo = card_of(draft(Way.PHOTO), Way.PHOTO, ENTRY)
    assert (photo.pictures, photo.link_host) == (PICTURES[:1], "")
    assert photo.lines[-1] == (Piece("https://www.cong.vn/1?a=b", "link"),)
    assert card_of(draft(Way.PHOTOS), Way.PHOTOS, ENTRY).pictures == PICTURES
    comment = card_of(draft(Way.COMMENT, comment="Đọc: https://cong.vn/1"), Way.COMMENT, ENTRY)
    assert comment.comment[-1] == Piece("https://cong.vn/1", "link")
    assert comment.link_host == ""


def test_a_browser_is_sent_to_websites_alone():
    assert [web_address(link) for link in ("https://a.vn", "http://a.vn", "javascript:x", "data:x", "//a.vn", "ftp://a", "")] == [
        "https://a.vn",
        "http://a.vn",
        "",
        "",
        "",
        "",
        "",
    ]
    assert host_of("https://WWW.Cong.VN:8080/x") == "cong.vn"


_places = st.tuples(st.integers(-5, 60), st.integers(-5, 60))


@given(st.text(max_size=50), st.lists(_places, max_size=6), st.lists(_places, max_size=3))
def test_marked_text_is_the_text_and_marks_exactly_what_evidence_names(text, spans, personal):
    evidence = [Evidence(phrase="x", where="title", start=start, end=end, weight=1, target="relevant") for start, end in spans]
    findings = tuple(Finding(kind=FindingKind.PHONE, value="*", where="title", start=start, end=end) for start, end in personal)
    entry = Entry(feed="f", identity="1", title=text, link="")
    found = marked(entry, evidence, Classification(relevant=True, confidence=1, findings=findings)).get("title", ())
    assert "".join(segment.text for segment in found) == text
    place = 0
    for segment in found:
        for number in range(place, place + len(segment.text)):
            covering = [item for item in evidence if 0 <= item.start <= number < item.end <= len(text)]
            assert list(segment.counts) == covering
            assert segment.personal is any(0 <= item.start <= number < item.end <= len(text) for item in findings)
        place += len(segment.text)


def test_what_speaks_against_is_told_apart():
    evidence = [Evidence(phrase="x", where="title", start=0, end=1, weight=weight, target="relevant") for weight in (1, -3)]
    entry = Entry(feed="f", identity="1", title="xy", link="")
    first, second = marked(entry, evidence, Classification(relevant=True, confidence=1))["title"]
    assert (first.is_against, second.is_against) == (True, False)
