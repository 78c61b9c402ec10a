"""How far long work is, as it says itself: the terminal's bar and the editors' page listen to the same."""

from collections.abc import Callable

Told = Callable[[int, int], None]
"""So many units done, of so many (0: not known). Whoever listens may end the work by raising in it."""


def silent(_done: int, _total: int) -> None:
    """Nobody listens."""
