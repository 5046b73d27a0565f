"""What came of a meeting, read: register, framework, follow-up, press. Only what is out, and no more than the pages say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from comity.framework import following
from comity.framework.models import Progress
from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.practices.models import Excerpt
from comity.press import publication
from comity.press.models import Highlight
from tests import makers
from tests.framework import makers as framework
from tests.framework.campaigns import makers as campaigns
from tests.makers import NOW
from tests.practices.makers import the_rapporteur
from tests.press import makers as press
from tests.web import shared_framework, shared_outcome
from tests.web.api.asking import Programme, problem
from tests.web.shared_register import Register, a_register

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MEETING = "/meetings/sm2016"
EDITIONS = f"{MEETING}/framework/editions"


@dataclass(frozen=True, slots=True)
class Issued:
    register: Register
    framework: shared_framework.Issued
    desk: Person


@pytest.fixture(scope="module")
def issued(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Issued]:
    """A register with a sealed source and two editions of a framework that rests on it."""
    with django_db_blocker.unblock(), transaction.atomic():
        try:
            meeting = makers.a_meeting()
            register, desk = a_register(), makers.the_desk(meeting)
            plan = shared_framework.of(
                register.practice, drafter=the_rapporteur(), desk=desk, at=NOW, sealed=register.hidden
            )
            yield Issued(register, plan, desk)
        finally:
            transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    hands = {"at": NOW + HOUR}
    monkeypatch.setattr(timezone, "now", lambda: hands["at"])
    return hands


READERS = ("nobody", "norway", "desk")


def reader(name: str, desk: Person) -> Programme:
    """Neither a delegate nor a token of the desk learns more here than anybody."""
    meeting = Meeting.objects.get(slug="sm2016")
    if name == "norway":
        return Programme(makers.a_delegate(makers.a_delegation(meeting), name="norways-own"))
    return Programme(desk) if name == "desk" else Programme()


# The register ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READERS)
def test_words_under_seal_are_in_no_answer(name: str, issued: Issued) -> None:
    """RX-1: neither in the excerpts nor in their number, nor in an edition of compendium or framework."""
    programme = reader(name, issued.desk)
    answers = [
        programme.get(address).content.decode()
        for address in (
            f"{MEETING}/excerpts",
            f"{MEETING}/excerpts?per_page=1",
            f"{MEETING}/compendium/{issued.register.edition.number}",
            *(f"{EDITIONS}/{number}" for number in (1, 2)),
        )
    ]
    for secret in [*issued.register.secrets, shared_framework.SECRET, shared_framework.DRAFT]:
        assert not any(secret in told for told in answers), secret
    told = json.loads(answers[0])
    assert told["total"] == len(told["items"]) < Excerpt.objects.count()
    assert issued.register.secret.ref not in answers[0]


def test_excerpts_lead_to_the_practices_that_rest_on_them(issued: Issued) -> None:
    ref = issued.register.practice.ref
    found = [one for one in Programme().read(f"{MEETING}/excerpts")["items"] if ref in one["practices"]]
    assert {one["language"] for one in found} >= {"ar", "fr", "en"}
    assert all(one["sha256"] and one["address"].startswith(one["statement"]) for one in found)


def test_an_edition_of_the_compendium_is_read_by_chapter(issued: Issued) -> None:
    """R12-8."""
    number = issued.register.edition.number
    (line,) = Programme().read(f"{MEETING}/compendium")
    assert (line["number"], line["kind"]) == (number, "edition")
    whole = Programme().read(f"{MEETING}/compendium/{number}?language=fr")
    refs = [one["ref"] for chapter in whole["chapters"] for one in chapter["practices"]]
    assert issued.register.practice.ref in refs
    assert problem(Programme().get(f"{MEETING}/compendium/{number + 1}")) == (404, "not-found")


# The framework ---------------------------------------------------------------------------------------------------


def test_an_edition_of_the_framework_is_read_whole(issued: Issued) -> None:
    """R12-8: numbers stay, and one that is gone says so."""
    assert [one["number"] for one in Programme().read(EDITIONS)] == [2, 1]
    first, second = (Programme().read(f"{EDITIONS}/{number}") for number in (1, 2))
    assert (first["newer"], second["newer"]) == (2, None)
    (element,) = second["elements"]
    (guideline,) = element["guidelines"]
    assert guideline["number"] == issued.framework.guideline.number
    assert guideline["practices"][0]["practice"]["ref"] == issued.register.practice.ref
    assert [one["number"] for one in second["numbers_no_longer_in_use"]] == [issued.framework.gone.number]
    assert second["options"][0]["title"] == "One desk for all"
    assert second["future_work"][0]["practices"] == [issued.register.practice.ref]
    assert Programme().read(f"{EDITIONS}/2?language=ar")["title"] == "مقترح إطار"
    for number in (3, 99999, 10**30):
        assert problem(Programme().get(f"{EDITIONS}/{number}")) == (404, "not-found")


def test_an_edition_tells_campaigns_with_what_was_measured(issued: Issued) -> None:
    running = campaigns.a_running()
    campaigns.a_result(running, 20)
    campaigns.a_draft(titles={"en": "Quetzal planned"})
    framework.issued(at=NOW)
    answer = Programme().get(f"{EDITIONS}/3")
    (told,) = json.loads(answer.content)["campaigns"]
    assert (told["title"], told["measures"][0]["name"]) == ("Voices from the neighbourhood", "Remember it")
    assert [float(one["value"]) for one in told["measures"][0]["results"]] == [20.0]
    assert "Quetzal planned" not in answer.content.decode()


def test_what_is_issued_later_is_not_there_yet(issued: Issued, clock: dict[str, Any]) -> None:
    clock["at"] = NOW - HOUR
    for address in (EDITIONS, f"{MEETING}/compendium"):
        assert Programme().read(address) == []
    assert problem(Programme().get(f"{EDITIONS}/1")) == (404, "not-found")
    assert Programme().read(f"{MEETING}/excerpts")["total"] == 0


def pledged(issued: Issued) -> None:
    meeting = Meeting.objects.get(slug="sm2016")
    norway = makers.a_delegation(meeting)
    delegate = makers.a_delegate(norway, name="norways-own")
    shared_outcome.of(meeting, norway, desk=issued.desk, delegate=delegate, at=NOW)


def test_totals_are_told_by_pool_and_terms_to_nobody(issued: Issued) -> None:
    """R04-5: a sum behind which one donor stands is not told."""
    assert len(Programme().read(f"{MEETING}/framework/totals")) == 8
    pledged(issued)
    answer = Programme().get(f"{MEETING}/framework/totals")
    every = json.loads(answer.content)[-1]
    assert (every["pool"], every["offers"], every["matches"]) == (None, 1, 1)
    assert [one["amount"] for one in every["committed"]] == [None]
    assert "Training" not in answer.content.decode()


@pytest.mark.parametrize("name", READERS)
def test_what_is_said_of_a_state_waits_for_its_day_and_names_no_source_on_file(
    name: str, issued: Issued, clock: dict[str, Any]
) -> None:
    """R03-5: confidential until the State agrees, and then without its source."""
    meeting = Meeting.objects.get(slug="sm2016")
    kenya = makers.a_delegation(meeting, "ken")
    node = issued.framework.guideline
    said: dict[str, Any] = {"by": issued.desk, "at": NOW, "as_of": NOW.date()}
    for words, more in (
        ("Quetzal open.", {"source": "document", "reference": "A public report"}),
        ("Quetzal waits.", {"source": "survey", "reference": "Quetzal survey"}),
        ("Quetzal closed.", {"source": "visit", "reference": "Quetzal visit", "confidential": True}),
    ):
        following.record(node, kenya, "implemented", narrative=words, **{**said, **more})
    Progress.objects.filter(source="document").update(public_from=NOW)
    Progress.objects.filter(source="survey").update(public_from=NOW + 2 * HOUR, source_on_file=True)
    programme, address = reader(name, issued.desk), f"{MEETING}/framework/follow-up"
    told = programme.read(address)
    assert [(one["narrative"], one["reference"]) for one in told["items"]] == [
        ("Quetzal open.", "A public report")
    ]
    assert told["total"] == 1
    clock["at"] = NOW + 3 * HOUR
    told = programme.read(address)
    assert {(one["reference"], one["source"]) for one in told["items"]} == {
        ("A public report", "document"),
        (None, None),
    }
    assert "Quetzal survey" not in json.dumps(told)
    assert "Quetzal closed" not in json.dumps(told)


def test_mandates_count_down(issued: Issued) -> None:
    """R04-6."""
    pledged(issued)
    (told,) = Programme().read(f"{MEETING}/mandates")
    assert (told["title"], told["days_left"], told["done_on"]) == ("Hand it over", 3, None)


# The press -------------------------------------------------------------------------------------------------------


WORDS = "A lamp is lit where evidence is asked for."


def a_highlight() -> Highlight:
    return press.a_highlight(press.a_source(WORDS))


@pytest.mark.parametrize("name", READERS)
def test_only_what_was_released_is_there(name: str, issued: Issued, clock: dict[str, Any]) -> None:
    """Neither a draft, nor a release under embargo, nor one whose source has not appeared."""
    clock["at"] = NOW
    picked = a_highlight()
    out = press.a_release(press.a_draft(picked))
    hidden = [
        press.a_draft(picked, headline="Quetzal in draft").release,
        press.cleared(press.a_draft(picked, headline="Quetzal cleared")).release,
        press.a_release(press.a_draft(picked, headline="Quetzal tomorrow"), until=NOW + 2 * HOUR).release,
    ]
    programme = reader(name, issued.desk)
    told = programme.read(f"{MEETING}/releases")
    assert [one["ref"] for one in told["items"]] == [out.release.ref]
    assert told["total"] == 1
    for one in hidden:
        there, never = programme.get(f"/releases/{one.ref}"), programme.get("/releases/sm2016-zzzzzzz")
        assert problem(there) == (404, "not-found")
        assert there.content == never.content
    clock["at"] = NOW + 2 * HOUR
    assert programme.read(f"{MEETING}/releases")["total"] == 2


def test_a_release_is_read_with_its_quotations_and_gone_once_it_was_withdrawn(
    issued: Issued, clock: dict[str, Any]
) -> None:
    clock["at"] = NOW
    out = press.a_release(press.a_draft(a_highlight()))
    whole = Programme().read(f"/releases/{out.release.ref}")
    (quote,) = whole["quotes"]
    assert (quote["words"], quote["speaker"]) == (WORDS, "Norway")
    assert [one["is_quote"] for one in whole["body"]] == [False, True]
    assert WORDS in whole["body"][1]["text"]
    assert [one["number"] for one in whole["history"]] == [1]
    (picked,) = Programme().read(f"{MEETING}/highlights")
    assert (picked["words"], picked["speaker"]) == (WORDS, "Norway")
    publication.withdraw(out.release, reason="A slip.", by=press.the_officer(), at=NOW + HOUR)
    clock["at"] = NOW + HOUR
    assert problem(Programme().get(f"/releases/{out.release.ref}")) == (410, "gone")
    assert Programme().read(f"{MEETING}/releases")["total"] == 0


def test_of_a_meeting_that_is_not_announced_nothing_is_read(issued: Issued) -> None:
    Meeting.objects.update(state=Meeting.State.CONCEPT, announced_at=None)
    for programme in (Programme(), Programme(makers.a_person())):
        for rest in (
            "excerpts",
            "compendium",
            "framework/editions",
            "framework/totals",
            "framework/follow-up",
        ):
            assert problem(programme.get(f"{MEETING}/{rest}")) == (404, "not-found")
        for rest in ("mandates", "releases", "highlights", "agendas", "aspects", "mapping"):
            assert problem(programme.get(f"{MEETING}/{rest}")) == (404, "not-found")
