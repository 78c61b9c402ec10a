"""The knowledge of some settings: compiled once while phrases and places stay as they are."""

import os
from dataclasses import replace

from bot.service.knowledge import lexicon_of
from bot.settings.loader import load_settings
from tests.service.conftest import ROOT


def test_the_same_phrases_are_compiled_once_and_others_anew():
    settings = load_settings(ROOT / "config/bot.yaml", os.environ, with_secrets=False)
    whole = lexicon_of(settings)
    assert lexicon_of(replace(settings, digest="another hour")) is whole
    assert whole.policy == settings.reform
    assert whole.fitted is not None
    bare = lexicon_of(replace(settings, reform=settings.reform.model_copy(update={"shipped": False})))
    assert bare.fitted is None
    assert bare.policy.relevance == settings.reform.relevance
