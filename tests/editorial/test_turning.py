"""What voids a tone beside a negation: the past, and quotation marks round praise. And the shipped vocabulary beneath the editors' phrases."""

import time

import pytest

from bot.editorial.classify import classify, sections_of
from bot.editorial.lexicon import compile_lexicon
from bot.editorial.policy import ReformPolicy
from bot.editorial.quotes import quoted
from bot.editorial.text import form_of, syllables
from bot.editorial.vocabulary import Term, parse_vocabulary
from bot.editorial.words import is_halves
from bot.errors import LoaError
from bot.judgement import Classification
from tests.editorial.test_judgement import entry

POLICY = ReformPolicy.model_validate(
    {
        "relevance": {"phrases": [{"phrase": "hồ sơ", "weight": 9}]},
        "fields": {},
        "topics": {},
        "tones": {
            "praise": {"name": "Khen", "phrases": [{"phrase": "dẫn đầu", "weight": 4}]},
            "criticism": {"name": "Chê", "phrases": [{"phrase": "phiền hà", "weight": 4}]},
        },
        "past": ["trước đây"],
        "negations": ["không"],
    }
)


def notes(found: Classification) -> dict[str, str]:
    return {item.phrase: item.note for item in found.evidence if item.target.startswith("tone:")}


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("Trước đây làm hồ sơ rất lâu và nhiều phiền hà", "trước đây"),
        ("Trước đây đi xa, nay hồ sơ vẫn phiền hà", ""),
        ("Phiền hà hồ sơ như trước đây", ""),
    ],
)
def test_the_past_voids_to_the_end_of_its_clause(title, note):
    assert notes(classify(entry(title), compile_lexicon(POLICY))) == {"phiền hà": note}


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Hồ sơ không mất | Phiền hà ở xã", {"phiền hà": ""}),
        ("Hồ sơ không mất ✅ Phiền hà ở xã", {"phiền hà": ""}),
        ("Trước đây • Phiền hà vì hồ sơ", {"phiền hà": ""}),
        ("Hồ sơ: đội nhà đứng cuối, dẫn | đầu phố ngập", {}),
        ("Hồ sơ không phiền hà | Xã dẫn đầu", {"phiền hà": "không", "dẫn đầu": ""}),
    ],
)
def test_the_items_of_a_round_up_are_read_apart(title, found):
    assert notes(classify(entry(title), compile_lexicon(POLICY))) == found


@pytest.mark.parametrize("piece", ["không phiền hà ", "trước đây nay phiền hà "])
def test_one_clause_of_nothing_but_turns_takes_no_time(piece):
    lexicon = compile_lexicon(POLICY)
    started = time.process_time()
    classify(entry("Hồ sơ", piece * 400), lexicon)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("Trước đây làm hồ sơ rất lâu nay dẫn đầu", ""),
        ("Trước đây làm hồ sơ rất lâu bây giờ dẫn đầu", ""),
        ("Trước đây hồ sơ của xã dẫn đầu", "trước đây"),
    ],
)
def test_the_past_ends_where_the_present_begins(title, note):
    assert notes(classify(entry(title), compile_lexicon(POLICY))) == {"dẫn đầu": note}


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("Hồ sơ không nhiều nhưng phiền hà", ""),
        ("Hồ sơ không nhiều song phiền hà", ""),
        ("Hồ sơ không nhiều mà phiền hà", ""),
        ("Hồ sơ không vì thế mà phiền hà", "không"),
        ("Hồ sơ không lâu mà không phiền hà", "không"),
        ("Hồ sơ: không có người nên phiền hà", ""),
        ("Hồ sơ: chưa có người khiến dân phiền hà", ""),
        ("Hồ sơ: không có người dẫn đến phiền hà", ""),
        ("Hồ sơ: không hướng dẫn phiền hà", "không"),
        ("Hồ sơ: không nên phiền hà", "không"),
        ("Hồ sơ không gây nên phiền hà", "không"),
        ("Hồ sơ không để lâu khiến dân phiền hà", "không"),
        ("Hồ sơ: chống chờ lâu khiến dân phiền hà", "chống"),
        ("Hồ sơ không xong vì phiền hà", ""),
        ("Hồ sơ chưa xong do dân phiền hà", ""),
        ("Hồ sơ: mất cơ hội vì phiền hà", ""),
        ("Hồ sơ không vì phiền hà", "không"),
        ("Hồ sơ không phải lo vì phiền hà", "không"),
        ("Hồ sơ không chậm vì phiền hà", "không"),
        ("Hồ sơ không rõ lý do phiền hà", "không"),
        ("Hồ sơ không ai xem dù phiền hà", ""),
        ("Hồ sơ chưa được xem mặc dù phiền hà", ""),
        ("Hồ sơ không ở Tuy An phiền hà", "không"),
        ("Hồ sơ không có dù chỉ một phiền hà", "không"),
        ("Hồ sơ: thay vì hướng dẫn thì phiền hà", ""),
        ("Hồ sơ: thay vì hướng dẫn lại phiền hà", ""),
        ("Hồ sơ: thay vì đi lại phiền hà", "thay vì"),
        ("Hồ sơ: thay vì phiền hà", "thay vì"),
        ("Muốn hồ sơ nhanh phải chịu phiền hà", ""),
        ("Muốn hồ sơ hết phiền hà", "muốn"),
    ],
)
def test_a_contrast_a_consequence_or_a_reason_ends_the_reach_of_a_negation(title, note):
    policy = POLICY.model_copy(update={"negations": [*POLICY.negations, "chưa", "chống", "muốn", "mất", "thay vì"]})
    assert notes(classify(entry(title), compile_lexicon(policy))) == {"phiền hà": note}


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("Dù nhiều năm dẫn đầu, nay hồ sơ tồn đọng", "dù"),
        ("Mặc dù dẫn đầu, hồ sơ còn chậm", "dù"),
        ("Hồ sơ còn chậm dù xã dẫn đầu", "dù"),
        ("Tuy dẫn đầu, hồ sơ còn chậm", "tuy"),
        ("Dù hồ sơ nhiều, xã dẫn đầu", ""),
        ("Dù hồ sơ nhiều xã vẫn dẫn đầu", ""),
        ("Tuy nhiên xã dẫn đầu về hồ sơ", ""),
        ("Xã Tuy An dẫn đầu về hồ sơ", ""),
        ("Hồ sơ nhiều. Xã dẫn đầu", ""),
    ],
)
def test_what_is_only_conceded_is_no_praise(title, note):
    assert notes(classify(entry(title), compile_lexicon(POLICY))) == {"dẫn đầu": note}


def test_a_fault_that_is_conceded_stands():
    assert notes(classify(entry("Hồ sơ chậm dù dân nhiều lần phiền hà"), compile_lexicon(POLICY))) == {"phiền hà": ""}


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("Hồ sơ: 5 mục tiêu chưa đạt", ""),
        ("Kiến nghị của dân về hồ sơ chưa đạt", ""),
        ("Kiến nghị về hồ sơ còn chậm", "kiến nghị"),
        ("Hồ sơ và mục tiêu còn chậm", ""),
        ("Hồ sơ: nếu chưa đạt", "nếu"),
        ("Hồ sơ: đề xuất phạt chậm", "đề xuất"),
        ("Hồ sơ: khắc phục còn chậm", ""),
        ("Hồ sơ: khắc phục việc còn chậm", "khắc phục"),
        ("Hồ sơ: quyết tâm còn chậm", ""),
    ],
)
def test_how_an_aim_or_its_mending_goes_is_told_of_a_fault(title, note):
    faults = [{"phrase": phrase, "weight": 4} for phrase in ("chưa đạt", "còn chậm", "chậm")]
    policy = ReformPolicy.model_validate(
        POLICY.model_dump()
        | {
            "tones": {"criticism": {"name": "Chê", "phrases": faults}},
            "negations": ["mục tiêu", "kiến nghị", "nếu", "đề xuất", "khắc phục", "quyết tâm"],
        }
    )
    assert set(notes(classify(entry(title), compile_lexicon(policy))).values()) == {note}


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("Hồ sơ: phấn đấu dẫn đầu", "phấn đấu"),
        ("Phấn đấu đến năm 2030 đứng trong nhóm 10 tỉnh dẫn đầu về hồ sơ", "phấn đấu"),
        ("Đến năm 2030, tỉnh sẽ có tên trong nhóm 10 tỉnh dẫn đầu về hồ sơ", "sẽ"),
        ("Mục tiêu đến năm 2026 của hồ sơ: tỉnh dẫn đầu", ""),
        ("Mục tiêu hồ sơ đến năm 2026: tỉnh nằm trong nhóm dẫn đầu", "mục tiêu"),
        ("Mục tiêu hồ sơ đến năm 2026: đúng hạn, tỉnh dẫn đầu", ""),
        ("Phấn đấu vì hồ sơ của dân: xã dẫn đầu", ""),
        ("Phấn đấu hồ sơ trong suốt cả năm, xã dẫn đầu", ""),
        ("Vượt mục tiêu hồ sơ đến hết năm 2026: tỉnh dẫn đầu", ""),
        ("Nhờ phấn đấu cả năm trời vì hồ sơ xã dẫn đầu", ""),
        ("Tỉnh sẽ nhân rộng cách làm hồ sơ của xã dẫn đầu", ""),
        ("Xã sẽ nhận bằng về hồ sơ vì dẫn đầu", ""),
        ("Thành phố phấn đấu từ nay trong hồ sơ luôn dẫn đầu", ""),
        ("Thành phố phấn đấu năm tới trong hồ sơ luôn dẫn đầu", "phấn đấu"),
        (f"Phấn đấu {'rất ' * 16}dẫn đầu về hồ sơ", "phấn đấu"),
        (f"Phấn đấu {'rất ' * 17}dẫn đầu về hồ sơ", ""),
    ],
)
def test_praise_that_is_aimed_at_is_to_come(title, note):
    policy = ReformPolicy.model_validate(POLICY.model_dump() | {"negations": ["phấn đấu", "mục tiêu", "sẽ"]})
    assert notes(classify(entry(title), compile_lexicon(policy))) == {"dẫn đầu": note}


def test_a_fault_far_behind_an_aim_stands():
    policy = ReformPolicy.model_validate(POLICY.model_dump() | {"negations": ["phấn đấu"]})
    assert notes(classify(entry("Phấn đấu làm hồ sơ cho nhanh dân lại phiền hà"), compile_lexicon(policy))) == {"phiền hà": ""}


def test_praise_stays_void_behind_a_contrast():
    assert notes(classify(entry("Hồ sơ không nhiều nhưng dẫn đầu"), compile_lexicon(POLICY))) == {"dẫn đầu": "không"}


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("Hồ sơ và danh hiệu “dẫn đầu”", "“…”"),
        ("Hồ sơ và danh hiệu 'dẫn đầu'", "“…”"),
        ("Hồ sơ và danh hiệu «dẫn đầu»", "“…”"),
        ("Hồ sơ và danh hiệu « dẫn đầu »", "“…”"),
        ("Hồ sơ và danh hiệu „dẫn đầu“", "“…”"),
        ("Hồ sơ và danh hiệu „dẫn đầu”", "“…”"),
        ("Hồ sơ và danh hiệu &quot;dẫn đầu&quot;", "“…”"),
        ("Hồ sơ và danh hiệu &ldquo;dẫn đầu&rdquo;", "“…”"),
        ("Hồ sơ và danh hiệu &#171;dẫn đầu&#187;", "“…”"),
        ('Hồ sơ và danh hiệu:"dẫn đầu"', "“…”"),
        ('Hồ sơ ("dẫn đầu")', "“…”"),
        ("«Hồ sơ» của xã dẫn đầu về «số hóa»", ""),
        (f'“Hồ sơ”: "{"nhanh hơn, " * 8}nhiều", xã dẫn đầu về "số hóa"', ""),
        (f'“Hồ sơ”: "{"nhanh hơn, " * 8}nhiều." Xã dẫn đầu về "số hóa"', ""),
        (f"“Hồ sơ”: '{'nhanh hơn, ' * 8}nhiều.' Xã dẫn đầu về 'số hóa'", ""),
        ("„Xã tôi nay đã dẫn đầu về hồ sơ“, ông nói", ""),
        ("“Xã tôi nay đã dẫn đầu về hồ sơ”, ông nói", ""),
        ("Xã dẫn đầu về hồ sơ", ""),
    ],
)
def test_praise_in_a_short_quotation_is_not_meant(title, note):
    assert notes(classify(entry(title), compile_lexicon(POLICY))) == {"dẫn đầu": note}


def test_a_fault_in_quotation_marks_is_a_fault():
    assert notes(classify(entry("Hồ sơ: 'phiền hà' là chính"), compile_lexicon(POLICY))) == {"phiền hà": ""}


def test_quotations_are_counted_in_syllables_and_an_apostrophe_is_none():
    text = "Bộ 'một cửa' của dân, TP'HCM và “một hai ba bốn năm sáu” nữa"
    (section, *_) = sections_of(entry(text), {})
    marks = quoted(text, section.syllables)
    assert [text[each.start : each.end] for each, marked in zip(section.syllables, marks, strict=True) if marked] == ["một", "cửa"]


TURNED = ReformPolicy.model_validate(
    {
        "relevance": {"phrases": [{"phrase": "xã", "weight": 9}]},
        "fields": {},
        "topics": {},
        "tones": {
            "praise": {"name": "Khen", "phrases": [{"phrase": "được biểu dương", "weight": 4}]},
            "criticism": {"name": "Chê", "phrases": [{"phrase": each, "weight": 4} for each in ("gây khó khăn", "trễ hạn", "bị nhắc nhở")]},
        },
        "negations": [
            "không",
            "không gây",
            "chưa",
            "chưa được",
            "sẽ",
            "sẽ bị",
            "hết",
            "hết cảnh",
            "không có",
            "khắc phục",
            "khắc phục tình trạng",
            "phòng, ngừa",
        ],
        "negations_unless": ["bao giờ hết", "không phải không có", "chưa khắc phục"],
    }
)


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("Xã không gây khó khăn cho dân", "không"),
        ("Xã chưa được biểu dương", "chưa"),
        ("Ai ở xã chậm sẽ bị nhắc nhở", "sẽ"),
        ("Xã gây khó khăn, không được biểu dương", "không"),
    ],
)
def test_a_phrase_that_begins_in_a_longer_negation_is_turned_by_the_shorter_one_in_it(title, note):
    assert list(notes(classify(entry(title), compile_lexicon(TURNED))).values())[-1] == note


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("Bao giờ hết cảnh trễ hạn ở xã?", ""),
        ("Ở xã không phải không có hồ sơ trễ hạn", ""),
        ("Xã chưa khắc phục tình trạng trễ hạn", ""),
        ("Xã hết cảnh trễ hạn", "hết cảnh"),
        ("Xã phòng, ngừa trễ hạn", "phòng, ngừa"),
        ("Xã phòng, ngừa, trễ hạn", ""),
        ("Xã không có hồ sơ trễ hạn", "không có"),
    ],
)
def test_what_is_no_negation_is_none_with_further_words_either(title, note):
    assert notes(classify(entry(title), compile_lexicon(TURNED))) == {"trễ hạn": note}


TERMS = (Term("dẫn đầu", "tone:praise", 1.0), Term("về đích", "tone:praise", 2.0, ("về đích muộn",)), Term("hết", "negation", 1.0))


def test_an_editors_phrase_goes_before_the_shipped_one():
    knowledge = compile_lexicon(POLICY, vocabulary=TERMS)
    assert classify(entry("Hồ sơ dẫn đầu"), knowledge).scores["tone:praise"] == 4 * 2.0
    assert classify(entry("Hồ sơ về đích"), knowledge).scores["tone:praise"] == 2 * 2.0
    assert "tone:praise" not in classify(entry("Hồ sơ về đích muộn"), knowledge).scores
    assert notes(classify(entry("Hồ sơ hết phiền hà"), knowledge)) == {"phiền hà": "hết"}


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Hồ sơ qua một cửa. Hàng nghìn hồ sơ đã trả", True),
        ("Hồ sơ qua một cửa, hàng trăm hồ sơ đã trả", True),
        ("Hồ sơ qua một cửa: hàng trăm hồ sơ đã trả", True),
        ("Hồ sơ của một cửa hàng", False),
        ("Hồ sơ của một cửa tiệm, quán", False),
        ("Hồ sơ của một cửa, tiệm, quán", False),
    ],
)
def test_a_context_runs_over_a_comma_only_where_it_has_one(title, found):
    relevance = {"phrases": [{"phrase": "một cửa", "weight": 9, "unless": ["một cửa hàng", "một cửa, tiệm"]}]}
    policy = ReformPolicy.model_validate({**POLICY.model_dump(), "relevance": relevance})
    assert ("relevant" in classify(entry(title), compile_lexicon(policy)).scores) is found


@pytest.mark.parametrize(
    ("title", "note"), [("Xã hay không, chỉ phiền hà", ""), ("Xã không, phiền hà", ""), ("Xã không phiền hà", "không")]
)
def test_what_negates_nothing_is_written_in_one_clause(title, note):
    policy = POLICY.model_copy(update={"negations_unless": ("không chỉ",)})
    assert notes(classify(entry("Hồ sơ " + title), compile_lexicon(policy)))["phiền hà"] == note


def test_the_shipped_contexts_of_a_phrase_void_an_editors_one_too():
    knowledge = compile_lexicon(POLICY, vocabulary=(Term("dẫn đầu", "tone:praise", 1.0, ("dẫn đầu đoàn",)),))
    assert "tone:praise" not in classify(entry("Hồ sơ: bí thư dẫn đầu đoàn"), knowledge).scores


def test_an_editor_can_leave_out_what_is_shipped():
    knowledge = compile_lexicon(POLICY.model_copy(update={"shipped": False}), vocabulary=TERMS)
    assert "tone:praise" not in classify(entry("Hồ sơ về đích"), knowledge).scores


def test_a_vocabulary_is_read_line_by_line():
    assert parse_vocabulary("# đầu\nmột cửa\trelevant\t2\tmột cửa hàng|một cửa sổ\n\nhết\tnegation\t1\n") == (
        Term("một cửa", "relevant", 2.0, ("một cửa hàng", "một cửa sổ")),
        Term("hết", "negation", 1.0),
    )


def test_what_is_true_of_every_word_of_a_set_is_said_once():
    text = "<chỉ số>\t=\tPAPI|PCI\n<tốt>\t=\tphí|thời gian\n<chỉ số> giảm <số> điểm\ttone:criticism\t5\tđể <chỉ số> giảm <số> điểm|<chỉ số> giảm <số> điểm <tốt>\n"
    assert parse_vocabulary(text) == tuple(
        Term(
            f"{name} giảm <số> điểm",
            "tone:criticism",
            5.0,
            (f"để {name} giảm <số> điểm", f"{name} giảm <số> điểm phí", f"{name} giảm <số> điểm thời gian"),
        )
        for name in ("PAPI", "PCI")
    )


@pytest.mark.parametrize(
    "line",
    ["<chỉ số>\t=", "<chỉ số>\t=\t", "<chỉ số>\t=\tPCI||PAPI", "<chỉ số>\t=\tPCI|PCI", "chỉ số\t=\tPCI", "<chỉ số>\t=\tPCI\tPAPI"],
)
def test_a_broken_set_of_it_is_named(line):
    with pytest.raises(LoaError, match="line 2"):
        parse_vocabulary(f"# đầu\n{line}\n")


@pytest.mark.parametrize(
    "line", ["một cửa", "một cửa\tother\t1", "một cửa\trelevant\tx", "một cửa\trelevant\tnan", "a\trelevant\t11", "\trelevant\t1"]
)
def test_a_broken_line_of_it_is_named(line):
    with pytest.raises(LoaError, match="line 2"):
        parse_vocabulary(f"# đầu\n{line}\n")


WHOLE = frozenset(
    map(
        " ".join,
        (map(form_of, word.split()) for word in ("hướng dẫn", "đầu tư", "dẫn đầu", "kiến nghị", "nghị quyết", "quyết định", "định hướng")),
    )
)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Xã dẫn đầu tỉnh", ["dẫn đầu"]),
        ("Xã hướng dẫn đầu tư", []),
        ("Xã hướng dẫn đầu năm", ["dẫn đầu"]),  # one end says nothing: "gặp khó" in "gặp khó khăn"
        ("Xã dẫn đầu tư", ["dẫn đầu"]),
        ("Xã hướng dẫn, đầu tư", []),
        ("Ban hành nghị quyết định hướng", []),
        ("Kiến nghị quyết định hướng đi", ["quyết định"]),  # the words from the left: what is whole counts
    ],
)
def test_halves_of_two_words_are_no_phrase(title, found):
    phrases = [{"phrase": phrase, "weight": 4} for phrase in ("dẫn đầu", "quyết định")]
    policy = {**POLICY.model_dump(), "relevance": {"phrases": phrases}}
    lexicon = compile_lexicon(ReformPolicy.model_validate(policy), words=WHOLE)
    assert [item.phrase for item in classify(entry(title), lexicon).evidence if item.target == "relevant"] == found


JOINED = frozenset(
    " ".join(map(form_of, word.split()))
    for word in ("công nghiệp", "công nghệ", "nghệ cao", "vận hành", "cán bộ", "công chức", "dịch vụ", "chữ ký")
)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Thương mại, dịch vụ, công nghiệp", []),
        ("Dịch vụ: công nghiệp", []),
        ("Dịch vụ – công nghệ cao", []),  # "nghệ cao" is in words.txt, too
        ("Nộp qua dịch vụ công, công nghiệp", ["dịch vụ công"]),
        ("Chính quyền mới vận hành, dân bớt đi xa", []),
        ("Cán bộ hành dân", ["hành dân"]),
        ("Cán bộ, công chức xã", ["cán bộ công chức"]),
        ("Thiếu chữ ký, sai ngày", ["ký, sai"]),  # an editor who writes the comma means it
    ],
)
def test_no_phrase_is_joined_over_a_comma_from_half_a_word(title, found):
    phrases = [{"phrase": phrase, "weight": 4} for phrase in ("dịch vụ công", "hành dân", "cán bộ công chức", "ký, sai")]
    policy = {**POLICY.model_dump(), "relevance": {"phrases": phrases}}
    lexicon = compile_lexicon(ReformPolicy.model_validate(policy), words=JOINED)
    assert [item.phrase for item in classify(entry(title), lexicon).evidence if item.target == "relevant"] == found


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Sau hợp nhất: sở nào cũng thừa người", []),
        ("TP HCM hợp nhất sở", ["hợp nhất sở"]),
        ("Tỉnh hợp nhất, sở thừa người", ["hợp nhất sở"]),  # as it may be in a list
        ("Tỉnh hợp nhất, Sở Nội vụ thừa người", []),
        ("CHÍNH QUYỀN HỢP NHẤT, SỞ NỘI VỤ", ["hợp nhất sở"]),  # where all are capitals, one tells nothing
        ("Vận hành chính quyền 2 cấp, Phó chủ tịch tỉnh yêu cầu", []),
        ("Vụ Công chức, Viên chức", ["công chức viên chức"]),
        ("Nâng cao chất lượng công chức, VC", ["công chức viên chức"]),
        ("Đội ngũ công chức, viên chức", ["công chức viên chức"]),
        ("Theo Thông tư số: 12/2012/TT-BNV", ["thông tư số <số>"]),
        ("Kiến nghị, Đề xuất", ["nghị, đề"]),  # an editor who writes the comma means it
    ],
)
def test_what_follows_a_colon_or_begins_with_a_capital_is_another_thing(title, found):
    phrases = [
        {"phrase": phrase, "weight": 4} for phrase in ("hợp nhất sở", "cấp phó", "công chức viên chức", "thông tư số <số>", "nghị, đề")
    ]
    policy = {**POLICY.model_dump(), "relevance": {"phrases": phrases}, "abbreviations": {"VC": "viên chức"}}
    lexicon = compile_lexicon(ReformPolicy.model_validate(policy))
    assert [item.phrase for item in classify(entry(title), lexicon).evidence if item.target == "relevant"] == found


def test_endless_words_that_run_into_each_other_are_no_endless_work():
    section = syllables("dẫn dẫn " * 500, {})
    assert [is_halves(section, first, first + 2, frozenset({" ".join([form_of("dẫn")] * 2)})) for first in range(2)] == [False, True]
    assert not is_halves(section, 998, 1000, frozenset({" ".join([form_of("dẫn")] * 2)}))
