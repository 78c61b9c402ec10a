"""A report of a database with nine months of work: every figure of the Word file recomputed from the raw rows, by a second way that shares no code with it."""

import io
import json
import re
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest
from docx import Document

from bot.compose.policy import Vocabulary
from bot.errors import LoaError
from bot.figures import PageSnapshot
from bot.judgement import Field, Tone, Topic
from bot.model import Event
from bot.reports.period import between, parse_period
from bot.reports.policy import QuotaPolicy, ReportPolicy
from bot.reports.word import to_word
from bot.service.remedies import remedy
from bot.service.reporting import document_of, report_of, template_of
from tests.fakes.year import SHORT, fill
from tests.reports.test_word import no_chart
from tests.service.conftest import a_bench
from tests.store.databases import new_file

NOW = datetime(2026, 10, 5, 1, 0, tzinfo=UTC)
HERE = timedelta(hours=7)
Q3 = parse_period("2026-Q3")
NAMES = {**{key: f"Tên {key}" for key in (*Field, *Topic, *Tone)}}
QUOTAS = QuotaPolicy(items=250, fields={Field.PROCEDURES: 80, Field.PUBLIC_FINANCE: 9}, tones={Tone.CRITICISM: 12}, channels={"trang": 300})
METRICS = {
    "views": "Lượt xem",
    "reach": "Người tiếp cận",
    "reactions": "Cảm xúc",
    "comments": "Bình luận",
    "shares": "Chia sẻ",
    "clicks": "Lượt bấm",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    url = new_file(folder / "loa.db")
    bench = a_bench(url, folder, NOW)
    made = fill(
        bench.world.store, count=300, first=datetime(2026, 1, 5, 1, tzinfo=UTC), days=270, now=NOW, channels=("trang", "xa"), ladder=SHORT
    )
    pages = [bench.world.settings.pages[0].model_copy(update={"name": name}) for name in ("trang", "xa")]
    policy = ReportPolicy(quotas={2026: QUOTAS})
    settings = replace(bench.world.settings, pages=tuple(pages), report=policy, vocabulary=Vocabulary(names=NAMES, hashtags={}))
    world = replace(bench.world, settings=settings)
    for key in made.criticism[::3]:
        remedy(world, key, by="Lan", text="Đã xin lỗi dân", link="https://xa.vn/1")
    for verb, subject, at, reason in (
        ("paused", "channel:trang", datetime(2026, 6, 30, 2, tzinfo=UTC), "Mã hết hạn"),
        ("resumed", "channel:trang", datetime(2026, 7, 1, 3, tzinfo=UTC), ""),
        ("feed-rests", "feed:huyen", datetime(2026, 9, 20, 2, tzinfo=UTC), "HTTP 503"),
        ("paused", "channel:xa", datetime(2026, 5, 1, 2, tzinfo=UTC), "đã xong trước kỳ"),
        ("resumed", "channel:xa", datetime(2026, 5, 1, 3, tzinfo=UTC), ""),
    ):
        world.store.journal.write(Event(at=at, actor="loa", subject=subject, verb=verb, reason=reason))
    count_followers(world.store)
    yield world, folder / "loa.db"
    bench.close()


def count_followers(store) -> None:
    """Each Page's, once a day but for some; on the second Page only in September, on a third, of which the settings know nothing, once."""
    for number in range(150):
        at = datetime(2026, 5, 8, 0, 30, tzinfo=UTC) + timedelta(days=number)
        day = at.date().isoformat()
        given = number % 5 != 2  # on other days Facebook did not say
        metrics, missing = ({"followers": 2_000 + number * 7 % 60 + number}, {}) if given else ({}, {"followers": "refused"})
        store.measuring.add_page(PageSnapshot(channel="trang", rung=day, taken_at=at, metrics=metrics, missing=missing))
        if at.month == 9:
            store.measuring.add_page(PageSnapshot(channel="xa", rung=day, taken_at=at, metrics={"followers": 900 - number}))
        if number == 100:
            store.measuring.add_page(PageSnapshot(channel="cu", rung=day, taken_at=at, metrics={"followers": 12}))


@pytest.fixture(scope="module")
def word(office):
    world, _ = office
    return Document(io.BytesIO(to_word(document_of(world, report_of(world, Q3)), no_chart)))


# The second way: plain SQL and dictionaries over the raw rows.


def rows(path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text) + HERE


class Raw:
    """What the raw rows say of the quarter."""

    def __init__(self, path) -> None:
        query = "SELECT p.key, p.entry_key, p.channel, p.published_at, p.state, e.title, e.classification FROM posts p JOIN entries e ON e.key = p.entry_key"
        self.posts = [
            (key, entry, channel, local(at), title, json.loads(what))
            for key, entry, channel, at, state, title, what in rows(path, query)
            if state == "published"
        ]
        self.posts.sort(key=lambda post: (post[3], post[0]))
        self.quarter = self.of(date(2026, 7, 1), date(2026, 9, 30))
        self.before = self.of(date(2026, 4, 1), date(2026, 6, 30))
        self.year = self.of(date(2026, 1, 1), date(2026, 9, 30))
        self.snapshots = defaultdict(list)
        for key, at, metrics in rows(path, "SELECT post_key, taken_at, metrics FROM snapshots ORDER BY taken_at"):
            self.snapshots[key].append((local(at), json.loads(metrics)))

    def of(self, first: date, last: date) -> list[tuple]:
        return [post for post in self.posts if first <= post[3].date() <= last]

    def count(self, posts: list[tuple], key: str, value: str) -> int:
        return len({post[1] for post in posts if post[5][key] == value or value in (post[5][key] or ())})

    def last(self, key: str, metric: str) -> int | None:
        known = [metrics[metric] for _, metrics in self.snapshots[key] if metric in metrics]
        return known[-1] if known else None

    def in_a_week(self, post: tuple) -> int | None:
        for at, metrics in self.snapshots[post[0]]:
            if timedelta(days=7) <= at - post[3] <= timedelta(days=9) and "views" in metrics:
                return metrics["views"]
        return None

    def ranked(self, posts: list[tuple]) -> list[tuple]:
        known = [(self.in_a_week(post), post) for post in posts]
        return sorted(((value, post) for value, post in known if value is not None), key=lambda pair: (-pair[0], pair[1][3], pair[1][0]))


@pytest.fixture(scope="module")
def raw(office) -> Raw:
    return Raw(office[1])


def grouped(number: float) -> str:
    text = f"{number:,.1f}".removesuffix(".0")
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def share(part: int, whole: int) -> str:
    return f"{grouped(round(part * 100 / whole, 1))}%"


def cells(word, caption: str) -> list[list[str]]:
    """The rows of the table below the caption that ends so, without its head."""
    body = list(word.element.body)
    for place, element in enumerate(body):
        if element.tag.endswith("}p") and "".join(element.itertext()).endswith(f". {caption}"):
            table = next(each for each in word.tables if each._tbl is body[place + 1])
            return [[cell.text for cell in row.cells] for row in table.rows[1:]]
    raise AssertionError(caption)


def counted(raw: Raw, key: str, ids, quotas) -> list[list[str]]:
    found = []
    for each in ids:
        now, before, year = (raw.count(posts, key, each) for posts in (raw.quarter, raw.before, raw.year))
        row = [NAMES[each], str(now), str(before), str(year)]
        if quotas:
            row += [str(quotas[each]), share(year, quotas[each])] if each in quotas else ["", ""]
        found.append(row)
    return found


def test_the_story_has_something_of_everything(raw):
    assert len(raw.quarter) > 80
    assert len({post[1] for post in raw.quarter}) < len(raw.quarter), "some news is on two Pages"
    assert any(not raw.snapshots[post[0]] for post in raw.quarter), "some Posts were never measured"
    assert any(raw.last(post[0], "views") is not None and raw.last(post[0], "clicks") is None for post in raw.quarter)
    assert any(raw.snapshots[post[0]] and raw.in_a_week(post) is None for post in raw.quarter), "some are too young to be compared"


def test_counts_by_field_against_the_plan(word, raw):
    expected = counted(raw, "fields", Field, QUOTAS.fields)
    now, before, year = (len({post[1] for post in posts}) for posts in (raw.quarter, raw.before, raw.year))
    expected.append(["Tổng số tin", str(now), str(before), str(year), "250", share(year, 250)])
    assert cells(word, "Số tin theo lĩnh vực cải cách hành chính") == expected


def test_counts_by_tone_and_topic(word, raw):
    tones = counted(raw, "tone", (Tone.PRAISE, Tone.CRITICISM, Tone.NEUTRAL), QUOTAS.tones)
    assert cells(word, "Số tin theo sắc thái") == tones
    assert cells(word, "Số tin theo chủ đề") == counted(raw, "topics", Topic, {})


def test_counts_by_page_are_of_posts(word, raw):
    expected = []
    for page in ("trang", "xa"):
        now, before, year = (sum(post[2] == page for post in posts) for posts in (raw.quarter, raw.before, raw.year))
        expected.append([page, str(now), str(before), str(year), *(["300", share(year, 300)] if page == "trang" else ["", ""])])
    assert cells(word, "Số bài đăng theo Trang") == expected


def test_counts_by_month(word, raw):
    first = {}
    for post in raw.quarter:
        first.setdefault(post[1], post)
    expected = []
    for month in (7, 8, 9):
        tones = Counter(post[5]["tone"] for post in first.values() if post[3].month == month)
        expected.append([f"Tháng {month}", *(str(tones[tone]) for tone in ("praise", "criticism", "neutral")), str(sum(tones.values()))])
    sums = [str(sum(int(row[column]) for row in expected)) for column in range(1, 5)]
    assert cells(word, "Số tin theo tháng") == [*expected, ["Cộng", *sums]]


def test_engagement_is_summed_from_the_last_known_figures_and_people_never_are(word, raw):
    expected = []
    for metric, name in METRICS.items():
        values = [raw.last(post[0], metric) for post in raw.quarter]
        known = [value for value in values if value is not None]
        in_all = "không cộng" if metric == "reach" else grouped(sum(known))
        expected.append([name, in_all, grouped(median(known)), f"{len(known)}/{len(values)}"])
    assert cells(word, "Tiếp cận và tương tác") == expected


def counted_followers(path) -> dict[str, list[tuple[date, int]]]:
    found = defaultdict(list)
    for page, at, metrics in rows(path, "SELECT channel, taken_at, metrics FROM page_snapshots ORDER BY taken_at"):
        day, count = local(at).date(), json.loads(metrics).get("followers")
        if date(2026, 7, 1) <= day <= date(2026, 9, 30) and count is not None:
            found[page].append((day, count))
    return found


def test_followers_are_those_of_the_first_and_the_last_count_of_the_quarter(word, office):
    expected = []
    for page, counted in counted_followers(office[1]).items():
        (first_day, first), (last_day, last) = counted[0], counted[-1]
        row = [page, grouped(first), f"{first_day:%d/%m/%Y}"]
        one = first_day == last_day
        expected.append(row + (["–"] * 3 if one else [grouped(last), f"{last_day:%d/%m/%Y}", grouped(last - first)]))
    assert sorted(cells(word, "Người theo dõi Trang")) == sorted(expected)
    assert [row[0] for row in cells(word, "Người theo dõi Trang")] == ["trang", "xa", "cu"]
    assert {len(row) for row in expected} == {6}


def test_the_best_and_the_weakest_posts(word, raw):
    ranked = raw.ranked(raw.quarter)
    for caption, some in (("Bài đăng đạt cao nhất", ranked[:5]), ("Bài đăng đạt thấp nhất", ranked[:-6:-1])):
        expected = [[str(place), f"{post[3]:%d/%m/%Y}", post[4], grouped(value)] for place, (value, post) in enumerate(some, start=1)]
        assert cells(word, caption) == expected


def test_directives_praise_and_criticism_are_listed_with_what_followed(word, raw, office):
    noted = {subject for (subject,) in rows(office[1], "SELECT subject FROM events WHERE verb = 'remedied'")}
    first, of_entry = {}, defaultdict(set)
    for post in raw.quarter:
        first.setdefault(post[1], post)
        of_entry[post[1]].add(post[0])
    told = list(first.values())
    criticism = [
        [
            f"{post[3]:%d/%m/%Y}",
            post[4],
            "05/10/2026: Đã xin lỗi dân (https://xa.vn/1)" if of_entry[post[1]] & noted else "Chưa có thông tin",
        ]
        for post in told
        if post[5]["tone"] == "criticism"
    ]
    assert [row[1:] for row in cells(word, "Tin phê phán, chấn chỉnh")] == criticism
    praise = [[f"{post[3]:%d/%m/%Y}", post[4]] for post in told if post[5]["tone"] == "praise"]
    assert [row[1:] for row in cells(word, "Tin biểu dương, nêu gương")] == praise[:30]
    directives = [
        [f"{post[3]:%d/%m/%Y}", post[4], "; ".join(each["value"] for each in post[5]["findings"])]
        for post in told
        if "directive" in post[5]["topics"]
    ]
    assert [row[1:] for row in cells(word, "Tin về chỉ đạo, điều hành")] == directives


def test_failures_by_cause(word, office):
    query = "SELECT reason FROM events WHERE verb = 'failed' AND at >= '2026-06-30 17:00' AND at < '2026-09-30 17:00'"
    causes = Counter(reason for (reason,) in rows(office[1], query))
    expected = [[reason, str(times), "0"] for reason, times in sorted(causes.items(), key=lambda pair: (-pair[1], pair[0]))]
    assert cells(word, "Lần đăng hỏng theo nguyên nhân") == expected


def test_outages_that_reach_into_the_period(word):
    assert cells(word, "Trang, nguồn tin ngừng hoạt động") == [
        ["Trang trang", "09:00 30/06/2026", "10:00 01/07/2026", "Mã hết hạn"],
        ["Nguồn tin huyen", "09:00 20/09/2026", "Chưa khắc phục", "HTTP 503"],
    ]


def told(counted: list[tuple[date, int]]) -> list[str]:
    """The numbers of the sentence about one Page's followers."""
    (first_day, first), (last_day, last) = counted[0], counted[-1]
    days = [f"{day:%d %m %Y}".split() for day in (first_day, last_day)]
    if first_day == last_day:
        return [grouped(first), *days[0]]
    return [grouped(last), *days[1], *([grouped(abs(last - first))] if last != first else []), *days[0]]


def test_every_number_in_a_sentence_is_one_of_the_raw_rows(word, raw, office):
    """Each paragraph's numbers, in their order."""
    path = office[1]
    window = "first_seen_at >= '2026-06-30 17:00' AND first_seen_at < '2026-09-30 17:00'"
    read = Counter(dict(rows(path, f"SELECT standing, count(*) FROM entries WHERE {window} GROUP BY standing")))
    rejected = rows(path, "SELECT count(*) FROM events WHERE verb = 'rejected' AND at >= '2026-06-30 17:00' AND at < '2026-09-30 17:00'")[
        0
    ][0]
    withdrawn = rows(path, "SELECT count(*) FROM posts WHERE state = 'withdrawn' AND published_at >= '2026-06-30 17:00'")[0][0]
    failed = rows(path, "SELECT count(*) FROM events WHERE verb = 'failed' AND at >= '2026-06-30 17:00' AND at < '2026-09-30 17:00'")[0][0]
    now, before, year = (len({post[1] for post in posts}) for posts in (raw.quarter, raw.before, raw.year))
    fields = Counter({each: raw.count(raw.quarter, "fields", each) for each in Field})
    lasts = {metric: [raw.last(post[0], metric) for post in raw.quarter] for metric in METRICS}
    known = {metric: [value for value in values if value is not None] for metric, values in lasts.items()}
    ranked, ranked_before = [value for value, _ in raw.ranked(raw.quarter)], [value for value, _ in raw.ranked(raw.before)]
    all_of_them = len(raw.quarter)
    summed = [metric for metric in METRICS if metric != "reach"]
    totals = [number for metric in summed for number in (grouped(sum(known[metric])), str(len(known[metric])), str(all_of_them))]
    people = [grouped(median(known["reach"])), str(len(known["reach"])), str(all_of_them)]
    kinds = [
        raw.count(raw.quarter, "topics", "directive"),
        raw.count(raw.quarter, "tone", "praise"),
        raw.count(raw.quarter, "tone", "criticism"),
    ]
    noted = {subject for (subject,) in rows(path, "SELECT subject FROM events WHERE verb = 'remedied'")}
    mended = len(
        {
            post[1]
            for post in raw.quarter
            if post[5]["tone"] == "criticism" and any(each[0] in noted for each in raw.posts if each[1] == post[1] and each in raw.quarter)
        }
    )
    middle = [grouped(median(ranked)), "7", "2026", grouped(median(ranked_before)), str(len(ranked)), str(len(ranked_before))]
    expected = {
        "Trong quý": [
            "2026",
            str(now),
            str(all_of_them),
            "2",
            str(abs(now - before)),
            share(abs(now - before), before)[:-1],
            "2026",
            str(before),
        ],
        "Lũy kế": ["2026", str(year), share(year, 250)[:-1], "250"],
        "Từ các nguồn": [str(sum(read.values())), str(read["accepted"]), *(str(count) for count in (rejected, withdrawn) if count)],
        "Lĩnh vực có": [str(fields.most_common(1)[0][1])],
        "Đã đăng": [str(kinds[0]), str(kinds[0])],
        "Các bài đăng": totals,
        "Mỗi bài": people,
        "Một nửa": middle,
        "Xếp hạng": ["7", str(len(ranked))],
        "Trang trang có": [part for page in ("trang", "xa", "cu") for part in told(counted_followers(path)[page])],
        "Có ": [str(failed)],
        "Ghi nhận": ["1", "1", "1"],
    }
    # Days are three numbers to the pattern below.
    texts = [re.sub(r"(\d\d)/(\d\d)/", r"\1 \2 ", paragraph.text) for paragraph in word.paragraphs]
    for beginning, numbers in expected.items():
        text = next(text for text in texts if text.startswith(beginning))
        assert re.findall(r"\d[\d.]*(?:,\d+)?", text.replace("./.", "").rstrip(".")) == numbers, text
    assert [re.findall(r"\d+", text) for text in texts if text.startswith("Đã đăng")] == [
        [str(kinds[0])] * 2,
        [str(kinds[1])],
        [str(kinds[2]), str(mended), str(kinds[2] - mended)],
    ]


def test_a_report_read_again_is_the_same(office):
    world, _ = office
    assert report_of(world, Q3) == report_of(world, Q3)


def test_a_period_before_the_first_entry_is_not_compared_with(office):
    world, _ = office
    found = report_of(world, parse_period("2026-Q1"))
    assert found.items.before is None
    assert found.comparison is None


def test_a_period_that_has_not_begun_is_refused(office):
    world, _ = office
    with pytest.raises(LoaError) as refused:
        report_of(world, parse_period("2027-Q1"))
    assert refused.value.key == "reports.not_begun"


def test_a_period_under_way_counts_what_there_is(office):
    world, _ = office
    found = report_of(world, between(date(2026, 9, 1), date(2026, 10, 31)))
    assert not found.finished
    assert found.items.now > 0


def test_an_office_without_a_template_has_none_and_one_that_can_not_be_read_is_told(office, tmp_path):
    world, _ = office
    assert template_of(world) is None
    folder = replace(world, settings=replace(world.settings, report_template=tmp_path))
    with pytest.raises(LoaError) as refused:
        template_of(folder)
    assert refused.value.key == "reports.template_unreadable"
    (tmp_path / "report.docx").write_bytes(b"x")
    assert template_of(replace(world, settings=replace(world.settings, report_template=tmp_path / "report.docx"))) == b"x"
