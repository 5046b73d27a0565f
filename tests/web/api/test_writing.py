"""What programmes change: through the verbs of the pages, so that the record and everybody concerned learn of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from comity.communications import noticing
from comity.meetings.models import Meeting, Session
from comity.papers.models import Document
from comity.participants.models import KeptAnswer, Letter, Participant, Person, Role
from comity.record import trail
from comity.statements.models import Receipt, Statement
from tests import makers
from tests.communications.makers import a_known_meeting, the_notice
from tests.web.api.asking import Programme, problem, sentence

pytestmark = pytest.mark.django_db
S1 = "/meetings/sm2016/sessions/s1"
AT = "2016-12-01T15:00:00-05:00"


@pytest.fixture
def meeting() -> Meeting:
    return makers.a_meeting(statements_due_at=timezone.now() + timedelta(days=5))


@pytest.fixture
def programme(desk: Person) -> Programme:
    return Programme(desk)


# The programme ---------------------------------------------------------------------------------------------------


def test_a_session_is_moved_and_the_record_says_what_was_and_what_is(
    programme: Programme, desk: Person
) -> None:
    """R10-1: the same act as at the desk, so that notices and calendars follow it."""
    read = programme.get(S1)
    moved = {"starts_at": "2016-12-01T21:00:00Z", "ends_at": "2016-12-01T22:30:00Z", "room": ""}
    answer = programme.ask("patch", S1, moved, IF_MATCH=read.headers["ETag"])
    assert answer.status_code == 200, answer.content
    told = json.loads(answer.content)
    assert (told["starts_at"], told["room"], told["calendar_sequence"]) == ("2016-12-01T21:00:00Z", None, 1)
    assert answer.headers["ETag"] not in ("", read.headers["ETag"])
    act = trail.of(Session.objects.get(code="s1")).get(verb="moved")
    assert act.by == desk
    assert act.details["before"]["room"] == {"en": "Conference Room 4"}
    assert act.details["after"]["starts_at"] == "2016-12-01T21:00:00+00:00"


def test_of_two_who_change_the_same_the_second_is_told_and_nothing_is_lost(programme: Programme) -> None:
    seen = programme.get(S1).headers["ETag"]
    assert programme.ask("patch", S1, {"titles": {"en": "First"}}, IF_MATCH=seen).status_code == 200
    late = programme.ask("patch", S1, {"titles": {"en": "Second"}}, IF_MATCH=seen)
    assert problem(late) == (412, "lost-update")
    assert str(Session.objects.get(code="s1")) == "First"
    assert problem(programme.ask("patch", S1, {"titles": {"en": "Third"}})) == (428, "no-condition")


def test_the_state_is_the_same_in_every_language(programme: Programme) -> None:
    Session.objects.update(titles={"en": "First session", "ar": "الجلسة الأولى"})
    seen = programme.get(f"{S1}?language=ar").headers["ETag"]
    assert seen != programme.get(S1).headers["ETag"]
    assert programme.ask("patch", S1, {"webcast": True}, IF_MATCH=seen).status_code == 200


def test_what_is_left_out_stays(programme: Programme) -> None:
    before = programme.read(S1)
    answer = programme.ask("patch", S1, {"slot_minutes": 5}, IF_MATCH="*")
    after = json.loads(answer.content)
    assert after == before | {"slot_minutes": 5}


def test_a_room_that_is_taken_is_asked_about_first(programme: Programme) -> None:
    new = {"tier": "special", "titles": {"en": "Other"}, "starts_at": "2016-12-02T15:00:00Z"}
    new |= {"ends_at": "2016-12-02T16:00:00Z", "room": "cr4"}
    made = programme.ask("post", "/meetings/sm2016/sessions", new)
    assert made.status_code == 201, made.content
    address = made.headers["Location"]
    moved = {"starts_at": "2016-12-01T20:00:00Z", "ends_at": "2016-12-01T21:00:00Z"}
    doubtful = programme.ask("patch", address, moved, IF_MATCH="*")
    assert problem(doubtful) == (409, "not-now")
    assert "Conference Room 4 holds another session at that time" in sentence(doubtful)
    assert programme.ask("patch", address, moved | {"despite_doubts": True}, IF_MATCH="*").status_code == 200


def test_segments_fit_the_slot(programme: Programme) -> None:
    """R07-2."""
    long = {"segments": [{"kind": "presentation", "minutes": 100}, {"kind": "discussion", "minutes": 90}]}
    answer = programme.ask("put", f"{S1}/segments", long, IF_MATCH="*")
    assert problem(answer) == (422, "refused")
    assert "The segments take 190 minutes and the slot has 180." in sentence(answer)
    short = {"segments": [{"kind": "presentation", "minutes": 100, "titles": {"fr": "Exposé"}}]}
    told = json.loads(programme.ask("put", f"{S1}/segments", short, IF_MATCH="*").content)
    assert [(one["kind"], one["minutes"], one["titles"]) for one in told["segments"]] == [
        ("presentation", 100, {"fr": "Exposé"})
    ]


def test_a_session_is_cancelled_with_a_reason_and_taken_up_again(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: makers.NOW)
    programme = Programme(Person.objects.get(email="desk@example.org"))
    assert problem(programme.ask("put", f"{S1}/cancellation", {"reasons": {}})) == (422, "refused")
    answer = programme.ask("put", f"{S1}/cancellation", {"reasons": {"en": "No interpreters."}})
    assert json.loads(answer.content)["cancellation"] == {"en": "No interpreters."}
    assert json.loads(programme.ask("delete", f"{S1}/cancellation").content)["cancelled_at"] is None
    assert problem(programme.ask("delete", f"{S1}/cancellation")) == (409, "not-now")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"titels": {"en": "A slip"}}, "titels"),
        ({"titles": {"xx": "No language"}}, "titles"),
        ({"starts_at": "2016-12-01T15:00:00"}, "starts_at"),
        ({"slot_minutes": 0}, "slot_minutes"),
        ({"room": "nowhere"}, "room"),
        ({"aspects": ["one", "three"]}, "aspects"),
        ({"attribution": "withdrawn"}, "attribution"),
    ],
)
def test_what_is_wrong_is_said_by_the_name_of_the_field(
    programme: Programme, sent: dict[str, Any], field: str
) -> None:
    answer = programme.ask("patch", S1, sent, IF_MATCH="*")
    assert problem(answer) == (422, "fields")
    assert list(json.loads(answer.content)["errors"]) == [field]


def test_a_refusal_is_told_in_the_readers_language(programme: Programme) -> None:
    same = {"starts_at": AT, "ends_at": AT}
    english = programme.ask("patch", S1, same, IF_MATCH="*")
    arabic = programme.ask("patch", S1, same, IF_MATCH="*", ACCEPT_LANGUAGE="ar")
    assert sentence(english) == "A session ends after it starts, and within a day."
    assert sentence(arabic) != sentence(english)
    assert arabic.headers["Content-Language"] == "ar"


# Once ------------------------------------------------------------------------------------------------------------
NEW = {
    "tier": "technical",
    "titles": {"en": "Evidence", "fr": "Preuves"},
    "starts_at": "2016-11-30T15:00:00Z",
    "ends_at": "2016-11-30T18:00:00Z",
    "leads_to": ["s1"],
    "aspects": ["one"],
}
SESSIONS = "/meetings/sm2016/sessions"


def test_the_same_request_twice_adds_one_session(programme: Programme) -> None:
    first = programme.ask("post", SESSIONS, NEW, IDEMPOTENCY_KEY="k1")
    again = programme.ask("post", SESSIONS, NEW, IDEMPOTENCY_KEY="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["Location"] == first.headers["Location"] == "/api/v1/meetings/sm2016/sessions/ts1"
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Session.objects.count() == 2


def test_without_a_key_or_with_another_it_is_another_session(programme: Programme) -> None:
    for headers in ({}, {"IDEMPOTENCY_KEY": "k1"}, {"IDEMPOTENCY_KEY": "k2"}):
        assert programme.ask("post", SESSIONS, NEW, **headers).status_code == 201
    assert Session.objects.count() == 4


def test_a_key_belongs_to_one_request_and_to_one_token(programme: Programme, desk: Person) -> None:
    programme.ask("post", SESSIONS, NEW, IDEMPOTENCY_KEY="k1")
    other = programme.ask("post", SESSIONS, NEW | {"webcast": True}, IDEMPOTENCY_KEY="k1")
    assert problem(other) == (422, "other-request")
    assert Programme(desk).ask("post", SESSIONS, NEW, IDEMPOTENCY_KEY="k1").status_code == 201


def test_a_refused_request_leaves_its_key_free(programme: Programme) -> None:
    wrong = NEW | {"ends_at": NEW["starts_at"]}
    assert problem(programme.ask("post", SESSIONS, wrong, IDEMPOTENCY_KEY="k1")) == (422, "refused")
    assert not KeptAnswer.objects.exists()
    assert programme.ask("post", SESSIONS, NEW, IDEMPOTENCY_KEY="k1").status_code == 201


def test_a_kept_answer_is_given_only_to_a_token_that_is_still_good(
    programme: Programme, desk: Person
) -> None:
    programme.ask("post", SESSIONS, NEW, IDEMPOTENCY_KEY="k1")
    desk.tokens.update(revoked_at=timezone.now())
    again = programme.ask("post", SESSIONS, NEW, IDEMPOTENCY_KEY="k1")
    assert problem(again) == (401, "bad-token")


# People ----------------------------------------------------------------------------------------------------------
ANA = {"name": "Ana Silva", "kind": "otherwise", "category": "academia", "email": "ana@example.org"}
REGISTRATIONS = "/meetings/sm2016/registrations"


def test_the_secretariat_registers_and_the_person_is_written_to(programme: Programme, desk: Person) -> None:
    answer = programme.ask("post", REGISTRATIONS, ANA)
    assert answer.status_code == 201, answer.content
    told = json.loads(answer.content)
    assert (told["state"], told["email"]) == ("approved", "ana@example.org")
    assert programme.read(answer.headers["Location"]) == told
    assert Letter.objects.get().to == "ana@example.org"
    assert trail.of(Participant.objects.get()).get().by == desk
    assert problem(programme.ask("post", REGISTRATIONS, ANA)) == (409, "not-now")


def test_who_waits_is_approved_refused_or_withdrawn(programme: Programme, meeting: Meeting) -> None:
    waiting = makers.a_participant(meeting, state="pending")
    place = f"{REGISTRATIONS}/{waiting.pk}/decision"
    assert problem(programme.ask("put", place, {"decision": "refuse"})) == (422, "refused")
    refused = programme.ask("put", place, {"decision": "refuse", "reason": "No seat is left."})
    assert json.loads(refused.content)["state"] == "refused"
    assert json.loads(programme.ask("put", place, {"decision": "approve"}).content)["state"] == "approved"
    assert json.loads(programme.ask("put", place, {"decision": "withdraw"}).content)["state"] == "withdrawn"
    assert problem(programme.ask("put", place, {"decision": "refuse", "reason": "x"})) == (409, "not-now")


def test_a_focal_point_registers_the_own_delegation_and_sees_nobody_else(meeting: Meeting) -> None:
    norway = makers.a_delegation(meeting)
    makers.a_participant(meeting, "Hidden Person")
    own = Programme(makers.a_delegate(norway, role=Role.FOCAL_POINT))
    kari = {"name": "Kari Nordmann", "kind": "delegate", "category": "member_state", "body": "nor"}
    assert own.ask("post", REGISTRATIONS, kari).status_code == 201
    assert problem(own.ask("post", REGISTRATIONS, ANA)) == (403, "not-allowed")
    listed = own.read(REGISTRATIONS)
    assert [one["name"] for one in listed["items"]] == ["Kari Nordmann"]
    assert listed["total"] == 1
    hidden = Participant.objects.get(name="Hidden Person")
    assert problem(own.get(f"{REGISTRATIONS}/{hidden.pk}")) == (404, "not-found")
    assert problem(own.get(f"{REGISTRATIONS}/99999")) == (404, "not-found")


def test_passport_data_are_refused(programme: Programme) -> None:
    answer = programme.ask("post", REGISTRATIONS, ANA | {"affiliation": "Passport no. AB1234567"})
    assert problem(answer) == (422, "refused")
    assert not Participant.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"body": "atlantis"}, "body"),
        ({"kind": "delegate", "body": "ken"}, "body"),
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"kind": "king"}, "kind"),
    ],
)
def test_what_is_wrong_with_a_registration_is_said_by_field(
    programme: Programme, change: dict[str, str], field: str
) -> None:
    answer = programme.ask("post", REGISTRATIONS, ANA | change)
    assert problem(answer) == (422, "fields")
    assert list(json.loads(answer.content)["errors"]) == [field]


# Statements ------------------------------------------------------------------------------------------------------
STATEMENTS = "/meetings/sm2016/statements"
TEXT = b"Mr. Chair,\n\nWe share what works. Requests for evidence are answered at any hour of the day.\n"


def a_statement(**changes: Any) -> dict[str, Any]:
    sent = {"delegation": "nor", "aspects": ["one", "two"], "consent_to_publish": "true"}
    return sent | {"file": SimpleUploadedFile("norway.txt", TEXT)} | changes


def test_a_delegation_submits_and_gets_a_receipt(meeting: Meeting) -> None:
    """R09-2: the receipt stands for files that are on the disk."""
    delegate = makers.a_delegate(makers.a_delegation(meeting), name="norway")
    norway = Programme(delegate)
    answer = norway.ask("form", STATEMENTS, a_statement(session="s1"))
    assert answer.status_code == 201, answer.content
    told = json.loads(answer.content)
    issued = Receipt.objects.get()
    assert (told["number"], told["state"], told["is_late"]) == (issued.number, "received", False)
    assert told["files"] == [{name: issued.files[0][name] for name in told["files"][0]}]
    statement = Statement.objects.get()
    assert (statement.created_by, statement.session.code) == (delegate, "s1")  # type: ignore[union-attr]
    assert sorted(one.code for one in statement.aspects.all()) == ["one", "two"]
    assert norway.read(answer.headers["Location"]) == told
    # It is not public, and its receipt is nobody else's.
    stranger = Programme(makers.a_delegate(makers.a_delegation(meeting, "ken"), name="kenya"))
    for other in (stranger, Programme()):
        assert problem(other.get(f"/statements/{told['ref']}"))[0] == 404
    assert problem(stranger.get(answer.headers["Location"])) == problem(stranger.get("/receipts/SM-1"))


def test_the_same_statement_twice_has_one_receipt(meeting: Meeting) -> None:
    norway = Programme(makers.a_delegate(makers.a_delegation(meeting), name="norway"))
    first = norway.ask("form", STATEMENTS, a_statement())
    again = norway.ask("form", STATEMENTS, a_statement())
    assert json.loads(again.content) == json.loads(first.content)
    assert Statement.objects.count() == 1


def test_a_key_gives_the_same_receipt_without_reading_again(meeting: Meeting) -> None:
    norway = Programme(makers.a_delegate(makers.a_delegation(meeting), name="norway"))
    first = norway.ask("form", STATEMENTS, a_statement(), IDEMPOTENCY_KEY="s-1")
    again = norway.ask("form", STATEMENTS, a_statement(), IDEMPOTENCY_KEY="s-1")
    assert again.content == first.content
    other = norway.ask(
        "form", STATEMENTS, a_statement(file=SimpleUploadedFile("n.txt", TEXT * 2)), IDEMPOTENCY_KEY="s-1"
    )
    assert problem(other) == (422, "other-request")


def test_nobody_submits_for_another_delegation_or_learns_who_takes_part(meeting: Meeting) -> None:
    """R09-3."""
    makers.a_delegation(meeting, "ken")
    norway = Programme(makers.a_delegate(makers.a_delegation(meeting), name="norway"))
    there = norway.ask("form", STATEMENTS, a_statement(delegation="ken"))
    not_there = norway.ask("form", STATEMENTS, a_statement(delegation="jpn"))
    assert problem(there) == (403, "not-allowed")
    assert there.content == not_there.content
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"consent_to_publish": "false"}, (422, "refused")),
        ({"file": SimpleUploadedFile("empty.txt", b"")}, (422, "refused")),
        ({"embargo": "until_time"}, (422, "fields")),
        ({"embargo": "until_delivered"}, (422, "fields")),
        ({"embargo": "until_time", "embargo_until": "2016-01-01T00:00:00Z"}, (422, "refused")),
        ({"aspects": ["three"]}, (422, "fields")),
        ({"on_behalf_of": "friends"}, (422, "fields")),
        ({"speaker_name": "a\0b"}, (422, "fields")),
    ],
)
def test_a_statement_that_is_not_whole_leaves_nothing(
    meeting: Meeting, change: dict[str, Any], told: tuple[int, str]
) -> None:
    norway = Programme(makers.a_delegate(makers.a_delegation(meeting), name="norway"))
    answer = norway.ask("form", STATEMENTS, a_statement(**change))
    assert problem(answer) == told, answer.content.decode()
    assert not Statement.objects.exists()


def test_a_large_body_is_read_only_from_a_programme_that_may_send_files(
    meeting: Meeting, settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    large = SimpleUploadedFile("norway.txt", TEXT * 200)
    norway = Programme(makers.a_delegate(makers.a_delegation(meeting), name="norway"))
    assert norway.ask("form", STATEMENTS, a_statement(file=large)).status_code == 201
    large.seek(0)
    assert problem(Programme().ask("form", STATEMENTS, a_statement(file=large))) == (413, "too-large")
    too_much = {"name": "x" * 20_000}
    assert problem(norway.ask("post", REGISTRATIONS, too_much)) == (413, "too-large")


# Documents -------------------------------------------------------------------------------------------------------
DOCUMENTS = "/meetings/sm2016/documents"
PAPER = {"kind": "information_note", "titles": {"en": "Getting in", "fr": "Accès"}}


def a_document(programme: Programme) -> str:
    """Begun, with its file: the address of its version."""
    begun = programme.ask("post", DOCUMENTS, PAPER)
    assert begun.status_code == 201, begun.content
    version = begun.headers["Location"]
    added = programme.ask("form", f"{version}/files", {"file": SimpleUploadedFile("in.txt", TEXT)})
    assert added.status_code == 201, added.content
    return version


def test_a_document_is_begun_issued_posted_and_revised(programme: Programme) -> None:
    """R09-7."""
    version = a_document(programme)
    ref = version.split("/")[4]
    assert problem(Programme().get(f"/documents/{ref}")) == (404, "not-found")
    assert problem(programme.ask("put", f"{version}/posting")) == (409, "not-now")
    assert json.loads(programme.ask("put", f"{version}/issue").content)["state"] == "issued"
    again = programme.ask("form", f"{version}/files", {"file": SimpleUploadedFile("b.txt", TEXT)})
    assert problem(again) == (409, "not-now")
    assert json.loads(programme.ask("put", f"{version}/posting").content)["public_from"]
    public = Programme().read(f"/documents/{ref}")
    assert (public["title"], public["version"], public["files"][0]["language"]) == ("Getting in", 1, "en")
    assert [one["kind"] for one in Programme().read(f"/documents/{ref}/paragraphs")]
    revised = programme.ask("post", f"/documents/{ref}/versions", {"kind": "revision", "note": "New gate."})
    assert json.loads(revised.content)["suffix"] == "Rev.1"
    assert Programme().read(f"/documents/{ref}")["version"] == 1


def test_the_language_is_read_unless_it_is_said(programme: Programme) -> None:
    version = a_document(programme)
    sent = {"file": SimpleUploadedFile("fr.txt", TEXT), "text_language": "fr", "original": "true"}
    told = json.loads(programme.ask("form", f"{version}/files", sent).content)
    assert {one["language"]: one["is_original"] for one in told["files"]} == {"fr": True, "en": False}


def test_a_confidential_document_answers_only_those_who_are_named(
    programme: Programme, meeting: Meeting
) -> None:
    """RX-5."""
    closed = PAPER | {"sensitivity": "confidential", "channels": []}
    version = programme.ask("post", DOCUMENTS, closed).headers["Location"]
    assert programme.get(version).status_code == 200
    officer = Programme(makers.a_role(Role.DOCUMENT_OFFICER, meeting))
    assert problem(officer.get(version)) == (403, "not-allowed")
    stranger = Programme(makers.a_person())
    assert problem(stranger.get(version)) == (404, "not-found")
    assert problem(stranger.get(version.replace("doc-", "doc-x"))) == (404, "not-found")


def test_a_document_that_says_too_little_is_not_begun(programme: Programme) -> None:
    assert problem(programme.ask("post", DOCUMENTS, PAPER | {"titles": {"en": " "}})) == (422, "refused")
    assert problem(programme.ask("post", DOCUMENTS, PAPER | {"symbol": "Paper 5"})) == (422, "refused")
    assert not Document.objects.exists()


def test_one_notice_says_what_was_and_what_is_when_a_programme_moves_a_session(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """R10-1: nobody who follows the meeting can tell which hand moved it."""
    monkeypatch.setattr(timezone, "now", lambda: makers.NOW)
    known = a_known_meeting("sm2017")
    desk = makers.a_role(Role.SECRETARIAT, known, name="other-desk")
    moved = {"starts_at": "2016-12-01T21:00:00Z", "ends_at": "2016-12-01T22:30:00Z"}
    answer = Programme(desk).ask("patch", S1.replace("2016", "2017"), moved, IF_MATCH="*")
    assert answer.status_code == 200
    noticing.compare(known, at=makers.NOW)
    notice = the_notice()
    assert (notice.kind, notice.session, notice.meeting) == ("moved", known.sessions.get(), known)


def test_times_are_instants(programme: Programme) -> None:
    moved = {"starts_at": AT, "ends_at": "2016-12-01T16:00:00-05:00"}
    told = json.loads(programme.ask("patch", S1, moved, IF_MATCH="*").content)
    assert told["starts_at"] == "2016-12-01T20:00:00Z"
    assert Session.objects.get(code="s1").ends_at == datetime(2016, 12, 1, 21, tzinfo=UTC)
