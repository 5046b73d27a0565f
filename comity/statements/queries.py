"""Reads for the portal and the desk; what the public sees is in `public.py`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from comity.meetings.models import Meeting
from comity.participants.models import Delegation
from comity.statements.models import ChangeRequest, Statement, Version

State = Version.State
URGENCY = [State.RECEIVED, State.IN_REVIEW, State.ACCEPTED, State.EMBARGOED, State.RETURNED]
"""Order of the desk's queue: what nobody has opened comes first; what waits for others last."""


def queue(meeting: Meeting) -> QuerySet[Version]:
    """What the desk still has to do with, most urgent and oldest first."""
    urgency = Case(
        *(When(state=state, then=Value(place)) for place, state in enumerate(URGENCY)),
        output_field=IntegerField(),
    )
    return (
        Version.objects.filter(statement__meeting=meeting, state__in=URGENCY)
        .exclude(statement__form=Statement.Form.INTERVENTION)
        .annotate(urgency=urgency)
        .order_by("urgency", "received_at")
        .select_related("statement__delegation__body", "statement__meeting", "statement__session", "receipt")
        .prefetch_related("languages", "statement__delegation__body__former_names")
    )


def open_requests(meeting: Meeting) -> QuerySet[ChangeRequest]:
    return (
        ChangeRequest.objects.filter(
            statement__meeting=meeting,
            statement__withdrawn_at__isnull=True,
            decision=ChangeRequest.Decision.OPEN,
        )
        .select_related("statement__delegation__body", "statement__meeting", "asked_by")
        .prefetch_related("statement__delegation__body__former_names")
        .order_by("asked_at")
    )


def closed(person: Any, statements: Iterable[Statement]) -> set[int]:
    """Keys of those of which the person sees only that they are there (RX-5); one query, none where all are
    UNCLASSIFIED."""
    confidential = {one.pk for one in statements if one.sensitivity != Statement.Sensitivity.UNCLASSIFIED}
    if not confidential:
        return set()
    return confidential - set(
        Statement.objects.open_to(person).filter(pk__in=confidential).values_list("pk", flat=True)
    )


def of_delegations(delegations: Any) -> QuerySet[Statement]:
    """All statements of one's delegations, the newest first, with their versions and receipts."""
    return (
        Statement.objects.filter(delegation__in=delegations)
        .exclude(form=Statement.Form.INTERVENTION)
        .order_by("-created_at")
        .select_related("delegation__body", "session", "on_behalf_of", "meeting")
        .prefetch_related("versions__receipt", "versions__languages", "delegation__body__former_names")
    )


def delegations_of(person: Any) -> QuerySet[Delegation]:
    """Delegations for which the person acts."""
    return (
        Delegation.objects.filter(assignments__person=person)
        .distinct()
        .select_related("body", "meeting")
        .prefetch_related("body__former_names")
        .order_by("-meeting__opens_on", "body__code")
    )
