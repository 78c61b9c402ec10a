"""The table of verbs, and what an error means for the exit code."""

import sys
from collections.abc import Sequence
from typing import Final

import typer
from typer.exceptions import Abort, TyperException

from bot.cli import (
    alerts,
    auditing,
    checking,
    correcting,
    demo,
    editing,
    feeds,
    figures,
    judging,
    keeping,
    learning,
    planning,
    reading,
    reporting,
    running,
    token,
    users,
)
from bot.cli.options import LANGUAGE
from bot.cli.usage import told
from bot.errors import LoaError, SettingsInvalid
from bot.messages import say

_VERBS: Final = (
    running.run,
    running.once,
    demo.demo,
    running.sandbox,
    checking.check,
    checking.doctor,
    checking.schema,
    feeds.feeds,
    feeds.poll,
    reading.preview,
    judging.classify,
    judging.evaluate,
    learning.suggest,
    reading.queue,
    reading.show,
    reading.why,
    editing.approve,
    editing.reject,
    editing.undo,
    editing.retry,
    editing.edit,
    editing.note,
    editing.withdraw,
    editing.settle,
    planning.move,
    correcting.correct,
    correcting.admit,
    figures.engagement,
    figures.backfill,
    reporting.report,
    reporting.remedy,
    keeping.export,
    keeping.tidy,
    keeping.forget,
    planning.hours,
    auditing.audit,
    alerts.alerts,
    token.token,
    users.user,
)


def build_app() -> typer.Typer:
    """The command line, every verb of DESIGN section 9 that exists so far."""
    app = typer.Typer(
        name="run_bot.py",
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        help="Loa: đưa tin cải cách hành chính từ cổng thông tin lên Trang Facebook, đúng giờ, đúng một lần.",
    )
    for verb in _VERBS:
        app.command(verb.__name__)(verb)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; the exit code: 0 done, 1 something failed, 2 wrong use or settings."""
    for stream in (sys.stdout, sys.stderr):
        # Windows consoles and POSIX locales may not be UTF-8; Vietnamese must never end in a traceback.
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    return run(build_app(), arguments)


def run(app: typer.Typer, arguments: Sequence[str] | None) -> int:
    """The exit code of one verb of `app`; what went wrong is told on standard error."""
    try:
        # Not in Typer's own mode, in which it ends the process and says in English why.
        code = app(args=None if arguments is None else list(arguments), standalone_mode=False)
        return code if isinstance(code, int) else 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except TyperException as error:
        for line in told(error, LANGUAGE.get()):
            typer.echo(line, err=True)
        return error.exit_code
    except Abort:
        typer.echo(say("cli.stopped", LANGUAGE.get()), err=True)
        return 1
    except SettingsInvalid as error:
        for fault in error.faults:
            typer.echo(str(fault), err=True)
        return 2
    except LoaError as error:
        typer.echo(error.say(LANGUAGE.get()), err=True)
        return 1
