"""Charts: lengths tell the truth, nothing leaves the picture, and what is missing is not 0."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engagement.words import number
from bot.web.charts import WIDTH, Datum, bars, columns, line

FIGURE = st.floats(0, 1e9, allow_nan=False)


@st.composite
def a_datum(draw):
    """One with or without a figure; and one with an interval around it, or too few Posts to give one."""
    label, count = draw(st.text(max_size=60)), draw(st.integers(0, 99))
    low, value, high = sorted(draw(st.tuples(FIGURE, FIGURE, FIGURE)))
    return draw(
        st.sampled_from(
            [
                Datum(label=label, value=None),
                Datum(label=label, value=value, count=count),
                Datum(label=label, value=value, count=count, low=low, high=high),
            ]
        )
    )


DATA = st.lists(a_datum(), max_size=40)


def ends(whisker: str) -> list[tuple[float, float]]:
    """Where a whisker begins and ends, with the halves of its ends."""
    return [(float(x), float(y)) for x, y in re.findall(r"M(\S+) ([0-9.e-]+)", whisker)]


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0, "0"), (7, "7"), (12.5, "12,5"), (999, "999"), (1_000, "1.000"), (1_234.56, "1.234,6"), (12_345_678, "12.345.678")],
)
def test_numbers_are_written_as_people_here_write_them(value, text):
    assert number(value) == text


def test_bars_are_as_long_as_their_figures_and_say_them():
    chart = bars([Datum(label="A", value=10), Datum(label="B", value=5), Datum(label="C", value=None), Datum(label="D", value=0)])
    assert [bar.width / chart.bars[0].width for bar in chart.bars] == [1, 0.5, 0, 0]
    assert [bar.text for bar in chart.bars] == ["10", "5", "–", "0"]
    assert [bar.y for bar in chart.bars] == sorted({bar.y for bar in chart.bars})


def test_a_long_label_is_cut_and_says_so():
    (bar,) = bars([Datum(label="x" * 99, value=1)]).bars
    assert bar.label.endswith("…")
    assert len(bar.label) < 50


@given(data=DATA)
def test_no_bar_leaves_the_picture(data):
    chart = bars(data)
    for bar in chart.bars:
        assert 0 <= bar.width < bar.text_x < WIDTH
        assert bar.y + chart.bar_height <= chart.height
        assert all(0 <= x < bar.text_x and bar.y <= y <= chart.height for x, y in ends(bar.whisker))


@given(data=DATA, every=st.integers(1, 6))
def test_columns_stand_on_the_axis_within_the_picture_in_order(data, every):
    chart = columns(data, every)
    assert len(chart.columns) == len(data)
    for column in chart.columns:
        assert column.y >= 0
        assert column.y + column.height == pytest.approx(chart.bottom, abs=0.11)
        assert chart.left <= column.x <= column.x + column.width <= chart.width
        assert all(chart.left <= x <= chart.width and 0 <= y <= chart.bottom + 0.1 for x, y in ends(column.whisker))
    assert [bool(column.whisker) for column in chart.columns] == [datum.low is not None for datum in data]
    assert [column.x for column in chart.columns] == sorted(column.x for column in chart.columns)
    assert len(chart.axis) == -(-len(data) // every)


@given(data=DATA, from_nothing=st.booleans())
def test_a_line_passes_through_every_day_that_has_a_figure_and_names_the_last(data, from_nothing):
    chart = line(data, from_nothing=from_nothing)
    known = [datum.value is not None for datum in data]
    begun = sum(here and not before for before, here in zip([False, *known], known, strict=False))
    assert chart.path.count("M") == begun
    assert chart.path.count("L") == sum(known) - begun
    assert all(chart.left <= x <= chart.width and 0 <= y <= chart.bottom for x, y in chart.points)
    assert 0 <= len(chart.axis) <= 5
    if data:
        assert chart.axis[-1].text == data[-1].label


def test_a_day_without_a_figure_is_a_gap_and_one_between_two_gaps_is_seen():
    days = [Datum(label=str(number), value=None if number in {3, 5} else 10) for number in range(40)]
    chart = line(days)
    assert chart.path.count("M") == 3
    assert len(chart.points) == 1
    assert len(line(days[:9]).points) == 7


@given(values=st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_a_scale_that_does_not_begin_at_nothing_holds_every_figure_between_round_numbers(values):
    scale = line([Datum(label="x", value=value) for value in values], from_nothing=False).scale
    low, middle, top = (float(tick.text.replace(".", "").replace(",", ".")) for tick in scale)
    assert low <= min(values) <= max(values) <= top
    assert middle - low == top - middle
    assert top - low <= max(2, 20 * (max(values) - min(values)))


def test_a_whisker_reaches_from_the_one_bound_to_the_other():
    (bar,) = bars([Datum(label="A", value=10, low=5, high=20)]).bars
    (left, _), (right, _), _ = ends(bar.whisker)
    assert (left * 2, right) == (bar.width, bar.width * 2)
    (column,) = columns([Datum(label="A", value=10, low=5, high=20)]).columns
    assert [y for _, y in ends(column.whisker)][:2] == [column.y + column.height / 2, column.y - column.height]


@given(highest=st.floats(0, 1e9, allow_nan=False))
def test_the_scale_begins_at_nothing_ends_above_the_highest_and_is_made_of_round_numbers(highest):
    scale = columns([Datum(label="x", value=highest)]).scale
    low, middle, top = (float(tick.text.replace(".", "").replace(",", ".")) for tick in scale)
    assert (low, middle * 2) == (0, top)
    assert top >= highest * 0.999
    assert [tick.at for tick in scale] == sorted((tick.at for tick in scale), reverse=True)


def test_nothing_at_all_is_a_chart_too():
    assert bars([]).bars == ()
    assert columns([]).columns == ()
    assert line([]).path == ""
