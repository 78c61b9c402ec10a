"""What `bot.cli` says: key -> (Vietnamese, English). Keys begin with "cli."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {
    "cli.settings_fine": (
        "Cài đặt hợp lệ: {feeds} nguồn tin, {pages} Trang, {phrases} cụm từ, {slots} khung giờ mỗi tuần.",
        "The settings are valid: {feeds} feeds, {pages} Pages, {phrases} phrases, {slots} slots a week.",
    ),
    "cli.column_due": ("Giờ đăng", "Due"),
    "cli.column_state": ("Trạng thái", "State"),
    "cli.column_page": ("Trang", "Page"),
    "cli.column_title": ("Tiêu đề", "Title"),
    "cli.column_tone": ("Sắc thái", "Tone"),
    "cli.column_fields": ("Lĩnh vực", "Fields"),
    "cli.column_key": ("Mã", "Key"),
    "cli.column_why": ("Vì sao", "Why"),
    "cli.column_when": ("Lúc", "When"),
    "cli.column_who": ("Ai", "Who"),
    "cli.column_what": ("Việc", "What"),
    "cli.column_age": ("Tuổi bài", "Age"),
    "cli.queue_empty": ("Không có bài nào đang chờ.", "Nothing is waiting."),
    "cli.queue_counts": (
        "Chờ duyệt {held} · đã xếp lịch {scheduled} · đang đăng {publishing} · đã đăng {published} · hỏng {failed} · đã bỏ {dropped}",
        "Held {held} · scheduled {scheduled} · publishing {publishing} · published {published} · failed {failed} · dropped {dropped}",
    ),
    "cli.approved": ("Đã duyệt bài {post}; sẽ đăng lúc {due}.", "Approved {post}; it goes out at {due}."),
    "cli.rejected": ("Đã bỏ bài {post}.", "Dropped {post}."),
    "cli.retried": ("Bài {post} sẽ được đăng lại lúc {due}.", "Post {post} goes out again at {due}."),
    "cli.once_done": (
        "Đã hỏi {polled} nguồn tin, thấy {new} tin mới; đăng {published} bài; đo {measured} bài; {waiting} bài còn chờ.",
        "Asked {polled} feeds, found {new} new entries; published {published} Posts; measured {measured}; {waiting} wait.",
    ),
    "cli.feed_failed": ("Nguồn tin {feed}: {why}", "Feed {feed}: {why}"),
    "cli.nothing_measured": ("Chưa có số liệu tương tác nào.", "No engagement has been measured yet."),
    "cli.link": ("Liên kết: {link}", "Link: {link}"),
    "cli.verdict_relevant": (
        "Là tin cải cách hành chính (độ tin cậy {confidence})",
        "Reform news (confidence {confidence})",
    ),
    "cli.verdict_irrelevant": (
        "Không phải tin cải cách hành chính (độ tin cậy {confidence})",
        "Not reform news (confidence {confidence})",
    ),
    "cli.would_hold": ("Sẽ chờ duyệt: {why}", "Would be held: {why}"),
    "cli.would_schedule": ("Sẽ đăng lên Trang {page} lúc {due}", "Would go out on Page {page} at {due}"),
    "cli.stays": ("Không đăng: {why}", "Would not be posted: {why}"),
    "cli.unreadable_file": (
        "Không đọc được tệp {path}: {why}. Hãy kiểm tra đường dẫn và lưu tệp ở dạng UTF-8.",
        "The file {path} can't be read: {why}. Check the path, and save the file as UTF-8.",
    ),
    "cli.started": ("Loa đang chạy. Nhấn Ctrl+C để dừng.", "Loa is running. Press Ctrl+C to stop."),
    "cli.page_at": ("Trang quản lý: {url}", "The editors' page: {url}"),
    "cli.sandbox_at": (
        "Trang thử nghiệm: {page}\nGraph API thử nghiệm: {graph}\nNhấn Ctrl+C để dừng.",
        "Sandbox Page: {page}\nSandbox Graph API: {graph}\nPress Ctrl+C to stop.",
    ),
    "cli.demo_polling": ("Đang hỏi nguồn tin…", "Asking the feed…"),
    "cli.demo_found": (
        "Tìm thấy {entries} tin, trong đó {relevant} tin cải cách hành chính",
        "Found {entries} entries, {relevant} of them reform news",
    ),
    "cli.demo_open": (
        "Mở trên trình duyệt:\n  Trang như người dân thấy   {page}\n  Hàng chờ của biên tập viên {queue}\n  Cổng thông tin mẫu         {site}",
        "Open in a browser:\n  The Page as people see it  {page}\n  The editors' queue         {queue}\n  The sample website         {site}",
    ),
    "cli.demo_clock": (
        "Thời gian chạy nhanh gấp {speed} lần: mỗi giây bằng {minutes} phút. Nhấn Ctrl+C để dừng.",
        "Time runs {speed} times faster: a second is {minutes} minutes. Press Ctrl+C to stop.",
    ),
    "cli.demo_approve": (
        "Tin phê phán chờ người duyệt. Mở cửa sổ khác và thử:\n  {python} run_bot.py approve {post} --config {config}",
        "Criticism waits for a human. In another window, try:\n  {python} run_bot.py approve {post} --config {config}",
    ),
    "cli.demo_end": (
        "Đã dừng. Trong bản thử: {published} bài đã đăng, {held} bài chờ duyệt, {snapshots} lần đo tương tác.",
        "Stopped. In this demo: {published} Posts published, {held} held, {snapshots} measurements.",
    ),
    "cli.demo_no_folder": (
        "Không thấy thư mục {path}. Hãy chạy lệnh demo trong thư mục gốc của Loa.",
        "The folder {path} is missing. Run demo in Loa's own folder.",
    ),
    "cli.schema_written": ("Đã ghi lược đồ vào {path}", "Wrote the schema to {path}"),
    "cli.all_fine": ("Mọi thứ đều ổn.", "Everything is fine."),
    "cli.some_wrong": ("Có {count} việc cần xử lý.", "{count} things need attention."),
    "cli.demo_published": ("{when}  ✔ Đã đăng: {title}", "{when}  ✔ Published: {title}"),
    "cli.demo_editor": ("Biên tập viên mẫu", "Sample editor"),
    "cli.demo_editor_note": ("Đã kiểm tra với xã, nội dung đúng.", "Checked with the commune; it is right."),
    "cli.demo_not_posted": ("không đăng", "not posted"),
    "cli.demo_approved": (
        "{when}  ✎ Biên tập viên mẫu đã duyệt một tin phê phán: {title}",
        "{when}  ✎ The sample editor has approved a criticism: {title}",
    ),
}
