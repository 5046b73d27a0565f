"""Highlights in the Chair's summary: their very words under a sentence, as long as their source stands."""

from __future__ import annotations

import pytest

from comity.meetings.models import Session
from comity.participants.models import Role
from comity.practices import attribution, flagging
from comity.practices.models import Excerpt, Reading
from comity.practices.models.excerpts import Attribution
from comity.press import highlights, lending
from comity.press.models import Highlight
from comity.refusals import NotAllowed, Refused
from comity.statements import changes
from comity.statements.models import Statement
from comity.summary import checking
from comity.summary.models import Basis
from tests.makers import NOW
from tests.press.makers import HOUR, WORDS, a_highlight, a_source, the_chair, the_officer, the_secretariat
from tests.press.makers import somebody as one_of
from tests.summary.makers import a_summary, the_session

pytestmark = pytest.mark.django_db


def lent(session: Session | None = None) -> list[str]:
    return [one.key for one in lending.offered(a_summary(), at=NOW, session=session)]


def said_in(session: Session, code: str = "nor", words: str = WORDS) -> Highlight:
    source = a_source(words, code)
    Statement.objects.filter(pk=source.pk).update(session=session)
    return a_highlight(source)


def test_an_approved_highlight_is_lent_to_its_session_with_words_source_and_speaker() -> None:
    """R13-1: picked and approved once, reused in the summary."""
    highlight, other = said_in(the_session()), a_highlight(a_source("We do otherwise.", "fra"))
    waiting = a_highlight(a_source("Not approved.", "jpn"), approved=False)
    (one,) = lending.offered(a_summary(), at=NOW, session=the_session())
    assert (one.key, one.words, one.language, one.speaker) == (f"h{highlight.pk}", WORDS, "en", "Norway")
    assert (one.ref, one.anchor) == (highlight.statement.ref, highlight.words.get().paragraph.anchor)
    assert {*lent()} == {f"h{highlight.pk}", f"h{other.pk}"}
    assert f"h{waiting.pk}" not in lent()


def test_a_sentence_rests_on_the_very_words_and_they_are_offered_no_more() -> None:
    """R13-1, R03-4: the Chair, who flags nothing for the register, may let a sentence rest on them."""
    highlight = said_in(the_session())
    chair = the_chair()
    sentence = lending.add(
        a_summary(),
        "gaps",
        session=the_session(),
        keys=[f"h{highlight.pk}"],
        text="One speaker told of an office.",
        by=chair,
        at=NOW,
    )
    basis = Basis.objects.get(sentence=sentence)
    words = highlight.words.get()
    assert basis.excerpt is not None
    assert (basis.excerpt.text, basis.excerpt.paragraph_id) == (words.text, words.paragraph_id)
    assert basis.excerpt.kind == Excerpt.Kind.CHALLENGE
    assert not Reading.objects.exists()
    assert lending.offered(a_summary(), at=NOW, but=sentence) == []
    lending.rest(sentence, [f"h{highlight.pk}"], by=chair, at=NOW)
    assert Excerpt.objects.count() == 1


def test_words_that_a_rapporteur_has_flagged_are_used_as_they_are() -> None:
    highlight = said_in(the_session())
    words = highlight.words.get()
    flagged = flagging.flag(
        words.paragraph,
        words.start,
        words.end,
        kind=Excerpt.Kind.COMMITMENT,
        by=one_of(Role.RAPPORTEUR),
        at=NOW,
    )
    found = lending.as_pieces(a_summary(), [f"h{highlight.pk}", "i7"], part="issues", by=the_chair(), at=NOW)
    assert found == [f"e{flagged.pk}", "i7"]


def test_a_withdrawn_source_takes_its_highlight_from_the_summary_and_stops_the_sentence() -> None:
    """R13-1, R03-4: gone everywhere with its source."""
    highlight = said_in(the_session())
    text, keys = "One speaker told of an office.", [f"h{highlight.pk}"]
    sentence = lending.add(
        a_summary(), "gaps", session=the_session(), keys=keys, text=text, by=the_chair(), at=NOW
    )
    changes.withdraw(highlight.statement, reason="by mistake", by=the_secretariat(), at=NOW + HOUR)
    later = NOW + HOUR
    assert lending.offered(a_summary(), at=later) == []
    (looked,) = checking.looked_at(a_summary(), at=later, only=sentence)
    assert [one.code for one in looked.findings if one.blocks] == [checking.Code.LOST_SUPPORT]
    with pytest.raises(Refused, match="cannot carry a sentence"):
        lending.rest(sentence, keys, by=the_chair(), at=later)


@pytest.mark.parametrize("gone", ["dropped", "closed"])
def test_a_highlight_that_was_dropped_or_whose_source_closed_its_words_is_not_lent(gone: str) -> None:
    highlight = said_in(the_session())
    assert len(lent()) == 1
    if gone == "dropped":
        highlights.drop(highlight, reason="Said better", by=the_officer(), at=NOW)
    else:
        rapporteur = one_of(Role.RAPPORTEUR)
        excerpt = flagging.flag(
            highlight.words.get().paragraph, 3, 20, kind=Excerpt.Kind.PRACTICE, by=rapporteur, at=NOW
        )
        attribution.tighten(excerpt, Attribution.NON_ATTRIBUTED, by=rapporteur, at=NOW)
    assert lent() == []


def test_who_does_not_write_the_summary_flags_nothing_through_it() -> None:
    highlight = said_in(the_session())
    with pytest.raises(NotAllowed, match="write the summary"):
        lending.add(
            a_summary(), "gaps", session=the_session(), keys=[f"h{highlight.pk}"], by=the_officer(), at=NOW
        )
    assert not Excerpt.objects.exists()
