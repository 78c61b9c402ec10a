"""Importing any module of the house opens no connection, starts nothing and writes nothing."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "bot").rglob("*.py"))
MODULES = [
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
    for path in FILES
    if "migrations" not in path.parts
]
# An audit hook (PEP 578) sees what the interpreter is asked to do, whoever asks. Binding is left out: urllib3 binds ::1 once, to learn about IPv6.
WATCH = """
import importlib, os, sys, threading

FORBIDDEN = {"socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.mkdir", "os.remove", "os.rename",
             "sqlite3.connect", "signal.signal"}
seen = []

def watch(event, values):
    writes = event == "open" and isinstance(values[2], int) and values[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if event in FORBIDDEN or writes:
        seen.append(f"{event} {values!r}")

sys.dont_write_bytecode = True
sys.addaudithook(watch)
before = dict(os.environ)
for name in sys.argv[1:]:
    importlib.import_module(name)
    if seen or threading.active_count() > 1 or dict(os.environ) != before:
        sys.exit(f"{name}: {seen}, {threading.enumerate()}, {set(os.environ) ^ set(before)}")
print(len(sys.argv) - 1)
"""


def test_importing_the_house_does_nothing(tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", WATCH, *MODULES], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout == f"{len(MODULES)}\n"
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_starts_without_the_libraries_of_reports():
    """They are 60 MB and half a second that the service never needs."""
    asked = "import sys, bot.cli.app; print(sorted({'matplotlib', 'docx', 'docxtpl', 'openpyxl', 'numpy'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_start_does_without_the_tables_of_holidays():
    """They take a tenth of a second and 10 MB, and are asked on a few days of the year."""
    code = "import sys, bot.cli.app; sys.exit(any(name.split('.')[0] == 'holidays' for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
