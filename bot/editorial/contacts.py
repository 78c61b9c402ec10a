"""Phone numbers and e-mail addresses of people; those that an agency makes known (hotlines, official addresses) are not personal and are left out."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.editorial.legible import CAPITAL, Digits, Legible, Span, cue
from bot.editorial.names import names_a_person
from bot.judgement import FindingKind

# Between two groups of one number: nothing but a blank, a dot or a hyphen, the bracket of an area code, or the "(0)" after a country's.
_GAP: Final = re.compile(r" ?[.-] ?| |\) ?[.-]? ?| ?\(")
_MOST_GROUPS: Final = 7
_LONGEST_GAP: Final = 3
_CUE_LETTERS: Final = cue(r"(?:đt|đtdđ|sđt|sdt|tel|zalo|phone|hotline|lh|số)$")
_CUE_BEFORE: Final = cue(
    r"(?<!\w)(?:điện thoại|đtdđ|đt|sđt|sdt|tel|phone|mobile|di động|zalo|viber|số máy|thuê bao|hotline|liên hệ|lh|gọi|fax|đường dây nóng|số)[^.;0-9]{0,20}[ :.(]$"
)
# Numbers that look like a phone's: tax and file codes, serial numbers. A word for a phone in between makes it one again.
_CODE_WORDS: Final = r"(?: (?!gọi|liên hệ|lh|điện thoại|đt|sđt|zalo|hotline|số máy)[^ .;,:0-9]{1,12})"
_CODE_BEFORE: Final = cue(
    r"(?:mã số thuế|mst|mã hồ sơ|số hồ sơ|mã số|mã đơn|vận đơn|mã bưu gửi|mã giao dịch|mã tra cứu|số báo danh|sbd|số sê-?ri|serial|imei|số hiệu|"
    r"biên nhận|giấy phép|số vào sổ|mã vạch|isbn|biển số|mã số doanh nghiệp|số khung|số máy móc|lệnh chuyển tiền|số hợp đồng)"
    rf"{_CODE_WORDS}{{0,3}} ?[:.]? ?$"
    rf"|(?:giấy chứng nhận|gcn|đăng ký (?:doanh nghiệp|kinh doanh)){_CODE_WORDS}{{0,8}}(?: số:?| ?:) ?$"
)
_DIALLED: Final = cue(
    r"(?<!\w)(?:gọi|liên hệ|lh|điện thoại|đtdđ|đt|sđt|sdt|tel|di động|hotline|zalo|số máy)(?: (?:theo|qua|tới|đến|vào|về|số|máy|điện thoại|đt|sđt))* ?:? ?$"
)
_UNIT_AFTER: Final = cue(r" ?(?:đồng|đ|vnđ|vnd|usd|tỷ|tỉ|triệu|nghìn|ngàn|%|m2|m3|ha|km|kg|tấn|người|hộ|lượt|hồ sơ|trường hợp)(?!\w)")
_LINK: Final = re.compile(r"https?://|www\.")
_FILE_AFTER: Final = re.compile(r"[\w-]{0,60}\.(?:html?|aspx|php|jpe?g|png|pdf|docx?|xlsx?|mp[34])\b")
_TELEPHONE_LINK: Final = re.compile(r"(?:zalo\.me|wa\.me|tel:|sms:)/{0,2}$")
_BACK: Final = 60

_DOT: Final = r"(?:\.| ?[(\[] ?(?:dot|chấm|\.) ?[)\]] ?)"  # written out as "@" is: "[at] … [dot]"
# A blank slips in on either side of "@"; before it only where the domain tells that it is no handle ("TikTok @xa.lia").
_EMAIL: Final = re.compile(
    r"(?<![\w.%+@-])(?P<local>[A-Za-z0-9][A-Za-z0-9._%+-]{0,63})(?:@ ?| @ ?(?=(?:gmail|yahoo|hotmail|outlook|icloud)\.)| ?[(\[] ?(?:at|a còng|@) ?[)\]] ?)"
    rf"(?P<domain>[A-Za-z0-9][A-Za-z0-9-]{{0,62}}(?:{_DOT}[A-Za-z0-9-]{{1,63}}){{0,4}}{_DOT}[A-Za-z]{{2,18}})(?![\w@])"
)
_OFFICIAL: Final = ("gov.vn", "chinhphu.vn", "quochoi.vn", "dcs.vn", "dangcongsan.vn")
# Letter boxes of an office rather than of a person.
_OFFICES: Final = re.compile(
    r"info|contacts?|lienhe|hotro|support|hotline|cskh|chamsockhachhang|toasoan|bandoc|bbt|banbientap(?:cong)?|vanthu|vanphong|office|admin|webmaster|gopy|"
    r"phananh|tiepnhan|tuyensinh|no-?reply|press|media|tuyendung"
)

_HOTLINE: Final = cue(
    r"(?<!\w)(?:đường dây nóng|hot ?line|tổng đài|số nóng|trực ban|(?:điện thoại|số máy|số|đường dây) (?:trực|tư vấn|hỗ trợ|tiếp nhận|tổng đài)|call center|"
    r"(?:hỗ trợ kỹ thuật|tư vấn tuyển sinh|đầu mối hỗ trợ)(?= ?:)|(?:e-?mail|thư điện tử) (?:tiếp nhận|hỗ trợ|góp ý|(?:của )?(?:nhà trường|cơ quan|đơn vị))|thuê bao nóng|(?:số )?fax)(?!\w)"
)
# Written with a capital; without one only where nothing else can be meant.
_AGENCY: Final = cue(
    r"(?<!\w)(?P<sure>ủy ban|ubnd|ubmttq|mttq|hđnd|công an (?:xã|phường|huyện|tỉnh|thị|thành)|bộ phận (?:một cửa|tiếp nhận)|văn phòng ủy ban|"
    r"trung tâm (?:phục vụ|hành chính|y tế|văn hóa|dịch vụ)|tt ?(?:pv)?hcc|cơ quan (?:công an|thuế|chức năng|bhxh|bảo hiểm)|hòm thư|hộp thư|"
    r"(?:liên hệ|địa chỉ|điện thoại) (?:tòa soạn|ban biên tập)|(?:địa chỉ )?trụ sở(?: chính| mới| làm việc)?(?= ?:))(?!\w)"
    r"|(?<!\w)(?:mặt trận|hội đồng nhân dân|công an|cảnh sát|trung tâm|bộ phận|văn phòng|vp|sở|phòng(?! trọ|,? chống| khám| bệnh| dịch)|cục|chi cục|chi nhánh|"
    r"ban(?! đầu| ngày| đêm| hành)|thanh tra|tòa án|viện kiểm sát|bưu điện|điện lực|công ty điện lực|bảo hiểm xã hội|bhxh|kho bạc|thuế|trạm y tế|bệnh viện|"
    r"trường(?! hợp)|đồn biên phòng|bộ(?! hồ sơ| phim| tiêu chí| luật| đội| máy)|cơ quan|đơn vị|tòa soạn|hội(?! nghị| thảo)|đoàn(?! kết| xe| khách)|liên đoàn|"
    r"cổng (?:dịch vụ|thông tin)|đài(?! loan)|tổng cục)(?!\w)"
)
# What comes between a hotline or an agency and a number that is somebody else's.
_SOMEBODYS: Final = (
    r"từ (?:số|thuê bao|điện thoại|máy)|thuê bao|số lạ|của (?:ông|bà(?! con)|anh|chị|em|cháu|một|chủ (?:hộ|nhà|xe|máy|đơn))|người liên hệ|"
    r"một (?:người|công dân|hộ|phụ huynh|bạn đọc|cử tri|phụ nữ|thanh niên|chủ)|chủ đơn|kèm(?: theo)? (?:số|điện thoại|sđt|đt)|để lại (?:số|điện thoại|sđt)"
)
_OF_SOMEBODY: Final = cue(rf"(?<!\w)(?:{_SOMEBODYS})(?!\w)")
_PERSONS: Final = r"chủ (?:hộ|nhà|xe|máy)|hộ (?:dân|gia đình|kinh doanh)|nạn nhân|người (?:dân|bị|tố|gửi|nộp|báo|mua|bán|nhà)|phụ huynh|cá nhân|nhân chứng|tác giả"
_PEOPLE: Final = cue(rf"(?<!\w)(?:{_PERSONS}|của công dân)(?!\w)")
_OF_OTHERS: Final = cue(rf"(?<!\w)(?:{_SOMEBODYS}|{_PERSONS}|của (?:công dân|người|đối tượng|chủ))(?!\w)")
# Whom a hotline, or a number that an agency makes known, is there for.
_SERVES: Final = cue(
    r"(?<!\w)(?:để|cho|phục vụ|hỗ trợ|giúp|giải đáp|tư vấn|hướng dẫn|tiếp nhận|phản ánh|kiến nghị|góp ý|ý kiến|khiếu nại|tố cáo|tố giác)(?!\w)"
)
_HAS_HEARD: Final = cue(r"(?<!\w)(?:nhận được|(?:đã|vừa|mới) (?:tiếp )?nhận)(?!\w)")
_NUMBER_FOR: Final = cue(
    r"(?<!\w)(?:điện thoại|sđt|số máy|zalo|e-?mail|hộp thư|hòm thư)[^.;:0-9]{0,30} (?:để|cho|phục vụ|hỗ trợ|giúp)(?!\w)"
)
# Who writes to an agency gives the own number, unless the agency's is introduced: "qua số …", and for people in general also "(điện thoại: …".
_WRITER: Final = cue(r"(?<!\w)(?:một (?:người|công dân|hộ|phụ huynh|bạn đọc|cử tri|phụ nữ|thanh niên|chủ)|chủ đơn)(?!\w)")
_WRITERS: Final = cue(
    r"(?<!\w)(?:người dân|công dân|bạn đọc|cử tri|phụ huynh|hộ (?:dân|gia đình|kinh doanh)|chủ (?:hộ|nhà|cơ sở)|người (?:gửi|nộp|tố cáo|khiếu nại|làm đơn))"
    r"(?: [^ .;:0-9]{1,12}){0,3} (?:gửi|nộp|viết|phản ánh|có đơn|làm đơn|khiếu nại|tố cáo|trình báo)(?!\w)"
)
_ASKED: Final = cue(r" (?:có thể|hãy|vui lòng|xin|cần|liên hệ)(?!\w)")  # "người dân có thể gọi …": who is to call is not the one called
_REACHED_BY: Final = cue(r"(?<!\w)(?:qua|theo|liên hệ|gọi)(?!\w)")
_INTRODUCED: Final = cue(r"(?<!\w)(?:qua|theo|liên hệ|gọi)(?!\w)|[(,:-] ?(?:số )?(?:điện thoại|đt|sđt|tel|zalo|e-?mail)(?!\w)")
# "Thuế cơ sở hỗ trợ hộ kinh doanh qua số …": through the agency's own number.
_THROUGH: Final = cue(
    r"(?<!\w)qua (?:các )?(?:số|điện thoại|zalo|đường dây|sđt|e-?mail|hộp thư)(?!\w)(?:[^.;]|(?<=[0-9])\.(?=[0-9])){0,60}$"
)
_OF_A_CHEAT: Final = cue(r"(?<!\w)(?:giả danh|giả mạo|mạo danh|tự xưng|lừa|đối tượng)(?!\w)")
_OF_A_PERSON: Final = re.compile(
    rf"[ ,(:-]{{0,3}}(?:của |gặp |do )?(?:ông|bà|anh|chị|cô|em|đồng chí|đ/c) {CAPITAL}|[ ,(:-]{{1,3}}(?:Ông|Bà|Anh|Chị) {CAPITAL}"
)
_SENTENCE_END: Final = re.compile(r"(?<!\btp)(?<!\btx)(?<!\btt)(?<!\bđt)(?<!tel)(?<!đtdđ)[.!?;] ")
_INTRODUCTION: Final = 200
# What goes on behind a stop: another number of a list, or the next line of a letterhead.
_LISTED: Final = re.compile(r"[0-9 .()+/-]*(?:;|$)")
_LABEL: Final = cue(r"(?:số )?(?:điện thoại|đtdđ|đt|sđt|sdt|tel|zalo|hotline|fax|e-?mail|thư điện tử|liên hệ|lh|địa chỉ|website)(?!\w)")
_OPENING: Final = re.compile(r"[ “\"(*•+-]{0,3}")
_AGENCY_BEHIND: Final = re.compile(r" ?(?:\(|(?P<dash>-)) ?| của ")
_POLICE: Final = cue(r"(?:cơ quan )?(?:công an|cảnh sát)")  # in its reports a dash begins what it found out about somebody else's number


def phones(page: Legible) -> Iterator[Span]:
    """Phone numbers: mobile (also of the old eleven digits), land line with its area code, foreign with "+", however they are spaced."""
    place, last_end = 0, -1
    while place < len(page.digits):
        found = _phone(page, place, last_end)
        if found is None:
            place += 1
            continue
        start, end, number, after = found
        place, last_end = after, end
        if not _is_public(page, start, end):
            hidden = ("+" if number[0] == "+" else "*") + "*" * (len(number) - 3) + number[-2:]
            yield Span(FindingKind.PHONE, start, end, hidden)


def _phone(page: Legible, place: int, last_end: int) -> tuple[int, int, str, int] | None:
    """A number that begins with the group `place`: where it starts and ends, its digits ("0…" or "+…"), and the group after it."""
    first = page.digits[place]
    start, plus = _with_plus(page, first.start)
    national = _national(first.text, plus=plus)
    if national is None or not _free_before(page, start, last_end):
        return None
    announced = _CUE_BEFORE.search(page.lower, max(0, start - _BACK), start) is not None
    end, number, after = first.end, national, place + 1
    groups = [len(first.text)]
    while (most := _length(number, announced=announced)) is not None and len(number) < most:
        if after >= len(page.digits) or after - place >= _MOST_GROUPS or not _joined(page, end, page.digits[after]):
            break
        following = page.digits[after]
        # "+84 (0)914": the nought is read once.
        number = number if number == "0" and following.text == "0" and plus else number + _bare(number, following.text, plus=plus)
        groups.append(len(following.text))
        end, after = following.end, after + 1
    foreign = plus and number.startswith("+")
    if most is None or not (9 <= len(number) <= 16 if foreign else len(number) == most):
        return None
    if not _well_grouped(groups, plus=plus, announced=announced, bare=first.text.startswith("84")):
        return None
    if set(groups) == {2} and not _DIALLED.search(page.lower, max(0, start - _BACK), start):
        return None  # "bộ số 05 - 07 - 17 - 22 - 32" was drawn
    if not _free_after(page, end, after) or _CODE_BEFORE.search(page.lower, max(0, start - _BACK), start) or _in_a_link(page, start, end):
        return None
    if first.text.startswith("84") and not plus and _UNIT_AFTER.match(page.lower, end):
        return None
    if page.text[start] == "(" and page.text.count("(", start, end) > page.text.count(")", start, end):
        start += 1  # the bracket is the sentence's
    return start, end, number, after


def _with_plus(page: Legible, start: int) -> tuple[int, bool]:
    """Where a number begins whose first digit is at `start`, with its bracket and its plus."""
    before = page.text[max(0, start - 3) : start]
    for prefix in ("(+ ", "(+", "+(", "+ ", "+"):
        if before.endswith(prefix):
            return start - len(prefix), True
    return (start - 1, False) if before.endswith("(") else (start, False)


def _national(group: str, *, plus: bool) -> str | None:
    """The first group as the beginning of a number: "+84", "0084" and "84" are "0"."""
    if group.startswith("0084"):
        return "0" + group[4:].removeprefix("0")
    if plus and not group.startswith("84"):
        return f"+{group}" if not group.startswith("0") else None
    if group.startswith("84") and (plus or len(group) in {2, 4, 5, 11, 12}):
        return "0" + group[2:].removeprefix("0")
    return group if group.startswith("0") and len(group) >= 2 else None


def _bare(number: str, group: str, *, plus: bool) -> str:
    return group.removeprefix("0") if plus and number == "0" else group


def _length(number: str, *, announced: bool) -> int | None:
    """How many digits a national number that begins so has, None where none does; for a foreign one the most."""
    if number.startswith("+"):
        return 16
    if len(number) < 2:
        return 10
    second = number[1]
    if second in "35789":
        return 10
    if second == "2":
        return 11
    if second == "1" and (len(number) < 3 or number[2] in "2689"):
        return 11
    return 10 if second in "46" and announced else None


def _well_grouped(groups: Sequence[int], *, plus: bool, announced: bool, bare: bool) -> bool:
    """Whether the groups are those of a phone number and not of a date ("03-05-2025 07") or an amount ("84.912.345.678"). `bare`: 84 without its plus."""
    if len(groups) == 1:
        return True
    if plus:
        return max(groups[1:]) >= 3 and groups[0] <= 5
    if bare:
        return announced
    if groups[0] < 3:
        return announced and (groups[1] >= 3 or set(groups) == {2})
    return all(size <= 8 for size in groups) and sum(size == 1 for size in groups) <= 1


def _joined(page: Legible, end: int, following: Digits) -> bool:
    gap = page.text[end : following.start]
    return len(gap) <= _LONGEST_GAP and _GAP.fullmatch(gap) is not None


def _free_before(page: Legible, start: int, last_end: int) -> bool:
    """Whether no longer number or code ends where this one begins. After another phone ("0914…/0905…") it may."""
    if start == 0 or start - 1 == last_end:
        return True
    near = page.text[start - 1]
    if near.isalnum():
        return not near.isdigit() and _CUE_LETTERS.search(page.lower, max(0, start - 8), start) is not None
    if near in "=#_%*\\":
        return False
    further = page.text[start - 2] if start > 1 else " "
    if near in "/-.,":
        if further.isdigit():
            return False
        return near in ".," or not further.isalpha() or _TELEPHONE_LINK.search(page.lower, max(0, start - 12), start) is not None
    return True


def _free_after(page: Legible, end: int, after: int) -> bool:
    """Whether the number really ends here, and does not go on as a code or a tax number's branch ("0312345678-001")."""
    near, further = page.text[end : end + 1], page.text[end + 1 : end + 2]
    if near.isupper() or near in {"_", "*", "="}:
        return False
    if not further.isdigit() or near not in {".", ",", "-", "/", ":"}:
        return True
    following = page.digits[after].text
    return (
        near in "/-"
        and following.startswith("0")
        and (len(following) > 3 or page.text[end + 1 + len(following) : end + 2 + len(following)] in {".", " "})
    )


def _in_a_link(page: Legible, start: int, end: int) -> bool:
    """Whether the digits are a part of an address (of an article, of a file) that is no telephone link."""
    token = page.lower.rfind(" ", max(0, start - 200), start) + 1 or max(0, start - 200)
    within = _LINK.search(page.lower, token, start) or _FILE_AFTER.match(page.lower, end)
    return within is not None and not _TELEPHONE_LINK.search(page.lower, token, start)


def emails(page: Legible) -> Iterator[Span]:
    """E-mail addresses, also where "@" is written out as "(at)"; the masked form keeps the first letter and the domain."""
    for match in _EMAIL.finditer(page.text):
        local, domain = match["local"].lower(), re.sub(_DOT, ".", match["domain"]).lower()
        official = any(domain == each or domain.endswith(f".{each}") for each in _OFFICIAL)
        if official or _OFFICES.fullmatch(local) or _is_public(page, match.start(), match.end()):
            continue
        hidden = match["local"][0] + "*" * (len(local) - 1) if len(local) > 1 else "*"
        yield Span(FindingKind.EMAIL, match.start(), match.end(), f"{hidden}@{domain}")


def _introduction(page: Legible, start: int) -> int:
    """Where the words begin that introduce a contact: its sentence, with the numbers listed before it, and with the agency whose letterhead it belongs to."""
    begin = max(0, start - _INTRODUCTION)
    for stop in _SENTENCE_END.finditer(page.lower, begin, start):
        if start - stop.end() <= 2 or _LISTED.match(page.text, stop.end(), start):
            continue
        labelled = _LABEL.match(page.lower, stop.end(), start) is not None
        if not (labelled and (stop[0] == "; " or _agency_at(page, _OPENING.match(page.text, begin, start), start))):
            begin = stop.end()
    return begin


def _agency_at(page: Legible, opening: re.Match[str] | None, end: int) -> bool:
    """Whether an agency is named behind `opening`: "UBND xã", "Sở Nội vụ", but not "Văn phòng cho thuê"."""
    found = _AGENCY.match(page.lower, opening.end(), end) if opening is not None else None
    return found is not None and (
        found["sure"] is not None or (page.text[found.start()].isupper() and page.text[found.end() + 1 : found.end() + 2].isupper())
    )


def _followed_by_its_agency(page: Legible, begin: int, start: int, end: int) -> bool:
    """Whether somebody is to call a number whose agency stands behind it: "gọi 0914… - Bộ phận một cửa UBND xã"."""
    behind = _AGENCY_BEHIND.match(page.text, end)
    people = _OF_OTHERS.search(page.lower, begin, start)
    return (
        behind is not None
        and _agency_at(page, behind, min(len(page.text), behind.end() + _BACK))
        and not (behind["dash"] and _POLICE.match(page.lower, behind.end()))
        and _DIALLED.search(page.lower, begin, start) is not None
        and (people is None or _is_asked(page, people))
        and not names_a_person(page, begin, start)
    )


def _is_public(page: Legible, start: int, end: int) -> bool:
    """Whether a contact is a hotline's, or introduced as an agency's: "UBND xã Tân Long, điện thoại: …" and no person in between."""
    begin = _introduction(page, start)
    if _OF_A_PERSON.match(page.text, end) or _OF_A_CHEAT.search(page.lower, begin, start):
        return False
    hotlines = list(_HOTLINE.finditer(page.lower, begin, start))
    if hotlines:
        return _answers(page, hotlines[-1], start)
    agencies = list(_agencies(page, begin, start))
    if not agencies:
        return _followed_by_its_agency(page, begin, start, end)
    return not names_a_person(page, begin, start) and _gives_its_own(page, begin, agencies[-1], start)


def _agencies(page: Legible, start: int, end: int) -> Iterator[re.Match[str]]:
    return (match for match in _AGENCY.finditer(page.lower, start, end) if match["sure"] or page.text[match.start()].isupper())


def _answers(page: Legible, hotline: re.Match[str], start: int) -> bool:
    """Whether a number behind a word for a hotline is that hotline's: people may stand between, if it is there for them."""
    if _OF_SOMEBODY.search(page.lower, hotline.end(), start) or names_a_person(page, hotline.end(), start):
        return False
    people = _PEOPLE.search(page.lower, hotline.end(), start)
    if people is None:
        return True
    return _is_asked(page, people) or _is_served(page, hotline.start(), people)


def _is_served(page: Legible, place: int, people: re.Match[str]) -> bool:
    """Whether what stands from `place` to the people says that it is there for them, and not that it heard from them."""
    return _SERVES.search(page.lower, place, people.start()) is not None and _HAS_HEARD.search(page.lower, place, people.start()) is None


def _is_asked(page: Legible, people: re.Match[str]) -> bool:
    return _ASKED.match(page.lower, people.end()) is not None


def _gives_its_own(page: Legible, begin: int, agency: re.Match[str], start: int) -> bool:
    """Whether a number behind an agency is the agency's, and not of somebody told of between them or writing to it."""
    if _OF_SOMEBODY.search(page.lower, agency.end(), start):
        return False
    people = _OF_OTHERS.search(page.lower, agency.end(), start)
    if people is not None and not (
        _is_asked(page, people)
        or _NUMBER_FOR.search(page.lower, agency.end(), people.start())
        or (_is_served(page, agency.end(), people) and _THROUGH.search(page.lower, people.end(), start))
    ):
        return False
    if _WRITER.search(page.lower, begin, agency.start()):
        return _REACHED_BY.search(page.lower, agency.end(), start) is not None
    writers = _WRITERS.search(page.lower, begin, agency.start())
    return writers is None or _INTRODUCED.search(page.lower, writers.end(), start) is not None
