"""What follows the posting: first comments, other texts and withdrawals, each done once, whatever the Page answers and whoever dies on the way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import ChannelDown, Conflict, Doubt, InDoubt, LoaError, NotFound, Refused, Throttled, Transient
from bot.model import Post, PostState, Step, StepKind, StepState, Way
from bot.service import editors
from bot.service.steps import step
from tests.service.conftest import CRITICISM, PRAISE

NOT_SENT = Transient("channels.not_reached", why="refused")
DOUBT = InDoubt("channels.service_down", code=2)
DEAD = ChannelDown("channels.token_expired", code=190)
REFUSED = Refused("channels.blocked", code=368)
COMMENT = "Đọc bài: https://cong.vn/1.html"
NEW = "Nội dung đã sửa"


def published(bench, *, way: Way = Way.LINK, message: str = "Tin cải cách") -> Post:
    """A Post that is on the Page, gone out by `way` ("LINK" in its text is its link); with `Way.COMMENT` its first comment is still due."""
    bench.serve(PRAISE)
    bench.poll()
    (post,) = bench.posts(PostState.SCHEDULED, PostState.HELD)
    text = message.replace("LINK", post.draft.link)
    draft = replace(post.draft, message=text, ways=(way,), comment=COMMENT if way is Way.COMMENT else "")
    bench.world.store.outbox.replace_draft(
        post.key, expected_hash=post.draft.hash, draft=draft, state=PostState.HELD, reason="", actor="Lan", now=bench.instant[0]
    )
    editors.approve(bench.world, post.key, by="Lan")
    bench.run()
    return bench.world.store.outbox.get(post.key)


def wanted(bench, kind: StepKind) -> str:
    """The key of a published Post to which `kind` is to be done."""
    key = published(bench, way=Way.COMMENT if kind is StepKind.COMMENT else Way.LINK).key
    if kind is StepKind.EDIT:
        editors.edit(bench.world, key, by="Lan", message=NEW)
    elif kind is StepKind.WITHDRAW:
        editors.withdraw(bench.world, key, by="Lan", note="sai số liệu")
    return key


def only(bench, key: str) -> Step:
    (found,) = bench.world.store.steps.of(key)
    return found


def journal(bench, key: str) -> list[str]:
    return [event.verb for event in bench.world.store.journal.of(key)]


def do_all(bench, world=None, hours: int = 12) -> None:
    """Let the tick work, a minute at a time."""
    for _ in range(hours * 60):
        while step(world or bench.world) is not None:
            pass
        bench.pass_time(minutes=1)


def sendings(bench, kind: StepKind) -> int:
    return bench.page.asked.count(kind)


def stands(bench, kind: StepKind) -> bool:
    """Whether what `kind` does is on the Page, once."""
    if kind is StepKind.COMMENT:
        return bench.page.comments == [("100_1", COMMENT)]
    return bench.page.texts == ({"100_1": NEW} if kind is StepKind.EDIT else {})


# It works


def test_where_nothing_is_to_be_done_nothing_is_asked(bench):
    published(bench)
    asked = list(bench.page.asked)
    assert step(bench.world) is None
    assert asked == bench.page.asked


@pytest.mark.parametrize("kind", StepKind)
def test_a_step_is_done_once_and_the_journal_tells_it(bench, kind):
    key = wanted(bench, kind)
    done = step(bench.world)
    assert (done.post, done.kind, done.verb) == (key, kind, "done")
    assert step(bench.world) is None
    assert stands(bench, kind)
    assert sendings(bench, kind) == 1
    mine = only(bench, key)
    assert (mine.state, mine.attempts, mine.claimed_until) == (StepState.DONE, 1, None)
    assert journal(bench, key)[-3:] == [f"{kind}-wanted", f"{kind}-begun", f"{kind}-done"]


def test_the_first_comment_is_due_with_the_settlement_and_keeps_its_id(bench):
    key = published(bench, way=Way.COMMENT).key
    assert only(bench, key).text == COMMENT
    step(bench.world)
    assert only(bench, key).remote_id == "100_1_1"


def test_a_post_that_went_out_in_another_way_gets_no_comment(bench):
    assert bench.world.store.steps.of(published(bench).key) == []


def test_an_edit_changes_the_text_of_the_post_too(bench):
    key = wanted(bench, StepKind.EDIT)
    step(bench.world)
    post = bench.world.store.outbox.get(key)
    assert (post.state, post.draft.message) == (PostState.PUBLISHED, NEW)


def test_a_withdrawn_post_is_never_posted_again_and_keeps_the_editors_reason(bench):
    key = wanted(bench, StepKind.WITHDRAW)
    bench.page.before = [DOUBT]
    do_all(bench)
    post = bench.world.store.outbox.get(key)
    assert (post.state, post.reason) == (PostState.WITHDRAWN, "sai số liệu"), "not what went wrong on the way"
    last = bench.world.store.journal.of(key)[-1]
    assert (last.before, last.after) == (PostState.PUBLISHED, PostState.WITHDRAWN)
    bench.run()
    assert bench.page.asked.count("publish") == 1


def test_a_withdrawal_takes_what_still_waits_along_and_says_so(bench):
    key = published(bench, way=Way.COMMENT).key
    bench.page.before = [NOT_SENT]
    step(bench.world)
    editors.withdraw(bench.world, key, by="Lan", note="sai")
    assert step(bench.world).kind is StepKind.WITHDRAW, "the comment waits after its failure"
    comment, _ = bench.world.store.steps.of(key)
    assert comment.state is StepState.DROPPED
    assert "comment-dropped" in journal(bench, key)
    do_all(bench)
    assert bench.page.comments == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Tin", NEW, f"{NEW}\n\nLINK"),
        ("Tin LINK", NEW, f"{NEW}\n\nLINK"),
        ("Tin", "Sửa: LINK nhé", "Sửa: LINK nhé"),
    ],
)
def test_below_a_photo_the_link_stays_whatever_text_an_editor_writes(bench, old, new, expected):
    post = published(bench, way=Way.PHOTO, message=old)
    link = post.draft.link
    editors.edit(bench.world, post.key, by="Lan", message=new.replace("LINK", link))
    step(bench.world)
    assert bench.page.texts["100_1"] == expected.replace("LINK", link)
    after = bench.world.store.outbox.get(post.key)
    assert bench.page.texts["100_1"] == after.draft.text(after.way), "the outbox knows what stands there"


# It fails


@pytest.mark.parametrize("kind", StepKind)
def test_what_certainly_did_nothing_is_done_later_without_a_look(bench, kind):
    key = wanted(bench, kind)
    bench.page.before = [NOT_SENT]
    assert step(bench.world).verb == "postponed"
    assert only(bench, key).sent_at is None
    assert step(bench.world) is None, "not at once"
    do_all(bench, hours=1)
    assert stands(bench, kind)
    assert not {"find_comment", "look"} & set(bench.page.asked[bench.page.asked.index(kind) :])


def test_a_network_that_is_gone_for_hours_fails_no_step(bench):
    key = wanted(bench, StepKind.COMMENT)
    bench.page.before = [NOT_SENT] * 12
    do_all(bench, hours=24)
    assert stands(bench, StepKind.COMMENT)
    assert only(bench, key).state is StepState.DONE


@pytest.mark.parametrize("kind", StepKind)
def test_a_throttle_lets_the_step_rest_and_is_none_of_its_attempts(bench, kind):
    key = wanted(bench, kind)
    bench.page.before = [Throttled("channels.page_limit", scope="page", retry_after=timedelta(minutes=40), code=32)] * 9
    step(bench.world)
    assert only(bench, key).attempts == 0
    asked = len(bench.page.asked)
    bench.pass_time(minutes=39)
    assert step(bench.world) is None
    assert asked == len(bench.page.asked), "throttled means stop"
    do_all(bench)
    assert stands(bench, kind)


@pytest.mark.parametrize("kind", StepKind)
def test_a_dead_token_pauses_the_page_burns_no_attempt_and_the_step_goes_on_by_itself(bench, kind):
    key = wanted(bench, kind)
    bench.page.before = [DEAD] * 7
    for _ in range(7):
        assert step(bench.world).verb == "postponed"
        assert bench.world.store.channels.status("trang").paused_since is not None
        assert step(bench.world) is None, "nothing is done on a paused Page"
        bench.world.store.channels.resume("trang", reason="", now=bench.instant[0], actor="loa")
    assert only(bench, key).attempts == 0
    step(bench.world)
    assert stands(bench, kind)


@pytest.mark.parametrize("kind", StepKind)
def test_a_refused_step_fails_with_the_reason_and_the_post_stays_as_it_is(bench, kind):
    key = wanted(bench, kind)
    bench.page.before = [REFUSED]
    assert step(bench.world).verb == "failed"
    assert only(bench, key).state is StepState.FAILED
    assert "368" in only(bench, key).reason
    assert bench.world.store.outbox.get(key).state is PostState.PUBLISHED
    do_all(bench, hours=1)
    assert sendings(bench, kind) == 1


@pytest.mark.parametrize("kind", StepKind)
def test_an_editor_may_let_a_failed_step_go_again_or_drop_it(bench, kind):
    key = wanted(bench, kind)
    bench.page.before = [REFUSED, REFUSED]
    step(bench.world)
    editors.retry(bench.world, key, by="Lan")
    assert step(bench.world).verb == "failed"
    editors.reject(bench.world, key, by="Lan", note="thôi")
    assert only(bench, key).state is StepState.DROPPED
    with pytest.raises(Conflict):
        editors.retry(bench.world, key, by="Lan")
    assert journal(bench, key)[-4:] == [f"{kind}-approved", f"{kind}-begun", f"{kind}-failed", f"{kind}-dropped"]


# It is in doubt


@pytest.mark.parametrize("kind", StepKind)
def test_a_doubt_after_the_deed_is_settled_by_looking_and_nothing_is_done_twice(bench, kind):
    key = wanted(bench, kind)
    bench.page.after = [DOUBT]
    assert step(bench.world).verb == "postponed"
    assert only(bench, key).sent_at is not None
    do_all(bench, hours=1)
    assert only(bench, key).state is StepState.DONE
    assert stands(bench, kind)
    assert sendings(bench, kind) == 1


@pytest.mark.parametrize("kind", StepKind)
def test_a_doubt_that_left_nothing_is_done_again_after_a_look(bench, kind):
    wanted(bench, kind)
    bench.page.before = [DOUBT]
    do_all(bench, hours=1)
    assert stands(bench, kind)
    assert sendings(bench, kind) == 2


def test_a_comment_in_doubt_is_looked_for_in_growing_steps_and_not_written_again_within_the_grace_time(bench):
    wanted(bench, StepKind.COMMENT)
    bench.page.before = [DOUBT]
    step(bench.world)
    grace, waited = bench.world.settings.retry.grace, timedelta(0)
    while waited < grace:
        assert sendings(bench, StepKind.COMMENT) == 1
        bench.pass_time(seconds=5)
        waited += timedelta(seconds=5)
        step(bench.world)
    assert sendings(bench, StepKind.COMMENT) == 2, "at the end of the grace time, not after it"
    assert 5 <= bench.page.asked.count("find_comment") <= 10


@pytest.mark.parametrize("kind", StepKind)
def test_a_step_that_is_always_in_doubt_and_never_there_fails_in_the_end_and_names_what_facebook_said(bench, kind):
    key = wanted(bench, kind)
    bench.page.before = [InDoubt("channels.bad_parameter", doubt=Doubt.REFUSED, code=100)] * 50
    do_all(bench, hours=24)
    assert sendings(bench, kind) == bench.world.settings.retry.most_attempts
    failed = only(bench, key)
    assert failed.state is StepState.FAILED
    assert "mã 100" in failed.reason
    bench.page.before.clear()
    editors.retry(bench.world, key, by="Lan")
    do_all(bench, hours=1)
    assert stands(bench, kind)


@pytest.mark.parametrize("kind", StepKind)
@pytest.mark.parametrize("error", [NOT_SENT, Throttled("channels.page_limit", scope="page", code=32), DEAD])
def test_while_the_page_can_not_be_read_a_step_in_doubt_is_not_done_again(bench, kind, error):
    wanted(bench, kind)
    bench.page.after = [DOUBT]
    step(bench.world)
    bench.page.looking = [error] * 3
    for _ in range(600):
        bench.pass_time(minutes=1)
        bench.world.store.channels.resume("trang", reason="", now=bench.instant[0], actor="loa")
        while step(bench.world) is not None:
            pass
    assert stands(bench, kind)
    assert sendings(bench, kind) == 1


def test_a_page_that_must_not_be_read_leaves_the_step_to_an_editor(bench):
    key = wanted(bench, StepKind.COMMENT)
    bench.page.after = [DOUBT]
    step(bench.world)
    bench.page.looking = [Refused("channels.comment_rights", code=10)]
    bench.pass_time(minutes=1)
    assert step(bench.world).verb == "failed"
    assert bench.world.store.channels.status("trang").paused_since is None
    editors.retry(bench.world, key, by="Lan")
    step(bench.world)
    assert sendings(bench, StepKind.COMMENT) == 1, "looked for before it is written again"
    assert only(bench, key).state is StepState.DONE


def test_a_post_that_somebody_took_off_the_page_counts_as_withdrawn(bench):
    key = wanted(bench, StepKind.WITHDRAW)
    bench.page.after = [DOUBT]
    step(bench.world)
    bench.pass_time(minutes=1)
    assert step(bench.world).verb == "done"
    assert bench.world.store.outbox.get(key).state is PostState.WITHDRAWN


# Workers come and go


class CrashError(BaseException):
    """The process dies here."""


@pytest.mark.parametrize("kind", StepKind)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_crash_while_sending_is_settled_by_the_next_worker_when_the_lease_has_run_out(bench, kind, moment):
    key = wanted(bench, kind)
    getattr(bench.page, moment).append(CrashError())
    with pytest.raises(CrashError):
        step(bench.world)
    other = bench.restarted()
    assert step(other) is None, "the lease still runs"
    assert only(bench, key).state is StepState.DOING
    do_all(bench, other, hours=2)
    assert stands(bench, kind)
    assert sendings(bench, kind) == (2 if moment == "before" else 1)
    assert only(bench, key).state is StepState.DONE


@pytest.mark.parametrize("kind", StepKind)
def test_a_crash_before_the_sending_needs_no_look(bench, kind):
    key = wanted(bench, kind)
    bench.world.store.steps.claim(bench.instant[0], bench.world.settings.retry.lease, ["trang"], "loa")
    bench.pass_time(minutes=5)
    assert step(bench.restarted()).verb == "done"
    assert stands(bench, kind)
    assert only(bench, key).attempts == 1
    assert journal(bench, key).count(f"{kind}-begun") == 1


class Overtaken:
    """A Page whose answer comes so late that another worker has settled the Step meanwhile."""

    def __init__(self, inner, meanwhile) -> None:
        self._inner, self._meanwhile = inner, meanwhile

    def __getattr__(self, name):
        return getattr(self._inner, name)

    def comment(self, remote_id: str, text: str) -> str:
        made = self._inner.comment(remote_id, text)
        self._meanwhile()
        return made


def test_a_worker_that_comes_back_after_its_lease_overwrites_nothing(bench):
    key = wanted(bench, StepKind.COMMENT)

    def meanwhile() -> None:
        bench.pass_time(minutes=6)
        assert step(bench.restarted()).verb == "done"

    slow = replace(bench.world, channels={"trang": Overtaken(bench.page, meanwhile)})
    with pytest.raises(LoaError):
        step(slow)
    assert stands(bench, StepKind.COMMENT)
    assert only(bench, key).state is StepState.DONE


def test_a_step_of_a_post_that_was_withdrawn_meanwhile_is_not_done(bench):
    key = wanted(bench, StepKind.EDIT)
    store = bench.world.store
    store.steps.claim(bench.instant[0], timedelta(minutes=5), ["trang"], "loa")
    editors.withdraw(bench.world, key, by="Lan", note="sai")
    assert step(bench.world).kind is StepKind.WITHDRAW
    bench.pass_time(minutes=5)
    assert step(bench.world).verb == "failed"
    assert sendings(bench, StepKind.EDIT) == 0
    assert [each.state for each in store.steps.of(key)] == [StepState.FAILED, StepState.DONE]


def test_a_page_without_room_gets_no_step(bench):
    wanted(bench, StepKind.EDIT)
    bench.page.load = replace(bench.page.load, percent=95)
    assert step(bench.world) is None
    bench.page.load = replace(bench.page.load, percent=94)
    assert step(bench.world).verb == "done"


# Editors


def test_another_edit_before_the_first_is_done_takes_its_place(bench):
    key = wanted(bench, StepKind.EDIT)
    editors.edit(bench.world, key, by="Mai", message="Bản thứ hai")
    editors.edit(bench.world, key, by="Mai", message="Bản thứ hai")
    assert [each.state for each in bench.world.store.steps.of(key)] == [StepState.DROPPED, StepState.DUE]
    do_all(bench, hours=1)
    assert bench.page.texts["100_1"] == "Bản thứ hai"
    assert sendings(bench, StepKind.EDIT) == 1


def test_a_new_edit_takes_the_place_of_one_that_failed_so_that_no_retry_brings_the_old_text_back(bench):
    key = wanted(bench, StepKind.EDIT)
    bench.page.before = [REFUSED]
    step(bench.world)
    editors.edit(bench.world, key, by="Mai", message="Bản thứ hai")
    with pytest.raises(Conflict):
        editors.retry(bench.world, key, by="Lan")
    step(bench.world)
    assert bench.page.texts["100_1"] == "Bản thứ hai"


def test_while_an_edit_is_being_done_another_is_refused_and_changes_nothing(bench):
    key = wanted(bench, StepKind.EDIT)
    bench.world.store.steps.claim(bench.instant[0], timedelta(minutes=5), ["trang"], "loa")
    with pytest.raises(Conflict):
        editors.edit(bench.world, key, by="Mai", message="Bản thứ hai")
    assert only(bench, key).state is StepState.DOING


def test_of_two_decisions_that_wait_the_editor_must_say_which(bench):
    key = published(bench).key
    for kind in (StepKind.EDIT, StepKind.WITHDRAW):
        bench.world.store.steps.want(
            Step(post_key=key, kind=kind, state=StepState.HELD, text=NEW, by="loa", reason="?", created_at=bench.instant[0])
        )
    for verb in (editors.approve, editors.reject):
        with pytest.raises(Conflict) as told:
            verb(bench.world, key, by="Lan", note="")
        assert "--step" in told.value.say("vi")
    editors.reject(bench.world, key, by="Lan", note="", kind=StepKind.WITHDRAW)
    editors.approve(bench.world, key, by="Lan")
    do_all(bench, hours=1)
    assert bench.page.texts == {"100_1": NEW}


def test_of_two_failed_steps_the_editor_must_say_which_to_retry(bench):
    key = wanted(bench, StepKind.COMMENT)
    editors.edit(bench.world, key, by="Lan", message=NEW)
    bench.page.before = [REFUSED, REFUSED]
    assert [step(bench.world).verb for _ in range(2)] == ["failed", "failed"]
    with pytest.raises(Conflict):
        editors.retry(bench.world, key, by="Lan")
    editors.retry(bench.world, key, by="Lan", kind=StepKind.COMMENT)
    step(bench.world)
    assert bench.page.comments == [("100_1", COMMENT)]
    assert bench.page.texts["100_1"] != NEW


@pytest.mark.parametrize("verb", ["edit", "withdraw"])
def test_a_post_that_does_not_exist_is_not_found(bench, verb):
    with pytest.raises(NotFound):
        getattr(editors, verb)(bench.world, "p000000000000000", by="Lan", **({"message": "x"} if verb == "edit" else {"note": ""}))


def brought(bench, state: PostState) -> str:
    """The key of a Post brought to `state` by ticks and editors."""
    bench.serve(PRAISE if state is not PostState.HELD else CRITICISM)
    bench.poll()
    (post,) = bench.posts()
    if state is PostState.DROPPED:
        editors.reject(bench.world, post.key, by="Lan", note="thôi")
    elif state is PostState.FAILED:
        bench.page.before = [REFUSED]
        bench.run()
    elif state is PostState.PUBLISHING:
        bench.page.after = [DOUBT]
        bench.instant[0] = post.due_at
        bench.world.store.outbox.claim(post.key, expected_due_at=post.due_at, now=post.due_at, lease=timedelta(hours=1), actor="loa")
    elif state in {PostState.PUBLISHED, PostState.WITHDRAWN}:
        bench.run()
    if state is PostState.WITHDRAWN:
        editors.withdraw(bench.world, post.key, by="Lan", note="sai")
        do_all(bench, hours=1)
    assert bench.world.store.outbox.get(post.key).state is state
    return post.key


@pytest.mark.parametrize("state", PostState)
def test_an_edit_means_for_each_state_what_it_must(bench, state):
    key = brought(bench, state)
    if state in {PostState.PUBLISHING, PostState.DROPPED, PostState.WITHDRAWN}:
        with pytest.raises(Conflict):
            editors.edit(bench.world, key, by="Lan", message=NEW)
        return
    editors.edit(bench.world, key, by="Lan", message=f"{NEW}  \n\n\n\nhết ")
    post = bench.world.store.outbox.get(key)
    if state is PostState.PUBLISHED:
        assert only(bench, key).text == f"{NEW}\n\nhết"
        assert post.draft.message != NEW, "not before it stands on the Page"
    else:
        assert (post.state, post.draft.message, post.due_at) == (PostState.HELD, f"{NEW}\n\nhết", None)
        editors.approve(bench.world, key, by="Mai")
        bench.run()
        assert bench.page.posts[-1].message == f"{NEW}\n\nhết"


@pytest.mark.parametrize("state", PostState)
def test_only_what_is_on_the_page_can_be_withdrawn(bench, state):
    key = brought(bench, state)
    if state is not PostState.PUBLISHED:
        with pytest.raises(Conflict):
            editors.withdraw(bench.world, key, by="Lan", note="sai")
        return
    first = editors.withdraw(bench.world, key, by="Lan", note="sai")
    assert editors.withdraw(bench.world, key, by="Lan", note="sai") == first, "asked for twice, done once"


@pytest.mark.parametrize("text", ["", " \n ", "a" * 63_207])
def test_a_text_that_can_not_stand_on_the_page_is_refused(bench, text):
    key = brought(bench, PostState.PUBLISHED)
    with pytest.raises(LoaError):
        editors.edit(bench.world, key, by="Lan", message=text)
    assert bench.world.store.steps.of(key) == []
