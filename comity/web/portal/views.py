"""What a delegation sees of its statements, and what it does with those that were sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.meetings.models import Meeting
from comity.participants.models import Delegation, Role
from comity.practices import queries as register
from comity.statements import authority, changes, clearance, queries
from comity.statements.models import ChangeRequest, LanguageVersion, Receipt, Statement, Version
from comity.web.portal.floor import alone
from comity.web.portal.forms import AskForm, ChangeForm, ReasonForm
from comity.web.shared.files import attachment
from comity.web.shared.sending import sent, whole_number

MEETING = "portal_meeting"
"""Where the session of the reader keeps the short name of the meeting that she chose."""
KINDS = {
    "replacement": Version.Kind.ORIGINAL,
    "correction": Version.Kind.CORRECTION,
    "revision": Version.Kind.REVISION,
}


def own_statement(request: HttpRequest, ref: str) -> Statement:
    """The statement, if the person acts for its delegation; otherwise it does not exist for her."""
    statement = get_object_or_404(
        Statement.objects.exclude(form=Statement.Form.INTERVENTION).select_related(
            "meeting", "delegation__body", "session", "on_behalf_of"
        ),
        ref=ref,
    )
    if not authority.may_with(request.user, authority.Act.SUBMIT, statement=statement):
        raise Http404
    if statement.versions.exclude(state=Version.State.DRAFT).exists():
        clearance.note_opening(statement, by=request.user, at=timezone.now())
    return statement


def status_of(form: Form) -> int:
    return 422 if form.errors else 200


@login_required
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    every = list(queries.delegations_of(request.user))
    meeting, meetings = chosen_meeting(request, every)
    delegations = [one for one in every if meeting in (None, one.meeting)]
    statements = list(queries.of_delegations(delegations))
    for one in statements:
        one.latest = max(one.versions.all(), key=lambda version: version.number)  # type: ignore[attr-defined]
    words = {
        "delegations": delegations,
        "narrowed_to": meeting,
        "meetings": meetings,
        "led": led_by(request.user),
        "entering": sorted(entered_by(request.user), key=str),
        "statements": statements,
        "alone": lambda: alone.sessions_of(request.user, at=at),  # asked only for those who have it
        "asked": register.confirmations_of(request.user).filter(answer="").count(),
        "now": at,
    }
    return render(request, "portal/home.html", words)


def chosen_meeting(
    request: HttpRequest, delegations: Sequence[Delegation]
) -> tuple[Meeting | None, list[Meeting]]:
    """The meeting of `?meeting=`, else the one chosen last time, None for all of them; and those there are, the latest
    first. It is kept for the next time."""
    meetings = list(dict.fromkeys(one.meeting for one in delegations))
    wanted = request.GET.get("meeting", request.session.get(MEETING, ""))
    found = next((one for one in meetings if one.slug == wanted), None)
    kept = found.slug if found else ""
    if request.session.get(MEETING, "") != kept:
        request.session[MEETING] = kept
    return found, meetings


def led_by(person: Any) -> set[int]:
    """Delegations whose people the person looks after."""
    held = person.assignments.filter(role=Role.FOCAL_POINT)
    return set(held.values_list("delegation", flat=True))


def entered_by(person: Any) -> QuerySet[Delegation]:
    """Delegations for which the secretariat may enter what came in another way."""
    allowed = authority.BY_ROLE[authority.Act.SUBMIT]
    return (
        Delegation.objects.filter(
            meeting__assignments__person=person, meeting__assignments__role__in=list(allowed)
        )
        .select_related("body", "meeting")
        .prefetch_related("body__former_names")
        .distinct()
    )


@login_required
@never_cache
@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """The secretariat names the delegation; the steps are then the delegation's own."""
    found = get_object_or_404(entered_by(request.user), pk=whole_number(request.GET.get("delegation")))
    return redirect("portal:new", pk=found.pk)


@login_required
@never_cache
@require_safe
def statement(request: HttpRequest, ref: str) -> HttpResponse:
    """One statement: where it stands, its versions and receipts, and what can be done now."""
    found = own_statement(request, ref)
    at = timezone.now()
    every = found.versions.order_by("-number").select_related("receipt").prefetch_related("languages")
    for one in every:
        one.statement = found
    versions = [one for one in every if authority.may_open(request.user, one)]
    if not versions:
        raise Http404
    published = any(version.state == Version.State.PUBLISHED for version in versions)
    wish = ChangeRequest.Wish
    may = {
        name: changes.may_change_now(found, needed, by=request.user, at=at)  # type: ignore[arg-type]
        for name, needed in (
            ("replace", wish.REPLACE),
            ("correct", wish.CORRECT),
            ("revise", wish.REVISE),
            ("withdraw", wish.WITHDRAW),
        )
    }
    return render(
        request,
        "portal/statement.html",
        {
            "statement": found,
            "versions": versions,
            "latest": versions[0],
            "published": published,
            "may": may,
            "requests": found.change_requests.order_by("-asked_at"),
            "now": at,
        },
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """Begin a replacement, a Corr. or a Rev."""
    found = own_statement(request, ref)
    if kind not in KINDS:
        raise Http404
    form = ChangeForm(sent(request))
    needs_note = kind != "replacement"
    if request.method == "POST" and (not needs_note or form.is_valid()):
        changes.new_version(
            found,
            kind=KINDS[kind],
            note=form.cleaned_data["note"] if needs_note else "",
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
        return redirect("portal:files", ref=ref)
    return render(
        request,
        "portal/change.html",
        {"statement": found, "form": form, "kind": kind},
        status=status_of(form),
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    found = own_statement(request, ref)
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        changes.withdraw(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("The statement is withdrawn."))
        return redirect("portal:statement", ref=ref)
    return render(request, "portal/withdraw.html", {"statement": found, "form": form}, status=status_of(form))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    found = own_statement(request, ref)
    published = found.versions.filter(state=Version.State.PUBLISHED).exists()
    form = AskForm(sent(request), published=published)
    if request.method == "POST" and form.is_valid():
        changes.ask(
            found,
            wish=ChangeRequest.Wish(form.cleaned_data["wish"]),
            reason=form.cleaned_data["reason"],
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
        messages.success(request, _("Your request has reached the secretariat."))
        return redirect("portal:statement", ref=ref)
    return render(request, "portal/ask.html", {"statement": found, "form": form}, status=status_of(form))


@login_required
@never_cache
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    found = get_object_or_404(Receipt.objects.select_related("version__statement"), number=number)
    statement = own_statement(request, found.version.statement.ref)
    return render(request, "portal/receipt.html", {"receipt": found, "statement": statement})


@login_required
@never_cache
@require_safe
def download(request: HttpRequest, pk: int) -> FileResponse:
    found = get_object_or_404(LanguageVersion.objects.select_related("file", "version__statement"), pk=pk)
    found.version.statement = own_statement(request, found.version.statement.ref)
    if not authority.may_open(request.user, found.version):
        raise Http404
    return attachment(found)
