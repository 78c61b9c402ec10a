"""What `bot.compose` says: key -> (Vietnamese, English). Keys begin with "compose."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {
    "compose.no_link": (
        "Tin này không có liên kết http(s) hợp lệ (“{link}”) nên không thể đăng kèm liên kết. Hãy sửa bài trên cổng thông tin.",
        "This entry has no usable http(s) link (“{link}”), so it can't be posted. Mend the article on the website.",
    ),
    "compose.template": (
        "Mẫu bài đăng cho sắc thái “{tone}” bị lỗi: {why}. Hãy sửa tệp .j2 tương ứng trong thư mục templates.",
        "The template for the tone “{tone}” fails: {why}. Mend the .j2 file in the templates folder.",
    ),
    "compose.no_room": (
        "Mẫu bài đăng cho sắc thái “{tone}” quá dài hoặc rỗng: không đủ {most} ký tự cho tiêu đề. Hãy rút gọn mẫu hoặc tăng compose.max_length.",
        "The template for the tone “{tone}” is too long or empty: the headline does not fit into {most} characters. Shorten it or raise compose.max_length.",
    ),
}
