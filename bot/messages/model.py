"""Names for people of the states, standings and journal verbs of `bot.model`: key -> (Vietnamese, English)."""

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
    "model.verb_made": ("tạo bài", "made"),
    "model.verb_claimed": ("bắt đầu đăng", "claimed"),
    "model.verb_published": ("đã đăng", "published"),
    "model.verb_scheduled": ("xếp lịch lại", "scheduled again"),
    "model.verb_failed": ("đăng hỏng", "failed"),
    "model.verb_in-doubt": ("chưa rõ kết quả", "in doubt"),
    "model.verb_moved": ("chuyển khung giờ", "moved"),
    "model.verb_dropped": ("bỏ", "dropped"),
    "model.verb_redrafted": ("cập nhật nội dung", "redrafted"),
    "model.verb_approved": ("duyệt", "approved"),
    "model.verb_rejected": ("từ chối", "rejected"),
    "model.verb_retried": ("cho đăng lại", "retried"),
    "model.verb_seen": ("thấy lần đầu", "seen"),
    "model.verb_changed": ("tin thay đổi", "changed"),
    "model.verb_poll-failed": ("không đọc được nguồn tin", "could not be read"),
    "model.verb_paused": ("tạm dừng Trang", "paused"),
    "model.verb_resumed": ("Trang hoạt động lại", "resumed"),
}
