"""How closely syllables hang together in the texts at hand: where a phrase may begin and end without tearing a word apart."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from bot.editorial.grams import joins
from bot.editorial.text import Syllable


class Links:
    """Counts of syllables and of their neighbours within a clause."""

    def __init__(self, sections: Iterable[Sequence[Syllable]]) -> None:
        self._alone: Counter[str] = Counter()
        self._together: Counter[tuple[str, str]] = Counter()
        for section in sections:
            self._alone.update(syllable.form for syllable in section)
            pairs = pairwise(section)
            self._together.update((one.form, other.form) for one, other in pairs if one.clause == other.clause)

    def torn(self, section: Sequence[Syllable], first: int, last: int) -> int:
        """At how many of its ends (0 to 2) the phrase from `first` to `last` (exclusive) is torn from what it hangs together with.

        That is where the next syllable outside is tied to it as closely as its own syllables are to one another.
        """
        inside = min((self._tie(section, place) for place in range(first + 1, last)), default=1.0)
        return sum(self._tie(section, place) >= inside for place in (first, last))

    def _tie(self, section: Sequence[Syllable], place: int) -> float:
        """How closely (0..1) the syllable at `place` follows the one before it; 0 at the end of a clause and beside a joining word."""
        if place in {0, len(section)}:
            return 0.0
        one, other = section[place - 1], section[place]
        if one.clause != other.clause or joins(one) or joins(other):
            return 0.0
        return 2 * self._together[one.form, other.form] / (self._alone[one.form] + self._alone[other.form])
