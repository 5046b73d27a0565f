"""What a reviewer is shown, each with the words that bring it about and words that do not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from comity.participants.models import Delegation, Role
from comity.statements import findings
from comity.statements.findings import Weight
from comity.statements.models import Statement, Version
from tests.makers import a_delegation, a_draft, a_meeting, a_role, add_file, the_desk

pytestmark = pytest.mark.django_db
CLEAN = ("Statement of Norway", "We share what works in our country.")


def codes(version: Version, *, language: str = "") -> set[str]:
    return {one.code for one in findings.of(version) if not language or one.language == language}


def norway(**fields: Any) -> Delegation:
    return a_delegation(a_meeting(**fields))


def test_nothing_is_found_in_a_plain_statement() -> None:
    assert findings.of(a_draft(norway(), *CLEAN)) == []


@pytest.mark.parametrize(
    ("details", "code", "weight"),
    [
        ({"consent_to_publish": False}, "no_consent", Weight.STOP),
        ({"sensitivity": "confidential"}, "confidential", Weight.STOP),
        ({"has_personal_data": True}, "personal_data", Weight.LOOK),
        ({"consent_to_quote": False}, "no_quoting", Weight.NOTE),
        ({"aspects": []}, "no_aspect", Weight.STOP),
    ],
)
def test_what_the_delegation_said_of_it_is_shown(details: dict[str, Any], code: str, weight: Weight) -> None:
    """RX-5, R09-1."""
    found = findings.of(a_draft(norway(), *CLEAN, **details))
    assert [(one.code, one.weight) for one in found] == [(code, weight)]


def test_an_aspect_of_another_session_is_seen() -> None:
    delegation = norway()
    session = delegation.meeting.sessions.get()
    session.aspects.set(delegation.meeting.aspects.filter(code="two"))
    assert codes(a_draft(delegation, *CLEAN, session=session)) == {"aspect_of_another_session"}
    both = a_draft(delegation, *CLEAN, "More.", session=session, aspects=delegation.meeting.aspects.all())
    assert codes(both) == set()


@pytest.mark.parametrize(
    ("words", "minutes_said"),
    [(330, None), (331, "about 4 minutes"), (440, "about 4 minutes"), (441, "about 5 minutes")],
)
def test_length_is_compared_with_the_slot_and_only_warned_about(words: int, minutes_said: str | None) -> None:
    """R09-11: at 110 words a minute and a slot of three minutes."""
    delegation = norway()
    version = a_draft(
        delegation,
        "word " * words,
        session=delegation.meeting.sessions.get(),
        delivery=Statement.Delivery.DELIVERED,
    )
    found = [one for one in findings.of(version) if one.code == "too_long"]
    assert [one.weight for one in found] == ([Weight.LOOK] if minutes_said else [])
    assert all(str(minutes_said) in str(one.message) for one in found)


def test_what_is_written_only_has_no_slot() -> None:
    """R09-11."""
    delegation = norway()
    version = a_draft(delegation, "word " * 1000, session=delegation.meeting.sessions.get())
    assert "too_long" not in codes(version)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("CONFIDENTIAL", "marking"),
        ("Write to mr.berg@example.org for more.", "address"),
        ("See https://example.org/video for more.", "address"),
        ("Call +47 22 24 36 00 at any hour.", "phone"),
        ("We recall resolution 1373 (2002).", "year_mismatch"),
        ("We recall resolution 9999 (2001).", "unknown_instrument"),
        ("We thank Vietnam and its people.", "name_of_a_state"),
        ("We thank Swaziland and its people.", "name_of_a_state"),
    ],
)
def test_a_paragraph_is_shown_with_what_is_in_it(words: str, code: str) -> None:
    """R02-2, RX-5, RX-7."""
    version = a_draft(norway(opens_on=date(2023, 1, 9), closes_on=date(2023, 1, 10)), *CLEAN, words)
    found = findings.of(version)
    assert [one.code for one in found] == [code]
    assert found[0].anchor == version.languages.get().paragraphs.get(position=2).anchor


@pytest.mark.parametrize(
    "words",
    [
        "We keep confidential what we are told.",
        "Resolution 1373 (2001) was adopted by 15 to none.",
        "In 2016, 1 200 000 accounts were closed.",
        "We thank Viet Nam and Eswatini.",
        "Russian experts and the Turkeyberry farmers were heard.",
    ],
)
def test_other_words_are_left_alone(words: str) -> None:
    assert codes(a_draft(norway(), *CLEAN, words)) == set()


def test_a_state_may_be_called_what_it_was_called_then() -> None:
    """RX-7: the meeting was in 2016."""
    assert codes(a_draft(norway(), *CLEAN, "We thank Turkey.")) == set()
    later = a_meeting("later", opens_on=date(2023, 1, 9), closes_on=date(2023, 1, 10))
    desk = a_role(Role.SECRETARIAT, later, name="later-desk")
    assert codes(a_draft(a_delegation(later), *CLEAN, "We thank Turkey.", by=desk)) == {"name_of_a_state"}


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("Statement of Chile", {"another_delegation"}),
        ("智利代表团的发言", {"another_delegation"}),
        ("Statement of Norway, in reply to Chile", set()),
        ("Bulgaria thanks Norway for its lead", set()),
        ("Statement", set()),
    ],
)
def test_the_file_of_another_delegation_is_noticed(head: str, found: set[str]) -> None:
    assert codes(a_draft(norway(), head, "We share what works.")) == found


def test_words_that_only_look_like_what_they_are_are_noticed() -> None:
    """A Cyrillic "о" hides a word from every search."""
    version = a_draft(norway(), "The Cоmmittee of Norway met.", "The Committee ended; IT-сектор.")
    (found,) = findings.of(version)
    assert (found.code, found.weight, found.anchor) == (
        "lookalikes",
        findings.Weight.LOOK,
        version.languages.get().paragraphs.get(position=0).anchor,
    )
    assert str(found.message).endswith("no search finds it: Cоmmittee.")


def test_language_versions_are_held_against_each_other() -> None:
    """Paragraph counts and instruments cited, as a submission in several languages is checked."""
    version = a_draft(norway(), "Norway recalls resolution 1373 (2001).", "And resolution 2178 (2014).")
    desk = the_desk(version.statement.meeting)
    add_file(version, "La Norvège rappelle la résolution 1373 (2001).", by=desk, language="fr")
    found = {one.code: str(one.message) for one in findings.of(version)}
    assert set(found) == {"paragraph_counts", "cited_differently"}
    assert found["paragraph_counts"] == "The language versions differ in paragraphs: English 2, Français 1."
    assert found["cited_differently"] == "S/RES/2178 (2014) is not cited in: Français."


def test_language_versions_that_agree_are_not_mentioned() -> None:
    version = a_draft(norway(), "Norway recalls resolution 1373 (2001).")
    add_file(
        version,
        "La Norvège rappelle la résolution 1373 (2001).",
        by=the_desk(version.statement.meeting),
        language="fr",
    )
    assert findings.of(version) == []


@pytest.mark.parametrize(
    ("language", "read", "code"),
    [
        ("und", [("und", 1.0)], "unofficial_language"),
        ("en", [("fr", 0.9), ("en", 0.1)], "other_language"),
        ("en", [("en", 0.7), ("und", 0.3)], "mixed_languages"),
        ("en", [("en", 0.9), ("und", 0.1)], None),
        ("en", [], None),
    ],
)
def test_the_language_declared_is_held_against_the_one_read(
    language: str, read: list[tuple[str, float]], code: str | None
) -> None:
    version = a_draft(norway(), *CLEAN, language=language)
    shares = [{"language": one, "share": share} for one, share in read]
    version.languages.update(languages_read=shares)
    assert codes(version) == ({code} if code else set())


def test_what_the_reader_remarked_is_shown_with_its_weight_and_place() -> None:
    """R09-12: a scan is flagged, not lost."""
    version = a_draft(norway(), *CLEAN)
    anchor = version.languages.get().paragraphs.get(position=1).anchor
    version.languages.update(
        warnings=[
            {"code": "scan", "message": "No text could be read on page 2.", "paragraph": None},
            {"code": "tracked_changes", "message": "The file holds tracked changes.", "paragraph": anchor},
        ]
    )
    found = [(one.code, one.weight, one.anchor) for one in findings.of(version)]
    assert found == [("scan", Weight.LOOK, ""), ("tracked_changes", Weight.NOTE, anchor)]


def test_a_file_without_text_is_shown() -> None:
    version = a_draft(norway(), *CLEAN)
    version.languages.get().paragraphs.all().delete()
    assert codes(version) == {"no_text"}


def test_the_weightiest_comes_first() -> None:
    version = a_draft(
        norway(), *CLEAN, "Write to a@example.org.", consent_to_quote=False, sensitivity="confidential"
    )
    assert [one.weight for one in findings.of(version)] == [Weight.STOP, Weight.LOOK, Weight.NOTE]
