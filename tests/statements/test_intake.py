"""Many at once go through the same verbs as one."""

from __future__ import annotations

import pytest

from comity.record.models import Act
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements import changes, intake
from comity.statements.models import Statement, Version
from tests.makers import NOW, a_delegation, a_file, a_meeting, a_person, a_reading, the_desk

pytestmark = pytest.mark.django_db


def submission(*words: str, consent: bool = True) -> intake.Submission:
    norway = a_delegation(a_meeting())
    return intake.Submission(
        norway,
        [
            intake.Part(a_file(one), f"{place}.txt", language, place == 1, a_reading(one, language=language))
            for place, (one, language) in enumerate(zip(words, ("en", "fr"), strict=False))
        ],
        [norway.meeting.aspects.first()],
        NOW,
        {"consent_to_publish": consent, "speaker_name": "Ms. Berg"},
    )


def test_a_statement_in_two_languages_is_taken_in_and_published() -> None:
    taken = submission("We share what works.", "Nous partageons ce qui marche.")
    desk = the_desk(taken.delegation.meeting)
    issued = intake.take_in(taken, by=desk)
    intake.pass_through_each([issued.version], by=desk, at=NOW)
    version = Version.objects.public(NOW).get()
    assert [(one.language, one.is_original) for one in version.languages.all()] == [
        ("fr", True),
        ("en", False),
    ]
    assert version.statement.speaker_name == "Ms. Berg"
    assert list(Act.objects.order_by("id").values_list("verb", flat=True)) == [
        "drafted",
        "received",
        "taken into review",
        "accepted",
        "published",
    ]


def test_the_same_again_gives_the_same_receipt() -> None:
    taken = submission("We share what works.")
    desk = the_desk(taken.delegation.meeting)
    assert intake.take_in(taken, by=desk) == intake.take_in(taken, by=desk)
    assert Statement.objects.count() == 1


def test_what_is_refused_leaves_nothing_behind() -> None:
    taken = submission("We share what works.", consent=False)
    with pytest.raises(Refused):
        intake.take_in(taken, by=the_desk(taken.delegation.meeting))
    assert not Statement.objects.exists()


def anew(*words: str) -> list[intake.Part]:
    return [intake.Part(a_file(one), "anew.txt", "en", True, a_reading(one)) for one in words]


def test_a_replacement_takes_the_place_of_what_waits() -> None:
    """R09-3."""
    taken = submission("We share what works.")
    desk = the_desk(taken.delegation.meeting)
    statement = intake.take_in(taken, by=desk).version.statement
    issued = intake.follow(
        statement, anew("We share what works better."), kind=Version.Kind.ORIGINAL, by=desk, at=NOW
    )
    assert [(one.number, one.state) for one in statement.versions.order_by("number")] == [
        (1, "superseded"),
        (2, "received"),
    ]
    again = intake.follow(
        statement, anew("We share what works better."), kind=Version.Kind.ORIGINAL, by=desk, at=NOW
    )
    assert again == issued


def test_what_follows_is_not_mixed_with_a_version_that_was_begun() -> None:
    taken = submission("We share what works.")
    desk = the_desk(taken.delegation.meeting)
    statement = intake.take_in(taken, by=desk).version.statement
    changes.new_version(statement, by=desk, at=NOW)
    with pytest.raises(NotNow, match="begun already"):
        intake.follow(statement, anew("Another."), kind=Version.Kind.ORIGINAL, by=desk, at=NOW)
    with pytest.raises(NotAllowed):
        intake.follow(statement, anew("Another."), kind=Version.Kind.ORIGINAL, by=a_person(), at=NOW)
    assert statement.versions.count() == 2
