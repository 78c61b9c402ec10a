"""Charts as pictures: black, grey and white with hatches, so that a black-and-white printer loses nothing; letters of a font with every Vietnamese letter."""

import io
from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import Any, Final

from bot.reports.document import Chart
from bot.reports.writing import clean
from bot.vietnamese.numbers import number

_WIDTH: Final = 6.3  # inches: the text's width of an A4 page with the margins of Decree 30/2020/NĐ-CP
_DOTS: Final = 200
# Ships with matplotlib and has every Vietnamese letter (a test asks for each).
FONT: Final = "DejaVu Serif"
_LOOKS: Final = (("#3f3f3f", ""), ("#ffffff", "////"), ("#c8c8c8", ""), ("#ffffff", "...."))
_NAME_WIDTH: Final = 26  # letters of a category's name on one line
_MOST_SHARED: Final = 12  # standing bars with their whole names below them


def draw(chart: Chart) -> bytes:
    """The chart as PNG. The same chart gives the same picture."""
    # Imported where it is used: 30 MB and half a second that only a report with charts needs; and importing it writes a list of fonts.
    from matplotlib import rc_context  # noqa: PLC0415
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    lines = len(chart.categories) * (1 if chart.stacked else len(chart.series))
    height = 3.4 if chart.stacked else 1.2 + 0.19 * max(lines, len(chart.categories) * 1.7)
    with rc_context({"font.family": FONT, "font.size": 9, "hatch.linewidth": 0.7, "axes.linewidth": 0.6}):
        figure = Figure(figsize=(_WIDTH, height), dpi=_DOTS, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        (_stacked if chart.stacked else _lying)(axes, chart)
        axes.spines[["top", "right"]].set_visible(False)
        if len(chart.series) > 1:
            figure.legend(loc="outside lower center", ncols=len(chart.series), frameon=False)
        out = io.BytesIO()
        figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _lying(axes: Any, chart: Chart) -> None:
    """Bars that lie, those of one category below each other, each with its figure."""
    count = len(chart.series)
    thick = 0.8 / count
    for place, series in enumerate(chart.series):
        colour, hatch = _LOOKS[place % len(_LOOKS)]
        heights = [index + (place - (count - 1) / 2) * thick for index in range(len(chart.categories))]
        values = [value or 0 for value in series.values]
        bars = axes.barh(
            heights, values, height=thick * 0.88, color=colour, edgecolor="black", linewidth=0.6, hatch=hatch, label=series.name
        )
        axes.bar_label(bars, [number(value) if value is not None else "" for value in series.values], padding=2, fontsize=8)
    axes.set_yticks(range(len(chart.categories)), ["\n".join(wrap(clean(name), _NAME_WIDTH)) for name in chart.categories])
    axes.invert_yaxis()
    axes.margins(x=0.1)
    axes.set_xlabel(chart.axis)
    _whole_numbers(axes.xaxis.get_major_locator().tick_values(0, _most(chart)), axes.set_xticks)


def _stacked(axes: Any, chart: Chart) -> None:
    """Bars that stand, one series upon the other, with the figure inside where there is room."""
    places = range(len(chart.categories))
    sums = [0.0] * len(chart.categories)
    tallest = max(
        (sum(value or 0 for value in column) for column in zip(*(series.values for series in chart.series), strict=True)), default=0
    )
    for place, series in enumerate(chart.series):
        colour, hatch = _LOOKS[(place + 1) % 3]
        values = [value or 0 for value in series.values]
        axes.bar(places, values, width=0.6, bottom=sums, color=colour, edgecolor="black", linewidth=0.6, hatch=hatch, label=series.name)
        sums = [before + value for before, value in zip(sums, values, strict=True)]
    for place, total in enumerate(sums):
        axes.annotate(number(total), (place, total), xytext=(0, 2), textcoords="offset points", ha="center", fontsize=8)
    turned = len(chart.categories) > _MOST_SHARED
    axes.set_xticks(places, [clean(name) for name in chart.categories], rotation=60 if turned else 0, ha="right" if turned else "center")
    axes.set_ylim(0, max(tallest * 1.12, 1))
    axes.set_ylabel(chart.axis)
    _whole_numbers(axes.yaxis.get_major_locator().tick_values(0, tallest), axes.set_yticks)


def _most(chart: Chart) -> float:
    return max((value or 0 for series in chart.series for value in series.values), default=0)


def _whole_numbers(ticks: Sequence[float], put: Callable[[Sequence[float], Sequence[str]], object]) -> None:
    """Marks at whole numbers only: there is no half of an item."""
    whole = [tick for tick in ticks if float(tick).is_integer() and tick >= 0]
    if whole:
        put(whole, [number(tick) for tick in whole])
