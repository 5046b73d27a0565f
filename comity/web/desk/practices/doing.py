"""The one way in which something is done with a practice: a verb, or the page again with what was written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.participants.models import Person
from comity.practices import authority, drafting, grouping, seal
from comity.practices.authority import Act
from comity.practices.models import Excerpt, Practice, Support
from comity.refusals import NotNow, Refused
from comity.web.desk.practices import wording
from comity.web.desk.practices.acts import ACTS, seen
from comity.web.desk.practices.coding import CLASSES, CodingForm
from comity.web.desk.practices.page import show
from comity.web.desk.practices.place import person, practice_of
from comity.web.shared.sending import written


@login_required
@never_cache
@require_safe
def practice(request: HttpRequest, ref: str) -> HttpResponse:
    return show(request, practice_of(request, ref), at=timezone.now())


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """Carry out one act of the table on the practice that the page showed."""
    if name not in ACTS:
        raise Http404
    if request.method == "GET":  # the address of a page that said no, loaded again
        return redirect("desk:practice", ref=ref)
    chosen, at, found = ACTS[name], timezone.now(), practice_of(request, ref)
    authority.require(request.user, chosen.needs, meeting=found.meeting)
    with timezone.override(found.meeting.zone):
        form = chosen.form(request.POST, practice=found, prefix=name)
        if not form.is_valid():
            return show(request, found, at=at, bound={name: form}, status=422)
        try:
            with transaction.atomic():
                version = drafting.latest(found)
                if request.POST.get("seen") != seen(found, version) or not chosen.offered(found, version):
                    raise NotNow(_("Somebody else was first: the practice has changed since you opened it."))
                chosen.carry_out(found, form.cleaned_data, person(request), at)
        except Refused as refusal:
            return show(request, found, at=at, bound={name: form}, refusal=refusal)
    messages.success(request, str(chosen.done))
    return redirect("desk:practice", ref=ref)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, ref: str, language: str) -> HttpResponse:
    """Write the text in one language. Who wrote in between is not overwritten unseen."""
    here = f"{reverse('desk:practice', args=[ref])}?language={language}"
    if request.method == "GET":
        return redirect(here)
    found, at = practice_of(request, ref), timezone.now()
    authority.require(request.user, Act.DRAFT, meeting=found.meeting)
    version = drafting.latest(found)
    if version is None:
        raise Http404
    form = wording.TextForm(request.POST, language=language)
    if not form.is_valid():
        return show(request, found, at=at, bound={"text": form}, language=language, status=422)
    try:
        with transaction.atomic():
            there = version.texts.select_for_update().filter(language=language).first()
            if request.POST.get("seen") != wording.seen(there):
                raise NotNow(
                    _(
                        "Somebody else has written here since you opened the page. Your text is in the fields below, "
                        "unsaved; save it again to replace what the other wrote."
                    )
                )
            drafting.write(version, language=language, by=person(request), at=at, **form.cleaned_data)
    except Refused as refusal:
        return show(request, found, at=at, bound={"text": form}, language=language, refusal=refusal)
    messages.success(request, _("Saved."))
    return redirect(f"{here}#text")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def classify(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what the practice is about."""
    if request.method == "GET":
        return redirect("desk:practice", ref=ref)
    found, at = practice_of(request, ref), timezone.now()
    authority.require(request.user, Act.DRAFT, meeting=found.meeting)
    form = CodingForm(request.POST, practice=found, prefix="coding")
    if not form.is_valid():
        return show(request, found, at=at, bound={"coding": form}, status=422)
    said = form.cleaned_data
    try:
        drafting.classify(
            found,
            by=person(request),
            at=at,
            codings=form.codings(),
            aspects=said["aspects"],
            regions=said["regions"],
            instruments=said["instruments"],
            **{name: said[name] for name in CLASSES},
        )
    except Refused as refusal:
        return show(request, found, at=at, bound={"coding": form}, refusal=refusal)
    messages.success(request, _("The coding is saved."))
    return redirect(f"{reverse('desk:practice', args=[ref])}#coding")


SOURCE_ACTS: dict[str, Callable[[Support, Person, datetime], object]] = {
    "out": lambda support, by, at: grouping.detach(support, by=by, at=at, refuse=False),
    "refuse": lambda support, by, at: grouping.detach(support, by=by, at=at),
    "supports": lambda support, by, at: grouping.take_stance(support, stance="supports", by=by, at=at),
    "diverges": lambda support, by, at: grouping.take_stance(support, stance="diverges", by=by, at=at),
    "back": lambda support, by, at: grouping.attach(
        support.practice, support.excerpt, by=by, at=at, stance=support.stance
    ),
}
"""What is done with one source of a practice."""


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def source(request: HttpRequest, ref: str, number: int, name: str) -> HttpResponse:
    """Take words out, put them back, or say that they support or diverge."""
    found = practice_of(request, ref)
    support = get_object_or_404(
        Support.objects.select_related("practice__meeting", "excerpt"), practice=found, number=number
    )
    if request.method == "GET":
        return redirect("desk:practice", ref=ref)
    if name not in SOURCE_ACTS:
        raise Http404
    try:
        SOURCE_ACTS[name](support, person(request), timezone.now())
    except Refused as refusal:
        return show(request, found, at=timezone.now(), refusal=refusal)
    messages.success(request, _("Done. It can be undone here."))
    place = "taken-out" if name in ("out", "refuse") else f"source-{number}"
    return redirect(f"{reverse('desk:practice', args=[ref])}#{place}")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def open_seal(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Tell whose words they are, on this one page. The reading goes on record before it is told."""
    found, at = practice_of(request, ref), timezone.now()
    if request.method == "GET":
        return redirect("desk:practice", ref=ref)
    support = get_object_or_404(Support.objects.select_related("excerpt"), practice=found, number=number)
    reason = written(request, "reason")
    try:
        told = seal.read(support.excerpt, reason=reason, by=person(request), at=at)
    except Refused as refusal:
        return show(request, found, at=at, refusal=refusal)
    return show(request, found, at=at, opened={support.pk: told})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def reconsider(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Words that were refused may be proposed again."""
    if request.method == "GET":
        return redirect("desk:practice", ref=ref)
    found: Practice = practice_of(request, ref)
    excerpt = get_object_or_404(Excerpt, pk=pk, meeting=found.meeting)
    try:
        grouping.reconsider(found, excerpt, by=person(request), at=timezone.now())
    except Refused as refusal:
        return show(request, found, at=timezone.now(), refusal=refusal)
    messages.success(request, _("These words may be proposed again."))
    return redirect("desk:practice", ref=ref)
