"""Across delegations and languages people join, and take apart again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from comity.participants.models import Role
from comity.practices import attribution, flagging, grouping, reading, screening
from comity.practices.models import Excerpt, Practice, Refusal, Support, Term
from comity.practices.models.excerpts import Attribution
from comity.practices.states import State
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW, a_delegation, a_meeting, a_role
from tests.practices.makers import (
    a_candidate,
    a_group,
    an_excerpt,
    marks,
    the_meeting,
    the_rapporteur,
    the_reviewer,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
FRENCH = "Nous avons un point de contact joignable jour et nuit."
CHINESE = "我们设有全天候联络点。"


def three() -> list[Excerpt]:
    return [
        an_excerpt("nor", "We keep a contact point."),
        an_excerpt("fra", FRENCH, language="fr"),
        an_excerpt("chn", CHINESE, language="zh"),
    ]


def test_words_of_three_delegations_in_three_languages_stand_under_one_practice() -> None:
    """R12-2."""
    norway, france, china = three()
    practice = a_candidate(norway)
    grouping.attach(practice, france, by=the_rapporteur(), at=NOW)
    support = grouping.attach(practice, china, by=the_rapporteur(), at=NOW, stance="diverges")
    assert marks(practice) == [(1, norway.text), (2, FRENCH), (3, CHINESE)]
    assert (str(support), support.stance) == (f"{practice.ref} [3]", "diverges")
    assert [act.verb for act in trail.of(practice)] == ["attached", "attached", "started"]
    assert reading.accounting(the_meeting()).grouped == 3


def test_a_candidate_takes_over_what_its_first_words_are_about() -> None:
    """R02-1."""
    words = "As resolution 1373 (2001) decides, we share evidence."
    term = Term.objects.get(scheme="threat", code="recruitment")
    practice = grouping.start(
        an_excerpt("nor", words, codes=[term]), working_title="  ", by=the_rapporteur(), at=NOW
    )
    assert practice.working_title == words
    assert [str(link) for link in practice.instrument_links.all()] == ["S/RES/1373 (2001)"]
    assert [str(one) for one in practice.codings.all()] == ["about: identifying and recruiting members"]
    assert [aspect.code for aspect in practice.aspects.all()] == ["one"]
    assert practice.permanent_address.endswith(f"/id/{practice.ref}")
    assert str(practice) == practice.ref


def test_sealed_words_are_no_working_title() -> None:
    """RX-1: all at the desk read it, and the draft that other contributors see begins with it."""
    excerpt = an_excerpt()
    attribution.tighten(excerpt, Attribution.NON_ATTRIBUTED, by=the_rapporteur(), at=NOW)
    with pytest.raises(Refused, match="working title"):
        grouping.start(excerpt, working_title=" ", by=the_rapporteur(), at=NOW)
    assert not Practice.objects.exists()
    assert grouping.start(excerpt, working_title="Contact points", by=the_rapporteur(), at=NOW).ref


@pytest.mark.parametrize("kind", [Excerpt.Kind.CLAIM, Excerpt.Kind.CHALLENGE])
def test_a_claim_or_a_challenge_is_no_practice(kind: Excerpt.Kind) -> None:
    excerpt = an_excerpt(kind=kind)
    with pytest.raises(Refused, match="flagged as"):
        a_candidate(excerpt)
    practice = a_candidate(an_excerpt("fra"))
    grouping.attach(practice, excerpt, by=the_rapporteur(), at=NOW)
    assert len(marks(practice)) == 2


def test_words_taken_out_come_back_under_their_number() -> None:
    """R12-2: reversible."""
    norway, france, _china = three()
    practice = a_candidate(norway, france)
    support = practice.supports.get(number=1)
    grouping.detach(support, by=the_rapporteur(), at=NOW)
    assert (marks(practice), Refusal.objects.count()) == ([(2, FRENCH)], 1)
    assert str(Refusal.objects.get()) == f"{practice.ref}: {norway}"
    with pytest.raises(NotNow, match="already"):
        grouping.detach(support, by=the_rapporteur(), at=NOW)
    grouping.attach(practice, norway, by=the_rapporteur(), at=LATER)
    assert ([number for number, _ in marks(practice)], Refusal.objects.count()) == ([1, 2], 0)
    with pytest.raises(NotNow, match="already"):
        grouping.attach(practice, norway, by=the_rapporteur(), at=LATER)
    grouping.detach(support, by=the_rapporteur(), at=LATER, refuse=False)
    assert not Refusal.objects.exists()


def test_a_refusal_is_remembered_until_it_is_reconsidered() -> None:
    """R12-12."""
    norway, france, _china = three()
    practice = a_candidate(norway)
    grouping.refuse(practice, france, by=the_rapporteur(), at=NOW)
    grouping.refuse(practice, france, by=the_rapporteur(), at=LATER)
    assert Refusal.objects.get().at == NOW
    grouping.reconsider(practice, france, by=the_rapporteur(), at=LATER)
    with pytest.raises(NotNow, match="Nobody"):
        grouping.reconsider(practice, france, by=the_rapporteur(), at=LATER)
    with pytest.raises(NotNow, match="Take them out"):
        grouping.refuse(practice, norway, by=the_rapporteur(), at=LATER)


def test_words_of_another_meeting_or_discarded_ones_do_not_join() -> None:
    practice = a_candidate()
    other = a_meeting("another")
    a_role(Role.RAPPORTEUR, other, name="other")
    stranger = an_excerpt("fra")
    Practice.objects.filter(pk=practice.pk)
    foreign = Excerpt(meeting=other, paragraph=stranger.paragraph, delegation=a_delegation(other))
    with pytest.raises(Refused, match="another meeting"):
        grouping.attach(practice, foreign, by=the_rapporteur(), at=NOW)
    flagging.discard(stranger, by=the_rapporteur(), at=NOW)
    with pytest.raises(NotNow, match="discarded"):
        grouping.attach(practice, stranger, by=the_rapporteur(), at=NOW)


def test_a_merger_is_undone_with_everything_where_it_was() -> None:
    """R12-2: merge is reversible."""
    norway, france, china = three()
    first, second = a_group(norway, china), a_group(france, china)
    grouping.merge(second, into=first, by=the_rapporteur(), at=NOW)
    second.refresh_from_db()
    assert (second.state, second.merged_into) == (State.MERGED, first)
    assert marks(first) == [(1, norway.text), (2, CHINESE), (3, FRENCH)]
    with pytest.raises(NotNow):
        grouping.attach(second, norway, by=the_rapporteur(), at=NOW)
    grouping.unmerge(second, by=the_rapporteur(), at=LATER)
    second.refresh_from_db()
    assert (second.state, second.merged_into, second.state_before) == (State.CONSOLIDATED, None, "")
    assert marks(first) == [(1, norway.text), (2, CHINESE)]
    assert marks(second) == [(1, FRENCH), (2, CHINESE)]


def test_a_practice_that_was_merged_with_the_words_it_had_lost_is_a_candidate_again() -> None:
    norway, france, _china = three()
    first, second = a_group(norway), a_group(france)
    grouping.merge(second, into=first, by=the_rapporteur(), at=NOW)
    flagging.discard(france, by=the_rapporteur(), at=NOW)
    second.refresh_from_db()
    grouping.unmerge(second, by=the_rapporteur(), at=NOW)
    second.refresh_from_db()
    assert second.state == State.CANDIDATE


def test_what_a_practice_rests_on_alone_is_not_taken_back_from_it() -> None:
    """R12-1."""
    norway, france, _china = three()
    first, second = a_group(norway), a_group(france)
    grouping.merge(second, into=first, by=the_rapporteur(), at=NOW)
    grouping.detach(first.supports.get(number=1), by=the_rapporteur(), at=NOW)
    second.refresh_from_db()
    with pytest.raises(NotNow, match="no words at all"):
        grouping.unmerge(second, by=the_rapporteur(), at=NOW)


def test_a_practice_is_merged_with_another_one_of_its_meeting() -> None:
    practice = a_candidate()
    with pytest.raises(Refused, match="another practice"):
        grouping.merge(practice, into=practice, by=the_rapporteur(), at=NOW)


def test_a_split_is_undone_by_merging_back() -> None:
    """R12-2: split is reversible."""
    practice = a_group(*three())
    before = marks(practice)
    part = grouping.split(
        practice,
        [practice.supports.get(number=2)],
        working_title="The French way",
        by=the_rapporteur(),
        at=NOW,
    )
    assert (marks(part), part.state, part.split_from) == ([(1, FRENCH)], State.CANDIDATE, practice)
    assert [number for number, _ in marks(practice)] == [1, 3]
    grouping.merge(part, into=practice, by=the_rapporteur(), at=LATER)
    assert marks(practice) == before


@pytest.mark.parametrize("numbers", [[], [1, 2, 3]])
def test_a_split_leaves_something_and_takes_something(numbers: list[int]) -> None:
    practice = a_group(*three())
    with pytest.raises(Refused, match="some of the words"):
        grouping.split(
            practice,
            list(practice.supports.filter(number__in=numbers)),
            working_title="",
            by=the_rapporteur(),
            at=NOW,
        )


def test_a_stance_is_taken_but_the_last_support_stays() -> None:
    """R12-2: divergent views stay visible."""
    norway, france, _china = three()
    practice = a_group(norway, france)
    first, second = practice.supports.all()
    grouping.take_stance(second, stance="diverges", by=the_rapporteur(), at=NOW)
    assert len(marks(practice)) == 2
    with pytest.raises(NotNow, match="no words at all"):
        grouping.take_stance(first, stance="diverges", by=the_rapporteur(), at=NOW)
    grouping.take_stance(second, stance="supports", by=the_rapporteur(), at=NOW)
    assert second.stance == "supports"


def test_no_words_no_practice_beyond_candidate() -> None:
    """R12-1."""
    practice = a_candidate()
    support = practice.supports.get()
    grouping.detach(support, by=the_rapporteur(), at=NOW)
    with pytest.raises(NotNow, match="Nothing that was said"):
        screening.screen(practice, by=the_rapporteur(), at=NOW)
    grouping.attach(practice, support.excerpt, by=the_rapporteur(), at=NOW)
    screening.screen(practice, by=the_rapporteur(), at=NOW)
    with pytest.raises(NotNow, match="no words at all"):
        grouping.detach(support, by=the_rapporteur(), at=NOW)


BEHIND = [
    "UPDATE comity_practice SET state = 'drafted'",
    "UPDATE comity_practice SET state = 'recommended'",
    "DELETE FROM comity_practice",
    "UPDATE comity_practice SET ref = 'another'",
]


@pytest.mark.parametrize("sql", BEHIND)
def test_the_database_keeps_a_candidate_without_words_a_candidate(sql: str) -> None:
    """R12-1: by the database, not by the screen."""
    practice = a_candidate()
    grouping.detach(practice.supports.get(), by=the_rapporteur(), at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Practice.objects.get().state == State.CANDIDATE


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE comity_support SET left_at = joined_at",
        "UPDATE comity_support SET stance = 'diverges'",
        "DELETE FROM comity_support",
        "UPDATE comity_excerpt SET discarded_at = flagged_at",
        "UPDATE comity_excerpt SET attribution = 'withdrawn'",
    ],
)
def test_the_database_takes_no_words_from_under_a_practice(sql: str) -> None:
    """R12-1."""
    a_group()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Support.objects.live().count() == 1


def test_a_practice_is_given_up_with_a_reason_and_taken_up_again() -> None:
    practice = a_group()
    for act in (screening.not_retain, screening.take_back):
        with pytest.raises(Refused, match="Say why"):
            act(practice, reason=" ", by=the_rapporteur(), at=NOW)
    screening.take_back(practice, reason="two things in one", by=the_rapporteur(), at=NOW)
    screening.not_retain(practice, reason="a plan, not a practice", by=the_rapporteur(), at=NOW)
    assert (practice.state, practice.reason) == (State.NOT_RETAINED, "a plan, not a practice")
    screening.reopen(practice, by=the_rapporteur(), at=NOW)
    assert (practice.state, practice.reason) == (State.CANDIDATE, "")
    with pytest.raises(NotNow, match="candidate"):
        screening.reopen(practice, by=the_rapporteur(), at=NOW)


def test_a_practice_is_renamed_and_handed_over() -> None:
    practice = a_candidate()
    second = a_role(Role.RAPPORTEUR, the_meeting(), name="second")
    with pytest.raises(Refused, match="title"):
        screening.rename(practice, working_title=" ", by=the_rapporteur(), at=NOW)
    screening.rename(practice, working_title="Answer at any hour", by=the_rapporteur(), at=NOW)
    screening.hand_over(practice, to=second, by=the_rapporteur(), at=NOW)
    assert (practice.working_title, practice.owner) == ("Answer at any hour", second)
    with pytest.raises(NotAllowed):
        screening.hand_over(practice, to=the_reviewer(), by=the_rapporteur(), at=NOW)


def test_the_second_of_two_rapporteurs_is_told() -> None:
    practice = a_candidate()
    seen_by_the_other = Practice.objects.get(pk=practice.pk)
    screening.screen(practice, by=the_rapporteur(), at=NOW)
    with pytest.raises(NotNow, match="Somebody else was first"):
        screening.screen(seen_by_the_other, by=the_rapporteur(), at=NOW)


def test_only_a_rapporteur_groups() -> None:
    practice, excerpt = a_candidate(), an_excerpt("fra")
    support, reviewer = practice.supports.get(), the_reviewer()
    for act in (
        lambda: grouping.start(excerpt, working_title="", by=reviewer, at=NOW),
        lambda: grouping.attach(practice, excerpt, by=reviewer, at=NOW),
        lambda: grouping.detach(support, by=reviewer, at=NOW),
        lambda: grouping.take_stance(support, stance="diverges", by=reviewer, at=NOW),
        lambda: grouping.refuse(practice, excerpt, by=reviewer, at=NOW),
        lambda: grouping.reconsider(practice, excerpt, by=reviewer, at=NOW),
        lambda: grouping.merge(practice, into=practice, by=reviewer, at=NOW),
        lambda: grouping.unmerge(practice, by=reviewer, at=NOW),
        lambda: grouping.split(practice, [support], working_title="", by=reviewer, at=NOW),
        lambda: screening.screen(practice, by=reviewer, at=NOW),
        lambda: screening.not_retain(practice, reason="x", by=reviewer, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
