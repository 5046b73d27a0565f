"""A notice in the reader's language: a line that says it all, then what was and what is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.communications import facts
from comity.communications.facts import Facts
from comity.communications.models import Notice
from comity.languages import brief, comma, left_to_right, localized, semicolon
from comity.meetings.models import Meeting
from comity.meetings.times import place, written_date

Kind = Notice.Kind


@dataclass(frozen=True, slots=True)
class Line:
    """`label` is "" where the words stand alone."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """`note`: what the secretariat adds."""

    notice: Notice
    title: str
    lines: list[Line]
    note: str


OTHERS = {
    Kind.RECALLED: gettext_lazy("Paper withdrawn: %(title)s"),
    Kind.SHARED: gettext_lazy("Minutes are shared: %(title)s"),
    Kind.FINAL: gettext_lazy("Minutes are final: %(title)s"),
    Kind.VENUE: gettext_lazy("Other venue: %(title)s"),
}


def told(notice: Notice, *, zone: str = "") -> Told:
    """`zone`: of the reader, whose own times then stand beside those of the place and UTC."""
    was, becomes = facts.read(notice.was), facts.read(notice.becomes)
    lines = []
    if notice.session is not None and brief(notice.session) != str(notice.session):
        lines.append(Line("", str(notice.session)))
    if was is not None and notice.kind != Kind.ADDED:
        lines.append(Line(_("Was"), span(was, notice.meeting, zone)))
    if becomes is not None and becomes.is_held:
        label = _("Is now") if notice.kind != Kind.ADDED else _("When and where")
        lines.append(Line(label, span(becomes, notice.meeting, zone)))
    if notice.kind == Kind.VENUE:
        for label, kept in ((_("Was"), notice.was), (_("Is now"), notice.becomes)):
            lines.append(Line(label, localized(kept.get("venues", {})) or _("venue to be announced")))
    if notice.session is not None and notice.kind == Kind.CANCELLED and notice.session.cancellation:
        lines.append(Line(_("Reason"), localized(notice.session.cancellation)))
    return Told(notice=notice, title=title(notice, was, becomes), lines=lines, note=localized(notice.words))


def title(notice: Notice, was: Facts | None, becomes: Facts | None) -> str:
    """One line, with what matters first: it is the subject of the mail."""
    if notice.session is not None and becomes is not None:
        return of_session(notice, was, becomes)
    if notice.kind == Kind.AGENDA:
        return _("New version of the agenda: %(title)s") % {"title": localized(notice.titles)}
    if notice.kind == Kind.PAPER:
        return _("Paper: %(title)s") % {"title": localized(notice.titles)}
    if notice.kind in OTHERS:
        return str(OTHERS[Kind(notice.kind)]) % {"title": localized(notice.titles)}
    names = notice.body.names_on(notice.meeting.opens_on) if notice.body else {}
    return {
        Kind.PUBLISHED: _("Statement of %(delegation)s"),
        Kind.CORRECTED: _("Statement of %(delegation)s, corrected"),
        Kind.REVISED: _("Statement of %(delegation)s, revised"),
    }.get(Kind(notice.kind), _("Statement of %(delegation)s, withdrawn")) % {"delegation": localized(names)}


def of_session(notice: Notice, was: Facts | None, becomes: Facts) -> str:
    session = brief(notice.session)
    if notice.kind == Kind.MOVED and was is not None:
        if (was.starts_at, was.ends_at) == (becomes.starts_at, becomes.ends_at):
            said = _("Other room: %(session)s, now %(room)s")
            return said % {"session": session, "room": room(becomes)}
        when = begins(becomes, notice.meeting)
        return _("Moved: %(session)s, now %(when)s") % {"session": session, "when": when}
    if notice.kind in (Kind.CANCELLED, Kind.POSTPONED) and was is not None:
        said = _("Cancelled: %(session)s, %(when)s")
        if notice.kind == Kind.POSTPONED:
            said = _("Postponed: %(session)s, %(when)s")
        return said % {"session": session, "when": begins(was, notice.meeting)}
    said = _("New: %(session)s, %(when)s")
    if notice.kind == Kind.RESTORED:
        said = _("Held after all: %(session)s, %(when)s")
    return said % {"session": session, "when": begins(becomes, notice.meeting)}


def begins(one: Facts, meeting: Meeting) -> str:
    """Day, hour and place of the beginning."""
    local = one.starts_at.astimezone(meeting.zone)
    return f"{written_date(local)}{comma()}{local:%H:%M} ({place(meeting)})"


def span(one: Facts, meeting: Meeting, zone: str = "") -> str:
    """Day, hours and room: at the place, in UTC, and by the reader's own clock where that is another one."""
    local = hours(one, meeting.zone)
    beside = [left_to_right(f"{hours(one, UTC, beside=meeting.zone)} UTC")]
    if zone and is_other(ZoneInfo(zone), meeting.zone, one.starts_at):
        own = hours(one, ZoneInfo(zone), beside=meeting.zone)
        beside.append(_("%(hours)s by your clock") % {"hours": own})
    when = f"{local} ({semicolon().join([place(meeting), *beside])})"
    return f"{when}{comma()}{room(one)}" if one.room else when


def room(one: Facts) -> str:
    return localized(one.room) or _("room to be announced")


def hours(one: Facts, zone: tzinfo, *, beside: ZoneInfo | None = None) -> str:
    """From when to when by one clock. The date stands with it, unless it is that of the clock `beside`."""
    starts, ends = (when.astimezone(zone) for when in (one.starts_at, one.ends_at))
    until = f"{ends:%H:%M}" if ends.date() == starts.date() else f"{written_date(ends)}{comma()}{ends:%H:%M}"
    said = left_to_right(f"{starts:%H:%M}–{until}")
    if beside is not None and starts.date() == one.starts_at.astimezone(beside).date():
        return said
    return f"{written_date(starts)}{comma()}{said}"


def is_other(zone: ZoneInfo, of_place: ZoneInfo, at: datetime) -> bool:
    """Whether the two clocks show different times at the instant."""
    return at.astimezone(zone).utcoffset() not in (at.astimezone(of_place).utcoffset(), at.utcoffset())
