"""What a bulk import is to take in: the rows of a folder, of a manifest, or of JSON Lines.

A row that is wrong carries its `fault`, so that one bad line costs one statement. Only what is wrong with the
whole (no such folder, a first line without the columns) raises `Refused`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from comity.refusals import Refused

MANIFEST = "manifest.csv"
COLUMNS = ("file", "delegation", "language", "session", "aspects", "delivered_at", "speaker", "agenda_item")
ALIASES = {"lang": "language", "date": "delivered_at", "link_text": "agenda_item", "speaker_name": "speaker"}
"""Other names of columns, as data sets in use have them."""
LINES = {".jsonl", ".ndjson"}


@dataclass(frozen=True, slots=True)
class Row:
    """One statement to be taken in: a file on disk with what a manifest says of it."""

    path: Path
    name: str
    delegation: str = ""
    language: str = ""
    session: str = ""
    aspects: tuple[str, ...] = ()
    delivered_at: str = ""
    speaker: str = ""
    agenda_item: str = ""
    fault: str = ""
    """Why the row cannot be taken, in a sentence that names its line."""
    passing: bool = False
    """The file was made for the import and goes with it."""


@dataclass(slots=True)
class Rows:
    """The rows in a stable order, made one after the other; `left_out` are files that are no part of it."""

    total: int
    each: Callable[[], Iterator[Row]]
    left_out: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return self.total

    def __iter__(self) -> Iterator[Row]:
        return self.each()


def rows_of(source: Path, *, manifest: Path | None = None, workplace: Path) -> Rows:
    """The rows of a folder (with or without a manifest) or of a JSON Lines file.

    Texts that stand in JSON Lines become files in `workplace` when their turn comes.
    """
    if source.is_file() and source.suffix in LINES:
        return rows_of_lines([source], workplace)
    if not source.is_dir():
        raise Refused(_("%(path)s is neither a folder nor a JSON Lines file.") % {"path": source})
    manifest = manifest or (source / MANIFEST if (source / MANIFEST).is_file() else None)
    found = sorted(
        path
        for path in source.rglob("*")
        if path.is_file() and not path.name.startswith(".") and path != manifest
    )
    if manifest is not None:
        rows = list(rows_of_manifest(manifest, source))
        named = {row.path.resolve() for row in rows if not row.fault}
        return Rows(
            len(rows),
            lambda: iter(rows),
            [str(path.relative_to(source)) for path in found if path.resolve() not in named],
        )
    lines = [path for path in found if path.suffix in LINES]
    if lines:
        rows_found = rows_of_lines(lines, workplace)
        rows_found.left_out = [str(path.relative_to(source)) for path in found if path not in lines]
        return rows_found
    plain = [
        file_row(source, name, shown(name)) for name in (str(path.relative_to(source)) for path in found)
    ]
    return Rows(len(plain), lambda: iter(plain))


def shown(name: str) -> str:
    """A file's name as text; bytes in it that are no UTF-8 are replaced."""
    return os.fsencode(name).decode(errors="replace")


def file_row(folder: Path, name: str, place: str, **words: Any) -> Row:
    """A row whose file must be there, within the folder. `place` is where it is named."""
    path = folder / name
    fault = ""
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            fault = _("%(place)s: “%(name)s” lies outside the folder.")
        elif not path.is_file():
            fault = _("%(place)s: there is no file “%(name)s” in the folder.")
    except (OSError, ValueError):
        fault = _("%(place)s: “%(name)s” is no name of a file.")
    name = shown(name)
    return Row(path=path, name=name, fault=fault % {"place": place, "name": name} if fault else "", **words)


def rows_of_manifest(manifest: Path, folder: Path) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(text_of(manifest), newline=""), dialect=dialect(manifest))
    names = [column(name) for name in reader.fieldnames or ()]
    unknown = set(names) - set(COLUMNS)
    if "file" not in names or unknown:
        raise Refused(
            _(
                "%(file)s: the first line must name the columns %(columns)s (only “file” is required). "
                "It has: %(has)s."
            )
            % {"file": manifest.name, "columns": ", ".join(COLUMNS), "has": ", ".join(names) or "-"}
        )
    reader.fieldnames = names
    for line in reader:
        words = {name: (line.get(name) or "").strip() for name in names}
        if not any(words.values()):
            continue
        place = _("%(file)s, line %(number)d") % {"file": manifest.name, "number": reader.line_num}
        name, aspects = words.pop("file"), split(words.pop("aspects", ""))
        yield file_row(folder, name, place, aspects=aspects, **words)


def column(name: str) -> str:
    name = name.strip().lower()
    return ALIASES.get(name, name)


def text_of(manifest: Path) -> str:
    """As spreadsheets save it: UTF-8, or the "Unicode text" of UTF-16. Anything else would garble names."""
    content = manifest.read_bytes()
    try:
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refused(
            _("%(file)s is not in UTF-8. Save it as “CSV UTF-8”.") % {"file": manifest.name}
        ) from fault


def dialect(manifest: Path) -> type[csv.Dialect]:
    """Commas, or the semicolons or tabs that spreadsheets write in some languages."""
    first = text_of(manifest).partition("\n")[0]

    class Found(csv.excel):
        delimiter = max(",;\t", key=first.count)

    return Found


def rows_of_lines(sources: list[Path], workplace: Path) -> Rows:
    """Each line is an object with `text`, or `file` beside the JSON Lines file, and `delegation`; the rest is
    optional."""

    def each() -> Iterator[Row]:
        for source in sources:
            with open(source, "rb") as file:
                for number, line in enumerate(file, start=1):
                    if line.strip():
                        yield row_of_line(source, number, line, workplace)

    return Rows(sum(count_lines(source) for source in sources), each)


def count_lines(source: Path) -> int:
    with open(source, "rb") as file:
        return sum(1 for line in file if line.strip())


def row_of_line(source: Path, number: int, line: bytes, workplace: Path) -> Row:
    place = _("%(file)s, line %(number)d") % {"file": source.name, "number": number}
    try:
        entry = json.loads(line)
        words = {column(str(name)): value for name, value in entry.items()}
    except (ValueError, AttributeError):
        return Row(path=source, name=place, fault=_("%(place)s is not a JSON object.") % {"place": place})
    text = words.get("text")
    said: dict[str, Any] = {
        name: str(words.get(name) or "").strip() for name in COLUMNS if name not in {"file", "aspects"}
    }
    aspects = words.get("aspects") or ()
    said["aspects"] = split(aspects) if isinstance(aspects, str) else tuple(str(one) for one in aspects)
    if isinstance(text, str) and text.strip():
        path = workplace / f"{hashlib.sha256(f'{source}:{number}'.encode()).hexdigest()[:16]}.txt"
        path.write_text(text, encoding="utf-8", errors="replace", newline="")
        return Row(path=path, name=name_of(entry, number), passing=True, **said)
    if "text" in words and not words.get("file"):
        fault = _("%(place)s: the text is empty. If it is a scan, give its file.") % {"place": place}
        return Row(path=source, name=name_of(entry, number), fault=fault, **said)
    return file_row(source.parent, str(words.get("file") or ""), place, **said)


def name_of(entry: dict[str, Any], number: int) -> str:
    """What the text is called: by its address on the web, its id, or its line."""
    address = str(entry.get("link") or entry.get("url") or "").partition("?")[0].rstrip("/")
    stem = re.sub(r"\.\w{1,5}$", "", address.rpartition("/")[2]) or str(entry.get("id") or number)
    return f"{stem[:200]}.txt"


def split(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in re.split(r"[;|]", words) if word.strip())
