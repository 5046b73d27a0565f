"""Telling a notice: to whom it goes, once each; and what the secretariat may do with one that waits.

A notice is told by one conditional update in the transaction that writes its deliveries: however many workers there
are, and wherever one of them is killed, each subscription has it once (a constraint of the database besides).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.communications import audience, noticing, readable
from comity.communications.authority import Act, require
from comity.communications.models import Delivery, KnownSession, Notice, Subscription
from comity.communications.models.notices import GONE, OF_MINUTES, OF_THE_MEETING
from comity.communications.subscribing import Frequency, Scope
from comity.meetings.models import Meeting
from comity.papers.models import Document
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotNow
from comity.statements.models import Statement

MORNING = time(7)
"""When a digest is written, by the clock of whoever gets it, or else of the meeting's place."""
LATER = timedelta(seconds=30)
MANY = 500
Finds = Callable[[Subscription, Notice], bool | None]
"""Whether a search finds what the notice is about; None: nobody can say yet."""


class NotYet(Exception):
    """The search does not know the text yet."""


def finds_nothing(subscription: Subscription, notice: Notice) -> bool | None:
    return False


def tell_due(*, at: datetime, finds: Finds = finds_nothing) -> int:
    """Tell what is due; returns how many notices were."""
    told = 0
    for notice in Notice.objects.due(at).select_related("meeting", "body"):
        try:
            told += tell(notice, at=at, finds=finds)
        except NotYet:
            Notice.objects.filter(pk=notice.pk, due_at=notice.due_at).update(due_at=at + LATER)
    return told


@transaction.atomic
def tell(notice: Notice, *, at: datetime, finds: Finds = finds_nothing) -> bool:
    """Hand it to everybody whom it concerns. False where somebody else was first."""
    waiting = Notice.objects.filter(pk=notice.pk, due_at=notice.due_at, due_at__isnull=False)
    if not waiting.update(due_at=None, told_at=at):
        return False
    if notice.kind in (*OF_THE_MEETING, *OF_MINUTES):
        audience.circulate(notice.meeting, at=notice.happened_at)
    soon = noticing.is_soon(notice, at=at)
    Delivery.objects.bulk_create(
        (
            Delivery(notice=notice, subscription=one, due_at=at if soon else due(one, notice.meeting, at=at))
            for one in concerned(notice, finds=finds)
        ),
        batch_size=MANY,
    )
    if notice.session_id is not None:
        KnownSession.objects.filter(pk=notice.session_id).update(
            facts=notice.becomes, kept_back=None, since=at
        )
    return True


def concerned(notice: Notice, *, finds: Finds = finds_nothing) -> list[Subscription]:
    """The subscriptions to which it goes: those that stood when it happened. Who began later has read the new."""
    wanted = Q(target=Subscription.Target.MEETING, meeting=notice.meeting_id)
    if (session := session_of(notice)) is not None:
        wanted |= Q(target=Subscription.Target.SESSION, session=session)
    if notice.body_id is not None:
        wanted |= Q(target=Subscription.Target.DELEGATION, body=notice.body_id)
    if notice.ref:
        wanted |= Q(target=Subscription.Target.DOCUMENT, ref=notice.ref)
    standing = Subscription.objects.standing().filter(confirmed_at__lte=notice.happened_at)
    standing = standing.select_related("subscriber__person").order_by("pk")
    if notice.kind not in (*OF_THE_MEETING, *OF_MINUTES):
        # Who wants to hear of changes alone is spared the statements, but not what she named herself.
        wanted &= Q(scope=Scope.EVERYTHING) | Q(target__in=("delegation", "document"))
    if notice.kind == Notice.Kind.VENUE:
        wanted |= Q(target=Subscription.Target.SESSION, meeting=notice.meeting_id)
    here = audience.addresses(notice.meeting)
    found = [one for one in standing.filter(wanted) if not one.is_circulated or one.subscriber.email in here]
    if notice.kind in OF_MINUTES:
        return [one for one in found if readable.may_read(one.subscriber, notice)]
    return found + [one for one in searches(notice, finds, standing.filter(target="search"))]


def searches(notice: Notice, finds: Finds, standing: object) -> list[Subscription]:
    """Saved searches that find what became public. Raises `NotYet`."""
    if not notice.ref or notice.kind in GONE:
        return []
    answers: dict[str, bool] = {}
    found = []
    for one in standing:  # type: ignore[attr-defined]
        if one.identity not in answers:
            answer = finds(one, notice)
            if answer is None:
                raise NotYet
            answers[one.identity] = answer
        if answers[one.identity]:
            found.append(one)
    return found


def session_of(notice: Notice) -> int | None:
    """The session that it is about, or to which the statement or paper belongs."""
    if notice.kind in OF_MINUTES:
        found = readable.minutes_of(notice)
        return found.session_id if found else None
    if notice.session_id is not None or not notice.ref:
        return notice.session_id
    of = Statement if notice.body_id is not None else Document
    return of.objects.filter(ref=notice.ref).values_list("session", flat=True).first()


def due(subscription: Subscription, meeting: Meeting, *, at: datetime) -> datetime:
    """When the letter is written: now, or with the next digest."""
    if subscription.frequency == Frequency.AT_ONCE:
        return at
    return next_morning(at, ZoneInfo(subscription.subscriber.time_zone or meeting.time_zone))


def next_morning(at: datetime, zone: ZoneInfo) -> datetime:
    """The next 07:00 by the clock of the zone, also where the clock is changed meanwhile."""
    local = at.astimezone(zone)
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, zone)


def tell_now(notice: Notice, *, by: Person, at: datetime) -> None:
    """Do not wait for further changes. Raises `NotNow` where it was told or withheld meanwhile."""
    require(by, Act.TELL, meeting=notice.meeting)
    with transaction.atomic():
        decide(notice, due_at=at)
        trail.note(notice, "told at once", by=by, at=at, meeting=notice.meeting)
    notice.refresh_from_db()


def withhold(notice: Notice, *, by: Person, at: datetime) -> None:
    """Nobody gets a mail of it; calendars and pages show it all the same. A further change is a new notice, which says
    what was by what readers were last told. Raises `NotNow` where it was told or withheld meanwhile."""
    require(by, Act.TELL, meeting=notice.meeting)
    with transaction.atomic():
        decide(notice, due_at=None, withheld_at=at)
        KnownSession.objects.filter(pk=notice.session_id).update(kept_back=notice.becomes)
        trail.note(notice, "withheld", by=by, at=at, meeting=notice.meeting)
    notice.refresh_from_db()


def add_words(notice: Notice, words: dict[str, str], *, by: Person, at: datetime) -> None:
    """What the secretariat adds (language -> words); readers of other languages get it in English, or any. Raises
    `NotNow` where it was told or withheld meanwhile."""
    require(by, Act.TELL, meeting=notice.meeting)
    with transaction.atomic():
        decide(notice, words=words)
        trail.note(notice, "added words", by=by, at=at, meeting=notice.meeting)
    notice.refresh_from_db()


def decide(notice: Notice, **fields: object) -> None:
    if not Notice.objects.filter(pk=notice.pk, due_at__isnull=False).update(**fields):
        raise NotNow(_("This notice has been told or withheld meanwhile."))
