"""Charts as plain geometry, which a template writes as SVG: no script, no style inside, and every number also in a table beside it. Pure.

Everything is told by place, length and words, never by colour alone: a chart says the same in black and white. Widths are those of a phone, so that the
letters are as large there as in the text around them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

from bot.engagement.words import number

WIDTH: Final = 340
_BAR: Final = 14  # height of a bar
_ROW: Final = 36  # of a bar with its label above
_ROOM: Final = 64  # right of the longest bar, for its figure
_LABEL: Final = 44  # letters; what is longer is cut, and whole in the table
_COLUMNS: Final = 150  # height of columns
_BELOW: Final = 22  # for their labels
_LEFT: Final = 46  # for the scale
_TOP: Final = 12
_END: Final = 3  # half the end of a whisker
_FEW: Final = 31  # so many points of a line are drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Datum:
    """One thing with its figure; None: there is none, which is not 0. `count` is how many Posts stand behind it.

    `low` and `high` say between what it lies with 95 %; `told` is the figure in words, where it needs more than its number.
    """

    label: str
    value: float | None
    count: int = 0
    low: float | None = None
    high: float | None = None
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar from left to right, its label above and its figure behind it."""

    label: str
    text: str
    y: float
    width: float
    text_x: float
    whisker: str = ""


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
    whisker: str = ""


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


def bars(data: Sequence[Datum]) -> Bars:
    """A bar for each, the longest as wide as there is room."""
    unit = (WIDTH - _ROOM) / (_highest(data) or 1)
    made = []
    for place, datum in enumerate(data):
        y, width = place * _ROW, unit * (datum.value or 0)
        # Behind the whisker, which may be longer than its bar.
        text_x = max(width, unit * (datum.high or 0)) + 6
        label = datum.label if len(datum.label) <= _LABEL else datum.label[: _LABEL - 1].rstrip() + "…"
        whisker = (
            "" if datum.low is None or datum.high is None else _lying(unit * datum.low, unit * datum.high, y + _ROW / 2 + _BAR / 2 - 1)
        )
        made.append(Bar(label=label, text=number(datum.value), y=_round(y), width=_round(width), text_x=_round(text_x), whisker=whisker))
    return Bars(width=WIDTH, height=_ROW * len(data), bar_height=_BAR, bars=tuple(made))


def columns(data: Sequence[Datum], every: int = 1) -> Plot:
    """A column for each, every so-manieth of them named below."""
    top = _top_of(data)
    step = (WIDTH - _LEFT) / max(len(data), 1)
    made = []
    for place, datum in enumerate(data):
        height = _COLUMNS * (datum.value or 0) / top
        x, y = _LEFT + place * step + step * 0.15, _TOP + _COLUMNS - height
        low, high = ((None if end is None else _TOP + _COLUMNS * (1 - end / top)) for end in (datum.low, datum.high))
        whisker = "" if low is None or high is None else _standing(x + step * 0.35, low, high)
        made.append(Column(x=_round(x), y=_round(y), width=_round(step * 0.7), height=_round(height), whisker=whisker))
    axis = tuple(Tick(at=_round(_LEFT + (place + 0.5) * step), text=datum.label) for place, datum in enumerate(data) if place % every == 0)
    return _plot(0, top, axis, columns=tuple(made))


def line(data: Sequence[Datum], names: int = 4, *, from_nothing: bool = True) -> Plot:
    """A line through all of them, with about `names` of them named below: the last one always. Where there is no figure there is no line.

    Args:
        data: from left to right.
        names: how many are named.
        from_nothing: whether the scale begins at 0; else below the lowest, so that what changes little can be seen to change.
    """
    low, top = (0.0, _top_of(data)) if from_nothing else _span_of(data)
    step = (WIDTH - _LEFT - 12) / max(len(data) - 1, 1)
    places = [
        None if datum.value is None else (_round(_LEFT + place * step), _round(_TOP + _COLUMNS * (1 - (datum.value - low) / (top - low))))
        for place, datum in enumerate(data)
    ]
    pairs = list(zip([None, *places], places, strict=False))
    path = " ".join(f"{'L' if before else 'M'}{here[0]:g} {here[1]:g}" for before, here in pairs if here)
    # One between two gaps has no line, and would not be seen without its point.
    alone = [here for (before, here), after in zip(pairs, [*places[1:], None], strict=False) if here and not before and not after]
    every = max(1, ceil(len(data) / names))
    last = len(data) - 1
    axis = tuple(Tick(at=_round(_LEFT + place * step), text=datum.label) for place, datum in enumerate(data) if (last - place) % every == 0)
    return _plot(low, top, axis, path=path, points=tuple(here for here in places if here) if len(data) <= _FEW else tuple(alone))


def _plot(
    low: float,
    top: float,
    axis: tuple[Tick, ...],
    *,
    columns: tuple[Column, ...] = (),
    path: str = "",
    points: tuple[tuple[float, float], ...] = (),
) -> Plot:
    scale = tuple(Tick(at=_round(_TOP + _COLUMNS * (1 - part / 2)), text=number(low + (top - low) * part / 2)) for part in range(3))
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


def _lying(left: float, right: float, y: float) -> str:
    """A whisker along a bar, with an end on each side."""
    return (
        " ".join(f"M{_round(x):g} {_round(y - _END):g}v{2 * _END:g}" for x in (left, right))
        + f" M{_round(left):g} {_round(y):g}H{_round(right):g}"
    )


def _standing(x: float, low: float, high: float) -> str:
    """One along a column."""
    return (
        " ".join(f"M{_round(x - _END):g} {_round(y):g}h{2 * _END:g}" for y in (low, high))
        + f" M{_round(x):g} {_round(low):g}V{_round(high):g}"
    )


def _highest(data: Sequence[Datum]) -> float:
    return max((max(datum.value or 0, datum.high or 0) for datum in data), default=0)


def _top_of(data: Sequence[Datum]) -> float:
    """A round number that no figure exceeds: 1, 2, 4, 6 or 10 times a power of ten, so that its half is round, too."""
    highest = _highest(data)
    if highest <= 2:
        return 2
    power = 10 ** floor(log10(highest))
    return float(next(each * power for each in (1, 2, 4, 6, 10) if each * power >= highest))


def _span_of(data: Sequence[Datum]) -> tuple[float, float]:
    """Two round numbers around all figures, with a round one in their middle."""
    known = [datum.value for datum in data if datum.value is not None] or [0.0]
    low, high = min(known), max(known)
    power = 10 ** floor(log10(max(high - low, 1)))
    # The bounds are cut to the step, so that a step of half the span may be too little.
    for step in (each * power for each in (1, 2, 5, 10)):
        bottom = floor(low / step) * step
        if bottom + 2 * step >= high:
            return float(bottom), float(bottom + 2 * step)
    return low, high


def _round(value: float) -> float:
    return round(value, 1)
