"""What will be told, to how many, in which words; and what was told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.communications import composing, reach, telling, wording
from comity.communications.authority import Act, require
from comity.communications.models import Notice, Subscriber, Subscription
from comity.languages import NATIVE_NAMES, reader_language
from comity.meetings.models import Meeting
from comity.web.shared.fields import InSixLanguages, in_each

TOLD_SHOWN = 100


class WordsForm(InSixLanguages):
    """What the secretariat adds to a notice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_languages("words", gettext_lazy("Your words"), long=True)


def related(found: QuerySet[Notice]) -> QuerySet[Notice]:
    return found.select_related("meeting", "session", "body")


@login_required
@never_cache
@require_safe
def notices(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits first; then what was told or withheld, the latest first."""
    meeting = get_object_or_404(Meeting, slug=slug)
    require(request.user, Act.TELL, meeting=meeting)
    every = related(meeting.notices.all())
    told = every.filter(due_at__isnull=True).annotate(
        letters=Count("deliveries__letter", distinct=True),
        sent=Count("deliveries__letter", filter=Q(deliveries__letter__sent_at__isnull=False), distinct=True),
    )
    return render(
        request,
        "desk/telling/notices.html",
        {
            "meeting": meeting,
            "waiting": [wording.told(one) for one in every.filter(due_at__isnull=False).order_by("due_at")],
            "told": [(wording.told(one), one) for one in told[:TOLD_SHOWN]],
            "following": Subscription.objects.standing().filter(meeting=meeting).count(),
        },
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail as it goes out, in each of the six languages, and what may be done before."""
    one = get_object_or_404(related(Notice.objects.all()), pk=pk)
    require(request.user, Act.TELL, meeting=one.meeting)
    form = WordsForm(request.POST if "words" in request.POST else None, initial=in_each("words", one.words))
    if request.method == "POST" and ("words" not in request.POST or form.is_valid()):
        return done(request, one, form)
    language = request.GET.get("language", "")
    language = language if language in NATIVE_NAMES else reader_language()
    subject, body = preview(one, language)
    return render(
        request,
        "desk/telling/notice.html",
        {
            "meeting": one.meeting,
            "notice": one,
            "told": wording.told(one),
            "reach": reach.of(one) if one.due_at else None,
            "form": form,
            "language": language,
            "languages": NATIVE_NAMES,
            "subject": subject,
            "body": body,
            "deliveries": one.deliveries.filter(letter__isnull=False)
            .select_related("letter")
            .order_by("letter__to")[:TOLD_SHOWN],
        },
        status=422 if form.errors else 200,
    )


def done(request: HttpRequest, one: Notice, form: WordsForm) -> HttpResponse:
    by: Any = request.user
    at = timezone.now()
    if "words" in request.POST:
        telling.add_words(one, form.spoken("words"), by=by, at=at)
        messages.success(request, _("Your words go with the notice."))
    elif "withhold" in request.POST:
        telling.withhold(one, by=by, at=at)
        messages.success(
            request, _("Nobody gets a mail of it. Pages and calendars show the change all the same.")
        )
    else:
        telling.tell_now(one, by=by, at=at)
        messages.success(request, _("It goes out now."))
    return redirect("desk:notice", pk=one.pk)


def preview(one: Notice, language: str) -> tuple[str, str]:
    """The mail to somebody who follows the meeting."""
    reader = Subscriber(email="name@example.org", key="example", language=language)
    followed = Subscription(pk=0, subscriber=reader, target="meeting", meeting=one.meeting)
    return composing.words(reader, [one], [followed])
