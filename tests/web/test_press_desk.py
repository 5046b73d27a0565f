"""The press office at the desk: from a search to a release, a conference and the accredited list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from comity.participants.models import Person, Role
from comity.press.models import Accreditation, Highlight, PressConference, ReleaseVersion
from tests import makers
from tests.press import makers as press

pytestmark = pytest.mark.django_db
OFFICE = "/en/desk/meetings/sm2016/press/"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def officer() -> Client:
    return signed_in(press.the_officer())


def post(client: Client, address: str, **said: Any) -> str:
    """What the page says after it was done."""
    answer = client.post(address, said, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def released(version: ReleaseVersion) -> ReleaseVersion:
    version.refresh_from_db()
    return version


def test_from_words_of_a_statement_to_a_release_under_embargo(officer: Client) -> None:
    """R13-1, R13-2: picked, approved, quoted, cleared by both, under embargo, lifted."""
    paragraph = press.the_paragraph(press.a_source())
    pick = f"{OFFICE}highlights/pick/{paragraph.pk}/"
    assert press.WORDS in officer.get(pick).content.decode()
    refused = officer.post(pick, {"words": "We kept a contact point"})
    assert refused.status_code == 400
    assert "do not stand in the paragraph" in refused.content.decode()
    assert "Kept." in post(officer, pick, words="We keep a contact point", title="Evidence")
    highlight = Highlight.objects.get()
    assert "1 highlight to approve" in officer.get(OFFICE).content.decode()
    assert "Approved." in post(officer, f"{OFFICE}highlights/{highlight.pk}/approve/")
    post(officer, f"{OFFICE}begin/", kind="release", language="en")
    version = ReleaseVersion.objects.get()
    here = f"/en/desk/press/releases/{version.release.ref}/"
    assert "The text in English is missing." in officer.get(here).content.decode()
    post(officer, f"{here}write/", language="en", **press.PARTS)
    assert "Quoted." in post(officer, f"{here}quote/", highlight=highlight.pk)
    page = officer.get(here).content.decode()
    assert "to the letter" in page
    assert "To be mended" not in page
    assert officer.post(f"{here}clear/", {"side": "chair"}).status_code == 403
    chair, desk = signed_in(press.the_chair()), signed_in(press.the_secretariat())
    assert "Clear it for: Chair" in " ".join(chair.get(here).content.decode().split())
    post(chair, f"{here}clear/", side="chair")
    post(desk, f"{here}clear/", side="cted")
    assert released(version).state == "cleared"
    tomorrow = timezone.now() + timedelta(days=2)
    assert officer.post(f"{here}release/", {"day": "x", "hour": ""}).status_code == 400
    post(officer, f"{here}release/", day=f"{tomorrow:%Y-%m-%d}", hour="15:00")
    opens = released(version).public_from
    assert opens is not None
    assert f"{opens.astimezone(version.meeting.zone):%H:%M}" == "15:00"
    assert "under embargo" in officer.get(here).content.decode()
    post(officer, f"{here}move/", day=f"{tomorrow:%Y-%m-%d}", hour="16:00")
    post(officer, f"{here}lift/")
    assert ReleaseVersion.objects.public(timezone.now()).exists()
    post(officer, f"{here}correct/")
    post(officer, f"{here}correction/", **{"line-en": "The day is put right."})
    assert "The day is put right." in officer.get(here).content.decode()
    post(officer, f"{here}let-go/", number="1")
    assert post(officer, f"{here}number/", given="SC/1")
    assert "Withdrawn." in post(officer, f"{here}withdraw/", reason="In error")


def test_what_is_refused_keeps_what_was_written(officer: Client) -> None:
    version = press.cleared(press.a_draft(press.a_highlight()))
    here = f"/en/desk/press/releases/{version.release.ref}/"
    answer = officer.post(f"{here}write/", {"language": "en", **press.PARTS, "headline": "Mine alone"})
    assert answer.status_code == 409
    assert "Only a draft is changed" in answer.content.decode()
    post(officer, f"{here}reopen/")
    post(officer, f"{here}write/", language="fr", **press.PARTS)
    post(officer, f"{here}leave-out/", language="fr")
    for name, code in (("nothing", 404), ("clear", 404), ("leave-out", 404)):
        assert officer.post(f"{here}{name}/", {"language": "ru"}).status_code == code
    assert officer.get(f"{here}write/").status_code == 302
    assert officer.get(f"{OFFICE}begin/").status_code == 302


def test_a_press_conference_is_planned_announced_and_held(officer: Client) -> None:
    """R13-2."""
    form = {"title": "The Chair meets the press", "place": "Briefing Room", "persons": "Vara Olin, Chair"}
    day = timezone.now() - timedelta(days=1)
    times = {"day": f"{day:%Y-%m-%d}", "from": "10:00", "to": "11:00"}
    for wrong in ({}, form, form | times | {"to": "09:00"}):
        assert officer.post(f"{OFFICE}conferences/", wrong).status_code == 400
    post(officer, f"{OFFICE}conferences/", **form, **times)
    one = PressConference.objects.get()
    here = f"/en/desk/press/conferences/{one.ref}/"
    post(officer, f"{here}change/", **form | {"place": "Elsewhere"}, **times)
    post(officer, f"{here}announce/")
    release = press.a_draft().release
    assert f"; <bdi>{press.PARTS['headline']}</bdi>" in officer.get(here).content.decode()
    post(officer, f"{here}papers/", releases=release.ref)
    post(officer, f"{here}hold/", recording="https://media.example.org/1")
    assert "Elsewhere" in officer.get(here).content.decode()
    assert officer.post(f"{here}cancel/", {"reason": "x"}).status_code == 409
    assert officer.post(f"{here}nothing/").status_code == 404
    assert "https://media.example.org/1" in Client().get(f"/en/press/conferences/{one.ref}/").content.decode()


def test_accreditations_are_decided_by_the_office_and_seen_by_nobody_else(officer: Client) -> None:
    """R13-2: names and addresses of the press are for those who decide."""
    asked = press.a_reader(approved=False)
    assert "Ana Reporter" in officer.get(f"{OFFICE}accreditation/").content.decode()
    for person in (press.the_chair(), makers.a_person("outsider")):
        assert signed_in(person).get(f"{OFFICE}accreditation/").status_code == 403
    assert officer.post(f"{OFFICE}accreditation/{asked.pk}/refuse/", {}).status_code == 400
    post(officer, f"{OFFICE}accreditation/{asked.pk}/approve/")
    post(officer, f"{OFFICE}accreditation/{asked.pk}/end/")
    assert Accreditation.objects.get().state == "ended"
    assert officer.post(f"{OFFICE}accreditation/{asked.pk}/nothing/").status_code == 404
    assert officer.get(f"{OFFICE}accreditation/{asked.pk}/end/").status_code == 302


def test_the_same_passage_is_added_in_another_language_of_the_statement(officer: Client) -> None:
    """R13-1: to the letter, from the delegation's own text."""
    draft = makers.a_draft(
        makers.a_delegation(press.the_meeting()), press.WORDS, "We share.", by=press.the_secretariat()
    )
    makers.add_file(draft, "Nous répondons.", "Nous partageons.", by=press.the_secretariat(), language="fr")
    highlight = press.a_highlight(makers.publish_draft(draft))
    here = f"{OFFICE}highlights/{highlight.pk}/words/fr/"
    assert here in officer.get(f"{OFFICE}highlights/").content.decode()
    page = officer.get(here).content.decode()
    assert "Nous répondons." in page
    assert "Nous partageons." in page
    refused = officer.post(here, {"words": "Nous repondons."})
    assert refused.status_code == 400
    assert "do not stand in the text in this language" in refused.content.decode()
    assert "Nous repondons." in refused.content.decode()
    assert "Added." in post(officer, here, words="Nous partageons.")
    assert [one.text for one in highlight.words.all()] == [press.WORDS, "Nous partageons."]
    page = officer.get(f"{OFFICE}highlights/").content.decode()
    assert here not in page
    for address in (here, f"{OFFICE}highlights/{highlight.pk}/words/xx/"):
        assert officer.get(address).status_code == 404
    french, arabic = (Client().get(f"/{code}/press/highlights/").content.decode() for code in ("fr", "ar"))
    assert 'lang="fr" dir="ltr"' in french
    assert "Nous partageons." in french
    assert press.WORDS not in french
    assert f'dir="ltr" cite="/ar/statements/{highlight.statement.ref}/' in arabic
    assert press.WORDS in arabic


def test_words_under_embargo_are_not_shown_in_the_office(officer: Client) -> None:
    source = press.a_source(
        embargo="until_time", embargo_until=timezone.now() + timedelta(days=1), at=makers.NOW
    )
    press.a_highlight(source, by=press.the_secretariat(), at=makers.NOW)
    page = officer.get(f"{OFFICE}highlights/").content.decode()
    assert press.WORDS not in page
    assert "Its words are under embargo." in page


def test_the_office_is_closed_to_others() -> None:
    press.the_meeting()
    for role in (Role.RAPPORTEUR, Role.REVIEWER):
        assert signed_in(press.somebody(role)).get(OFFICE).status_code == 403
    assert Client().get(OFFICE).status_code == 302


def test_a_rapporteur_picks_highlights_and_sees_nothing_else_of_the_office() -> None:
    """R13-1."""
    paragraph = press.the_paragraph(press.a_source())
    rapporteur = signed_in(press.somebody(Role.RAPPORTEUR))
    page = rapporteur.get(f"{OFFICE}highlights/").content.decode()
    assert f'href="{OFFICE}"' not in page
    post(rapporteur, f"{OFFICE}highlights/pick/{paragraph.pk}/", words=press.WORDS, title="Evidence")
    picked = Highlight.objects.get()
    assert rapporteur.post(f"{OFFICE}highlights/{picked.pk}/approve/").status_code == 403
    assert signed_in(press.somebody(Role.REVIEWER)).get(f"{OFFICE}highlights/").status_code == 403
