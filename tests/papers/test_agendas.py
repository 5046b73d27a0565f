"""An issued agenda is a document too: one a stage, searched, cited, circulated and posted like any paper."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from comity.adapters.agenda import files
from comity.communications import noticing
from comity.communications.models import Notice
from comity.meetings import agenda, programme
from comity.meetings.agenda import Stage
from comity.meetings.models import AgendaVersion, Meeting, Part
from comity.papers import agendas, posting, shown
from comity.papers.models import Document, DocumentParagraph, DocumentVersion
from comity.participants.models import Role
from comity.refusals import NotAllowed, NotNow
from comity.texts.model import LANGUAGES
from tests.makers import NOW, a_participant, a_role, the_desk
from tests.meetings.makers import a_programme
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def meeting() -> Meeting:
    meeting = a_programme()
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.ANNOUNCED, announced_at=NOW)
    meeting.refresh_from_db()
    return meeting


def put_out(meeting: Meeting, stage: Stage) -> AgendaVersion:
    if stage == Stage.ADOPTED:
        return agenda.adopt(meeting, by=the_desk(meeting), at=NOW)
    return agenda.issue(meeting, stage, by=the_desk(meeting), at=NOW)


def moved(meeting: Meeting, minutes: int) -> None:
    session = meeting.sessions.get(tier="technical")
    session.meeting = meeting
    start = session.starts_at - timedelta(minutes=minutes)
    programme.move(
        session, starts_at=start, ends_at=session.ends_at, room=session.room, by=the_desk(meeting), at=NOW
    )


def kept(version: AgendaVersion, folder: Path, *languages: str) -> DocumentVersion:
    """With the files of these languages; else with one of no account, quicker."""
    made: dict[str, dict[str, Path]] = {"pdf": {}, "docx": {}}
    if languages:
        made = files.nameless_files(version, folder, languages=languages)
    else:
        for there in made.values():
            there["en"] = folder / f"{version.number}.txt"
            there["en"].write_text("The agenda.\n", encoding="utf-8")
    by = the_desk(version.meeting)
    return agendas.keep(version, made["pdf"], texts=made["docx"], name="agenda", by=by, at=NOW)


def test_it_is_a_document_in_six_languages_that_can_be_cited(meeting: Meeting, tmp_path: Path) -> None:
    """R10-1."""
    version = kept(put_out(meeting, Stage.PROVISIONAL), tmp_path, *LANGUAGES)
    document = version.document
    assert (document.kind, document.titles["en"], document.titles["fr"] != "") == (
        Document.Kind.AGENDA,
        "Provisional agenda",
        True,
    )
    assert {(one.language, one.is_original) for one in version.languages.all()} == {
        (language, language == "en") for language in LANGUAGES
    }
    words = DocumentParagraph.objects.filter(language_version__language="en").values_list("text", flat=True)
    assert "Session 2" in words
    assert {one.file.media_type for one in version.languages.all()} == {"application/pdf"}
    arabic = DocumentParagraph.objects.filter(language_version__language="ar").values_list("text", flat=True)
    assert "جدول الأعمال المؤقت" in arabic
    posting.post_here(version, by=the_desk(meeting), at=NOW)
    assert [one.document for one in shown.listed(meeting, at=LATER)] == [document]


def test_its_revisions_are_versions_of_one_document(meeting: Meeting, tmp_path: Path) -> None:
    for stage in (Stage.PROVISIONAL, Stage.ANNOTATED):
        kept(put_out(meeting, stage), tmp_path)
    moved(meeting, 5)
    second = kept(put_out(meeting, Stage.ANNOTATED), tmp_path)
    posting.post_here(second, by=the_desk(meeting), at=NOW)
    adopted = kept(put_out(meeting, Stage.ADOPTED), tmp_path)
    moved(meeting, 5)
    revised = kept(put_out(meeting, Stage.REVISED), tmp_path)
    assert [
        (str(one.document), one.suffix, one.number) for one in DocumentVersion.objects.order_by("pk")
    ] == [
        ("Provisional agenda", "", 1),
        ("Annotated provisional agenda", "", 1),
        ("Annotated provisional agenda", "Rev.1", 2),
        ("Agenda as adopted", "", 1),
        ("Agenda as adopted", "Rev.1", 2),
    ]
    assert adopted.document == revised.document
    assert [str(one.version) for one in shown.listed(meeting, at=LATER)] == [str(second)]


def test_it_is_made_a_document_once_and_never_out_of_turn(meeting: Meeting, tmp_path: Path) -> None:
    first = put_out(meeting, Stage.PROVISIONAL)
    moved(meeting, 5)
    second = put_out(meeting, Stage.PROVISIONAL)
    assert kept(second, tmp_path).suffix == "Rev.1"
    for one in (first, second):
        with pytest.raises(NotNow):
            kept(one, tmp_path)
    assert Document.objects.count() == 1


def test_a_proposed_agenda_is_the_committees_own(meeting: Meeting, tmp_path: Path) -> None:
    with pytest.raises(NotNow):
        kept(put_out(meeting, Stage.PROPOSED), tmp_path)


def test_one_whose_role_does_not_prepare_documents_makes_none(meeting: Meeting, tmp_path: Path) -> None:
    version = put_out(meeting, Stage.PROVISIONAL)
    with pytest.raises(NotAllowed):
        agendas.keep(version, {}, texts={}, name="agenda", by=a_role(Role.RAPPORTEUR, meeting), at=NOW)


def test_it_names_nobody(meeting: Meeting, tmp_path: Path) -> None:
    """RX-3: who agreed to be named may take that back; a paper that was handed out cannot."""
    session = meeting.sessions.get(tier="technical")
    speaker = a_participant(meeting, name="Ada Panellist")
    Part.objects.create(
        session=session, participant=speaker, role="panellist", state="confirmed", proposed_at=NOW
    )
    kept(put_out(meeting, Stage.PROVISIONAL), tmp_path, "en")
    words = " ".join(DocumentParagraph.objects.values_list("text", flat=True))
    assert "Session 2" in words
    assert "Ada" not in words


def test_those_who_follow_are_told_of_it_once(meeting: Meeting, tmp_path: Path) -> None:
    version = kept(put_out(meeting, Stage.PROVISIONAL), tmp_path)
    posting.post_here(version, by=the_desk(meeting), at=NOW)
    since = NOW - timedelta(minutes=1)
    noticing.agendas(since=since, at=LATER)
    noticing.papers(since=since, at=LATER)
    assert [one.kind for one in Notice.objects.all()] == [Notice.Kind.AGENDA]


def test_the_desk_makes_it_from_the_list_of_agendas(meeting: Meeting) -> None:
    desk = signed_in(the_desk(meeting))
    number = put_out(meeting, Stage.PROVISIONAL).number
    page = reverse("desk:agendas", args=[meeting.slug])
    assert "Make it a document" in desk.get(page).content.decode()
    answer = desk.post(reverse("desk:keep_agenda", args=[meeting.slug, number]))
    paper = reverse("desk:paper", args=[Document.objects.get().ref])
    assert answer.headers["Location"] == paper
    shown_now = desk.get(page).content.decode()
    assert paper in shown_now
    assert "Make it a document" not in shown_now
    assert desk.post(reverse("desk:keep_agenda", args=[meeting.slug, number])).status_code == 409
