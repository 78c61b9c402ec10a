"""The door: `python run_bot.py VERB`. See `python run_bot.py --help` and README.md."""

import sys

from bot.cli import main

if __name__ == "__main__":
    sys.exit(main())
