"""One release at the desk: its texts by language, what it quotes, who cleared it, when it goes out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.adapters.press import files, paper
from comity.languages import NATIVE_NAMES, reader_language
from comity.participants.models import Person
from comity.press import checking, publication, shown, writing
from comity.press.authority import may as may_do
from comity.press.models import Highlight, ReleaseClearance, ReleaseVersion
from comity.record import trail
from comity.refusals import Refused
from comity.web.desk.press.place import may, person, version_of
from comity.web.shared.files import made_file
from comity.web.shared.sending import whole_number, without_null

State = ReleaseVersion.State
Verb = Callable[[ReleaseVersion, QueryDict, Person, datetime], object]


def field(said: QueryDict, name: str) -> str:
    return without_null(said.get(name, ""))


def write(version: ReleaseVersion, said: QueryDict, by: Person, at: datetime) -> None:
    parts = {name: field(said, name) for name in writing.PARTS}
    writing.word(version, field(said, "language"), parts, by=by, at=at)


def leave_out(version: ReleaseVersion, said: QueryDict, by: Person, at: datetime) -> None:
    writing.leave_out(get_object_or_404(version.texts, language=field(said, "language")), by=by, at=at)


def quote(version: ReleaseVersion, said: QueryDict, by: Person, at: datetime) -> None:
    found = Highlight.objects.filter(meeting=version.release.meeting_id)
    writing.quote(
        version, get_object_or_404(found, pk=whole_number(said.get("highlight")) or 0), by=by, at=at
    )


def let_go(version: ReleaseVersion, said: QueryDict, by: Person, at: datetime) -> None:
    number = whole_number(said.get("number")) or 0
    quotation = get_object_or_404(
        version.quotations.select_related("version__release__meeting"), number=number
    )
    writing.let_go(quotation, by=by, at=at)


def clear(version: ReleaseVersion, said: QueryDict, by: Person, at: datetime) -> None:
    side = said.get("side", "")
    if side not in ReleaseClearance.Side.values:
        raise Http404
    writing.clear(version, ReleaseClearance.Side(side), by=by, at=at)


def until(version: ReleaseVersion, said: QueryDict) -> datetime | None:
    """The end of the embargo by the clock of the meeting's place; None where no hour was named."""
    day, hour = said.get("day", ""), said.get("hour", "")
    if not day and not hour:
        return None
    try:
        return publication.instant(date.fromisoformat(day), time.fromisoformat(hour), version.meeting.zone)
    except ValueError as error:
        raise Refused(_("Give the day and the hour until which it is under embargo.")) from error


def move(version: ReleaseVersion, said: QueryDict, by: Person, at: datetime) -> None:
    if (opens := until(version, said)) is None:
        raise Refused(_("Give the day and the hour until which it is under embargo."))
    publication.move_embargo(version, until=opens, by=by, at=at)


ACTS: dict[str, tuple[Any, Verb]] = {
    "write": (gettext_lazy("Saved."), write),
    "leave-out": (gettext_lazy("Left out."), leave_out),
    "quote": (gettext_lazy("Quoted. Write its number in brackets where it belongs."), quote),
    "let-go": (gettext_lazy("It is quoted no longer."), let_go),
    "correction": (
        gettext_lazy("Saved."),
        lambda version, said, by, at: writing.say_correction(
            version, {code: field(said, f"line-{code}") for code in NATIVE_NAMES}, by=by, at=at
        ),
    ),
    "number": (
        gettext_lazy("Saved."),
        lambda version, said, by, at: writing.number(version, field(said, "given"), by=by, at=at),
    ),
    "clear": (gettext_lazy("Cleared."), clear),
    "reopen": (
        gettext_lazy("It is a draft again, and has to be cleared again."),
        lambda version, said, by, at: writing.reopen(version, by=by, at=at),
    ),
    "release": (
        gettext_lazy("Done. It goes out by itself."),
        lambda version, said, by, at: publication.release(version, until=until(version, said), by=by, at=at),
    ),
    "move": (gettext_lazy("The embargo has been moved."), move),
    "lift": (
        gettext_lazy("The embargo has been lifted: it is public now."),
        lambda version, said, by, at: publication.move_embargo(version, until=None, by=by, at=at),
    ),
    "recall": (
        gettext_lazy("It is a draft again, and has to be cleared again."),
        lambda version, said, by, at: publication.recall(version, by=by, at=at),
    ),
    "correct": (
        gettext_lazy("A correction has been begun."),
        lambda version, said, by, at: writing.correct(version.release, by=by, at=at),
    ),
    "withdraw": (
        gettext_lazy("Withdrawn."),
        lambda version, said, by, at: publication.withdraw(
            version.release, reason=field(said, "reason"), by=by, at=at
        ),
    ),
}


@login_required
@never_cache
@require_safe
def release(request: HttpRequest, ref: str) -> HttpResponse:
    """The last version, in the language that is worked on (`?in=`)."""
    return show(request, version_of(request, ref))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """Carry out one act of the table."""
    version = version_of(request, ref)
    here = reverse("desk:press_release", args=[ref])
    if request.method == "GET":  # the address of a page that said no, loaded again
        return redirect(here)
    if name not in ACTS:
        raise Http404
    done, verb = ACTS[name]
    try:
        verb(version, request.POST, person(request), timezone.now())
    except Refused as refusal:
        return show(request, version_of(request, ref), refusal)
    messages.success(request, str(done))
    language = request.POST.get("language", "")
    return redirect(f"{here}?in={language}" if language in NATIVE_NAMES else here)


@login_required
@never_cache
@require_safe
def file(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """The last version as a file, with its embargo above it, in the language of the page."""
    version, at = version_of(request, ref), timezone.now()
    if kind not in files.TYPES or not version.texts.exists():
        raise Http404
    one = shown.page(version, reader_language(), at=at, draft=True)
    return made_file(files.file(one, kind, at=at), files.TYPES[kind], files.file_name(one, kind))


def show(request: HttpRequest, version: ReleaseVersion, refusal: Refused | None = None) -> HttpResponse:
    at, meeting = timezone.now(), version.meeting
    asked = request.POST.get("language") or request.GET.get("in", "")
    language = asked if asked in NATIVE_NAMES else version.original_language
    texts = {text.language: text for text in version.texts.all()}
    written = {name: getattr(texts.get(language), name, "") for name in writing.PARTS}
    if refusal is not None and request.path.endswith("/write/"):
        written = {name: field(request.POST, name) for name in writing.PARTS}  # nothing written is lost
    quoted = {*version.quotations.values_list("highlight", flat=True)}
    preview = shown.page(version, language, at=at, draft=True) if texts else None
    words = {
        "meeting": meeting,
        "version": version,
        "is_under_embargo": version.is_under_embargo(at),
        "is_public": ReleaseVersion.objects.public(at).filter(pk=version.pk).exists(),
        "local": version.public_from.astimezone(meeting.zone) if version.public_from else None,
        "opens_at": f"{version.public_from.astimezone(meeting.zone):%H:%M}" if version.public_from else "",
        "language": language,
        "languages": [(code, code in texts) for code in NATIVE_NAMES],
        "written": written,
        "preview": preview,
        "embargo": paper.embargo(preview, at=at) if preview else "",
        "faults": checking.faults(version, at=at) if version.state in ("draft", "cleared") else [],
        "quotations": [
            (
                one,
                shown.highlight_page(one.highlight, language, at=at),
                checking.why_not(one.highlight, at=at),
            )
            for one in version.quotations.select_related(
                "highlight__statement__meeting", "highlight__statement__delegation__body"
            )
        ],
        "offered": [
            (one, shown.highlight_page(one, language, at=at))
            for one in Highlight.objects.public(at)
            .filter(meeting=meeting)
            .exclude(pk__in=quoted)
            .select_related("statement__meeting", "statement__delegation__body")
        ],
        "sides": sides(request, version),
        "lines": [(code, version.corrections.get(code, "")) for code in NATIVE_NAMES],
        "may": may(request, meeting),
        "refusal": refusal,
        "acts": trail.of(version.release)[:20],
    }
    return render(request, "desk/press/release.html", words, status=refusal.status if refusal else 200)


def sides(request: HttpRequest, version: ReleaseVersion) -> list[dict[str, Any]]:
    """Each side that has to clear it: who did, and whether the person may."""
    given = {one.side: one for one in version.clearances.filter(lapsed_at=None).select_related("by")}
    return [
        {
            "side": side,
            "given": given.get(side),
            "may": may_do(request.user, writing.MAY_CLEAR[side], meeting=version.meeting),
        }
        for side in writing.sides(version.release.kind)
    ]
