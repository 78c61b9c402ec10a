"""One text of an Entry cut into syllables and names, with the questions that reading places asks of a name's neighbours."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.editorial.gazetteer import Gazetteer, Level, Name, Office, OtherProvince, Trust
from bot.editorial.policy import KINDS
from bot.editorial.text import Syllable, form_of, syllables
from bot.vietnamese.forms import words_of


def _forms(*phrases: str) -> frozenset[tuple[str, ...]]:
    return frozenset(map(words_of, phrases))


_KINDS: Final[Mapping[tuple[str, ...], str]] = {words_of(kind): kind for kind in KINDS}
# What may stand between the kind and the name: "xã biên giới Hướng Phùng", "huyện đảo Cồn Cỏ".
_BETWEEN: Final = _forms(
    "biên giới", "miền núi", "vùng cao", "vùng biên", "vùng xa", "ven biển", "bãi ngang", "anh hùng", "trung tâm", "đảo", "mới", "nghèo"
)  # fmt: skip
_SEVERAL: Final = _forms("các", "những", "nhiều", "số", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
# Of these a name that is a province's, too, has several ("hai xã Thanh Hóa"). Not "năm", which ends a date as well.
_COUNTS: Final = _forms("một", "các", "những", "nhiều", "số", "hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười")
_ONE: Final = _forms("một")
_OF_DATES: Final = _forms("ngày", "tháng", "năm", "quý", "khóa", "số")
_AND: Final = _forms("và", "hoặc", "cùng", "hay", "với")
_PROVINCE: Final = (form_of("tỉnh"),)
_OF_CITIES: Final = _forms("thành ủy", "thành phố")
_PARTS: Final = _forms("đông", "tây", "nam", "bắc", "thượng", "hạ")
# What is named by the places that it leads to, also such as are unknown here: "cao tốc Bùng - Vạn Ninh - Cam Lộ". But "đường Lê Duẩn - Đông Hà" is an address.
_WAYS: Final = _forms("cao tốc", "đường sắt", "đường bay", "xe buýt", "tuyến", "tuyến đường")
_ROAD: Final = _forms("đường")
# Words that end like the word for a thing or a person, and are none: "yêu cầu Cam Lộ xử lý", "trẻ em Đakrông".
_NO_THINGS: Final = _forms(
    "yêu cầu", "nhu cầu", "điểm cầu", "đầu cầu", "toàn cầu", "thị trường", "môi trường", "hội trường", "công trường", "hiện trường", "hình ảnh",
    "trẻ em", "chị em", "đàn em", "thầy cô", "văn bản", "cơ bản", "kịch bản", "tiếng anh", "bản làng", "thôn bản", "buôn làng", "con cháu",
)  # fmt: skip
# Words that open a sentence with a capital, and no longer name: "Riêng Đakrông chậm tiến độ", "Với Khe Sanh, …".
_OPENERS: Final = _forms(
    "ở", "tại", "từ", "về", "đến", "qua", "người", "dân", "riêng", "với", "theo", "cho", "để", "như", "cùng", "và", "nhưng", "còn", "khi", "nếu", "vì", "do",
    "nhờ", "bởi", "trên", "trong", "ngoài", "giữa", "sau", "trước", "lên", "xuống", "vào", "ra", "rời", "thăm", "khắp", "vùng", "nơi", "nhiều", "cách",
    "chuyện", "giúp", "đưa", "học", "nay",
)  # fmt: skip
# Words of an address that are no names: kinds, and "thuộc".
_IN_ADDRESS: Final = _forms("thuộc", "của", "ở") | _forms(*(part for kind in KINDS for part in kind.split()))
_OF_DISTRICTS: Final = frozenset({"huyện", "quận", "thị xã", "thành phố"})
_NO_DISTRICT: Final = _forms("ủy", "đoàn", "đội", "hội")  # "Huyện Đoàn" is an agency
_NO_PLACE: Final = _forms("việt nam")
_DISTRICT_SIZES: Final = (2, 3)  # syllables of a name in brackets
_OF_PROVINCES: Final = frozenset({"tỉnh", "thành phố"})
_TOUCHING: Final = re.compile(r"[\s.:“”\"'’‘]*")
_COMMA: Final = re.compile(r"\s*[,;/–—-]\s*")
_DASH: Final = re.compile(r"\s*[–—-]\s*")
_ADDRESS: Final = re.compile(r"[\s,.()\[\]–—-]*")
_BRACKET: Final = re.compile(r"\s*[(\[]\s*")
# Not the point of "TP. Đồng Hới", nor that of a figure.
_SENTENCE_END: Final = re.compile(r"(?<!TP)(?<!Tp)(?<!TX)(?<!TT)(?<![PHX])[.!?…;](?!\w)|\n")
_COUNT_FIGURES: Final = 2
_WORD_SIZES: Final = (1, 2, 3)  # syllables of a word in `not_after` and `things`
_STOPS: Final = 3  # names before the last one of a way
_STOP_SIZE: Final = 4  # syllables of one
_ADDRESS_REACH: Final = 6  # syllables from a name to the province of its address


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """Syllables `first` to `last` (exclusive) of a section. A name may be a place of ours, another province, or both."""

    first: int
    last: int
    name: Name | None
    office: Office | None
    elsewhere: bool


class Section:
    """One text: `hits` from left to right, the longest each time; none overlaps another."""

    def __init__(self, where: str, text: str, gazetteer: Gazetteer) -> None:
        self.where = where
        self._text = text
        self._gazetteer = gazetteer
        self._syllables: Sequence[Syllable] = syllables(text, gazetteer.abbreviations)
        self._all_forms = tuple(syllable.form for syllable in self._syllables)
        # Where a text has but one case, capitals tell nothing.
        self.is_small = not any(map(str.isupper, text))
        self._is_cased = not self.is_small and any(map(str.islower, text))
        self.hits = tuple(self._scan())
        self._begins = {hit.last: hit.first for hit in self.hits}

    def _scan(self) -> Iterator[Hit]:
        place = 0
        while place < len(self._syllables):
            found = [(value, end) for value, end in self._gazetteer.root.matches(self._syllables, place) if self._may_be(value, place, end)]
            last = max((end for _, end in found), default=place + 1)
            if last - place > 1 and self._is_cut(last):
                place = last - 1
                continue
            meanings = [value for value, end in found if end == last]
            if meanings:
                name = next((each for each in meanings if isinstance(each, Name)), None)
                office = next((each for each in meanings if isinstance(each, Office)), None)
                yield Hit(place, last, name, office, elsewhere=any(isinstance(each, OtherProvince) for each in meanings))
            place = last

    def _is_cut(self, last: int) -> bool:
        """Whether what ends before `last` ends in the beginning of another province: "phía Đông Hà Nội" names no Đông Hà."""
        begins = self._gazetteer.root.matches(self._syllables, last - 1)
        return any(isinstance(value, OtherProvince) and end > last and self._may_be(value, last - 1, end) for value, end in begins)

    def _may_be(self, value: Name | Office | OtherProvince, first: int, last: int) -> bool:
        """Whether what is written can be this: no name goes over a comma ("Chi Đông, Hà Nội" names no Đông Hà), nor is it small without its kind ("dân hóa")."""
        if isinstance(value, Office):
            return True
        hit = Hit(first, last, None, None, elsewhere=False)
        bare = next((place for place in range(first, last - 1) if self._forms(place, place + 1) not in _IN_ADDRESS), first)
        whole = self._syllables[bare].clause == self._syllables[last - 1].clause
        return whole and (self.is_capitalised(hit) or (isinstance(value, Name) and bool(self.kinds_before(hit)[0])))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of the syllables `first` to `last` (exclusive) in the text."""
        return self._syllables[first].start, self._syllables[last - 1].end

    def _gap(self, before: int, after: int) -> str:
        """What is written between the end of the syllable before `before` and the syllable `after`."""
        return self._text[self._syllables[before - 1].end : self._syllables[after].start]

    def _forms(self, first: int, last: int) -> tuple[str, ...]:
        return self._all_forms[max(first, 0) : last]

    def _written(self, place: int) -> str:
        return self._text[self._syllables[place].start : self._syllables[place].end]

    def _is_capital(self, place: int) -> bool:
        """Whether the syllable begins as a name's does; a figure may be one."""
        first = self._written(place)[0]
        return first.isupper() or not first.isalpha()

    def is_capitalised(self, hit: Hit) -> bool:
        """Whether the name is written as names are, or nothing can be said of it."""
        return not self._is_cased or all(self._is_capital(place) for place in range(hit.first, hit.last))

    def is_shouted(self, hit: Hit) -> bool:
        """Whether the name stands in capitals throughout, so that its initials tell nothing."""
        written = self._text[slice(*self.span(hit.first, hit.last))]
        return not self._is_cased or (len(written) > 1 and written.isupper())

    def kinds_before(self, hit: Hit) -> tuple[tuple[str, ...], int]:
        """The kinds that stand before the name ("xã"; of "các xã, phường" both), and where the name begins with its kind."""
        end = hit.first
        end -= next((size for size in (2, 1) if end >= size and self._forms(end - size, end) in _BETWEEN), 0)
        kind, start = self._kind_ending_at(end)
        if not kind or end == 0 or not all(_TOUCHING.fullmatch(self._gap(place, place)) for place in range(end, hit.first + 1)):
            return (), hit.first
        kinds = [kind]
        while True:
            listed = start
            if listed > 0 and (self._syllables[listed - 1].form,) in _AND:
                listed -= 1
            elif listed == 0 or not _COMMA.fullmatch(self._gap(listed, listed)):
                break
            more, before = self._kind_ending_at(listed)
            if not more:
                break
            kinds.append(more)
            start = before
        return tuple(kinds), start if len(kinds) == 1 else hit.first

    def _kind_ending_at(self, end: int) -> tuple[str, int]:
        for size in (2, 1):
            kind = _KINDS.get(self._forms(end - size, end)) if end >= size else None
            if kind:
                return kind, end - size
        return "", end

    def is_plural(self, start: int) -> bool:
        """Whether what begins at `start` is one of several: "các xã", "3 xã"."""
        return start > 0 and (self._forms(start - 1, start) in _SEVERAL or self._syllables[start - 1].form.isdecimal())

    def is_counted_in_province(self, number: int) -> bool:
        """Whether communes of another province are counted: "một xã Thanh Hóa", "hai xã Hải Dương" (and not "hai xã Hải Dương, Hải An")."""
        hit = self.hits[number]
        kinds, start = self.kinds_before(hit)
        if not hit.elsewhere or not kinds or start == 0 or self._gap(start, start).strip():
            return False
        counted = self._forms(start - 1, start)
        is_figure = counted[0].isdecimal() and len(counted[0]) <= _COUNT_FIGURES and self._stands_alone(start - 1)
        if counted not in _COUNTS and not is_figure and len(kinds) == 1:
            return False
        return counted in _ONE or not self._goes_on_as_list(number)

    def _goes_on_as_list(self, number: int) -> bool:
        """Whether another of our names is listed behind the hit, with its kind or without: "các huyện Quảng Ninh, thị xã Ba Đồn"."""
        hit, behind = self.hits[number], self.hits[number + 1] if number + 1 < len(self.hits) else None
        if behind is None or behind.name is None:
            return False
        first = self.kinds_before(behind)[1]
        listed = first == hit.last and _COMMA.fullmatch(self._gap(first, first)) is not None
        return listed or (first - hit.last == 1 and self._forms(hit.last, first) in _AND)

    def _stands_alone(self, place: int) -> bool:
        """Whether a figure counts, and is no part of a date or another number ("ngày 5/1 xã …", "tháng 6 xã …")."""
        return place == 0 or (not self._gap(place, place).strip(" ,.;:") and self._forms(place - 1, place) not in _OF_DATES)

    def is_listed_after(self, before: Hit, hit: Hit, *, plural: bool) -> bool:
        """Whether the name goes on the list that the one before it stands in: "các xã Thanh, Thuận và Lìa"."""
        if hit.first == before.last:
            return plural and bool(_COMMA.fullmatch(self._gap(hit.first, hit.first)))
        return (
            hit.first - before.last == 1 and self._forms(before.last, hit.first) in _AND and self._is_one_sentence(before.last, hit.first)
        )

    def is_after_other_thing(self, hit: Hit) -> bool:
        """Whether a word right before makes the name another thing's: "đường Khe Sanh", "sông Bến Hải"; a thing bears no province's name."""
        if self._is_behind(hit.first, self._gazetteer.not_after):
            return True
        may_be = hit.name is not None and not hit.name.is_province
        return may_be and (self._is_behind(hit.first, self._gazetteer.things) or self._is_start(hit) or self._is_stop(hit.first))

    def _is_behind(self, place: int, words: frozenset[tuple[str, ...]]) -> bool:
        """Whether one of the words stands right before the syllable `place`."""
        if self._forms(place - 2, place) in _NO_THINGS:
            return False
        found = any(self._forms(place - size, place) in words for size in _WORD_SIZES if place >= size)
        return found and bool(_TOUCHING.fullmatch(self._gap(place, place)))

    def _is_start(self, hit: Hit) -> bool:
        """Whether a way begins at the name: "tuyến Khe Sanh - Lao Bảo"."""
        leads = hit.last < len(self._syllables) and _DASH.fullmatch(self._gap(hit.last, hit.last)) and self._is_capital(hit.last)
        return bool(leads) and self._is_behind(hit.first, _WAYS)

    def _is_stop(self, place: int) -> bool:
        """Whether the name that begins at `place` is one that a way leads to, behind another: "cao tốc Bùng - Vạn Ninh - Cam Lộ"."""
        for _ in range(_STOPS):
            if place == 0 or not _DASH.fullmatch(self._gap(place, place)):
                return False
            if (begin := self._begins.get(place)) is not None and self._is_behind(begin, _ROAD):
                return True
            place = self._stop_before(place)
            if self._is_behind(place, _WAYS):
                return self._is_capital(place)
        return False

    def _stop_before(self, end: int) -> int:
        """Where the name begins that ends before the syllable `end`: in front of it stands a way, a mark, or a word without a capital."""
        place = end - 1
        while not self._is_behind(place, _WAYS):
            goes_on = place > 0 and end - place < _STOP_SIZE and self._is_capital(place) and self._is_capital(place - 1)
            if not goes_on or self._gap(place, place).strip():
                break
            place -= 1
        return place

    def is_part_of_name(self, hit: Hit) -> bool:
        """Whether a capitalised word runs into the name, as in a person's: "ông Nguyễn Tân Thành"."""
        before = hit.first - 1
        if before < 0 or not self._is_cased or self._gap(hit.first, hit.first).strip() or self._forms(before, hit.first) in _OPENERS:
            return False
        written = self._written(before)
        return written[0].isupper() and not (len(written) > 1 and written.isupper())

    def goes_on_as_name(self, hit: Hit) -> bool:
        """Whether a capitalised word runs on behind the name: the Thanh of "xã Thanh Phú" is another commune's."""
        behind = hit.last
        if behind >= len(self._syllables) or not self._is_cased or self._gap(behind, behind).strip():
            return False
        return self._written(behind)[0].isupper()

    def is_elsewheres(self, hit: Hit) -> bool:
        """Whether a name that is unknown here, or the word "thành phố", makes the agency another place's: "Công an tỉnh Giang Tây", "Sở Y tế TP"."""
        behind = self._forms(hit.last, hit.last + 2)
        if _KINDS.get(behind) == "thành phố" and not self._gap(hit.last, hit.last).strip():
            return True
        return self._forms(hit.last - 1, hit.last) == _PROVINCE and self.goes_on_as_name(hit)

    def is_of_any_province(self, number: int) -> bool:
        """Whether the like of a city follows an agency, so that every province's is meant: "Tỉnh ủy, Thành ủy", "UBND tỉnh, thành phố"."""
        hit = self.hits[number]
        place = hit.last + (self._forms(hit.last, hit.last + 1) in _AND)
        if place == hit.last and (place >= len(self._syllables) or not _COMMA.fullmatch(self._gap(place, place))):
            return False
        # "Tỉnh ủy, Thành ủy Đông Hà" are two agencies.
        return self._forms(place, place + 2) in _OF_CITIES and not self._is_named(number, place + 2)

    def _is_named(self, number: int, place: int) -> bool:
        """Whether a name begins at `place`, behind the hit, with nothing before it."""
        if place >= len(self._syllables) or not _TOUCHING.fullmatch(self._gap(place, place)):
            return False
        near = self.hits[number + 1 : number + 1 + _ADDRESS_REACH]
        return self._is_initial(place) or any(hit.first == place and (hit.name is not None or hit.elsewhere) for hit in near)

    def is_divided(self, hit: Hit) -> bool:
        """Whether the name runs on into the part of a larger one: "Cam Thành Nam" is not Cam Thành."""
        return self.goes_on_as_name(hit) and self._forms(hit.last, hit.last + 1) in _PARTS

    def is_address(self, before: int, after: int) -> bool:
        """Whether nothing but names and kinds leads from the syllable before `before` to `after`: "xã Thanh, huyện Hướng Hóa"."""
        return (
            0 < before <= after <= before + _ADDRESS_REACH
            and after < len(self._syllables)
            and all(_ADDRESS.fullmatch(self._gap(place, place)) for place in range(before, after + 1))
            and all(self._forms(place, place + 1) in _IN_ADDRESS or self._is_capital(place) for place in range(before, after))
        )

    def is_close_behind(self, hit: Hit, behind: Hit, *, is_list: bool) -> bool:
        """Whether the name `behind` closes the address that `hit` begins: its kind, a bracket, a word of belonging or (not in a list) a comma between them."""
        kinds, start = self.kinds_before(behind)
        if start - hit.last > 1 or not self.is_address(hit.last, behind.first):
            return False
        gap = self._gap(hit.last, behind.first)
        return bool(kinds) or bool(gap.strip(" ,") if is_list else gap.strip())

    def other_province_behind(self, number: int, *, surely: bool) -> bool:
        """Whether the address that the hit stands in ends in another province; `surely` asks for its kind or a bracket before that."""
        hit = self.hits[number]
        for behind in self.hits[number + 1 : number + 1 + _ADDRESS_REACH]:
            if not self.is_address(hit.last, behind.first):
                return False
            if behind.elsewhere and self.is_capitalised(behind):
                kinds, start = self.kinds_before(behind)
                if kinds:
                    return kinds[0] in _OF_PROVINCES
                return not surely or bool(start == hit.last and _BRACKET.fullmatch(self._gap(start, start)))
        return False

    def other_district_behind(self, number: int, *, in_brackets: bool) -> bool:
        """Whether the address names a district that is none of ours: "xã Tân Lập, huyện Đan Phượng"; `in_brackets`: without its kind, too ("(Krông Nô)")."""
        hit = self.hits[number]
        # Where capitals tell nothing, "XÃ TÂN LẬP, HUYỆN …" may go on with any word.
        if not self._is_cased:
            return False
        for place in range(hit.last, min(hit.last + _ADDRESS_REACH, len(self._syllables))):
            if not _ADDRESS.fullmatch(self._gap(place, place)):
                return False
            size = next((size for size in (2, 1) if self._forms(place, place + size) in _KINDS), 0)
            if size and _KINDS[self._forms(place, place + size)] in _OF_DISTRICTS:
                return self._is_other_district(number, place + size)
            if place == hit.last and in_brackets and _BRACKET.fullmatch(self._gap(place, place)) and self._is_bracketed_name(number, place):
                return True
            if self._forms(place, place + 1) not in _IN_ADDRESS and not self._is_capital(place):
                return False
        return False

    def _is_other_district(self, number: int, place: int) -> bool:
        """Whether a name begins at `place`, behind the kind of a district, that is not one of ours."""
        if place >= len(self._syllables) or not _TOUCHING.fullmatch(self._gap(place, place)) or not self._is_initial(place):
            return False
        known = next((hit for hit in self.hits[number + 1 : number + 1 + _ADDRESS_REACH] if hit.first == place), None)
        if known is None or known.name is None:
            return self._forms(place, place + 1) not in _NO_DISTRICT
        is_ours = any(unit.level is not Level.COMMUNE or unit.kind in _OF_DISTRICTS for unit in known.name.units)
        return not is_ours and known.name.trust is not Trust.OWN

    def _is_bracketed_name(self, number: int, place: int) -> bool:
        """Whether a name that is unknown here fills the brackets behind a commune from `place` on: no "(ảnh)", no "(sáp nhập từ …)"."""
        behind = self.hits[number + 1] if number + 1 < len(self.hits) else None
        if not self.kinds_before(self.hits[number])[0] or (behind is not None and behind.first == place):
            return False
        end = place
        while end < len(self._syllables) and end - place <= max(_DISTRICT_SIZES) and self._is_initial(end):
            end += 1
            if end < len(self._syllables) and self._gap(end, end).strip():
                break
        closed = self._text[self._syllables[end - 1].end :][:1] if end > place else ""
        is_thing = self._forms(place, place + 1) in self._gazetteer.not_after or self._forms(place, place + 1) in _IN_ADDRESS
        return end - place in _DISTRICT_SIZES and closed in {")", "]", ","} and not is_thing and self._forms(place, end) not in _NO_PLACE

    def _is_initial(self, place: int) -> bool:
        """Whether the syllable has a capital only where it begins, or is a figure ("quận 9")."""
        written = self._written(place)
        return self._is_capital(place) and not (len(written) > 1 and written.isupper())

    def is_near(self, one: Hit, other: Hit, reach: int) -> bool:
        """Whether two names stand in one sentence, with less than `reach` syllables between them."""
        before, after = (one, other) if one.first < other.first else (other, one)
        return after.first - before.last < reach and self._is_one_sentence(before.last, after.first)

    def _is_one_sentence(self, before: int, after: int) -> bool:
        return not _SENTENCE_END.search(self._gap(before, after))
