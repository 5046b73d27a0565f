"""A statement's page as the public reads it: text, languages, quoting, files, versions, tombstone."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import html5lib
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.practices import attribution
from comity.practices.models.excerpts import Attribution
from comity.statements import changes, publication, receipt, review
from comity.statements.models import LanguageVersion, Paragraph, Statement, Version
from comity.texts.anchors import assign
from comity.texts.model import Block, Kind
from tests.makers import (
    NOW,
    a_delegate,
    a_delegation,
    a_draft,
    a_group,
    a_meeting,
    a_person,
    a_published_statement,
    a_received_statement,
    add_file,
    an_accepted_statement,
    the_desk,
)
from tests.practices.makers import a_published, an_excerpt, the_rapporteur

pytestmark = pytest.mark.django_db
WORDS = "We recall resolution 1373 (2001) and share what works."
ARABIC = "نحن نتشاطر ما ينفع في بلدنا من الممارسات الجيدة."


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


@pytest.fixture
def norway(meeting: Meeting) -> Statement:
    return a_published_statement(a_delegation(meeting), WORDS, "Thank you, Chair.")


def in_two_languages(meeting: Meeting) -> Statement:
    version = a_draft(a_delegation(meeting), ARABIC, "شكرا.", language="ar")
    desk = the_desk(meeting)
    add_file(version, "We share good practices that work in our country.", "Thank you.", by=desk)
    return released(version)


def released(version: Version) -> Statement:
    desk = the_desk(version.statement.meeting)
    receipt.submit(version, by=desk, at=NOW)
    review.take(version, by=desk, at=NOW)
    review.accept(version, by=desk, at=NOW)
    publication.publish(version, by=desk, at=NOW)
    return version.statement


def corrected(statement: Statement, *paragraphs: str, note: str = "A word was wrong.") -> Version:
    desk = the_desk(statement.meeting)
    version = changes.new_version(
        statement, by=desk, at=NOW + timedelta(days=1), kind=Version.Kind.CORRECTION, note=note
    )
    add_file(version, *paragraphs, by=desk)
    receipt.submit(version, by=desk, at=NOW + timedelta(days=1))
    review.take(version, by=desk, at=NOW + timedelta(days=1))
    review.accept(version, by=desk, at=NOW + timedelta(days=1))
    publication.publish(version, by=desk, at=NOW + timedelta(days=1))
    return version


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(statement: Statement, language: str = "en") -> str:
    with override(language):
        return reverse("site:statement", args=[statement.ref])


def page(where: str, client: Client | None = None, status: int = 200, **query: Any) -> str:
    answer: HttpResponse = (client or Client()).get(where, query)
    assert answer.status_code == status, answer.status_code
    html = answer.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    return html


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def anchors(statement: Statement, language: str = "en") -> list[str]:
    rows = Paragraph.objects.filter(
        language_version__version__statement=statement, language_version__language=language
    )
    return list(rows.order_by("language_version__version", "position").values_list("anchor", flat=True))


def text_of(html: str) -> str:
    """What one reads in the text of the statement."""
    start, end = html.index('class="statement-text"'), html.index('class="statement-side"')
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html[start:end])).split())


# Reading ---------------------------------------------------------------------------------------------------------


def test_the_page_says_who_where_when_and_what(meeting: Meeting) -> None:
    """R09-4: published statements appear on the event website."""
    group = a_group()
    statement = a_published_statement(
        a_delegation(meeting, groups=(group,)),
        WORDS,
        on_behalf_of=group,
        session=meeting.sessions.get(),
        speaker_name="Ms. Kari Nordmann",
        speaker_title="Deputy Permanent Representative",
    )
    html = page(address(statement))
    for said in (
        "Norway",
        "on behalf of Group of Friends",
        "Ms. Kari Nordmann",
        "Deputy Permanent Representative",
        "First session",
        "Aspect one",
        "published 20 November 2016, 07:00 (New York)",
        "share what works.",
    ):
        assert said in html, said


@pytest.mark.parametrize("language", ["ar", "zh-hans", "en", "fr", "ru", "es"])
def test_the_page_is_valid_in_every_language(language: str, norway: Statement) -> None:
    """R13-3."""
    html = page(address(norway, language))
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in html


def test_paragraphs_carry_anchors_in_order_and_are_handles_to_cite(norway: Statement) -> None:
    """R09-9."""
    html = page(address(norway))
    assert re.findall(r'id="p-([^"]+)"', html) == anchors(norway)
    for anchor in anchors(norway):
        assert f"cite={anchor}#p-{anchor}" in html


def test_every_kind_of_paragraph_has_its_element(meeting: Meeting, norway: Statement) -> None:
    one = norway.versions.get().languages.get()
    one.paragraphs.all().delete()
    blocks = [
        Block("Measures taken", Kind.HEADING),
        Block("We act.", Kind.PARAGRAPH, number="1"),
        Block("Deeper", Kind.HEADING, level=1),
        Block("first <b>bold</b>", Kind.ITEM, number="a", level=1),
        Block("Words of another.", Kind.QUOTE),
        Block("Year\tCases\n2015\t12 & more", Kind.TABLE),
        Block("A note.", Kind.NOTE, number="1"),
    ]
    for position, (block, anchor) in enumerate(zip(blocks, assign(blocks), strict=True)):
        Paragraph.objects.create(
            language_version=one,
            position=position,
            anchor=anchor,
            number=block.number or "",
            kind=block.kind,
            level=block.level,
            text=block.text,
            language="en",
        )
    html = page(address(norway))
    assert '<h3 data-from="0">Measures taken</h3>' in html
    assert '<h4 data-from="0">Deeper</h4>' in html
    assert "first &lt;b&gt;bold&lt;/b&gt;" in html
    assert '<blockquote><p data-from="0">Words of another.</p></blockquote>' in html
    assert '<td data-from="5">Cases</td>' in html
    assert '<td data-from="16">12 &amp; more</td>' in html
    assert 'class="paragraph item level-1"' in html


def test_citations_lead_to_the_instrument_and_faults_are_told_in_words(meeting: Meeting) -> None:
    statement = a_published_statement(
        a_delegation(meeting),
        "See resolution 1373 (2001), resolution 2178 (2013) and document A/77/99999.",
    )
    html = page(address(statement))
    link = reverse("site:instrument", args=["s-res-1373-2001"])
    assert re.search(rf'<a class="citation known" href="{link}"><cite>[^<]*1373 \(2001\)', html)
    assert html.count("the year does not agree") == 1
    known = re.search(r"citation known.*?</a>(.{0,30})", html, re.S)
    assert known
    assert "flag" not in known[1]


def test_control_and_direction_signs_are_seen_and_harm_nothing(meeting: Meeting) -> None:
    statement = a_published_statement(
        a_delegation(meeting), "Pay \u202e000,1 now and <script>alert(1)</script>."
    )
    html = page(address(statement))
    assert "\u202e" not in html
    assert '<span class="control" title="U+202E">' in html
    assert "<script>alert" not in html


def test_a_text_that_could_not_be_read_says_so_and_offers_the_file(norway: Statement) -> None:
    """R09-12: unreadable scans are flagged, not lost."""
    one = norway.versions.get().languages.get()
    one.paragraphs.all().delete()
    LanguageVersion.objects.filter(pk=one.pk).update(
        warnings=[{"code": "scan", "message": "", "paragraph": None}]
    )
    html = page(address(norway))
    assert "could not be read" in html
    assert reverse("site:file", args=[norway.ref, "en"]) in html


def test_a_scan_that_was_read_by_machine_is_shown_with_a_warning(norway: Statement) -> None:
    one = norway.versions.get().languages.get()
    LanguageVersion.objects.filter(pk=one.pk).update(
        warnings=[{"code": "scan", "message": "", "paragraph": None}]
    )
    html = page(address(norway))
    assert "may hold mistakes" in html
    assert "share what works" in html


# Languages -------------------------------------------------------------------------------------------------------


def test_the_readers_language_is_shown_where_it_is_there_else_the_original(meeting: Meeting) -> None:
    statement = in_two_languages(meeting)
    english, french, arabic = (text_of(page(address(statement, one))) for one in ("en", "fr", "ar"))
    assert "good practices that work" in english
    assert "نتشاطر" not in english
    assert "نتشاطر" in french
    assert "نتشاطر" in arabic


def test_another_language_is_chosen_in_the_address_with_its_direction(meeting: Meeting) -> None:
    statement = in_two_languages(meeting)
    html = page(address(statement), language="ar")
    assert '<div class="said" lang="ar" dir="rtl">' in html
    assert "نتشاطر" in text_of(html)
    assert "good practices that work" in text_of(page(address(statement), language="xx"))


def test_two_languages_stand_side_by_side(meeting: Meeting) -> None:
    """R09-9: paragraphs of language versions can be aligned."""
    statement = in_two_languages(meeting)
    html = page(address(statement), language="ar", beside="en")
    pairs = html.split('<div class="pair">')[1:]
    assert len(pairs) == 2
    assert "نتشاطر" in pairs[0]
    assert "good practices that work" in pairs[0]
    assert "شكرا" in pairs[1]
    assert "Thank you." in pairs[1]
    assert set(re.findall(r'id="p-([^"]+)"', html)) == {*anchors(statement, "ar"), *anchors(statement, "en")}


def test_pages_name_one_another_where_the_text_stands_in_both_languages(meeting: Meeting) -> None:
    statement = in_two_languages(meeting)
    html = page(address(statement, "fr"))
    head = html[: html.index("</head>")]
    assert re.findall(r'hreflang="(\w+)"', head) == ["ar", "en"]
    assert re.search(r'rel="canonical" href="[^"]*/ar/statements/', head)
    assert re.search(r'rel="canonical" href="[^"]*/en/statements/', page(address(statement)))


def test_no_language_is_named_for_a_text_in_one(norway: Statement) -> None:
    head = page(address(norway, "fr")).split("</head>")[0]
    assert "hreflang" not in head
    assert re.search(r'rel="canonical" href="[^"]*/en/statements/', head)


# Citing ----------------------------------------------------------------------------------------------------------


def test_the_box_for_citing_works_without_script(norway: Statement) -> None:
    """R09-9: exact words, permanent address, hash and a citation in the reader's language."""
    anchor = anchors(norway)[0]
    html = page(address(norway), cite=anchor)
    box = unescape(html[html.index('id="reference"') :])
    assert hashlib.sha256(WORDS.encode()).hexdigest() in box
    assert f"{norway.permanent_address}?language=en#p-{anchor}" in box
    assert (
        f"Norway, statement to the Special Meeting, published on 20 November 2016, paragraph at place 1, "
        f"{norway.permanent_address}?language=en#p-{anchor}" in box
    )


def test_part_of_a_paragraph_is_cited_with_a_web_annotation(norway: Statement) -> None:
    anchor = anchors(norway)[0]
    html = page(address(norway), cite=anchor, start=3, end=9)
    written = re.search(r'<pre id="reference-annotation"[^>]*>(.*?)</pre>', html, re.S)
    assert written
    annotation = json.loads(unescape(written[1]))
    assert annotation["@context"] == "http://www.w3.org/ns/anno.jsonld"
    exact, place = annotation["target"]["selector"]
    assert (exact["exact"], place["start"], place["end"]) == ("recall", 3, 9)
    assert annotation["target"]["digest"] == f"sha256:{hashlib.sha256(b'recall').hexdigest()}"


@pytest.mark.parametrize(("start", "end"), [("9", "3"), ("-1", "4"), ("x", "y"), ("0", "99999"), ("٣", "٩")])
def test_a_range_that_makes_no_sense_means_the_whole_paragraph(
    start: str, end: str, norway: Statement
) -> None:
    html = page(address(norway), cite=anchors(norway)[0], start=start, end=end)
    assert hashlib.sha256(WORDS.encode()).hexdigest() in html


def test_citing_a_paragraph_that_is_not_there_says_so(norway: Statement) -> None:
    assert "The paragraph that you want to cite is not in this text" in page(address(norway), cite="zzzzzz")


def check_link(statement: Statement, **query: Any) -> str:
    """The address in the box that checks the quote."""
    html = page(address(statement), **query)
    found = re.search(r'href="([^"]*sha256=[^"]*)"', html)
    assert found
    return unescape(found[1])


def follow(link: str) -> str:
    parts = urlsplit(link)
    answer = Client().get(f"{parts.path}?{parts.query}", follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_link_with_a_quote_shows_the_words_marked(norway: Statement) -> None:
    """R09-9."""
    link = check_link(norway, cite=anchors(norway)[0], start=3, end=32)
    html = follow(link)
    assert "stand in the text exactly as quoted" in html
    assert "".join(re.findall(r"<mark>(.*?)</mark>", html)) == "recall resolution 1373 (2001)"


def test_a_link_with_a_quote_warns_when_the_text_has_changed(norway: Statement) -> None:
    """R09-9: a changed text breaks a quote visibly, never silently."""
    link = check_link(norway, cite=anchors(norway)[0])
    kept = check_link(norway, cite=anchors(norway)[1])
    corrected(norway, WORDS.replace("works", "worked"), "Thank you, Chair.")
    html = follow(link)
    assert "The quoted words are not in this text." in html
    assert "<mark>" not in html
    assert 'href="#history"' in html
    assert "stand in the text exactly as quoted" in follow(kept)


def test_words_that_moved_within_their_paragraph_are_found_again(norway: Statement) -> None:
    anchor = anchors(norway)[0]
    claim = {"quote": anchor, "start": 0, "end": 5, "sha256": hashlib.sha256(b"share").hexdigest()}
    html = page(address(norway), **claim)
    assert "but at another place" in html
    assert "<mark>share</mark>" in html


def test_a_forged_quote_is_told(norway: Statement) -> None:
    claim = {
        "quote": anchors(norway)[0],
        "start": 0,
        "end": 5,
        "sha256": hashlib.sha256(b"never said").hexdigest(),
    }
    html = page(address(norway), **claim)
    assert "it does not have the words that were quoted" in html


@pytest.mark.parametrize("missing", ["start", "end", "sha256"])
def test_an_incomplete_quote_is_told(missing: str, norway: Statement) -> None:
    claim = {"quote": anchors(norway)[0], "start": "0", "end": "5", "sha256": "0" * 64}
    del claim[missing]
    assert "not complete" in page(address(norway), **claim)


def test_words_searched_for_are_marked_where_a_hit_opens(norway: Statement) -> None:
    html = page(address(norway), q="sharing")
    assert "<mark>share</mark>" in html


# Addresses and files ---------------------------------------------------------------------------------------------


def test_the_permanent_address_leads_to_the_readers_language_and_keeps_what_it_carries(
    norway: Statement,
) -> None:
    """R09-4: it stays at a permanent address."""
    answer = Client().get(
        urlsplit(norway.permanent_address).path + "?language=en&cite=abc&evil=1",
        headers={"accept-language": "fr"},
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{address(norway, 'fr')}?language=en&cite=abc"
    assert "Accept-Language" in answer.headers["Vary"]


def test_the_file_comes_exactly_as_received_as_a_download(norway: Statement) -> None:
    received = norway.versions.get().languages.get()
    answer = Client().get(reverse("site:file", args=[norway.ref, "en"]))
    assert hashlib.sha256(content_of(answer)).hexdigest() == received.file.sha256
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer.headers["Cache-Control"]
    assert Client().get(reverse("site:file", args=[norway.ref, "fr"])).status_code == 404


def test_the_json_form_says_what_the_page_says(norway: Statement) -> None:
    answer = Client().get(reverse("site:data", args=[norway.ref])).json()
    assert answer["delegation"]["code"] == "nor"
    assert [one["text"] for one in answer["languages"][0]["paragraphs"]] == [WORDS, "Thank you, Chair."]
    assert answer["languages"][0]["paragraphs"][0]["citations"][0]["symbol"] == "S/RES/1373 (2001)"
    assert answer["history"] == [{"happened": "published", "at": NOW.isoformat(), "version": 1, "note": ""}]


def test_linked_data_cannot_end_its_element(meeting: Meeting) -> None:
    meeting.titles = {"en": "</script><script>alert(1)</script>"}
    meeting.save()
    html = page(address(a_published_statement(a_delegation(meeting), WORDS)))
    assert "<script>alert" not in html
    written = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert written
    assert json.loads(written[1])["isPartOf"]["name"] == "</script><script>alert(1)</script>"


# Versions and the tombstone --------------------------------------------------------------------------------------


def test_a_correction_shows_with_its_history_and_the_earlier_text_is_gone(norway: Statement) -> None:
    """R09-6: the public sees the current version and the history line."""
    version = corrected(norway, "We recall and share what worked.", note="“works” becomes “worked”.")
    for where in (address(norway), reverse("site:version", args=[norway.ref, version.number])):
        html = page(where)
        assert "share what worked" in html
        assert "share what works" not in html
        assert "Corrected (Corr.)" in html
        assert "“works” becomes “worked”." in html


def test_an_earlier_version_is_for_staff(meeting: Meeting, norway: Statement) -> None:
    """R09-6: old versions stay reachable to staff."""
    corrected(norway, "Something else.")
    where = reverse("site:version", args=[norway.ref, 1])
    file = reverse("site:version_file", args=[norway.ref, 1, "en"])
    strangers = (
        Client(),
        signed_in(a_person()),
        signed_in(a_delegate(a_delegation(meeting, "fra"))),
    )
    for client in strangers:
        html = page(where, client, 410)
        assert "share what works" not in html
        assert "replaced by version 2" in html
        assert where not in page(address(norway), client)
        assert client.get(file).status_code == 404
    for person in (the_desk(meeting), a_delegate(norway.delegation)):
        client = signed_in(person)
        assert "share what works" in page(where, client)
        assert where in page(address(norway), client)
        assert "no-store" in client.get(where).headers["Cache-Control"]
        assert content_of(client.get(file)).startswith(WORDS.encode())


def test_a_version_that_never_was_public_does_not_exist(meeting: Meeting, norway: Statement) -> None:
    desk = the_desk(meeting)
    version = changes.new_version(norway, by=desk, at=NOW, kind=Version.Kind.REVISION, note="Secret note.")
    add_file(version, "Unpublished words.", by=desk)
    receipt.submit(version, by=desk, at=NOW)
    for client in (Client(), signed_in(desk)):
        assert client.get(reverse("site:version", args=[norway.ref, 2])).status_code == 404
        assert client.get(reverse("site:version", args=[norway.ref, 7])).status_code == 404
    assert "Secret note." not in page(address(norway))
    assert not re.search(r"\bv2\b", page(address(norway)))


def test_a_withdrawn_statement_leaves_a_tombstone_without_a_word_of_it(
    meeting: Meeting, norway: Statement
) -> None:
    """R09-6."""
    at = timezone.now()
    changes.withdraw(norway, reason="It held a private telephone number.", by=the_desk(meeting), at=at)
    html = page(address(norway), status=410)
    assert "This statement was withdrawn" in html
    assert "Published" in html
    assert "share what works" not in html
    assert "telephone" not in html
    assert Client().get(reverse("site:file", args=[norway.ref, "en"])).status_code == 404
    told = Client().get(reverse("site:data", args=[norway.ref]))
    assert told.status_code == 410
    assert [one["happened"] for one in told.json()["history"]] == ["published", "withdrawn"]
    assert "share what works" not in page(reverse("site:version", args=[norway.ref, 1]), status=410)


def test_what_was_withdrawn_before_publication_never_existed(meeting: Meeting) -> None:
    version = an_accepted_statement(a_delegation(meeting))
    changes.withdraw(version.statement, reason="Wrong.", by=the_desk(meeting), at=NOW)
    assert Client().get(address(version.statement)).status_code == 404


def test_what_is_unpublished_answers_like_what_does_not_exist(meeting: Meeting) -> None:
    """R09-5."""
    hidden = a_received_statement(a_delegation(meeting)).statement
    embargoed = a_published_statement(
        a_delegation(meeting, "fra"), embargo="until_time", embargo_until=timezone.now() + timedelta(hours=1)
    )
    nothing = "sm2016-zzzzzz"
    for name in ("site:statement", "site:data", "permanent"):
        answers = [Client().get(reverse(name, args=[ref])) for ref in (hidden.ref, embargoed.ref, nothing)]
        assert [one.status_code for one in answers] == [404] * 3
        bodies = {
            one.content.decode().replace(ref, "REF")
            for one, ref in zip(answers, (hidden.ref, embargoed.ref, nothing), strict=True)
        }
        assert len(bodies) == 1


@pytest.mark.parametrize("paragraphs", [1, 30])
def test_a_longer_text_asks_the_database_no_more(
    paragraphs: int, meeting: Meeting, django_assert_max_num_queries: Any
) -> None:
    statement = a_published_statement(
        a_delegation(meeting),
        *(f"Paragraph {one} recalls resolution 1373 (2001)." for one in range(paragraphs)),
    )
    with django_assert_max_num_queries(10):
        Client().get(address(statement))


def test_a_paragraph_names_the_practices_that_rest_on_it(meeting: Meeting) -> None:
    """R12-7: the way back from the words; once at the paragraph and once beside the text."""
    excerpt = an_excerpt()
    practice = a_published(excerpt)
    statement = excerpt.paragraph.language_version.version.statement
    page = Client().get(address(statement)).content.decode()
    link = f'href="{reverse("site:practice", args=[practice.ref])}"'
    assert page.count(link) == 2
    assert page.index(f'id="p-{excerpt.paragraph.anchor}"') < page.index("On this rests:") < page.index(link)
    attribution.tighten(excerpt, Attribution.NON_ATTRIBUTED, by=the_rapporteur(), at=NOW)
    closed = Client().get(address(statement)).content.decode()
    assert (link in closed, "rest on it" in closed, practice.ref in closed) == (False, False, False)
