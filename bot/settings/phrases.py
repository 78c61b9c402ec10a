"""What no single key of reform.yaml can know: that a phrase stands there twice, that its exceptions can never count, that criticism would not be seen."""

from collections.abc import Iterator, Sequence

from bot.editorial.changes import rules_of
from bot.editorial.policy import PhraseRule, ReformPolicy
from bot.editorial.ranks import SLOTS
from bot.editorial.trie import NUMBER, abbreviated_forms, forms_of
from bot.judgement import Tone
from bot.settings.places import Found

Forms = tuple[str, ...]


def phrase_faults(policy: ReformPolicy) -> Iterator[Found]:
    """What would do nothing, or harm.

    A phrase that stands twice in a target, an exception that is not longer than its phrase or lacks it, an abbreviation in parts; and no criticism at all.
    """
    if Tone.CRITICISM not in policy.tones:
        # Nobody would be asked about a criticism that is taken for neutral.
        yield ("tones",), "settings.no_criticism", {}
    for short in policy.abbreviations:
        if not short.isalnum():
            joined = "".join(filter(str.isalnum, short))
            key = "settings.abbreviation_in_parts" if joined else "settings.no_words"
            yield ("abbreviations", short), key, {"value": short, "joined": joined}
    abbreviations = abbreviated_forms(policy.abbreviations)
    for target, found in rules_of(policy):
        kind, _, identity = target.partition(":")
        where = (f"{kind}s", identity, "phrases") if identity else ("relevance", "phrases")
        first: dict[Forms, PhraseRule] = {}
        for number, rule in enumerate(found.phrases):
            forms = tuple(forms_of(rule.phrase, abbreviations))
            other = first.setdefault(forms, rule)
            if other is not rule:
                # Only the stronger would count, of two as strong the first: whichever the editor meant.
                said = {"phrase": rule.phrase, "weight": f"{rule.weight:g}", "other": other.phrase, "before": f"{other.weight:g}"}
                yield (*where, number, "phrase"), "settings.phrase_twice", said
            for place, context in enumerate(rule.unless):
                longer = tuple(forms_of(context, abbreviations))
                if not _holds(longer, forms):
                    yield (*where, number, "unless", place), "settings.unless_apart", {"phrase": rule.phrase, "context": context}
                elif longer == forms:
                    yield (*where, number, "unless", place), "settings.unless_same", {"phrase": rule.phrase}


def _holds(longer: Forms, forms: Forms) -> bool:
    """Whether a phrase can occur within a context. Any number is taken for any other: a number of the one may be "<số>", or a rank, of the other."""
    whole, part = _any_number(longer), _any_number(forms)
    return any(whole[start : start + len(part)] == part for start in range(len(whole) - len(part) + 1))


def _any_number(forms: Forms) -> Sequence[str]:
    found: list[str] = []
    for form in forms:
        if form in SLOTS.values():
            continue  # of the number before it
        if form != NUMBER and not form.isdigit():
            found.append(form)
        elif not found or found[-1] != NUMBER:
            found.append(NUMBER)  # "1,5" is one number
    return found
