"""Following from a page: by mail without an account, with one, in a calendar, as a feed."""

from __future__ import annotations

import re
from datetime import timedelta

import icalendar
import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from comity.communications import noticing, telling
from comity.communications.models import CalendarAddress, Notice, Subscriber, Subscription
from comity.meetings import agenda
from comity.meetings.models import AgendaVersion, Meeting
from comity.papers import posting
from comity.participants.models import Letter
from tests.communications.makers import HOUR, a_known_meeting, follows, moved, the_session
from tests.makers import NOW, a_delegate, a_delegation, a_person, a_published_statement, the_desk
from tests.papers.makers import a_posted
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db


def links(words: str) -> list[str]:
    return re.findall(r"http://127\.0\.0\.1:8000(\S+)", words)


def subscribed() -> list[tuple[str, bool]]:
    return [(one.identity.split()[0], one.stands) for one in Subscription.objects.order_by("pk")]


def test_somebody_without_an_account_follows_and_ends_it_with_one_press() -> None:
    a_known_meeting()
    client = Client(enforce_csrf_checks=True)
    page = client.get("/en/follow/?meeting=sm2016")
    assert page.status_code == 200
    assert page.cookies == {}
    answer = client.post(
        "/en/follow/?meeting=sm2016",
        {"email": "Press@Example.org", "language": "fr", "scope": "changes", "frequency": "daily"},
        follow=True,
    )
    assert "Look into your mails" in answer.content.decode()
    assert subscribed() == [("meeting", False)]
    letter = Letter.objects.get()
    (link,) = links(letter.body)
    assert letter.to == "press@example.org"
    assert link.startswith("/fr/")
    client.get(link)
    assert subscribed() == [("meeting", False)]  # what opens links of mails has confirmed nothing
    client.post(link)
    assert subscribed() == [("meeting", True)]
    one = Subscription.objects.select_related("subscriber").get()
    assert (one.scope, one.frequency, one.subscriber.language) == ("changes", "daily", "fr")
    stop = f"/en/following/{one.subscriber.key}/stop/?of={one.pk}"
    client.get(stop)
    assert subscribed() == [("meeting", True)]
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200  # RFC 8058
    assert subscribed() == [("meeting", False)]
    assert "It was a mistake" in client.get(stop).content.decode()
    client.post(stop, {"again": "1"})
    assert subscribed() == [("meeting", True)]


def test_the_answer_does_not_tell_whether_an_address_is_known() -> None:
    a_known_meeting()
    follows("known@example.org", meeting="sm2016")
    form = {"language": "en", "scope": "everything", "frequency": "at_once"}
    said = {
        Client().post("/en/follow/?meeting=sm2016", {**form, "email": email}, follow=True).content
        for email in ("known@example.org", "new@example.org")
    }
    assert len(said) == 1


@pytest.mark.parametrize(
    "wrong", [{"email": "none"}, {"email": ""}, {"frequency": "hourly"}, {"language": "xx"}]
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_written(wrong: dict[str, str]) -> None:
    a_known_meeting()
    form = {"email": "a@example.org", "language": "en", "scope": "everything", "frequency": "at_once"}
    answer = Client().post("/en/follow/?meeting=sm2016", form | wrong)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert (subscribed(), Letter.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    "address",
    ["?meeting=none", "?meeting=hidden", "?meeting=sm2016&session=x", "?ref=x", "?delegation=nor"],
)
def test_what_the_public_does_not_know_cannot_be_followed(address: str) -> None:
    a_known_meeting()
    a_known_meeting("hidden", state=Meeting.State.PROVISIONAL)
    a_delegation(Meeting.objects.get(slug="sm2016"))
    assert Client().get(f"/en/follow/{address}").status_code == 404


def test_each_thing_offers_the_ways_in_which_it_can_be_followed() -> None:
    meeting = a_known_meeting()
    statement = a_published_statement(a_delegation(meeting))
    ways = {
        "?meeting=sm2016": [
            "changes.atom?meeting=sm2016",
            "calendars/sm2016.ics",
            "statements.atom?meeting=sm2016",
        ],
        "?meeting=sm2016&session=s1": [
            "calendars/sm2016/s1.ics",
            "changes.atom?meeting=sm2016&amp;session=s1",
            "statements.atom?meeting=sm2016&amp;session=s1",
        ],
        "?delegation=nor": ["statements.atom?delegation=nor"],
        f"?ref={statement.ref}": [f"statements.atom?ref={statement.ref}"],
        "?q=schools&delegation=nor": ["search.atom?q=schools&amp;delegation=nor"],
    }
    ways[""] = ways["?meeting=sm2016"][1:2]
    for asked, wanted in ways.items():
        page = Client().get(f"/en/follow/{asked}").content.decode()
        for way in wanted:
            assert f'href="http://127.0.0.1:8000/en/{way}"' in page, (asked, way)
        assert ("Add to a calendar" in page) == ("meeting=" in asked or not asked), asked


def test_who_has_signed_in_follows_at_once_and_manages_it_in_the_account() -> None:
    a_known_meeting()
    person = a_person(language="ar")
    client = signed_in(person)
    assert "csrfmiddlewaretoken" in client.get("/en/follow/?meeting=sm2016").content.decode()
    answer = client.post(
        "/en/people/follow/?meeting=sm2016", {"scope": "everything", "frequency": "at_once"}, follow=True
    )
    assert "You follow it now" in answer.content.decode()
    assert subscribed() == [("meeting", True)]
    assert Subscriber.objects.get().language == "ar"
    assert Letter.objects.count() == 0
    assert Client().post("/en/people/follow/?meeting=sm2016").status_code == 302
    assert client.post("/en/people/follow/?meeting=sm2016", {"frequency": "x"}).status_code == 422


def test_the_holder_of_the_key_changes_and_ends_what_is_followed_and_nobody_else() -> None:
    a_known_meeting()
    one = follows("press@example.org", meeting="sm2016")
    other = follows("other@example.org", meeting="sm2016")
    address = f"/en/following/{one.subscriber.key}/"
    client = Client()
    page = client.get(address)
    assert "press@example.org" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
    client.post(address, {"change": one.pk, "scope": "changes", "frequency": "daily"})
    client.post(address, {"language": "zh"})
    one.refresh_from_db()
    one.subscriber.refresh_from_db()
    assert (one.scope, one.frequency, one.subscriber.language) == ("changes", "daily", "zh")
    client.post(address, {"change": one.pk, "scope": "x", "frequency": "daily"})
    client.post(address, {"change": other.pk, "scope": "changes", "frequency": "daily"})
    client.post(address, {"stop": other.pk})
    other.refresh_from_db()
    assert (other.scope, other.stands) == ("everything", True)
    assert client.post(f"/en/following/{one.subscriber.key}/stop/?of={other.pk}").status_code == 302
    other.refresh_from_db()
    assert other.stands
    client.post(address, {"stop": one.pk})
    assert "Nothing is followed" in client.get(address).content.decode()
    assert client.get("/en/following/none/").status_code == 404
    assert client.get(f"/en/following/{one.subscriber.key}/{other.pk}/confirm/").status_code == 404


def test_everything_is_ended_with_one_button() -> None:
    a_known_meeting()
    follows("press@example.org", meeting="sm2016")
    one = follows("press@example.org", meeting="sm2016", session="s1")
    Client().post(f"/en/following/{one.subscriber.key}/", {"all": "1"})
    assert not Subscription.objects.standing().exists()


def test_calendars_of_a_meeting_and_a_session_are_for_everybody_and_kept_by_the_page_cache() -> None:
    a_known_meeting()
    a_known_meeting("hidden", state=Meeting.State.PROVISIONAL)
    for address in ("/ar/calendars/sm2016.ics", "/en/calendars/sm2016/s1.ics"):
        answer = Client().get(address)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert "Content-Disposition" not in answer
        assert answer.cookies == {}
        assert len(icalendar.Calendar.from_ical(answer.content).walk("VEVENT")) == 1
    for address in (
        "/en/calendars/none.ics",
        "/en/calendars/hidden.ics",
        "/en/calendars/sm2016/none.ics",
        "/en/calendars/own/none.ics",
    ):
        assert Client().get(address).status_code == 404, address
    assert b"VALARM" in Client().get("/en/calendars/sm2016.ics?remind=15").content
    for odd in ("x", "-1", "16", "9" * 40, "٣"):
        assert b"VALARM" not in Client().get("/en/calendars/sm2016.ics", {"remind": odd}).content


def test_the_own_calendar_is_read_without_signing_in_until_its_address_is_changed() -> None:
    meeting = a_known_meeting()
    client = signed_in(a_delegate(a_delegation(meeting)))
    page = client.get("/en/people/following/").content.decode()
    (address,) = {one for one in links(page) if "remind" not in one and one.endswith(".ics</bdi></code></p>")}
    address = address.removesuffix("</bdi></code></p>")
    answer = Client().get(address)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert b"First session" in answer.content
    client.post("/en/people/following/")
    assert Client().get(address).status_code == 404
    assert CalendarAddress.objects.count() == 1


def entries(address: str) -> list[str]:
    feed = etree.fromstring(Client().get(address).content)
    return [one.findtext("{*}title") or "" for one in feed.iterfind("{*}entry")]


def test_the_page_and_the_feed_of_changes_tell_what_was_told_and_nothing_that_waits() -> None:
    """R11-2."""
    meeting = a_known_meeting()
    moved(the_session(meeting))
    for address in ("/en/changes/?meeting=sm2016", "/en/changes/"):
        assert "Nothing has changed" in Client().get(address).content.decode()
    telling.tell(Notice.objects.get(), at=NOW + HOUR)
    page = Client().get("/en/changes/?meeting=sm2016").content.decode()
    assert "Moved: First session, now 1 December 2016, 16:00 (New York)" in page
    assert "15:00–18:00 (New York; 20:00–23:00 UTC)" in page
    moved_once = ["Moved: First session, now 1 December 2016, 16:00 (New York)"]
    assert entries("/en/changes.atom?meeting=sm2016") == moved_once
    assert entries("/en/changes.atom?meeting=sm2016&session=s1") == moved_once
    assert entries("/en/changes.atom?meeting=sm2016&session=x") == []
    assert Client().get("/en/changes.atom?meeting=none").status_code == 404


def test_changes_lead_to_the_agenda_and_to_no_paper_that_was_withdrawn() -> None:
    meeting = a_known_meeting()
    desk = the_desk(meeting)
    kept, withdrawn = (a_posted(meeting, titles={"en": words}) for words in ("Kept", "Withdrawn"))
    agenda.issue(meeting, AgendaVersion.Stage.PROVISIONAL, by=desk, at=NOW)
    noticing.look(since=NOW - HOUR, at=NOW)
    telling.tell_due(at=NOW)
    assert len(entries("/en/changes.atom?meeting=sm2016")) == 3
    posting.withdraw(withdrawn.document, reason="Wrong.", by=desk, at=NOW)
    page = Client().get("/en/changes/?meeting=sm2016").content.decode()
    assert 'href="/en/agenda/?meeting=sm2016"' in page
    assert f'href="/id/{kept.document.ref}"' in page
    assert "Withdrawn" not in page
    assert len(entries("/en/changes.atom?meeting=sm2016")) == 2


def test_a_session_a_delegation_and_a_statement_have_feeds() -> None:
    meeting = a_known_meeting()
    norway = a_published_statement(a_delegation(meeting), session=the_session(meeting))
    a_published_statement(a_delegation(meeting, "ken"))
    assert entries("/en/statements.atom?meeting=sm2016&session=s1") == ["Statement of Norway"]
    assert entries("/en/statements.atom?delegation=ken") == ["Statement of Kenya"]
    assert entries(f"/en/statements.atom?ref={norway.ref}") == ["Statement of Norway"]
    assert len(entries("/en/statements.atom")) == 2


def test_links_lead_to_following_from_every_page_where_one_would_look_for_them() -> None:
    at = timezone.now()
    meeting = a_known_meeting(at=at)
    statement = a_published_statement(a_delegation(meeting))
    for page, link in (
        ("/en/programme/", "follow/?meeting=sm2016"),
        ("/en/programme/", "follow/?meeting=sm2016&amp;session=s1"),
        (f"/en/statements/{statement.ref}/", f"follow/?ref={statement.ref}"),
        ("/en/delegations/nor/", "follow/?delegation=nor"),
        ("/en/search/?q=schools", "follow/?q=schools"),
    ):
        assert f'href="/en/{link}"' in Client().get(page).content.decode(), (page, link)


def test_a_notice_of_a_statement_is_found_again_by_its_permanent_address() -> None:
    meeting = a_known_meeting()
    statement = a_published_statement(a_delegation(meeting))
    noticing.look(since=NOW - timedelta(hours=1), at=NOW)
    assert Notice.objects.get().ref == statement.ref
    assert Client().get(f"/id/{statement.ref}", follow=True).status_code == 200
