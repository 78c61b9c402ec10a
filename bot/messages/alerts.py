"""What `bot.alerts` says, and what alerts are made of: key -> (Vietnamese, English). Keys begin with "alerts."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {
    # The way to a recipient
    "alerts.not_understood": (
        "Giá trị của biến {variable} không phải địa chỉ mà apprise hiểu được. Hãy sửa trong .env; cách viết xem docs/alerts.md.",
        "The value of {variable} is no address that apprise understands. Mend it in .env; docs/alerts.md says how to write one.",
    ),
    "alerts.refused": (
        "Dịch vụ nhắn tin từ chối (mã {status}). Hãy kiểm tra mật khẩu, mã bot và nơi nhận trong biến {variable}.",
        "The messaging service refuses (status {status}). Check password, bot token and addressee in {variable}.",
    ),
    "alerts.server_failed": (
        "Máy chủ nhắn tin trục trặc (mã {status}), tin có thể đã đến hoặc chưa; sẽ gửi lại.",
        "The messaging server failed (status {status}), the message may have arrived or not; tried again later.",
    ),
    "alerts.no_answer": (
        "Dịch vụ nhắn tin không trả lời kịp, tin có thể đã đến hoặc chưa; sẽ gửi lại.",
        "The messaging service did not answer in time, the message may have arrived or not; tried again later.",
    ),
    "alerts.unreached": (
        "Không gửi được: không nối được với dịch vụ nhắn tin, hoặc tên đăng nhập, mật khẩu không đúng. Hãy kiểm tra mạng và địa chỉ trong .env.",
        "Not sent: the messaging service can't be reached, or name or password are wrong. Check the network and the address in .env.",
    ),
    "alerts.failed": (
        "Không gửi được vì lỗi của phần gửi tin ({why}). Hãy kiểm tra địa chỉ trong .env.",
        "Not sent for a fault of the sending part ({why}). Check the address in .env.",
    ),
    # What needs a human: the headline of each kind
    "alerts.kind_page-down": ("Trang {where} đang tạm dừng", "Page {where} is paused"),
    "alerts.kind_in-doubt": ("Chưa rõ bài đã lên Trang {where} hay chưa", "Not known whether a Post is on Page {where}"),
    "alerts.kind_settings": ("Tệp cài đặt sửa sai, cài đặt cũ vẫn chạy", "A settings file is faulty, the old settings go on"),
    "alerts.kind_disk-low": ("Sắp hết dung lượng đĩa", "The disk is nearly full"),
    "alerts.kind_warned": ("Trang {where} cần xem lại quyền hoặc mã truy cập", "Page {where}: look after its token or rights"),
    "alerts.kind_braked": (
        "Cầu dao của Trang {where} đang chặn vì đăng quá nhiều",
        "The circuit breaker of Page {where} holds: too many attempts",
    ),
    "alerts.kind_feed-gone": ("Nguồn tin {where} đã bị gỡ", "Feed {where} is gone"),
    "alerts.kind_feed-rests": ("Nguồn tin {where} không đọc được nhiều ngày", "Feed {where} can't be read for long"),
    "alerts.kind_feed-silent": ("Nguồn tin {where} im lặng lâu", "Feed {where} has long been silent"),
    "alerts.kind_page-still": ("Trang {where} lâu rồi không có bài mới", "Page {where} has had no Post for long"),
    "alerts.kind_unreached": ("Không gửi được cảnh báo cho {where}", "Alerts don't reach {where}"),
    "alerts.kind_step-held": ("Bài trên Trang {where} cần quyết định: {step}", "A Post on Page {where} needs a decision: {step}"),
    "alerts.kind_failed": ("Bài đăng hỏng lên Trang {where}", "A Post to Page {where} has failed"),
    "alerts.kind_step-failed": ("Việc trên Trang {where} bị hỏng: {step}", "A step on Page {where} has failed: {step}"),
    "alerts.kind_overdue": ("Bài chờ duyệt đã quá hạn nhắc (Trang {where})", "An approval is overdue (Page {where})"),
    "alerts.kind_held": ("Bài chờ duyệt (Trang {where})", "A Post waits for approval (Page {where})"),
    # ... and what to do
    "alerts.do_page-down": (
        "Cần làm: xử lý nguyên nhân (thường là lấy mã truy cập mới: python run_bot.py token), Loa sẽ tự đăng tiếp.",
        "To do: mend the cause (mostly a new token: python run_bot.py token); Loa goes on by itself.",
    ),
    "alerts.do_in-doubt": (
        "Cần làm: xem tận mắt trên Trang rồi kết luận (python run_bot.py settle {post} --posted MÃ hoặc --absent). Đừng đăng tay.",
        "To do: look at the Page, then settle it (python run_bot.py settle {post} --posted ID or --absent). Don't post by hand.",
    ),
    "alerts.do_settings": (
        "Cần làm: sửa đúng chỗ được nêu rồi lưu lại; kiểm tra bằng lệnh: python run_bot.py check",
        "To do: mend the place that is named and save it; check with: python run_bot.py check",
    ),
    "alerts.do_braked": (
        "Cần làm: xem vì sao có nhiều bài đến vậy; bài chờ sẽ tự đăng khi qua giờ đó.",
        "To do: see why there is so much; what waits goes out when the hour has passed.",
    ),
    "alerts.do_page-still": (
        "Cần làm: xem hàng chờ và các nguồn tin; có tin nhưng không được chọn thì xem lệnh why.",
        "To do: look at the queue and the feeds; where there are news that were not chosen, see why.",
    ),
    "alerts.do_unreached": (
        "Cần làm: kiểm tra địa chỉ của người này trong .env, thử bằng lệnh: python run_bot.py alerts --test {where}",
        "To do: check the address of this recipient in .env, then try: python run_bot.py alerts --test {where}",
    ),
    "alerts.do_step-held": ("Cần làm: đồng ý (approve) hoặc bỏ qua (reject).", "To do: approve or reject."),
    "alerts.do_failed": (
        "Cần làm: sửa nguyên nhân rồi cho đăng lại (retry), hoặc bỏ (reject).",
        "To do: mend the cause, then retry, or reject.",
    ),
    "alerts.do_step-failed": (
        "Cần làm: sửa nguyên nhân rồi làm lại (retry), hoặc bỏ (reject).",
        "To do: mend the cause, then retry, or reject.",
    ),
    "alerts.do_overdue": (
        "Cần làm: duyệt (approve) hoặc từ chối (reject) ngay, kẻo tin cũ.",
        "To do: approve or reject now, before the news is stale.",
    ),
    "alerts.do_held": ("Cần làm: duyệt (approve) hoặc từ chối (reject).", "To do: approve or reject."),
    "alerts.still_since": ("bài gần nhất đăng lúc {since}", "the last Post went out at {since}"),
    # The message
    "alerts.title_one": ("Loa: {what}", "Loa: {what}"),
    "alerts.title_many": ("Loa: {count} việc cần người xem", "Loa: {count} things need a human"),
    "alerts.title_urgent": ("Loa KHẨN: {what}", "Loa URGENT: {what}"),
    "alerts.title_urgent_many": ("Loa KHẨN: {what}, và {count} việc khác", "Loa URGENT: {what}, and {count} more"),
    "alerts.title_solved": ("Loa: {count} việc đã xong", "Loa: {count} things are solved"),
    "alerts.maybe_again": (
        "(Tin này có thể đến lần thứ hai: lần trước chưa rõ đã gửi được hay chưa.)",
        "(This may come a second time: it is not known whether the last sending arrived.)",
    ),
    "alerts.since": ("từ {since}", "since {since}"),
    "alerts.solved": ("✓ Đã xong: {what}", "✓ Solved: {what}"),
    "alerts.more": ("… và {count} việc nữa.", "… and {count} more."),
    "alerts.see_page": ("Xem tất cả: {url}", "See all: {url}"),
    "alerts.see_command": ("Xem tất cả bằng lệnh: python run_bot.py alerts", "See all: python run_bot.py alerts"),
    "alerts.last_today": (
        "Hôm nay đã nhắn đủ số tin (alerts.most_per_day), Loa không nhắn thêm nữa trừ việc khẩn còn trong mức; việc mới vẫn có trên trang quản lý.",
        "The day's messages are used up (alerts.most_per_day): no more today but what is urgent and still within the limit; the page shows what is new.",
    ),
    "alerts.test_title": ("Loa: tin nhắn thử", "Loa: a test message"),
    "alerts.test_body": (
        "Tin nhắn thử cho {recipient} của {organisation}. Nhận được tin này là cảnh báo của Loa sẽ đến nơi.",
        "A test message to {recipient} of {organisation}. Where this arrives, Loa's alerts do.",
    ),
    # The database can't be used
    "alerts.database": ("Loa KHẨN: không dùng được cơ sở dữ liệu", "Loa URGENT: the database can't be used"),
    "alerts.database_since": (
        "Từ {since} Loa không ghi được gì nên không đọc tin, không đăng bài. {reason}",
        "Since {since} Loa can't record anything, so it reads and posts nothing. {reason}",
    ),
    # The digest
    "alerts.digest_title": ("Loa: tóm tắt ngày {day}", "Loa: summary of {day}"),
    "alerts.digest_yesterday": ("Hôm qua đã đăng {count} bài", "Yesterday {count} Posts went out"),
    "alerts.digest_today": ("Hôm nay có {count} bài được xếp lịch", "Today {count} Posts are scheduled"),
    "alerts.digest_waiting": (
        "Chờ quyết định: {held} bài chờ duyệt, {failed} bài đăng hỏng, {steps} việc trên Trang",
        "To be decided: {held} Posts to approve, {failed} failed Posts, {steps} steps on the Page",
    ),
    "alerts.digest_engagement": (
        "Bài đăng 7 ngày qua ({posts} bài có số đo): {reactions} cảm xúc, {comments} bình luận, {shares} chia sẻ",
        "Posts of the last 7 days ({posts} with figures): {reactions} reactions, {comments} comments, {shares} shares",
    ),
    "alerts.digest_feeds": ("Nguồn tin cần xem: {names}", "Feeds in trouble: {names}"),
    "alerts.digest_feeds_fine": ("Các nguồn tin đều ổn ({count})", "All feeds are fine ({count})"),
    "alerts.digest_anchor": ("Nhật ký đã niêm phong đến: {anchor}", "The journal is sealed up to: {anchor}"),
    "alerts.digest_open": ("Việc khẩn hoặc trục trặc còn đó: {count}", "Urgent or in trouble: {count}"),
}
