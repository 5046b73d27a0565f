"""Statements that were sent: where they stand, replaced, corrected, revised, withdrawn, and what is asked for."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Form
from ninja.files import UploadedFile

from comity.participants.models import Scope
from comity.statements import authority, changes, intake
from comity.statements.models import ChangeRequest, Statement, Version
from comity.web.api.asking import Wrong, needs, person
from comity.web.api.once import idempotent, once, ready
from comity.web.api.routes import submitting
from comity.web.api.routes.routing import router
from comity.web.api.shapes.changing import (
    Changes,
    FollowingVersion,
    NewRequest,
    RequestDecision,
    RequestOut,
    SentVersion,
    Standing,
    Withdrawal,
)
from comity.web.api.shapes.common import Label
from comity.web.api.shapes.sending import ReceiptOut
from comity.web.api.telling import told
from comity.web.api.uploaded import read
from comity.web.portal.views import KINDS, own_statement

TAGS = ["statements"]
STATEMENT = "/statements/{slug:ref}"
SENDS = needs(Scope.SUBMIT_STATEMENTS)
Wish = ChangeRequest.Wish


@router.get(
    f"{STATEMENT}/standing",
    response=Standing,
    url_name="standing",
    summary="Read where a statement stands",
    tags=TAGS,
    **needs(Scope.READ),
)
def standing(request: HttpRequest, ref: str) -> Standing:
    """Its versions with their receipts, what may be done now, and what was asked for. For whoever acts for its
    delegation; what a delegation has begun and not sent is told to nobody else."""
    return shown(request, own_statement(request, ref))


def shown(request: HttpRequest, statement: Statement) -> Standing:
    every = statement.versions.order_by("-number").select_related("receipt").prefetch_related("languages")
    for one in every:
        one.statement = statement
    versions = [one for one in every if authority.may_open(request.user, one)]
    if not versions:
        raise Http404
    return Standing(
        ref=statement.ref,
        address=statement.permanent_address,
        meeting=statement.meeting.slug,
        delegation=Label(code=statement.delegation.body.code, title=statement.whose),
        sensitivity=statement.sensitivity,
        withdrawn_at=statement.withdrawn_at,
        withdrawal_reason=statement.withdrawal_reason,
        versions=[version(one) for one in versions],
        may=possible(request, statement),
        requests=[asked(one) for one in statement.change_requests.order_by("-asked_at", "-pk")],
    )


def version(one: Version) -> SentVersion:
    issued = getattr(one, "receipt", None)
    return SentVersion(
        number=one.number,
        kind=one.kind,
        note=one.note,
        state=one.state,
        is_late=one.late,
        received_at=one.received_at,
        public_from=one.public_from,
        return_reason=one.return_reason,
        receipt=issued.number if issued else None,
        languages=[each.language for each in one.languages.all()],
    )


def possible(request: HttpRequest, statement: Statement) -> Changes:
    """Of the four what the state allows: what is withdrawn is changed no more, what is published never replaced."""
    at, by = timezone.now(), person(request)
    published = statement.versions.filter(state=Version.State.PUBLISHED).exists()
    fits = {Wish.REPLACE: not published, Wish.CORRECT: published, Wish.REVISE: published, Wish.WITHDRAW: True}
    found = {
        wish.value: statement.withdrawn_at is None
        and fits[wish]
        and changes.may_change_now(statement, wish, by=by, at=at)
        for wish in Wish
    }
    return Changes(**found)


def asked(one: ChangeRequest) -> RequestOut:
    return RequestOut(
        id=one.pk,
        wish=one.wish,
        reason=one.reason,
        asked_at=one.asked_at,
        decision=one.decision,
        answer=one.answer,
        decided_at=one.decided_at,
    )


@router.post(
    f"{STATEMENT}/versions",
    response={201: ReceiptOut},
    url_name="statement_versions",
    summary="Replace, correct or revise a statement",
    tags=TAGS,
    **SENDS,
)
def follow(
    request: HttpRequest, ref: str, sent: Form[FollowingVersion], file: File[list[UploadedFile]]
) -> HttpResponse:
    """With one file for each language, all of them anew; the first is the original. What comes back is the receipt.
    What was published stays public until the secretariat publishes what follows."""
    if (before := ready(request)) is not None:
        return before
    statement, by, at = own_statement(request, ref), person(request), timezone.now()
    kind = KINDS[sent.kind]
    if kind != Version.Kind.ORIGINAL and not sent.note:
        raise Wrong({"note": [_("Say in one sentence what it changes.")]})
    changes.check_may_begin(statement, kind, by=by, at=at)
    with read(file) as files:

        def received() -> HttpResponse:
            issued = intake.follow(
                statement, submitting.parts(files), kind=kind, note=sent.note, by=by, at=at
            )
            address = reverse("api:receipt", args=[issued.number])
            return told(submitting.shown(issued), 201, at=address)

        return once(request, received)


@router.put(
    f"{STATEMENT}/withdrawal",
    response=Standing,
    url_name="statement_withdrawal",
    summary="Withdraw a statement",
    tags=TAGS,
    **SENDS,
)
def withdraw(request: HttpRequest, ref: str, sent: Withdrawal) -> HttpResponse:
    """What was public leaves a page that says so; nothing is deleted. After the deadline, or once the public has read
    it, the secretariat is asked first."""
    statement = own_statement(request, ref)
    changes.withdraw(statement, reason=sent.reason, by=person(request), at=timezone.now())
    statement.refresh_from_db()
    return told(shown(request, statement))


@router.post(
    f"{STATEMENT}/requests",
    response={201: RequestOut},
    url_name="statement_requests",
    summary="Ask the secretariat for a change",
    tags=TAGS,
    **SENDS,
)
@idempotent
def ask(request: HttpRequest, ref: str, sent: NewRequest) -> HttpResponse:
    """For what may not be done without asking. One open request for each wish."""
    statement = own_statement(request, ref)
    made = changes.ask(
        statement, wish=Wish(sent.wish), reason=sent.reason, by=person(request), at=timezone.now()
    )
    return told(asked(made), 201, at=reverse("api:standing", args=[ref]))


@router.put(
    f"{STATEMENT}/requests/{{int:pk}}/decision",
    response=RequestOut,
    url_name="request_decision",
    summary="Grant or decline a request",
    tags=TAGS,
    **needs(Scope.DECIDE_REQUESTS),
)
def decide(request: HttpRequest, ref: str, pk: int, sent: RequestDecision) -> HttpResponse:
    """The delegation is written to. A withdrawal that is granted is carried out at once."""
    statement, by = own_statement(request, ref), person(request)
    found = statement.change_requests.filter(pk=pk).first() if pk < 1 << 62 else None
    if found is None:
        raise Http404
    found.statement = statement
    changes.decide(found, grant=sent.decision == "grant", answer=sent.answer, by=by, at=timezone.now())
    return told(asked(found))
