"""Mails on their way through a real SMTP server: to whom, in which language, and what they must not tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from comity.participants.models import Delegation, Letter, Role
from comity.statements import changes, mails, publication, receipt, review
from comity.statements.models import ChangeRequest, Receipt, Statement
from tests.makers import (
    NOW,
    a_delegate,
    a_delegation,
    a_draft,
    a_meeting,
    a_role,
    an_accepted_statement,
    the_desk,
)
from tests.smtp import letters_sent, mails_go_to

pytestmark = pytest.mark.django_db


class Postbox:
    """What arrived, as (addresses, message)."""

    def __init__(self) -> None:
        self.messages: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.messages.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default)))  # type: ignore[arg-type]
        return "250 taken"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("refused@"):
            return "550 nobody of this name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def subjects(self, address: str) -> list[str]:
        return [str(message["Subject"]) for to, message in self.messages if to == [address]]

    def text(self, address: str) -> str:
        return "\n".join(str(message.get_content()) for to, message in self.messages if to == [address])


@pytest.fixture
def post(settings: Any) -> Iterator[Postbox]:
    box = Postbox()
    with mails_go_to(box, settings):
        yield box


@pytest.fixture
def norway() -> Delegation:
    return a_delegation(a_meeting())


def nothing_waits(post: Postbox) -> None:
    """Letters of how it came to this are sent and gone."""
    with letters_sent(NOW):
        pass
    post.messages.clear()


def test_the_receipt_goes_to_the_sender_in_her_language(post: Postbox, norway: Delegation) -> None:
    """R09-3."""
    sender, colleague = a_delegate(norway, language="ar"), a_delegate(norway, name="colleague", language="fr")
    version = a_draft(norway, by=sender)
    with letters_sent(NOW):
        issued = receipt.submit(version, by=sender, at=NOW)
    with translation.override("ar"):
        delegation = str(norway)
    text = post.text(sender.email)
    assert delegation == "النرويج"
    for words in (
        issued.number,
        "20 تشرين الثاني/نوفمبر 2016، 07:00 (نيويورك)",
        issued.files[0]["sha256"],
        delegation,
    ):
        assert words in text
    assert post.subjects(colleague.email) == []
    assert Receipt.objects.get().mailed_at == NOW


def test_the_reason_of_a_return_goes_to_the_delegation_and_nobody_else(
    post: Postbox, norway: Delegation
) -> None:
    delegate = a_delegate(norway)
    stranger = a_delegate(a_delegation(norway.meeting, "fra"), name="france")
    chair, desk = a_role(Role.CHAIR, norway.meeting), the_desk(norway.meeting)
    gone = a_delegate(norway, name="gone", is_active=False)
    version = a_draft(norway)
    receipt.submit(version, by=desk, at=NOW)
    with letters_sent(NOW):
        review.take(version, by=desk, at=NOW)
        review.send_back(version, reason="Page <two> & three are missing.", by=desk, at=NOW)
    assert "Page <two> & three are missing." in post.text(delegate.email)
    assert [post.subjects(one.email) for one in (stranger, chair, gone)] == [[], [], []]


def test_nothing_of_an_embargoed_statement_reaches_another_delegation(
    post: Postbox, norway: Delegation
) -> None:
    """R09-5: the own delegation is told the hour; others hear nothing, and no words of the text travel at all."""
    delegate = a_delegate(norway)
    stranger = a_delegate(a_delegation(norway.meeting, "fra"), name="france")
    hour = NOW + timedelta(hours=3)
    version = an_accepted_statement(norway, "Quite secret words.", embargo="until_time", embargo_until=hour)
    nothing_waits(post)
    with letters_sent(NOW):
        publication.publish(version, by=the_desk(norway.meeting), at=NOW)
    assert "20 November 2016, 10:00 (New York)" in post.text(delegate.email)
    assert version.statement.permanent_address in post.text(delegate.email)
    assert {to[0] for to, _ in post.messages} == {delegate.email}
    assert all("secret words" not in str(message.get_content()) for _, message in post.messages)
    assert post.subjects(stranger.email) == []


def test_what_waits_for_delivery_is_announced_when_it_is_delivered(post: Postbox, norway: Delegation) -> None:
    """R09-5."""
    delegate, desk = a_delegate(norway), the_desk(norway.meeting)
    version = an_accepted_statement(norway, embargo="until_delivered")
    nothing_waits(post)
    with letters_sent(NOW):
        publication.publish(version, by=desk, at=NOW)
    assert post.messages == []
    with letters_sent(NOW + timedelta(hours=1)):
        publication.deliver(version.statement, by=desk, at=NOW + timedelta(hours=1))
    assert post.subjects(delegate.email) == [f"Statement {version.statement.ref}: published"]


@pytest.mark.parametrize("grant", [True, False])
def test_the_answer_to_a_request_goes_to_whoever_asked(
    post: Postbox, norway: Delegation, grant: bool
) -> None:
    delegate = a_delegate(norway, language="es")
    version = an_accepted_statement(norway)
    request = changes.ask(
        version.statement, wish=ChangeRequest.Wish.REPLACE, reason="A figure.", by=delegate, at=NOW
    )
    with letters_sent(NOW):
        changes.decide(request, grant=grant, answer="So be it.", by=the_desk(norway.meeting), at=NOW)
    assert "So be it." in post.text(delegate.email)
    assert len(post.subjects(delegate.email)) == 1


def test_a_mail_server_that_is_down_delays_the_receipt_by_mail_and_nothing_else(
    norway: Delegation, settings: Any
) -> None:
    """R09-3: the receipt is there at once; its letter is sent when the server is back."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    delegate = a_delegate(norway)
    with letters_sent(NOW):
        issued = receipt.submit(a_draft(norway, by=delegate), by=delegate, at=NOW)
    issued.refresh_from_db()
    assert (issued.mailed_at, Statement.objects.get().versions.get().state) == (None, "received")
    box, later = Postbox(), NOW + timedelta(minutes=10)
    with mails_go_to(box, settings), letters_sent(later):
        pass
    assert issued.number in box.text(delegate.email)
    assert Receipt.objects.get().mailed_at == later


def test_what_is_rolled_back_is_not_told(norway: Delegation) -> None:
    delegate = a_delegate(norway)
    version = a_draft(norway, by=delegate)
    with transaction.atomic():
        receipt.submit(version, by=delegate, at=NOW)
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


def test_programmes_get_no_mail(norway: Delegation) -> None:
    programme = a_role(Role.SECRETARIAT, norway.meeting, is_programme=True)
    statement = a_draft(norway).statement
    assert mails.write(programme, "returned", statement=statement, at=NOW) is None
    assert mails.write(None, "returned", statement=statement, at=NOW) is None
    assert not Letter.objects.exists()


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_a_mail_can_be_written_in_every_language(norway: Delegation, language: str) -> None:
    delegate = a_delegate(norway, language=language)
    version = a_draft(norway)
    letter = mails.write(delegate, "published", statement=version.statement, at=NOW, version=version)
    assert letter is not None
    assert version.statement.permanent_address in letter.body
    assert (letter.to, letter.meeting) == (delegate.email, norway.meeting)
    assert translation.get_language() == "en"
