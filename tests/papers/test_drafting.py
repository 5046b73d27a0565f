from __future__ import annotations

from datetime import timedelta

import pytest

from comity.files.models import Sensitivity, StoredFile
from comity.meetings.models import Meeting
from comity.papers import drafting
from comity.papers.models import Document, DocumentParagraph, DocumentVersion
from comity.participants.models import Person, Role
from comity.record.models import Act
from comity.refusals import NotAllowed, NotNow, Refused
from comity.texts import symbols
from tests.makers import NOW, a_delegate, a_delegation, a_file, a_meeting, a_reading, a_role, the_desk
from tests.papers.makers import a_draft, a_posted, a_revision, add_file, an_issued

pytestmark = pytest.mark.django_db
State, Kind = DocumentVersion.State, DocumentVersion.Kind
SOON = NOW + timedelta(hours=1)


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


@pytest.fixture
def desk(meeting: Meeting) -> Person:
    return the_desk(meeting)


def test_a_document_is_read_into_paragraphs_with_anchors_and_citations(meeting: Meeting) -> None:
    version = a_draft(meeting, "We recall resolution 1373 (2001).", "Rooms are on the first floor.")
    one, two = DocumentParagraph.objects.all()
    assert [one.text, two.text] == ["We recall resolution 1373 (2001).", "Rooms are on the first floor."]
    assert one.anchor != two.anchor
    assert one.citations.get().instrument.symbol == "S/RES/1373 (2001)"
    assert version.languages.get().is_original


def test_an_address_never_looks_like_a_symbol(meeting: Meeting) -> None:
    document = a_draft(meeting).document
    assert document.ref.startswith("sm2016-doc-")
    assert symbols.parse(document.ref) is None


def test_a_symbol_is_taken_only_as_the_organization_writes_it(meeting: Meeting, desk: Person) -> None:
    assert a_draft(meeting, symbol="S/2016/1010").document.symbol == "S/2016/1010"
    with pytest.raises(Refused, match="not a document symbol"):
        a_draft(meeting, symbol="CTED/2016/1")


def test_a_document_needs_a_title(meeting: Meeting) -> None:
    with pytest.raises(Refused, match="title"):
        a_draft(meeting, titles={"en": " "})
    assert not Document.objects.exists()


def test_a_document_keeps_to_its_own_meeting(meeting: Meeting) -> None:
    other = a_meeting("other")
    with pytest.raises(Refused, match="session of this meeting"):
        a_draft(meeting, session=other.sessions.get())


@pytest.mark.parametrize("role", [Role.RAPPORTEUR, Role.PRESS_OFFICER, Role.CHAIR, Role.REVIEWER])
def test_only_the_secretariat_prepares_documents(meeting: Meeting, role: Role) -> None:
    with pytest.raises(NotAllowed):
        a_draft(meeting, by=a_role(role, meeting))


def test_a_delegate_prepares_no_documents(meeting: Meeting) -> None:
    with pytest.raises(NotAllowed):
        a_draft(meeting, by=a_delegate(a_delegation(meeting)))


def test_a_file_of_the_same_language_gives_way(meeting: Meeting, desk: Person) -> None:
    version = a_draft(meeting, "Old words.")
    add_file(version, "Nouveaux mots.", by=desk, language="fr")
    add_file(version, "New words.", by=desk)
    assert [(one.language, one.is_original) for one in version.languages.all()] == [
        ("en", True),
        ("fr", False),
    ]
    assert set(DocumentParagraph.objects.values_list("text", flat=True)) == {"New words.", "Nouveaux mots."}


def test_another_language_can_be_the_original(meeting: Meeting, desk: Person) -> None:
    version = a_draft(meeting)
    french = add_file(version, "Salle un.", by=desk, language="fr")
    drafting.mark_original(french, by=desk, at=NOW)
    assert [one.language for one in version.languages.filter(is_original=True)] == ["fr"]
    drafting.detach(french, by=desk, at=NOW)
    assert version.languages.get().is_original


@pytest.mark.django_db(transaction=True)
def test_bytes_that_no_document_uses_any_more_go() -> None:
    meeting = a_meeting()
    version = a_draft(meeting)
    assert StoredFile.objects.count() == 1
    drafting.discard(version, by=the_desk(meeting), at=NOW)
    assert (StoredFile.objects.count(), Document.objects.count()) == (0, 0)


def test_a_file_is_read_when_it_comes_in(meeting: Meeting, desk: Person) -> None:
    version = drafting.begin(
        meeting, kind=Document.Kind.LOGISTICS_NOTE, titles={"en": "Logistics"}, by=desk, at=NOW
    )
    path = a_file("Grounds passes are issued at the visitors' entrance.\n\nBring an identity card.")
    added = drafting.attach(version, path, name="logistics.txt", by=desk, at=NOW)
    assert added.language == "en"
    assert [one.text for one in added.paragraphs.all()][1] == "Bring an identity card."


def test_strictly_confidential_papers_are_refused(meeting: Meeting, desk: Person) -> None:
    """RX-5: nothing is kept of them."""
    version = drafting.begin(meeting, kind=Document.Kind.OTHER, titles={"en": "Paper"}, by=desk, at=NOW)
    with pytest.raises(Refused, match="STRICTLY CONFIDENTIAL"):
        drafting.attach(version, a_file("STRICTLY CONFIDENTIAL\n\nNames."), name="paper.txt", by=desk, at=NOW)
    assert not StoredFile.objects.exists()


def test_a_marked_text_is_not_issued_as_if_it_bore_no_marking(meeting: Meeting, desk: Person) -> None:
    """RX-5"""
    version = a_draft(meeting, "CONFIDENTIAL", "Words.")
    with pytest.raises(Refused, match="marking"):
        drafting.issue(version, by=desk, at=NOW)
    drafting.amend(version.document, by=desk, at=NOW, sensitivity=Sensitivity.CONFIDENTIAL, channels=[])
    drafting.issue(version, by=desk, at=NOW)
    assert version.state == State.ISSUED


def test_what_is_confidential_is_posted_nowhere(meeting: Meeting) -> None:
    """RX-5"""
    with pytest.raises(Refused, match="posted nowhere"):
        a_draft(meeting, sensitivity=Sensitivity.CONFIDENTIAL)


def test_a_confidential_document_is_for_those_who_are_named(meeting: Meeting, desk: Person) -> None:
    """RX-5: a role alone opens nothing."""
    colleague = a_role(Role.DOCUMENT_OFFICER, meeting)
    version = a_draft(meeting, by=desk, sensitivity=Sensitivity.CONFIDENTIAL, channels=[])
    with pytest.raises(NotAllowed, match="CONFIDENTIAL"):
        drafting.issue(version, by=colleague, at=NOW)
    assert not Document.objects.open_to(colleague).exists()
    drafting.issue(version, by=desk, at=NOW)


def test_nothing_is_issued_without_a_file(meeting: Meeting, desk: Person) -> None:
    version = drafting.begin(meeting, kind=Document.Kind.OTHER, titles={"en": "Paper"}, by=desk, at=NOW)
    with pytest.raises(Refused, match="Add the file"):
        drafting.issue(version, by=desk, at=NOW)


def test_what_was_issued_is_never_changed(meeting: Meeting, desk: Person) -> None:
    version = an_issued(meeting)
    for act in (
        lambda: add_file(version, "Other words.", by=desk),
        lambda: drafting.detach(version.languages.get(), by=desk, at=NOW),
        lambda: drafting.mark_original(version.languages.get(), by=desk, at=NOW),
        lambda: drafting.issue(version, by=desk, at=NOW),
        lambda: drafting.discard(version, by=desk, at=NOW),
    ):
        with pytest.raises(NotNow):
            act()


def test_a_revision_takes_the_place_of_what_was_issued(meeting: Meeting, desk: Person) -> None:
    first = an_issued(meeting)
    second = a_revision(first.document, by=desk, at=SOON)
    third = a_revision(first.document, by=desk, at=SOON)
    states = dict(DocumentVersion.objects.values_list("number", "state"))
    assert states == {1: State.SUPERSEDED, 2: State.SUPERSEDED, 3: State.ISSUED}
    assert [second.suffix, third.suffix] == ["Rev.1", "Rev.2"]


def test_an_addendum_stands_beside_what_was_issued(meeting: Meeting, desk: Person) -> None:
    first = an_issued(meeting)
    added = a_revision(first.document, by=desk, kind="addendum")
    first.refresh_from_db()
    assert (first.state, added.state, added.suffix) == (State.ISSUED, State.ISSUED, "Add.1")


def test_one_draft_of_a_document_at_a_time(meeting: Meeting, desk: Person) -> None:
    first = an_issued(meeting)
    drafting.follow(first.document, kind=Kind.CORRECTION, note="A slip.", by=desk, at=NOW)
    with pytest.raises(NotNow, match="under way"):
        drafting.follow(first.document, kind=Kind.REVISION, note="More.", by=desk, at=NOW)


@pytest.mark.parametrize(("kind", "note"), [(Kind.ORIGINAL, "Words."), (Kind.REVISION, " ")])
def test_a_later_version_says_what_it_is(meeting: Meeting, desk: Person, kind: Kind, note: str) -> None:
    first = an_issued(meeting)
    with pytest.raises(Refused):
        drafting.follow(first.document, kind=kind, note=note, by=desk, at=NOW)


def test_nothing_follows_a_draft(meeting: Meeting, desk: Person) -> None:
    draft = a_draft(meeting)
    with pytest.raises(NotNow):
        drafting.follow(draft.document, kind=Kind.REVISION, note="More.", by=desk, at=NOW)


def test_what_is_public_keeps_its_sensitivity_and_embargo(meeting: Meeting, desk: Person) -> None:
    version = a_posted(meeting)
    with pytest.raises(NotNow, match="withdraw it"):
        drafting.amend(version.document, by=desk, at=NOW, embargo_until=SOON)
    drafting.amend(version.document, by=desk, at=NOW, titles={"en": "Better title"})
    assert str(version.document) == "Better title"


def test_every_act_is_on_record(meeting: Meeting, desk: Person) -> None:
    version = an_issued(meeting)
    verbs = Act.objects.filter(object_type="document", object_id=str(version.document_id))
    assert [*verbs.order_by("id").values_list("verb", "by__email")] == [
        ("began document", desk.email),
        ("attached file", desk.email),
        ("issued document", desk.email),
    ]


def test_a_discarded_draft_of_a_revision_leaves_the_document(meeting: Meeting, desk: Person) -> None:
    first = an_issued(meeting)
    draft = drafting.follow(first.document, kind=Kind.REVISION, note="More.", by=desk, at=NOW)
    drafting.discard(draft, by=desk, at=NOW)
    assert [one.number for one in first.document.versions.all()] == [1]
    with pytest.raises(NotNow, match="discarded"):
        drafting.attach(draft, a_file(), name="x.txt", by=desk, at=NOW, reading=a_reading("Words."))
