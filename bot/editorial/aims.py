"""Praise of what is aimed at, which is not so yet: "phấn đấu đến năm 2030 đứng trong nhóm 10 tỉnh dẫn đầu", "ký cam kết: nụ cười, lời chào, đúng hẹn"."""

from collections.abc import Sequence
from typing import Final

from bot.editorial.denials import is_clause, is_comma
from bot.editorial.fitted import Section
from bot.editorial.text import Syllable, form_of, forms_at, has_one
from bot.editorial.turns import AND_YET, BUT
from bot.vietnamese.forms import words_of

# Behind these praise is of what is to come, however far off in the clause: "phấn đấu đến năm 2030 đứng trong nhóm 10 tỉnh dẫn đầu". Who proposes or asks may
# have been heard ("kiến nghị của dân được trả lời đúng hạn 99%"): there nearness tells.
_TO_COME: Final = frozenset(
    map(
        words_of,
        (
            *("sẽ", "dự kiến", "mục tiêu", "phấn đấu", "quyết tâm", "cam kết", "kỳ vọng"),
            *("hướng tới", "hướng đến", "hy vọng", "mong muốn", "mong đợi", "giao ước", "chỉ tiêu", "sắp có"),
        ),
    )
)
_BEFORE_LISTS: Final = frozenset(map(words_of, ("mục tiêu", "cam kết")))  # what is aimed at may stand behind their colon
_BEYOND: Final = form_of("vượt")  # "sẽ cắt một nửa, vượt xa con số đăng ký": a word about it, not a further aim
AIMED: Final = 16  # syllables between an aim and the praise that is aimed at: a hostile text is no more work than its length
# Before an aim: it was reached ("vượt mục tiêu", "sớm hơn dự kiến"), or has brought about what follows ("nhờ quyết tâm", "tinh thần phấn đấu").
_MET: Final = frozenset(words_of("vượt đạt đích hoàn hiện hơn so nhờ vì với bằng từ sự tinh nỗ"))
_MET_REACH: Final = 4
# Between the two: what follows is so, or is another's.
_IS_SO: Final = BUT | {AND_YET} | frozenset(words_of("đã nay vừa nên giúp nhờ vì do của vẫn"))


def is_to_come(section: Section, aim: range, first: int) -> bool:
    """Whether praise at `first` tells what the words at `aim` look forward to.

    That may be a list over commas, also behind the colon of an aim: "mục tiêu năm 2026: 100% hồ sơ đúng hạn, 98% người dân hài lòng".
    """
    syllables = section.syllables
    if not aim.stop <= first <= aim.stop + AIMED:
        return False
    words, between = forms_at(syllables, aim), forms_at(syllables, range(aim.stop, first))
    if not has_one(words, _TO_COME) or not _IS_SO.isdisjoint(between):
        return False
    clause = syllables[aim.stop - 1].clause
    before = range(max(aim.start - _MET_REACH, 0), aim.start)
    if any(syllables[place].clause == clause and syllables[place].form in _MET for place in before):
        return False
    return _is_listed(section, aim.stop, first, has_colon=words[-2:] in _BEFORE_LISTS)


def _is_listed(section: Section, start: int, first: int, *, has_colon: bool) -> bool:
    """Whether only commas, and one colon where there may be one, part the syllables from `start` to `first`, and no clause of its own begins."""
    syllables = section.syllables
    for place in range(start, first + 1):
        if syllables[place].clause == syllables[place - 1].clause:
            continue
        if has_colon and section.text[syllables[place - 1].end : syllables[place].start].strip() == ":":
            has_colon = False
        elif not is_comma(section, place) or syllables[place].form == _BEYOND or is_clause(_item(section, place)):
            return False
    return True


def _item(section: Section, begin: int) -> Sequence[Syllable]:
    """The syllables from `begin` to the end of their clause."""
    end = begin
    while end < len(section.syllables) and section.syllables[end].clause == section.syllables[begin].clause:
        end += 1
    return section.syllables[begin:end]
