"""Releases by mail to the accredited list: when they are public and not before, once each (decisions/0029).

The mails of a version are written by one conditional update in the transaction that puts them into the outbox: however
many workers there are, and wherever one of them is killed, each address has it once.
"""

from __future__ import annotations

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.languages import page_language
from comity.participants import letters
from comity.participants.models import Letter
from comity.press import shown
from comity.press.models import Accreditation, ReleaseMail, ReleaseVersion


def mail_due(*, at: datetime) -> int:
    """Write the mails of every version that has become public and was not mailed; returns how many mails."""
    waiting = ReleaseVersion.objects.public(at).filter(mailed_at__isnull=True)
    return sum(mail(version, at=at) for version in waiting.order_by("public_from", "pk"))


@transaction.atomic
def mail(version: ReleaseVersion, *, at: datetime) -> int:
    """To everybody on the list; none where somebody else was first, or it is not public any more."""
    ours = ReleaseVersion.objects.public(at).filter(pk=version.pk, mailed_at__isnull=True)
    if not ReleaseVersion.objects.filter(pk__in=ours.values("pk"), mailed_at__isnull=True).update(
        mailed_at=at
    ):
        return 0
    readers = Accreditation.objects.listed().filter(meeting=version.meeting)
    written = [
        ReleaseMail(version=version, accreditation=one, letter=write(version, one, at=at)) for one in readers
    ]
    ReleaseMail.objects.bulk_create(written)
    return len(written)


def write(version: ReleaseVersion, reader: Accreditation, *, at: datetime) -> Letter:
    """In the reader's language, where the release has it."""
    with override(page_language(reader.language)):
        page = shown.page(version, reader.language, at=at)
        subject = page.text.headline
        if version.is_correction:
            subject = _("Correction: %(headline)s") % {"headline": subject}
        body = render_to_string(
            "mails/release.txt", {"page": page, "reader": reader, "address": settings.PUBLIC_ADDRESS}
        )
    return letters.write(
        to=reader.email,
        subject=subject,
        body=body.strip() + "\n",
        at=at,
        meeting=version.meeting,
        headers=headers(reader),
    )


def headers(reader: Accreditation) -> dict[str, str]:
    """By which mail readers offer a button that stops them (RFC 2369, RFC 8058) and file them as a list (RFC 2919)."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    with override(page_language(reader.language)):
        stop = render_to_string("mails/stop_press.txt", {"reader": reader}).strip()
    return {
        "List-Id": f"<press.{host}>",
        "List-Unsubscribe": f"<{settings.PUBLIC_ADDRESS}{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
