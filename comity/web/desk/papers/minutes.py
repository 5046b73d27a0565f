"""Minutes of sessions at the desk: what technical sessions hand on, and the text of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.adapters.minutes import files, paper
from comity.languages import reader_language
from comity.meetings.models import Session
from comity.papers import authority, results
from comity.papers import minutes as minuting
from comity.papers.authority import Act
from comity.papers.models import Minutes
from comity.participants.models import Person
from comity.practices.models import Excerpt
from comity.refusals import Refused
from comity.web.desk.page import mistakes
from comity.web.desk.papers.forms import CorrectionForm, ModeForm, NothingForm, TextForm
from comity.web.desk.papers.place import may, meeting_of, person, session_of
from comity.web.desk.papers.record import history

Verb = Callable[[Minutes, Any, Person, datetime], object]
Status = Minutes.Status


def write(minutes: Minutes, form: TextForm, by: Person, at: datetime) -> None:
    said = form.cleaned_data
    minuting.write(minutes, said["text"], seen=said["seen"], by=by, at=at)


def correct(minutes: Minutes, form: CorrectionForm, by: Person, at: datetime) -> None:
    said = form.cleaned_data
    minuting.correct(minutes, said["text"], reason=said["reason"], seen=said["seen"], by=by, at=at)


ACTS: dict[str, tuple[str | Promise, type[forms.Form], Verb]] = {
    "write": (gettext_lazy("Saved."), TextForm, write),
    "correct": (gettext_lazy("The correction is on record."), CorrectionForm, correct),
    "share": (
        gettext_lazy("Shared: the chair, the secretariat and the other rapporteurs see the minutes now."),
        NothingForm,
        lambda minutes, form, by, at: minuting.share(minutes, by=by, at=at),
    ),
    "take-back": (
        gettext_lazy("Taken back into work."),
        NothingForm,
        lambda minutes, form, by, at: minuting.take_back(minutes, by=by, at=at),
    ),
    "final": (
        gettext_lazy("Final. From now on a correction only."),
        NothingForm,
        lambda minutes, form, by, at: minuting.finalise(minutes, by=by, at=at),
    ),
    "tighten": (
        gettext_lazy("Saved."),
        ModeForm,
        lambda minutes, form, by, at: minuting.tighten(minutes, form.chosen(), by=by, at=at),
    ),
}


@login_required
@never_cache
@require_safe
def every(request: HttpRequest, slug: str) -> HttpResponse:
    """Sessions with their minutes; first what technical sessions hand on to the Special Meeting (R07-3)."""
    meeting = meeting_of(request, slug, Act.READ_MINUTES)
    at = timezone.now()
    found = results.of(meeting, person=request.user)
    special = meeting.sessions.filter(tier=Session.Tier.SPECIAL).select_related("minutes_kept", "meeting")
    excerpts = excerpts_of(found)
    return render(
        request,
        "desk/papers/minutes_list.html",
        {
            "meeting": meeting,
            "reads_minutes": True,
            "results": [
                (one, excerpts.get(one.session.pk, 0), one.is_late(at), one.has_opened(at)) for one in found
            ],
            "special": [
                (
                    one,
                    results.kept(one) if results.may_read(request.user, one) else None,
                    results.is_shared(one),
                )
                for one in special
            ],
            "may_write": may(request, Act.WRITE_MINUTES, meeting),
        },
    )


def excerpts_of(found: list[results.Result]) -> dict[int, int]:
    """Technical session -> how many words of its statements rapporteurs have flagged; one query."""
    sessions = [one.session.pk for one in found]
    place = "paragraph__language_version__version__statement__session"
    flagged = Excerpt.objects.live().filter(**{f"{place}__in": sessions}).order_by()
    return Counter(flagged.values_list(place, flat=True))


@login_required
@never_cache
@require_safe
def minutes(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The minutes of a session; where there are none, the way to begin them."""
    session = session_of(meeting_of(request, slug, Act.READ_MINUTES), code)
    kept = results.kept(session)
    if kept is None:
        may_write = may(request, Act.WRITE_MINUTES, session.meeting)
        words = {"meeting": session.meeting, "session": session, "may_write": may_write}
        return render(request, "desk/papers/minutes_none.html", words)
    minuting.require_reading(request.user, kept)
    return show(request, kept)


def show(
    request: HttpRequest,
    kept: Minutes,
    *,
    bound: dict[str, forms.Form] | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    bound = bound or {}
    last = minuting.newest(kept)
    may_write = may(request, Act.WRITE_MINUTES, kept.meeting)
    text = {"text": last.text, "seen": last.number}
    form: forms.Form | None = None
    if may_write and kept.status == Status.FINAL:
        form = bound.get("correct") or CorrectionForm(initial=text)
    elif may_write:
        form = bound.get("write") or TextForm(initial=text)
    if refusal is not None and form is not None and form.is_bound:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["seen"] = str(last.number)  # type: ignore[index]
    return render(
        request,
        "desk/papers/minutes.html",
        {
            "meeting": kept.meeting,
            "session": kept.session,
            "minutes": kept,
            "last": last,
            "rendered": SafeString(paper.rendered(last.text)),
            "texts": kept.texts.select_related("written_by").order_by("-number"),
            "form": form,
            "mode_form": bound.get("tighten") or ModeForm(initial={"mode": kept.attribution}),
            "may_write": may_write,
            "moves": minuting.MOVES[Status(kept.status)],
            "history": history(kept),
            "refusal": refusal,
            "mistakes": mistakes(bound),
        },
        status=refusal.status if refusal else status,
    )


@login_required
@never_cache
@require_safe
def earlier(request: HttpRequest, slug: str, code: str, number: int) -> HttpResponse:
    """One of the texts that were kept."""
    session = session_of(meeting_of(request, slug, Act.READ_MINUTES), code)
    kept = get_object_or_404(Minutes.objects.select_related("session__meeting"), session=session)
    minuting.require_reading(request.user, kept)
    text = get_object_or_404(kept.texts.select_related("written_by"), number=number)
    rendered = SafeString(paper.rendered(text.text))
    words = {
        "meeting": session.meeting,
        "session": session,
        "minutes": kept,
        "text": text,
        "rendered": rendered,
    }
    return render(request, "desk/papers/minutes_text.html", words)


@login_required
@never_cache
@require_safe
def taken(request: HttpRequest, slug: str, code: str, number: int, kind: str) -> HttpResponse:
    """One of the texts as a file, with its status and date."""
    session = session_of(meeting_of(request, slug, Act.READ_MINUTES), code)
    kept = get_object_or_404(Minutes, session=session)
    kept.session = session
    minuting.require_reading(request.user, kept)
    text = get_object_or_404(kept.texts, number=number)
    if kind not in files.TYPES:
        raise Http404
    response = HttpResponse(files.file(kept, text, kind), headers={"Content-Type": files.TYPES[kind]})
    name = files.file_name(kept, text, kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, slug: str, code: str, name: str) -> HttpResponse:
    """Begin the minutes, or do one thing of the table with them."""
    session = session_of(meeting_of(request, slug, Act.READ_MINUTES), code)
    if request.method == "GET":  # the address of a page that said no, loaded again
        return redirect("desk:minutes_of", slug=slug, code=code)
    if name == "begin":
        minuting.begin(session, language=reader_language(), by=person(request), at=timezone.now())
        messages.success(request, _("Begun, with what the programme knows filled in."))
        return redirect("desk:minutes_of", slug=slug, code=code)
    if name not in ACTS:
        raise Http404
    kept = get_object_or_404(Minutes.objects.select_related("session__meeting"), session=session)
    authority.require(request.user, Act.WRITE_MINUTES, meeting=kept.meeting)
    done, form_class, verb = ACTS[name]
    form = form_class(request.POST)
    if not form.is_valid():
        return show(request, kept, bound={name: form}, status=422)
    try:
        verb(kept, form, person(request), timezone.now())
    except Refused as refusal:
        kept.refresh_from_db()
        return show(request, kept, bound={name: form}, refusal=refusal)
    messages.success(request, str(done))
    return redirect("desk:minutes_of", slug=slug, code=code)
