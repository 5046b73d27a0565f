"""The press room and the front of the series as the public reads them."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from comity.meetings.models import Meeting
from comity.press.models import Accreditation, ReleaseVersion
from comity.statements import changes
from comity.web.front import Edition
from tests import makers
from tests.press import makers as press
from tests.web.shared_press import HIDDEN, Press, of

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> datetime:
    return timezone.now() - timedelta(hours=2)


@pytest.fixture
def room(at: datetime) -> Press:
    meeting = makers.a_meeting(statements_due_at=at + timedelta(days=5))
    desk = makers.the_desk(meeting)
    source = makers.a_published_statement(
        makers.a_delegation(meeting), press.WORDS, by=desk, at=at, delivery="written_only"
    )
    return of(meeting, source, desk=desk, at=at)


def text(address: str, client: Client, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_a_release_is_read_with_its_quotations_and_a_card(room: Press, client: Client) -> None:
    """R13-2."""
    page = text(f"/en/press/releases/{room.released.release.ref}/", client)
    assert press.WORDS in page
    assert "For information media. Not an official record." in page
    assert "The day is put right." in page
    assert '<meta property="og:title" content="States share what works">' in page
    assert "http://testserver" not in page.split("og:url")[1].split(">")[0]
    first = text(f"/en/press/releases/{room.released.release.ref}/v1/", client)
    assert "This release has been corrected." in first
    answer = client.get(f"/id/{room.released.release.ref}")
    assert answer["Location"] == f"/en/press/releases/{room.released.release.ref}/"


def test_what_is_under_embargo_or_in_draft_leaks_nowhere(room: Press, client: Client) -> None:
    """R13-2, R09-5: no route, feed, search, site map or count knows of it."""
    slug = room.released.meeting.slug
    for address in (
        *("/en/", "/en/press/", "/ar/press/", "/en/press/highlights/", "/en/series/", "/en/press.atom"),
        *("/sitemap.xml", f"/en/search/?q=tomorrow&meeting={slug}", "/en/changes/", "/en/statements.atom"),
        *(f"/en/press/?meeting={slug}", f"/en/press/accreditation/{slug}/", f"/en/series/{slug}/excerpts/"),
        f"/en/press/conferences/{room.refs[1]}/",
    ):
        page = text(address, client)
        assert HIDDEN not in page, address
        assert room.embargoed.release.ref not in page, address
        assert room.draft.release.ref not in page, address
    for ref in (room.embargoed.release.ref, room.draft.release.ref, room.refs[5], "nothing"):
        text(f"/en/press/releases/{ref}/", client, 404)
        text(f"/en/press/releases/{ref}/v1/", client, 404)
        text(f"/en/press/conferences/{ref}/", client, 404)
        text(f"/id/{ref}", client, 404)


def test_an_embargo_that_ends_shows_by_itself_and_starts_a_new_edition_of_kept_pages(
    room: Press, client: Client
) -> None:
    edition = Edition(interval=0)
    before = edition.current()
    assert edition.current() == before
    opens = timezone.now() + timedelta(milliseconds=300)
    ReleaseVersion.objects.filter(pk=room.embargoed.pk).update(public_from=opens)
    before = edition.current()
    text(f"/en/press/releases/{room.embargoed.release.ref}/", client, 404)
    while timezone.now() < opens:
        pass
    assert edition.current() == before + 1
    assert HIDDEN in text(f"/en/press/releases/{room.embargoed.release.ref}/", client)
    assert room.embargoed.release.ref in text("/en/press.atom", client)
    assert room.embargoed.release.ref in text("/sitemap.xml", client)


def test_a_withdrawn_release_says_so(room: Press, client: Client) -> None:
    page = text(f"/en/press/releases/{room.refs[4]}/", client, 410)
    assert "Sent in error." in page
    text(f"/en/press/releases/{room.refs[4]}/v1/", client, 404)


def test_a_highlight_stands_in_the_press_room_at_home_and_in_the_series(room: Press, client: Client) -> None:
    """R13-1, R13-3: picked once, used everywhere, gone everywhere with its source."""
    pages = ("/en/", "/en/press/", "/en/press/highlights/", "/en/series/")
    for address in pages:
        assert f">{press.WORDS}</blockquote>" in text(address, client), address
    source = room.highlight.statement
    desk = makers.the_desk(source.meeting)
    changes.withdraw(source, reason="By mistake.", by=desk, at=timezone.now())
    released = f"/en/press/releases/{room.released.release.ref}/"
    for address in (*pages, released, "/ar/press/", "/en/press.atom", f"{released}v1/"):
        assert press.WORDS not in text(address, client), address
    file = docx.Document(BytesIO(client.get(f"{released}release.docx").content))
    assert press.WORDS not in "\n".join(one.text for one in file.paragraphs)
    client.force_login(desk)
    draft = room.draft.release.ref
    for address in (f"/en/desk/press/releases/{draft}/", "/en/desk/meetings/sm2016/press/highlights/"):
        page = text(address, client)
        assert f">{press.WORDS}<" not in page, address
        assert "the statement has been withdrawn." in page, address


def asked(**more: Any) -> dict[str, Any]:
    return {
        "name": "Cy Reporter",
        "outlet": "Example Radio",
        "medium": "radio",
        "email": "Cy@Example.org",
        "language": "fr",
        "wants_mails": "on",
        **more,
    }


def test_journalists_ask_for_accreditation_and_all_are_answered_alike(room: Press, client: Client) -> None:
    """R13-2: no account, and nobody learns who is accredited."""
    slug = room.released.meeting.slug
    for form in (
        asked(),
        asked(),
        asked(email="ana@example.org"),
        asked(email="robot@example.org", website="x"),
    ):
        answer = client.post(f"/en/press/accreditation/{slug}/", form)
        assert (answer.status_code, answer["Location"]) == (302, f"/en/press/accreditation/{slug}/sent/")
    made = Accreditation.objects.filter(name="Cy Reporter").get()
    assert (made.email, made.state, made.language, made.holds_pass) == (
        "cy@example.org",
        "asked",
        "fr",
        False,
    )
    assert made.mails_agreed_at is not None


def test_passport_data_and_a_flood_are_refused(room: Press, client: Client, settings: Any) -> None:
    cache.clear()
    slug = room.released.meeting.slug
    answer = client.post(f"/en/press/accreditation/{slug}/", asked(outlet="Passport P1234567"))
    assert answer.status_code == 422
    assert "passport or identity card" in answer.content.decode()
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "accredit": "2/10m/ip"}
    codes = [
        client.post(f"/en/press/accreditation/{slug}/", asked(email=f"r{number}@example.org")).status_code
        for number in range(3)
    ]
    assert codes == [302, 302, 429]
    cache.clear()


def test_the_key_of_a_mail_stops_mails_and_ends_the_accreditation(room: Press, client: Client) -> None:
    address = f"/en/press/stop/{room.keys[0]}/"
    assert "ana@example.org" in text(address, client)
    client.post(address, {"List-Unsubscribe": "One-Click"})
    found = Accreditation.objects.get(key=room.keys[0])
    assert (found.mails_agreed_at, found.state) == (None, "approved")
    client.post(address, {"end": "1"})
    found.refresh_from_db()
    assert (found.state, found.name, found.outlet, found.email) == ("ended", "", "", "")
    assert "ana@example.org" not in text(address, client)
    text("/en/press/stop/no-such-key/", client, 404)


def test_every_number_of_the_series_opens_as_many_as_it_says(room: Press, client: Client) -> None:
    """R13-3: the figures of the chain equal the lists that they open."""
    meeting = room.released.meeting
    page = client.get("/en/series/")
    figures = {str(one.what): one for one in page.context["figures"]}
    listed = client.get(figures["statements"].address)
    assert figures["statements"].count == listed.context["listing"].total == 2
    paragraphs = client.get(figures["paragraphs"].address)
    assert figures["paragraphs"].count == sum(count for _one, count in paragraphs.context["rows"]) == 2
    for what in ("excerpts", "practices", "decisions", "items of future work"):
        assert (figures[what].count, figures[what].address) == (0, "")
    for kind in ("excerpts", "decisions", "follow-up"):
        assert client.get(f"/en/series/{meeting.slug}/{kind}/").context["total"] == 0


def test_without_a_meeting_the_press_room_says_so(client: Client) -> None:
    makers.a_meeting(state=Meeting.State.CONCEPT)
    for address in ("/en/press/", "/en/press/highlights/", "/en/series/"):
        text(address, client)
    text("/en/press/accreditation/sm2016/", client, 404)
    text("/en/series/sm2016/paragraphs/", client, 404)
