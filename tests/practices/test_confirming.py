"""Contributors are asked about their own words; attribution is tightened and never loosened without them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from comity.participants.models import Letter
from comity.practices import attribution, confirming, drafting, flagging, grouping, queries, screening
from comity.practices.models import Confirmation, Consent, Excerpt, Practice
from comity.practices.models.excerpts import Attribution
from comity.practices.states import State
from comity.record.models import Act
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements.models import Statement
from tests.makers import NOW, a_delegation, a_person
from tests.practices.makers import (
    WEEK,
    WORDS,
    a_candidate,
    a_confirming,
    a_decided,
    a_group,
    a_reviewed,
    an_excerpt,
    confirm_all,
    one_for,
    pass_review,
    the_meeting,
    the_rapporteur,
    the_reviewer,
    the_secretariat,
    the_wording,
)

pytestmark = pytest.mark.django_db
LATE = NOW + WEEK + timedelta(minutes=1)


def of(code: str) -> Confirmation:
    return Confirmation.objects.get(delegation__body__code=code)


def test_words_of_a_confidential_statement_are_in_no_mail() -> None:
    """RX-5: the letter says where they stand."""
    excerpt = an_excerpt()
    one_for(excerpt.delegation)
    statement = excerpt.paragraph.language_version.version.statement
    Statement.objects.filter(pk=statement.pk).update(sensitivity="confidential")
    a_confirming(excerpt)
    (letter,) = Letter.objects.filter(subject__contains="register")
    assert WORDS not in letter.body
    assert f"{statement.permanent_address}#{excerpt.paragraph.anchor}" in letter.body


def test_each_contributor_gets_its_own_words_and_nobody_else_s() -> None:
    """R12-4, RX-1."""
    norway, france = an_excerpt(), an_excerpt("fra", "Nous répondons à toute heure.", language="fr")
    for excerpt in (norway, france):
        one_for(excerpt.delegation)
    practice = a_confirming(norway, france)
    assert practice.state == State.CONFIRMING
    assert confirming.excerpts_of(of("nor")) == [norway]
    letters = {letter.to: letter.body for letter in Letter.objects.filter(subject__contains="register")}
    assert {*letters} == {"delegate-nor@example.org", "delegate-fra@example.org"}
    assert WORDS in letters["delegate-nor@example.org"]
    assert "Nous répondons" not in letters["delegate-nor@example.org"]
    assert "France" not in letters["delegate-nor@example.org"]
    assert [one.delegation.body.code for one in queries.confirmations_of(one_for(norway.delegation))] == [
        "nor"
    ]
    assert (str(of("nor")), of("nor").meeting) == (f"confirmation {of('nor').pk}", the_meeting())


def test_a_contributor_who_joins_later_is_asked_too_and_nobody_twice() -> None:
    practice = a_confirming()
    grouping.attach(practice, an_excerpt("fra"), by=the_rapporteur(), at=NOW)
    with pytest.raises(NotNow, match="has not been asked"):
        confirming.check_confirmed(the_wording(practice))
    sent = confirming.send(practice, due_at=NOW + WEEK, silence="unnamed", by=the_rapporteur(), at=NOW)
    assert [one.delegation.body.code for one in sent] == ["fra"]


@pytest.mark.parametrize(("due", "silence"), [(timedelta(0), "confirms"), (WEEK, "shrugs")])
def test_a_date_and_a_meaning_of_silence_are_named(due: timedelta, silence: str) -> None:
    with pytest.raises(Refused, match="Choose a date"):
        confirming.send(a_reviewed(), due_at=NOW + due, silence=silence, by=the_secretariat(), at=NOW)


def test_sources_are_asked_after_the_safeguards() -> None:
    with pytest.raises(NotNow):
        confirming.send(a_group(), due_at=NOW + WEEK, silence="confirms", by=the_secretariat(), at=NOW)


def test_a_confirmed_wording_may_go_on() -> None:
    """R12-4."""
    practice = a_confirming(an_excerpt(), an_excerpt("fra"))
    with pytest.raises(NotNow, match="has not answered"):
        confirming.check_confirmed(the_wording(practice))
    confirm_all(practice)
    confirming.check_confirmed(the_wording(practice))
    with pytest.raises(NotNow, match="answered already"):
        confirming.answer(of("nor"), "confirmed", by=one_for(a_delegation(the_meeting())), at=NOW)


def test_a_correction_of_facts_asks_for_a_new_wording() -> None:
    """R12-4."""
    practice = a_confirming()
    norway = one_for(a_delegation(the_meeting()))
    with pytest.raises(Refused, match="what is to be corrected"):
        confirming.answer(of("nor"), "corrected", by=norway, at=NOW)
    confirming.answer(of("nor"), "corrected", remarks="It opened in 2015.", by=norway, at=NOW)
    with pytest.raises(NotNow, match="corrects this wording"):
        confirming.check_confirmed(the_wording(practice))
    assert drafting.reword(practice, reason="a fact", by=the_rapporteur(), at=NOW).number == 2


@pytest.mark.parametrize(
    ("answer", "to"),
    [
        ("tightened", None),
        ("confirmed", Attribution.NON_ATTRIBUTED),
        ("tightened", Attribution.WITHDRAWN),
        ("silent", None),
        ("perhaps", None),
    ],
)
def test_an_answer_is_one_of_those_that_are_asked_for(answer: str, to: Attribution | None) -> None:
    a_confirming()
    with pytest.raises(Refused, match="Choose"):
        confirming.answer(of("nor"), answer, tighten_to=to, by=one_for(a_delegation(the_meeting())), at=NOW)


def test_a_contributor_tightens_its_attribution() -> None:
    """R12-4, RX-1."""
    excerpt = an_excerpt()
    practice = a_confirming(excerpt)
    norway = one_for(excerpt.delegation)
    confirming.answer(of("nor"), "tightened", tighten_to=Attribution.NON_ATTRIBUTED, by=norway, at=NOW)
    excerpt.refresh_from_db()
    assert (excerpt.attribution, of("nor").tightened_to) == ("non_attributed", "non_attributed")
    confirming.check_confirmed(the_wording(practice))
    told = Act.objects.filter(object_type__in=["excerpt", "confirmation", "practice"], by=norway)
    assert not told.exists()  # the record would name the source to all who read it


def test_an_older_wording_is_not_answered_any_more() -> None:
    """R12-4: a page that was left open, or an address that was made up."""
    practice = a_confirming(an_excerpt(), an_excerpt("fra"))
    drafting.reword(practice, reason="a fact", by=the_rapporteur(), at=NOW)
    drafting.write(the_wording(practice), language="en", what="Otherwise [1].", by=the_rapporteur(), at=NOW)
    drafting.finish(the_wording(practice), by=the_rapporteur(), at=NOW)
    pass_review(practice)
    confirming.send(practice, due_at=NOW + WEEK, silence="confirms", by=the_secretariat(), at=NOW)
    old, new = Confirmation.objects.filter(delegation__body__code="nor").order_by("pk")
    with pytest.raises(NotNow, match="worded anew since"):
        confirming.answer(old, "withdrawn", by=one_for(old.delegation), at=NOW)
    confirming.answer(new, "confirmed", by=one_for(new.delegation), at=NOW)
    assert (old.answer, practice.supports.live().count()) == ("", 2)


def test_a_title_that_is_the_words_goes_when_they_are_closed() -> None:
    """RX-1: the desk reads titles, and a draft begins with one."""
    excerpt = an_excerpt()
    others = [a_candidate(excerpt, title=""), a_candidate(excerpt, title="Keep a contact point")]
    practice = a_candidate(excerpt, an_excerpt("fra", "Ils répondent."), title="")
    screening.screen(practice, by=the_rapporteur(), at=NOW)
    screening.consolidate(practice, by=the_rapporteur(), at=NOW)
    version = drafting.begin(practice, language="en", by=the_rapporteur(), at=NOW)
    assert version.texts.get().title == WORDS
    attribution.tighten(excerpt, Attribution.BY_CATEGORY, by=the_rapporteur(), at=NOW)
    for one in (practice, *others):
        one.refresh_from_db()
    assert [one.working_title for one in others] == [others[0].ref, "Keep a contact point"]
    assert (practice.working_title, version.texts.get().title) == (practice.ref, "")
    drafting.PracticeText.objects.update(what="They answer [2].")
    with pytest.raises(Refused, match=r"title in each language \(English\)"):
        drafting.finish(version, by=the_rapporteur(), at=NOW)


def test_a_draft_does_not_begin_with_an_address() -> None:
    excerpt = an_excerpt()
    practice = a_group(excerpt)
    practice.working_title = excerpt.as_title
    practice.save()
    attribution.tighten(excerpt, Attribution.NON_ATTRIBUTED, by=the_rapporteur(), at=NOW)
    version = drafting.begin(practice, language="en", by=the_rapporteur(), at=NOW)
    assert version.texts.get().title == ""


def test_a_wording_that_repeats_closed_words_goes_no_further() -> None:
    """RX-1: whoever searches for them finds their source."""
    excerpt = an_excerpt()
    practice = a_confirming(excerpt, an_excerpt("fra"), what=f"It is said: {WORDS} [1]")
    confirm_all(practice)
    confirming.check_confirmed(the_wording(practice))
    attribution.tighten(excerpt, Attribution.NON_ATTRIBUTED, by=the_rapporteur(), at=NOW)
    with pytest.raises(NotNow, match=r"“what” \(English\) repeats words"):
        confirming.check_confirmed(the_wording(practice))
    drafting.reword(practice, reason="a source", by=the_rapporteur(), at=NOW)
    with pytest.raises(NotNow, match="repeats words"):
        drafting.finish(the_wording(practice), by=the_rapporteur(), at=NOW)


def test_words_taken_back_leave_the_practice_and_the_last_ones_take_it_back_to_candidate() -> None:
    """R12-4, R12-1."""
    norway, france = an_excerpt(), an_excerpt("fra")
    practice = a_confirming(norway, france)
    confirming.answer(of("fra"), "withdrawn", by=one_for(france.delegation), at=NOW)
    practice.refresh_from_db()
    assert (practice.state, practice.supports.live().count()) == (State.CONFIRMING, 1)
    confirming.answer(of("nor"), "withdrawn", by=one_for(norway.delegation), at=NOW)
    practice.refresh_from_db()
    assert (practice.state, practice.supports.live().count()) == (State.CANDIDATE, 0)


def test_a_decided_practice_whose_only_source_takes_its_words_back_is_withdrawn() -> None:
    excerpt = an_excerpt()
    practice = a_decided(excerpt)
    attribution.tighten(excerpt, Attribution.WITHDRAWN, by=one_for(excerpt.delegation), at=NOW)
    practice.refresh_from_db()
    assert (practice.state, practice.closed_at) == (State.WITHDRAWN, NOW)
    assert practice.reason == attribution.NO_SOURCE_LEFT


@pytest.mark.parametrize(
    ("silence", "attributed", "live"),
    [("confirms", "attributed", 2), ("unnamed", "non_attributed", 2), ("leaves_out", "attributed", 1)],
)
def test_silence_means_what_the_letter_said(silence: str, attributed: str, live: int) -> None:
    """R12-4: silence by policy."""
    norway, france = an_excerpt(), an_excerpt("fra")
    practice = a_confirming(norway, france, silence=silence)
    confirming.answer(of("fra"), "confirmed", by=one_for(france.delegation), at=NOW)
    with pytest.raises(NotNow, match="still have time"):
        confirming.close(practice, by=the_secretariat(), at=NOW)
    silent = confirming.close(practice, by=the_secretariat(), at=LATE)
    norway.refresh_from_db()
    assert ([one.delegation for one in silent], of("nor").answer) == ([norway.delegation], "silent")
    assert (norway.attribution, practice.supports.live().count()) == (attributed, live)
    confirming.check_confirmed(the_wording(practice))


def test_when_all_are_silent_and_left_out_the_practice_is_a_candidate_again() -> None:
    practice = a_confirming(an_excerpt(), an_excerpt("fra"), silence="leaves_out")
    confirming.close(practice, by=the_secretariat(), at=LATE)
    practice.refresh_from_db()
    assert (practice.state, practice.supports.live().count()) == (State.CANDIDATE, 0)


def test_nobody_answers_for_another_delegation() -> None:
    """R12-4, RX-10."""
    practice = a_confirming()
    excerpt = Excerpt.objects.get()
    for person in (
        one_for(a_delegation(the_meeting(), "fra")),
        the_secretariat(),
        the_rapporteur(),
        a_person(),
    ):
        with pytest.raises(NotAllowed):
            confirming.answer(of("nor"), "confirmed", by=person, at=NOW)
        with pytest.raises(NotAllowed):
            attribution.consent(excerpt, Attribution.ATTRIBUTED, by=person, at=NOW)
    for person in (one_for(a_delegation(the_meeting(), "fra")), the_reviewer()):
        with pytest.raises(NotAllowed):
            attribution.tighten(excerpt, Attribution.CONFIDENTIAL, by=person, at=NOW)
        with pytest.raises(NotAllowed):
            confirming.close(practice, by=person, at=LATE)


def test_attribution_is_loosened_by_its_source_only() -> None:
    """RX-1: never loosened without consent."""
    excerpt = an_excerpt()
    attribution.tighten(excerpt, Attribution.CONFIDENTIAL, by=the_rapporteur(), at=NOW)
    with pytest.raises(Refused, match="only tightened"):
        attribution.tighten(excerpt, Attribution.BY_CATEGORY, by=the_secretariat(), at=NOW)
    norway = one_for(excerpt.delegation)
    given = attribution.consent(excerpt, Attribution.BY_CATEGORY, by=norway, at=NOW)
    assert (excerpt.attribution, str(given)) == ("by_category", f"{excerpt}: by category")
    with pytest.raises(Refused, match="as open"):
        attribution.consent(excerpt, Attribution.NON_ATTRIBUTED, by=norway, at=NOW)
    flagging.discard(excerpt, by=the_rapporteur(), at=NOW)
    with pytest.raises(NotNow, match="discarded"):
        attribution.consent(excerpt, Attribution.ATTRIBUTED, by=norway, at=NOW)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE comity_excerpt SET attribution = 'attributed'",
        "UPDATE comity_excerpt SET attribution = 'by_category'",
        "DELETE FROM comity_consent",
        "UPDATE comity_consent SET attribution = 'attributed'",
    ],
)
def test_the_database_loosens_nothing_without_consent(sql: str) -> None:
    """RX-1."""
    excerpt = an_excerpt()
    attribution.tighten(excerpt, Attribution.CONFIDENTIAL, by=the_rapporteur(), at=NOW)
    attribution.consent(excerpt, Attribution.NON_ATTRIBUTED, by=one_for(excerpt.delegation), at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert (Excerpt.objects.get().attribution, Consent.objects.count()) == ("non_attributed", 1)


def test_a_wording_waits_only_in_its_own_practice() -> None:
    assert list(confirming.open_confirmations(Practice(pk=0))) == []


def test_silence_loosens_nothing() -> None:
    """RX-1."""
    excerpt = an_excerpt()
    practice = a_confirming(excerpt, silence="unnamed")
    attribution.tighten(excerpt, Attribution.CONFIDENTIAL, by=the_rapporteur(), at=NOW)
    confirming.close(practice, by=the_secretariat(), at=LATE)
    excerpt.refresh_from_db()
    assert excerpt.attribution == "confidential"
