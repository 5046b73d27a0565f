"""A measure drawn over time against its baseline and target, as SVG. No Django, no database, usable alone.

Every style is a class or a presentation attribute, so that a page may forbid inline styles and a file needs none.
Coordinates are worked out from left to right; a language that is written from the right gets the mirrored picture,
for there time runs from the right too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from xml.etree import ElementTree as ET

STEPS = (1, 2, 2.5, 5, 10)
MONTHS = (1, 2, 3, 6, 12, 24, 60)
SHORT = 75
"""Days up to which days are named below the picture, and not months."""
OTHER_WAY = {"start": "end", "end": "start"}
APART = 17
"""Between two labels, one under the other."""


@dataclass(frozen=True, slots=True)
class Point:
    """`aimed`: it is about the audience that is meant."""

    day: date
    value: float
    aimed: bool = True


@dataclass(frozen=True, slots=True)
class Series:
    points: tuple[Point, ...]
    baseline: Point | None = None
    target: Point | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the picture, in one language. `month` and `day` name a tick below it."""

    title: str
    description: str
    baseline: str
    target: str
    number: Callable[[float], str]
    month: Callable[[date], str]
    day: Callable[[date], str]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Size:
    width: int
    height: int
    start: int
    """Margin at the side where the numbers stand."""
    end: int
    """Margin at the side where lines are named."""
    ticks: int
    """At most so many names below."""
    top: int = 14
    bottom: int = 34


WIDE = Size(720, 300, 56, 132, 7)
NARROW = Size(340, 270, 40, 96, 3)
"""For a phone, where letters of the wide one would be too small."""


class Scale:
    """From days and values to places in the picture."""

    def __init__(self, series: Series, size: Size, *, mirrored: bool) -> None:
        self.size, self.mirrored = size, mirrored
        marks = [*series.points, *(one for one in (series.baseline, series.target) if one is not None)]
        days = [one.day for one in marks] or [date(2000, 1, 1)]
        self.first, self.last = min(days), max(days)
        if self.first == self.last:
            self.first, self.last = self.first - timedelta(days=15), self.last + timedelta(days=15)
        values = [one.value for one in marks]
        self.values = nice(min([0.0, *values]), max([0.0, *values]))

    def x(self, day: date) -> float:
        size = self.size
        share = (day - self.first).days / (self.last - self.first).days
        return self.across(size.start + share * (size.width - size.start - size.end))

    def across(self, x: float) -> float:
        """A place counted from where reading starts."""
        return round(self.size.width - x if self.mirrored else x, 1)

    def y(self, value: float) -> float:
        low, high = self.values[0], self.values[-1]
        height = self.size.height - self.size.top - self.size.bottom
        return round(self.size.top + (high - value) / (high - low) * height, 1)


def nice(low: float, high: float) -> list[float]:
    """Round values from below the lowest to above the highest, some five of them."""
    if high == low:
        high = low + 1
    rough = (high - low) / 4
    power = 10 ** math.floor(math.log10(rough))
    step = next(one * power for one in STEPS if one * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(place * step, 10) for place in range(first, last + 1)]


def ticks(first: date, last: date, most: int) -> Iterator[tuple[date, bool]]:
    """(day, whether it is a month that is named): firsts of months, or single days within a short time."""
    if (last - first).days <= SHORT:
        apart = max(1, math.ceil((last - first).days / max(1, most - 1)))
        yield from (
            (first + timedelta(days=passed), False) for passed in range(0, (last - first).days + 1, apart)
        )
        return
    start = first.year * 12 + first.month - (1 if first.day == 1 else 0)
    end = last.year * 12 + last.month - 1
    every = next((one for one in MONTHS if (end - start) / one < most), 120)
    for month in range(start, end + 1, every):
        yield date(month // 12, month % 12 + 1, 1), True


def svg(series: Series, words: Words, *, key: str, size: Size = WIDE) -> str:
    """The picture as an element to be put into a page. `key` makes its ids its own."""
    rtl = words.language == "ar"
    scale = Scale(series, fitted(size, series, words), mirrored=rtl)
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "drawn",
            "viewBox": f"0 0 {size.width} {size.height}",
            "role": "img",
            "aria-labelledby": f"{key}-title {key}-about",
            "direction": "ltr",
            "font-family": "Noto Sans, Arial, Noto Sans Arabic, Noto Naskh Arabic, Noto Sans CJK SC, sans-serif",
            "font-size": "13",
        },
    )
    ET.SubElement(root, "title", {"id": f"{key}-title"}).text = words.title
    ET.SubElement(root, "desc", {"id": f"{key}-about"}).text = words.description
    frame(root, scale, words)
    lines(root, scale, series)
    results(root, scale, series)
    named(root, scale, series, words)
    if rtl:
        from_the_right(root)
    return ET.tostring(root, encoding="unicode")


def fitted(size: Size, series: Series, words: Words) -> Size:
    """With margins that numbers and names fit into, as far as the picture stays wider than its names."""
    numbers = max(wide(words.number(value)) for value in Scale(series, size, mirrored=False).values)
    names = max((wide(said) for _value, said, _name in labels(series, words)), default=0)
    end = min(max(size.end, names + 20), round(size.width * 0.45))
    return replace(size, start=max(size.start, numbers + 14), end=end)


def wide(said: str) -> int:
    """About how wide the words are; signs of direction take no place, Chinese ones two."""
    return round(sum(0 if "\u2060" <= one <= "\u206f" else 13.2 if one >= "\u2e80" else 7.2 for one in said))


def from_the_right(root: ET.Element) -> None:
    """Words end where they began. Their direction is set by signs (Unicode RLI and PDI): what sets a PDF knows these,
    and does not know the direction of an element."""
    for one in root.iter("text"):
        one.set("text-anchor", OTHER_WAY.get(one.get("text-anchor", ""), "middle"))
        if any("\u0600" <= letter <= "\u06ff" for letter in one.text or ""):
            one.text = f"\u2067{one.text}\u2069"


def frame(root: ET.Element, scale: Scale, words: Words) -> None:
    """Round values with a line each, and the time below."""
    size = scale.size
    inner, outer = scale.across(size.start), scale.across(size.width - size.end)
    for value in scale.values:
        y = scale.y(value)
        name = "axis" if value == 0 else "grid"
        stroke(root, name, inner, y, outer, y, "#838f97" if value == 0 else "#dbe0e2")
        text(root, "tick", scale.across(size.start - 8), y + 4.5, words.number(value), anchor="end")
    bottom = scale.y(scale.values[0])
    for day, is_month in ticks(scale.first, scale.last, size.ticks):
        x = scale.x(day)
        stroke(root, "axis", x, bottom, x, bottom + 5, "#838f97")
        text(root, "tick", x, bottom + 22, words.month(day) if is_month else words.day(day), anchor="middle")


def lines(root: ET.Element, scale: Scale, series: Series) -> None:
    """The baseline all along; the target up to its day, where a diamond stands."""
    size = scale.size
    if series.baseline is not None:
        y = scale.y(series.baseline.value)
        made = stroke(
            root, "baseline", scale.across(size.start), y, scale.across(size.width - size.end), y, "#56616a"
        )
        made.set("stroke-dasharray", "2 4")
        made.set("stroke-width", "1.5")
        x = scale.x(series.baseline.day)
        place = {"x": str(round(x - 3.5, 1)), "y": str(round(y - 3.5, 1)), "width": "7", "height": "7"}
        ET.SubElement(root, "rect", {"class": "baseline-mark", **place, "fill": "#56616a"})
    if series.target is not None:
        x, y = scale.x(series.target.day), scale.y(series.target.value)
        made = stroke(root, "target", scale.across(size.start), y, x, y, "#1f6b3b")
        made.set("stroke-dasharray", "9 4")
        made.set("stroke-width", "1.5")
        ET.SubElement(
            root,
            "path",
            {
                "class": "target-mark",
                "d": f"M{x} {y - 6}L{x + 6} {y}L{x} {y + 6}L{x - 6} {y}Z",
                "fill": "#1f6b3b",
            },
        )


def results(root: ET.Element, scale: Scale, series: Series) -> None:
    """Full points and a strong line for the audience that is meant, rings and a thin line for others."""
    for aimed in (False, True):
        found = sorted((one for one in series.points if one.aimed == aimed), key=lambda one: one.day)
        name = "aimed" if aimed else "others"
        if len(found) > 1:
            along = " ".join(f"{scale.x(one.day)},{scale.y(one.value)}" for one in found)
            ET.SubElement(
                root,
                "polyline",
                {
                    "class": f"line {name}",
                    "points": along,
                    "fill": "none",
                    "stroke": "#00629b" if aimed else "#56616a",
                    "stroke-width": "2.5" if aimed else "1.5",
                    "stroke-linejoin": "round",
                },
            )
        for one in found:
            circle = {
                "cx": str(scale.x(one.day)),
                "cy": str(scale.y(one.value)),
                "r": "4.5" if aimed else "4",
            }
            paint = (
                {"fill": "#00629b", "stroke": "#fdfdfb"}
                if aimed
                else {"fill": "#fdfdfb", "stroke": "#56616a"}
            )
            ET.SubElement(
                root, "circle", {"class": f"point {name}", **circle, **paint, "stroke-width": "1.5"}
            )


def labels(series: Series, words: Words) -> list[tuple[float, str, str]]:
    """(value, words, class) of the last results, the baseline and the target."""
    wanted: list[tuple[float, str, str]] = []
    for aimed in (False, True):
        found = [one for one in series.points if one.aimed == aimed]
        if found:
            last = max(found, key=lambda one: one.day)
            wanted.append((last.value, words.number(last.value), "aimed" if aimed else "others"))
    for mark, said, name in (
        (series.baseline, words.baseline, "baseline"),
        (series.target, words.target, "target"),
    ):
        if mark is not None:
            wanted.append((mark.value, f"{said} {words.number(mark.value)}", name))
    return wanted


def named(root: ET.Element, scale: Scale, series: Series, words: Words) -> None:
    """Baseline, target and the last values, named where their lines end; labels keep apart."""
    colours = {"aimed": "#00629b", "others": "#56616a", "baseline": "#56616a", "target": "#1f6b3b"}
    x = scale.across(scale.size.width - scale.size.end + 12)
    wanted = [(scale.y(value), said, name) for value, said, name in labels(series, words)]
    for y, said, name in spread(wanted, scale.size):
        made = text(root, f"name {name}", x, y + 4.5, said, anchor="start")
        made.set("fill", colours[name])
        if name == "aimed":
            made.set("font-weight", "600")


def spread(wanted: Iterable[tuple[float, str, str]], size: Size) -> list[tuple[float, str, str]]:
    """The labels from above to below, moved so that none covers another and none leaves the picture."""
    rows = sorted(wanted)
    places = [place for place, _said, _name in rows]
    for one in range(1, len(places)):
        places[one] = max(places[one], places[one - 1] + APART)
    floor = float(size.height - size.bottom)
    for one in range(len(places) - 1, -1, -1):
        places[one] = min(places[one], floor)
        floor = places[one] - APART
    return [(place, said, name) for place, (_old, said, name) in zip(places, rows, strict=True)]


def stroke(
    root: ET.Element, name: str, x1: float, y1: float, x2: float, y2: float, colour: str
) -> ET.Element:
    ends = {"x1": str(x1), "y1": str(y1), "x2": str(x2), "y2": str(y2)}
    return ET.SubElement(root, "line", {"class": name, **ends, "stroke": colour})


def text(root: ET.Element, name: str, x: float, y: float, said: str, *, anchor: str) -> ET.Element:
    made = ET.SubElement(
        root,
        "text",
        {"class": name, "x": str(x), "y": str(round(y, 1)), "text-anchor": anchor, "fill": "#56616a"},
    )
    made.text = said
    return made
