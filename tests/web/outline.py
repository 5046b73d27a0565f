"""What two pages have in common whose words, numbers and addresses alone differ.

A parser finds the same faults in both, and axe the same barriers, so that the second need not be looked at again.
"""

from __future__ import annotations

import re

TAG = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
VALUE = re.compile(r"""([\w:-]+)=("[^"]*"|'[^']*')""")
REFERENCE = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#39|#x27);")
WORDS = {"alt", "content", "datetime", "dir", "hreflang", "lang", "placeholder", "title", "value"}
ADDRESSES = {"action", "formaction", "href", "src"}
NAMES = {
    "aria-controls",
    "aria-describedby",
    "aria-labelledby",
    "for",
    "form",
    "headers",
    "id",
    "list",
    "name",
}
"""Attributes on whose values neither a parser nor a style depends, but for what of the page they name."""


def outline(content: str) -> str | None:
    """Elements and their attributes without words; None of a page that holds what might be no sound text. What is
    alike of names, labels and headings stays alike: two parts of a page may not bear one name."""
    words, tags = TAG.split(content), TAG.findall(content)
    if any("<" in one or ("&" in one and "&" in REFERENCE.sub("", one)) for one in words):
        return None
    known: dict[str, str] = {}
    masked = [masked_tag(tag, known) for tag in tags]
    parts = [said(words[0])]
    for tag, mask, text in zip(tags, masked, words[1:], strict=True):
        parts += [
            mask,
            known.setdefault(f"={text.strip()}", str(len(known))) if " id=" in tag else said(text),
        ]
    return "".join(parts)


def said(text: str) -> str:
    return "x" if text.strip() else " " if text else ""


def masked_tag(tag: str, known: dict[str, str]) -> str:
    """With a number instead of each name, the same for the same name on the whole page."""

    def masked(found: re.Match[str]) -> str:
        attribute, value = found[1].lower(), found[2][1:-1]
        if "&" in value and "&" in REFERENCE.sub("", value):
            return found[0]
        if attribute == "aria-label":
            value = known.setdefault(f"={value.strip()}", str(len(known))) if value.strip() else ""
        elif attribute in NAMES:
            value = " ".join(known.setdefault(one, str(len(known))) for one in value.split())
        elif attribute in ADDRESSES and value.startswith("#"):
            value = "#" + known.setdefault(value[1:], str(len(known)))
        elif attribute in ADDRESSES:
            value = "http" if value.startswith("http") else "x"
        elif attribute in WORDS or (attribute.startswith("data-") and attribute != "data-live"):
            value = "x" if value.strip() else ""
        return f'{attribute}="{value}"'

    return VALUE.sub(masked, tag)
