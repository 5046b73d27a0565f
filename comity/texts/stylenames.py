"""What the names of paragraph styles say, in the languages that word processors give them."""

from __future__ import annotations

import re

_HEADING = re.compile(
    r"(?:heading|titre|título|titulo|заголовок|标题|標題|العنوان|عنوان|überschrift|titolo|kop|rubrik|nagłówek|encabezado)"
    r" ?([1-9])"
)
_TITLE = re.compile(
    r"title|subtitle|titre(?: principal)?|sous-titre|título|subtítulo|название|подзаголовок|标题|副标题|العنوان"
    r"|عنوان فرعي"
)
_QUOTE = re.compile(
    r".*\b(?:quote|quotations?|block text|blockquote|citation|citas?|цитата)\b.*|.*(?:引用|اقتباس).*"
)


def heading_level(name: str) -> int | None:
    """Depth of the heading that a style of this name makes, 0 the outermost; None where it makes none.

    >>> heading_level("Heading 2"), heading_level("Titre 1"), heading_level("Body Text")
    (1, 0, None)
    """
    plain = _plain(name)
    if found := _HEADING.fullmatch(plain):
        return int(found.group(1)) - 1
    return 0 if _TITLE.fullmatch(plain) else None


def is_quote(name: str) -> bool:
    """Whether a style of this name sets quotations apart."""
    return _QUOTE.fullmatch(_plain(name)) is not None


def _plain(name: str) -> str:
    """OpenDocument writes the blanks of a name as "_20_"."""
    return name.replace("_20_", " ").casefold().strip()
