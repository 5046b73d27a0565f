"""What is still open, at the desk of the next meeting and as the public reads it; consultations; tables of surveys."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from comity.framework.models import FutureWork, Node, Progress
from comity.meetings import cloning, following_up
from comity.meetings.models import FollowUp, Meeting
from comity.participants import consulting
from comity.participants.models import Consultation, Role
from tests.framework.makers import a_placed, a_settled, an_element, an_item, issued
from tests.makers import NOW, a_delegation, a_role
from tests.practices.makers import a_published, the_meeting, the_secretariat
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db
TALK = {"category": "media", "body": None, "held_on": NOW.date(), "way": "call"}


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def guideline() -> Node:
    """Printed in an edition, with an item of future work that rests on it."""
    node = a_settled(an_element())
    an_item(practices=[], nodes=[node])
    issued()
    return node


@pytest.fixture
def later(guideline: Node) -> Meeting:
    """The next meeting of the series, cloned and announced."""
    made = cloning.clone(
        the_meeting(), slug="sm2017", opens_on=date(2017, 12, 4), by=the_secretariat(), at=NOW
    )
    Meeting.objects.update(state=Meeting.State.ANNOUNCED, announced_at=NOW)
    made.refresh_from_db()
    return made


def left(meeting: Meeting) -> str:
    return reverse("desk:left", args=[meeting.slug])


def act(meeting: Meeting, kind: str, pk: int, name: str) -> str:
    return reverse("desk:left_act", args=[meeting.slug, kind, pk, name])


def test_the_desk_of_the_next_meeting_closes_what_the_last_one_left(later: Meeting, client: Client) -> None:
    """R03-1."""
    desk = signed_in(the_secretariat())
    item = FutureWork.objects.get()
    page = words(desk.get(left(later)))
    assert "Visit contact points" in page
    assert "1 thing is left to be done" in words(desk.get(reverse("desk:programme", args=[later.slug])))
    close = act(later, "work", item.pk, "close")
    assert desk.get(close).status_code == 302
    assert desk.post(close, {"ended": "done", "outcome": " "}).status_code == 400
    assert desk.post(close, {"ended": "done", "outcome": "x", "on": "soon"}).status_code == 422
    assert desk.post(f"{close}?in=en", {"ended": "dropped", "outcome": "No money."}).status_code == 302
    page = words(desk.get(left(later)))
    assert "not pursued" in page
    assert "No money." in page
    assert "Nothing is open." in page
    again = act(later, "work", item.pk, "reopen")
    assert desk.post(again, {"reason": ""}).status_code == 422
    assert desk.post(again, {"reason": "There is money now."}).status_code == 302
    page = words(desk.get(left(later)))
    assert "There is money now." in page
    assert "Nothing is open." not in page
    chair = signed_in(a_role(Role.CHAIR, later, name="chair2"))
    assert chair.post(close, {"outcome": "Done."}).status_code == 403


@pytest.mark.parametrize(("kind", "name"), [("work", "tell"), ("work", "burn"), ("mandate", "close")])
def test_an_act_that_there_is_not_is_not_found(later: Meeting, kind: str, name: str) -> None:
    desk = signed_in(the_secretariat())
    address = act(later, kind, FutureWork.objects.get().pk, name)
    assert desk.post(address).status_code == 404


def test_the_public_reads_what_is_open_and_what_came_of_the_rest(later: Meeting, client: Client) -> None:
    """R03-1."""
    by = the_secretariat()
    following_up.record(the_meeting(), titles={"en": "Ours alone"}, by=by, at=NOW)
    address = f"{reverse('site:still_open')}?meeting={later.slug}"
    page = words(client.get(address))
    assert "Visit contact points" in page
    assert "Carried through:" in page
    assert "Ours alone" not in page
    desk = signed_in(by)
    action = FollowUp.objects.get()
    assert desk.post(act(later, "action", action.pk, "tell")).status_code == 302
    assert "Ours alone" in words(client.get(address))
    assert desk.post(act(later, "action", action.pk, "keep")).status_code == 302
    assert "Ours alone" not in words(client.get(address))
    desk.post(act(later, "work", FutureWork.objects.get().pk, "close"), {"outcome": "Nine visits."})
    page = words(client.get(address))
    assert "Nine visits." in page
    assert "Nothing is open." in page
    front = words(client.get(f"{reverse('site:series')}?meeting={later.slug}"))
    assert f'href="{address}#closed"' in front


def test_a_session_on_what_is_open_is_suggested_and_never_added(later: Meeting) -> None:
    """R03-1."""
    desk = signed_in(the_secretariat())
    suggestion = f"{reverse('desk:new_session', args=[later.slug])}?tier=special&amp;follows=sm2016"
    assert suggestion in words(desk.get(left(later)))
    before = later.sessions.count()
    form = desk.get(suggestion.replace("&amp;", "&")).context["wording"]
    assert form.initial["titles"].startswith("Follow-up to: ")
    assert form.initial["annotations"] == "– Visit contact points"
    for other in ("sm2017", "elsewhere"):
        odd = desk.get(suggestion.replace("&amp;", "&").replace("sm2016", other))
        assert "titles" not in odd.context["wording"].initial
    assert later.sessions.count() == before


def test_a_practice_leads_to_its_place_and_back(client: Client) -> None:
    """R12-8"""
    practice = a_published()
    a_placed(a_settled(an_element()), practice)
    edition = issued()
    Meeting.objects.update(state=Meeting.State.ANNOUNCED, announced_at=NOW)
    page = words(client.get(reverse("site:practice", args=[practice.ref])))
    place = reverse("site:framework_node", args=[the_meeting().slug, 2])
    assert f'href="{place}">2. <bdi>Answer at any hour</bdi>' in page
    assert reverse("site:framework_edition", args=[the_meeting().slug, edition.number]) in page
    framework = words(client.get(place.replace("/2/", "/3/")))
    assert reverse("site:practice", args=[practice.ref]) in framework
    desk = signed_in(the_secretariat())
    page = words(desk.get(reverse("desk:practice", args=[practice.ref])))
    assert reverse("desk:framework_place", args=[the_meeting().slug, 3]) in page


def test_figures_of_consultations_are_public_where_the_series_lets_them(
    later: Meeting, client: Client
) -> None:
    """R02-4: totals only."""
    by = the_secretariat()
    consulting.log(later, **TALK, whom="A paper", about="A secret", by=by, at=NOW)
    address = f"{reverse('site:consultations')}?meeting={later.slug}"
    assert client.get(address).status_code == 404
    desk = signed_in(by)
    assert (
        desk.post(reverse("desk:tell_consultations", args=[later.slug]), {"public": "1"}).status_code == 302
    )
    page = words(client.get(address))
    assert "Civil society" in page
    assert "A paper" not in page
    assert "A secret" not in page
    assert "Keep the figures" in words(desk.get(reverse("desk:consultations", args=[later.slug])))


def test_a_confidential_consultation_is_read_by_those_who_log(later: Meeting) -> None:
    """R02-4"""
    desk = signed_in(the_secretariat())
    address = reverse("desk:consultations", args=[later.slug])
    form = {
        "whom": "A platform", "category": "private_sector", "held_on": "2016-10-01", "way": "call",
        "about": "Referrals", "outcome": "A form", "confidential": "on", "aspects": later.aspects.first().code,
    }  # fmt: skip
    assert desk.post(address, form).status_code == 302
    assert Consultation.objects.get().aspects.count() == 1
    assert "A platform" in words(desk.get(address))
    page = words(signed_in(a_role(Role.CHAIR, later, name="chair2")).get(address))
    assert "Confidential" in page
    assert not [one for one in ("A platform", "Referrals", "A form") if one in page]


def sent(desk: Client, meeting: Meeting, content: str, **given: str) -> HttpResponse:
    file = SimpleUploadedFile("survey.csv", content.encode())
    return desk.post(reverse("desk:progress_import", args=[meeting.slug]), {"file": file, **given})


def test_a_survey_is_taken_in_from_a_table_once_it_was_looked_at(guideline: Node, client: Client) -> None:
    """R12-11, R03-5"""
    meeting = the_meeting()
    Meeting.objects.update(state=Meeting.State.FOLLOW_UP, announced_at=NOW)
    a_delegation(meeting, "nor")
    desk = signed_in(the_secretariat())
    table = (
        f"number,state,status,words\n{guideline.number},Norway,implemented,It works.\n9,Norway,implemented,\n"
    )
    given = {"source": "visit", "reference": "Visit of May", "as_of": "2016-05-01", "confidential": "on"}
    assert sent(desk, meeting, "number\n1\n").status_code == 422
    answer = sent(desk, meeting, table, **given)
    assert answer.status_code == 302
    look = desk.get(answer["Location"])
    page = words(look)
    assert "left out: 1" in page.replace('<span class="tag tag-warn">', "")
    assert "“9” is no guideline" in page
    assert desk.post(answer["Location"], {"seen": "other"}).status_code == 409
    assert desk.post(answer["Location"], {"seen": look.context["seen"]}).status_code == 302
    found = Progress.objects.get()
    assert "Visit of May" in words(desk.get(reverse("desk:follow_up", args=[meeting.slug])))
    address = f"{reverse('site:follow_up')}?meeting={meeting.slug}"
    assert "It works." not in words(client.get(address))
    Progress.objects.filter(pk=found.pk).update(public_from=NOW, confidential=False)
    page = words(client.get(address))
    assert "It works." in page
    assert "source on file" in page
    assert "Visit of May" not in page
    assert desk.get(answer["Location"]).status_code == 409


def test_a_table_that_was_looked_at_is_dropped(guideline: Node) -> None:
    desk = signed_in(the_secretariat())
    answer = sent(desk, the_meeting(), f"number,state,status\n{guideline.number},Norway,implemented\n")
    assert desk.post(answer["Location"], {"drop": "1"}).status_code == 302
    assert not Progress.objects.exists()
    other = signed_in(a_role(Role.RAPPORTEUR, the_meeting(), name="reader2"))
    assert other.get(reverse("desk:progress_import", args=[the_meeting().slug])).status_code == 403
