"""The Facebook Page against answers no sandbox gives: scripted JSON over a loopback server, and what the channel makes of it."""

import json
from datetime import timedelta
from types import NoneType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.protocol import Absent, Measure, Receipt, Seen, Unsure
from bot.errors import ChannelDown, ChannelError, Doubt, InDoubt, Throttled, Transient
from bot.figures import Lack
from bot.model import Draft, Picture, Way
from tests.channels.conftest import PAGE_ID, TOKEN, made
from tests.conftest import NOW
from tests.fakes.graph import graph_with, refusal

DRAFT = Draft(message="Tin cải cách", link="https://cong.vn/1?utm_content=p1", marker="p1")
POST = f"{PAGE_ID}_7"
PICTURE = Picture(digest="d", width=1_200, height=630, alt="Ảnh")
PHOTO_DRAFT = Draft(message="Tin", link=DRAFT.link, marker="p1", ways=(Way.PHOTO, Way.PHOTOS), pictures=(PICTURE,))
SCOPES = [
    "pages_manage_posts",
    "pages_read_engagement",
    "pages_show_list",
    "pages_manage_engagement",
    "pages_read_user_content",
    "read_insights",
]


def listing(*items, **paging):
    return {"data": list(items), **({"paging": paging} if paging else {})}


def item(number=7, **fields):
    return {"id": f"{PAGE_ID}_{number}", **fields}


def card(**fields):
    return {"attachments": {"data": [fields]}}


# Publish


def test_what_is_sent_is_the_text_the_link_and_the_proof_and_nothing_else(page, script):
    script.answer = lambda *_: {"id": POST}
    assert page.publish(DRAFT) == Receipt(POST)
    scrape, (method, path, sent), *more = script.asked
    assert (scrape[0], scrape[1], scrape[2]["id"]) == ("POST", "/", DRAFT.link), "the link is read by Facebook beforehand"
    assert (method, path, more) == ("POST", f"/{PAGE_ID}/feed", [])
    assert {"message": DRAFT.message, "link": DRAFT.link, "appsecret_proof": sent["appsecret_proof"]} == sent


def test_an_empty_link_is_not_sent_at_all(page, script):
    script.answer = lambda *_: {"id": POST}
    page.publish(Draft(message="Tin", link="", marker="p1"))
    assert "link" not in script.asked[0][2]


@pytest.mark.parametrize("number", ["7", 7])
def test_an_id_without_the_page_is_made_whole(page, script, number):
    script.answer = lambda *_: {"id": number}
    assert page.publish(DRAFT) == Receipt(POST)


@pytest.mark.parametrize(
    "value", [{}, [], "ok", 1, True, {"id": None}, {"id": -7}, {"id": ""}, {"id": "../me"}, {"id": "1_2?x"}, {"id": ["1"]}]
)
def test_an_answer_without_an_id_that_can_be_one_is_a_doubt(page, script, value):
    script.answer = lambda *_: value
    with pytest.raises(InDoubt):
        page.publish(DRAFT)


# Find


@pytest.mark.parametrize(
    "found",
    [
        card(unshimmed_url=DRAFT.link),
        card(unshimmed_url="https://cong.vn/1?a=b&utm_content=p1#x"),
        card(url="https://l.facebook.com/l.php?u=https%3A%2F%2Fcong.vn%2F1%3Futm_content%3Dp1&h=AT0"),
        {"message": "Tin cải cách"},
        {"message": "Tin ca\u0309i ca\u0301ch\n"},  # the same letters, decomposed
        {"message": "Tin cải cách", **card(unshimmed_url="https://cong.vn/1")},
    ],
)
def test_a_post_is_known_by_its_marker_or_else_by_its_text(page, script, found):
    script.answer = lambda *_: listing(item(6, message="khác"), item(7, permalink_url="https://fb.test/7", **found))
    assert page.find(DRAFT, NOW) == Receipt(POST, "https://fb.test/7")


@pytest.mark.parametrize(
    "other",
    [
        {"message": "Tin cải cách", **card(unshimmed_url="https://cong.vn/1?utm_content=p2")},
        {"message": "Tin cải cách."},
        {"message": None},
        card(unshimmed_url="https://cong.vn/p1?utm_content=p11"),
        card(unshimmed_url="http://[?utm_content=p1"),
        {"id": "../../me", "message": "Tin cải cách"},
    ],
)
def test_another_post_is_not_taken_for_it(page, script, other):
    script.answer = lambda *_: listing({**item(), **other})
    assert page.find(DRAFT, NOW) == Absent()


def test_a_post_without_text_is_not_taken_for_one_without_text(page, script):
    script.answer = lambda *_: listing(item())
    assert page.find(Draft(message="", link="https://cong.vn/1?utm_content=p1", marker="p1"), NOW) == Absent()


def test_the_listing_begins_a_day_before_the_attempt_and_goes_on_by_cursor_over_an_empty_page(page, script):
    pages = {
        None: listing(cursors={"after": "A"}, next="http://127.0.0.1:9/elsewhere?access_token=x"),
        "A": listing(item(6), cursors={"after": "B"}, next="x"),
        "B": listing(item(7, message=DRAFT.message), cursors={"after": "C"}),
    }
    script.answer = lambda method, path, query: pages[query.get("after")]
    assert page.find(DRAFT, NOW) == Receipt(POST)
    assert {str(int((NOW - timedelta(days=1)).timestamp()))} == {query["since"] for _, _, query in script.asked}
    assert [query.get("after") for _, _, query in script.asked] == [None, "A", "B"]


@pytest.mark.parametrize(
    "value",
    [
        [], {}, {"data": None}, {"data": {}}, {"error": "x"},
        listing(next="x"),
        listing(next="x", cursors=[]),
        listing(next="x", cursors={"after": 5}),
        listing(next="x", cursors={"after": "the same for ever"}),
        refusal(2, status=500), refusal(987_654),
    ],
)  # fmt: skip
def test_a_listing_that_was_not_read_to_its_end_proves_nothing(page, script, value):
    script.answer = lambda *_: value
    assert isinstance(page.find(DRAFT, NOW), Unsure)
    assert len(script.asked) <= 10


def test_a_limit_is_told_by_find_so_that_nothing_more_is_asked(page, script):
    script.answer = lambda *_: refusal(4)
    with pytest.raises(Throttled):
        page.find(DRAFT, NOW)
    assert len(script.asked) == 1


def test_a_dead_token_is_told_by_find(page, script):
    script.answer = lambda *_: refusal(190, 463)
    with pytest.raises(ChannelDown):
        page.find(DRAFT, NOW)


@pytest.mark.parametrize(
    ("given_address", "expected"),
    [
        ("https://www.facebook.com/1/posts/7", "https://www.facebook.com/1/posts/7"),
        ("/1/videos/7/", "https://www.facebook.com/1/videos/7/"),
        ("//evil.test/", ""),
        ("javascript:alert(1)", ""),
        ("https://a\n.test", ""),
        ("https://" + "a" * 3_000, ""),
        (7, ""),
        (None, ""),
    ],
)
def test_only_an_address_people_can_open_is_a_permalink(page, script, given_address, expected):
    script.answer = lambda *_: {"id": POST, "permalink_url": given_address}
    assert expected == page.look(POST).permalink


# Engagement


def test_a_subcode_of_nought_is_no_subcode(page, script):
    invalid = (400, {"error": {"code": 100, "error_subcode": 0}})
    script.answer = graph_with({POST: {"id": POST}}, insights=lambda query: invalid if "post_clicks" in query["fields"] else None)
    measure = page.engagement([POST])[POST]
    assert {"views", "reach"} <= set(measure.metrics)
    assert "clicks" in measure.missing


def test_a_bad_id_among_fifty_takes_no_other_along(page, script):
    ids = [f"{PAGE_ID}_{number}" for number in range(50)]
    script.answer = graph_with({each: {"id": each} for each in ids if each not in {ids[0], ids[33]}})
    measures = page.engagement(ids)
    assert set(ids) - {ids[0], ids[33]} == set(measures)
    assert len(script.asked) < 30


def test_no_shares_is_none_and_no_figure_is_missing(page, script):
    script.answer = graph_with({POST: {"id": POST}})
    measure = page.engagement([POST])[POST]
    assert measure.metrics == {"shares": 0, "reactions": 3, "reaction_care": 1, "views": 5, "reach": 5, "clicks": 5}
    assert {"comments", *(f"reaction_{kind}" for kind in ("like", "love", "wow", "haha", "sad", "angry"))} == set(measure.missing)


@pytest.mark.parametrize("count", [-1, 2**70, "5", True, None, {}, 1.5])
def test_what_is_no_count_is_missing(page, script, count):
    script.answer = graph_with({POST: {"id": POST, "shares": {"count": count}}})
    measure = page.engagement([POST])[POST]
    assert "shares" not in measure.metrics
    assert "shares" in measure.missing


INSIGHTS = {"views", "reach", "clicks"}
COUNTS = {"reactions", "comments", *(f"reaction_{kind}" for kind in ("like", "love", "care", "wow", "haha", "sad", "angry"))}


@pytest.mark.parametrize(
    ("why", "lack"),
    [
        (refusal(10, status=403), Lack.NO_PERMISSION),
        (refusal(200), Lack.NO_PERMISSION),
        (refusal(3), Lack.NO_PERMISSION),
        (refusal(100, 2_874_008), Lack.TOO_FEW_LIKES),
        (refusal(2_874_008), Lack.TOO_FEW_LIKES),
        (refusal(3001, 1_504_028), Lack.REFUSED),
        (refusal(987_654), Lack.REFUSED),
        (refusal(12), Lack.NOT_OFFERED),
    ],
)
def test_what_costs_the_insights_costs_nothing_else_and_is_not_asked_for_again(page, script, why, lack):
    script.answer = graph_with({POST: {"id": POST}}, insights=lambda _: why)
    measure = page.engagement([POST])[POST]
    assert {"shares", "reactions", "reaction_care"} == set(measure.metrics)
    assert dict.fromkeys(INSIGHTS, lack) == {name: measure.missing[name] for name in INSIGHTS}
    asked = len(script.asked)
    assert asked == 5, "all, shares alone, summaries alone, insights alone, and all but them"
    again = page.engagement([POST], {name: Lack(why) for name, why in measure.missing.items() if name in INSIGHTS})[POST]
    assert (len(script.asked) - asked, again) == (1, measure)


@pytest.mark.parametrize(
    ("why", "lack"),
    [
        (refusal(10, status=403), Lack.NO_PERMISSION),
        (refusal(200), Lack.NO_PERMISSION),
        (refusal(100), Lack.REFUSED),
        (refusal(987_654), Lack.REFUSED),
    ],
)
def test_what_costs_the_summaries_costs_nothing_else(page, script, why, lack):
    script.answer = graph_with({POST: {"id": POST}}, summaries=lambda _: why)
    measure = page.engagement([POST])[POST]
    assert {"shares", *INSIGHTS} == set(measure.metrics)
    assert dict.fromkeys(COUNTS, lack) == measure.missing


def test_figures_that_are_only_refused_together_leave_the_shares(page, script):
    def answer(query):
        return refusal(12) if "insights" in query["fields"] else None

    script.answer = graph_with({POST: {"id": POST, "shares": {"count": 4}}}, summaries=answer)
    assert page.engagement([POST])[POST].metrics == {"shares": 4}


@pytest.mark.parametrize("where", ["summaries", "insights"])
@pytest.mark.parametrize(
    ("why", "expected"), [(refusal(190, 463), ChannelDown), (refusal(80_001), Transient), (refusal(2, status=500), Transient)]
)
def test_what_means_more_than_missing_figures_is_raised(page, script, where, why, expected):
    script.answer = graph_with({POST: {"id": POST}}, **{where: lambda _: why})
    with pytest.raises(expected):
        page.engagement([POST])


@pytest.mark.parametrize("why", [refusal(100), refusal(200, 2_069_030), refusal(803)])
def test_figures_that_are_refused_altogether_can_not_be_read_now(page, script, why):
    script.answer = lambda *_: why
    with pytest.raises(Transient):
        page.engagement([POST, f"{PAGE_ID}_8"])


def test_of_dead_metrics_each_is_named_and_the_others_are_read(page, script):
    script.answer = graph_with({POST: {"id": POST}}, insights=lambda query: refusal(100) if "post_clicks" in query["fields"] else None)
    measure = page.engagement([POST])[POST]
    assert ({"views", "reach"} | {"shares", "reactions", "reaction_care"}, Lack.NOT_OFFERED) == (
        set(measure.metrics),
        measure.missing["clicks"],
    )
    asked = len(script.asked)
    assert page.engagement([POST], {"clicks": Lack.NOT_OFFERED})[POST] == measure
    assert (len(script.asked), "post_clicks" in script.asked[-1][2]["fields"]) == (asked + 1, False)


def test_an_answer_too_large_for_facebook_is_asked_for_in_halves(page, script):
    ids = [f"{PAGE_ID}_{number}" for number in range(8)]
    script.answer = graph_with(
        {each: {"id": each} for each in ids}, summaries=lambda query: refusal(1) if query["ids"].count(",") > 2 else None
    )
    assert all(measure.metrics["reactions"] == 3 for measure in page.engagement(ids).values())


@pytest.mark.parametrize("value", [{}, [], {"error": "x"}, {POST: None}, {POST: []}, {"other": {}}])
def test_an_answer_about_none_of_the_posts_does_not_say_that_they_are_gone(page, script, value):
    script.answer = lambda *_: value
    with pytest.raises(Transient):
        page.engagement([POST])


def test_parts_of_a_split_figure_add_up(page, script):
    split = {"name": "post_media_view", "values": [{"value": 1}, {"value": {"paid": 2, "organic": 40, "note": "x"}}]}
    script.answer = graph_with(
        {POST: {"id": POST}}, insights=lambda _: {POST: {"insights": {"data": [split, {"name": "post_clicks", "values": []}]}}}
    )
    measure = page.engagement([POST])[POST]
    assert measure.metrics["views"] == 42
    assert {"reach", "clicks"} <= set(measure.missing)


def test_no_posts_are_no_request(page, script):
    assert page.engagement([]) == {}
    assert script.asked == []


# Check


def token_data(**changes):
    scopes = SCOPES
    return {"data": {"is_valid": True, "type": "PAGE", "app_id": "9", "profile_id": PAGE_ID, "expires_at": 0, "scopes": scopes, **changes}}


def wrong(page):
    return [(finding.stops, finding.sentence) for finding in page.check() if not finding.ok]


def on_check(script, debug, node=None):
    page_node = {"id": PAGE_ID, "name": "Trang", "followers_count": 5} if node is None else node
    status, value = debug if isinstance(debug, tuple) else (200, debug)
    inspected = [{"code": status, "body": json.dumps(value)}]
    script.answer = lambda method, path, query: inspected if method == "POST" else page_node


@pytest.mark.parametrize(
    ("changes", "stops", "word"),
    [
        ({"is_valid": False}, True, ".env"),
        ({"is_valid": "yes"}, True, ".env"),
        ({"type": "USER"}, True, "USER"),
        ({"profile_id": "5"}, True, "Trang khác"),
        ({"app_id": "8"}, False, "ứng dụng khác"),
        ({"scopes": [each for each in SCOPES if each != "pages_manage_posts"]}, True, "pages_manage_posts"),
        ({"scopes": [each for each in SCOPES if each != "read_insights"]}, False, "read_insights"),
        ({"scopes": [each for each in SCOPES if each != "pages_manage_engagement"]}, False, "pages_manage_engagement"),
        ({"granular_scopes": [{"scope": "pages_manage_posts", "target_ids": ["1"]}]}, True, "pages_manage_posts"),
        ({"granular_scopes": [{"scope": "read_insights", "target_ids": ["1"]}]}, False, "read_insights"),
        ({"expires_at": int((NOW + timedelta(days=13)).timestamp())}, False, "còn 13 ngày"),
        ({"data_access_expires_at": int((NOW + timedelta(days=2)).timestamp())}, False, "còn 2 ngày"),
    ],
)
def test_check_tells_what_stops_the_page_from_what_only_warns(page, script, changes, stops, word):
    on_check(script, token_data(**changes))
    [(found, sentence)] = wrong(page)
    assert (stops, True) == (found, word in sentence)


@pytest.mark.parametrize(
    ("subcode", "word"),
    [
        (460, "đổi mật khẩu"),
        (458, "bị gỡ"),
        (463, "hết hạn"),
        (492, "vai trò"),
        (None, "không còn dùng được"),
        (999, "không còn dùng được"),
    ],
)
def test_check_says_why_a_token_is_dead(page, script, subcode, word):
    on_check(script, token_data(is_valid=False, error={"code": 190, "message": "x", "subcode": subcode}))
    [(stops, sentence)] = wrong(page)
    assert (stops, True) == (True, word in sentence)


def test_check_says_of_a_right_that_has_ended_that_it_has_ended(page, script):
    on_check(script, token_data(data_access_expires_at=int((NOW - timedelta(days=3)).timestamp())))
    [(stops, sentence)] = wrong(page)
    assert not stops
    assert "đã hết hạn từ ngày 21/11/2026" in sentence
    assert "-" not in sentence


def test_check_tells_a_version_that_another_one_answers_for(page, script):
    on_check(script, token_data())
    script.headers["facebook-api-version"] = "v21.0"
    try:
        [(stops, sentence)] = wrong(page)
    finally:
        script.headers["facebook-api-version"] = "v26.0"
    assert (stops, "v26.0" in sentence, "v21.0" in sentence) == (False, True, True)


@pytest.mark.parametrize("app_id", ["9", ""])
def test_check_advises_to_look_whether_the_app_is_live_for_facebook_does_not_tell(script, clock, app_id):
    on_check(script, token_data())
    [advice] = [finding for finding in made(script, clock, app_id=app_id, app_secret="s" if app_id else "").check() if finding.advice]
    assert advice.ok
    assert "Live" in advice.sentence
    assert "ẩn danh" in advice.sentence


@pytest.mark.parametrize(
    ("node", "passing"), [(refusal(2, status=500), True), ("x", True), (refusal(4), True), (refusal(190), False), (refusal(100, 33), False)]
)
def test_check_tells_what_passes_by_itself_from_what_a_human_must_mend(page, script, node, passing):
    on_check(script, token_data(), node)
    [finding] = [each for each in page.check() if not each.ok]
    assert finding.passing is passing


@pytest.mark.parametrize(("debug", "passing"), [(refusal(2, status=500), True), ([], True), ({}, True), (refusal(190), False)])
def test_an_inspection_that_could_not_be_made_passes(page, script, debug, passing):
    on_check(script, debug)
    [finding] = [each for each in page.check() if not each.ok]
    assert (finding.stops, finding.passing) == (False, passing)


def test_two_refusals_that_look_like_a_wrong_proof_leave_a_post_in_doubt_that_may_be_there(page, script):
    script.answer = lambda method, path, query: refusal(100)
    with pytest.raises(InDoubt) as doubt:
        page.publish(DRAFT, Way.COMMENT)
    assert (doubt.value.key, doubt.value.doubt) == ("channels.proof", Doubt.UNKNOWN)


def test_a_refusal_of_the_post_alone_is_no_wrong_proof(page, script):
    script.answer = lambda method, path, query: refusal(100) if method == "POST" else {"id": PAGE_ID}
    with pytest.raises(InDoubt) as doubt:
        page.publish(DRAFT, Way.COMMENT)
    assert doubt.value.doubt is Doubt.REFUSED


def test_a_wrong_proof_is_found_out_while_looking_and_takes_the_page_down(page, script):
    script.answer = lambda method, path, query: refusal(100)
    with pytest.raises(ChannelDown) as down:
        page.find(DRAFT, NOW)
    assert down.value.key == "channels.proof"


def test_a_listing_that_is_refused_alone_leaves_it_unsure(page, script, clock):
    script.answer = lambda method, path, query: refusal(100) if path.endswith("published_posts") else {"id": PAGE_ID}
    assert isinstance(page.find(DRAFT, NOW), Unsure)
    script.answer = lambda method, path, query: refusal(100)
    assert isinstance(made(script, clock, app_secret="").find(DRAFT, NOW), Unsure), "there is no proof that could be wrong"


def test_check_blames_the_app_secret_for_a_proof_that_is_refused(page, script):
    script.answer = lambda *_: refusal(100)
    [(stops, sentence)] = wrong(page)
    assert stops
    assert "App secret" in sentence


@pytest.mark.parametrize("debug", [refusal(190), refusal(2, status=500), [], {}, {"data": []}])
def test_a_token_that_can_not_be_inspected_but_reads_the_page_is_a_warning(page, script, debug):
    on_check(script, debug)
    assert [stops for stops, _ in wrong(page)] == [False]


@pytest.mark.parametrize("node", [[], {}, "x", refusal(100, 33), refusal(190, 460), refusal(2, status=500)])
def test_a_page_that_can_not_be_read_stops(page, script, node):
    on_check(script, token_data(), node)
    assert [stops for stops, _ in wrong(page)] == [True]


@pytest.mark.parametrize("token", ["", TOKEN + "\r"])
def test_a_token_that_fits_no_header_is_a_finding_and_takes_the_channel_down(script, clock, token):
    page = made(script, clock, token=token)
    assert ".env" in wrong(page)[0][1]
    with pytest.raises(ChannelDown):
        page.publish(DRAFT)


# Whatever comes

KEYS = (
    *(
        "id",
        "data",
        "paging",
        "cursors",
        "after",
        "next",
        "attachments",
        "url",
        "unshimmed_url",
        "message",
        "permalink_url",
        "shares",
        "count",
    ),
    *(
        "summary",
        "total_count",
        "reactions",
        "insights",
        "values",
        "value",
        "name",
        "is_valid",
        "scopes",
        "expires_at",
        "followers_count",
        POST,
    ),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from([POST, PAGE_ID, "x", "https://a.test"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=anything)
def test_any_json_ends_as_a_value_of_the_protocol_or_one_of_the_four_errors(page, script, value):
    script.answer = lambda *_: value
    assert isinstance(page.find(DRAFT, NOW), Receipt | Absent | Unsure)
    assert page.check()
    for attempt, kind in (
        (lambda: page.publish(DRAFT), Receipt),
        (lambda: page.look(POST), Seen),
        (lambda: page.listing(NOW), list),
        (lambda: page.comment(POST, "Tin"), str),
        (lambda: page.find_comment(POST, "Tin"), str),
        (lambda: page.edit(POST, "Tin"), NoneType),
        (lambda: page.withdraw(POST), NoneType),
        (lambda: page.publish(PHOTO_DRAFT, Way.PHOTO, [b"x"]), Receipt),
        (lambda: page.publish(PHOTO_DRAFT, Way.PHOTOS, [b"x"]), Receipt),
        (lambda: page.engagement([POST]).get(POST), Measure),
    ):
        assert isinstance(outcome(attempt), kind | ChannelError)


def outcome(attempt):
    try:
        return attempt()
    except ChannelError as error:
        return error


def test_figures_that_graph_refuses_to_give_are_asked_for_again_later(page, script):
    script.answer = lambda *_: refusal(100)
    with pytest.raises(Transient):
        page.engagement([POST])
