"""People are told what needs them: once, together, with the remedy and a link; and nothing hostile or secret is in it. Over both engines."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from pydantic import AnyHttpUrl

from bot.alert import AlertKind, Concern
from bot.alerts.policy import AlertsPolicy, RecipientPolicy
from bot.errors import Fault, InDoubt, NotFound, Refused, Transient
from bot.model import Event, FeedState, PostState, Step, StepKind, StepState
from bot.plan.policy import ApprovalPolicy
from bot.service import editors
from bot.service.alert import alert
from bot.service.alert_list import listed, reached, send_test
from bot.service.alert_text import by_urgency, in_words
from bot.service.doctor import doctor
from bot.service.needs import gather, present
from bot.service.publish import pause, publish_due
from bot.service.settings_news import settings_refused, settings_sound
from bot.service.tokens import inspect_channels
from bot.settings.model import Secrets, WebPolicy
from tests.conftest import TRUSTING
from tests.fakes.messenger import FakeMessenger
from tests.service.conftest import CRITICISM, PRAISE, a_bench, scheduled
from tests.store.databases import BOTH, new_database

LAN, MAI = RecipientPolicy(name="lan", url_from="LOA_LAN"), RecipientPolicy(name="mai", url_from="LOA_MAI")
HOLD = ApprovalPolicy(bands=TRUSTING, tones={"praise": "hold", "criticism": "hold", "neutral": "hold"})
SECRET = "mat-khau-rat-dai-9f8a3c"


@pytest.fixture(params=BOTH)
def bench(request, tmp_path, now):
    """08:00 in Vietnam; Lan is told."""
    with new_database(request.param, tmp_path) as url:
        made = a_bench(url, tmp_path, now)
        made.lan, made.mai = FakeMessenger(), FakeMessenger()
        made.world = replace(made.world, messengers={"lan": made.lan, "mai": made.mai})
        configure(made)
        yield made
        made.close()


def configure(bench, *recipients: RecipientPolicy, approval: ApprovalPolicy = HOLD, url: str = "", **changes) -> None:
    alerts = AlertsPolicy(recipients=recipients or (LAN,), **changes)
    web = WebPolicy(public_url=AnyHttpUrl(url) if url else None)
    settings = replace(bench.world.settings, alerts=alerts, approval=approval, web=web, secrets=Secrets({"LOA_LAN": f"json://{SECRET}"}))
    bench.world = replace(bench.world, settings=settings)


def down(bench, reason: str = "mã truy cập đã hết hạn") -> None:
    pause(bench.world, "trang", reason, bench.instant[0])


def up(bench) -> None:
    bench.world.store.channels.resume("trang", reason="", now=bench.instant[0], actor="loa")


def beat(bench, world=None, **at_once) -> int:
    """One beat of the daemon: the tick until there is nothing to do; how many messages went out."""
    sent = 0
    while (done := alert(world or bench.world, **at_once)) is not None:
        sent += not done.error
    return sent


def live(bench, **by: float) -> int:
    """So much time, the tick every minute, or every ten where it is long; how many messages went out."""
    sent, whole = beat(bench), timedelta(**by)
    step = timedelta(minutes=1 if whole <= timedelta(minutes=30) else 10)
    for _ in range(int(whole / step)):
        bench.pass_time(seconds=step.total_seconds())
        sent += beat(bench)
    return sent


def kinds(bench) -> list[AlertKind]:
    return [each.kind for each in by_urgency(bench.world.store.alerts.listing(limit=99))]


# Once


def test_a_paused_page_is_told_once_with_what_where_since_remedy_and_link(bench):
    configure(bench, url="https://loa.huonghoa.vn/")
    down(bench)
    assert live(bench, hours=5) == 1
    assert bench.lan.titles == ["Loa KHẨN: Trang trang đang tạm dừng"]
    assert bench.lan.received[0].is_urgent
    assert bench.lan.last.split("\n") == [
        "1. Trang trang đang tạm dừng (từ 08:00 24/11/2026)",
        "mã truy cập đã hết hạn",
        "Cần làm: xử lý nguyên nhân (thường là lấy mã truy cập mới: python run_bot.py token), Loa sẽ tự đăng tiếp.",
        "https://loa.huonghoa.vn",
        "",
        "Xem tất cả: https://loa.huonghoa.vn",
    ]


def test_of_two_workers_one_tells(bench):
    other = bench.restarted()
    down(bench)
    gather(bench.world)
    bench.pass_time(minutes=5)
    inside = []
    # While the one sends, the other beats.
    bench.lan.meanwhile = lambda: inside.append(alert(other))
    assert beat(bench) + beat(bench, other) == 1
    assert (inside, bench.lan.tried) == ([None], 1)


def test_a_worker_that_dies_before_sending_is_made_up_for_and_the_message_says_that_it_may_be_the_second(bench):
    down(bench)
    gather(bench.world)
    bench.pass_time(minutes=5)

    def die() -> None:
        raise KeyboardInterrupt

    bench.lan.meanwhile = die
    with pytest.raises(KeyboardInterrupt):
        alert(bench.world)
    bench.lan.meanwhile = lambda: None
    other = bench.restarted()
    assert alert(other) is None, "it may still be at it"
    bench.pass_time(minutes=2)
    assert beat(bench, other) == 1
    assert bench.lan.last.startswith("(Tin này có thể đến lần thứ hai")
    bench.pass_time(hours=9)
    assert beat(bench, other) == 0


def test_after_a_worker_that_dies_once_it_has_sent_people_are_told_twice_at_the_most(bench):
    down(bench)
    gather(bench.world)
    bench.pass_time(minutes=5)
    bench.lan.failures, bench.lan.arrives = [KeyboardInterrupt()], True
    with pytest.raises(KeyboardInterrupt):
        alert(bench.world)
    other = bench.restarted()
    bench.pass_time(minutes=2)
    assert [beat(bench, other), beat(bench, bench.restarted())] == [1, 0]
    assert [("lần thứ hai" in message.body) for message in bench.lan.received] == [False, True]


def test_a_restart_tells_nothing_anew(bench):
    down(bench)
    live(bench, minutes=6)
    bench.pass_time(hours=20)
    assert (beat(bench, bench.restarted()), len(bench.lan.received)) == (0, 1)


def test_each_recipient_is_told_what_they_want_to_hear(bench):
    configure(bench, LAN.model_copy(update={"kinds": (Concern.DECISIONS,)}), MAI.model_copy(update={"kinds": (Concern.URGENT,)}))
    bench.serve(PRAISE)
    bench.poll()
    down(bench)
    assert live(bench, hours=2) == 2
    assert bench.lan.titles == ["Loa: Bài chờ duyệt (Trang trang)"]
    assert bench.mai.titles == ["Loa KHẨN: Trang trang đang tạm dừng"]


def test_what_is_over_before_it_is_told_is_not_told(bench):
    down(bench)
    beat(bench)
    bench.pass_time(minutes=3)
    up(bench)
    assert live(bench, hours=2) == 0
    assert kinds(bench) == []


def test_what_comes_back_for_the_same_reason_is_told_after_a_while_and_for_another_one_at_once(bench):
    down(bench)
    live(bench, minutes=6)
    up(bench)
    live(bench, minutes=6)
    down(bench)
    assert live(bench, hours=5) == 0
    assert live(bench, hours=1) == 1
    up(bench)
    beat(bench)
    down(bench, "thiếu quyền đăng bài")
    assert live(bench, minutes=6) == 1
    assert "thiếu quyền" in bench.lan.last


def test_a_post_with_another_text_is_another_decision(bench):
    bench.serve(PRAISE)
    bench.poll()
    live(bench, minutes=6)
    bench.serve(f"{PRAISE}, lần thứ hai liên tiếp")
    bench.poll()
    assert live(bench, hours=2) == 1
    assert len(bench.lan.received) == 2
    assert "lần thứ hai liên tiếp" in bench.lan.last


# Together, and not too often


def test_what_comes_together_is_told_together_the_most_urgent_first(bench):
    bench.serve(PRAISE, CRITICISM)
    bench.poll()
    beat(bench)
    bench.pass_time(minutes=4)
    down(bench)
    assert live(bench, minutes=6) == 1
    assert bench.lan.titles == ["Loa KHẨN: Trang trang đang tạm dừng, và 2 việc khác"]
    heads = [line[:30] for line in bench.lan.last.split("\n") if line[:1].isdigit()]
    assert heads == ["1. Trang trang đang tạm dừng (", "2. Bài chờ duyệt (Trang trang)", "3. Bài chờ duyệt (Trang trang)"]


def test_a_pass_by_cron_waits_for_no_company(bench):
    down(bench)
    assert beat(bench, at_once=True) == 1


def test_many_decisions_are_one_message_of_bounded_length(bench):
    bench.serve(*[f"{PRAISE} {'rất dài ' * 40} số {number}" for number in range(12)])
    bench.poll()
    assert live(bench, minutes=6) == 1
    assert bench.lan.titles == ["Loa: 12 việc cần người xem"]
    assert len(bench.lan.last) < 1_700
    shown = sum(line[:1].isdigit() for line in bench.lan.last.split("\n"))
    assert f"… và {12 - shown} việc nữa." in bench.lan.last
    assert "python run_bot.py alerts" in bench.lan.last


def test_a_storm_of_faults_floods_nobody_and_the_last_message_says_so(bench):
    configure(bench, most_per_day=4, again_after=timedelta(0))
    for number in range(8):
        down(bench, f"lỗi {number}")
        live(bench, minutes=6)
        up(bench)
        live(bench, minutes=1)
    assert len(bench.lan.received) == 4
    assert [("đã nhắn đủ" in message.body) for message in bench.lan.received] == [False, False, False, True]
    down(bench, "lỗi hôm sau")
    bench.pass_time(hours=24)
    assert live(bench, minutes=6) == 1


def test_at_night_only_what_is_urgent_is_told(bench):
    bench.pass_time(hours=14)  # 22:00
    bench.serve(PRAISE)
    bench.poll()
    assert live(bench, hours=2) == 0
    down(bench)
    assert live(bench, minutes=6) == 1
    bench.serve(PRAISE, CRITICISM)
    bench.poll()
    assert live(bench, hours=5) == 0
    assert live(bench, hours=2) == 1, "06:30"
    assert len(bench.lan.received) == 2


# Failures


def test_a_message_that_fails_is_tried_again_later_and_later(bench):
    down(bench)
    gather(bench.world)
    bench.pass_time(minutes=5)
    bench.lan.failures = [Transient("alerts.unreached")] * 3
    begun, tried = bench.instant[0], []
    bench.lan.meanwhile = lambda: tried.append((bench.instant[0] - begun) / timedelta(minutes=1))
    assert live(bench, minutes=30) == 1
    assert tried == [0, 1, 3, 7]
    assert len(bench.lan.received) == 1
    assert "lần thứ hai" not in bench.lan.last
    assert bench.world.store.alerts.recipient("lan").attempts == 0


def test_a_message_in_doubt_is_sent_again_and_says_so(bench):
    down(bench)
    gather(bench.world)
    bench.pass_time(minutes=5)
    bench.lan.failures, bench.lan.arrives = [InDoubt("alerts.no_answer")], True
    assert live(bench, minutes=5) == 1
    assert [("lần thứ hai" in message.body) for message in bench.lan.received] == [False, True]


def test_who_can_not_be_reached_keeps_nobody_waiting_and_the_others_hear_of_it(bench):
    configure(bench, LAN, MAI)
    bench.lan.failures = [Refused("alerts.refused", status=401, variable="LOA_LAN")] * 1_000
    down(bench)
    assert live(bench, minutes=6) == 1
    live(bench, hours=3)
    assert bench.mai.titles == ["Loa KHẨN: Trang trang đang tạm dừng", "Loa: Không gửi được cảnh báo cho lan"]
    assert "mã 401" in bench.mai.last
    assert "alerts --test lan" in bench.mai.last
    (lan, mai) = reached(bench.world)
    assert (lan.failures > 5, "LOA_LAN" in lan.reason, mai.failures, mai.reason) == (True, True, 0, "")
    bench.lan.failures.clear()
    live(bench, hours=2)
    assert bench.lan.titles == ["Loa KHẨN: Trang trang đang tạm dừng"]
    assert kinds(bench) == [AlertKind.PAGE_DOWN]


def test_a_doctor_looks_at_the_addresses_and_sends_nothing(bench):
    bench.mai.failures = [Refused("alerts.not_understood", variable="LOA_MAI")]
    bench.serve()
    found = {finding.what: (finding.ok, finding.sentence) for finding in doctor(bench.world) if finding.what.startswith("recipient:")}
    assert found["recipient:lan"] == (True, "địa chỉ dùng được")
    assert found["recipient:mai"][0] is False
    assert "LOA_MAI" in found["recipient:mai"][1]
    assert (bench.lan.tried, bench.mai.tried) == (0, 0)


def test_a_test_message_goes_to_one_and_counts_for_nothing(bench):
    configure(bench, LAN, MAI)
    send_test(bench.world, "mai")
    assert (bench.mai.titles, bench.lan.titles) == (["Loa: tin nhắn thử"], [])
    assert bench.world.store.alerts.recipient("mai").sent == 0
    with pytest.raises(NotFound) as unknown:
        send_test(bench.world, "hoa")
    assert "lan, mai" in unknown.value.say("vi")


# That it is over


def test_that_it_is_over_is_told_only_where_the_settings_say_so(bench):
    down(bench)
    live(bench, minutes=6)
    up(bench)
    assert live(bench, hours=2) == 0
    configure(bench, tell_solved=True)
    assert live(bench, hours=2) == 1
    assert bench.lan.titles[1:] == ["Loa: 1 việc đã xong"]
    assert "✓ Đã xong: Trang trang đang tạm dừng" in bench.lan.last
    assert live(bench, hours=2) == 0


# What needs a human


def test_a_post_in_doubt_or_failed_is_told_and_a_second_failure_again(bench):
    configure(bench, approval=ApprovalPolicy(bands=TRUSTING))
    store = bench.world.store
    (post,) = scheduled(bench)

    def claimed():
        waiting = store.outbox.get(post.key)
        return store.outbox.claim(post.key, expected_due_at=waiting.due_at, now=bench.instant[0], lease=timedelta(minutes=5), actor="loa")

    mine = claimed()
    for _ in range(5):
        bench.pass_time(hours=1)
        mine = store.outbox.claim_doubtful(bench.instant[0], timedelta(minutes=5), ["trang"])
    assert live(bench, minutes=6) == 1
    assert bench.lan.titles == ["Loa KHẨN: Chưa rõ bài đã lên Trang trang hay chưa"]
    assert f"settle {post.key}" in bench.lan.last
    store.outbox.settle_failed(mine, now=bench.instant[0], reason="Facebook từ chối", actor="loa")
    assert live(bench, hours=2) == 1
    assert (bench.lan.titles[-1], kinds(bench)) == ("Loa: Bài đăng hỏng lên Trang trang", [AlertKind.FAILED])
    editors.retry(bench.world, post.key, by="Lan")
    live(bench, minutes=2)
    assert kinds(bench) == []
    store.outbox.settle_failed(claimed(), now=bench.instant[0], reason="Facebook từ chối", actor="loa")
    assert live(bench, hours=2) == 1


def test_a_decision_about_a_published_post_is_told_with_what_it_is(bench):
    configure(bench, approval=ApprovalPolicy(bands=TRUSTING), url="https://loa.vn")
    (post,) = scheduled(bench)
    bench.instant[0] = post.due_at
    publish_due(bench.world)
    wanted = Step(
        post_key=post.key, kind=StepKind.WITHDRAW, state=StepState.HELD, by="loa", reason="bài gốc đã bị gỡ", created_at=bench.instant[0]
    )
    step = bench.world.store.steps.want(wanted)
    assert live(bench, minutes=6) == 1
    assert bench.lan.titles == ["Loa: Bài trên Trang trang cần quyết định: gỡ khỏi Trang"]
    assert "bài gốc đã bị gỡ" in bench.lan.last
    assert f"https://loa.vn/posts/{post.key}" in bench.lan.last
    bench.world.store.steps.decide(step, StepState.DROPPED, by="Lan", reason="", now=bench.instant[0])
    beat(bench)
    assert kinds(bench) == []


def test_feeds_in_trouble_are_told_in_their_own_words(bench):
    store = bench.world.store
    feed = replace(
        store.feeds.get("cong"), state=FeedState.RESTING, failures=12, failing_since=bench.instant[0], last_error="máy chủ không trả lời"
    )
    store.feeds.save_all([feed])
    live(bench, minutes=6)
    assert bench.lan.titles == ["Loa: Nguồn tin cong không đọc được nhiều ngày"]
    assert "máy chủ không trả lời" in bench.lan.last
    store.feeds.save_all([replace(feed, state=FeedState.GONE)])
    live(bench, hours=2)
    assert kinds(bench) == [AlertKind.FEED_GONE]
    store.feeds.save_all([replace(feed, state=FeedState.ACTIVE, failures=0, failing_since=None, silence_told_at=bench.instant[0])])
    live(bench, hours=2)
    assert kinds(bench) == [AlertKind.FEED_SILENT]
    assert len(bench.lan.received) == 3


def test_a_token_that_ends_is_told_at_each_threshold_and_over_when_it_is_renewed(bench):
    bench.page.ends = bench.instant[0] + timedelta(days=7, hours=1)
    for _ in range(3):
        inspect_channels(bench.world)
        live(bench, hours=2)
        bench.pass_time(hours=22)
    assert len(bench.lan.received) == 2
    assert [title for title in bench.lan.titles if "quyền hoặc mã truy cập" not in title] == []
    assert "còn không quá 7 ngày" in bench.lan.last
    bench.page.ends = bench.instant[0] + timedelta(days=60)
    inspect_channels(bench.world)
    beat(bench)
    assert kinds(bench) == []

    def said() -> list[str]:
        return [event.verb for event in bench.world.store.journal.of("channel:trang") if event.verb != "inspected"]

    assert said() == ["warned", "warned", "eased"]
    bench.pass_time(days=1)
    inspect_channels(bench.world)
    assert said() == ["warned", "warned", "eased"]


def test_a_refused_edit_of_the_settings_is_told_and_each_time_anew(bench):
    fault = Fault("bot.yaml", 7, 3, "feeds[0].every", "không phải khoảng thời gian")
    other = bench.restarted()
    for world in (bench.world, other):
        settings_refused(world, [fault])
    live(bench, minutes=6)
    assert bench.lan.titles == ["Loa KHẨN: Tệp cài đặt sửa sai, cài đặt cũ vẫn chạy"]
    assert "bot.yaml:7:3: feeds[0].every" in bench.lan.last
    for world in (bench.world, other):
        settings_sound(world)
    beat(bench)
    assert kinds(bench) == []
    bench.pass_time(days=1)
    settings_refused(bench.world, [fault, fault])
    assert live(bench, minutes=6) == 1
    assert "2 lỗi" in bench.lan.last
    assert len(bench.world.store.journal.of("settings")) == 3


def test_a_start_with_sound_settings_says_nothing_unless_they_were_refused(bench):
    settings_sound(bench.world)
    assert bench.world.store.journal.of("settings") == []


def test_an_approval_that_is_overdue_is_told_once_a_reminder(bench):
    bench.serve(PRAISE)
    bench.poll()
    live(bench, minutes=6)
    (post,) = bench.posts(PostState.HELD)
    for _ in range(2):
        bench.pass_time(hours=4)
        bench.world.store.journal.write(Event(at=bench.instant[0], actor="loa", subject=post.key, verb="reminded"))
        assert live(bench, hours=1) == 1
    assert bench.lan.titles[1:] == ["Loa: Bài chờ duyệt đã quá hạn nhắc (Trang trang)"] * 2
    editors.approve(bench.world, post.key, by="Lan")
    beat(bench)
    assert kinds(bench) == []


def test_a_circuit_breaker_that_holds_is_told_once_a_day(bench):
    limits = bench.world.settings.limits.model_copy(update={"most_per_hour": 1})
    bench.world = replace(bench.world, settings=replace(bench.world.settings, limits=limits))
    configure(bench, approval=ApprovalPolicy(bands=TRUSTING))
    bench.serve(f"{PRAISE} một", f"{PRAISE} hai")
    bench.poll()
    first, second = bench.posts(PostState.SCHEDULED)
    bench.instant[0] = first.due_at
    publish_due(bench.world)
    assert kinds(bench) == []
    bench.world.store.outbox.reschedule(
        second.key, expected_due_at=second.due_at, due_at=first.due_at + timedelta(minutes=1), reason="", actor="Lan", now=bench.instant[0]
    )
    bench.pass_time(minutes=2)
    assert live(bench, minutes=6) == 1
    assert bench.lan.titles == ["Loa: Cầu dao của Trang trang đang chặn vì đăng quá nhiều"]
    bench.pass_time(hours=1)
    beat(bench)
    assert kinds(bench) == []


def test_a_page_without_news_for_long_is_told_once_and_a_paused_one_is_told_as_such(bench):
    configure(bench, approval=ApprovalPolicy(bands=TRUSTING))
    (post,) = scheduled(bench)
    bench.instant[0] = post.due_at
    publish_due(bench.world)
    bench.pass_time(days=9)
    assert live(bench, hours=2) == 0
    bench.pass_time(days=1)
    assert live(bench, hours=6) == 1
    assert bench.lan.titles == ["Loa: Trang trang lâu rồi không có bài mới"]
    assert "bài gần nhất đăng lúc 12:00 24/11/2026" in bench.lan.last
    down(bench)
    beat(bench)
    assert kinds(bench) == [AlertKind.PAGE_DOWN]
    configure(bench, still_after="off")
    up(bench)
    beat(bench)
    assert kinds(bench) == []


def test_what_belongs_to_a_page_that_is_switched_off_needs_nobody(bench):
    bench.serve(PRAISE)
    bench.poll()
    down(bench)
    bench.world = replace(bench.world, channels={})
    assert list(present(bench.world)) == []


# Texts


def test_hostile_text_is_one_bounded_line_without_markup_and_calls(bench):
    bench.serve(
        "Thủ tục hành chính một cửa &lt;b&gt;x&lt;/b&gt; @everyone `rm` &lt;script&gt;alert(1)&lt;/script&gt; \u202eđảo\u202c\u200b\r\n2. Giả mạo "
        + "dài " * 200
    )
    bench.poll()
    live(bench, minutes=6)
    body = bench.lan.last
    assert not set(body) & set("<>@`\u202e\u202c\u200b\r")
    assert [line[:2] for line in body.split("\n") if line[:1].isdigit()] == ["1."]
    assert max(map(len, body.split("\n"))) < 500


def test_personal_data_of_what_nobody_has_approved_do_not_go_through_other_hands(bench):
    bench.serve(f"{PRAISE}, liên hệ anh Nam số 0987654321")
    bench.poll()
    live(bench, minutes=6)
    assert "0987654321" not in bench.lan.last
    assert "liên hệ anh Nam" in bench.lan.last


def test_no_secret_is_told_wherever_it_came_from(bench):
    down(bench, f"máy chủ nói: json://{SECRET} không đúng")
    live(bench, minutes=6)
    assert SECRET not in bench.lan.last
    assert "máy chủ nói: … không đúng" in bench.lan.last


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_kind_has_its_words_in_both_languages(bench, language):
    bench.world = replace(bench.world, settings=replace(bench.world.settings, language=language))
    bench.serve(PRAISE)
    bench.poll()
    (post,) = bench.posts(PostState.HELD)
    about_posts = {AlertKind.IN_DOUBT, AlertKind.FAILED, AlertKind.STEP_HELD, AlertKind.STEP_FAILED, AlertKind.OVERDUE, AlertKind.HELD}
    gather(bench.world)
    (sample,) = bench.world.store.alerts.listing(limit=9)
    for kind in AlertKind:
        told = in_words(bench.world, replace(sample, kind=kind, subject=post.key if kind in about_posts else "channel:trang", said="vì"))
        assert told.headline
        assert told.detail


# The list


def test_the_list_says_what_is_open_who_was_told_and_what_is_over(bench):
    configure(bench, LAN, MAI.model_copy(update={"kinds": (Concern.DIGEST,)}))
    down(bench)
    live(bench, minutes=6)
    (found,) = listed(bench.world, with_solved=False)
    assert (found.kind, found.concern, list(found.told), found.resolved_at) == (AlertKind.PAGE_DOWN, Concern.URGENT, ["lan"], None)
    up(bench)
    beat(bench)
    assert listed(bench.world, with_solved=False) == ()
    assert [each.resolved_at for each in listed(bench.world, with_solved=True)] == [bench.instant[0]]
    bench.pass_time(days=8)
    assert listed(bench.world, with_solved=True) == ()


# The digest


def test_the_digest_comes_once_a_day_to_those_who_want_it_also_across_workers_and_restarts(bench):
    configure(bench, LAN, MAI.model_copy(update={"kinds": (Concern.URGENT,)}), digest_at=time(7, 30))
    other = bench.restarted()
    bench.pass_time(hours=23, minutes=29)  # 07:29
    assert beat(bench) == 0
    bench.pass_time(minutes=1)
    bench.lan.meanwhile = lambda: alert(other)
    assert beat(bench) + beat(bench, other) == 1
    assert beat(bench, bench.restarted()) == 0
    assert (bench.lan.titles, bench.mai.titles, bench.lan.tried) == (["Loa: tóm tắt ngày 25/11/2026"], [], 1)
    sent = 0
    for _ in range(24):
        bench.pass_time(hours=1)
        sent += beat(bench)
    assert (sent, bench.lan.titles[-1]) == (1, "Loa: tóm tắt ngày 26/11/2026")


def test_a_digest_that_fails_is_tried_again(bench):
    configure(bench, digest_at=time(8, 0))
    bench.lan.failures = [Transient("alerts.unreached")] * 2
    assert live(bench, minutes=10) == 1
    assert bench.lan.tried == 3


def test_the_digest_says_what_went_out_what_goes_out_what_waits_and_how_it_fares(bench):
    configure(bench, approval=ApprovalPolicy(bands=TRUSTING), digest_at=time(7, 30), url="https://loa.vn")
    bench.serve(*[f"{PRAISE} số {number}" for number in range(5)], CRITICISM)
    bench.poll()
    for _ in range(23 * 12 + 2):
        bench.pass_time(minutes=5)
        while publish_due(bench.world) is not None:
            pass
    assert beat(bench) >= 1
    digest = next(message for message in bench.lan.received if "tóm tắt" in message.title)
    lines = digest.body.split("\n")
    assert "Hôm qua đã đăng 2 bài" in lines
    assert "Hôm nay có 3 bài được xếp lịch" in lines
    assert sum(line.startswith("• ") and "trang: Xã Tân Liên" in line for line in lines) == 5
    assert "Chờ quyết định: 1 bài chờ duyệt, 0 bài đăng hỏng, 0 việc trên Trang" in lines
    assert "Các nguồn tin đều ổn (1)" in lines
    assert lines[-1] == "Xem tất cả: https://loa.vn"
    assert len(digest.body) <= 1_700


def test_a_digest_of_nothing_is_short_and_says_so(bench):
    configure(bench, digest_at=time(8, 0))
    beat(bench)
    assert "Hôm qua đã đăng 0 bài" in bench.lan.last
    assert "cảm xúc" not in bench.lan.last, "no figure is no 0"


def test_nobody_to_tell_is_no_trouble(bench):
    bench.world = replace(bench.world, settings=replace(bench.world.settings, alerts=AlertsPolicy()))
    down(bench)
    assert live(bench, minutes=6) == 0
    assert kinds(bench) == [AlertKind.PAGE_DOWN]
