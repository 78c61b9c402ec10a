"""docs/storage.md is the schema, table by table and column by column."""

import re
from pathlib import Path

import pytest

from bot.alert import AlertKind
from bot.errors import Doubt
from bot.model import FeedState, PostState, Standing, StepState, SubscriptionState, Way
from bot.store.columns import METADATA

TEXT = (Path(__file__).parents[2] / "docs/storage.md").read_text(encoding="utf-8")


def documented(table: str) -> list[str]:
    """The columns in the section of a table, in the order of the page."""
    section = re.search(rf"^## {table}\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    rows = re.findall(r"^\| (`[^|]*) \|", section[1], re.MULTILINE) if section else []
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


@pytest.mark.parametrize("table", METADATA.tables)
def test_every_column_of_a_table_is_documented_once_and_no_other(table):
    assert sorted(documented(table)) == sorted(METADATA.tables[table].columns.keys())


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [
        ("posts", "state", PostState),
        ("posts", "ways", Way),
        ("posts", "doubt", Doubt),
        ("entries", "standing", Standing),
        ("feeds", "state", FeedState),
        ("subscriptions", "state", SubscriptionState),
        ("steps", "state", StepState),
        ("alerts", "kind", AlertKind),
    ],
)
def test_every_value_of_a_closed_column_is_documented(table, column, values):
    row = re.search(rf"^\| `{column}` \|.*$", TEXT[TEXT.index(f"\n## {table}\n") :], re.MULTILINE)
    assert [value for value in values if f"`{value}`" not in row[0]] == []
