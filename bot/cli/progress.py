"""A bar for long work, on standard error and only where that is a terminal, so that what a program reads stays clean."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from bot.messages import Language, say
from bot.service.progress import Told


@contextmanager
def bar(language: Language, key: str, **params: object) -> Iterator[Told]:
    """A bar that begins with the sentence `key`; it is gone when the work is done."""
    out = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as progress:
        task = progress.add_task(say(key, language, **params), total=None)

        def told(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total or None)

        yield told
