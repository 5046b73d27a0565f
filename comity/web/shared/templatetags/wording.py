"""Filters about words: times of the venue, names and directions of languages, citations within a text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from comity.languages import NATIVE_NAMES, brief, comma, localized, semicolon
from comity.meetings.models import Meeting
from comity.meetings.times import at_venue, place, written_date
from comity.participants.models import Body
from comity.statements.models import Paragraph

register = template.Library()


@register.filter
def venue(instant: datetime | None, meeting: Meeting) -> str:
    """Date and time at the meeting's place, with the place."""
    if instant is None:
        return ""
    return at_venue(instant, meeting)


@register.filter
def hour(instant: datetime, meeting: Meeting) -> str:
    """Time of day at the meeting's place."""
    return f"{instant.astimezone(meeting.zone):%H:%M}"


@register.filter
def utc_hour(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%H:%M}"


@register.filter
def day(instant: datetime, meeting: Meeting) -> str:
    """Date at the meeting's place."""
    return written_date(instant.astimezone(meeting.zone))


@register.filter
def called_at(body: Body, meeting: Meeting) -> str:
    """A State or organization by the name that it bore when the meeting opened (RX-7)."""
    return localized(body.names_on(meeting.opens_on))


@register.filter
def written(day: date) -> str:
    """A date as the reader's language writes it."""
    return written_date(day)


register.filter(place)
register.filter(brief)
register.simple_tag(comma)
register.simple_tag(semicolon)


@register.filter
def of_key(found: dict[Any, Any], key: Any) -> Any:
    """What stands under the key of an object."""
    return found.get(key)


@register.filter
def clipped(text: str, length: int) -> str:
    """The first words, at most `length` code points; Chinese, which has no spaces, half as many."""
    limit = length // 2 if any("\u4e00" <= character <= "\u9fff" for character in text[:20]) else length
    if len(text) <= limit:
        return text
    end = text.rfind(" ", limit // 2, limit)
    return f"{text[: end if end > 0 else limit].rstrip(' ,;:،؛，；')} …"


@register.filter
def native(language: str) -> str:
    """A language in its own words."""
    return NATIVE_NAMES.get(language) or _("another language")


@register.filter
def direction(language: str) -> str:
    return "rtl" if language == "ar" else "ltr"


@register.filter
def cited(paragraph: Paragraph) -> SafeString:
    """The text with its citations marked; what the register does not know, or contradicts, is flagged in words."""
    flags = {"unknown": _("not in the register"), "year_mismatch": _("the year does not agree")}
    parts: list[str] = []
    position = 0
    for citation in paragraph.citations.all():
        if citation.start < position:
            continue
        parts.append(escape(paragraph.text[position : citation.start]))
        flag = flags.get(citation.status)
        note = format_html(' <span class="flag">{}</span>', flag) if flag else ""
        parts.append(
            format_html(
                '<cite class="citation {}">{}</cite>{}',
                citation.status,
                paragraph.text[citation.start : citation.end],
                note,
            )
        )
        position = citation.end
    parts.append(escape(paragraph.text[position:]))
    return mark_safe("".join(parts))  # noqa: S308  (every part is escaped)


@register.filter
def webcal(address: str) -> str:
    """The address of a calendar as programmes take it that are to follow it rather than copy it once."""
    return re.sub(r"^https?:", "webcal:", address)


@register.filter
def on_day(one: date) -> str:
    """A day as documents of the Organization write it."""
    return written_date(one)
