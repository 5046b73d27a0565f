"""The agenda: issued version by version, each frozen as it stood, adopted, revised (DOMAIN.md 1.18, R10-1)."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from comity.meetings import casting, checking, documentation, states
from comity.meetings.authority import Act, require
from comity.meetings.casting import Cast
from comity.meetings.checking import Programme
from comity.meetings.models import AgendaVersion, Meeting, Session
from comity.meetings.queries import is_public
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotNow

Stage = AgendaVersion.Stage
Content = dict[str, Any]

MOVES: dict[AgendaVersion.Stage | None, frozenset[AgendaVersion.Stage]] = {
    None: frozenset({Stage.PROPOSED, Stage.PROVISIONAL}),
    Stage.PROPOSED: frozenset({Stage.PROPOSED, Stage.PROVISIONAL}),
    Stage.PROVISIONAL: frozenset({Stage.PROVISIONAL, Stage.ANNOTATED}),
    Stage.ANNOTATED: frozenset({Stage.ANNOTATED, Stage.ADOPTED}),
    Stage.ADOPTED: frozenset({Stage.REVISED}),
    Stage.REVISED: frozenset({Stage.REVISED}),
}
"""Stage of the last version -> those that may follow; None before the first. The same again is its Rev.n."""
ISSUED = frozenset(Stage) - {Stage.ADOPTED}
"""What is made of the programme as it stands; an adopted agenda is the annotated one, word for word."""


def latest(meeting: Meeting) -> AgendaVersion | None:
    """The last version, without its words until they are asked for."""
    return meeting.agendas.defer("content", "people").order_by("-number").first()


def next_stages(meeting: Meeting) -> list[AgendaVersion.Stage]:
    """What may follow, in the order of an agenda's life."""
    last = latest(meeting)
    allowed = MOVES[Stage(last.stage) if last else None]
    return [stage for stage in Stage if stage in allowed]


def shown(meeting: Meeting) -> list[AgendaVersion]:
    """The versions that the public sees, the newest first: none before the announcement, and no proposed agenda, which
    is the Committee's own."""
    if not is_public(meeting):
        return []
    return list(meeting.agendas.exclude(stage=Stage.PROPOSED).select_related("meeting").order_by("-number"))


def issue(meeting: Meeting, stage: AgendaVersion.Stage, *, by: Person, at: datetime) -> AgendaVersion:
    """Freeze the programme as it stands under the next number.

    Raises `NotNow` where the stage does not follow the last one, where it would say nothing new, or where a check
    stands in the way (checking.py); the sentence names what.
    """
    require(by, Act.ISSUE_AGENDA, meeting=meeting)
    states.require_open(meeting)
    if stage not in ISSUED:
        raise NotNow(_("An agenda is adopted as it was issued."))
    with transaction.atomic():
        last = held(meeting, stage)
        of = checking.programme(meeting, at=at)
        blocking = [one.whole for one in checking.findings(meeting, stage=stage, at=at, of=of) if one.blocks]
        if blocking:
            raise NotNow(" ".join(blocking))
        content = content_of(meeting, stage, at=at, of=of)
        if last is not None and last.stage == stage and last.sha256 == fingerprint(content):
            raise NotNow(_("Nothing has changed since the last version was issued."))
        return freeze(meeting, stage, content, people_of(meeting), verb="issued", by=by, at=at)


def adopt(meeting: Meeting, *, by: Person, at: datetime) -> AgendaVersion:
    """Record that the meeting adopted its agenda: the last annotated one, word for word. Raises `NotNow` where there is
    none to adopt."""
    require(by, Act.ADOPT_AGENDA, meeting=meeting)
    states.require_open(meeting)
    with transaction.atomic():
        last = held(meeting, Stage.ADOPTED)
        assert last is not None, "something is adopted"
        return freeze(meeting, Stage.ADOPTED, last.content, last.people, verb="adopted", by=by, at=at)


def held(meeting: Meeting, stage: AgendaVersion.Stage) -> AgendaVersion | None:
    """The last version, with the meeting held so that numbers run once. Raises `NotNow` where the stage does not
    follow it."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    last = latest(meeting)
    if stage not in MOVES[Stage(last.stage) if last else None]:
        raise NotNow(
            _("This is not possible now: the last version is “%(last)s”.") % {"last": last}
            if last
            else _("There is no agenda yet: issue a proposed or a provisional one first.")
        )
    return last


def freeze(
    meeting: Meeting,
    stage: AgendaVersion.Stage,
    content: Content,
    people: Content,
    *,
    verb: str,
    by: Person,
    at: datetime,
) -> AgendaVersion:
    earlier = meeting.agendas.filter(stage=stage).count()
    last = meeting.agendas.aggregate(last=Max("number"))["last"] or 0
    version = AgendaVersion.objects.create(
        meeting=meeting,
        number=last + 1,
        stage=stage,
        revision=earlier + 1 if stage == Stage.REVISED else earlier,
        content=content,
        people=people,
        sha256=fingerprint(content),
        issued_at=at,
        issued_by=by,
    )
    trail.note(
        version,
        verb,
        by=by,
        at=at,
        meeting=meeting,
        number=version.number,
        stage=stage.value,
        revision=version.revision,
        sha256=version.sha256,
    )
    return version


def fingerprint(content: Content) -> str:
    """SHA-256 of the content as canonical JSON: sorted keys, no spaces, UTF-8."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def has_changed(version: AgendaVersion, *, at: datetime, of: Programme | None = None) -> bool:
    """Whether the programme says something else at the instant than this version does."""
    return fingerprint(content_of(version.meeting, Stage(version.stage), at=at, of=of)) != version.sha256


def content_of(
    meeting: Meeting, stage: AgendaVersion.Stage, *, at: datetime, of: Programme | None = None
) -> Content:
    """The programme as JSON, texts in all languages in which they are given, with the papers that the public may read
    at the instant; the same number of queries however many sessions. An agenda before the annotated one lists its
    items with those who are proposed and its papers, and no more. `of` is what `checking.programme` has read already
    at the same instant."""
    annotated = stage not in checking.PLAIN
    of = of or checking.programme(meeting, at=at)
    if annotated:
        prefetch_related_objects(of.every, "questions__aspect")
    return {
        "meeting": {
            "slug": meeting.slug,
            "titles": meeting.titles,
            "convened_by": meeting.convened_by,
            "venues": meeting.venues,
            "time_zone": meeting.time_zone,
            "opens_on": meeting.opens_on.isoformat(),
            "closes_on": meeting.closes_on.isoformat(),
        },
        "annotated": annotated,
        "aspects": [
            {"code": one.code, "titles": one.titles, "scope_notes": one.scope_notes if annotated else {}}
            for one in of.aspects
        ],
        "sessions": [
            {
                **item(one, of.cast.get(one.pk, [])),
                **documents(one, at=at),
                **(annotation(one) if annotated else {}),
            }
            for one in of.every
        ],
    }


def people_of(meeting: Meeting) -> Content:
    """Key of a participant -> name, title and affiliation as they are now, of everybody with a part in a session."""
    return {
        str(one.who): {"name": one.name, "title": one.title, "affiliation": one.affiliation}
        for cast in casting.standing(meeting.sessions.all()).values()
        for one in cast
    }


def forget(participant: int) -> None:
    """Take somebody's name out of every agenda that was issued: for erasure, inside the transaction of that act. What
    the agendas say otherwise, and their fingerprints, stay (RX-4)."""
    key = str(participant)
    for pk, people in AgendaVersion.objects.filter(people__has_key=key).values_list("pk", "people"):
        AgendaVersion.objects.filter(pk=pk).update(
            people={one: named for one, named in people.items() if one != key}
        )


def item(session: Session, cast: list[Cast]) -> Content:
    """A session as every agenda lists it; its people by their keys, whose names `people_of` tells."""
    return {
        "code": session.code,
        "tier": session.tier,
        "titles": session.titles,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "room": session.room.names if session.room else {},
        "cancelled": session.cancellation if session.cancelled_at else None,
        "aspects": [one.code for one in session.aspects.all()],
        "leads_to": [one.code for one in session.leads_to.all()],
        "parts": [{"participant": str(one.who), "role": one.role, "state": one.state} for one in cast],
    }


def documents(session: Session, *, at: datetime) -> Content:
    """Its papers as they stand at the instant. Without any, nothing is added: agendas were issued before papers were
    named in them, and their fingerprints hold."""
    papers = documentation.named(session, at=at)
    return {"documents": papers} if papers else {}


def annotation(session: Session) -> Content:
    """What an annotated agenda adds (DOMAIN.md A.1)."""
    return {
        "annotations": session.annotations,
        "segments": [
            {
                "kind": one.kind,
                "minutes": one.minutes,
                "titles": one.titles,
                "annotations": one.annotations,
            }
            for one in session.segments.all()
        ],
        "questions": [{"aspect": one.aspect.code, "texts": one.texts} for one in session.questions.all()],
        "slot_minutes": session.slot_minutes,
        "attribution": session.attribution,
        "interpretation": session.interpretation,
        "webcast": session.webcast,
    }
