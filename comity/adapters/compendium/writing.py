"""The child process that writes a DOCX: headings, links to the quotes, the right direction for each script."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from comity.adapters.compendium.child import confined

if TYPE_CHECKING:
    from comity.adapters.compendium.book import Book, Entry, Run, Source

FONTS = {"ascii": "Times New Roman", "hAnsi": "Times New Roman", "cs": "Arial", "eastAsia": "SimSun"}
"""Names that every office programme has or replaces."""
TAGS = {"ar": "ar-SA", "zh": "zh-CN", "en": "en-GB", "fr": "fr-FR", "ru": "ru-RU", "es": "es-ES"}
LONGEST_PROPERTY = 255
QUIET = RGBColor(0x56, 0x61, 0x6A)


class Told(dict[str, Any]):
    """An object of the order, whose values are read like those of a `Book`."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError as missing:
            raise AttributeError(name) from missing


def main() -> None:
    order = confined()
    book: Any = json.loads(json.dumps(order["book"]), object_hook=Told)
    sys.stdout.buffer.write(file(book, issued_at=datetime.fromisoformat(order["issued_at"])))


def file(book: Book, *, issued_at: datetime) -> bytes:
    """The file as bytes."""
    written = Writer(book, issued_at)
    written.masthead()
    written.contents()
    written.note()
    for chapter in book.chapters:
        written.heading(chapter.title, 1)
        for entry in chapter.entries:
            written.entry(entry)
    written.index()
    return written.saved()


class Writer:
    """Writes the parts of a book, or of another printed value with the same masthead, one after the other."""

    def __init__(self, book: Any, issued_at: datetime) -> None:
        self.book = book
        self.document = docx.Document()
        self.bookmarks: dict[str, int] = {}
        page = self.document.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.6)
        for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Title"):
            self.style(name)
        properties = self.document.core_properties
        properties.title, properties.subject = book.title, brief(book.meeting)
        properties.author = properties.last_modified_by = brief(book.convener)
        properties.language, properties.comments = TAGS[book.language], book.sample
        properties.created = properties.modified = issued_at.replace(tzinfo=None)
        line = self.document.sections[0].footer.paragraphs[0]
        self.direct(line, book.language)
        self.words(line, " · ".join(one for one in (book.title, book.edition, book.sample) if one), size=8)
        self.page_number(line)

    def style(self, name: str) -> None:
        style = self.document.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [*fonts.attrib]:
            del fonts.attrib[key]
        for key, font in FONTS.items():
            fonts.set(qn(f"w:{key}"), font)
        style.font.color.rgb = RGBColor(0, 0, 0)
        if name == "Normal":
            style.font.size = Pt(11)
        if (
            name == "Title"
        ):  # without the blue line, and without the space between letters that tears Arabic apart
            style.font.size, style.font.bold = Pt(20), True
            for part in ("w:pPr/w:pBdr", "w:rPr/w:spacing", "w:rPr/w:szCs"):
                for found in style.element.xpath(part):
                    found.getparent().remove(found)
            for tag, value in (("w:szCs", "40"), ("w:bCs", "1")):
                made = OxmlElement(tag)
                made.set(qn("w:val"), value)
                style.element.rPr.append(made)

    def page_number(self, line: Any) -> None:
        """A field that the reader's programme counts."""
        self.words(line, " · ", size=8)
        for kind in ("begin", "", "end"):
            run = self.words(line, "", size=8)
            made = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                made.set(qn("w:fldCharType"), kind)
            else:
                made.text = "PAGE"
            run._r.append(made)

    def saved(self) -> bytes:
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()

    # Parts of the book ---------------------------------------------------------------------------------------

    def masthead(self) -> None:
        book = self.book
        self.paragraph(book.convener or book.meeting, bold=True, size=14)
        self.paragraph(f"{book.edition} · {book.issued_on}", size=10, ruled=True)
        self.paragraph(book.meeting, bold=True)
        self.paragraph(book.place_and_dates, size=10)
        if book.sample:
            self.paragraph(book.sample, size=9)
        self.direct(self.document.add_paragraph(style="Title"), book.language)
        self.words(self.document.paragraphs[-1], book.title)

    def contents(self) -> None:
        """Links to the entries; a reader's programme makes page numbers of its own from the headings."""
        self.heading(self.book.labels["contents"], 1)
        for chapter in self.book.chapters:
            self.paragraph(chapter.title, bold=True)
            for one in chapter.entries:
                line = self.paragraph("")
                line.paragraph_format.left_indent = Cm(0.8)
                self.link(line, f"{one.number}. ", anchor=one.anchor)
                self.link(line, one.title, anchor=one.anchor, language=one.language)

    def note(self) -> None:
        self.heading(self.book.labels["note"], 1)
        for place, words in enumerate(self.book.disclaimer, start=1):
            self.paragraph(f"{place}. {words}")

    def entry(self, entry: Entry) -> None:
        heading = self.heading("", 2)
        self.bookmark(heading, entry.anchor)
        self.words(heading, f"{entry.number}. ")
        self.words(heading, entry.title, language=entry.language)
        for words in (entry.notice, entry.decision):
            if words:
                self.paragraph(words, size=10, quiet=True)
        for section in entry.sections:
            self.heading(section.label, 3)
            for line in section.paragraphs:
                self.runs(line, entry)
        if entry.safeguards:
            self.heading(self.book.labels["safeguards"], 3)
            self.paragraph(entry.safeguards, bold=True)
            if entry.conditions:
                self.paragraph(self.book.labels["conditions"])
                self.paragraph(entry.conditions, language=entry.conditions_language)
        for name, value in entry.facts:
            self.paragraph(f"{name}: {value}", size=9.5, quiet=True, close=True)
        self.sources(self.book.labels["sources"], entry.supporting, entry)
        self.sources(self.book.labels["diverging"], entry.diverging, entry)
        line = self.paragraph(f"{self.book.labels['address']}: ", size=9)
        self.link(line, entry.address, address=entry.address, language="en")

    def runs(self, line: tuple[Run, ...], entry: Entry) -> None:
        paragraph = self.document.add_paragraph()
        self.direct(paragraph, entry.language)
        for words, number in line:
            if number:
                self.link(paragraph, self.mark(number, entry.language), anchor=f"{entry.anchor}-{number}")
            else:
                self.words(paragraph, words, language=entry.language)

    def mark(self, number: int, language: str) -> str:
        """Of a source in a line; isolated for Arabic, or LibreOffice ends a line between bracket and number."""
        return f"\u2068[{number}]\u2069" if "ar" in (self.book.language, language) else f"[{number}]"

    def sources(self, label: str, sources: tuple[Source, ...], entry: Entry) -> None:
        if not sources:
            return
        self.heading(label, 3)
        for one in sources:
            head = self.paragraph("", close=True)
            self.bookmark(head, f"{entry.anchor}-{one.number}")
            self.words(head, f"[{one.number}] ")
            self.words(head, one.whose, bold=True)
            if one.note:
                self.words(head, f" · {one.note}")
            if one.words:
                quote = self.paragraph(one.words, language=one.language, close=True)
                quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Cm(0.8)
                self.link(
                    self.paragraph(""), one.address.partition("?")[0], address=one.address, language="en"
                )

    def index(self) -> None:
        if not self.book.index:
            return
        self.heading(self.book.labels["index"], 1)
        for one in self.book.index:
            line = self.paragraph("", close=True)
            self.words(line, one.instrument, language="en", bold=True)
            self.words(line, f" {one.paragraph} — " if one.paragraph else " — ")
            for place, (number, anchor) in enumerate(one.entries):
                if place:
                    self.words(line, ", ")
                self.link(line, str(number), anchor=anchor)

    # Pieces --------------------------------------------------------------------------------------------------

    def heading(self, words: str, level: int) -> Any:
        heading = self.document.add_paragraph()
        heading._p.style = f"Heading{level}"  # by its id: looking it up by name takes half of the time
        self.direct(heading, self.book.language)
        if words:
            self.words(heading, words)
        return heading

    def paragraph(
        self,
        words: str,
        *,
        language: str = "",
        bold: bool = False,
        size: float = 0,
        quiet: bool = False,
        close: bool = False,
        ruled: bool = False,
    ) -> Any:
        made = self.document.add_paragraph()
        self.direct(made, language or self.book.language)
        if close:
            made.paragraph_format.space_after = Pt(2)
        if words:
            self.words(made, words, language=language, bold=bold, size=size, quiet=quiet)
        if ruled:
            borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
            for name, value in (("val", "single"), ("sz", "18"), ("space", "4"), ("color", "000000")):
                line.set(qn(f"w:{name}"), value)
            borders.append(line)
            made._p.get_or_add_pPr().insert(0, borders)  # the order is fixed: before direction and alignment
        return made

    def direct(self, paragraph: Any, language: str) -> None:
        """Arabic runs from the right; "left" then means where lines begin."""
        if language == "ar":
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT

    def words(
        self,
        paragraph: Any,
        words: str,
        *,
        language: str = "",
        bold: bool = False,
        size: float = 0,
        quiet: bool = False,
    ) -> Any:
        run = paragraph.add_run(words)
        run.bold = run.font.cs_bold = bold or None
        if size:
            run.font.size = Pt(size)
            complex_size = OxmlElement("w:szCs")  # Arabic has a size of its own
            complex_size.set(qn("w:val"), str(round(2 * size)))
            run._r.rPr.sz.addnext(complex_size)
        if quiet:
            run.font.color.rgb = QUIET
        language = language or self.book.language
        if language == "ar":
            run.font.rtl = True
        tag = OxmlElement("w:lang")
        tag.set(qn({"ar": "w:bidi", "zh": "w:eastAsia"}.get(language, "w:val")), TAGS.get(language, language))
        run._r.get_or_add_rPr().append(tag)
        return run

    def bookmark(self, paragraph: Any, name: str) -> None:
        number = str(self.bookmarks.setdefault(name, len(self.bookmarks) + 1))
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        start.set(qn("w:id"), number)
        start.set(qn("w:name"), place(name))
        end.set(qn("w:id"), number)
        paragraph._p.append(start)
        paragraph._p.append(end)

    def link(
        self, paragraph: Any, words: str, *, address: str = "", anchor: str = "", language: str = ""
    ) -> None:
        run = self.words(paragraph, words, language=language)
        run.font.color.rgb = RGBColor(0x00, 0x62, 0x9B)
        run.font.underline = True
        link = OxmlElement("w:hyperlink")
        if anchor:
            link.set(qn("w:anchor"), place(anchor))
        else:
            to = RELATIONSHIP_TYPE.HYPERLINK
            link.set(qn("r:id"), paragraph.part.relate_to(address, to, is_external=True))
        link.append(run._r)
        paragraph._p.append(link)


def brief(words: str) -> str:
    """As much as a property of a document may hold."""
    return words if len(words) <= LONGEST_PROPERTY else f"{words[: LONGEST_PROPERTY - 1]}…"


def place(name: str) -> str:
    """The name of a bookmark: letters, figures and low lines, at most 40."""
    return "p_" + name.replace("-", "_")[-38:]


if __name__ == "__main__":
    main()
