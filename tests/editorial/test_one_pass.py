"""All phrases in one pass find what trying them one by one would, and so do the contexts that void and the longer ones that silence."""

import re
from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.editorial.lexicon import compile_lexicon, counting
from bot.editorial.policy import ReformPolicy
from bot.editorial.text import Syllable, syllables
from bot.editorial.trie import NUMBER, Trie, forms_of

WORDS = ("một", "cửa", "hàng", "một cửa", "liên", "thông", "1", "22", "3.000", "1, 2")
PHRASES = ("một", "cửa", "hàng", "liên", "22", NUMBER)
phrases = st.lists(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=4).map(" ".join), max_size=12, unique=True)
texts = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)


def ends(section: Sequence[Syllable], place: int, forms: Sequence[str]) -> Iterator[int]:
    """Where `forms` may end that begin at `place`: each is a syllable, or a number of up to four parts within a clause."""
    if not forms:
        yield place
    elif forms[0] != NUMBER:
        if place < len(section) and section[place].form == forms[0]:
            yield from ends(section, place + 1, forms[1:])
    else:
        for last in range(place, min(place + 4, len(section))):
            if not section[last].form.isdigit() or section[last].clause != section[place].clause:
                return
            yield from ends(section, last + 1, forms[1:])


def one_by_one(section: Sequence[Syllable], phrase: str) -> set[tuple[str, int, int]]:
    forms = list(forms_of(phrase, {}))
    return {(phrase, first, last) for first in range(len(section)) for last in ends(section, first, forms)}


def whole(text: str, section: Sequence[Syllable], found: set[tuple[str, int, int]]) -> set[tuple[str, int, int]]:
    """Without those that begin in the middle of a number."""
    return {
        each
        for each in found
        if not (each[1] and section[each[1]].form.isdigit() and re.search(r"[0-9][.,]$", text[: section[each[1]].start]))
    }


@given(phrases, texts)
def test_one_pass_finds_what_is_found_one_by_one(sought, text):
    section, trie = syllables(text, {}), Trie()
    for phrase in sought:
        trie.node(forms_of(phrase, {})).plant(phrase)
    found = trie.occurrences(section)
    assert set(found) == set().union(*(one_by_one(section, phrase) for phrase in sought))
    assert [(first, -last) for _, first, last in found] == sorted((first, -last) for _, first, last in found)
    assert found == [(value, first, last) for first in range(len(section)) for value, last in trie.matches(section, first)]


@given(phrases, phrases, texts)
def test_what_counts_is_what_no_context_holds_and_no_longer_one_silences(sought, contexts, text):
    rules = [{"phrase": phrase, "weight": 1, "unless": contexts[number : number + 2]} for number, phrase in enumerate(sought)]
    policy = {"relevance": {"threshold": 1, "phrases": rules}, "fields": {}, "topics": {}, "tones": {}, "shipped": False}
    section = syllables(text, {})
    live = set()
    for rule in rules:
        voids = set().union(*(whole(text, section, one_by_one(section, context)) for context in rule["unless"]))
        voids = {void for void in voids if section[void[1]].clause == section[void[2] - 1].clause}
        found = whole(text, section, one_by_one(section, rule["phrase"]))
        live |= {each for each in found if not any(void[1] <= each[1] and each[2] <= void[2] for void in voids)}
    counted = {each for each in live if not any(each != o and o[1] <= each[1] and each[2] <= o[2] and each[1:] != o[1:] for o in live)}
    hits = [
        (entry.phrase, first, last)
        for entry, first, last in counting(compile_lexicon(ReformPolicy.model_validate(policy)).occurrences(text, section))
    ]
    assert {each[1:] for each in hits} == {each[1:] for each in counted}
    assert set(hits) <= counted
    assert len({each[1:] for each in hits}) == len(hits)
