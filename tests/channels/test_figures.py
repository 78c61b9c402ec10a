"""The Page's listing with figures, its own figures, and comments without an answer, against answers no sandbox gives."""

from datetime import date, datetime, timedelta

import pytest

from bot.channels.protocol import PageMeasure, Unanswered
from bot.engagement.metrics import PAGE_METRICS
from bot.errors import ChannelDown, Refused, Throttled, Transient
from bot.figures import Lack
from tests.channels.conftest import PAGE_ID
from tests.channels.test_page import COUNTS, INSIGHTS, POST
from tests.conftest import NOW
from tests.fakes.graph import graph_with, refusal

SINCE, UNTIL = NOW - timedelta(days=2), NOW
DAY = timedelta(days=1)


def listed(number: int, **changes):
    return {"id": f"{PAGE_ID}_{number}", "created_time": (NOW - timedelta(hours=number)).strftime("%Y-%m-%dT%H:%M:%S+0000"), **changes}


def page_of(items, **paging):
    return {"data": items, **({"paging": paging} if paging else {})}


def test_a_hundred_posts_are_one_request(page, script):
    script.answer = graph_with({f"{PAGE_ID}_{number}": listed(number) for number in range(100)})
    survey = page.survey(SINCE, UNTIL)
    assert (len(survey.posts), survey.reached, len(script.asked)) == (100, None, 1)
    first = survey.posts[0]
    assert (first.remote_id, first.created_at) == (f"{PAGE_ID}_0", NOW.replace(microsecond=0))
    assert {"shares", "reactions", "views", "reach", "clicks"} <= set(first.measure.metrics)
    query = script.asked[0][2]
    assert (query["limit"], query["since"], query["until"]) == ("100", str(int(SINCE.timestamp())), str(int(UNTIL.timestamp())))


def test_where_there_is_more_it_says_how_far_it_reached(page, script):
    script.answer = lambda *_: page_of([listed(1), listed(3), listed(2)], next="https://elsewhere.example/", cursors={"after": "x"})
    assert page.survey(SINCE, UNTIL).reached == NOW.replace(microsecond=0) - timedelta(hours=3)


def test_an_empty_page_with_a_next_one_is_passed_by_its_cursor_and_never_by_its_address(page, script):
    def answer(method, path, query):
        return page_of([listed(1)]) if query.get("after") == "x" else page_of([], next="https://elsewhere.example/", cursors={"after": "x"})

    script.answer = answer
    assert [post.remote_id for post in page.survey(SINCE, UNTIL).posts] == [f"{PAGE_ID}_1"]
    assert len(script.asked) == 2


@pytest.mark.parametrize(
    "answer",
    [
        {},
        [],
        {"data": {}},
        page_of([], next="x"),
        page_of([], next="x", cursors={"after": "x"}),
        page_of([{"id": POST}], next="x", cursors={"after": "x"}),
    ],
)
def test_a_listing_that_says_nothing_is_no_statement(page, script, answer):
    script.answer = lambda *_: answer
    with pytest.raises(Transient):
        page.survey(SINCE, UNTIL)
    assert len(script.asked) <= 5


def test_posts_without_an_id_or_a_time_spoil_nothing(page, script):
    script.answer = lambda *_: page_of([{"id": "no id"}, "x", {"created_time": "?"}, listed(1), {"id": POST, "created_time": "soon"}])
    survey = page.survey(SINCE, UNTIL)
    assert [(post.remote_id, post.created_at is None) for post in survey.posts] == [(f"{PAGE_ID}_1", False), (POST, True)]


def test_reduce_the_amount_of_data_halves_the_limit_for_a_day(page, script, clock):
    script.answer = lambda method, path, query: refusal(1, status=500) if int(query["limit"]) > 30 else page_of([listed(1)])
    page.survey(SINCE, UNTIL)
    assert [query["limit"] for _, _, query in script.asked] == ["100", "50", "25"]
    page.survey(SINCE, UNTIL)
    assert [query["limit"] for _, _, query in script.asked[3:]] == ["25"]
    clock["now"] += DAY
    page.survey(SINCE, UNTIL)
    assert [query["limit"] for _, _, query in script.asked[4:]] == ["100", "50", "25"]


def test_a_fault_that_no_smaller_listing_mends_is_given_up_and_changes_nothing(page, script):
    script.answer = lambda *_: refusal(1, status=500)
    with pytest.raises(Transient):
        page.survey(SINCE, UNTIL)
    asked = [query["limit"] for _, _, query in script.asked]
    script.answer = lambda *_: page_of([listed(1)])
    page.survey(SINCE, UNTIL)
    assert (asked, script.asked[-1][2]["limit"]) == (["100", "50", "25", "12", "6", "3", "1"], "100")


@pytest.mark.parametrize(
    ("summaries", "insights", "lacking"),
    [
        (refusal(10, status=403), None, dict.fromkeys(COUNTS, Lack.NO_PERMISSION)),
        (None, refusal(100, 2_874_008), dict.fromkeys(INSIGHTS, Lack.TOO_FEW_LIKES)),
        (refusal(10), refusal(200), dict.fromkeys(COUNTS | INSIGHTS, Lack.NO_PERMISSION)),
    ],
)
def test_what_is_not_given_is_found_once_with_small_listings_and_the_rest_is_read(page, script, summaries, insights, lacking):
    script.answer = graph_with({POST: listed(7)}, summaries=lambda _: summaries, insights=lambda _: insights)
    (post,) = page.survey(SINCE, UNTIL).posts
    assert {name: post.measure.missing[name] for name in lacking} == lacking
    assert [query["limit"] for _, _, query in script.asked] == ["100", "1", "1", "1", "100"]
    (again,) = page.survey(SINCE, UNTIL, lacking).posts
    assert (again.measure, len(script.asked)) == (post.measure, 6)


@pytest.mark.parametrize(("why", "expected"), [(refusal(190, 463), ChannelDown), (refusal(32), Throttled), (refusal(100), Transient)])
def test_what_means_more_than_missing_figures_is_raised(page, script, why, expected):
    script.answer = lambda *_: why
    for attempt in (
        lambda: page.survey(SINCE, UNTIL),
        lambda: page.page_figures(date(2026, 11, 1), date(2026, 11, 9)),
        lambda: page.unanswered([POST]),
    ):
        with pytest.raises(expected):
            attempt()


# The Page's own figures

NOV_20 = date(2026, 11, 20)


def page_graph(values, insights=lambda query: None):
    def answer(method, path, query):
        if not path.endswith("/insights"):
            return {"id": PAGE_ID, "followers_count": 1_200}
        names = query["metric"].strip("[]").replace('"', "").replace(" ", "").split(",")
        return insights(names) or {"data": [{"name": name, "values": values} for name in names]}

    return answer


def figures(page, **given) -> PageMeasure:
    return page.page_figures(NOV_20, NOV_20 + 3 * DAY, **given)


def test_a_day_ends_at_midnight_in_california_and_its_value_is_that_of_the_day_before(page, script):
    values = [
        {"value": 5, "end_time": "2026-11-21T08:00:00+0000"},
        {"value": {"paid": 1, "organic": 2}, "end_time": "2026-07-22T07:00:00+0000"},
        {"value": None, "end_time": "2026-11-23T08:00:00+0000"},
        {"value": 7, "end_time": "soon"},
        {"value": 8},
        "x",
    ]
    script.answer = page_graph(values)
    measure = figures(page)
    assert measure.days["page_views"] == {NOV_20: 5, date(2026, 7, 21): 3}
    assert measure.metrics == {"followers": 1_200}
    assert measure.missing == {"fans": Lack.NOT_YET}
    assert len(script.asked) == 2
    window = script.asked[1][2]
    assert [datetime.fromtimestamp(int(window[name]), NOW.tzinfo).date() for name in ("since", "until")] == [NOV_20, NOV_20 + 3 * DAY]


def test_never_more_than_ninety_days_are_asked_for(page, script):
    script.answer = page_graph([])
    page.page_figures(date(2020, 1, 1), NOV_20)
    window = script.asked[1][2]
    assert int(window["until"]) - int(window["since"]) == 90 * 86_400


def test_days_that_are_not_there_yet_are_missing_and_not_nought(page, script):
    script.answer = page_graph([])
    assert set(figures(page).missing.values()) == {Lack.NOT_YET}
    assert not any(figures(page).days.values())


def test_a_dead_figure_of_the_page_takes_no_other_along(page, script):
    values = [{"value": 5, "end_time": "2026-11-21T08:00:00+0000"}]
    script.answer = page_graph(values, lambda names: refusal(100) if "page_views_total" in names else None)
    measure = figures(page)
    assert (measure.missing["page_visits"], measure.days["page_reach"]) == (Lack.NOT_OFFERED, {NOV_20: 5})
    asked = len(script.asked)
    again = figures(page, without={"page_visits": Lack.NOT_OFFERED})
    assert (again, len(script.asked)) == (measure, asked + 2)


@pytest.mark.parametrize(
    ("why", "lack"), [(refusal(100), Lack.REFUSED), (refusal(100, 2_874_008), Lack.TOO_FEW_LIKES), (refusal(200), Lack.NO_PERMISSION)]
)
def test_where_no_figure_is_taken_the_followers_still_are(page, script, why, lack):
    script.answer = page_graph([], lambda names: why)
    measure = figures(page)
    assert measure.metrics == {"followers": 1_200}
    assert {measure.missing[name] for name, metric in PAGE_METRICS.items() if metric.insight} == {lack}


# Comments without an answer


def comment(who: str, *answers: str, more: bool = False):
    replies = (
        {"comments": {"data": [{"from": {"id": each}} for each in answers], **({"paging": {"next": "x"}} if more else {})}}
        if answers
        else {}
    )
    return {"id": "1", "from": {"id": who}, **replies}


@pytest.mark.parametrize(
    ("comments", "waiting", "is_whole"),
    [
        ([], 0, True),
        ([comment("7"), comment("8", "9"), comment("9", "8", PAGE_ID), comment(PAGE_ID)], 2, True),
        ([comment("7", "8", more=True)], 1, False),
        ([comment("7", "8", PAGE_ID, more=True)], 0, True),
        ([{"id": "1"}, "x", {"id": "2", "from": None, "comments": []}], 2, True),
    ],
)
def test_comments_wait_that_are_not_the_page_s_and_have_no_answer_of_it(page, script, comments, waiting, is_whole):
    script.answer = lambda *_: {POST: {"comments": {"data": comments}}}
    assert page.unanswered([POST]) == {POST: Unanswered(waiting=waiting, is_whole=is_whole)}
    assert "message" not in script.asked[0][2]["fields"], "how many, never what they say"


def test_more_comments_than_one_page_are_a_least_number(page, script):
    script.answer = lambda *_: {POST: {"comments": {"data": [comment("7")], "paging": {"next": "x"}}}}
    assert page.unanswered([POST]) == {POST: Unanswered(waiting=1, is_whole=False)}


def test_a_post_that_is_gone_has_no_comments(page, script):
    script.answer = lambda *_: refusal(100, 33)
    assert page.unanswered([POST]) == page.unanswered([]) == {}


@pytest.mark.parametrize("code", [10, 200])
def test_comments_that_must_not_be_read_do_not_take_the_page_down(page, script, code):
    script.answer = lambda *_: refusal(code, status=403)
    with pytest.raises(Refused):
        page.unanswered([POST])
