"""What a meeting declares before its sessions: what it is called and when it is, its aspects, its rooms."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.db.models import F, Max, ProtectedError, QuerySet
from django.utils.translation import gettext_lazy as _

from comity.meetings import states
from comity.meetings.authority import Act, require
from comity.meetings.models import Aspect, Instrument, Meeting, Room, Session
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotNow, Refused

WORDS = ("titles", "short_titles", "descriptions", "convened_by", "venues")
LONGEST_CODE = 50
FACTS = (
    *("time_zone", "opens_on", "closes_on", "statements_due_at", "registration_due_at"),
    *("late_policy", "words_per_minute"),
)


def revise(
    meeting: Meeting,
    changes: Mapping[str, Any],
    *,
    instruments: Collection[Instrument] | None = None,
    by: Person,
    at: datetime,
) -> None:
    """Change fields of the meeting (`WORDS`, `FACTS`), and the instruments in whose framework it is held.

    The record says which, and what the days and deadlines were. Raises `Refused` for days in the wrong order or a
    meeting without a title.
    """
    require(by, Act.EDIT, meeting=meeting)
    states.require_open(meeting)
    with transaction.atomic():
        now = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        changed = {name: value for name, value in changes.items() if getattr(now, name) != value}
        assert set(changed) <= {*WORDS, *FACTS}
        if changed.get("opens_on", now.opens_on) > changed.get("closes_on", now.closes_on):
            raise Refused(_("A meeting ends after it opens."))
        if not changes.get("titles", now.titles):
            raise Refused(_("Give the meeting a title."))
        told = {
            name: {"before": plain(getattr(now, name)), "after": plain(value)}
            for name, value in changed.items()
            if name in FACTS
        }
        if changed:
            Meeting.objects.filter(pk=now.pk).update(**changed)
        if "venues" in changed:
            told["venues"] = {"before": now.venues, "after": changed["venues"]}
            renamed(now.sessions.all(), by=by, at=at)
        if instruments is not None and set(now.instruments.all()) != set(instruments):
            now.instruments.set(instruments)
            changed["instruments"] = True
        if changed:
            trail.note(now, "revised", by=by, at=at, meeting=now, fields=sorted(changed), **told)
    meeting.refresh_from_db()


def plain(value: Any) -> Any:
    """As JSON takes it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def write_aspect(
    meeting: Meeting,
    aspect: Aspect | None,
    *,
    code: str = "",
    words: Mapping[str, Any],
    seen: int | None = None,
    by: Person,
    at: datetime,
) -> Aspect:
    """Add an aspect (None), or word one anew: `titles`, `scope_notes`, `in_scope`, `out_of_scope` (language -> words).

    Any number a meeting, and its code never changes. `seen` is the last act with it that the person knew of. Raises
    `Refused` without a title or with a code that is taken, `NotNow` where somebody else worded it since.
    """
    require(by, Act.EDIT, meeting=meeting)
    states.require_open(meeting)
    require_words(words.get("titles", {}), _("Give the aspect a title."))
    with transaction.atomic():
        if aspect is None:
            require_code(code, meeting, "aspects")
            last = meeting.aspects.aggregate(last=Max("position"))["last"] or 0
            aspect = Aspect.objects.create(meeting=meeting, code=code, position=last + 1, **words)
            trail.note(aspect, "added", by=by, at=at, meeting=meeting)
        else:
            require_unchanged(aspect, seen, by=by)
            Aspect.objects.filter(pk=aspect.pk).update(**words)
            aspect.refresh_from_db()
            trail.note(aspect, "revised", by=by, at=at, meeting=meeting, fields=sorted(words))
    return aspect


def require_unchanged(found: Aspect | Room, seen: int | None, *, by: Person) -> None:
    """Raises `NotNow` where an old page would undo what somebody else wrote. Call it inside the transaction of the
    change: it holds the row."""
    type(found)._default_manager.select_for_update().get(pk=found.pk)
    if seen is not None and trail.of(found).filter(verb="revised", pk__gt=seen).exclude(by=by).exists():
        raise NotNow(states.SOMEBODY_ELSE)


def remove_aspect(aspect: Aspect, *, seen: int | None = None, by: Person, at: datetime) -> None:
    """Raises `NotNow` once statements, sessions or questions name it, or where somebody else worded it since."""
    meeting = aspect.meeting
    require(by, Act.EDIT, meeting=meeting)
    states.require_open(meeting)
    hold = [one for one in ("sessions", "questions", "statements") if getattr(aspect, one).exists()]
    if hold:
        raise NotNow(_("Sessions, questions or statements name this aspect: it stays."))
    with transaction.atomic():
        require_unchanged(aspect, seen, by=by)
        trail.note(aspect, "removed", by=by, at=at, meeting=meeting, code=aspect.code)
        aspect.delete()


def write_room(
    meeting: Meeting,
    room: Room | None,
    *,
    code: str = "",
    names: dict[str, str],
    capacity: int | None = None,
    seen: int | None = None,
    by: Person,
    at: datetime,
) -> Room:
    """Add a room (None), or name one anew; `seen` as `write_aspect` takes it. Raises `Refused` without a name or with a
    code that is taken, `NotNow` where somebody else changed it since."""
    require(by, Act.EDIT, meeting=meeting)
    states.require_open(meeting)
    require_words(names, _("Give the room a name."))
    with transaction.atomic():
        if room is None:
            require_code(code, meeting, "rooms")
            room = Room.objects.create(meeting=meeting, code=code, names=names, capacity=capacity)
            trail.note(room, "added", by=by, at=at, meeting=meeting)
        else:
            require_unchanged(room, seen, by=by)
            was = Room.objects.select_for_update().get(pk=room.pk).names
            Room.objects.filter(pk=room.pk).update(names=names, capacity=capacity)
            room.refresh_from_db()
            if room.names != was:
                renamed(Session.objects.filter(room=room), by=by, at=at)
            trail.note(room, "revised", by=by, at=at, meeting=meeting)
    return room


def renamed(sessions: QuerySet[Session], *, by: Person, at: datetime) -> None:
    """Their place is called something else: calendars take the entries over anew (RFC 5545, 3.8.7.4)."""
    found = list(sessions.select_related("meeting"))
    Session.objects.filter(pk__in=[one.pk for one in found]).update(
        calendar_sequence=F("calendar_sequence") + 1
    )
    trail.note_each([(one, {}) for one in found], "renamed place", by=by, at=at)


def remove_room(room: Room, *, seen: int | None = None, by: Person, at: datetime) -> None:
    """Raises `NotNow` while a session is held in it, or where somebody else changed it since."""
    require(by, Act.EDIT, meeting=room.meeting)
    states.require_open(room.meeting)
    with transaction.atomic():
        require_unchanged(room, seen, by=by)
        trail.note(room, "removed", by=by, at=at, meeting=room.meeting, code=room.code)
        try:
            room.delete()
        except ProtectedError as held:
            raise NotNow(_("Sessions are held in this room: move them first.")) from held


def require_words(said: Mapping[str, str], sentence: Any) -> None:
    if not any(words.strip() for words in said.values()):
        raise Refused(sentence)


def require_code(code: str, meeting: Meeting, among: str) -> None:
    """Raises `Refused` for a code that is none or is taken. Call it inside a transaction: it holds the meeting."""
    try:
        validate_slug(code)
    except ValidationError as wrong:
        raise Refused(_("A code has letters, digits, hyphens and underscores only.")) from wrong
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    if len(code) > LONGEST_CODE or getattr(meeting, among).filter(code=code).exists():
        raise Refused(_("This code is taken already, or too long. Choose another."))
