"""A file read whole: by its format, then languages, anchors, authors, citations and what a person should know.

`read` works in this process, which is right for a notebook and for files of one's own. What comes from outside is
read by `sandbox.read_safely`, which does the same in a child process with limits.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from comity.texts import anchors, attribution, citations, languages, quality, structure
from comity.texts.detect import detect, misnamed
from comity.texts.formats import extract
from comity.texts.model import (
    Block,
    Citation,
    Extract,
    Paragraph,
    Reading,
    Unreadable,
    Warning,
)

if TYPE_CHECKING:
    from comity.texts.ocr import Recognised

ATTACHMENTS_LIMIT = 20
"""Files of one message that are read; more are named and left out."""
_CERTAIN = 20
"""Letters from which the language of a paragraph is told by itself; a shorter one follows its surroundings."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one file contributed: an e-mail and each of its attachments."""

    name: str
    extract: Extract


def read(
    source: str | Path | bytes,
    name: str | None = None,
    *,
    pages_limit: int | None = None,
    ocr_seconds: float = 45,
) -> Reading:
    """Read a file, or its bytes, into citable paragraphs.

    `name` is what the reading calls the file (by default the path's last part) and helps to tell plain text from
    Markdown; the format itself is told by content. The files that an e-mail carries are read too and their paragraphs
    appended, each with a warning "attachment" at its first paragraph.
    Pages that are pictures of text, or whose text is garbage, are read by Tesseract where it is installed, for no
    longer than `ocr_seconds` (0: not at all).
    Raises `Unreadable` with a stable code ("empty", "encrypted", "damaged", "unsupported", ...) and a sentence; OSError
    where the path cannot be opened.
    """
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    if name is None:
        name = "" if isinstance(source, bytes) else Path(source).name
    whole = opened(content, name, pages_limit)
    parts, refused = attached(whole, pages_limit)
    reading = assemble([Part(name, whole), *parts], content=content, warnings=refused)
    return recognised(reading, whole, content, ocr_seconds)


def recognised(reading: Reading, whole: Extract, content: bytes, seconds: float) -> Reading:
    """The reading with what Tesseract reads on pages without usable text; the same where there are none."""
    garbage = set(quality.garbage_pages(reading.paragraphs)) - {None} if whole.pages else set()
    pages = sorted({*whole.scans, *(page for page in garbage if page)})
    if not pages or seconds <= 0:
        return reading
    from comity.texts import ocr  # loads the reader of plain text: rarely needed

    if not ocr.available():
        return reading
    found = ocr.recognise(content, pages, seconds=seconds)
    usable = {page: blocks for page, blocks in found.pages.items() if is_text(blocks)}
    kept = [block for block in whole.blocks if block.page not in usable]
    blocks = sorted([*kept, *(block for found in usable.values() for block in found)], key=page_of)
    notes = [one for one in reading.warnings if one.code == "garbage_text"] + told_of(found, usable)
    again = assemble([Part(reading.file, replace(whole, blocks=blocks))], content=content, warnings=notes)
    return replace(
        again,
        warnings=list(
            {(one.code, one.message): replace(one, paragraph=None) for one in again.warnings}.values()
        ),
    )


def page_of(block: Block) -> int:
    return block.page or 0


def is_text(blocks: Sequence[Block]) -> bool:
    """Whether what was recognised reads as text: a photograph does not."""
    text = "\n".join(block.text for block in blocks)
    language = told([text])[0]
    return len(text) >= 20 and quality.score(text, language) >= quality.GARBAGE_ELSEWHERE


def told_of(found: Recognised, usable: Mapping[int, Sequence[Block]]) -> list[Warning]:
    """What a person should know of recognised pages, and of those that could not be."""
    notes = []
    if usable:
        pages = ", ".join(str(page) for page in usable)
        notes.append(
            Warning(
                "ocr",
                f"Read from pictures by a machine (page {pages}): words may be wrong. Compare with the file.",
            )
        )
    if found.left_out:
        pages = ", ".join(str(page) for page in found.left_out)
        notes.append(
            Warning("ocr_left_out", f"There was no time to read the pictures of text on page {pages}.")
        )
    return notes


def opened(content: bytes, name: str, pages_limit: int | None) -> Extract:
    """What the reader of the file's format finds in it."""
    media_type = detect(content, name)
    found = extract(content, media_type, pages_limit=pages_limit)
    odd = misnamed(media_type, name)
    return replace(found, warnings=[odd, *found.warnings]) if odd else found


def attached(whole: Extract, pages_limit: int | None) -> tuple[list[Part], list[Warning]]:
    """(the attachments that could be read, a warning for each that could not). One level: a message within a
    message is read, what that carries is not."""
    parts, refused = [], []
    for name, content in whole.attachments[:ATTACHMENTS_LIMIT]:
        try:
            parts.append(Part(name, opened(content, name, pages_limit)))
        except Unreadable as refusal:
            refused.append(Warning("attachment_refused", f"{name}: {refusal.message}"))
    for name, _ in whole.attachments[ATTACHMENTS_LIMIT:]:
        refused.append(
            Warning("attachment_refused", f"{name}: only {ATTACHMENTS_LIMIT} attachments are read.")
        )
    return parts, refused


def assemble(parts: Sequence[Part], *, content: bytes, warnings: Sequence[Warning] = ()) -> Reading:
    """One reading of what the parts of a file hold; the first part is the file itself."""
    first = parts[0]
    parts = [arranged(part) for part in parts]
    blocks = [block for part in parts for block in part.extract.blocks]
    found_languages = told([block.text for block in blocks])
    names = anchors.assign(blocks)
    paragraphs = [
        Paragraph(
            anchor=anchor,
            number=block.number,
            kind=block.kind,
            text=block.text,
            language=language,
            page=block.page,
            level=block.level,
            attributed_to=attribution.attributed(block.text),
        )
        for block, anchor, language in zip(blocks, names, found_languages, strict=True)
    ]
    return Reading(
        file=first.name,
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=first.extract.media_type,
        pages=first.extract.pages,
        languages=languages.shares((one.text, one.language) for one in paragraphs),
        paragraphs=paragraphs,
        citations=[citation for paragraph in paragraphs for citation in cited(paragraph)],
        warnings=[
            *noted(parts, names),
            *structure.doubts(blocks, names),
            *quality.warnings(paragraphs),
            *warnings,
        ],
    )


def arranged(part: Part) -> Part:
    """The part with its text composed and its structure mended."""
    blocks = [composed(block) for block in part.extract.blocks]
    plain = part.extract.media_type == "text/plain"
    return replace(part, extract=replace(part.extract, blocks=structure.mended(blocks, plain=plain)))


def composed(block: Block) -> Block:
    """The block with its text in NFC, which every offset counts."""
    if unicodedata.is_normalized("NFC", block.text):
        return block
    return replace(block, text=unicodedata.normalize("NFC", block.text))


def told(texts: Sequence[str]) -> list[str]:
    """The language of each text. One too short to tell follows the text before it, else the language of most of
    the document, as long as its letters allow that."""
    found = [languages.identify(text) for text in texts]
    sure = [
        language if confidence >= 0.5 and len(text) >= _CERTAIN else None
        for text, (language, confidence) in zip(texts, found, strict=True)
    ]
    main = most([(language, len(text)) for language, text in zip(sure, texts, strict=True) if language])
    before, result = main, []
    for text, certain, (guess, _) in zip(texts, sure, found, strict=True):
        if certain:
            before = certain
        nearest = next((one for one in (before, main) if one and languages.may_be(text, one)), guess)
        result.append(certain or nearest)
    return result


def most(weighed: Sequence[tuple[str, int]]) -> str | None:
    """The language with the most characters; None without any."""
    weights: dict[str, int] = {}
    for language, weight in weighed:
        weights[language] = weights.get(language, 0) + weight
    return max(weights, key=lambda language: weights[language]) if weights else None


def cited(paragraph: Paragraph) -> list[Citation]:
    return [
        Citation(
            paragraph=paragraph.anchor,
            start=found.start,
            end=found.end,
            text=found.text,
            symbol=found.symbol,
            year=found.year,
            paragraph_cited=found.paragraph_cited,
            status=found.status,
        )
        for found in citations.find(paragraph.text, paragraph.language)
    ]


def noted(parts: Sequence[Part], names: Sequence[str]) -> list[Warning]:
    """The warnings of the parts; each attachment's say which file they speak of."""
    found = list(parts[0].extract.warnings)
    place = len(parts[0].extract.blocks)
    for part in parts[1:]:
        start = names[place] if part.extract.blocks else None
        found.append(
            Warning("attachment", f"From here on the text comes from the attachment {part.name}.", start)
            if start
            else Warning("attachment", f"The attachment {part.name} holds no text.")
        )
        found += [
            Warning(one.code, f"{part.name}: {one.message}", one.paragraph) for one in part.extract.warnings
        ]
        place += len(part.extract.blocks)
    return found
