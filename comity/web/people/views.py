"""One's own account, taking up an invitation, and the people of a meeting."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from comity.meetings.models import Meeting
from comity.participants import authority, invitations, roles
from comity.participants.models import Assignment, Delegation, Invitation, Person, Role
from comity.refusals import NotAllowed
from comity.web.people.forms import AcceptForm, InviteForm, ProfileForm
from comity.web.people.mails import write_invitation
from comity.web.shared.context import DESK
from comity.web.shared.sending import sent


@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Open to whoever holds the link: it is the proof of the address."""
    at = timezone.now()
    invitation = invitations.find(token, at=at)
    known = Person.objects.filter(email=invitation.email).first()
    form = AcceptForm(sent(request), initial={"name": invitation.name}, invitation=invitation)
    if request.method == "POST" and (known is not None or form.is_valid()):
        name = known.name if known else form.cleaned_data["name"]
        password = None if known else form.cleaned_data["password"]
        person = invitations.accept(invitation, name=name, password=password, at=at)
        if known is not None:
            messages.success(request, _("The role is yours. Sign in to go on."))
            return redirect("account_login")
        if request.user.is_authenticated:
            logout(request)
        login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
        record_authentication(request, person, method="invitation")
        return redirect("mfa_add_webauthn" if password is None else "people:account")
    return render(
        request,
        "people/accept.html",
        {"invitation": invitation, "form": form, "known": known},
        status=422 if form.errors and known is None else 200,
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    person = request.user
    assert isinstance(person, Person)
    form = ProfileForm(sent(request), instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("people:account")
    held = list(
        person.assignments.select_related(
            "meeting", "delegation__body", "delegation__meeting"
        ).prefetch_related("delegation__body__former_names")
    )
    runs_the_site = any(one.role == Role.ADMINISTRATOR for one in held)
    words = {
        "form": form,
        "assignments": held,
        "desk_roles": DESK,
        "runs_the_site": runs_the_site,
        "meetings": Meeting.objects.order_by("-opens_on") if runs_the_site else [],
    }
    return render(request, "people/account.html", words, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def meeting_people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who holds which role; inviting people."""
    meeting = get_object_or_404(Meeting, slug=slug)
    delegations, offered = within_reach(request.user, meeting)
    if not offered:
        raise NotAllowed(_("Only the secretariat and focal points see the people of a meeting."))
    form = InviteForm(
        sent(request),
        meeting=meeting,
        roles=offered,
        delegations=delegations.select_related("body", "meeting")
        .prefetch_related("body__former_names")
        .order_by("body__code"),
    )
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        invitation, _token = invitations.invite(
            email=wanted["email"],
            name=wanted["name"],
            language=wanted["language"],
            role=Role(wanted["role"]),
            delegation=wanted["delegation"],
            meeting=meeting,
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            letter=write_invitation,
        )
        messages.success(
            request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email}
        )
        return redirect("people:meeting", slug=slug)
    managing = authority.may_manage(request.user, meeting=meeting)
    held = Assignment.objects.filter(meeting=meeting).select_related(
        "person", "delegation__body", "delegation__meeting"
    )
    waiting = Invitation.objects.filter(
        meeting=meeting, accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now()
    ).select_related("delegation__body", "delegation__meeting")
    held = held.prefetch_related("delegation__body__former_names")
    waiting = waiting.prefetch_related("delegation__body__former_names")
    if not managing:
        held, waiting = held.filter(delegation__in=delegations), waiting.filter(delegation__in=delegations)
    words = request.GET.get("q", "").strip()
    return render(
        request,
        "people/meeting.html",
        {
            "meeting": meeting,
            "form": form,
            "sought": words,
            "assignments": [one for one in held.order_by("role", "person__name") if is_about(words, one)],
            "invitations": waiting.order_by("-invited_at"),
        },
        status=422 if form.errors else 200,
    )


def is_about(words: str, held: Assignment) -> bool:
    """Whether the words stand in the person's name or address, or in the delegation's name."""
    names = f"{held.delegation} {held.delegation.whose}" if held.delegation else ""
    said = f"{held.person} {held.person.email} {names} {held.get_role_display()}"
    return words.casefold() in said.casefold()


def within_reach(person: Any, meeting: Meeting) -> tuple[QuerySet[Delegation], list[Role]]:
    """Delegations into which, and roles to which, the person may invite."""
    everybody = Delegation.objects.filter(meeting=meeting)
    if roles.holds(person, {Role.SECRETARIAT}, meeting=meeting):
        return everybody, sorted(authority.MAY_INVITE[Role.SECRETARIAT], key=list(Role).index)
    if roles.is_administrator(person):
        return everybody.none(), [Role.SECRETARIAT]
    own = everybody.filter(assignments__person=person, assignments__role=Role.FOCAL_POINT)
    return own, [Role.DELEGATE] if own.exists() else []


@login_required
@require_POST
def withdraw_invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk, meeting__slug=slug)
    invitations.withdraw(invitation, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("Invitation withdrawn."))
    return redirect("people:meeting", slug=slug)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def end_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Asked once: the person must be invited again to get it back."""
    held = Assignment.objects.select_related("person", "meeting", "delegation__body")
    assignment = get_object_or_404(held, pk=pk, meeting__slug=slug)
    role = Role(assignment.role)
    if not authority.may_end(
        request.user, role=role, meeting=assignment.meeting, delegation=assignment.delegation
    ):
        raise NotAllowed(_("You may not take this role back."))
    if request.method == "GET":
        words = {"assignment": assignment, "meeting": assignment.meeting}
        return render(request, "people/end.html", words)
    invitations.end(assignment, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("Role taken back."))
    return redirect("people:meeting", slug=slug)
