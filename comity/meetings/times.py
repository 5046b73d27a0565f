"""Dates and times in writing: in the reader's language as the United Nations writes them, at the meeting's place."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from comity.languages import comma, reader_language
from comity.meetings.models import Meeting

ARABIC_MONTHS = (
    *("كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيه"),
    *("تموز/يوليه", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر"),
    "كانون الأول/ديسمبر",
)
"""Months under both names, as documents of the Organization give them."""
PLACES = {
    "New York": _("New York"),
    "Zurich": _("Geneva"),
    "Vienna": _("Vienna"),
    "Nairobi": _("Nairobi"),
    "Addis Ababa": _("Addis Ababa"),
    "Bangkok": _("Bangkok"),
    "Beirut": _("Beirut"),
    "Santiago": _("Santiago"),
    "Paris": _("Paris"),
    "Rome": _("Rome"),
    "Amsterdam": _("The Hague"),
}
"""Duty stations of the United Nations by the last part of their time zone."""


def written_date(day: date) -> str:
    """30 November 2016; in French the first is “1er”."""
    language = reader_language()
    if language == "ar":
        return f"{day.day} {ARABIC_MONTHS[day.month - 1]} {day.year}"
    written = date_format(day, "DATE_FORMAT")
    return f"1er{written[1:]}" if language == "fr" and day.day == 1 else written


def at_venue(instant: datetime, meeting: Meeting) -> str:
    """Date and time at the meeting's place, with the place: 1 December 2016, 15:12 (New York)."""
    local = instant.astimezone(meeting.zone)
    if reader_language() == "zh":
        return f"{written_date(local)} {local:%H:%M}（{place(meeting)}）"
    return f"{written_date(local)}{comma()}{local:%H:%M} ({place(meeting)})"


def clock(local: datetime) -> str:
    """Time of day as an agenda gives it: "3 p.m." and "4.30 p.m." in English (DOMAIN.md A.1), 15:00 elsewhere."""
    return date_format(local, "P").replace(":", ".") if reader_language() == "en" else f"{local:%H:%M}"


def weekday(day: date) -> str:
    """Thursday, 1 December 2016."""
    return f"{date_format(day, 'l')}{comma()}{written_date(day)}"


def place(meeting: Meeting) -> str:
    """The city that gives the meeting its time; duty stations of the United Nations in the reader's language."""
    city = meeting.time_zone.rsplit("/", 1)[-1].replace("_", " ")
    return str(PLACES.get(city, city))
