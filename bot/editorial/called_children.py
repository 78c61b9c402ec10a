"""Whether the word for a child before a name suffices ("cháu Hồ Thị B"), by what an entry is about and what else its sentence says of the person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.editorial.legible import Legible, cue
from bot.editorial.names import OF_HISTORY, PERSON, names_a_place

_SURE: Final = cue(r"(?:(?:cô bé|cháu|bé|bệnh nhi|nhí)(?: |$)|con (?:(?:trai|gái) )?(?:nhỏ|sơ sinh)$)")
PUPILS: Final = "nữ sinh|nam sinh|học sinh|(?:cậu |cô )?học trò|thiếu nhi|đội viên"
"""Words for pupils, for a pattern."""
_PUPIL: Final = cue(rf"(?:{PUPILS})(?!\w)")  # of a school: "học sinh Lê Quý Đôn"
# Where an entry tells of children, these words with a whole name suffice, too, unless the sentence says that somebody grown up is meant ("em …, sinh viên").
_LIKELY: Final = cue(rf"(?:em|trẻ|{PUPILS}|thiếu niên)(?: (?:nhỏ|học sinh))?(?: |$)")
# A son or daughter may be of any age; not one who is being registered, or was just born: "khai sinh cho con là …", "con đầu lòng tên …".
_OF_PARENTS: Final = cue(r"con(?: (?:trai|gái|đầu lòng|út|là))*")
_REGISTERED: Final = cue(r"(?<!\w)(?:khai sinh|chứng sinh|chào đời|vừa sinh|nhập học)(?!\w)[^.;!?]{0,50}$")
_FIRST_BORN: Final = "đầu lòng"
# Behind these a name without its family is a child's: "cô bé Thanh Trúc"; of one word only where the entry tells of children, or behind a relative ("bé Xuân" may be a shop's).
_LITTLE: Final = cue(r"(?:cô bé|cậu bé|(?:em |cháu )?bé|cháu)(?: tên(?: là)?)?:? [“\"]?")
_NOBODY: Final = cue(
    r"(?:lọ lem|hoàng gia|quàng|trung quốc|hàn quốc|nhật bản|triều tiên|sài gòn|ấn độ|thái lan|campuchia|syria|nga|mỹ|anh(?= quốc)|bác tôn|quang trung|lạc hồng)(?!\w)"
)
_NO_LITTLE_BEFORE: Final = cue(r"(?<!\w)(?:con|rồng|người) $")  # "con cháu Quang Trung", "con Rồng cháu Tiên", "người cháu …"
_RELATIVE: Final = cue(r"(?<!\w)(?:mẹ|bố|cha|phụ huynh|(?:ông|bà) (?:nội|ngoại))(?: của)? $")
_BEGINS: Final = re.compile(r"(?:^|[.!?…:;(“\"-] ?)$")
_OF_CHILDREN: Final = cue(
    r"(?<!\w)(?:học sinh|học trò|học bổng|học bạ|thiếu nhi|thiếu niên|trẻ em|mồ côi|tiểu học|thcs|thpt|mầm non|nhập học|chuyển trường|cho trẻ|khai sinh|con nuôi|bảo trợ trẻ|"
    r"(?:đi|bỏ|nghỉ) học|điểm trường|(?:đến|tới) trường|tảo hôn|bệnh nhi|(?:học|vào|lên|dạy) lớp [0-9])(?!\w)"
)
_A_LIST: Final = cue(
    r"(?<!\w)(?:danh sách|tuyên dương|khen thưởng|giải (?:nhất|nhì|ba)|học bổng|họ (?:và )?tên|ngày sinh|ngày, tháng, năm sinh)(?!\w)"
)
_OF_WINNERS: Final = cue(
    r"(?<!\w)(?:giải (?:nhất|nhì|ba|khuyến khích|đặc biệt)|thủ khoa|á khoa|đoạt giải|đạt giải|học sinh giỏi|đội tuyển)(?!\w)"
)
# Contests of teachers give prizes by schools, too.
_OF_TEACHERS: Final = cue(
    r"(?<!\w)(?:giáo viên (?:dạy )?giỏi|(?:hội thi|cuộc thi|tuyên dương|thi) (?:dành cho )?(?:giáo viên|nhà giáo)|cán bộ quản lý|tổng phụ trách)(?!\w)"
)
_GROWN_UP_BEFORE: Final = cue(r"(?<!\w)(?:cựu|nguyên|công chức|viên chức|cán bộ|nhân viên|sinh viên|giáo viên|đoàn viên) $")
_GROWN_UP_BEHIND: Final = cue(
    r"[^.;!?]{0,60}?(?<!\w)(?:công chức|viên chức|cán bộ|nhân viên|(?:cựu )?sinh viên|giáo viên|cô giáo|chuyên viên|kỹ sư|bác sĩ|đoàn viên|bí thư|(?<!đội )(?<!lớp )trưởng|phó|giám đốc|"
    r"đại học|cao đẳng|học viện|chiến sĩ|tân binh|bộ phận|quầy|một cửa|(?:1[89]|[2-9][0-9]) tuổi|(?:sn|sinh năm|sinh) (?:19|200)[0-9]{1,2})(?!\w)"
)

_WINDOW: Final = 64  # characters before a name
_BESIDE: Final = 16  # and those that the word right before it may have


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about, as its texts together tell: pupils or children, so that who is called "em" with a whole name is one of them; a list of them; their prizes."""

    of_children: bool
    a_list: bool
    of_winners: bool


def subject_of(pages: Sequence[Legible]) -> Subject:
    """What the texts of one entry are about."""
    of_children = _says(_OF_CHILDREN, pages)
    return Subject(
        of_children=of_children,
        a_list=of_children and _says(_A_LIST, pages),
        of_winners=of_children and _says(_OF_WINNERS, pages) and not _says(_OF_TEACHERS, pages),
    )


def _says(pattern: re.Pattern[str], pages: Sequence[Legible]) -> bool:
    return any(pattern.search(page.lower) for page in pages)


def is_called_a_child(page: Legible, match: re.Match[str], name: re.Match[str], end: int, *, schools: frozenset[str] | None) -> bool:
    """Whether the word before a whole name suffices: "cháu Hồ Thị B"; in an entry that tells of children also "em", "học sinh", "thiếu nhi" and the like.

    `schools` are those of the text; None where the entry tells of no children.
    """
    if PERSON.fullmatch(name[0]) is None:
        return _is_a_little_one(page, match, name, of_children=schools is not None)
    if _SURE.match(match["cue"]):
        return True
    if _OF_PARENTS.fullmatch(match["cue"]) and not _GROWN_UP_BEHIND.match(page.lower, end):
        begin = max(0, match.start() - _WINDOW)
        return _REGISTERED.search(page.lower, begin, match.start()) is not None or (
            match["called"] is not None and _FIRST_BORN in match["cue"]
        )
    return (
        schools is not None
        and match["called"] is None
        and _LIKELY.fullmatch(match["cue"]) is not None
        and _is_whole(name[0])
        and not _GROWN_UP_BEFORE.search(page.lower, max(0, match.start() - _BESIDE), match.start())
        and not _GROWN_UP_BEHIND.match(page.lower, end)
        and name[0] not in schools
        and not (OF_HISTORY.fullmatch(name[0]) and _PUPIL.match(match["cue"]))
    )


def _is_a_little_one(page: Legible, match: re.Match[str], name: re.Match[str], *, of_children: bool) -> bool:
    """Whether a name without its family, or one that no other sign tells of, is that of a child by the word before it."""
    start = match.start()
    return (
        _LITTLE.fullmatch(page.lower, start, name.start()) is not None
        and not name[0].isupper()
        and (of_children or " " in name[0] or _RELATIVE.search(page.lower, max(0, start - _WINDOW), start) is not None)
        and (page.text[start].islower() or _BEGINS.search(page.text, max(0, start - 2), start) is not None)
        and _NO_LITTLE_BEFORE.search(page.lower, max(0, start - _WINDOW), start) is None
        and _NOBODY.match(page.lower, name.start()) is None
        and not _GROWN_UP_BEHIND.match(page.lower, name.end())
    )


def _is_whole(name: str) -> bool:
    """Whether a name has three words or more; within capitals throughout, where other words may be taken for some of it, only with "Thị" or "Văn"."""
    return name.count(" ") > 1 and (not name.isupper() or re.search(r" (?:THỊ|VĂN) ", name) is not None)


def schools_of(page: Legible) -> frozenset[str]:
    """What schools of a text are called like people: "học sinh Lê Quý Đôn" are pupils of "Trường THPT Lê Quý Đôn"."""
    return frozenset(name[0] for name in PERSON.finditer(page.text) if names_a_place(page, *name.span()))
