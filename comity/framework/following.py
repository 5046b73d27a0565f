"""Following up how guidelines and practices are carried out: a source for everything, the State's own words beside it.

No score and no ranking: what is told is who said what, when, and on which source (R03-5, R12-9, R12-11).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from comity.framework.authority import Act, may, require
from comity.framework.models import FollowUpPolicy, Node, Observation, Progress, ReportRequest
from comity.meetings.models import Meeting
from comity.participants.models import Delegation, Person, Stakeholder
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.texts.model import LANGUAGES

Source, Status = Progress.Source, Progress.Status
REMINDED = (30, 7, 0)
"""Days before a deadline, where a meeting has no policy of its own."""
LONGEST = 5_000


def policy_of(meeting: Meeting) -> FollowUpPolicy:
    """That of the meeting, or the defaults, not saved."""
    return FollowUpPolicy.objects.filter(meeting=meeting).first() or FollowUpPolicy(meeting=meeting)


def set_policy(
    meeting: Meeting,
    *,
    observation_days: int,
    report_months: int,
    reminder_days: Iterable[int],
    by: Person,
    at: datetime,
) -> None:
    """From now on; what was entered before keeps the day that it was given."""
    require(by, Act.FOLLOW, meeting=meeting)
    days = sorted(set(reminder_days), reverse=True)
    if (
        not 0 <= observation_days <= 365
        or not 1 <= report_months <= 60
        or any(not 0 <= one <= 365 for one in days)
    ):
        raise Refused(_("Days run from 0 to 365, months from 1 to 60."))
    with transaction.atomic():
        policy, _made = FollowUpPolicy.objects.update_or_create(
            meeting=meeting,
            defaults={
                "observation_days": observation_days,
                "report_months": report_months,
                "reminder_days": days,
            },
        )
        trail.note(policy, "set the policy of follow-up", by=by, at=at)


def record(
    node: Node,
    delegation: Delegation,
    status: str,
    *,
    source: str,
    reference: str,
    as_of: date,
    by: Person,
    at: datetime,
    narrative: str = "",
    language: str = "en",
    address: str = "",
    confidential: bool = False,
    source_on_file: bool = False,
) -> Progress:
    """What a source says of a State and a node.

    A State's own report is public at once and answers what it was asked; anything else once the time for its
    observations is over; a confidential one when the State agrees. `source_on_file`: the public is never told which
    source. Raises `Refused` without a source.
    """
    own = source == Source.STATE
    require_recorder(node, delegation, by, own=own)
    if delegation.body.category != Stakeholder.MEMBER_STATE or delegation.meeting_id != node.meeting.pk:
        raise Refused(_("Choose a State that takes part in the meeting."))
    check_followed(node)
    found = Progress(
        node=node,
        delegation=delegation,
        status=status,
        narrative=narrative.strip(),
        language=language,
        source=source,
        reference=reference.strip()[:500],
        address=address,
        as_of=as_of,
        confidential=confidential and not own,
        source_on_file=source_on_file and not own,
        entered_by=by,
        entered_at=at,
    )
    check_said(found)
    found.public_from = opens(found, policy_of(node.meeting).observation_days)
    with transaction.atomic():
        found.save()
        if own:
            ReportRequest.objects.filter(node=node, delegation=delegation, closed_at=None).update(
                answered_by=found, closed_at=at
            )
        trail.note(found, "recorded progress", by=by, at=at, status=status)
    return found


def check_said(found: Progress) -> None:
    """Raises `Refused` for what no source can say."""
    if (
        found.status not in Status.values
        or found.source not in Source.values
        or found.language not in LANGUAGES
    ):
        raise Refused(_("Choose how far it has come, and who says so."))
    if not found.reference:
        raise Refused(_("Name the source: nothing is told of a State without one."))
    if found.as_of > found.entered_at.date():
        raise Refused(_("The day lies ahead: record it once it has come."))
    if len(found.narrative) > LONGEST:
        raise Refused(_("The text is too long: at most %(number)d signs.") % {"number": LONGEST})


def opens(found: Progress, days: int) -> datetime | None:
    """When it is public by itself; None where only the State can let it be."""
    if found.confidential:
        return None
    return found.entered_at + timedelta(days=0 if found.source == Source.STATE else days)


def check_followed(node: Node) -> None:
    if node.kind == Node.Kind.ELEMENT or node.removed_at is not None or not node.printed.exists():
        raise Refused(_("Follow up a guideline or a practice that an edition of the framework has."))


def require_recorder(node: Node, delegation: Delegation, by: Person, *, own: bool) -> None:
    """A State's own report is its own, or entered for it by the secretariat; other sources are the secretariat's."""
    if own and may(by, Act.OBSERVE, meeting=node.meeting, delegation=delegation):
        return
    require(by, Act.FOLLOW, meeting=node.meeting)


def observe(progress: Progress, text: str, *, language: str, by: Person, at: datetime) -> Observation:
    """The State's comment; it stands beside the record wherever that is shown."""
    require(by, Act.OBSERVE, meeting=progress.meeting, delegation=progress.delegation)
    if not text.strip() or language not in LANGUAGES:
        raise Refused(_("Write the comment, and choose its language."))
    if len(text) > LONGEST:
        raise Refused(_("The text is too long: at most %(number)d signs.") % {"number": LONGEST})
    if progress.withdrawn_at is not None:
        raise NotNow(_("The record was withdrawn."))
    with transaction.atomic():
        found = Observation.objects.create(
            progress=progress, text=text.strip(), language=language, written_by=by, written_at=at
        )
        trail.note(progress, "commented", by=by, at=at)
    return found


def release(progress: Progress, *, by: Person, at: datetime) -> None:
    """The State lets what is said of it be public, now."""
    require(by, Act.OBSERVE, meeting=progress.meeting, delegation=progress.delegation)
    with transaction.atomic():
        waiting = Progress.objects.filter(
            Q(public_from=None) | Q(public_from__gt=at), pk=progress.pk, withdrawn_at=None
        )
        if not waiting.update(public_from=at, confidential=False):
            raise NotNow(_("It is public already, or was withdrawn."))
        trail.note(progress, "released", by=by, at=at)
    progress.refresh_from_db()


def withdraw(progress: Progress, *, reason: str, by: Person, at: datetime) -> None:
    """It was wrong: shown no more, and kept with the reason."""
    require(by, Act.FOLLOW, meeting=progress.meeting)
    if not reason.strip():
        raise Refused(_("Say why it is withdrawn."))
    with transaction.atomic():
        there = Progress.objects.filter(pk=progress.pk, withdrawn_at=None)
        if not there.update(withdrawn_at=at, withdrawn_because=reason.strip()[:500]):
            raise NotNow(_("It was withdrawn already."))
        trail.note(progress, "withdrew progress", by=by, at=at, reason=reason.strip()[:500])
    progress.refresh_from_db()


def ask(
    node: Node, delegations: Iterable[Delegation], *, by: Person, at: datetime, due_on: date | None = None
) -> list[ReportRequest]:
    """Ask States to report, by default within the months of the policy. Those that are asked already are left alone.

    Raises `Refused` where nobody is left to be asked.
    """
    require(by, Act.FOLLOW, meeting=node.meeting)
    check_followed(node)
    due = due_on or months_after(at.date(), policy_of(node.meeting).report_months)
    if due <= at.date():
        raise Refused(_("Give a day that lies ahead."))
    with transaction.atomic():
        Node.objects.select_for_update().get(pk=node.pk)  # nobody is asked twice
        asked = set(
            ReportRequest.objects.filter(node=node, closed_at=None).values_list("delegation", flat=True)
        )
        made = [
            ReportRequest.objects.create(node=node, delegation=one, due_on=due, asked_by=by, asked_at=at)
            for one in delegations
            if one.pk not in asked
        ]
        if not made:
            raise Refused(_("Choose at least one State that has not been asked yet."))
        trail.note_each([(one, {}) for one in made], "asked to report", by=by, at=at)
    return made


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    return date(day.year + years, month + 1, min(day.day, 28))


def is_overdue(request: ReportRequest, on: date) -> bool:
    return request.closed_at is None and request.due_on < on


def records(meeting: Meeting, *, at: datetime, person: Any = None) -> QuerySet[Progress]:
    """Those that the person may see: the secretariat all, a State its own, everybody what is public."""
    rows = (
        Progress.objects.filter(node__framework__meeting=meeting, withdrawn_at=None)
        .select_related("node__framework", "delegation__body", "delegation__meeting")
        .prefetch_related("observations")
        .order_by("node__number", "-as_of", "-pk")
    )
    if person is not None and may(person, Act.FOLLOW, meeting=meeting):
        return rows
    public = Q(public_from__lte=at, confidential=False)
    if person is None or not person.is_authenticated:
        return rows.filter(public)
    own = Q(delegation__assignments__person=person.pk)
    return rows.filter(public | own).distinct()
