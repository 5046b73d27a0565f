"""Every paragraph is accounted for, and two readers may differ."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from comity.participants.models import Person, Role
from comity.practices import flagging, grouping, reading
from comity.practices.models import Challenge, Excerpt, Reading, Term
from comity.practices.reading import Accounting, Fate
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements import changes, receipt
from comity.statements.models import Paragraph, Statement, Version
from tests.makers import NOW, a_delegation, a_draft, a_meeting, a_role, add_file, publish_draft, the_desk
from tests.practices.makers import a_statement, the_meeting, the_paragraph, the_rapporteur, the_reviewer

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
SIX = tuple(f"This is paragraph {number} of the statement." for number in range(6))


def a_second() -> Person:
    return a_role(Role.RAPPORTEUR, the_meeting(), name="second")


def flag(paragraph: Paragraph, *, by: Person | None = None) -> Excerpt:
    return flagging.flag(paragraph, 0, 7, kind=Excerpt.Kind.PRACTICE, by=by or the_rapporteur(), at=NOW)


def paragraphs(statement: Statement) -> list[Paragraph]:
    return [the_paragraph(statement, place) for place in range(6)]


def test_each_paragraph_is_in_exactly_one_place_of_the_sum() -> None:
    """R03-2."""
    rapporteur, second = the_rapporteur(), a_second()
    _unseen, aside, rejected, referred, candidate, grouped = paragraphs(a_statement("nor", *SIX))
    reading.set_aside(aside, by=rapporteur, at=NOW, reason="courtesy")
    reading.reject(rejected, reason="a wish", by=rapporteur, at=NOW)
    reading.refer(referred, to=second, by=rapporteur, at=NOW)
    flag(candidate)
    grouping.start(flag(grouped), working_title="Share", by=rapporteur, at=NOW)
    other = a_meeting("another")
    desk = a_role(Role.SECRETARIAT, other, name="other-desk")
    a_draft(a_delegation(other), by=desk)
    receipt.submit(Version.objects.get(statement__meeting=other), by=desk, at=NOW)
    found = reading.accounting(the_meeting())
    assert found == Accounting(1, 1, 1, 1, 1, 1)
    assert found.total == 6
    assert reading.accounting(other).unseen == 2
    assert [one.paragraph for one in reading.referred_to(second, the_meeting())] == [referred]
    assert [act.verb for act in trail.of(rejected)] == ["rejected"]
    reading.set_aside(referred, by=second, at=LATER)
    assert not reading.referred_to(second, the_meeting()).exists()
    assert reading.accounting(the_meeting()).set_aside == 2


def test_words_under_a_challenge_are_grouped() -> None:
    """R03-3."""
    excerpt = flag(the_paragraph(a_statement("nor", *SIX)))
    challenge = Challenge.objects.create(
        ref="c",
        meeting=the_meeting(),
        titles={"en": "Speed"},
        challenge_type=Term.objects.get(scheme="challenge_type", code="jurisdiction"),
        recorded_by=the_rapporteur(),
        recorded_at=NOW,
    )
    challenge.excerpts.add(excerpt)
    assert [*reading.fates(the_meeting()).values()] == [Fate.GROUPED]
    assert str(challenge) == "Speed"


def test_a_corrected_version_that_repeats_a_paragraph_need_not_be_read_again() -> None:
    statement = a_statement("nor", *SIX)
    for paragraph in paragraphs(statement):
        reading.set_aside(paragraph, by=the_rapporteur(), at=NOW)
    desk = the_desk(statement.meeting)
    version = changes.new_version(statement, kind=Version.Kind.REVISION, note="one is new", by=desk, at=LATER)
    add_file(version, *SIX[:5], "This one is new.", by=desk, at=LATER)
    publish_draft(version, at=LATER)
    assert reading.accounting(the_meeting()) == Accounting(unseen=1, set_aside=5)
    assert [one.text for one in reading.to_read(the_meeting())][-1] == "This one is new."


def test_a_reader_decides_anew_and_takes_it_back() -> None:
    paragraph, rapporteur = the_paragraph(a_statement()), the_rapporteur()
    reading.set_aside(paragraph, by=rapporteur, at=NOW)
    reading.reject(paragraph, reason="an opinion", by=rapporteur, at=LATER)
    assert [(one.decision, one.undone_at) for one in Reading.objects.all()] == [
        ("set_aside", LATER),
        ("rejected", None),
    ]
    assert str(Reading.objects.last()) == f"{paragraph}: rejected"
    reading.undo(paragraph, by=rapporteur, at=LATER)
    assert reading.accounting(the_meeting()).unseen == 1
    with pytest.raises(NotNow, match="no decision of yours"):
        reading.undo(paragraph, by=rapporteur, at=LATER)


def test_headings_are_set_aside_together() -> None:
    found = paragraphs(a_statement("nor", *SIX))
    assert len(reading.set_aside_each(found, by=the_rapporteur(), at=NOW, reason="heading")) == 6
    assert reading.set_aside_each([], by=the_rapporteur(), at=NOW) == []
    assert reading.accounting(the_meeting()) == Accounting(set_aside=6)


def test_a_rejection_needs_a_reason_and_a_referral_somebody() -> None:
    paragraph = the_paragraph(a_statement())
    with pytest.raises(Refused, match="why"):
        reading.reject(paragraph, reason=" ", by=the_rapporteur(), at=NOW)
    for nobody in (the_rapporteur(), the_reviewer()):
        with pytest.raises(Refused, match="another rapporteur"):
            reading.refer(paragraph, to=nobody, by=the_rapporteur(), at=NOW)
    for decision in ("rejected", "referred"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reading.objects.create(paragraph=paragraph, by=the_rapporteur(), decision=decision, at=NOW)


def test_what_a_reader_has_flagged_is_not_decided_otherwise_before_the_flag_goes() -> None:
    paragraph, rapporteur = the_paragraph(a_statement()), the_rapporteur()
    excerpt = flag(paragraph)
    for act in (
        lambda: reading.set_aside(paragraph, by=rapporteur, at=NOW),
        lambda: reading.undo(paragraph, by=rapporteur, at=NOW),
    ):
        with pytest.raises(NotNow, match="Take the flag back"):
            act()
    again = flagging.flag(paragraph, 8, 20, kind=Excerpt.Kind.CLAIM, by=rapporteur, at=NOW)
    flagging.discard(again, by=rapporteur, at=NOW)
    assert reading.accounting(the_meeting()).candidate == 1
    flagging.discard(excerpt, by=rapporteur, at=NOW)
    reading.set_aside(paragraph, by=rapporteur, at=NOW)
    assert reading.accounting(the_meeting()).set_aside == 1


def test_only_a_rapporteur_decides_about_paragraphs() -> None:
    paragraph = the_paragraph(a_statement())
    for act in (
        lambda by: reading.set_aside(paragraph, by=by, at=NOW),
        lambda by: reading.undo(paragraph, by=by, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act(the_reviewer())


def test_agreement_of_two_readers_is_told_with_kappa() -> None:
    one, other = the_rapporteur(), a_second()
    found = paragraphs(a_statement("nor", *SIX))
    assert reading.agreement(the_meeting(), one, other) == reading.Agreement(0, 0, None)
    for place, paragraph in enumerate(found[:5]):
        if place < 2:
            flag(paragraph, by=one)
        else:
            reading.reject(paragraph, reason="no", by=one, at=NOW)
        if place < 1:
            flag(paragraph, by=other)
        elif place < 4:
            reading.set_aside(paragraph, by=other, at=NOW)
    agreement = reading.agreement(the_meeting(), one, other)
    assert (agreement.both, agreement.agreed) == (4, 3)
    # observed 3/4; by chance 2/4 * 1/4 + 2/4 * 3/4 = 1/2
    assert agreement.kappa == pytest.approx(0.5)


def test_kappa_is_not_defined_where_chance_alone_would_agree() -> None:
    assert reading.kappa([("flagged", "flagged")] * 3) is None
    assert reading.kappa([("a", "a"), ("b", "b")]) == 1
    assert reading.kappa([("a", "b"), ("b", "a")]) == -1
