"""Numbers of identity papers (passports, driving licences and insurance cards among them) and of bank accounts.

Only where the words around say so, but for the twelve digits of a citizen's card, which say it themselves.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from bot.editorial.legible import Digits, Legible, Span, cue
from bot.editorial.names import NAME
from bot.judgement import FindingKind

_CARD: Final = cue(
    r"(?<!\w)(?:căn cước(?: công dân)?|cccd|cmnd|cmtnd|cmt|chứng minh (?:nhân dân|thư)|(?:số|mã) định danh(?: cá nhân)?|định danh cá nhân|đdcn)(?!\w)"
)
_CARD_AFTER: Final = cue(r" ?[(,-]? ?(?:số )?(?:cccd|cmnd|cmtnd|căn cước|chứng minh)")
_CARD_REACH: Final = 90  # characters from the word to its number: the holder's name may stand between
_CARD_GROUPS: Final = frozenset({(12,), (9,), (3, 3, 3, 3), (4, 4, 4), (6, 6), (3, 6), (3, 3, 6), (3, 3, 3), (6, 3), (3, 9)})
# Province of birth (odd gaps: they follow the map of 2004), sex and century, year of birth.
_CITIZEN: Final = re.compile(
    r"(?:00[12468]|01[0124579]|02[024-7]|03[013-8]|04[024-689]|05[12468]|06[024678]|07[024579]|08[0234679]|09[1-6])[0-3][0-9]{8}"
)
_ACCOUNT: Final = cue(
    r"(?<!\w)(?P<sure>số tài khoản|stk|số tk|tk số|tài khoản số|số tài khoản ngân hàng)(?!\w)|(?<!\w)(?:tài khoản|tk)(?!\w)"
    r"|(?<!\w)(?P<bank>chuyển khoản|(?:số )?thẻ (?:atm|ngân hàng|tín dụng|ghi nợ)|[a-zđ]{2,14}bank|bidv|vcb)(?!\w)|(?<!\w)(?P<card>số thẻ)(?!\w)"
)
# "Số tài khoản định danh điện tử" counts accounts, and none of them is a bank's.
_NO_BANK: Final = cue(r"định danh|vneid|điện tử|kích hoạt|đăng ký|người dùng|facebook|zalo|tiktok|youtube|telegram|mạng xã hội|cấp")
_FILLED: Final = cue(
    r"[ :(,-]*(?:(?:số|ngân hàng|thụ hưởng|nhận tiền|cá nhân|của|tại|là|mở|và|stk|tk|chủ|tên|[a-zđ]{2,14}bank|vcb|bidv|mb|acb|"
    r"tới|đến|qua|vào|về|cho|theo|tài khoản|thẻ|atm|visa|napas|ông|bà|anh|chị|em|cháu)[ :(,-]+)*"
)
_HOLDER: Final = re.compile(rf"{NAME}[ :(,-]+")
_ACCOUNT_REACH: Final = 90
_LEAST, _LEAST_UNSURE, _EVIDENT, _MOST = 6, 8, 9, 19  # digits
_OF_A_CARD: Final = 16  # where only "số thẻ" stands: the numbers of insurance and press cards have fewer
_CALLED: Final = re.compile(r"0[235789][0-9]{8,9}|1[89]00[0-9]{4,8}|84[0-9]{9}")  # a bank's hotline
_SUM: Final = re.compile(r"[1-9][0-9]{0,2}(?:[., ][0-9]{3})+")
_SPACED: Final = 6  # digits of a group that may be followed by a blank and another group of the same number
_UNIT_AFTER: Final = cue(r" ?(?:đồng|đ|vnđ|vnd|usd|tỷ|tỉ|triệu|nghìn|ngàn|%|người|hộ|lượt|hồ sơ|tài khoản|thẻ|trường hợp|công dân)(?!\w)")
_CODE_BEFORE: Final = cue(
    r"(?:mã hồ sơ|số hồ sơ|mã đơn|vận đơn|mã bưu gửi|mã giao dịch|mã tra cứu|số sê-?ri|serial|imei|biên nhận|biên lai|số vào sổ|mã vạch|số hóa đơn)[^.;0-9]{0,20}$"
)
# Other papers by which a person is known; the number right behind the word. Ten digits of an insurance number may stand behind the card's letters.
_PAPER: Final = cue(
    r"(?<!\w)(?:(?P<insurance>bhxh|bhyt|bảo hiểm (?:xã hội|y tế))|(?P<passport>hộ chiếu)|(?P<licence>giấy phép lái xe|gplx|bằng lái xe))"
    r"(?: (?:quốc gia|phổ thông|việt nam|hạng [a-d][0-9]?e?|mang|có|là|số|mã|thẻ)){0,4}:? ?"
)
_PAPER_NUMBERS: Final = {
    "insurance": re.compile(r"(?:[A-Z]{2} ?[0-9] ?[0-9]{2} ?)?[0-9]{10}"),
    "passport": re.compile(r"[A-Z]{1,2} ?[0-9]{6,8}"),
    "licence": re.compile(r"[0-9]{12}"),
}


def papers(page: Legible) -> Iterator[Span]:
    """Numbers of passports, driving licences and of social and health insurance, right behind the word for them."""
    for match in _PAPER.finditer(page.lower):
        kind = next(kind for kind in _PAPER_NUMBERS if match[kind] is not None)
        number = _PAPER_NUMBERS[kind].match(page.text, match.end())
        if number is not None and _alone(page, *number.span()) and not _UNIT_AFTER.match(page.lower, number.end()):
            yield _hidden(page, FindingKind.IDENTITY_CARD, *number.span())


def cards(page: Legible) -> Iterator[Span]:
    """Numbers of identity cards: 12 or 9 digits after such a word (or before it), and 12 digits in a row that are made like a citizen's."""
    told: set[int] = set()
    for match in _CARD.finditer(page.lower):
        for place in _after(page, match.end(), _CARD_REACH, 4):
            found = _card(page, place)
            if re.search(r"[.;!?] ", page.text[match.end() : page.digits[place].start]):
                break
            if found is not None and found[0] not in told and not _UNIT_AFTER.match(page.lower, found[1]):
                told.add(found[0])
                yield _hidden(page, FindingKind.IDENTITY_CARD, *found)
                break
    for place, group in enumerate(page.digits):
        if group.start in told or len(group.text) not in {9, 12} or not _alone(page, group.start, group.end):
            continue
        named = _CARD_AFTER.match(page.lower, group.end) is not None
        made_so = _CITIZEN.fullmatch(group.text) is not None
        if named or (made_so and not _CODE_BEFORE.search(page.lower, max(0, group.start - 60), group.start)):
            told.add(group.start)
            found = _card(page, place)
            if found is not None:
                yield _hidden(page, FindingKind.IDENTITY_CARD, *found)


def _card(page: Legible, place: int) -> tuple[int, int] | None:
    """Where the card's number that begins with the group `place` starts and ends; None where it begins none."""
    sizes: tuple[int, ...] = ()
    first, end = page.digits[place], page.digits[place].start
    for group in page.digits[place : place + 4]:
        if sizes and page.text[end : group.start] not in {" ", ".", "-"}:
            break
        sizes, end = (*sizes, len(group.text)), group.end
        more = page.digits[place + len(sizes)] if place + len(sizes) < len(page.digits) else None
        going_on = more is not None and page.text[end : more.start] in {" ", ".", "-"} and len(more.text) == sizes[-1] and sum(sizes) < 12
        if sizes in _CARD_GROUPS and not going_on and _alone(page, first.start, end):
            return first.start, end
    return None


def accounts(page: Legible) -> Iterator[Span]:
    """Numbers of bank accounts, 6 to 19 digits, after a word that says so. Those of agencies, too: a false one would take the readers' money."""
    told: set[int] = set()
    for match in _ACCOUNT.finditer(page.lower):
        sure, bank = match["sure"] is not None, match["bank"] is not None or match["card"] is not None
        least = _LEAST if sure else _OF_A_CARD if match["card"] is not None else _EVIDENT if bank else _LEAST_UNSURE
        for place in _after(page, match.end(), _ACCOUNT_REACH, 3):
            start = page.digits[place].start
            between = page.lower[match.end() : start]
            if start in told or re.search(r"[.;!?] ", between):
                break
            end, count = _account(page, place)
            if _NO_BANK.search(between) and not (sure and count >= _EVIDENT):
                break
            if not least <= count <= _MOST or not (sure or _leads_to(page, match.end(), start)):
                continue
            if bank and _is_another_figure(page.text[start:end]):
                continue
            if _UNIT_AFTER.match(page.lower, end) or not _alone(page, start, end):
                continue
            # No amount is written with blanks right behind "STK": "STK: 888 666 888".
            grouped = sure and not between.strip(" :") and " " in page.text[start:end]
            if not grouped and _looks_like_an_amount(page.text[start:end], count):
                continue
            told.add(start)
            yield _hidden(page, FindingKind.ACCOUNT, start, end)
            break


def _account(page: Legible, place: int) -> tuple[int, int]:
    """Where the number that begins with the group `place` ends, and how many digits it has."""
    group = page.digits[place]
    end, count, size = group.end, len(group.text), len(group.text)
    for following in page.digits[place + 1 : place + 8]:
        gap = page.text[end : following.start]
        small = size <= _SPACED and len(following.text) <= _SPACED
        if gap not in {".", "-"} and not (gap == " " and small):
            break
        if count + len(following.text) > _MOST:
            break
        end, count, size = following.end, count + len(following.text), len(following.text)
    return end, count


def _leads_to(page: Legible, start: int, end: int) -> bool:
    """Whether nothing but words for a bank and an account, and the holder's name, stand there."""
    filled = _FILLED.match(page.lower, start, end)
    place = filled.end() if filled is not None else start
    holder = _HOLDER.match(page.text, place, end)
    return place == end or (holder is not None and _FILLED.fullmatch(page.lower, holder.end(), end) is not None)


def _is_another_figure(text: str) -> bool:
    """Whether what stands behind a bank's name is dialled, paid, or a row of figures (rates: "22.690 22.760")."""
    return (
        _CALLED.fullmatch(re.sub("[^0-9]", "", text)) is not None
        or _SUM.fullmatch(text) is not None
        or len(set(re.sub("[0-9]", "", text))) > 1
    )


def _looks_like_an_amount(text: str, count: int) -> bool:
    return count < 10 and re.fullmatch(r"[0-9]{1,3}(?:[., ][0-9]{3})+|[0-9]{1,2}[.-][0-9]{1,2}[.-][0-9]{4}", text) is not None


def _alone(page: Legible, start: int, end: int) -> bool:
    """Whether the digits are no part of a longer number or code."""
    before, after = page.text[max(0, start - 2) : start], page.text[end : end + 2]
    glued = (bool(before) and (before[-1].isalnum() or before[-1] in "_*=/")) or (before[-1:] in {"-", ".", ","} and before[:-1].isalnum())
    going_on = (bool(after) and (after[0].isalnum() or after[0] in "_*")) or (len(after) == 2 and after[0] in "-/" and after[1].isalnum())
    return not glued and not going_on


def _hidden(page: Legible, kind: FindingKind, start: int, end: int) -> Span:
    digits = re.sub("[^0-9]", "", page.text[start:end])
    return Span(kind, start, end, "*" * (len(digits) - 2) + digits[-2:])


def _after(page: Legible, start: int, reach: int, most: int) -> range:
    """The first `most` groups of digits that begin within `reach` characters from `start`."""
    first = bisect_left(page.digits, start, key=_start)
    return range(first, min(first + most, bisect_left(page.digits, start + reach, lo=first, key=_start)))


def _start(group: Digits) -> int:
    return group.start
