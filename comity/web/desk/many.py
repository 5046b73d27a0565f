"""One act on many statements: each is done or refused by itself, and the desk is told which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.refusals import NotNow, Refused
from comity.statements import authority, findings, publication, queries, review
from comity.statements.models import Version
from comity.web.desk.acts import seen
from comity.web.desk.page import meeting_of
from comity.web.shared.sending import whole_number

State = Version.State
AT_MOST = 200


def take(version: Version, by: Person, at: datetime) -> None:
    review.take(version, by=by, at=at)


def accept(version: Version, by: Person, at: datetime) -> None:
    """Accept as the delegation asked. What stops publication is for a person who has opened it."""
    if any(one.weight == findings.Weight.STOP for one in findings.of(version)):
        raise NotNow(_("The checks found what stops publication: open it and decide."))
    if version.state == State.RECEIVED:
        review.take(version, by=by, at=at)
    review.accept(version, by=by, at=at)


def publish(version: Version, by: Person, at: datetime) -> None:
    publication.publish(version, by=by, at=at)


def accept_and_publish(version: Version, by: Person, at: datetime) -> None:
    if version.state != State.ACCEPTED:
        accept(version, by, at)
    publish(version, by, at)


@dataclass(frozen=True, slots=True)
class ManyAct:
    label: str | Promise
    carry_out: Callable[[Version, Person, datetime], None]
    needs: authority.Act
    asks: bool = False
    """Whether the desk is asked once more: what is public cannot be made unread."""


ACTS: dict[str, ManyAct] = {
    "take": ManyAct(gettext_lazy("Take into review"), take, authority.Act.REVIEW),
    "accept": ManyAct(gettext_lazy("Accept"), accept, authority.Act.REVIEW),
    "publish": ManyAct(gettext_lazy("Publish"), publish, authority.Act.PUBLISH, asks=True),
    "accept-publish": ManyAct(
        gettext_lazy("Accept and publish"), accept_and_publish, authority.Act.PUBLISH, asks=True
    ),
}


def chosen(meeting: Meeting, marks: list[str]) -> list[tuple[Version, str]]:
    """(version, what the list showed of it): a mark is `pk|number|state|public from`."""
    parted = [(whole_number(pk), rest) for pk, _bar, rest in (mark.partition("|") for mark in marks)]
    shown = {pk: rest for pk, rest in parted if pk is not None}
    found = (
        Version.objects.filter(statement__meeting=meeting, pk__in=list(shown))
        .exclude(state=State.DRAFT)
        .select_related("statement__delegation__body", "statement__meeting", "statement__session")
        .prefetch_related("statement__delegation__body__former_names")
        .order_by("received_at", "pk")
    )
    return [(one, shown[one.pk]) for one in found]


@login_required
@require_POST
def many(request: HttpRequest, slug: str) -> HttpResponse:
    meeting, _meetings = meeting_of(request, slug)
    act = ACTS.get(request.POST.get("act", ""))
    versions = chosen(meeting, request.POST.getlist("chosen")[:AT_MOST])
    if act is None or not versions:
        messages.error(request, _("Choose at least one statement, and what is to be done."))
        return redirect(way_back(request, meeting))
    versions = open_ones(request, versions)
    if versions and act.asks and "sure" not in request.POST:
        words = {
            "meeting": meeting,
            "act": act,
            "name": request.POST["act"],
            "versions": versions,
            "back": way_back(request, meeting),
        }
        return render(request, "desk/sure.html", words)
    done = 0
    for version, shown in versions:
        try:
            with transaction.atomic():
                if seen(version) != shown:
                    raise NotNow(_("Somebody else was first."))
                act.carry_out(version, request.user, timezone.now())  # type: ignore[arg-type]
        except Refused as refusal:
            refused(request, version, refusal)
        else:
            done += 1
    if done:
        told = ngettext("%(act)s: %(number)d statement.", "%(act)s: %(number)d statements.", done)
        messages.success(request, told % {"act": act.label, "number": done})
    return redirect(way_back(request, meeting))


def open_ones(request: HttpRequest, versions: list[tuple[Version, str]]) -> list[tuple[Version, str]]:
    """Without those of which the person sees only that they are there; each is refused by itself."""
    closed = queries.closed(request.user, [version.statement for version, _shown in versions])
    for version, _shown in versions:
        if version.statement_id in closed:
            refused(request, version, authority.Closed(version.statement))
    return [(version, shown) for version, shown in versions if version.statement_id not in closed]


def refused(request: HttpRequest, version: Version, refusal: Refused) -> None:
    messages.error(request, f"{version.statement.whose} ({version.statement}): {refusal.sentence}")


def way_back(request: HttpRequest, meeting: Meeting) -> str:
    """The list as it was narrowed, or the whole list."""
    back = request.POST.get("back", "")
    whole = reverse("desk:list", args=[meeting.slug])
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(whole)
    return back if ours else whole
