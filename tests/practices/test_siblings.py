"""Challenges, initiatives and alignments."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from comity.meetings.models import Meeting
from comity.participants.models import Body, Delegation, Group, Person
from comity.practices import aligning, challenges, flagging, initiatives, register
from comity.practices.initiatives import MOVES, State
from comity.practices.models import Alignment, Challenge, Excerpt, Initiative, Practice, Term
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW, a_delegate, a_delegation, a_group, a_meeting, a_person
from tests.practices.makers import (
    a_candidate,
    a_published,
    a_statement,
    a_threat,
    an_excerpt,
    the_meeting,
    the_paragraph,
    the_rapporteur,
    the_reviewer,
    the_secretariat,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def a_term(scheme: str, code: str) -> Term:
    return Term.objects.get(scheme=scheme, code=code)


def a_challenge(**changes: Any) -> Challenge:
    wanted = {
        "titles": {"en": "Speed"},
        "challenge_type": a_term("challenge_type", "jurisdiction"),
        "threats": [a_threat()],
        **changes,
    }
    return challenges.record(the_meeting(), by=the_rapporteur(), at=NOW, **wanted)


def test_a_challenge_has_a_type_threats_and_the_words_that_report_it() -> None:
    """R03-3, R01-1, R05-2."""
    excerpt = an_excerpt(kind=Excerpt.Kind.CHALLENGE, domain="technological")
    challenge = a_challenge(excerpts=[excerpt], aspects=the_meeting().aspects.all())
    assert (challenge.challenge_type.code, [one.code for one in challenge.threats.all()]) == (
        "jurisdiction",
        ["recruitment"],
    )
    assert (challenge.excerpts.get(), challenge.aspects.count()) == (excerpt, 2)
    challenges.detach(challenge, excerpt, by=the_rapporteur(), at=NOW)
    challenges.attach(challenge, excerpt, by=the_rapporteur(), at=NOW)
    assert challenge.excerpts.count() == 1


@pytest.mark.parametrize("wrong", ["titles", "type", "no threat", "other threat"])
def test_a_challenge_without_its_facts_is_refused(wrong: str) -> None:
    """R01-1."""
    changes: dict[str, Any] = {
        "titles": {"titles": {"en": " "}},
        "type": {"challenge_type": a_threat()},
        "no threat": {"threats": []},
        "other threat": {"threats": [a_term("measure", "research")]},
    }[wrong]
    with pytest.raises(Refused):
        a_challenge(**changes)
    assert not Challenge.objects.exists()


def test_words_that_do_not_stand_report_nothing() -> None:
    excerpt = an_excerpt()
    flagging.discard(excerpt, by=the_rapporteur(), at=NOW)
    with pytest.raises(Refused, match="do not stand"):
        challenges.attach(a_challenge(), excerpt, by=the_rapporteur(), at=NOW)


def test_a_practice_answers_a_challenge_until_it_does_not() -> None:
    """R03-3."""
    challenge, practice = a_challenge(), a_candidate()
    challenges.answer(challenge, practice, by=the_rapporteur(), at=NOW)
    assert challenge.answered_by.get() == practice
    challenges.unanswer(challenge, practice, by=the_rapporteur(), at=NOW)
    assert not challenge.answered_by.exists()
    practice.meeting = a_meeting("another")
    with pytest.raises(Refused, match="same meeting"):
        challenges.answer(challenge, practice, by=the_rapporteur(), at=NOW)


def test_a_challenge_is_revised_shown_and_hidden() -> None:
    challenge = a_challenge()
    challenges.revise(
        challenge,
        titles={"en": "Slowness"},
        challenge_type=a_term("challenge_type", "other"),
        threats=[a_threat()],
        by=the_rapporteur(),
        at=NOW,
    )
    assert str(challenge) == "Slowness"
    challenges.publish(challenge, by=the_secretariat(), at=NOW)
    assert [one.ref for one in register.challenges([the_meeting()], at=NOW, language="en")] == [challenge.ref]
    with pytest.raises(NotNow):
        challenges.publish(challenge, by=the_secretariat(), at=LATER)
    challenges.hide(challenge, by=the_secretariat(), at=LATER)
    assert register.challenges([the_meeting()], at=LATER, language="en") == []
    with pytest.raises(NotNow):
        challenges.hide(challenge, by=the_secretariat(), at=LATER)


def test_who_may_do_what_with_challenges() -> None:
    challenge, excerpt, person = a_challenge(), an_excerpt(), the_reviewer()
    practice = a_candidate(excerpt)
    for act in (
        lambda: challenges.attach(challenge, excerpt, by=person, at=NOW),
        lambda: challenges.answer(challenge, practice, by=person, at=NOW),
        lambda: challenges.publish(challenge, by=the_rapporteur(), at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def a_company(meeting: Meeting | None = None) -> Delegation:
    body, _ = Body.objects.get_or_create(
        code="alpha", defaults={"category": "private_sector", "names": {"en": "Alpha"}}
    )
    return Delegation.objects.create(meeting=meeting or the_meeting(), body=body)


def enter(by: Person, delegation: Delegation | None, **changes: Any) -> Initiative:
    wanted: dict[str, Any] = {
        "names": {"en": "Report and Remove"},
        "owner": "Alpha",
        "level": a_term("level", "global"),
        **changes,
    }
    return initiatives.enter(the_meeting(), by=by, at=NOW, delegation=delegation, **wanted)


def test_a_company_enters_its_self_regulation_and_it_is_reviewed() -> None:
    """R06-3, R06-2."""
    company = a_company()
    person = a_delegate(company, name="alpha")
    initiative = enter(
        person, company, measures=[a_term("measure", "self_regulation")], link="https://alpha.example/report"
    )
    assert (initiative.state, register.initiatives([the_meeting()], at=NOW)) == (State.RECEIVED, [])
    initiatives.take(initiative, by=the_secretariat(), at=NOW)
    with pytest.raises(Refused, match="what should be corrected"):
        initiatives.send_back(initiative, reason=" ", by=the_secretariat(), at=NOW)
    initiatives.send_back(initiative, reason="Since when?", by=the_secretariat(), at=NOW)
    initiatives.revise(initiative, started_year=2014, measures=[], by=person, at=NOW)
    assert (initiative.state, initiative.reason, initiative.started_year) == (State.RECEIVED, "", 2014)
    initiatives.revise(initiative, owner="Alpha Ltd", by=person, at=NOW)
    initiatives.take(initiative, by=the_rapporteur(), at=NOW)
    initiatives.publish(initiative, by=the_rapporteur(), at=NOW)
    (card,) = register.initiatives([the_meeting()], at=NOW)
    assert (card.owner, card.level.code, card.started_year, card.is_withdrawn) == (
        "Alpha Ltd",
        "global",
        2014,
        False,
    )
    assert str(initiative) == "Report and Remove"
    with pytest.raises(NotNow, match="published"):
        initiatives.revise(initiative, owner="x", by=person, at=NOW)


def test_initiatives_are_filtered_by_level_and_region() -> None:
    """R06-2: national, regional, global."""
    for level, region in (("national", None), ("regional", "african"), ("global", None)):
        initiative = enter(
            the_secretariat(),
            None,
            names={"en": level},
            level=a_term("level", level),
            region=Group.objects.get(code=region) if region else None,
        )
        initiatives.take(initiative, by=the_secretariat(), at=NOW)
        initiatives.publish(initiative, by=the_secretariat(), at=NOW)
    found = register.initiatives([the_meeting()], at=NOW)
    assert [one.names["en"] for one in found] == ["global", "national", "regional"]
    assert [one.level.code for one in register.initiatives([the_meeting()], at=NOW, level="national")] == [
        "national"
    ]
    (african,) = register.initiatives([the_meeting()], at=NOW, region="african")
    assert african.region is not None
    assert african.region.code == "african"


def test_a_withdrawn_initiative_keeps_its_address() -> None:
    initiative = enter(the_secretariat(), None)
    assert register.initiative(initiative.ref, at=NOW) is None
    initiatives.take(initiative, by=the_secretariat(), at=NOW)
    initiatives.publish(initiative, by=the_secretariat(), at=NOW)
    initiatives.take(initiative, by=the_secretariat(), at=LATER)
    initiatives.publish(initiative, by=the_secretariat(), at=LATER)
    assert initiative.public_from == NOW
    initiatives.withdraw(initiative, reason="ended", by=the_secretariat(), at=LATER)
    card = register.initiative(initiative.ref, at=LATER)
    assert card is not None
    assert (card.is_withdrawn, card.owner, card.link) == (True, "", "")


@pytest.mark.parametrize(
    "changes",
    [
        {"names": {"en": ""}},
        {"owner": " "},
        {"link": "javascript:alert(1)"},
    ],
)
def test_an_initiative_without_its_facts_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        enter(the_secretariat(), None, **changes)


def test_an_initiative_has_a_level_and_a_delegation_of_its_meeting() -> None:
    with pytest.raises(Refused, match="local, national"):
        enter(the_secretariat(), None, level=a_threat())
    foreign = a_company(a_meeting("another"))
    with pytest.raises(Refused, match="of this meeting"):
        enter(a_delegate(foreign, name="alpha"), foreign)


def test_nobody_enters_for_another_or_reviews_the_own() -> None:
    """R06-3."""
    company = a_company()
    person = a_delegate(company, name="alpha")
    stranger = a_delegate(a_delegation(the_meeting(), "fra"), name="france")
    for one in (stranger, a_person("nobody"), the_reviewer()):
        with pytest.raises(NotAllowed):
            enter(one, company)
    with pytest.raises(NotAllowed):
        enter(person, None)
    with pytest.raises(NotAllowed):
        initiatives.take(enter(person, company), by=person, at=NOW)


@pytest.mark.parametrize("to", list(State))
@pytest.mark.parametrize("state", list(State))
def test_an_initiative_moves_as_the_table_says(state: State, to: State) -> None:
    initiative = enter(the_secretariat(), None)
    Initiative.objects.update(state=state, public_from=NOW, reason="x")
    initiative.refresh_from_db()
    if to in MOVES[state]:
        initiatives.move(initiative, to)
        assert initiative.state == to
    else:
        with pytest.raises(NotNow):
            initiatives.move(initiative, to)


def test_the_second_of_two_reviewers_of_an_initiative_is_told() -> None:
    initiative = enter(the_secretariat(), None)
    other = Initiative.objects.get()
    initiatives.take(initiative, by=the_secretariat(), at=NOW)
    with pytest.raises(NotNow, match="Somebody else"):
        initiatives.take(other, by=the_secretariat(), at=NOW)


def test_an_alignment_is_recorded_once_and_undone() -> None:
    """R12-9."""
    paragraph = the_paragraph(
        a_statement("fra", "France aligns itself with the Group of Friends. Thank you.")
    )
    friends = a_group()
    record = lambda: aligning.record(paragraph, 0, 47, with_group=friends, by=the_rapporteur(), at=NOW)  # noqa: E731
    alignment = record()
    assert str(alignment) == "France: Group of Friends"
    with pytest.raises(NotNow, match="already"):
        record()
    aligning.undo(alignment, by=the_rapporteur(), at=NOW)
    with pytest.raises(NotNow, match="already"):
        aligning.undo(alignment, by=the_rapporteur(), at=NOW)
    record()
    assert Alignment.objects.filter(undone_at=None).count() == 1


def test_an_alignment_is_with_one_other() -> None:
    paragraph = the_paragraph(a_statement("fra"))
    france, norway = a_delegation(the_meeting(), "fra"), a_delegation(the_meeting())
    for partners in ({}, {"with_group": a_group(), "with_delegation": norway}, {"with_delegation": france}):
        with pytest.raises(Refused, match="Choose"):
            aligning.record(paragraph, 0, 5, by=the_rapporteur(), at=NOW, **partners)
    with pytest.raises(NotAllowed):
        aligning.record(paragraph, 0, 5, with_delegation=norway, by=the_reviewer(), at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Alignment.objects.create(
            paragraph=paragraph, start=0, end=5, meeting=the_meeting(), delegation=france,
            recorded_by=the_rapporteur(), recorded_at=NOW,
        )  # fmt: skip


def test_a_challenge_that_a_shared_practice_answers_is_answered() -> None:
    """R03-3."""
    challenge = a_challenge()
    practice = a_published()
    challenges.answer(challenge, Practice.objects.get(pk=practice.pk), by=the_rapporteur(), at=NOW)
    challenges.publish(challenge, by=the_secretariat(), at=NOW)
    assert register.coverage(the_meeting(), at=NOW, language="en").unanswered == []
