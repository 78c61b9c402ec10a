"""One Post on the page: as it will look, why, and each thing that may be done with it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.protocol import Unsure
from bot.errors import InDoubt, Refused, StoreError
from bot.figures import ForeignSnapshot
from bot.judgement import Answer, Field, Tone
from bot.model import PostState, Snapshot, StepKind, StepState, Way
from bot.plan.bands import BandsPolicy
from bot.plan.policy import ApprovalPolicy
from bot.service.corrections import source_removed
from bot.service.publish import publish_due
from bot.service.remedies import noted_of
from bot.service.steps import step
from tests.conftest import TRUSTING
from tests.service.conftest import CRITICISM, PRAISE, bench, url
from tests.service.test_illustrate import with_ways
from tests.web.people import EVERYBODY, form_on, signed_in, token_in, with_people

__all__ = ("bench", "url")


@pytest.fixture
def staffed(bench):
    return with_people(bench, *EVERYBODY)


@pytest.fixture
def held(staffed):
    staffed.serve(CRITICISM)
    staffed.poll()
    (post,) = staffed.posts(PostState.HELD)
    return post


@pytest.fixture
def waiting(staffed):
    staffed.serve(PRAISE)
    staffed.poll()
    (post,) = staffed.posts(PostState.SCHEDULED)
    return post


@pytest.fixture
def out(staffed, waiting):
    staffed.run()
    (post,) = staffed.posts(PostState.PUBLISHED)
    return post


@pytest.fixture
def lan(staffed):
    return signed_in(staffed)


def now(bench, post):
    return bench.world.store.outbox.get(post.key)


def do(client, post, action, **fields):
    """Send the form of the Post's page, filled in; the answer."""
    path = f"/posts/{post.key}"
    return client.post(f"{path}/{action}", data={**form_on(client, path, f"{path}/{action}"), **fields})


def told(client, post):
    """The page after it."""
    return client.get(f"/posts/{post.key}").text


# Deciding


def test_approving_gives_a_slot_says_when_and_names_who_did(staffed, held, lan):
    assert do(lan, held, "approve", note="đã kiểm tra").headers["Location"] == f"/posts/{held.key}"
    post = now(staffed, held)
    assert post.state is PostState.SCHEDULED
    page = told(lan, held)
    assert f"Đã duyệt; bài sẽ đăng lúc {post.due_at.astimezone(staffed.world.zone):%d/%m/%Y %H:%M}" in page
    assert "<b>Nguyễn Thị Lan</b>: duyệt" in page
    (approval,) = staffed.world.store.approvals.of(held.key)
    assert (approval.by, approval.note, approval.draft_hash) == ("lan", "đã kiểm tra", held.draft.hash)


def test_what_was_changed_meanwhile_is_not_approved_and_shown_anew(staffed, held, lan):
    path = f"/posts/{held.key}"
    fields = form_on(lan, path, f"{path}/approve")
    do(signed_in(staffed, "minh"), held, "edit", text="một nội dung khác hẳn")
    answer = lan.post(f"{path}/approve", data=fields)
    assert answer.status_code == 409
    assert "bài đã thay đổi từ lúc bạn mở trang này" in answer.text
    assert "một nội dung khác hẳn" in answer.text
    assert now(staffed, held).state is PostState.HELD


def test_who_decides_second_is_told_so(staffed, held, lan):
    path = f"/posts/{held.key}"
    fields = {**form_on(lan, path, f"{path}/reject"), "note": "không đăng"}
    do(signed_in(staffed), held, "approve")
    lan.post(f"{path}/reject", data=fields)
    answer = lan.post(f"{path}/reject", data=fields)
    assert answer.status_code == 409
    assert "Chưa làm được" in answer.text


def test_rejecting_needs_a_reason_which_goes_into_the_journal(staffed, held, lan):
    assert do(lan, held, "reject", note="  ").status_code == 422
    assert now(staffed, held).state is PostState.HELD
    assert do(lan, held, "reject", note="không phù hợp <b>").status_code == 303
    assert now(staffed, held).state is PostState.DROPPED
    assert "không phù hợp &lt;b&gt;" in told(lan, held)


def test_a_note_that_is_too_long_is_refused_and_not_lost(staffed, held, lan):
    answer = do(lan, held, "reject", note="x" * 2_001)
    assert answer.status_code == 422
    assert "x" * 2_001 in answer.text


def test_a_decision_can_be_taken_back_while_the_page_offers_it(staffed, held, lan):
    do(lan, held, "reject", note="nhầm")
    assert "Lấy lại quyết định" in told(lan, held)
    assert do(lan, held, "undo").status_code == 303
    assert now(staffed, held).state is PostState.HELD
    do(lan, held, "approve")
    assert do(lan, held, "undo").status_code == 303
    do(lan, held, "reject", note="thôi")
    staffed.pass_time(hours=5)
    assert "Lấy lại quyết định" not in told(lan, held)


def test_a_note_for_colleagues_stands_in_the_journal_and_changes_nothing(staffed, held, lan):
    assert do(lan, held, "note", note="hỏi lại phòng Nội vụ").status_code == 303
    assert "hỏi lại phòng Nội vụ" in told(lan, held)
    assert now(staffed, held) == held


def test_nobody_approves_their_own_words_where_four_eyes_are_wanted(staffed, held, lan):
    with_people(staffed, *EVERYBODY, approval=ApprovalPolicy(bands=TRUSTING, four_eyes=True))
    do(lan, held, "edit", text="chữ của Lan")
    path = f"/posts/{held.key}"
    assert "người khác phải duyệt" in told(lan, held)
    assert f"{path}/approve" not in told(lan, held)
    data = {"csrf_token": token_in(lan, path), "seen": now(staffed, held).draft.hash}
    assert lan.post(f"{path}/approve", data=data).status_code == 409
    assert now(staffed, held).state is PostState.HELD


def test_a_failed_post_goes_again(staffed, waiting, lan):
    staffed.page.after.append(Refused("channels.blocked", code=368))
    staffed.instant[0] = waiting.due_at
    publish_due(staffed.world)
    assert now(staffed, waiting).state is PostState.FAILED
    assert do(lan, waiting, "retry").status_code == 303
    assert now(staffed, waiting).state is PostState.SCHEDULED


@pytest.fixture
def doubtful(staffed, waiting):
    staffed.page.after.append(InDoubt("channels.no_answer", why="ReadTimeout"))
    staffed.page.finding.append(Unsure("không đọc được Trang"))
    staffed.instant[0] = waiting.due_at
    publish_due(staffed.world)
    return now(staffed, waiting)


def test_what_is_in_doubt_is_settled_by_what_was_seen(staffed, doubtful, lan):
    for fields in ({}, {"outcome": "posted"}, {"outcome": "posted", "remote_id": "1_x"}, {"outcome": "x"}):
        assert do(lan, doubtful, "settle", **fields).status_code == 422
    assert do(lan, doubtful, "settle", outcome="absent").status_code == 409, "too early to believe it"
    assert do(lan, doubtful, "settle", outcome="posted", remote_id="1_2").status_code == 303
    assert (now(staffed, doubtful).state, now(staffed, doubtful).remote_id) == (PostState.PUBLISHED, "1_2")


def test_what_is_absent_is_scheduled_again_once_that_can_be_believed(staffed, doubtful, lan):
    staffed.pass_time(minutes=11)
    assert do(lan, doubtful, "settle", outcome="absent").status_code == 303
    assert now(staffed, doubtful).state is PostState.SCHEDULED


def test_taking_a_post_off_its_page_needs_a_reason_and_a_tick(staffed, out, lan):
    assert do(lan, out, "withdraw", note="sai tên xã").status_code == 422
    assert do(lan, out, "withdraw", sure="1").status_code == 422
    assert do(lan, out, "withdraw", note="sai tên xã", sure="1").status_code == 303
    assert step(staffed.world) is not None
    assert now(staffed, out).state is PostState.WITHDRAWN


def test_what_is_to_be_done_on_the_page_is_agreed_to_or_dropped_by_its_own_form(staffed, out, lan):
    entry = staffed.world.store.entries.get(out.entry_key).entry
    source_removed(staffed.world, entry, staffed.instant[0])
    (wanted,) = staffed.world.store.steps.of(out.key)
    fields = {**form_on(lan, f"/posts/{out.key}", f"/posts/{out.key}/approve")}
    assert (fields["step"], fields["step_id"]) == ("withdraw", str(wanted.id))
    for strange in ({"step_id": "999"}, {"step": "edit"}, {"step": ""}):
        assert lan.post(f"/posts/{out.key}/approve", data={**fields, **strange}).status_code == 409
    assert lan.post(f"/posts/{out.key}/approve", data={**fields, "step": "x"}).status_code == 422
    assert staffed.world.store.steps.of(out.key)[0].state is StepState.HELD
    assert do(lan, out, "reject", note="vẫn giữ").status_code == 303
    assert staffed.world.store.steps.of(out.key)[0].state is StepState.DROPPED
    assert now(staffed, out).state is PostState.PUBLISHED


# Moving


def test_later_is_the_next_slot(staffed, waiting, lan):
    assert do(lan, waiting, "later").status_code == 303
    assert now(staffed, waiting).due_at > waiting.due_at
    assert "Đã để sau" in told(lan, waiting)


def test_a_form_about_another_hour_than_the_one_it_has_moves_nothing(staffed, waiting, lan):
    path = f"/posts/{waiting.key}"
    fields = form_on(lan, path, f"{path}/later")
    lan.post(f"{path}/later", data=fields)
    moved = now(staffed, waiting).due_at
    assert lan.post(f"{path}/later", data=fields).status_code == 409
    assert now(staffed, waiting).due_at == moved


def test_now_is_the_next_tick_and_against_the_timetable_for_approvers_alone(staffed, waiting, lan):
    minh, path = signed_in(staffed, "minh"), f"/posts/{waiting.key}"
    fields = {**form_on(minh, path, f"{path}/now"), "force": "1"}
    assert 'name="force"' not in told(minh, waiting)
    assert minh.post(f"{path}/now", data=fields).status_code == 403
    assert now(staffed, waiting).due_at == waiting.due_at
    assert do(lan, waiting, "now", force="1").status_code == 303
    publish_due(staffed.world)
    assert now(staffed, waiting).state is PostState.PUBLISHED


def test_a_time_of_ones_own_is_of_the_wall_clock_and_to_come(staffed, waiting, lan):
    assert do(lan, waiting, "move", wanted="2026-11-25T09:10").status_code == 303
    assert f"{now(staffed, waiting).due_at:%d %H:%M}" == "25 02:10"
    assert do(lan, waiting, "move", wanted="2026-11-25 10:20").status_code == 303
    for wanted in ("", "x", "2020-01-01T00:00", "2026-11-25T09:10+07:00", "9999-12-31T23:59:59.999999999999"):
        before = now(staffed, waiting).due_at
        assert do(lan, waiting, "move", wanted=wanted).status_code in {409, 422}, wanted
        assert now(staffed, waiting).due_at == before


# Writing


def test_another_text_voids_the_approval(staffed, held, lan):
    do(lan, held, "approve")
    assert do(lan, held, "edit", text="Chữ đã sửa\r\n\r\n#CCHC").status_code == 303
    post = now(staffed, held)
    assert (post.state, post.draft.message) == (PostState.HELD, "Chữ đã sửa\n\n#CCHC")
    assert "bài chờ duyệt" in told(lan, held)


def test_a_text_is_looked_at_before_it_is_saved_without_any_script(staffed, held, lan):
    answer = do(lan, held, "edit", text="Chữ thử #CCHC#Khác # rời #2026", trial="1")
    assert answer.status_code == 200
    assert "Xem thử, chưa lưu" in answer.text
    assert "Chữ thử" in answer.text
    for doubt in ("#Khác dính liền", "“# rời” có dấu cách", "#2026 chỉ có số"):
        assert doubt in answer.text
    assert now(staffed, held) == held


def test_two_who_write_at_the_same_time_do_not_write_over_each_other(staffed, held, lan):
    path = f"/posts/{held.key}"
    fields = form_on(lan, path, f"{path}/edit")
    do(signed_in(staffed, "minh"), held, "edit", text="chữ của Minh")
    answer = lan.post(f"{path}/edit", data={**fields, "text": "chữ của Lan, viết đã lâu"})
    assert answer.status_code == 409
    assert "chữ của Lan, viết đã lâu" in answer.text, "what was typed is not lost"
    assert now(staffed, held).draft.message == "chữ của Minh"


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 63_207])
def test_a_text_that_facebook_would_not_take_is_refused(staffed, held, lan, text):
    assert do(lan, held, "edit", text=text).status_code == 422
    assert now(staffed, held) == held


def test_the_same_text_saved_again_changes_nothing(staffed, held, lan):
    do(lan, held, "approve")
    before = now(staffed, held)
    assert do(lan, held, "edit", text=before.draft.message.replace("\n", "\r\n")).status_code == 303
    assert now(staffed, held) == before


def test_the_text_on_the_page_is_changed_at_the_next_tick(staffed, out, lan):
    assert do(lan, out, "edit", text="Chữ mới trên Trang").status_code == 303
    (wanted,) = staffed.world.store.steps.of(out.key)
    assert (wanted.kind, wanted.state, wanted.by) == (StepKind.EDIT, StepState.DUE, "lan")
    do(lan, out, "edit", text="gọi bà Hoa 0914 123 456")
    assert staffed.world.store.steps.of(out.key)[-1].state is StepState.HELD
    assert "việc sửa trên Trang chờ duyệt" in told(lan, out)


def test_the_script_is_told_the_length_that_facebook_counts_and_every_doubt(staffed, held, lan):
    path = f"/posts/{held.key}"
    fields = form_on(lan, path, f"{path}/edit")
    found = lan.post(f"{path}/check", data={**fields, "text": "👍 #a #A gọi 0914 123 456"}).get_json()
    assert found["length"] == 25
    assert "thẻ #A lặp lại" in found["html"]
    assert "có dữ liệu cá nhân" in found["html"]
    assert now(staffed, held) == held


# Correcting


def correct(client, post, **fields):
    path = f"/posts/{post.key}"
    action = f"/entries/{post.entry_key}/correct"
    return client.post(action, data={**form_on(client, path, action), **fields})


def answer_of(bench, post):
    return Answer.of(bench.world.store.entries.get(post.entry_key).classification)


def test_a_correction_is_the_whole_answer_and_goes_among_the_labels(staffed, held, lan):
    answer = correct(lan, held, relevant="yes", field=["public_finance", "apparatus"], tone="neutral", note="không phải phê bình")
    assert answer.headers["Location"] == f"/posts/{held.key}"
    found = answer_of(staffed, held)
    assert (set(found.fields), found.topics, found.tone) == ({Field.PUBLIC_FINANCE, Field.APPARATUS}, (), Tone.NEUTRAL)
    (label,) = staffed.world.store.labels.of(held.entry_key)
    assert (label.by, label.note) == ("lan", "không phải phê bình")
    assert "Đã sửa phân loại" in told(lan, held)


def test_what_is_no_reform_news_loses_its_post(staffed, held, lan):
    correct(lan, held, relevant="no")
    assert now(staffed, held).state is PostState.DROPPED
    assert "bài bị bỏ" in told(lan, held)


def test_that_it_is_no_reform_news_is_said_beside_a_post_that_waits_for_doubt_of_it(staffed, lan):
    settings = replace(staffed.world.settings, approval=ApprovalPolicy(bands=BandsPolicy(ignore_below=0.05)))
    staffed.world = replace(staffed.world, settings=settings)
    staffed.serve("Xã nhận giấy tờ của người dân")
    staffed.poll()
    (post,) = staffed.posts(PostState.HELD)
    assert not answer_of(staffed, post).relevant
    assert correct(lan, post, relevant="no").status_code == 303
    assert now(staffed, post).state is PostState.DROPPED
    shown = told(lan, post)
    assert "bài bị bỏ" in shown
    assert "xác nhận không phải tin cải cách hành chính" in lan.get(f"/entries/{post.entry_key}").text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 422),
        ({"relevant": "x", "tone": "neutral"}, 422),
        ({"relevant": "yes"}, 422),
        ({"relevant": "yes", "tone": "x"}, 422),
        ({"relevant": "yes", "tone": "neutral", "field": ["x"]}, 422),
        ({"relevant": "yes", "tone": "neutral", "topic": ["x"]}, 422),
        ({"relevant": "yes", "tone": "neutral", "field": ["general", "apparatus"]}, 422),
        ({"relevant": "yes", "tone": "neutral", "field": ["procedures", "apparatus", "civil_service", "public_finance"]}, 422),
        ({"relevant": "yes", "tone": "neutral", "note": "x" * 2_001}, 422),
        ({"relevant": "no", "seen": "0" * 16}, 409),
    ],
)
def test_an_answer_that_does_not_fit_together_or_is_to_another_question_is_refused(staffed, held, lan, fields, status):
    before = answer_of(staffed, held)
    answer = correct(lan, held, **fields)
    assert answer.status_code == status
    assert "Chưa làm được" in answer.text
    assert answer_of(staffed, held) == before


@pytest.mark.parametrize(
    ("fields", "checked"),
    [
        (
            {"field": ["general", "apparatus"], "topic": ["directive"], "tone": "neutral"},
            {"yes", "general", "apparatus", "directive", "neutral"},
        ),
        ({"field": ["x", "apparatus"], "tone": "praise"}, {"yes", "apparatus", "praise"}),
        ({"relevant": "no", "seen": "0" * 16}, {"no", "neutral"}),
    ],
)
def test_what_was_chosen_in_a_correction_that_is_refused_is_still_chosen(staffed, held, lan, fields, checked):
    answer = correct(lan, held, **{"relevant": "yes", "field": [], "topic": [], "tone": "", **fields})
    assert (
        set(re.findall(r'<input type="(?:radio|checkbox)" name="(?:relevant|field|topic|tone)" value="(\w+)"[^>]* checked>', answer.text))
        == checked
    )
    assert '<span class="tone criticism">' in answer.text, "what stands is told as before"


def test_an_entry_without_a_post_is_corrected_from_elsewhere_and_leads_back(staffed, held, lan):
    path = f"/posts/{held.key}"
    fields = form_on(lan, path, f"/entries/{held.entry_key}/correct")
    answer = lan.post(f"/entries/{held.entry_key}/correct", data={**fields, "post": "", "next": "/entries", "relevant": "no"})
    assert answer.headers["Location"] == "/entries"
    again = lan.post(f"/entries/{held.entry_key}/correct", data={**fields, "post": "", "next": "/entries", "relevant": "no"})
    assert again.status_code == 409
    assert lan.post("/entries/e000000000000000/correct", data=fields).status_code == 404


# Looking


def test_the_page_offers_each_role_what_it_may_do_and_nothing_else(staffed, held):
    for name, offered in (("xem", ()), ("minh", ("edit", "reject", "note")), ("lan", ("approve", "edit", "reject", "note"))):
        page = told(signed_in(staffed, name), held)
        for action in ("approve", "edit", "reject", "retry", "withdraw", "settle", "undo", "note", "later"):
            assert (f'action="/posts/{held.key}/{action}"' in page) is (action in offered), (name, action)


def test_evidence_is_marked_in_the_text_of_the_article(staffed, held, lan):
    page = told(lan, held)
    assert page.count("<mark") > 3
    assert "phiền hà</mark>" in page


def test_personal_data_are_marked_for_who_must_decide_on_them(staffed, lan):
    staffed.serve(f"{PRAISE}, gọi bà Hoa 0914 123 456")
    staffed.poll()
    (post,) = staffed.posts(PostState.HELD)
    page = told(lan, post)
    assert '<mark class="personal" title="dữ liệu cá nhân">0914 123 456</mark>' in page


def test_pictures_and_first_comments_look_as_on_the_page(staffed, lan):
    with_ways(staffed, Way.COMMENT)
    staffed.serve(PRAISE)
    staffed.poll()
    (post,) = staffed.posts()
    page = told(lan, post)
    assert 'class="first-comment"' in page
    assert 'class="linked"' not in page


def test_a_post_that_is_no_more_or_never_was_is_a_404(staffed, lan):
    for path in ("/posts/p000000000000000", "/posts/x", "/posts/e" + "0" * 15):
        assert lan.get(path).status_code == 404
    token = token_in(lan, "/")
    for action in ("approve", "edit", "check", "later", "note"):
        assert lan.post(f"/posts/p000000000000000/{action}", data={"csrf_token": token, "note": "x"}).status_code == 404


def test_a_database_that_is_busy_is_told_and_nothing_else(staffed, held, lan):
    class Locked:
        def __getattr__(self, name):
            raise StoreError("store.locked", where="loa.db", why="bận")

    good = staffed.world
    path = f"/posts/{held.key}"
    fields = form_on(lan, path, f"{path}/approve")
    store = type("Store", (), {"sessions": good.store.sessions, "outbox": Locked(), "entries": good.store.entries})()
    staffed.world = replace(good, store=store)
    answer = lan.post(f"{path}/approve", data=fields)
    staffed.world = good
    assert answer.status_code == 503
    assert now(staffed, held).state is PostState.HELD


# What came of it


def test_each_figure_stands_beside_the_median_at_the_same_age_and_falls_are_marked(staffed, out, lan):
    assert "Tương tác</h2>" not in told(lan, out)
    taken = [("1h", 1, {"reach": 30, "shares": 2}), ("2h", 2, {"reach": 1_240, "shares": 1})]
    staffed.world.store.snapshots.add(
        [
            Snapshot(post_key=out.key, rung=rung, taken_at=out.published_at + timedelta(hours=hours), metrics=metrics)
            for rung, hours, metrics in taken
        ]
    )
    assert "<b>1.240</b>" in told(lan, out)
    for number in range(8):
        at = out.published_at - timedelta(days=5)
        staffed.world.store.measuring.add_foreign(
            [
                ForeignSnapshot(
                    channel="trang", remote_id=f"1_9{number}", published_at=at, rung="2h", taken_at=at, metrics={"reach": 30 + number}
                )
            ]
        )
    page = " ".join(re.sub(r"<[^>]+>", " ", told(lan, out)).split())
    assert "Người tiếp cận 2 giờ 1.240 33,5 (từ 30 đến 37) 100 % (từ 68 đến 100 %) trong 8 bài" in page
    assert "Chia sẻ 2 giờ 1 – –" in page
    assert "2 giờ: Chia sẻ giảm 1" in page
    assert "1 giảm 1" in page


# What followed on it


def test_what_followed_is_noted_shown_replaced_and_taken_back(staffed, out, lan):
    assert "Chưa ghi kết quả nào." in told(lan, out)
    assert do(lan, out, "remedy", remedy_text="Đã <b>xin lỗi</b> dân", remedy_link="https://xa.vn/1").status_code == 303
    page = told(lan, out)
    assert "Đã ghi kết quả; báo cáo sẽ nêu." in page
    assert '<b>Nguyễn Thị Lan</b>: Đã &lt;b&gt;xin lỗi&lt;/b&gt; dân <a href="https://xa.vn/1" rel="noreferrer">' in page
    minh = signed_in(staffed, "minh")
    do(minh, out, "remedy", remedy_text="Đã trả hồ sơ")
    assert [each.text for each in noted_of(staffed.world, out.key)] == ["Đã <b>xin lỗi</b> dân", "Đã trả hồ sơ"]
    do(minh, out, "remedy", remedy_text="Đã trả đủ hồ sơ", replace="1")
    assert [(each.by, each.text) for each in noted_of(staffed.world, out.key)] == [("minh", "Đã trả đủ hồ sơ")]
    assert do(lan, out, "remedy/clear").status_code == 303
    page = told(lan, out)
    assert "Đã bỏ các kết quả đã ghi" in page
    assert "Chưa ghi kết quả nào." in page
    assert not noted_of(staffed.world, out.key)


def test_what_can_not_be_noted_is_told_and_not_lost(staffed, out, lan):
    answer = do(lan, out, "remedy", remedy_text="Đã sửa", remedy_link="javascript:alert(1)")
    assert answer.status_code == 422
    assert ">Đã sửa</textarea>" in answer.text
    assert 'value="javascript:alert(1)"' in answer.text
    assert do(lan, out, "remedy").status_code == 422
    assert not noted_of(staffed.world, out.key)


def test_nobody_replaces_or_takes_back_what_they_have_not_seen(staffed, out, lan):
    do(lan, out, "remedy", remedy_text="Đã sửa")
    path = f"/posts/{out.key}"
    fields = form_on(lan, path, f"{path}/remedy/clear")
    do(signed_in(staffed, "minh"), out, "remedy", remedy_text="Đã xin lỗi")
    assert lan.post(f"{path}/remedy/clear", data=fields).status_code == 409
    assert lan.post(f"{path}/remedy", data={**fields, "remedy_text": "x", "replace": "1"}).status_code == 409
    assert len(noted_of(staffed.world, out.key)) == 2


def test_nothing_follows_on_what_waits_and_a_viewer_notes_nothing(staffed, waiting, lan):
    assert "/remedy" not in told(lan, waiting)
    staffed.run()
    looker = signed_in(staffed, "xem")
    assert "/remedy" not in told(looker, waiting)
    assert looker.post(f"/posts/{waiting.key}/remedy", data={"csrf_token": token_in(looker, "/")}).status_code == 403
