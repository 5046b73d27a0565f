"""Statements that are public, and their paragraphs."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from comity.languages import reader_language
from comity.statements import public, shown
from comity.statements.models import Version
from comity.statements.shown import Shown
from comity.web.api import texts
from comity.web.api.asking import meeting_of
from comity.web.api.problems import Problem
from comity.web.api.routes.routing import router
from comity.web.api.shapes.common import Page, PageNumber, PerPage
from comity.web.api.shapes.texts import ParagraphOut, StatementLine, StatementOut
from comity.web.shared import works

TAGS = ["statements"]


@router.get(
    "/meetings/{slug:slug}/statements",
    response=Page[StatementLine],
    url_name="statements",
    summary="List the statements of a meeting",
    tags=TAGS,
)
def statements(
    request: HttpRequest,
    slug: str,
    aspect: str = "",
    session: str = "",
    category: str = "",
    region: str = "",
    text_language: str = "",
    page: PageNumber = 1,
    per_page: PerPage = 50,
) -> Page[StatementLine]:
    """In the order of names of the reader's language. A filter with a value that is not known leaves nothing."""
    meeting = meeting_of(request, slug)
    chosen = {"aspect": aspect, "session": session, "category": category, "region": region}
    found = public.listing(
        meeting,
        at=timezone.now(),
        language=reader_language(),
        chosen=chosen | {"language": text_language},
        page=page,
        per_page=per_page,
    )
    rows = [texts.statement_line(one) for one in found.versions]
    return Page(items=rows, total=found.total, page=found.page, pages=found.pages)


def found_statement(ref: str) -> tuple[Shown, Version]:
    """What never was public answers like what does not exist; what was withdrawn says so."""
    one = shown.find(ref, at=timezone.now())
    if one is None:
        raise Http404
    if one.version is None:
        raise Problem(410, "gone", _("This statement was withdrawn. Its address stays."))
    return one, one.version


@router.get(
    "/statements/{slug:ref}",
    response=StatementOut,
    url_name="statement",
    summary="Read a statement",
    tags=TAGS,
)
def statement(request: HttpRequest, ref: str) -> StatementOut:
    """The version that is public now, with its history and files. 410 for one that was withdrawn."""
    return texts.statement(*found_statement(ref))


@router.get(
    "/statements/{slug:ref}/paragraphs",
    response=list[ParagraphOut],
    url_name="statement_paragraphs",
    summary="Read the paragraphs of a statement",
    tags=TAGS,
)
def paragraphs(request: HttpRequest, ref: str, text_language: str = "") -> list[ParagraphOut]:
    """In the language asked for by `text_language`, else the reader's, else the original. Each with the anchor by which
    it is cited and what it cites."""
    _shown, version = found_statement(ref)
    return texts.paragraphs(in_language([*version.languages.all()], text_language))


def in_language(every: list[works.Text], wanted: str) -> works.Text:
    """Raises `Http404` where it is not there in the language that was asked for."""
    if wanted:
        found = next((one for one in every if one.language == wanted), None)
        if found is None:
            raise Http404
        return found
    own = next((one for one in every if one.language == reader_language()), None)
    if not every:
        raise Http404
    return own or every[0]
