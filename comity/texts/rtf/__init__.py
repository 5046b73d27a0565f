"""RTF files read into blocks: control words followed, never trusted; pictures, objects and headers left out."""

from __future__ import annotations

from comity.texts.model import Extract
from comity.texts.package import damaged
from comity.texts.rtf.reader import Reader
from comity.texts.shaping import shaped

MEDIA_TYPE = "application/rtf"


def extract(content: bytes) -> Extract:
    """The blocks of an RTF file in reading order, notes at the end.

    Warning codes: those of `shaping.SENTENCES`. Raises Unreadable: "damaged", "too_deep".
    """
    start = content.find(b"{\\rtf", 0, 64)
    if start < 0:
        raise damaged()
    reader = Reader()
    flow = reader.read(content, start)
    blocks = shaped([*reader.markings, *flow.pieces, *reader.notes])
    return Extract(blocks, MEDIA_TYPE, warnings=reader.findings.warnings(blocks, pictures=reader.pictures))
