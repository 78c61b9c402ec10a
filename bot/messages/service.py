"""What `bot.service` says: key -> (Vietnamese, English). Keys begin with "service."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {
    "service.copy": (
        "cùng một bài với tin {entry}, đã được đăng, đang chờ, hoặc không đăng theo tin đó (xem: why {entry})",
        "the same article as entry {entry}, which is posted, waits, or is not posted in its place (see: why {entry})",
    ),
    "service.copy_on_some": (
        "Trang {page} đã có bài này theo tin {entry}",
        "Page {page} has the article by entry {entry}",
    ),
    "service.no_page": (
        "không có Trang nào đang bật để nhận tin của nguồn này; xem pages trong bot.yaml",
        "no enabled Page takes this feed's news; see pages in bot.yaml",
    ),
    "service.feed_takes_places": (
        "nguồn này chỉ lấy tin có nhắc đến {places}; nơi tin nhắc đến: {found}",
        "this feed takes only news that names {places}; the news names: {found}",
    ),
    "service.page_takes_places": (
        "tin không nhắc đến địa bàn của Trang ({pages}); nơi tin nhắc đến: {found}",
        "the news names no place that the Page takes ({pages}); it names: {found}",
    ),
    "service.no_place_named": ("không có nơi nào trong danh sách địa danh", "no place of the gazetteer"),
    "service.source_changed": (
        "bài trên cổng thông tin đã thay đổi: hãy duyệt lại nội dung mới",
        "the article on the site has changed: approve the new text",
    ),
    "service.admitted": ("{by} cho đăng; trước đó: {before}", "{by} wants it posted; before that: {before}"),
    "service.admit_irrelevant": (
        "Loa coi tin {entry} không phải tin cải cách hành chính nên chưa soạn bài. Nếu đúng là tin cải cách hành chính, hãy sửa bằng lệnh correct {entry} --relevant trước.",
        "Loa takes entry {entry} for no administrative-reform news, so it makes no Post of it. If it is, say so with correct {entry} --relevant first.",
    ),
    "service.admit_unusable": (
        "Không soạn được bài nào từ tin {entry}: {why}",
        "No Post can be made of entry {entry}: {why}",
    ),
    "service.admit_places": (
        "Theo địa bàn, không Trang nào nhận tin {entry} ({why}). Nếu vẫn muốn đăng, hãy nêu Trang bằng --page.",
        "By its places, no Page takes entry {entry} ({why}). If it is to be posted all the same, name the Page with --page.",
    ),
    "service.page_unknown": (
        "Không có Trang nào đang bật tên {page}. Hãy xem pages trong bot.yaml.",
        "There is no enabled Page named {page}. See pages in bot.yaml.",
    ),
    "service.page_read": (
        "trang của bài nay đã đọc được: hãy duyệt lại nội dung mới",
        "the article's own page could be read at last: approve the new text",
    ),
    "service.page_no_longer_fits": (
        "trang của bài nay đã đọc được, và theo đó tin không thuộc diện đăng: hãy quyết định đăng hay bỏ",
        "the article's own page could be read at last, and by it this is none to be posted: decide whether to post or drop it",
    ),
    "service.page_is_old": (
        "trang của bài nay đã đọc được, và ghi ngày {date}, là tin cũ: hãy quyết định đăng hay bỏ",
        "the article's own page could be read at last, and is dated {date}, which is old news: decide whether to post or drop it",
    ),
    "service.source_no_longer_fits": (
        "bài trên cổng thông tin đã thay đổi và không còn thuộc diện đăng: hãy quyết định đăng hay bỏ",
        "the article on the site has changed and is no longer one to be posted: decide whether to post or drop it",
    ),
    "service.asked_again": (
        "chưa ai duyệt, và khi xét lại ngay trước giờ đăng: {why}",
        "nobody has approved it, and asked again right before it was to go out: {why}",
    ),
    "service.feed_left": (
        "nguồn tin “{feed}” không còn trong bot.yaml: hãy duyệt nếu vẫn muốn đăng, hoặc bỏ bài",
        "the feed “{feed}” is no longer in bot.yaml: approve it if it is to go out all the same, or reject it",
    ),
    "service.feed_goes_elsewhere": (
        "tin của nguồn “{feed}” không còn đăng lên Trang {page} (feeds[].pages trong bot.yaml): hãy duyệt nếu vẫn muốn đăng, hoặc bỏ bài",
        "news of the feed “{feed}” no longer goes to the Page {page} (feeds[].pages in bot.yaml): approve it if it is to go out all the same, or reject it",
    ),
    "service.page_left": (
        "Trang {page} không còn trong bot.yaml nên bài chưa đăng: hãy ghi lại Trang này đúng tên cũ rồi duyệt, hoặc bỏ bài",
        "the Page {page} is no longer in bot.yaml, so this has not gone out: put it back under its old name, then approve, or reject it",
    ),
    "service.nowhere_to_post": (
        "Bài {post} không đăng được: Trang {page} không còn trong bot.yaml. Hãy ghi lại Trang này đúng tên cũ, hoặc bỏ bài bằng lệnh reject.",
        "Post {post} can't go out: the Page {page} is no longer in bot.yaml. Put it back under its old name, or reject the Post.",
    ),
    "service.look_again": (
        "Bài {post} chưa được duyệt, vì có điều cần xem trước: {why}.",
        "Post {post} is not approved yet, as there is something to see first: {why}.",
    ),
    "service.corrected_elsewhere": (
        "biên tập viên {by} đã sửa phân loại của chính bài này ở tin {entry} thành “{answer}”: hãy sửa (correct) hoặc duyệt tin này",
        "editor {by} has corrected this very article, as entry {entry}, to “{answer}”: correct this one, or approve it",
    ),
    "service.corrected_elsewhere_published": (
        "biên tập viên {by} đã sửa phân loại của chính bài này ở tin {entry} thành “{answer}” sau khi đăng: đồng ý đổi trên Trang (approve) hay giữ nguyên (reject)?",
        "editor {by} has corrected this very article, as entry {entry}, to “{answer}” after posting: change it on the Page (approve), or leave it (reject)?",
    ),
    "service.corrected": (
        "biên tập viên {by} đã sửa phân loại: hãy duyệt lại nội dung",
        "editor {by} has corrected the classification: approve the text anew",
    ),
    "service.corrected_to_relevant": (
        "biên tập viên {by} xác định đây là tin cải cách hành chính: hãy xem và duyệt bài",
        "editor {by} says that this is reform news: look, then approve the Post",
    ),
    "service.corrected_to_irrelevant": (
        "biên tập viên {by} xác định đây không phải tin cải cách hành chính",
        "editor {by} says that this is not reform news",
    ),
    "service.corrected_unusable": (
        "biên tập viên {by} đã sửa phân loại sau khi đăng nhưng không soạn lại được bài ({why}): hãy quyết định gỡ hay giữ",
        "editor {by} has corrected the classification after posting, and the text can't be composed again ({why}): decide whether to withdraw or keep the Post",
    ),
    "service.corrected_published": (
        "biên tập viên {by} đã sửa phân loại sau khi đăng: đồng ý sửa trên Trang (approve) hay giữ nguyên (reject)?",
        "editor {by} has corrected the classification after posting: change it on the Page (approve), or leave it (reject)?",
    ),
    "service.nothing_to_correct": (
        "Phân loại của tin {entry} đã đúng như vậy, không có gì để sửa.",
        "Entry {entry} is classified so already; there is nothing to correct.",
    ),
    "service.being_posted": (
        "Bài {post} đang được đăng, chưa rõ kết quả, nên chưa sửa phân loại được. Hãy đợi kết quả (lệnh show) rồi sửa lại.",
        "Post {post} is being sent and its outcome is not known, so the classification can't be corrected now. Wait for the outcome (show), then try again.",
    ),
    "service.details_of_irrelevant": (
        "Tin {entry} không phải tin cải cách hành chính nên không có lĩnh vực, chủ đề hay sắc thái. Nếu là tin cải cách hành chính, hãy thêm --relevant.",
        "Entry {entry} is no reform news, so it has no field, topic or tone. If it is reform news, add --relevant.",
    ),
    "service.general_alone": (
        "“general” là cho tin về cải cách hành chính nói chung nên phải đứng một mình. Hãy bỏ nó, hoặc bỏ các lĩnh vực khác.",
        "“general” is for news about reform as a whole, so it stands alone. Leave it out, or leave the other fields out.",
    ),
    "service.too_many_fields": ("Một tin có nhiều nhất {most} lĩnh vực. Hãy bớt đi.", "An entry has at most {most} fields. Give fewer."),
    "service.answer_confirmed": ("xác nhận {answer}", "confirmed: {answer}"),
    "service.answer_irrelevant": ("không phải tin cải cách hành chính", "not reform news"),
    "service.published": ("đã đăng", "published"),
    "service.adopted": (
        "đã thấy bài trên Trang nên ghi nhận là đã đăng, không đăng lại",
        "found on the Page, so recorded as published; not posted again",
    ),
    "service.page_unread": (
        "chưa đọc được Trang để chắc chắn bài chưa có trên đó ({why}); sẽ thử lại",
        "the Page can't be read, so it is not certain that the Post is not there ({why}); tried again later",
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
        "Bài {post} không thể bỏ được nữa (hiện là {state}). Bài đã đăng thì gỡ bằng lệnh withdraw.",
        "Post {post} can't be dropped any more (it is {state}). A published one is taken off the Page with withdraw.",
    ),
    "service.not_scheduled": (
        "Bài {post} không ở trạng thái đã xếp lịch (hiện là {state}) nên không đổi giờ đăng được. Bài chờ duyệt thì hãy duyệt trước (approve).",
        "Post {post} is not scheduled (it is {state}), so its time can't be changed. One that is held must be approved first.",
    ),
    "service.not_now": (
        "Chưa đăng bài {post} bây giờ được: {why}. Hãy chọn giờ khác (move --to), để khung giờ sau (move --later), hoặc nếu vẫn nhất định đăng thì thêm --force.",
        "Post {post} can't go out now: {why}. Choose another time (move --to), the next slot (move --later), or, if it must be now all the same, add --force.",
    ),
    "service.not_then": (
        "Không đăng bài {post} vào {time} được: {why}. Hãy chọn giờ khác, hoặc để khung giờ sau (move --later).",
        "Post {post} can't go out at {time}: {why}. Choose another time, or the next slot (move --later).",
    ),
    "service.no_metric": (
        "Không có chỉ số “{name}”; hiện có: {known}.",
        "There is no metric “{name}”; there are: {known}.",
    ),
    "service.no_such_page": (
        "Không có Trang nào đang bật tên “{name}”; hiện có: {known}.",
        "There is no enabled Page “{name}”; there are: {known}.",
    ),
    "service.time_past": (
        "Giờ {time} đã qua. Hãy chọn giờ sắp tới, hoặc đăng ngay (move --now).",
        "{time} is past. Choose a time to come, or have it go out now (move --now).",
    ),
    "service.time_taken": ("bài khác đã giữ đúng giờ đó", "another Post has that very time"),
    "service.put_off": ("biên tập viên lùi lại khung giờ sau", "an editor put it off to a later slot"),
    "service.wanted_now": ("biên tập viên muốn đăng ngay", "an editor wants it out now"),
    "service.forced_now": (
        "biên tập viên buộc đăng ngay, dù đang giờ yên lặng, ngày không đăng, chưa đủ giãn cách hay đã đủ số bài",
        "an editor forces it out now, whatever quiet hours and days, spacing and caps say",
    ),
    "service.wanted_then": ("biên tập viên chọn giờ này", "an editor has chosen this time"),
    "service.not_failed": (
        "Bài {post} không ở trạng thái đăng hỏng (hiện là {state}) nên không cần đăng lại.",
        "Post {post} has not failed (it is {state}), so there is nothing to retry.",
    ),
    "service.unknown": (
        "Không có bài hay tin nào ứng với “{key}”. Xem danh sách bằng lệnh queue, hoặc dùng đúng mã (p… hoặc e…) hay liên kết của tin.",
        "Nothing answers to “{key}”. See `queue` for the list, or give a key (p… or e…) or the entry's link.",
    ),
    "service.faults": ("{count} lỗi trong cài đặt, lỗi đầu tiên: {first}", "{count} faults in the settings, the first: {first}"),
    "service.eased": ("quyền và mã truy cập của Trang đã ổn", "the Page's token and rights are in order again"),
    "service.no_recipient": (
        "Không có người nhận cảnh báo tên “{name}” trong alerts.recipients. Đang có: {known}.",
        "There is no recipient “{name}” in alerts.recipients. There are: {known}.",
    ),
    "service.recipient_fine": ("địa chỉ dùng được", "an address that can be used"),
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
    "service.resting": (
        "Facebook yêu cầu tạm nghỉ đến {until}, sau đó tự đăng tiếp: {reason}",
        "Facebook asks for a rest until {until}, then it goes on by itself: {reason}",
    ),
    "service.orphans": (
        "còn {count} bài chờ đăng lên Trang “{page}” nhưng bot.yaml không có hoặc đã tắt Trang này; hãy bật lại đúng tên cũ, hoặc bỏ các bài đó (reject)",
        "{count} Posts wait for the Page “{page}”, which bot.yaml does not name or has switched off; give it its old name back, or reject them",
    ),
    "service.paused": ("đang tạm dừng từ {since}: {reason}", "paused since {since}: {reason}"),
    "service.gave_up": (
        "thử {attempts} lần không đăng được, chắc chắn chưa có trên Trang ({reason}); sửa xong thì dùng lệnh retry",
        "not posted after {attempts} attempts, surely not on the Page ({reason}); mend the cause, then retry",
    ),
    "service.refused_and_absent": (
        "Facebook từ chối và bài chắc chắn không có trên Trang: {reason}",
        "Facebook refused, and the Post is surely not on the Page: {reason}",
    ),
    "service.duplicate_unseen": (
        "Facebook nói bài đã đăng nhưng Loa chưa thấy trên Trang. Hãy xem Trang rồi kết luận: settle --posted MÃ hoặc settle --absent.",
        "Facebook says that it is posted, but Loa does not see it. Look at the Page, then: settle --posted ID or settle --absent.",
    ),
    "service.duplicate_of_other": (
        "Facebook coi bài này trùng với một bài khác trên Trang nên không nhận. Hãy xem Trang; nếu vẫn cần đăng, sửa nội dung (edit) rồi duyệt lại.",
        "Facebook takes it for a copy of another post of the Page. Look at the Page; if it is still wanted, edit the text and approve it.",
    ),
    "service.step_gave_up": (
        "đã gửi {attempts} lần mà trên Trang không thấy ({reason}); sửa xong thì dùng lệnh retry",
        "sent {attempts} times and not seen on the Page ({reason}); mend the cause, then retry",
    ),
    "service.which_step": (
        "Bài {post} có nhiều việc chờ quyết định ({kinds}). Hãy nêu việc nào bằng --step.",
        "Several steps of Post {post} wait for a decision ({kinds}). Say which one with --step.",
    ),
    "service.step_done": ("đã xong trên Trang", "done on the Page"),
    "service.bare": (
        "bài trên Trang không hiện ảnh; hãy xem lại bài, có thể cổng thông tin thiếu og:image",
        "the post shows no picture on the Page; have a look, perhaps the site has no og:image",
    ),
    "service.source_unusable": (
        "bài trên cổng thông tin đã đổi sau khi đăng và không soạn lại được ({why}): hãy xem bài gốc rồi quyết định gỡ hay giữ",
        "the article was changed after posting and can't be composed again ({why}): look at it, then decide whether to withdraw or to keep the Post",
    ),
    "service.source_agrees_again": (
        "bài trên cổng thông tin lại khác lúc hỏi nên không cần quyết định việc này nữa",
        "the article is no longer as it was when this was asked, so there is nothing to decide",
    ),
    "service.source_changed_after": (
        "bài trên cổng thông tin đã đổi sau khi đăng: duyệt (approve) để sửa trên Trang, hoặc bỏ qua (reject)",
        "the article was changed after posting: approve to correct it on the Page, or reject",
    ),
    "service.source_corrected": (
        "tiêu đề trên cổng thông tin sửa vài chữ nên sửa theo trên Trang (corrections.auto)",
        "the headline was mended by a few letters, so it is corrected on the Page, too (corrections.auto)",
    ),
    "service.source_removed": (
        "bài gốc đã bị gỡ khỏi cổng thông tin: hãy quyết định gỡ hay giữ",
        "the article was taken off the site: decide whether to withdraw or to keep it",
    ),
    "service.source_only_unlisted": (
        "nguồn tin không còn liệt kê tin này, nhưng trang bài vẫn mở được với tiêu đề như cũ: đăng theo lịch",
        "the feed no longer lists it, but its page is there under the same title: it goes out as planned",
    ),
    "service.source_other_title": (
        "nguồn tin không còn liệt kê tin này, và trang bài nay mang tiêu đề khác (“{there}”, trước là “{here}”): hãy xem bài gốc rồi quyết định đăng hay bỏ",
        "the feed no longer lists it, and its page has another title now (“{there}”, which was “{here}”): look at the article, then decide whether to post or drop it",
    ),
    "service.source_unreached": (
        "nguồn tin không còn liệt kê tin này, và chưa xem được trang bài để kiểm tra ({why}): sẽ thử lại sau ít phút",
        "the feed no longer lists it, and its page can't be looked at ({why}): another try in some minutes",
    ),
    "service.source_never_reached": (
        "đã thử {count} lần mà chưa kiểm tra được bài gốc ({why}): hãy xem bài gốc rồi quyết định đăng hay bỏ",
        "the article could not be looked at in {count} tries ({why}): look at it, then decide whether to post or drop it",
    ),
    "service.no_headline": ("{url} không có tiêu đề", "{url} has no title"),
    "service.changes_ignored": (
        "bài trên cổng thông tin đã đổi {count} lần trong bảy ngày, có lẽ vì trong bài có đồng hồ hay số đếm: những lần đổi sau không theo nữa cho đến khi bớt đổi (intake.most_changes)",
        "the article has changed {count} times within seven days, perhaps for a clock or a counter in it: later changes are not followed until there are fewer (intake.most_changes)",
    ),
    "service.ends_soon": ("còn không quá {days} ngày: {what}", "no more than {days} days left: {what}"),
    "service.audit_doubled": (
        "Trang có {count} bài cùng một dấu nhận biết: hãy xem và xóa bớt trên Trang",
        "the Page has {count} posts with one marker: look, and delete all but one",
    ),
    "service.audit_unrecorded": (
        "bài trên Trang mang dấu của Loa nhưng sổ không ghi là đã đăng; nếu bài này đang chờ, hãy dùng settle",
        "a post with Loa's marker that no record says is published; if its Post is in doubt, use settle",
    ),
    "service.audit_foreign": ("bài do người khác đăng trên Trang", "posted by somebody else"),
    "service.audit_still_there": (
        "sổ ghi đã gỡ nhưng Trang vẫn hiện bài này: hãy xem và xóa trên Trang",
        "recorded as withdrawn, but the Page still shows it: look, and delete it there",
    ),
    "service.audit_no_room": (
        "Facebook đang yêu cầu nghỉ hoặc giới hạn sắp hết nên chưa hỏi Trang; doctor cho biết đến khi nào, hãy chạy lại sau đó",
        "Facebook asks for a rest, or its limits are nearly used up, so the Page was not asked; doctor says until when, run it again then",
    ),
    "service.audit_missing": (
        "sổ ghi đã đăng nhưng Trang không còn bài này; có thể có người đã xóa",
        "recorded as published, but the Page no longer has it; perhaps somebody deleted it",
    ),
    "service.audit_different": (
        "nội dung trên Trang khác với sổ; có thể có người đã sửa trên Trang",
        "the text on the Page is not the recorded one; perhaps somebody edited it there",
    ),
    "service.text_empty": ("Nội dung mới đang trống.", "The new text is empty."),
    "service.text_too_long": (
        "Nội dung mới dài {count} ký tự, nhiều nhất là {most}. Hãy rút gọn.",
        "The new text has {count} characters; {most} are the most. Shorten it.",
    ),
    "service.not_editable": (
        "Bài {post} không sửa được lúc này (hiện là {state}).",
        "Post {post} can't be edited now (it is {state}).",
    ),
    "service.held_for_personal": (
        "có dữ liệu cá nhân: {found}; hãy kiểm tra xem có được phép đăng không, sửa (edit) nếu cần, rồi duyệt",
        "personal data: {found}; check whether they may be published, edit where needed, then approve",
    ),
    "service.personal_masked": (
        "đã che dữ liệu cá nhân trong bài đăng: {found}; bài gốc và thẻ liên kết lấy từ đó vẫn hiện đủ, nên báo cổng thông tin sửa",
        "personal data are masked in the Post: {found}; the article, and the link card made of it, still show them: tell the site",
    ),
    "service.and_more": ("{found} và {count} chỗ khác", "{found} and {count} more"),
    "service.own_work": (
        "Bài {post} có phần do {by} sửa (nội dung hoặc phân loại), nên {by} không tự duyệt được: cần người khác duyệt (approval.four_eyes).",
        "{by} has had a hand in Post {post} (its text or its classification), so somebody else must approve it (approval.four_eyes).",
    ),
    "service.held_for_four_eyes": (
        "cần người khác duyệt (approval.four_eyes)",
        "somebody else must approve it (approval.four_eyes)",
    ),
    "service.nothing_to_undo": (
        "Bài {post} không có quyết định nào để lấy lại. Xem nhật ký bằng lệnh: show {post}",
        "There is no decision on Post {post} to take back. See its journal: show {post}",
    ),
    "service.undo_too_late": (
        "Không lấy lại được nữa: {by} quyết định bài {post} từ {time}, đã quá {minutes} phút (approval.undo_within).",
        "Too late: {by} decided on Post {post} at {time}, more than {minutes} minutes ago (approval.undo_within).",
    ),
    "service.undo_moved_on": (
        "Không lấy lại được quyết định về bài {post} vì bài đã sang trạng thái khác (hiện là {state}).",
        "The decision on Post {post} can't be taken back: the Post has moved on (it is {state}).",
    ),
    "service.undone_approval": ("{by} đã lấy lại quyết định duyệt", "{by} has taken the approval back"),
    "service.undone_rejection": ("{by} đã lấy lại quyết định bỏ bài", "{by} has taken the rejection back"),
    "service.still_waits": ("chờ duyệt từ {since}: {why}", "waits for a decision since {since}: {why}"),
    "service.note_empty": ("Ghi chú đang trống.", "The note is empty."),
    "service.note_too_long": (
        "Ghi chú dài {count} ký tự, nhiều nhất là {most}. Hãy rút gọn.",
        "The note has {count} characters; {most} are the most. Shorten it.",
    ),
    "service.edited": ("biên tập viên đã sửa nội dung: cần duyệt", "an editor has changed the text: it needs an approval"),
    "service.not_published": (
        "Bài {post} chưa có trên Trang (hiện là {state}). Bài chưa đăng thì bỏ bằng lệnh reject.",
        "Post {post} is not on the Page (it is {state}). One that has not gone out is dropped with reject.",
    ),
    "service.not_in_doubt": (
        "Bài {post} không ở tình trạng chưa rõ (hiện là {state}) nên không cần kết luận.",
        "Post {post} is not in doubt (it is {state}), so there is nothing to settle.",
    ),
    "service.too_early": (
        "Bài {post} vừa được gửi, có thể lát nữa mới hiện trên Trang. Hãy xem lại Trang và kết luận từ {time}.",
        "Post {post} was sent only just now and may yet appear on the Page. Look again and settle it from {time} on.",
    ),
    "service.human_says_absent": ("có người đã xem Trang: bài chưa có", "a human has looked: it is not on the Page"),
    "service.human_says_posted": ("có người đã xem Trang: bài đã có", "a human has looked: it is on the Page"),
    "service.id_of_other": ("Mã {id} là của một bài khác đã ghi trong sổ.", "The id {id} is that of another recorded Post."),
    "service.alt_photo": ("Ảnh trong bài: {title}", "Picture from the article: {title}"),
    "service.alt_card": ("Ảnh tiêu đề, nền một màu, có dòng chữ: {title}", "Title card on a plain ground, saying: {title}"),
    "service.picture_card": (
        "không có ảnh nào dùng được nên vẽ ảnh tiêu đề (compose.pictures.when_none)",
        "no picture is fit, so a title card is drawn (compose.pictures.when_none)",
    ),
    "service.picture_next_way": (
        "không có ảnh nào dùng được nên đăng theo cách kế tiếp (compose.pictures.when_none)",
        "no picture is fit, so the next way is taken (compose.pictures.when_none)",
    ),
    "service.picture_hold": (
        "không có ảnh nào dùng được, Loa đã vẽ ảnh tiêu đề thay thế: hãy xem và duyệt, hoặc bỏ",
        "no picture is fit, and a title card stands in its place: look, then approve or reject",
    ),
    "service.too_many_pictures": (
        "không tải {url}: một lần hỏi nguồn tin chỉ tải nhiều nhất {most} ảnh",
        "{url} was not loaded: one poll loads at most {most} pictures",
    ),
    "service.page_later": (
        "chưa đọc trang {url} trong lượt này: máy chủ đang không trả lời, hoặc đã đọc đủ số trang của một lượt",
        "the page {url} is not read this time: its server does not answer, or enough pages have been read for one poll",
    ),
    "service.page_says_nothing": ("trang {url} không có nội dung đọc được", "there is nothing to read on {url}"),
    "service.resource_status": ("{url} trả lời bằng mã {status}", "{url} answers with status {status}"),
    "service.source_missing": (
        "cổng thông tin trả lời mã {status} khi mở bài gốc; sẽ xem lại lần nữa trước khi kết luận",
        "the site answers the article's address with {status}; it is looked at once more before anything is concluded",
    ),
    "service.source_back": ("bài gốc mở được trở lại", "the article is there again"),
    "service.health_gone": ("đã bị gỡ", "gone"),
    "service.health_resting": ("tạm nghỉ", "resting"),
    "service.health_silent": ("im lặng", "silent"),
    "service.health_failing": ("chưa đọc được", "failing"),
    "service.health_new": ("chưa hỏi lần nào", "not asked yet"),
    "service.health_fine": ("bình thường", "fine"),
    "service.health_off": ("đang tắt", "off"),
    "service.feed_gone": (
        "Cổng thông tin báo đã gỡ hẳn nguồn này nên Loa không hỏi nữa (từ {since}). {reason} Nếu nguồn đã mở lại, hãy hỏi bằng lệnh: poll --feed {feed}",
        "The website says that this feed is gone for good, so Loa asks it no more (since {since}). {reason} If it is there again: poll --feed {feed}",
    ),
    "service.feed_rests": (
        "Không đọc được {failures} lần liền từ {since} nên Loa cho nguồn này nghỉ, lâu lâu mới hỏi lại một lần. {reason} Khi đã sửa xong, hãy hỏi ngay bằng lệnh: poll --feed {feed}",
        "Not readable {failures} times in a row since {since}, so this feed rests and is asked only seldom. {reason} Once that is mended, ask at once: poll --feed {feed}",
    ),
    "service.feed_back": (
        "đã đọc lại được, sau {failures} lần không được từ {since}",
        "can be read again, after {failures} failures since {since}",
    ),
    "service.feed_moved": (
        "{url} chuyển hướng vĩnh viễn đến {address} từ {since}, nên từ nay Loa hỏi thẳng địa chỉ mới. Hãy sửa url của nguồn này trong bot.yaml khi tiện.",
        "{url} has redirected permanently to {address} since {since}, so Loa asks there from now on. Put the new address into bot.yaml when convenient.",
    ),
    "service.feed_moved_back": (
        "{address} không còn đúng nên Loa trở lại hỏi {url} như trong bot.yaml.",
        "{address} no longer serves, so Loa asks {url} again, as bot.yaml says.",
    ),
    "service.feed_silent": (
        "Nguồn vẫn trả lời nhưng không có tin mới từ {since}, lâu hơn thường lệ. Hãy mở {url} và cổng thông tin xem tin có còn được đưa vào đó không; nếu đã sang chuyên mục khác, hãy sửa url trong bot.yaml. Nếu không cần báo nữa: silence của nguồn {feed}.",
        "The feed answers, but has carried nothing new since {since}, longer than usual. Look at {url} and at the website: are news still put there? If they have moved, change url in bot.yaml. To hear no more of it: `silence` of the feed {feed}.",
    ),
    "service.feed_off": (
        "Nguồn tin “{feed}” đang tắt. Hãy đặt enabled: true cho nguồn này trong bot.yaml.",
        "The feed “{feed}” is switched off. Set enabled: true for it in bot.yaml.",
    ),
    "service.no_address": (
        "“{address}” không phải địa chỉ web. Hãy gõ đủ, bắt đầu bằng https:// hoặc http://, ví dụ: {guess}",
        "“{address}” is no web address. Type it in full, beginning with https:// or http://, such as: {guess}",
    ),
    "service.rhythm_day": ("khoảng {count} tin một ngày, thường cách nhau {gap}", "about {count} a day, usually {gap} apart"),
    "service.rhythm_week": ("khoảng {count} tin một tuần, thường cách nhau {gap}", "about {count} a week, usually {gap} apart"),
    "service.rhythm_month": ("khoảng {count} tin một tháng, thường cách nhau {gap}", "about {count} a month, usually {gap} apart"),
    "service.gap_minutes": ("{count} phút", "{count} min"),
    "service.gap_hours": ("{count} giờ", "{count} h"),
    "service.gap_days": ("{count} ngày", "{count} days"),
    "service.hub_status": (
        "hub {hub} không nhận đăng ký (mã {status}); nguồn tin vẫn được hỏi như thường",
        "the hub {hub} takes no subscription (status {status}); the feed is asked as ever",
    ),
    "service.hub_denied": (
        "hub {hub} từ chối đăng ký (lý do của hub: {why}); nguồn tin vẫn được hỏi như thường",
        "the hub {hub} has denied the subscription (its reason: {why}); the feed is asked as ever",
    ),
    "service.tidied": ("xóa theo cài đặt retention", "deleted by the settings of retention"),
    "service.forgotten": ("đã che dữ liệu cá nhân theo yêu cầu", "personal data masked at a request"),
    "service.forgotten_held": (
        "dữ liệu cá nhân trong bài đã được che theo yêu cầu: hãy duyệt lại nội dung",
        "personal data in it were masked at a request: approve the text anew",
    ),
    "service.export_not_empty": (
        "Thư mục {folder} đã có dữ liệu. Hãy nêu một thư mục mới hoặc trống.",
        "The folder {folder} holds something already. Give a new or empty one.",
    ),
    "service.export_unwritable": (
        "Không ghi được vào {folder}: {why}. Hãy kiểm tra quyền ghi và chỗ trống trên đĩa.",
        "{folder} can't be written: {why}. Check its rights and the room on the disk.",
    ),
    "service.exported": ("toàn bộ dữ liệu, dạng {form}, {rows} dòng", "everything, as {form}, {rows} rows"),
    "service.report_ordered": ("Báo cáo {period}, dạng {form}", "Report of {period}, as {form}"),
    "service.export_ordered": ("Toàn bộ dữ liệu, dạng {form}", "Everything that is kept, as {form}"),
    "service.workshop_full": (
        "Đang có {most} việc chờ làm, chưa nhận thêm được. Hãy thử lại sau ít phút.",
        "{most} pieces of work are in hand, which is all there is room for. Try again in some minutes.",
    ),
    "service.workshop_yours": (
        "Bạn đang có {most} việc chưa xong. Hãy chờ một việc xong rồi yêu cầu tiếp.",
        "{most} pieces of your work are in hand. Wait until one is done, then ask again.",
    ),
    "service.workshop_closed": (
        "Loa đang dừng nên việc này không làm tiếp. Hãy yêu cầu lại sau khi Loa khởi động.",
        "Loa is being stopped, so this was given up. Ask again when it has started.",
    ),
    "service.workshop_unwritable": (
        "Không ghi được tệp: {why}. Hãy kiểm tra chỗ trống của thư mục tạm trên máy chạy Loa rồi yêu cầu lại.",
        "The file can't be written: {why}. Check the room in the folder for temporary files of Loa's machine, then ask again.",
    ),
    "service.workshop_broken": (
        "Việc này hỏng vì một lỗi của Loa. Hãy yêu cầu lại; nếu vẫn hỏng, báo người vận hành xem nhật ký chương trình.",
        "This failed by a fault of Loa's own. Ask again; if it fails again, tell the operator to look into the program's log.",
    ),
    "service.remedy_not_published": (
        "Bài {post} chưa từng có trên Trang nên chưa có kết quả khắc phục để ghi.",
        "Post {post} has never been on its Page, so nothing can have followed.",
    ),
    "service.remedy_none": ("bài {post} chưa ghi kết quả nào để bỏ", "nothing is noted of Post {post} that could be taken back"),
    "service.remedy_empty": (
        "Hãy nêu kết quả (--text) hoặc địa chỉ (--link).",
        "Say what followed (--text), or give its address (--link).",
    ),
    "service.remedy_too_long": (
        "Kết quả dài {count} ký tự; nhiều nhất {most}. Hãy viết ngắn lại.",
        "The text has {count} characters; at most {most}. Write less.",
    ),
    "service.remedy_bad_link": (
        "“{link}” không phải địa chỉ web. Địa chỉ bắt đầu bằng http:// hoặc https:// và không có dấu cách.",
        "“{link}” is no web address. One begins with http:// or https:// and has no blank.",
    ),
    # Figures
    "service.metrics_lost": (
        "Facebook không cho số liệu: {metrics} ({why}). Loa ghi là “thiếu”, không ghi là 0, và sẽ tự hỏi lại sau.",
        "Facebook does not give these figures: {metrics} ({why}). They are kept as missing, not as 0, and asked for again later.",
    ),
    "service.metrics_back": ("Facebook lại cho số liệu: {metrics}.", "Facebook gives these figures again: {metrics}."),
    "service.not_asked_now": (
        "Lúc này không hỏi số liệu của Trang {page} được: Trang đang tạm dừng, hoặc Facebook yêu cầu chờ. Hãy thử lại sau; lệnh doctor cho biết lý do.",
        "No figures of the Page {page} can be asked for now: it is paused, or Facebook wants to be left alone. Try again later; doctor says why.",
    ),
}
