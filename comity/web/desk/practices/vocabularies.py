"""The lists of terms: reworded in six languages, extended and retired without a programmer (R01-1)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.practices import authority, vocabulary
from comity.practices.authority import Act
from comity.practices.models import Term
from comity.practices.models.vocabulary import Scheme
from comity.refusals import Refused
from comity.web.desk.page import mistakes
from comity.web.desk.practices.place import may, meeting_of, person
from comity.web.shared import fields


class TermForm(fields.InSixLanguages):
    """The words of a term; `code` is asked of a new one only."""

    code = forms.SlugField(
        label=_("Code"),
        help_text=_("Small letters, digits and underscores; it is never changed."),
        error_messages={
            "required": _("Give the term a code."),
            "invalid": _("A code has letters, digits, hyphens and underscores only."),
        },
    )
    broader = fields.one_term(_("Type of measure to which it belongs"), Scheme.APPROACH)
    active = forms.BooleanField(
        label=_("It is offered"),
        required=False,
        initial=True,
        help_text=_("What bears a retired term keeps it."),
    )

    def __init__(self, *args: Any, scheme: Scheme, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_languages("titles", _now("Title"))
        self.add_languages("scope_notes", _now("Scope note"), long=True)
        if is_new:
            del self.fields["active"]
        else:
            del self.fields["code"]
        if scheme != Scheme.MEASURE or not is_new:
            del self.fields["broader"]


@login_required
@never_cache
@require_safe
def schemes(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = meeting_of(request, slug)
    terms: dict[str, list[Term]] = {}
    for one in Term.objects.all():
        terms.setdefault(one.scheme, []).append(one)
    lists = [(scheme, terms.get(scheme, [])) for scheme in Scheme]
    words = {"meeting": meeting, "lists": lists, "may_edit": may(request, Act.EDIT_VOCABULARY, meeting)}
    return render(request, "desk/practices/terms.html", words)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def term(request: HttpRequest, slug: str, kind: str, code: str = "") -> HttpResponse:
    """Reword a term, or (without a code) add one to the list."""
    meeting = meeting_of(request, slug)
    authority.require(request.user, Act.EDIT_VOCABULARY, meeting=meeting)
    if kind not in Scheme.values:
        raise Http404
    scheme = Scheme(kind)
    found = get_object_or_404(Term, scheme=scheme, code=code) if code else None
    form = TermForm(
        request.POST if request.method == "POST" else None,
        scheme=scheme,
        is_new=found is None,
        initial=start(found),
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        titles, notes = form.spoken("titles"), form.spoken("scope_notes")
        by, at = person(request), timezone.now()
        try:
            if found is None:
                broader = form.cleaned_data.get("broader")
                vocabulary.add(
                    scheme,
                    form.cleaned_data["code"],
                    titles=titles,
                    scope_notes=notes,
                    broader=broader,
                    meeting=meeting,
                    by=by,
                    at=at,
                )
            else:
                vocabulary.revise(
                    found,
                    titles=titles,
                    scope_notes=notes,
                    active=form.cleaned_data["active"],
                    meeting=meeting,
                    by=by,
                    at=at,
                )
            messages.success(request, _now("The list is changed."))
            return redirect("desk:terms", slug=slug)
        except Refused as refused:
            refusal = refused
    return render(
        request,
        "desk/practices/term.html",
        {
            "meeting": meeting,
            "scheme": scheme,
            "term": found,
            "form": form,
            "refusal": refusal,
            "mistakes": mistakes({"": form}),
        },
        status=refusal.status if refusal else 422 if form.errors else 200,
    )


def start(found: Term | None) -> dict[str, Any]:
    if found is None:
        return {}
    titles = fields.in_each("titles", found.titles)
    return {"active": found.active, **titles, **fields.in_each("scope_notes", found.scope_notes)}
