"""Every code and subcode of the fact sheet (graph-api §7.2, and those elsewhere in it): what the machine does for a write and for a read, and the remedy."""

import json
import re

import pytest

from bot.channels.facebook.verdicts import PAGE_LIMIT, PERMISSION, TABLE, UNKNOWN, UNKNOWN_FAULT, Verdict, look_up
from bot.channels.facebook.wire import GraphRefused, decipher
from bot.errors import ChannelDown, Doubt, InDoubt, Throttled, Transient
from bot.messages import TABLE as SENTENCES

MAYBE, VAGUE, DUPLICATE = "maybe posted", "refused, maybe posted", "posted already"
NEVER, NOT_SO, DOWN, LATER = "never", "not in this way", "down", "later"
APP, TOKEN, PAGE, SLOWER = "app rests", "token rests", "page rests", "writes rest, longer each time"

# code, subcode, what it means for a write
SHEET = [
    (1, None, MAYBE), (1, 99, MAYBE), (1, 2_853_006, NEVER), (2, None, MAYBE),
    (3, None, DOWN),
    (4, None, APP), (17, None, TOKEN), (17, 2_446_079, TOKEN), (32, None, PAGE), (613, None, PAGE), (613, 1_996, PAGE), (341, None, APP),
    (80_000, None, PAGE), (80_001, None, PAGE), (80_002, None, PAGE), (80_014, None, PAGE),
    (10, None, DOWN), (200, None, DOWN), (210, None, DOWN), (283, None, DOWN), (299, None, DOWN),
    (200, 2_069_030, NEVER), (200, 2_069_031, NEVER), (200, 2_069_033, NEVER),
    (100, None, VAGUE), (100, 33, VAGUE),
    (102, None, DOWN), (104, None, DOWN), (2_500, None, NEVER),
    (190, None, DOWN), (190, 463, DOWN), (190, 467, DOWN), (190, 458, DOWN), (190, 459, DOWN), (190, 460, DOWN), (190, 464, DOWN),
    (190, 492, DOWN), (190, 2_069_032, DOWN),
    (368, None, NEVER), (368, 1_390_008, SLOWER), (368, 1_404_082, DUPLICATE), (368, 4_854_002, DOWN), (368, 1_346_003, NEVER),
    (368, 1_404_102, NEVER), (368, 1_404_112, DOWN), (368, 1_404_006, DOWN), (368, 1_404_078, DOWN),
    (506, None, DUPLICATE), (506, 1_455_006, DUPLICATE),
    (1_500, None, NOT_SO), (1_609_005, None, NOT_SO), (1_609_008, None, NOT_SO), (1_609_010, None, LATER), (2_061_006, None, NOT_SO),
    (1_366_046, None, NOT_SO), (1_366_051, None, NOT_SO), (2_069_019, None, NOT_SO), (1_363_047, None, MAYBE),
    (100, 1_609_005, NOT_SO), (100, 1_609_008, NOT_SO), (100, 1_609_010, LATER), (100, 2_061_006, NOT_SO), (100, 1_366_046, NOT_SO),
    (100, 1_366_051, NOT_SO), (100, 2_069_019, NOT_SO), (100, 1_363_047, MAYBE), (324, None, NOT_SO),
    (197, None, NEVER), (803, None, NEVER), (12, None, NEVER), (2_635, None, DOWN),
    (3_001, None, NEVER), (3_001, 1_504_028, NEVER), (100, 1_504_028, NEVER), (2_874_008, None, NEVER), (100, 2_874_008, NEVER),
]  # fmt: skip
# a subcode that nobody knows changes nothing of what its code means; a code that nobody knows has a rule
UNHEARD = [
    (190, 999, DOWN), (368, 999, NEVER), (506, 999, DUPLICATE), (4, 999, APP), (283, 999, DOWN), (80_001, 999, PAGE), (1, 999, MAYBE), (100, 999, VAGUE),
    (987_654, None, VAGUE), (987_654, 1, VAGUE), (0, None, VAGUE), (-1, None, VAGUE), (300, None, VAGUE), (199, None, VAGUE), (79_999, None, VAGUE), (80_015, None, VAGUE),
]  # fmt: skip


def answered(method: str, code: int, subcode: int | None, status: int = 400) -> Exception:
    error = {"message": "post 190_463 (#190) OAuthException", "code": code} | ({"error_subcode": subcode} if subcode is not None else {})
    with pytest.raises(Exception) as raised:  # noqa: PT011 - which one it is, is what is tested
        decipher(method, status, {}, json.dumps({"error": error}).encode())
    return raised.value


def meaning(error: Exception) -> str:
    """An error as the sheet's word for it."""
    match error:
        case Throttled(escalates=True):
            return SLOWER
        case Throttled(scope=scope):
            return {"app": APP, "token": TOKEN, "page": PAGE}[scope]
        case Transient():
            return LATER
        case InDoubt(doubt=doubt):
            return {Doubt.UNKNOWN: MAYBE, Doubt.REFUSED: VAGUE, Doubt.DUPLICATE: DUPLICATE}[doubt]
        case GraphRefused(of_way=of_way):
            return NOT_SO if of_way else NEVER
        case ChannelDown():
            return DOWN
    raise AssertionError(type(error))


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize(("code", "subcode", "expected"), SHEET + UNHEARD)
def test_a_write_that_is_answered_by_this_code_means_this(method, code, subcode, expected):
    assert meaning(answered(method, code, subcode)) == expected


@pytest.mark.parametrize(("code", "subcode", "written"), SHEET + UNHEARD)
def test_a_read_is_never_in_doubt(code, subcode, written):
    error = answered("GET", code, subcode)
    if written in {MAYBE, DUPLICATE} or look_up(code, subcode, 400) is UNKNOWN:
        assert meaning(error) == LATER
    elif written == VAGUE:
        assert (error.code, error.subcode) == (code, subcode or None), "the caller knows what it asked for"
    else:
        assert meaning(error) == written


@pytest.mark.parametrize("status", [500, 503])
def test_a_code_nobody_knows_is_no_refusal_where_the_server_is_at_fault(status):
    assert meaning(answered("POST", 987_654, None, status)) == MAYBE


def test_every_row_is_of_the_sheet_and_the_sheet_has_no_row_twice():
    pairs = [(code, subcode) for code, subcode, _ in SHEET]
    assert len(pairs) == len(set(pairs))
    assert set(TABLE) <= set(pairs)
    assert {pair for pair in set(pairs) - set(TABLE) if not (200 <= pair[0] <= 299 or 80_000 <= pair[0] <= 80_014)} == set()


REMEDY = re.compile(r"[Hh]ãy |Loa (sẽ |đang |tạm |dừng |tự )|không cần làm gì|Người quản trị Trang cần ")


@pytest.mark.parametrize("key", sorted({row.key for row in (*TABLE.values(), PERMISSION, PAGE_LIMIT, UNKNOWN, UNKNOWN_FAULT)}))
def test_every_sentence_names_the_code_and_a_remedy_in_vietnamese(key):
    vietnamese, english = SENTENCES[key]
    assert "{code}" in vietnamese
    assert "{code}" in english
    assert REMEDY.search(vietnamese), "what is the editor to do, or what does Loa do by itself?"


def test_what_may_be_on_the_page_is_never_said_to_be_not_posted():
    """An editor who reads that it failed would post it by hand, and it would be there twice."""
    for row in TABLE.values():
        if row.verdict in {Verdict.IN_DOUBT, Verdict.DUPLICATE}:
            assert "Loa" in SENTENCES[row.key][0]
            assert "retry" not in SENTENCES[row.key][0]
