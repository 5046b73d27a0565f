"""The one way in which something is done with a node: a verb, or the page again with what was written."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.framework import authority, wording
from comity.framework.authority import Act
from comity.languages import NATIVE_NAMES
from comity.refusals import NotNow, Refused
from comity.web.desk.framework import forms
from comity.web.desk.framework.acts import ACTS, IN_THE_TREE, seen
from comity.web.desk.framework.page import seen_text, show
from comity.web.desk.framework.place import node_of, person


@login_required
@never_cache
@require_safe
def place(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return show(request, node_of(request, slug, number), at=timezone.now())


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    """Carry out one act of the table on the node that the page showed."""
    here = reverse("desk:framework_place", args=[slug, number])
    if request.method == "GET":  # the address of a page that said no, loaded again
        return redirect(here)
    if name not in ACTS:
        raise Http404
    chosen, at, node = ACTS[name], timezone.now(), node_of(request, slug, number)
    authority.require(request.user, chosen.needs, meeting=node.framework.meeting)
    form = chosen.form(request.POST, node=node, prefix=name)
    if not form.is_valid():
        return show(request, node, at=at, bound={name: form}, status=422)
    try:
        with transaction.atomic():
            if request.POST.get("seen") != seen(node) or not chosen.offered(node):
                raise NotNow(
                    _(
                        "Somebody else was first: the framework has changed since you opened it. Load it again."
                    )
                )
            chosen.carry_out(node, form.cleaned_data, person(request), at)
    except Refused as refusal:
        return show(request, node, at=at, bound={name: form}, refusal=refusal)
    messages.success(request, str(chosen.done))
    back = f"{reverse('desk:framework', args=[slug])}#n-{number}"
    return redirect(back if name in IN_THE_TREE or name == "remove" else here)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, slug: str, number: int, language: str) -> HttpResponse:
    """Write the text in one language. Who wrote in between is not overwritten unseen."""
    here = f"{reverse('desk:framework_place', args=[slug, number])}?language={language}"
    if request.method == "GET":
        return redirect(here)
    node, at = node_of(request, slug, number), timezone.now()
    authority.require(request.user, Act.DRAFT, meeting=node.framework.meeting)
    if node.practice_id is not None or language not in NATIVE_NAMES:
        raise Http404
    version = wording.latest(node)
    form = forms.TextForm(request.POST, language=language)
    if not form.is_valid():
        return show(request, node, at=at, bound={"text": form}, language=language, status=422)
    try:
        with transaction.atomic():
            there = version.texts.select_for_update().filter(language=language).first()
            if request.POST.get("seen") != seen_text(there):
                raise NotNow(
                    _(
                        "Somebody else has written here since you opened the page. Your text is in the fields below, "
                        "unsaved; save it again to replace what the other wrote."
                    )
                )
            wording.write(version, language=language, **form.cleaned_data, by=person(request), at=at)
    except Refused as refusal:
        return show(request, node, at=at, bound={"text": form}, language=language, refusal=refusal)
    messages.success(request, _("Saved."))
    return redirect(f"{here}#text")
