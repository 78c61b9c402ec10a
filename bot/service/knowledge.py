"""The whole editorial knowledge of some settings: the editors' phrases and places, and what Loa brings along."""

from bot.editorial.lexicon import Lexicon, compile_lexicon
from bot.settings.model import Settings
from bot.settings.shipped import shipped


def lexicon_of(settings: Settings) -> Lexicon:
    """The compiled knowledge. Raises LoaError where a file that belongs to Loa is broken and the settings don't leave it out."""
    if not settings.reform.shipped:
        return compile_lexicon(settings.reform, settings.places, settings.language)
    ours = shipped()
    return compile_lexicon(settings.reform, settings.places, settings.language, vocabulary=ours.vocabulary, fitted=ours.fitted)
