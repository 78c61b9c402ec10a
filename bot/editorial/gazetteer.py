"""The gazetteer of `places.yaml`, compiled once: every name of a place or an agency in one trie, with what it may mean."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import Final

from bot.editorial.policy import AgencyRule, DistrictRule, PlacesPolicy, UnitName, split_kind
from bot.editorial.text import syllables
from bot.editorial.trie import Trie
from bot.messages import Language, say
from bot.vietnamese.forms import words_of

Forms = tuple[str, ...]
_AND_SIGN: Final = re.compile(r"\s*&\s*")

# How kinds are shortened on signboards and in headlines: "TP. Đồng Hới", "P. Ba Đồn", "TT Khe Sanh".
_SHORT_KINDS: Final[Mapping[str, str]] = {
    "TP": "thành phố",
    "Tp": "thành phố",
    "TX": "thị xã",
    "Tx": "thị xã",
    "TT": "thị trấn",
    "Tt": "thị trấn",
    "P": "phường",
    "X": "xã",
    "H": "huyện",
}


class Level(IntEnum):
    """How wide a place is; the narrower first."""

    COMMUNE = 1
    DISTRICT = 2
    PROVINCE = 3


class Trust(Enum):
    """What a name needs beside itself to be believed."""

    OWN = "nothing: no other place or thing is called so"
    SHARED = "its kind before it, or a place of this province near it"
    WITH_KIND = "its kind before it"


@dataclass(frozen=True, slots=True)
class Unit:
    """One meaning of a name.

    `value` is what the place is called today, `written` this name in full, with its `kind`; `former` says that it is no longer called so;
    `district` is the value of its (former) district, "" for the province.
    """

    value: str
    kind: str
    written: str
    level: Level
    district: str
    former: bool
    note: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name without its kind, and everything it may mean.

    `is_wide`: a district or the province is called so; `is_former`: no place of today is; `is_shared`: places of other provinces are.
    """

    units: tuple[Unit, ...]
    trust: Trust
    is_number: bool
    is_province: bool
    is_wide: bool
    is_former: bool
    is_shared: bool


@dataclass(frozen=True, slots=True)
class Office:
    """An agency: `of_commune` where it counts only with a commune's name behind it."""

    value: str
    note: str
    of_commune: bool


@dataclass(frozen=True, slots=True)
class OtherProvince:
    """A province that is not this one."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Immutable in use; share it freely. `names` goes by the forms of a name's syllables."""

    abbreviations: Mapping[str, Sequence[str]] = field(default_factory=dict)
    root: Trie[Name | Office | OtherProvince] = field(default_factory=Trie)
    names: Mapping[Forms, Name] = field(default_factory=dict)
    not_after: frozenset[Forms] = frozenset()
    things: frozenset[Forms] = frozenset()
    communes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By a district's value: what lies in it, itself included. The province holds everything."""

    def meanings(self, text: str) -> tuple[Unit, ...]:
        """What an editor's `text` ("Hướng Phùng", "huyện Hướng Hóa") names: the widest of its meanings, and of these the present one.

        None where nothing is called so; several values where the kind is needed to tell them apart.
        """
        kind, bare = split_kind(text.strip())
        name = self.names.get(_forms(bare, self.abbreviations))
        if name is None:
            return ()
        units = [unit for unit in name.units if not kind or unit.kind == kind]
        widest = [unit for unit in units if unit.level == max(each.level for each in units)]
        present = [unit for unit in widest if not unit.former]
        return tuple({unit.value: unit for unit in present or widest}.values())

    def covered(self, text: str) -> frozenset[str]:
        """Every value that lies in the place `text` names: a commune's own, a district's with its communes, or all of the province."""
        units = self.meanings(text)
        return frozenset().union(*(self.communes.get(unit.value, frozenset({unit.value})) for unit in units))

    def known(self) -> tuple[str, ...]:
        """Every name that `meanings` understands, with its kind and without, for "did you mean"."""
        written = (unit.written for name in self.names.values() for unit in name.units)
        return tuple(dict.fromkeys(each for full in written for each in (full, split_kind(full)[1])))


NO_PLACES: Final = Gazetteer()


def _forms(text: str, abbreviations: Mapping[str, Sequence[str]]) -> Forms:
    return tuple(syllable.form for syllable in syllables(text, abbreviations))


def compile_gazetteer(policy: PlacesPolicy | None, abbreviations: Mapping[str, Sequence[str]], language: Language) -> Gazetteer:
    """The gazetteer of `policy`; without one, a gazetteer that finds nothing. `abbreviations` are the lexicon's (UBND …), `language` that of its notes."""
    if policy is None:
        return NO_PLACES
    shorts = {**abbreviations, **{short: words_of(kind) for short, kind in _SHORT_KINDS.items()}}

    def forms(text: str) -> Forms:
        return _forms(text, shorts)

    meant: dict[Forms, list[Unit]] = {}
    for bare, unit in _units(policy, language):
        same = meant.setdefault(forms(bare), [])
        if all((unit.value, unit.written) != (other.value, other.written) for other in same):
            same.append(unit)
    shared, with_kind = ({forms(name) for name in names} for names in (policy.shared, policy.only_with_kind))
    # What another province is called, too, is that province where nothing says otherwise ("Quảng Ninh", "Thanh Hóa").
    others = {forms(name) for name in policy.other_provinces}
    root: Trie[Name | Office | OtherProvince] = Trie()
    names = {}
    for key, units in meant.items():
        is_province = any(unit.level is Level.PROVINCE for unit in units)
        is_wide = any(unit.level is not Level.COMMUNE for unit in units)
        is_former = not is_wide and all(unit.former for unit in units)
        is_number = all(form.isdecimal() for form in key)
        bound = is_number or key in with_kind or key in others
        trust = Trust.OWN if is_province else Trust.WITH_KIND if bound else Trust.SHARED if key in shared else Trust.OWN
        names[key] = Name(
            tuple(units),
            trust,
            is_number=is_number,
            is_province=is_province,
            is_wide=is_wide,
            is_former=is_former,
            is_shared=is_number or key in shared or key in others,
        )
        root.node(key).plant(names[key])
    for key in others:
        root.node(key).plant(OtherProvince())
    for written, office in _offices(policy, language):
        root.node(forms(written)).plant(office)
    return Gazetteer(
        abbreviations=shorts,
        root=root,
        names=names,
        not_after=frozenset(forms(word) for word in policy.not_after),
        things=frozenset(forms(word) for word in policy.things),
        communes=_communes(policy),
    )


def _units(policy: PlacesPolicy, language: Language) -> Iterator[tuple[str, Unit]]:
    """Every name without its kind, with one meaning each; the wider places first, of today before those of yesterday."""
    province = policy.province
    yield from _named(province.name, (province.name, *province.former), Level.PROVINCE, "", language)
    for district in policy.districts:
        # A district that has become one commune is that commune under a former name.
        became = next((each for each in district.communes if district.name in each.former), None)
        if became is None:
            for bare in (split_kind(district.name)[1], *district.spellings):
                yield bare, _district(district, language)
    for district in policy.districts:
        for commune in district.communes:
            yield from _named(commune.name, (commune.name, *commune.former), Level.COMMUNE, district.name, language)
            today = _named(commune.name, (commune.name,), Level.COMMUNE, district.name, language)
            yield from ((spelling, unit) for _, unit in today for spelling in commune.spellings)


def _named(value: UnitName, written: Iterable[UnitName], level: Level, district: str, language: Language) -> Iterator[tuple[str, Unit]]:
    for name in written:
        kind, bare = split_kind(name)
        former = name != value
        note = say("editorial.former_name", language, name=name) if former else ""
        yield bare, Unit(value=value, kind=kind, written=name, level=level, district=district, former=former, note=note)


def _district(district: DistrictRule, language: Language) -> Unit:
    return Unit(
        value=district.name,
        kind=split_kind(district.name)[0],
        written=district.name,
        level=Level.DISTRICT,
        district=district.name,
        former=True,
        note=say("editorial.former_district", language),
    )


def _offices(policy: PlacesPolicy, language: Language) -> Iterator[tuple[str, Office]]:
    rules: tuple[tuple[tuple[AgencyRule, ...], bool], ...] = ((policy.agencies, False), (policy.commune_agencies, True))
    for agencies, of_commune in rules:
        for agency in agencies:
            for name in (agency.name, *agency.spellings):
                yield from ((written, Office(value=agency.name, note="", of_commune=of_commune)) for written in _with_and(name))
            for name in agency.former:
                note = say("editorial.former_name", language, name=name)
                yield from ((written, Office(value=agency.name, note=note, of_commune=of_commune)) for written in _with_and(name))


def _with_and(name: str) -> tuple[str, ...]:
    """The name of an agency with "và" and with "&", which are the same: Sở NN&MT, Sở NN và MT."""
    return tuple(dict.fromkeys((name, name.replace(" và ", " & "), _AND_SIGN.sub(" và ", name))))


def _communes(policy: PlacesPolicy) -> dict[str, frozenset[str]]:
    by_district = {district.name: frozenset({district.name, *(each.name for each in district.communes)}) for district in policy.districts}
    return {**by_district, policy.province.name: frozenset({policy.province.name}).union(*by_district.values())}
