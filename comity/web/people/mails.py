"""The invitation by mail, in the language of the person invited."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from comity.languages import page_language
from comity.participants.models import Invitation

log = logging.getLogger(__name__)


def invitation_link(token: str, language: str) -> str:
    with override(page_language(language)):
        return settings.PUBLIC_ADDRESS + reverse("people:accept", args=[token])


def send_invitation(invitation: Invitation, token: str) -> bool:
    """Whether the mail server took it; where it did not, the link is lost and the person must be invited again."""
    with override(page_language(invitation.language)):
        words = {
            "invitation": invitation,
            "link": invitation_link(token, invitation.language),
            "meeting": invitation.meeting,
        }
        subject = gettext("Invitation to take part: %(place)s") % {
            "place": str(invitation.meeting) if invitation.meeting else "Comity"
        }
        try:
            send_mail(subject, render_to_string("people/invitation.txt", words), None, [invitation.email])
        except (OSError, SMTPException, ValueError):  # ValueError: an address that no mail can bear
            log.exception("invitation %s was not sent", invitation.pk)
            return False
    return True
