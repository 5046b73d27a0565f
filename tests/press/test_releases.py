"""Releases: written, cleared by both sides, under embargo, released to the minute, corrected, withdrawn."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import Error, transaction

from comity.press import checking, highlights, publication, shown, writing
from comity.press.models import PressRelease, ReleaseText, ReleaseVersion
from comity.press.states import MOVES, State, move
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements import changes
from comity.statements import publication as statements
from tests import makers
from tests.makers import NOW
from tests.press.makers import (
    HOUR,
    PARTS,
    WORDS,
    Side,
    a_draft,
    a_highlight,
    a_release,
    a_source,
    cleared,
    the_chair,
    the_meeting,
    the_officer,
    the_paragraph,
    the_secretariat,
)

pytestmark = pytest.mark.django_db
MINUTE, INSTANT = timedelta(minutes=1), timedelta(microseconds=1)


def seen(at: datetime = NOW) -> list[ReleaseVersion]:
    return list(shown.public(at))


def test_a_release_needs_the_chair_and_the_executive_directorate() -> None:
    """R13-2."""
    version = a_draft()
    with pytest.raises(NotNow, match="have cleared"):
        publication.release(version, by=the_officer(), at=NOW)
    for side, who in ((Side.CHAIR, the_officer()), (Side.CTED, the_chair())):
        with pytest.raises(NotAllowed):
            writing.clear(version, side, by=who, at=NOW)
    writing.clear(version, Side.CHAIR, by=the_chair(), at=NOW)
    assert version.state == State.DRAFT
    with pytest.raises(NotNow, match="cleared it already"):
        writing.clear(version, Side.CHAIR, by=the_chair(), at=NOW)
    writing.clear(version, Side.CTED, by=the_secretariat(), at=NOW)
    assert version.state == State.CLEARED
    publication.release(version, by=the_officer(), at=NOW)
    assert seen() == [version]


def test_a_press_statement_needs_the_consensus_of_the_committee_besides() -> None:
    version = a_draft()
    PressRelease.objects.update(kind=PressRelease.Kind.STATEMENT)
    version.release.refresh_from_db()
    cleared(version)
    assert version.state == State.DRAFT
    writing.clear(version, Side.COMMITTEE, by=the_chair(), at=NOW)
    assert version.state == State.CLEARED


def test_a_changed_word_makes_every_clearance_lapse() -> None:
    """R13-2: nobody's clearance stands for words that she has not read."""
    version = a_draft()
    writing.clear(version, Side.CHAIR, by=the_chair(), at=NOW)
    writing.word(version, "en", PARTS | {"headline": "Another"}, by=the_officer(), at=NOW)
    writing.clear(version, Side.CTED, by=the_secretariat(), at=NOW)
    assert version.state == State.DRAFT
    writing.clear(version, Side.CHAIR, by=the_chair(), at=NOW)
    with pytest.raises(NotNow, match="Only a draft is changed"):
        writing.word(version, "en", PARTS, by=the_officer(), at=NOW)
    writing.reopen(version, by=the_officer(), at=NOW)
    assert (version.state, version.clearances.filter(lapsed_at=None).count()) == (State.DRAFT, 0)
    with pytest.raises(NotNow, match="Only what is cleared"):
        writing.reopen(version, by=the_officer(), at=NOW)


def test_words_that_a_highlight_gets_in_another_language_after_clearing_are_cleared_again() -> None:
    """R13-2: whoever reads in that language would read words that nobody has cleared."""
    draft = makers.a_draft(makers.a_delegation(the_meeting()), WORDS, by=the_secretariat())
    makers.add_file(draft, "Nous répondons.", by=the_secretariat(), language="fr")
    source = makers.publish_draft(draft)
    highlight = a_highlight(source)
    version = cleared(a_draft(highlight))
    french = the_paragraph(source, "fr")
    highlights.add_words(highlight, french, 0, len(french.text), by=the_officer(), at=NOW)
    with pytest.raises(NotNow, match="not the one that was cleared"):
        publication.release(version, by=the_officer(), at=NOW)
    writing.reopen(version, by=the_officer(), at=NOW)
    publication.release(cleared(version), by=the_officer(), at=NOW)
    assert seen() == [version]


def test_an_embargo_ends_by_time_alone_and_at_the_very_instant() -> None:
    """R13-2."""
    opens = (NOW + HOUR).replace(second=0, microsecond=0)
    version = a_release(until=opens + timedelta(seconds=30))
    assert version.public_from == opens
    assert version.is_under_embargo(NOW)
    assert [seen(NOW), seen(opens - INSTANT), seen(opens)] == [[], [], [version]]
    assert shown.find(version.release.ref, at=opens - INSTANT) is None
    assert shown.find(version.release.ref, at=opens - INSTANT, number=1) is None


def test_an_embargo_is_moved_and_lifted_until_it_ends() -> None:
    version = a_release(until=NOW + HOUR)
    publication.move_embargo(version, until=NOW + 2 * HOUR, by=the_officer(), at=NOW)
    assert [seen(NOW + HOUR), seen(NOW + 2 * HOUR)] == [[], [version]]
    publication.move_embargo(version, until=None, by=the_officer(), at=NOW + MINUTE)
    assert seen(NOW + MINUTE) == [version]
    for late in (publication.move_embargo, publication.recall):
        more = {"until": None} if late is publication.move_embargo else {}
        with pytest.raises(NotNow, match="has ended"):
            late(version, **more, by=the_officer(), at=NOW + MINUTE)


def test_what_nobody_has_read_is_taken_back_to_draft() -> None:
    version = a_release(until=NOW + HOUR)
    publication.recall(version, by=the_officer(), at=NOW)
    assert (version.state, version.public_from, seen(NOW + HOUR)) == (State.DRAFT, None, [])


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [
        (date(2016, 12, 1), time(15), datetime(2016, 12, 1, 20, tzinfo=UTC)),
        (date(2016, 7, 1), time(15), datetime(2016, 7, 1, 19, tzinfo=UTC)),
        (date(2016, 11, 6), time(3), datetime(2016, 11, 6, 8, tzinfo=UTC)),
        (date(2016, 11, 6), time(0, 59), datetime(2016, 11, 6, 4, 59, tzinfo=UTC)),
    ],
)
def test_hours_are_those_of_new_york_in_summer_and_winter(day: date, hour: time, utc: datetime) -> None:
    assert publication.instant(day, hour, ZoneInfo("America/New_York")) == utc


@pytest.mark.parametrize(
    ("day", "hour", "sentence"),
    [
        (date(2016, 3, 13), time(2, 30), "does not exist"),
        (date(2016, 11, 6), time(1, 30), "comes twice"),
    ],
)
def test_an_hour_that_is_none_or_comes_twice_is_refused(day: date, hour: time, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        publication.instant(day, hour, ZoneInfo("America/New_York"))


@pytest.mark.parametrize("until", [NOW, NOW - HOUR, NOW + timedelta(days=400)])
def test_an_embargo_ends_ahead_and_within_a_year(until: datetime) -> None:
    version = cleared(a_draft())
    with pytest.raises(Refused):
        publication.release(version, until=until, by=the_officer(), at=NOW)


def test_a_release_is_not_released_before_what_it_quotes() -> None:
    """An embargo set on anything that is quoted holds here too, and says so."""
    source = a_source(embargo="until_time", embargo_until=NOW + 2 * HOUR)
    highlight = a_highlight(source, by=the_secretariat())
    assert highlights.public(the_meeting(), at=NOW) == []
    version = a_draft(highlight)
    with pytest.raises(NotNow, match="under embargo until"):
        cleared(version)
    assert checking.faults(version, at=NOW + 2 * HOUR) == []


def test_an_embargo_that_is_moved_behind_a_release_holds_the_release_back() -> None:
    source = a_source(embargo="until_time", embargo_until=NOW + HOUR)
    version = a_draft(a_highlight(source, by=the_secretariat()))
    version = cleared(version, at=NOW + HOUR)
    source_version = source.versions.get()
    publication.release(version, until=NOW + 2 * HOUR, by=the_officer(), at=NOW + HOUR)
    # What the verbs refuse now, and a restored copy of the database could still hold: the source opens later.
    type(source_version).objects.filter(pk=source_version.pk).update(public_from=NOW + 3 * HOUR)
    assert [seen(NOW + 2 * HOUR), seen(NOW + 3 * HOUR)] == [[], [version]]
    with pytest.raises(NotNow, match="under embargo until"):
        publication.move_embargo(version, until=NOW + 150 * MINUTE, by=the_officer(), at=NOW + HOUR)
    assert statements.waits_for_delivery(source) is False


def test_faults_are_said_all_at_once() -> None:
    version = a_draft(
        headline="", body="As a speaker said, “we never said this at all”.\n\n[1] [7]", dateline=""
    )
    writing.quote(version, a_highlight(a_source("We do more.", "fra")), by=the_officer(), at=NOW)
    said = [str(one.sentence) for one in checking.faults(version, at=NOW)]
    assert said == [
        "The headline in English is missing.",
        "The dateline in English is missing.",
        "[7] in the text in English stands for no quotation.",
        "“we never said this at all” is set between quotation marks, but was not taken from a published statement. "
        "Quote a highlight.",
        "Quotation 2 stands nowhere in the text: write [2] where it belongs.",
    ]
    with pytest.raises(NotNow, match="headline in English is missing"):
        writing.clear(version, Side.CHAIR, by=the_chair(), at=NOW)


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        ("The meeting “Special Meeting” was held.", 0),
        ("A “good practice” is shared.", 0),
        ("Il a dit « nous faisons tout cela ici ».", 1),
        ("He said “we do all this here”.", 1),
        ('He said "we do all this here".', 1),
    ],
)
def test_words_between_marks_are_terms_titles_or_quotations(words: str, faults: int) -> None:
    assert len(checking.faults(a_draft(body=f"{words} [1]"), at=NOW)) == faults


def test_quotations_stand_in_their_places_byte_by_byte() -> None:
    """R13-2: the words of the highlight and no others, with the name of who said them."""
    version = a_release()
    page = shown.page(version, "fr", at=NOW)
    assert (page.text.language, page.languages) == ("en", ["en"])
    assert [block.is_quote for block in page.body] == [False, True]
    quoted = page.body[1].pieces[0]
    assert isinstance(quoted, shown.Quoted)
    assert (quoted.words, quoted.speaker, quoted.in_writing) == (WORDS, "Norway", True)
    assert page.body[1].plain == f"“{WORDS}”"


def test_a_quotation_whose_source_is_withdrawn_shows_no_words_any_more() -> None:
    source = a_source()
    version = a_release(a_draft(a_highlight(source)))
    changes.withdraw(source, reason="by mistake", by=the_secretariat(), at=NOW + HOUR)
    assert seen(NOW + HOUR) == [version]
    page = shown.page(version, "en", at=NOW + HOUR)
    assert WORDS not in "".join(block.plain for block in page.body)
    assert page.body[1].plain == "[quotation taken back by its source]"


def test_the_database_keeps_what_was_cleared() -> None:
    version = a_release()
    draft = a_draft(a_highlight(a_source("We do more.", "fra")))
    for change in (
        lambda: ReleaseText.objects.filter(version=version).update(headline="Another"),
        lambda: ReleaseText.objects.filter(version=version).delete(),
        lambda: version.quotations.all().delete(),
        lambda: ReleaseVersion.objects.filter(pk=draft.pk).update(state="released", public_from=NOW),
        lambda: ReleaseVersion.objects.filter(pk=draft.pk).update(state="cleared"),
        lambda: version.clearances.update(side="cted"),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    """R13-2: a new version with the line that says what it puts right; the first stays to be read."""
    first = a_release()
    second = writing.correct(first.release, by=the_officer(), at=NOW)
    with pytest.raises(NotNow, match="says what it puts right"):
        cleared(second)
    writing.say_correction(second, {"en": "The date is put right.", "fr": ""}, by=the_officer(), at=NOW)
    cleared(second)
    publication.release(second, until=NOW + HOUR, by=the_officer(), at=NOW)
    assert [seen(NOW), seen(NOW + HOUR)] == [[first], [second]]
    assert shown.history(first.release, at=NOW) == [first]
    assert shown.history(first.release, at=NOW + HOUR) == [second, first]
    assert shown.page(second, "ar", at=NOW + HOUR).correction == "The date is put right."
    assert shown.find(first.release.ref, at=NOW + HOUR, number=1) == first
    publication.move_embargo(second, until=NOW + 2 * HOUR, by=the_officer(), at=NOW)
    assert seen(NOW + HOUR) == [first]
    publication.recall(second, by=the_officer(), at=NOW)
    assert seen(NOW + 3 * HOUR) == [first]
    with pytest.raises(NotNow, match="Only what has been released"):
        writing.correct(first.release, by=the_officer(), at=NOW)


def test_a_withdrawn_release_leaves_a_tombstone_if_anybody_could_read_it() -> None:
    version, other = a_release(), a_release(a_draft(a_highlight(a_source("More.", "fra"))), until=NOW + HOUR)
    with pytest.raises(Refused, match="Say why"):
        publication.withdraw(version.release, reason=" ", by=the_officer(), at=NOW)
    for one in (version, other):
        publication.withdraw(one.release, reason="In error", by=the_officer(), at=NOW + MINUTE)
    assert seen(NOW + 2 * HOUR) == []
    assert shown.withdrawn(version.release.ref) == version.release
    assert shown.withdrawn(other.release.ref) is None
    assert shown.find(version.release.ref, at=NOW + HOUR, number=1) is None
    with pytest.raises(NotNow, match="withdrawn already"):
        publication.withdraw(version.release, reason="x", by=the_officer(), at=NOW)


def test_languages_are_added_and_left_out_but_the_original_stays() -> None:
    version = a_draft()
    french = writing.word(version, "fr", PARTS | {"headline": "Titre"}, by=the_officer(), at=NOW)
    assert shown.page(version, "fr", at=NOW, draft=True).text == french
    writing.leave_out(french, by=the_officer(), at=NOW)
    with pytest.raises(Refused, match="original language stays"):
        writing.leave_out(version.texts.get(), by=the_officer(), at=NOW)
    with pytest.raises(Refused, match="six official"):
        writing.word(version, "de", PARTS, by=the_officer(), at=NOW)
    with pytest.raises(Refused, match="six official"):
        writing.begin(the_meeting(), kind=PressRelease.Kind.ADVISORY, language="de", by=the_officer(), at=NOW)
    writing.number(version, " SC/12345 ", by=the_officer(), at=NOW)
    assert version.release.number == "SC/12345"


def test_a_draft_quotes_approved_highlights_of_its_own_meeting_once() -> None:
    version = a_draft()
    picked = a_highlight(a_source("More.", "fra"), approved=False)
    with pytest.raises(NotNow, match="approved highlight"):
        writing.quote(version, picked, by=the_officer(), at=NOW)
    quotation = version.quotations.get()
    with pytest.raises(NotNow, match="quotes this highlight already"):
        writing.quote(version, quotation.highlight, by=the_officer(), at=NOW)
    highlights.drop(quotation.highlight, reason="", by=the_officer(), at=NOW)
    assert [str(one.sentence) for one in checking.faults(version, at=NOW)] == [
        "Quotation 1: the highlight has been dropped."
    ]
    writing.let_go(quotation, by=the_officer(), at=NOW)
    assert version.quotations.count() == 0


@pytest.mark.parametrize("seen", [*State])
@pytest.mark.parametrize("to", [*State])
def test_only_the_moves_of_the_table_are_made(seen: State, to: State) -> None:
    version = ReleaseVersion(state=seen)
    if to not in MOVES[seen]:
        with pytest.raises(NotNow, match="This is not possible now"):
            move(version, to)
    else:
        with pytest.raises(NotNow, match="Somebody else was first"):
            move(version, to)
