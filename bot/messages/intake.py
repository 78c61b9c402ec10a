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
        "{url} không dẫn đến một địa chỉ http(s). Hãy tìm địa chỉ RSS đúng và sửa trong bot.yaml.",
        "{url} does not lead to an http(s) address. Find the right feed address and put it into bot.yaml.",
    ),
    "intake.no_such_host": (
        "Không tìm thấy máy chủ {host}. Hãy kiểm tra tên miền trong {url} và kết nối mạng.",
        "There is no server named {host}. Check the name in {url} and the network.",
    ),
    "intake.name_server_silent": (
        "Máy chủ tên miền (DNS) không trả lời trong {seconds} giây khi Loa hỏi địa chỉ của {host}. Hãy kiểm tra kết nối mạng và DNS của máy này; Loa sẽ hỏi lại {url} sau.",
        "The name server (DNS) did not answer within {seconds} seconds where {host} is. Check this machine's network and DNS; Loa will ask {url} again.",
    ),
    "intake.name_server_fails": (
        "Máy chủ tên miền (DNS) đang không tra được {host}. Hãy kiểm tra kết nối mạng và DNS của máy này; nếu các trang khác vẫn vào được, hãy báo người quản trị cổng thông tin. Loa sẽ hỏi lại {url} sau.",
        "The name server (DNS) can't look up {host} at present. Check this machine's network and DNS; if other websites can be reached, tell the website's administrator. Loa will ask {url} again.",
    ),
    "intake.redirect_loop": (
        "{url} chuyển hướng vòng quanh, không bao giờ đến nơi. Hãy tìm địa chỉ RSS đúng và sửa trong bot.yaml.",
        "{url} redirects in a circle. Find the right feed address and put it into bot.yaml.",
    ),
    "intake.credentials": (
        "{url} dẫn đến một địa chỉ của {host} có kèm tên hoặc mật khẩu, nên Loa không hỏi. Hãy tìm địa chỉ RSS không cần đăng nhập.",
        "{url} leads to an address of {host} that holds a name or a password, so Loa does not ask it. Find a feed address without a sign-in.",
    ),
    "intake.bad_port": (
        "{url} dẫn đến cổng {port} của {host}, là cổng của dịch vụ khác chứ không phải trang web, nên Loa không hỏi. Hãy kiểm tra lại địa chỉ.",
        "{url} leads to port {port} of {host}, where some other service lives and no website, so Loa does not ask it. Check the address.",
    ),
    "intake.private_address": (
        "{url} dẫn đến {host}, là địa chỉ trong mạng nội bộ, nên Loa không hỏi. Nếu đúng là cổng thông tin nội bộ của cơ quan, hãy ghi {host} vào intake.private_hosts trong bot.yaml.",
        "{url} leads to {host}, an address inside a private network, so Loa does not ask it. If it really is the agency's own website, put {host} into intake.private_hosts in bot.yaml.",
    ),
    "intake.host_busy": (
        "Máy chủ {host} còn đang trả lời quá chậm các nguồn tin khác nên chưa đến lượt {url}. Loa sẽ hỏi lại sau.",
        "The server {host} is still answering other feeds too slowly, so it was not the turn of {url}. Loa will ask again.",
    ),
    "intake.proxy": (
        "Máy chủ trung gian (proxy) không cho Loa đến {url}. Hãy kiểm tra intake.proxy, hoặc biến nêu ở intake.proxy_from (địa chỉ, tên và mật khẩu).",
        "The proxy does not let Loa reach {url}. Check intake.proxy, or the variable that intake.proxy_from names (its address, name and password).",
    ),
    "intake.certificate_expired_since": (
        "Chứng chỉ bảo mật của {host} đã hết hạn từ ngày {date}. Hãy báo người quản trị cổng thông tin gia hạn; Loa không đọc {url} cho đến khi sửa xong.",
        "The certificate of {host} expired on {date}. Tell the website's administrator to renew it; Loa does not read {url} until it is mended.",
    ),
    "intake.certificate_expired": (
        "Chứng chỉ bảo mật của {host} đã hết hạn. Hãy báo người quản trị cổng thông tin gia hạn; Loa không đọc {url} cho đến khi sửa xong.",
        "The certificate of {host} has expired. Tell the website's administrator to renew it; Loa does not read {url} until it is mended.",
    ),
    "intake.certificate_early": (
        "Chứng chỉ bảo mật của {host} chưa đến ngày có hiệu lực. Hãy kiểm tra đồng hồ của máy này; nếu đồng hồ đúng, hãy báo người quản trị cổng thông tin. Loa không đọc {url} cho đến khi sửa xong.",
        "The certificate of {host} is not valid yet. Check this machine's clock; if that is right, tell the website's administrator. Loa does not read {url} until it is mended.",
    ),
    "intake.certificate_name": (
        "Chứng chỉ bảo mật ở {host} được cấp cho tên miền khác ({why}). Hãy kiểm tra tên miền trong {url}; nếu đúng, hãy báo người quản trị cổng thông tin.",
        "The certificate at {host} belongs to another name ({why}). Check the name in {url}; if it is right, tell the website's administrator.",
    ),
    "intake.certificate_unknown": (
        "Chứng chỉ bảo mật của {host} không do tổ chức nào mà Loa tin cậy cấp ({why}), nên Loa không đọc {url}. Nếu cơ quan dùng chứng chỉ nội bộ, hãy ghi tệp chứng chỉ gốc (PEM) vào intake.ca_file trong bot.yaml; nếu không, hãy báo người quản trị cổng thông tin.",
        "The certificate of {host} comes from no authority that Loa trusts ({why}), so Loa does not read {url}. If the agency has an authority of its own, name the file of its certificate (PEM) in intake.ca_file in bot.yaml; if not, tell the website's administrator.",
    ),
    "intake.certificate": (
        "Chứng chỉ bảo mật của {host} không hợp lệ ({why}). Hãy báo người quản trị cổng thông tin; Loa không đọc {url} cho đến khi sửa xong.",
        "The certificate of {host} is not valid ({why}). Tell the website's administrator; Loa does not read {url} until it is mended.",
    ),
    "intake.tls": (
        "Không lập được kết nối bảo mật (TLS) với {host}. Hãy kiểm tra {url} có thật sự dùng https không; nếu có, hãy báo người quản trị cổng thông tin rằng máy chủ dùng cách mã hóa đã quá cũ hoặc hỏng.",
        "No secure connection (TLS) could be made with {host}. Check that {url} really is https; if it is, tell the website's administrator that the server's encryption is too old or broken.",
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
    "intake.unknown_encoding": (
        "{host} gửi dữ liệu nén theo cách mà Loa không hiểu ({coding}). Hãy báo người quản trị cổng thông tin; Loa sẽ hỏi lại {url} sau.",
        "{host} sends data compressed in a way that Loa does not know ({coding}). Tell the website's administrator; Loa will ask {url} again.",
    ),
    "intake.bad_answer": (
        "Câu trả lời của {host} không đúng giao thức HTTP. Hãy mở {url} bằng trình duyệt để kiểm tra; Loa sẽ hỏi lại sau.",
        "The answer of {host} is no proper HTTP. Open {url} in a browser to check; Loa will ask again.",
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
    "intake.list_no_item": (
        "Trên trang {url} không có phần nào khớp với item “{item}” (trang có {links} liên kết). Giao diện trang có thể đã đổi: hãy chạy run_bot.py preview {url} --list để Loa gợi ý bộ chọn mới, rồi sửa selectors của nguồn này trong bot.yaml.",
        "Nothing on {url} matches the item selector “{item}” (the page has {links} links). The page may look different now: run run_bot.py preview {url} --list, which proposes selectors, and put them into the feed's selectors in bot.yaml.",
    ),
    "intake.list_no_link": (
        "Trang {url} có {matched} phần khớp với item “{item}”, nhưng không phần nào có liên kết kèm tiêu đề theo link “{link}”. Hãy chạy run_bot.py preview {url} --list để Loa gợi ý bộ chọn, rồi sửa selectors của nguồn này trong bot.yaml.",
        "On {url} the item selector “{item}” matches {matched} times, but nowhere is there a link with a title by the link selector “{link}”. Run run_bot.py preview {url} --list, which proposes selectors, and put them into the feed's selectors in bot.yaml.",
    ),
    "intake.list_nothing_repeats": (
        "Trên trang {url} không thấy danh sách tin nào (cần ít nhất ba tiêu đề nằm trong các khung giống nhau). Hãy thử trang chuyên mục tin của cổng thông tin, hoặc tự chỉ ra bằng --item.",
        "There is no list of news on {url} (at least three headlines in boxes that are alike). Try the page of a news section, or say it with --item.",
    ),
    "intake.list_login_page": (
        "{url} là trang đăng nhập nên không có tin để đọc. Hãy nhờ người quản trị cổng thông tin cho xem trang tin không cần đăng nhập.",
        "{url} is a sign-in page, so there is no news to read. Ask the website's administrator to let the page be read without signing in.",
    ),
    "intake.list_bot_protection": (
        "{url} đang bật lớp chống truy cập tự động nên Loa không đọc được. Hãy nhờ người quản trị cổng thông tin cho phép Loa đọc trang này.",
        "{url} is behind a protection against programs, so Loa can't read it. Ask the website's administrator to let Loa through.",
    ),
    "intake.no_sitemap": (
        "{url} không phải sitemap.xml. Hãy kiểm tra lại địa chỉ (thường ghi trong robots.txt của cổng thông tin), hoặc đổi kind của nguồn này trong bot.yaml.",
        "{url} is no sitemap.xml. Check the address (robots.txt of the website often names it), or change the feed's kind in bot.yaml.",
    ),
    "intake.sitemap_empty_index": (
        "{url} là danh mục sitemap nhưng không ghi sitemap nào. Hãy báo người quản trị cổng thông tin.",
        "{url} is an index of sitemaps that names none. Tell the website's administrator.",
    ),
    "intake.sitemap_undated_index": (
        "{url} là danh mục sitemap không ghi ngày nên không biết khi nào có tin mới. Hãy ghi thẳng địa chỉ của sitemap chứa tin vào bot.yaml, có lẽ là {child}",
        "{url} is an index of sitemaps without dates, so it does not tell when there is news. Put the address of the sitemap with the news into bot.yaml, probably {child}",
    ),
    "intake.sitemap_child": (
        "Không đọc được sitemap {child} mà {url} dẫn đến: {why}. Loa sẽ hỏi lại sau.",
        "The sitemap {child} that {url} leads to can't be read: {why}. Loa will ask again.",
    ),
    "intake.resource_no_host": ("không tìm thấy máy chủ của {url}", "there is no server for {url}"),
    "intake.resource_certificate": ("chứng chỉ bảo mật của {url} không hợp lệ", "the certificate of {url} is not valid"),
    "intake.resource_refused": ("máy chủ của {url} từ chối kết nối", "the server of {url} refuses connections"),
    "intake.resource_private": (
        "{url} dẫn đến {host}, là địa chỉ trong mạng nội bộ (xem intake.private_hosts)",
        "{url} leads to {host}, an address inside a private network (see intake.private_hosts)",
    ),
    "intake.resource_slow": ("{url} không trả lời kịp", "{url} does not answer in time"),
    "intake.resource_large": ("{url} quá lớn", "{url} is too large"),
    "intake.resource_broken": ("không tải được {url}", "{url} could not be loaded"),
}
