"""`comity meeting from-note FILE`: proposals on the screen, as JSON, or kept for somebody."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from comity.meetings.models import ConceptNote
from tests.makers import a_meeting, a_person, the_desk
from tests.web.shared_programme import NOTE

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text(NOTE, encoding="utf-8")
    return path


def said(*words: str) -> str:
    out = StringIO()
    call_command("meeting", "from-note", *words, stdout=out)
    return out.getvalue()


def test_each_proposal_is_printed_with_its_paragraph_and_words(note: Path) -> None:
    printed = said(str(note))
    assert "days: opens_on 2027-11-29, closes_on 2027-11-30" in printed
    assert "para. 3: “29 to 30 November 2027”" in printed
    assert "look at: The year does not agree with the symbol" in printed


def test_the_same_is_printed_as_json(note: Path) -> None:
    fields = {one["field"] for one in json.loads(said(str(note), "--json"))["proposals"]}
    assert {"days", "venue", "time_zone", "instrument", "aspects"} <= fields
    assert not ConceptNote.objects.exists()


def test_proposals_are_kept_for_somebody_who_may_begin_a_meeting(note: Path) -> None:
    desk = the_desk(a_meeting())
    told = said(str(note), "--for", desk.email)
    assert f"/en/desk/notes/{ConceptNote.objects.get().pk}/" in told
    assert ConceptNote.objects.get().read_by == desk


def test_a_stranger_somebody_unknown_and_a_file_that_is_none_are_refused(note: Path, tmp_path: Path) -> None:
    stranger = a_person()
    for words in (
        (str(note), "--for", stranger.email),
        (str(note), "--for", "nobody@example.org"),
        (str(tmp_path / "missing.txt"),),
    ):
        with pytest.raises(CommandError):
            said(*words)
    assert not ConceptNote.objects.exists()
