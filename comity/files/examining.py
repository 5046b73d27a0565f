"""A file that somebody sent, looked at before it is kept: its size, viruses, what it says, how it is marked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from comity.files.markings import strictly_confidential
from comity.files.remarks import REFUSED, worded
from comity.refusals import Refused
from comity.texts.model import LANGUAGES, Kind, Reading, Unreadable
from comity.texts.sandbox import read_safely


def examine(path: Path, name: str) -> Reading:
    """Size, scan and reading of a file that somebody sent. Raises `Refused`."""
    size = path.stat().st_size
    if size == 0:
        raise Refused(_("The file “%(name)s” is empty. Choose the file again.") % {"name": name})
    if size > settings.UPLOAD_LIMIT:
        raise Refused(
            _(
                "The file “%(name)s” has %(size)d MB; at most %(limit)d MB are taken. Save it with smaller pictures."
            )
            % {"name": name, "size": size // 1024**2 + 1, "limit": settings.UPLOAD_LIMIT // 1024**2}
        )
    import_string(settings.SCANNER)(path, name=name)
    try:
        reading = read_safely(path, name=name)
    except Unreadable as refusal:
        raise Refused(
            _("The file “%(name)s” cannot be taken: %(reason)s")
            % {"name": name, "reason": worded(REFUSED, refusal.code, refusal.message)}
        ) from refusal
    if strictly_confidential(reading):
        raise Refused(
            _(
                "The file “%(name)s” is marked STRICTLY CONFIDENTIAL. This site must not hold such papers: "
                "nothing was kept. Hand it to the secretariat in person."
            )
            % {"name": name}
        )
    return reading


def reading_language(reading: Reading) -> str:
    """The language that most of the text is in, "und" where that is none of the six official ones."""
    most = max(reading.languages, key=lambda part: part.share, default=None)
    return most.language if most is not None and most.language in LANGUAGES else "und"


def as_read(reading: Reading, name: str) -> dict[str, Any]:
    """Fields of `TextInLanguage` that follow from the file and its reading."""
    return {
        "file_name": Path(name).name[:255],
        "pages": reading.pages,
        "words": words_of(reading),
        "languages_read": [{"language": one.language, "share": one.share} for one in reading.languages],
        "warnings": [
            {"code": found.code, "message": found.message, "paragraph": found.paragraph}
            for found in reading.warnings
        ],
    }


def words_of(reading: Reading) -> int:
    """Words to be read aloud: headings and notes aside; two Chinese characters count as one and a half words."""
    spoken = [p for p in reading.paragraphs if p.kind not in (Kind.HEADING, Kind.NOTE, Kind.TABLE)]
    count = 0.0
    for paragraph in spoken:
        han = sum("\u4e00" <= letter <= "\u9fff" for letter in paragraph.text)
        count += han / 1.5 if han > len(paragraph.text) / 4 else len(paragraph.text.split())
    return round(count)
