"""What the machine knows of a meeting while people read it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from comity.practices import flagging, helping, proposing, reading
from comity.practices.helping import Desk
from comity.practices.models import Excerpt, Proposal
from comity.statements.models import Paragraph
from comity.texts import quotes
from comity.texts.finding import ENGINE, VERSION
from tests.makers import NOW
from tests.practices.makers import a_candidate, a_statement, the_meeting, the_paragraph, the_rapporteur

pytestmark = pytest.mark.django_db
PRACTICE = "We established a contact point that answers requests for electronic evidence day and night."
PRATIQUE = (
    "Nous avons créé un point de contact qui répond jour et nuit aux demandes de preuves électroniques."
)
THANKS = "I thank you, Mr. Chair."
PLAIN = "The weather in the capital was mild in the spring of that year."
WISH = "States should train judges and prosecutors in handling electronic evidence."


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    helping.forget()
    yield
    helping.forget()


def a_desk() -> Desk:
    return helping.desk(the_meeting(), at=NOW, wait=True)


def paragraphs(desk: Desk) -> dict[str, int]:
    return {desk.texts[row.pk].text: row.pk for row in desk.rows}


def test_every_paragraph_gets_a_proposal_that_names_its_engine_and_the_words_it_saw() -> None:
    """R12-3."""
    a_statement("nor", WISH, PLAIN)
    a_desk()
    kept = Proposal.objects.select_related("paragraph")
    assert {one.paragraph.text for one in kept} == {WISH, PLAIN}
    assert {(one.engine, one.version, one.kind) for one in kept} == {(ENGINE, VERSION, "flag")}
    assert all(one.source_sha256 == quotes.digest(one.paragraph.text) for one in kept)
    best = kept.order_by("-score")[0]
    assert best.paragraph.text == WISH
    assert best.reasons
    assert all(one["words"] in WISH for one in best.reasons)


def test_the_same_words_are_scored_once() -> None:
    a_statement("nor", PRACTICE)
    a_desk()
    made = Proposal.objects.get().pk
    helping.forget()
    assert a_desk().ready()
    assert Proposal.objects.get().pk == made


def test_a_page_never_waits_for_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    a_statement("nor", *(f"{PLAIN} {number}" for number in range(40)))
    monkeypatch.setattr(helping, "BUDGET", 0.0)
    monkeypatch.setattr(threading, "Thread", Never)
    desk = helping.desk(the_meeting(), at=NOW)
    assert len(desk.marks) < 40
    assert desk.chance(desk.rows[-1].pk) == 0.0


class Never:
    """A thread that has no turn yet."""

    def __init__(self, **_details: object) -> None: ...

    def start(self) -> None: ...


def test_courtesies_and_headings_are_told_from_the_rest() -> None:
    a_statement("nor", THANKS, PRACTICE)
    desk = a_desk()
    assert [desk.is_aside(row) for row in desk.rows] == [True, False]
    assert Proposal.objects.get(paragraph__text=THANKS).label == proposing.COURTESY


def test_an_alignment_is_no_courtesy() -> None:
    """R12-5: it would never be put on record."""
    a_statement("nor", "Norway aligns itself with the statement made by France. I thank you.")
    desk = a_desk()
    assert not desk.is_aside(desk.rows[0])


def test_what_is_said_alike_is_found_across_languages_and_never_in_the_same_statement() -> None:
    """R12-4."""
    a_statement("nor", PRACTICE, PRACTICE + " Always.")
    a_statement("fra", PRATIQUE, language="fr")
    a_statement("tcd", PLAIN)
    desk = a_desk()
    known = paragraphs(desk)
    assert [pk for pk, _score in desk.alike(known[PRACTICE])] == [known[PRATIQUE]]
    french = next(row.statement for row in desk.rows if row.pk == known[PRATIQUE])
    assert desk.alike(known[PRACTICE], closed={french}) == []


def test_a_statement_that_came_later_is_known_at_once() -> None:
    a_statement("nor", PRACTICE)
    a_desk()
    a_statement("fra", PRATIQUE, language="fr")
    assert set(paragraphs(a_desk())) == {PRACTICE, PRATIQUE}


def test_the_order_follows_what_readers_want_and_is_the_same_each_time() -> None:
    """R12-3: the queue is ranked anew after some decisions."""
    wanted = [f"Judges of district {number} receive training in digital forensics." for number in range(6)]
    unwanted = [f"The weather of district {number} was mild in that spring." for number in range(6)]
    a_statement("nor", *wanted, *unwanted)
    known = paragraphs(a_desk())
    rapporteur = the_rapporteur()
    for text in wanted[:4]:
        paragraph = Paragraph.objects.get(pk=known[text])
        flagging.flag(paragraph, 0, len(text), kind=Excerpt.Kind.PRACTICE, by=rapporteur, at=NOW)
    for text in unwanted[:4]:
        reading.reject(Paragraph.objects.get(pk=known[text]), reason="No.", by=rapporteur, at=NOW)
    first = dict(a_desk().ranks)
    assert min(first[known[text]] for text in wanted) > max(first[known[text]] for text in unwanted)
    helping.forget()
    assert a_desk().ranks == first
    left = a_desk().left
    assert left is not None
    assert (left.found, left.unread) == (4, 4)


def test_an_older_order_is_served_while_the_new_one_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    a_statement("nor", *(f"{PLAIN} {number}" for number in range(8)))
    desk = a_desk()
    monkeypatch.setattr(threading, "Thread", Never)
    for row in desk.rows[:6]:
        reading.reject(Paragraph.objects.get(pk=row.pk), reason="No.", by=the_rapporteur(), at=NOW)
    assert helping.desk(the_meeting(), at=NOW).told == 0
    assert desk.busy


def test_a_proposal_about_other_words_is_replaced() -> None:
    """R12-3: a proposal is obsolete when its source has changed."""
    paragraph = the_paragraph(a_statement("nor", PRACTICE))
    first, replaced = proposing.of(paragraph, at=NOW)
    assert not replaced
    Paragraph.objects.filter(pk=paragraph.pk).update(text=PLAIN)
    paragraph.refresh_from_db()
    assert Proposal.objects.get().obsolete
    again, replaced = proposing.of(paragraph, at=NOW)
    assert replaced
    assert (again.pk, again.obsolete) == (first.pk, False)


def test_reasons_are_found_in_the_text_that_they_come_from() -> None:
    paragraph = the_paragraph(a_statement("nor", WISH))
    proposal, _replaced = proposing.of(paragraph, at=NOW)
    assert [WISH[start:end] for start, end, _code in proposing.spans(proposal)] == [
        one["words"] for one in proposal.reasons
    ]


def test_groups_are_proposed_with_the_engine_and_not_again_once_refused() -> None:
    """R12-4."""
    practice = a_candidate(title="Keep a contact point")
    statement = a_statement("fra", PRATIQUE, language="fr")
    paragraph = the_paragraph(statement)
    excerpt = flagging.flag(
        paragraph, 0, len(PRATIQUE), kind=Excerpt.Kind.PRACTICE, by=the_rapporteur(), at=NOW
    )
    found = proposing.joins(excerpt, a_desk(), at=NOW)
    assert [(one.practice, one.engine, one.version) for one in found] == [(practice, ENGINE, VERSION)]
    from comity.practices import grouping

    grouping.refuse(practice, excerpt, by=the_rapporteur(), at=NOW)
    assert proposing.joins(excerpt, a_desk(), at=NOW) == []


def test_an_alignment_is_proposed_with_the_delegation_it_names() -> None:
    """R12-5."""
    a_statement("fra", PRATIQUE, language="fr")
    words = "Norway aligns itself with the statement made by France."
    paragraph = the_paragraph(a_statement("nor", words))
    (found,) = proposing.alignments(paragraph, the_meeting())
    assert str(found.delegation) == "France"
    assert found.group is None
    assert words[found.start : found.end] == found.words
