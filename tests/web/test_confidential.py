"""A CONFIDENTIAL statement at the desk: the need to know holds on every address, and the record holds no text."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from comity.meetings.models import Meeting
from comity.participants.models import Person, Role
from comity.record import trail
from comity.record.models import Act
from comity.statements import changes, clearance, receipt
from comity.statements.models import ChangeRequest, Version
from tests.makers import (
    NOW,
    a_delegate,
    a_delegation,
    a_meeting,
    a_received_statement,
    a_role,
    add_file,
    the_desk,
)
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db
HIDDEN = (
    b"Words under lock",
    b"Ms. Hidden",
    b"Hidden reason",
    b"hidden@",
    b"First session",
    b"fr.txt",
    b'<bdi lang="fr">',
)


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


@pytest.fixture
def secret(meeting: Meeting) -> Version:
    """Two versions of a statement in English and French, sent by Norway, which also asks for a change."""
    norway = a_delegation(meeting, "nor")
    delegate = a_delegate(norway)
    first = a_received_statement(
        norway,
        "Words under lock, first.",
        by=delegate,
        sensitivity="confidential",
        speaker_name="Ms. Hidden",
        contact="hidden@example.org",
        session=meeting.sessions.get(),
    )
    version = changes.new_version(first.statement, by=delegate, at=NOW)
    add_file(version, "Words under lock, second.", by=delegate)
    add_file(version, "Words under lock, en français.", by=delegate, language="fr")
    receipt.submit(version, by=delegate, at=NOW)
    wish = ChangeRequest.Wish.REPLACE
    changes.ask(version.statement, wish=wish, reason="Hidden reason.", by=delegate, at=NOW)
    version.refresh_from_db()
    return version


@pytest.fixture
def reader(meeting: Meeting, secret: Version) -> Person:
    """Of the secretariat, and named."""
    person = a_role(Role.SECRETARIAT, meeting, name="reader")
    clearance.grant(secret.statement, person, by=person, at=NOW)
    return person


def addresses(version: Version) -> Iterator[str]:
    """Every address of desk, portal and site that leads to the statement."""
    ref, slug = version.statement.ref, version.meeting.slug
    for name in ("statement", "place", "files", "conditions", "check", "discard", "withdraw", "ask"):
        yield reverse(f"portal:{name}", args=[ref])
    yield reverse("portal:change", args=[ref, "replacement"])
    yield reverse("portal:receipt", args=[version.receipt.number])
    for one in version.languages.all():
        yield reverse("portal:download", args=[one.pk])
    for name in ("statement", "reader"):
        yield reverse(f"desk:{name}", args=[ref])
    yield reverse("desk:version", args=[ref, 1])
    yield reverse("desk:difference", args=[ref, 1, 2])
    yield reverse("desk:decide", args=[ChangeRequest.objects.get().pk])
    for act in ("take", "accept", "return", "publish", "deliver", "withdraw", "embargo", "reschedule"):
        yield reverse("desk:act", args=[ref, act])
    for one in version.languages.all():
        yield reverse("desk:file", args=[one.pk])
    for query in ("", "?q=norway", f"?q={ref}", "?state=received", "?sort=delegation"):
        yield reverse("desk:list", args=[slug]) + query
    yield reverse("desk:home")
    yield reverse("desk:many", args=[slug])
    yield f"/en/statements/{ref}/"
    yield f"/en/statements/{ref}/v1/"
    yield f"/en/statements/{ref}/data.json"


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.DOCUMENT_OFFICER, Role.RAPPORTEUR, Role.REVIEWER])
def test_who_is_not_named_sees_only_that_it_is_there(
    role: Role, meeting: Meeting, secret: Version, reader: Person
) -> None:
    """RX-5."""
    client = signed_in(a_role(role, meeting, name="colleague"))
    mark = f"{secret.pk}|2|received|"
    forms = {"chosen": mark, "act": "accept", "reason": "Seen.", "decision": "grant", "seen": "2|received|"}
    for address in addresses(secret):
        for answer in (client.get(address), client.post(address, forms)):
            words = b"".join(answer) if answer.streaming else answer.content
            # The list offers sessions and languages of the meeting as filters; its rows must not name them.
            rows = words.split(b"<tbody>")[-1] if b"desk-filter" in words else words
            assert not [one for one in HIDDEN if one in rows], address
            assert answer.status_code < 500, address
    secret.refresh_from_db()
    assert (secret.state, ChangeRequest.objects.get().decision) == (Version.State.RECEIVED, "open")
    assert not Act.objects.filter(verb="opened").exists()
    page = client.get(reverse("desk:statement", args=[secret.statement.ref]))
    assert page.status_code == 403
    for known in (secret.statement.ref, "Norway", "CONFIDENTIAL", secret.receipt.number, "Reader"):
        assert known in page.content.decode()


@pytest.mark.parametrize("name", ["session", "language"])
def test_no_filter_tells_what_the_list_does_not_show(
    name: str, meeting: Meeting, secret: Version, reader: Person
) -> None:
    asked = {name: str(meeting.sessions.get().pk) if name == "session" else "fr"}
    seen = {
        person: secret.statement.ref
        in signed_in(person).get(reverse("desk:list", args=[meeting.slug]), asked).content.decode()
        for person in (the_desk(meeting), reader)
    }
    assert seen == {the_desk(meeting): False, reader: True}


def test_bulk_acts_refuse_it_by_name_and_do_the_others(
    meeting: Meeting, secret: Version, reader: Person
) -> None:
    other = a_received_statement(a_delegation(meeting, "swe"))
    client = signed_in(the_desk(meeting))
    page = client.get(reverse("desk:list", args=[meeting.slug])).content.decode()
    assert f'value="{other.pk}|1|received|"' in page
    assert f'value="{secret.pk}|' not in page
    chosen = [f"{secret.pk}|2|received|", f"{other.pk}|1|received|"]
    asked = client.post(
        reverse("desk:many", args=[meeting.slug]), {"act": "accept-publish", "chosen": chosen}
    )
    assert "CONFIDENTIAL" in asked.content.decode()
    assert f'value="{secret.pk}|' not in asked.content.decode()
    done = client.post(
        reverse("desk:many", args=[meeting.slug]), {"act": "take", "chosen": chosen}, follow=True
    ).content.decode()
    assert "Take into review: 1 statement." in done
    assert f"Norway ({secret.statement}): This statement of Norway is CONFIDENTIAL." in done


def test_who_is_named_reads_and_each_opening_is_on_record(
    meeting: Meeting, secret: Version, reader: Person
) -> None:
    """RX-5, RX-6: page, comparison, file, and the portal's pages."""
    client, ref = signed_in(reader), secret.statement.ref
    opened = [
        reverse("desk:statement", args=[ref]),
        reverse("desk:version", args=[ref, 1]),
        reverse("desk:difference", args=[ref, 1, 2]),
        reverse("desk:file", args=[secret.languages.first().pk]),
        reverse("portal:statement", args=[ref]),
        reverse("portal:download", args=[secret.languages.first().pk]),
    ]
    for count, address in enumerate(opened, start=1):
        answer = client.get(address)
        assert answer.status_code == 200
        answer.close()
        assert Act.objects.filter(verb="opened", by=reader).count() == count, address
    page = client.get(opened[0]).content.decode()
    assert "Words under lock, second." in page
    assert "opened" in page.split("<h2>Record</h2>")[1]
    assert "named as a reader: Reader" in page


def test_naming_and_taking_off_on_the_page(meeting: Meeting, secret: Version) -> None:
    desk, colleague = the_desk(meeting), a_role(Role.DOCUMENT_OFFICER, meeting, name="colleague")
    client, other = signed_in(desk), signed_in(colleague)
    page = reverse("desk:statement", args=[secret.statement.ref])
    add = reverse("desk:reader", args=[secret.statement.ref])
    assert add in client.get(page).content.decode()
    assert add not in other.get(page).content.decode()
    assert client.post(add, {"person": "x"}).status_code == 400
    assert client.post(add, {"person": colleague.pk}).status_code == 302
    assert client.post(add, {"person": desk.pk}, follow=True).status_code == 200
    assert [client.get(page).status_code, other.get(page).status_code] == [200, 200]
    off = reverse(
        "desk:take_off", args=[secret.statement.ref, secret.statement.clearances.get(person=colleague).pk]
    )
    assert off in client.get(page).content.decode()
    assert other.post(off).status_code == 403
    assert client.post(off).status_code == 302
    assert client.post(off).status_code == 404
    assert other.get(page).status_code == 403
    assert signed_in(a_role(Role.CHAIR, meeting)).post(add, {"person": colleague.pk}).status_code == 404


def test_the_record_shows_no_text_of_it(meeting: Meeting, secret: Version, reader: Person) -> None:
    """RX-5, RX-6: who opened it, and nothing of what it says."""
    signed_in(reader).get(reverse("desk:statement", args=[secret.statement.ref]))
    for csv in (False, True):
        out = StringIO()
        call_command("record", csv=csv, stdout=out)
        assert '"opened"' in out.getvalue() or ",opened," in out.getvalue()
        assert "under lock" not in out.getvalue()
        assert "Ms. Hidden" not in out.getvalue()
    assert trail.of(secret.statement).exists()
