"""The language of paragraphs of 40 characters or more: six official languages and thirty that resemble them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import html

from bench.figures import Target, show
from comity.texts import languages

OFFICIAL = {"arb": "ar", "cmn_hans": "zh", "eng": "en", "fra": "fr", "rus": "ru", "spa": "es"}
LONG = 40


def measured(folder: Path) -> bool:
    told = [(wanted, languages.identify(text)[0]) for wanted, text in paragraphs(folder)]
    right = sum(wanted == found for wanted, found in told)
    return show(
        f"language of paragraphs of {LONG} characters, of {len(told):,}",
        right / len(told),
        target=Target(at_least=0.995),
    )


def paragraphs(folder: Path) -> Iterator[tuple[str, str]]:
    """(its language, the text) of each paragraph; "und" for every language but the six."""
    for path in sorted((folder / "udhr").glob("*.html")):
        tree = html.parse(str(path), parser=html.HTMLParser(encoding="utf-8"))
        for element in tree.iter("p", "li", "h1", "h2", "h3"):
            text = " ".join(element.text_content().split())
            if len(text) >= LONG:
                yield OFFICIAL.get(path.stem, languages.UNKNOWN), text
    for path in sorted((folder / "un-charter").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for start in range(0, len(text), 400):
            if len(text[start : start + 400].strip()) >= LONG:
                yield path.stem[-2:], text[start : start + 400]
