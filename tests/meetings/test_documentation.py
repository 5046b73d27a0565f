"""An agenda names the papers under its items, as they stood when it was issued (DOMAIN.md A.1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings

from comity.adapters.agenda import files
from comity.meetings import agenda, checking
from comity.meetings.agenda import Stage
from comity.meetings.models import AgendaVersion, Meeting, Session
from comity.meetings.printed import printed
from comity.papers import drafting, posting, shown
from comity.papers.models import DocumentVersion
from tests.makers import NOW, the_desk
from tests.meetings.makers import a_programme
from tests.papers.makers import a_draft, a_posted, a_revision, add_file, an_issued

pytestmark = pytest.mark.django_db
PUBLIC = {"state": Meeting.State.ANNOUNCED, "announced_at": NOW}


def a_public_programme() -> tuple[Meeting, Session]:
    meeting = a_programme()
    Meeting.objects.filter(pk=meeting.pk).update(**PUBLIC)
    meeting.refresh_from_db()
    return meeting, meeting.sessions.get(tier="technical")


def put_out(meeting: Meeting) -> AgendaVersion:
    return agenda.issue(meeting, Stage.PROVISIONAL, by=the_desk(meeting), at=NOW)


def named(version: AgendaVersion) -> list[tuple[str, str, str]]:
    """(Code of the session, words, address) of every paper that the agenda names."""
    return [
        (item.code, words, address)
        for day in printed(version).days
        for item in day.sessions
        for line in item.lines
        if line.kind == "documents"
        for address, words in line.linked
    ]


def told(meeting: Meeting) -> list[tuple[str, str]]:
    found = checking.findings(meeting, at=NOW)
    return [(one.code, one.sentence) for one in found if one.code.startswith("paper_")]


def test_an_item_names_its_papers_by_symbol_or_own_identifier() -> None:
    """R10-1."""
    meeting, session = a_public_programme()
    own = a_posted(meeting, session=session, titles={"en": "Paper"}).document
    symbol = a_posted(meeting, session=session, titles={"en": "Letter"}, symbol="S/2016/100").document
    a_posted(meeting, titles={"en": "Of the whole meeting"})
    home = f"{settings.PUBLIC_ADDRESS}/id/"
    assert named(put_out(meeting)) == [
        (session.code, f"Paper, {own.ref}", home + own.ref),
        (session.code, "Letter, S/2016/100", home + symbol.ref),
    ]


def test_of_addenda_without_their_document_an_agenda_names_the_one_that_the_page_shows() -> None:
    """What was circulated only is followed by what is posted: everybody is led to the same version."""
    meeting, session = a_public_programme()
    document = an_issued(meeting, session=session, titles={"en": "Paper"}).document
    for minutes in (1, 2):
        at, by = NOW - timedelta(minutes=10 - minutes), the_desk(meeting)
        added = drafting.follow(document, kind=DocumentVersion.Kind.ADDENDUM, note="More.", by=by, at=at)
        add_file(added, by=by, at=at)
        drafting.issue(added, by=by, at=at)
        posting.post_here(added, by=by, at=at)
    page = shown.find(document.ref, at=NOW)
    assert page is not None
    assert page.version is not None
    (paper,) = next(
        one["documents"] for one in put_out(meeting).content["sessions"] if one["code"] == session.code
    )
    assert paper["version"] == page.version.number == 2


@pytest.mark.parametrize("how", ["draft", "issued", "embargo", "confidential"])
def test_an_agenda_tells_of_no_paper_that_the_public_cannot_read(how: str) -> None:
    """R09-5."""
    meeting, session = a_public_programme()
    filed = {"session": session, "titles": {"en": "Ahead"}}
    if how == "draft":
        a_draft(meeting, **filed)
    elif how == "issued":
        an_issued(meeting, **filed)
    elif how == "confidential":
        an_issued(meeting, **filed, sensitivity="confidential", channels=[])
    else:
        a_posted(meeting, **filed, embargo_until=NOW + timedelta(hours=1))
    secret = how == "confidential"
    waits = [("paper_waits", "Not posted yet, so that the agenda does not name it: Ahead.")]
    assert told(meeting) == ([] if secret else waits)
    version = put_out(meeting)
    assert named(version) == []
    assert "Ahead" not in str(version.content)


def test_what_becomes_of_a_paper_later_changes_no_agenda_that_was_issued() -> None:
    meeting, session = a_public_programme()
    desk = the_desk(meeting)
    first = a_posted(meeting, session=session, titles={"en": "Paper"})
    version = put_out(meeting)
    before = named(version)
    posting.post_here(a_revision(first.document, by=desk), by=desk, at=NOW + timedelta(hours=1))
    version.refresh_from_db()
    assert named(version) == before
    later = NOW + timedelta(hours=2)
    assert agenda.has_changed(version, at=later)
    after = agenda.issue(meeting, Stage.PROVISIONAL, by=desk, at=later)
    assert [words for _code, words, _address in named(after)] == [f"Paper, {first.document.ref} Rev.1"]


def test_a_paper_withdrawn_since_the_last_agenda_is_told_before_the_next() -> None:
    meeting, session = a_public_programme()
    paper = a_posted(meeting, session=session, titles={"en": "Paper"}).document
    put_out(meeting)
    posting.withdraw(paper, reason="Wrong file.", by=the_desk(meeting), at=NOW)
    assert told(meeting) == [("paper_withdrawn", "Named in the last agenda and withdrawn since: Paper.")]
    put_out(meeting)
    assert told(meeting) == []


@pytest.mark.parametrize("kind", files.TYPES)
def test_the_files_print_them(kind: str) -> None:
    meeting, session = a_public_programme()
    a_posted(meeting, session=session, titles={"en": "Letter"}, symbol="S/2016/100")
    version = put_out(meeting)
    assert any(line.kind == "documents" for line in printed(version).days[0].sessions[0].lines)
    assert files.file(version, kind, language="en")
