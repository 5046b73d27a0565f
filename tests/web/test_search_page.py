"""The search page: box, hits that open at their place, filters with counts, and pages that say what to do next."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import html5lib
import pytest
from django.test import Client
from django.urls import reverse

from comity.meetings.models import Meeting
from comity.participants.models import Body
from comity.statements import publication
from comity.statements.models import Statement
from comity.web.site.search import PAGE
from tests.makers import (
    NOW,
    a_delegation,
    a_group,
    a_meeting,
    a_published_statement,
    a_received_statement,
    an_accepted_statement,
    the_desk,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


@pytest.fixture
def two(meeting: Meeting) -> list[Statement]:
    """Norway in English, France in French; both speak of networks, of which Daesh makes use."""
    return [
        a_published_statement(
            a_delegation(meeting, "nor"), "Networks of judges help.", "Da'esh used networks."
        ),
        a_published_statement(
            a_delegation(meeting, "fra"),
            "Les réseaux que Daech utilise.",
            language="fr",
            session=meeting.sessions.get(),
        ),
    ]


def page(status: int = 200, **query: Any) -> str:
    answer = Client().get("/en/search/", query)
    assert answer.status_code == status
    html = answer.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    return html


def hits(html: str) -> list[str]:
    """The addresses of the hits, in order."""
    return [unescape(one) for one in re.findall(r'<p class="source"><a href="([^"]+)"', html)]


def delegations(html: str) -> list[str]:
    return re.findall(r'<p class="source"><a href="[^"]+">(\w+)', html)


def counts(html: str, facet: str) -> dict[str, str]:
    """Value -> count, as offered."""
    pattern = rf'name="{facet}" value="([^"]+)".*?<span class="count">(\d+)</span>'
    return dict(re.findall(pattern, html))


def test_the_empty_page_says_what_one_can_do(meeting: Meeting) -> None:
    html = page()
    assert 'name="q"' in html
    assert "Search finds single paragraphs" in html
    assert '<meta name="robots" content="noindex">' in html


def test_a_hit_says_who_and_where_and_opens_at_its_paragraph_with_the_words_marked(
    two: list[Statement],
) -> None:
    """R12-7."""
    html = page(q="judges")
    (address,) = hits(html)
    assert re.search(r">Norway</a>\s+· ", html)
    assert re.search(r'lang="en" dir="ltr">Networks of <mark>judges</mark> help\.', html)
    parts = urlsplit(address)
    assert parse_qs(parts.query) == {"language": ["en"], "q": ["judges"]}
    opened = Client().get(f"{parts.path}?{parts.query}").content.decode()
    assert f'id="{parts.fragment}"' in opened
    assert "<mark>judges</mark>" in opened


@pytest.mark.parametrize("name", ["Daesh", "ISIL", "داعش", "ИГИЛ", "Daech"])
def test_any_spelling_of_a_name_finds_the_same(name: str, two: list[Statement]) -> None:
    """R01-2."""
    assert sorted(delegations(page(q=name))) == ["France", "Norway"]


def test_filters_have_counts_and_narrow_the_search(two: list[Statement]) -> None:
    html = page(q="Daesh")
    assert counts(html, "language") == {"en": "1", "fr": "1"}
    assert counts(html, "delegation") == {"fra": "1", "nor": "1"}
    narrowed = page(q="Daesh", delegation="fra")
    assert delegations(narrowed) == ["France"]
    assert re.search(r'name="delegation" value="fra"[^>]* checked', narrowed)
    assert counts(narrowed, "delegation") == {"fra": "1", "nor": "1"}
    assert 'class="chip"' in narrowed


def test_each_filter_can_be_taken_off_alone(two: list[Statement]) -> None:
    html = page(q="Daesh", delegation=["fra", "nor"], language="fr")
    links = [unescape(one) for one in re.findall(r'<a href="([^"]+)" class="chip"', html)]
    assert [parse_qs(one[1:]) for one in links] == [
        {"q": ["Daesh"], "delegation": ["fra", "nor"]},
        {"q": ["Daesh"], "delegation": ["nor"], "language": ["fr"]},
        {"q": ["Daesh"], "delegation": ["fra"], "language": ["fr"]},
    ]


def test_a_search_without_hits_says_what_to_try(two: list[Statement]) -> None:
    html = page(q="giraffe", delegation="fra")
    assert "No paragraph was found for “<bdi>giraffe</bdi>”" in html
    assert 'href="?q=giraffe">Search without the filters' in html


def test_the_symbol_of_an_instrument_leads_to_its_page(meeting: Meeting) -> None:
    a_published_statement(a_delegation(meeting), "We recall resolution 1373 (2001).")
    where = reverse("site:instrument", args=["s-res-1373-2001"])
    for query in ("S/RES/1373 (2001)", "resolution 1373 (2001)", "1373"):
        assert f'href="{where}"' in page(q=query), query
    assert f'href="{where}"' not in page(q="recall")


def test_many_hits_stand_on_pages(meeting: Meeting) -> None:
    a_published_statement(a_delegation(meeting), *(f"Practice number {one}." for one in range(PAGE + 5)))
    first, second, beyond = page(q="practice"), page(q="practice", page=2), page(q="practice", page=3)
    assert (len(hits(first)), len(hits(second)), len(hits(beyond))) == (PAGE, 5, 0)
    assert not set(hits(first)) & set(hits(second))
    assert f"{PAGE + 5} paragraphs" in first
    assert f'<ol class="chain" start="{PAGE + 1}">' in second
    assert 'href="?q=practice&amp;page=2" rel="next"' in first
    assert 'href="?q=practice&amp;page=1" rel="prev"' in second
    assert 'href="?q=practice&amp;page=2">Previous page' in beyond


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999", "٢", ""])
def test_a_page_number_that_makes_no_sense_is_no_error(number: str, two: list[Statement]) -> None:
    page(q="networks", page=number)


@pytest.mark.parametrize(
    "query",
    ['"', "-", "OR", "a*", "*", "((", "\x00", "x" * 5000, "<script>alert(1)</script>", "%", "\u202eabc"],
)
def test_nothing_that_can_be_typed_is_an_error_or_harms(query: str, two: list[Statement]) -> None:
    html = page(q=query)
    assert "<script>alert" not in html
    assert "\u202e" not in html


def test_words_of_the_text_are_escaped_in_hits(meeting: Meeting) -> None:
    a_published_statement(a_delegation(meeting), "Beware of <img src=x onerror=alert(1)> networks.")
    html = page(q="networks")
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


@pytest.mark.parametrize("rows", [1, 15])
def test_more_hits_ask_the_database_no_more(
    rows: int, meeting: Meeting, django_assert_max_num_queries: Any
) -> None:
    a_published_statement(a_delegation(meeting), *(f"Practice number {one}." for one in range(rows)))
    page(q="practice")
    with django_assert_max_num_queries(12):
        Client().get("/en/search/", {"q": "practice"})


def test_a_session_is_called_as_at_the_meeting_that_was_chosen(two: list[Statement]) -> None:
    """Codes are unique within a meeting only."""
    later = a_meeting("sm2017", opens_on=date(2017, 11, 30), closes_on=date(2017, 12, 1))
    later.sessions.update(titles={"en": "Session of another year"})
    shown = page(q="Daesh", meeting="sm2016", session="s1")
    assert "First session" in shown
    assert "Session of another year" not in shown


@pytest.mark.parametrize("query", [{"meeting": "secret"}, {"session": "s1"}, {"aspect": "one"}])
def test_a_meeting_that_is_not_announced_tells_no_name(query: dict[str, str]) -> None:
    """R09-5: neither its own nor those of its sessions and aspects, to whoever guesses a code."""
    secret = a_meeting("secret", state=Meeting.State.CONCEPT, titles={"en": "Hidden meeting"})
    secret.sessions.update(titles={"en": "Hidden session"})
    secret.aspects.update(titles={"en": "Hidden aspect"})
    assert "Hidden" not in page(q="Daesh", **query)


@pytest.mark.parametrize("name", ["meeting", "session", "delegation", "group", "instrument", "language"])
def test_a_filter_that_no_database_takes_narrows_nothing(name: str, two: list[Statement]) -> None:
    """PostgreSQL refuses U+0000 in a string."""
    assert len(hits(page(q="Daesh", **{name: "\0"}))) == 2


@pytest.mark.parametrize("code", ["swe", "observatory", "atlantis", "%00", "<b>", "9" * 400, "\ud800"])
def test_a_body_of_which_nothing_is_public_is_not_named(code: str, two: list[Statement]) -> None:
    """R09-5: whether it takes part is not told; the page is empty and says how to go on."""
    meeting = two[0].meeting
    Body.objects.create(code="observatory", category="civil_society", names={"en": "Secret Observatory"})
    for body in ("swe", "observatory"):
        a_received_statement(a_delegation(meeting, body), "Daesh, unpublished.")
    html = page(q="Daesh", delegation=code.encode("utf-8", "replace"))
    assert "Sweden" not in html
    assert "Secret Observatory" not in html
    assert hits(html) == []
    assert "Search without the filters" in html


def test_a_group_is_named_only_where_something_public_was_said_for_it(meeting: Meeting) -> None:
    friends = a_group("friends", "Secret Friends")
    norway = a_delegation(meeting, "nor", groups=(friends,))
    a_published_statement(a_delegation(meeting, "fra"), "Daesh.")
    version = an_accepted_statement(norway, "Daesh too.", on_behalf_of=friends)
    assert "Secret Friends" not in page(q="Daesh", group="friends")
    assert "Group of African States" in page(q="Daesh", group="african")
    publication.publish(version, by=the_desk(meeting), at=NOW)
    assert "Secret Friends" in page(q="Daesh", group="friends")
