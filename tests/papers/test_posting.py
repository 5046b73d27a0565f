from __future__ import annotations

from datetime import timedelta

import pytest

from comity.files.models import PublicationEntry, Sensitivity
from comity.meetings.models import Meeting
from comity.papers import drafting, posting
from comity.papers.models import Channel, Document, DocumentVersion, Posting
from comity.participants.models import Person, Role
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW, a_meeting, a_role, the_desk
from tests.papers.makers import a_draft, a_posted, a_revision, an_issued

pytestmark = pytest.mark.django_db
SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(days=1)
PAGE = "https://committee.example/news/sm2016"


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


@pytest.fixture
def desk(meeting: Meeting) -> Person:
    return the_desk(meeting)


def public(at: object = NOW) -> list[str]:
    return [str(one) for one in DocumentVersion.objects.public(at)]  # type: ignore[arg-type]


def all_ticked(version: DocumentVersion, by: Person) -> None:
    for item in posting.CHECKLIST:
        posting.tick(version, item, done=True, by=by, at=NOW)


def test_posting_here_makes_a_document_public_and_says_where_and_when(meeting: Meeting, desk: Person) -> None:
    """R09-7"""
    version = an_issued(meeting)
    assert public() == []
    done = posting.post_here(version, by=desk, at=SOON)
    assert public(NOW) == []
    assert public(SOON) == [f"{version.document.ref}/v1"]
    assert (done.url, done.posted_at, done.posted_by) == (version.document.permanent_address, SOON, desk)
    assert [(one.document_version, one.version) for one in PublicationEntry.objects.all()] == [
        (version, None)
    ]


def test_a_document_is_posted_once(meeting: Meeting, desk: Person) -> None:
    version = a_posted(meeting)
    with pytest.raises(NotNow, match="already"):
        posting.post_here(version, by=desk, at=SOON)


def test_an_embargo_holds_until_its_instant(meeting: Meeting, desk: Person) -> None:
    """R09-5"""
    a_posted(meeting, embargo_until=LATER)
    assert public(LATER - timedelta(seconds=1)) == []
    assert len(public(LATER)) == 1
    assert PublicationEntry.objects.get().effective_at == LATER


def test_a_draft_is_not_posted(meeting: Meeting, desk: Person) -> None:
    with pytest.raises(NotNow, match="not been issued"):
        posting.post_here(a_draft(meeting), by=desk, at=NOW)
    assert not Posting.objects.exists()


def test_a_confidential_document_is_not_posted(meeting: Meeting, desk: Person) -> None:
    """RX-5"""
    version = an_issued(meeting, sensitivity=Sensitivity.CONFIDENTIAL, channels=[])
    with pytest.raises(NotNow, match="CONFIDENTIAL"):
        posting.post_here(version, by=desk, at=NOW)
    all_ticked(version, desk)
    with pytest.raises(NotNow, match="CONFIDENTIAL"):
        posting.post_there(version, url=PAGE, by=desk, at=NOW)
    assert public() == []


def test_a_meeting_that_is_not_announced_posts_nothing(desk: Person) -> None:
    meeting = a_meeting("next", state=Meeting.State.PROVISIONAL)
    by = a_role(Role.DOCUMENT_OFFICER, meeting)
    with pytest.raises(NotNow, match="announced"):
        posting.post_here(an_issued(meeting, by=by), by=by, at=NOW)


def test_a_revision_takes_the_place_of_what_was_public_at_the_same_instant(
    meeting: Meeting, desk: Person
) -> None:
    first = a_posted(meeting)
    second = a_revision(first.document, by=desk, at=SOON)
    assert public(SOON) == [str(first)]  # issued, and not posted yet
    posting.post_here(second, by=desk, at=LATER)
    assert public(SOON) == [str(first)]
    assert public(LATER) == [str(second)]


def test_an_addendum_is_public_beside_the_original(meeting: Meeting, desk: Person) -> None:
    first = a_posted(meeting)
    added = a_revision(first.document, by=desk, kind="addendum")
    posting.post_here(added, by=desk, at=SOON)
    assert public(SOON) == [str(first), str(added)]


def test_a_superseded_version_is_not_posted(meeting: Meeting, desk: Person) -> None:
    first = an_issued(meeting)
    a_revision(first.document, by=desk)
    with pytest.raises(NotNow, match="taken the place"):
        posting.post_here(first, by=desk, at=NOW)


def test_the_committees_website_needs_its_whole_checklist(meeting: Meeting, desk: Person) -> None:
    """R09-8"""
    version = an_issued(meeting)
    for item in list(posting.CHECKLIST)[:-1]:
        posting.tick(version, item, done=True, by=desk, at=NOW)
    with pytest.raises(Refused, match="1 of 7"):
        posting.post_there(version, url=PAGE, by=desk, at=NOW)
    all_ticked(version, desk)
    done = posting.post_there(version, url=PAGE, by=desk, at=SOON)
    assert (done.url, done.posted_at, {one["by"] for one in done.checked.values()}) == (PAGE, SOON, {"Desk"})
    assert public(LATER) == []  # on the other website only


def test_a_tick_can_be_taken_back(meeting: Meeting, desk: Person) -> None:
    version = an_issued(meeting)
    all_ticked(version, desk)
    assert "files" not in posting.tick(version, "files", done=False, by=desk, at=NOW).checked
    with pytest.raises(Refused, match="not on the checklist"):
        posting.tick(version, "nonsense", done=True, by=desk, at=NOW)


def test_what_is_posted_is_ticked_no_more(meeting: Meeting, desk: Person) -> None:
    version = an_issued(meeting)
    all_ticked(version, desk)
    posting.post_there(version, url=PAGE, by=desk, at=NOW)
    with pytest.raises(NotNow, match="already"):
        posting.tick(version, "files", done=False, by=desk, at=NOW)
    with pytest.raises(NotNow, match="already"):
        posting.post_there(version, url=PAGE, by=desk, at=NOW)


@pytest.mark.parametrize("url", ["", "committee", "javascript:alert(1)", "ftp://committee.example/x"])
def test_an_address_is_that_of_a_page(meeting: Meeting, desk: Person, url: str) -> None:
    with pytest.raises(Refused, match="https"):
        posting.post_there(an_issued(meeting), url=url, by=desk, at=NOW)


def test_failure_of_one_channel_stops_nothing_in_the_other(meeting: Meeting, desk: Person) -> None:
    """R09-8"""
    version = an_issued(meeting)
    failed = posting.note_failure(version, Channel.COMMITTEE_SITE, fault="The site is down.", by=desk, at=NOW)
    assert (failed.fault, failed.posted_at) == ("The site is down.", None)
    posting.post_here(version, by=desk, at=NOW)
    assert public() == [str(version)]
    all_ticked(version, desk)
    assert posting.post_there(version, url=PAGE, by=desk, at=SOON).fault == ""
    with pytest.raises(NotNow):
        posting.note_failure(version, Channel.COMMITTEE_SITE, fault="Late.", by=desk, at=SOON)


def test_the_other_channel_can_fail_too(meeting: Meeting, desk: Person) -> None:
    """R09-8"""
    version = an_issued(meeting)
    posting.note_failure(version, Channel.EVENT_SITE, fault="Not yet agreed.", by=desk, at=NOW)
    all_ticked(version, desk)
    assert posting.post_there(version, url=PAGE, by=desk, at=NOW).posted_at == NOW


def test_a_failure_says_why(meeting: Meeting, desk: Person) -> None:
    with pytest.raises(Refused, match="what went wrong"):
        posting.note_failure(an_issued(meeting), Channel.EVENT_SITE, fault=" ", by=desk, at=NOW)


def test_an_embargo_holds_on_the_other_website_too(meeting: Meeting, desk: Person) -> None:
    """R09-5"""
    version = an_issued(meeting, embargo_until=LATER)
    all_ticked(version, desk)
    with pytest.raises(NotNow, match="embargo"):
        posting.post_there(version, url=PAGE, by=desk, at=NOW)
    assert posting.post_there(version, url=PAGE, by=desk, at=LATER).posted_at == LATER


def test_the_press_officer_works_on_the_checklist_and_does_not_post(meeting: Meeting) -> None:
    press, version = a_role(Role.PRESS_OFFICER, meeting), an_issued(meeting)
    all_ticked(version, press)
    for act in (
        lambda: posting.post_there(version, url=PAGE, by=press, at=NOW),
        lambda: posting.post_here(version, by=press, at=NOW),
        lambda: posting.withdraw(version.document, reason="Wrong.", by=press, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_is_withdrawn_is_public_no_more(meeting: Meeting, desk: Person) -> None:
    version = a_posted(meeting)
    other = a_posted(meeting)
    posting.withdraw(version.document, reason="Wrong room.", by=desk, at=SOON)
    assert public(SOON) == [str(other)]
    assert public(NOW) == [str(version), str(other)]
    for act in (
        lambda: drafting.amend(version.document, by=desk, at=SOON, titles={"en": "x"}),
        lambda: posting.withdraw(version.document, reason="Again.", by=desk, at=SOON),
    ):
        with pytest.raises(NotNow, match="withdrawn"):
            act()


def test_an_embargo_that_has_not_ended_ends_with_a_withdrawal(meeting: Meeting, desk: Person) -> None:
    version = a_posted(meeting, embargo_until=LATER)
    posting.withdraw(version.document, reason="Wrong room.", by=desk, at=SOON)
    assert public(LATER + timedelta(days=1)) == []


def test_a_withdrawal_has_a_reason_and_something_to_withdraw(meeting: Meeting, desk: Person) -> None:
    with pytest.raises(Refused, match="why"):
        posting.withdraw(a_posted(meeting).document, reason="", by=desk, at=NOW)
    with pytest.raises(NotNow, match="discard"):
        posting.withdraw(a_draft(meeting).document, reason="Wrong.", by=desk, at=NOW)


def test_a_withdrawn_document_is_taken_down_elsewhere_by_hand(meeting: Meeting, desk: Person) -> None:
    version = an_issued(meeting)
    all_ticked(version, desk)
    there = posting.post_there(version, url=PAGE, by=desk, at=NOW)
    with pytest.raises(NotNow):
        posting.taken_down(there, by=desk, at=NOW)
    posting.withdraw(version.document, reason="Wrong room.", by=desk, at=SOON)
    posting.taken_down(there, by=desk, at=LATER)
    assert Posting.objects.get().checked["taken_down"]["at"] == LATER.isoformat()
    assert Document.objects.get().withdrawn_at == SOON
