"""Documents on websites: where each version stands, the checklist, what failed, and what is due or overdue."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from comity.papers import authority, overdue, posting
from comity.papers.authority import Act
from comity.papers.models import Channel, DocumentVersion, Posting
from comity.papers.overdue import Due
from comity.participants.models import Scope
from comity.web.api.asking import meeting_to_change, needs, paged, person
from comity.web.api.routes.papers import VERSION, document_of, version_of
from comity.web.api.routes.routing import router
from comity.web.api.shapes.common import Page, PageNumber, PerPage
from comity.web.api.shapes.papers import (
    Confirmation,
    DueOut,
    Failure,
    Item,
    PaperWithdrawal,
    PostingOut,
    Postings,
    Tick,
)
from comity.web.api.telling import told
from comity.web.desk.papers.lists import closed_to

TAGS = ["documents"]
WRITES = needs(Scope.WRITE_PAPERS)
POSTINGS = f"{VERSION}/postings"
THERE = f"{POSTINGS}/committee_site"
TAKEN_DOWN = "taken_down"


@router.get(
    "/meetings/{slug:slug}/documents/due",
    response=Page[DueOut],
    url_name="documents_due",
    summary="List what is to be circulated and posted",
    tags=TAGS,
    **needs(Scope.READ),
)
def due(
    request: HttpRequest, slug: str, overdue_only: bool = False, page: PageNumber = 1, per_page: PerPage = 50
) -> Page[DueOut]:
    """The earliest first; a document is to be circulated, posted on each website, or taken down after it was withdrawn.
    For those who work on the papers of the meeting."""
    meeting, at = meeting_to_change(request, slug), timezone.now()
    authority.require(request.user, Act.READ, meeting=meeting)
    rows = overdue.overdue(meeting, at=at) if overdue_only else overdue.due(meeting)
    closed = closed_to(request.user, meeting)
    return paged(
        rows,
        page,
        per_page,
        lambda some: [
            to_do(one, is_closed=one.document.pk in closed, is_overdue=one.is_overdue(at)) for one in some
        ],
    )


def to_do(one: Due, *, is_closed: bool, is_overdue: bool) -> DueOut:
    """Of a closed document no more than that it is there (RX-5)."""
    return DueOut(
        todo=one.todo,
        ref=one.document.ref,
        title=None if is_closed else str(one.document),
        version=one.version.number if one.version else None,
        suffix=one.version.suffix if one.version else "",
        website=one.channel,
        due_at=one.due_at,
        is_overdue=is_overdue,
        fault="" if is_closed else one.fault,
    )


@router.get(
    POSTINGS,
    response=Postings,
    url_name="postings",
    summary="Read where a version is posted",
    tags=TAGS,
    **needs(Scope.READ),
)
def postings(request: HttpRequest, ref: str, number: int) -> Postings:
    """On the event website and on the Committee's, each by itself, with the checklist of the latter."""
    return shown(version_of(request, ref, number))


def shown(version: DocumentVersion) -> Postings:
    version.refresh_from_db(fields=["public_from"])
    found = list(version.postings.all())
    there = next((one for one in found if one.channel == Channel.COMMITTEE_SITE), None)
    ticked = there.checked if there else {}
    return Postings(
        ref=version.document.ref,
        number=version.number,
        public_from=version.public_from,
        postings=[one_posting(one) for one in found],
        checklist=[
            Item(code=code, label=str(label), done_at=ticked[code]["at"] if code in ticked else None)
            for code, label in posting.CHECKLIST.items()
        ],
    )


def one_posting(one: Posting) -> PostingOut:
    return PostingOut(
        website=one.channel,
        address=one.url,
        posted_at=one.posted_at,
        fault=one.fault,
        failed_at=one.failed_at,
        taken_down_at=one.checked[TAKEN_DOWN]["at"] if TAKEN_DOWN in one.checked else None,
    )


@router.put(
    f"{THERE}/checklist/{{slug:name}}",
    response=Postings,
    url_name="checklist_item",
    summary="Tick an item of the checklist",
    tags=TAGS,
    **WRITES,
)
def tick(request: HttpRequest, ref: str, number: int, name: str, sent: Tick) -> HttpResponse:
    """Of the website of the Committee, or take the tick back."""
    version = version_of(request, ref, number)
    posting.tick(version, name, done=sent.done, by=person(request), at=timezone.now())
    return told(shown(version))


@router.put(
    THERE,
    response=Postings,
    url_name="posted_there",
    summary="Confirm that it stands on the Committee’s website",
    tags=TAGS,
    **WRITES,
)
def confirm(request: HttpRequest, ref: str, number: int, sent: Confirmation) -> HttpResponse:
    """With its address there, once the checklist is done. Whether it stands on the event website does not matter."""
    version = version_of(request, ref, number)
    posting.post_there(version, url=sent.address, by=person(request), at=timezone.now())
    return told(shown(version))


@router.put(
    f"{THERE}/taken-down",
    response=Postings,
    url_name="taken_down",
    summary="Note that it was taken down",
    tags=TAGS,
    **WRITES,
)
def take_down(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """A document that was withdrawn no longer stands on the website of the Committee."""
    version = version_of(request, ref, number)
    found = version.postings.filter(channel=Channel.COMMITTEE_SITE).exclude(posted_at=None).first()
    if found is None:
        raise Http404
    found.version = version
    posting.taken_down(found, by=person(request), at=timezone.now())
    return told(shown(version))


@router.put(
    f"{POSTINGS}/failure",
    response=Postings,
    url_name="posting_failure",
    summary="Note that a website did not take it",
    tags=TAGS,
    **WRITES,
)
def fail(request: HttpRequest, ref: str, number: int, sent: Failure) -> HttpResponse:
    """It stays on the list of what is to be posted there, with the reason; the other website goes on."""
    version = version_of(request, ref, number)
    channel = Channel(sent.website)
    posting.note_failure(version, channel, fault=sent.fault, by=person(request), at=timezone.now())
    return told(shown(version))


@router.put(
    "/documents/{slug:ref}/withdrawal",
    response=Postings,
    url_name="document_withdrawal",
    summary="Withdraw a document",
    tags=TAGS,
    **WRITES,
)
def withdraw(request: HttpRequest, ref: str, sent: PaperWithdrawal) -> HttpResponse:
    """At once; a page that says so stands in its place. What was told of its latest version comes back."""
    document = document_of(request, ref)
    posting.withdraw(document, reason=sent.reason, by=person(request), at=timezone.now())
    latest = document.versions.order_by("-number").first()
    assert latest is not None
    latest.document = document
    return told(shown(latest))
