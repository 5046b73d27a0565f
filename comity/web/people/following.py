"""What somebody who has signed in follows, and the secret address of her calendar."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.communications import subscribing, targets
from comity.communications.models import CalendarAddress, Subscription
from comity.participants.models import Person
from comity.web.site.feeds import absolute
from comity.web.site.following.calendars import REMINDERS
from comity.web.site.following.manage import all_of


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def following(request: HttpRequest) -> HttpResponse:
    """A POST makes a new address of the calendar: the one before shows nothing any more."""
    person, at = request.user, timezone.now()
    assert isinstance(person, Person)
    if request.method == "POST":
        CalendarAddress.objects.filter(person=person).delete()
        CalendarAddress.of(person, at=at)
        messages.success(request, _("Your calendar has a new address. Give it to your calendar programme."))
        return redirect("people:following")
    subscriber = subscribing.of_person(person, at=at)
    return render(
        request,
        "people/following.html",
        {
            "subscriber": subscriber,
            "rows": [(one, targets.called(one)) for one in all_of(subscriber)],
            "scopes": Subscription.Scope,
            "frequencies": Subscription.Frequency,
            "calendar": absolute(reverse("site:own_calendar", args=[CalendarAddress.of(person, at=at).key])),
            "reminders": REMINDERS,
        },
    )
