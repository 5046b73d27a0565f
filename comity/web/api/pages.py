"""Pages about the interface: its reference for everybody, and the tokens of one's own account."""

from __future__ import annotations

from functools import lru_cache

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.participants import tokens
from comity.participants.models import Person, Scope, Token
from comity.refusals import Refused
from comity.web.api import printed, problems
from comity.web.api.forms import TokenForm
from comity.web.api.interface import interface
from comity.web.shared.sending import sent


@lru_cache(maxsize=1)
def whole() -> printed.Reference:
    """It depends on the code alone."""
    return printed.reference(interface.get_openapi_schema())


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every route with what it takes and gives, and every kind of refusal."""
    return render(request, "api/reference.html", {"reference": whole(), "problems": problems.TITLES.items()})


@login_required
@never_cache
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def own_tokens(request: HttpRequest) -> HttpResponse:
    """What there is, and a new one, whose secret is shown this once. Whoever makes one proves who she is."""
    person, at = request.user, timezone.now()
    assert isinstance(person, Person)
    form, secret = TokenForm(sent(request)), ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, secret = tokens.make(
                person,
                name=form.cleaned_data["name"],
                scopes=form.chosen(),
                expires_at=form.ends(at),
                by=person,
                at=at,
            )
            form = TokenForm()
        except Refused as refused:
            form.add_error(None, str(refused))
    found = [(one, scopes(one)) for one in person.tokens.all()]
    words = {
        "form": form,
        "secret": secret,
        "good": [row for row in found if row[0].revoked_at is None and row[0].expires_at > at],
        "over": [row for row in found if row[0].revoked_at is not None or row[0].expires_at <= at],
    }
    return render(request, "api/tokens.html", words, status=422 if form.errors else 200)


def scopes(token: Token) -> list[str]:
    return [one.value for one in Scope if token.may(one)]


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked once: a token that is revoked is never good again."""
    person = request.user
    assert isinstance(person, Person)
    token = get_object_or_404(person.tokens.select_related("person"), pk=pk, revoked_at=None)
    if request.method == "GET":
        return render(request, "api/revoke.html", {"token": token, "scopes": scopes(token)})
    tokens.revoke(token, by=person, at=timezone.now())
    messages.success(request, _("The token is revoked."))
    return redirect("people:tokens")
