"""What `bot.service` says: key -> (Vietnamese, English). Keys begin with "service."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {
    "service.baseline": (
        "có sẵn trên cổng thông tin trước khi Loa bắt đầu theo dõi nên chỉ lưu, không đăng (first_run)",
        "was on the site before Loa began to watch it, so it is stored and not posted (first_run)",
    ),
    "service.no_page": (
        "không có Trang nào đang bật để nhận tin của nguồn này; xem pages trong bot.yaml",
        "no enabled Page takes this feed's news; see pages in bot.yaml",
    ),
    "service.source_changed": (
        "bài trên cổng thông tin đã thay đổi: hãy duyệt lại nội dung mới",
        "the article on the site has changed: approve the new text",
    ),
    "service.source_no_longer_fits": (
        "bài trên cổng thông tin đã thay đổi và không còn được nhận là tin cải cách hành chính: hãy quyết định đăng hay bỏ",
        "the article on the site has changed and is no longer recognised as reform news: decide whether to post or drop it",
    ),
    "service.published": ("đã đăng", "published"),
    "service.adopted": (
        "đã thấy bài trên Trang nên ghi nhận là đã đăng, không đăng lại",
        "found on the Page, so recorded as published; not posted again",
    ),
    "service.not_seen_yet": ("chưa thấy trên Trang; sẽ xem lại", "not on the Page yet; will look again"),
    "service.surely_absent": (
        "chắc chắn chưa có trên Trang nên xếp lịch đăng lại",
        "surely not on the Page, so scheduled again",
    ),
    "service.resumed": ("Trang đã hoạt động trở lại", "the Page works again"),
    "service.post_gone": ("bài không còn trên Trang", "the Post is no longer on the Page"),
    "service.log_unwritable": (
        "Không ghi được nhật ký tương tác {path}: {why}. Hãy kiểm tra quyền ghi và dung lượng đĩa, hoặc sửa engagement.log trong bot.yaml.",
        "The engagement log {path} can't be written: {why}. Check rights and disk space, or change engagement.log in bot.yaml.",
    ),
    "service.log_foreign": (
        "Tệp {path} không phải nhật ký tương tác của Loa. Hãy chuyển tệp này đi nơi khác, hoặc sửa engagement.log trong bot.yaml.",
        "The file {path} is not an engagement log of Loa. Move it elsewhere, or change engagement.log in bot.yaml.",
    ),
    "service.not_held": (
        "Bài {post} không ở trạng thái chờ duyệt (hiện là {state}). Xem lại bằng lệnh: show {post}",
        "Post {post} is not held (it is {state}). Look again: show {post}",
    ),
    "service.not_open": (
        "Bài {post} không thể bỏ được nữa (hiện là {state}). Bài đã đăng thì gỡ trực tiếp trên Trang.",
        "Post {post} can't be dropped any more (it is {state}). A published one is removed on the Page itself.",
    ),
    "service.not_failed": (
        "Bài {post} không ở trạng thái đăng hỏng (hiện là {state}) nên không cần đăng lại.",
        "Post {post} has not failed (it is {state}), so there is nothing to retry.",
    ),
    "service.unknown": (
        "Không có bài hay tin nào ứng với “{key}”. Xem danh sách bằng lệnh queue, hoặc dùng đúng mã (p… hoặc e…) hay liên kết của tin.",
        "Nothing answers to “{key}”. See `queue` for the list, or give a key (p… or e…) or the entry's link.",
    ),
    "service.feed_fine": ("đọc được, có {count} tin", "readable, with {count} entries"),
    "service.disk_low": (
        "Đĩa chỉ còn {free} MB trống tại {path}: hãy dọn bớt, vì hết đĩa là Loa không ghi lại được bài đã đăng.",
        "Only {free} MB free at {path}: make room, since Loa can't record what it has posted on a full disk.",
    ),
    "service.disk_fine": ("còn {free} MB trống tại {path}", "{free} MB free at {path}"),
    "service.clock_off": (
        "Đồng hồ máy lệch {seconds} giây so với máy chủ {host}: hãy bật đồng bộ giờ (NTP), nếu không bài sẽ đăng sai giờ.",
        "This machine's clock is {seconds} s off from {host}: switch time synchronisation (NTP) on, or Posts go out at wrong times.",
    ),
    "service.clock_fine": ("đúng giờ (lệch {seconds} giây so với {host})", "right ({seconds} s from {host})"),
    "service.database_fine": ("mở được, phiên bản lược đồ {revision}", "opens, schema revision {revision}"),
    "service.paused": ("đang tạm dừng từ {since}: {reason}", "paused since {since}: {reason}"),
    "service.gave_up": (
        "thử {attempts} lần không đăng được, chắc chắn chưa có trên Trang ({reason}); sửa xong thì dùng lệnh retry",
        "not posted after {attempts} attempts, surely not on the Page ({reason}); mend the cause, then retry",
    ),
}
