"""Numbers of legal documents as Vietnamese agencies write them (Decree 30/2020/NĐ-CP, annex III; Party documents), with their kind and date."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.editorial.legible import Legible, Span, cue, toned
from bot.editorial.written_dates import Day, day, pattern, with_year
from bot.judgement import FindingKind

# Kinds of documents by their abbreviation.
_KINDS: Final = {
    "NĐ": "Nghị định",
    "NQ": "Nghị quyết",
    "NQLT": "Nghị quyết liên tịch",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "KH": "Kế hoạch",
    "CĐ": "Công điện",
    "CV": "Công văn",
    "KL": "Kết luận",
    "QC": "Quy chế",
    "QCPH": "Quy chế phối hợp",
    "QyĐ": "Quy định",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "CTrHĐ": "Chương trình hành động",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "PA": "Phương án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "TB": "Thông báo",
    "TC": "Thông cáo",
    "PL": "Pháp lệnh",
    "VBHN": "Văn bản hợp nhất",
    "GM": "Giấy mời",
    "L": "Lệnh",
}
_WRITTEN: Final = {toned(name.lower()): name for name in _KINDS.values()}
_VAGUE: Final = "văn bản"  # says nothing of the kind
_WORDS: Final = (*sorted({name.lower() for name in _KINDS.values()}, key=len, reverse=True), "bộ luật", "luật", _VAGUE)
# Abbreviations in capitals, or without their đ, to what they are.
_MENDED: Final = {
    **{short.upper(): short for short in _KINDS},
    "ND": "NĐ",
    "QD": "QĐ",
    "HDND": "HĐND",
    "TTG": "TTg",
    "TƯ": "TW",
    "CTHĐ": "CTrHĐ",
    "DU": "ĐU",
}
# Who issues what has no kind in its number ("1234/UBND-NC", "5959/VPCP-CĐS").
_EVIDENT: Final = frozenset({"UBND", "HĐND", "VPCP", "VPUBND", "TTg"})
_ISSUERS: Final = r"UBND|TTg|VP|TU|TW|HU|ĐU|MTTQ|TCT|TLĐ|[BSCPHVĐ][A-ZĐ]{1,8}"
_ISSUER: Final = re.compile(_ISSUERS)
_ASSEMBLY: Final = re.compile(r"(?:UBTVQH|QH)[0-9]{1,2}")

_CODE: Final = r"(?:TTg|TTr|CTrHĐ|CTr|QyĐ|[A-ZĐƯ][A-ZĐƯ0-9&]{0,15})(?![^\W\d_])"
# A blank is often forgotten: "Nghị định số170/2025/NĐ-CP", "Nghị định170/2025/NĐ-CP".
_BEGINS: Final = r"(?:(?<![\w/.,-])|(?<=[sS]ố)|(?<=[đĐ]ịnh)|(?<=quyết)|(?<=QUYẾT)|(?<=ĐỊNH)|(?<=SỐ))"
# 12/KH-UBND · 36a/NQ-CP · 66.7/2025/NQ-CP · 118/2025/NĐ-CP · 80/2025/QH15 · 1680/NQ-UBTVQH15 · 05/2015/TTLT-BNV-BTC
_STATE: Final = re.compile(
    # Blanks on both sides of a hyphen mostly end the number ("12/KH-UBND - UBND tỉnh yêu cầu"), unless an issuer is the last word of it
    # ("12/KH - UBND ngày 5/1"). The slash or point of "118/2025/NĐ/CP" is a slip, and so is the hyphen of "118-2025/NĐ-CP". What ends within a code is no number ("12/QĐ-UBND/2026").
    rf"{_BEGINS}([0-9]{{1,6}}(?:[a-eA-E]|\.[0-9]{{1,2}}(?=/(?:19|20)[0-9][0-9]/))?)(?: ?/ ?|-(?=(?:19|20)[0-9][0-9]/))(?:((?:19|20)[0-9][0-9]) ?/ ?)?"
    rf"({_CODE}(?: - (?:{_ISSUERS})(?=(?i: (?:ngày|của|về)\b)| ?(?:[.,;:)]|$))|[/.](?=(?:CP|TTg|TTG|UBND|HĐND)(?!\w)){_CODE})?"
    rf"(?:(?:- ?| -| - (?=CP|TTg)){_CODE}){{0,4}})(?![\w/]|-[^\W\d_])"
)
# The same in small letters ("12/kh-ubnd"): never with blanks, and only with a kind.
_SMALL: Final = re.compile(r"(?<![\w/.,-])([0-9]{1,6}[a-e]?)/(?:((?:19|20)[0-9][0-9])/)?([a-zđư]{1,6}(?:-[a-zđư0-9]{1,12}){1,3})(?![\w/])")
# 57-NQ/TW · 127-KL/TW · 05-CT/TU · 31-HD/BTCTW
_PARTY: Final = re.compile(rf"{_BEGINS}([0-9]{{1,5}}) ?- ?({_CODE}) ?/ ?({_CODE}(?:-{_CODE}){{0,2}})(?![\w/])")
_KIND_BEFORE: Final = cue(rf"(?<!\w)(?P<kind>{'|'.join(_WORDS)})(?: liên tịch)?(?P<so> ?(?:mang )?số ?:?)? ?$")
_SO_BEFORE: Final = cue(r"(?<!\w)số ?:? ?$")
_LAW_BEFORE: Final = cue(r"(?<!\w)luật [^.;0-9]{1,100}$")
_NUMBER: Final = r"[0-9]{1,4}(?:[a-e]|\.[0-9]{1,2})?(?:/(?:19|20)[0-9][0-9])?(?!\w| ?%|[/-] ?\w|[.,][0-9])"
_NAMED: Final = r"nghị định|nghị quyết|chỉ thị|thông tư|quyết định|kết luận|công điện|công văn|đề án|kế hoạch|quy định|thông báo|tờ trình"
# What follows a document's number, and not one that counts ("nghị quyết 10 năm nhìn lại").
_ENDS: Final = (
    r"(?= ?(?:$|[,;:.)\]”\"’'!?…(-])"
    r"| (?:của|về|ngày|và|được|đã|có|quy định|yêu cầu|nêu|ban hành|là|thì|cũng|cho|sẽ|để|do|trong|tại|với|từ|theo|bị|khóa)\b)"
)
# Kinds that are shortened before a number, too: "NQ57", "NĐ 118/2025", "QĐ số 1234 ngày …".
_SHORTENED: Final = {short.lower(): _KINDS[short].lower() for short in ("NĐ", "NQ", "QĐ", "KH", "CV", "CT", "KL")}
_AMBIGUOUS: Final = frozenset({"kh", "cv", "ct", "kl"})  # "CT1" is a house
# Nghị định 178 · Nghị định 221/2025 · Quyết định số 376 · NQ57
_SHORT: Final = cue(
    rf"(?<!\w)(?:(?P<kind>{_NAMED}|(?<![/-])(?:{'|'.join(_SHORTENED)}))(?P<so> số)? |(?<![/-])(?P<tight>nđ|nq))"
    rf"(?P<number>{_NUMBER})(?:{_ENDS}(?P<ends>))?"
    r"(?P<counts> (?:chương|điều(?! chỉnh| kiện)|khoản|điểm|mục|phần|trang|nội dung|nhiệm vụ|giải pháp|chính sách|nhóm|việc|vấn đề|lĩnh vực|đơn vị"
    r"|cơ quan|địa phương|lần|người|tháng|tuần|giờ|năm(?! (?:19|20)[0-9][0-9]))(?!\w))?"
)
# các Nghị quyết 57, 59, 66 và 68 · “bộ tứ” nghị quyết 57, 59 … · bốn nghị quyết trụ cột: 57, 59 …
_LISTED: Final = cue(
    r"(?<!\w)(?:các|những|bộ tứ[”\"]?|hai|ba|bốn|năm|sáu|[2-9]) "
    rf"(?P<kind>{_NAMED})[”\"]?(?: trụ cột| chiến lược)?(?: số)?:? (?P<numbers>{_NUMBER}(?:(?: ?[,;](?: và)?| và) (?:số )?{_NUMBER}){{1,20}}){_ENDS}"
)
_YEAR: Final = re.compile(r"(?:19|20)[0-9][0-9]")
_ONE: Final = re.compile(r"[0-9]{1,4}(?:[a-e]|\.[0-9]{1,2})?(?:/[0-9]{4})?")
# Words of everyday, too: with "số", a whole date ("Kế hoạch 15 ngày 3/2/2026") or who issued it ("Quyết định 06 của Thủ tướng"), or as a name
# ("theo Kế hoạch 02."). The second of them are verbs even before "số" ("thông báo số 113"). And such as hardly ever stand before a number that counts.
_EVERYDAY: Final = frozenset(map(toned, ("quyết định", "kết luận", "kế hoạch", "quy định", "thông báo", "tờ trình")))
_VERBS: Final = frozenset(map(toned, ("quy định", "thông báo", "tờ trình")))
_OF_DOCUMENTS: Final = frozenset(map(toned, ("nghị định", "thông tư", "chỉ thị")))
_RESOLUTION, _SCHEME = map(toned, ("nghị quyết", "đề án"))
_OF_ISSUER: Final = cue(
    r" của (?:thủ tướng|chính phủ|bộ|trung ương|ban|quốc hội|ủy ban|ubnd|hđnd|hội đồng|chủ tịch|tỉnh ủy|thành ủy|đảng ủy|sở|văn phòng|liên bộ)(?!\w)"
)
_NAMES_BEFORE: Final = cue(
    r"(?<!\w)(?:theo|thực hiện|triển khai|quán triệt|căn cứ|ban hành|tại|ký|thay thế|sửa đổi|bổ sung|sau|trong|với)(?: các| dự thảo| nội dung)? $"
)
_NAME_ENDS: Final = cue(r"(?= ?(?:$|[;:.)\]”\"’'!?…]| ?,(?! ?[0-9]))| (?:của|về|được|đã|là|thì|cũng|sẽ|quy định|yêu cầu|nêu)(?!\w))")
_ABOUT: Final = cue(r" về (?!đích|nhất|nhì)")
# What resolutions and schemes count, besides parts of a document: "Nghị quyết 15 chỉ tiêu", and not "Nghị quyết 57 mở đường".
_THINGS: Final = cue(
    r" ?%| (?:ngày(?! [0-9])|kỳ|nhiệm kỳ|khóa(?! [ivx])|chỉ tiêu|mục tiêu|tiêu chí|biện pháp|dự án|đề án|chương trình|văn bản|tờ trình|nghị quyết|thủ tục"
    r"|chuyên đề|dự thảo|thôn|bản|xã|phường|huyện|tỉnh|hộ|tỷ|tỉ|triệu|nghìn|ngàn|đại biểu|thành viên|cán bộ|đồng chí|đảng viên|chi bộ|học sinh"
    r"|doanh nghiệp|bước|trụ cột|đột phá|điểm)(?!\w)"
)
_DATE_AFTER: Final = cue(rf" ?[,(]? ?(?:(?:ban hành|ký|đề) )?{pattern('a')}")
_DATE_LATER: Final = cue(rf" (?:của|do)(?P<between> [^.;,0-9]{{1,80}}?) {pattern('a')}")
_OTHER_DATE: Final = cue(r"hiệu lực|thời hạn|(?:từ|trước|đến|hết|sau)$")
_DATE_BEFORE: Final = cue(
    rf"(?:^|[.;!?] |\) |- )(?:sáng |chiều |tối )?{pattern('a')}, [^.;!?0-9]{{1,120}}(?:ban hành|ký|thông qua|có) [^.;!?0-9]{{0,30}}$"
)
_KIND_REACH, _LAW_REACH, _DATE_REACH = 40, 120, 220  # characters before a number


@dataclass(frozen=True, slots=True)
class _Document:
    start: int
    end: int
    value: str
    kind: str
    year: int | None


def documents(page: Legible, published: date | None) -> Iterator[Span]:
    """The documents a text names, each once; numbers in one form ("118/2025/NĐ-CP", "57-NQ/TW"), "Nghị định 178" where no more is written.

    The note says the kind and the date where they are written; a missing year is that of the number, else that of `published`.
    """
    whole = sorted((*_state(page), *_party(page)), key=lambda each: each.start)
    told: set[str] = set()
    for each in (*whole, *_short(page, whole)):
        if each.value not in told:
            told.add(each.value)
            signed = _date(page, each)
            if signed is not None:
                signed = with_year(Day(signed.day, signed.month, signed.year or each.year), published)
            note = ", ".join(filter(None, (each.kind, signed.write() if signed is not None else "")))
            yield Span(FindingKind.DOCUMENT, each.start, each.end, each.value, note)


def _state(page: Legible) -> Iterator[_Document]:
    for match in (*_STATE.finditer(page.text), *_SMALL.finditer(page.lower)):
        number, year, codes = match[1].lower(), match[2], [_mended(code) for code in re.split(" ?- ?|[/.]", match[3])]
        word, numbered = _before(page, match.start())
        if match.re is _SMALL and (codes[0] not in _KINDS or not page.text[match.end() - 1].islower()):
            continue
        if not _is_document(codes, year is not None, word, numbered):
            continue
        value = "/".join(filter(None, (number, year, "-".join(codes))))
        kind = word if word and word != _VAGUE else _kind(page, match.start(), codes)
        yield _Document(match.start(), match.end(), value, kind.capitalize(), int(year) if year else None)


def _is_document(codes: list[str], year: bool, word: str, numbered: bool) -> bool:  # noqa: FBT001 - what stands around one number
    """Whether 12/CODES is a document's number, and not a house ("12/KP3"), a road ("5/QL9") or a contract ("số 12/2025/HĐ-KT")."""
    first, several = codes[0], len(codes) > 1
    if first in _KINDS:
        return several or bool(word) or numbered
    if year:
        return bool(word) or _ASSEMBLY.fullmatch(first) is not None
    if first in _EVIDENT:
        return several or bool(word)
    if word and (several or numbered):
        return True  # "Công văn số 45/KBNN", whoever issues it
    return _ISSUER.fullmatch(first) is not None and (bool(word) or (several and numbered))


def _kind(page: Legible, start: int, codes: list[str]) -> str:
    if _ASSEMBLY.fullmatch(codes[0]):
        # Laws and resolutions of the National Assembly have numbers of one form.
        return "Luật" if _LAW_BEFORE.search(page.lower, max(0, start - _LAW_REACH), start) else ""
    return _KINDS.get(codes[0], _KINDS["CV"])


def _party(page: Legible) -> Iterator[_Document]:
    for match in _PARTY.finditer(page.text):
        kind, issuer = _mended(match[2]), "-".join(_mended(code) for code in match[3].split("-"))
        if kind in _KINDS:
            word, _ = _before(page, match.start())
            told = word.capitalize() if word and word != _VAGUE else _KINDS[kind]
            yield _Document(match.start(), match.end(), f"{match[1]}-{kind}/{issuer}", told, None)


def _short(page: Legible, whole: Sequence[_Document]) -> Iterator[_Document]:
    """Documents of which only kind and number are written, or the year too, without those that `whole` or a longer one of them names."""
    known: dict[tuple[str, str], set[int | None]] = {}
    for each in whole:
        known.setdefault((each.kind, re.split("[/-]", each.value)[0].lstrip("0")), set()).add(each.year)
    found = sorted((*_named(page), *_listed(page)), key=lambda each: each.start)
    # Those with a year first: "Nghị định 221/2025" speaks for the "Nghị định 221" before it, too.
    for each in sorted(found, key=lambda each: each.year is None):
        kind, number = each.value.rsplit(" ", 1)
        years = known.setdefault((kind, number.split("/")[0].lstrip("0")), set())
        if not years or (each.year is not None and years.isdisjoint({each.year, None})):
            if each.year is not None:
                years.add(each.year)
            yield each


def _named(page: Legible) -> Iterator[_Document]:
    for match in _SHORT.finditer(page.lower):
        written = match["kind"] or match["tight"]
        kind, number = toned(_SHORTENED.get(written, written)), match["number"]
        # The Government numbers resolutions within one of the Party's: "Nghị quyết 66.7". Elsewhere it is a date or a figure.
        if ("." in number and kind != _RESOLUTION) or (
            written in _SHORTENED and not page.text[match.start() : match.start() + 2].isupper()
        ):
            continue
        is_certain = _is_dated_or_issued(page, match) or (written not in _AMBIGUOUS and _is_numbered(page, match, kind))
        may_be_name = written not in _AMBIGUOUS and page.text[match.start()].isupper() and not _YEAR.fullmatch(number)
        if is_certain or (may_be_name and _is_name(page, match, kind)):
            yield _shortly(kind, match.start(), match.end("number"), number)


def _is_dated_or_issued(page: Legible, match: re.Match[str]) -> bool:
    """Whether a whole date or who issued it stands behind kind and number: "Kế hoạch 15 ngày 3/2/2026", "Quyết định 06 của Thủ tướng"."""
    signed = _DATE_AFTER.match(page.lower, match.end("number"))
    if signed is not None and signed["ngaya"] is not None and (signed["ya"] or signed["tya"]) is not None:
        return True
    return not _YEAR.fullmatch(match["number"]) and _OF_ISSUER.match(page.lower, match.end("number")) is not None


def _is_numbered(page: Legible, match: re.Match[str], kind: str) -> bool:
    """Whether "số" or a year makes the number a document's."""
    if "/" in match["number"] and kind in _OF_DOCUMENTS:
        return True
    return match["so"] is not None and (kind not in _VERBS or (page.text[match.start()].isupper() and match["counts"] is None))


def _is_name(page: Legible, match: re.Match[str], kind: str) -> bool:
    """Whether kind and number, with a capital, are a document's name by what stands around them: "Nghị quyết 57 mở đường", "theo Kế hoạch 02."."""
    number, end = match["number"], match.end("number")
    if match["tight"] is not None and len(number) == 1:
        return False  # "NQ5" may be anything
    if kind in _EVERYDAY:
        is_told = _NAME_ENDS.match(page.lower, end) is not None
        is_governed = _NAMES_BEFORE.search(page.lower, max(0, match.start() - _KIND_REACH), match.start()) is not None
        return len(number) > 1 and ((is_told and is_governed) or _ABOUT.match(page.lower, end) is not None)
    if match["ends"] is not None and kind not in _OF_DOCUMENTS:
        return True
    is_telling = kind in _OF_DOCUMENTS or (kind == _RESOLUTION and len(number) > 1) or (kind == _SCHEME and number.startswith("0"))
    return is_telling and match["counts"] is None and (kind in _OF_DOCUMENTS or _THINGS.match(page.lower, end) is None)


def _listed(page: Legible) -> Iterator[_Document]:
    for match in _LISTED.finditer(page.lower):
        for number in _ONE.finditer(page.lower, match.start("numbers"), match.end("numbers")):
            if not _YEAR.fullmatch(number[0]) and ("." not in number[0] or match["kind"] == _RESOLUTION):
                yield _shortly(match["kind"], *number.span(), number[0])


def _shortly(kind: str, start: int, end: int, number: str) -> _Document:
    year = number.partition("/")[2]
    return _Document(start, end, f"{_WRITTEN[kind]} {number}", "", int(year) if year else None)


def _mended(code: str) -> str:
    return _MENDED.get(code.upper(), code.upper())


def _before(page: Legible, start: int) -> tuple[str, bool]:
    """The kind that stands before a number, "" where none does, and whether "số" stands there."""
    match = _KIND_BEFORE.search(page.lower, max(0, start - _KIND_REACH), start)
    if match is None:
        return "", _SO_BEFORE.search(page.lower, max(0, start - _KIND_REACH), start) is not None
    return page.text[match.start("kind") : match.end("kind")].lower(), bool(match["so"])


def _date(page: Legible, found: _Document) -> Day | None:
    """When the document was issued, where that is written beside it."""
    after = _DATE_AFTER.match(page.lower, found.end)
    if after is not None and (after["ngaya"] or after["tma"] or after["ya"]):
        return day(after, "a")
    later = _DATE_LATER.match(page.lower, found.end)
    if later is not None and later["ngaya"] and not _OTHER_DATE.search(later["between"]):
        return day(later, "a")
    before = _DATE_BEFORE.search(page.lower, max(0, found.start - _DATE_REACH), found.start)
    return day(before, "a") if before is not None and before["ngaya"] else None
