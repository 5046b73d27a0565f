"""The public register: what its pages and machine formats show, and what they never do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from comity.practices import public
from comity.statements.models import Version
from tests.makers import NOW
from tests.practices.makers import the_meeting
from tests.web.shared_register import ARABIC, CHINESE, FRENCH, Register, kept_register

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Register]:
    with kept_register(django_db_blocker) as found:
        yield found


@pytest.fixture
def register(kept: Register, db: None) -> Register:
    """As it was made, whatever another test has done to it."""
    return deepcopy(kept)


def page(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def test_a_practice_shows_its_text_conditions_sources_and_decision(register: Register) -> None:
    """R12-6, R12-7: each practice cites its source paragraphs; conditions print."""
    html = page(f"/en/practices/{register.practice.ref}/")
    for words in (
        "Keep a contact point at any hour",
        "A contact point answers requests day &amp; night.",
        "Only where a court has ordered it.",
        "Recommended by the Committee on 20 November 2016 (consensus)",
        "Norway",
        "Egypt",
        'lang="ar" dir="rtl"',
        "لدينا نقطة اتصال تجيب على الطلبات &lt;ليلا&gt; ونهارا.",
        FRENCH,
        CHINESE,
        "Words that diverge",
        "Source on file with the secretariat",
        "paragraph 2 (f)",
        "Answers come too late",
        "Recommendations are not binding.",
    ):
        assert words in html, words


@pytest.mark.parametrize(("words", "language"), [(ARABIC, "ar"), (FRENCH, "fr")])
def test_a_quote_opens_at_its_paragraph_and_is_checked_there(
    words: str, language: str, register: Register
) -> None:
    """R12-7, R09-2."""
    data = json.loads(page(f"/en/practices/{register.practice.ref}/data.json"))
    (source,) = [one for one in data["sources"] if one.get("words") == words]
    leads_to = Client().get(source["address"].partition("/id/")[1] + source["address"].partition("/id/")[2])
    address = leads_to.headers["Location"]
    assert f"language={language}" in address
    html = page(address)
    assert "The quoted words stand in the text exactly as quoted." in html
    assert f'id="p-{source["anchor"]}"' in html


def test_marks_lead_to_sources_that_are_on_the_page(register: Register) -> None:
    """R12-7: every mark is a link, every link has its source."""
    html = page(f"/en/practices/{register.practice.ref}/")
    for number in (1, 2, 3, 5):
        assert f'href="#source-{number}"' in html
        assert f'id="source-{number}"' in html


@pytest.mark.parametrize(
    ("which", "status", "said"),
    [
        ("identified", 200, "identified, not recommended"),
        ("superseded", 200, "This practice was superseded."),
        ("withdrawn", 410, "A court found it unlawful."),
        ("secret", 404, "404"),
    ],
)
def test_each_state_says_so_at_the_same_address(
    which: str, status: int, said: str, register: Register
) -> None:
    """R12-8, R03-2."""
    ref = getattr(register, which).ref
    assert said in page(f"/en/practices/{ref}/", status) or status == 404
    assert Client().get(f"/en/practices/{ref}/data.json").status_code == status
    assert Client().get(f"/id/{ref}").status_code == (404 if status == 404 else 302)


def test_a_withdrawn_practice_tells_its_words_nowhere(register: Register) -> None:
    html = page(f"/en/practices/{register.withdrawn.ref}/", 410)
    assert "We closed a site." not in html
    assert "Kenya" not in html


def test_the_list_has_filters_with_counts_and_leaves_out_what_no_longer_holds(register: Register) -> None:
    """R12-7: browse by chapter, aspect, actor, measure, instrument, region, maturity."""
    html = page("/en/practices/")
    for name in ("chapter", "aspect", "actor", "measure", "instrument", "region", "maturity", "status"):
        assert f'name="{name}"' in html, name
    assert "2 practices" in html
    assert "Train prosecutors every year" in html
    for absent in ("Write letters to platforms", "Close sites at once", "Keep this unpublished"):
        assert absent not in html
    html = page("/en/practices/?status=recommended")
    assert "1 of 2 practices" in html
    assert "Train prosecutors every year" not in html
    assert "No practice answers to all of these" in page("/en/practices/?status=recommended&aspect=two")


def test_the_coverage_picture_shows_counts_and_gaps(register: Register) -> None:
    """R12-7: where there is much and where nothing, readable as a table."""
    html = page("/en/practices/coverage/")
    assert 'class="disc"' in html
    assert '<span class="visually-hidden">2 practices</span>' in html
    assert '<span class="visually-hidden">none</span>' in html
    assert '<li class="full">2</li>' in html
    assert "Nobody pays for it" in html
    assert "Answers come too late" not in html
    figures = json.loads(page("/en/practices/coverage/data.json"))
    assert {(one["aspect"], one["practices"]) for one in figures["cells"]} == {
        ("one", 0),
        ("one", 2),
        ("two", 0),
    }
    assert figures["unanswered"][0]["title"] == "Nobody pays for it"


def test_an_instrument_names_the_practices_that_rest_on_it(register: Register) -> None:
    """R02-1."""
    html = page("/en/instruments/s-res-1373-2001/")
    assert "Practices that rest on it" in html
    assert html.count(f"/en/practices/{register.practice.ref}/") == 1
    assert "Train prosecutors every year" not in html


def test_challenges_name_what_answers_them(register: Register) -> None:
    """R03-3."""
    html = page("/en/challenges/")
    assert "1 without an answer" in html
    assert [len(one["answered_by"]) for one in json.loads(page("/en/challenges/data.json"))] == [1, 0]
    html = page(f"/en/challenges/{register.challenge.ref}/")
    assert f"/en/practices/{register.practice.ref}/" in html
    assert "It is slow: Answers come too late." in html


def test_initiatives_are_listed_by_level_and_region(register: Register) -> None:
    """R06-2, R06-3."""
    html = page("/en/initiatives/")
    assert "Report and Remove" in html
    assert "An old programme" not in html
    assert "Report and Remove" not in page("/en/initiatives/?level=national")
    assert "Alpha Association" in page(f"/en/initiatives/{register.initiative.ref}/")
    (one,) = json.loads(page("/en/initiatives/data.json"))
    assert one["names"] == {"en": "Report and Remove", "fr": "Signaler et retirer"}
    gone = page(f"/en/initiatives/{register.gone.ref}/", 410)
    assert "This entry was withdrawn." in gone
    assert "Alpha Association" not in gone


def test_permanent_addresses_lead_to_each_kind_of_page(register: Register) -> None:
    for ref, place in (
        (register.practice.ref, "practices"),
        (register.challenge.ref, "challenges"),
        (register.initiative.ref, "initiatives"),
        (register.withdrawn.ref, "practices"),
    ):
        assert Client().get(f"/id/{ref}").headers["Location"] == f"/en/{place}/{ref}/"
    assert Client().get("/id/sm2016-p-zzzzzzz").status_code == 404


def test_quotes_are_web_annotations(register: Register) -> None:
    """R12-7: W3C selectors with the exact words."""
    found = json.loads(page(f"/en/practices/{register.practice.ref}/annotations.json"))
    assert found["@context"] == "http://www.w3.org/ns/anno.jsonld"
    targets = {one["target"]["selector"][0]["exact"]: one["target"] for one in found["items"]}
    assert {ARABIC, FRENCH, CHINESE} < set(targets)
    assert len(found["items"]) == 4
    assert targets[ARABIC]["selector"][1] == {
        "type": "TextPositionSelector",
        "start": 0,
        "end": len(ARABIC),
    }


def addresses(register: Register) -> list[str]:
    """Every public address of the register, in two languages."""
    names = [
        *(reverse(f"site:{name}") for name in ("practices", "practices_data", "coverage", "coverage_data")),
        *(
            reverse(f"site:{name}")
            for name in ("challenges", "challenges_data", "initiatives", "home", "search")
        ),
        *(
            reverse(f"site:{name}", args=[register.practice.ref])
            for name in ("practice", "practice_data", "annotations")
        ),
        *(reverse(f"site:{name}", args=[register.challenge.ref]) for name in ("challenge", "challenge_data")),
    ]
    return [*names, *(name.replace("/en/", "/ar/") for name in names)]


def test_a_sealed_source_leaks_on_no_page_of_the_register(register: Register) -> None:
    """RX-1: page, JSON, annotation, counts under three."""
    Version.objects.filter(statement=register.statement).update(
        public_from=timezone.now() + timedelta(days=1)
    )
    for address in addresses(register):
        answer = Client().get(address)
        told = unquote(answer.content.decode()) + repr(dict(answer.headers))
        for secret in register.secrets:
            assert secret not in told, f"{secret!r} is told at {address}"


def test_a_reader_of_another_language_is_told_that_the_text_is_not_in_hers(register: Register) -> None:
    html = page(f"/fr/practices/{register.practice.ref}/")
    assert '<span class="practice-place">' in html
    assert 'lang="en" dir="ltr"' in html


def test_a_meeting_that_was_not_announced_shows_no_practice(register: Register) -> None:
    meeting = the_meeting()
    meeting.state = "concept"
    meeting.save()
    assert public.find(register.practice.ref, at=NOW, language="en") is not None
    for ref in (register.practice.ref, register.withdrawn.ref):
        assert Client().get(f"/en/practices/{ref}/").status_code == 404
    assert Client().get(f"/en/challenges/{register.challenge.ref}/").status_code == 404
    assert Client().get(f"/en/initiatives/{register.initiative.ref}/").status_code == 404
    for ref in (register.practice.ref, register.challenge.ref, register.initiative.ref):
        assert Client().get(f"/id/{ref}").status_code == 404


def test_search_shows_practices_apart_and_can_keep_to_them(register: Register) -> None:
    """R12-7."""
    html = page("/en/search/?q=requests")
    assert "In the register of practices" in html
    assert f"/en/practices/{register.practice.ref}/" in html
    html = page("/en/search/?q=requests&in=practices")
    assert "Search the statements too" in html
    assert 'class="chain"' not in html
    assert "In the register of practices" not in page("/en/search/?q=requests&in=statements")
    assert "No practice of the register answers to this." in page("/en/search/?q=Kenya&in=practices")


def test_the_feed_and_the_site_map_name_what_holds(register: Register) -> None:
    feed = page("/fr/practices.atom")
    assert "Train prosecutors every year" in feed
    assert "Close sites at once" not in feed
    sitemap = page("/sitemap.xml")
    for ref in (register.practice.ref, register.challenge.ref, register.initiative.ref):
        assert f"/ar/{'practices' if ref == register.practice.ref else ''}" in sitemap
        assert ref in sitemap
    for ref in (register.withdrawn.ref, register.secret.ref, register.gone.ref):
        assert ref not in sitemap
