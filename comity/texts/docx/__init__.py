"""DOCX files read into blocks: styles, lists as Word numbers them, tables, notes, text boxes, tracked changes."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from comity.texts.counters import printed
from comity.texts.docx.lists import Lists
from comity.texts.docx.names import RELATIONSHIP, W, value
from comity.texts.docx.story import Story
from comity.texts.docx.styles import Styles
from comity.texts.model import Extract, Kind
from comity.texts.package import Package, damaged
from comity.texts.shaping import Findings, Piece, markings, shaped

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SET_IN = (
    280  # twips, half a centimetre: as far beyond the running text on both sides, a paragraph is a quotation
)
_FETCHED = (
    "image",
    "attachedtemplate",
    "oleobject",
    "frame",
    "subdocument",
    "control",
    "video",
    "audio",
    "afchunk",
)
_EMBEDDED = ("package", "oleobject", "afchunk")


_WATERMARK = "{urn:schemas-microsoft-com:vml}textpath"


@dataclass(frozen=True, slots=True)
class Relation:
    kind: str
    """Last word of its type, in small letters: "styles", "image", "oleobject"."""
    target: str
    external: bool


def extract(content: bytes) -> Extract:
    """The blocks of a DOCX in reading order, notes at the end, with a warning for each thing a person should know.

    Warning codes: those of `shaping.SENTENCES`. Raises Unreadable: "damaged", "encrypted", "too_large", "too_deep".
    """
    package = Package(content)
    name = _main_part(package)
    document = package.xml(name)
    body = None if document is None else document.find(W + "body")
    if body is None:
        raise damaged()
    relations = list(_relations(package, name))
    findings = Findings()
    _look_at_package(package, relations, findings)
    parts = {relation.kind: relation.target for relation in relations if not relation.external}
    styles = Styles(_optional(package, parts.get("styles"), findings))
    lists = Lists(_optional(package, parts.get("numbering"), findings), styles)
    story = Story(styles, lists, findings)
    pieces = list(story.pieces(body))
    settings = _optional(package, parts.get("settings"), findings)
    for kind in ("footnote", "endnote"):
        notes = _optional(package, parts.get(kind + "s"), findings)
        pieces += _notes(kind, notes, story, _form(kind, settings))
    marked = _markings(package, relations, findings)
    blocks = shaped([*marked, *pieces])
    return Extract(blocks, MEDIA_TYPE, warnings=findings.warnings(blocks, pictures=story.pictures))


def _main_part(package: Package) -> str:
    found = next((one.target for one in _relations(package, "") if one.kind == "officedocument"), "")
    return found if found in package else "word/document.xml"


def _relations(package: Package, name: str) -> Iterator[Relation]:
    """The relations of a part; "" is the package itself."""
    folder, file = posixpath.split(name)
    root = package.xml(posixpath.join(folder, "_rels", file + ".rels"))
    for one in root.iterchildren(RELATIONSHIP) if root is not None else ():
        target = one.get("Target") or ""
        external = one.get("TargetMode") == "External"
        kind = (one.get("Type") or "").rpartition("/")[2].casefold()
        yield Relation(
            kind, target if external else posixpath.normpath(posixpath.join("/", folder, target)), external
        )


def _look_at_package(package: Package, relations: list[Relation], findings: Findings) -> None:
    """Macros, other files and links that a program would follow."""
    if any(name.endswith("vbaproject.bin") for name in package.names()):
        findings.add("macro")
    if any(name.endswith(".bin") and "/activex/" in name for name in package.names()):
        findings.add("active_content")
    if any("/embeddings/" in name for name in package.names()) or any(
        one.kind in _EMBEDDED and not one.external for one in relations
    ):
        findings.add("embedded_files")
    more = [one for part in ("word/settings.xml",) for one in _relations(package, part)]
    if any(
        one.external and one.kind in _FETCHED and not _is_local(one.target) for one in [*relations, *more]
    ):
        findings.add("remote_content")


def _is_local(target: str) -> bool:
    """A template on the writer's own disk, as Word notes it of every document made from one."""
    return target.casefold().startswith(("file:///", "normal.dot")) and not target.startswith("file:////")


def _optional(package: Package, name: str | None, findings: Findings) -> etree._Element | None:
    """A part without which the text can be read all the same."""
    from comity.texts.model import Unreadable

    try:
        return package.xml(name) if name else None
    except Unreadable as refusal:
        if refusal.code == "too_large":
            raise
        findings.add("part_damaged")
        return None


def _markings(package: Package, relations: list[Relation], findings: Findings) -> list[Piece]:
    """Security markings in headers, footers and watermarks. The rest of those is no text of the statement; a marking
    decides whether it may be published at all."""
    lines: list[str] = []
    for relation in relations:
        if relation.kind in ("header", "footer") and not relation.external:
            root = _optional(package, relation.target, findings)
            for element in root.iter(W + "p", _WATERMARK) if root is not None else ():
                words = "".join(found.text or "" for found in element.iter(W + "t"))
                lines.append(element.get("string") or words)
    return markings(lines)


def _form(kind: str, settings: etree._Element | None) -> str:
    """How the notes are numbered: figures, and small Roman ones at the end, unless the settings say otherwise."""
    said = None if settings is None else value(settings.find(f"{W}{kind}Pr"), "numFmt")
    return said or ("decimal" if kind == "footnote" else "lowerRoman")


def _notes(kind: str, root: etree._Element | None, story: Story, form: str) -> Iterator[Piece]:
    """One piece a note, in the order in which the text refers to them."""
    if root is None:
        return
    by_id = {note.get(W + "id"): note for note in root.iterchildren(W + kind)}
    wanted = dict.fromkeys(name for which, name in story.references if which == kind)
    for count, name in enumerate(wanted, 1):
        if name in by_id:
            words = "\n".join(piece.text for piece in story.pieces(by_id[name]))
            yield Piece(words, Kind.NOTE, label=printed(count, form))
