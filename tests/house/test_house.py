"""The house of DESIGN, section 4: the import law, the pure rooms, one home for each third party, and files with one idea."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(path for path in (ROOT / "bot").rglob("*.py"))
PURE = ("vietnamese", "editorial", "compose", "plan", "engagement", "reports")
# Pictures stand at the rim of compose (DESIGN, section 4): bytes in memory look like files to Pillow.
MEMORY = {
    "compose/pictures.py": {"io"},
    # A report's file is bytes in memory, too.
    **{f"reports/{name}.py": {"io"} for name in ("charts", "decree", "plain", "word", "word_parts", "workbook")},
}
CLOCKS = {"now", "utcnow", "today", "monotonic", "time_ns"}
HOMES = {
    "apprise": {"alerts"},
    "requests": {"intake", "channels"},
    "urllib3": {"intake", "channels"},
    "feedparser": {"intake"},
    "nh3": {"intake"},
    "lxml": {"intake"},
    "cssselect": {"intake"},
    "trafilatura": {"intake"},
    "PIL": {"compose"},
    "matplotlib": {"reports"},
    "docx": {"reports"},
    "docxtpl": {"reports"},
    "openpyxl": {"reports"},
    "facebook": {"channels/facebook"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "apscheduler": {"daemon.py"},
    "flask": {"web"},
    "flask_wtf": {"web"},
    "itsdangerous": {"web"},
    "argon2": {"web"},
    "waitress": {"web"},
    "typer": {"cli"},
    "rich": {"cli"},
    "ruamel": {"settings", "sandbox"},
    "dotenv": {"settings"},
    "holidays": {"plan"},
}


def room(path: Path) -> str:
    return path.relative_to(ROOT / "bot").as_posix()


def imports(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_the_import_law_holds():
    # A process of its own: import-linter sets up logging on being called, which switches off every logger that is there already.
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(cache_dir=None))"
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", [path for path in FILES if room(path).startswith(PURE)], ids=room)
def test_a_pure_room_reads_no_clock_no_file_no_network_and_no_database(path):
    tree = parsed(path)
    tops = {name.split(".")[0] for name in imports(tree)}
    outside = {"requests", "socket", "sqlalchemy", "sqlite3", "os", "pathlib", "io", "time", "urllib3", "subprocess", "random"}
    assert MEMORY.get(room(path), set()) == tops & outside
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)} & CLOCKS
    assert set() == names
    assert not any(isinstance(call.func, ast.Name) and call.func.id in {"open", "print", "input"} for call in calls)


@pytest.mark.parametrize("package", sorted(HOMES))
def test_a_third_party_has_one_home(package):
    users = {room(path) for path in FILES if package in {name.split(".")[0] for name in imports(parsed(path))}}
    assert users, f"nobody uses {package}"
    assert {user for user in users if not any(user.startswith(home) for home in HOMES[package])} == set()


def test_a_draft_is_composed_in_one_place_where_personal_data_are_screened():
    users = {
        room(path)
        for path in FILES
        if "bot.compose.draft" in imports(parsed(path)) and "import compose" in path.read_text(encoding="utf-8")
    }
    assert users == {"service/screen.py"}


# Heavy, and of no use to most installations: imported by the function that needs them, and by nothing else.
LATE = {
    "store/engine.py": {"bot.store.upgrading"},  # Alembic, where there is something to upgrade
    "store/database.py": {"sqlalchemy.dialects"},  # the PostgreSQL dialect
    "plan/quiet_days.py": {"bot.plan.public_holidays"},  # the holidays library: a tenth of a second and 10 MB, on days that may be Tết
    "reports/charts.py": {"matplotlib", "matplotlib.backends.backend_agg", "matplotlib.figure"},  # 30 MB, and it writes a list of fonts
    "reports/render.py": {"bot.reports.word", "bot.reports.workbook", "bot.reports.web_page"},  # each with its library
    "cli/reporting.py": {"bot.reports.decree"},
    "intake/page.py": {"bot.intake.prose"},  # trafilatura, where articles' pages are read
    "alerts/by_apprise.py": {"apprise"},  # with its two hundred services, where somebody is to be told
}


@pytest.mark.parametrize("path", FILES, ids=room)
def test_a_file_has_one_idea_and_imports_only_at_its_top(path):
    tree = parsed(path)
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400 or room(path).startswith("messages/")
    assert path.stem not in {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    late = [inner for function in functions for inner in ast.walk(function) if isinstance(inner, ast.Import | ast.ImportFrom)]
    names = {name for node in late for name in ([node.module] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])}
    assert names <= LATE.get(room(path), set())
    assert ast.get_docstring(tree), "a file says what it is for"


@pytest.mark.parametrize("path", [path for path in FILES if "migrations" not in room(path)], ids=room)
def test_nothing_happens_at_import(path):
    """Definitions, constants and docstrings only: no call for its effect, no loop, no file."""
    allowed = (
        ast.Import,
        ast.ImportFrom,
        ast.FunctionDef,
        ast.ClassDef,
        ast.Assign,
        ast.AnnAssign,
        ast.TypeAlias if sys.version_info >= (3, 12) else ast.Assign,
    )
    for node in parsed(path).body:
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        assert docstring or isinstance(node, allowed), f"line {node.lineno}"


def test_every_folder_says_what_it_is_for():
    folders = {path.parent for path in FILES if "migrations" not in room(path)}
    assert [str(folder) for folder in folders if not ast.get_docstring(parsed(folder / "__init__.py"))] == []
