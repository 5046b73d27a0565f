"""Documents of meetings that are posted here, and their paragraphs."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from comity.papers import shown
from comity.papers.models import DocumentVersion
from comity.papers.shown import Shown
from comity.web.api import texts
from comity.web.api.asking import meeting_of, paged
from comity.web.api.problems import Problem
from comity.web.api.routes.routing import router
from comity.web.api.routes.statements import in_language
from comity.web.api.shapes.common import Page, PageNumber, PerPage
from comity.web.api.shapes.texts import DocumentLine, DocumentOut, ParagraphOut

TAGS = ["documents"]


@router.get(
    "/meetings/{slug:slug}/documents",
    response=Page[DocumentLine],
    url_name="documents",
    summary="List the documents of a meeting",
    tags=TAGS,
)
def documents(
    request: HttpRequest, slug: str, kind: str = "", page: PageNumber = 1, per_page: PerPage = 50
) -> Page[DocumentLine]:
    """Those that are posted, by kind and then as they were issued."""
    meeting = meeting_of(request, slug)
    rows = shown.listed(meeting, at=timezone.now(), kind=kind)
    return paged(rows, page, per_page, lambda some: [texts.listed(one) for one in some])


def found_document(ref: str) -> tuple[Shown, DocumentVersion]:
    """What never was posted answers like what does not exist; what was withdrawn says so."""
    one = shown.find(ref, at=timezone.now())
    if one is None:
        raise Http404
    if one.version is None:
        raise Problem(410, "gone", _("This document was withdrawn. Its address stays."))
    return one, one.version


@router.get(
    "/documents/{slug:ref}", response=DocumentOut, url_name="document", summary="Read a document", tags=TAGS
)
def document(request: HttpRequest, ref: str) -> DocumentOut:
    """The version that holds now, with files, addenda and history. 410 for one that was withdrawn."""
    return texts.document(*found_document(ref))


@router.get(
    "/documents/{slug:ref}/paragraphs",
    response=list[ParagraphOut],
    url_name="document_paragraphs",
    summary="Read the paragraphs of a document",
    tags=TAGS,
)
def paragraphs(request: HttpRequest, ref: str, text_language: str = "") -> list[ParagraphOut]:
    """In the language asked for by `text_language`, else the reader's, else the original."""
    _shown, version = found_document(ref)
    return texts.paragraphs(in_language([*shown.languages(version)], text_language))
