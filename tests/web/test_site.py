"""The public pages: the meeting now, programme, lists, delegations, instruments; layout that all pages share."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from comity.meetings.models import Instrument, Meeting, Session
from comity.participants.models import FormerName
from comity.statements import changes, public
from comity.web.site.pages import days
from tests.makers import (
    a_delegate,
    a_delegation,
    a_draft,
    a_group,
    a_meeting,
    a_person,
    a_published_statement,
    add_file,
    publish_draft,
    the_desk,
)

pytestmark = pytest.mark.django_db
WORDS = "We recall paragraph 2 (e) of resolution 1373 (2001), and what others have said of it at length."


@pytest.fixture
def meeting() -> Meeting:
    """A meeting that is open now, with a session yesterday, one now and one tomorrow."""
    now = timezone.now()
    meeting = a_meeting(
        statements_due_at=now + timedelta(days=2),
        opens_on=now.date() - timedelta(days=2),
        closes_on=now.date() + timedelta(days=2),
        state=Meeting.State.IN_SESSION,
    )
    for number, starts in enumerate((-25, -1, 23), start=2):
        Session.objects.create(
            meeting=meeting,
            code=f"s{number}",
            tier=Session.Tier.SPECIAL,
            position=number,
            titles={"en": f"Session {number}"},
            starts_at=now + timedelta(hours=starts),
            ends_at=now + timedelta(hours=starts + 2),
        )
    return meeting


def opened(name: str, *values: Any, language: str = "en", **query: str) -> HttpResponse:
    with override(language):
        address = reverse(name, args=values)
    return Client().get(address, query)  # type: ignore[return-value]


def words(answer: HttpResponse) -> str:
    """What a reader reads, on one line."""
    text = re.sub(r"<head>.*?</head>|<[^>]+>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", unescape(text))


def between(text: str, start: str, end: str) -> str:
    return text.split(start, 1)[1].split(end, 1)[0]


# The meeting now ---------------------------------------------------------------------------------------------------
def test_home_tells_what_is_on_what_comes_and_until_when_statements_are_taken(meeting: Meeting) -> None:
    """R13-3."""
    text = words(opened("site:home"))

    assert between(text, "On now", "Next").split()[:2] == ["Session", "3"]
    assert between(text, "Next", "New statements").split()[:2] == ["Session", "4"]
    assert "Written statements are taken until" in text
    assert "New York" in text
    assert "UTC" in text


def test_home_gives_the_first_words_of_new_statements_in_their_own_language(meeting: Meeting) -> None:
    a_published_statement(a_delegation(meeting, "nor"), "Mr. Chair,", WORDS)
    a_published_statement(
        a_delegation(meeting, "swe"),
        "Not yet.",
        embargo="until_time",
        embargo_until=timezone.now() + timedelta(days=1),
    )

    answer = opened("site:home", language="ar")

    assert f'lang="en" dir="ltr">{WORDS}' in answer.content.decode()
    assert "Not yet." not in words(answer)
    assert "السويد" not in words(answer)


def test_home_of_a_meeting_that_is_over_says_so(meeting: Meeting) -> None:
    meeting.sessions.all().update(
        starts_at=datetime(2016, 1, 1, tzinfo=UTC), ends_at=datetime(2016, 1, 2, tzinfo=UTC)
    )
    Meeting.objects.update(statements_due_at=timezone.now() - timedelta(days=1))

    text = words(opened("site:home"))

    assert "All sessions have been held." in text
    assert "The deadline for written statements was" in text
    assert "Go to the portal" in text


def test_late_statements_are_announced_where_they_are_taken(meeting: Meeting) -> None:
    Meeting.objects.update(statements_due_at=timezone.now() - timedelta(days=1), late_policy="take_late")

    assert "Late ones are still taken, and marked late." in words(opened("site:home"))


def test_a_site_without_an_announced_meeting_says_so() -> None:
    a_meeting(state=Meeting.State.CONCEPT)

    for name in ("site:home", "site:programme", "site:statements", "site:instruments"):
        answer = opened(name)
        assert answer.status_code == 200
        assert "No meeting has been announced yet" in words(answer)
        assert "Special Meeting" not in words(answer)


@pytest.mark.parametrize("name", ["site:home", "site:programme", "site:statements", "site:instruments"])
def test_another_meeting_is_chosen_by_its_name(meeting: Meeting, name: str) -> None:
    a_meeting("sm2015", short_titles={"en": "The meeting of 2015"}, state=Meeting.State.ADJOURNED)
    a_meeting("secret", short_titles={"en": "A secret meeting"}, state=Meeting.State.CONCEPT)

    assert '<p class="brand"><a href="/en/">Special Meeting</a>' in opened(name).content.decode()
    assert (
        '<p class="brand"><a href="/en/?meeting=sm2015">The meeting of 2015</a>'
        in opened(name, meeting="sm2015").content.decode()
    )
    assert "A secret meeting" not in words(opened(name))
    assert opened(name, meeting="secret").status_code == 404
    assert opened(name, meeting="none").status_code == 404


# Programme -----------------------------------------------------------------------------------------------------------
def test_the_programme_gives_times_at_the_place_with_utc_beside(meeting: Meeting) -> None:
    text = words(opened("site:programme"))

    assert "15:00 – 18:00 New York ( 20:00–23:00 UTC ) · Conference Room 4" in text
    assert "Thursday 1 December 2016" in text
    assert text.count("on now") == 1
    assert text.count(" next ") == 1


def test_the_programme_names_the_statements_of_each_session(meeting: Meeting) -> None:
    session = meeting.sessions.get(code="s1")
    for code in ("nor", "dnk"):
        a_published_statement(a_delegation(meeting, code), session=session)
    a_published_statement(a_delegation(meeting, "fin"))

    text = words(opened("site:programme"))

    assert "2 statements: Denmark , Norway" in text
    assert "1 statement belongs to the meeting as a whole." in text


def test_days_are_those_of_the_meetings_place() -> None:
    meeting = a_meeting(time_zone="Asia/Tokyo")

    found = days(meeting, meeting.sessions.all(), {}, at=datetime(2016, 12, 1, 21, tzinfo=UTC))

    assert [(day.on.isoformat(), day.sessions[0].is_on) for day in found] == [("2016-12-02", True)]


# Lists ----------------------------------------------------------------------------------------------------------------
def test_the_list_counts_and_filters_without_a_script(meeting: Meeting) -> None:
    """R13-3."""
    first, second = meeting.aspects.all()
    norway = a_published_statement(a_delegation(meeting, "nor"), aspects=[first])
    a_published_statement(a_delegation(meeting, "egy"), aspects=[second])

    every, some = opened("site:statements"), opened("site:statements", aspect="one", region="")

    assert "2 statements" in words(every)
    assert "1 of 2 statements" in words(some)
    assert f'href="/en/statements/{norway.ref}/">Norway</a>' in some.content.decode()
    assert "Egypt" not in words(some)
    assert '<option value="one" selected>Aspect one (1)</option>' in some.content.decode()


def test_filters_that_leave_nothing_say_what_to_do(meeting: Meeting) -> None:
    a_published_statement(a_delegation(meeting, "nor"))

    text = words(opened("site:statements", region="african"))

    assert "0 of 1 statements" in text
    assert "Take one filter away." in text


def test_the_list_stands_under_letters_in_the_readers_order(meeting: Meeting) -> None:
    """RX-7."""
    for code in ("deu", "zaf", "civ", "are"):
        a_published_statement(a_delegation(meeting, code))

    found = re.findall(
        r'class="initial"[^>]*>(.)<', opened("site:statements", language="fr").content.decode()
    )

    assert found == ["A", "C", "E"]


def test_a_second_page_keeps_the_filters(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "PER_PAGE", 1)
    for code in ("nor", "dnk"):
        a_published_statement(a_delegation(meeting, code))

    first = opened("site:statements", aspect="one")

    assert '<a rel="next" href="?aspect=one&amp;page=2">' in first.content.decode()
    assert "Norway" in words(opened("site:statements", aspect="one", page="2"))
    assert opened("site:statements", page="no number").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "values", "questions"),
    [
        ("site:home", (), 25),
        ("site:programme", (), 14),
        ("site:statements", (), 14),
        ("site:instruments", (), 2),
        ("site:instrument", ("s-res-1373-2001",), 13),
    ],
)
def test_a_page_asks_the_same_number_of_questions_however_many_rows(
    meeting: Meeting, rows: int, name: str, values: tuple[str, ...], questions: int
) -> None:
    for code in ("nor", "dnk", "fin")[:rows]:
        a_published_statement(
            a_delegation(meeting, code), WORDS, f"{code}.", session=meeting.sessions.first()
        )

    with CaptureQueriesContext(connection) as queries:
        assert opened(name, *values).status_code == 200

    assert len(queries) == questions


# Delegations ------------------------------------------------------------------------------------------------------------
def test_a_delegation_has_its_statements_groups_and_former_names(meeting: Meeting) -> None:
    """RX-7."""
    group = a_group(name="Group of Friends")
    egypt = a_delegation(meeting, "egy", groups=(group,))
    FormerName.objects.create(body=egypt.body, names={"en": "United Arab Republic"}, until_on="1971-09-11")
    a_published_statement(egypt, WORDS, on_behalf_of=group)

    text = words(opened("site:delegation", "egy"))

    assert "United Arab Republic, until 11 September 1971" in text
    assert between(text, "Spoke on behalf of", "Former names").strip() == "Group of Friends"
    assert "Group of African States" in text
    assert WORDS in text
    assert between(text, "Instruments cited", "Special Meeting").strip() == "S/RES/1373 (2001)"


def test_a_delegation_that_said_nothing_public_has_no_page(meeting: Meeting) -> None:
    """R09-5."""
    a_delegation(meeting, "fin")
    a_published_statement(
        a_delegation(meeting, "swe"), embargo="until_time", embargo_until=timezone.now() + timedelta(days=1)
    )

    assert [opened("site:delegation", code).status_code for code in ("fin", "swe", "nor", "xyz")] == [404] * 4


def test_a_delegation_whose_only_statement_was_withdrawn_keeps_its_page(meeting: Meeting) -> None:
    statement = a_published_statement(a_delegation(meeting, "fin"), "Gone.")
    changes.withdraw(statement, reason="A mistake.", by=the_desk(meeting), at=timezone.now())

    text = words(opened("site:delegation", "fin"))

    assert "There is no statement to read here now." in text
    assert "Gone." not in text


# Instruments --------------------------------------------------------------------------------------------------------------
def test_an_instrument_has_its_facts_and_who_cites_it_in_which_words(meeting: Meeting) -> None:
    statement = a_published_statement(a_delegation(meeting), WORDS)
    anchor = statement.versions.get().languages.get().paragraphs.get().anchor

    answer = opened("site:instrument", "s-res-1373-2001")

    assert "Adopted on 28 September 2001" in words(answer)
    assert "Operative paragraphs 9" in words(answer)
    assert "Cited by 1 statement" in words(answer)
    assert "of resolution <mark>1373 (2001)</mark>, and" in answer.content.decode()
    assert f'href="/en/statements/{statement.ref}/?language=en#p-{anchor}"' in answer.content.decode()
    assert "cites paragraph 2 (e)" in words(answer)


def test_a_wrong_year_is_shown_and_not_mended(meeting: Meeting) -> None:
    """R02-2."""
    a_published_statement(a_delegation(meeting), "We recall resolution 1373 (2002).")
    a_published_statement(a_delegation(meeting, "dnk"), "We recall resolution 1373 (2001).")

    wrong, right = (words(opened("site:instrument", f"s-res-1373-{year}")) for year in (2002, 2001))

    assert "Not in the register" in wrong
    assert "The register knows this number with the year 2001." in wrong
    assert "We recall resolution 1373 (2002)" in wrong
    assert between(right, "Same number, another year", "Cited by").strip() == "S/RES/1373 (2002)"


def test_an_unknown_symbol_that_only_unpublished_words_cite_has_no_page(meeting: Meeting) -> None:
    """R09-5."""
    a_draft(a_delegation(meeting), "We recall resolution 9998 (2031) and resolution 1373 (2001).")

    assert Instrument.objects.count() == 2
    assert opened("site:instrument", "s-res-9998-2031").status_code == 404
    assert "No published statement cites it." in words(opened("site:instrument", "s-res-1373-2001"))
    assert "No published statement cites an instrument yet." in words(opened("site:instruments"))


def test_mentions_are_narrowed_to_a_paragraph(meeting: Meeting) -> None:
    a_published_statement(a_delegation(meeting, "nor"), WORDS)
    a_published_statement(a_delegation(meeting, "dnk"), "We recall resolution 1373 (2001).")

    text = words(opened("site:instrument", "s-res-1373-2001", paragraph="2 (e)"))

    assert "Where paragraph 2 (e) is cited" in text
    assert "Denmark" not in text


# Layout ---------------------------------------------------------------------------------------------------------------------
def test_the_language_chooser_keeps_the_page_and_the_query(meeting: Meeting) -> None:
    a_published_statement(a_delegation(meeting))
    page = opened("site:statements", aspect="one").content.decode()

    for language in ("ar", "zh-hans", "fr", "ru", "es"):
        assert f'href="/{language}/statements/?aspect=one" lang="{language}"' in page
    assert '<span lang="en" dir="ltr" aria-current="true">English</span>' in page


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("zh-hans", "ltr"), ("en", "ltr")])
def test_a_page_says_its_language_and_direction(language: str, direction: str) -> None:
    assert (
        f'<html lang="{language}" dir="{direction}">'
        in opened("site:about", language=language).content.decode()
    )


def test_the_sample_is_marked_on_every_page(meeting: Meeting) -> None:
    assert "Sample:" not in words(opened("site:about"))

    Meeting.objects.update(sample=True)

    assert "Sample: delegations and words are invented" in words(opened("site:about"))
    assert "Sample: delegations and words are invented" in words(opened("site:home"))


def test_the_header_leads_each_person_to_her_work(meeting: Meeting) -> None:
    delegate, stranger = a_delegate(a_delegation(meeting)), a_person()
    seen = {}
    for name, person in {"desk": the_desk(meeting), "delegate": delegate, "stranger": stranger}.items():
        client = Client()
        client.force_login(person)
        page = client.get("/en/about/").content.decode()
        seen[name] = ["/en/portal/" in page, "/en/desk/" in page, "/en/accounts/login/" in page]

    assert seen == {
        "desk": [False, True, False],
        "delegate": [True, False, False],
        "stranger": [False, False, False],
    }
    assert "/en/accounts/login/" in opened("site:about").content.decode()


def test_a_page_that_is_not_there_says_so_in_the_readers_language() -> None:
    answer = Client().get("/en/nothing/here/")

    assert answer.status_code == 404
    assert "Page not found" in words(answer)  # type: ignore[arg-type]
    assert 'href="/ar/nothing/here/"' in answer.content.decode()


def test_a_form_without_its_token_is_told_kindly() -> None:
    answer = Client(enforce_csrf_checks=True).post("/en/accounts/login/", {"login": "x"})

    assert answer.status_code == 403
    assert "The form was not sent" in words(answer)  # type: ignore[arg-type]


def test_a_field_that_is_wrong_says_what_and_is_tied_to_its_sentence() -> None:
    page = Client().post("/en/accounts/login/", {"login": "", "password": "x"}).content.decode()

    field = re.search(r'<input type="email"[^>]+>', page)
    assert field is not None
    assert 'aria-invalid="true"' in field[0]
    assert "id_login_error" in field[0]
    assert 'id="id_login_error"' in page
    assert '<a href="#id_login">' in between(page, 'class="error-summary"', "</div>")


def test_a_statement_in_two_languages_links_to_each(meeting: Meeting) -> None:
    version = a_draft(a_delegation(meeting), WORDS)
    add_file(version, "Un texte.", by=the_desk(meeting), language="fr")
    ref = publish_draft(version).ref

    page = opened("site:statements").content.decode()

    assert f'href="/en/statements/{ref}/?language=en" lang="en"' in page
    assert f'href="/en/statements/{ref}/?language=fr" lang="fr"' in page
