"""Names for people of the states and standings of `bot.model`: key -> (Vietnamese, English)."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {
    "model.state_held": ("chờ duyệt", "held"),
    "model.state_scheduled": ("đã xếp lịch", "scheduled"),
    "model.state_publishing": ("đang đăng, chờ xác nhận", "publishing, in doubt until settled"),
    "model.state_published": ("đã đăng", "published"),
    "model.state_failed": ("đăng hỏng", "failed"),
    "model.state_dropped": ("đã bỏ", "dropped"),
    "model.standing_baseline": ("có sẵn từ trước", "there before Loa"),
    "model.standing_irrelevant": ("không phải tin cải cách hành chính", "not reform news"),
    "model.standing_unusable": ("không đăng được", "can't be posted"),
    "model.standing_accepted": ("được nhận để đăng", "accepted for posting"),
}
