"""Opening a PDF, and what it carries besides text."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium

from comity.texts.model import Unreadable, Warning, refuse_empty
from comity.texts.pdf.lines import Page, read_page

_PASSWORD_ERROR = 4
_FEW = 20  # characters: a page with fewer carries at most a stamp or a folio, not its text
_PICTURE = 0.05  # of the page: a crest or a line is less
_STROKES = 300  # paths: outlined letters are many, rules and frames are few
_NOT_TEXT = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile)")


@contextmanager
def opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document, closed afterwards. Raises Unreadable: empty, encrypted, damaged."""
    refuse_empty(content)
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error) from error
    try:
        yield document
    finally:
        document.close()


def _refusal(error: pypdfium2.PdfiumError) -> Unreadable:
    if getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).casefold():
        return Unreadable(
            "encrypted",
            "The PDF is protected by a password. Save a copy without the password and send that.",
        )
    return Unreadable(
        "damaged",
        "The PDF is damaged and cannot be opened. Export it again from the original document and send the new file.",
    )


def pages(document: pypdfium2.PdfDocument, count: int) -> Iterator[Page | int]:
    """The pages in order, each with its lines; the bare number of a page that cannot be loaded.

    A page is closed after the next is read: pdfium lets go of a font with the last page that shows it, and would load
    the fonts of the whole document anew for every page.
    """
    before = None
    try:
        for index in range(count):
            handle = pdfium.FPDF_LoadPage(document.raw, index)
            if not handle:
                yield index + 1
                continue
            try:
                page = _page(handle, index + 1)
            finally:
                if before:
                    pdfium.FPDF_ClosePage(before)
                before = handle
            yield page
    finally:
        if before:
            pdfium.FPDF_ClosePage(before)


def _page(handle: object, number: int) -> Page:
    width, height = pdfium.FPDF_GetPageWidthF(handle), pdfium.FPDF_GetPageHeightF(handle)
    page = read_page(handle, number, width, height, pdfium.FPDFPage_GetRotation(handle))
    few = len(page.lines) < _FEW and sum(len(line.text) for line in page.lines) < _FEW
    return replace(page, drawn=is_drawn(handle, width * height)) if few else page


def is_drawn(page: object, area: float) -> bool:
    """Whether a page without text shows a picture, or letters drawn as strokes. A blank page does not."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    strokes = 0
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
            pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
            if (right.value - left.value) * (top.value - bottom.value) > _PICTURE * area:
                return True
        strokes += kind == pdfium.FPDF_PAGEOBJ_PATH
    return strokes > _STROKES


def active_content(document: pypdfium2.PdfDocument, content: bytes) -> list[Warning]:
    """Warnings for scripts, launch actions and embedded files. They are looked for, never run or opened."""
    found = []
    named = set(_NOT_TEXT.findall(content))
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0 or named & {b"/JavaScript", b"/Launch"}:
        found.append(
            Warning(
                "active_content",
                "The PDF carries scripts or actions. They were not run; only its text was read.",
            )
        )
    embedded = pdfium.FPDFDoc_GetAttachmentCount(document.raw)
    if embedded > 0 or b"/EmbeddedFile" in named:
        found.append(
            Warning(
                "embedded_files",
                "The PDF carries other files inside it. They were not opened; send them by themselves.",
            )
        )
    return found
