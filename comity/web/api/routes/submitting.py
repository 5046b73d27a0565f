"""Statements, handed in for one's own delegation; what is given back is the receipt."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Form
from ninja.files import UploadedFile

from comity.meetings.models import Meeting
from comity.participants.models import Delegation, Person, Scope
from comity.refusals import NotAllowed
from comity.statements import authority, clearance, intake, receipt
from comity.statements.authority import Act
from comity.statements.models import Receipt
from comity.web.api.asking import Wrong, chosen, meeting_to_change, needs, person
from comity.web.api.once import once, ready
from comity.web.api.routes.routing import router
from comity.web.api.shapes.sending import NewStatement, ReceiptOut, ReceivedFile
from comity.web.api.telling import told
from comity.web.api.uploaded import Sent, read

TAGS = ["statements"]
SAID = (
    *("delivery", "speaker_name", "speaker_title", "embargo", "embargo_until", "sensitivity"),
    *("has_personal_data", "consent_to_publish", "consent_to_quote", "contact"),
)


@router.post(
    "/meetings/{slug:slug}/statements",
    response={201: ReceiptOut},
    url_name="statements",
    summary="Submit a statement",
    tags=TAGS,
    **needs(Scope.SUBMIT_STATEMENTS),
)
def submit(
    request: HttpRequest, slug: str, sent: Form[NewStatement], file: File[list[UploadedFile]]
) -> HttpResponse:
    """For the own delegation, with one file for each language; the first is the original. The receipt is given once
    the files are on the disk, and the same files again get the same receipt."""
    if (before := ready(request)) is not None:
        return before
    meeting, by, at = meeting_to_change(request, slug), person(request), timezone.now()
    delegation = delegation_of(meeting, sent.delegation, by=by)
    details = details_of(meeting, delegation, sent, at=at)
    aspects = chosen(meeting.aspects.all(), sent.aspects, "aspects")
    with read(file) as files:
        return once(request, lambda: handed_in(delegation, aspects, details, files, by=by, at=at))


def delegation_of(meeting: Meeting, code: str, *, by: Person) -> Delegation:
    """One for which the person acts. Whether any other takes part is not told."""
    found = (
        Delegation.objects.filter(meeting=meeting, body__code=code).select_related("body", "meeting").first()
    )
    if found is None or not authority.may(by, Act.SUBMIT, delegation=found):
        raise NotAllowed(_("You may submit statements for your own delegation only."))
    return found


def details_of(
    meeting: Meeting, delegation: Delegation, sent: NewStatement, *, at: datetime
) -> dict[str, Any]:
    """Fields of `Statement`; conditions agree with each other as in the portal's form."""
    said = sent.model_dump(include=set(SAID))
    if sent.embargo != "until_time":
        said["embargo_until"] = None
    elif sent.embargo_until is None:
        raise Wrong({"embargo_until": [_("Give the date and time at which the embargo ends.")]})
    if (sent.embargo, sent.delivery) == ("until_delivered", "written_only"):
        raise Wrong({"embargo": [_("It will not be spoken on the floor: choose another embargo.")]})
    sessions = chosen(meeting.sessions.all(), [sent.session] if sent.session else [], "session")
    groups = chosen(
        delegation.speaks_for.all(), [sent.on_behalf_of] if sent.on_behalf_of else [], "on_behalf_of"
    )
    return {**said, "session": next(iter(sessions), None), "on_behalf_of": next(iter(groups), None)}


def handed_in(
    delegation: Delegation,
    aspects: list[Any],
    details: dict[str, Any],
    files: list[Sent],
    *,
    by: Person,
    at: datetime,
) -> HttpResponse:
    """Drafted, attached and submitted through the verbs of the portal, all or nothing."""
    issued = intake.take_in(intake.Submission(delegation, parts(files), aspects, at, details), by=by)
    return told(shown(issued), 201, at=reverse("api:receipt", args=[issued.number]))


def parts(files: list[Sent]) -> list[receipt.Part]:
    """The first is the original."""
    return [
        receipt.Part(one.path, one.name, reading=one.reading, original=number == 0)
        for number, one in enumerate(files)
    ]


def shown(issued: Receipt) -> ReceiptOut:
    version = issued.version
    statement = version.statement
    names = ReceivedFile.model_fields
    return ReceiptOut(
        number=issued.number,
        issued_at=issued.issued_at,
        ref=statement.ref,
        address=statement.permanent_address,
        version=version.number,
        state=version.state,
        is_late=version.late,
        files=[ReceivedFile(**{name: one[name] for name in names}) for one in issued.files],
    )


@router.get(
    "/receipts/{str:number}",
    response=ReceiptOut,
    url_name="receipt",
    summary="Read a receipt",
    tags=TAGS,
    **needs(Scope.READ),
)
def one_receipt(request: HttpRequest, number: str) -> ReceiptOut:
    """With the state in which the statement is now. For whoever acts for the delegation."""
    found = (
        Receipt.objects.select_related("version__statement__delegation__body").filter(number=number).first()
    )
    act = Act.SUBMIT
    if found is None or not authority.may_with(request.user, act, statement=found.version.statement):
        raise Http404
    clearance.note_opening(found.version.statement, by=request.user, at=timezone.now())
    return shown(found)
