"""The steps of a submission: place, files, conditions, check. A draft is kept from the first step on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from comity.floor import ruling
from comity.languages import isolated
from comity.participants.models import Delegation
from comity.refusals import Refused
from comity.statements import authority, findings, receipt
from comity.statements.models import Receipt, Statement, Version
from comity.web.portal.forms import ConditionsForm, FilesForm, PlaceForm
from comity.web.portal.uploads import add
from comity.web.portal.views import own_statement
from comity.web.shared.middleware import FILES_AT_ONCE, takes_files
from comity.web.shared.sending import sent

STEPS = ("place", "files", "conditions", "check")
CONDITIONS = tuple(ConditionsForm.base_fields)


def of_a_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view is given the draft of one's own statement. What was sent meanwhile (a button pressed twice, a page
    gone back to) leads to where the statement stands."""

    @wraps(view)
    def found(request: HttpRequest, ref: str, **rest: Any) -> HttpResponse:
        statement = own_statement(request, ref)
        version = statement.versions.filter(state=Version.State.DRAFT).order_by("-number").first()
        if version is None:
            return to_where_it_stands(request, statement)
        version.statement = statement
        if not authority.may_open(request.user, version):
            raise Http404
        return view(request, version, **rest)

    return found


def to_where_it_stands(request: HttpRequest, statement: Statement) -> HttpResponse:
    """ "Send" pressed again leads to the receipt of what was sent; any other step to the statement."""
    last = Receipt.objects.filter(version__statement=statement).order_by("-version__number").first()
    if request.method == "POST" and last is not None and request.path.endswith("/check/"):
        return redirect("portal:receipt", number=last.number)
    return redirect("portal:statement", ref=statement.ref)


def page(request: HttpRequest, version: Version, step: str, **words: Any) -> HttpResponse:
    status = 422 if any(getattr(word, "errors", None) for word in words.values()) else 200
    described = version.statement.versions.filter(public_from__isnull=False).exists()
    steps = [name for name in STEPS if not (described and name in {"place", "conditions"})]
    context = {"version": version, "statement": version.statement, "step": step, "steps": steps, **words}
    return render(request, f"portal/{step}.html", context, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Step one without a draft: whose statement it is and where it belongs."""
    delegation = get_object_or_404(Delegation.objects.select_related("meeting", "body"), pk=pk)
    if not authority.may(request.user, authority.Act.SUBMIT, delegation=delegation):
        raise Http404
    form = PlaceForm(sent(request), delegation=delegation)
    if request.method == "POST" and form.is_valid():
        version = receipt.draft(delegation, by=request.user, at=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
        return redirect("portal:files", ref=version.statement.ref)
    context = {
        "form": form,
        "delegation": delegation,
        "meeting": delegation.meeting,
        "step": "place",
        "steps": STEPS,
    }
    return render(request, "portal/place.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
@of_a_draft
def place(request: HttpRequest, version: Version) -> HttpResponse:
    statement = version.statement
    initial = {
        "on_behalf_of": statement.on_behalf_of_id,
        "session": statement.session_id,
        "aspects": list(statement.aspects.values_list("pk", flat=True)),
    }
    form = PlaceForm(sent(request), initial=initial, delegation=statement.delegation)
    if request.method == "POST" and form.is_valid():
        receipt.amend(version, by=request.user, at=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
        return redirect("portal:files", ref=statement.ref)
    return page(
        request, version, "place", form=form, delegation=statement.delegation, meeting=statement.meeting
    )


@takes_files
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
@of_a_draft
def files(request: HttpRequest, version: Version) -> HttpResponse:
    """Add files; what was read from each is shown at once. One that is refused costs the others nothing."""
    form = FilesForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        for upload in form.cleaned_data["file"]:
            try:
                added = add(
                    version,
                    upload,
                    language=form.cleaned_data["language"] or None,
                    by=request.user,  # type: ignore[arg-type]
                    at=timezone.now(),
                )
            except Refused as refusal:
                form.add_error("file", str(refusal.sentence))
            else:
                messages.success(request, added.sentence)
        if form.is_valid():
            return redirect("portal:files", ref=version.statement.ref)
    limits = {"limit": settings.UPLOAD_LIMIT, "files_at_once": FILES_AT_ONCE}
    return page(request, version, "files", form=form, languages=preview(version), **limits)


def preview(version: Version) -> list[Any]:
    """The language versions with their paragraphs, citations, what a reviewer would notice, and `minutes`: how long
    it takes to read each aloud."""
    noticed = findings.of(version)
    found = list(version.languages.select_related("file").prefetch_related("paragraphs__citations"))
    for one in found:
        one.findings = [finding for finding in noticed if finding.language == one.language]  # type: ignore[attr-defined]
        one.minutes = ceil(one.words / version.meeting.words_per_minute)  # type: ignore[attr-defined]
    return found


@login_required
@require_POST
@of_a_draft
def file(request: HttpRequest, version: Version, pk: int) -> HttpResponse:
    """Take a file out, or say that it is the original."""
    one = get_object_or_404(version.languages, pk=pk)
    if request.POST.get("act") == "original":
        receipt.mark_original(one, by=request.user)  # type: ignore[arg-type]
    else:
        receipt.detach(one, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("“%(name)s” is taken out.") % {"name": isolated(one.file_name)})
    return redirect("portal:files", ref=version.statement.ref)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
@of_a_draft
def conditions(request: HttpRequest, version: Version) -> HttpResponse:
    statement = version.statement
    # Times are entered and shown in the meeting's zone.
    with timezone.override(statement.meeting.zone):
        form = ConditionsForm(sent(request), initial={name: getattr(statement, name) for name in CONDITIONS})
        if request.method == "POST" and form.is_valid():
            receipt.amend(version, by=request.user, at=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
            return redirect("portal:check", ref=statement.ref)
        return page(request, version, "conditions", form=form)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
@of_a_draft
def check(request: HttpRequest, version: Version) -> HttpResponse:
    """Everything once more; then it is sent, and the receipt shown only when all is stored."""
    problem = ""
    if request.method == "POST":
        try:
            issued = receipt.submit(version, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        except Refused as refusal:
            earlier = Receipt.objects.filter(version=version).first()
            if earlier is not None:  # the button was pressed twice
                return redirect("portal:receipt", number=earlier.number)
            problem = str(refusal.sentence)
        else:
            if issued.version_id != version.pk:
                messages.info(request, _("You have sent these files before: this is the receipt of then."))
            return redirect("portal:receipt", number=issued.number)
    response = page(
        request, version, "check", languages=preview(version), findings=findings.of(version), problem=problem
    )
    response.status_code = 422 if problem else 200
    return response


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
@of_a_draft
def discard(request: HttpRequest, version: Version) -> HttpResponse:
    """Asked once: a draft that is discarded is gone."""
    if request.method == "POST":
        with transaction.atomic():
            by: Any = request.user
            if version.number == 1:
                ruling.let_go(version.statement, by=by, at=timezone.now())
            receipt.discard(version, by=by, at=timezone.now())
        messages.success(request, _("The draft is discarded."))
        return redirect("portal:home")
    return render(request, "portal/discard.html", {"version": version, "statement": version.statement})
