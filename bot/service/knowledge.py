"""The whole editorial knowledge of some settings: the editors' phrases and places, and what Loa brings along."""

from functools import lru_cache

from bot.editorial.lexicon import Lexicon, compile_lexicon
from bot.editorial.policy import PlacesPolicy, ReformPolicy
from bot.messages import Language
from bot.settings.model import Settings
from bot.settings.shipped import shipped


def lexicon_of(settings: Settings) -> Lexicon:
    """The compiled knowledge. Raises LoaError where a file that belongs to Loa is broken and the settings don't leave it out."""
    places = settings.places.model_dump_json() if settings.places is not None else ""
    return _compiled(settings.reform.model_dump_json(), places, settings.language)


# A change of the settings that leaves phrases and places as they are (another hour, another Page) need not compile eleven thousand phrases again.
@lru_cache(maxsize=2)
def _compiled(reform: str, places: str, language: Language) -> Lexicon:
    policy = ReformPolicy.model_validate_json(reform)
    known = PlacesPolicy.model_validate_json(places) if places else None
    if not policy.shipped:
        return compile_lexicon(policy, known, language)
    ours = shipped()
    return compile_lexicon(policy, known, language, vocabulary=ours.vocabulary, fitted=ours.fitted, words=ours.words)
