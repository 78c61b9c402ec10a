"""Headlines about the administration of another country.

"Campuchia sáp nhập nhiều cơ quan cấp tỉnh" has every word of reform news and is none (guideline: other countries' administrations). Which words count is the
phrases' business; who acts is told by the beginning of the headline, and no sum of phrases can outweigh that.
"""

from collections.abc import Sequence
from typing import Final

from bot.editorial.fitted import Section
from bot.editorial.gazetteer import Gazetteer
from bot.editorial.lexicon import Lexicon
from bot.editorial.places import read_places
from bot.editorial.text import Syllable, forms_at
from bot.judgement import Evidence, FindingKind
from bot.vietnamese.forms import words_of
from bot.vietnamese.openings import PLACES

_WEIGHT: Final = -150.0  # more than the words of a headline and a lead speak for reform: of 900 entries the most is 143


def _names(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(map(words_of, text.split(",")))


_COUNTRIES: Final = _names(
    "Afghanistan, Ai Cập, Anh Quốc, Argentina, Australia, Ả Rập Xê Út, Ả Rập Saudi, Ấn Độ, Ba Lan, Bangladesh, Belarus, Bồ Đào Nha, Brazil, Brunei, Bulgaria, "
    "Campuchia, Canada, Chile, Colombia, Cuba, Đài Loan, Đan Mạch, Đông Timor, Estonia, Hà Lan, Hàn Quốc, Hoa Kỳ, Hong Kong, Hungary, Hy Lạp, Indonesia, Iran, "
    "Iraq, Ireland, Israel, Italy, Kazakhstan, Latvia, Litva, Malaysia, Mexico, Mông Cổ, Myanmar, Na Uy, Nam Phi, Nepal, New Zealand, Nhật Bản, Nigeria, "
    "Pakistan, Peru, Phần Lan, Philippines, Qatar, Romania, Rwanda, Serbia, Singapore, Sri Lanka, Tây Ban Nha, Thái Lan, Thổ Nhĩ Kỳ, Thụy Điển, Thụy Sĩ, "
    "Triều Tiên, Trung Quốc, UAE, Ukraine, Uzbekistan, Venezuela, Bắc Kinh, Thượng Hải, Bangkok, Dubai, Jakarta, Seoul, Tokyo, Washington, EU, "
    "Liên minh châu Âu, Ủy ban châu Âu"
)
# Names that are words, too, or begin names of our own places (Mỹ Lộc, Đức Thọ): only with a capital, before a word in small letters that makes no word with them.
_SHORT: Final = _names("Đức, Lào, Mỹ, Nga, Nhật, Pháp, Úc")
_SHORT_AFTER_OFFICES: Final = _SHORT | _names("Anh, Bỉ, Ý")
# Words that begin like one and that words.txt does not have.
_WORDS: Final = _names("đức hạnh, đức tài, đức tin, đức tính, đức độ")
_MINISTRIES: Final = _names(
    "nội vụ, tài chính, tư pháp, hành chính, ngoại giao, quốc phòng, y tế, giáo dục, lao động, thương mại, kinh tế, giao thông, môi trường, an ninh"
)
_HOLDERS: Final = _names("thị trưởng, thống đốc, thành phố, thủ đô, bộ trưởng, thứ trưởng") | {
    (*holder, *ministry) for holder in _names("bộ trưởng, bộ trưởng bộ, thứ trưởng, thứ trưởng bộ") for ministry in _MINISTRIES
}
"""Behind these the short names may be a person's or one of our places': "Bộ trưởng Nga", "Thành phố Đức Phổ"."""
_OFFICES: Final = (
    _names(
        "chính phủ, chính quyền, cơ quan thuế, cơ quan di trú, công chức, giới chức, hạ viện, hải quan, nghị viện, nội các, quan chức, quốc hội, thủ tướng, "
        "thượng viện, tòa án, tòa án tối cao, tổng thống, vua"
    )
    | {(*words_of("bộ"), *ministry) for ministry in _MINISTRIES}
    | _HOLDERS
)
# What may stand before who acts: "Vì sao Đan Mạch …", "Cách Singapore …".
_OPENERS: Final = _names("cách, khi, tại sao, thế giới, vì đâu, vì sao")
# Vinh is not among them: it is in "vinh danh".
_HOME: Final = _names("Việt Nam, VN, người Việt, nước ta, ủy ban nhân dân") | (frozenset(map(words_of, PLACES)) - _names("Vinh"))
_PEACE: Final = words_of("Hòa Bình")  # a province only with a capital
_LONGEST: Final = 5  # syllables of a name


def abroad(sections: Sequence[Section], lexicon: Lexicon) -> Evidence | None:
    """What speaks against an entry whose headline begins with another country, alone or behind an office of it, and that names nothing of ours.

    Title and lead are asked for what is ours: the body of any article may compare.
    """
    title = sections[0]
    place = _country(title, lexicon.words)
    if place is None:
        return None
    head = [section for section in sections if section.where != "body" and section.syllables]
    if any(_names_home(section) for section in head) or _names_our_place(head, lexicon.gazetteer):
        return None
    start, end = title.syllables[place.start].start, title.syllables[place.stop - 1].end
    return Evidence(phrase=title.text[start:end], where=title.where, start=start, end=end, weight=_WEIGHT, target="relevant")


def _country(title: Section, words: frozenset[str]) -> range | None:
    """The syllables of the country that the headline begins with, but for what may stand before it."""
    opened = _named(title.syllables, 0, _OPENERS)
    first = _named(title.syllables, opened, _OFFICES)
    last = _named(title.syllables, first, _COUNTRIES)
    if last == first and forms_at(title.syllables, range(opened, first)) in _HOLDERS:
        return None
    if last == first:
        last = _named(title.syllables, first, _SHORT_AFTER_OFFICES if first > opened else _SHORT)
        if last == first or not _is_alone(title, first, words):
            return None
    return range(first, last)


def _named(section: Sequence[Syllable], first: int, names: frozenset[tuple[str, ...]]) -> int:
    """The syllable behind the longest of `names` that stands at `first`; `first` itself for none."""
    forms = tuple(syllable.form for syllable in section[first : first + _LONGEST])
    return first + max((size for size in range(1, len(forms) + 1) if forms[:size] in names), default=0)


def _is_alone(title: Section, place: int, words: frozenset[str]) -> bool:
    """Whether the syllable at `place` is a name by itself: "Mỹ cắt giảm", and neither "Mỹ Lộc", "pháp luật" nor anything in capitals throughout."""
    one = title.text[title.syllables[place].start]
    if not one.isupper():
        return False
    if place + 1 == len(title.syllables):
        return True
    mine, other = title.syllables[place : place + 2]
    pair = (mine.form, other.form)
    return title.text[other.start].islower() and " ".join(pair) not in words and pair not in _WORDS


def _names_home(section: Section) -> bool:
    return any(_is_home(section, place) for place in range(len(section.syllables)))


def _names_our_place(sections: Sequence[Section], gazetteer: Gazetteer) -> bool:
    read = [(section.where, section.text[: section.syllables[-1].end]) for section in sections]
    return any(finding.kind is FindingKind.PLACE for finding in read_places(read, gazetteer))


def _is_home(section: Section, place: int) -> bool:
    last = _named(section.syllables, place, _HOME)
    is_peace = forms_at(section.syllables, range(place, last)) == _PEACE and section.text[section.syllables[place].start].islower()
    return last > place and not is_peace
