"""Charts as plain geometry, which a template writes as SVG: no script, no style inside, and every number also in a table beside it. Pure.

Everything is told by place, length and words, never by colour alone: a chart says the same in black and white. Widths are those of a phone, so that the
letters are as large there as in the text around them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

WIDTH: Final = 340
_BAR: Final = 14  # height of a bar
_ROW: Final = 36  # of a bar with its label above
_ROOM: Final = 64  # right of the longest bar, for its figure
_LABEL: Final = 44  # letters; what is longer is cut, and whole in the table
_COLUMNS: Final = 150  # height of columns
_BELOW: Final = 22  # for their labels
_LEFT: Final = 46  # for the scale
_TOP: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Datum:
    """One thing with its figure; None: there is none, which is not 0. `count` is how many Posts stand behind it."""

    label: str
    value: float | None
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar from left to right, its label above and its figure behind it."""

    label: str
    text: str
    y: float
    width: float
    text_x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A chart of bars."""

    width: float
    height: float
    bar_height: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A line of the scale, or a label of the axis below: where, and what it says."""

    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column from below; None as `height` where there is no figure."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A chart over an axis: of columns, or (`path`) of a line with its points."""

    width: float
    height: float
    left: float
    bottom: float
    scale: tuple[Tick, ...]
    axis: tuple[Tick, ...]
    columns: tuple[Column, ...] = ()
    path: str = ""
    points: tuple[tuple[float, float], ...] = ()


def number(value: float | None) -> str:
    """A figure as people here write it: 1234.5 → "1.234,5"; "–" for none."""
    if value is None:
        return "–"
    shown = f"{value:,.1f}" if value != round(value) else f"{value:,.0f}"
    return shown.translate(str.maketrans(",.", ".,"))


def bars(data: Sequence[Datum]) -> Bars:
    """A bar for each, the longest as wide as there is room."""
    longest = max((datum.value or 0 for datum in data), default=0) or 1
    made = []
    for place, datum in enumerate(data):
        width = (WIDTH - _ROOM) * (datum.value or 0) / longest
        label = datum.label if len(datum.label) <= _LABEL else datum.label[: _LABEL - 1].rstrip() + "…"
        made.append(Bar(label=label, text=number(datum.value), y=_round(place * _ROW), width=_round(width), text_x=_round(width + 6)))
    return Bars(width=WIDTH, height=_ROW * len(data), bar_height=_BAR, bars=tuple(made))


def columns(data: Sequence[Datum], every: int = 1) -> Plot:
    """A column for each, every so-manieth of them named below."""
    top = _top_of(data)
    step = (WIDTH - _LEFT) / max(len(data), 1)
    made = []
    for place, datum in enumerate(data):
        height = _COLUMNS * (datum.value or 0) / top
        x, y = _LEFT + place * step + step * 0.15, _TOP + _COLUMNS - height
        made.append(Column(x=_round(x), y=_round(y), width=_round(step * 0.7), height=_round(height)))
    axis = tuple(Tick(at=_round(_LEFT + (place + 0.5) * step), text=datum.label) for place, datum in enumerate(data) if place % every == 0)
    return _plot(top, axis, columns=tuple(made))


def line(data: Sequence[Datum], names: int = 4) -> Plot:
    """A line through all of them, with about `names` of them named below: the last one always."""
    top = _top_of(data)
    step = (WIDTH - _LEFT - 12) / max(len(data) - 1, 1)
    points = tuple(
        (_round(_LEFT + place * step), _round(_TOP + _COLUMNS * (1 - (datum.value or 0) / top))) for place, datum in enumerate(data)
    )
    path = " ".join(f"{'L' if place else 'M'}{x:g} {y:g}" for place, (x, y) in enumerate(points))
    every = max(1, ceil(len(data) / names))
    last = len(data) - 1
    axis = tuple(Tick(at=points[place][0], text=datum.label) for place, datum in enumerate(data) if (last - place) % every == 0)
    return _plot(top, axis, path=path, points=points if len(points) <= 31 else ())


def _plot(
    top: float, axis: tuple[Tick, ...], *, columns: tuple[Column, ...] = (), path: str = "", points: tuple[tuple[float, float], ...] = ()
) -> Plot:
    scale = tuple(Tick(at=_round(_TOP + _COLUMNS * (1 - part / 2)), text=number(top * part / 2)) for part in range(3))
    return Plot(
        width=WIDTH,
        height=_TOP + _COLUMNS + _BELOW,
        left=_LEFT,
        bottom=_TOP + _COLUMNS,
        scale=scale,
        axis=axis,
        columns=columns,
        path=path,
        points=points,
    )


def _top_of(data: Sequence[Datum]) -> float:
    """A round number that no figure exceeds: 1, 2, 4, 6 or 10 times a power of ten, so that its half is round, too."""
    highest = max((datum.value or 0 for datum in data), default=0)
    if highest <= 2:
        return 2
    power = 10 ** floor(log10(highest))
    return float(next(each * power for each in (1, 2, 4, 6, 10) if each * power >= highest))


def _round(value: float) -> float:
    return round(value, 1)
