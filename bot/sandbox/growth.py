"""Engagement that grows with a Post's age: deterministic by seed and id, monotone, most of it in the first two days."""

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

_REACTIONS: Final = (("LIKE", 0.72), ("LOVE", 0.14), ("CARE", 0.06), ("WOW", 0.04), ("HAHA", 0.02), ("SAD", 0.01), ("ANGRY", 0.01))
_COMMENTS: Final = (
    "Cảm ơn cơ quan đã thông tin kịp thời.",
    "Bà con chúng tôi rất cần những tin như thế này.",
    "Cho hỏi thủ tục này làm ở xã được không ạ?",
    "Bộ phận Một cửa xã tôi bây giờ làm việc nhanh hơn trước nhiều.",
    "Mong cán bộ hướng dẫn thêm cho người lớn tuổi cách nộp hồ sơ trên mạng.",
    "Thông tin hữu ích, xin phép chia sẻ.",
    "Nộp hồ sơ trực tuyến thì bao lâu có kết quả vậy ạ?",
    "Rất hoan nghênh tinh thần phục vụ người dân.",
    "Tôi đã nộp qua Cổng dịch vụ công, đúng hẹn.",
    "Đề nghị phát thêm trên loa của thôn cho bà con cùng biết.",
)
_PEOPLE: Final = ("Hồ Văn A.", "Lê Thị B.", "Nguyễn C.", "Trần Thị D.", "Hồ Thị E.", "Phan Văn G.", "Võ H.", "Hoàng Thị K.")


@dataclass(frozen=True, slots=True)
class Engagement:
    """Counts at one instant. `reactions` by type; `comments` are (person, text), the oldest first."""

    views: int
    reach: int
    clicks: int
    shares: int
    reactions: dict[str, int]
    comments: tuple[tuple[str, str], ...]

    @property
    def total_reactions(self) -> int:
        """All kinds together."""
        return sum(self.reactions.values())


def _dice(seed: int, key: str) -> Iterator[float]:
    """An endless row of numbers in [0, 1), the same for the same key."""
    number = 0
    while True:
        block = hashlib.sha256(f"{seed}:{key}:{number}".encode()).digest()
        yield from (int.from_bytes(block[at : at + 4], "big") / 2**32 for at in range(0, 32, 4))
        number += 1


def engagement(seed: int, post_id: str, age: timedelta, followers: int) -> Engagement:
    """The counts of a Post of this age on a Page with so many followers."""
    dice = _dice(seed, post_id)
    hours = max(age.total_seconds() / 3_600, 0.0)
    share_grown = 1 - math.exp(-hours / 14)
    final_reach = followers * (0.12 + 0.5 * next(dice) ** 2)
    reach = int(final_reach * share_grown)
    likes = reach * (0.03 + 0.07 * next(dice))
    reactions = {kind: int(likes * weight + next(dice) * share_grown) for kind, weight in _REACTIONS}
    comment_count = min(int(likes * (0.06 + 0.14 * next(dice))), len(_COMMENTS))
    first, who = int(next(dice) * len(_COMMENTS)), int(next(dice) * len(_PEOPLE))
    comments = tuple((_PEOPLE[(who + at * 3) % len(_PEOPLE)], _COMMENTS[(first + at) % len(_COMMENTS)]) for at in range(comment_count))
    return Engagement(
        views=int(reach * (1.25 + 0.4 * next(dice))),
        reach=reach,
        clicks=int(reach * (0.02 + 0.08 * next(dice))),
        shares=int(likes * 0.22 * next(dice)),
        reactions={kind: count for kind, count in reactions.items() if count},
        comments=comments,
    )


def followers(seed: int, page_id: str, at_first: int, began: datetime, at: datetime) -> int:
    """A Page's followers at an instant: `at_first` on the day on which it began, some more or fewer with each day from there."""
    days = (at.date() - began.date()).days
    steps = (_a_day(seed, page_id, began.date() + timedelta(days=number)) for number in range(min(days, 0), max(days, 0)))
    change = sum(steps)
    return max(at_first + (change if days >= 0 else -change), 0)


def _a_day(seed: int, page_id: str, day: date) -> int:
    """How many come, less those that go, on one day."""
    return int(next(_dice(seed, f"{page_id}:{day}")) * 10) - 3
