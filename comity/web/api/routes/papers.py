"""Documents, worked on: begun, given their files, issued, posted; corrected and revised by versions that follow."""

from __future__ import annotations

from typing import Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import File, Form
from ninja.files import UploadedFile

from comity.papers import authority, clearance, drafting, posting, shown
from comity.papers.authority import Act
from comity.papers.models import Document, DocumentVersion
from comity.participants.models import Scope
from comity.web.api.asking import chosen, meeting_to_change, needs, person
from comity.web.api.once import idempotent, once, ready
from comity.web.api.routes.routing import router
from comity.web.api.shapes.sending import KeptFile, NewDocument, NewVersion, VersionOut
from comity.web.api.telling import told
from comity.web.api.uploaded import read

TAGS = ["documents"]
WRITES = needs(Scope.WRITE_PAPERS)
VERSIONS = "/documents/{slug:ref}/versions"
VERSION = f"{VERSIONS}/{{int:number}}"
FACTS = ("symbol", "sensitivity", "embargo_until", "circulate_due_at", "post_due_at")


def document_of(request: HttpRequest, ref: str) -> Document:
    """One that the person works on, or that is public anyway: any other does not exist."""
    found = Document.objects.select_related("meeting", "session").filter(ref=ref).first()
    if found is None:
        raise Http404
    works = authority.may(request.user, Act.READ, meeting=found.meeting)
    if not works and shown.find(ref, at=timezone.now()) is None:
        raise Http404
    return found


def version_of(request: HttpRequest, ref: str, number: int) -> DocumentVersion:
    document = document_of(request, ref)
    authority.require_with(request.user, Act.READ, document=document)
    found = document.versions.filter(number=number).first() if number < 1 << 15 else None
    if found is None:
        raise Http404
    found.document = document
    return found


def as_told(version: DocumentVersion) -> VersionOut:
    version.refresh_from_db(fields=["state", "issued_at", "public_from"])
    document = version.document
    return VersionOut(
        ref=document.ref,
        address=document.permanent_address,
        kind=document.kind,
        titles=document.titles,
        sensitivity=document.sensitivity,
        number=version.number,
        suffix=version.suffix,
        note=version.note,
        state=version.state,
        issued_at=version.issued_at,
        public_from=version.public_from,
        files=[
            KeptFile(
                language=one.language,
                is_original=one.is_original,
                file_name=one.file_name,
                media_type=one.file.media_type,
                size=one.file.size,
                sha256=one.file.sha256,
                paragraphs=one.paragraphs.count(),
                warnings=[warning["code"] for warning in one.warnings],
            )
            for one in version.languages.select_related("file")
        ],
    )


def made(version: DocumentVersion) -> HttpResponse:
    address = reverse("api:document_version", args=[version.document.ref, version.number])
    return told(as_told(version), 201, at=address)


@router.post(
    "/meetings/{slug:slug}/documents",
    response={201: VersionOut},
    url_name="documents",
    summary="Begin a document",
    tags=TAGS,
    **WRITES,
)
@idempotent
def begin(request: HttpRequest, slug: str, sent: NewDocument) -> HttpResponse:
    """Its facts first; its files follow, one for each language."""
    meeting = meeting_to_change(request, slug)
    sessions = chosen(meeting.sessions.all(), [sent.session] if sent.session else [], "session")
    facts = {name: getattr(sent, name) for name in FACTS}
    if sent.channels is not None:
        facts["channels"] = list(dict.fromkeys(sent.channels))
    version = drafting.begin(
        meeting,
        kind=Document.Kind(sent.kind),
        titles=sent.titles,
        session=next(iter(sessions), None),
        by=person(request),
        at=timezone.now(),
        **facts,
    )
    return made(version)


@router.post(
    VERSIONS,
    response={201: VersionOut},
    url_name="document_versions",
    summary="Begin a version",
    tags=TAGS,
    **WRITES,
)
@idempotent
def follow(request: HttpRequest, ref: str, sent: NewVersion) -> HttpResponse:
    """An addendum, a correction or a revision of what was issued."""
    kind = DocumentVersion.Kind(sent.kind)
    document = document_of(request, ref)
    return made(drafting.follow(document, kind=kind, note=sent.note, by=person(request), at=timezone.now()))


@router.get(
    VERSION,
    response=VersionOut,
    url_name="document_version",
    summary="Read a version at work",
    tags=TAGS,
    **needs(Scope.READ),
)
def version(request: HttpRequest, ref: str, number: int) -> VersionOut:
    """Drafts too, for those who work on the papers of the meeting; CONFIDENTIAL ones for those who are named."""
    found = version_of(request, ref, number)
    clearance.note_opening(found.document, by=request.user, at=timezone.now())
    return as_told(found)


@router.post(
    f"{VERSION}/files",
    response={201: VersionOut},
    url_name="document_files",
    summary="Add a file to a draft",
    tags=TAGS,
    **WRITES,
)
def add_file(
    request: HttpRequest,
    ref: str,
    number: int,
    file: File[UploadedFile],
    text_language: Form[Literal["", "ar", "zh", "en", "fr", "ru", "es"]] = "",
    original: Form[bool] = False,
) -> HttpResponse:
    """In the language that most of it is in, unless one is said. One of that language that is there gives way."""
    if (before := ready(request)) is not None:
        return before
    draft, by = version_of(request, ref, number), person(request)
    authority.require_with(by, Act.HANDLE, document=draft.document)

    with read([file]) as (one,):

        def kept() -> HttpResponse:
            drafting.attach(
                draft,
                one.path,
                name=one.name,
                language=text_language or None,
                original=original,
                reading=one.reading,
                by=by,
                at=timezone.now(),
            )
            return made(draft)

        return once(request, kept)


@router.put(
    f"{VERSION}/issue",
    response=VersionOut,
    url_name="document_issue",
    summary="Issue a version",
    tags=TAGS,
    **WRITES,
)
def issue(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """From now on it is never changed: another version follows."""
    draft = version_of(request, ref, number)
    drafting.issue(draft, by=person(request), at=timezone.now())
    return told(as_told(draft))


@router.put(
    f"{VERSION}/posting",
    response=VersionOut,
    url_name="document_posting",
    summary="Post a version",
    tags=TAGS,
    **WRITES,
)
def post(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """On the event website: public now, or at the end of its embargo."""
    issued = version_of(request, ref, number)
    posting.post_here(issued, by=person(request), at=timezone.now())
    return told(as_told(issued))
