"""The formats that are read, and the module that reads each: `extract(content) -> Extract`."""

from __future__ import annotations

from importlib import import_module

from comity.texts.model import Extract, Unreadable

READERS: dict[str, str] = {
    "application/pdf": "comity.texts.pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "comity.texts.docx",
    "application/vnd.ms-word.document.macroenabled.12": "comity.texts.docx",
    "application/vnd.oasis.opendocument.text": "comity.texts.odt",
    "application/rtf": "comity.texts.rtf",
    "application/msword": "comity.texts.doc",
    "text/html": "comity.texts.html",
    "text/plain": "comity.texts.plain",
    "text/markdown": "comity.texts.markdown",
    "message/rfc822": "comity.texts.mail",
}
"""A reader is loaded when it is first needed, so that reading a text file costs no PDF library."""


def extract(content: bytes, media_type: str, *, pages_limit: int | None = None) -> Extract:
    """What the reader of a media type finds. Raises Unreadable("unsupported") for a type without a reader.

    `pages_limit` holds for the formats that have pages before they are laid out (PDF).
    """
    module = READERS.get(media_type)
    if module is None:
        raise Unreadable(
            "unsupported",
            f"Files of the type {media_type} are not read. Save the text as PDF, DOCX, ODT, RTF or plain text.",
        )
    reader = import_module(module).extract
    limited = pages_limit is not None and media_type == "application/pdf"
    found: Extract = reader(content, pages_limit=pages_limit) if limited else reader(content)
    return found
