"""The picture of a measure with its words in the reader's language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from comity.framework.campaigns import drawing
from comity.framework.campaigns.drawing import Point, Series, Size, Words
from comity.framework.campaigns.showing import Measure
from comity.languages import left_to_right, reader_language
from comity.meetings.times import ARABIC_MONTHS, written_date


def figure(value: Decimal | float) -> str:
    """As the language writes numbers, without zeros at the end."""
    plain = Decimal(str(value)).normalize()
    written = number_format(f"{plain:f}", use_l10n=True, force_grouping=True)
    return left_to_right(written.replace("-", "−"))


def month(day: date) -> str:
    """As short as it can be below a picture."""
    language = reader_language()
    if language == "ar":
        return f"{ARABIC_MONTHS[day.month - 1].rpartition('/')[2]} {day.year}"
    return date_format(day, "Y年n月" if language == "zh" else "M Y")


def short_day(day: date) -> str:
    language = reader_language()
    if language == "ar":
        return f"{day.day} {ARABIC_MONTHS[day.month - 1].rpartition('/')[2]}"
    return date_format(day, "n月j日" if language == "zh" else "j M")


def series(measure: Measure) -> Series:
    baseline = target = None
    if measure.baseline is not None and measure.baseline_on is not None:
        baseline = Point(measure.baseline_on, float(measure.baseline))
    if measure.target is not None and measure.target_on is not None:
        target = Point(measure.target_on, float(measure.target))
    points = tuple(Point(one.day, float(one.value), one.of_audience) for one in measure.results)
    return Series(points, baseline, target)


def described(measure: Measure) -> str:
    """What one sees, for who does not; every figure stands in the table behind the picture."""
    said = []
    if measure.baseline is not None and measure.baseline_on is not None:
        said.append(
            _("Baseline: %(value)s on %(day)s.")
            % {"value": figure(measure.baseline), "day": written_date(measure.baseline_on)}
        )
    if measure.last is not None:
        said.append(
            _("Last result: %(value)s on %(day)s.")
            % {"value": figure(measure.last.value), "day": written_date(measure.last.day)}
        )
    if measure.target is not None and measure.target_on is not None:
        said.append(
            _("Target: %(value)s by %(day)s.")
            % {"value": figure(measure.target), "day": written_date(measure.target_on)}
        )
    return " ".join(said)


def picture(measure: Measure, *, key: str, size: Size = drawing.WIDE) -> SafeString:
    """As SVG for a page; every word in it is escaped."""
    words = Words(
        title=_("Measure %(number)d: %(name)s") % {"number": measure.number, "name": measure.name},
        description=described(measure),
        baseline=_("Baseline"),
        target=_("Target"),
        number=figure,
        month=month,
        day=short_day,
        language=reader_language(),
    )
    return mark_safe(drawing.svg(series(measure), words, key=key, size=size))  # noqa: S308
