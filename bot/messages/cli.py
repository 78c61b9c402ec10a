"""What `bot.cli` says: key -> (Vietnamese, English). Keys begin with "cli."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {
    "cli.settings_fine": (
        "Cài đặt hợp lệ: {feeds} nguồn tin, {pages} Trang, {phrases} cụm từ, {slots} khung giờ mỗi tuần.",
        "The settings are valid: {feeds} feeds, {pages} Pages, {phrases} phrases, {slots} slots a week.",
    ),
    "cli.exporting": ("Đang xuất dữ liệu", "Exporting"),
    "cli.exported": (
        "Đã xuất {rows} dòng của {tables} bảng vào {folder}; dictionary.csv giải thích từng cột.",
        "{rows} rows of {tables} tables are in {folder}; dictionary.csv tells what each column means.",
    ),
    "cli.tidying": ("Đang xóa dữ liệu quá hạn giữ", "Deleting what is no longer kept"),
    "cli.tidied": (
        "Đã xóa: nội dung {unposted} tin không đăng, {earlier} bản cũ của tin, {snapshots} lần đo, {pictures} ảnh.",
        "Deleted: the texts of {unposted} entries without a Post, {earlier} earlier versions, {snapshots} measurements, {pictures} pictures.",
    ),
    "cli.would_tidy": (
        "Sẽ xóa: nội dung {unposted} tin không đăng, {earlier} bản cũ của tin, {snapshots} lần đo, {pictures} ảnh.",
        "Would delete: the texts of {unposted} entries without a Post, {earlier} earlier versions, {snapshots} measurements, {pictures} pictures.",
    ),
    "cli.looking": ("Đang tìm trong dữ liệu", "Looking through everything that is kept"),
    "cli.forget_nothing": ("Không thấy ở đâu trong dữ liệu đã lưu.", "Found nowhere in what is kept."),
    "cli.forget_line": ("{table}.{column}: {count} chỗ, {fate}", "{table}.{column}: {count} places, {fate}"),
    "cli.forget_masked": ("che được", "can be masked"),
    "cli.forget_on_page": ("đang ở trên Trang", "on the Page"),
    "cli.forget_busy": ("đang được xử lý, hãy chạy lại sau", "under way; run this again later"),
    "cli.forget_kept": ("giữ nguyên", "stays"),
    "cli.forget_edit": (
        "Bài {post} trên Trang được sửa bằng lời đã che; xem bằng lệnh: show {post}",
        "Post {post} gets the masked text on its Page; see: show {post}",
    ),
    "cli.forget_why_kept": (
        "Nhật ký chỉ được thêm nên giữ nguyên; mã tin, liên kết và tên người quyết định cũng vậy. Cần thì hạn chế người được xem cơ sở dữ liệu.",
        "The journal is append-only and stays, as do keys, links and who decided. Where that matters, limit who may see the database.",
    ),
    "cli.forget_how": ("Chưa che gì. Để che thật, thêm --apply.", "Nothing was masked. To mask, add --apply."),
    "cli.forget_done": (
        "Đã che. Các bản sao lưu, bản xuất và báo cáo đã lập trước đây vẫn còn; hãy xử lý riêng. Nếu cổng thông tin vẫn đăng, hãy yêu cầu cổng gỡ.",
        "Masked. Earlier backups, exports and reports still have it; see to them yourself. Where the website still has it, ask it to take it down.",
    ),
    "cli.reporting": ("Đang lập báo cáo {period}", "Making the report of {period}"),
    "cli.report_written": ("Đã ghi báo cáo vào {path}", "The report is in {path}"),
    "cli.template_written": (
        "Đã ghi mẫu báo cáo vào {path}. Sửa xong, đặt vào thư mục templates với tên report.docx là Loa dùng mẫu đó.",
        "The template is in {path}. Edit it and put it into the folder templates as report.docx; Loa then uses it.",
    ),
    "cli.which_period": (
        "Hãy nêu kỳ báo cáo: --period (ví dụ 2026-Q3), hoặc cả --from và --to.",
        "Give the period: --period (such as 2026-Q3), or both --from and --to.",
    ),
    "cli.which_format": (
        "Đuôi tệp phải là một trong: {formats}; hoặc dùng --format.",
        "The file must end in one of: {formats}; or use --format.",
    ),
    "cli.unwritable": (
        "Không ghi được {path}: {why}. Hãy kiểm tra thư mục và quyền ghi, hoặc đóng tệp đang mở.",
        "{path} can't be written: {why}. Check the folder and its rights, or close the file where it is open.",
    ),
    "cli.remedied": ("Đã ghi kết quả của bài {post}; báo cáo sẽ nêu.", "Noted for Post {post}; reports will tell it."),
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
    "cli.list_needs_address": (
        "--list cần địa chỉ của trang liệt kê tin, ví dụ: preview https://ten-mien.gov.vn/tin-tuc --list",
        "--list needs the address of a page that lists news, such as: preview https://example.gov.vn/news --list",
    ),
    "cli.list_matched": (
        "{matched} phần khớp với item “{item}”, đọc được {entries} tin:",
        "{matched} matches of the item selector “{item}”, {entries} entries:",
    ),
    "cli.list_entry": ("Ngày: {date} · Ảnh: {picture}", "Date: {date} · Picture: {picture}"),
    "cli.list_proposed": (
        "Đây là gợi ý của Loa. Nếu các tin ở trên đúng, hãy chép khối này vào feeds trong bot.yaml và đặt lại name:",
        "This is Loa's proposal. If the entries above are right, paste this block into feeds in bot.yaml and choose a name:",
    ),
    "cli.list_to_paste": (
        "Nếu các tin ở trên đúng, hãy chép khối này vào feeds trong bot.yaml và đặt lại name:",
        "If the entries above are right, paste this block into feeds in bot.yaml and choose a name:",
    ),
    "cli.queue_empty": ("Không có bài nào đang chờ.", "Nothing is waiting."),
    "cli.queue_counts": (
        "Chờ duyệt {held} · đã xếp lịch {scheduled} · đang đăng {publishing} · đã đăng {published} · hỏng {failed} · đã bỏ {dropped} · đã gỡ {withdrawn}",
        "Held {held} · scheduled {scheduled} · publishing {publishing} · published {published} · failed {failed} · dropped {dropped} · withdrawn {withdrawn}",
    ),
    "cli.approved": ("Đã duyệt bài {post}; sẽ đăng lúc {due}.", "Approved {post}; it goes out at {due}."),
    "cli.correct_what": (
        "Hãy nói điều gì sai: --relevant hoặc --not-relevant, --field, --topic (hoặc --no-topics), --tone.",
        "Say what is wrong: --relevant or --not-relevant, --field, --topic (or --no-topics), --tone.",
    ),
    "cli.file_or_corrections": (
        "Hãy nêu một tệp có nhãn, hoặc --corrections để so với quyết định của biên tập viên.",
        "Give a labelled file, or --corrections to compare with editors' decisions.",
    ),
    "cli.decisions": (
        "Biên tập viên đã sửa phân loại {corrected} tin và duyệt {approved} tin (so ở dưới); bỏ bài của {rejected} tin mà không sửa phân loại (không so).",
        "Editors have corrected {corrected} entries and approved {approved} (measured below); they dropped Posts of {rejected} without a correction (not measured).",
    ),
    "cli.bad_guard": ("Tệp {path}: {why}", "File {path}: {why}"),
    "cli.suggest_nothing_decided": (
        "Chưa có tin nào được biên tập viên duyệt hay sửa phân loại nên chưa có gì để học. Dùng lệnh correct khi Loa phân loại sai.",
        "Editors have not approved or corrected any entry yet, so there is nothing to learn from. Use correct where Loa is wrong.",
    ),
    "cli.suggest_seen": (
        "Đã xét {count} tin mà biên tập viên đã quyết định: {right} tin nay phân loại đúng, {wrong} tin còn sai.",
        "Looked at {count} entries that editors have decided: {right} are classified rightly now, {wrong} are not.",
    ),
    "cli.suggest_guarded": (
        "Đề xuất dưới đây không làm sai thêm tin nào trong số đó, cũng như trong {count} dòng của tệp --guard.",
        "The proposals below make none of these worse, and none of the {count} lines of the --guard files.",
    ),
    "cli.suggest_unguarded": (
        "Không có tệp --guard: chỉ những tin đã sửa và đã duyệt được canh chừng, nên đề xuất có thể làm sai tin khác. Hãy thêm --guard TỆP.jsonl nếu có.",
        "No --guard file: only corrected and approved entries are guarded, so the proposals may make others wrong. Add --guard FILE.jsonl if you have one.",
    ),
    "cli.suggest_all_right": ("Không có gì để đề xuất.", "There is nothing to propose."),
    "cli.suggest_nothing": (
        "Không tìm được đề xuất nào sửa đúng mà không làm sai tin khác.",
        "No change was found that would mend them without making others wrong.",
    ),
    "cli.suggest_add": ("Thêm “{phrase}” với trọng số {weight} vào {where}", "Add “{phrase}” with weight {weight} to {where}"),
    "cli.suggest_unless": (
        "Không tính “{phrase}” của {where} khi nằm trong “{context}”",
        "Let “{phrase}” of {where} not count within “{context}”",
    ),
    "cli.suggest_weight": (
        "Đổi trọng số của “{phrase}” trong {where} thành {weight}",
        "Change the weight of “{phrase}” in {where} to {weight}",
    ),
    "cli.suggest_proposal": (
        "• {what}.\n    Sửa đúng hơn: {mends}. {others}",
        "• {what}.\n    Mends: {mends}. {others}",
    ),
    "cli.suggest_agreeing": (
        "Thêm {count} tin có nhãn chứa cụm từ này và cùng ý.",
        "{count} more labelled entries have the phrase and agree.",
    ),
    "cli.suggest_alone": (
        "Chưa có tin có nhãn nào khác xác nhận: chỉ nhận nếu cụm từ này đáng tin.",
        "No other labelled entry confirms it: take it only if the phrase deserves it.",
    ),
    "cli.suggest_unmended": (
        "• Chưa sửa được {title} (còn sai: {wrong}): {why}.",
        "• Not mended: {title} (still wrong: {wrong}): {why}.",
    ),
    "cli.suggest_breaks": (
        "cụm từ hợp nhất, “{phrase}”, sẽ làm sai {title}",
        "the phrase that fits best, “{phrase}”, would make {title} wrong",
    ),
    "cli.suggest_no_phrase": (
        "tiêu đề và tóm tắt không có cụm từ nào đủ riêng để phân biệt",
        "headline and summary have no phrase that tells it apart",
    ),
    "cli.wrong_relevance": ("có phải tin cải cách hành chính", "relevance"),
    "cli.wrong_fields": ("lĩnh vực", "fields"),
    "cli.wrong_topics": ("chủ đề", "topics"),
    "cli.wrong_tone": ("sắc thái", "tone"),
    "cli.suggest_apply": (
        "Loa không tự thay đổi gì. Để áp dụng: lưu bản vá vào tệp (suggest > de-xuat.patch), xem lại, chạy patch {path} de-xuat.patch, rồi xóa trong {path} dòng nào thấy không hợp.",
        "Nothing has been changed. To apply: save the patch (suggest > proposal.patch), read it, run patch {path} proposal.patch, then delete in {path} what you don't agree with.",
    ),
    "cli.topics_or_none": ("Hãy nêu --topic hoặc --no-topics, không cả hai.", "Give --topic or --no-topics, not both."),
    "cli.corrected": (
        "Đã sửa phân loại tin {entry}: {before} → {after}.",
        "Corrected entry {entry}: {before} → {after}.",
    ),
    "cli.effect_made": ("Tạo bài {post}, chờ duyệt", "Post {post} made and held"),
    "cli.effect_held": ("Bài {post} chờ duyệt", "Post {post} held"),
    "cli.effect_kept_slot": ("Bài {post} được soạn lại, giữ khung giờ", "Post {post} composed anew, in its slot"),
    "cli.effect_dropped": ("Bỏ bài {post}", "Post {post} dropped"),
    "cli.effect_edit_asked": ("Bài {post} đã đăng: chờ quyết định sửa trên Trang", "Post {post} is out: an edit waits for a decision"),
    "cli.effect_withdraw_asked": (
        "Bài {post} đã đăng: chờ quyết định gỡ khỏi Trang",
        "Post {post} is out: a withdrawal waits for a decision",
    ),
    "cli.no_effect": ("Không bài nào phải thay đổi ({why}).", "No Post has to change ({why})."),
    "cli.label_corrected": (
        "{when}  {who} sửa phân loại: {before} → {after}",
        "{when}  {who} corrected the classification: {before} → {after}",
    ),
    "cli.rejected": ("Đã bỏ bài {post}.", "Dropped {post}."),
    "cli.retried": ("Bài {post} sẽ được đăng lại lúc {due}.", "Post {post} goes out again at {due}."),
    "cli.once_done": (
        "Đã hỏi {polled} nguồn tin, thấy {new} tin mới; đăng {published} bài; đo {measured} bài; {waiting} bài còn chờ.",
        "Asked {polled} feeds, found {new} new entries; published {published} Posts; measured {measured}; {waiting} wait.",
    ),
    "cli.feed_failed": ("Nguồn tin {feed}: {why}", "Feed {feed}: {why}"),
    "cli.feed_unchanged": ("Nguồn tin {feed}: đã trả lời, không có gì mới.", "Feed {feed}: has answered, nothing new."),
    "cli.feed_polled": (
        "Nguồn tin {feed}: đọc được {entries} tin, {new} tin mới, {changed} tin thay đổi.",
        "Feed {feed}: {entries} entries, {new} new, {changed} changed.",
    ),
    "cli.nothing_due": (
        "Chưa nguồn tin nào đến giờ hỏi. Muốn hỏi ngay: poll --feed TÊN",
        "No feed is due. To ask one now: poll --feed NAME",
    ),
    "cli.rhythm_unknown": ("chưa đủ tin để biết", "not known yet"),
    "cli.column_feed": ("Nguồn tin", "Feed"),
    "cli.column_answer": ("Trả lời gần nhất", "Last answer"),
    "cli.column_next": ("Lần hỏi tới", "Next poll"),
    "cli.column_entries": ("Số tin", "Entries"),
    "cli.column_rhythm": ("Nhịp đưa tin", "Rhythm"),
    "cli.column_url": ("Địa chỉ trong bot.yaml", "Address in bot.yaml"),
    "cli.column_asks_at": ("Địa chỉ đang hỏi", "Asked at"),
    "cli.column_moved": ("Chuyển hướng vĩnh viễn đến (từ lúc)", "Redirects permanently to (since)"),
    "cli.column_hub": ("Nơi báo tin (WebSub)", "Hub (WebSub)"),
    "cli.column_failures": ("Số lần hỏng liền (từ lúc)", "Failures in a row (since)"),
    "cli.column_week": ("Tin thấy trong 7 ngày", "Entries of 7 days"),
    "cli.column_last_new": ("Tin mới gần nhất", "Last news"),
    "cli.column_silent_after": ("Báo im lặng sau", "Silent after"),
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
    "cli.sandbox_admin": ("Cổng quản trị trang thử: {url}", "Sandbox admin port: {url}"),
    "cli.faults_unreadable": ("Không đọc được kịch bản lỗi {path}: {why}", "The faults in {path} can't be read: {why}"),
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
    "cli.step_approved": (
        "Đã đồng ý; việc của bài {post} sẽ được làm trên Trang ngay sau đây.",
        "Agreed; the step of Post {post} will be done on the Page shortly.",
    ),
    "cli.step_rejected": (
        "Đã bỏ việc đang chờ của bài {post}; bài trên Trang giữ nguyên.",
        "Dropped; Post {post} stays on the Page as it is.",
    ),
    "cli.undone": (
        "Đã lấy lại quyết định; bài {post} trở lại chờ duyệt.",
        "The decision is taken back; Post {post} waits for an approval again.",
    ),
    "cli.noted": (
        "Đã ghi chú vào nhật ký của bài {post} (không đăng).",
        "Noted in the journal of Post {post} (never published).",
    ),
    "cli.edited": ("Đã sửa bài {post}; cần duyệt lại trước khi đăng.", "Post {post} edited; it needs an approval before it goes out."),
    "cli.edited_on_page": (
        "Đã ghi nội dung mới của bài {post}; Loa sẽ sửa trên Trang ngay sau đây.",
        "The new text of Post {post} is noted; Loa changes it on the Page shortly.",
    ),
    "cli.edited_waits": (
        "Chưa sửa trên Trang, nội dung mới của bài {post} còn chờ: {why}. Đồng ý thì dùng lệnh: approve {post} --step edit",
        "Not changed on the Page yet, the new text of Post {post} waits: {why}. To agree: approve {post} --step edit",
    ),
    "cli.edited_personal": (
        "Lưu ý: nội dung mới có dữ liệu cá nhân: {found}. Chỉ duyệt khi chắc chắn được phép đăng.",
        "Note: the new text holds personal data: {found}. Approve it only where they may be published.",
    ),
    "cli.also_read": ("Còn đọc được:", "Also read:"),
    "cli.withdrawing": ("Bài {post} sẽ được gỡ khỏi Trang ngay sau đây.", "Post {post} will be taken off the Page shortly."),
    "cli.settled_posted": ("Đã ghi nhận bài {post} có trên Trang.", "Post {post} is recorded as on the Page."),
    "cli.settled_absent": (
        "Đã ghi nhận bài {post} chưa có trên Trang; sẽ đăng lại.",
        "Post {post} is recorded as absent; it goes out again.",
    ),
    "cli.posted_or_absent": (
        "Hãy nêu đúng một trong hai: --posted MÃ (dạng 123_456) hoặc --absent.",
        "Give exactly one of --posted ID (as 123_456) and --absent.",
    ),
    "cli.file_unreadable": ("Không đọc được tệp {path}: {why}.", "The file {path} can't be read: {why}."),
    "cli.steps_waiting": ("Việc của các bài đã đăng:", "Steps of published Posts:"),
    "cli.ways": ("Cách đăng: {ways}", "Goes out as: {ways}"),
    "cli.picture": ("Ảnh {width}×{height}: {alt}", "Picture {width}×{height}: {alt}"),
    "cli.first_comment": ("Bình luận đầu tiên: {text}", "First comment: {text}"),
    "cli.audit_doubled": ("đăng lặp", "doubled"),
    "cli.audit_unrecorded": ("chưa ghi sổ", "unrecorded"),
    "cli.audit_foreign": ("đăng tay", "by somebody else"),
    "cli.audit_missing": ("mất khỏi Trang", "missing"),
    "cli.audit_still_there": ("chưa gỡ được", "still there"),
    "cli.audit_different": ("khác nội dung", "different text"),
    "cli.audit_in_doubt": ("chưa rõ", "in doubt"),
    "cli.audit_unreadable": ("không đọc được", "unreadable"),
    "cli.audit_fine": (
        "Khớp: {on_pages} bài trên các Trang, {in_outbox} bài trong sổ, {count} việc cần xử lý.",
        "All agrees: {on_pages} posts on the Pages, {in_outbox} in the outbox, {count} things to do.",
    ),
    "cli.audit_wrong": (
        "{count} việc cần xử lý ({on_pages} bài trên các Trang, {in_outbox} bài trong sổ).",
        "{count} things to do ({on_pages} posts on the Pages, {in_outbox} in the outbox).",
    ),
    "cli.journal_whole": (
        "Nhật ký nguyên vẹn: {count} dòng đã niêm phong, {unsealed} dòng chưa kịp. Mốc để lần sau đối chiếu (--anchor): {anchor}",
        "The journal is whole: {count} lines sealed, {unsealed} not yet. The anchor to compare with next time (--anchor): {anchor}",
    ),
    "cli.journal_changed": (
        "Nhật ký đã bị sửa: dòng mã {id} (thứ {number}) không còn như khi niêm phong, hoặc có dòng bị chèn ngay trước đó.",
        "The journal was tampered with: line id {id} (number {number}) is not the one that was sealed, or one was put in before it.",
    ),
    "cli.journal_missing": (
        "Nhật ký đã bị xóa: thiếu dòng thứ {number}.",
        "The journal was tampered with: line number {number} is missing.",
    ),
    "cli.journal_cut": (
        "Nhật ký đã bị cắt: mốc đã ghi có nhiều dòng hơn, nay thiếu từ dòng thứ {number}.",
        "The journal was cut: the anchor knows more lines, those from number {number} on are missing.",
    ),
    "cli.journal_other": (
        "Nhật ký đã bị viết lại: dòng mã {id} (thứ {number}) không khớp với mốc đã ghi.",
        "The journal was written anew: line id {id} (number {number}) does not agree with the anchor.",
    ),
    "cli.bad_anchor": (
        "Mốc có dạng SỐ:MÃ như lệnh audit --verify đã in ra, và chỉ dùng cùng --verify.",
        "An anchor is NUMBER:HASH as audit --verify has printed it, and goes with --verify only.",
    ),
    "cli.ask_app_id": ("Mã ứng dụng (App ID)", "App ID"),
    "cli.ask_app_secret": ("Khóa bí mật của ứng dụng (App secret, không hiện khi gõ)", "App secret (not shown while typing)"),
    "cli.ask_user_token": ("Dán mã người dùng ngắn hạn (không hiện khi dán)", "Paste the short-lived user token (not shown)"),
    "cli.token_step_1": (
        "Bước 1/4. Lấy mã người dùng ngắn hạn ở Graph API Explorer với các quyền: pages_show_list, pages_read_engagement, pages_manage_posts, pages_manage_engagement, pages_read_user_content, read_insights.",
        "Step 1 of 4. Get a short-lived user token in the Graph API Explorer, with the permissions pages_show_list, pages_read_engagement, pages_manage_posts, pages_manage_engagement, pages_read_user_content, read_insights.",
    ),
    "cli.token_step_2": ("Bước 2/4. Đổi sang mã dài hạn…", "Step 2 of 4. Exchanging it for a long-lived one…"),
    "cli.token_step_3": ("Bước 3/4. Hỏi các Trang mà tài khoản quản lý…", "Step 3 of 4. Asking for the Pages of this account…"),
    "cli.token_step_4": (
        "Bước 4/4. Kiểm tra mã của Trang “{page}” (vai trò: {tasks})…",
        "Step 4 of 4. Inspecting the token of the Page “{page}” (tasks: {tasks})…",
    ),
    "cli.token_written": (
        "Xong: đã ghi {name} vào {path}, chỉ chủ tệp đọc được. Loa đang chạy sẽ tự dùng mã mới.",
        "Done: {name} is in {path}, readable by its owner only. A running Loa takes it over by itself.",
    ),
    "cli.token_unfit": (
        "Mã này chưa dùng được nên chưa ghi vào .env; xem các dòng ✘ ở trên.",
        "This token is not fit, so .env was not changed; see the lines marked ✘ above.",
    ),
    "cli.token_no_task": (
        "Tài khoản chưa được giao việc {task} trên Trang nên không đăng bài được; .env giữ nguyên. Hãy nhờ quản trị viên Trang giao việc này (Nội dung), rồi chạy lại.",
        "The account lacks the task {task} on the Page, so it can't publish; .env was not changed. Ask a Page administrator for it (Content), then run this again.",
    ),
    "cli.token_shadowed": (
        "Lưu ý: biến môi trường {name} đang có giá trị khác và được dùng trước .env. Hãy xóa biến đó, hoặc đổi giá trị, rồi khởi động lại Loa.",
        "Note: the environment variable {name} has another value, which comes before .env. Unset or change it, then restart Loa.",
    ),
    "cli.when_to": (
        "cần đúng một trong --to, --later, --now (--force chỉ đi cùng --now)",
        "exactly one of --to, --later, --now is needed (--force goes with --now only)",
    ),
    "cli.not_a_moment": (
        "“{value}” không phải ngày giờ; hãy viết như 2026-12-01 07:30",
        "“{value}” is no date and time; write it like 2026-12-01 07:30",
    ),
    "cli.moved": ("Bài {post} sẽ đăng lúc {due}.", "Post {post} goes out at {due}."),
    "cli.goes_now": ("Bài {post} sẽ đăng trong ít phút nữa, nếu Loa đang chạy.", "Post {post} goes out within minutes, where Loa runs."),
    "cli.hours_head": (
        "Đề xuất khung giờ cho Trang {page}, theo {metric} đo khi bài được {rung}, từ {posts} bài trong {days} ngày qua. Chỉ là đề xuất: xem lại rồi chép vào bot.yaml.",
        "Proposed slots for Page {page}, by {metric} at the age of {rung}, of {posts} Posts in the last {days} days. Only a proposal: look at it, then copy it into bot.yaml.",
    ),
    "cli.hours_group": ("{count} bài. Giờ (số bài, so với mức chung): {hours}", "{count} Posts. Hour (Posts, against all): {hours}"),
    "cli.hours_too_few": (
        "mới có {count} bài, chưa đủ {least} để kết luận: giữ nguyên như hiện nay",
        "only {count} Posts, fewer than {least}: nothing is concluded, these are the slots of today",
    ),
    "cli.hours_caution": (
        "Chỉ học được từ những giờ đã từng đăng; muốn biết giờ khác ra sao thì thử đăng vào giờ đó một thời gian.",
        "Only hours that were tried can be learnt from; to know of another, let some Posts go out then for a while.",
    ),
    "cli.no_such_page": (
        "Không có Trang tên “{name}” trong bot.yaml; có: {names}.",
        "There is no Page “{name}” in bot.yaml; there are: {names}.",
    ),
    "cli.page_not_owned": (
        "Tài khoản không có vai trò trên Trang {page}. Các Trang thấy được: {pages}. Hãy kiểm tra page_id và vai trò của tài khoản.",
        "The account has no role on Page {page}. Pages seen: {pages}. Check page_id and the account's role.",
    ),
    "cli.none": ("không có", "none"),
    "cli.env_unwritable": (
        "Không ghi được {path}: {why}. Hãy kiểm tra quyền ghi thư mục.",
        "{path} can't be written: {why}. Check the folder's rights.",
    ),
    "cli.ask_password": ("Mật khẩu của {name} (ít nhất {least} ký tự)", "Password of {name} (at least {least} characters)"),
    "cli.ask_password_again": ("Nhập lại mật khẩu", "Once more"),
    "cli.user_name": (
        "“{name}” không làm tên đăng nhập được: chỉ chữ thường không dấu, số, dấu chấm, gạch nối, nhiều nhất 40 ký tự, và không phải “loa”.",
        "“{name}” can't be a name to sign in with: lower-case letters, digits, dots and hyphens only, at most 40, and not “loa”.",
    ),
    "cli.user_added": (
        "Đã thêm {name} ({role}) vào {path}. Dịch vụ đang chạy nhận ngay, không cần khởi động lại.",
        "{name} ({role}) now stands in {path}. A service that runs takes it over by itself.",
    ),
    "cli.user_changed": (
        "Đã đổi mật khẩu của {name} trong {path}; mọi nơi đang đăng nhập đều bị đăng xuất.",
        "{name} has another password in {path}, and is signed out everywhere.",
    ),
    "cli.user_print": ("Thêm các dòng này vào {path}:", "Add these lines to {path}:"),
}
