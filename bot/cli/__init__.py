"""Every verb of the service on the command line: words in, exit code out (0 done, 1 something failed, 2 wrong use or settings). The composition root."""

from bot.cli.app import main

__all__ = ("main",)
