"""One sentence at the desk: its words in six languages above what it rests on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.languages import NATIVE_NAMES
from comity.participants.models import Person
from comity.press import lending
from comity.refusals import Refused
from comity.summary import checking, drafting, ladder, material, plugged, writing
from comity.summary.checking import Looked
from comity.summary.models import Sentence
from comity.web.desk.summary.place import may, person, sentence_of
from comity.web.shared.sending import whole_number, without_null

Verb = Callable[[Sentence, QueryDict, Person, datetime], object]


def seen(said: QueryDict) -> int:
    """The `edits` that the page knew of; -1 where it bore none, which is never what stands."""
    found = whole_number(said.get("seen"), digits=9)
    return -1 if found is None else found


def text_of(said: QueryDict) -> str:
    return without_null(said.get("text", ""))


def write(sentence: Sentence, said: QueryDict, by: Person, at: datetime) -> None:
    language, text = said.get("language", ""), text_of(said)
    if "front" in said:
        text = with_quantifier(sentence, text, language, at=at)
    writing.write(sentence, text, language=language, seen=seen(said), by=by, at=at)


def with_quantifier(sentence: Sentence, text: str, language: str, *, at: datetime) -> str:
    """The text with the quantifier that the counts allow in front, instead of the one that stands there."""
    looked = looked_of(sentence, at=at)
    proposed = looked.proposed if looked else None
    if proposed is None or not proposed.words.get(language):
        return text
    rest = ladder.without_front(text.strip(), ladder.of(sentence.summary), language)
    return ladder.with_front(proposed.words[language], rest, language)


def release(sentence: Sentence, said: QueryDict, by: Person, at: datetime) -> None:
    basis = get_object_or_404(sentence.basis, pk=whole_number(said.get("basis")) or 0)
    basis.sentence = sentence
    writing.release(basis, by=by, at=at)


ACTS: dict[str, tuple[str | Promise, Verb]] = {
    "write": (_("Saved."), write),
    "rest": (
        _("It rests on these too."),
        lambda sentence, said, by, at: lending.rest(sentence, said.getlist("keys"), by=by, at=at),
    ),
    "release": (_("It no longer rests on this."), release),
    "up": (_("Moved."), lambda sentence, said, by, at: writing.move(sentence, up=True, by=by, at=at)),
    "down": (_("Moved."), lambda sentence, said, by, at: writing.move(sentence, up=False, by=by, at=at)),
    "remove": (
        _("Taken out. It stays at the end of the page, and can be put back."),
        lambda sentence, said, by, at: writing.remove(sentence, seen=seen(said), by=by, at=at),
    ),
    "put-back": (_("Put back."), lambda sentence, said, by, at: writing.put_back(sentence, by=by, at=at)),
    "stand": (
        _("The Chair stands for this quantifier."),
        lambda sentence, said, by, at: writing.stand_for(sentence, True, seen=seen(said), by=by, at=at),
    ),
    "unstand": (
        _("The counts decide again."),
        lambda sentence, said, by, at: writing.stand_for(sentence, False, seen=seen(said), by=by, at=at),
    ),
    "except": (
        _("Saved."),
        lambda sentence, said, by, at: writing.except_(
            sentence, without_null(said.get("reason", "")), seen=seen(said), by=by, at=at
        ),
    ),
}
TO_THE_DRAFT = frozenset({"up", "down", "remove", "put-back"})
"""Acts after which one is back in the draft."""


@login_required
@never_cache
@require_safe
def sentence(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Its words beside what it rests on."""
    return show(request, sentence_of(request, slug, number))


def show(request: HttpRequest, found: Sentence, refusal: Refused | None = None) -> HttpResponse:
    at = timezone.now()
    summary = found.summary
    looked = looked_of(found, at=at)
    language = chosen_language(request, summary.language)
    there = material.pieces(summary, at=at)
    resting = [(one, there[one.key][0] if one.key in there else None) for one in found.basis.order_by("pk")]
    bases = {one.key for one, _piece in resting}
    others = [
        piece
        for key, (piece, session, _kind) in there.items()
        if key not in bases and (found.session is None or session == found.session)
    ]
    text = text_of(request.POST) if refusal and "text" in request.POST else found.texts.get(language, "")
    allowed = may(request, summary.meeting)
    return render(
        request,
        "desk/summary/sentence.html",
        {
            "meeting": summary.meeting,
            "summary": summary,
            "sentence": found,
            "looked": looked,
            "text": text,
            "language": language,
            "original": found.texts.get(summary.language, "") if language != summary.language else "",
            "languages": [(code, code in found.texts, code == summary.language) for code in NATIVE_NAMES],
            "quantifier": proposed_in(looked, language),
            "resting": resting,
            "others": sorted(others, key=lambda one: (bool(one.used), one.whose, one.key)),
            "highlights": lending.offered(summary, at=at, session=found.session, but=found),
            "drafter": plugged.name() if plugged.is_set() else "",
            "choices": drafting.choices(found, at=at) if plugged.is_set() else [],
            "may": allowed,
            "writes": allowed["write" if language == summary.language else "translate"],
            "place": found.session.code if found.session else "meeting",
            "refusal": refusal,
        },
        status=refusal.status if refusal else 200,
    )


def proposed_in(looked: Looked | None, language: str) -> str:
    return looked.proposed.words.get(language, "") if looked and looked.proposed else ""


def looked_of(found: Sentence, *, at: datetime) -> Looked | None:
    """None for one that was taken out."""
    return next(iter(checking.looked_at(found.summary, at=at, only=found)), None)


def chosen_language(request: HttpRequest, original: str) -> str:
    wanted = request.GET.get("in") or request.POST.get("language", "")
    return wanted if wanted in NATIVE_NAMES else original


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    """Do one thing of the table with the sentence."""
    found = sentence_of(request, slug, number)
    if request.method == "GET":  # the address of a page that said no, loaded again
        return redirect("desk:summary_sentence", slug=slug, number=number)
    if name not in ACTS:
        raise Http404
    done, verb = ACTS[name]
    try:
        verb(found, request.POST, person(request), timezone.now())
    except Refused as refusal:
        found.refresh_from_db()
        return show(request, found, refusal)
    messages.success(request, str(done))
    if name in TO_THE_DRAFT:
        place = found.session.code if found.session else "meeting"
        return redirect(f"{reverse('desk:summary', args=[slug])}?at={place}#s{number}")
    language = chosen_language(request, found.summary.language)
    return redirect(f"{reverse('desk:summary_sentence', args=[slug, number])}?in={language}")
