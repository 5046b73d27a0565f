"""Documents read into citable paragraphs: no Django, no database, usable alone.

>>> from comity.texts import read
>>> reading = read("statement.pdf")            # doctest: +SKIP
>>> reading.paragraphs[0].text                  # doctest: +SKIP

Files from strangers: `comity.texts.sandbox.read_safely`, which reads in a child process with limits.
"""

from comity.texts.model import (
    LANGUAGES,
    Block,
    Citation,
    Extract,
    Kind,
    LanguageShare,
    Paragraph,
    Reading,
    Status,
    Unreadable,
    Warning,
)
from comity.texts.reading import read

__all__ = [
    "LANGUAGES",
    "Block",
    "Citation",
    "Extract",
    "Kind",
    "LanguageShare",
    "Paragraph",
    "Reading",
    "Status",
    "Unreadable",
    "Warning",
    "read",
]
