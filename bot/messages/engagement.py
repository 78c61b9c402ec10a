"""What `bot.engagement` says: key -> (Vietnamese, English). Keys begin with "engagement."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {
    "engagement.reactions": ("Cảm xúc", "Reactions"),
    "engagement.reaction_like": ("Thích", "Like"),
    "engagement.reaction_love": ("Yêu thích", "Love"),
    "engagement.reaction_care": ("Thương thương", "Care"),
    "engagement.reaction_wow": ("Ngạc nhiên", "Wow"),
    "engagement.reaction_haha": ("Haha", "Haha"),
    "engagement.reaction_sad": ("Buồn", "Sad"),
    "engagement.reaction_angry": ("Phẫn nộ", "Angry"),
    "engagement.comments": ("Bình luận", "Comments"),
    "engagement.shares": ("Chia sẻ", "Shares"),
    "engagement.views": ("Lượt xem", "Views"),
    "engagement.reach": ("Người tiếp cận", "Reach"),
    "engagement.clicks": ("Lượt bấm", "Clicks"),
}
