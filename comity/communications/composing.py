"""Letters from what waits: one for each address, with everything that is due for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from comity.communications import readable, targets, wording
from comity.communications.models import Delivery, Notice, Subscriber, Subscription
from comity.communications.models.notices import GONE, OF_MINUTES
from comity.languages import page_language
from comity.papers.models import DocumentVersion
from comity.participants import letters
from comity.participants.models import Letter
from comity.statements.models import Version

TOGETHER = 200
"""Addresses that are looked up at once."""
TOLD_AT_MOST = 60
"""Notices that one letter spells out; it counts the others."""
File = dict[str, str]
Files = Callable[[list[Notice], str], list[File]]
"""Files for a letter about notices in a language, as `letters.write` takes them."""


def no_files(notices: list[Notice], language: str) -> list[File]:
    return []


class Taken(Exception):
    """Somebody else writes this letter."""


def compose_due(*, at: datetime, files: Files = no_files) -> int:
    """Write the letters that are due into the outbox; returns how many."""
    waiting = Delivery.objects.filter(due_at__lte=at).order_by()
    written = 0
    while keys := [*waiting.values_list("subscription__subscriber", flat=True).distinct()[:TOGETHER]]:
        for subscriber in Subscriber.objects.filter(pk__in=keys).order_by("pk"):
            try:
                written += compose(subscriber, at=at, files=files) is not None
            except Taken:
                continue
    return written


@transaction.atomic
def compose(subscriber: Subscriber, *, at: datetime, files: Files = no_files) -> Letter | None:
    """The letter of one address; None where nothing is left to say. Raises `Taken`."""
    deliveries = list(
        Delivery.objects.filter(subscription__subscriber=subscriber, due_at__lte=at)
        .select_related(
            "notice__meeting",
            "notice__session",
            "notice__body",
            "subscription__meeting",
            "subscription__session",
            "subscription__body",
        )
        .prefetch_related("notice__body__former_names")
        .order_by("notice__happened_at", "notice")
    )
    mine = Delivery.objects.filter(pk__in=[one.pk for one in deliveries])
    if mine.filter(due_at__isnull=False).update(due_at=None, written_at=at) != len(deliveries):
        raise Taken
    standing = [one for one in deliveries if one.subscription.stands]
    gone = no_longer_public([one.notice for one in standing], at=at)
    notices = {
        one.notice_id: one.notice
        for one in standing
        if (one.notice.ref not in gone or one.notice.kind in GONE)
        and (one.notice.kind not in OF_MINUTES or readable.may_read(subscriber, one.notice))
    }
    if not notices:
        return None
    said = [one for one in standing if one.notice_id in notices]
    letter = write(subscriber, [*notices.values()], [one.subscription for one in said], at=at, files=files)
    Delivery.objects.filter(pk__in=[one.pk for one in said]).update(letter=letter)
    return letter


def no_longer_public(notices: list[Notice], *, at: datetime) -> set[str]:
    """References of what was told as new and can no longer be read: a digest does not lead there."""
    new = {one.ref for one in notices if one.ref and one.kind not in GONE}
    if not new:
        return set()
    statements = Version.objects.public(at).filter(statement__ref__in=new)
    papers = DocumentVersion.objects.public(at).filter(document__ref__in=new)
    return new - {
        *statements.values_list("statement__ref", flat=True),
        *papers.values_list("document__ref", flat=True),
    }


def write(
    subscriber: Subscriber,
    notices: list[Notice],
    subscriptions: list[Subscription],
    *,
    at: datetime,
    files: Files = no_files,
) -> Letter:
    subject, body = words(subscriber, notices, subscriptions)
    return letters.write(
        to=subscriber.email,
        subject=subject,
        body=body,
        headers=headers(subscriber, subscriptions),
        files=files(notices, subscriber.language),
        at=at,
        meeting=notices[0].meeting,
    )


def words(
    subscriber: Subscriber, notices: list[Notice], subscriptions: list[Subscription]
) -> tuple[str, str]:
    """Subject and text, in the language of whoever reads it."""
    with override(page_language(subscriber.language)):
        told = [wording.told(one, zone=subscriber.time_zone) for one in notices[:TOLD_AT_MOST]]
        meeting = notices[0].meeting
        subject = told[0].title
        if len(notices) > 1:
            count = ngettext("%(number)d notice", "%(number)d notices", len(notices))
            subject = f"{meeting.short_title}: {count % {'number': len(notices)}}"
        body = render_to_string(
            "mails/notices.txt",
            {
                "address": settings.PUBLIC_ADDRESS,
                "told": told,
                "left": len(notices) - len(told),
                "meeting": meeting,
                "subscriber": subscriber,
                "of": marked(subscriptions),
                "reasons": [reason(one) for one in {one.pk: one for one in subscriptions}.values()],
            },
        )
        return subject, body.strip() + "\n"


def reason(subscription: Subscription) -> str:
    """Why the letter comes, in the reader's language."""
    if subscription.is_circulated:
        return _("You take part in %(meeting)s") % {"meeting": subscription.meeting}
    return targets.called(subscription)


def marked(subscriptions: list[Subscription]) -> str:
    """The subscriptions a letter is about, as its links name them."""
    return "-".join(str(pk) for pk in sorted({one.pk for one in subscriptions}))


def stop_address(subscriber: Subscriber, subscriptions: list[Subscription]) -> str:
    """Where a POST ends them at once, without signing in."""
    with override(page_language(subscriber.language)):
        path = render_to_string("mails/stop.txt", {"subscriber": subscriber, "of": marked(subscriptions)})
    return f"{settings.PUBLIC_ADDRESS}{path.strip()}"


def headers(subscriber: Subscriber, subscriptions: list[Subscription]) -> dict[str, str]:
    """By which mail readers offer a button that ends it (RFC 2369, RFC 8058) and file it as a list (RFC 2919)."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return {
        "List-Id": f"<notices.{host}>",
        "List-Unsubscribe": f"<{stop_address(subscriber, subscriptions)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def write_proof(subscription: Subscription, *, at: datetime) -> Letter:
    """The mail with the link by which an address is proven, or that says that it follows this already."""
    subscriber = subscription.subscriber
    with override(page_language(subscriber.language)):
        subject = _("Please confirm: %(title)s") if not subscription.stands else _("You follow: %(title)s")
        context: dict[str, Any] = {
            "address": settings.PUBLIC_ADDRESS,
            "subscription": subscription,
            "subscriber": subscriber,
            "title": targets.called(subscription),
        }
        body = render_to_string("mails/follow.txt", context)
        subject %= {"title": context["title"]}
    return letters.write(
        to=subscriber.email, subject=subject, body=body.strip() + "\n", at=at, meeting=subscription.meeting
    )
