"""RX-7: a State that was renamed keeps, in what is older, the name that it bore then, and is found by today's."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.meetings.models import Meeting
from comity.participants import taking_in
from comity.participants.models import Consultation, Letter
from comity.practices.models import Confirmation
from comity.statements import changes, mails
from comity.statements.models import Receipt, Statement
from tests.makers import NOW, a_delegation, a_meeting, a_participant, a_published_statement, the_desk
from tests.practices import makers
from tests.practices.makers import an_excerpt
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


@pytest.fixture
def statement(meeting: Meeting) -> Statement:
    return a_published_statement(
        a_delegation(meeting, "tur"), "We recall resolution 1373 (2001).", session=meeting.sessions.get()
    )


def words(address: str, **query: str) -> str:
    """What a reader sees of the page, without its elements."""
    answer = Client().get(address, query)
    assert answer.status_code in {200, 410}, address
    text = answer.content.decode()
    return " ".join(re.sub(r"<[^>]+>", "", text.split("<main", 1)[-1]).split())


def test_every_page_of_a_meeting_shows_the_name_of_then(statement: Statement) -> None:
    """RX-7."""
    ref = statement.ref
    for address in ("", "programme/", "statements/", "instruments/s-res-1373-2001/", f"statements/{ref}/"):
        assert "Turkey" in words(f"/en/{address}"), address
    for address in ("statements/", f"statements/{ref}/"):
        assert "Turkey (today Türkiye)" in words(f"/en/{address}"), address
    assert "Statement of Turkey" in Client().get("/en/statements.atom").content.decode()
    assert "Turkey, statement to the" in words(
        f"/en/statements/{ref}/", cite=statement.versions.get().languages.get().paragraphs.get().anchor
    )
    data = Client().get(f"/en/statements/{ref}/data.json").json()["delegation"]
    assert (data["names"]["en"], data["names_today"]["en"]) == ("Turkey", "Türkiye")
    assert "تركيا" in words("/ar/statements/")


def test_the_page_of_the_delegation_bears_todays_name_and_says_the_former(statement: Statement) -> None:
    """RX-7."""
    page = words("/en/delegations/tur/")
    assert page.startswith('id="main"') or "Türkiye" in page
    assert "Turkey, until 1 June 2022" in page
    assert "as Turkey" in page


def test_search_shows_hits_by_the_name_of_then_and_the_filter_by_both(statement: Statement) -> None:
    """RX-7."""
    a_published_statement(a_delegation(statement.meeting, "nor"), "We recall resolution 1373 too.")
    page = words("/en/search/", q="recall")
    assert "Türkiye (Turkey)" in page
    narrowed = words("/en/search/", q="recall", delegation="tur")
    assert "Turkey" in narrowed.replace("Türkiye (Turkey)", "")


def test_lists_are_in_the_order_of_the_names_they_show(meeting: Meeting) -> None:
    """RX-7: Swaziland stands between Sweden and Suriname, not under E."""
    for code in ("swe", "swz", "sur", "est"):
        a_published_statement(a_delegation(meeting, code), "We recall resolution 1373 (2001).")
    for address in ("/en/statements/", "/en/instruments/s-res-1373-2001/"):
        page = words(address)
        names = re.findall(r"Estonia|Suriname|Swaziland|Sweden", page)
        assert list(dict.fromkeys(names)) == ["Estonia", "Suriname", "Swaziland", "Sweden"], address


def test_a_later_meeting_shows_the_new_name_alone() -> None:
    later = a_meeting("sm2023", opens_on=date(2023, 5, 1), closes_on=date(2023, 5, 2))
    statement = a_published_statement(a_delegation(later, "tur"))
    for address in ("statements/", f"statements/{statement.ref}/"):
        page = words(f"/en/{address}")
        assert "Türkiye" in page
        assert "Turkey" not in page
        assert "today" not in page


def test_a_tombstone_bears_the_name_of_then(statement: Statement) -> None:
    desk = the_desk(statement.meeting)
    changes.withdraw(statement, reason="by mistake", by=desk, at=timezone.now() - timedelta(seconds=1))
    assert "Turkey (today Türkiye)" in words(f"/en/statements/{statement.ref}/")


@pytest.mark.parametrize("name", ["Turkey", "turkiye", "Турция"])
def test_the_desk_finds_it_by_either_name(name: str, statement: Statement) -> None:
    page = signed_in(the_desk(statement.meeting)).get(
        f"/en/desk/meetings/{statement.meeting.slug}/statements/", {"q": name}
    )
    assert statement.ref in page.content.decode()


@pytest.mark.parametrize("rows", [1, 4])
def test_more_renamed_states_ask_the_database_no_more(
    rows: int, meeting: Meeting, django_assert_max_num_queries
) -> None:
    for code in ("tur", "swz", "cze", "mkd")[:rows]:
        a_published_statement(a_delegation(meeting, code), "We recall resolution 1373 (2001).")
    client = Client()
    for address in ("/en/statements/", "/en/search/?q=recall", "/en/statements.atom", "/en/programme/"):
        client.get(address)
        with django_assert_max_num_queries(24):
            client.get(address)


def test_the_desk_the_portal_and_mails_show_the_name_of_then(meeting: Meeting) -> None:
    """RX-7: who works with an older record reads it as it was."""
    excerpt = an_excerpt("tur")
    statement = excerpt.paragraph.language_version.version.statement
    delegate = makers.one_for(excerpt.delegation)
    makers.a_confirming(excerpt)
    desk, portal, rapporteur = (
        signed_in(one) for one in (the_desk(meeting), delegate, makers.the_rapporteur())
    )
    practice = excerpt.practices.get()
    asked = Confirmation.objects.get()
    pages = [
        (desk, reverse("desk:list", args=[meeting.slug])),
        (desk, reverse("desk:statement", args=[statement.ref])),
        (rapporteur, reverse("desk:practice", args=[practice.ref])),
        (portal, reverse("portal:home")),
        (portal, reverse("portal:statement", args=[statement.ref])),
        (portal, reverse("portal:confirmation", args=[asked.pk])),
        (portal, reverse("portal:confirmations")),
        (portal, reverse("people:account")),
    ]
    for client, address in pages:
        page = client.get(address).content.decode().split("<main", 1)[1]
        assert ("Turkey" in page, address) == (True, address)
        assert "Türkiye" not in page, address
    receipt = Receipt.objects.get(version__statement=statement)
    assert mails.write(delegate, "receipt", statement=statement, at=NOW, receipt=receipt, time="noon")
    assert "The statement of Turkey for the meeting" in Letter.objects.latest("pk").body


def test_the_desks_lists_of_people_name_it_as_it_was_called(meeting: Meeting) -> None:
    """RX-7: whoever registered, the search for a panellist, the log of consultations, the preview of a list."""
    person = the_desk(meeting)
    desk = signed_in(person)
    turkey = a_delegation(meeting, "tur")
    session = meeting.sessions.get()
    one = a_participant(meeting, delegation=turkey, kind="delegate", category="member_state")
    Consultation.objects.create(
        meeting=meeting,
        body=turkey.body,
        category="member_state",
        held_on=date(2016, 9, 1),
        way="call",
        recorded_by=person,
        recorded_at=NOW,
    )
    table = [(1, ["name", "body", "kind"]), (2, ["Eda Ak", "Turkey", "delegate"])]
    listed = taking_in.keep(meeting, "list.csv", table, by=person, at=timezone.now())
    here = f"/en/desk/meetings/{meeting.slug}/"
    addresses = {
        "participants/": {},
        f"participants/{one.pk}/": {},
        f"panels/{session.code}/": {"q": "Ana"},
        "consultations/": {},
        f"participants/lists/{listed.pk}/": {},
    }
    for address, query in addresses.items():
        page = desk.get(here + address, query).content.decode()
        assert "Turkey" in page, address
        assert "Türkiye" not in page, address
