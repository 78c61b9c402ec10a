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
    "compose.picture_none": (
        "không phải ảnh JPG, PNG, WEBP hoặc GIF dùng được ({why})",
        "not a JPG, PNG, WEBP or GIF picture that can be used ({why})",
    ),
    "compose.picture_broken": ("tệp ảnh bị hỏng ({why})", "the picture file is damaged ({why})"),
    "compose.picture_lies": (
        "máy chủ nói là {declared} nhưng thật ra là {found}",
        "the server says {declared}, but it is {found}",
    ),
    "compose.picture_huge": ("ảnh quá lớn ({width}×{height})", "the picture is too large ({width}×{height})"),
    "compose.picture_small": (
        "ảnh quá nhỏ ({width}×{height}, ít nhất {least_width}×{least_height})",
        "the picture is too small ({width}×{height}, at least {least_width}×{least_height})",
    ),
    "compose.picture_shape": (
        "ảnh quá dài hoặc quá hẹp ({width}×{height}), giống băng rôn hơn là ảnh tin",
        "the picture is too long or too narrow ({width}×{height}): a banner rather than a picture",
    ),
    "compose.picture_blank": ("ảnh trống hoặc chỉ một màu", "the picture is blank or of one colour"),
    "compose.tags_many": ("có {count} thẻ, nên có nhiều nhất {most}", "{count} hashtags, of which {most} are wanted at most"),
    "compose.tag_apart": ("“# {tag}” có dấu cách sau dấu # nên không thành thẻ", "“# {tag}” has a blank after # and is no hashtag"),
    "compose.tag_glued": (
        "{tag} dính liền chữ phía trước nên không thành thẻ",
        "{tag} is glued to what stands before it and is no hashtag",
    ),
    "compose.tag_cut": (
        "thẻ {tag} bị cắt trước “{rest}”: trong thẻ chỉ có chữ, số, gạch dưới",
        "{tag} ends before “{rest}”: letters, digits and underscores only",
    ),
    "compose.tag_digits": ("{tag} chỉ có số nên không thành thẻ", "{tag} has digits only and is no hashtag"),
    "compose.tag_twice": ("thẻ {tag} lặp lại", "{tag} stands there twice"),
}
