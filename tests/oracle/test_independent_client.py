"""What our client wrote, an independent client reads, edits, deletes and measures; and the other way round (facts: graph-api §8)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from facebook_business.adobjects.pagepost import PagePost
from facebook_business.exceptions import FacebookRequestError

from bot.channels.protocol import Absent, Receipt
from bot.errors import ChannelError
from bot.model import Way
from tests.oracle.conftest import DRAFT, PAGE_ID, PICTURES, Stand, other

# The SDK warns where its own lists are coarser than Graph: edges asked for as fields, names of metrics (facts: graph-api §8.1).
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*does not allow field attachments:UserWarning"),
    pytest.mark.filterwarnings("ignore:value of metric might not be compatible:UserWarning"),
]

WAYS = tuple(Way)
FIELDS = ("id", "message", "permalink_url", "created_time", "is_published", "full_picture", "attachments")
KINDS = ("like", "love", "care", "wow", "haha", "sad", "angry")
INSIGHTS = {"views": "post_media_view", "reach": "post_total_media_view_unique", "clicks": "post_clicks"}


def attachments(post) -> list[dict]:
    return post["attachments"]["data"] if "attachments" in post else []


# Ours wrote it, the SDK reads it


@pytest.mark.parametrize("way", WAYS)
def test_what_ours_published_the_sdk_lists_and_reads_as_ours_was_told(stand: Stand, way):
    receipt = stand.publish(way)
    listed = [post.export_all_data() for post in stand.sdk.page.get_published_posts(fields=["id", "message", "permalink_url"])]
    post = stand.sdk.read(receipt.remote_id, *FIELDS)
    (mine,) = stand.ours.listing(stand.clock[0] - timedelta(hours=1))
    seen = stand.ours.look(receipt.remote_id)

    assert {200} == set(stand.sdk.statuses)
    assert listed == [{"id": receipt.remote_id, "message": DRAFT.text(way), "permalink_url": seen.permalink}]
    assert (post["id"], post["message"], post["is_published"]) == (receipt.remote_id, DRAFT.text(way), True)
    assert (mine.remote_id, mine.message, mine.permalink) == (post["id"], post["message"], post["permalink_url"])
    assert (seen.message, seen.permalink, seen.picture) == (post["message"], post["permalink_url"], "full_picture" in post)
    assert datetime.fromisoformat(post["created_time"]) == mine.created_at == stand.clock[0]


def test_the_sdk_finds_our_link_with_its_marker_behind_the_card_and_no_card_otherwise(stand: Stand):
    linked, bare = stand.publish(Way.LINK), stand.publish(Way.COMMENT, other(2))
    (card,) = attachments(stand.sdk.read(linked.remote_id, "attachments"))
    (edge,) = stand.sdk.post(linked.remote_id).get_attachments()
    assert card["unshimmed_url"] == edge["unshimmed_url"] == DRAFT.link
    assert attachments(stand.sdk.read(bare.remote_id, "attachments")) == []
    assert {200} == set(stand.sdk.statuses)


@pytest.mark.parametrize(("way", "count"), [(Way.PHOTO, 1), (Way.PHOTOS, 2)])
def test_the_sdk_finds_our_photos_on_the_post_and_the_server_has_their_very_bytes(stand: Stand, way, count):
    receipt = stand.publish(way)
    shown = attachments(stand.sdk.read(receipt.remote_id, "attachments"))
    (record,) = stand.sandbox.posts(PAGE_ID)
    assert "full_picture" in stand.sdk.read(receipt.remote_id, "full_picture")
    assert stand.ours.look(receipt.remote_id).picture
    pieces = [piece for each in shown for piece in each.get("subattachments", {}).get("data", [each])]
    assert [each["target"]["id"] for each in pieces] == list(record.photos)
    assert [stand.sandbox._state.photos[photo].content for photo in record.photos] == list(PICTURES[:count])
    assert {200} == set(stand.sdk.statuses)


def test_the_sdk_reads_our_first_comment_under_the_id_ours_was_told(stand: Stand):
    receipt = stand.ours.publish(DRAFT, Way.COMMENT)
    told = stand.ours.comment(receipt.remote_id, DRAFT.comment)
    comments = {each["id"]: each["message"] for each in stand.sdk.post(receipt.remote_id).get_comments(fields=["id", "message"])}
    assert comments == {told: DRAFT.comment}
    assert stand.ours.find_comment(receipt.remote_id, DRAFT.comment) == told
    assert {200} == set(stand.sdk.statuses)


def test_a_comment_by_the_sdk_is_found_by_ours_and_another_text_is_not(stand: Stand):
    receipt = stand.ours.publish(DRAFT, Way.COMMENT)
    made = stand.sdk.post(receipt.remote_id).create_comment(params={"message": DRAFT.comment})
    assert stand.ours.find_comment(receipt.remote_id, DRAFT.comment) == made["id"]
    assert stand.ours.find_comment(receipt.remote_id, DRAFT.comment + "!") == ""
    assert {200} == set(stand.sdk.statuses)


def test_the_sdk_walks_through_all_our_posts_page_by_page(stand: Stand):
    told = []
    for number in range(7):
        stand.pass_time(minutes=10)
        told.append(stand.publish(Way.LINK, other(number)).remote_id)
    walked = [post["id"] for post in stand.sdk.page.get_published_posts(fields=["id"], params={"limit": 3})]
    assert walked == told[::-1]
    assert [item.remote_id for item in stand.ours.listing(stand.clock[0] - timedelta(hours=2))] == walked
    assert stand.sdk.statuses == [200, 200, 200]


def test_many_at_once_and_a_batch_tell_the_sdk_the_same_as_one_by_one(stand: Stand):
    ids = [stand.publish(way, replace(other(number), ways=(way,))).remote_id for number, way in enumerate(WAYS)]
    alone = {each: stand.sdk.read(each, *FIELDS) for each in ids}
    together = {post["id"]: post.export_all_data() for post in PagePost.get_by_ids(ids, fields=list(FIELDS), api=stand.sdk.api)}
    batch, answers = stand.sdk.api.new_batch(), {}
    for each in ids:
        stand.sdk.post(each).api_get(
            fields=list(FIELDS), batch=batch, success=lambda response, each=each: answers.update({each: response.json()})
        )
    assert batch.execute() is None
    assert together == alone
    assert answers == alone
    assert {200} == set(stand.sdk.statuses)


# Edits and deletions


@pytest.mark.parametrize("way", WAYS)
def test_an_edit_by_either_is_what_the_other_reads(stand: Stand, way):
    receipt = stand.publish(way)
    stand.sdk.post(receipt.remote_id).api_update(params={"message": "Chữ khác, do người khác"})
    assert stand.ours.look(receipt.remote_id).message == "Chữ khác, do người khác"
    assert [item.message for item in stand.ours.listing(stand.clock[0])] == ["Chữ khác, do người khác"]

    stand.ours.edit(receipt.remote_id, "Đính chính: & + “chữ” của ta\n\n#CCHC")
    assert stand.sdk.read(receipt.remote_id, "message")["message"] == "Đính chính: & + “chữ” của ta\n\n#CCHC"
    assert {200} == set(stand.sdk.statuses)


def gone_for_the_sdk(stand: Stand, remote_id: str) -> tuple[int, int, int]:
    with pytest.raises(FacebookRequestError) as refused:
        stand.sdk.read(remote_id, "id")
    return refused.value.http_status(), refused.value.api_error_code(), refused.value.api_error_subcode()


@pytest.mark.parametrize("way", WAYS)
def test_what_the_sdk_deleted_is_gone_for_ours(stand: Stand, way):
    receipt, kept = stand.publish(way), stand.publish(Way.LINK, other(2))
    stand.sdk.post(receipt.remote_id).api_delete()
    assert {200} == set(stand.sdk.statuses)
    assert stand.ours.look(receipt.remote_id) is None
    assert Absent() == stand.ours.find(DRAFT, stand.clock[0])
    assert [item.remote_id for item in stand.ours.listing(stand.clock[0])] == [kept.remote_id]
    assert [kept.remote_id] == list(stand.ours.engagement([receipt.remote_id, kept.remote_id]))
    stand.ours.withdraw(receipt.remote_id)  # gone already is as good as withdrawn


@pytest.mark.parametrize("way", WAYS)
def test_what_ours_withdrew_is_gone_for_the_sdk(stand: Stand, way):
    receipt = stand.publish(way)
    stand.ours.withdraw(receipt.remote_id)
    assert list(stand.sdk.page.get_published_posts()) == []
    assert gone_for_the_sdk(stand, receipt.remote_id) == (400, 100, 33)


# Figures


def measured_by_the_sdk(stand: Stand, remote_id: str) -> dict[str, int]:
    """Our names, the SDK's own reading: edges with their summaries, `shares`, and the insights edge."""
    post = stand.sdk.post(remote_id)
    figures = {"shares": stand.sdk.read(remote_id, "shares").get("shares", {}).get("count", 0)}
    figures["reactions"] = post.get_reactions(params={"limit": 0, "summary": "total_count"}).total()
    figures["comments"] = post.get_comments(params={"limit": 0, "filter": "stream", "summary": "total_count"}).total()
    insights = {
        row["name"]: row["values"][0]["value"]
        for row in post.get_insights(params={"metric": [*INSIGHTS.values(), "post_reactions_by_type_total"], "period": "lifetime"})
    }
    return {**figures, **{ours: insights[theirs] for ours, theirs in INSIGHTS.items()}, "by_type": insights["post_reactions_by_type_total"]}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("hours", [0, 30])
def test_both_measure_the_same(stand: Stand, way, hours):
    receipt = stand.publish(way)
    stand.pass_time(hours=hours)
    mine = stand.ours.engagement([receipt.remote_id])[receipt.remote_id]
    theirs = measured_by_the_sdk(stand, receipt.remote_id)
    by_type = theirs.pop("by_type")

    assert dict(mine.missing) == {}
    assert {name: mine.metrics[name] for name in theirs} == theirs
    assert {200} == set(stand.sdk.statuses)
    folded = {"like": ("like", "care"), "love": ("love",), "wow": ("wow",), "haha": ("haha",), "sorry": ("sad",), "anger": ("angry",)}
    assert {name: sum(mine.metrics[f"reaction_{kind}"] for kind in kinds) for name, kinds in folded.items()} == {
        name: by_type.get(name, 0) for name in folded
    }
    assert sum(mine.metrics[f"reaction_{kind}"] for kind in KINDS) == mine.metrics["reactions"]
    if hours:
        assert min(theirs[name] for name in ("reactions", "views", "reach", "clicks")) > 0, "nought equal to nought shows nothing"


# The SDK wrote it, ours reads it


def test_what_the_sdk_published_ours_finds_lists_and_measures(stand: Stand):
    made = stand.sdk.page.create_feed(params={"message": DRAFT.message, "link": DRAFT.link})["id"]
    (listed,) = stand.ours.listing(stand.clock[0] - timedelta(hours=1))
    found = stand.ours.find(DRAFT, stand.clock[0])
    seen = stand.ours.look(made)
    stand.pass_time(hours=30)
    mine, theirs = stand.ours.engagement([made])[made], measured_by_the_sdk(stand, made)

    assert (found, listed.remote_id, listed.message) == (Receipt(made, listed.permalink), made, DRAFT.message)
    assert listed.markers == {DRAFT.marker}
    assert (seen.message, seen.permalink) == (DRAFT.message, listed.permalink)
    assert {name: mine.metrics[name] for name in theirs if name != "by_type"} == {n: v for n, v in theirs.items() if n != "by_type"}
    assert {200} == set(stand.sdk.statuses)


def test_a_photo_by_the_sdk_is_found_by_ours(stand: Stand, tmp_path):
    picture = tmp_path / "anh.jpg"
    picture.write_bytes(PICTURES[0])
    text = DRAFT.text(Way.PHOTO)
    with picture.open("rb") as file:
        answer = stand.sdk.api.call("POST", (PAGE_ID, "photos"), params={"caption": text}, files={"source": file}).json()
    by_address = stand.sdk.page.create_photo(params={"url": "https://huonghoa.example.vn/anh.jpg", "caption": other(2).text(Way.PHOTO)})

    assert stand.ours.find(DRAFT, stand.clock[0]).remote_id == answer["post_id"]
    assert stand.ours.find(other(2), stand.clock[0]).remote_id == by_address["post_id"]
    assert {200} == set(stand.sdk.statuses)


def test_a_scheduled_post_of_somebody_else_is_shown_by_neither_before_its_time(stand: Stand):
    at = stand.clock[0] + timedelta(hours=2)
    made = stand.sdk.page.create_feed(params={"message": "Hẹn giờ", "published": False, "scheduled_publish_time": int(at.timestamp())})[
        "id"
    ]
    since = stand.clock[0]
    assert list(stand.ours.listing(since)) == []
    assert [post["id"] for post in stand.sdk.page.get_scheduled_posts()] == [made]
    stand.pass_time(hours=3)
    assert [(item.remote_id, item.created_at) for item in stand.ours.listing(since)] == [(made, at)]
    assert [post["id"] for post in stand.sdk.page.get_published_posts()] == [made]


# The same story told by each


def story_of_ours(stand: Stand) -> None:
    for number, way in enumerate((Way.LINK, Way.PHOTO, Way.PHOTOS, Way.COMMENT), start=1):
        draft = other(number)
        receipt = stand.publish(way, draft)
        if way is Way.LINK:
            stand.ours.edit(receipt.remote_id, "Chữ sửa")
        if way is Way.PHOTO:
            stand.ours.withdraw(receipt.remote_id)
        stand.pass_time(minutes=10)


def story_of_the_sdk(stand: Stand, folder) -> None:
    sdk = stand.sdk
    files = [folder / f"{number}.jpg" for number in range(len(PICTURES))]
    for file, content in zip(files, PICTURES, strict=True):
        file.write_bytes(content)

    def upload(file, **params) -> dict:
        with file.open("rb") as opened:
            return sdk.api.call("POST", (PAGE_ID, "photos"), params=params, files={"source": opened}).json()

    linked = sdk.page.create_feed(params={"message": other(1).message, "link": other(1).link})
    sdk.post(linked["id"]).api_update(params={"message": "Chữ sửa"})
    stand.pass_time(minutes=10)
    sdk.post(upload(files[0], caption=other(2).text(Way.PHOTO))["post_id"]).api_delete()
    stand.pass_time(minutes=10)
    staged = [upload(file, published=False)["id"] for file in files]
    sdk.page.create_feed(params={"message": other(3).text(Way.PHOTOS), "attached_media": [{"media_fbid": photo} for photo in staged]})
    stand.pass_time(minutes=10)
    bare = sdk.page.create_feed(params={"message": other(4).message})
    sdk.post(bare["id"]).create_comment(params={"message": other(4).comment})
    stand.pass_time(minutes=10)


def test_the_same_story_told_by_either_leaves_the_same_page(stands, tmp_path):
    mine, theirs = stands
    story_of_ours(mine)
    story_of_the_sdk(theirs, tmp_path)
    assert mine.sandbox.posts(PAGE_ID) == theirs.sandbox.posts(PAGE_ID)
    assert len(mine.sandbox.posts(PAGE_ID)) == 4
    pictures = [[(photo.content, photo.url) for photo in stand.sandbox._state.photos.values()] for stand in stands]
    assert pictures[0] == pictures[1]
    assert {200} == set(theirs.sdk.statuses)


def test_the_oracle_does_see_a_difference(stands, tmp_path):
    """A check of the checks: one letter, one comment, one picture less shows."""
    mine, theirs = stands
    story_of_ours(mine)
    story_of_the_sdk(theirs, tmp_path)
    last = mine.sandbox.posts(PAGE_ID)[-1]
    mine.ours.edit(last.id, last.message + ".")
    assert mine.sandbox.posts(PAGE_ID) != theirs.sandbox.posts(PAGE_ID)


def test_a_status_that_is_no_success_is_not_hidden_by_the_leniency_of_the_sdk(stand: Stand):
    with pytest.raises(FacebookRequestError) as refused:
        stand.sdk.page.create_feed(params={"message": ""})
    assert refused.value.api_error_code() == 197
    assert stand.sdk.statuses == [400]
    with pytest.raises(ChannelError):
        stand.ours.edit(f"{PAGE_ID}_404", "x")
