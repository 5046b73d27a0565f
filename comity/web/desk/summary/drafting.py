"""A draft by the language model that is plugged in: asked for, read claim by claim, and kept or left."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.refusals import Refused
from comity.summary import drafting
from comity.summary.models import Sentence
from comity.web.desk.summary import sentences
from comity.web.desk.summary.place import person, sentence_of

SALT = "comity.summary.draft"
COVERED, TIED = "on-", "in-"
"""Beginnings of the names of fields: with the key of a claim, and of a mark."""


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Send what was ticked and show the draft; nothing is kept of it."""
    found = sentence_of(request, slug, number)
    if request.method == "GET":
        return redirect("desk:summary_sentence", slug=slug, number=number)
    try:
        draft = drafting.ask(found, request.POST.getlist("keys"), by=person(request), at=timezone.now())
    except Refused as refusal:
        return sentences.show(request, found, refusal)
    return show(request, found, draft.text, draft.engine)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Look at the draft again as it was changed (`check`), or keep it; where it says no, all that was said of it
    stays."""
    found = sentence_of(request, slug, number)
    if request.method == "GET":
        return redirect("desk:summary_sentence", slug=slug, number=number)
    text = sentences.text_of(request.POST)
    try:
        engine = engine_of(request.POST, found)
        if "check" not in request.POST:
            drafting.keep(
                found,
                text,
                engine=engine,
                covered=covered(request.POST),
                tied=tied(request.POST),
                seen=sentences.seen(request.POST),
                by=person(request),
                at=timezone.now(),
            )
            messages.success(
                request, _("Kept under the model’s name. Read it, and save it as your own words.")
            )
            return redirect("desk:summary_sentence", slug=slug, number=number)
    except Refused as refusal:
        return show(request, found, text, sent_engine(request.POST), refusal)
    return show(request, found, text, engine)


def engine_of(said: QueryDict, found: Sentence) -> str:
    """Who wrote the draft, as this site signed it for this sentence."""
    try:
        engine, sentence = signing.loads(said.get("draft", ""), salt=SALT)
    except (signing.BadSignature, ValueError):
        engine, sentence = "", 0
    if not engine or sentence != found.pk:
        raise Refused(_("It is not known which model drafted this: ask it again."))
    return str(engine)


def sent_engine(said: QueryDict) -> str:
    try:
        return str(signing.loads(said.get("draft", ""), salt=SALT)[0])
    except (signing.BadSignature, ValueError):
        return ""


def covered(said: QueryDict) -> dict[str, list[str]]:
    return {name.removeprefix(COVERED): said.getlist(name) for name in said if name.startswith(COVERED)}


def tied(said: QueryDict) -> dict[str, str]:
    return {name.removeprefix(TIED): said.get(name, "") for name in said if name.startswith(TIED)}


def show(
    request: HttpRequest, found: Sentence, text: str, engine: str, refusal: Refused | None = None
) -> HttpResponse:
    at = timezone.now()
    checked = drafting.read(found, text, covered=covered(request.POST), tied=tied(request.POST), at=at)
    seen = request.POST.get("seen") if "seen" in request.POST else found.edits
    return render(
        request,
        "desk/summary/drafted.html",
        {
            "meeting": found.meeting,
            "sentence": found,
            "language": found.summary.language,
            "text": text,
            "engine": engine,
            "draft": signing.dumps([engine, found.pk], salt=SALT),
            "seen": seen,
            "checked": checked,
            "choices": drafting.choices(found, at=at),
            "refusal": refusal,
        },
        status=refusal.status if refusal else 200,
    )
