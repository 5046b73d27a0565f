"""Every state against every move, every role against every act, and the lists of terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from comity.participants.models import Person, Role
from comity.practices import (
    circulating,
    confirming,
    deciding,
    drafting,
    gates,
    grouping,
    issuing,
    queries,
    safeguards,
    screening,
    states,
    vocabulary,
)
from comity.practices.authority import BY_ROLE, OWN_DELEGATION, SENTENCES, Act, may
from comity.practices.models import Excerpt, Practice, Proposal, Term
from comity.practices.models.vocabulary import Scheme
from comity.practices.states import MOVES, State
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements.models import Version
from comity.texts.model import LANGUAGES
from comity.texts.quotes import digest
from tests.makers import NOW, a_delegate, a_delegation, a_meeting, a_person, a_role
from tests.practices.makers import (
    WEEK,
    a_candidate,
    a_circulated,
    a_confirming,
    a_decided,
    a_drafted,
    a_finished,
    a_group,
    a_published,
    a_reviewed,
    an_excerpt,
    confirm_all,
    the_chair,
    the_meeting,
    the_rapporteur,
    the_reviewer,
    the_secretariat,
    the_wording,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def in_state(state: State) -> Practice:
    """By force, the gates being down."""
    practice = a_candidate()
    other = a_candidate(an_excerpt("fra"))
    gates.take_down()
    Practice.objects.filter(pk=practice.pk).update(
        state=state,
        merged_into=other if state == State.MERGED else None,
        superseded_by=other if state == State.SUPERSEDED else None,
        reason="x",
    )
    practice.refresh_from_db()
    return practice


@pytest.mark.parametrize("state", list(State))
def test_only_the_moves_of_the_table_are_made(state: State) -> None:
    practice = in_state(state)
    other = Practice.objects.exclude(pk=practice.pk).get()
    for to in State:
        fields = {
            "merged_into": other if to == State.MERGED else None,
            "superseded_by": other if to == State.SUPERSEDED else None,
        }
        Practice.objects.filter(pk=practice.pk).update(
            state=state,
            merged_into=other if state == State.MERGED else None,
            superseded_by=other if state == State.SUPERSEDED else None,
        )
        seen = Practice.objects.get(pk=practice.pk)
        if to in MOVES[state]:
            states.move(seen, to, **fields)
            assert Practice.objects.get(pk=practice.pk).state == to
        else:
            with pytest.raises(NotNow):
                states.move(seen, to, **fields)


def test_every_state_has_its_moves_and_every_act_its_roles_and_sentence() -> None:
    assert {*MOVES} == {*State}
    assert {*BY_ROLE} == {*Act} == {*SENTENCES}


VERBS: dict[str, tuple[Callable[[Practice, Person], object], frozenset[State]]] = {
    "screen": (lambda one, by: screening.screen(one, by=by, at=NOW), frozenset({State.CANDIDATE})),
    "consolidate": (lambda one, by: screening.consolidate(one, by=by, at=NOW), frozenset({State.SCREENED})),
    "begin": (
        lambda one, by: drafting.begin(one, language="en", by=by, at=NOW),
        frozenset({State.CONSOLIDATED, State.UNDER_REVIEW}),
    ),
    "reopen": (lambda one, by: screening.reopen(one, by=by, at=NOW), frozenset({State.NOT_RETAINED})),
    "split": (
        lambda one, by: grouping.split(one, one.supports.all()[:1], working_title="", by=by, at=NOW),
        states.EARLY,
    ),
    "merge": (
        lambda one, by: grouping.merge(one, into=Practice.objects.exclude(pk=one.pk).first(), by=by, at=NOW),  # type: ignore[arg-type]
        states.EARLY,
    ),
    "classify": (
        lambda one, by: drafting.classify(one, maturity="promising", by=by, at=NOW),
        frozenset(State) - states.CLOSED,
    ),
    "take back": (
        lambda one, by: screening.take_back(one, reason="x", by=by, at=NOW),
        frozenset(state for state in State if State.CANDIDATE in MOVES[state]) - {State.MERGED},
    ),
}


@pytest.mark.parametrize("verb", list(VERBS))
def test_each_verb_works_in_its_states_and_in_no_other(verb: str) -> None:
    practice = in_state(State.CANDIDATE)
    extra = an_excerpt("chn", "Words.")
    practice.supports.create(excerpt=extra, number=2, joined_by=the_rapporteur(), joined_at=NOW)
    act, allowed = VERBS[verb]
    worked = set()
    for state in set(State) - {State.MERGED}:
        with begun_anew(practice, state) as one:
            try:
                act(one, the_rapporteur())
                worked.add(state)
            except NotNow:
                assert Practice.objects.get(pk=one.pk).state == state
    assert worked == allowed - {State.MERGED}


@contextmanager
def begun_anew(practice: Practice, state: State) -> Iterator[Practice]:
    """The practice in the state, by force; whatever is done to it is undone."""
    with transaction.atomic():
        other = Practice.objects.exclude(pk=practice.pk).get() if state == State.SUPERSEDED else None
        Practice.objects.filter(pk=practice.pk).update(state=state, superseded_by=other, reason="x")
        yield Practice.objects.get(pk=practice.pk)
        transaction.set_rollback(True)


@pytest.mark.no_database
@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.DELEGATE, Role.FOCAL_POINT)])
def test_each_role_may_do_what_the_table_says(role: Role, act: Act) -> None:
    """RX-10, RX-2."""
    meeting = a_meeting()
    person = a_role(role, None if role is Role.ADMINISTRATOR else meeting, name="somebody")
    assert may(person, act, meeting=meeting) == (role in BY_ROLE[act])
    assert may(person, act, meeting=meeting.pk, delegation=a_delegation(meeting)) == (role in BY_ROLE[act])
    assert Role.ADMINISTRATOR not in BY_ROLE[act]


@pytest.mark.parametrize("act", list(Act))
def test_a_delegate_acts_for_the_own_delegation_only(act: Act) -> None:
    """R12-4, R06-3."""
    meeting = a_meeting()
    norway, other = a_delegation(meeting), a_delegation(meeting, "fra")
    person = a_delegate(norway)
    assert may(person, act, meeting=meeting, delegation=norway) == (act in OWN_DELEGATION)
    assert not may(person, act, meeting=meeting, delegation=other)
    assert not may(person, act, meeting=meeting)
    assert not may(a_person(), act, meeting=meeting, delegation=norway)


def test_exactly_two_roles_open_seals() -> None:
    """RX-2."""
    assert BY_ROLE[Act.OPEN_SEAL] == {Role.RAPPORTEUR, Role.SECRETARIAT}


def test_a_decision_gate_stands_against_an_invented_practice() -> None:
    """R12-3."""
    a_candidate()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO comity_practice (ref, meeting_id, state, state_before, working_title, maturity, status, reason, "
            "created_by_id, created_at) SELECT 'x', meeting_id, 'recommended', '', 'x', maturity, '', '', created_by_id, "
            "created_at FROM comity_practice"
        )


def test_the_vocabularies_ship_in_six_languages() -> None:
    """R01-1, R06-1."""
    assert {one["scheme"] for one in vocabulary.shipped()} == {*Scheme.values}
    assert all({*one["titles"]} == {*LANGUAGES} for one in vocabulary.shipped())
    threats = [one.code for one in vocabulary.of(Scheme.THREAT)]
    assert {"propaganda", "training", "weapons", "recruitment", "financing", "attack_planning"} <= {*threats}
    assert "travel_facilitation" in threats
    assert [one.code for one in vocabulary.of(Scheme.APPROACH)] == [
        *("legal", "law_enforcement", "public_private", "self_regulation", "civil_society"),
        *("international_cooperation", "other"),
    ]
    assert all(one.broader for one in vocabulary.of(Scheme.MEASURE))


def test_a_list_is_edited_without_code_and_stays_so() -> None:
    """R01-1: editable without code."""
    meeting, desk = the_meeting(), the_secretariat()
    term = vocabulary.add(
        Scheme.THREAT, "drones", titles={"en": "use of drones"}, meeting=meeting, by=desk, at=NOW
    )
    assert vocabulary.of(Scheme.THREAT)[-1] == term
    with pytest.raises(Refused, match="already"):
        vocabulary.add(Scheme.THREAT, "drones", titles={"en": "again"}, meeting=meeting, by=desk, at=NOW)
    with pytest.raises(Refused, match="at least one language"):
        vocabulary.revise(term, titles={"en": ""}, meeting=meeting, by=desk, at=NOW)
    training = vocabulary.term(Scheme.THREAT, "training")
    vocabulary.revise(training, titles={"en": "manuals"}, meeting=meeting, by=the_rapporteur(), at=NOW)
    vocabulary.revise(term, active=False, scope_notes={"en": "retired"}, meeting=meeting, by=desk, at=NOW)
    vocabulary.load()
    assert (str(Term.objects.get(pk=training.pk)), term in vocabulary.of(Scheme.THREAT)) == ("manuals", False)
    Term.objects.filter(code="weapons").delete()
    vocabulary.load()
    assert str(vocabulary.term(Scheme.THREAT, "training")) == "manuals"
    assert Term.objects.filter(code="weapons").exists()
    with pytest.raises(NotAllowed):
        vocabulary.revise(training, active=False, meeting=meeting, by=the_reviewer(), at=NOW)


def waiting() -> dict[str, int]:
    return {
        name: found.count() for name, found in queries.queues(the_meeting(), at=NOW).items() if found.exists()
    }


def test_what_waits_for_whom_follows_the_practice() -> None:
    """The desk's queues: one step after the other."""
    practice, rapporteur = a_candidate(), the_rapporteur()
    seen = [waiting()]
    screening.screen(practice, by=rapporteur, at=NOW)
    seen.append(waiting())
    screening.consolidate(practice, by=rapporteur, at=NOW)
    seen.append(waiting())
    drafting.begin(practice, language="en", by=rapporteur, at=NOW)
    seen.append(waiting())
    assert [list(one) for one in seen] == [["screen"], ["consolidate"], ["draft"], ["draft"]]


@pytest.mark.parametrize(
    ("make", "queue"),
    [
        (a_drafted, ["draft"]),
        (a_finished, ["review safeguards"]),
        (a_reviewed, ["ask sources"]),
        (a_confirming, ["wait for sources"]),
        (a_circulated, []),
        (a_decided, ["publish", "issue"]),
        (a_published, ["issue"]),
    ],
)
def test_each_step_waits_in_its_queue(make: Callable[[], Practice], queue: list[str]) -> None:
    practice = make()
    assert list(waiting()) == queue
    if queue == ["wait for sources"]:
        confirm_all(practice)
        assert list(waiting()) == ["circulate"]
    if not queue:
        later = queries.queues(the_meeting(), at=NOW + WEEK)
        assert list(later["record decision"]) == [practice]


def test_the_board_counts_what_a_practice_rests_on() -> None:
    """R12-9."""
    practice = a_candidate(an_excerpt(), an_excerpt("fra", "Nous aussi.", language="fr"))
    gone = a_candidate(an_excerpt("chn", "也是。", language="zh"))
    grouping.merge(gone, into=practice, by=the_rapporteur(), at=NOW)
    grouping.detach(practice.supports.get(number=3), by=the_rapporteur(), at=NOW)
    assert [(one.live, one.delegations, one.languages) for one in queries.board(the_meeting())] == [(2, 2, 2)]  # type: ignore[attr-defined]


def test_loose_words_and_claims_are_listed_apart() -> None:
    claim = an_excerpt("fra", "360,000 accounts were closed.", kind=Excerpt.Kind.CLAIM)
    a_candidate()
    assert list(queries.loose(the_meeting())) == [claim]
    assert list(queries.excerpts_of(the_meeting(), Excerpt.Kind.CLAIM)) == [claim]
    assert queries.excerpts_of(the_meeting()).count() == 2


def a_proposal(words: Excerpt, practice: Practice, **changes: object) -> Proposal:
    wanted = {
        "kind": Proposal.Kind.JOIN,
        "paragraph": words.paragraph,
        "excerpt": words,
        "practice": practice,
        "engine": "comity",
        "version": "1",
        "score": 0.5,
        "source_sha256": words.sha256,
        "made_at": NOW,
        **changes,
    }
    return Proposal.objects.create(**wanted)


def test_a_proposal_names_its_engine_and_goes_with_a_refusal_or_its_source() -> None:
    """R12-12: labelled, optional, and never more than a proposal."""
    practice, excerpt = a_candidate(), an_excerpt("fra", "Nous aussi.")
    proposal = a_proposal(excerpt, practice)
    assert str(proposal) == "comity 1: an excerpt that may belong to a practice"
    with pytest.raises(DatabaseError), transaction.atomic():
        a_proposal(excerpt, practice, engine="")
    join = Proposal.Kind.JOIN
    assert queries.proposals(the_meeting(), join) == [proposal]
    grouping.refuse(practice, excerpt, by=the_rapporteur(), at=NOW)
    assert queries.proposals(the_meeting(), join) == []
    grouping.reconsider(practice, excerpt, by=the_rapporteur(), at=NOW)
    Version.objects.filter(statement__delegation=excerpt.delegation).update(state="superseded")
    assert queries.proposals(the_meeting(), join) == []
    assert practice.supports.count() == 1
    flag = Proposal.objects.get(pk=proposal.pk)
    flag.excerpt, flag.source_sha256 = None, digest(excerpt.paragraph.text)
    assert flag.obsolete


def test_steps_that_were_not_done_are_not_told() -> None:
    """R03-2."""
    practice = a_group()
    assert [one.name for one in queries.steps(practice)] == ["collected", "identified"]
    empty = a_candidate(an_excerpt("fra"))
    empty.supports.all().delete()
    assert queries.steps(empty) == []


def test_a_practice_goes_the_whole_way() -> None:
    """R12-1 to R12-6: from words of three delegations in three languages to a recommendation."""
    excerpts = [
        an_excerpt(),
        an_excerpt("fra", "Nous répondons à toute heure.", language="fr"),
        an_excerpt("egy", "نرد في كل ساعة.", language="ar"),
    ]
    practice = a_drafted(*excerpts, what="Requests are answered at any hour. [1][2][3]")
    drafting.finish(the_wording(practice), by=the_rapporteur(), at=NOW)
    review = safeguards.start(the_wording(practice), by=the_reviewer(), at=NOW)
    for item in review.items.all():
        safeguards.answer(review, item.code, answer="yes", by=the_reviewer(), at=NOW)
    safeguards.complete(
        review, result="conditional", conditions={"en": "With a judge."}, by=the_reviewer(), at=NOW
    )
    practice.refresh_from_db()
    confirming.send(practice, due_at=NOW + WEEK, silence="confirms", by=the_secretariat(), at=NOW)
    confirm_all(practice)
    circulating.circulate(practice, working_days=3, by=the_secretariat(), at=NOW)
    at = NOW + WEEK
    deciding.decide(
        practice, outcome="recommended", decided_on=at.date(), procedure="silence", by=the_chair(), at=at
    )
    edition = issuing.issue(the_meeting(), kind="edition", by=the_secretariat(), at=at)
    assert edition.entries.get().number == 1
    assert list(reversed([act.verb for act in trail.of(practice).order_by("-pk")])) == [
        *("started", "attached", "attached", "screened", "consolidated", "began drafting", "wrote"),
        *("classified", "finished drafting", "began safeguards review", *["answered safeguard"] * 15),
        *("completed safeguards review", "asked sources", "circulated", "decided", "published"),
    ]
