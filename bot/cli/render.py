"""Tables and texts for people: what the verbs print when --json is not given."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.channels.protocol import Finding
from bot.editorial.reading import tell
from bot.engagement.metrics import METRICS
from bot.judgement import Answer, Classification, Label
from bot.messages import say
from bot.model import Draft, Post, PostState, Snapshot, Standing, Step
from bot.service.audit import Line
from bot.service.correcting import change_text
from bot.service.explain import EntryStory, PostStory
from bot.service.preview import Preview
from bot.service.world import World

_STATE_STYLE: Final[Mapping[PostState, str]] = {
    PostState.HELD: "yellow",
    PostState.SCHEDULED: "cyan",
    PostState.PUBLISHING: "magenta",
    PostState.PUBLISHED: "green",
    PostState.FAILED: "bold red",
    PostState.DROPPED: "dim",
    PostState.WITHDRAWN: "dim",
}
_WIDTH: Final = 140
_SHOWN_METRICS: Final = ("views", "reach", "reactions", "comments", "shares", "clicks")


def console() -> Console:
    """Standard output; wide enough for a table where it is no terminal. A square bracket or a colon in what people wrote is no markup."""
    found = Console(markup=False, emoji=False)
    return found if found.is_terminal else Console(width=_WIDTH, markup=False, emoji=False)


def local(world: World, at: datetime | None) -> str:
    """A time as people here write it; "–" where there is none."""
    return f"{at.astimezone(world.zone):%d/%m %H:%M}" if at else "–"


def state_text(world: World, state: PostState) -> Text:
    """The state's name in its colour."""
    return Text(say(f"model.state_{state}", world.language), style=_STATE_STYLE[state])


def _names(world: World, ids: Iterable[str]) -> str:
    names = world.settings.vocabulary.names
    return "; ".join(names.get(each, each) for each in ids)


def queue_table(world: World, posts: Sequence[Post]) -> Table:
    """The outbox as a table, one Post a row."""
    table = Table(header_style="bold", expand=True)
    for column in ("due", "state", "page", "title", "tone", "key"):
        table.add_column(
            say(f"cli.column_{column}", world.language),
            no_wrap=column in {"due", "key"},
            overflow="fold",
            ratio=1 if column == "title" else None,
        )
    for post in posts:
        entry = world.store.entries.get(post.entry_key)
        tone = _names(world, [entry.classification.tone] if entry.classification.tone else [])
        why = Text(f"\n{post.reason}", style="dim") if post.reason else Text()
        title = Text(entry.entry.title) + why
        table.add_row(local(world, post.due_at), state_text(world, post.state), post.channel, title, tone, post.key)
    return table


def counts_line(world: World, counts: Mapping[PostState, int]) -> str:
    """How many Posts stand in each state."""
    return say("cli.queue_counts", world.language, **{state.value: counts.get(state, 0) for state in PostState})


def post_story(world: World, story: PostStory) -> RenderableType:
    """One Post: the text byte for byte, its state, its journal."""
    post = story.post
    head = Text.assemble(post.key, "  ", state_text(world, post.state), "  ", local(world, post.due_at), f"  {post.channel}")
    parts: list[RenderableType] = [head, draft_panel(world, post.draft), _journal(world, story)]
    if post.permalink:
        parts.append(Text(post.permalink, style="green"))
    if story.steps:
        parts.append(steps_table(world, story.steps))
    if story.snapshots:
        parts.append(engagement_table(world, [(post, snapshot) for snapshot in story.snapshots]))
    return Group(*parts)


def draft_panel(world: World, draft: Draft) -> Panel:
    """A Draft whole: the text byte for byte, the ways it may go out, its pictures, its first comment and its link."""
    ways = " → ".join(say(f"model.way_{way}", world.language) for way in draft.ways)
    small = [say("cli.ways", world.language, ways=ways)]
    small += [say("cli.picture", world.language, width=each.width, height=each.height, alt=each.alt) for each in draft.pictures]
    small += [say("cli.first_comment", world.language, text=draft.comment)] if draft.comment else []
    small.append(say("cli.link", world.language, link=draft.link))
    return Panel(Group(Text(draft.message), Text(), *(Text(line, style="dim") for line in small)))


def _journal(world: World, story: PostStory) -> Table:
    table = Table(header_style="bold", expand=True)
    for column in ("when", "who", "what", "why"):
        table.add_column(say(f"cli.column_{column}", world.language), overflow="fold")
    for event in story.events:
        verb = say(f"model.verb_{event.verb}", world.language)
        move = f"{verb} → {say(f'model.state_{event.after}', world.language)}" if event.after else verb
        table.add_row(f"{event.at.astimezone(world.zone):%d/%m/%Y %H:%M:%S}", event.actor, move, event.reason)
    return table


def standing_text(world: World, standing: Standing) -> str:
    """What became of an Entry, in words."""
    return say(f"model.standing_{standing}", world.language)


def entry_story(world: World, story: EntryStory) -> RenderableType:
    """Why an Entry was or wasn't posted."""
    stored = story.entry
    head = Text.assemble((stored.entry.title, "bold"), f"\n{stored.entry.link}\n{stored.entry.key}")
    standing = Text.assemble((standing_text(world, stored.standing), "bold"), f": {stored.reason}")
    corrections = [_correction(world, label) for label in story.labels if label.answer is not None]
    findings = findings_lines(world, stored.classification)
    return Group(head, standing, *corrections, *findings, *(post_story(world, post) for post in story.posts))


def _correction(world: World, label: Label) -> Text:
    """One line for an editor's word, with what stood before it."""
    names, language = world.settings.vocabulary.names, world.language
    before = Answer.of(label.classification)
    change = change_text(before, label.answer or before, language, names)
    line = say("cli.label_corrected", language, when=local(world, label.at), who=label.by, change=change)
    return Text(f"{line} ({label.note})" if label.note else line, style="cyan")


def findings_lines(world: World, classification: Classification) -> Sequence[RenderableType]:
    """What else was read from an Entry: documents, deadlines, personal data (masked); nothing where nothing was."""
    lines = tell(classification.findings, world.language)
    return [Text(say("cli.also_read", world.language)), *(Text(f"  • {line}") for line in lines)] if lines else []


def preview_text(world: World, item: Preview) -> RenderableType:
    """Every stage of one Entry: what was read, what it was taken for and why, and the exact text that would go out."""
    verdict = item.verdict
    classification = verdict.classification
    key = "cli.verdict_relevant" if classification.relevant else "cli.verdict_irrelevant"
    parts: list[RenderableType] = [
        Text.assemble((item.entry.title, "bold"), f"\n{item.entry.link}"),
        Text(say(key, world.language, confidence=f"{classification.confidence:.2f}")),
        Text(_names(world, [*classification.fields, *classification.topics, *([classification.tone] if classification.tone else [])])),
        Text(verdict.reason, style="dim"),
        *findings_lines(world, classification),
    ]
    if not verdict.posts:
        parts.append(Text(say("cli.stays", world.language, why=standing_text(world, verdict.standing)), style="yellow"))
    for post in verdict.posts:
        held = post.state is PostState.HELD
        fate = (
            say("cli.would_hold", world.language, why=post.reason)
            if held
            else say("cli.would_schedule", world.language, page=post.channel, due=local(world, post.due_at))
        )
        parts += [Text(fate, style="yellow" if held else "cyan"), draft_panel(world, post.draft)]
    parts += [Text(note, style="dim") for note in verdict.notes]
    return Group(*parts, Text())


def engagement_table(world: World, rows: Sequence[tuple[Post, Snapshot]]) -> Table:
    """Snapshots as a table; a figure that is missing says so and is not 0."""
    table = Table(header_style="bold", expand=True)
    table.add_column(say("cli.column_title", world.language), overflow="fold", ratio=1)
    table.add_column(say("cli.column_age", world.language))
    for name in _SHOWN_METRICS:
        table.add_column(METRICS[name].say(world.language), justify="right")
    for post, snapshot in rows:
        title = world.store.entries.get(post.entry_key).entry.title
        figures = (str(snapshot.metrics[name]) if name in snapshot.metrics else "–" for name in _SHOWN_METRICS)
        table.add_row(title, snapshot.rung, *figures)
    return table


def steps_table(world: World, steps: Sequence[Step]) -> Table:
    """What is to be done to published Posts, one Step a row."""
    table = Table(header_style="bold", expand=True)
    for column in ("what", "state", "title", "why", "key"):
        table.add_column(say(f"cli.column_{column}", world.language), overflow="fold", no_wrap=column == "key")
    for step in steps:
        entry = world.store.entries.get(world.store.outbox.get(step.post_key).entry_key)
        kind = say(f"model.step_{step.kind}", world.language)
        table.add_row(
            kind, say(f"model.step_state_{step.state}", world.language), Text(entry.entry.title), Text(step.reason), step.post_key
        )
    return table


def audit_table(world: World, lines: Sequence[Line]) -> Table:
    """The audit, one line a row; faults stand out."""
    table = Table(header_style="bold", expand=True)
    for column in ("page", "what", "why", "key", "title"):
        table.add_column(say(f"cli.column_{column}", world.language), overflow="fold")
    for line in lines:
        what = Text(say(f"cli.audit_{line.what.replace('-', '_')}", world.language), style="bold red" if line.fault else "dim")
        table.add_row(line.channel, what, Text(line.sentence), Text(line.post or line.remote_id), Text(line.text))
    return table


def finding_line(finding: Finding) -> Text:
    """One line of `doctor`."""
    mark = Text("✔ ", style="green") if finding.ok else Text("✘ ", style="bold red")
    if finding.advice:
        mark = Text("➜ ", style="yellow")
    return mark + Text(f"{finding.what}: {finding.sentence}")
