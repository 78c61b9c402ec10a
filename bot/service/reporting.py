"""A report of a period: what is stored becomes the report's material, its figures, its document and its file. Nothing is written here."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from bot.editorial.personal import mask
from bot.engagement.metrics import METRICS
from bot.errors import LoaError
from bot.judgement import FindingKind
from bot.model import Event, PostState, Standing
from bot.reports.document import Chart, Document
from bot.reports.figures import Report, figures
from bot.reports.material import NOT_MEASURED, Failure, Followers, Item, Material, Names, Outage, Remedy, Taken, followers, measured
from bot.reports.period import Period
from bot.reports.render import Format, render
from bot.reports.text import document
from bot.service.progress import Told
from bot.service.remedies import REMEDIED, remedies_in
from bot.service.screen import discreet_title
from bot.service.world import World
from bot.store.reporting import Shown

_ENDS: Final = {"paused": "resumed", "feed-rests": "feed-back", "feed-gone": "feed-back"}
_MOST_TEMPLATE: Final = 20_000_000  # bytes


def file_name(period: Period, form: Format) -> str:
    """What its file is called, in letters that every system takes."""
    return f"bao-cao-{period.first.isoformat()}-{period.last.isoformat()}.{form}"


def check_begun(world: World, period: Period) -> None:
    """Raises LoaError for a period that has not begun."""
    if period.start(world.zone) > world.clock():
        raise LoaError("reports.not_begun", period=period.name)


def report_file(world: World, period: Period, form: Format, told: Told, *, number: str = "", signed_on: date | None = None) -> bytes:
    """The file's bytes; a chart is a step of the work, reading the figures are two.

    Raises:
        LoaError: the period has not begun, or the office's own template can't be used.
    """
    found = report_of(world, period)
    document = document_of(world, found, signed_on=signed_on, number=number)
    charts = sum(isinstance(part, Chart) for part in document.parts) if form in {Format.DOCX, Format.HTML} else 0
    done, total = 2, charts + 3
    told(done, total)

    def drawn() -> None:
        nonlocal done
        done += 1
        told(done, total)

    made = render(found, document, form, template=template_of(world) if form is Format.DOCX else None, drawn=drawn)
    told(total, total)
    return made


def report_of(world: World, period: Period) -> Report:
    """The figures of `period` as they are known now. Raises LoaError for a period that has not begun."""
    check_begun(world, period)
    now = world.clock()
    material = _material(world, period, now)
    policy = world.settings.report
    finished = period.end(world.zone) <= now
    return figures(material, period, policy, names_of(world), as_of=now.astimezone(world.zone), finished=finished)


def document_of(world: World, report: Report, *, signed_on: date | None = None, number: str = "") -> Document:
    """The document of a report; `signed_on` is today where it is not given, `number` is left blank."""
    signed = signed_on or world.clock().astimezone(world.zone).date()
    organisation = world.settings.organisation.name
    return document(report, world.settings.report, names_of(world), organisation=organisation, signed_on=signed, number=number)


def template_of(world: World) -> bytes | None:
    """The office's own Word template (templates/report.docx), None where it has none. Raises LoaError where it can't be read."""
    path = world.settings.report_template
    if path is None or not path.exists():
        return None
    try:
        if path.stat().st_size > _MOST_TEMPLATE:
            raise LoaError("reports.template_unreadable", why=f"> {_MOST_TEMPLATE // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise LoaError("reports.template_unreadable", why=error.strerror or type(error).__name__) from error


def names_of(world: World) -> Names:
    """How things are called in a document; it is in Vietnamese, whatever the language of messages."""
    metrics = {name: metric.say("vi") for name, metric in METRICS.items()}
    return Names(subjects=world.settings.vocabulary.names, metrics=metrics, channels=tuple(page.name for page in world.settings.pages))


def _material(world: World, period: Period, now: datetime) -> Material:
    store, zone = world.store.reporting, world.zone
    start, end = period.start(zone), period.end(zone)
    before, so_far = period.before, period.so_far
    first_seen = store.first_seen_at()
    # Where Loa has not seen all of the period before, fewer Posts then say nothing.
    is_known = first_seen is not None and first_seen < before.start(zone)
    since = min(start, so_far.start(zone), before.start(zone) if is_known else start)
    shown = store.shown(since, end)
    taken = store.taken(before.start(zone) if is_known else start, end, now)
    noted = remedies_in(store.events(REMEDIED))
    items = [_item(world, each, taken.get(each.post, ()), noted.get(each.post, ())) for each in shown if each.state is PostState.PUBLISHED]
    read = store.read(start, end)
    dropped, rejected = (store.events((verb,), start, end) for verb in ("dropped", "rejected"))
    return Material(
        items=_within(items, start, end),
        before=_within(items, before.start(zone), before.end(zone)) if is_known else None,
        so_far=_within(items, so_far.start(zone), end),
        withdrawn=sum(each.state is PostState.WITHDRAWN and each.published_at >= start for each in shown),
        read=sum(count for standing, count in read.items() if standing is not Standing.BASELINE),
        taken=read.get(Standing.ACCEPTED, 0),
        rejected=len({event.subject for event in rejected}),
        expired=len({event.subject for event in dropped if event.after == PostState.DROPPED}),
        failures=_failures(world, start, end),
        outages=_outages(world, start, end),
        followers=_followers(world, start, min(end, now)),
    )


def _followers(world: World, start: datetime, end: datetime) -> list[Followers]:
    """The Pages of the settings in their order, then others that were counted."""
    counted = world.store.reporting.followers(start, end)
    names = dict.fromkeys((*(page.name for page in world.settings.pages), *sorted(counted)))
    found = (followers(name, ((at.astimezone(world.zone).date(), count) for at, count in counted.get(name, ()))) for name in names)
    return [each for each in found if each is not None]


def _within(items: Iterable[Item], start: datetime, end: datetime) -> list[Item]:
    return [item for item in items if start <= item.published_at < end]


def _item(world: World, shown: Shown, taken: Sequence[Taken], remedies: Sequence[Remedy]) -> Item:
    classification = shown.classification
    documents = (finding.value for finding in classification.findings if finding.kind is FindingKind.DOCUMENT)
    return Item(
        post=shown.post,
        entry=shown.entry,
        channel=shown.channel,
        title=_title(world, shown),
        link=shown.permalink or shown.link,
        published_at=shown.published_at.astimezone(world.zone),
        fields=classification.fields,
        topics=classification.topics,
        tone=classification.tone,
        documents=tuple(dict.fromkeys(documents)),
        figures=measured(shown.published_at, taken, world.settings.report.compare_at) if taken else NOT_MEASURED,
        remedies=tuple(_here(world, remedy) for remedy in remedies),
    )


def _title(world: World, shown: Shown) -> str:
    """The headline without personal data, as messages have it: reports are printed and passed on, and an editor may have taken a name out of the Post."""
    kinds = world.settings.approval.personal.kinds("hold", "mask")
    known = [each for each in shown.classification.findings if each.where == "title" and each.kind in kinds]
    return mask(shown.title, known)


def _here(world: World, remedy: Remedy) -> Remedy:
    return Remedy(at=remedy.at.astimezone(world.zone), by=remedy.by, text=remedy.text, link=remedy.link)


def _failures(world: World, start: datetime, end: datetime) -> tuple[Failure, ...]:
    found = [event for event in world.store.reporting.events(("failed",), start, end) if event.after == PostState.FAILED]
    known = world.store.reporting.standings({event.subject for event in found})
    return tuple(
        Failure(
            post=event.subject,
            title=discreet_title(world, world.store.outbox.get(event.subject).entry_key),
            channel=channel,
            at=event.at.astimezone(world.zone),
            reason=event.reason,
            mended=state in {PostState.PUBLISHED, PostState.WITHDRAWN},
        )
        for event in found
        for channel, state in [known[event.subject]]
    )


def _outages(world: World, start: datetime, end: datetime) -> tuple[Outage, ...]:
    """What stood still at any time of the period, also where it began before."""
    verbs = (*_ENDS, *set(_ENDS.values()))
    going: dict[str, Event] = {}
    found: list[tuple[Event, datetime | None]] = []
    for event in world.store.reporting.events(verbs):
        if event.verb in _ENDS:
            # A feed that rests and then is gone is one outage, told by its beginning.
            going.setdefault(event.subject, event)
        elif (began := going.pop(event.subject, None)) is not None:
            found.append((began, event.at))
    found += [(event, None) for event in going.values()]
    return tuple(
        _outage(world, event, until)
        for event, until in sorted(found, key=lambda pair: pair[0].at)
        if event.at < end and (until is None or until > start)
    )


def _outage(world: World, event: Event, until: datetime | None) -> Outage:
    kind, _, name = event.subject.partition(":")
    return Outage(
        name=name,
        is_page=kind == "channel",
        since=event.at.astimezone(world.zone),
        until=None if until is None else until.astimezone(world.zone),
        reason=event.reason,
    )
