"""Which syllables stand in a short quotation: a word of praise in quotation marks is seldom meant."""

import re
from collections.abc import Sequence
from typing import Final

from bot.editorial.text import Syllable

# Of marks that are the same at both ends, one behind a word or a stop closes: what stands between two quotations is none.
_PAIRS: Final = re.compile(
    r"“[^“”]{1,80}”|„[^„“”]{1,80}[“”]|«[^«»]{1,80}»|‘[^‘’]{1,80}’|(?<![\w.,!?…%)])(?:\"[^\"]{1,80}\"|'[^']{1,80}'(?!\w))"
)
_MARK: Final = re.compile("[“„«‘\"']")  # without one there is no pair; far quicker to tell
_LONGEST: Final = 5  # syllables: more is what somebody really said


def quoted(text: str, section: Sequence[Syllable]) -> list[bool]:
    """For each syllable of `section`, whether it stands in a quotation of at most five syllables."""
    marks = [False] * len(section)
    if not _MARK.search(text):
        return marks
    place = 0
    for match in _PAIRS.finditer(text):
        while place < len(section) and section[place].start < match.start():
            place += 1
        end = place
        while end < len(section) and section[end].end <= match.end():
            end += 1
        if 0 < end - place <= _LONGEST:
            marks[place:end] = [True] * (end - place)
        place = end
    return marks
