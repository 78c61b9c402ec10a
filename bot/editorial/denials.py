"""How far a denial reaches: "không phát hiện trường hợp nào đi muộn, bỏ vị trí hay làm việc riêng" denies all three, not only what stands next to it.

A negation alone reaches a few syllables. One that says that something was not found, is not there or did not happen denies a list: over commas, "và",
"hay" and "hoặc", to the end of the sentence, as long as what follows is a further item and no clause of its own. So does any other with a fault right behind
it ("khắc phục tình trạng đùn đẩy, né tránh"). In doubt it is a clause, and a fault in it stands: a criticism waits for an editor, while what is not taken
for one may go out.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Final, NamedTuple

from bot.editorial.fitted import Section
from bot.editorial.text import Syllable, form_of, forms_at
from bot.editorial.trie import Trie
from bot.editorial.turns import AND_YET, BUT, GOES_BADLY, NOTS, REASON, THOUGH, consequences
from bot.vietnamese.forms import words_of


class _Head(NamedTuple):
    """The words of a denial before what is denied. Some deny a list only where a fault stands next (`needs_fault`) or where "or" joins it (`needs_or`).

    Others name what is denied as something bad (`of_a_fault`): "cảnh chen lấn".
    """

    needs_fault: bool = False
    needs_or: bool = False
    of_a_fault: bool = False


_HAPPEN: Final = ("ghi nhận", "xảy ra", "để xảy ra", "phát sinh", "để phát sinh")
_THERE: Final = ("có", "còn", "hề có", "tồn tại")
_FIND: Final = ("phát hiện", "phát hiện ra", "phát hiện thấy")
# Of these only what is bad is told; but who does not find it may have failed to.
_EVILS: Final = ("tình trạng", "hiện tượng", "các hiện tượng", "biểu hiện", "các biểu hiện", "cảnh", "nạn")
_CASES: Final = (
    *("trường hợp", "vụ việc", "sự việc", "sự cố", "vụ", "hành vi", "dấu hiệu", "chuyện"),
    *("một trường hợp", "bất cứ trường hợp", "bất kỳ trường hợp", "các trường hợp", "những trường hợp"),
)
# These are a case only with "nào": "không có hồ sơ nào trễ hẹn".
_THINGS: Final = ("hồ sơ", "cán bộ", "công chức", "viên chức", "cơ quan", "đơn vị", "địa phương", "xã", "phường")
_ONES: Final = (*_THINGS, "việc", "ai", "người")
_VERBS: Final = (*_HAPPEN, *_THERE, *_FIND, "để", "thấy")


def _root() -> Trie[_Head]:
    """All ways to begin a denial."""
    root: Trie[_Head] = Trie()
    for no, verb in product(NOTS, _VERBS):
        node = root.node(words_of(f"{no} {verb}"))
        if verb not in {"để", "thấy"}:
            # "Không phát hiện sai phạm của cấp dưới, buông lỏng quản lý" is a failure to find.
            node.plant(_Head(needs_fault=True, needs_or=verb in _FIND))
        for what in (*_CASES, *(f"{case} nào" for case in (*_CASES, *_EVILS, *_ONES))):
            node.node(words_of(what)).plant(_Head())
        for what in _EVILS:
            node.node(words_of(what)).plant(_Head(of_a_fault=verb not in _FIND))
    for no, one, thing in product(NOTS, ("", "một "), _ONES):
        root.node(words_of(f"{no} {one}{thing} nào")).plant(_Head())
    return root


def _none_of() -> Trie[None]:
    """What begins a denial whose "nào" stands farther off: "không một hồ sơ đất đai nào", "không có cán bộ, công chức nào"."""
    root: Trie[None] = Trie()
    for no, verb, one, thing in product(NOTS, ("", *_VERBS), ("", "một"), _THINGS):
        root.node(words_of(f"{no} {verb} {one} {thing}")).plant(None)
    return root


_HEADS: Final = _root()
_NONE_OF: Final = _none_of()
_ANY: Final = form_of("nào")
_WHICH_REACH: Final = 4  # syllables between the two that say which: "đất đai", "công chức cấp xã"
_OF_A_FAULT: Final = _Head(needs_fault=True)
_OF_A_SCENE: Final = _Head(of_a_fault=True)
# "Hết cảnh", "thoát cảnh", "chấm dứt nạn": who has one of these behind it says so of all that is told of it.
_SCENES: Final = frozenset(words_of("cảnh nạn"))
_PLAIN: Final = 2.0  # the weight of a phrase that is a fault by itself, as "đùn đẩy" is, and "trách nhiệm" or "phản ánh" is not
# What negations begin with that say something is not so or shall end. Not those of what is only possible, wished or to come: "sẽ kỷ luật người làm chậm, sai".
_REMOVES: Final = frozenset(
    words_of("không chẳng khắc phòng ngăn chống chấm xóa loại tránh nghiêm cấm tháo đẩy thay nói bài dẹp triệt kiên quyết tuyệt")
)
# What may stand between a negation and the fault it is next to: "loại bỏ sự chồng chéo", "xóa bỏ các thủ tục rườm rà".
_EMPTY: Final = frozenset(words_of("sự các những mọi việc thủ tục tình trạng hiện tượng biểu hành vi thói tệ nạn bệnh"))
# Behind these something else begins, in the middle of a clause, too: a contrast, an exception, a reason; and what was not "done in time" is a fault.
_ENDS: Final = frozenset((*BUT, AND_YET, *THOUGH, *REASON, *words_of("trừ ngoài ngược được đạt kịp")))
_OR: Final = frozenset(words_of("hay hoặc"))
_JOINTS: Final = _OR | frozenset(words_of("và lẫn"))
# Who or what may have a clause of its own. Their first syllables are enough, for in doubt it is one.
_SUBJECTS: Final = frozenset(
    words_of(
        "người dân nhân bà con cán công viên doanh hộ ông anh chị em đoàn tổ lãnh chủ bí giám thủ bộ sở ban ủy hội xã phường huyện tỉnh thành thôn khu chính cơ "
        "đơn địa nhiều một số các những mỗi mọi ai nhóm hai ba bốn năm sáu bảy tám chín mười hàng hồ giấy việc tiến tỷ kết"
    )
)
# What begins a clause otherwise: what the same subject does next ("nhắc nhở ba cán bộ …"), when, where, still.
_OPENINGS: Final = frozenset(
    words_of(
        "phê nhắc yêu đề kiến kỷ xử chấn kiểm lập đình cách khởi bắt phạt buộc điều luân thanh tạm thu truy tiếp còn chỉ riêng trong qua sau từ theo đồng tại ở "
        "trước nay hiện nếu vẫn đã đang sẽ cũng có không chưa cần"
    )
)
_FINITE: Final = frozenset(words_of("bị đã đang vẫn sẽ phải là cũng"))  # what stands before one of these is a subject
_NO_NAME: Final = _FINITE | _ENDS  # where one of these stands the name of what there is none of has ended
_NEW: Final = _SUBJECTS | _OPENINGS
_LONGEST_NAME: Final = 3  # syllables: "công chức", "người lao động"
_FURTHEST: Final = 80  # syllables: more than any sentence lists, and a hostile text is no more work than its length
_QUOTES: Final = "\"'“”‘’«»"


def denied(section: Section, negations: Sequence[tuple[int, int]], faults: Mapping[int, float]) -> list[range]:
    """The syllables that each of `negations` denies; none for one that is no denial of a list.

    Args:
        section: title, summary or body.
        negations: the words that negate, each by its first syllable and the one after its last.
        faults: the first syllables of all phrases of criticism, with the highest weight there.
    """
    marked, plain = frozenset(faults), frozenset(first for first, weight in faults.items() if weight >= _PLAIN)
    return [_denied(section, range(*negation), marked, plain) for negation in negations]


def _denied(section: Section, negation: range, faults: frozenset[int], plain: frozenset[int]) -> range:
    heads = [(last, head, place) for place in negation for head, last in _HEADS.matches(section.syllables, place)]
    heads += [(last, _Head(), place) for place in negation for last in _anys(section, place)]
    if heads:
        first, head, start = max(heads)
        return range(first, _reach(section, range(start, first), head, faults))
    if section.syllables[negation.stop - 1].form in _SCENES:
        return range(negation.stop, _reach(section, negation, _OF_A_SCENE, faults))
    first = _behind(section.syllables, negation, plain)
    further = next((begin for begin, _, _ in _items(section, first) if begin > first), first)
    if not plain.isdisjoint(range(first + 1, further)):
        return range(0)  # "không kỷ luật cán bộ nhũng nhiễu, vòi vĩnh": the fault is one of those who are not punished
    return range(further, _reach(section, range(negation.start, first), _OF_A_FAULT, faults))


def _anys(section: Section, place: int) -> Iterator[int]:
    """The syllable after the "nào" of a denial at `place` that says first of which things there is none."""
    syllables = section.syllables
    for _, last in _NONE_OF.matches(syllables, place):
        for which in range(last, min(last + _WHICH_REACH + 1, len(syllables))):
            if syllables[which].clause != syllables[which - 1].clause and not is_comma(section, which):
                break
            if syllables[which].form == _ANY:
                yield which + 1
            if syllables[which].form in _NO_NAME:
                break


def _behind(syllables: Sequence[Syllable], negation: range, plain: frozenset[int]) -> int:
    """The plain fault that a negation of another kind stands next to ("khắc phục tình trạng đùn đẩy"); behind the text where there is none."""
    place, clause = negation.stop, syllables[negation.stop - 1].clause
    if syllables[negation.start].form not in _REMOVES or (place < len(syllables) and syllables[place].form in GOES_BADLY):
        return len(syllables)
    while place < len(syllables) and syllables[place].clause == clause and place not in plain and syllables[place].form in _EMPTY:
        place += 1
    return place if place in plain and syllables[place].clause == clause else len(syllables)


def _reach(section: Section, denial: range, head: _Head, faults: frozenset[int]) -> int:
    """The syllable after the last that is denied by the words at `denial`."""
    syllables, first = section.syllables, denial.stop
    items = list(_items(section, first))
    if (head.needs_fault and first not in faults) or (head.needs_or and not any(is_or for _, _, is_or in items)):
        return first
    turn = _turn(syllables, denial, items[-1][1] if items else first)
    for number, (begin, end, is_or) in enumerate(items):
        if number and not is_or:
            is_fault = not faults.isdisjoint(range(first, begin))
            is_list = is_fault or head.of_a_fault or any(later for _, _, later in items[number:])
            item = syllables[begin:end]
            only_who = not is_fault and item[0].form in _SUBJECTS and all(_is_who(syllables[one:other]) for one, other, _ in items[:number])
            if not (only_who or (is_list and not is_clause(item))):
                return begin
        if turn < end:
            return turn
    return items[-1][1] if items else first


def _turn(syllables: Sequence[Syllable], denial: range, end: int) -> int:
    """Where before `end` something else begins than what is denied; `end` for nowhere."""
    so = (denial.start + place for place in consequences(forms_at(syllables, range(denial.start, end)), len(denial)))
    return min(next((place for place in range(denial.stop, end) if syllables[place].form in _ENDS), end), next(so, end))


def _items(section: Section, first: int) -> Iterator[tuple[int, int, bool]]:
    """The sentence from `first` on, parted at commas and joining words: the first syllable of each part, the one after its last, whether "or" joins it."""
    syllables = section.syllables
    begin, is_or, furthest = first, False, min(first + _FURTHEST, len(syllables))
    for place in range(first, furthest):
        ends, joins = syllables[place].clause != syllables[place - 1].clause, syllables[place].form in _JOINTS
        if place == first and (ends or joins):
            return  # "chưa phát hiện và xử lý …": this is another sentence
        if (ends or joins) and begin < place:
            yield begin, place, is_or
            begin, is_or = place, False
        if ends and not is_comma(section, place):
            return
        if joins:
            begin, is_or = place + 1, is_or or syllables[place].form in _OR
    if begin < furthest:
        yield begin, furthest, is_or


def is_comma(section: Section, place: int) -> bool:
    """Whether nothing but a comma, blanks and quotation marks stand between the syllable and the one before it."""
    between = section.text[section.syllables[place - 1].end : section.syllables[place].start]
    return "".join(between.split()).strip(_QUOTES) == ","


def is_clause(item: Sequence[Syllable]) -> bool:
    """Whether what stands between two commas may be a clause of its own, and no further item of a list. In doubt it is."""
    return item[0].form in _NEW or any(syllable.form in _FINITE for syllable in item[1:])


def _is_who(item: Sequence[Syllable]) -> bool:
    """Whether it only says of whom something is denied: "không có tình trạng cán bộ, công chức nhũng nhiễu"."""
    return len(item) <= _LONGEST_NAME and item[0].form in _SUBJECTS
