"""One page for everything that can be followed: by mail, in a calendar, as a feed.

The form of somebody who has not signed in bears no token against forgery, so that the page leaves no cookie and is kept
for everybody: all that anybody can bring about by it is one mail, which asks whether it was meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.communications import composing, subscribing, targets
from comity.communications.models import Subscription
from comity.communications.targets import Wish
from comity.papers.models import Document
from comity.participants.models import Person
from comity.web.shared import limits
from comity.web.shared.sending import sent as sent_fields
from comity.web.shared.sending import without_null
from comity.web.site import chosen as chosen_of_address
from comity.web.site import filters
from comity.web.site.feeds import absolute
from comity.web.site.following.calendars import REMINDERS
from comity.web.site.following.forms import AddressForm, HowForm

Target = Subscription.Target
NAMES = ("meeting", "session", "delegation", "ref", "q")


@dataclass(frozen=True, slots=True)
class Feed:
    title: str
    address: str


def wanted(request: HttpRequest) -> Wish:
    """What the address names; the meeting that is on where it names nothing."""
    asked = {name: without_null(request.GET.get(name, "")) for name in NAMES}
    if not any(asked.values()):
        meeting, _meetings = chosen_of_address.meetings(request, at=timezone.now())
        asked["meeting"] = meeting.slug if meeting else ""
    chosen = filters.chosen(request.GET) if asked["q"] else {}
    wish = targets.find(asked, at=timezone.now(), filters=chosen)
    if wish is None:
        raise Http404
    return wish


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """How to follow it. A POST asks for mails to an address, which is then asked in turn."""
    wish = wanted(request)
    if request.user.is_authenticated:
        return show(request, wish, HowForm(target=wish.target))
    form = AddressForm(sent_fields(request), target=wish.target)
    if request.method != "POST" or not form.is_valid():
        return show(request, wish, form)
    mailbox, at = form.cleaned_data["email"], timezone.now()
    if limits.is_too_often(request, form, action="follow", mailbox=mailbox):
        return limits.answered(show(request, wish, form), form)
    subscribing.ask(
        mailbox,
        wish,
        form.how(),
        at=at,
        letter=lambda one: composing.write_proof(one, at=at),
    )
    return redirect(f"{reverse('site:follow_sent')}?{request.GET.urlencode()}")


def show(request: HttpRequest, wish: Wish, form: HowForm) -> HttpResponse:
    words = {
        "wish": wish,
        "meeting": wish.meeting,
        "form": form,
        "query": request.GET.urlencode(),
        "feeds": feeds(wish, request.GET.urlencode()),
        "calendar": calendar_of(wish),
        "reminders": REMINDERS,
    }
    return render(request, "site/following/follow.html", words, status=422 if form.errors else 200)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The same whoever asked for whatever: it must not tell whose address is known here."""
    return render(request, "site/following/sent.html", {"wish": wanted(request)})


@login_required
@never_cache
@require_POST
def follow_signed_in(request: HttpRequest) -> HttpResponse:
    """The account is the proof of the address."""
    wish, person = wanted(request), request.user
    assert isinstance(person, Person)
    form = HowForm(request.POST, target=wish.target)
    if not form.is_valid():
        return show(request, wish, form)
    subscribing.follow(person, wish, form.how(person.language), at=timezone.now())
    messages.success(request, _("You follow it now. Mails go to %(email)s.") % {"email": person.email})
    return redirect("people:following")


def feeds(wish: Wish, query: str) -> list[Feed]:
    """Addresses of feeds about it."""
    if wish.target == Target.SEARCH:
        return [feed("search_feed", _("What the search finds, the newest first"), query)]
    if wish.body is not None:
        return [feed("feed", _("Statements"), urlencode({"delegation": wish.body.code}))]
    if wish.meeting is None:
        document = Document.objects.filter(ref=wish.ref).select_related("meeting").first()
        if document is not None:
            about = urlencode({"meeting": document.meeting.slug})
            return [feed("documents_feed", _("Documents of the meeting"), about)]
        return [feed("feed", _("Its versions"), urlencode({"ref": wish.ref}))]
    about = urlencode(
        {"meeting": wish.meeting.slug} | ({"session": wish.session.code} if wish.session else {})
    )
    return [
        feed("changes_feed", _("Changes of time and room, agenda, papers"), about),
        feed("feed", _("Statements"), about),
    ]


def feed(name: str, title: str, query: str) -> Feed:
    return Feed(title, f"{absolute(reverse(f'site:{name}'))}?{query}")


def calendar_of(wish: Wish) -> str:
    """Address of the calendar; "" where it has none."""
    if wish.meeting is None:
        return ""
    if wish.session is None:
        return absolute(reverse("site:calendar", args=[wish.meeting.slug]))
    return absolute(reverse("site:session_calendar", args=[wish.meeting.slug, wish.session.code]))
