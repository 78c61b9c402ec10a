"""The editorial knowledge: `config/reform.yaml` (what counts as evidence, for what, and how much) and `config/places.yaml` (the gazetteer)."""

import re
import unicodedata
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bot.editorial.ranks import SLOTS
from bot.editorial.trie import NUMBER, forms_of
from bot.judgement import Field as ReformField
from bot.judgement import Tone, Topic
from bot.policy import Policy

_IN_BRACKETS: Final = re.compile(r"<[^<>]*>")
_SLOTS: Final = {"".join(slot.split()): slot for slot in (NUMBER, *SLOTS)}


def _with_slots(phrase: str) -> str:
    """`<Số>` as NUMBER, and a rank as one of SLOTS. Anything else in angle brackets, or one alone, is a mistake: it would never be found."""

    def slot(match: re.Match[str]) -> str:
        known = _SLOTS.get("".join(unicodedata.normalize("NFC", match[0]).lower().split()))
        if known is None:
            raise _unknown_slot(match[0])
        return known

    if alone := re.search(r"[<>]", _IN_BRACKETS.sub("", phrase)):
        raise _unknown_slot(alone[0])
    return _IN_BRACKETS.sub(slot, phrase)


def _unknown_slot(value: str) -> PydanticCustomError:
    return PydanticCustomError("settings.unknown_slot", "no slot: {value}", {"value": value})


def _with_words(phrase: str) -> str:
    """A phrase is found by its syllables: one that has none would never be."""
    if next(forms_of(phrase, {}), None) is None:
        raise PydanticCustomError("settings.no_words", "no words: {value}", {"value": phrase})
    return phrase


Phrase = Annotated[str, Field(min_length=2, max_length=120), AfterValidator(_with_slots), AfterValidator(_with_words)]
Weight = Annotated[float, Field(ge=-10, le=10)]
# Less than nothing would turn what speaks for something into what speaks against it.
Factor = Annotated[float, Field(ge=0, le=10)]
Tag = Annotated[str, Field(min_length=2, max_length=60)]


class PhraseRule(Policy):
    """One phrase and its weight. `unless`: longer phrases in which it does not count ("một cửa" unless "một cửa hàng")."""

    phrase: Phrase
    weight: Weight = 1.0
    unless: tuple[Phrase, ...] = ()


class TargetRule(Policy):
    """A field, topic or tone: its name for people, its hashtags (without #), its phrases, and from which score on it is given."""

    name: Annotated[str, Field(min_length=2, max_length=120)]
    hashtags: tuple[Tag, ...] = ()
    threshold: Annotated[float, Field(gt=0, le=50)] = 2.0
    phrases: tuple[PhraseRule, ...] = ()


class RelevanceRule(Policy):
    """What speaks for (positive) or against (negative weights) an entry being about administrative reform at all."""

    threshold: Annotated[float, Field(gt=0, le=50)] = 3.0
    phrases: tuple[PhraseRule, ...] = ()


class PositionRule(Policy):
    """How much a phrase counts by where it stands: the headline and the lead decide (guideline, case 1)."""

    title: Factor = 2.0
    summary: Factor = 1.0
    body: Factor = 0.3


class ReformPolicy(Policy):
    """The whole of `reform.yaml`."""

    positions: PositionRule = PositionRule()
    topic_positions: PositionRule = PositionRule()
    """The same for topics: a substantial mention in the body is enough for them (guideline, case 15)."""
    relevance: RelevanceRule
    fields: dict[ReformField, TargetRule]
    topics: dict[Topic, TargetRule]
    tones: dict[Tone, TargetRule]
    negations: tuple[Phrase, ...] = ()
    """Words before a phrase that turn or void its tone ("không còn", "hết", "khắc phục", "thay vì")."""
    negations_unless: tuple[Phrase, ...] = ()
    """Longer phrases in which a negation turns nothing ("không chỉ", "không ngừng")."""
    past: tuple[Phrase, ...] = ()
    """Words after which, to the end of the clause, a tone is of the past ("trước đây")."""
    shipped: bool = True
    """Whether Loa's own vocabulary and its fitted part add to what the phrases of this file say."""
    abbreviations: dict[str, Phrase] = {}
    """Written-out forms of local abbreviations: TTHC → thủ tục hành chính."""


KINDS: Final = ("xã", "phường", "thị trấn", "đặc khu", "huyện", "quận", "thị xã", "thành phố", "tỉnh")


def split_kind(name: str) -> tuple[str, str]:
    """`"thị xã Ba Đồn"` → ("thị xã", "Ba Đồn"); the kind is empty where the name begins with none."""
    lowered = name.casefold()
    found = next((kind for kind in KINDS if lowered.startswith(f"{kind} ")), "")
    return found, name[len(found) :].strip()


def _has_kind(name: str) -> str:
    kind, bare = split_kind(name)
    if not kind or not bare:
        raise PydanticCustomError("settings.no_kind_word", "no kind word: {value}", {"value": name, "kinds": ", ".join(KINDS)})
    return name


UnitName = Annotated[str, Field(min_length=2, max_length=80), AfterValidator(_has_kind)]
PlaceName = Annotated[str, Field(min_length=1, max_length=80)]


class CommuneRule(Policy):
    """A commune, ward or special zone of today: its name with its kind, and the names it had before."""

    name: UnitName
    former: tuple[UnitName, ...] = ()
    """The units it was made of, each with its kind, as they were called before the merger."""
    spellings: tuple[PlaceName, ...] = ()
    """Other ways to write its name, without the kind ("Đa Krông")."""
    hashtag: Tag | None = None
    """Its hashtag (without #) where the bare name would be read as another place's ("Xã Quảng Ninh")."""


class DistrictRule(Policy):
    """An area that was a district: no unit of today, still a name people use. It holds the communes that were made of its parts."""

    name: UnitName
    spellings: tuple[PlaceName, ...] = ()
    hashtag: Tag | None = None
    communes: Annotated[tuple[CommuneRule, ...], Field(min_length=1)]


class ProvinceRule(Policy):
    """The province itself."""

    name: UnitName
    former: tuple[UnitName, ...] = ()


class AgencyRule(Policy):
    """An agency, the names it had before, and other ways to write it."""

    name: PlaceName
    former: tuple[PlaceName, ...] = ()
    spellings: tuple[PlaceName, ...] = ()


class PlacesPolicy(Policy):
    """The whole of `places.yaml`: one province with everything that is read as a place or an agency."""

    province: ProvinceRule
    districts: Annotated[tuple[DistrictRule, ...], Field(min_length=1)]
    shared: tuple[PlaceName, ...] = ()
    """Names that other provinces have, too: without their kind they count only beside a place of this province."""
    only_with_kind: tuple[PlaceName, ...] = ()
    """Names that are also words, people, rivers or battles: they count only after their kind ("xã Văn Hóa")."""
    not_after: tuple[PlaceName, ...] = ()
    """Words before a name that make it another thing's name ("đường Khe Sanh")."""
    things: tuple[PlaceName, ...] = ()
    """Things that bear the name of a commune or a former district and aren't there for sure ("cao tốc Cam Lộ"); a province's name counts behind them."""
    other_provinces: tuple[PlaceName, ...] = ()
    """Names of other provinces: beside a name that both have, they say that it is not ours."""
    agencies: tuple[AgencyRule, ...] = ()
    """Agencies of the province."""
    commune_agencies: tuple[AgencyRule, ...] = ()
    """Agencies that each commune has; they count with the commune's name behind them ("UBND xã Hướng Phùng")."""
