"""Passport data refused; all that is kept of one person; erasure; what goes by itself."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from comity.meetings import agenda, casting, erasing, parts
from comity.meetings.models import AgendaVersion, Part
from comity.participants import agreements, letters, passports, privacy
from comity.participants.models import Letter, Participant, ParticipantList, Use
from comity.record import trail
from comity.refusals import NotAllowed, NotNow
from tests.makers import NOW, a_meeting, a_participant, a_person, the_desk

OPEN = {Use.LIST, Use.NAME, Use.AFFILIATION}


@pytest.mark.no_database
@pytest.mark.parametrize(
    "column",
    [
        *("Passport number", "passport_no", "PassportNo.", "Numéro de passeport", "Número de pasaporte"),
        *(
            "Номер паспорта",
            "护照号码",
            "رقم جواز السفر",
            "Date of birth",
            "birthdate",
            "DOB",
            "Visa",
            "ID number",
        ),
        *("national_id", "Nationality", "Carte d'identité", "国籍", "Дата рождения"),
    ],
)
def test_a_column_that_asks_for_passport_data_is_known(column: str) -> None:
    """RX-4."""
    assert passports.asks(column)


@pytest.mark.no_database
@pytest.mark.parametrize(
    "column", ["Name", "E-mail", "Delegation", "Title", "number", "Visavis", "Language", "id"]
)
def test_other_columns_are_not_mistaken_for_it(column: str) -> None:
    assert not passports.asks(column)


@pytest.mark.no_database
@pytest.mark.parametrize(
    "words",
    [
        *("AB1234567", "C 12345678", "passport no. 77", "Паспорт 45 07", "P<UTOERIKSSON<<ANNA<MARIA"),
        *(
            "12345678",
            "12 3456789",
            "Judge (X1234567)",
            "护照 E12",
            "L898902C<3UTO6908061F9406236ZE184226B<<<<<14",
        ),
    ],
)
def test_words_that_hold_passport_data_are_known(words: str) -> None:
    """RX-4."""
    assert passports.holds(words)


@pytest.mark.no_database
@pytest.mark.parametrize(
    "words",
    [
        *(
            "Ana Silva",
            "Head of Unit 4",
            "S/RES/2354 (2017)",
            "Directorate 24-7",
            "1373 (2001)",
            "A/HRC/31/65",
        ),
        *("Office of 2016-2017", "李小龙", "محمد", "www.example.org/12345678"),
    ],
)
def test_names_titles_and_symbols_are_not_mistaken_for_it(words: str) -> None:
    assert not passports.holds(words)


@pytest.mark.django_db
def test_a_person_gets_everything_that_is_kept_of_her_and_nothing_of_others() -> None:
    """RX-4."""
    meeting = a_meeting()
    desk = the_desk(meeting)
    one = a_participant(meeting, uses={Use.NAME}, gender="woman", pseudonym="A")
    other = a_participant(meeting, "Bo Li")
    part = parts.propose(meeting.sessions.get(), one, Part.Role.PANELLIST, topic="Schools", by=desk, at=NOW)

    def letter(invited: Part) -> Letter:
        return letters.write(to=invited.participant.email, subject="Come", body="B", at=NOW, meeting=meeting)

    parts.invite(part, by=desk, at=NOW, letter=letter)
    letters.write(to=other.email, subject="Not yours", body="B", at=NOW, meeting=meeting)
    kept = privacy.all_that_is_kept(one)
    assert json.loads(json.dumps(kept)) == kept
    assert (kept["name"], kept["email"], kept["gender"]) == ("Ana Silva", "ana.silva@example.org", "woman")
    assert [one["use"] for one in kept["agreements"]] == ["name"]
    assert [(one["session"], one["state"]) for one in kept["parts"]] == [("s1", "invited")]
    assert [one["subject"] for one in kept["mails"]] == ["Come"]
    assert "Bo" not in json.dumps(kept)
    fields = {one.name for one in Participant._meta.get_fields() if one.concrete}
    told = {"id", "delegation", "body", "person", "registered_by", "link_series", "link_sent_at"}
    assert fields - kept.keys() == told | {"decided_at", "private_gone_at"}


@pytest.mark.django_db
def test_erasure_leaves_nothing_that_says_who_it_was() -> None:
    """RX-4: neither in the registration, nor in mails, parts, agendas or the record."""
    meeting = a_meeting()
    desk, session = the_desk(meeting), meeting.sessions.get()
    one = a_participant(meeting, uses=OPEN, gender="woman", affiliation="Free Net", job_title="Lead")
    part = parts.propose(session, one, Part.Role.PANELLIST, topic="My school", by=desk, at=NOW)

    def letter(invited: Part) -> Letter:
        return letters.write(
            to=invited.participant.email, subject="To Ana", body="Dear Ana", at=NOW, meeting=meeting
        )

    parts.invite(part, by=desk, at=NOW, letter=letter)
    parts.respond(part, accepts=True, words="Ana says yes", by=None, at=NOW)
    session.segments.create(position=1, kind="presentation", minutes=90)
    session.segments.create(position=2, kind="discussion", minutes=90)
    version = agenda.issue(meeting, AgendaVersion.Stage.PROVISIONAL, by=desk, at=NOW)
    assert "Ana Silva" in json.dumps(version.people)
    erasing.erase(one, by=None, at=NOW)
    one.refresh_from_db()
    assert str(one) == "name erased"
    version.refresh_from_db()
    rows = [
        *Participant.objects.values(),
        *Letter.objects.values(),
        *Part.objects.values(),
        *AgendaVersion.objects.values("content", "people"),
        *(act.details for act in trail.of(one)),
        *(act.details for act in trail.of(part)),
    ]
    told = json.dumps(rows, default=str)
    assert [word for word in ("Ana", "ana.", "Free Net", "Lead", "school", "woman") if word in told] == []
    assert agenda.fingerprint(version.content) == version.sha256
    assert agreements.of(one) == set()
    assert casting.standing([session]) == {}
    with pytest.raises(NotNow):
        erasing.erase(one, by=None, at=NOW)


@pytest.mark.django_db
def test_mails_of_a_mailbox_that_others_read_stay() -> None:
    meeting = a_meeting()
    one, other = (
        a_participant(meeting, email="m@example.org"),
        a_participant(meeting, "Bo", email="m@example.org"),
    )
    letters.write(to="m@example.org", subject="S", body="B", at=NOW, meeting=meeting)
    erasing.erase(one, by=None, at=NOW)
    letter = Letter.objects.get()
    assert (letter.to, letter.due_at, other.email) == ("m@example.org", NOW, "m@example.org")


@pytest.mark.django_db
def test_only_the_person_and_the_desk_erase() -> None:
    meeting = a_meeting()
    one = a_participant(meeting)
    with pytest.raises(NotAllowed):
        erasing.erase(one, by=a_person(), at=NOW)
    erasing.erase(one, by=the_desk(meeting), at=NOW)
    assert trail.of(one)[0].details == {"own": False}


@pytest.mark.django_db
def test_what_is_not_public_goes_by_itself_long_after_the_meeting() -> None:
    """RX-4."""
    old = a_meeting("old", opens_on=date(2016, 1, 1), closes_on=date(2016, 1, 2))
    late = NOW + privacy.KEPT_FOR
    one = a_participant(old, gender="man", reason="Why")
    bare = a_participant(old, "Bare", email="")
    kept = a_participant(a_meeting(), "Kept")
    at = late - timedelta(days=30)
    assert privacy.forget(at=NOW - timedelta(days=260)) == 0
    assert privacy.forget(at=at) == 1
    one.refresh_from_db()
    assert (one.name, one.email, one.gender, one.reason, one.private_gone_at) == ("Ana Silva", "", "", "", at)
    bare.refresh_from_db()
    kept.refresh_from_db()
    assert (bare.private_gone_at, kept.email) == (None, "kept@example.org")
    assert privacy.forget(at=at) == 0


@pytest.mark.django_db
def test_a_list_that_nobody_took_in_goes_after_a_day() -> None:
    meeting = a_meeting()
    listed = ParticipantList.objects.create(
        meeting=meeting, name="l.csv", rows=[{"line": 2, "cells": {}}], sent_by=the_desk(meeting), sent_at=NOW
    )
    privacy.forget(at=NOW + timedelta(hours=23))
    listed.refresh_from_db()
    assert listed.rows
    privacy.forget(at=NOW + timedelta(hours=25))
    listed.refresh_from_db()
    assert (listed.rows, str(listed)) == ([], "l.csv")
    with pytest.raises(NotNow):
        privacy.require_open(listed)
