"""Calendars as files (iCalendar, RFC 5545; RFC 7986 for what names and refreshes one)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import (
    Alarm,
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDuration,
    vText,
)

from comity.communications import calendar
from comity.communications.calendar import Entry
from comity.communications.composing import File
from comity.communications.models import Notice
from comity.communications.models.notices import OF_THE_PROGRAMME
from comity.languages import page_language
from comity.meetings.models import Session

MEDIA_TYPE = "text/calendar; charset=utf-8"
REFRESHED = timedelta(hours=1)
"""How often a programme that follows the address is asked to look."""
MARGIN = timedelta(days=370)
"""Before and after the entries, for which the rules of a time zone are written: entries are moved about within it."""


def written(
    entries: Iterable[Entry], *, title: str = "", address: str = "", method: str = "", remind: int = 0
) -> bytes:
    """A calendar with these entries. `address`: where it can be read again. `method`: PUBLISH or CANCEL, for a file
    that goes with a mail. `remind`: minutes before the beginning, 0 for none."""
    found = list(entries)
    made = Calendar()
    made.add("prodid", "-//Comity//Comity//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    if method:
        made.add("method", method)
    if title:
        made.add("name", title)
        made.add("x-wr-calname", title)
    if address:
        made.add("source", address, parameters={"VALUE": "URI"})
        made.add("refresh-interval", vDuration(REFRESHED), parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", vDuration(REFRESHED))
    for zone in sorted({one.zone for one in found}):
        of_zone = [one for one in found if one.zone == zone]
        first = min(one.starts_at for one in of_zone) - MARGIN
        last = max(one.ends_at for one in of_zone) + MARGIN
        made.add_component(rules(zone, first.date(), last.date()))
    for one in found:
        made.add_component(event(one, remind=remind))
    return bytes(made.to_ical())


def rules(zone: str, first: date, last: date) -> Timezone:
    """When the clock is changed between the days. An onset is written by the clock before it (RFC 5545, 3.6.5): the
    library writes one that puts the clock forward by the clock after it, an hour late. Each stands on a line of its
    own, since some readers take the first of a line only."""
    made = Timezone.from_tzinfo(ZoneInfo(zone), zone, first, last)
    for part in made.subcomponents:
        assert isinstance(part, TimezoneStandard | TimezoneDaylight), "rules consist of nothing else"
        late = max(part.TZOFFSETTO - part.TZOFFSETFROM, timedelta())
        onsets = [one - late for one in (part.DTSTART, *(date for date, _end in part.rdates))]
        del part["DTSTART"]
        part.pop("RDATE", None)
        part.add("DTSTART", onsets[0])
        for one in onsets[1:]:
            part.add("RDATE", [one])
    return made


def event(entry: Entry, *, remind: int = 0) -> Event:
    said = {"LANGUAGE": page_language(entry.language)}
    made = Event()
    made.add("uid", entry.uid)
    made.add("sequence", entry.sequence)
    made.add("dtstamp", entry.changed_at.astimezone(UTC))
    made.add("last-modified", entry.changed_at.astimezone(UTC))
    made.add("dtstart", entry.starts_at.astimezone(ZoneInfo(entry.zone)))
    made.add("dtend", entry.ends_at.astimezone(ZoneInfo(entry.zone)))
    made.add("summary", vText(entry.title), parameters=said)
    if entry.place:
        made.add("location", vText(entry.place), parameters=said)
    if entry.words:
        made.add("description", vText(entry.words), parameters=said)
    if entry.categories:
        made.add("categories", list(entry.categories))
    made.add("url", entry.address, parameters={"VALUE": "URI"})
    made.add("status", entry.status)
    made.add("organizer", organizer())
    made.add("class", "PUBLIC")
    if remind and entry.status != "CANCELLED":
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", timedelta(minutes=-remind))
        made.add_component(alarm)
    return made


def organizer() -> vCalAddress:
    """A cancellation must name one (RFC 5546, 3.2.5)."""
    name, mail = parseaddr(settings.DEFAULT_FROM_EMAIL)
    made = vCalAddress(f"mailto:{mail}")
    if name:
        made.params["CN"] = vText(name)
    return made


def for_letter(notices: list[Notice], language: str) -> list[File]:
    """What goes with a mail about sessions, so that a calendar takes the change over: one file for what is held, one
    for what is cancelled."""
    keys = {one.session_id for one in notices if one.kind in OF_THE_PROGRAMME and one.session_id is not None}
    whole = {one.meeting_id for one in notices if one.kind == Notice.Kind.VENUE}
    if not keys and not whole:
        return []
    with override(page_language(language)):
        at = max(one.happened_at for one in notices)
        entries = calendar.of_sessions(Session.objects.filter(Q(pk__in=keys) | Q(meeting__in=whole)), at=at)
        off = [one for one in entries if one.status == "CANCELLED"]
        names = (("PUBLISH", _("sessions")), ("CANCEL", _("cancelled sessions")))
        return [
            {
                "name": f"{name}.ics",
                "type": f"text/calendar; method={method}",
                "text": written(some, method=method).decode(),
            }
            for (method, name), some in zip(
                names, ([one for one in entries if one not in off], off), strict=True
            )
            if some
        ]
