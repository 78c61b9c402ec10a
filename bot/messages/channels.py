"""What `bot.channels` says: key -> (Vietnamese, English). Keys begin with "channels."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {
    "channels.unknown_fault": (
        "Facebook báo lỗi không rõ (mã {code}); có thể bài đã đăng. Loa đang xem trên Trang, đừng tự đăng lại.",
        "Facebook reports an unknown fault (code {code}); the Post may be out. Loa is looking on the Page; do not post it by hand.",
    ),
    "channels.service_down": (
        "Facebook đang trục trặc (mã {code}); nếu là lúc đăng thì có thể bài đã đăng. Loa sẽ tự xem lại.",
        "Facebook has a fault (code {code}); where it was a posting, the Post may be out. Loa looks by itself.",
    ),
    "channels.unknown_code": (
        "Facebook trả về mã lạ {code}; có thể bài đã đăng. Loa đang xem trên Trang.",
        "Facebook answers with an unknown code {code}; the Post may be out. Loa is looking on the Page.",
    ),
    "channels.unreadable": (
        "Câu trả lời của Facebook không đọc được (mã {code}). Loa sẽ tự xem lại trên Trang.",
        "Facebook's answer can't be read (status {code}). Loa looks on the Page by itself.",
    ),
    "channels.no_id": (
        "Facebook nhận bài nhưng không cho biết mã bài (mã {code}). Loa đang tìm bài trên Trang.",
        "Facebook took the Post but told no id (status {code}). Loa is looking for it on the Page.",
    ),
    "channels.no_answer": (
        "Đã gửi nhưng không nhận được trả lời của Facebook ({why}); nếu là lúc đăng thì có thể bài đã đăng. Loa đang xem trên Trang.",
        "Sent, but Facebook's answer did not come ({why}); where it was a posting, the Post may be out. Loa is looking on the Page.",
    ),
    "channels.not_reached": (
        "Không kết nối được với Facebook ({why}); chắc chắn chưa đăng. Hãy kiểm tra mạng; Loa sẽ tự thử lại.",
        "Facebook can't be reached ({why}); certainly nothing was posted. Check the network; Loa tries again by itself.",
    ),
    "channels.redirected": (
        "Máy chủ Graph chuyển hướng (mã {code}) nên Loa không gửi tiếp, để mã truy cập không lọt ra ngoài. Hãy kiểm tra graph.url trong bot.yaml.",
        "The Graph server redirects (status {code}); Loa does not follow, so that the token stays here. Check graph.url in bot.yaml.",
    ),
    "channels.listing_too_long": (
        "Danh sách bài trên Trang quá dài nên chưa đọc hết (mã {code}); Loa sẽ xem lại.",
        "The Page's listing is too long to be read whole (status {code}); Loa looks again.",
    ),
    "channels.app_limit": (
        "Ứng dụng đã gọi Facebook quá nhiều (mã {code}). Loa tạm nghỉ rồi tự tiếp tục; không cần làm gì.",
        "The app has called Facebook too often (code {code}). Loa rests and goes on by itself; nothing to do.",
    ),
    "channels.user_limit": (
        "Mã truy cập đã gọi Facebook quá nhiều (mã {code}). Loa tạm nghỉ rồi tự tiếp tục.",
        "The token has called Facebook too often (code {code}). Loa rests and goes on by itself.",
    ),
    "channels.page_limit": (
        "Trang đã bị gọi quá nhiều (mã {code}). Loa tạm nghỉ rồi tự tiếp tục.",
        "The Page has been called too often (code {code}). Loa rests and goes on by itself.",
    ),
    "channels.permission": (
        "Thiếu quyền trên Trang (mã {code}). Hãy lấy lại mã truy cập với đủ quyền (xem README), ghi vào .env; bài đang chờ sẽ tự đăng tiếp.",
        "A permission is missing on the Page (code {code}). Make a token with all permissions (see README) and put it into .env; waiting Posts go on by themselves.",
    ),
    "channels.comment_rights": (
        "Mã truy cập thiếu quyền đọc và viết bình luận (pages_manage_engagement, pages_read_user_content; mã {code}). Hãy lấy lại mã với đủ quyền rồi dùng lệnh retry; việc đăng bài vẫn tiếp tục.",
        "The token lacks the permissions to read and write comments (pages_manage_engagement, pages_read_user_content; code {code}). Make it again with them, then retry; posting goes on.",
    ),
    "channels.change_rights": (
        "Facebook không cho Loa sửa hoặc gỡ bài này (mã {code}). Hãy sửa hoặc gỡ trực tiếp trên Trang; việc đăng bài vẫn tiếp tục.",
        "Facebook does not let Loa change or remove this Post (code {code}). Do it on the Page itself; posting goes on.",
    ),
    "channels.not_permitted": (
        "Facebook không cho phép việc này trên Trang (mã {code}). Hãy kiểm tra vai trò của tài khoản trên Trang.",
        "Facebook does not permit this on the Page (code {code}). Check the account's role on the Page.",
    ),
    "channels.app_not_permitted": (
        "Ứng dụng Facebook chưa được cấp khả năng này (mã {code}). Hãy kiểm tra quyền của ứng dụng tại developers.facebook.com.",
        "The Facebook app lacks this capability (code {code}). Check the app's permissions at developers.facebook.com.",
    ),
    "channels.bad_parameter": (
        "Facebook không nhận nội dung này (mã {code}). Hãy xem lại bài và liên kết rồi dùng lệnh retry.",
        "Facebook does not take this content (code {code}). Check the text and the link, then retry.",
    ),
    "channels.no_such_object": (
        "Không còn bài hoặc Trang này trên Facebook, hoặc mã truy cập không nhìn thấy (mã {code}). Hãy kiểm tra page_id trong bot.yaml.",
        "This Post or Page is not on Facebook, or the token can't see it (code {code}). Check page_id in bot.yaml.",
    ),
    "channels.unsupported": (
        "Facebook không còn hỗ trợ cách gọi này (mã {code}). Hãy cập nhật Loa hoặc graph.version.",
        "Facebook no longer supports this call (code {code}). Update Loa or graph.version.",
    ),
    "channels.link_unreadable": (
        "Facebook không đọc được trang của liên kết (mã {code}). Hãy mở liên kết để kiểm tra, rồi dùng lệnh retry.",
        "Facebook can't read the linked page (code {code}). Open the link to check, then retry.",
    ),
    "channels.link_to_facebook": (
        "Facebook không nhận liên kết trỏ về chính Facebook (mã {code}). Hãy dùng liên kết của cổng thông tin.",
        "Facebook does not take links to itself (code {code}). Use the website's link.",
    ),
    "channels.link_invalid": (
        "Facebook cho rằng liên kết không hợp lệ (mã {code}). Hãy sửa liên kết trên cổng thông tin.",
        "Facebook takes the link for invalid (code {code}). Mend the link on the website.",
    ),
    "channels.photo_bad": (
        "Facebook không nhận ảnh này (mã {code}). Hãy thay bằng ảnh JPG hoặc PNG dưới 4 MB trên cổng thông tin, rồi dùng lệnh retry.",
        "Facebook does not take this picture (code {code}). Put a JPG or PNG below 4 MB on the website instead, then retry.",
    ),
    "channels.empty": (
        "Bài rỗng nên Facebook không nhận (mã {code}). Hãy viết lại nội dung bằng lệnh edit rồi duyệt.",
        "The Post is empty, so Facebook does not take it (code {code}). Write its text anew with edit, then approve it.",
    ),
    "channels.duplicate": (
        "Facebook nói bài này đã đăng rồi (mã {code}). Loa đang tìm bài trên Trang, không đăng lại.",
        "Facebook says that this is posted already (code {code}). Loa is looking for it on the Page and does not post again.",
    ),
    "channels.blocked": (
        "Facebook chặn nội dung này (mã {code}). Hãy xem lại nội dung; nếu đúng, khiếu nại trên Trang rồi dùng lệnh retry.",
        "Facebook blocks this content (code {code}). Check it; if it is right, appeal on the Page, then retry.",
    ),
    "channels.too_fast": (
        "Facebook tạm khóa vì đăng quá dày (mã {code}). Loa dừng đăng trên Trang này; hãy giãn khung giờ (least_spacing, cap_per_day).",
        "Facebook blocks the Page for posting too fast (code {code}). Loa stops posting on it; widen the timetable (least_spacing, cap_per_day).",
    ),
    "channels.authorisation": (
        "Facebook đòi xác thực quyền đăng bài của Trang (mã {code}). Người quản trị Trang cần hoàn tất trên Facebook.",
        "Facebook asks for publishing authorisation of the Page (code {code}). A Page administrator must complete it on Facebook.",
    ),
    "channels.identity": (
        "Facebook đòi xác nhận danh tính (mã {code}). Người quản trị Trang cần đăng nhập Facebook và làm theo hướng dẫn.",
        "Facebook asks to confirm the identity (code {code}). A Page administrator must sign in and follow the instructions.",
    ),
    "channels.restricted": (
        "Trang đang bị Facebook hạn chế trong một thời gian (mã {code}). Hãy xem mục Chất lượng Trang trên Facebook.",
        "The Page is restricted by Facebook for some time (code {code}). See Page quality on Facebook.",
    ),
    "channels.token": (
        "Mã truy cập của Trang không còn dùng được (mã {code}). Hãy lấy mã mới (xem README) và ghi vào .env; bài đang chờ sẽ tự đăng tiếp.",
        "The Page's token no longer works (code {code}). Make a new one (see README) and put it into .env; waiting Posts go on by themselves.",
    ),
    "channels.token_unfit": (
        "Mã truy cập của Trang trống, hoặc có dấu cách, dấu xuống dòng hay chữ có dấu. Hãy chép lại đúng mã vào .env.",
        "The Page's token is empty, or has a space, a line end or an accented letter in it. Copy it into .env again.",
    ),
    "channels.token_other_page": (
        "Mã truy cập là của Trang khác ({page}). Hãy lấy mã của đúng Trang này (xem README) và ghi vào .env.",
        "The token is of another Page ({page}). Take the one of this very Page (see README) and put it into .env.",
    ),
    "channels.insights_too_few": (
        "Trang chưa đủ 100 lượt thích nên Facebook chưa cho số liệu xem và tiếp cận (mã {code}); không cần làm gì.",
        "The Page has fewer than 100 likes, so Facebook gives no views and reach yet (code {code}); nothing to do.",
    ),
    "channels.insights_none": (
        "Facebook không có số liệu này cho bài (mã {code}); không cần làm gì.",
        "Facebook has no such figure for this Post (code {code}); nothing to do.",
    ),
    "channels.token_expired": (
        "Mã truy cập của Trang đã hết hạn (mã {code}). Hãy lấy mã mới (xem README) và ghi vào .env; bài đang chờ sẽ tự đăng tiếp.",
        "The Page's token has expired (code {code}). Make a new one (see README) and put it into .env; waiting Posts go on by themselves.",
    ),
    "channels.token_password": (
        "Mã truy cập mất hiệu lực vì tài khoản đã đổi mật khẩu (mã {code}). Hãy lấy mã mới (xem README) và ghi vào .env.",
        "The token ended because the account's password was changed (code {code}). Make a new one (see README) and put it into .env.",
    ),
    "channels.token_checkpoint": (
        "Facebook yêu cầu chủ tài khoản đăng nhập để xác minh (mã {code}). Hãy đăng nhập facebook.com, làm theo hướng dẫn, rồi lấy mã mới.",
        "Facebook wants the account's owner to sign in and verify (code {code}). Sign in at facebook.com, follow the instructions, then make a new token.",
    ),
    "channels.token_app_removed": (
        "Ứng dụng đã bị gỡ khỏi tài khoản (mã {code}). Hãy cấp quyền lại cho ứng dụng và lấy mã mới (xem README).",
        "The app was removed from the account (code {code}). Authorise it again and make a new token (see README).",
    ),
    "channels.token_no_role": (
        "Tài khoản không còn vai trò trên Trang (mã {code}). Hãy nhờ quản trị viên Trang cấp lại vai trò.",
        "The account has no role on the Page any more (code {code}). Ask a Page administrator for it.",
    ),
    "channels.token_not_page": (
        "Mã truy cập không phải của Trang (loại {code}). Hãy lấy mã của chính Trang ở bước 4 trong README.",
        "The token is not a Page's (type {code}). Take the Page's own token, step 4 in the README.",
    ),
    "channels.token_other_app": (
        "Mã truy cập thuộc ứng dụng khác ({app}). Hãy dùng mã tạo bằng đúng ứng dụng ghi trong .env.",
        "The token belongs to another app ({app}). Use one made with the app named in .env.",
    ),
    "channels.proof": (
        "Facebook không nhận chữ ký hoặc mã truy cập (mã {code}). Hãy kiểm tra App secret trong .env có đúng là của ứng dụng này không.",
        "Facebook does not accept the proof or the token (code {code}). Check that the app secret in .env is of this very app.",
    ),
    "channels.dead_version": (
        "Phiên bản Graph API đã ngừng (mã {code}). Hãy sửa graph.version trong bot.yaml thành phiên bản mới.",
        "The Graph API version is dead (code {code}). Put a newer one into graph.version in bot.yaml.",
    ),
    "channels.other_version": (
        "Đã hỏi phiên bản {asked} nhưng Facebook trả lời bằng {answered}. Hãy sửa graph.version trong bot.yaml.",
        "Asked for version {asked}, but {answered} answered. Change graph.version in bot.yaml.",
    ),
    "channels.page_fine": ("đọc được Trang “{page}”, {followers} người theo dõi", "the Page “{page}” can be read, {followers} followers"),
    "channels.no_app": (
        "không kiểm tra được hạn của mã truy cập vì chưa có app_id và app_secret (không bắt buộc)",
        "the token's expiry can't be read without app_id and app_secret (optional)",
    ),
    "channels.no_end": ("{what}: không có hạn", "{what}: no end"),
    "channels.token_ends": (
        "mã truy cập hết hạn ngày {date} (còn {days} ngày); hãy lấy mã mới trước ngày đó",
        "the token ends on {date} (in {days} days); make a new one before",
    ),
    "channels.has_ended": (
        "{what}: đã hết hạn từ ngày {date}. Hãy cấp quyền lại cho ứng dụng và lấy mã mới (lệnh token)",
        "{what}: ended on {date}. Authorise the app again and make a new token (the verb token)",
    ),
    "channels.live_mode": (
        "hãy mở một bài Loa đã đăng bằng cửa sổ ẩn danh. Nếu không thấy bài, ứng dụng đang ở chế độ Phát triển (Development): chuyển sang Live tại developers.facebook.com, vì Facebook không báo lỗi mà chỉ giấu bài với mọi người",
        "open a Post of Loa's in a private window. If it does not show, the app is in Development mode: switch it to Live at developers.facebook.com, for Facebook reports no error and only hides the Posts from everybody",
    ),
    "channels.data_access_ends": (
        "quyền đọc dữ liệu hết hạn ngày {date} (còn {days} ngày); hãy cấp quyền lại cho ứng dụng trước ngày đó",
        "data access ends on {date} (in {days} days); authorise the app again before",
    ),
    "channels.scope_posts": (
        "thiếu quyền {scope}: không đăng được bài. Hãy lấy lại mã truy cập với quyền này.",
        "the permission {scope} is missing: nothing can be posted. Make the token again with it.",
    ),
    "channels.scope_reading": (
        "thiếu quyền {scope}: không đối chiếu được bài trên Trang. Hãy lấy lại mã truy cập với quyền này.",
        "the permission {scope} is missing: Posts can't be found on the Page. Make the token again with it.",
    ),
    "channels.scope_reactions": (
        "thiếu quyền {scope}: không đếm được cảm xúc và bình luận. Hãy lấy lại mã truy cập với quyền này.",
        "the permission {scope} is missing: no reactions and comments can be counted. Make the token again with it.",
    ),
    "channels.scope_insights": (
        "thiếu quyền {scope}: không đọc được lượt xem và người tiếp cận. Hãy lấy lại mã truy cập với quyền này.",
        "the permission {scope} is missing: no views and reach can be read. Make the token again with it.",
    ),
    "channels.no_pictures": (
        "Bài này cần ảnh nhưng không có ảnh nào dùng được. Hãy duyệt lại với cách đăng khác.",
        "This Post needs a picture and has none that can be used. Approve it with another way of posting.",
    ),
    "channels.photo_used": (
        "Facebook nói ảnh này đã được dùng trong bài khác (mã {code}). Hãy dùng lệnh retry để đăng lại.",
        "Facebook says that this photo is in another post already (code {code}). Use retry to post again.",
    ),
    "channels.scrape_down": (
        "Facebook tạm thời không đọc được trang liên kết (mã {code}). Loa sẽ tự thử lại.",
        "Facebook can't read linked pages for the moment (code {code}). Loa tries again by itself.",
    ),
    "channels.scope_list": (
        "thiếu quyền {scope}: lần sau không lấy được mã của Trang. Hãy lấy lại mã truy cập với quyền này.",
        "the permission {scope} is missing: the Page's token can't be made next time. Make the token again with it.",
    ),
    "channels.scope_comments": (
        "thiếu quyền {scope}: không viết được bình luận đầu tiên có liên kết. Hãy lấy lại mã truy cập với quyền này.",
        "the permission {scope} is missing: the first comment with the link can't be written. Make the token again with it.",
    ),
}
