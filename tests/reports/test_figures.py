"""The figures: what is counted, what is missing, and what is too little to be told."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.judgement import Field, Tone, Topic
from bot.reports.figures import LEAST_RANKED
from bot.reports.material import Failure, Followers, Measured, Remedy, Taken, followers, measured
from bot.reports.policy import QuotaPolicy, ReportPolicy
from tests.reports.conftest import AS_OF, ZONE, item, material, report

WEEK = timedelta(days=7)
OUT = datetime(2026, 8, 1, 8, 0, tzinfo=ZONE)


def test_of_each_metric_the_last_known_figure_counts_and_a_missing_one_is_no_zero():
    taken = [
        Taken(at=OUT + timedelta(days=1), metrics={"views": 10, "reach": 8}),
        Taken(at=OUT + timedelta(days=30), metrics={"views": 25}),
    ]
    assert measured(OUT, taken, WEEK) == Measured(last={"views": 25, "reach": 8}, compared={}, at=OUT + timedelta(days=30))


def test_a_count_that_fell_is_the_last_known_too():
    taken = [Taken(at=OUT + timedelta(days=1), metrics={"views": 10}), Taken(at=OUT + timedelta(days=2), metrics={"views": 7})]
    assert measured(OUT, taken, WEEK).last == {"views": 7}


@pytest.mark.parametrize(("age", "stands"), [(6.9, False), (7, True), (8.9, True), (9.1, False)])
def test_posts_are_compared_at_one_age_and_a_figure_of_another_age_does_not_stand_for_it(age, stands):
    found = measured(OUT, [Taken(at=OUT + timedelta(days=age), metrics={"views": 3})], WEEK)
    assert found.compared == ({"views": 3} if stands else {})


def test_news_on_two_pages_counts_once_and_each_page_counts_its_post():
    twice = (item(1), item(2, entry="e1", channel="xa", post="p2"))
    found = report(material(*twice))
    assert (found.items.now, found.posts) == (1, 2)
    assert {each.id: each.now for each in found.by_channel} == {"trang": 1, "xa": 1}
    assert sum(each.now for each in found.by_tone) == 1


def test_what_followed_is_gathered_from_all_pages_of_a_piece_of_news():
    early, late = (Remedy(at=AS_OF - timedelta(days=days), by="Lan", text=f"{days}") for days in (9, 2))
    posts = (item(1, tone=Tone.CRITICISM, remedies=(late,)), item(2, entry="e1", channel="xa", tone=Tone.CRITICISM, remedies=(early,)))
    assert report(material(*posts)).criticism[0].remedies == (early, late)


def test_news_of_two_fields_counts_in_both():
    found = report(material(item(1, fields=(Field.PROCEDURES, Field.E_GOVERNMENT)), item(2)))
    assert {each.id: each.now for each in found.by_field if each.now} == {"procedures": 2, "e_government": 1}
    assert found.items.now == 2


def test_quotas_are_those_of_the_year_and_are_held_against_the_year_so_far():
    policy = ReportPolicy(
        quotas={2026: QuotaPolicy(items=20, fields={Field.PROCEDURES: 5}, channels={"trang": 9}), 2025: QuotaPolicy(items=1)}
    )
    found = report(material(item(1), so_far=(item(1), item(2, month=2))), policy=policy)
    assert (found.items.now, found.items.so_far, found.items.quota) == (1, 2, 20)
    assert next(each for each in found.by_field if each.id == "procedures").quota == 5
    assert next(each for each in found.by_field if each.id == "apparatus").quota is None
    assert found.by_channel[0].quota == 9


def test_every_month_of_the_period_is_there_also_one_without_news():
    months = report(material(item(1, month=7), item(2, month=9, tone=Tone.PRAISE))).by_month
    assert [(each.month, dict(each.tones)) for each in months] == [(7, {"neutral": 1}), (8, {}), (9, {"praise": 1})]


def test_a_metric_that_no_post_has_has_no_total():
    totals = {each.id: each for each in report(material(item(1, views=5), item(2))).totals}
    assert (totals["views"].total, totals["views"].posts, totals["views"].of) == (5, 1, 2)
    assert (totals["reach"].total, totals["reach"].middle, totals["reach"].posts) == (None, None, 0)


def test_people_are_never_added_up():
    one, other = (Measured(last={"views": views, "reach": reach}) for views, reach in ((5, 3), (8, 4)))
    totals = {each.id: each for each in report(material(item(1, figures=one), item(2, figures=other))).totals}
    assert (totals["views"].total, totals["views"].middle) == (13, 6.5)
    assert (totals["reach"].total, totals["reach"].middle, totals["reach"].posts) == (None, 3.5, 2)


def test_a_measured_zero_is_a_zero():
    totals = {each.id: each for each in report(material(item(1, views=0))).totals}
    assert totals["views"].total == 0


def test_few_posts_are_not_called_best_and_weakest():
    assert report(material(*(item(number, views=number) for number in range(LEAST_RANKED - 1)))).best == ()


@given(some.lists(some.integers(0, 50), min_size=LEAST_RANKED, max_size=40))
def test_best_and_weakest_are_the_ends_of_one_order_and_share_no_post(views):
    found = report(material(*(item(number, views=value) for number, value in enumerate(views))))
    best, weakest = ([each.value for each in some_] for some_ in (found.best, found.weakest))
    assert best == sorted(views, reverse=True)[: len(best)]
    assert weakest == sorted(views)[: len(weakest)]
    assert len(best) == len(weakest) == min(5, len(views) // 2)
    assert not {each.item.post for each in found.best} & {each.item.post for each in found.weakest}


def test_posts_are_ranked_by_what_most_of_them_have():
    by_reach = [item(number, figures=Measured(compared={"reach": number}, last={})) for number in range(8)]
    found = report(material(item(99, views=1), *by_reach))
    assert (found.compared_by, found.comparable) == ("reach", 8)


def test_a_period_that_is_not_over_is_not_compared():
    before = tuple(item(100 + number, month=5, views=1) for number in range(20))
    now = [item(number, views=900) for number in range(20)]
    assert report(material(*now, before=before)).comparison is not None
    assert report(material(*now, before=before), finished=False).comparison is None
    assert report(material(*now, before=None)).comparison is None


def test_failures_are_counted_by_cause_the_most_frequent_first():
    failures = [
        Failure(post=f"p{number}", title="", channel="trang", at=AS_OF, reason=reason, mended=number == 1)
        for number, reason in enumerate(("a", "b", "b"))
    ]
    assert [(each.reason, each.times, each.mended) for each in report(material(failures=failures)).causes] == [("b", 2, 1), ("a", 1, 0)]


def test_directives_are_those_of_the_topic_with_each_document_once():
    items = [item(number, topics=(Topic.DIRECTIVE,), documents=("12/CT-UBND",)) for number in range(2)]
    found = report(material(*items, item(9, documents=("99/QĐ",))))
    assert (len(found.directives), found.documents) == (2, ("12/CT-UBND",))


def test_an_empty_period_has_figures_and_none_is_missing_by_chance():
    found = report(material())
    assert (found.items.now, found.posts, found.best, found.criticism) == (0, 0, (), ())
    assert all(each.total is None for each in found.totals)


def test_followers_are_the_first_and_the_last_count_each_with_its_day():
    first, second, third = (date(2026, 7, number) for number in (1, 2, 9))
    assert followers("a", [(first, 5), (second, 90), (third, 7), (third, 8)]) == Followers(
        channel="a", first=5, first_on=first, last=8, last_on=third
    )
    assert followers("a", [(first, 5), (first, 6)]) == Followers(channel="a", first=6, first_on=first)
    assert followers("a", []) is None
