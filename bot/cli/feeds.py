"""The verbs about feeds: feeds (how they fare), poll (ask one now, or all that are due)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.cli.jsonable import to_json
from bot.cli.options import DEFAULT_CONFIG, Config, Json
from bot.cli.render import console, local, standing_text
from bot.cli.wiring import open_world, read_settings
from bot.messages import say
from bot.model import Event
from bot.service.feeds import FeedReport, Health, HubReport, describe, policy_to_ask
from bot.service.poll import Polled, poll_due
from bot.service.poll import poll as poll_feed
from bot.service.world import World

_STYLE: Final[Mapping[Health, str]] = {
    Health.GONE: "bold red",
    Health.RESTING: "bold red",
    Health.SILENT: "bold yellow",
    Health.FAILING: "yellow",
    Health.FINE: "green",
}
_MARKED: Final = {Health.GONE: "✘ ", Health.RESTING: "✘ ", Health.SILENT: "➜ "}
_EVENTS: Final = 20  # of a feed's journal

FeedName = Annotated[str | None, typer.Option("--feed", help="Tên nguồn tin trong bot.yaml.")]


def feeds(config: Config = DEFAULT_CONFIG, feed: FeedName = None, *, json: Json = False) -> None:
    """Các nguồn tin: tình trạng, câu trả lời gần nhất, lần hỏi tới, số tin, nhịp đưa tin và lỗi nếu có."""
    with open_world(read_settings(config)) as world:
        reports = describe(world, feed)
        if json:
            typer.echo(to_json({"feeds": reports}))
            return
        out = console()
        if feed is None:
            out.print(_table(world, reports))
            for report in reports:
                if report.sentence:
                    mark = Text(f"{_MARKED.get(report.health, '• ')}{report.name}: ", style=_STYLE[report.health])
                    out.print(mark + Text(report.sentence, style="default"))
        else:
            for report in reports:
                out.print(_story(world, report))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What came of asking one feed, for JSON: `poll`'s own words, and the server's."""

    feed: str
    answer: str
    entries: int | None
    new: Sequence[str]
    changed: Sequence[str]
    error: str


def poll(config: Config = DEFAULT_CONFIG, feed: FeedName = None, *, json: Json = False) -> None:
    """Hỏi ngay một nguồn tin (--feed), kể cả khi chưa đến giờ hoặc đang nghỉ; không có --feed thì hỏi mọi nguồn đã đến giờ."""
    with open_world(read_settings(config)) as world:
        done = [
            Asked(
                feed=polled.feed,
                answer=world.store.feeds.get(polled.feed).last_answer,
                entries=polled.entries,
                new=polled.new,
                changed=polled.changed,
                error=polled.error,
            )
            for polled in _polls(world, feed)
        ]
        if json:
            typer.echo(to_json({"polls": done}))
        elif not done:
            typer.echo(say("cli.nothing_due", world.language))
        else:
            out = console()
            for each in done:
                out.print(_outcome(world, each))
    if any(each.error for each in done):
        raise typer.Exit(1)


def _polls(world: World, feed: str | None) -> Iterable[Polled]:
    if feed is None:
        return poll_due(world) or ()
    policy_to_ask(world, feed)
    polled = poll_feed(world, only=feed)
    return () if polled is None else (polled,)


def _outcome(world: World, asked: Asked) -> RenderableType:
    language = world.language
    if asked.error:
        return Text(say("cli.feed_failed", language, feed=asked.feed, why=asked.error), style="bold red")
    if asked.entries is None:
        return Text(say("cli.feed_unchanged", language, feed=asked.feed))
    head = say("cli.feed_polled", language, feed=asked.feed, entries=asked.entries, new=len(asked.new), changed=len(asked.changed))
    return Group(Text(head, style="bold"), *(_entry_line(world, key) for key in (*asked.new, *asked.changed)))


def _entry_line(world: World, key: str) -> Text:
    stored = world.store.entries.get(key)
    return Text.assemble(f"  {key}  {stored.entry.title}  ", (f"{standing_text(world, stored.standing)}: {stored.reason}", "dim"))


def _health(world: World, health: Health) -> Text:
    return Text(_MARKED.get(health, "") + say(f"service.health_{health}", world.language), style=_STYLE.get(health, "dim"))


def _state(world: World, report: FeedReport) -> Text:
    health, hub = _health(world, report.health), report.subscription
    return health if hub is None else health + Text(f"\nWebSub: {_hub_text(world, hub)}", style="dim")


def _table(world: World, reports: Sequence[FeedReport]) -> Table:
    table = Table(header_style="bold", expand=True)
    for column in ("feed", "state", "answer", "next", "entries", "rhythm"):
        table.add_column(say(f"cli.column_{column}", world.language), overflow="fold", ratio=1 if column == "feed" else None)
    for report in reports:
        name = Text.assemble((report.name, "bold"), (f"\n{report.asks_at}", "dim"))
        answer = "\n".join(filter(None, (local(world, report.last_polled_at), report.last_answer)))
        counts = f"{report.entries} (+{sum(report.week.values())})"
        table.add_row(name, _state(world, report), Text(answer), local(world, report.next_poll_at), counts, Text(report.rhythm or "–"))
    return table


def _hub_lines(world: World, hub: HubReport | None) -> Sequence[tuple[str, str]]:
    """How the subscription stands: its state and what came of it last, until when the hub has promised, and when it last told."""
    if hub is None:
        return ()
    never = say("cli.hub_never_told", world.language)
    return (
        ("hub_state", ": ".join(filter(None, (_hub_text(world, hub), hub.reason if hub.failures else "")))),
        ("hub_lease", local(world, hub.lease_until) if hub.lease_until is not None else ""),
        ("hub_told", local(world, hub.told_at) if hub.told_at is not None else never),
        ("hub_next", local(world, hub.asks_at) if hub.asks_at is not None else ""),
    )


def _hub_text(world: World, hub: HubReport) -> str:
    """The state of a subscription in a few words."""
    if hub.is_relied_on:
        return say("cli.hub_relied_on", world.language)
    return say(f"cli.hub_{hub.state or 'unasked'}", world.language)


def _story(world: World, report: FeedReport) -> RenderableType:
    """One feed, line by line, with its journal."""
    language = world.language
    week = "; ".join(f"{standing_text(world, standing)} {count}" for standing, count in sorted(report.week.items()))
    lines = [
        ("url", report.url),
        ("asks_at", report.asks_at if report.asks_at != report.url else ""),
        ("moved", f"{report.moved_to} ({local(world, report.moved_since)})" if report.moved_to else ""),
        ("hub", report.hub),
        *_hub_lines(world, report.subscription),
        ("answer", " ".join(filter(None, (local(world, report.last_polled_at), report.last_answer)))),
        ("next", local(world, report.next_poll_at)),
        ("failures", f"{report.failures} ({local(world, report.failing_since)})" if report.failures else ""),
        ("entries", str(report.entries)),
        ("week", week or "0"),
        ("last_new", local(world, report.last_new_at)),
        ("rhythm", report.rhythm or say("cli.rhythm_unknown", language)),
        (
            "silent_after",
            "–" if report.silent_after_days is None else say("service.gap_days", language, count=f"{report.silent_after_days:g}"),
        ),
    ]
    table = Table(show_header=False, box=None)
    for column, value in lines:
        if value:
            table.add_row(Text(say(f"cli.column_{column}", language), style="dim"), Text(value))
    head = Text.assemble((report.name, "bold"), "  ", _health(world, report.health))
    sentence = [Text(report.sentence, style="yellow")] if report.sentence else []
    return Group(head, *sentence, table, *(_event_line(world, event) for event in report.events[-_EVENTS:]))


def _event_line(world: World, event: Event) -> Text:
    verb = say(f"model.verb_{event.verb}", world.language)
    return Text(f"{event.at.astimezone(world.zone):%d/%m/%Y %H:%M}  {verb}: {event.reason}", style="dim")
