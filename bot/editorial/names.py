"""Names of persons as Vietnamese newspapers write them: "Nguyễn Văn A", "Hồ Thị B.", "N.T.B", "H'Hen Niê"."""

import re
from typing import Final

from bot.editorial.legible import CAPITAL, Legible, cue

# The commonest family names, those of the mountain peoples of Quảng Trị and the Central Highlands among them. Those that are everyday words as well
# (Văn, Từ, Ông, Phó, Trang, Y, A) are left out: "Phó Chủ tịch" is no person's name.
_FAMILIES: Final = (
    *("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đoàn", "Đinh", "Trương"),
    *("Mai", "Trịnh", "Đào", "Lương", "Lâm", "Phùng", "Tô", "Tạ", "Cao", "Hà", "Thái", "Châu", "Tăng", "Quách", "Nông", "Triệu", "Lò", "Vàng", "Giàng"),
    *("Sùng", "Thào", "Quàng", "Hứa", "Chu", "Doãn", "Kiều", "Lưu", "Mạc", "Nghiêm", "Ninh", "Thạch", "Tống", "Vương", "Bạch", "Cù", "Đàm", "Giáp"),
    *("Khổng", "Khúc", "Lục", "Mã", "Ngụy", "Nhữ", "Thiều", "Tôn", "Ung", "Ksor", "Rơ", "Siu", "Kpă", "Rmah", "Niê", "Alăng", "Zơrâm", "Bríu", "Pơloong"),
    *("Đậu", "Thân", "Lại", "Tưởng", "Diệp", "Lữ", "Kha", "Bế", "Vừ", "Moong", "Xồng", "Cáp", "Phí", "Biện", "Pả", "Kăn", "Côn", "Kôn", "Ăm", "Xôn"),
)  # fmt: skip
_PLACES: Final = (
    r"Hà (?:Nội|Tĩnh|Giang|Nam|Đông|Tiên)|Hồ Chí Minh|Thái (?:Nguyên|Bình|Lan)|Cao Bằng|Lâm Đồng|Ninh (?:Bình|Thuận)|Lý Sơn|Mai (?:Châu|Sơn)"
    r"|Châu (?:Đốc|Phú|Âu|Á|Phi|Mỹ)|Hoàng (?:Sa|Mai|Liên|Thành)|Phan (?:Thiết|Rang|Rí)|Côn (?:Đảo|Sơn)|Đoàn (?:Thanh (?:[Nn]iên|[Tt]ra|[Kk]iểm|[Tt]hiếu)|TNCS|Thể|Đại)|Vàng (?:Danh|Pheo)"
)
# Within capitals throughout, these go on after a name and are no part of it: "HAI EM LÊ QUANG HUY VÀ …, LỚP 7".
_NO_WORD: Final = r"(?!(?:VÀ|LỚP|ĐƯỢC|TẠI|CỦA|CHO|CÙNG|LÀ|Ở|CÓ|BỊ|ĐÃ|ĐANG|SẼ|CHƯA|KHÔNG|TRONG|NHẬN|CẦN|VỚI)(?!\w))"
WORD: Final = rf"{_NO_WORD}{CAPITAL}[\w'’]{{0,15}}(?:-{CAPITAL}[\w'’]{{0,15}})?"
# A dot is part of it only within initials ("N.T.B", "Nguyễn Văn A."), so that a sentence's end is none.
NAME: Final = rf"{WORD}(?:(?: |(?<!\w\w\w)\. ?(?={CAPITAL}[a-z]?(?!\w))){WORD}){{0,4}}(?![\w*])"
INITIALS: Final = rf"{CAPITAL}[a-zăâđêôơưh]?(?:\. ?{CAPITAL}[a-zh]?){{1,4}}(?![\w*])"
_FAMILY: Final = "|".join(sorted(_FAMILIES, key=len, reverse=True))
FULL_NAME: Final = rf"(?!{_PLACES}|{_PLACES.upper()})(?:{_FAMILY}|{_FAMILY.upper()})(?: {WORD}){{1,4}}(?![\w*])"

# Whatever the family is called: "Xôn Thị Vân", "Xôn Văn Bình", "Y Thu Hà", "A Lăng Bảo". Beside a sign of age nothing else can be meant.
ANY_FAMILY: Final = (
    rf"(?:(?!(?:Ông|Bà|Anh|Chị|Cô|Em|Cháu|Bé|Con) ){WORD} (?:Thị|THỊ|Văn|VĂN)(?: {WORD}){{1,3}}|[AY](?: {WORD}){{2,3}})(?![\w*])"
)
PERSON: Final = re.compile(rf"{FULL_NAME}|{ANY_FAMILY}|{INITIALS}")
# Schools are called after them, and their pupils after the school: "học sinh Lê Quý Đôn" are no child.
OF_HISTORY: Final = re.compile(
    r"Nguyễn (?:Trãi|Huệ|Du|Tất Thành|Ái Quốc|Sinh Cung|Bỉnh Khiêm|Thị Minh Khai|Đình Chiểu|Viết Xuân|Văn Trỗi|Văn Cừ|Bá Ngọc|Thái Học|Công Trứ|Tri Phương|Thượng Hiền|Hữu Thận|Chí Thanh)"
    r"|Trần (?:Phú|Hưng Đạo|Quốc Toản|Quốc Tuấn|Cao Vân|Đại Nghĩa|Nhân Tông|Quang Khải|Thị Tâm)|Lê (?:Lợi|Lai|Duẩn|Quý Đôn|Hồng Phong|Thánh Tông|Văn Tám|Thế Hiếu)"
    r"|Phan (?:Châu Trinh|Chu Trinh|Bội Châu|Đình Phùng|Đăng Lưu|Đình Giót)|Võ (?:Nguyên Giáp|Thị Sáu|Văn Kiệt)|Hoàng (?:Văn Thụ|Hoa Thám|Diệu)|Lý (?:Tự Trọng|Thường Kiệt|Thái Tổ)"
    r"|Ngô (?:Quyền|Gia Tự|Sĩ Liên)|Đinh (?:Tiên Hoàng|Bộ Lĩnh)|Đoàn Thị Điểm|Hồ (?:Chí Minh|Xuân Hương)|Bùi (?:Thị Xuân|Dục Tài)|Chu Văn An|Huỳnh Thúc Kháng|Mạc Đĩnh Chi"
    r"|Phạm (?:Hồng Thái|Ngũ Lão|Văn Đồng)|Đặng (?:Thùy Trâm|Thai Mai|Dung)|Lương (?:Thế Vinh|Văn Can)|Tô (?:Vĩnh Diện|Hiến Thành)|Cù Chính Lan|Vừ A Dính|Cao Bá Quát|Tạ Quang Bửu"
)

TITLES: Final = "ông|bà|anh|chị|cô|chú|bác|thầy|đồng chí"
"""What grown-up people are called by, for a pattern."""
PLACE_KINDS: Final = "xã|phường|thị trấn|thị xã|thành phố|tp|tx|thôn|bản|làng|xóm|khu phố"
"""The kinds of places that are called like people, for a pattern."""
_TITLED: Final = cue(rf"(?<!\w)(?:{TITLES}|em|cháu|đ/c|đc|ths|ts|bs) ?(?:\. ?)?$")
_ANYBODY: Final = re.compile(rf"(?<!\w)(?:{FULL_NAME}|{INITIALS}|{WORD})")
_STREET_BEFORE: Final = cue(
    r"(?:đường|phố|trường(?: (?:tiểu học|th|thcs|thpt|mầm non|pt|dtnt))*|số|[0-9][0-9a-z/]*|chợ|tượng đài|công viên|bệnh viện|quận|huyện|tỉnh) $"
)
# Places are called like people: "UBND xã Triệu Bình", "Trường THCS Lê Lợi". But "Chủ tịch UBND xã Lê Hùng" is one, and so is whoever has three words.
_PLACE_BEFORE: Final = cue(rf"(?<!\w)(?:{PLACE_KINDS})\.? $")
_OFFICER_BEFORE: Final = cue(
    r"(?<!\w)(?:chủ tịch|bí thư|trưởng|phó|giám đốc|cán bộ|công chức|chuyên viên|lãnh đạo|ông|bà|anh|chị)(?!\w)[^.,;:()]{0,50}$"
)
_SCHOOL_BEFORE: Final = cue(
    r"(?<!\w)(?:trường(?: (?:tiểu học|mầm non|mẫu giáo|phổ thông|th|pt|dtnt|ptdtnt|ptdtbt|nội trú|bán trú|liên cấp|chuyên|và|số [0-9]))*|(?:(?:th ?[&-] ?)?thcs|thpt)(?: (?:chuyên|năng khiếu|dân tộc|nội trú|bán trú|số [0-9]))*) $"
)
_WINDOW, _SCHOOL_WINDOW, _OFFICER_WINDOW = 24, 40, 64


def names_a_person(page: Legible, start: int, end: int) -> bool:
    """Whether a person is named between `start` and `end`: "ông A", "đồng chí Hoa", "Nguyễn Văn A" (but not the street "12 Trần Hưng Đạo")."""
    for match in _ANYBODY.finditer(page.text, start, end):
        before = max(0, match.start() - _WINDOW)
        if _TITLED.search(page.lower, before, match.start()):
            if not page.lower.startswith("rịa", match.start()):  # Bà Rịa is a place
                return True
        elif _is_full(match[0]) and not (_STREET_BEFORE.search(page.lower, before, match.start()) or names_a_place(page, *match.span())):
            return True
    return False


def names_a_place(page: Legible, start: int, end: int) -> bool:
    """Whether what is like a person's name is that of a school, or of two words behind the kind of a place."""
    is_short = page.text.count(" ", start, end) == 1
    if not (
        _SCHOOL_BEFORE.search(page.lower, max(0, start - _SCHOOL_WINDOW), start)
        or (is_short and _PLACE_BEFORE.search(page.lower, max(0, start - _WINDOW), start))
    ):
        return False
    return not _OFFICER_BEFORE.search(page.lower, max(0, start - _OFFICER_WINDOW), start)


def _is_full(found: str) -> bool:
    return re.fullmatch(FULL_NAME, found) is not None
