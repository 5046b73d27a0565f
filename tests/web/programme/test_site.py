"""The programme and the agenda as the public sees them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comity.meetings import agenda, holding, programme
from comity.meetings.agenda import Stage
from comity.meetings.models import Meeting, Part
from comity.participants.models import Agreement, Participant, Use
from tests.makers import NOW, the_desk
from tests.meetings.makers import MORNING, a_programme, a_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return a_programme(state=Meeting.State.PROVISIONAL)


def announce(meeting: Meeting) -> None:
    holding.proceed(meeting, Meeting.State.ANNOUNCED, by=the_desk(meeting), at=NOW)


def a_panellist(meeting: Meeting, *, named: bool) -> Participant:
    someone = Participant.objects.create(
        meeting=meeting,
        kind="panellist",
        category="civil_society",
        state="approved",
        name="Ana Quill",
        affiliation="A small observatory",
        registered_at=NOW,
    )
    Part.objects.create(
        session=meeting.sessions.get(tier="technical"),
        participant=someone,
        role="panellist",
        state="confirmed",
        proposed_at=NOW,
    )
    for use, given in ((Use.NAME, named), (Use.AFFILIATION, True)):
        Agreement.objects.create(participant=someone, use=use, given=given, source="own", at=NOW)
    return someone


def issued(meeting: Meeting) -> None:
    for stage in (Stage.PROVISIONAL, Stage.ANNOTATED):
        agenda.issue(meeting, stage, by=the_desk(meeting), at=NOW)


def test_nothing_of_a_meeting_that_is_not_announced_is_shown(meeting: Meeting) -> None:
    issued(meeting)
    for page in (
        "agenda/sm2016/1/",
        "agenda/sm2016/1.docx",
        "agenda/sm2016/1...2/",
        "programme/?meeting=sm2016",
    ):
        assert Client().get(f"/en/{page}").status_code == 404


def test_every_version_has_its_page_and_says_when_another_followed(meeting: Meeting) -> None:
    """R10-1."""
    issued(meeting)
    announce(meeting)
    first, last = (Client().get(f"/en/agenda/sm2016/{number}/").content.decode() for number in (1, 2))
    assert "This is an earlier version." in first
    assert "This is an earlier version." not in last
    latest = Client().get("/en/agenda/?meeting=sm2016").content.decode()
    assert latest.split("<main")[1] == last.split("<main")[1]
    assert Client().get("/en/agenda/sm2016/3/").status_code == 404
    assert Client().get("/en/agenda/sm2016/1...2/").status_code == 200


def test_times_are_those_of_the_venue_with_utc_beside(meeting: Meeting) -> None:
    """R11-1: New York time and UTC."""
    announce(meeting)
    page = Client().get("/en/programme/?meeting=sm2016").content.decode()
    assert ">10:00</time>–<time" in page
    assert "15:00–16:30 UTC" in page
    assert "zone.js" in page


def test_a_name_is_shown_while_its_owner_agrees_and_gone_at_once_when_not(meeting: Meeting) -> None:
    """RX-3: default off for civil society; taken back, it is gone from page, file and comparison."""
    someone = a_panellist(meeting, named=False)
    issued(meeting)
    announce(meeting)
    pages = ("agenda/sm2016/2/", "agenda/sm2016/1...2/", "programme/?meeting=sm2016")

    def shown() -> list[bool]:
        return ["Ana Quill" in Client().get(f"/en/{page}").content.decode() for page in pages]

    assert shown() == [False, False, False]
    Agreement.objects.create(participant=someone, use=Use.NAME, given=True, source="own", at=NOW)
    assert shown() == [True, False, True]
    with_name = Client().get("/en/agenda/sm2016/2.docx").content
    Agreement.objects.create(participant=someone, use=Use.NAME, given=False, source="own", at=NOW)
    assert shown() == [False, False, False]
    assert Client().get("/en/agenda/sm2016/2.docx").content != with_name


def test_who_chooses_a_pseudonym_is_called_by_it_in_what_was_issued_before(meeting: Meeting) -> None:
    """RX-3: the name was frozen with the version; neither it nor the title that tells whom one means is shown."""
    someone = a_panellist(meeting, named=False)
    Participant.objects.filter(pk=someone.pk).update(job_title="Only director")
    issued(meeting)
    announce(meeting)
    for named in (False, True):
        Agreement.objects.create(participant=someone, use=Use.NAME, given=named, source="own", at=NOW)
        Participant.objects.filter(pk=someone.pk).update(pseudonym="Q.")
        for page in ("agenda/sm2016/2/", "programme/?meeting=sm2016"):
            shown = Client().get(f"/en/{page}").content.decode()
            words = ("Ana Quill", "Only director", "Q.", "A small observatory")
            assert [one in shown for one in words] == [False, False, True, True]


@pytest.mark.parametrize("state", ["proposed", "invited", "accepted"])
def test_the_programme_names_nobody_who_has_not_been_confirmed(meeting: Meeting, state: str) -> None:
    """An agenda may say who is proposed, once it is issued; the programme is public the moment that it changes."""
    someone = a_panellist(meeting, named=True)
    Part.objects.filter(participant=someone).update(state=state)
    announce(meeting)
    assert "Ana Quill" not in Client().get("/en/programme/?meeting=sm2016").content.decode()


def test_an_erased_name_is_gone_from_every_agenda_and_the_fingerprints_stay(meeting: Meeting) -> None:
    """RX-4."""
    someone = a_panellist(meeting, named=True)
    issued(meeting)
    before = [*meeting.agendas.values_list("sha256", flat=True)]
    agenda.forget(someone.pk)
    assert [one.people for one in meeting.agendas.all()] == [{}, {}]
    for one, sha256 in zip(meeting.agendas.all(), before, strict=True):
        assert agenda.fingerprint(one.content) == one.sha256 == sha256


def test_files_are_made_in_the_language_of_the_address(meeting: Meeting) -> None:
    issued(meeting)
    announce(meeting)
    pdf = Client().get("/ar/agenda/sm2016/2.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="agenda-sm2016-2-ar.pdf"'
    assert b"StructTreeRoot" in pdf.content
    docx = Client().get("/en/agenda/sm2016/2.docx")
    assert docx.content.startswith(b"PK")
    assert Client().get("/en/agenda/sm2016/2.exe").status_code == 404


def test_a_cancelled_session_stays_in_the_programme_and_says_why(meeting: Meeting) -> None:
    announce(meeting)
    session = meeting.sessions.get(tier="technical")
    session.meeting = meeting
    programme.cancel(session, reasons={"en": "The panel is ill."}, by=the_desk(meeting), at=NOW)
    page = Client().get("/en/programme/?meeting=sm2016").content.decode()
    assert "The panel is ill." in page
    assert "cancelled" in page


def test_a_programme_of_sixty_sessions_takes_as_many_queries_as_a_small_one(meeting: Meeting) -> None:
    topics = list(meeting.sessions.filter(tier="special"))
    a_panellist(meeting, named=True)
    announce(meeting)
    counts = []
    for more in (0, 58):
        for number in range(more):
            a_session(meeting, starts_at=MORNING + timedelta(minutes=number), leads_to=topics, minutes=30)
        with CaptureQueriesContext(connection) as queries:
            assert Client().get("/en/programme/?meeting=sm2016").status_code == 200
        counts.append(len(queries))
    assert meeting.sessions.count() == 60
    assert counts[0] == counts[1]
