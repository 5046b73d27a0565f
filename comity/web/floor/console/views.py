"""The console of a session: shown, acted on, and followed by its number."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from comity.refusals import NotAllowed, Refused
from comity.web.floor.console import forms, page
from comity.web.floor.console.acts import ACTS
from comity.web.floor.console.place import Place, conducted, person, place_of
from comity.web.floor.live.reaching import address, follows_stream
from comity.web.floor.live.snapshots import open_to_all
from comity.web.shared.sending import whole_number

SCRIPT = "X-Console"
"""Header by which the page's script asks for the page itself instead of a redirection to it."""
KEYS = "floor_keys"
"""In the session of the browser: whether single keys act."""


@login_required
@never_cache
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Every session that the person may conduct."""
    found = conducted(person(request), at=timezone.now())
    if not found:
        raise NotAllowed(_("The console is for those who conduct a session, and for the secretariat."))
    return render(request, "floor/console/sessions.html", {"conducted": found})


@login_required
@never_cache
@require_safe
@follows_stream
def console(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    return show(request, place_of(request, slug, code), at=timezone.now())


def show(
    request: HttpRequest,
    place: Place,
    *,
    at: datetime,
    bound: tuple[str, forms.ConsoleForm] | None = None,
    said: str = "",
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page as things are now; `bound` holds the form that was just sent, so that nothing written is lost."""
    row = whole_number(request.GET.get("row"), digits=9)
    with timezone.override(place.meeting.zone):
        shown = page.words(place, person(request), at=at, row=row)
        words = {
            **shown,
            **offered(place, bound),
            "bound": bound[0] if bound else "",
            "wrong": faults(bound),
            "kept": kept(bound),
            "said": said,
            "refusal": refusal,
            "keys": request.session.get(KEYS, True),
            "row": row,
            **followed(request, place),
        }
        return render(request, "floor/console/console.html", words, status=status)


def followed(request: HttpRequest, place: Place) -> dict[str, object]:
    """The stream of what everybody sees is the console's bell, where everybody may follow the session."""
    is_open = open_to_all(place.session)
    return {"screens": is_open, "stream": address(request, place.session) if is_open else ""}


def offered(place: Place, bound: tuple[str, forms.ConsoleForm] | None) -> dict[str, forms.ConsoleForm]:
    """The forms that one fills in; buttons need none."""
    kinds = {
        "suspend": forms.SuspendForm,
        "inscribe": forms.InscribeForm,
        "order": forms.OrderForm,
        "draw": forms.DrawForm,
        "policy": forms.PolicyForm,
        "preset": forms.PresetForm,
    }
    found = {f"{name}_form": kind(place=place) for name, kind in kinds.items()}
    if bound is not None and bound[0] in kinds:
        found[f"{bound[0]}_form"] = bound[1]
    return found


def faults(bound: tuple[str, forms.ConsoleForm] | None) -> list[str]:
    """What is wrong with the form that was sent, each once, with the name of the field."""
    if bound is None:
        return []
    form = bound[1]
    found = [str(one) for one in form.non_field_errors()]
    for name, errors in form.errors.items():
        if name in form.fields:
            field = form[name]
            found += [str(one) if field.is_hidden else f"{field.label}: {one}" for one in errors]
    return [*dict.fromkeys(found)]


def kept(bound: tuple[str, forms.ConsoleForm] | None) -> list[str]:
    """Reasons and decisions that were written for an act that was not done: its form may be gone from the page."""
    if bound is None:
        return []
    said = [bound[1].data.get(name, "").strip() for name in ("reason", "decision")]
    return [one for one in said if one]


@login_required
@require_POST
@follows_stream
def act(request: HttpRequest, slug: str, code: str, name: str) -> HttpResponse:
    """Carry out one act of the table; a refusal is said, and the page shows how things are now."""
    if name not in ACTS:
        raise Http404
    place, at, doing = place_of(request, slug, code), timezone.now(), ACTS[name]
    with timezone.override(place.meeting.zone):
        form = doing.form(request.POST, place=place)
        valid = form.is_valid()
    if not valid:
        return show(request, place, at=at, bound=(name, form), status=422)
    try:
        doing.carry_out(place, form, person(request), at)
    except Refused as refused:
        place = place_of(request, slug, code)
        sentence = str(refused.sentence)
        return show(request, place, at=at, bound=(name, form), refusal=sentence, status=refused.status)
    if request.headers.get(SCRIPT):
        return show(request, place_of(request, slug, code), at=at, said=str(doing.done))
    messages.success(request, str(doing.done))
    return redirect(f"{reverse('floor:console', args=[slug, code])}#{doing.back}")


@login_required
@never_cache
@require_safe
def number(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The number of the last act: the script asks for it, and for the page where it is another."""
    return JsonResponse({"number": place_of(request, slug, code).floor.number})


@login_required
@require_POST
def keys(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Switch single keys on or off (WCAG 2.1.4)."""
    place_of(request, slug, code)
    request.session[KEYS] = request.POST.get("keys") == "on"
    return redirect(f"{reverse('floor:console', args=[slug, code])}#keys")
