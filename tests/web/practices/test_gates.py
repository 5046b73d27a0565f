"""The gates on their pages: safeguards, sources, silence, decision, editions; each refusal said, nothing lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.practices import drafting, safeguards
from comity.practices.models import Decision, Edition, Excerpt, Practice
from comity.practices.states import State
from tests.makers import NOW
from tests.practices import makers
from tests.web.acting import linked_errors, signed_in
from tests.web.practices.acting import page_of, press, state_of

pytestmark = pytest.mark.django_db


def reviewer() -> Client:
    return signed_in(makers.the_reviewer())


def secretariat() -> Client:
    return signed_in(makers.the_secretariat())


def chair() -> Client:
    return signed_in(makers.the_chair())


def check(client: Client, practice: Practice, **words: str):
    return client.post(reverse("desk:safeguards", args=[practice.ref]), words)


def answers(practice: Practice, answer: str = "yes", **changed: str) -> dict[str, str]:
    items = drafting.latest(practice).reviews.get(replaced_at=None).items.all()
    return {f"{one.code}-answer": answer for one in items} | changed


# Safeguards -------------------------------------------------------------------------------------------------------


def test_the_checklist_is_one_page_in_groups_with_progress() -> None:
    """R02-3, R12-6."""
    practice, client = makers.a_finished(), reviewer()
    assert "Review the safeguards" in page_of(client, practice)
    assert check(client, practice, start="1", companies="on").status_code == 302
    page = client.get(reverse("desk:safeguards", args=[practice.ref])).content.decode()
    assert page.count('class="question"') == len(safeguards.asked(speech=False, companies=True))
    assert "0 of" in page
    assert (
        check(client, practice, **{"legality-answer": "yes", "legality-source": "Act 12"}).status_code == 302
    )
    assert "1 of" in client.get(reverse("desk:safeguards", args=[practice.ref])).content.decode()


def test_an_answer_without_a_reason_is_named_and_the_others_are_kept() -> None:
    practice, client = makers.a_finished(), reviewer()
    check(client, practice, start="1")
    answer = check(
        client, practice, **answers(practice, **{"legality-answer": "partly", "legality-source": "Act 12"})
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert list(linked_errors(page).values()) == ["id_legality-reason"]
    assert 'value="Act 12"' in page
    review = drafting.latest(practice).reviews.get()
    assert [one.code for one in safeguards.open_questions(review)] == ["legality"]


def test_completion_says_what_stands_against_it_and_keeps_what_was_written() -> None:
    """R12-6: an unknown, an open question, conditions that are not stated."""
    practice, client = makers.a_finished(), reviewer()
    check(client, practice, start="1")
    said = answers(practice, **{"legality-answer": "unknown", "legality-reason": "The law is not public."})
    del said["necessity-answer"]
    page = check(
        client, practice, **said, complete="1", result="compatible", reasons="My reasons."
    ).content.decode()
    assert "is open" in page
    assert "My reasons." in page
    said["necessity-answer"] = "yes"
    page = check(client, practice, **said, complete="1", result="compatible").content.decode()
    assert "is unknown: find it out" in page
    said["legality-answer"] = "yes"
    page = check(
        client, practice, **said, complete="1", result="conditional", conditions_fr="À condition."
    ).content.decode()
    assert "State the conditions, in the original language" in page
    assert "À condition." in page
    assert check(client, practice, **said, complete="1").status_code == 422
    done = check(
        client, practice, **said, complete="1", result="conditional", conditions_en="Only with a court."
    )
    assert done.status_code == 302
    assert state_of(practice) == State.REVIEWED
    assert "Only with a court." in page_of(client, practice)


def test_only_the_reviewer_answers_and_only_what_was_handed_on() -> None:
    practice = makers.a_drafted()
    assert check(secretariat(), practice, start="1").status_code == 403
    assert "has not been handed on" in check(reviewer(), practice, start="1").content.decode()
    assert (
        "The review begins when"
        in secretariat().get(reverse("desk:safeguards", args=[practice.ref])).content.decode()
    )
    candidate = makers.a_candidate(makers.an_excerpt("swe", "Other words."))
    assert check(reviewer(), candidate, start="1").status_code == 302


# Sources, silence, decision ---------------------------------------------------------------------------------------


def today_there(practice: Practice) -> str:
    return f"{timezone.now().astimezone(practice.meeting.zone):%Y-%m-%d}"


def later(days: int) -> str:
    return f"{timezone.now() + timedelta(days=days):%Y-%m-%dT%H:%M}"


def test_sources_are_asked_with_a_date_and_a_meaning_of_silence() -> None:
    """R12-4."""
    practice, client = makers.a_reviewed(), secretariat()
    refused = press(client, practice, "send", due_at=later(-3), silence="unnamed")
    assert "leaves time to answer" in refused.content.decode()
    assert press(client, practice, "send", due_at="soon", silence="unnamed").status_code == 422
    assert press(client, practice, "send", due_at=later(7), silence="unnamed").status_code == 302
    page = page_of(client, practice)
    assert "Norway [1]" in page
    assert "still have time to answer" in press(client, practice, "close").content.decode()
    early = press(client, practice, "circulate", working_days="7")
    assert "has not answered yet" in early.content.decode()
    assert 'value="7"' in early.content.decode()


def test_a_contributor_under_seal_is_not_named_among_those_asked() -> None:
    """RX-2."""
    practice = makers.a_confirming()
    Excerpt.objects.update(attribution="non_attributed")
    page = page_of(secretariat(), practice)
    assert "A source under seal" in page
    assert "Norway" not in page


def test_silence_is_broken_lifted_extended_and_decided() -> None:
    """R12-5."""
    practice = makers.a_confirming()
    makers.confirm_all(practice)
    client = secretariat()
    assert press(client, practice, "circulate", working_days="0").status_code == 422
    assert press(client, practice, "circulate", working_days="5").status_code == 302
    assert "until the end of" in page_of(client, practice)
    assert press(chair(), practice, "object", member="fra", words="Too broad.").status_code == 302
    page = page_of(client, practice)
    assert "halted by an objection" in page
    assert "Too broad." in page
    today = today_there(practice)
    refused = press(
        chair(),
        practice,
        "decide",
        outcome="recommended",
        decided_on=today,
        procedure="consensus",
        reservations="Kept words",
    ).content.decode()
    assert "An objection stands" in refused
    assert "Kept words" in refused
    assert press(client, practice, "extend", working_days="2", reason="A holiday").status_code == 302
    objection = practice.versions.get().circulation.objections.get()
    assert (
        press(
            chair(), practice, "lift", objection=str(objection.pk), how="The scope is narrowed."
        ).status_code
        == 302
    )
    refused = press(chair(), practice, "decide", outcome="recommended", decided_on=today, procedure="silence")
    assert "has not come to its end without an objection" in refused.content.decode()
    assert (
        press(
            chair(), practice, "decide", outcome="recommended", decided_on=today, procedure="consensus"
        ).status_code
        == 302
    )
    assert Decision.objects.get().outcome == "recommended"


def test_safeguards_stand_against_a_recommendation_in_words() -> None:
    """R02-3."""
    practice = makers.a_circulated(result="insufficient_information", reasons="We do not know the law.")
    refused = press(
        chair(),
        practice,
        "decide",
        outcome="recommended",
        decided_on=today_there(practice),
        procedure="consensus",
    )
    assert "The safeguards stand against it" in refused.content.decode()
    assert state_of(practice) == State.CIRCULATED


def test_a_decided_practice_is_published_issued_reviewed_and_withdrawn() -> None:
    """R12-7, R12-8."""
    practice, client = makers.a_decided(), secretariat()
    assert press(client, practice, "publish").status_code == 302
    address = reverse("desk:editions", args=["sm2016"])
    assert practice.working_title in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"kind": "edition"}).status_code == 302
    assert "has not been issued yet" in client.post(address, {"kind": "addendum"}).content.decode()
    assert Edition.objects.get().entries.get().number == 1
    assert chair().post(address, {"kind": "edition"}).status_code == 403
    assert press(client, practice, "review", reason="The law changed.").status_code == 302
    assert press(client, practice, "supersede", by_practice="nothing").status_code == 422
    assert press(client, practice, "withdraw", reason="The law was repealed.").status_code == 302
    assert "The law was repealed." in page_of(client, practice)


def test_a_practice_is_superseded_by_another() -> None:
    practice, other = makers.a_decided(), makers.a_decided(makers.an_excerpt("swe", "Other words."))
    assert press(secretariat(), practice, "supersede", by_practice=other.ref).status_code == 302
    assert "Its place was taken by" in page_of(secretariat(), practice)


def test_a_new_wording_of_what_was_decided_is_begun_and_given_up() -> None:
    practice = makers.a_decided()
    assert press(secretariat(), practice, "review", reason="The law changed.").status_code == 302
    client = signed_in(makers.the_rapporteur())
    assert press(client, practice, "begin", language="en").status_code == 302
    assert press(client, practice, "drop", reason="Not needed.").status_code == 302
    assert state_of(practice) == State.UNDER_REVIEW
    finished = makers.a_finished(makers.an_excerpt("swe", "Other words."))
    assert press(client, finished, "reword", reason="A slip.").status_code == 302
    assert drafting.latest(finished).number == 2


def test_waiting_for_sources_ends_after_the_date() -> None:
    practice = makers.a_confirming(silence="unnamed")
    assert NOW + timedelta(days=8) < timezone.now(), "the date of the makers has passed"
    assert press(secretariat(), practice, "close").status_code == 302
    assert Excerpt.objects.get().attribution == "non_attributed"
