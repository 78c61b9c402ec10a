"""Months of an office's work in a database: entries, Posts, journal and measurements, written straight into the tables, always the same for the same numbers."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log1p
from typing import Any

from sqlalchemy import insert

from bot.judgement import Classification, Field, Finding, FindingKind, Tone, Topic
from bot.likeness import Likeness
from bot.model import Draft, Entry, PostState, Standing, digest, post_key
from bot.store.rows import from_classification, from_draft, from_entry
from bot.store.schema import entries, events, feeds, posts, snapshots
from bot.store.store import Store

# Hourly for a day, six-hourly to a week, daily to a month, weekly to 90 days.
LADDER = (
    *(timedelta(hours=hour) for hour in range(1, 25)),
    *(timedelta(hours=hour) for hour in range(30, 169, 6)),
    *(timedelta(days=day) for day in range(8, 31)),
    *(timedelta(days=day) for day in range(37, 91, 7)),
)
SHORT = (timedelta(hours=1), timedelta(days=1), timedelta(days=7), timedelta(days=30))
METRICS = ("views", "reach", "reactions", "comments", "shares", "clicks")

_SUBJECTS = (
    (Field.PROCEDURES, "Bộ phận Một cửa xã {place} trả kết quả {count} hồ sơ trước hẹn"),
    (Field.E_GOVERNMENT, "Xã {place}: {count} hồ sơ nộp trực tuyến toàn trình trong tuần"),
    (Field.CIVIL_SERVICE, "Kiểm tra kỷ luật, kỷ cương hành chính tại xã {place}"),
    (Field.APPARATUS, "Sắp xếp lại bộ máy xã {place} sau sáp nhập"),
    (Field.INSTITUTIONAL, "Rà soát {count} văn bản quy phạm pháp luật tại xã {place}"),
    (Field.GENERAL, "Xã {place} sơ kết công tác cải cách hành chính"),
)
_PLACES = ("Hướng Phùng", "Khe Sanh", "Lao Bảo", "Tân Lập", "Hướng Lập", "A Dơi", "Lìa")


@dataclass(frozen=True)
class Made:
    """The keys of what was written, by what it is for."""

    published: Sequence[str]
    criticism: Sequence[str]


def fill(
    store: Store,
    *,
    count: int,
    first: datetime,
    days: int,
    now: datetime,
    channels: Sequence[str] = ("trang",),
    ladder: Sequence[timedelta] = LADDER,
    seed: int = 7,
) -> Made:
    """`count` entries over `days` days from `first` on, most of them published on the first channel, some on all."""
    chance = random.Random(seed)
    rows: dict[str, list[dict[str, Any]]] = {"entries": [], "posts": [], "events": [], "snapshots": []}
    made: list[str] = []
    criticism: list[str] = []
    for number in range(count):
        at = first + timedelta(days=days) * number / count
        entry, classification = _entry(chance, number, at)
        fate = chance.random()
        accepted = fate < 0.9
        likeness = Likeness(title_key=digest(entry.title)[:16], link_key=digest(entry.link)[:16], fingerprint=number)
        rows["entries"].append(
            {
                **from_entry(entry, likeness),
                "source_hash": entry.content_hash,
                "revision": 1,
                "classification": from_classification(classification),
                "standing": Standing.ACCEPTED if accepted else Standing.IRRELEVANT,
                "reason": "",
                "first_seen_at": at - timedelta(hours=2),
                "updated_at": at - timedelta(hours=2),
                "same_as": "",
            }
        )
        if not accepted:
            continue
        for place, channel in enumerate(channels):
            if place and chance.random() < 0.6:
                continue
            key = post_key(entry.key, channel)
            state = _state(fate)
            out = state in {PostState.PUBLISHED, PostState.WITHDRAWN}
            rows["posts"].append(_post(entry, key, channel, state, at + timedelta(minutes=place)))
            rows["events"] += _events(key, state, at)
            if state is PostState.PUBLISHED:
                made.append(key)
                if classification.tone is Tone.CRITICISM:
                    criticism.append(key)
                if number % 17:  # every seventeenth was never measured
                    rows["snapshots"] += _snapshots(chance, key, at + timedelta(minutes=place), ladder, now, number)
            assert out or state in {PostState.FAILED, PostState.DROPPED}
    with store._engine.begin() as connection:
        connection.execute(
            insert(feeds).prefix_with("OR IGNORE" if connection.dialect.name == "sqlite" else ""),
            [{**_FEED, "next_poll_at": now}],
        )
        for table, name in ((entries, "entries"), (posts, "posts"), (events, "events"), (snapshots, "snapshots")):
            if rows[name]:
                connection.execute(insert(table), rows[name])
    return Made(made, criticism)


_FEED = {
    "name": "huyen",
    "url": "https://huyen.example.vn/rss",
    "etag": "",
    "last_modified": "",
    "body_hash": "",
    "failures": 0,
    "last_error": "",
    "seeded": True,
    "state": "active",
    "asks_at": "",
    "moved_to": "",
    "last_answer": "",
    "hub": "",
    "skip_hours": [],
    "skip_days": [],
}


def _entry(chance: random.Random, number: int, at: datetime) -> tuple[Entry, Classification]:
    field, title = _SUBJECTS[min(int(chance.expovariate(0.55)), len(_SUBJECTS) - 1)]
    place = _PLACES[number % len(_PLACES)]
    tone = chance.choices((Tone.NEUTRAL, Tone.PRAISE, Tone.CRITICISM), (70, 22, 8))[0]
    directive = chance.random() < 0.15
    title = title.format(place=place, count=number + 3)
    if tone is Tone.CRITICISM:
        title = f"Chấn chỉnh việc trễ hẹn {number + 2} hồ sơ tại xã {place}"
    if directive:
        title = f"Chỉ thị {number + 1}/CT-UBND về đẩy mạnh cải cách hành chính tại xã {place}"
    entry = Entry(
        feed="huyen",
        identity=str(number),
        title=title,
        link=f"https://huyen.example.vn/tin/{number}",
        summary=f"Tin số {number}.",
        body="Nội dung.",
        published_at=at - timedelta(hours=3),
    )
    fields = (field, Field.CIVIL_SERVICE) if number % 9 == 0 and field is Field.PROCEDURES else (field,)
    topics = (Topic.DIRECTIVE,) if directive else (Topic.ONE_STOP,) if field is Field.PROCEDURES else ()
    finding = Finding(kind=FindingKind.DOCUMENT, value=f"{number + 1}/CT-UBND", where="title", start=0, end=5)
    classification = Classification(
        relevant=True, confidence=0.9, fields=fields, topics=topics, tone=tone, findings=(finding,) if directive else ()
    )
    return entry, classification


def _state(fate: float) -> PostState:
    if fate < 0.03:
        return PostState.FAILED
    if fate < 0.06:
        return PostState.DROPPED
    return PostState.WITHDRAWN if fate < 0.08 else PostState.PUBLISHED


def _post(entry: Entry, key: str, channel: str, state: PostState, at: datetime) -> dict[str, Any]:
    draft = Draft(message=f"{entry.title} #CCHC", link=f"{entry.link}?utm_content={key}", marker=key)
    out = state in {PostState.PUBLISHED, PostState.WITHDRAWN}
    return {
        **from_draft(draft),
        "key": key,
        "entry_key": entry.key,
        "channel": channel,
        "edition": 1,
        "state": state,
        "due_at": None,
        "attempts": 1,
        "doubts": 0,
        "absences": 0,
        "remote_id": f"1_{key}" if out else "",
        "permalink": f"https://www.facebook.com/{key}" if out else "",
        "published_at": at if out else None,
        "reason": "",
        "created_at": at - timedelta(hours=1),
        "way": "link",
        "doubt": "unknown",
    }


_REASONS = ("Facebook từ chối liên kết (mã 1609005)", "Ảnh không tải được", "Nội dung bị Facebook coi là spam")


def _events(key: str, state: PostState, at: datetime) -> list[dict[str, Any]]:
    lines = [("made", "", "scheduled", ""), ("claimed", "scheduled", "publishing", "")]
    if state in {PostState.PUBLISHED, PostState.WITHDRAWN}:
        lines.append(("published", "publishing", "published", ""))
    elif state is PostState.FAILED:
        lines.append(("failed", "publishing", "failed", _REASONS[int(key[1], 16) % 3]))
    else:
        lines[1:] = [("rejected", "scheduled", "dropped", "không phù hợp")]
    return [
        {
            "at": at + timedelta(seconds=place),
            "actor": "loa",
            "subject": key,
            "verb": verb,
            "before": before,
            "after": after,
            "reason": reason,
        }
        for place, (verb, before, after, reason) in enumerate(lines)
    ]


def _snapshots(
    chance: random.Random, key: str, at: datetime, ladder: Sequence[timedelta], now: datetime, number: int
) -> list[dict[str, Any]]:
    liked = 200 * (1 + chance.paretovariate(1.6))
    rows = []
    for age in ladder:
        taken = at + age + timedelta(minutes=2)
        if taken > now:
            break
        grown = log1p(age.total_seconds() / 3600) / log1p(24 * 90)
        metrics = {
            "views": int(liked * grown),
            "reach": int(liked * grown * 0.8),
            "reactions": int(liked * grown / 20),
            "comments": int(liked * grown / 90),
            "shares": int(liked * grown / 70),
        }
        missing = {"clicks": "Facebook không trả về"}
        if number % 5 == 0:
            metrics["clicks"], missing = int(liked * grown / 12), {}
        if number % 11 == 0:
            del metrics["reach"]
            missing["reach"] = "thiếu quyền"
        rows.append({"post_key": key, "rung": f"{int(age.total_seconds())}s", "taken_at": taken, "metrics": metrics, "missing": missing})
    return rows
