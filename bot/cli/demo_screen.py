"""What the terminal shows during the demo: a progress line, the table of what was found, and then what happens, live."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Final

from rich.console import Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from bot.cli.render import console, counts_line, engagement_table, local, state_text
from bot.messages import say
from bot.model import Post, PostState, Standing
from bot.service.world import World
from bot.store.entries import StoredEntry

_NEWEST: Final = 6
# How the width is shared out; None takes what it needs.
_COLUMNS: Final = {"title": 5, "fields": 3, "tone": 2, "why": 4, "due": None}


class DemoScreen:
    """Draws; decides nothing. On a terminal the lower part is live; elsewhere each publication is a line."""

    def __init__(self, world: Callable[[], World]) -> None:
        self._world = world
        self._console = console()
        self._live: Live | None = None
        self._told: set[str] = set()

    @contextmanager
    def polling(self) -> Iterator[None]:
        """A progress line while the feed is asked."""
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=self._console, transient=True) as progress:
            progress.add_task(say("cli.demo_polling", self._world().language), total=None)
            yield

    def found(self) -> None:
        """The table of what was found, why, and when it goes out."""
        world = self._world()
        entries = world.store.entries.recent(limit=500)
        relevant = [stored for stored in entries if stored.standing is not Standing.IRRELEVANT]
        self._console.print(say("cli.demo_found", world.language, entries=len(entries), relevant=len(relevant)), style="bold")
        table = Table(header_style="bold", expand=True)
        for name, ratio in _COLUMNS.items():
            table.add_column(say(f"cli.column_{name}", world.language), overflow="fold", ratio=ratio, no_wrap=name == "due")
        rows = [(stored, next(iter(world.store.outbox.by_entry(stored.entry.key)), None)) for stored in entries]
        for stored, post in sorted(rows, key=_by_due):
            table.add_row(*self._row(world, stored, post), style="dim" if post is None else "")
        self._console.print(table)

    def _row(self, world: World, stored: StoredEntry, post: Post | None) -> tuple[RenderableType, ...]:
        names = world.settings.vocabulary.names
        judged = stored.classification
        fields = "; ".join(names.get(field, field) for field in judged.fields)
        tone = names.get(judged.tone, judged.tone) if judged.tone else ""
        strongest = sorted(judged.evidence, key=lambda item: -abs(item.weight))
        phrases = ", ".join(dict.fromkeys(f"“{item.phrase}”" for item in strongest[:3])) or "–"
        fate: RenderableType = (
            Text(say("cli.demo_not_posted", world.language))
            if post is None
            else Text(local(world, post.due_at), style="cyan")
            if post.due_at
            else state_text(world, post.state)
        )
        return Text(stored.entry.title), Text(fields), Text(tone), Text(phrases), fate

    def addresses(self, *, page: str, queue: str, site: str, speed: float) -> None:
        """Where to look, and how fast time runs."""
        language = self._world().language
        text = say("cli.demo_open", language, page=page, queue=queue, site=site)
        pace = say("cli.demo_clock", language, speed=f"{speed:g}", minutes=f"{speed / 60:g}")
        self._console.print(Panel(Text(f"{text}\n{pace}")))

    def note(self, text: str) -> None:
        """A paragraph for the newcomer."""
        self._console.print(Text(text, style="yellow"))

    def live(self) -> AbstractContextManager[object]:
        """From here on `refresh` redraws in place, where the output is a terminal."""
        if not self._console.is_terminal:
            return nullcontext()
        self._live = Live(self._picture(), console=self._console, auto_refresh=False, transient=False)
        return self._live

    def refresh(self) -> None:
        """Show what is new."""
        world = self._world()
        for post in world.store.outbox.listing(states=(PostState.PUBLISHED,), limit=_NEWEST):
            if post.key not in self._told:
                self._told.add(post.key)
                title = world.store.entries.get(post.entry_key).entry.title
                line = say("cli.demo_published", world.language, when=local(world, post.published_at), title=title)
                self._console.print(Text(line, style="green"))
        if self._live is not None:
            self._live.update(self._picture(), refresh=True)

    def _picture(self) -> RenderableType:
        world = self._world()
        snapshots = world.store.snapshots.latest()
        newest = sorted(snapshots, key=lambda snapshot: snapshot.taken_at)[-_NEWEST:]
        rows = [(world.store.outbox.get(snapshot.post_key), snapshot) for snapshot in newest]
        head = Text(f"{world.clock().astimezone(world.zone):%d/%m/%Y %H:%M}", style="bold")
        return Group(head, engagement_table(world, rows), Text(counts_line(world, world.store.outbox.counts())))

    def farewell(self) -> None:
        """What came of it."""
        world = self._world()
        counts = world.store.outbox.counts()
        measured = sum(1 for _ in world.store.snapshots.after(0, 100_000))
        if not self._console.is_terminal:
            self._console.print(self._picture())
        self._console.print(
            say(
                "cli.demo_end",
                world.language,
                published=counts.get(PostState.PUBLISHED, 0),
                held=counts.get(PostState.HELD, 0),
                snapshots=measured,
            )
        )


def _by_due(row: tuple[StoredEntry, Post | None]) -> tuple[int, str]:
    post = row[1]
    if post is None:
        return (2, "")
    return (0, post.due_at.isoformat()) if post.due_at else (1, post.key)
