"""The programme at the desk: forms that say what is wrong, keep what was written, and act once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from comity.meetings import agenda, checking
from comity.meetings.models import ConceptNote, Meeting, Session
from comity.participants.models import Assignment, Role
from tests.makers import a_delegate, a_delegation, a_meeting, a_person, a_role, the_desk
from tests.meetings.makers import MORNING, a_programme, a_session
from tests.web.acting import signed_in
from tests.web.shared_programme import NOTE

pytestmark = pytest.mark.django_db
HERE = "/en/desk/meetings/sm2016/programme/"


@pytest.fixture
def meeting() -> Meeting:
    return a_programme()


@pytest.fixture
def desk(meeting: Meeting) -> Client:
    return signed_in(the_desk(meeting))


def slot(session: Session, *, later: int = 0, **changes: Any) -> dict[str, Any]:
    """The form of a move as the page has it, so many minutes later."""
    zone = session.meeting.zone
    times = {
        name: (getattr(session, name) + timedelta(minutes=later)).astimezone(zone).strftime("%Y-%m-%dT%H:%M")
        for name in ("starts_at", "ends_at")
    }
    room = session.room.code if session.room else ""
    fields = {f"{session.code}-{name}": value for name, value in {**times, "room": room, **changes}.items()}
    return {"seen": session.calendar_sequence, **fields}


def technical() -> Session:
    return Session.objects.select_related("meeting", "room").get(tier="technical")


def test_a_delegation_and_a_stranger_see_nothing_of_the_work(meeting: Meeting) -> None:
    for person in (a_delegate(a_delegation(meeting)), a_person(), a_role(Role.ADMINISTRATOR)):
        client = signed_in(person)
        for page in ("", "day/", "agendas/", "left/", "aspects/", "sessions/ts1/"):
            assert client.get(HERE + page).status_code == 403
    assert Client().get(HERE).status_code == 302


def test_what_to_look_at_is_told_also_where_the_agenda_may_be_adopted(meeting: Meeting, desk: Client) -> None:
    for stage in ("provisional", "annotated"):
        assert desk.post(f"{HERE}agendas/", {"stage": stage}).status_code == 302
    page = desk.get(f"{HERE}agendas/").content.decode()
    assert "There is nobody yet as" in page
    assert "found nothing" not in page


def test_an_old_page_undoes_nothing_that_somebody_else_wrote(meeting: Meeting, desk: Client) -> None:
    """Two at once, each with a page from before: the second is told, and keeps what was written."""
    other = signed_in(a_role(Role.SECRETARIAT, meeting, name="other"))
    address = f"{HERE}sessions/ts1/?in=en"
    wording = {
        "seen": "0",
        "slot_minutes": "3",
        "attribution": "non_attributed",
        "interpretation": "en",
        "leads_to": [one.code for one in technical().leads_to.all()],
    }
    assert desk.post(address, {**wording, "titles": "Mine"}).status_code == 302
    assert desk.post(address, {**wording, "titles": "Mine too"}).status_code == 302
    told = other.post(address, {**wording, "titles": "Theirs"})
    assert (told.status_code, technical().titles["en"]) == (409, "Mine too")
    assert 'value="Theirs"' in told.content.decode()
    seen = told.context["seen"]
    assert other.post(address, {**wording, "titles": "Both", "seen": seen}).status_code == 302


def test_old_facts_of_a_meeting_do_not_set_its_days_back(meeting: Meeting, desk: Client) -> None:
    other = signed_in(a_role(Role.SECRETARIAT, meeting, name="other"))
    form = desk.get(f"{HERE}frame/?in=en").context["form"]
    facts = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    facts = {name: str(value) for name, value in facts.items()} | {"seen": "0"}
    moved = {**facts, "closes_on": "2016-12-09"}
    assert desk.post(f"{HERE}frame/?in=en", moved).status_code == 302
    assert other.post(f"{HERE}frame/?in=en", {**facts, "titles": "New title"}).status_code == 409
    assert Meeting.objects.get().closes_on.isoformat() == "2016-12-09"


def test_an_old_page_undoes_no_wording_of_an_aspect(meeting: Meeting, desk: Client) -> None:
    """Two at once: the second is told, sees what stands there beside what she wrote, and saves the two together."""
    other = signed_in(a_role(Role.SECRETARIAT, meeting, name="other"))
    address = f"{HERE}aspects/one/?in=en"
    old = {"seen": desk.get(address).context["seen"], "titles": "Aspect one", "scope_notes": ""}
    assert desk.post(address, {**old, "scope_notes": "What it is about."}).status_code == 302
    told = other.post(address, {**old, "titles": "Evidence"})
    aspect = meeting.aspects.get(code="one")
    assert (told.status_code, aspect.titles["en"]) == (409, "Aspect one")
    page = told.content.decode()
    assert 'value="Evidence"' in page
    assert "What it is about." in page
    assert other.post(f"{HERE}aspects/one/", {"remove": "1", "seen": old["seen"]}).status_code == 409
    both = {"seen": told.context["seen"], "titles": "Evidence", "scope_notes": "What it is about."}
    assert other.post(address, both).status_code == 302
    aspect.refresh_from_db()
    assert (aspect.titles["en"], aspect.scope_notes) == ("Evidence", {"en": "What it is about."})


def test_an_old_page_undoes_no_change_of_a_room(meeting: Meeting, desk: Client) -> None:
    other = signed_in(a_role(Role.SECRETARIAT, meeting, name="other"))
    room = meeting.rooms.first()
    assert room is not None
    address = f"{HERE}rooms/{room.code}/?in=en"
    old = {"seen": desk.get(address).context["seen"], "names": "Room 4"}
    assert desk.post(address, {**old, "capacity": "90"}).status_code == 302
    assert other.post(address, {**old, "names": "Room 5"}).status_code == 409
    assert other.post(address, {"remove": "1", "seen": old["seen"]}).status_code == 409
    room.refresh_from_db()
    assert (room.names["en"], room.capacity) == ("Room 4", 90)


def test_a_session_leads_to_those_who_are_proposed_for_it(meeting: Meeting, desk: Client) -> None:
    page = desk.get(f"{HERE}sessions/ts1/").content.decode()
    assert 'href="/en/desk/meetings/sm2016/panels/ts1/"' in page
    assert (
        "/panels/ts1/"
        not in signed_in(a_role(Role.DOCUMENT_OFFICER, meeting)).get(f"{HERE}sessions/ts1/").content.decode()
    )


def test_a_rapporteur_sees_the_programme_and_no_button_that_changes_it(meeting: Meeting) -> None:
    client = signed_in(a_role(Role.RAPPORTEUR, meeting))
    for page in ("", "day/", "agendas/", "sessions/ts1/"):
        answer = client.get(HERE + page)
        assert answer.status_code == 200
        assert b"<button" not in answer.content.split(b"<main")[1]
    assert client.post(HERE + "sessions/ts1/move/", slot(technical(), later=5)).status_code == 403


def test_a_session_is_moved_by_its_form(desk: Client) -> None:
    """R11-1, R11-2."""
    answer = desk.post(HERE + "sessions/ts1/move/", {**slot(technical(), later=30), "from_day": "1"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{HERE}day/?day=2016-11-30#ts1"
    assert (technical().starts_at, technical().calendar_sequence) == (MORNING + timedelta(minutes=30), 1)


def test_an_old_page_moves_nothing_and_says_so(desk: Client) -> None:
    old = slot(technical(), later=30)
    desk.post(HERE + "sessions/ts1/move/", slot(technical(), later=15))
    for from_day in ("", "1"):
        answer = desk.post(HERE + "sessions/ts1/move/", {**old, "from_day": from_day})
        assert answer.status_code == 409
        assert "Somebody else was first" in answer.content.decode()
    assert technical().starts_at == MORNING + timedelta(minutes=15)


@pytest.mark.parametrize("wrong", ["", "x", "9999-12-31T23:59", "2016-11-30T09:00"])
def test_a_time_that_is_none_is_told_beside_its_field(wrong: str, desk: Client) -> None:
    answer = desk.post(HERE + "sessions/ts1/move/", slot(technical(), ends_at=wrong))
    assert answer.status_code in (400, 422)
    assert technical().calendar_sequence == 0


def test_texts_are_edited_in_one_language_and_the_others_stay(desk: Client, meeting: Meeting) -> None:
    form = {
        "titles": "Preuves",
        "annotations": "De quoi il s’agit.",
        "aspects": ["one"],
        "leads_to": ["sm1"],
        "slot_minutes": "4",
        "attribution": "confidential",
        "interpretation": ["fr", "ar"],
        "webcast": "on",
    }
    assert desk.post(HERE + "sessions/ts1/?in=fr", form).status_code == 302
    session = technical()
    assert session.titles == {"en": "Session 2", "fr": "Preuves"}
    assert (session.interpretation, session.webcast, session.attribution) == (
        ["ar", "fr"],
        True,
        "confidential",
    )
    refused = desk.post(HERE + "sessions/ts1/?in=fr", {**form, "slot_minutes": "0"})
    assert refused.status_code == 422
    assert "De quoi il s’agit." in refused.content.decode()


def rows(prefix: str, *rows: dict[str, Any], first: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": first}
    for place, row in enumerate(rows):
        found |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return found


def test_a_running_order_is_written_kept_in_other_languages_and_refused_when_too_long(desk: Client) -> None:
    """R07-2."""
    one = {"of": "1", "kind": "presentation", "minutes": "50", "titles": "Panel"}
    two = {"of": "2", "kind": "discussion", "minutes": "40", "titles": ""}
    assert desk.post(HERE + "sessions/ts1/segments/?in=en", rows("segments", one, two)).status_code == 302
    french = {**one, "titles": "Table ronde"}
    assert desk.post(HERE + "sessions/ts1/segments/?in=fr", rows("segments", french, two)).status_code == 302
    assert technical().segments.get(position=1).titles == {"en": "Panel", "fr": "Table ronde"}
    long = {**two, "minutes": "41"}
    answer = desk.post(HERE + "sessions/ts1/segments/?in=en", rows("segments", one, long))
    assert answer.status_code == 400
    assert "91 minutes and the slot has 90" in answer.content.decode()
    half = desk.post(HERE + "sessions/ts1/segments/?in=en", rows("segments", {"kind": "break"}))
    assert half.status_code == 422
    assert "Give the part its minutes." in half.content.decode()
    gone = desk.post(HERE + "sessions/ts1/segments/?in=en", rows("segments", one, {**two, "remove": "on"}))
    assert gone.status_code == 302
    assert [part.kind for part in technical().segments.all()] == ["presentation"]


@pytest.mark.parametrize("name", ["segments", "questions"])
def test_rows_without_their_frame_are_refused_and_nothing_breaks(name: str, desk: Client) -> None:
    answer = desk.post(HERE + f"sessions/ts1/{name}/", {f"{name}-0-kind": "break"})
    assert answer.status_code in (200, 422)
    assert technical().segments.count() == 2


def test_questions_are_tied_to_aspects(desk: Client) -> None:
    good = {"texts": "Who asks?", "aspect": "two"}
    assert desk.post(HERE + "sessions/ts1/questions/?in=en", rows("questions", good)).status_code == 302
    answer = desk.post(HERE + "sessions/ts1/questions/?in=en", rows("questions", {"texts": "Why?"}))
    assert answer.status_code == 422
    assert [str(one) for one in technical().questions.all()] == ["Who asks?"]


def test_a_session_is_cancelled_with_a_reason_and_held_after_all(desk: Client) -> None:
    Session.objects.update(starts_at=MORNING.replace(year=2099), ends_at=MORNING.replace(year=2099, hour=17))
    assert desk.post(HERE + "sessions/ts1/cancel/").status_code == 422
    answer = desk.post(HERE + "sessions/ts1/cancel/?in=en", {"cancel-reason": "The panel is ill."})
    assert answer.status_code == 302
    assert technical().cancellation == {"en": "The panel is ill."}
    assert desk.post(HERE + "sessions/ts1/reinstate/").status_code == 302
    assert technical().cancelled_at is None
    assert desk.post(HERE + "sessions/ts1/explode/").status_code == 404


def test_an_agenda_is_issued_adopted_and_refused_with_what_stands_in_the_way(desk: Client) -> None:
    """R10-1."""
    for stage in ("provisional", "annotated", "adopted"):
        assert desk.post(HERE + "agendas/", {"stage": stage}).status_code == 302
        for one in checking.findings(Meeting.objects.get()):
            assert escape(one.sentence) in desk.get(HERE + "agendas/").content.decode()
    assert desk.post(HERE + "agendas/", {"stage": "annotated"}).status_code == 409
    assert desk.post(HERE + "agendas/", {"stage": "nonsense"}).status_code == 404
    session = technical()
    desk.post(
        HERE + "sessions/ts1/move/",
        slot(
            session,
            ends_at=(MORNING + timedelta(minutes=30))
            .astimezone(session.meeting.zone)
            .strftime("%Y-%m-%dT%H:%M"),
        ),
    )
    answer = desk.post(HERE + "agendas/", {"stage": "revised"})
    assert answer.status_code == 409
    assert "the slot has 30" in answer.content.decode()
    assert "Compare with version 2" in desk.get(HERE + "agendas/").content.decode()


def test_a_meeting_is_moved_on_and_told_what_is_missing(desk: Client, meeting: Meeting) -> None:
    """R07-1."""
    session = technical()
    session.leads_to.clear()
    for state in ("approved", "provisional"):
        assert desk.post(HERE + f"state/{state}/").status_code == 302
    answer = desk.post(HERE + "state/announced/")
    assert answer.status_code == 409
    assert "Session 2" in answer.content.decode()
    assert desk.post(HERE + "state/cancelled/").status_code == 400
    assert desk.post(HERE + "state/nonsense/").status_code == 404
    assert desk.post(HERE + "state/postponed/", {"postponed-reason": "A storm."}).status_code == 302


def test_a_note_is_read_proposed_and_accepted(desk: Client) -> None:
    upload = SimpleUploadedFile("note.txt", NOTE.encode())
    answer = desk.post("/en/desk/notes/", {"file": upload})
    note = ConceptNote.objects.get()
    assert answer.headers["Location"] == f"/en/desk/notes/{note.pk}/"
    page = desk.get(f"/en/desk/notes/{note.pk}/").content.decode()
    for words in ("29 to 30 November 2027", "1373 (2002)", "does not agree with the symbol"):
        assert words in page
    form = {
        "slug": "sm2027",
        "titles": "Special Meeting on games",
        "opens_on": "2027-11-29",
        "closes_on": "2027-11-30",
        "time_zone": "America/New_York",
        "aspects_from": "own",
        "aspects": "One\nTwo",
        "instruments": ["S/RES/1373 (2002)"],
        "technical": "on",
        "sessions": "on",
    }
    assert desk.post(f"/en/desk/notes/{note.pk}/", {**form, "aspects": ""}).status_code == 422
    assert desk.post(f"/en/desk/notes/{note.pk}/", {**form, "slug": "sm2016"}).status_code == 400
    assert desk.post(f"/en/desk/notes/{note.pk}/", form).status_code == 302
    made = Meeting.objects.get(slug="sm2027")
    assert [one.titles for one in made.aspects.all()] == [{"en": "One"}, {"en": "Two"}]
    assert made.sessions.count() == 3
    assert desk.get(f"/en/desk/notes/{note.pk}/").status_code == 302


BY_HAND = {
    "language": "fr",
    "slug": "sm2027",
    "titles": "Réunion spéciale",
    "opens_on": "2027-11-29",
    "closes_on": "2027-11-30",
    "time_zone": "Europe/Vienna",
    "venues": "Vienne",
    "statements_on": "2027-11-20",
    "aspects": "Preuves\nEntraide",
    "technical": "on",
    "sessions": "on",
}


def test_a_meeting_is_begun_by_hand(desk: Client) -> None:
    """R03-1: without a concept note."""
    assert desk.get("/en/desk/begin/").status_code == 200
    for missing in ("titles", "slug", "opens_on", "aspects"):
        assert desk.post("/en/desk/begin/", {**BY_HAND, missing: ""}).status_code == 422
    assert desk.post("/en/desk/begin/", {**BY_HAND, "slug": "sm2016"}).status_code == 400
    answer = desk.post("/en/desk/begin/", BY_HAND)
    assert answer.headers["Location"] == "/en/desk/meetings/sm2027/programme/"
    made = Meeting.objects.get(slug="sm2027")
    assert (made.titles, made.venues, made.time_zone) == (
        {"fr": "Réunion spéciale"},
        {"fr": "Vienne"},
        "Europe/Vienna",
    )
    assert made.statements_due_at is not None
    assert made.statements_due_at.isoformat() == "2027-11-20T22:59:00+00:00"
    assert made.sessions.count() == 3


def test_an_administrator_begins_a_meeting_and_is_led_to_invite_its_secretariat(meeting: Meeting) -> None:
    client = signed_in(a_role(Role.ADMINISTRATOR))
    assert "/en/desk/begin/" in client.get("/en/people/account/").content.decode()
    answer = client.post("/en/desk/begin/", BY_HAND, follow=True)
    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, "/en/people/sm2027/")
    assert Meeting.objects.get(slug="sm2027").sessions.count() == 3
    assert client.get("/en/desk/meetings/sm2027/programme/").status_code == 403


def test_nobody_else_opens_the_page_that_begins_a_meeting(meeting: Meeting) -> None:
    for person in (a_role(Role.RAPPORTEUR, meeting), a_delegate(a_delegation(meeting))):
        assert signed_in(person).get("/en/desk/begin/").status_code == 403


def test_a_note_of_a_year_that_has_a_meeting_is_proposed_a_free_short_name(desk: Client) -> None:
    a_meeting("sm2027", opens_on=date(2027, 1, 1), closes_on=date(2027, 1, 1))
    desk.post("/en/desk/notes/", {"file": SimpleUploadedFile("note.txt", NOTE.encode())})
    page = desk.get(f"/en/desk/notes/{ConceptNote.objects.get().pk}/")
    assert page.context["form"]["slug"].value() == "sm2027-2"


def test_the_desk_opens_at_the_latest_meeting_and_then_at_the_one_last_used(
    desk: Client, meeting: Meeting
) -> None:
    later = a_meeting("sm2018", opens_on=date(2018, 1, 1), closes_on=date(2018, 1, 2))
    Assignment.objects.create(person=the_desk(meeting), role=Role.SECRETARIAT, meeting=later)
    page = desk.get("/en/desk/")
    assert page.context["meeting"] == later
    assert 'href="/en/desk/meetings/sm2016/"' in page.content.decode()
    assert 'href="/en/desk/meetings/sm2018/programme/"' in desk.get(HERE).content.decode()
    assert desk.get("/en/desk/").context["meeting"] == meeting
    desk.get("/en/desk/meetings/sm2018/")
    assert desk.get("/en/desk/").context["meeting"] == later


def test_a_meeting_where_one_no_longer_works_is_not_opened(desk: Client, meeting: Meeting) -> None:
    later = a_meeting("sm2018", opens_on=date(2018, 1, 1), closes_on=date(2018, 1, 2))
    held = Assignment.objects.create(person=the_desk(meeting), role=Role.SECRETARIAT, meeting=later)
    desk.get("/en/desk/meetings/sm2018/")
    held.delete()
    assert desk.get("/en/desk/").context["meeting"] == meeting


def test_a_file_that_cannot_be_read_is_refused_with_its_name(desk: Client) -> None:
    answer = desk.post("/en/desk/notes/", {"file": SimpleUploadedFile("empty.txt", b"  ")})
    assert answer.status_code in (400, 422)
    assert not ConceptNote.objects.exists()


def test_a_meeting_is_cloned_and_what_is_left_is_put_down_and_closed(desk: Client, meeting: Meeting) -> None:
    """R03-1."""
    assert desk.post(HERE + "left/?in=en", {"titles": "A list", "due_on": "2017-04-30"}).status_code == 302
    assert desk.post(HERE + "clone/", {"slug": "sm2017", "opens_on": "2017-05-17"}).status_code == 302
    next_one = "/en/desk/meetings/sm2017/programme/left/"
    assert "A list" in desk.get(next_one).content.decode()
    left = meeting.follow_ups.get()
    assert desk.post(f"{next_one}action/{left.pk}/close/", {"outcome": " "}).status_code == 400
    assert desk.post(f"{next_one}action/{left.pk}/close/", {"outcome": "Done."}).status_code == 302
    assert "Done." in desk.get(next_one).content.decode()


def test_aspects_rooms_and_facts_are_changed_at_the_desk(desk: Client, meeting: Meeting) -> None:
    new = {"code": "three", "titles": "Evidence"}
    assert desk.post(HERE + "aspects/new/?in=en", new).status_code == 302
    assert desk.post(HERE + "aspects/new/?in=en", new).status_code == 400
    assert desk.post(HERE + "aspects/three/?in=ar", {"titles": "الأدلة"}).status_code == 302
    assert meeting.aspects.get(code="three").titles == {"en": "Evidence", "ar": "الأدلة"}
    assert desk.post(HERE + "aspects/three/", {"remove": "1"}).status_code == 302
    assert (
        desk.post(HERE + "rooms/new/?in=en", {"code": "cr1", "names": "Room 1", "capacity": "90"}).status_code
        == 302
    )
    assert desk.post(HERE + "rooms/cr4/", {"remove": "1"}).status_code == 409
    page = desk.get(HERE + "frame/").content.decode()
    assert 'value="2016-11-30"' in page
    facts = {
        "titles": "Special Meeting",
        "time_zone": "Europe/Vienna",
        "opens_on": "2016-11-30",
        "closes_on": "2016-12-02",
        "late_policy": "take_late",
    }
    assert desk.post(HERE + "frame/?in=en", facts).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.time_zone, meeting.closes_on.day) == ("Europe/Vienna", 2)


@pytest.mark.parametrize("odd", ["", "x", "-1", "٣", "1\0", "9" * 400, "\u202e<b>", "9999-12-31"])
def test_odd_words_in_an_address_or_form_break_nothing(odd: str, desk: Client) -> None:
    for page in ("day/?day=", "sessions/ts1/?in=", "frame/?in=", "sessions/new/?tier="):
        assert desk.get(HERE + page + quote(odd)).status_code == 200
    for form in (slot(technical(), room=odd), slot(technical(), starts_at=odd), {"seen": odd}):
        assert desk.post(HERE + "sessions/ts1/move/", form).status_code < 500
    frame = rows("segments", {"of": odd, "kind": odd, "minutes": odd, "titles": odd})
    for form in (frame, {**frame, "segments-TOTAL_FORMS": odd}):
        assert desk.post(HERE + "sessions/ts1/segments/", form).status_code < 500
    words = {"titles": odd, "code": odd, "names": odd, "capacity": odd, "opens_on": odd, "time_zone": odd}
    for page in ("frame/", "aspects/new/", "rooms/new/", "clone/", "left/", "sessions/new/", "sessions/ts1/"):
        assert desk.post(HERE + page, {**words, "slug": odd, "slot_minutes": odd}).status_code < 500
    assert desk.post(HERE + "agendas/", {"stage": odd}).status_code < 500


def test_what_the_checks_look_at_is_read_once_for_all_stages_on_offer(desk: Client, meeting: Meeting) -> None:
    Meeting.objects.update(state=Meeting.State.PROVISIONAL)
    meeting.refresh_from_db()
    agenda.issue(meeting, agenda.Stage.PROPOSED, by=the_desk(meeting), at=MORNING)
    assert len(agenda.next_stages(meeting)) == 2
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(HERE + "agendas/").status_code == 200
    casts = [one for one in queries.captured_queries if one["sql"].startswith('SELECT "comity_part"')]
    assert len(casts) == 1  # for the checks, and for whether anything has changed since the last version


def test_the_pages_take_the_same_number_of_queries_for_sixty_sessions(desk: Client, meeting: Meeting) -> None:
    """Issue figures: a programme of 60 sessions is as cheap as a small one."""
    Meeting.objects.update(state=Meeting.State.PROVISIONAL)
    meeting.refresh_from_db()
    topics = list(meeting.sessions.filter(tier="special"))
    counts: dict[str, list[int]] = {}
    for more in (1, 57):
        for number in range(more):
            a_session(meeting, starts_at=MORNING + timedelta(minutes=number), leads_to=topics, minutes=30)
        for page in (HERE, HERE + "day/", HERE + "agendas/"):
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(page).status_code == 200
            counts.setdefault(page, []).append(len(queries))
    assert meeting.sessions.count() == 60
    assert {page: before == after for page, (before, after) in counts.items()} == dict.fromkeys(counts, True)
    assert max(after for _before, after in counts.values()) <= 30
