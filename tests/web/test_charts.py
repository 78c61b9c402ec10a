"""Charts: lengths tell the truth, nothing leaves the picture, and what is missing is not 0."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.charts import WIDTH, Datum, bars, columns, line, number

DATA = st.lists(
    st.builds(Datum, label=st.text(max_size=60), value=st.none() | st.floats(0, 1e9, allow_nan=False), count=st.integers(0, 99)),
    max_size=40,
)


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
        assert 0 <= bar.width < WIDTH
        assert bar.y + chart.bar_height <= chart.height


@given(data=DATA, every=st.integers(1, 6))
def test_columns_stand_on_the_axis_within_the_picture_in_order(data, every):
    chart = columns(data, every)
    assert len(chart.columns) == len(data)
    for column in chart.columns:
        assert column.y >= 0
        assert column.y + column.height == pytest.approx(chart.bottom, abs=0.11)
        assert chart.left <= column.x <= column.x + column.width <= chart.width
    assert [column.x for column in chart.columns] == sorted(column.x for column in chart.columns)
    assert len(chart.axis) == -(-len(data) // every)


@given(data=DATA)
def test_a_line_passes_through_every_day_and_names_the_last(data):
    chart = line(data)
    assert chart.path.count("M") == (1 if data else 0)
    assert chart.path.count("L") == max(len(data) - 1, 0)
    assert all(chart.left <= x <= chart.width and 0 <= y <= chart.bottom for x, y in chart.points)
    assert 0 <= len(chart.axis) <= 5
    if data:
        assert chart.axis[-1].text == data[-1].label


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
