"""Old charsets and misread bytes come back exactly, or are left and said; what is sound, and what is no Vietnamese, is never touched."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.vietnamese.repair import reading, recoded, repair, repair_together
from bot.vietnamese.rewriting import Rewritten
from tests.vietnamese import legacy

SENTENCES = (
    "Ủy ban nhân dân tỉnh Quảng Trị đẩy mạnh cải cách hành chính, phục vụ người dân và doanh nghiệp",
    "Bộ phận tiếp nhận và trả kết quả giải quyết thủ tục hành chính đúng hạn trên 98%, không còn hồ sơ trễ hẹn",
    "Chủ tịch UBND xã yêu cầu chấn chỉnh kỷ luật, kỷ cương; xử lý nghiêm cán bộ, công chức nhũng nhiễu",
    "Nhiều thủ tục đất đai được thực hiện trực tuyến toàn trình, người dân ở các thôn bản vùng cao đỡ phải đi lại",
    "Hội nghị sơ kết ba năm thực hiện chương trình chuyển đổi số: kết quả, tồn tại và những việc cần làm ngay",
    "Đoàn kiểm tra công vụ đến làm việc tại phường Đông Hà ngày 3/7/2026",
)
WORDS = tuple(dict.fromkeys(" ".join(SENTENCES).replace(",", "").replace(";", "").replace(":", "").split()))
MARKED = tuple(word for word in WORDS if not word.isascii() and word.islower())
WAYS = {
    "VNI": legacy.vni,
    "windows-1258": legacy.windows_1258,
    "UTF-8 as windows-1252": legacy.as_windows_1252,
    "UTF-8 as ISO 8859-1": legacy.as_latin_1,
    "UTF-8 as windows-1258": legacy.as_windows_1258,
    "UTF-8 twice": lambda text: legacy.as_windows_1252(legacy.as_windows_1252(text)),
    "UTF-8 twice as ISO 8859-1": lambda text: legacy.as_latin_1(legacy.as_latin_1(text)),
    "UTF-8 first so, then so": lambda text: legacy.as_windows_1252(legacy.as_latin_1(text)),
    "NFD in UTF-8": lambda text: legacy.as_windows_1252(unicodedata.normalize("NFD", text)),
}


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("way", WAYS)
def test_a_sentence_comes_back_from_each_damage(way, sentence):
    damaged = WAYS[way](sentence)
    done = repair(damaged)
    assert (done.text, done.certain) == (sentence, True)
    assert done.how in {way, "UTF-8"}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_comes_back_from_tcvn3(sentence):
    """A capital with a tone has no byte in it, so the first letter may come back small."""
    done = repair(legacy.tcvn3(sentence))
    assert (done.text, done.how, done.certain) == (sentence.replace("Ủ", "ủ"), "TCVN3", True)


@pytest.mark.parametrize(
    ("damaged", "meant", "how"),
    [
        ("ñy ban nh©n d©n", "ủy ban nhân dân", "TCVN3"),
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam", "TCVN3"),
        ("§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc", "TCVN3"),
        ("Thñ t\u00adíng chÝnh phñ", "Thủ tướng chính phủ", "TCVN3"),
        ("nhµ n−íc céng hoµ x∙ héi", "nhà nước cộng hoà xã hội", "TCVN3"),
        ("QUYÕT §ÞNH CñA TØNH QU¶NG TRÞ", "QUYẾT ĐỊNH CỦA TỈNH QUẢNG TRỊ", "TCVN3"),
        ("TØNH QU¶NG TRÞ Së Néi vô th«ng b¸o", "TỈNH QUẢNG TRỊ Sở Nội vụ thông báo", "TCVN3"),
        ("Bé Néi vô vµ Së Y TÕ", "Bộ Nội vụ và Sở Y Tế", "TCVN3"),
        ("® ®ã ®· « nhiÔm, ch©u ¸", "® đó đã ô nhiễm, châu á", "TCVN3"),
        ("Hµ Néi", "Hà Nội", "TCVN3"),
        ("UÛy ban nhaân daân", "Ủy ban nhân dân", "VNI"),
        ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "VNI"),
        ("Uûy ban nhaân daân tænh Quaûng Trò", "Ủy ban nhân dân tỉnh Quảng Trị", "VNI"),
        ("saün saøng ôû Ñaø Naüng, nghæ maát söùc", "sẵn sàng ở Đà Nẵng, nghỉ mất sức", "VNI"),
        ("QuyêìtðiònhcuÒa uÒy ban nhân dân tiÒnh QuaÒng Triò", "", "windows-1258"),
        ("Quyêìt ðiònh cuÒa uÒy ban nhân dân", "Quyết định của ủy ban nhân dân", "windows-1258"),
        ("bôìc thôìi biò hiêòn taòi Nôòi", "bốc thối bị hiện tại Nội", "windows-1258"),
        ("Cáº£i cÃ¡ch", "Cải cách", "UTF-8"),
        ("Cáº£i cÃ¡ch hÃ nh chÃ\u00adnh", "Cải cách hành chính", "UTF-8"),
        ("Cáº£i cĂ¡ch hĂ\u00a0nh chĂ\u00adnh", "Cải cách hành chính", "UTF-8"),
        ("â€œMá»™t cá»\u00ada” â€“ nÆ¡i dÃ¢n háº¹n", "“Một cửa” – nơi dân hẹn", "UTF-8"),
        ("NgÆ°á»\u009di dÃ¢n hÃ\u00a0i lÃ²ng 👍", "Người dân hài lòng 👍", "UTF-8"),
        ("KhÃ´ng khÃ\u00ad á»Ÿ XÃ£ ðŸ‘\u008d", "Không khí ở Xã 👍", "UTF-8"),
        ("Ông Nguyá»…n Văn A, xã Gio Linh", "Ông Nguyễn Văn A, xã Gio Linh", "UTF-8"),
        ("VÃ\u00a0 Ã”ng LÃª ThÃ¡i nÃ³i", "Và Ông Lê Thái nói", "UTF-8"),
        ("Tiá»‡n Ã\u00adch: giáº£m 15% chi phÃ\u00ad, nhiá»u ngÆ°á»i khen", "Tiện ích: giảm 15% chi phí, nhiều người khen", "UTF-8"),
        ("thá»§ tá»¥c Ä‘Æ¡n giáº£n, khÃ´ng sá»£ trá»\ufffd háº¡n â€œnhÆ° trÆ°á»›câ€\ufffd", "", "UTF-8"),
        ("NGÃƒ BA HUáº¾", "NGÃ BA HUẾ", "UTF-8"),
        ("LÃƒNH Ä\x90áº\xa0O XÃƒ HÆ¯á»šNG PHÃ™NG", "LÃNH ĐẠO XÃ HƯỚNG PHÙNG", "UTF-8"),
        ("THá»Š XÃƒ QUáº¢NG TRá»Š", "THỊ XÃ QUẢNG TRỊ", "UTF-8"),
        ("HÄ\x90ND XÃƒ GIO LINH", "HĐND XÃ GIO LINH", "UTF-8"),
        ("CÃN Bá»˜ XÃƒ GIO LINH", "CÁN BỘ XÃ GIO LINH", "UTF-8"),  # a byte is lost
        ("LÃNH Äáº O HUYá»†N", "", "UTF-8"),  # LÁNH, LÍNH
        ("GD&T§ - Ngµy 28/6, tr\u00adêng §HSP HuÕ tæ chøc", "GD&TĐ - Ngày 28/6, trường ĐHSP Huế tổ chức", "TCVN3"),
        ("Thay ñoåi cô caáu toå chöùc Boä GD&ÑT", "Thay đổi cơ cấu tổ chức Bộ GD&ĐT", "VNI"),
        ("HÐND TP HCM seÞ châìt vâìn vêÌ an toàn thýòc phâÒm", "HĐND TP HCM sẽ chất vấn về an toàn thực phẩm", "windows-1258"),
        ("C&amp;aacute;ch l&agrave;m", "Cách làm", "HTML"),
        ("C&Atilde;&iexcl;ch l&Atilde;&nbsp;m", "Cách làm", "UTF-8"),
    ],
)
def test_what_is_seen_and_what_was_meant(damaged, meant, how):
    """Where `meant` is empty, it can't be known for certain: the text is left."""
    done = repair(damaged)
    assert (done.text, done.how, done.certain) == (meant or damaged, how, bool(meant))


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30), st.sampled_from(sorted(WAYS)))
def test_what_is_repaired_is_exactly_what_was_meant(words, way):
    text = " ".join(words)
    damaged = WAYS[way](text)
    done = repair(damaged)
    assert done.text == text if done.certain and done.how else done.text == damaged
    enough = len({word for word in words if WAYS[way](word) != word and word in MARKED}) >= 8
    assert (done.certain and bool(done.how)) or not enough


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30))
def test_what_is_repaired_from_tcvn3_is_what_was_meant_but_for_capitals(words):
    text = " ".join(words)
    done = repair(legacy.tcvn3(text))
    assert not done.how or not done.certain or done.text.lower() == text.lower()
    assert "\u00ad" not in legacy.tcvn3(text) or len({word for word in words if word in MARKED}) < 8 or done.certain


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=30), st.sampled_from(["NFC", "NFD"]), st.sampled_from([str, str.upper, str.title])
)
def test_sound_text_is_returned_as_it_is(words, form, case):
    text = unicodedata.normalize(form, case(" ".join(words)))
    assert (repair(text).text, repair(text).how) == (text, "")
    assert reading(text) is None


@given(st.text(max_size=200) | st.text(alphabet="áº»ÃâĂ€œ ®¸µñöaâêìÒ?&;#x\u00ad\u00a0\ufffdnhgi", max_size=200))
@example("ð€€€ áº¡º")
def test_any_text_is_repaired_or_left(text):
    done = repair(text)
    assert done.certain or (done.text == text and done.how)
    read = reading(text)
    if read is not None:
        assert len(read.text) == len(read.starts) == len(read.ends)
        assert all(0 <= start < end <= len(text) for start, end in zip(read.starts, read.ends, strict=True))
        assert list(read.starts) == sorted(read.starts)
    assert 0 <= done.spot[0] <= done.spot[1] <= len(text)


OTHERS = {
    "English": "The Prime Minister asked ministries to cut red tape; it's a façade, she said – naïve café goers don't care.",
    "French": "Où est passée l'école ? Là-bas, près de la forêt, un garçon naïf a mangé des pâtes à côté du château, c'était déjà très élevé.",
    "German": "Die Behörde in München prüft Anträge für größere Gebäude; Müller, Özil und Jürgen Löw hören zu, daß alles schön läuft.",
    "Spanish": "El niño español comió piña en la montaña mañana; el señor Núñez pidió más información al año siguiente.",
    "Portuguese": "A administração de São Paulo não alterou as condições; João e Conceição são irmãos, você também.",
    "Swedish": "På så sätt är det för många människor också möjligt att få både hjälp och råd från Åland till Östersund.",
    "Danish": "Når vi går på gaden, ser vi småbørn lege; æbler og øl købes på lørdag, sagde Søren.",
    "Icelandic": "Þjóðin kaus í dag; það var góð þátttaka á Íslandi, sagði Guðrún Jónsdóttir, þótt veðrið væri slæmt.",
    "Finnish": "Äiti meni töihin, ja hän näki pienen pöllön metsässä yöllä; tämä on hyvä päivä.",
    "Turkish": "Türkiye Cumhurbaşkanı Erdoğan, İstanbul'da düzenlenen törende konuştu; gönüllüler çok çalıştı.",
    "Polish": "Zażółć gęślą jaźń; Wójt gminy Łódź ogłosił przetarg na usługi informatyczne.",
    "Czech": "Příliš žluťoučký kůň úpěl ďábelské ódy na úřadě.",
    "Pinyin": "Nǐ hǎo, wǒ shì Zhōngguó rén; lǜsè de chá hěn hǎo hē.",
    "Japanese": "行政手続オンライン化 ー ベトナム Tōkyō",
    "Russian": "Правительство Вьетнама сокращает административные процедуры",
    "Vietnamese with names": "Citroën, Müller, Mbappé, Björn Borg, Beyoncé và São Paulo có trong bài của Hà Nội – “đúng hẹn” ở Côte d'Ivoire",
    "codes": "Kế hoạch số 12/KH-UBND; diện tích 500m², 35°C, ±5%, 3×4 m, 10µm, ½ ngày, ©2026 Sở TT&TT®, §5, €20, ¥300, 7÷8, A·B, «Dân»",
    "addresses": "https://dichvucong.gov.vn/p/home/dvc-tthc.html?ma=1.001612&x=%C3%A1 www.quangtri.gov.vn a.b@quangtri.gov.vn?x=y",
    "capitals": "XÃ\u00a0HẢI LĂNG: “ĐÔ THỊ MỚI Ở XÃ” – HÒA BÌNH… BÒ TÌNH NGÃ” ĐÃ— VÀ",
    "bullets": "· Nội dung một · Nội dung hai • Nội dung ba ¶ Hết",
    "questions": "Làm ở đâu?ai làm? Hồ sơ gồm những gì?Người dân cần biết",
    "quotes": "Ông hỏi «Có cá» rồi «lá» và «đá» ở chợ",
    "soft hyphens": "thủ\u00adtục hành\u00adchính công\u00ad ở xã",
    "eth": "Nghị định số 61/2018/NÐ-CP và Nghị định 107/2021/NÐ-CP; HÐND, QÐND",
    "eth in words": "Ðó là quan điểm của ông Ðinh La Thăng về Ðảng ở Ðắk Lắk",
    "small eth": "Người ðược hỏi ðều ðồng ý với ðề án ở ðây",
    "Spanish in capitals": "AÑO NUEVO EN ESPAÑA: NIÑOS Y SEÑORES, MAÑANA",
    "minority names": "Xã Đakrông, Đắk Lắk, Krông Pắc, Bắc Kạn, A Lưới, Pa Nang, Kon Tum",
}


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_no_damage_is_neither_changed_nor_flagged(language):
    text = OTHERS[language]
    done = repair(text)
    assert (done.text, done.how) == (text, "")


@pytest.mark.parametrize(
    ("text", "how", "seen"),
    [
        ("Trước ®©y ngêi d©n ®îc phôc vô", "TCVN3", "®©y"),  # half of it is Unicode, and ư is lost
        ("ngêi d©n cña x· ®îc phôc vô tèt h¬n", "TCVN3", "ngêi"),
        ("ngêi d©n cña x·", "TCVN3", "ngêi"),  # ngời or người
        ("Nh c¸c b¶n vïng cao", "TCVN3", "c¸c"),  # Như has lost its ư
        ("Tin baùo haøng ngaøy cuûa Ñaûng boä ở xã Gio Linh, Quảng Trị, miền Trung", "VNI", "baùo"),
        ("Tin baùo haøng", "VNI", "baùo"),  # too short to be sure
        ("Ông MbappÃ© ghi bàn", "UTF-8", "MbappÃ©"),
        ("má»i ngÆ°á»i", "UTF-8", "má»i"),  # mọi, mời, mỏi
        ("BÃ thÆ° Chi bá»™ xÃ£", "UTF-8", "thÆ°"),  # Bà or Bí
        ("Há»i Ä‘Ã¡p vá» cÃ¡ch lÃ m", "UTF-8", "Há»i"),
        ("C\ufffdi cách", "U+FFFD", "\ufffd"),
        ("C?i cách hành chính ? Qu?ng Tr?", "U+FFFD", "C?i"),
    ],
)
def test_what_is_not_certain_is_left_and_said(text, how, seen):
    done = repair(text)
    assert (done.text, done.how, done.certain) == (text, how, False)
    assert text[slice(*done.spot)] == seen
    assert done.read is None


def test_a_short_headline_is_sure_by_the_article_below_it():
    title, body = legacy.vni("Tin báo bão"), legacy.vni(SENTENCES[0])
    assert not recoded(title).certain
    assert recoded(title, [body]).text == "Tin báo bão"


@pytest.mark.parametrize("beside", [SENTENCES[1], legacy.vni(SENTENCES[1])])
def test_a_headline_that_is_sure_by_itself_is_so_beside_any_article(beside):
    assert recoded(legacy.tcvn3(SENTENCES[0]), [beside]).certain


def test_texts_of_one_hand_are_repaired_together_with_their_references_resolved():
    title, body = repair_together([legacy.tcvn3("Tin báo đài").replace("¸", "&cedil;"), legacy.tcvn3(SENTENCES[1]).replace("µ", "&micro;")])
    assert (title.text, title.how, title.certain) == ("Tin báo đài", "TCVN3", True)
    assert body.certain


def test_a_sound_headline_stays_beside_a_damaged_article():
    title = "Bé gái và cô giáo ở xã Gio Linh"
    assert recoded(title, [legacy.tcvn3(SENTENCES[1]), legacy.vni(SENTENCES[1])]).text == title


@pytest.mark.parametrize("unseen", ["\ufeff", "\u200b\u200b", "&#8203;", "\u200f&#xFEFF;", "\u202a"])
def test_what_is_not_seen_before_a_text_is_not_read(unseen):
    read = reading(f"{unseen}Thái Lan")
    assert read.text == "Thái Lan"
    assert (read.starts[0], read.ends[-1]) == (len(unseen), len(unseen) + 8)
    assert reading("Thái\u200b Lan") is None, "elsewhere each reader knows what it may stand in"


def test_the_places_of_a_repaired_text_are_those_of_the_damaged_one():
    damaged = "C&aacute;ch: Cáº£i cÃ¡ch hÃ nh chÃ\u00adnh"
    read = reading(damaged)
    assert isinstance(read, Rewritten)
    assert read.text == "Cách: Cải cách hành chính"
    at = read.text.index("hành")
    assert damaged[read.starts[at] : read.ends[at + 3]] == "hÃ nh"
    assert damaged[read.starts[1] : read.ends[1]] == "&aacute;"
    spot = repair(damaged).spot
    assert damaged[slice(*spot)] == "Cáº£i"


@pytest.mark.parametrize("piece", ["Æ", "á»", "áºm ", "Ã ", "®\u00ad ", "aâñ ", "Ã¡Âº", "&amp;", "x?y ", "Ă¡á»\ufffdn ", "µ", "\ufffd"])
def test_text_made_to_be_slow_ends(piece):
    """Nothing is measured: before each search had its bound, the first took a quarter of an hour."""
    text = (piece * 50_000)[:100_000]
    done = repair(text)
    assert done.text == text or done.certain
