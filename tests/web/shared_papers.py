"""Documents in every state and minutes, for the tests of every page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from comity.files.models import Sensitivity
from comity.meetings.models import Meeting
from comity.papers import circulating, minutes, posting
from comity.papers.circulating import Recipient
from comity.papers.models import Channel, DocumentLanguage, DocumentVersion
from comity.participants.models import Letter, Role
from tests import makers
from tests.papers.makers import a_draft, a_posted, a_revision, add_file, an_issued


@dataclass(frozen=True, slots=True)
class Papers:
    refs: list[str]
    files: list[int]
    token: str


def of(meeting: Meeting, *, at: datetime) -> Papers:
    """One that is posted with an addendum and circulated, a draft in two languages, one that is withdrawn, a
    CONFIDENTIAL one, and minutes of a session."""
    desk = makers.the_desk(meeting)
    words = ("We recall resolution 1373 (2001).", "Gates open <always> & “early”.")
    posted = a_posted(
        meeting,
        *words,
        titles={"en": "Getting in", "ar": "الدخول"},
        session=meeting.sessions.first(),
        circulate_due_at=at,
        post_due_at=at,
        at=at,
    )
    posting.post_here(a_revision(posted.document, by=desk, kind="addendum", at=at), by=desk, at=at)
    sent = an_issued(meeting, *words, titles={"en": "Seats", "ar": "المقاعد"}, post_due_at=at, at=at)
    circulating.circulate(sent, [Recipient("aina@example.org", "Aina")], by=desk, at=at)
    found = re.search(r"/paper/([\w-]+)/", Letter.objects.latest("pk").body)
    assert found is not None
    posting.note_failure(sent, Channel.COMMITTEE_SITE, fault="The site is down.", by=desk, at=at)
    draft = a_draft(
        meeting, *words, titles={"en": "Draft", "ar": "مسودة"}, post_due_at=at + timedelta(days=9), at=at
    )
    add_file(draft, "نشير إلى القرار 1373 (2001).", by=desk, at=at, language="ar")
    gone = a_posted(meeting, titles={"en": "Gone", "ar": "سحبت"}, at=at)
    posting.withdraw(gone.document, reason="Wrong room.", by=desk, at=timezone.now())
    closed = an_issued(meeting, sensitivity=Sensitivity.CONFIDENTIAL, channels=[], at=at)
    replaced = a_posted(meeting, titles={"en": "Replaced", "ar": "استبدلت"}, at=at)
    revised = a_revision(replaced.document, *words, by=desk, at=at)
    posting.post_here(revised, by=desk, at=timezone.now())
    rapporteur = makers.a_role(Role.RAPPORTEUR, meeting, name="of-minutes")
    for session in meeting.sessions.all()[:2]:
        minutes.begin(session, language="en", by=rapporteur, at=at)
    versions: list[DocumentVersion] = [posted, sent, draft, gone, closed, replaced]
    return Papers(
        refs=[one.document.ref for one in versions],
        files=[*DocumentLanguage.objects.values_list("pk", flat=True)],
        token=found[1],
    )
