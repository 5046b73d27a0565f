"""Signing in and posting, for the tests of pages."""

from __future__ import annotations

import re
import time
from email.header import decode_header, make_header
from email.message import Message as Mail

from aiosmtpd.handlers import Message
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comity.meetings.models import Meeting
from comity.participants.models import Assignment, Delegation, Person, Role
from tests.makers import a_person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def holding(role: Role, meeting: Meeting, delegation: Delegation) -> Client:
    """Somebody who holds the role at the meeting, for the delegation where the role is one of a delegation."""
    person = a_person(f"holds-{role.value.replace('_', '-')}")
    own = delegation if role in {Role.DELEGATE, Role.FOCAL_POINT} else None
    Assignment.objects.create(
        person=person, role=role, meeting=None if role == Role.ADMINISTRATOR else meeting, delegation=own
    )
    return signed_in(person)


def upload(text: str | bytes, name: str = "statement.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def linked_errors(page: str) -> dict[str, str]:
    """Sentence -> id of the field, of the summary of errors; every link leads to a field of the page."""
    summary = page.split('class="error-summary"', 1)[1].split("</div>", 1)[0]
    found = {sentence: id for id, sentence in re.findall(r'<a href="#([^"]+)">([^<]+)</a>', summary)}
    for id in found.values():
        assert f'id="{id}"' in page
    return found


class Postbox(Message):
    """Mails as they arrived: (to, subject, words)."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[tuple[str, str, str]] = []

    def handle_message(self, message: Mail) -> None:
        words = message.get_payload(decode=True)
        assert isinstance(words, bytes)
        subject = str(make_header(decode_header(message["Subject"])))
        self.mails.append((message["To"], subject, words.decode()))

    def arrived(self, number: int) -> list[tuple[str, str, str]]:
        """So many mails, or what has come of them after half a minute."""
        until = time.monotonic() + 30
        while len(self.mails) < number and time.monotonic() < until:
            time.sleep(0.02)
        return self.mails


class Letterbox(Message):
    """Mails as they arrived, whole."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Mail] = []

    def handle_message(self, message: Mail) -> None:
        self.messages.append(message)

    def arrived(self, number: int) -> list[Mail]:
        """So many mails, or what has come of them after half a minute."""
        until = time.monotonic() + 30
        while len(self.messages) < number and time.monotonic() < until:
            time.sleep(0.02)
        return self.messages
