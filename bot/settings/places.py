"""What no single key of places.yaml can know, and the places that bot.yaml names: each must be one, and only one."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.editorial.gazetteer import compile_gazetteer
from bot.editorial.policy import PlacesPolicy, split_kind
from bot.messages import Language
from bot.settings.faults import did_you_mean
from bot.settings.model import BotFile

# Where in the file, the message key, and what its sentence needs.
Found = tuple[tuple[str | int, ...], str, Mapping[str, Any]]


def place_faults(policy: PlacesPolicy, language: Language) -> Iterator[Found]:
    """What is wrong inside a gazetteer: a unit of today that stands there twice, a name in a list that no unit has."""
    gazetteer = compile_gazetteer(policy, {}, language)
    seen: set[str] = set()
    for number, district in enumerate(policy.districts):
        for place, commune in enumerate(district.communes):
            if commune.name in seen:
                yield ("districts", number, "communes", place, "name"), "settings.name_twice", {"name": commune.name}
            seen.add(commune.name)
    bare = sorted({split_kind(each)[1] for each in gazetteer.known()})
    for key in ("shared", "only_with_kind"):
        for place, name in enumerate(getattr(policy, key)):
            if not gazetteer.meanings(name):
                yield (key, place), "settings.no_such_place", {"name": name, "hint": did_you_mean(name, bare, language)}


def wanted_place_faults(bot: BotFile, policy: PlacesPolicy | None, language: Language) -> Iterator[Found]:
    """What is wrong with the places that feeds and Pages ask for."""
    gazetteer = compile_gazetteer(policy, {}, language)
    for key in ("feeds", "pages"):
        for number, item in enumerate(getattr(bot, key)):
            for place, name in enumerate(item.places):
                where = (key, number, "places", place)
                values = [unit.value for unit in gazetteer.meanings(name)]
                if policy is None:
                    yield where, "settings.no_gazetteer", {"name": name}
                elif not values:
                    yield where, "settings.no_such_place", {"name": name, "hint": did_you_mean(name, gazetteer.known(), language)}
                elif len(values) > 1:
                    yield where, "settings.place_of_several", {"name": name, "values": ", ".join(values)}
