"""The invitation by mail, in the language of the person invited."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from comity.languages import page_language
from comity.participants import letters
from comity.participants.models import Invitation, Letter


def invitation_link(token: str, language: str) -> str:
    with override(page_language(language)):
        return settings.PUBLIC_ADDRESS + reverse("people:accept", args=[token])


def write_invitation(invitation: Invitation, token: str) -> Letter:
    """Put it into the outbox; the link stands in the database until it is sent."""
    with override(page_language(invitation.language)):
        words = {
            "invitation": invitation,
            "link": invitation_link(token, invitation.language),
            "meeting": invitation.meeting,
        }
        subject = gettext("Invitation to take part: %(place)s") % {
            "place": str(invitation.meeting) if invitation.meeting else "Comity"
        }
        body = render_to_string("people/invitation.txt", words)
    return letters.write(
        to=invitation.email, subject=subject, body=body, at=invitation.invited_at, meeting=invitation.meeting
    )
