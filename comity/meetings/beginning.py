"""Beginning a meeting: by itself, or from what its concept note says."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import chain, count
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.meetings import programme, proposing, segments
from comity.meetings.authority import Act, require
from comity.meetings.models import Aspect, ConceptNote, Instrument, Meeting, Series, Session
from comity.meetings.programme import Wording
from comity.participants import roles
from comity.participants.models import Assignment, Person, Role
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.texts import note as notes
from comity.texts.model import LANGUAGES, Reading

TECHNICAL = {
    "ar": "الجلسة التقنية",
    "zh": "技术会议",
    "en": "Technical session",
    "fr": "Séance technique",
    "ru": "Техническое заседание",
    "es": "Sesión técnica",
}
SPECIAL = {
    "ar": "الاجتماع الاستثنائي",
    "zh": "特别会议",
    "en": "Special Meeting",
    "fr": "Réunion spéciale",
    "ru": "Специальное совещание",
    "es": "Reunión especial",
}
COLON = {"zh": "：", "fr": " : "}
SHORT_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a person made of the proposals of a note, or wrote by hand. `aspects` are their titles, in its language."""

    fields: Mapping[str, Any]
    """As `begin` takes them."""
    aspects: Sequence[str] = ()
    instruments: Collection[Instrument] = ()
    technical: bool = True
    """Whether technical sessions are proposed, one an aspect."""
    sessions: bool = True


def read_note(reading: Reading, *, by: Person, at: datetime) -> ConceptNote:
    """Keep what a note proposes until somebody accepts or drops it."""
    require(by, Act.BEGIN, meeting=None)
    found = notes.study(reading)
    with transaction.atomic():
        kept = ConceptNote.objects.create(
            name=reading.file[:200],
            sha256=reading.sha256,
            proposals=asdict(found),
            read_by=by,
            read_at=at,
        )
        trail.note(kept, "read", by=by, at=at, name=kept.name, sha256=kept.sha256)
    return kept


def drop(note: ConceptNote, *, by: Person, at: datetime) -> None:
    """Nothing is made of the note. Raises `NotNow` where something was, or it is dropped already."""
    require(by, Act.BEGIN, meeting=None)
    with transaction.atomic():
        if not ConceptNote.objects.filter(pk=note.pk, meeting=None, dropped_at=None).update(dropped_at=at):
            raise NotNow(_("A meeting was made of this note, or it was dropped."))
        trail.note(note, "dropped", by=by, at=at, name=note.name)


def accept(note: ConceptNote, accepted: Accepted, *, slug: str, by: Person, at: datetime) -> Meeting:
    """A meeting of what a person accepted of the note, with its aspects and a first programme.

    Raises `Refused` as `begin` does, `NotNow` where somebody else made a meeting of the note.
    """
    language = note.proposals.get("language", "en")
    with transaction.atomic():
        made = plan(accepted, slug=slug, language=language if language in LANGUAGES else "en", by=by, at=at)
        if not ConceptNote.objects.filter(pk=note.pk, meeting=None, dropped_at=None).update(meeting=made):
            raise NotNow(_("A meeting was made of this note, or it was dropped."))
        trail.note(made, "accepted", by=by, at=at, meeting=made, note=note.name, sha256=note.sha256)
    return made


def plan(wanted: Accepted, *, slug: str, language: str, by: Person, at: datetime) -> Meeting:
    """A meeting of what a person accepted of a note, or wrote, with its aspects and a first programme. Raises `Refused`
    as `begin` does."""
    with transaction.atomic():
        made = begin(slug=slug, fields=in_series(slug, wanted.fields), by=by, at=at)
        made.instruments.set(wanted.instruments)
        aspects = [
            Aspect.objects.create(
                meeting=made, code=f"aspect-{place}", position=place, titles={language: title}
            )
            for place, title in enumerate(wanted.aspects, start=1)
        ]
        if wanted.sessions:
            propose_sessions(made, aspects, technical=wanted.technical, by=by, at=at)
    return made


def in_series(slug: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Every meeting belongs to a series (R03-1): a new one where none is named."""
    if fields.get("series") is not None or Series.objects.filter(slug=slug).exists():
        return fields
    return {**fields, "series": Series.objects.create(slug=slug, titles=fields["titles"])}


def propose_sessions(
    meeting: Meeting, aspects: Sequence[Aspect], *, technical: bool, by: Person, at: datetime
) -> None:
    """One technical session an aspect, each mapped to the Special Meeting (R07-1), with segments (R07-2): a part of the
    act by which the meeting is begun."""
    planned = proposing.slots(
        meeting.opens_on, meeting.closes_on, meeting.zone, aspects=len(aspects), technical=technical
    )
    special = [one for one in planned if one.tier == Session.Tier.SPECIAL]
    topics = []
    for place, slot in enumerate(special):
        numeral = proposing.NUMERALS[place % len(proposing.NUMERALS)]
        titles = (
            SPECIAL if len(special) == 1 else {code: f"{said} {numeral}" for code, said in SPECIAL.items()}
        )
        topics.append(add(meeting, slot, Wording(titles=titles, aspects=aspects), by=by, at=at))
    for slot in planned:
        if slot.aspect is not None:
            aspect = aspects[slot.aspect]
            titles = {
                code: f"{TECHNICAL[code]} {slot.numeral}{COLON.get(code, ': ')}{said}"
                for code, said in aspect.titles.items()
            }
            add(meeting, slot, Wording(titles=titles, aspects=[aspect], leads_to=topics), by=by, at=at)


def add(meeting: Meeting, slot: proposing.Slot, wording: Wording, *, by: Person, at: datetime) -> Session:
    session = programme.put(
        meeting, slot.tier, wording, starts_at=slot.starts_at, ends_at=slot.ends_at, by=by, at=at
    )
    segments.put(session, proposing.segments(slot), by=by, at=at)
    return session


def begin(*, slug: str, fields: Mapping[str, Any], by: Person, at: datetime) -> Meeting:
    """A meeting as a concept, which nobody sees but those who work on it.

    `fields` are those of `Meeting`, with `titles`, `opens_on` and `closes_on` at least. Whoever is secretariat of
    another meeting is it of this one too; an administrator invites somebody. Raises `Refused` for a short name that is
    none or is taken, days in the wrong order, no title, or a time zone that does not exist.
    """
    require(by, Act.BEGIN, meeting=None)
    require_short_name(slug)
    require_frame(fields)
    with transaction.atomic():
        made = Meeting.objects.create(slug=slug, state=Meeting.State.CONCEPT, **fields)
        if roles.holds_anywhere(by, {Role.SECRETARIAT}):
            Assignment.objects.create(person=by, role=Role.SECRETARIAT, meeting=made)
        trail.note(made, "begun", by=by, at=at, meeting=made)
    return made


def free_name(wanted: str) -> str:
    """The short name, or where it is taken the first free one of "name-2", "name-3" ..."""
    taken = set(Meeting.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    names = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def require_short_name(slug: str) -> None:
    if not SHORT_NAME.fullmatch(slug):
        raise Refused(_("The short name of a meeting has up to 30 small letters, figures and hyphens."))
    if Meeting.objects.filter(slug=slug).exists():
        raise Refused(_("There is a meeting of this short name already. Choose another."))


def require_frame(fields: Mapping[str, Any]) -> None:
    opens_on, closes_on = fields["opens_on"], fields["closes_on"]
    assert isinstance(opens_on, date)
    if opens_on > closes_on:
        raise Refused(_("A meeting ends after it opens."))
    if not any(words.strip() for words in fields["titles"].values()):
        raise Refused(_("Give the meeting a title."))
    try:
        ZoneInfo(fields.get("time_zone", "America/New_York"))
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise Refused(_("There is no such time zone. Write it like America/New_York.")) from unknown
