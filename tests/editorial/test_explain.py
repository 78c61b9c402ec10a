"""What editors are told: the strongest first, and no piece of what is told already."""

import pytest

from bot.editorial.explain import telling, why
from bot.judgement import EDITOR, Classification, Evidence, Field, Tone


def piece(phrase: str, weight: float, start: int = 0, where: str = "title", target: str = "relevant", note: str = "") -> Evidence:
    return Evidence(phrase=phrase, where=where, start=start, end=start + len(phrase), weight=weight, target=target, note=note)


def judged(*evidence: Evidence) -> Classification:
    return Classification(relevant=True, confidence=0.9, fields=(Field.PROCEDURES,), tone=Tone.NEUTRAL, evidence=evidence)


WHOLE = piece("cải cách hành chính", 5.0)


def told(*evidence: Evidence) -> list[str]:
    return [item.phrase for item in telling(judged(*evidence))]


def counted(*evidence: Evidence) -> str:
    return next(sentence for sentence in why(judged(*evidence), "vi", {}) if "“" in sentence)


@pytest.mark.parametrize(
    "weaker",
    [
        piece("cải cách hành", 2.0),
        piece("hành chính công", 2.0, start=9),
        piece("Hành chính", 2.0, where="summary", start=40),
        piece("cải cách hành chính", 2.0, where="body"),
    ],
)
def test_a_piece_of_what_is_told_is_not_told(weaker):
    assert told(weaker, WHOLE) == [WHOLE.phrase]
    assert counted(weaker, WHOLE).count("“") == 1


@pytest.mark.parametrize("other", [piece("một cửa", 2.0, start=30), piece("hành chín", 2.0, where="summary")])
def test_what_says_something_of_its_own_is_told(other):
    assert told(other, WHOLE) == [WHOLE.phrase, other.phrase]
    assert f"“{other.phrase}”" in counted(other, WHOLE)


def test_the_stronger_is_told_also_where_it_is_the_shorter():
    assert told(piece("hành chính", 6.0, start=9), WHOLE) == ["hành chính"]


def test_a_piece_for_another_target_or_the_other_side_is_listed():
    other, against = piece("cải cách", 2.0, target="field:procedures"), piece("hành", -2.0, start=9)
    assert told(WHOLE, other, against) == [WHOLE.phrase, "cải cách", "hành"]
    assert "“cải cách”" not in counted(WHOLE, other), "one sentence tells of relevance and fields"


def test_a_phrase_is_told_on_the_side_it_does_more_for():
    sides = piece("hồ sơ", 3.0), piece("Hồ sơ", -1.0, target="field:civil_service")
    (sentence,) = (each for each in why(judged(*sides), "vi", {}) if "“" in each)
    assert sentence == counted(sides[0])
    (sentence,) = (
        each for each in why(judged(piece("hồ sơ", 1.0), piece("Hồ sơ", -3.0, target="field:civil_service")), "vi", {}) if "“" in each
    )
    assert sentence == counted(piece("Hồ sơ", -3.0))


def test_what_was_void_and_what_an_editor_decided_is_told_always():
    void = piece("hành chính", 0.0, start=9, target="tone:criticism", note="không")
    fault = piece("cải cách hành chính", -3.0, target="tone:criticism")
    decided = piece("hành chính", 0.0, where=EDITOR)
    assert told(fault, void, WHOLE, decided) == ["hành chính", WHOLE.phrase, "cải cách hành chính", "hành chính"]
