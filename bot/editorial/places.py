"""Places and agencies read from an Entry: which names it holds, which of them are really ours, and what they are called today.

A name is believed by what stands beside it (docs/editorial.md): its kind before it, its district or province behind it, another place of this
province near it; another province beside it voids it. Every step looks at a bounded number of neighbours, so the whole is linear in the text.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.editorial.gazetteer import Gazetteer, Level, Name, Trust, Unit
from bot.editorial.neighbours import Hit, Section
from bot.judgement import Finding, FindingKind

_NEAR: Final = 12  # syllables to a place that vouches for a name


@dataclass(frozen=True, slots=True)
class _Place:
    """A name that is believed: the hit with its number in the section, what it means, and the syllable it begins at with its kind."""

    number: int
    hit: Hit
    unit: Unit
    start: int


@dataclass(frozen=True, slots=True)
class _Context:
    """What the whole Entry says of where it is: which of our districts it names, whether it names us at all, and whether others."""

    districts: frozenset[str] = frozenset()
    ours: bool = False
    others: bool = False

    @property
    def is_foreign(self) -> bool:
        """Whether it is about another province and never names ours."""
        return self.others and not self.ours


def read_places(texts: Sequence[tuple[str, str]], gazetteer: Gazetteer) -> tuple[Finding, ...]:
    """The places and agencies of an Entry's `texts` (where, text), in their order; each once a text, where it stands first."""
    if not gazetteer.names:
        return ()
    sections = [Section(where, text, gazetteer) for where, text in texts]
    sure = [list(_Reader(section, _Context(), ()).places(only_sure=True)) for section in sections]
    context = _context(sections, [place for places in sure for place in places])
    found = (
        _findings(section, list(_Reader(section, context, own).places()), context) for section, own in zip(sections, sure, strict=True)
    )
    return tuple(finding for findings in found for finding in findings)


def _context(sections: Sequence[Section], sure: Sequence[_Place]) -> _Context:
    """What the names that need no context say of the Entry."""
    of_one_district = (place for place in sure if place.hit.name is not None and len({unit.district for unit in place.hit.name.units}) == 1)
    others = any(_is_elsewhere(section, number) for section in sections for number in range(len(section.hits)))
    districts = frozenset(place.unit.district for place in of_one_district if place.unit.district)
    return _Context(districts=districts, ours=bool(sure), others=others)


def _is_elsewhere(section: Section, number: int) -> bool:
    """Whether the hit names another province, and not a place of ours that is called like it, or lies in a district that is none of ours."""
    hit = section.hits[number]
    fitting = hit.name is not None and bool(_fitting(hit.name, section.kinds_before(hit)[0]))
    if hit.elsewhere and section.is_capitalised(hit) and (not fitting or section.is_counted_in_province(number)):
        return True
    return fitting and hit.name is not None and hit.name.trust is not Trust.OWN and section.other_district_behind(number, in_brackets=True)


class _Reader:
    """Reads the places of one section from left to right. `sure` are those of its names that need no context."""

    def __init__(self, section: Section, context: _Context, sure: Sequence[_Place]) -> None:
        self._section = section
        self._context = context
        self._sure = sure
        self._starts = [place.hit.first for place in sure]
        self._last: _Place | None = None

    def places(self, *, only_sure: bool = False) -> Iterator[_Place]:
        """Every name that is believed; `only_sure`: that is believed whatever the Entry is about."""
        section, plural = self._section, False
        listed: tuple[str, ...] = ()
        for number, hit in enumerate(section.hits):
            if hit.name is None:
                listed = ()
                continue
            kinds, start = section.kinds_before(hit)
            goes_on = not kinds and bool(listed) and number > 0 and section.is_listed_after(section.hits[number - 1], hit, plural=plural)
            plural = section.is_plural(start) if kinds else plural and goes_on
            listed = kinds or (listed if goes_on else ())
            if only_sure and (hit.name.trust is not Trust.OWN or (kinds and not _fitting(hit.name, kinds))):
                continue
            unit = self._unit(number, hit, hit.name, start, kinds, listed if goes_on else ())
            if unit is not None:
                self._last = _Place(number, hit, unit, start)
                yield self._last

    def _unit(self, number: int, hit: Hit, name: Name, start: int, kinds: tuple[str, ...], listed: tuple[str, ...]) -> Unit | None:  # noqa: PLR0917
        """What the name means here, or None where it isn't believed. `kinds` stand before it, `listed` before the list it goes on."""
        section = self._section
        if not kinds and section.is_after_other_thing(hit):
            return None
        enclosing = self._enclosing(hit, name, start, kinds) if not listed else None
        if enclosing is not None:
            return enclosing
        fitting = _fitting(name, kinds or listed)
        if not fitting and name.trust is Trust.WITH_KIND:
            return None
        if kinds and not fitting and (name.trust is not Trust.OWN or name.is_province or self._context.is_foreign):
            return None
        # "Quảng Ninh" behind "xã Võ Ninh" is our district, not the province of that name.
        behind = self._districts_behind(number, is_list=bool(listed))
        is_ours = any(unit.district in behind for unit in name.units)
        if not is_ours and section.is_counted_in_province(number):
            return None
        if not is_ours and section.other_province_behind(number, surely=name.trust is Trust.OWN):
            return None
        if not is_ours and name.trust is not Trust.OWN and section.other_district_behind(number, in_brackets=not self._context.ours):
            return None
        if section.is_divided(hit) or not self._is_believed(hit, name, fitting, is_ours=is_ours):
            return None
        return self._choose(hit, name, fitting or list(name.units), behind, is_called_by_kind=bool(fitting))

    def _enclosing(self, hit: Hit, name: Name, start: int, kinds: tuple[str, ...]) -> Unit | None:
        """The district that the place just before lies in, where the name stands behind it as in an address: "xã Võ Ninh, Quảng Ninh"."""
        last = self._last
        if last is None or last.unit.level is not Level.COMMUNE or not self._section.is_address(last.hit.last, start):
            return None
        called_so = (unit for unit in name.units if not kinds or unit.kind in kinds)
        around = (unit for unit in called_so if unit.level is Level.DISTRICT and unit.value == last.unit.district)
        return next(around, None) if self._section.is_capitalised(hit) else None

    def _is_believed(self, hit: Hit, name: Name, fitting: list[Unit], *, is_ours: bool) -> bool:
        """Whether the name is one of ours; `fitting` are its meanings that are of the kind before it."""
        section, is_called_by_kind = self._section, bool(fitting)
        capitalised = section.is_capitalised(hit)
        is_foreign = self._context.is_foreign and not is_ours
        match name.trust:
            case Trust.OWN:
                if is_called_by_kind or not capitalised:
                    return is_called_by_kind
                if section.is_shouted(hit):
                    return name.is_wide or not (name.is_former or section.is_small)
                return name.is_province or not (section.is_part_of_name(hit) or (not name.is_wide and section.goes_on_as_name(hit)))
            case Trust.SHARED:
                return not is_foreign and (is_called_by_kind or (capitalised and not section.is_part_of_name(hit)))
            case Trust.WITH_KIND:
                if not is_called_by_kind or not capitalised:
                    return False
                # "Sinh viên Đại học Huế giúp xã Lìa": no other province has such a commune.
                is_only_ours = not name.is_shared and any(not unit.former for unit in fitting) and not section.is_shouted(hit)
                if is_foreign and not is_only_ours:
                    return False
                if section.is_shouted(hit):
                    # Capitals don't tell "XÃ KIM NGÂN ĐẨY MẠNH" from "XÃ VĂN HÓA KIỂU MẪU": a place of today is likelier than a word, a former one isn't.
                    return self._context.ours or is_ours or any(not unit.former for unit in fitting)
                return hit.last - hit.first > 1 or name.is_number or not section.goes_on_as_name(hit)

    def _choose(self, hit: Hit, name: Name, units: list[Unit], behind: frozenset[str], *, is_called_by_kind: bool) -> Unit | None:
        """One of `units`: by the district behind it, by what stands near, by the districts of the whole Entry; the present one before former ones."""
        if behind:
            inside = [unit for unit in units if unit.district in behind]
            # "Hải Lăng, Triệu Phong" lists two communes of today: no address, and so no district before the comma either.
            if not inside and (name.is_province or name.trust is not Trust.OWN):
                inside = [unit for unit in units if unit.level is Level.DISTRICT]
            units = inside or (units if name.trust is Trust.OWN else [])
        elif name.trust is Trust.SHARED and not is_called_by_kind:
            units = self._vouched_for(hit, units)
        elif name.is_number:
            units = [unit for unit in units if unit.district in self._context.districts]
        elif len({unit.district for unit in units}) > 1:
            units = [unit for unit in units if unit.district in self._context.districts] or units
        if not is_called_by_kind:
            widest = [unit for unit in units if unit.level is Level.PROVINCE]
            units = widest or units
        present = next((unit for unit in units if not unit.former), None)
        if present is not None or not units:
            return present
        return units[0] if len({unit.value for unit in units}) == 1 else None

    def _districts_behind(self, number: int, *, is_list: bool) -> frozenset[str]:
        """The districts that the name behind means, where it stands there as in an address: "Tân Thành (Minh Hóa)"."""
        hits = self._section.hits
        behind = hits[number + 1] if number + 1 < len(hits) else None
        if behind is None or behind.name is None or not self._section.is_close_behind(hits[number], behind, is_list=is_list):
            return frozenset()
        kinds = self._section.kinds_before(behind)[0]
        called_so = behind.name.units if not kinds and not behind.name.is_province else _fitting(behind.name, kinds)
        return frozenset(unit.value for unit in called_so if unit.level is Level.DISTRICT)

    def _vouched_for(self, hit: Hit, units: list[Unit]) -> list[Unit]:
        """Those of `units` that a sure place near, in the same sentence, speaks for: the province itself, or one of the same district."""
        place = bisect(self._starts, hit.first)
        near = [
            each
            for each in self._sure[max(place - 1, 0) : place + 1]
            if each.hit is not hit and self._section.is_near(each.hit, hit, _NEAR)
        ]
        if any(each.unit.level is Level.PROVINCE for each in near):
            return units
        return [unit for unit in units if unit.district in {each.unit.district for each in near}]


def _fitting(name: Name, kinds: tuple[str, ...]) -> list[Unit]:
    """The meanings of a name that are of one of the kinds."""
    return [unit for unit in name.units if unit.kind in kinds]


def _findings(section: Section, places: Sequence[_Place], context: _Context) -> Iterator[Finding]:
    """Each place and agency of the section once."""
    by_number = {place.number: place for place in places}
    seen: set[tuple[FindingKind, str]] = set()
    for number, hit in enumerate(section.hits):
        finding = _place(section, by_number[number]) if number in by_number else _agency(section, number, hit, by_number, context)
        if finding is not None and (finding.kind, finding.value) not in seen:
            seen.add((finding.kind, finding.value))
            yield finding


def _place(section: Section, place: _Place) -> Finding:
    start, end = section.span(place.start, place.hit.last)
    return Finding(kind=FindingKind.PLACE, value=place.unit.value, where=section.where, start=start, end=end, note=place.unit.note)


def _agency(section: Section, number: int, hit: Hit, places: dict[int, _Place], context: _Context) -> Finding | None:
    """The agency of the hit: the province's own where no other province is meant, a commune's where its commune stands right behind."""
    if hit.office is None or section.is_after_other_thing(hit):
        return None
    if hit.office.of_commune:
        behind = places.get(number + 1)
        if behind is None or behind.start != hit.last or behind.unit.level is Level.PROVINCE:
            return None
        start, end = section.span(hit.first, behind.hit.last)
        value, note = f"{hit.office.value} {behind.unit.value}", behind.unit.note or hit.office.note
    else:
        behind = places.get(number + 1)
        belongs = behind is not None and behind.start <= hit.last
        if (
            context.is_foreign
            or section.is_plural(hit.first)
            or section.is_of_any_province(number)
            or section.other_province_behind(number, surely=False)
            or (not belongs and section.is_elsewheres(hit))
        ):
            return None
        start, end = section.span(hit.first, hit.last)
        value, note = hit.office.value, hit.office.note
    return Finding(kind=FindingKind.AGENCY, value=value, where=section.where, start=start, end=end, note=note)
