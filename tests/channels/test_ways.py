"""Each way to post, what follows a posting, and what of it may fail without harm: scripted answers over a loopback server."""

import json
from datetime import timedelta

import pytest

from bot.channels.facebook.page import FacebookPage
from bot.channels.policy import GraphPolicy, PagePolicy
from bot.channels.protocol import Receipt
from bot.errors import ChannelDown, Doubt, InDoubt, Refused, Throttled, Transient
from bot.model import Draft, Picture, Way
from tests.conftest import NOW
from tests.fakes.graph import Script, refusal

PAGE_ID = "100000000000001"
TOKEN = "EAATESTTOKENTESTTOKENTESTTOKEN"
POST = f"{PAGE_ID}_7"
COMMENT = "7_9"
LINK = "https://cong.vn/1?utm_content=p1"
FEED, PHOTOS = f"/{PAGE_ID}/feed", f"/{PAGE_ID}/photos"


def draft(pictures: int = 0, **more) -> Draft:
    shown = tuple(Picture(digest=f"d{number}", width=1_200, height=630, alt=f"Ảnh {number}") for number in range(pictures))
    return Draft(**{"message": "Tin cải cách", "link": LINK, "marker": "p1", "ways": tuple(Way), "pictures": shown, **more})


def contents(count: int) -> list[bytes]:
    return [b"picture %d" % number for number in range(count)]


@pytest.fixture(scope="module")
def script():
    running = Script()
    yield running
    running.close()


@pytest.fixture
def page(script) -> FacebookPage:
    script.forget()
    policy, graph = PagePolicy(name="trang", page_id=PAGE_ID), GraphPolicy(url=script.url)
    return FacebookPage(policy, graph, token=TOKEN, app_id="", app_secret="", clock=lambda: NOW, language="vi")


def answers(script, **by_edge) -> None:
    """What each edge answers: a value, or a list of one for each request. Photos get the ids 1, 2, 3 … where nothing is said of them."""
    made = iter(range(1, 100))
    usual = {"scrape": {"image": [{}]}, "feed": {"id": POST}, "delete": {"success": True}}

    def answer(method, path, fields):
        edge = "delete" if method == "DELETE" else "scrape" if path == "/" else path.rpartition("/")[2]
        edge = edge if edge in {"delete", "scrape", "feed", "photos", "comments"} else "node"
        said = by_edge.get(edge, usual.get(edge))
        if isinstance(said, list):
            return said.pop(0)
        return {"id": str(next(made))} if said is None and edge == "photos" else said

    script.answer = answer


# The four ways


def test_a_link_goes_out_with_its_text_after_facebook_has_read_the_page(page, script):
    answers(script)
    assert page.publish(draft(), Way.LINK) == Receipt(POST)
    assert script.asked == [
        ("POST", "/", {"id": LINK, "scrape": "true"}),
        ("POST", FEED, {"message": "Tin cải cách", "link": LINK}),
    ]


def test_a_text_goes_out_alone_where_the_link_stands_in_the_comment(page, script):
    answers(script)
    assert page.publish(draft(), Way.COMMENT) == Receipt(POST)
    assert script.asked == [("POST", FEED, {"message": "Tin cải cách"})]


@pytest.mark.parametrize("post_id", [POST, "7", 7])
def test_a_photo_goes_out_with_text_and_link_as_its_caption_and_its_words_for_the_blind(page, script, post_id):
    answers(script, photos={"id": "1", "post_id": post_id})
    assert page.publish(draft(1), Way.PHOTO, contents(1)) == Receipt(POST)
    caption = f"Tin cải cách\n\n{LINK}"
    assert script.asked == [("POST", PHOTOS, {"caption": caption, "alt_text_custom": "Ảnh 0", "source": "picture 0"})]


@pytest.mark.parametrize("answer", [{"id": "1"}, {}, [], {"id": "1", "post_id": "../me"}])
def test_a_photo_without_the_id_of_its_post_is_a_doubt(page, script, answer):
    answers(script, photos=[answer])
    with pytest.raises(InDoubt):
        page.publish(draft(1), Way.PHOTO, contents(1))


def test_several_photos_are_staged_unpublished_and_then_posted_together(page, script):
    answers(script)
    assert page.publish(draft(3), Way.PHOTOS, contents(3)) == Receipt(POST)
    *staged, feed = script.asked
    assert staged == [
        ("POST", PHOTOS, {"published": "false", "temporary": "true", "alt_text_custom": f"Ảnh {number}", "source": f"picture {number}"})
        for number in range(3)
    ]
    media = json.dumps([{"media_fbid": str(number)} for number in (1, 2, 3)])
    assert feed == ("POST", FEED, {"message": f"Tin cải cách\n\n{LINK}", "attached_media": media})


def test_no_more_than_ten_photos_go_into_a_post(page, script):
    answers(script)
    page.publish(draft(12), Way.PHOTOS, contents(12))
    assert len(script.paths()) == 11


def test_what_says_nothing_is_not_sent(page, script):
    answers(script, photos={"id": "1", "post_id": POST})
    silent = Draft(message="", link="", marker="p1", ways=(Way.PHOTO,), pictures=(Picture(digest="d", width=1, height=1, alt=""),))
    page.publish(silent, Way.PHOTO, contents(1))
    assert script.asked == [("POST", PHOTOS, {"source": "picture 0"})]


@pytest.mark.parametrize("way", [Way.PHOTO, Way.PHOTOS])
def test_without_a_picture_the_next_way_may_be_tried_and_nothing_is_sent(page, script, way):
    with pytest.raises(Refused) as refused:
        page.publish(draft(), way)
    assert refused.value.of_way
    assert script.asked == []


@pytest.mark.parametrize(
    ("answer", "expected", "of_way"),
    [(refusal(100, 1_366_046), Refused, True), (refusal(1500), Refused, True), (refusal(368, 1_346_003), Refused, False)],
)
def test_a_refusal_says_whether_another_way_may_help(page, script, answer, expected, of_way):
    answers(script, photos=answer)
    with pytest.raises(expected) as refused:
        page.publish(draft(1), Way.PHOTO, contents(1))
    assert refused.value.of_way is of_way


# The card is prepared


@pytest.mark.parametrize(
    "answer",
    [
        {},
        [],
        (500, {}),
        refusal(1, status=500),
        refusal(100),
        refusal(1_609_005),
        refusal(1_609_010),
        refusal(987_654),
        refusal(10, status=403),
        refusal(200, status=403),
        refusal(283),
        refusal(3),
    ],
)
def test_whatever_comes_of_preparing_the_card_the_post_goes_out(page, script, answer):
    answers(script, scrape=[answer])
    assert page.publish(draft(), Way.LINK) == Receipt(POST)


@pytest.mark.parametrize(("answer", "expected"), [(refusal(4), Throttled), (refusal(80_001), Throttled), (refusal(190, 463), ChannelDown)])
def test_what_forbids_every_request_forbids_the_posting_too(page, script, answer, expected):
    answers(script, scrape=answer)
    with pytest.raises(expected):
        page.publish(draft(), Way.LINK)
    assert script.paths() == ["/"]


def test_without_a_link_there_is_no_card_to_prepare(page, script):
    answers(script)
    page.publish(draft(link=""), Way.LINK)
    assert script.asked == [("POST", FEED, {"message": "Tin cải cách"})]


# Staged photos


@pytest.mark.parametrize("answer", [(500, {}), (200, {}), (200, []), refusal(2, status=500), refusal(100)])
def test_a_photo_that_may_have_been_staged_is_no_doubt_about_the_post(page, script, answer):
    answers(script, photos=[{"id": "1"}, answer])
    with pytest.raises(Transient):
        page.publish(draft(2), Way.PHOTOS, contents(2))
    assert FEED not in script.paths()
    assert script.paths("DELETE") == ["/1"], "the first one is cleared away"


def test_staged_photos_are_cleared_away_where_the_post_is_refused(page, script):
    answers(script, feed=refusal(368, 1_346_003))
    with pytest.raises(Refused):
        page.publish(draft(2), Way.PHOTOS, contents(2))
    assert script.paths("DELETE") == ["/1", "/2"]


@pytest.mark.parametrize("answer", [(500, {}), refusal(2, status=500), refusal(100), refusal(506), {}])
def test_staged_photos_stay_where_the_post_is_in_doubt_since_they_may_be_its_pictures(page, script, answer):
    answers(script, feed=[answer])
    with pytest.raises(InDoubt):
        page.publish(draft(2), Way.PHOTOS, contents(2))
    assert script.paths("DELETE") == []


@pytest.mark.parametrize("answer", [refusal(4), refusal(190, 463), refusal(10, status=403)])
def test_where_facebook_wants_to_hear_nothing_more_staged_photos_are_left_to_it(page, script, answer):
    answers(script, feed=answer)
    with pytest.raises((Throttled, ChannelDown)):
        page.publish(draft(2), Way.PHOTOS, contents(2))
    assert script.paths("DELETE") == []


@pytest.mark.parametrize("answer", [refusal(100, 33), (500, {}), refusal(4)])
def test_a_photo_that_can_not_be_cleared_away_hides_no_refusal(page, script, answer):
    answers(script, feed=refusal(368, 1_346_003), delete=answer)
    with pytest.raises(Refused):
        page.publish(draft(2), Way.PHOTOS, contents(2))


# Comments


def test_a_comment_is_written_bare_and_its_id_kept(page, script):
    answers(script, comments={"id": COMMENT})
    assert page.comment(POST, "Đọc bài") == COMMENT
    assert script.asked == [("POST", f"/{POST}/comments", {"message": "Đọc bài"})]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({}, InDoubt),
        ({"id": "x"}, InDoubt),
        ((500, {}), InDoubt),
        (refusal(100, 33), InDoubt),
        (refusal(32), Throttled),
        (refusal(190, 460), ChannelDown),
        (refusal(368, 1_404_006), ChannelDown),
        (refusal(10, status=403), Refused),
        (refusal(200, status=403), Refused),
        (refusal(3), Refused),
    ],
)
def test_a_comment_that_fails_says_what_is_to_be_done(page, script, answer, expected):
    answers(script, comments=[answer])
    with pytest.raises(expected) as failed:
        page.comment(POST, "Đọc bài")
    if expected is Refused:
        assert "pages_manage_engagement" in failed.value.say("vi"), "a right of its own: the posting goes on"


def comments(*items, **paging):
    return {"data": list(items), **({"paging": paging} if paging else {})}


def own(number: int, message: str, author: str | None = PAGE_ID):
    return {"id": f"7_{number}", "message": message, **({"from": {"id": author}} if author else {})}


def test_a_comment_is_found_among_all_of_them_by_its_text_and_only_the_pages_own(page, script):
    answers(
        script,
        comments=[
            comments(own(1, "Đọc bài", "555"), own(2, "Đọc bài!"), {"message": "Đọc bài"}, next="x", cursors={"after": "A"}),
            comments(next="x", cursors={"after": "B"}),
            comments("junk", own(3, "Đo\u0323c bài \n")),
        ],
    )
    assert page.find_comment(POST, "Đọc bài") == "7_3"
    assert [fields.get("after") for _, _, fields in script.asked] == [None, "A", "B"]
    assert {fields["filter"] for _, _, fields in script.asked} == {"stream"}


def test_a_comment_whose_author_is_not_told_may_be_ours(page, script):
    answers(script, comments=comments(own(1, "Đọc bài", None)))
    assert page.find_comment(POST, "Đọc bài") == "7_1"


@pytest.mark.parametrize("answer", [comments(), comments(own(1, "khác")), refusal(100, 33)])
def test_where_all_was_read_and_it_is_not_there_it_is_not_there(page, script, answer):
    answers(script, comments=answer)
    assert page.find_comment(POST, "Đọc bài") == ""


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ((500, {}), Transient),
        (comments(next="x"), Transient),
        (refusal(100), Transient),
        (refusal(12), Transient),
        (refusal(4), Throttled),
        (refusal(190), ChannelDown),
        (refusal(10, status=403), Refused),
        (refusal(283), Refused),
    ],
)
def test_where_not_all_could_be_read_nothing_is_known(page, script, answer, expected):
    answers(script, comments=answer)
    with pytest.raises(expected) as failed:
        page.find_comment(POST, "Đọc bài")
    assert isinstance(failed.value, Refused) is (expected is Refused)


# Another text


def test_an_edit_sends_the_text_and_nothing_else(page, script):
    answers(script, node={"success": True})
    page.edit(POST, "Nội dung mới")
    assert script.asked == [("POST", f"/{POST}", {"message": "Nội dung mới"})]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"success": False}, InDoubt),
        ((500, {}), InDoubt),
        (refusal(100), InDoubt),
        (refusal(200, status=403), Refused),
        (refusal(368), Refused),
        (refusal(17), Throttled),
        (refusal(190), ChannelDown),
    ],
)
def test_an_edit_that_fails_says_what_is_to_be_done(page, script, answer, expected):
    answers(script, node=answer)
    with pytest.raises(expected):
        page.edit(POST, "Nội dung mới")


# Withdrawals


def test_a_withdrawal_is_one_deletion(page, script):
    answers(script)
    page.withdraw(POST)
    assert script.asked == [("DELETE", f"/{POST}", {})]


@pytest.mark.parametrize("answer", [refusal(100, 33), (500, {}), refusal(1, 99), refusal(100)])
def test_whatever_the_answer_a_post_that_is_gone_is_withdrawn(page, script, answer):
    answers(script, delete=answer, node=refusal(100, 33))
    page.withdraw(POST)


@pytest.mark.parametrize("answer", [(500, {}), refusal(100, 33)])
@pytest.mark.parametrize("node", [{"id": POST}, (500, {}), refusal(100), refusal(4), refusal(190)])
def test_where_it_is_there_still_or_nobody_can_tell_it_stays_in_doubt(page, script, answer, node):
    answers(script, delete=answer, node=node)
    with pytest.raises(InDoubt):
        page.withdraw(POST)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"success": False}, InDoubt),
        (refusal(10, status=403), Refused),
        (refusal(200, status=403), Refused),
        (refusal(3), Refused),
        (refusal(4), Throttled),
        (refusal(190, 492), ChannelDown),
    ],
)
def test_a_withdrawal_that_fails_says_what_is_to_be_done(page, script, answer, expected):
    answers(script, delete=answer)
    with pytest.raises(expected) as failed:
        page.withdraw(POST)
    if expected is Refused:
        assert "trực tiếp trên Trang" in failed.value.say("vi"), "only select developers may delete; the posting goes on"


# Reads


@pytest.mark.parametrize(
    ("answer", "expected"), [(refusal(100), Transient), (refusal(12), Transient), ([], Transient), (refusal(190), ChannelDown)]
)
def test_a_look_that_is_refused_says_nothing_of_the_post(page, script, answer, expected):
    answers(script, node=[answer])
    with pytest.raises(expected):
        page.look(POST)


def test_a_post_that_is_gone_is_seen_to_be_gone(page, script):
    answers(script, node=refusal(100, 33))
    assert page.look(POST) is None


def test_the_listing_tells_of_every_post_its_time_text_markers_and_address(page, script):
    known = {"id": POST, "created_time": "2026-11-23T01:00:00+0000", "message": "Ti\u0301n ", "permalink_url": "/7"}
    junk = [None, {"id": "../me"}, {"message": "ohne"}]
    script.answer = lambda *_: {
        "data": [*junk, {**known, "attachments": {"data": [{"unshimmed_url": LINK}]}}, {"id": "8", "created_time": "x"}]
    }
    first, second = page.listing(NOW)
    assert (first.remote_id, first.message, first.markers, first.permalink) == (POST, "Tín", {"p1"}, "https://www.facebook.com/7")
    assert NOW - first.created_at == timedelta(days=1)
    assert (second.remote_id, second.created_at, second.markers) == (f"{PAGE_ID}_8", None, frozenset())


@pytest.mark.parametrize("time", ["2026-11-23T01:00:00", "", None, 5])
def test_a_time_without_a_zone_is_no_time(page, script, time):
    script.answer = lambda *_: {"data": [{"id": POST, "created_time": time}]}
    assert page.listing(NOW)[0].created_at is None


@pytest.mark.parametrize(
    ("found", "markers"),
    [
        ({"message": f"Tin\n\n{LINK}"}, {"p1"}),
        ({"message": "Tin https://cong.vn/1?a=b&utm_content=p1 và https://cong.vn/2?utm_content=p2"}, {"p1", "p2"}),
        ({"message": f"Tin {LINK}", "attachments": {"data": [{"unshimmed_url": "https://cong.vn/2?utm_content=p2"}]}}, {"p2"}),
        ({"attachments": {"data": [{"unshimmed_url": "https://cong.vn/2?utm_content=p2"}, {"unshimmed_url": LINK}]}}, {"p1", "p2"}),
        ({"attachments": {"data": "x"}}, set()),
        ({"attachments": {"data": [None, {"url": None}, {"url": "http://["}]}}, set()),
        ({"message": "utm_content=p1"}, set()),
    ],
)
def test_markers_stand_in_the_links_of_a_post_or_else_in_its_text(page, script, found, markers):
    script.answer = lambda *_: {"data": [{"id": POST, **found}]}
    assert page.listing(NOW)[0].markers == markers


@pytest.mark.parametrize(
    ("answer", "expected"),
    [(refusal(100), Transient), (refusal(12), Transient), ((500, {}), Transient), (refusal(190), ChannelDown), (refusal(4), Throttled)],
)
def test_a_listing_that_is_refused_is_no_empty_one(page, script, answer, expected):
    script.answer = lambda *_: answer
    with pytest.raises(expected):
        page.listing(NOW)


def test_a_post_whose_id_is_another_posts_is_not_this_one_whatever_its_text(page, script):
    script.answer = lambda *_: {"data": [{"id": POST, "message": "Tin cải cách"}, {"id": "8", "message": "Tin cải cách"}]}
    assert page.find(draft(), NOW, known={POST}) == Receipt(f"{PAGE_ID}_8")


def test_pages_rest_together_where_they_share_an_app_or_a_token(script):
    graph = GraphPolicy(url=script.url)
    one, two, three = (
        FacebookPage(policy, graph, token=TOKEN, app_id="", app_secret="", clock=lambda: NOW, language="vi").scopes
        for policy in (
            PagePolicy(name="mot", page_id="10001", token="A", app_id="APP", app_secret="S"),
            PagePolicy(name="hai", page_id="10002", token="B", app_id="APP", app_secret="S"),
            PagePolicy(name="ba", page_id="10003", token="A"),
        )
    )
    assert {scope for scope in one if one[scope] == two[scope]} == {"app"}
    assert {scope for scope in one if one[scope] == three[scope]} == {"token"}
    assert len({each["page"] for each in (one, two, three)}) == 3


def test_the_usage_of_every_answer_is_the_load_for_ten_minutes(script):
    clock = [NOW]
    policy, graph = PagePolicy(name="trang", page_id=PAGE_ID), GraphPolicy(url=script.url)
    page = FacebookPage(policy, graph, token=TOKEN, app_id="", app_secret="", clock=lambda: clock[0], language="vi")
    script.headers["x-app-usage"] = '{"call_count": 96}'
    script.answer = lambda *_: refusal(100)
    try:
        assert page.load.percent == 0
        with pytest.raises(Transient):
            page.look(POST)
    finally:
        del script.headers["x-app-usage"]
    assert page.load.percent == 96, "also of one that was refused"
    script.answer = lambda *_: {"id": POST}
    page.look(POST)
    assert page.load.percent == 96, "an answer without any says nothing"
    clock[0] += timedelta(minutes=10)
    assert page.load.percent == 0


# Doubts


@pytest.mark.parametrize(
    ("answer", "doubt"),
    [
        ((500, {}), Doubt.UNKNOWN),
        (refusal(1, 99), Doubt.UNKNOWN),
        (refusal(2, status=500), Doubt.UNKNOWN),
        (refusal(100, 33), Doubt.REFUSED),
        (refusal(987_654), Doubt.REFUSED),
        (refusal(987_654, status=500), Doubt.UNKNOWN),
        (refusal(506), Doubt.DUPLICATE),
        (refusal(368, 1_404_082), Doubt.DUPLICATE),
    ],
)
def test_a_doubt_says_what_the_answer_was_worth(page, script, answer, doubt):
    answers(script, feed=answer)
    with pytest.raises(InDoubt) as found:
        page.publish(draft(), Way.COMMENT)
    assert found.value.doubt is doubt


@pytest.mark.parametrize(
    ("node", "doubt"),
    [
        (refusal(100), Doubt.UNKNOWN),
        (refusal(100, 33), Doubt.REFUSED),
        ({"id": PAGE_ID}, Doubt.REFUSED),
        ((500, {}), Doubt.REFUSED),
        (refusal(190), Doubt.REFUSED),
    ],
)
def test_a_wrong_app_secret_is_told_from_a_bad_parameter_by_a_request_that_has_none(script, node, doubt):
    script.forget()
    policy, graph = PagePolicy(name="trang", page_id=PAGE_ID), GraphPolicy(url=script.url)
    page = FacebookPage(policy, graph, token=TOKEN, app_id="9", app_secret="wrong", clock=lambda: NOW, language="vi")
    answers(script, feed=refusal(100), node=node)
    with pytest.raises(InDoubt) as found:
        page.publish(draft(), Way.COMMENT)
    assert found.value.doubt is doubt
    assert (found.value.key == "channels.proof") == (doubt is Doubt.UNKNOWN)


def test_without_an_app_secret_nobody_asks_about_it(page, script):
    answers(script, feed=refusal(100))
    with pytest.raises(InDoubt):
        page.publish(draft(), Way.COMMENT)
    assert script.paths("GET") == []
