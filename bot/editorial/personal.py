"""Personal data in a text: phone, identity card and account numbers, e-mail addresses, names of minors; found with their places, and masked there."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.editorial.called_children import subject_of
from bot.editorial.cards_and_accounts import accounts, cards, papers
from bot.editorial.contacts import emails, phones
from bot.editorial.legible import CAPITAL, Legible, Span, cue, legible
from bot.editorial.minors import NO_NAME, hidden_name, minors
from bot.editorial.names import FULL_NAME, PLACE_KINDS, TITLES
from bot.editorial.written_dates import local_date
from bot.judgement import Finding, FindingKind
from bot.model import Entry

PERSONAL: Final = (FindingKind.PHONE, FindingKind.IDENTITY_CARD, FindingKind.ACCOUNT, FindingKind.EMAIL, FindingKind.MINOR)

_WORD: Final = re.compile(r"(?:\w|[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff])+")
_NO_LETTER: Final = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]")
_ADDRESS: Final = re.compile(r"(?P<local>.+?)(?= ?[@＠(\[])", re.DOTALL)
_KNOWN_AGAIN: Final = frozenset({FindingKind.MINOR, FindingKind.ACCOUNT, FindingKind.IDENTITY_CARD})  # what depends on the words around
_MOST_KNOWN: Final = 20  # of an entry: each is looked for in every text of it
_SHORT: Final = 2  # words of a name that stand for the whole
_NAME_WORD: Final = re.compile(r"\w[\w'’]*")
_WHOLE: Final = re.compile(rf"(?<!\w){FULL_NAME}")
_GOES_ON: Final = re.compile(rf"(?: |(?P<dot>\.)){CAPITAL}")
_GOES_BEFORE: Final = re.compile(rf"{CAPITAL}[a-zăâđêôơưh]?\.$")  # of initials
_CHILD_BEFORE: Final = cue(
    r"(?<!\w)(?:em|bé|cháu|con (?:trai|gái)|học (?:sinh|trò)|(?:nữ|nam) sinh)(?: (?:bé|gái|trai|nhỏ|học sinh|trò))?(?: tên(?: là)?)? (?:[^\W\d]{1,7}(?:,| và) ){0,3}[“\"(]?$"
)
# Behind these a last name alone is the child's that the entry told of, too: "tặng máy tính cho Sáng", "mẹ của Sáng", "hoàn cảnh Sáng".
_TOLD_OF: Final = cue(r"(?<!\w)(?:cho|của|tặng|giúp|đưa|với|theo|gia đình|hoàn cảnh|bố|mẹ|(?:ông|bà) (?:nội|ngoại)|cùng lớp) $")
# What a last name alone does in its own sentence: "Vy cho biết", "để Sáng được hưởng", "Sáng năm nay lên lớp 7". Not where a title or a longer name stands before it,
# nor a word that begins the sentence as itself ("Anh nói", "Đạt được 98%").
_DOES: Final = cue(
    r"\.? (?:cũng|đã|đang|sẽ|vẫn|luôn|rất|chưa|không|từng|chỉ|lại|phải|nói|kể|cho (?:biết|hay)|chia sẻ|tâm sự|bày tỏ|bộc bạch|thổ lộ|trả lời|hỏi|viết|mong|ước|muốn|thích|"
    r"vui|buồn|xúc động|phấn khởi|hy vọng|được|bị|mắc|sinh|sống|học|đi|về|lên|đến|vào|nhận|giúp|mồ côi|là|có|biết|thấy|nghĩ|cố gắng|tử vong|qua đời|khóc|cười|năm nay|hiện)(?!\w)"
)
_TITLED: Final = cue(rf"(?<!\w)(?:{TITLES}|dì|cậu|vợ|chồng|chủ tịch|bí thư|trưởng|phó|giám đốc|bị can|bị cáo|đối tượng|nghi phạm) $")
_WORD_BEFORE: Final = re.compile(r"(?P<first>\w)\w* $")
_AS_ITSELF: Final = cue(
    r"(?:anh|chị|em|bé|con|cháu|cô|ông|bà|hai|ba|năm|mai|sáng|hôm|xuân|thu|đông|nam|nữ|tết|trường|đoàn|hội|bản|công|quốc|dân|huế|vinh|khi|nhờ|nhớ|thương|yêu|mong|(?:đạt|thu|hiểu|học|tìm)(?= được))(?!\w)"
)
_PLACE_BEFORE: Final = cue(
    rf"(?<!\w)(?:{PLACE_KINDS}|huyện|quận|tỉnh|khu|đường|phố|cầu|chợ|trường|thpt|thcs|tiểu học|mầm non|đại học|công ty)\.? $"
)
_WINDOW: Final = 48
_LEFT: Final = 2  # digits of a number that an editor may still see, to know which one is meant


def personal_spans(pages: Sequence[Legible], published: date | None) -> list[list[Span]]:
    """The personal data of the texts of one entry, each text's in its order; no two of them overlap.

    What is known from one place (a name by the age beside it, a number by the words before it) is found in the other places, too, where it stands alone.
    `published` tells who is a minor where only a year of birth is written.
    """
    subject = subject_of(pages)
    found = [
        _apart((*emails(page), *accounts(page), *cards(page), *papers(page), *phones(page), *minors(page, published, subject)), page)
        for page in pages
    ]
    known: dict[str, Span] = {}
    for page, spans in zip(pages, found, strict=True):
        for span in spans:
            if span.kind in _KNOWN_AGAIN and len(known) < _MOST_KNOWN:
                known.setdefault(page.lower[span.start : span.end], span)
    again = ((*spans, *_again(page, known)) for page, spans in zip(pages, found, strict=True))
    return [sorted(_apart(spans, page), key=lambda span: span.start) for page, spans in zip(pages, again, strict=True)]


def _again(page: Legible, known: Mapping[str, Span]) -> Iterator[Span]:
    """What is known, where it stands once more: first as it was written, then minors by the ends of their names."""
    for written, span in known.items():
        if span.kind is not FindingKind.MINOR or len(_NAME_WORD.findall(written)) > _SHORT:
            yield from (replace(span, start=start, end=end) for start, end in _standing(written, page))
    for count in range(_SHORT, 0, -1):
        for written, span in known.items():
            words = [word.start() for word in _NAME_WORD.finditer(written)] if span.kind is FindingKind.MINOR else []
            if count <= len(words):
                for start, end in _standing(written[words[-count] :], page):
                    if _is_meant(page, start, end, words=count, of=len(words)):
                        yield replace(span, start=start, end=end, value=hidden_name(page.text[start:end]))


def _standing(written: str, page: Legible) -> Iterator[tuple[int, int]]:
    if written in page.lower:  # most are not, and this is soon seen
        yield from (match.span() for match in re.finditer(rf"(?<![\w*]){re.escape(written)}(?![\w*])", page.lower))


def _is_meant(page: Legible, start: int, end: int, *, words: int, of: int) -> bool:
    """Whether the last `words` words `of` a minor's name mean the child: "Hà" after a word for a child, "Thu Hà" where it is no place nor another's name."""
    name, window = page.text[start:end], max(0, start - _WINDOW)
    if not all(word[0].isupper() for word in _NAME_WORD.findall(name)) or _GOES_BEFORE.search(page.text, window, start):
        return False
    goes_on = _GOES_ON.match(page.text, end)
    # In a headline of capitals all words begin with one.
    if goes_on is not None and (goes_on["dot"] or not name.isupper() or len(name) == 1):
        return False
    if words == 1:
        return any(before.search(page.lower, window, start) for before in (_CHILD_BEFORE, _TOLD_OF)) or _does_something(page, start, end)
    if NO_NAME.match(page.lower, start) or _PLACE_BEFORE.search(page.lower, window, start):
        return False
    # A longer name may be the child's own where the family's name was not told.
    return of == words or not any(other.start() < start < other.end() for other in _WHOLE.finditer(page.text, window, end))


def _does_something(page: Legible, start: int, end: int) -> bool:
    """Whether a last name stands alone and is the subject of what follows: "Vy cho biết", "để Sáng được hưởng", but not "ông Sáng cho biết" nor "Anh nói"."""
    if _DOES.match(page.lower, end) is None:
        return False
    window = max(0, start - _WINDOW)
    before = _WORD_BEFORE.search(page.text, window, start)
    if before is None:
        return _AS_ITSELF.match(page.lower, start) is None
    return before["first"].islower() and all(each.search(page.lower, window, start) is None for each in (_TITLED, _PLACE_BEFORE))


def _apart(spans: Iterable[Span], page: Legible) -> list[Span]:
    """The spans that lie over none before them."""
    covered = bytearray(len(page.text))
    kept = []
    for span in spans:
        if not any(covered[span.start : span.end]):
            covered[span.start : span.end] = b"\x01" * (span.end - span.start)
            kept.append(span)
    return kept


def find(text: str, where: str, published: date | None) -> tuple[Finding, ...]:
    """The personal data of `text` as Findings of the section `where`; their values are masked."""
    page = legible(text)
    (spans,) = personal_spans([page], published)
    return tuple(page.finding(span, where) for span in spans)


def find_in(entry: Entry) -> tuple[Finding, ...]:
    """The personal data of the whole of an entry's title, summary and body."""
    names, pages = zip(*((where, legible(text)) for where, text in sections(entry)), strict=True)
    found = personal_spans(pages, local_date(entry.published_at))
    return tuple(page.finding(span, where) for where, page, spans in zip(names, pages, found, strict=True) for span in spans)


def sections(entry: Entry) -> tuple[tuple[str, str], ...]:
    """The texts of an entry under the names that Findings give them."""
    return ("title", entry.title), ("summary", entry.summary), ("body", entry.body)


def mask(text: str, findings: Collection[Finding]) -> str:
    """`text` with what `findings` point at masked, character for character, so that all other places stay where they are."""
    pieces, last = [], 0
    for finding in sorted(findings, key=lambda each: each.start):
        pieces += [text[last : finding.start], _masked(text[finding.start : finding.end], finding.kind)]
        last = finding.end
    return "".join([*pieces, text[last:]])


def mask_entry(entry: Entry, findings: Sequence[Finding]) -> Entry:
    """The entry with what `findings` (of this very entry) point at masked in title, summary and body."""
    title, summary, body = (mask(text, [each for each in findings if each.where == where]) for where, text in sections(entry))
    return replace(entry, title=title, summary=summary, body=body)


def _masked(data: str, kind: FindingKind) -> str:
    if kind is FindingKind.MINOR:
        return _WORD.sub(lambda word: "".join(_initial(word[0])), data)
    if kind is FindingKind.EMAIL:
        local = _ADDRESS.match(data)
        end = local.end() if local is not None else len(data)
        return (data[0] if end > 1 else "*") + "*" * (end - 1) + data[end:]
    shown = sum(character.isdecimal() for character in data) - _LEFT
    return "".join(_digits(data, shown))


def _digits(data: str, hidden: int) -> Iterator[str]:
    """The characters of a number, its first `hidden` digits masked."""
    for character in data:
        if character.isdecimal() and hidden > 0:
            hidden -= 1
            yield "*"
        else:
            yield character


def _initial(word: str) -> Iterator[str]:
    """The characters of a word, all masked but its first letter with the accents over it; also that one where it is the only one."""
    letters = len(_NO_LETTER.sub("", word))
    begun = 0
    for character in word:
        begun += unicodedata.combining(character) == 0
        yield character if letters > 1 and begun == 1 else "*"
