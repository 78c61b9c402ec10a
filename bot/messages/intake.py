"""What `bot.intake` says: key -> (Vietnamese, English). Keys begin with "intake."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {
    "intake.empty": (
        "{url} trả về trang trống. Hãy mở địa chỉ này bằng trình duyệt và báo người quản trị cổng thông tin.",
        "{url} answers with nothing. Open it in a browser, and tell the website's administrator.",
    ),
    "intake.too_large": (
        "{url} lớn hơn {megabytes} MB nên không đọc. Nếu nguồn tin thật sự lớn như vậy, hãy tăng max_megabytes của nguồn này trong bot.yaml.",
        "{url} is larger than {megabytes} MB and was not read. If the feed really is so large, raise its max_megabytes in bot.yaml.",
    ),
    "intake.too_slow": (
        "{url} gửi quá chậm: sau {minutes} phút vẫn chưa xong. Loa sẽ hỏi lại sau.",
        "{url} is too slow: not done after {minutes} minutes. Loa will ask again.",
    ),
    "intake.forbidden": (
        "{url} từ chối cho đọc (mã {status}). Hãy nhờ người quản trị cổng thông tin cho phép đọc RSS không cần đăng nhập.",
        "{url} refuses to be read (status {status}). Ask the website's administrator to let RSS be read without signing in.",
    ),
    "intake.not_found": (
        "Không có gì ở {url} (mã {status}). Địa chỉ RSS có thể đã đổi: hãy tìm địa chỉ mới trên cổng thông tin và sửa trong bot.yaml.",
        "There is nothing at {url} (status {status}). The feed's address may have changed: find the new one on the website and put it into bot.yaml.",
    ),
    "intake.gone": (
        "{url} đã bị gỡ hẳn (mã {status}). Hãy tìm địa chỉ RSS mới và sửa trong bot.yaml.",
        "{url} is gone for good (status {status}). Find the new feed address and put it into bot.yaml.",
    ),
    "intake.too_often": (
        "{url} báo rằng đang bị hỏi quá dày (mã {status}). Hãy tăng every của nguồn này trong bot.yaml.",
        "{url} says it is asked too often (status {status}). Raise the feed's `every` in bot.yaml.",
    ),
    "intake.server_fault": (
        "Máy chủ của {url} đang trục trặc (mã {status}). Loa sẽ hỏi lại sau.",
        "The server of {url} has a fault (status {status}). Loa will ask again.",
    ),
    "intake.bad_status": (
        "{url} trả lời bằng mã {status} nên không có tin để đọc. Hãy mở địa chỉ này bằng trình duyệt để kiểm tra.",
        "{url} answers with status {status}, so there is nothing to read. Open it in a browser to check.",
    ),
    "intake.redirects": (
        "{url} chuyển hướng vòng quanh hơn {most} lần. Hãy tìm địa chỉ RSS đúng và sửa trong bot.yaml.",
        "{url} redirects more than {most} times. Find the right feed address and put it into bot.yaml.",
    ),
    "intake.bad_redirect": (
        "{url} chuyển hướng đến một địa chỉ không phải http(s). Hãy tìm địa chỉ RSS đúng và sửa trong bot.yaml.",
        "{url} redirects to an address that is not http(s). Find the right feed address and put it into bot.yaml.",
    ),
    "intake.no_such_host": (
        "Không tìm thấy máy chủ {host}. Hãy kiểm tra tên miền trong {url} và kết nối mạng.",
        "There is no server named {host}. Check the name in {url} and the network.",
    ),
    "intake.certificate": (
        "Chứng chỉ bảo mật của {host} không hợp lệ ({why}). Hãy báo người quản trị cổng thông tin gia hạn; Loa không đọc {url} cho đến khi sửa xong.",
        "The certificate of {host} is not valid ({why}). Tell the website's administrator; Loa does not read {url} until it is mended.",
    ),
    "intake.connect_timeout": (
        "Máy chủ {host} không trả lời khi kết nối. Hãy kiểm tra mạng; Loa sẽ hỏi lại {url} sau.",
        "The server {host} does not answer a connection. Check the network; Loa will ask {url} again.",
    ),
    "intake.refused": (
        "Máy chủ {host} từ chối kết nối. Có thể máy chủ đang tắt; Loa sẽ hỏi lại {url} sau.",
        "The server {host} refuses connections. It may be down; Loa will ask {url} again.",
    ),
    "intake.read_timeout": (
        "Máy chủ {host} nhận câu hỏi nhưng không trả lời kịp. Loa sẽ hỏi lại {url} sau.",
        "The server {host} took the question but did not answer in time. Loa will ask {url} again.",
    ),
    "intake.bad_encoding": (
        "{host} gửi dữ liệu nén bị hỏng. Loa sẽ hỏi lại {url} sau; nếu kéo dài, hãy báo người quản trị cổng thông tin.",
        "{host} sends broken compressed data. Loa will ask {url} again; if it lasts, tell the website's administrator.",
    ),
    "intake.broken_off": (
        "Kết nối đến {host} bị ngắt giữa chừng. Loa sẽ hỏi lại {url} sau.",
        "The connection to {host} broke off. Loa will ask {url} again.",
    ),
    "intake.web_page": (
        "{url} là một trang web, không phải RSS. Hãy tìm địa chỉ RSS (thường có biểu tượng RSS hoặc mục “RSS” ở chân trang) và sửa trong bot.yaml.",
        "{url} is a web page, not a feed. Find the RSS address (often an RSS sign, or “RSS” at the foot of the page) and put it into bot.yaml.",
    ),
    "intake.login_page": (
        "{url} là trang đăng nhập, không phải RSS. Hãy nhờ người quản trị cổng thông tin cho phép đọc RSS không cần đăng nhập.",
        "{url} is a sign-in page, not a feed. Ask the website's administrator to let RSS be read without signing in.",
    ),
    "intake.bot_protection": (
        "{url} đang bật lớp chống truy cập tự động nên Loa không đọc được. Hãy nhờ người quản trị cổng thông tin cho phép đọc RSS.",
        "{url} is behind a protection against programs, so Loa can't read it. Ask the website's administrator to let the feed through.",
    ),
    "intake.not_a_feed": (
        "{url} không phải RSS, Atom hay JSON Feed. Hãy kiểm tra lại địa chỉ trong bot.yaml.",
        "{url} is no RSS, Atom or JSON Feed. Check the address in bot.yaml.",
    ),
    "intake.unreadable": (
        "{url} hỏng đến mức không đọc được tin nào. Hãy báo người quản trị cổng thông tin; Loa sẽ hỏi lại sau.",
        "{url} is so broken that no item can be read. Tell the website's administrator; Loa will ask again.",
    ),
    "intake.other_xml": (
        "{url} là tệp XML nhưng không phải RSS hay Atom. Hãy kiểm tra lại địa chỉ trong bot.yaml.",
        "{url} is XML, but no RSS or Atom. Check the address in bot.yaml.",
    ),
    "intake.other_json": (
        "{url} là tệp JSON nhưng không phải JSON Feed. Hãy kiểm tra lại địa chỉ trong bot.yaml.",
        "{url} is JSON, but no JSON Feed. Check the address in bot.yaml.",
    ),
    "intake.broken_json": (
        "{url} là tệp JSON bị hỏng. Hãy báo người quản trị cổng thông tin.",
        "{url} is broken JSON. Tell the website's administrator.",
    ),
    "intake.entities": (
        "{url} khai báo thực thể XML riêng (<!ENTITY>), là cách tấn công thường gặp, nên Loa không đọc. Hãy báo người quản trị cổng thông tin.",
        "{url} declares XML entities of its own (<!ENTITY>), a usual way of attack, so Loa does not read it. Tell the website's administrator.",
    ),
    "intake.resource_no_host": ("không tìm thấy máy chủ của {url}", "there is no server for {url}"),
    "intake.resource_certificate": ("chứng chỉ bảo mật của {url} không hợp lệ", "the certificate of {url} is not valid"),
    "intake.resource_refused": ("máy chủ của {url} từ chối kết nối", "the server of {url} refuses connections"),
    "intake.resource_slow": ("{url} không trả lời kịp", "{url} does not answer in time"),
    "intake.resource_large": ("{url} quá lớn", "{url} is too large"),
    "intake.resource_broken": ("không tải được {url}", "{url} could not be loaded"),
}
