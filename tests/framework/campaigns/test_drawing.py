"""The picture: where things stand, mirrored for Arabic, readable without eyes, and nothing that a page forbids."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.framework.campaigns import drawing
from comity.framework.campaigns.drawing import (
    NARROW,
    WIDE,
    Point,
    Scale,
    Series,
    Words,
    nice,
    spread,
    svg,
    ticks,
)

pytestmark = pytest.mark.no_database

SVG = "{http://www.w3.org/2000/svg}"
SERIES = Series(
    points=(
        Point(date(2017, 5, 31), 9),
        Point(date(2017, 8, 31), 27.5),
        Point(date(2017, 10, 31), 33),
        Point(date(2017, 5, 31), 14, aimed=False),
        Point(date(2017, 10, 31), 49, aimed=False),
    ),
    baseline=Point(date(2017, 4, 20), 0),
    target=Point(date(2017, 10, 31), 35),
)


def words(language: str = "en", title: str = "Remember it") -> Words:
    return Words(
        title, "What one sees", "Baseline", "Target", lambda value: f"{value:g}", lambda day: f"{day:%b %Y}",
        lambda day: f"{day:%d %b}", language,
    )  # fmt: skip


def drawn(series: Series = SERIES, **more: str) -> ET.Element:
    return ET.fromstring(svg(series, words(**more), key="m1"))


def test_the_picture_has_a_title_and_says_what_one_sees() -> None:
    """R04-3: results are drawn over time against the baseline and the target."""
    picture = drawn()
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == "m1-title m1-about"
    assert [(one.get("id"), one.text) for one in picture[:2]] == [
        ("m1-title", "Remember it"),
        ("m1-about", "What one sees"),
    ]
    said = [one.text for one in picture.iter(f"{SVG}text")]
    for label in ("Baseline 0", "Target 35", "33", "49", "May 2017", "Oct 2017"):
        assert label in said
    assert len(picture.findall(f"{SVG}circle")) == 5
    assert len(picture.findall(f"{SVG}polyline")) == 2


def test_no_style_and_no_script_stand_in_it_and_words_are_escaped() -> None:
    """RX-9"""
    written = svg(SERIES, words(title="<script>alert(1)</script> & 5 < 6"), key="m1")
    assert "style=" not in written
    assert "<script" not in written
    assert ET.fromstring(written)[0].text == "<script>alert(1)</script> & 5 < 6"


def test_time_runs_from_the_right_where_one_reads_from_the_right() -> None:
    """R04-3, RX-9"""
    english, arabic = drawn(), drawn(language="ar")
    assert (english.get("direction"), arabic.get("direction")) == ("ltr", "ltr")
    ends = [[one.get("text-anchor") for one in picture.iter(f"{SVG}text")] for picture in (english, arabic)]
    assert [drawing.OTHER_WAY.get(str(one), one) for one in ends[0]] == ends[1]
    spoken = Words("ت", "ت", "خط الأساس", "الهدف", str, str, str, "ar")
    said = [one.text for one in ET.fromstring(svg(SERIES, spoken, key="m1")).iter(f"{SVG}text")]
    assert "\u2067الهدف 35\u2069" in said
    assert "33" in said
    for one, other in zip(english.iter(f"{SVG}circle"), arabic.iter(f"{SVG}circle"), strict=True):
        assert float(one.get("cx") or 0) + float(other.get("cx") or 0) == pytest.approx(WIDE.width)
        assert one.get("cy") == other.get("cy")


def test_one_point_alone_is_drawn_and_no_line_with_it() -> None:
    picture = drawn(Series((Point(date(2017, 5, 1), 3),)))
    assert len(picture.findall(f"{SVG}circle")) == 1
    assert picture.findall(f"{SVG}polyline") == []
    assert drawn(Series(())).findall(f"{SVG}circle") == []


VALUES = st.integers(-(10**12), 10**12).map(lambda units: units / 10_000)
"""As the database keeps them: with four decimals."""
tried = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@tried
@given(st.lists(st.tuples(st.integers(0, 9_999), VALUES, st.booleans()), max_size=8))
def test_whatever_was_measured_stays_within_the_picture(marks: list[tuple[int, float, bool]]) -> None:
    since = date(2000, 1, 1)
    series = Series(tuple(Point(since + timedelta(days=day), *rest) for day, *rest in marks))  # type: ignore[misc]
    for size in (WIDE, NARROW):
        scale = Scale(series, size, mirrored=False)
        for one in series.points:
            assert size.start - 0.2 <= scale.x(one.day) <= size.width - size.end + 0.2
            assert size.top - 0.2 <= scale.y(one.value) <= size.height - size.bottom + 0.2
        svg(series, words(), key="m", size=size)


@tried
@given(VALUES.map(lambda one: -abs(one)), VALUES.map(abs))
def test_numbers_at_the_side_are_few_and_cover_all(low: float, high: float) -> None:
    values = nice(low, high)
    assert 2 <= len(values) <= 8
    assert values[0] <= low + 1e-6 * (high - low)
    assert values[-1] >= high - 1e-6 * (high - low)
    assert 0 in values


def test_numbers_at_the_side_are_round() -> None:
    assert nice(0, 49) == [0, 20, 40, 60]
    assert nice(0, 0) == [0, 0.25, 0.5, 0.75, 1]
    assert nice(-3, 9) == [-5, 0, 5, 10]


@tried
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 12000), st.sampled_from([3, 7]))
def test_names_below_are_few_and_lie_within(first: date, days: int, most: int) -> None:
    last = first + timedelta(days=days)
    found = list(ticks(first, last, most))
    assert 1 <= len(found) <= most + 1 or days > drawing.SHORT
    assert all(first <= day <= last for day, _month in found)


def test_labels_keep_apart_and_within() -> None:
    placed = spread([(100, "a", "x"), (101, "b", "x"), (265, "c", "x"), (266, "d", "x")], WIDE)
    places = [place for place, _said, _name in placed]
    assert [said for _place, said, _name in placed] == ["a", "b", "c", "d"]
    assert all(after - before >= drawing.APART for before, after in pairwise(places))
    assert places[-1] <= WIDE.height - WIDE.bottom


def test_long_names_and_numbers_have_their_place() -> None:
    spoken = Words(
        "t",
        "d",
        "Niveau de référence avant la campagne",
        "Objectif",
        lambda value: f"{value:,.0f} 000",
        str,
        str,
        "fr",
    )
    for size in (WIDE, NARROW):
        found = drawing.fitted(size, SERIES, spoken)
        assert found.start >= drawing.wide("60 000")
        assert size.end < found.end <= size.width * 0.45 + 1
    assert drawing.fitted(WIDE, SERIES, words()) == WIDE
    assert drawing.wide("基线") > drawing.wide("ab")


def test_the_module_needs_no_django() -> None:
    code = (
        "import importlib.util, sys; spec = importlib.util.spec_from_file_location('drawing', sys.argv[1]); "
        "module = importlib.util.module_from_spec(spec); sys.modules['drawing'] = module; "
        "spec.loader.exec_module(module); assert not any(one.startswith('django') for one in sys.modules)"
    )
    path = drawing.__file__
    subprocess.run([sys.executable, "-c", code, path], check=True)
    with open(path, encoding="utf-8") as source:
        assert not re.search(r"^(from|import) (django|comity)", source.read(), re.MULTILINE)
