"""One's words in the register, the questionnaire, and the delegation's programmes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.languages import reader_language
from comity.participants.models import Delegation, Person
from comity.practices import authority, confirming, drafting, initiatives, public, queries
from comity.practices.authority import Act
from comity.practices.models import Confirmation, Initiative
from comity.practices.models.excerpts import Attribution
from comity.refusals import Refused
from comity.statements import queries as statements
from comity.web.portal.practices.forms import AnswerForm, InitiativeForm
from comity.web.shared.sending import sent, written


def acting(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def own_delegation(request: HttpRequest, pk: int) -> Delegation:
    """A delegation for which the person acts; any other does not exist for her."""
    found = next((one for one in statements.delegations_of(request.user) if one.pk == pk), None)
    if found is None or not authority.may(
        request.user, Act.ENTER_INITIATIVE, meeting=found.meeting, delegation=found
    ):
        raise Http404
    return found


@login_required
@never_cache
@require_safe
def confirmations(request: HttpRequest) -> HttpResponse:
    """What one is asked, the unanswered first."""
    asked = queries.confirmations_of(request.user)
    return render(request, "portal/practices/confirmations.html", {"asked": asked, "now": timezone.now()})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own words and the draft that rests on them, with the answer."""
    asked = get_object_or_404(queries.confirmations_of(request.user), pk=pk)
    return answered(request, asked, by=acting(request), back=reverse("portal:confirmations"))


def answered(request: HttpRequest, asked: Confirmation, *, by: Person | None, back: str) -> HttpResponse:
    """The page, or what becomes of the answer that was sent. `by` None: a panellist, on her own page."""
    form = AnswerForm(sent(request))
    if request.method == "GET" or not form.is_valid():
        return show(request, asked, form, back=back)
    said = form.cleaned_data
    tightened = said["answer"] == Confirmation.Answer.TIGHTENED
    try:
        confirming.answer(
            asked,
            said["answer"],
            by=by,
            at=timezone.now(),
            remarks=said["remarks"],
            tighten_to=Attribution(said["tighten_to"]) if tightened else None,
        )
    except Refused as refusal:
        asked.refresh_from_db()
        return show(request, asked, form, back=back, refusal=refusal)
    messages.success(request, _("Thank you. Your answer has reached those who work on the register."))
    return redirect(request.path)


def show(
    request: HttpRequest,
    asked: Confirmation,
    form: AnswerForm,
    *,
    back: str,
    refusal: Refused | None = None,
) -> HttpResponse:
    texts = {one.language: one for one in asked.version.texts.all()}
    wanted = (request.GET.get("language", ""), reader_language(), asked.version.original_language)
    text = next((texts[code] for code in wanted if code in texts), None)
    own = confirming.excerpts_of(asked)
    numbers = asked.version.practice.supports.filter(excerpt__in=own).values_list("excerpt", "number")
    by_excerpt = dict(numbers)
    return render(
        request,
        "portal/practices/confirmation.html",
        {
            "asked": asked,
            "back": back,
            "meeting": asked.meeting,
            "own": [(by_excerpt.get(one.pk), one) for one in own],
            "text": text,
            "texts": texts.values(),
            "parts": [
                (label, said)
                for name, label in public.part_labels().items()
                if text and (said := getattr(text, name))
            ],
            "form": form,
            "refusal": refusal,
            "now": timezone.now(),
            "is_latest": drafting.latest(asked.version.practice) == asked.version,
        },
        status=refusal.status if refusal else 422 if form.errors else 200,
    )


@login_required
@never_cache
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """The initiatives that one's delegations have entered."""
    delegations = list(statements.delegations_of(request.user))
    entered = (
        Initiative.objects.filter(delegation__in=delegations)
        .select_related("delegation__body", "delegation__meeting", "meeting")
        .prefetch_related("delegation__body__former_names")
    )
    words = {"delegations": delegations, "initiatives": entered.order_by("-entered_at")}
    return render(request, "portal/practices/initiatives.html", words)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a new initiative to the secretariat."""
    delegation = own_delegation(request, pk)
    form = InitiativeForm(sent(request), initial={"owner": delegation.whose})
    if request.method == "POST" and form.is_valid():
        try:
            initiatives.enter(
                delegation.meeting,
                delegation=delegation,
                by=acting(request),
                at=timezone.now(),
                **form.said(),
            )
        except Refused as refusal:
            return initiative_page(request, form, delegation, refusal=refusal)
        messages.success(request, _("Sent. It is public once the secretariat has reviewed it."))
        return redirect("portal:initiatives")
    return initiative_page(request, form, delegation)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def initiative(request: HttpRequest, ref: str) -> HttpResponse:
    """Change what was entered while it is not in review, or withdraw it."""
    own = Initiative.objects.filter(delegation__in=statements.delegations_of(request.user))
    found = get_object_or_404(own.select_related("level", "region", "delegation__body", "meeting"), ref=ref)
    assert found.delegation is not None
    withdrawing = "withdraw" in request.POST
    form = InitiativeForm(None if withdrawing else sent(request), initial=InitiativeForm.of(found))
    refusal = None
    if request.method == "POST" and (withdrawing or form.is_valid()):
        by, at = acting(request), timezone.now()
        try:
            if withdrawing:
                initiatives.withdraw(found, reason=written(request, "reason"), by=by, at=at)
            else:
                initiatives.revise(found, by=by, at=at, **form.said())
            messages.success(request, _("Withdrawn.") if withdrawing else _("Sent again."))
            return redirect("portal:initiatives")
        except Refused as refused:
            refusal = refused
    return initiative_page(request, form, found.delegation, initiative=found, refusal=refusal)


def initiative_page(
    request: HttpRequest,
    form: InitiativeForm,
    delegation: Delegation,
    *,
    initiative: Initiative | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    states = (Initiative.State.RECEIVED, Initiative.State.RETURNED)
    return render(
        request,
        "portal/practices/initiative.html",
        {
            "form": form,
            "delegation": delegation,
            "meeting": delegation.meeting,
            "initiative": initiative,
            "may_change": initiative is None or initiative.state in states,
            "refusal": refusal,
        },
        status=refusal.status if refusal else 422 if form.errors else 200,
    )
