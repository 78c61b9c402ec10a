"""Joining words in the middle of a clause: what ends the reach of a word that voids tones (of a denied list, too), and what only concedes a praise.

"Trước đây phải chờ cả tháng nay chỉ mất một ngày" tells of two times, "thiếu công chức nên hồ sơ ách tắc" of something that is not there and of a fault that is.
"Dù nhiều năm dẫn đầu, tỉnh tụt 9 bậc" says the praise only to put it aside.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from bot.editorial.text import Syllable, form_of
from bot.vietnamese.forms import words_of

_NOW: Final = tuple(map(words_of, ("nay", "bây giờ", "giờ đây")))
BUT: Final = frozenset(words_of("nhưng song"))
AND_YET: Final = form_of("mà")
# "Nếu cán bộ mà gây khó", "không vì sắp xếp mà chậm trễ", "giảm 19 người mà chưa có lá đơn nào": here it joins what belongs together.
_JOINS_AND_YET: Final = frozenset(words_of("nếu vì nào"))
NOTS: Final = ("không", "chưa", "chẳng")
_WITHOUT: Final = frozenset(map(form_of, (*NOTS, "khỏi")))
_WANT: Final = form_of("muốn")
_PRICE: Final = frozenset(words_of("phải thì"))  # "muốn nhanh phải lót tay": what one wants is not so, what it costs is
# "Thay vì hướng dẫn thì hạch sách": what is not done stands before these. But "thay vì phải đi lại" has no contrast in it.
_INSTEAD: Final = words_of("thay vì")
_DONE: Final = frozenset(words_of("thì lại"))
_OF_AGAIN: Final = frozenset(words_of("đi quay trở ở làm nộp trả gửi hẹn sửa khai chờ"))
_SO: Final = frozenset(words_of("nên khiến dẫn"))
_OF_SO: Final = frozenset(words_of("trở gây làm tạo dựng hướng chỉ"))  # trở nên, gây nên, hướng dẫn: words of their own
# What says that something is lacking. What is to be kept away is so with all that would come of it: "không để hồ sơ nằm lâu khiến dân bức xúc".
_LACKS: Final = frozenset(map(form_of, (*NOTS, "thiếu")))
_KEEPS_AWAY: Final = frozenset(words_of("để gây làm phải được"))
# What one has not got is so for a reason that stands: "không vay được vốn vì thủ tục rườm rà". What one does not suffer, or need not, has no reason either.
REASON: Final = frozenset(words_of("vì do bởi"))
_OF_REASON: Final = frozenset(words_of("lý tự"))  # lý do, tự do
_FAILS: Final = _LACKS | frozenset(words_of("mất"))
_SUFFERED: Final = frozenset(
    words_of("để gây phải bị còn cần nên khổ chậm trễ muộn tắc vướng kẹt lo sợ ngại phiền ách ùn gián chờ đợi mệt nản lỡ")
)
# What is aimed at, asked for or promised is not so yet, what is mended soon no more; but "5 mục tiêu chưa hoàn thành", "khắc phục còn chậm" tell how that goes.
_AIMS: Final = frozenset(
    map(
        words_of,
        (
            *("mục tiêu", "cam kết", "kiến nghị", "đề xuất", "hứa", "kỳ vọng"),
            *("phấn đấu", "quyết tâm", "hy vọng", "mong muốn", "mong đợi", "mong mỏi"),
        ),
    )
)
_MENDING: Final = frozenset(
    map(
        words_of,
        ("khắc phục", "phòng ngừa", "ngăn chặn", "ngăn ngừa", "tháo gỡ", "xóa bỏ", "loại bỏ", "phòng chống", "cắt giảm"),
    )
)
_UNMET: Final = frozenset(words_of("chưa vẫn mãi"))
GOES_BADLY: Final = _UNMET | frozenset(words_of("còn bị"))
"""What a fault begins with that stands right behind such a word and tells how it goes; further off it may tell of what: "khắc phục tình trạng còn chậm trễ"."""
THOUGH: Final = {form_of(word): word for word in ("dù", "dẫu", "tuy")}
"""What concedes something, by its form."""
_NO_CLAUSE: Final = frozenset(words_of("nhiên vậy thế sao hòa an phong đức phước"))  # tuy nhiên, dù sao, Tuy Hòa
# "Không có dù chỉ một hồ sơ …": here it concedes nothing, but makes the denial stronger.
_NOT_EVEN: Final = frozenset(words_of("chỉ là một nửa"))
# Where the main clause begins without a comma: "dù ít người xã vẫn dẫn đầu".
_MAIN: Final = BUT | frozenset(words_of("vẫn cũng thì nay"))
_CONCEDED: Final = 12  # syllables: a longer clause of that kind has a comma

DUTY: Final = "phải"
"""The word for what has to be."""
_MUST: Final = form_of(DUTY)
# "Không phải", "khỏi phải", "từng phải", "vừa phải", "chỉ phải đến một lần", "ai cũng phải khen": nothing is asked for there.
_NO_DUTY: Final = frozenset(words_of("không chưa chẳng khỏi đỡ còn từng vừa lẽ bên gặp mắc cũng chỉ ít bớt hết khi vì"))
# All that may stand between the duty and what is asked for: "giấy tờ phải nộp giảm 40%", "dân phải đi xa được phục vụ tận nhà" tell of something else.
_ASKED: Final = frozenset(
    words_of(
        "thật thực sự luôn càng ngày hết là được đạt làm cho để khiến người dân doanh nghiệp bảo đảm có trở thành nên xã phường tỉnh đơn vị địa phương và"
    )
)
_ASKED_REACH: Final = 4


def conceded(syllables: Sequence[Syllable], first: int) -> str:
    """The word that concedes what begins at `first` ("dù", "tuy"); "" for none. For praise only: a fault is often told so, too ("dù dân nhiều lần kêu cứu")."""
    for place in range(first - 1, max(first - 1 - _CONCEDED, -1), -1):
        form, clause = syllables[place].form, syllables[place].clause
        if clause != syllables[first].clause or form in _MAIN:
            return ""
        if form in THOUGH:
            return "" if syllables[place + 1].form in _NO_CLAUSE else THOUGH[form]
    return ""


def is_duty(syllables: Sequence[Syllable], first: int) -> bool:
    """Whether what begins at `first` is what somebody has to be, and so may not be yet: "cán bộ phải tận tâm", "phải làm cho người dân hài lòng hơn"."""
    for place in range(first - 1, max(first - 2 - _ASKED_REACH, -1), -1):
        form, clause = syllables[place].form, syllables[place].clause
        if clause != syllables[first].clause:
            return False
        if form == _MUST:
            return not place or syllables[place - 1].form not in _NO_DUTY
        if form not in _ASKED:
            return False
    return False


def latest_now(forms: Sequence[str]) -> Sequence[int]:
    """For each syllable where the last word for the present begins that ends there or before (-1 for none): what is told of a past ends with it."""
    begins = [-1] * len(forms)
    for place in range(len(forms)):
        for now in _NOW:
            if tuple(forms[place : place + len(now)]) == now:
                begins[place + len(now) - 1] = place
    return list(accumulate(begins, max))


def turns(forms: Sequence[str], size: int) -> bool:
    """Whether something else begins in `forms`, from a negation of `size` syllables to the first one of a fault: then the fault is said to be so.

    For faults, and what speaks against praise: that something good is so is too much to say of what stands behind a negation.
    """
    behind = forms[size:]
    is_price = forms[0] == _WANT and not _PRICE.isdisjoint(behind)
    if not BUT.isdisjoint(behind) or is_price or _is_unmet(forms, size) or _and_yet(forms, size) or _concedes(behind):
        return True
    return bool(consequences(forms, size)) or _is_reason(forms, size) or _is_done_instead(forms)


def _concedes(behind: Sequence[str]) -> bool:
    """Whether the fault is one in spite of which something is not so: "không được trả lời dù quá hạn"."""
    pairs = zip(behind, (*behind[1:], ""), strict=True)
    return any(form in THOUGH and following not in _NO_CLAUSE | _NOT_EVEN for form, following in pairs)


def _is_done_instead(forms: Sequence[str]) -> bool:
    """Whether the fault is what is done instead of something good."""
    if tuple(forms[: len(_INSTEAD)]) != _INSTEAD:
        return False
    return any(forms[place] in _DONE and forms[place - 1] not in _OF_AGAIN for place in range(len(_INSTEAD) + 1, len(forms)))


def _is_unmet(forms: Sequence[str], size: int) -> bool:
    word, is_beside = tuple(forms[:size]), len(forms) == size + 1
    return (word in _AIMS and forms[-1] in _UNMET) or (is_beside and word in _AIMS | _MENDING and forms[-1] in GOES_BADLY)


def _and_yet(forms: Sequence[str], size: int) -> bool:
    """Whether "mà" contrasts something with the negation, and does not say that the one is so without the other."""
    yets = [place for place in range(size + 1, len(forms)) if forms[place] == AND_YET]
    return bool(yets) and _JOINS_AND_YET.isdisjoint(forms) and _WITHOUT.isdisjoint(forms[yets[0] + 1 :])


def consequences(forms: Sequence[str], size: int) -> list[int]:
    """Where in `forms`, behind a negation of `size` syllables, begins what comes of it that something is lacking."""
    if forms[0] not in _LACKS or not _KEEPS_AWAY.isdisjoint(forms[1 : size + 1]):
        return []
    return [place for place in range(size + 1, len(forms)) if forms[place] in _SO and forms[place - 1] not in _OF_SO]


def _is_reason(forms: Sequence[str], size: int) -> bool:
    """Whether the fault is why there is none of something good."""
    reasons = [place for place in range(size + 1, len(forms)) if forms[place] in REASON and forms[place - 1] not in _OF_REASON]
    return bool(reasons) and forms[0] in _FAILS and _SUFFERED.isdisjoint(forms[1 : reasons[0]])
