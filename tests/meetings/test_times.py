"""Dates and times in the six languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from comity.meetings.models import Meeting
from comity.meetings.times import at_venue, written_date


@pytest.mark.parametrize(
    ("language", "last_of_november", "first_of_december"),
    [
        ("ar", "30 تشرين الثاني/نوفمبر 2016", "1 كانون الأول/ديسمبر 2016"),
        ("zh-hans", "2016年11月30日", "2016年12月1日"),
        ("en", "30 November 2016", "1 December 2016"),
        ("fr", "30 novembre 2016", "1er décembre 2016"),
        ("ru", "30 ноября 2016 года", "1 декабря 2016 года"),
        ("es", "30 de noviembre de 2016", "1 de diciembre de 2016"),
    ],
)
def test_a_date_is_written_as_the_united_nations_writes_it(
    language: str, last_of_november: str, first_of_december: str
) -> None:
    """R13-3."""
    with translation.override(language):
        assert (written_date(date(2016, 11, 30)), written_date(date(2016, 12, 1))) == (
            last_of_november,
            first_of_december,
        )


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ar", "1 كانون الأول/ديسمبر 2016، 15:12 (نيويورك)"),
        ("zh-hans", "2016年12月1日 15:12（纽约）"),
        ("en", "1 December 2016, 15:12 (New York)"),
    ],
)
def test_a_time_is_that_of_the_meetings_place(language: str, written: str) -> None:
    meeting = Meeting(time_zone="America/New_York")

    with translation.override(language):
        assert at_venue(datetime(2016, 12, 1, 20, 12, tzinfo=UTC), meeting) == written
