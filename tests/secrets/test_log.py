"""The log's own ways to fail: a line that can't be written must not be printed as it was."""

import io
import logging
import sys
from contextlib import redirect_stderr

import structlog

from bot.cli.log import set_up_log
from bot.settings.model import LogPolicy

TOKEN = "pGt/zBx7Jc9Rk3Lf2+Gm8Wd4Ys6Hv0Tn5"


class Unsayable:
    """A value of which nobody can make a text."""

    def __str__(self) -> str:
        raise ArithmeticError(TOKEN)

    __repr__ = __str__


def test_a_line_that_can_not_be_made_tells_nothing_of_what_it_held(log_as_before):
    with redirect_stderr(io.StringIO()) as said:
        set_up_log(LogPolicy(level="debug", format="json"), [TOKEN])
        structlog.stdlib.get_logger("loa.x").warning("broken", token=TOKEN, value=Unsayable())
        logging.getLogger("else").warning("broken %s %s", TOKEN, Unsayable())
        logging.getLogger("else").warning("broken %d", TOKEN)
        structlog.stdlib.get_logger("loa.x").warning("whole")
    *lost, whole = said.getvalue().splitlines()
    assert lost == [
        "loa.x: a log line is lost (ArithmeticError)",
        "else: a log line is lost (ArithmeticError)",
        "else: a log line is lost (TypeError)",
    ]
    assert "whole" in whole


def test_a_line_that_can_not_be_written_tells_nothing_of_what_it_held(log_as_before):
    closed = io.StringIO()
    with redirect_stderr(closed):
        set_up_log(LogPolicy(level="debug", format="json"), [])
    closed.close()
    with redirect_stderr(io.StringIO()) as said:
        structlog.stdlib.get_logger("loa.x").warning("x", token=TOKEN)
    assert said.getvalue() == "loa.x: a log line is lost (ValueError)\n"
    with redirect_stderr(closed):
        structlog.stdlib.get_logger("loa.x").warning("x", token=TOKEN)  # nowhere to say it; and nothing is raised
    assert sys.stderr is not closed


def test_what_servers_send_that_is_no_http_does_not_fill_the_log(log_as_before):
    """urllib3 warns of it with all that it could not read, up to 256 KB and with a trace."""
    with redirect_stderr(io.StringIO()) as said:
        set_up_log(LogPolicy(level="info", format="json"), [])
        logging.getLogger("urllib3.connection").warning("Failed to parse headers (url=%s): %s", "http://xa.vn/", "x" * 100_000)
        logging.getLogger("urllib3.connection").error("something of its own")
    assert [line for line in said.getvalue().splitlines() if "something of its own" not in line] == []
