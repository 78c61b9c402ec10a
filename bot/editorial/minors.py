"""Names of children: a name with an age below 18, a school class or a year of birth beside it ("cháu Nguyễn Văn A (12 tuổi)", "em N.T.B, học sinh lớp 7")."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.editorial.ages import OF_AGE, PUPIL, SIGN, SOME_DAY, minor_by, years, years_since
from bot.editorial.called_children import PUPILS, Subject, is_called_a_child, schools_of
from bot.editorial.legible import Legible, Span, cue, toned
from bot.editorial.names import ANY_FAMILY, FULL_NAME, INITIALS, NAME, PERSON, names_a_place
from bot.judgement import FindingKind

_CHILD: Final = toned(
    r"(?:cô bé|(?:anh chị|anh|chị) em(?: (?:ruột|sinh đôi|song sinh|mồ côi))*|cháu|bé|em|trẻ|"
    rf"{PUPILS}|thiếu niên|thiếu nữ|thí sinh|bệnh nhi|nhí|bạn|con (?:trai|gái)|con)"
    r"(?: (?:bé|gái|trai|nhỏ|út|cả|tôi|nội|ngoại|sơ sinh|đầu lòng|học sinh|là))*"
)
# "chị em", "trẻ em", "bà con" are nobody's name; "cô bé" is a child.
_NO_CHILD_BEFORE: Final = cue(r"(?:trẻ|anh|chị|đàn|đứa|thanh|hội|vợ|bà|cô|ông) $")

_BEFORE: Final = rf"(?:,? ?\(?{SIGN.format(n='a')}[^,.;()0-9]{{0,40}}?[),]?)?"
_CALLED: Final = toned(r"(?P<called> (?:có |được |tên |là |gọi )*(?:tên|là|gọi)(?: là)?(?: thân mật là)?:?)?")
_CHILD_THEN: Final = re.compile(rf"(?<!\w)(?P<cue>{_CHILD}){_BEFORE}{_CALLED} ?[(:“\"]? ?")
# The sign begins the sentence, and the name follows: "Mới 13 tuổi, Hồ Thị B …", "Đang học lớp 9 Trường THCS Lìa, em Bình …", "Ở tuổi 15, …".
_CHILD_FIRST: Final = re.compile(
    r"(?:^|(?<=[.!?…:;“\"] ))(?:(?:khi|lúc|dù|tuy|mặc dù|vẫn) )?(?:là )?"
    + toned(
        rf"(?:(?:ở|vào) tuổi (?P<at>[0-9]{{1,2}})|{SIGN.format(n='c')})(?!\w)[^,.;()0-9]{{0,50}}, (?P<cue>(?:cô bé|cậu bé|cháu|bé|em) )?"
    )
)
_NAMED: Final = re.compile(NAME)
_MORE: Final = re.compile(rf"(?:,|,? và|,? VÀ|;| -) (?:(?:em|cháu|bé) )?(?P<name>{NAME})")
_SEVERAL: Final = cue(r"(?<!\w)(?:các|những|hai|ba|bốn|năm|[2-9]|gồm|nhóm) $")
_REMARK: Final = re.compile(r" ?\([^()]{1,50}\)")
_MOST_NAMES: Final = 8
# In a list a date of birth may have columns of its own: "Hồ Văn A, nam, sinh ngày 2/3/2015", "Họ và tên: Hồ Văn A; ngày sinh: 2/3/2015".
_COLUMN: Final = toned(r"(?:[,;] (?:(?:giới tính:? ?)?(?:nam|nữ)[,;] )?(?=(?:ngày |năm )?sinh(?!\w)))")
_EVIDENCE: Final = re.compile(rf"(?:{_COLUMN}|\.?,? ?[(-]? ?){SIGN.format(n='b')}(?!\w)")
# Between the whole name of somebody called a child and the sign: "em Trần Hữu Tài (trú xã Lìa, 14 tuổi)", "em Hồ Thị B ở bản Cợp, học sinh lớp 2".
_FURTHER: Final = re.compile(
    rf"\.?(?P<between>(?:,? ?[(,-]| (?:ở|trú|ngụ|quê|người|dân tộc)(?!\w))[^.;)0-9]{{1,40}}?)[,(] ?{SIGN.format(n='b')}(?!\w)"
)
# There the sign is somebody else's, or no pupil's: "em A, giáo viên, lớp 5", "con gái C, mẹ của cháu D, 5 tuổi"; but "con ông B" tells whose child it is.
_ANOTHER: Final = cue(
    r"(?<!\w)(?:giáo viên|cô giáo|thầy|chủ nhiệm|phụ trách|sinh viên|dạy|cháu|bé|em|cho|tặng|con(?! (?:của )?(?:ông|bà|anh|chị|vợ chồng)))(?!\w)"
)
# "Hồ Thị B, cô bé đi học bằng lưng mẹ", "Hồ Thị B là cậu bé khiếm thị": without an age only close behind the whole name.
_IS_A_CHILD: Final = cue(r"(?:,? -|,| là)(?: một)? (?:cô|cậu) bé(?! (?:năm|ngày) (?:ấy|nào|xưa))(?!\w)")
# An office among pupils between a whole name and its class: "Hồ Thị B, Chủ tịch Hội đồng trẻ em tỉnh, học sinh lớp 9".
_OF_PUPILS: Final = re.compile(
    rf", (?:(?:liên |chi )?đội (?:trưởng|phó|viên)|lớp (?:trưởng|phó)|(?:phó )?chủ tịch hội đồng trẻ em|đại biểu (?:hội đồng )?trẻ em)(?: [^.,;()0-9]{{1,40}})?, {SIGN.format(n='b')}(?!\w)"
)
_NEXT: Final = re.compile(rf"(?:,|;| -)? {SIGN.format(n='b')}(?!\w)")
_ALONE: Final = re.compile(rf"(?<![\w.])(?:{FULL_NAME}|{ANY_FAMILY}|{INITIALS})|(?P<so>(?<=tên )|(?<=tên là )|(?<=tên: )){NAME}")
# What is said of all in a list: "Hồ Văn A, Hồ Thị B, cùng học lớp 9".
_ALL: Final = cue(r",? ?[(-]? ?(?:đều|cùng)(?!\w)")
_LIST_WINDOW: Final = 200
# In a list of pupils the class stands without its word, "(7A1)", " - 7A - ", and the date of birth without "sinh": "Hồ Văn A, 12/05/2015", also where
# the cells of a table have run together ("1 Hồ Văn A Nam 12/05/2015 4A"). Classes with a stroke could be dates.
_COLUMNS: Final = re.compile(
    toned(
        r"(?: ?\(|(?:,|;| -)? )(?:lớp )?(?P<class>1[0-2]|[1-9])[a-hk][0-9]{0,2}(?=\)| ?[,;)]| - |\.?$|\. )"
        r"|(?:,|;| -)? (?:(?:nam|nữ)(?:,|;| -)? )?(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<born>20[0-9]{2})(?![0-9])"
    )
)
_AT_SCHOOL_BEHIND: Final = cue(
    r"(?: ?\(|,| -) ?(?:(?:học sinh|lớp 1?[0-9][a-z]?[0-9]?),? )?(?:trường (?:th|ptdt(?:nt|bt)|phổ thông|chuyên)|(?:trường )?(?:tiểu học|thcs|thpt))(?!\w)"
)
_ROLES: Final = cue(
    r"(?<!\w)(?:(?P<grown>giáo viên|nhà giáo|thầy|cô(?! bé| học)|hiệu trưởng|hiệu phó|cán bộ|viên chức|ông|bà|anh|chị|tổng phụ trách|đồng chí|phụ huynh|hướng dẫn)"
    r"|học sinh|thí sinh|thiếu nhi|các em|em|giải (?:nhất|nhì|ba|khuyến khích|đặc biệt|tư)|thủ khoa|á khoa|đội tuyển)(?!\w)"
)
_ROLE_WINDOW: Final = 160
# The whole name behind the one that is used at home, or of a child that is given one: "bé Bông (tên thật …)", "bé trai bị bỏ rơi, đặt tên là …".
_REALLY_CALLED: Final = re.compile(
    toned(
        r"(?<!\w)(?:(?:cô bé|cậu bé|cháu|bé)(?!\w)|con (?:trai|gái)(?!\w)(?=[^.;!?]{0,60} đặt tên)|em bé(?!\w))(?P<between>[^.;!?0-9]{0,60}?)"
        r"[ (]tên(?: (?:(?:thật|khai sinh|chính thức|đầy đủ|thường gọi của|(?:gọi )?ở nhà của)(?: là)?|(?:thành|là|(?:cho )?(?:bé|cháu|con)(?: là)?))|(?<=đặt tên)):? ?[“\"]?"
    )
)
_GROWN_UP: Final = cue(r"(?<!\w)(?:ông|bà|anh|chị|bố|cha|mẹ|cô(?! bé)|chú|thầy|do|và)(?!\w)")
_LISTED: Final = re.compile(rf"(?<![\w.])(?:(?:{FULL_NAME}|{ANY_FAMILY}|{INITIALS})(?:,| và|;) )+$")
# What begins with a capital after a word for a child and is no name. Many of these words are names, too: they count with their second word only.
NO_NAME: Final = cue(
    r"(?:trường|lớp|thcs|thpt|tiểu học|mầm non|xã|phường|thôn|bản|tỉnh|huyện|khối|tổ|khu|sở|quỹ|ủy ban|tết|bác hồ|việt nam|quốc gia|quốc tế|lao bảo|khe sanh|"
    r"cam lộ|vĩnh linh|gio linh|hải lăng|triệu phong|đông hà|hướng (?:hóa|phùng|tân|lập|linh|sơn|việt|lộc)|quảng (?:trị|bình|nam|ngãi|ninh)|hà nội|hồ chí minh|"
    r"vân kiều|pa cô|bru|đội (?:thiếu|tuyển|viên)|hội (?:đồng|phụ|chữ|khuyến|cựu)|đoàn (?:thanh (?:niên|tra|kiểm|thiếu)|tncs|trường|viên)|liên (?:đội|đoàn|chi)|trung (?:tâm|học)|"
    r"câu lạc|bộ (?:giáo|công)|phòng (?:giáo|gd)|giải (?:nhất|nhì|ba|khuyến)|huy (?:chương|hiệu)|công (?:an|đoàn|ty)|nhân dân|học (?:sinh|viện)|năm học)(?!\w)"
)


def minors(page: Legible, published: date | None, subject: Subject) -> Iterator[Span]:
    """The names of minors a text gives, each place of them. `value` keeps the first letters ("N***** V** *"); the note says what makes a minor of them."""
    seen: set[int] = set()
    for start, end, note in (
        *_announced(page, published, of_children=subject.of_children),
        *_bare(page, published),
        *_before_all(page, published),
        *_really_called(page, published),
        *(_in_a_list(page, published) if subject.a_list else ()),
        *(_from_a_school(page) if subject.of_winners else ()),
    ):
        if start not in seen:
            seen.add(start)
            yield Span(FindingKind.MINOR, start, end, hidden_name(page.text[start:end]), note)


def hidden_name(name: str) -> str:
    """A name with the first letter of each word of two letters or more; single letters, which may be all a paper gives, are hidden."""
    return re.sub(r"\w+", lambda word: word[0][0] + "*" * (len(word[0]) - 1) if len(word[0]) > 1 else "*", name)


def _announced(page: Legible, published: date | None, *, of_children: bool) -> Iterator[tuple[int, int, str]]:
    """Names after a word for a child."""
    schools = schools_of(page) if of_children else None
    for match in _CHILD_THEN.finditer(page.lower):
        if _NO_CHILD_BEFORE.search(page.lower, max(0, match.start() - 8), match.start()):
            continue
        name = _NAMED.match(page.text, match.end())
        if name is None or NO_NAME.match(page.lower, match.end()):
            continue
        names = _names(page, name, several=_SEVERAL.search(page.lower, max(0, match.start() - 8), match.start()) is not None)
        after, told = _behind(page, names[-1][1], published, child=True)
        if not told and PERSON.fullmatch(page.text, *names[-1]):
            after = _further(page, names[-1][1], published)
        before = minor_by(match, "a", published, child=True) if match["called"] is not None or _is_told_of(match, name[0]) else None
        said = before or after
        if said is None and not told and is_called_a_child(page, match, name, names[-1][1], schools=schools):
            said = ""
        if said is not None:
            yield from ((start, end, said) for start, end in names)


def _is_told_of(match: re.Match[str], name: str) -> bool:
    """Whether what stands before a name tells of its bearer, though nothing says "tên": "học sinh lớp 5 Đakrông" and "học Trường THCS Kim Đồng" name places."""
    return match["schoola"] is None and PERSON.fullmatch(name) is not None


def _names(page: Legible, first: re.Match[str], *, several: bool) -> list[tuple[int, int]]:
    """The name and those that are listed after it; where several are announced, also behind a remark that tells no age: "các em A (Trường THCS Lìa), B"."""
    found = [first.span()]
    while len(found) < _MOST_NAMES:
        end = found[-1][1]
        remark = _REMARK.match(page.text, end) if several and _EVIDENCE.match(page.lower, end) is None else None
        more = _MORE.match(page.text, end if remark is None else remark.end())
        if more is None:
            break
        if PERSON.fullmatch(more["name"]) is None:
            break
        found.append(more.span("name"))
    return found


def _bare(page: Legible, published: date | None) -> Iterator[tuple[int, int, str]]:
    """Whole names, initials and what stands behind "tên", with the proof directly after them: "Nguyễn Văn A (12 tuổi)", "có cháu tên là Ngọc, lớp 1"."""
    for name in _ALONE.finditer(page.text):
        if _is_no_person(page, name):
            continue
        said = _said_of(page, name.end(), published)
        if said is not None:
            yield name.start(), name.end(), said
            if _ALL.match(page.lower, name.end()):
                yield from ((start, end, said) for start, end in _listed_before(page, name.start()))


def _said_of(page: Legible, place: int, published: date | None) -> str | None:
    """What makes a minor of somebody whom nothing before the name, which ends at `place`, calls a child."""
    said, told = _behind(page, place, published, child=False)
    if said is not None or told:
        return said
    pupil = _OF_PUPILS.match(page.lower, place)
    if pupil is not None:
        return minor_by(pupil, "b", published, child=True)
    return "" if _IS_A_CHILD.match(page.lower, place) is not None else None


def _is_no_person(page: Legible, name: re.Match[str]) -> bool:
    return (name["so"] is not None and NO_NAME.match(page.lower, name.start()) is not None) or names_a_place(page, *name.span())


def _listed_before(page: Legible, place: int) -> Iterator[tuple[int, int]]:
    """The names of a list whose last name begins at `place`."""
    begin = max(0, place - _LIST_WINDOW)
    listed = _LISTED.search(page.text[begin:place])
    if listed is not None:
        yield from (match.span() for match in PERSON.finditer(page.text, begin + listed.start(), place))


def _before_all(page: Legible, published: date | None) -> Iterator[tuple[int, int, str]]:
    """Names behind a sign that begins the sentence; after no word for a child, whole names and initials only."""
    for match in _CHILD_FIRST.finditer(page.lower):
        called = match["cue"] is not None
        name = _NAMED.match(page.text, match.end())
        if name is None or NO_NAME.match(page.lower, match.end()) or not (called or PERSON.fullmatch(name[0])):
            continue
        said = f"{match['at']} tuổi" if match["at"] is not None and int(match["at"]) < OF_AGE else None
        said = said or minor_by(match, "c", published, child=called)
        # Another age behind the name is its bearer's: "Mới 3 tuổi, Hồ Thị B (SN 1980) đã mồ côi".
        if said is not None and _behind(page, name.end(), published, child=called) in {(None, False), (said, True)}:
            yield name.start(), name.end(), said


def _in_a_list(page: Legible, published: date | None) -> Iterator[tuple[int, int, str]]:
    """Whole names in a list of pupils or children, with a class or a date of birth in the next column."""
    for name in _ALONE.finditer(page.text):
        column = _COLUMNS.match(page.lower, name.end())
        if column is None or _is_no_person(page, name):
            continue
        if column["class"] is not None:
            yield name.start(), name.end(), f"lớp {column['class']}"
        elif 0 <= years_since(column["born"], column["month"], column["day"], published or SOME_DAY) < OF_AGE:
            yield name.start(), name.end(), f"sinh năm {column['born']}"


def _from_a_school(page: Legible) -> Iterator[tuple[int, int, str]]:
    """Whole names among prizes for pupils with a school behind them: "giải Nhất: Lê Khánh Chi (Trường Tiểu học Lìa)"; not where a teacher was told of last."""
    for name in _ALONE.finditer(page.text):
        if _AT_SCHOOL_BEHIND.match(page.lower, name.end()) is None or _is_no_person(page, name):
            continue
        before = list(_ROLES.finditer(page.lower, max(0, name.start() - _ROLE_WINDOW), name.start()))
        if not before or before[-1]["grown"] is None:
            yield name.start(), name.end(), "học sinh"
            yield from ((start, end, "học sinh") for start, end in _listed_before(page, name.start()))


def _really_called(page: Legible, published: date | None) -> Iterator[tuple[int, int, str]]:
    """Whole names that a text gives a child which it told of before by another name, or by none."""
    for match in _REALLY_CALLED.finditer(page.lower):
        name = PERSON.match(page.text, match.end())
        another = "đặt tên" not in match[0] and _GROWN_UP.search(match["between"]) is not None
        if name is not None and not another and not _behind(page, name.end(), published, child=True)[1]:
            yield name.start(), name.end(), ""


def _behind(page: Legible, place: int, published: date | None, *, child: bool) -> tuple[str | None, bool]:
    """What makes a minor of the person whose name ends at `place` (`child`: whom the text calls one), and whether anything there tells of the age."""
    sign = _EVIDENCE.match(page.lower, place)
    if sign is None:
        return None, False
    said = minor_by(sign, "b", published, child=child)
    if said is None and sign["bornb"] is not None and years(sign, "b", published, child=child) <= PUPIL:
        # The year of birth alone does not settle it: "(SN 2007, học sinh lớp 12)".
        following = _NEXT.match(page.lower, sign.end())
        said = minor_by(following, "b", published, child=child) if following is not None else None
    return said, True


def _further(page: Legible, place: int, published: date | None) -> str | None:
    """What makes a minor of somebody called a child, a few words behind the name."""
    sign = _FURTHER.match(page.lower, place)
    return minor_by(sign, "b", published, child=True) if sign is not None and not _ANOTHER.search(sign["between"]) else None
