"""`comity createuser`: the first administrator, or anybody else, without a mail server."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from comity.meetings.models import Meeting
from comity.participants import invitations
from comity.participants.models import DELEGATION_ROLES, Delegation, Role
from comity.texts.model import LANGUAGES
from comity.web.people.mails import invitation_link


class Command(BaseCommand):
    help = "Invite a person from the command line; prints the link that she opens once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", choices=[role.value for role in Role], default=Role.ADMINISTRATOR.value)
        parser.add_argument("--meeting", help="short name of the meeting, for every role but administrator")
        parser.add_argument("--delegation", help="code of the body, for delegates and focal points")
        parser.add_argument("--language", default="en", choices=LANGUAGES)

    def handle(
        self,
        *args: Any,
        email: str,
        name: str,
        role: str,
        meeting: str | None,
        delegation: str | None,
        language: str,
        **options: Any,
    ) -> None:
        try:
            validate_email(email)
        except ValidationError as fault:
            raise CommandError(fault.messages[0]) from fault
        held = Role(role)
        if (held is Role.ADMINISTRATOR) == bool(meeting):
            raise CommandError(
                "Name a --meeting for every role but administrator, and none for an administrator."
            )
        place = Meeting.objects.filter(slug=meeting).first() if meeting else None
        if meeting and place is None:
            known = ", ".join(Meeting.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no meeting {meeting!r}. Known: {known}.")
        body = Delegation.objects.filter(meeting=place, body__code=delegation).first() if delegation else None
        if (held in DELEGATION_ROLES) != (body is not None):
            raise CommandError(
                "Name the --delegation (its code) for a delegate or focal point, and for nobody else."
            )
        _, token = invitations.invite(
            email=email,
            name=name,
            role=held,
            meeting=place,
            delegation=body,
            language=language,
            by=None,
            at=timezone.now(),
        )
        self.stdout.write(f"Open this link once to take up the role:\n{invitation_link(token, language)}")
