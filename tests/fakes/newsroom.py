"""A database with a past: entries of every standing, Posts that wait, that went out and that failed, figures, feeds that fare well and ill."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle, islice
from math import exp

from bot.engagement.ladder import rung_name
from bot.figures import ForeignSnapshot, Lack, PageSnapshot
from bot.judgement import Classification, Evidence, Field, Tone
from bot.model import Draft, Entry, Event, Post, PostState, Snapshot, Standing, Step, StepKind, StepState, post_key
from bot.plan.policy import TimetablePolicy
from bot.plan.timetable import slots
from bot.service.world import SERVICE, World
from bot.store.polls import Arrival

HEADLINES = (
    "Bộ phận một cửa xã Tân Liên trả kết quả sớm hẹn cho 98% hồ sơ",
    "Hướng Hóa đẩy mạnh dịch vụ công trực tuyến toàn trình trong tháng 11",
    "Phê bình ba xã để hồ sơ đất đai quá hạn, gây phiền hà cho người dân",
    "Sắp xếp các phòng chuyên môn sau khi bỏ cấp huyện: người dân làm thủ tục ở đâu?",
    "Công khai dự toán ngân sách quý IV trên cổng thông tin của xã",
    "Thi tuyển chức danh lãnh đạo phòng: bảy ứng viên bảo vệ đề án",
    "Kế hoạch cải cách hành chính năm 2027: sáu lĩnh vực, bốn mươi nhiệm vụ",
    "Cán bộ xã Thuận đến tận nhà làm thủ tục cho người già yếu",
)
TONES = (Tone.PRAISE, Tone.NEUTRAL, Tone.CRITICISM, Tone.NEUTRAL)
_METRICS = ("reach", "views", "reactions", "comments", "shares", "clicks")


def article(number: int, feed: str = "cong", title: str = "") -> Entry:
    """An entry of its own."""
    text = title or f"{HEADLINES[number % len(HEADLINES)]} ({number})"
    return Entry(
        feed=feed, identity=str(number), title=text, link=f"https://cong.vn/{number}.html", summary=f"{text}.", body=f"{text}. " * 8
    )


def judged(number: int) -> Classification:
    """What it was taken for."""
    fields = tuple(islice(cycle(Field), number % len(Field), number % len(Field) + 1 + number % 2))
    found = Evidence(phrase="một cửa", where="title", start=8, end=15, weight=2.0, target="topic:one_stop")
    return Classification(relevant=True, confidence=0.9, fields=fields, tone=TONES[number % len(TONES)], evidence=(found,))


def waiting(entry: Entry, state: PostState, at: datetime, due_at: datetime | None = None, page: str = "trang") -> Post:
    """A Post of it that is made at `at`."""
    key = post_key(entry.key, page)
    draft = Draft(message=f"{entry.title}\n\n#CảiCáchHànhChính", link=f"{entry.link}?utm_content={key}", marker=key)
    reason = "sắc thái Phê phán phải được duyệt" if state is PostState.HELD else ""
    return Post(
        key=key, entry_key=entry.key, channel=page, edition=1, draft=draft, state=state, due_at=due_at, created_at=at, reason=reason
    )


def fill(world: World, *, scheduled: int = 0, held: int = 0, first: int = 1, at: datetime | None = None) -> None:
    """Posts that wait: the scheduled ones in the slots of the timetable, one after the other, as far as they go, and then by the minute."""
    now = at or world.clock()
    dues = islice(_dues(world.settings.timetable, now), scheduled)
    numbers = range(first, first + scheduled + held)
    states = [PostState.SCHEDULED] * scheduled + [PostState.HELD] * held
    arrivals = [
        Arrival(
            entry=article(number),
            classification=judged(number),
            standing=Standing.ACCEPTED,
            reason="nói về một cửa",
            posts=(waiting(article(number), state, now, next(dues) if state is PostState.SCHEDULED else None),),
        )
        for number, state in zip(numbers, states, strict=True)
    ]
    for start in range(0, len(arrivals), 500):
        world.store.polls.record(world.store.feeds.get("cong"), arrivals[start : start + 500], now, SERVICE)


def _dues(policy: TimetablePolicy, now: datetime):
    last = now
    for last in slots(policy, now):
        yield last
    while True:
        last += timedelta(minutes=1)
        yield last


def publish(
    world: World, count: int, *, first: int = 5_000, every: timedelta = timedelta(hours=9), title: str = "", measure: bool = True
) -> list[Post]:
    """Posts that went out in the past, one `every`, with figures at some ages (unless not to be measured); every seventh lacks them."""
    now, store = world.clock(), world.store
    found = []
    for place in range(count):
        out_at = now - (count - place) * every
        entry = article(first + place, title=title)
        post = waiting(entry, PostState.SCHEDULED, out_at, out_at)
        arrival = Arrival(entry=entry, classification=judged(place), standing=Standing.ACCEPTED, reason="nói về một cửa", posts=(post,))
        store.polls.record(store.feeds.get("cong"), (arrival,), out_at, SERVICE)
        mine = store.outbox.claim(post.key, expected_due_at=out_at, now=out_at, lease=timedelta(minutes=5), actor=SERVICE)
        assert mine is not None
        done = store.outbox.settle_published(
            mine,
            remote_id=f"1_{first + place}",
            permalink=f"https://example.vn/{first + place}",
            published_at=out_at,
            now=out_at,
            actor=SERVICE,
        )
        found.append(done)
        if measure and place % 7:
            base = 40 + (place * 37) % 400 + 300 * (out_at.hour in {12, 13})
            figures = {name: base * weight // 10 for name, weight in zip(_METRICS, (30, 40, 6, 2, 1, 4), strict=True)}
            store.snapshots.add(
                [
                    Snapshot(post_key=done.key, rung=rung, taken_at=out_at, metrics=figures)
                    for rung in ("1h", "1d")
                    if now - out_at > timedelta(days=1)
                ]
            )
    return found


def measured(world: World, count: int, *, first: int = 20_000, span: timedelta = timedelta(days=90)) -> list[Post]:
    """Posts of the time before now, evenly spread and measured along the ladder, as many that are not Loa's, and the Page itself day by day."""
    now, every = world.clock(), span / count
    found = publish(world, count, first=first, every=every, measure=False)
    rungs = [(rung, rung_name(rung)) for rung in world.settings.engagement.ladder]
    for place, post in enumerate(found):
        grown = [(post.published_at + rung, name, _grown(place, rung)) for rung, name in rungs if post.published_at + rung <= now]
        world.store.snapshots.add([Snapshot(post_key=post.key, rung=name, taken_at=at, metrics=metrics) for at, name, metrics in grown])
        last = grown[-1:] if place % 2 else grown[:1]
        world.store.measuring.add_foreign(
            [
                ForeignSnapshot(
                    channel=post.channel,
                    remote_id=f"9_{first + place}",
                    published_at=post.published_at,
                    rung=name,
                    taken_at=at,
                    metrics=metrics,
                )
                for at, name, metrics in last
            ]
        )
    for ago in range(span.days, -1, -1):
        _measured_page(world, now - timedelta(days=ago), ago)
    return found


def _grown(place: int, age: timedelta) -> dict[str, int]:
    """Figures that rise, ever more slowly; some Posts do four times as well as others."""
    end = 100 + (place * 37) % 300
    share = 1 - exp(-(age / timedelta(hours=20)))
    weights = zip(_METRICS, (30, 40, 6, 2, 1, 4), strict=True)
    return {name: int(end * weight * share / 10) for name, weight in weights}


def _measured_page(world: World, at: datetime, ago: int) -> None:
    """The Page on one day; on every ninth it was not asked."""
    if ago % 9 == 4:
        return
    day = at.date() - timedelta(days=1)
    days = {"page_follows": 3_200 - 2 * ago, "page_new_follows": 3 + ago % 4, "page_unfollows": ago % 3, "page_views": 400 + 7 * ago % 90}
    world.store.measuring.add_page(
        PageSnapshot(
            channel="trang",
            rung=at.date().isoformat(),
            taken_at=at,
            metrics={"followers": 3_202 - 2 * ago, "fans": 3_050 - ago},
            missing={"page_reach": Lack.NOT_OFFERED},
            days={name: {day: value} for name, value in days.items()},
        )
    )


def unposted(world: World, *, first: int = 9_000) -> None:
    """Entries of the standings that make no Post."""
    reasons = {
        Standing.IRRELEVANT: "khả năng là tin cải cách hành chính chỉ 4%",
        Standing.LATE: "tin cũ: trang nguồn ghi ngày 02/01/2026",
        Standing.COPY: "trùng với tin e0123456789abcde",
        Standing.UNUSABLE: "không có liên kết",
        Standing.BASELINE: "có trên trang nguồn trước khi chạy Loa",
    }
    titles = {Standing.IRRELEVANT: "Đội bóng đá xã Thuận giành chức vô địch giải mùa xuân"}
    arrivals = [
        Arrival(
            entry=article(first + place, title=titles.get(standing, "")),
            classification=replace(judged(place), relevant=False, fields=(), tone=None),
            standing=standing,
            reason=reason,
        )
        for place, (standing, reason) in enumerate(reasons.items())
    ]
    world.store.polls.record(world.store.feeds.get("cong"), arrivals, world.clock(), SERVICE)


def troubles(world: World) -> None:
    """A Page that is paused, and what its last inspection found."""
    now = world.clock()
    store = world.store
    store.channels.pause(
        "trang", reason="Mã truy cập của Trang đã hết hạn (mã 190)", now=now, probe_at=now + timedelta(minutes=15), actor=SERVICE
    )
    found = "✔ đọc được Trang “Hướng Hóa”, 3200 người theo dõi\n✘ mã truy cập hết hạn ngày 08/12/2026; hãy lấy mã mới trước ngày đó\n➜ hãy mở một bài bằng cửa sổ ẩn danh"
    store.journal.write(Event(at=now, actor=SERVICE, subject="channel:trang", verb="inspected", reason=found))


def keep(world: World, entry: Entry) -> None:
    """Store an entry that makes no Post."""
    arrival = Arrival(entry=entry, classification=replace(judged(0), relevant=False), standing=Standing.IRRELEVANT, reason="")
    world.store.polls.record(world.store.feeds.get("cong"), (arrival,), world.clock(), SERVICE)


def withdrawal(of: Post, now: datetime) -> Step:
    """What waits for a decision: taking it off the Page."""
    return Step(post_key=of.key, kind=StepKind.WITHDRAW, state=StepState.HELD, by=SERVICE, reason="bài gốc đã bị gỡ", created_at=now)
