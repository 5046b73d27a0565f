"""Resources and follow-up: in the portal, at the desk, and as the public reads them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from comity.framework.models import Flow, Mandate, Match, Need, Node, Offer, Progress, ReportRequest
from comity.meetings.models import Meeting
from comity.participants.models import Delegation
from tests.framework.makers import a_settled, issued
from tests.framework.test_resources import a_match, a_need, an_agreed_match, an_offer, donor, norway, of
from tests.makers import NOW, a_person
from tests.practices.makers import the_meeting, the_rapporteur, the_secretariat
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db

PLEDGE = {"title": "Training for judges", "pool": "governments", "help": "training", "currency": "usd"}


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def portal(delegation: Delegation, name: str = "", what: str = "resources") -> str:
    if name:
        return reverse(f"portal:{what}_act", args=[delegation.pk, name])
    return reverse(f"portal:{what}", args=[delegation.pk])


def desk(name: str = "", what: str = "resources") -> str:
    if name:
        return reverse(f"desk:{what}_act", args=[the_meeting().slug, name])
    return reverse(f"desk:{what}", args=[the_meeting().slug])


@pytest.fixture
def announced() -> Meeting:
    meeting = the_meeting()
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.FOLLOW_UP, announced_at=NOW)
    return meeting


@pytest.fixture
def guideline() -> Node:
    node = a_settled()
    issued()
    return node


def test_from_a_need_and_an_offer_to_a_commitment(announced: Meeting, client: Client) -> None:
    """R04-5"""
    needy, giver, office = signed_in(of(norway())), signed_in(of(donor())), signed_in(the_secretariat())
    sent = {f"need-{name}": value for name, value in PLEDGE.items()}
    needy.post(portal(norway(), "need"), {**sent, "need-most": "25000", "need-details": "For forty."})
    need = Need.objects.get()
    assert (need.currency, need.titles) == ("USD", {"en": "Training for judges"})
    assert "Training for judges" not in words(giver.get(portal(donor())))
    needy.post(portal(norway(), "agree"), {"key": need.pk})
    assert "Training for judges" in words(giver.get(portal(donor())))
    giver.post(
        portal(donor(), "offer"),
        {**{f"offer-{name}": value for name, value in PLEDGE.items()}, "offer-conditions": "Twelve seats."},
    )
    assert "Twelve seats." in words(office.get(desk()))
    office.post(desk("match"), {"need": "1", "offer": "1", "reason": "The same course."})
    match = Match.objects.get()
    needy.post(portal(norway(), "consent"), {"key": match.pk})
    giver.post(portal(donor(), "consent"), {"key": match.pk})
    giver.post(
        portal(donor(), "flow"),
        {
            "key": match.pk,
            "kind": "commitment",
            "amount": "20000",
            "currency": "USD",
            "dated_on": "2016-11-20",
        },
    )
    assert Flow.objects.count() == 1
    page = words(client.get(reverse("site:resources")))
    assert "not told" in page
    assert "20000" not in page
    assert "20,000" not in page
    assert "Twelve seats" not in page
    assert "Norway" not in page


def test_the_portal_is_of_ones_own_delegation() -> None:
    for what in ("resources", "follow_up"):
        assert signed_in(of(donor())).get(portal(norway(), what=what)).status_code == 404
        assert signed_in(a_person(f"a-{what}")).get(portal(norway(), what=what)).status_code == 404
        assert signed_in(the_rapporteur()).get(desk(what=what)).status_code == 403


def test_a_donor_acts_on_no_need_and_a_state_on_no_offer_of_another() -> None:
    need, offer = a_need(), an_offer()
    assert signed_in(of(donor())).post(portal(donor(), "withdraw-need"), {"key": need.pk}).status_code == 404
    assert (
        signed_in(of(norway())).post(portal(norway(), "withdraw-offer"), {"key": offer.pk}).status_code == 404
    )
    third = donor("fra")
    match = a_match(need, offer)
    assert signed_in(of(third)).post(portal(third, "consent"), {"key": match.pk}).status_code == 404


def test_mistakes_are_told_and_what_was_written_is_kept() -> None:
    needy = signed_in(of(norway()))
    sent = {f"need-{name}": value for name, value in PLEDGE.items()}
    answer = needy.post(portal(norway(), "need"), {**sent, "need-title": "", "need-details": "For forty."})
    assert answer.status_code == 422
    assert "cannot be left empty" in words(answer)
    assert "For forty." in words(answer)
    answer = needy.post(portal(norway(), "need"), {**sent, "need-least": "9", "need-most": "3"})
    assert answer.status_code == 400
    assert "lies below its lower end" in words(answer)
    assert not Need.objects.exists()


def test_a_match_is_declined_or_taken_back() -> None:
    match = a_match()
    signed_in(of(donor())).post(portal(donor(), "decline"), {"key": match.pk, "reason": "No seats."})
    assert "No seats." in words(signed_in(the_secretariat()).get(desk()))
    again = a_match(match.need, match.offer)
    signed_in(the_secretariat()).post(desk("decline"), {"key": again.pk, "reason": "A mistake."})
    assert Match.objects.filter(declined_at=None).count() == 0


def test_the_life_of_a_need_to_its_evaluation() -> None:
    match = an_agreed_match()
    office, needy = signed_in(the_secretariat()), signed_in(of(norway()))
    office.post(desk("priority"), {"key": match.need.pk, "priority": "high"})
    for kind in ("commitment", "disbursement"):
        office.post(
            desk("flow"),
            {"key": match.pk, "kind": kind, "amount": "5", "currency": "USD", "dated_on": "2016-11-20"},
        )
    needy.post(portal(norway(), "delivered"), {"key": match.need.pk})
    needy.post(portal(norway(), "evaluate"), {"key": match.need.pk, "words": "Answers come sooner."})
    match.need.refresh_from_db()
    assert (match.need.state, match.need.priority) == ("evaluated", "high")


def test_an_offer_is_withdrawn() -> None:
    offer = an_offer()
    signed_in(of(donor())).post(portal(donor(), "withdraw-offer"), {"key": offer.pk})
    assert Offer.objects.get().state == "withdrawn"


def test_what_is_said_of_a_state_with_its_comment_beside_it(
    announced: Meeting, guideline: Node, client: Client
) -> None:
    """R03-5, R12-11"""
    office, state = signed_in(the_secretariat()), signed_in(of(norway()))
    sent = {
        "node": guideline.number, "delegation": norway().pk, "source": "visit", "status": "in_progress",
        "reference": "Visit of May 2016", "as_of": "2016-11-01", "narrative": "An office opened.",
        "language": "en",
    }  # fmt: skip
    assert office.post(desk("record", "follow_up"), {**sent, "reference": ""}).status_code == 422
    office.post(desk("record", "follow_up"), sent)
    public = reverse("site:follow_up")
    assert "An office opened." not in words(client.get(public))
    page = words(state.get(portal(norway(), what="follow_up")))
    assert "An office opened." in page
    found = Progress.objects.get()
    state.post(portal(norway(), "comment", "follow_up"), {"key": found.pk, "words": "It opened in June."})
    state.post(portal(norway(), "release", "follow_up"), {"key": found.pk})
    page = words(client.get(public))
    for told in ("An office opened.", "It opened in June.", "Visit of May 2016", "in progress"):
        assert told in page
    office.post(desk("withdraw", "follow_up"), {"key": found.pk, "reason": "Wrong State."})
    assert "An office opened." not in words(client.get(public))


def test_a_state_is_asked_and_reports(announced: Meeting, guideline: Node, client: Client) -> None:
    office, state = signed_in(the_secretariat()), signed_in(of(norway()))
    office.post(desk("ask", "follow_up"), {"node": guideline.number, "delegations": [norway().pk]})
    assert "You are asked to report" in words(state.get(portal(norway(), what="follow_up")))
    assert state.get(reverse("portal:follow_up_own")).headers["Location"] == portal(
        norway(), what="follow_up"
    )
    state.post(
        portal(norway(), "report", "follow_up"),
        {"node": guideline.number, "status": "implemented", "reference": "Our report", "as_of": "2016-11-02",
         "language": "en", "narrative": "Done."},
    )  # fmt: skip
    assert ReportRequest.objects.get().closed_at is not None
    assert "Our report" in words(client.get(reverse("site:follow_up")))


def test_policy_and_mandates(announced: Meeting, client: Client) -> None:
    """R04-6"""
    office = signed_in(the_secretariat())
    policy = {"observation_days": "10", "report_months": "3", "reminder_days": "14, 3"}
    office.post(desk("policy", "follow_up"), policy)
    assert "14, 3" in words(office.get(desk(what="follow_up")))
    wrong = office.post(desk("policy", "follow_up"), {**policy, "reminder_days": "soon"})
    assert wrong.status_code == 422
    due = (NOW + timedelta(days=30000)).date().isoformat()
    office.post(desk("mandate", "follow_up"), {"title": "Submit a framework", "due_on": due})
    page = words(client.get(reverse("site:deadlines")))
    assert "Submit a framework" in page
    assert "days left" in page
    mandate = Mandate.objects.get()
    office.post(
        desk("fulfil", "follow_up"), {"key": mandate.pk, "outcome": "S/2017/375", "done_on": "2016-11-20"}
    )
    assert "handed over on" in words(client.get(reverse("site:deadlines")))


def test_an_act_loaded_again_leads_back_and_an_unknown_one_is_not_there() -> None:
    office, state = signed_in(the_secretariat()), signed_in(of(norway()))
    for what in ("resources", "follow_up"):
        assert office.get(desk("match", what)).status_code == 302
        assert state.get(portal(norway(), "need", what)).status_code == 302
        assert office.post(desk("fly", what), {}).status_code == 404
        assert state.post(portal(norway(), "fly", what), {}).status_code == 404


def test_one_without_a_state_is_led_home() -> None:
    answer = signed_in(the_secretariat()).get(reverse("portal:follow_up_own"))
    assert answer.headers["Location"] == reverse("portal:home")
