"""What programmes ask for: feed, site map, robots, health."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.meetings.models import Meeting
from comity.statements import changes, publication, receipt, review
from comity.statements.models import Statement, Version
from comity.web.site import health
from tests.makers import (
    NOW,
    a_delegation,
    a_draft,
    a_group,
    a_meeting,
    a_published_statement,
    add_file,
    the_desk,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


def entries(address: str = "/en/statements.atom") -> list[ElementTree.Element]:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")


def said(entry: ElementTree.Element, name: str) -> str:
    return entry.findtext(f"{ATOM}{name}") or ""


def corrected(statement: Statement, *paragraphs: str) -> Version:
    desk, at = the_desk(statement.meeting), NOW + timedelta(days=1)
    version = changes.new_version(statement, by=desk, at=at, kind=Version.Kind.CORRECTION, note="A word.")
    add_file(version, *paragraphs, by=desk)
    receipt.submit(version, by=desk, at=at)
    review.take(version, by=desk, at=at)
    review.accept(version, by=desk, at=at)
    publication.publish(version, by=desk, at=at)
    return version


def in_two_languages(meeting: Meeting) -> Statement:
    version = a_draft(a_delegation(meeting, "fra"), "Merci.", language="fr")
    desk = the_desk(meeting)
    add_file(version, "Thank you.", by=desk)
    receipt.submit(version, by=desk, at=NOW)
    review.take(version, by=desk, at=NOW)
    review.accept(version, by=desk, at=NOW)
    publication.publish(version, by=desk, at=NOW)
    return version.statement


# The feed --------------------------------------------------------------------------------------------------------


def test_the_feed_names_the_newest_first_with_their_words(meeting: Meeting) -> None:
    group = a_group()
    first = a_published_statement(a_delegation(meeting), "We share & learn.", "Thank you.")
    second = a_published_statement(
        a_delegation(meeting, "fra", groups=(group,)),
        "Later.",
        on_behalf_of=group,
        at=NOW + timedelta(hours=1),
    )
    newest, oldest = entries()
    assert (said(newest, "id"), said(oldest, "id")) == (second.permanent_address, first.permanent_address)
    assert said(newest, "title") == "Statement of France (on behalf of Group of Friends)"
    assert said(oldest, "summary") == "We share & learn. Thank you."
    assert said(oldest, "published") == said(oldest, "updated") == NOW.isoformat()
    link = oldest.find(f"{ATOM}link")
    assert link is not None
    assert link.attrib["href"].endswith(f"/en/statements/{first.ref}/")


def test_the_feed_speaks_the_readers_language(meeting: Meeting) -> None:
    in_two_languages(meeting)
    (french,), (english,) = entries("/fr/statements.atom"), entries()
    assert (said(french, "summary"), said(english, "summary")) == ("Merci.", "Thank you.")


def test_a_correction_updates_its_entry(meeting: Meeting) -> None:
    """R09-6."""
    statement = a_published_statement(a_delegation(meeting), "We shared.")
    corrected(statement, "We share.")
    (entry,) = entries()
    assert said(entry, "id") == statement.permanent_address
    assert said(entry, "title") == "Statement of Norway, corrected"
    assert said(entry, "published") == NOW.isoformat()
    assert said(entry, "updated") == (NOW + timedelta(days=1)).isoformat()
    assert said(entry, "summary") == "We share."


def test_what_is_withdrawn_leaves_the_feed(meeting: Meeting) -> None:
    statement = a_published_statement(a_delegation(meeting), "We shared.")
    kept = a_published_statement(a_delegation(meeting, "fra"), "We stay.")
    changes.withdraw(statement, reason="Wrong.", by=the_desk(meeting), at=timezone.now())
    assert [said(one, "id") for one in entries()] == [kept.permanent_address]


def test_the_feed_of_one_meeting_holds_nothing_of_another(meeting: Meeting) -> None:
    a_published_statement(a_delegation(meeting), "Here.")
    assert len(entries("/en/statements.atom?meeting=sm2016")) == 1
    other = a_meeting("sm2017")
    assert other.slug == "sm2017"
    assert entries("/en/statements.atom?meeting=sm2017") == []
    assert Client().get("/en/statements.atom?meeting=none").status_code == 404


def test_signs_that_xml_cannot_carry_do_not_break_the_feed(meeting: Meeting) -> None:
    a_published_statement(a_delegation(meeting), "Bell \x07 and \u202e turn.", speaker_name="A\x0bB")
    (entry,) = entries()
    assert said(entry, "summary") == "Bell [U+0007] and [RLO] turn."


# The site map ----------------------------------------------------------------------------------------------------


def site_map(query: str = "") -> dict[str, dict[str, str]]:
    """Address -> its alternates by language."""
    answer = Client().get(f"/sitemap.xml{query}")
    assert answer.headers["Content-Type"].startswith("application/xml")
    root = ElementTree.fromstring(answer.content)
    return {
        one.findtext(f"{MAP}loc") or "": {
            link.attrib["hreflang"]: link.attrib["href"] for link in one.findall(f"{XHTML}link")
        }
        for one in root
    }


def test_the_map_names_each_language_of_a_text_and_its_counterparts(meeting: Meeting) -> None:
    both = in_two_languages(meeting)
    one = a_published_statement(a_delegation(meeting), "Thank you.")
    pages = {
        address.split("/", 3)[3]: set(others)
        for address, others in site_map().items()
        if "/statements/sm" in address
    }
    assert pages == {
        f"en/statements/{both.ref}/": {"en", "fr"},
        f"fr/statements/{both.ref}/": {"en", "fr"},
        f"en/statements/{one.ref}/": set(),
    }


def test_every_page_that_the_map_names_is_there(meeting: Meeting) -> None:
    a_published_statement(a_delegation(meeting), "We recall resolution 1373 (2001).")
    client = Client()
    addresses = [address.split("/", 3)[3] for address in site_map()]
    assert "en/delegations/nor/" in addresses
    assert "zh-hans/instruments/s-res-1373-2001/" in addresses
    for address in addresses:
        assert client.get(f"/{address}").status_code == 200, address


def test_a_large_site_has_an_index_of_maps(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comity.web.site.feeds.STATEMENTS_A_MAP", 1)
    refs = [a_published_statement(a_delegation(meeting, code), code).ref for code in ("nor", "fra")]
    parts = list(site_map())
    assert [one.partition("?")[2] for one in parts] == ["part=1", "part=2"]
    for ref, part in zip(refs, (1, 2), strict=True):
        assert [one for one in site_map(f"?part={part}") if "/statements/sm" in one] == [
            one for one in site_map(f"?part={part}") if ref in one
        ]
    for wrong in ("0", "3", "99999999"):
        assert Client().get(f"/sitemap.xml?part={wrong}").status_code in (200, 404)
    assert Client().get("/sitemap.xml?part=3").status_code == 404


def test_robots_are_led_to_the_map_and_kept_from_places_to_work() -> None:
    text = Client().get("/robots.txt").content.decode()
    assert "Disallow: /*/desk/" in text
    assert text.rstrip().endswith("/sitemap.xml")


# Health ----------------------------------------------------------------------------------------------------------


def test_a_service_that_is_well_says_so() -> None:
    answer = Client().get("/health")
    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "ok", "database": "ok", "search": "ok", "storage": "ok"},
    )
    assert "no-store" in answer.headers["Cache-Control"]
    assert default_storage.listdir("health")[1] == []


def test_a_storage_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A file stands where the folder should be: nothing can be kept."""
    (tmp_path / "health").write_text("in the way")
    monkeypatch.setattr(default_storage, "location", str(tmp_path))
    monkeypatch.setattr(health, "storage", health.Trial(health.write_and_read))
    with caplog.at_level(logging.CRITICAL):
        answer = Client().get("/health")
        (tmp_path / "health").unlink()
        again = Client().get("/health")
        monkeypatch.setattr(
            health, "storage", health.Trial(health.write_and_read)
        )  # as if a while had passed
        mended = Client().get("/health")
    assert (answer.status_code, answer.json()["storage"]) == (503, "failing")
    assert answer.json()["database"] == "ok"
    assert str(tmp_path) not in answer.content.decode()
    assert (again.status_code, mended.status_code) == (503, 200)


def test_the_disk_is_tried_once_however_often_somebody_asks() -> None:
    tried: list[str] = []
    check = health.Trial(lambda: tried.append("trial"))
    for _ in range(20):
        check()
    assert tried == ["trial"]


def test_a_disk_that_hangs_keeps_one_request_and_is_told_to_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.2)
    begun, goes_on = threading.Event(), threading.Event()

    def hang() -> None:
        begun.set()
        goes_on.wait(30)

    check = health.Trial(hang)
    waiting = threading.Thread(target=check)
    waiting.start()
    assert begun.wait(10)
    check()  # nothing is known yet
    time.sleep(0.3)
    with pytest.raises(OSError, match="does not answer"):
        check()
    goes_on.set()
    waiting.join()
    check()


@pytest.mark.django_db(transaction=True)
def test_a_database_without_tables_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE comity_meeting RENAME TO comity_meeting_gone")
        try:
            with caplog.at_level(logging.CRITICAL):
                answer = Client().get("/health")
        finally:
            cursor.execute("ALTER TABLE comity_meeting_gone RENAME TO comity_meeting")
    assert (answer.status_code, answer.json()["database"]) == (503, "failing")


def test_pages_lead_to_the_feed(meeting: Meeting) -> None:
    html = Client().get(reverse("site:statements")).content.decode()
    assert 'type="application/atom+xml"' in html
