"""Office files as packages: a ZIP opened with limits, its parts read as XML without entities or network."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from comity.texts.model import Unreadable

ENTRIES_LIMIT = 10_000
UNPACKED_LIMIT = 200 * 1024**2
PART_LIMIT = 64 * 1024**2
RATIO_LIMIT = 1_000
"""Deflate itself cannot do better than 1,032 to 1; real documents stay below 100."""
_SMALL = 1024**2  # a part this small is no bomb, whatever its ratio
_TOO_LARGE = (
    "Unpacked, the file is far larger than a text can be. Save the document anew and send the new file."
)
_DAMAGED = "The file is damaged and cannot be opened. Open it in a word processor, save it again and send the new file."


def damaged() -> Unreadable:
    return Unreadable("damaged", _DAMAGED)


class Package:
    """A ZIP file whose directory has passed the limits; parts are unpacked when they are asked for.

    Raises Unreadable: "damaged", "encrypted", "too_large".
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, OSError) as fault:
            raise damaged() from fault
        entries = self._zip.infolist()
        if len(entries) > ENTRIES_LIMIT or sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
            raise Unreadable("too_large", _TOO_LARGE)
        self._entries = {_key(entry.filename): entry for entry in reversed(entries)}
        self._unpacked = 0

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    def names(self) -> Iterator[str]:
        """The names of the parts, in small letters, without a leading slash."""
        return iter(self._entries)

    def part(self, name: str) -> bytes | None:
        """The content of a part, None where there is none. What is unpacked is counted, whatever the directory says."""
        entry = self._entries.get(_key(name))
        if entry is None:
            return None
        if entry.flag_bits & 1:
            raise Unreadable(
                "encrypted", "The file is protected by a password. Save a copy without it and send that."
            )
        limit = min(PART_LIMIT, UNPACKED_LIMIT - self._unpacked)
        try:
            with self._zip.open(entry) as part:
                content = part.read(limit + 1)
        except (
            zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError,
        ) as fault:  # fmt: skip
            raise damaged() from fault
        packed = max(entry.compress_size, 1)
        if len(content) > limit or (len(content) > _SMALL and len(content) / packed > RATIO_LIMIT):
            raise Unreadable("too_large", _TOO_LARGE)
        self._unpacked += len(content)
        return content

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part, None where there is none. Raises Unreadable "damaged" or "too_deep"."""
        content = self.part(name)
        return None if content is None else parse(content)


def _key(name: str) -> str:
    """Part names are compared without regard to case (ECMA-376-2, 6.2.2.3); some writers use backslashes."""
    return name.replace("\\", "/").lstrip("/").casefold()


_STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main",
     b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)  # fmt: skip


def parse(content: bytes) -> etree._Element:
    """XML from outside: no entities, no DTD, no network, at most 256 deep. Namespaces of ISO strict files become
    those of the files that everyone writes. Raises Unreadable "damaged" or "too_deep"."""
    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        if "depth" in str(fault).casefold():
            raise Unreadable(
                "too_deep",
                "The file is nested deeper than a text can be. Save the document anew and send that.",
            ) from fault
        raise damaged() from fault
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise damaged()
    return root
