"""A denial denies all of a list, and nothing of the clause after it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.editorial.classify import classify, sections_of
from bot.editorial.denials import denied
from bot.editorial.lexicon import compile_lexicon
from bot.editorial.policy import ReformPolicy
from tests.editorial.test_judgement import entry

FAULTS = (
    *("đi muộn", "bỏ vị trí", "làm việc riêng", "nhũng nhiễu", "phiền hà", "vòi vĩnh", "trễ hẹn", "chậm trễ", "bức xúc", "kỷ luật"),
    *("đùn đẩy", "né tránh", "hách dịch", "sai phạm", "buông lỏng", "tồn đọng", "quá hạn", "gian lận", "tiêu cực", "sách nhiễu"),
    *("phê bình", "ùn ứ", "sai sót"),
)
POLICY = ReformPolicy.model_validate(
    {
        "relevance": {"phrases": [{"phrase": "xã", "weight": 9}]},
        "fields": {},
        "topics": {},
        "tones": {
            "praise": {"name": "Khen", "phrases": [{"phrase": phrase, "weight": 4} for phrase in ("dẫn đầu", "khen thưởng")]},
            "criticism": {
                "name": "Chê",
                "phrases": [*({"phrase": phrase, "weight": 4} for phrase in FAULTS), {"phrase": "lề mề", "weight": 2}],
            },
        },
        "negations": [
            *(
                "không",
                "không còn",
                "chưa",
                "chẳng",
                "không có",
                "không phát hiện",
                "kiên quyết không để",
                "khắc phục",
                "khắc phục tình trạng",
            ),
            *("hết cảnh", "nói không với", "nghiêm cấm", "loại bỏ", "tránh", "hết", "sẽ", "nếu", "vẫn chưa có"),
        ],
    }
)
LEXICON = compile_lexicon(POLICY)


def standing(text: str) -> set[str]:
    """What is said of tone and not void."""
    found = classify(entry("Xã", text), LEXICON)
    return {item.phrase for item in found.evidence if item.target.startswith("tone:") and not item.note}


@pytest.mark.parametrize(
    "text",
    [
        "Đoàn kiểm tra không phát hiện trường hợp nào đi muộn, bỏ vị trí hay làm việc riêng trong giờ hành chính",
        "Ở xã này không có tình trạng nhũng nhiễu, gây phiền hà, vòi vĩnh người dân",
        "Tại bộ phận một cửa, không còn hiện tượng đùn đẩy, né tránh, sợ trách nhiệm như mấy năm trước",
        "Kỳ thi tuyển không xảy ra vụ việc lộ đề, gian lận hoặc tiêu cực nào",
        "Đến cuối quý, không có hồ sơ nào trễ hẹn, tồn đọng hay quá hạn",
        "Nửa năm qua không ghi nhận trường hợp hách dịch, sách nhiễu và vòi vĩnh",
        "Kiên quyết không để xảy ra tình trạng đùn đẩy, chậm trễ, né tránh",
        "Người dân cho biết không còn nhũng nhiễu, phiền hà, vòi vĩnh",
        "Thanh tra không phát hiện sai phạm, sai sót hay tiêu cực",
        "Không có tình trạng cán bộ, công chức, viên chức nhũng nhiễu, gây phiền hà",
        "Chưa có trường hợp vắng mặt không phép, đi muộn, bỏ vị trí hoặc làm việc riêng",
        "KHÔNG CÓ TRƯỜNG HỢP NÀO ĐI MUỘN, BỎ VỊ TRÍ",
        "Không còn cảnh chen lấn, bức xúc ở bộ phận một cửa",
        "Không có hiện tượng chạy cửa sau, vòi vĩnh",
        "Không còn tình trạng nhũng nhiễu, bỏ mặc dân chậm trễ",
        "Không để xảy ra tình trạng chậm trễ, hướng dẫn phiền hà",
        "Hết cảnh xếp hàng, bức xúc ở bộ phận một cửa",
        "Không còn cảnh người dân, doanh nghiệp xếp hàng rồi bức xúc",
        "Nghiêm cấm lề mề, sách nhiễu và vòi vĩnh",
        "Không có cảnh ùn ứ, hay người dân phải chờ đợi rồi bức xúc",
        "Khắc phục tình trạng đùn đẩy, né tránh, chậm trễ của cán bộ, công chức",
        "Nói không với nhũng nhiễu, vòi vĩnh, trễ hẹn ở bộ phận một cửa",
        "Nghiêm cấm hách dịch, sách nhiễu và vòi vĩnh",
        "Loại bỏ sự ùn ứ, phiền hà trong thủ tục hành chính",
        "Thường trực Hội đồng nhân dân: không né tránh, đùn đẩy việc của mình",
        "Giải quyết sớm, tránh phiền hà, bức xúc cho người dân",
        "Không cán bộ nào đi muộn, bỏ vị trí",
        "Ba năm không một hồ sơ đất đai nào trễ hẹn",
        "Không có hồ sơ đất đai nào quá hạn hay tồn đọng",
        "Sáu năm chưa công chức một cửa nào nhũng nhiễu, vòi vĩnh dân",
        "Không một cán bộ, công chức cấp xã nào hách dịch",
        "Không để xảy ra tình trạng tồn đọng khiến người dân phải đi lại nhiều lần và bức xúc",
        "Khắc phục tình trạng đùn đẩy, né tránh khiến người dân bức xúc",
        "Không còn tình trạng thủ tục trở nên phiền hà, chậm trễ",
    ],
)
def test_every_item_of_a_denied_list_is_void(text):
    assert standing(text) == set()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Không phát hiện trường hợp nào sai phạm, nhưng ba cán bộ xã bị kỷ luật", {"kỷ luật"}),
        ("Không phát hiện trường hợp nào sai phạm nhưng thủ tục còn phiền hà", {"phiền hà"}),
        ("Không còn tình trạng trễ hẹn, tuy nhiên thái độ vẫn hách dịch", {"hách dịch"}),
        ("Không còn cảnh ùn ứ, song việc trả kết quả chậm trễ", {"chậm trễ"}),
        ("Không có trường hợp nào đi muộn; bộ phận một cửa buông lỏng", {"buông lỏng"}),
        ("Không có trường hợp nào đi muộn. Vòi vĩnh thì vẫn có", {"vòi vĩnh"}),
        ("Không có trường hợp nào bị xử lý, người dân bức xúc vì chậm trễ", {"bức xúc", "chậm trễ"}),
        ("Không có trường hợp nào đi muộn, ba công chức bị phê bình vì làm việc riêng", {"phê bình", "làm việc riêng"}),
        ("Đoàn không phát hiện trường hợp nào đi muộn, phê bình hai người làm việc riêng", {"phê bình", "làm việc riêng"}),
        ("Không có hồ sơ nào được giải quyết, ùn ứ, chậm trễ kéo dài", {"ùn ứ", "chậm trễ"}),
        ("Không có tình trạng nhũng nhiễu do cán bộ sợ bị kỷ luật và đùn đẩy", {"kỷ luật", "đùn đẩy"}),
        ("Trụ sở không có máy tính, chậm trễ, phiền hà", {"chậm trễ", "phiền hà"}),
        ("Cơ quan chủ quản không phát hiện sai phạm của cấp dưới, buông lỏng quản lý", {"buông lỏng"}),
        ("Chưa phát hiện và xử lý kịp thời hành vi nhũng nhiễu, vòi vĩnh", {"nhũng nhiễu", "vòi vĩnh"}),
        ("Không chỉ một trường hợp đi muộn, bỏ vị trí", {"bỏ vị trí"}),
        ("Không có tình trạng trễ hẹn, hồ sơ tồn đọng từ năm trước thì nhiều", {"tồn đọng"}),
        ("Không kỷ luật cán bộ làm việc riêng trong giờ, bỏ vị trí và hách dịch", {"bỏ vị trí", "hách dịch"}),
        ("Khắc phục đùn đẩy, nhưng còn chậm trễ", {"chậm trễ"}),
        ("Khắc phục đùn đẩy; chậm trễ, né tránh thì vẫn còn", {"chậm trễ", "né tránh"}),
        ("Khắc phục việc trụ sở xa, người dân bức xúc", {"bức xúc"}),
        ("Không còn cảnh chen lấn, người dân vẫn bức xúc", {"bức xúc"}),
        ("Hết cảnh chen lấn, nhưng vẫn chậm trễ, phiền hà", {"chậm trễ", "phiền hà"}),
        ("Hết cảnh chen lấn, hồ sơ lại tồn đọng", {"tồn đọng"}),
        ("Không có vụ việc mới, chậm trễ, phiền hà", {"chậm trễ", "phiền hà"}),
        ("Không có trường hợp nào đi muộn, máy lấy số vẫn trục trặc, phiền hà", {"phiền hà"}),
        ("Không có cán bộ nào trực ở bộ phận một cửa dẫn đến ùn ứ, phiền hà", {"ùn ứ", "phiền hà"}),
        ("Không có cán bộ nào trực ở bộ phận một cửa khiến dân bức xúc", {"bức xúc"}),
        ("Bộ phận một cửa vẫn chưa có cán bộ nào trực buổi chiều khiến dân bức xúc", {"bức xúc"}),
        ("Không phát hiện trường hợp nào đi muộn dẫu thủ tục phiền hà", {"phiền hà"}),
        ("Sẽ kỷ luật, phê bình người chậm trễ trong lúc dân chờ", {"phê bình", "chậm trễ"}),
        ("Xã làm chưa hết sai phạm, buông lỏng nhiều năm", {"buông lỏng"}),
        ("Không phát hiện trường hợp nào đi muộn, dẫn đầu huyện và được khen thưởng", {"dẫn đầu", "khen thưởng"}),
        ("Không cán bộ nào nhận lỗi, đùn đẩy trách nhiệm cho nhau", {"đùn đẩy"}),
        ("Không hồ sơ đất đai thì thôi, nơi nào dân cũng bức xúc", {"bức xúc"}),
        ("Không cán bộ xã đã về hưu nào kể trễ hẹn", {"trễ hẹn"}),
    ],
)
def test_what_has_a_clause_of_its_own_stands(text, left):
    assert standing(text) == left


def test_the_word_that_denies_is_told():
    found = classify(entry("Xã", "Không phát hiện trường hợp nào đi muộn, bỏ vị trí"), LEXICON)
    assert {(item.phrase, item.note, item.weight) for item in found.evidence if item.target.startswith("tone:")} == {
        ("đi muộn", "không phát hiện", 0.0),
        ("bỏ vị trí", "không phát hiện", 0.0),
    }


@pytest.mark.parametrize(
    ("text", "void"),
    [
        ("Giải quyết sớm, tránh phiền hà, bức xúc cho dân", "bức xúc"),
        ("Xã không trễ hẹn, tồn đọng hồ sơ", "tồn đọng"),
        ("Xã không để chậm trễ, tồn đọng hồ sơ", "tồn đọng"),
    ],
)
def test_a_fault_behind_a_negation_denies_its_list_also_where_it_does_not_count_itself(text, void):
    """The vocabulary has such phrases, and editors write such contexts: the negation says the same."""
    policy = POLICY.model_dump()
    rules = {rule["phrase"]: rule for rule in policy["tones"]["criticism"]["phrases"]}
    rules["phiền hà"]["unless"] = ["tránh phiền hà"]
    policy["negations"] = (*policy["negations"], "không để")
    policy["tones"]["criticism"]["phrases"] = (
        *rules.values(),
        *({"phrase": phrase, "weight": -1} for phrase in ("không trễ hẹn", "không để chậm trễ")),
    )
    found = classify(entry("Xã", text), compile_lexicon(ReformPolicy.model_validate(policy)))
    assert not [item for item in found.evidence if item.target == "tone:criticism" and item.weight > 0]
    assert [item.phrase for item in found.evidence if item.note] == [void]


def test_no_list_is_endless():
    found = classify(entry("Xã", "Không có tình trạng đi muộn" + ", nhũng nhiễu" * 50 + ", hách dịch"), LEXICON)
    notes = {item.phrase: item.note for item in found.evidence if item.target.startswith("tone:")}
    assert (notes["đi muộn"], notes["hách dịch"]) == ("không có", "")
    assert standing("Không có tình trạng đi muộn, " * 300) == set()


@given(
    st.lists(
        st.sampled_from(("không có", "tình trạng", "đi muộn", ",", "hay", "và", "nhưng", "xã", "bị", ".", "chậm trễ", "&nbsp;")),
        max_size=30,
    )
)
def test_no_sequence_of_words_breaks_it(words):
    standing(" ".join(words))


def test_how_far_a_denial_reaches_in_syllables():
    text = "Không phát hiện trường hợp nào đi muộn, bỏ vị trí, nhưng còn trễ hẹn"
    (title, *_) = sections_of(entry(text), {})
    # "không phát hiện" (0-2), "trường hợp nào" (3-5); faults at "đi muộn", "bỏ vị trí", "trễ hẹn".
    assert denied(title, [(0, 3)], {6: 4.0, 8: 4.0, 13: 4.0}) == [range(6, 11)]
    assert denied(title, [(11, 12)], {6: 4.0, 8: 4.0, 13: 4.0}) == [range(0)], "what negates but denies no list"


def test_what_is_denied_takes_nothing_from_praise_either():
    praise = {"name": "Khen", "phrases": [{"phrase": "trễ hẹn", "weight": -2}]}
    policy = POLICY.model_dump()
    lexicon = compile_lexicon(ReformPolicy.model_validate({**policy, "tones": {**policy["tones"], "praise": praise}}))
    found = classify(entry("Xã", "Không còn tình trạng cán bộ một cửa xã để hồ sơ trễ hẹn"), lexicon)
    assert {(item.target, item.note) for item in found.evidence if item.phrase == "trễ hẹn"} == {
        ("tone:praise", "không còn"),
        ("tone:criticism", "không còn"),
    }
