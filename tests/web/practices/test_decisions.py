"""Several practices decided on one page, and answers to the questionnaire made candidates."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from comity.practices import drafting, questionnaire
from comity.practices.models import Decision, Practice
from comity.statements.models import Statement, Version
from tests.makers import NOW, a_delegate, a_delegation
from tests.practices import makers
from tests.web.acting import linked_errors, signed_in

pytestmark = pytest.mark.django_db
DECIDED = {"outcome": "recommended", "decided_on": NOW.date().isoformat(), "procedure": "consensus"}


def address(name: str, *more: object) -> str:
    return reverse(f"desk:{name}", args=["sm2016", *more])


def marks(page: str) -> list[str]:
    return re.findall(r'name="chosen"[^>]*value="([^"]+)"', page)


@pytest.fixture
def chair() -> Client:
    makers.the_meeting()
    return signed_in(makers.the_chair())


def test_the_chair_decides_about_several_at_once(chair: Client) -> None:
    """R12-3."""
    for code in ("nor", "fra", "chn"):
        makers.a_circulated(makers.an_excerpt(code))
    found = marks(chair.get(address("decisions")).content.decode())
    assert len(found) == 3
    page = chair.post(address("decisions"), {**DECIDED, "chosen": found[:2]}, follow=True).content.decode()
    assert "The decision about 2 practices is on record." in page
    assert Practice.objects.filter(state="recommended").count() == Decision.objects.count() == 2


def test_what_is_missing_is_said_and_what_was_chosen_stays(chair: Client) -> None:
    makers.a_circulated()
    (mark,) = marks(chair.get(address("decisions")).content.decode())
    refused = chair.post(address("decisions"), {**DECIDED, "outcome": "", "chosen": [mark]})
    assert refused.status_code == 422
    assert linked_errors(refused.content.decode()).keys() == {"Choose what was decided."}
    assert " checked" in refused.content.decode()
    nothing = chair.post(address("decisions"), DECIDED)
    assert "Choose the practices about which the Committee decided." in nothing.content.decode()
    assert Decision.objects.count() == 0


def test_a_practice_that_has_changed_meanwhile_stops_the_decision(chair: Client) -> None:
    """Two acting at once: the second is told."""
    practice = makers.a_circulated()
    (mark,) = marks(chair.get(address("decisions")).content.decode())
    drafting.reword(practice, reason="a fact", by=makers.the_rapporteur(), at=NOW)
    told = chair.post(address("decisions"), {**DECIDED, "chosen": [mark]})
    assert (told.status_code, Decision.objects.count()) == (409, 0)
    assert "has changed since you opened the page" in told.content.decode()
    assert chair.post(address("decisions"), {**DECIDED, "chosen": ["x|y|z", "\0"]}).status_code == 409


def test_others_read_what_lies_before_the_committee_and_decide_nothing(chair: Client) -> None:
    makers.a_circulated()
    rapporteur = signed_in(makers.the_rapporteur())
    page = rapporteur.get(address("decisions")).content.decode()
    assert "Keep a contact point at any hour" in page
    assert marks(page) == []
    assert rapporteur.post(address("decisions"), DECIDED).status_code == 403
    norway = signed_in(makers.one_for(a_delegation(makers.the_meeting())))
    assert norway.get(address("decisions")).status_code == 403


# Answers to the questionnaire -------------------------------------------------------------------------------------


def answered(code: str = "nor", *, may_quote: bool = True, measure: str = "We train judges.") -> Version:
    delegation = a_delegation(makers.the_meeting(), code)
    return questionnaire.submit(
        delegation,
        {"measure": measure},
        may_quote=may_quote,
        language="en",
        aspects=makers.the_meeting().aspects.all()[:1],
        by=a_delegate(delegation, name=f"answers-{code}"),
        at=NOW,
    ).version


@pytest.fixture
def desk() -> Client:
    makers.the_meeting()
    return signed_in(makers.the_rapporteur())


def test_a_rapporteur_makes_an_answer_a_candidate_by_one_button(desk: Client) -> None:
    """R06-1, R12-1."""
    version = answered()
    page = desk.get(address("answers")).content.decode()
    assert ("We train judges." in page, "Under no practice yet." in page) == (True, True)
    done = desk.post(address("candidate", version.pk), {"working_title": ""})
    practice = Practice.objects.get()
    assert done.url == reverse("desk:practice", args=[practice.ref])
    assert (practice.working_title, makers.marks(practice)) == (
        "We train judges.",
        [(1, "We train judges.")],
    )
    page = desk.get(address("answers")).content.decode()
    assert ("Make it a candidate" in page, reverse("desk:practice", args=[practice.ref]) in page) == (
        False,
        True,
    )
    again = desk.post(address("candidate", version.pk), {"working_title": "Twice"})
    assert (again.status_code, Practice.objects.count()) == (409, 1)
    assert desk.get(address("candidate", version.pk)).url == address("answers")


def test_answers_that_may_not_be_quoted_need_a_title_and_lead_to_no_practice_for_others(desk: Client) -> None:
    """RX-1, RX-2: the page would tell whose words the practice rests on."""
    version = answered(may_quote=False)
    refused = desk.post(address("candidate", version.pk), {"working_title": " "})
    assert "Give the practice a working title." in refused.content.decode()
    desk.post(address("candidate", version.pk), {"working_title": "Train judges"})
    practice = Practice.objects.get()
    link = reverse("desk:practice", args=[practice.ref])
    assert link in desk.get(address("answers")).content.decode()
    secretariat = signed_in(makers.the_secretariat()).get(address("answers")).content.decode()
    assert (link in secretariat, "Stands under a practice." in secretariat) == (False, True)


def test_answers_are_open_to_who_may_read_them(desk: Client) -> None:
    """RX-5: a confidential one to those named on it, an unpublished one not to the Chair."""
    version = answered(measure="We keep a lamp.")
    reviewer, chair = signed_in(makers.the_reviewer()), signed_in(makers.the_chair())
    assert "We keep a lamp." in reviewer.get(address("answers")).content.decode()
    assert "We keep a lamp." not in chair.get(address("answers")).content.decode()
    assert reviewer.post(address("candidate", version.pk)).status_code == 403
    Statement.objects.update(sensitivity="confidential")
    assert "We keep a lamp." not in desk.get(address("answers")).content.decode()
    assert desk.post(address("candidate", version.pk), {"working_title": "Lamp"}).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_more_answers_ask_the_database_no_more(
    number: int, desk: Client, django_assert_max_num_queries
) -> None:
    for code in ("nor", "fra", "chn")[:number]:
        answered(code)
    with django_assert_max_num_queries(16):
        assert desk.get(address("answers")).content.decode().count("Make it a candidate") == number
