"""The text of an article on its page, told from everything around it. The only home of trafilatura.

It is imported where a page is first read (`bot.intake.page`) and nowhere else: an installation that reads no pages does without its memory.
"""

import logging
import re
from copy import deepcopy
from typing import Any, Final

import trafilatura
from trafilatura.settings import Document

_MOST_ELEMENTS: Final = 10_000  # a portal's article page has 500 to 3,000; 10,000 take a second
# Lines before and after the article that portals write into its own box: when, how often read, by whom, what else there is.
_FRINGE: Final = re.compile(
    r"(?:ngày đăng|ngày cập nhật|cập nhật|đăng lúc|lượt xem|đã xem|số lượt xem|lượt đọc|tác giả|nguồn|nguồn tin|từ khóa|thẻ|tags?|chia sẻ|in trang|in bài|"
    r"cỡ chữ|ý kiến bạn đọc|bình luận|gửi bình luận|(?:những |các )?(?:tin|bài)(?: viết)?(?: đã đưa| liên quan| khác| mới hơn| cũ hơn| mới nhất| cùng chuyên mục)?)"
    r"\s*(?:[:|(].{0,120})?",
    re.IGNORECASE,
)


def prose(tree: Any, title: str = "") -> str:
    """The text of the article in a page's tree, "" where none is found or the page is too large for that. The tree is left as it is.

    Args:
        tree: of the whole page, as `bot.intake.markup.tree_of` makes it.
        title: the headline, which is left out where the text begins with it.
    """
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        return ""
    # It would write addresses and pieces of pages into the log.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        # Tables stay, since some portals lay out whole articles in them. Without `fast`, articles without paragraphs are found, too.
        found = trafilatura.bare_extraction(deepcopy(tree), favor_precision=True, include_comments=False, include_tables=True)
    except Exception:  # noqa: BLE001 - on hostile markup it raises whatever its parts do, a RecursionError among it
        return ""
    text = found.text if isinstance(found, Document) else None
    lines = [line.replace("|", " ").strip() for line in (text or "").splitlines()]
    while lines and (not lines[0] or lines[0].casefold() == title.casefold() or _FRINGE.fullmatch(lines[0])):
        del lines[0]
    while lines and (not lines[-1] or _FRINGE.fullmatch(lines[-1])):
        del lines[-1]
    return "\n".join(lines)
