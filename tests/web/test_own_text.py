"""A panellist sends the text of her presentation on her own page; it is public while she agrees to that (RX-3)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from comity.communications import erasing
from comity.floor import recording
from comity.meetings.models import Part
from comity.participants import agreements, links
from comity.participants.models import Letter, Use
from comity.practices import flagging
from comity.practices import public as register
from comity.practices.models import Excerpt
from comity.practices.sources import Telling
from comity.refusals import NotNow, Refused
from comity.statements import presenting, publication, review
from comity.statements.models import Statement, Version
from tests.makers import NOW, a_delegation, a_file, the_desk
from tests.practices.makers import a_published, an_excerpt, the_paragraph, the_rapporteur
from tests.practices.test_panellists import NAMED, a_panellist, a_public_floor, presented

pytestmark = pytest.mark.django_db
SAID = "We zyxwkeep what was reported for a year.\n\nNobody opens it without a judge."


def a_part(**fields: Any) -> Part:
    return a_panellist(a_public_floor(), **fields)


def sent(part: Part, words: str = SAID, *, may_quote: bool = True) -> Version:
    path = a_file(words)
    return presenting.send(part, path, name="text.txt", may_quote=may_quote, at=NOW).version


def published(part: Part) -> Statement:
    version, desk = sent(part), the_desk(part.session.meeting)
    for act in (review.take, review.accept, publication.publish):
        act(version, by=desk, at=NOW)
    return version.statement


def page(part: Part) -> str:
    return reverse("people:own_text", args=[links.token(part.participant), part.pk])


def upload(part: Part, **said: Any) -> Any:
    file = SimpleUploadedFile("text.txt", SAID.encode())
    return Client().post(page(part), {"file": file, "may_publish": "on", **said})


def public_page(statement: Statement) -> str:
    return Client().get(f"/id/{statement.ref}", follow=True).content.decode()


def test_she_sends_it_without_an_account_and_has_a_receipt() -> None:
    """R09-3, R10-3: number, time and SHA-256, on the page and by mail."""
    part = a_part()
    assert upload(part).status_code == 302
    statement = Statement.objects.get()
    receipt = statement.versions.get().receipt
    assert (statement.delegation.panellist, statement.session) == (part.participant, part.session)
    assert statement.aspects.count() == 2
    assert receipt.number in Client().get(page(part)).content.decode()
    letter = Letter.objects.get(to=part.participant.email)
    assert receipt.number in letter.body
    assert receipt.files[0]["sha256"] in letter.body
    assert Use.TEXT in agreements.of(part.participant)


def test_a_text_that_may_not_be_published_is_not_taken() -> None:
    """RX-3: nothing is stored."""
    part = a_part()
    file = SimpleUploadedFile("text.txt", SAID.encode())
    assert Client().post(page(part), {"file": file}).status_code == 422
    assert not Statement.objects.exists()
    assert agreements.of(part.participant) == set()


def test_one_text_a_session_and_another_after_it_was_returned() -> None:
    part = a_part()
    first = sent(part)
    assert upload(part).status_code == 409
    desk = the_desk(part.session.meeting)
    review.take(first, by=desk, at=NOW)
    review.send_back(first, reason="Please send it unlocked.", by=desk, at=NOW)
    assert "Please send it unlocked." in Client().get(page(part)).content.decode()
    again = sent(part, "Better words.")
    assert (again.statement, again.number) == (first.statement, 2)


@pytest.mark.parametrize(
    "fields", [{"role": Part.Role.MODERATOR}, {"state": Part.State.DECLINED}, {"state": Part.State.PROPOSED}]
)
def test_only_who_is_expected_to_present_sends_one(fields: Any) -> None:
    part = a_part()
    Part.objects.filter(pk=part.pk).update(**fields)
    part.refresh_from_db()
    assert upload(part).status_code == 404
    with pytest.raises(Refused):
        sent(part)


def test_a_member_of_a_delegation_sends_it_through_the_delegation() -> None:
    floor = a_public_floor()
    norway = a_delegation(floor.session.meeting)
    part = a_panellist(floor, delegation=norway, category="member_state")
    assert upload(part).status_code == 404


def test_it_stands_under_her_category_and_names_her_only_as_she_agrees() -> None:
    """RX-3: pages, lists, feeds, search and data."""
    part = a_part()
    statement = published(part)
    told = public_page(statement)
    assert "zyxwkeep" in told
    assert "Private sector" in told
    for address in (
        f"/id/{statement.ref}",
        f"/en/statements?meeting={statement.meeting.slug}",
        "/en/statements.atom",
        f"/en/search?q=zyxwkeep&meeting={statement.meeting.slug}",
        reverse("site:data", args=[statement.ref]),
        reverse("site:delegation", args=["category-private_sector"]),
    ):
        answer = Client().get(address, follow=True)
        assert (answer.status_code, b"Ana Silva" in answer.content, b"Harbour" in answer.content) == (
            200,
            False,
            False,
        ), address
    presenting.answer(part.participant, {Use.TEXT, *NAMED}, at=NOW)
    assert "Ana Silva (Harbour Ltd)" in public_page(statement)


def test_it_is_public_no_longer_once_she_takes_that_back() -> None:
    """RX-3: fast unpublish, on every route; a tombstone under her category stays."""
    part = a_part(uses=(Use.TEXT, *NAMED))
    statement = published(part)
    assert "zyxwkeep" in public_page(statement)
    token = links.token(part.participant)
    assert Client().post(reverse("people:own_agree", args=[token]), {"uses": ["list"]}).status_code == 302
    told = public_page(statement)
    assert "zyxwkeep" not in told
    assert "Ana Silva" not in told
    assert "This statement was withdrawn" in told


@pytest.mark.parametrize("way", ["desk", "erasure"])
def test_it_goes_too_when_the_desk_takes_it_back_or_she_is_erased(way: str) -> None:
    """RX-3, RX-4."""
    part = a_part()
    statement = published(part)
    if way == "desk":
        presenting.take_back(part.participant, Use.TEXT, by=the_desk(part.session.meeting), at=NOW)
    else:
        erasing.erase(part.participant, by=None, at=NOW)
    assert "zyxwkeep" not in public_page(statement)


def test_it_is_not_published_without_her_agreement() -> None:
    """RX-3."""
    part = a_part()
    version, desk = sent(part), the_desk(part.session.meeting)
    for act in (review.take, review.accept):
        act(version, by=desk, at=NOW)
    agreements.answer(part.participant, set(), at=NOW)
    with pytest.raises(NotNow, match="does not agree"):
        publication.publish(version, by=desk, at=NOW)


@pytest.mark.parametrize(
    ("uses", "whose"), [((Use.TEXT,), "Private sector"), ((Use.TEXT, *NAMED), "Ana Silva (Harbour Ltd)")]
)
def test_a_practice_quotes_it_and_names_her_as_she_agrees(uses: Any, whose: str) -> None:
    """R12-7, RX-3: the words open at their paragraph."""
    part = a_part(uses=uses)
    words = the_paragraph(published(part))
    excerpt = flagging.flag(
        words, 0, len(words.text), kind=Excerpt.Kind.PRACTICE, by=the_rapporteur(), at=NOW
    )
    practice = a_published(an_excerpt(), excerpt)
    found = register.find(practice.ref, at=NOW, language="en")
    assert found is not None
    source = found.sources[1]
    assert (source.telling, source.whose, source.words) == (Telling.QUOTED, whose, words.text)
    presenting.answer(part.participant, set(), at=NOW)
    found = register.find(practice.ref, at=NOW, language="en")
    assert found is not None
    assert found.sources[1].telling is Telling.SEALED


def test_the_rapporteur_names_it_as_the_text_that_was_presented() -> None:
    """R08-2: of her own, not of another panellist."""
    floor = a_public_floor()
    part, other = a_panellist(floor), a_panellist(floor, "Bo Li")
    turn = presented(part, floor, words="")
    own, others = sent(part).statement, sent(other, "Other words.").statement
    assert recording.deliverable(turn) == [own]
    with pytest.raises(Refused):
        recording.link(turn, others, by=the_rapporteur(), at=NOW)
    recording.link(turn, own, by=the_rapporteur(), at=NOW)
    assert turn.statement == own


def test_the_desk_reads_whose_text_it_is() -> None:
    """R09-3: in its queue, and on the page of the text."""
    part = a_part()
    version, desk = sent(part), the_desk(part.session.meeting)
    client = Client()
    client.force_login(desk, backend="allauth.account.auth_backends.AuthenticationBackend")
    for address in (
        reverse("desk:meeting", args=[part.session.meeting.slug]),
        reverse("desk:statement", args=[version.statement.ref]),
    ):
        assert "Ana Silva (Harbour Ltd)" in client.get(address).content.decode(), address


def test_she_takes_along_what_is_kept_of_her_texts() -> None:
    """RX-4."""
    part = a_part()
    version = sent(part)
    (told,) = erasing.all_that_is_kept(part.participant)["texts"]
    assert told == {
        "ref": version.statement.ref,
        "session": part.session.code,
        "may_be_quoted": True,
        "versions": [{"number": 1, "state": "received", "receipt": version.receipt.number}],
    }
