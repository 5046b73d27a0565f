"""Finding out what there is to tell: the programme against what readers know, and what became public.

Lower nouns know nothing of this. Whatever touches a meeting leaves an act in the record; then its sessions are compared
with what readers were last told. So a session that is moved and moved back is no news, and what is moved three times
in a row is told once. Each notice has an identity, so that reading the same stretch of time again tells nothing twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from comity.communications import facts
from comity.communications.models import KnownSession, Notice
from comity.languages import in_each_language
from comity.meetings.models import AgendaVersion, Meeting, Session
from comity.meetings.queries import is_public, was_announced
from comity.papers.models import Document, DocumentVersion, Minutes
from comity.record.models import Act
from comity.statements.models import Version

SETTLES, SETTLES_AT_LEAST = timedelta(minutes=10), timedelta(minutes=1)
"""How long a change must have stood before it is told: whoever rearranges a day makes many. The second where the
session begins within a day."""
LONGEST = timedelta(minutes=30)
"""After which it is told although changes go on."""
SOON = timedelta(days=1)


def look(*, since: datetime, at: datetime) -> int:
    """Write a notice of whatever is new between the two instants; returns how many are new."""
    found = sum(compare(meeting, at=at) for meeting in touched(since=since, at=at))
    return found + sum(read(since=since, at=at) for read in READERS)


def touched(*, since: datetime, at: datetime) -> list[Meeting]:
    """Announced meetings of which the record tells something new, or of whose sessions nobody has been told yet."""
    announced = Meeting.objects.filter(was_announced())
    acted = Act.objects.filter(meeting__in=announced, at__gt=since, at__lte=at).values_list(
        "meeting", flat=True
    )
    wanted = {*acted.order_by().distinct()}
    known = {*KnownSession.objects.order_by().values_list("session__meeting", flat=True).distinct()}
    return [one for one in announced.order_by("pk") if one.pk in wanted or one.pk not in known]


@transaction.atomic
def compare(meeting: Meeting, *, at: datetime) -> int:
    """Sessions against what readers know of them; returns how many notices are new.

    The programme as it is announced is known to everybody: of that nobody is told session by session.
    """
    known = {
        one.pk: one
        for one in KnownSession.objects.select_for_update().filter(session__meeting=meeting).order_by("pk")
    }
    waiting: dict[int | None, Notice] = {}
    for notice in Notice.objects.filter(session__meeting=meeting, due_at__isnull=False):
        waiting.setdefault(notice.session_id, notice)
    found = 0
    for session in meeting.sessions.select_related("room", "meeting"):
        now = facts.of(session)
        if session.pk in known:
            found += renew(session, known[session.pk], waiting.get(session.pk), now, at=at)
            continue
        KnownSession.objects.create(session=session, facts=now, since=at)
        if known and now["state"] == facts.HELD and session.ends_at > at:
            found += write(session, Notice.Kind.ADDED, {}, now, at=at)
    return found


def renew(
    session: Session, known: KnownSession, waiting: Notice | None, now: dict[str, Any], *, at: datetime
) -> int:
    """`waiting`: what is to be told of the session already."""
    if waiting is not None:
        change(waiting, known, now, at=at)
        return 0
    if now in (known.facts, known.kept_back):
        return 0
    kind = facts.kind(known.facts, now)
    if kind is None or is_over(known.facts, now, at=at):
        KnownSession.objects.filter(pk=known.pk).update(facts=now, kept_back=None, since=at)
        return 0
    return write(session, kind, known.facts, now, at=at)


def change(waiting: Notice, known: KnownSession, now: dict[str, Any], *, at: datetime) -> None:
    """What waits to be told has changed once more: it waits anew, or there is nothing left to tell."""
    if now == waiting.becomes:
        return
    kind = Notice.Kind.ADDED if waiting.kind == Notice.Kind.ADDED else facts.kind(waiting.was, now)
    if now == waiting.was or kind is None or (kind == Notice.Kind.ADDED and now["state"] != facts.HELD):
        waiting.delete()
        if not waiting.was:
            KnownSession.objects.filter(pk=known.pk).update(facts=now)
        return
    waiting.kind, waiting.becomes = kind, now
    waiting.due_at = due(waiting, at=at)
    waiting.save(update_fields=["kind", "becomes", "due_at"])


def write(
    session: Session, kind: Notice.Kind, was: dict[str, Any], becomes: dict[str, Any], *, at: datetime
) -> int:
    notice = Notice(
        meeting=session.meeting,
        kind=kind,
        identity=f"session {session.pk} {session.notices.count() + 1}",
        session=session,
        was=was,
        becomes=becomes,
        happened_at=at,
    )
    notice.due_at = due(notice, at=at)
    notice.save()
    return 1


def due(notice: Notice, *, at: datetime) -> datetime:
    settles = SETTLES_AT_LEAST if is_soon(notice, at=at) else SETTLES
    return min(at + settles, notice.happened_at + LONGEST)


def is_soon(notice: Notice, *, at: datetime) -> bool:
    """Whether somebody might stand before a closed door within a day: then no digest may wait."""
    both = [one for kept in (notice.was, notice.becomes) if (one := facts.read(kept))]
    return any(one.ends_at > at and one.starts_at - at < SOON for one in both)


def is_over(was: dict[str, Any], becomes: dict[str, Any], *, at: datetime) -> bool:
    return all(one is None or one.ends_at <= at for one in map(facts.read, (was, becomes)))


def statements(*, since: datetime, at: datetime) -> int:
    """What of statements became public or ended. An embargo that ends is no act, so the versions themselves are asked.

    One that was replaced in the same hour is told by what replaced it.
    """
    versions = Version.objects.select_related("statement__meeting", "statement__delegation").order_by("pk")
    kinds = {
        Version.Kind.ORIGINAL: Notice.Kind.PUBLISHED,
        Version.Kind.CORRECTION: Notice.Kind.CORRECTED,
        Version.Kind.REVISION: Notice.Kind.REVISED,
    }
    new = [
        of_statement(one, kinds[Version.Kind(one.kind)], f"{one} public", one.public_from or at)
        for one in versions.public(at).filter(public_from__gt=since)
    ]
    new += [
        of_statement(one, Notice.Kind.WITHDRAWN, f"{one} withdrawn", one.public_until or at)
        for one in versions.filter(
            public_until__gt=since, public_until__lte=at, statement__withdrawn_at__isnull=False
        )
    ]
    return keep([one for one in new if is_public(one.meeting)])


def of_statement(version: Version, kind: Notice.Kind, identity: str, at: datetime) -> Notice:
    statement = version.statement
    return Notice(
        meeting=statement.meeting,
        kind=kind,
        identity=identity,
        body_id=statement.delegation.body_id,
        ref=statement.ref,
        happened_at=at,
        due_at=at,
    )


def agendas(*, since: datetime, at: datetime) -> int:
    """Versions of the agenda that were issued."""
    issued = AgendaVersion.objects.filter(issued_at__gt=since, issued_at__lte=at).select_related("meeting")
    return keep(
        [
            Notice(
                meeting=one.meeting,
                kind=Notice.Kind.AGENDA,
                identity=f"agenda {one.pk}",
                titles=in_each_language(lambda one=one: str(one)),  # type: ignore[misc]
                happened_at=one.issued_at,
                due_at=one.issued_at,
            )
            for one in issued.order_by("pk")
            if is_public(one.meeting)
        ]
    )


def papers(*, since: datetime, at: datetime) -> int:
    """Papers of the secretariat, and what was added to or put right in them, from when the public may read them. Of an
    agenda that is a document too, `agendas` has told; of its later versions those learn who follow the document."""
    versions = DocumentVersion.objects.public(at).filter(
        Q(agenda=None) | Q(number__gt=1), public_from__gt=since
    )
    return keep(
        [
            Notice(
                meeting=one.meeting,
                kind=Notice.Kind.PAPER,
                identity=f"{one} public",
                ref=one.document.ref,
                titles={
                    language: f"{title} ({one.suffix})" if one.suffix else title
                    for language, title in one.document.titles.items()
                },
                happened_at=one.public_from or at,
                due_at=one.public_from or at,
            )
            for one in versions.select_related("document__meeting").order_by("pk")
            if is_public(one.meeting)
        ]
    )


def withdrawn_papers(*, since: datetime, at: datetime) -> int:
    """Papers that the public could read and no longer can."""
    gone = Document.objects.filter(withdrawn_at__gt=since, withdrawn_at__lte=at)
    gone = gone.filter(versions__public_from__lt=F("withdrawn_at")).distinct()
    return keep(
        [
            Notice(
                meeting=one.meeting,
                kind=Notice.Kind.RECALLED,
                identity=f"{one.ref} recalled",
                ref=one.ref,
                titles=one.titles,
                happened_at=one.withdrawn_at,
                due_at=one.withdrawn_at,
            )
            for one in gone.select_related("meeting").order_by("pk")
            if is_public(one.meeting) and one.withdrawn_at is not None
        ]
    )


def minutes(*, since: datetime, at: datetime) -> int:
    """Minutes that were shared or made final: for those who may read them, whoever the others are that follow."""
    new = Q(shared_at__gt=since, shared_at__lte=at) | Q(finalised_at__gt=since, finalised_at__lte=at)
    kept = Minutes.objects.filter(new).exclude(status=Minutes.Status.DRAFT).select_related("session__meeting")
    return keep(
        [
            of_minutes(one, kind, when)
            for one in kept.order_by("pk")
            for kind, when in ((Notice.Kind.SHARED, one.shared_at), (Notice.Kind.FINAL, one.finalised_at))
            if when is not None and since < when <= at
        ]
    )


def of_minutes(one: Minutes, kind: Notice.Kind, happened_at: datetime) -> Notice:
    return Notice(
        meeting=one.session.meeting,
        kind=kind,
        identity=f"minutes {one.pk} {kind} {happened_at:%Y%m%d%H%M%S%f}",
        titles=in_each_language(lambda: str(one.session)),
        becomes={"minutes": one.pk},
        happened_at=happened_at,
        due_at=happened_at,
    )


def venues(*, since: datetime, at: datetime) -> int:
    """Meetings that are held elsewhere, or at a place of another name. Told once it has stood for a while, like a
    session that is moved; what is changed back meanwhile is withheld by itself."""
    acts = Act.objects.filter(object_type="meeting", verb="revised", details__has_key="venues")
    acts = acts.filter(was_announced("meeting__"), at__gt=since, at__lte=at).select_related("meeting")
    changed: dict[Meeting, list[Act]] = {}
    for act in acts.order_by("pk"):
        if act.meeting is not None:
            changed.setdefault(act.meeting, []).append(act)
    found = 0
    for meeting, every in changed.items():
        told = list(meeting.notices.filter(kind=Notice.Kind.VENUE))
        known = max((int(one.identity.split()[-1]) for one in told), default=0)
        if new := [act for act in every if act.pk > known]:
            found += venue(meeting, new, next((one for one in told if one.due_at), None), at=at)
    return found


def venue(meeting: Meeting, acts: list[Act], waiting: Notice | None, *, at: datetime) -> int:
    """`waiting`: the notice of an earlier change, which says the last of all now."""
    notice = waiting or Notice(
        meeting=meeting,
        kind=Notice.Kind.VENUE,
        titles=in_each_language(lambda: str(meeting)),
        was={"venues": acts[0].details["venues"]["before"]},
        happened_at=at,
    )
    notice.identity = f"venue {acts[-1].pk}"
    notice.becomes = {"venues": acts[-1].details["venues"]["after"]}
    notice.due_at = min(at + SETTLES, notice.happened_at + LONGEST)
    if notice.becomes == notice.was:
        notice.due_at, notice.withheld_at = None, at
    notice.save()
    return int(waiting is None)


READERS = (venues, statements, agendas, papers, withdrawn_papers, minutes)
"""What else than the programme is told."""


def keep(notices: list[Notice]) -> int:
    """Those that were not written yet; returns how many."""
    if not notices:
        return 0
    there = {
        *Notice.objects.filter(identity__in=[one.identity for one in notices]).values_list(
            "identity", flat=True
        )
    }
    new = [one for one in notices if one.identity not in there]
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
