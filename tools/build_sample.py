"""Make the files of the sample meeting from its texts: PDF, DOCX, ODT, TXT, and one scan without a text layer.

    python tools/build_sample.py [CODE ...]

The files are checked in, since the Noto fonts for Arabic and Chinese are not on every machine; the same texts and
fonts give the same bytes. Every file bears the sample's mark.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import sys
import tempfile
import textwrap
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
import typst
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from comity.sample.sources import FILES, Paper, Passage, Source, papers, sources, written
from comity.texts.model import Kind

TEMPLATE = Path(__file__).with_name("sample.typ")
EPOCH = datetime(2016, 12, 1)
ZIP_TIME = (2016, 12, 1, 12, 0, 0)
COLOURS = ("#1f4e79", "#7a1f3d", "#2e6b3a", "#6b4a12", "#3b3b6d", "#0f6a6a")
WORDS: dict[str, dict[str, str]] = json.loads(
    Path(__file__).with_name("sample_words.json").read_text(encoding="utf-8")
)


def around(source: Source, original: Source) -> dict[str, Any]:
    """Everything that stands in the file around the statement itself."""
    meeting = written("meeting.json")
    body = next(one for one in written("bodies.json")["bodies"] if one["code"] == source.body)
    session = next(one for one in meeting["sessions"] if one["code"] == source.session)
    words, language = WORDS[source.language], source.language
    day = datetime.fromisoformat(original.facts.get("delivered") or session["starts_at"])
    number = int(hashlib.sha256(source.body.encode()).hexdigest()[:4], 16)
    speaker = original if original.language == language else None
    return {
        "language": language,
        "look": source.facts.get("look") or original.facts.get("look", "plain"),
        "paper": "letter" if number % 3 == 0 else "a4",
        "name": body["names"][language],
        "office": words.get(body["category"], ""),
        "kind": words["kind"],
        "speaker": (speaker or source).facts.get("speaker") or latin(original.facts["speaker"], source),
        "title": (speaker or source).facts.get("title", ""),
        "comma": words["comma"] if speaker else "",
        "between": words["comma"],
        "meeting": meeting["meeting"]["short_titles"][language],
        "session": re.split(" ?[:：]", session["titles"][language])[0],
        "place": words["place"].format(day=day.day, month=words[str(day.month)]),
        "check": words["check"] if "delivered" in original.facts else "",
        "translation": "" if source.is_original else words["translation"],
        "mark": meeting["sample_marks"][language],
        "colour": COLOURS[number % len(COLOURS)],
        "corners": 3 + number % 5,
    }


def latin(name: str, source: Source) -> str:
    """A translation names the speaker only where the name is written in its script."""
    return name if source.language in ("en", "fr", "es") and name.isascii() else ""


def pdf(source: Source | Paper, facts: dict[str, Any]) -> bytes:
    statement = {**facts, "passages": [as_json(one) for one in source.passages]}
    made: bytes = typst.compile(
        str(TEMPLATE), sys_inputs={"statement": json.dumps(statement)}, timestamp=int(EPOCH.timestamp())
    )
    return made


def as_json(passage: Passage) -> dict[str, str]:
    return {"kind": str(passage.kind), "mark": passage.mark, "text": passage.text}


def scan(source: Source, facts: dict[str, Any]) -> bytes:
    """The pages as pictures, a little askew, as a scanner gives them."""
    statement = {**facts, "passages": [as_json(one) for one in source.passages]}
    pictures = typst.compile(
        str(TEMPLATE), sys_inputs={"statement": json.dumps(statement)}, format="png", ppi=110.0
    )
    pictures = pictures if isinstance(pictures, list) else [pictures]
    with tempfile.TemporaryDirectory() as folder:
        pages = []
        for number, picture in enumerate(pictures):
            Path(folder, f"{number}.png").write_bytes(picture)
            pages.append(f'#rotate(0.4deg, image("{number}.png", width: 100%))')
        Path(folder, "scan.typ").write_text(
            '#set document(date: none, title: "scan")\n#set page(paper: "a4", margin: 0pt)\n'
            + "\n#pagebreak()\n".join(pages)
        )
        made: bytes = typst.compile(str(Path(folder, "scan.typ")), timestamp=int(EPOCH.timestamp()))
    return made


def word(source: Source | Paper, facts: dict[str, Any]) -> bytes:
    document = docx.Document()
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2.8)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(12)
    style.paragraph_format.space_after = Pt(10)
    rtl = source.language == "ar"
    for line, size, bold in cover_lines(facts):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(line)
        run.bold, run.font.size = bold, Pt(size)
        directed(paragraph, rtl)
    for passage in source.passages:
        directed(word_paragraph(document, source, passage), rtl)
    if source.facts.get("extra") == "tracked":
        track_a_change(document)
    footer = section.footer.paragraphs[0]
    footer.text = facts["mark"]
    footer.runs[0].font.size = Pt(8)
    directed(footer, rtl)
    document.core_properties.created = document.core_properties.modified = EPOCH
    document.core_properties.author = document.core_properties.last_modified_by = facts["mark"]
    document.core_properties.title = f"{facts['name']}: {facts['kind']}"
    raw = io.BytesIO()
    document.save(raw)
    return packed(raw.getvalue())


def word_paragraph(document: Any, source: Source | Paper, passage: Passage) -> Any:
    if passage.kind is Kind.HEADING:
        return document.add_heading(f"{passage.mark} {passage.text}".strip(), level=2)
    if passage.mark == "•":
        return document.add_paragraph(passage.text, style="List Bullet")
    if passage.kind is Kind.ITEM:
        paragraph = document.add_paragraph(f"{passage.mark}\t{passage.text}")
        paragraph.paragraph_format.left_indent = Cm(1.2)
        return paragraph
    if passage.mark and source.facts.get("numbering") == "automatic":
        return document.add_paragraph(passage.text, style="List Number")
    return document.add_paragraph(f"{passage.mark}\t{passage.text}" if passage.mark else passage.text)


def directed(paragraph: Any, rtl: bool) -> None:
    if rtl:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for run in paragraph.runs:
            run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))


def track_a_change(document: Any) -> None:
    """One word struck out and one put in, by a reviser who left the change open."""
    paragraph = document.paragraphs[-1]
    text, run = paragraph.text, paragraph.runs[0]
    first, _, rest = text.partition(" ")
    run.text = ""
    for tag, words, holder in (("w:del", "We", "w:delText"), ("w:ins", first, "w:t")):
        change = OxmlElement(tag)
        change.set(qn("w:id"), "1" if tag == "w:del" else "2")
        change.set(qn("w:author"), "Sample")
        change.set(qn("w:date"), "2016-12-05T09:00:00Z")
        inner, letters = OxmlElement("w:r"), OxmlElement(holder)
        letters.text = words
        inner.append(letters)
        change.append(inner)
        run._r.addprevious(change)
    run.text = f" {rest}"


def cover_lines(facts: dict[str, Any]) -> list[tuple[str, int, bool]]:
    lines = [
        (facts["name"], 18, True),
        (facts["office"], 11, False),
        (facts["kind"], 15, True),
        (facts["speaker"] + facts["comma"] + facts["title"], 12, False),
        (facts["meeting"], 12, False),
        (facts["place"], 11, False),
        (facts["translation"], 11, False),
        (facts["check"], 11, False),
    ]
    return [line for line in lines if line[0].strip()]


def packed(content: bytes, first: str = "[Content_Types].xml") -> bytes:
    """The ZIP file again with one time for every part, so that the same text gives the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda one: (one != first, one)):
            if name == "docProps/thumbnail.jpeg":
                continue
            part = old.read(name)
            if name in ("[Content_Types].xml", "_rels/.rels"):
                part = without_thumbnail(part)
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(info, part)
    return made.getvalue()


def without_thumbnail(part: bytes) -> bytes:
    """python-docx's template brings a picture of its own first page along."""
    return re.sub(rb'<Relationship [^>]*thumbnail[^>]*/>|<Default Extension="jpeg"[^>]*/>', b"", part)


def odt(source: Source, facts: dict[str, Any]) -> bytes:
    """A small OpenDocument text: styles for title, heading and item, the mark in the footer."""
    lines = [f'<text:p text:style-name="Title">{escape(line)}</text:p>' for line, _, _ in cover_lines(facts)]
    for one in source.passages:
        mark = f"{escape(one.mark)}<text:tab/>" if one.mark else ""
        if one.kind is Kind.HEADING:
            lines.append(
                f'<text:h text:style-name="Heading" text:outline-level="1">{escape(one.text)}</text:h>'
            )
        else:
            lines.append(f'<text:p text:style-name="Standard">{mark}{escape(one.text)}</text:p>')
    parts = json.loads(Path(__file__).with_name("sample_odt.json").read_text(encoding="utf-8"))
    filling = {"TEXT": "".join(lines), "MARK": escape(facts["mark"])}
    for word, filled in filling.items():
        parts = {name: part.replace(f"{{{word}}}", filled) for name, part in parts.items()}
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, part in parts.items():
            file.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>\n{part}')
    return packed(raw.getvalue(), first="mimetype")


def txt(source: Source, facts: dict[str, Any]) -> bytes:
    """Plain text with hard line ends, as mail programmes leave it."""
    lines = [line for line, _, _ in cover_lines(facts)]
    lines += [textwrap.fill(f"{one.mark} {one.text}".strip(), 76) for one in source.passages]
    return ("\n\n".join([facts["mark"], *lines]) + "\n").encode()


def around_paper(paper: Paper) -> dict[str, Any]:
    """What stands in the file of a document around its text."""
    meeting = written("meeting.json")
    return {
        "language": paper.language,
        "look": "plain",
        "paper": "a4",
        "name": paper.facts["title"],
        "office": "",
        "kind": meeting["meeting"]["short_titles"][paper.language],
        "speaker": ""
        if paper.facts["form"] == "docx"
        else meeting["meeting"]["short_titles"][paper.language],
        "title": "",
        "comma": "",
        "between": "",
        "meeting": "",
        "session": "",
        "place": paper.facts.get("note", ""),
        "check": "",
        "translation": "",
        "mark": meeting["sample_marks"][paper.language],
        "colour": COLOURS[0],
        "corners": 4,
    }


MAKERS = {"pdf": pdf, "scan": scan, "docx": word, "odt": odt, "txt": txt}


def main(codes: list[str]) -> None:
    FILES.mkdir(exist_ok=True)
    found = sources()
    originals = {(one.code, one.version): one for one in found if one.is_original}
    first = {one.code: one for one in found if one.is_original and one.version == 1}
    for source in found:
        if codes and source.code not in codes:
            continue
        assert (source.code, source.version) in originals, source.name
        source.path.write_bytes(MAKERS[source.form](source, around(source, first[source.code])))
    for paper in papers():
        if not codes or paper.code in codes:
            paper.path.write_bytes(MAKERS[paper.facts["form"]](paper, around_paper(paper)))
    total = sum(path.stat().st_size for path in FILES.iterdir())
    print(f"{len(found)} texts, {total / 1024:.0f} KB of files in {FILES}")


if __name__ == "__main__":
    main(sys.argv[1:])
