"""What was made quick gives what the plain way gives (tests/intake/reference.py).

How many texts are tried: LOA_TEST_EXAMPLES (docs/testing.md).
"""

import os
import sys
import unicodedata
from datetime import UTC, datetime

import nh3
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.intake import plain
from bot.intake.dates import read_date
from bot.intake.identity import told_apart
from bot.intake.parse import repaired
from bot.model import Entry
from tests.intake import reference

MANY = int(os.environ.get("LOA_TEST_EXAMPLES", "0"))
some = settings(max_examples=MANY or 60)
TEXTS = (
    st.text(max_size=60)
    | st.text(alphabet="aồễ ưo\u0302\u0301\u200b\u00ad\x00\x1f\x85\xa0\u2028\u3000\u202e\ufeffhành", max_size=60)
    | st.lists(st.sampled_from(["hành\u200bchính", "\ud800", "\udfff", "a\u0301", "\t", "\x7f", "𝐛", "&amp;"]), max_size=6).map("".join)
)


@given(TEXTS)
@some
def test_texts_are_folded(text):
    assert plain.fold(text) == reference.fold(text)


def test_every_character_that_is_not_seen_is_folded():
    unseen = (chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
    for letter in (*unseen, *map(chr, range(0x300))):
        assert plain.fold(f"a{letter}b") == reference.fold(f"a{letter}b"), hex(ord(letter))


WORDS = st.lists(
    st.sampled_from(["Ủy ban", "nhân dân xã", "tiếp nhận 5 hồ sơ", "Uû ban", "nhaân daân", "tieáp nhaän", "ñöôïc", "®\xadîc", "nh©n d©n", "x·", "Cáº£i cÃ¡ch", "hÃ nh chÃ\xadnh", "Qu?ng Tr?", "�", "được", "<p>", "&atilde;", "&amp;#7843;", "\xa0", "a b"]),
    max_size=12,
).map(" ".join)  # fmt: skip


@given(st.lists(st.tuples(WORDS | TEXTS, st.integers(1, 80)), min_size=1, max_size=3))
@some
def test_texts_of_the_same_hand_are_read_together(texts):
    assert plain.plain_together(*texts) == reference.plain_together(*texts)


ENTRIES = st.lists(
    st.builds(
        Entry,
        feed=st.just("tin"),
        identity=st.sampled_from(["a", "b", "c", "a|xa.vn/1", "d", "e", "f"]),
        title=st.sampled_from(["Một", "Hai"]),
        link=st.sampled_from(["", "https://xa.vn/1", "http://www.xa.vn/1/", "https://xa.vn/2"]),
        published_at=st.none() | st.integers(0, 3).map(lambda day: datetime(2026, 11, 20 + day, tzinfo=UTC)),
    ),
    max_size=5,
)


@given(ENTRIES)
@some
def test_entries_are_told_apart(entries):
    assert told_apart(entries) == reference.told_apart(entries)


LINKS = st.text(alphabet="htps:/.-?#%&=@;[]()~ \tabc019ồ\\", max_size=40) | st.tuples(
    st.sampled_from(["http://", "https://", "HTTP://", "//", "/", "", "http:", "ftp://", "https:///"]),
    st.sampled_from(["xa.vn", "www.xa.vn:80", "XA.vn", "xa", "u@xa.vn", "[::1]", "xa.vn.", "-.-", "xã.vn"]),
    st.sampled_from(["", "/", "/a/../b", "/a;", "/a;x", "/a b", "/tin/ồ.html", "//", "/%2e", "/a:b@c", "/x" * 1_000]),
    st.sampled_from(["", "?", "?a=1&b=2", "?a;b", "?q=ồ", "?a?b", "? "]),
    st.sampled_from(["", "#", "#x", "\n", " "]),
).map("".join)


@given(LINKS, st.sampled_from(["https://xa.vn/rss/tin", "http://xa.vn", "", "https://[", "x"]))
@some
def test_links_are_made_absolute(link, base):
    assert plain.web_address(link, base) == reference.web_address(link, base)


USUAL = st.from_regex(plain.re.compile(r"([A-Z][a-z]{2}, )?[0-9]{1,2} (Jan|May|Sep|Xyz|feb) [0-9]{2,4} [0-9]{1,2}:[0-9]{2}(:[0-9]{2})? ?(GMT|[+-][0-9]{4}|ICT)?"), fullmatch=True)  # fmt: skip
SENSIBLE = st.tuples(
    st.sampled_from(["Tue, ", "", "Thu,", "tue, "]),
    st.integers(0, 32),
    st.sampled_from(["Jan", "Feb", "Nov", "Dec", "nov", "November"]),
    st.sampled_from(["2026", "1969", "26", "2101", "02026"]),
    st.sampled_from(["08:05:00", "24:00:00", "23:59:60", "8:05:00", "08:05", "08:61:00"]),
    st.sampled_from(["GMT", "+0700", "-0730", "+9900", "+0061", "ICT", "", "GMT+7", "PM", "+07:00"]),
    st.sampled_from(["", " ", " x", "\n"]),
).map(lambda parts: f"{parts[0]}{parts[1]} {parts[2]} {parts[3]} {parts[4]} {parts[5]}{parts[6]}")


@given(USUAL | SENSIBLE | st.text(alphabet="0123456789 :+-TZGM/,Novthángnăm", max_size=30))
@some
def test_dates_are_read(text):
    assert read_date(text) == reference.read_date(text)


@given(
    st.lists(
        st.sampled_from(["&#55357;", "&#56832;", "&#xD83D;", "&#xde00;", "&#0;", "&#x110000;", "&#65533;", "&#38;", "&#7843;", "&#xFFFFFFFFFF;", "&#", "x;", "\x00", "\x0b", "ồ", "&#\x011;", "\n"]),
        max_size=8,
    ).map("".join)
    | st.text(max_size=30)
)  # fmt: skip
@some
def test_documents_are_repaired(text):
    document = text.encode("utf-8", "ignore")
    wanted = reference.repaired(document.decode()).encode("utf-8", "ignore")
    assert repaired(document, document.decode()) == (wanted, wanted.decode())


MARKUP = st.lists(st.sampled_from(["<p>", "</p>", "<b a='", "'>", "<script>", "</script>", "<style>", "x", "ồ", "&lt;", "&amp;", "<!--", "-->", "<br/>", "<svg>", "<math>", "\n", "<![CDATA[", "]]>"]), max_size=12).map("".join)  # fmt: skip


@given(MARKUP)
@example("<a href='x'>b</a>")
@some
def test_markup_is_cleaned_by_one_cleaner_as_by_a_new_one_each_time(markup):
    expected = nh3.clean(markup, tags=plain._BLOCKS, attributes={}, clean_content_tags=set(plain._SILENT))
    assert plain._CLEANER.clean(markup) == expected
