"""A document before it has a format: headings, paragraphs, tables and charts, which Word, Excel, HTML and CSV each write in their way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.reports.writing import clean
from bot.vietnamese.numbers import number

Cell = str | int | float | None
"""None is a figure that is missing, which is written as such and never as 0."""

MISSING: Final = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A cell's text with the address that it leads to, "" for none."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; level 1 is a part, level 2 a section of it."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph. A `small` one is a note; a `last` one stays on the page of what follows."""

    text: str
    small: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its head, and its share of the width."""

    head: str
    share: int
    figures: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a caption; `key` names it for programs; where `total`, the last row is a sum. On paper stand at most `most` rows (0: all)."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | Linked, ...], ...]
    total: bool = False
    most: int = 0

    @property
    def on_paper(self) -> tuple[tuple[Cell | Linked, ...], ...]:
        """The rows that stand in a document; workbook and CSV have all."""
        return self.rows[: self.most] if self.most else self.rows

    @property
    def note(self) -> str:
        """That rows are left out, where some are."""
        if len(self.on_paper) == len(self.rows):
            return ""
        return f"Bảng nêu {number(len(self.on_paper))} dòng đầu trong {number(len(self.rows))} dòng; bản Excel có đủ."


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Values of one kind, one for each category; None is missing."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars: lying ones side by side, or standing ones one upon the other (`stacked`). `alt` says in words what they show."""

    key: str
    caption: str
    alt: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    axis: str
    stacked: bool = False


Part = Heading | Paragraph | Table | Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the text: whose document it is, its number and date, who gets and who signs it."""

    superior: str
    agency: str
    number: str
    place_and_date: str
    kind: str
    subject: str
    recipients: tuple[str, ...]
    authority: str
    signatory: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The whole of it. `listing` is the table of all Posts, which only the workbook and CSV carry."""

    frame: Frame
    sections: tuple[tuple[str, tuple[Part, ...]], ...]
    listing: Table

    @property
    def parts(self) -> Sequence[Part]:
        """Every part, in its order."""
        return [part for _, parts in self.sections for part in parts]


def shown(value: Cell | Linked) -> str:
    """A cell's value as a person reads it."""
    if value is None:
        return MISSING
    if isinstance(value, Linked):
        return clean(value.text)
    return clean(value) if isinstance(value, str) else number(value)
