"""A panellist answers for her words on her own page: under the link that was sent to her, without an account (R12-4)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comity.participants import links
from comity.participants.models import Letter, Participant
from comity.practices import confirming
from comity.practices.models import Confirmation, Excerpt
from comity.refusals import NotAllowed
from comity.web.people.own_mails import own_link
from tests.makers import NOW, a_participant
from tests.practices.makers import WEEK, a_reviewed, an_excerpt, the_secretariat
from tests.practices.test_panellists import SAID, a_panellist, a_public_floor, flagged, presented, taken

pytestmark = pytest.mark.django_db


def asked(**fields: Any) -> Confirmation:
    """Of a panellist, about a practice that rests on her words and on Norway's."""
    floor = a_public_floor()
    part = a_panellist(floor, **fields)
    practice = a_reviewed(an_excerpt(), flagged(taken(presented(part, floor))))
    confirming.send(practice, due_at=NOW + WEEK, silence="confirms", by=the_secretariat(), at=NOW)
    return Confirmation.objects.get(delegation__panellist=part.participant)


def page(one: Confirmation, who: Participant | None = None) -> str:
    assert one.delegation.panellist is not None
    return reverse("people:own_words", args=[links.token(who or one.delegation.panellist), one.pk])


def test_she_is_written_to_in_her_language_with_the_link_to_her_page() -> None:
    """R12-4: the letter names nobody and holds none of the words."""
    one = asked(language="fr")
    letter = Letter.objects.get(to=one.delegation.panellist.email)
    assert own_link(one.delegation.panellist) in letter.body
    assert links.address(one.delegation.panellist) == own_link(one.delegation.panellist)
    assert "zyxwkeep" not in letter.body


def test_she_sees_her_words_and_the_draft_and_nobody_elses() -> None:
    """R12-4, RX-1."""
    one = asked()
    told = Client().get(page(one)).content.decode()
    assert SAID in told
    assert "We keep a contact point" not in told
    assert "Norway" not in told
    assert page(one) in Client().get(reverse("people:own", args=[page(one).split("/")[-4]])).content.decode()


def test_she_confirms_once() -> None:
    """R12-4."""
    one = asked()
    assert Client().post(page(one), {"answer": "confirmed"}).status_code == 302
    one.refresh_from_db()
    assert (one.answer, one.answered_by) == ("confirmed", None)
    assert Client().post(page(one), {"answer": "confirmed"}).status_code == 409


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ({"answer": "tightened", "tighten_to": "non_attributed"}, "non_attributed"),
        ({"answer": "withdrawn", "sure": "on"}, "withdrawn"),
    ],
)
def test_she_closes_or_takes_back_her_words(said: dict[str, str], becomes: str) -> None:
    """R12-4, RX-3."""
    one = asked()
    assert Client().post(page(one), said).status_code == 302
    assert Excerpt.objects.get(delegation=one.delegation).attribution == becomes


def test_nobody_else_answers_for_her() -> None:
    """RX-10: neither another panellist under her own link, nor whoever works at the desk, nor a delegation without
    somebody who acts for it."""
    one = asked()
    other = a_participant(one.meeting, "Bo Li", kind="panellist")
    assert Client().get(page(one, other)).status_code == 404
    assert Client().post(page(one, other), {"answer": "confirmed"}).status_code == 404
    with pytest.raises(NotAllowed):
        confirming.answer(one, "confirmed", by=the_secretariat(), at=NOW)
    norway = Confirmation.objects.exclude(pk=one.pk).get()
    with pytest.raises(NotAllowed):
        confirming.answer(norway, "confirmed", by=None, at=NOW)


def test_who_cannot_be_written_to_is_asked_all_the_same() -> None:
    """The secretariat may hand her the link otherwise; without an answer the policy of silence holds."""
    one = asked(email="")
    assert not Letter.objects.filter(to="").exists()
    assert one.answer == ""
