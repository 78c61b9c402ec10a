"""What has left a feed's document: not what fell off its end because something new came in at its head."""

from collections.abc import Sequence


def have_left(before: Sequence[str], now: Sequence[str]) -> frozenset[str]:
    """Those of the last document's identities that the present one lacks, without as many at its end as there are new ones.

    A document holds so many items and no more: each new one pushes one out. What is missing beyond that, or from the midst of it, was taken out.
    """
    there, earlier = frozenset(now), frozenset(before)
    pushed = sum(identity not in earlier for identity in there)
    left = [identity for identity in before if identity not in there]
    while left and pushed and before[-1] == left[-1]:
        before = before[:-1]
        left.pop()
        pushed -= 1
    return frozenset(left)
