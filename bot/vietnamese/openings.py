"""How newspapers and portals begin a text before they say anything, and sign it: signatures, datelines, labels, the headline once more. None of it is news."""

import re
from typing import Final

from bot.vietnamese.forms import CAPITALS, INVISIBLE, MARKS, SMALL, form_of, with_d
from bot.vietnamese.provinces import OF_HO_CHI_MINH, PROVINCES
from bot.vietnamese.syllable import is_syllable

_WORD: Final = re.compile(rf"[\w{MARKS}{INVISIBLE}]+")
_SEEN: Final = re.compile(rf"[^\s{INVISIBLE}]")
_DASH: Final = r"\s*[-–—―]+\s*"
_LONGEST: Final = 90  # characters
_MOST: Final = 3  # one after the other: "[Video] (Dân trí) - Hà Nội, 3/7 - "
# (Dân trí) - · (QT) – · (Chinhphu.vn) Text. A part of a series is no signature.
_BRACKETED: Final = re.compile(rf"\((?!\s*(?i:kỳ|bài|phần|tiếp|số)\b)([^()\n]{{2,40}})\)(?:{_DASH}|\s*[:.]?\s+(?=[\w\"“‘]))")
_SIGNED: Final = re.compile(rf"\([^()\n]{{2,40}}\){_DASH}$")
_SITE: Final = re.compile(r"(?i:[a-zđ0-9.-]{2,30}\.(?:com\.vn|gov\.vn|org\.vn|vn|net|com|org))")
# [Infographic] · [Video] - · [Ảnh]
_LABEL: Final = re.compile(r"\[[^\[\]\n]{2,30}\]\s*(?:[-–—:]+\s*)?")
# QTO - · TTO- · baoquangtri.vn - · VTV.vn -
_SIGNATURE: Final = re.compile(
    rf"(?P<name>[A-ZĐ&]{{2,8}}|{_SITE.pattern}|VietNamNet|VietnamPlus|VnExpress|VietTimes|Zing(?:news)?|Petrotimes){_DASH}(?=[\w\"'“‘\[(])"
)
_PRESS: Final = frozenset(
    "VOV VTV VTC TTXVN TTX SGGP ĐCSVN CAND QĐND GD&TĐ TN&MT TBKTSG ANTĐ PLVN BVPL KTĐT DNVN NDĐT BNEWS VNA HTV THQT QTV HNM CTTĐT TTTĐ".split()
)
# All that ends in O for "online", but for what is something else: WTO, CEO, UNESCO.
_ONLINE: Final = re.compile(r"[A-ZĐ]{1,7}O")
_NOT_ONLINE: Final = frozenset(
    "WTO CEO CFO CIO CTO CDO COO CMO CPO NATO UNESCO NGO WHO FAO ILO IMO ICAO WIPO IPO ISO SEO ESO BOO BTO PTO VEO VECO EVFTAO".split()
)
_NAME: Final = rf"[{CAPITALS}][\w{MARKS}]*"
_SENTENCE: Final = rf"(?=[{CAPITALS}0-9\"'“‘])"  # what follows begins one
# Báo Quảng Trị - · Cổng TTĐT tỉnh Quảng Trị - · Trang thông tin điện tử UBND xã Lìa - · Theo Báo Nhân Dân -
_HOUSE: Final = re.compile(
    rf"(?:Theo\s+)?(?:Báo|Tạp\s+chí|Đài\s+PT-?TH|Cổng\s+(?:TTĐT|[Tt]hông\s+tin\s+điện\s+tử)|Trang\s+(?:TTĐT|[Tt]hông\s+tin\s+điện\s+tử))"
    rf"(?:\s+(?:điện\s+tử|UBND|[UỦ][ỷy]\s+ban\s+nhân\s+dân|tỉnh|thành\s+phố|huyện|thị\s+xã|xã|phường|đặc\s+khu))*"
    rf"(?:\s+{_NAME}){{1,6}}(?:\s+[{SMALL}]+){{0,3}}{_DASH}{_SENTENCE}"
)
_DAY: Final = r"(?:ngày\s+)?\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?"
# Hà Nội, ngày 3/7 - · Đông Hà (TTXVN) - · Ngày 3/7/2026 -
_DATELINE: Final = re.compile(
    rf"(?:{_NAME}(?:[\s.]+{_NAME}){{0,4}}(?:\s*,\s*{_DAY}|\s*\((?P<agency>[^()\n]{{2,20}})\)(?:\s*,?\s*{_DAY})?)|[Nn]gày\s+\d{{1,2}}/\d{{1,2}}/\d{{4}}){_DASH}{_SENTENCE}"
)
# TP HCM - · Hà Nội - · Quảng Trị – : only names of provinces and their towns, and only before the beginning of a sentence.
_PLACE: Final = re.compile(rf"(?P<name>{_NAME}(?:[\s.-]+{_NAME}){{0,4}}?)(?:\s+[-–—]\s*|[-–—]\s+){_SENTENCE}")
_NAMES: Final = re.compile(rf"{_NAME}(?:[\s.-]+{_NAME}){{0,4}}")
_AS_LISTED: Final = re.compile(r"[\s.-]+")
PLACES: Final = frozenset(
    name.casefold()
    for name in (
        *PROVINCES,
        *OF_HO_CHI_MINH,
        *("TP HCM", "TPHCM", "TP Hồ Chí Minh", "TP Hà Nội", "TP Đà Nẵng", "TP Hải Phòng", "TP Cần Thơ", "TP Huế"),
        *("Hoà Bình", "Khánh Hoà", "Thanh Hoá", "Đông Hà", "Đồng Hới", "Vinh", "Nha Trang", "Đà Lạt"),
    )
)
# " - Báo Quảng Trị", " | VnExpress" behind a headline.
_TAIL: Final = re.compile(r".*\S(?P<gap>\s+[-–—|]+\s+)(?P<name>.{2,60})$")
# "Nguồn: baoquangtri.vn" · "(Nguồn tin: Báo Quảng Trị)" · "Tin, ảnh: Văn An - Văn phòng UBND xã" · "Tác giả: An" at the end of a text.
_CREDIT: Final = re.compile(
    r"(?<!\w)[(\[]?\s*(?:Nguồn(?:\s+(?:tin|bài|ảnh))?|(?:Tin|Bài)(?:\s*[,-]\s*|\s+và\s+)ảnh|Tác\s+giả)\s*:\s*"
    rf"(?=[{CAPITALS}]|\w+\.)(?:[^.!?;:\n]|\.(?=\S)){{2,80}}[.\])\s]*$"
)
# "… phấn khởi. Theo Báo Quảng Trị" · "… phấn khởi (Cổng TTĐT Chính phủ)"
_LAST_WORDS: Final = re.compile(r"(?:\A|[.!?…”\"]\s+|\n\s*|\s+\()(?P<name>[^.!?;:\n()]{4,70})[.)\s]*$")
_LONGEST_CREDIT: Final = 130  # characters
# Between a headline and the text after it: what the headline ends with, a stop, a dash or bar, white space.
_CLOSING: Final = r"[\"'”’»)\]%]*"
_AFTER_HEADLINE: Final = re.compile(rf"{_CLOSING}(?P<stop>[.!?…:|]*){_CLOSING}(?P<dash>\s+[-–—|:•]+)?(?:\s+|$)")


def opening(text: str) -> int:
    """How many characters of `text` are the source's signature, a label or a dateline: 12 of "(Dân trí) - Hôm nay …"."""
    first = _SEEN.search(text)
    if first is None:
        return 0
    place = first.start()
    for _ in range(_MOST):
        length = _one_opening(with_d(text[place : place + _LONGEST]))
        if not length:
            break
        place += length
    # A text that is nothing else says at least that.
    return place if text[place:].strip() else 0


def _one_opening(text: str) -> int:
    if text[:1] == "(":
        bracketed = _BRACKETED.match(text)
        # Without a dash only what is surely the name of a paper.
        sure = bracketed is not None and (_SIGNED.match(bracketed[0]) or _SITE.fullmatch(bracketed[1]) or _is_press(bracketed[1]))
        return bracketed.end() if bracketed is not None and sure else 0
    if text[:1] == "[":
        label = _LABEL.match(text)
        return label.end() if label is not None else 0
    if signed := _signature(text):
        return signed
    house = _HOUSE.match(text)
    if house is not None:
        return house.end()
    dateline = _DATELINE.match(text)
    if dateline is not None and (dateline["agency"] is None or _is_press(dateline["agency"])):
        return dateline.end()
    place = _PLACE.match(text)
    # "Hà Nội - Huế - Sài Gòn" is a way to go.
    return place.end() if place is not None and _is_place(place["name"]) and not _begins_with_place(text[place.end() :]) else 0


def _signature(text: str) -> int:
    """How much of its beginning is the short name of a paper or site, and a dash."""
    match = _SIGNATURE.match(text)
    known = match is not None and (_is_press(match["name"]) or not match["name"].isupper() or _SITE.fullmatch(match["name"]))
    return match.end() if match is not None and known else 0


def _is_place(name: str) -> bool:
    return _AS_LISTED.sub(" ", name).casefold() in PLACES


def _begins_with_place(text: str) -> bool:
    names = _NAMES.match(text)
    words = _AS_LISTED.split(names[0]) if names is not None else []
    return any(_is_place(" ".join(words[:count])) for count in range(1, len(words) + 1))


def _is_press(name: str) -> bool:
    """Whether a name in capitals is a paper's: known, or one with the O of "online" that is no word."""
    return name in _PRESS or (_ONLINE.fullmatch(name) is not None and name not in _NOT_ONLINE and not is_syllable(name))


def headline_end(title: str) -> int:
    """Where a headline ends, behind which the source's name may stand: 8 of "Khai mạc - Báo Quảng Trị". A name of a place is part of the headline."""
    tail = _TAIL.match(title)
    if tail is None:
        return len(title)
    named = _as_opening(tail["name"])
    return tail.start("gap") if _is_house(named) or len(named) - 1 == _signature(named) else len(title)


def closing(text: str) -> int:
    """Where the name of its source begins at the end of a text: 8 of "Xã họp. (Nguồn: Báo Quảng Trị)", 0 of "Trang TTĐT xã Lìa", and else its length."""
    start = max(len(text) - _LONGEST_CREDIT, 0)
    credit = _CREDIT.search(text, start)
    if credit is not None:
        return credit.start()
    last = _LAST_WORDS.search(text, start)
    return last.start("name") if last is not None and _is_house(_as_opening(last["name"])) else len(text)


def _as_opening(name: str) -> str:
    """A name at the end as it would stand at the beginning, where names of sources are known by the dash behind them."""
    return f"{with_d(name.strip())} - A"


def _is_house(named: str) -> bool:
    house = _HOUSE.match(named)
    return house is not None and house.end() == len(named) - 1


def own_words(text: str, title: str) -> int:
    """Where the words of `text` (a summary or a body) begin that are its own: after signatures and datelines, and after the headline repeated at its start.

    A headline that is only the beginning of a longer sentence is its own. What is no part of the headline (a label, the source's name) need not be said again.
    """
    place = opening(text)
    after = _after_headline(text, place, title[opening(title) : headline_end(title)])
    return after + opening(text[after:]) if after > place else place


def _after_headline(text: str, start: int, title: str) -> int:
    words = _WORD.finditer(text, start)
    place = start
    for wanted in _WORD.finditer(title):
        word = next(words, None)
        if word is None or form_of(word[0]) != form_of(wanted[0]):
            return start
        place = word.end()
    if place == start:
        return start
    between = _AFTER_HEADLINE.match(text, place)
    if between is None:
        return start
    following = text[between.end() : between.end() + 1]
    return between.end() if between["stop"] or between["dash"] or not following or following.isupper() else start
