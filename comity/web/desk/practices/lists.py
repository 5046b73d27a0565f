"""What rapporteurs look over: quotes whose source was corrected, claims, and the days that do not count."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.meetings.models import Meeting
from comity.practices import authority, circulating, corrections, queries
from comity.practices.authority import Act
from comity.practices.corrections import Changed
from comity.practices.models import Excerpt, Holiday
from comity.refusals import NotNow, Refused
from comity.statements.models import Paragraph
from comity.web.desk.page import mistakes
from comity.web.desk.practices.place import may, meeting_of, person
from comity.web.desk.practices.quoting import LOADED, quoted
from comity.web.shared import fields

PAGE = 50


@login_required
@never_cache
@require_safe
def claims(request: HttpRequest, slug: str) -> HttpResponse:
    """Figures that somebody reports of itself: no practice, and never printed as a fact."""
    meeting, at = meeting_of(request, slug), timezone.now()
    found = queries.excerpts_of(meeting, Excerpt.Kind.CLAIM).select_related(*LOADED)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    quotes = quoted(page.object_list, by=request.user, meeting=meeting, at=at)
    words = {"meeting": meeting, "page_of_list": page, "quotes": quotes}
    return render(request, "desk/practices/claims.html", words)


class HolidayForm(fields.InSixLanguages):
    on = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Give the day."), "invalid": _("Write the day like 2016-12-25.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_languages("titles", _now("Name"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.spoken("titles"):
            self.add_error("titles_en", _("Name the holiday in at least one language."))
        return cleaned


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def holidays(request: HttpRequest, slug: str) -> HttpResponse:
    """Days besides Saturdays and Sundays that no silence procedure counts."""
    meeting = meeting_of(request, slug)
    form = HolidayForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST":
        authority.require(request.user, Act.CIRCULATE, meeting=meeting)
        if form.is_valid():
            try:
                circulating.set_holiday(
                    form.cleaned_data["on"],
                    titles=form.spoken("titles"),
                    meeting=meeting,
                    by=person(request),
                    at=timezone.now(),
                )
                messages.success(request, _now("The day does not count. What runs already keeps its date."))
                return redirect("desk:holidays", slug=slug)
            except Refused as refused:
                refusal = refused
    return render(
        request,
        "desk/practices/holidays.html",
        {
            "meeting": meeting,
            "holidays": Holiday.objects.all(),
            "form": form,
            "refusal": refusal,
            "mistakes": mistakes({"": form}),
            "may_set": may(request, Act.CIRCULATE, meeting),
        },
        status=refusal.status if refusal else 422 if form.errors else 200,
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def holiday(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a day out of the list."""
    meeting = meeting_of(request, slug)
    if request.method == "POST":
        found = get_object_or_404(Holiday, pk=pk)
        circulating.remove_holiday(found, meeting=meeting, by=person(request), at=timezone.now())
        messages.success(request, _now("The day counts again."))
    return redirect("desk:holidays", slug=slug)


@login_required
@never_cache
@require_safe
def changed(request: HttpRequest, slug: str) -> HttpResponse:
    return show_changed(request, meeting_of(request, slug))


def show_changed(
    request: HttpRequest, meeting: Meeting, *, refusal: Refused | None = None, acted: int | None = None
) -> HttpResponse:
    """Quotes whose source has changed, one's own first."""
    at = timezone.now()
    found = corrections.changed(meeting, at=at)
    found.sort(key=lambda one: one.excerpt.flagged_by_id != request.user.pk)
    quotes = quoted([one.excerpt for one in found], by=request.user, meeting=meeting, at=at)
    return render(
        request,
        "desk/practices/corrections.html",
        {
            "meeting": meeting,
            "rows": [
                (one, quote, words_now(one) if quote.words is not None else "")
                for one, quote in zip(found, quotes, strict=True)
            ],
            "may_read": may(request, Act.READ, meeting),
            "refusal": refusal,
            "acted": f"e{acted}" if acted else "",
            "words": request.POST.get("words", ""),
        },
        status=refusal.status if refusal else 200,
    )


def words_now(change: Changed) -> str:
    """The words that stand in their place now, where they were found."""
    if change.paragraph is None or change.start is None or change.end is None:
        return ""
    return change.paragraph.text[change.start : change.end]


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """Keep the words as they were said, or quote the corrected ones."""
    meeting = meeting_of(request, slug)
    if request.method == "GET":
        return redirect("desk:corrections", slug=slug)
    if name not in ("keep", "follow"):
        raise Http404
    by, at = person(request), timezone.now()
    change = next((one for one in corrections.changed(meeting, at=at) if one.excerpt.pk == pk), None)
    try:
        if change is None:
            raise NotNow(_now("Somebody else was first: this quote has been settled."))
        if name == "keep":
            corrections.keep(change, by=by, at=at)
        else:
            paragraph, start, end = place(change, request.POST.get("words", ""))
            corrections.follow(change, paragraph, start, end, by=by, at=at)
    except Refused as refusal:
        return show_changed(request, meeting, refusal=refusal, acted=pk)
    messages.success(request, _now("Settled."))
    return redirect("desk:corrections", slug=slug)


def place(change: Changed, words: str) -> tuple[Paragraph, int, int]:
    """Where the words that were written stand in the corrected version. Raises `Refused` where they do not."""
    words = words.strip()
    language = change.excerpt.paragraph.language_version.language
    paragraphs = Paragraph.objects.filter(
        language_version__version=change.version, language_version__language=language
    )
    for one in paragraphs.order_by("position") if words else ():
        start = one.text.find(words)
        if start >= 0:
            return one, start, start + len(words)
    raise Refused(_now("These words do not stand in the corrected version. Copy them from it exactly."))
