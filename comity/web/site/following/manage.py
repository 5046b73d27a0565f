"""What an address follows, for whoever holds the key that stands in every mail to it.

The forms bear no token against forgery: the key in the address is the secret, and a mail reader's own button must work
without a page (RFC 8058). What is opened changes nothing: machines open the links of mails, too.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comity.communications import subscribing, targets
from comity.communications.models import Subscriber, Subscription
from comity.languages import NATIVE_NAMES
from comity.web.shared.sending import whole_number

MOST = 50
"""Subscriptions that a link may name."""


def subscriber_of(key: str) -> Subscriber:
    found = subscribing.found(key)
    if found is None:
        raise Http404
    return found


def all_of(subscriber: Subscriber) -> list[Subscription]:
    """What it follows, the newest first."""
    return list(
        subscriber.subscriptions.standing()
        .select_related("meeting", "session", "body", "subscriber")
        .order_by("-asked_at", "-pk")
    )


def shown(request: HttpRequest, template: str, status: int = 200, **words: object) -> HttpResponse:
    """A page that belongs to one reader, whether she has signed in or not."""
    response = render(request, template, words, status=status)
    patch_cache_control(response, private=True, no_store=True)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, following: str) -> HttpResponse:
    """What the address follows, how often it is told, in which language; ending one or all of it."""
    subscriber = subscriber_of(following)
    if request.method == "POST":
        act(request, subscriber)
        return redirect("site:following", following=following)
    return shown(
        request,
        "site/following/manage.html",
        subscriber=subscriber,
        rows=[(one, targets.called(one)) for one in all_of(subscriber)],
        scopes=Subscription.Scope,
        frequencies=Subscription.Frequency,
        languages=NATIVE_NAMES,
    )


def act(request: HttpRequest, subscriber: Subscriber) -> None:
    """One button of the page."""
    every, at = {one.pk: one for one in all_of(subscriber)}, timezone.now()
    if (language := request.POST.get("language")) in NATIVE_NAMES:
        Subscriber.objects.filter(pk=subscriber.pk).update(language=language)
        messages.success(request, _("Saved."))
    elif "all" in request.POST:
        subscribing.end(every.values(), at=at)
        messages.success(request, _("Ended. You get no more mails about it."))
    elif (one := every.get(whole_number(request.POST.get("stop")) or 0)) is not None:
        subscribing.end([one], at=at)
        messages.success(request, _("Ended. You get no more mails about it."))
    elif (one := every.get(whole_number(request.POST.get("change")) or 0)) is not None:
        scope, frequency = request.POST.get("scope", one.scope), request.POST.get("frequency", "")
        if scope in Subscription.Scope.values and frequency in Subscription.Frequency.values:
            subscribing.change(one, scope=scope, frequency=frequency)
            messages.success(request, _("Saved."))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, following: str, pk: int) -> HttpResponse:
    """The link of the mail that proves an address; a POST confirms."""
    subscriber = subscriber_of(following)
    one = subscriber.subscriptions.select_related("meeting", "session", "body").filter(pk=pk).first()
    if one is None:
        raise Http404
    if request.method == "POST":
        subscribing.confirm(one, at=timezone.now())
    return shown(
        request,
        "site/following/confirm.html",
        subscriber=subscriber,
        subscription=one,
        title=targets.called(one),
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, following: str) -> HttpResponse:
    """End what a mail was about (`?of=`), or everything: one press of a button, in the mail reader or here."""
    subscriber = subscriber_of(following)
    keys = [whole_number(part) or 0 for part in request.GET.get("of", "").split("-")[:MOST]]
    every = subscriber.subscriptions.select_related("meeting", "session", "body")
    every = every.filter(confirmed_at__isnull=False)
    if "of" not in request.GET and request.method == "POST":
        subscribing.end(every, at=timezone.now())
    meant = every.filter(pk__in=keys) if "of" in request.GET else every.filter(ended_at__isnull=True)
    if not meant:
        return redirect("site:following", following=following)
    if request.method == "POST" and "again" in request.POST:
        meant.update(ended_at=None)
    elif request.method == "POST":
        subscribing.end(meant, at=timezone.now())
    return shown(
        request,
        "site/following/stop.html",
        subscriber=subscriber,
        titles=[targets.called(one) for one in meant.all()],
        ended=not any(one.stands for one in meant.all()),
        again="again" in request.POST,
    )
