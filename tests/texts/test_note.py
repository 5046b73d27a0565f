"""A concept note says what a meeting is to be; each proposal names the words it came from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from comity.texts.note import Note, study
from comity.texts.reading import read

pytestmark = pytest.mark.no_database
DATA = Path(os.environ.get("COMITY_DATA", "no such folder"))
NOTE = """I. Introduction

1. Member States face a growing threat. In its resolution 1373 (2001) the Security Council calls upon all States to act.

2. In this vein, on 17 December 2015, the Counter-Terrorism Committee held a Special Meeting on the same subject. The Counter-Terrorism Committee stated that it would convene further meetings.

II. Format

3. The Security Council has recognized a comprehensive approach, including governmental action, self-regulation by the private sector, and initiatives by civil society. A number of challenges were discussed, including the powers of States; counter-narratives; and freedom of expression.

4. The Special Meeting will be preceded by a series of preparatory technical sessions. The Special Meeting will follow a "presentation and discussion" format and will focus on the exploitation of drones for terrorist purposes.

5. Participants will raise questions on the above three aspects only. Delegations will submit written statements by 25 November 2026.

III. Rapporteurs

6. CTED experts will serve as rapporteurs.

IV. Venue and date

7. The meeting will be held at the United Nations Office at Vienna, from 30 November to 1 December 2026.
"""


def note(text: str) -> Note:
    return study(read(text.encode(), "note.txt"))


def values(found: Note, field: str) -> list[object]:
    return [one.value for one in found.of(field)]


def test_title_days_venue_and_convener_are_proposed() -> None:
    found = note(NOTE)
    assert values(found, "title") == ["Special Meeting on the exploitation of drones for terrorist purposes"]
    assert values(found, "days") == [{"opens_on": "2026-11-30", "closes_on": "2026-12-01"}]
    assert values(found, "venue") == ["United Nations Office at Vienna"]
    assert values(found, "time_zone") == ["Europe/Vienna"]
    assert values(found, "convener") == ["Counter-Terrorism Committee"]
    assert values(found, "instrument") == ["S/RES/1373 (2001)"]
    assert values(found, "earlier") == ["2015-12-17"]
    assert values(found, "deadline") == [{"of": "statements", "on": "2026-11-25"}]
    for field in ("preparation", "phases", "rapporteurs"):
        assert values(found, field) == [True]


def test_both_lists_of_the_right_length_are_proposed_the_nearest_first_and_a_person_is_asked() -> None:
    """The note counts its aspects and lists none (DOMAIN.md 1.14)."""
    found = note(NOTE)
    assert values(found, "aspects") == [
        ["Governmental action", "Self-regulation by the private sector", "Initiatives by civil society"],
        ["Powers of States", "Counter-narratives", "Freedom of expression"],
    ]
    assert [(one.code, one.source and one.source.words) for one in found.remarks] == [
        ("aspects_not_listed", "three aspects")
    ]


def test_every_proposal_stands_word_for_word_in_the_paragraph_that_it_names() -> None:
    reading = read(NOTE.encode(), "note.txt")
    paragraphs = {one.anchor: one for one in reading.paragraphs}
    found = study(reading)
    assert len(found.proposals) > 10
    for one in found.proposals:
        paragraph = paragraphs[one.source.anchor]
        assert one.source.words in paragraph.text
        assert one.source.number == paragraph.number


def test_a_list_that_is_declared_is_taken_as_it_stands() -> None:
    found = note(
        "1. The meeting has two aspects:\n\n(a) Evidence;\n\n(b) The rights of users.\n\n2. It is short.\n"
    )
    assert values(found, "aspects")[0] == ["Evidence", "Rights of users"]


def test_a_single_day_opens_and_closes_the_meeting() -> None:
    found = note("Venue and date\n\n1. The meeting will be held at Headquarters, New York, on 5 May 2027.\n")
    assert values(found, "days") == [{"opens_on": "2027-05-05", "closes_on": "2027-05-05"}]


@pytest.mark.parametrize("span", ["31 to 32 May 2027", "9 to 8 May 2027", "30 to 31 February 2027"])
def test_days_that_do_not_exist_are_not_proposed(span: str) -> None:
    found = note(f"1. It will be held at Headquarters, New York, from {span}.\n")
    assert values(found, "days") == []


@pytest.mark.parametrize("text", ["Nothing of the kind.\n", "Слово.\n\nДругое слово.\n", "1.\n\n2.\n"])
def test_a_text_that_is_no_concept_note_proposes_nothing_and_says_so(text: str) -> None:
    found = note(text)
    assert found.proposals == []
    assert {"no_days", "no_deadline"} <= {one.code for one in found.remarks}


@pytest.mark.skipif(
    not (DATA.parent / "concept-note.txt").is_file(),
    reason="COMITY_DATA names no folder with the note beside it",
)
def test_the_note_of_2016_proposes_the_meeting_that_was_held() -> None:
    """DOMAIN.md, appendix D: 7 instruments, one wrong year, two days in New York, two lists of four."""
    found = study(read(DATA.parent / "concept-note.txt"))
    assert values(found, "days") == [{"opens_on": "2016-11-30", "closes_on": "2016-12-01"}]
    assert values(found, "venue") == ["United Nations Headquarters, New York"]
    assert len(values(found, "instrument")) == 7
    assert [len(one.value) for one in found.of("aspects")] == [4, 4]
    assert [one.code for one in found.remarks] == [
        *("aspects_not_listed", "year_mismatch", "number_out_of_order", "no_deadline")
    ]
