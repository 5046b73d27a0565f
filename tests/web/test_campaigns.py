"""Campaigns: at the desk from the first word to the last result, and as the public reads them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from comity.framework.campaigns import running
from comity.framework.campaigns.models import Campaign, CampaignMeasure, CampaignResult, CampaignTable
from comity.framework.campaigns.questions import questions
from comity.meetings.models import Meeting
from comity.participants.models import Role
from tests.framework.campaigns.makers import (
    PLAN,
    TODAY,
    a_draft,
    a_measured,
    a_result,
    a_reviewed,
    a_running,
    an_approved,
    an_ended,
)
from tests.framework.makers import a_framework, a_settled, issued
from tests.makers import NOW, a_person
from tests.practices.makers import (
    one_of,
    the_chair,
    the_meeting,
    the_rapporteur,
    the_reviewer,
    the_secretariat,
)
from tests.web.acting import signed_in, upload

pytestmark = pytest.mark.django_db

SECRET = "Only the desk reads why."


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def at(name: str, *more: object) -> str:
    return reverse(f"desk:{name}", args=[the_meeting().slug, *more])


def public(number: int = 1) -> str:
    return reverse("site:campaign", args=[the_meeting().slug, number])


@pytest.fixture
def announced() -> Meeting:
    meeting = the_meeting()
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.FOLLOW_UP, announced_at=NOW)
    return meeting


def seen() -> str:
    return Campaign.objects.get().edited_at.isoformat()


def plan(**more: str) -> dict[str, str]:
    said = {name: words["en"] for name, words in PLAN.items() if name != "audience_kind"}
    return {**said, "audience_kind": "vulnerable", "node": "", "seen": seen(), **more}


def a_measure(level: str, **more: str) -> dict[str, str]:
    return {
        "level": level, "name_en": "Remember it", "unit_en": "per cent", "of_audience": "on", "baseline": "10,5",
        "baseline_on": "2016-05-01", "target": "40", "target_on": "2016-10-31", **more,
    }  # fmt: skip


def a_review(answer: str = "yes") -> dict[str, str]:
    sent = {"seen": seen()}
    for one in questions():
        sent |= {f"answer_{one.code}": answer, f"words_{one.code}": SECRET}
    return sent


def test_from_the_first_word_to_the_drawn_result(announced: Meeting, client: Client) -> None:
    """R04-3"""
    a_framework()
    writer, reviewer, chair = (signed_in(one) for one in (the_rapporteur(), the_reviewer(), the_chair()))
    answer = writer.post(at("campaigns"), {"title": "Voices", "node": ""})
    assert answer.headers["Location"] == at("campaign_plan", 1)
    writer.post(at("campaign_plan", 1), plan())
    for level in ("awareness", "engagement", "impact"):
        writer.post(at("campaign_measures", 1), a_measure(level))
    assert CampaignMeasure.objects.filter(baseline="10.5").count() == 3
    page = words(writer.get(at("campaign", 1)))
    assert "Before it can be approved" in page
    assert "The review has no answer about" in page
    reviewer.post(at("campaign_review", 1), a_review())
    reviewer.post(at("campaign_act", 1, "conclude"), {"seen": seen()})
    assert client.get(public()).status_code == 404
    chair.post(at("campaign_act", 1, "approve"), {"seen": seen()})
    assert client.get(public()).status_code == 200
    writer.post(at("campaign_act", 1, "begin"), {"seen": seen(), "begin-on": "2016-05-02"})
    sent = "measure;day;value;audience;source\n1;2016-06-30;19,5;yes;A survey\n1;2016-10-31;42;yes;A survey\n9;x;y;;\n"
    answer = writer.post(
        at("campaign_tables", 1), {"file": upload(sent, "results.csv"), "source": "The city"}
    )
    table = CampaignTable.objects.get()
    assert answer.headers["Location"] == at("campaign_table", 1, table.pk)
    page = words(writer.get(at("campaign_table", 1, table.pk)))
    assert "“9” is no measure of this campaign" in page
    assert not CampaignResult.objects.exists()
    (mark,) = re.findall(r'name="seen" value="([0-9a-f]{64})"', page)
    writer.post(at("campaign_table", 1, table.pk), {"seen": mark})
    page = words(client.get(public()))
    for told in ("19.5", "Target 40", "Baseline 10.5", "You are needed here.", "Only reach was measured"):
        assert told in page
    assert page.count("<svg xmlns") == 2
    assert 'style="' not in page
    writer.post(
        at("campaign_act", 1, "end"), {"seen": seen(), "end-on": "2016-11-01", "end-outcome": "They came."}
    )
    assert "They came." in words(client.get(public()))
    assert Campaign.objects.get().state == "ended"


def test_the_public_reads_no_draft_and_never_why_the_reviewer_said_yes(
    announced: Meeting, client: Client
) -> None:
    a_reviewed()
    assert client.get(public()).status_code == 404
    assert "No campaign has been approved yet" in words(client.get(reverse("site:campaigns")))
    running.approve(Campaign.objects.get(), by=the_chair(), at=NOW)
    assert "Voices from the neighbourhood" in words(client.get(reverse("site:campaigns")))
    page = words(client.get(public()))
    assert "Safety of the messengers" in page
    assert "Looked at." not in page
    assert the_reviewer().name not in page


def test_a_withdrawn_campaign_leaves_a_tombstone_with_the_reason(announced: Meeting, client: Client) -> None:
    a_draft()
    an_approved()
    desk = signed_in(the_reviewer())
    number = Campaign.objects.latest("pk").number
    mark = Campaign.objects.latest("pk").edited_at.isoformat()
    sent = {"seen": mark, "withdraw-reason": "A messenger was threatened."}
    desk.post(at("campaign_act", number, "withdraw"), sent)
    answer = client.get(public(number))
    assert answer.status_code == 410
    assert "A messenger was threatened." in words(answer)
    assert "You are needed here." not in words(answer)
    sent["seen"] = Campaign.objects.get(number=1).edited_at.isoformat()
    desk.post(at("campaign_act", 1, "withdraw"), sent)
    assert client.get(public(1)).status_code == 404


def test_one_that_is_planned_anew_says_so(announced: Meeting, client: Client) -> None:
    an_approved()
    signed_in(the_rapporteur()).post(
        at("campaign_act", 1, "reopen"), {"seen": seen(), "reopen-reason": "Another day."}
    )
    answer = client.get(public())
    assert answer.status_code == 200
    assert "planned anew" in words(answer)
    assert "You are needed here." not in words(answer)


def test_what_is_missing_is_said_and_nothing_is_done() -> None:
    """R04-3"""
    a_reviewed("awareness")
    answer = signed_in(the_chair()).post(at("campaign_act", 1, "approve"), {"seen": seen()})
    assert answer.status_code == 400
    page = words(answer)
    assert "It was not done" in page
    assert "Add a measure of impact" in page
    assert Campaign.objects.get().state == "reviewed"


def test_who_changed_it_in_between_is_not_overwritten() -> None:
    a_measured()
    sent, stale = plan(goals="Mine."), {"seen": "2016-01-01T00:00:00+00:00"}
    desk = signed_in(the_rapporteur())
    answer = desk.post(at("campaign_plan", 1), {**sent, **stale})
    assert answer.status_code == 409
    assert "Mine." in words(answer)
    assert desk.post(at("campaign_measure", 1, 1), {**a_measure("impact"), **stale}).status_code == 409
    assert (
        signed_in(the_reviewer()).post(at("campaign_review", 1), {**a_review(), **stale}).status_code == 409
    )
    assert signed_in(the_reviewer()).post(at("campaign_act", 1, "conclude"), stale).status_code == 409
    assert Campaign.objects.get().goals == PLAN["goals"]


def test_a_plan_is_written_language_by_language() -> None:
    """R04-1: in up to six languages."""
    campaign = a_draft()
    desk = signed_in(the_rapporteur())
    page = desk.get(at("campaign_plan", 1) + "?language=ar").content.decode()
    assert 'lang="ar"' in page
    assert 'dir="rtl"' in page
    desk.post(
        at("campaign_plan", 1) + "?language=ar",
        {**plan(), **{name: "كلام" for name in PLAN if name != "audience_kind"}},
    )
    campaign.refresh_from_db()
    assert campaign.goals == {"en": "They know whom to turn to.", "ar": "كلام"}
    desk.post(at("campaign_plan", 1), plan(titles=""))
    assert desk.post(at("campaign_plan", 1), plan(titles="", seen=seen())).status_code == 302


def test_measures_are_changed_and_removed_at_the_desk() -> None:
    a_measured()
    desk = signed_in(the_rapporteur())
    wrong = desk.post(at("campaign_measures", 1), a_measure("impact", baseline="many"))
    assert wrong.status_code == 422
    assert "Write a number" in words(wrong)
    assert desk.post(at("campaign_measures", 1), a_measure("impact", target_on="")).status_code == 400
    page = desk.get(at("campaign_measure", 1, 1)).content.decode()
    assert 'value="2016-05-01"' in page
    assert 'value="Remember it"' in page
    desk.post(at("campaign_measure", 1, 1), a_measure("impact", seen=seen(), target="41"))
    assert CampaignMeasure.objects.get(number=1).target == 41
    desk.post(at("campaign_measure", 1, 1), {"seen": seen(), "drop": "1"})
    assert CampaignMeasure.objects.filter(removed_at=None).count() == 2
    assert desk.get(at("campaign_measure", 1, 1)).status_code == 404


def test_answers_without_words_and_words_without_an_answer_are_sent_back() -> None:
    a_measured()
    desk = signed_in(the_reviewer())
    sent = {"seen": seen(), "answer_truthful": "yes", "words_can_stop": "The head of the office."}
    answer = desk.post(at("campaign_review", 1), sent)
    assert answer.status_code == 422
    assert "Say why, for every answer." in words(answer)
    assert "Choose an answer." in words(answer)
    desk.post(at("campaign_review", 1), {**sent, "words_truthful": "Checked.", "answer_can_stop": "unknown"})
    assert {one.code: one.answer for one in Campaign.objects.get().answers.all()} == {
        "truthful": "yes",
        "can_stop": "unknown",
    }


def test_results_are_entered_and_corrected_by_hand() -> None:
    a_running()
    desk = signed_in(the_rapporteur())
    sent = {
        "measure": "1",
        "day": TODAY.isoformat(),
        "value": "12,5",
        "of_audience": "on",
        "source": "A survey",
    }
    assert desk.post(at("campaign_results", 1), {**sent, "value": "x"}).status_code == 422
    assert desk.post(at("campaign_results", 1), sent).status_code == 302
    assert desk.post(at("campaign_results", 1), sent).status_code == 409
    result = CampaignResult.objects.get()
    assert desk.post(at("campaign_result", 1, result.pk), {"value": "13"}).status_code == 422
    desk.post(at("campaign_result", 1, result.pk), {"value": "13", "note": "A slip."})
    page = words(desk.get(at("campaign_results", 1)))
    assert "<del><bdi>12.5</bdi></del>" in page
    assert "A slip." in page
    assert "of 12.5" not in page
    assert desk.get(at("campaign_result", 1, result.pk)).status_code == 302


def test_the_same_file_is_not_taken_in_twice_and_another_may_be_dropped() -> None:
    """R04-3"""
    a_running()
    desk = signed_in(the_rapporteur())
    sound = "measure,day,value,source\n1,2016-06-30,19,x\n"

    def send(text: str | bytes, name: str = "r.csv") -> HttpResponse:
        return desk.post(at("campaign_tables", 1), {"file": upload(text, name), "source": ""})  # type: ignore[return-value]

    send(sound)
    table = CampaignTable.objects.get()
    page = words(desk.get(at("campaign_table", 1, table.pk)))
    (mark,) = re.findall(r'name="seen" value="([0-9a-f]{64})"', page)
    desk.post(at("campaign_table", 1, table.pk), {"seen": mark})
    assert desk.get(at("campaign_table", 1, table.pk)).status_code == 409
    again = send(sound)
    assert again.status_code == 409
    assert "same file was taken in already" in words(again)
    assert send("no table", "r.csv").status_code == 400
    assert send(b"\xff\xfe\xfa", "r.csv").status_code == 400
    assert send(sound, "r.pdf").status_code == 422
    send(sound + "1,2016-07-30,20,x\n")
    other = CampaignTable.objects.latest("pk")
    desk.post(at("campaign_table", 1, other.pk), {"drop": "1"})
    assert CampaignResult.objects.count() == 1


@pytest.mark.parametrize("role", [Role.PRESS_OFFICER, Role.DOCUMENT_OFFICER])
def test_others_do_nothing_with_a_campaign(role: Role) -> None:
    campaign = a_running()
    result = a_result(campaign)
    other = signed_in(one_of(role))
    for name, more, sent in (
        ("campaigns", (), {"title": "x", "node": ""}),
        ("campaign_plan", (1,), plan()),
        ("campaign_measures", (1,), a_measure("impact")),
        ("campaign_review", (1,), a_review()),
        ("campaign_results", (1,), {"measure": "1"}),
        ("campaign_result", (1, result.pk), {"value": "1", "note": "x"}),
        ("campaign_tables", (1,), {}),
        ("campaign_act", (1, "withdraw"), {"withdraw-reason": "x"}),
    ):
        given: Any = sent
        assert other.post(at(name, *more), given).status_code == 403, name
    assert signed_in(a_person("stranger")).get(at("campaign", 1)).status_code == 403


def test_an_act_loaded_again_leads_back_and_an_unknown_one_is_not_there() -> None:
    a_draft()
    desk = signed_in(the_secretariat())
    assert desk.get(at("campaign_act", 1, "approve")).headers["Location"] == at("campaign", 1)
    assert desk.post(at("campaign_act", 1, "fly"), {}).status_code == 404
    assert desk.get(at("campaign", 7)).status_code == 404
    assert desk.post(at("campaigns"), {"title": "", "node": ""}).status_code == 422


def test_a_campaign_leads_to_the_number_that_it_carries_out_and_back(
    announced: Meeting, client: Client
) -> None:
    """R04-1"""
    node = a_settled()
    an_approved(node=node)
    assert "carries out number" not in words(client.get(public()))
    issued()
    place = reverse("site:framework_node", args=[the_meeting().slug, node.number])
    assert public() in words(client.get(place))
    assert place in words(client.get(public()))
    assert reverse("site:campaigns") in words(client.get(reverse("site:framework")))


@pytest.mark.parametrize("many", [1, 4])
def test_a_list_of_campaigns_takes_as_many_queries_however_many(
    many: int, announced: Meeting, client: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(many):
        a_result(an_ended())
    client.get(reverse("site:campaigns"))
    with django_assert_num_queries(4):
        client.get(reverse("site:campaigns"))
