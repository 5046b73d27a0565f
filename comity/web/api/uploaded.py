"""Files that a programme sends: on the disk and read before the database is asked to hold anything."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from comity.files.examining import examine
from comity.texts.model import Reading
from comity.web.api.asking import Wrong
from comity.web.portal.uploads import harmless
from comity.web.shared.middleware import FILES_AT_ONCE


@dataclass(frozen=True, slots=True)
class Sent:
    path: Path
    name: str
    reading: Reading


@contextmanager
def read(files: Sequence[UploadedFile[Any]]) -> Iterator[list[Sent]]:
    """Each with what was read from it; the copies go at the end. Raises `Refused` for one that cannot be taken."""
    if len(files) > FILES_AT_ONCE:
        raise Wrong({"file": [_("Send at most six files at once: one for each language.")]})
    with ExitStack() as copies:
        found = []
        for file in files:
            copy = copies.enter_context(tempfile.NamedTemporaryFile(prefix="comity-upload-"))
            for chunk in file.chunks():
                copy.write(chunk)
            copy.flush()
            name = harmless(file.name or "")
            found.append(Sent(Path(copy.name), name, examine(Path(copy.name), name)))
        yield found
