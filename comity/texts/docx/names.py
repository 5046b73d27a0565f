"""Names in WordprocessingML, in the form that lxml has them."""

from __future__ import annotations

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def value(parent: etree._Element | None, name: str, attribute: str = "val") -> str | None:
    """The attribute of the first child of that name, None where either is missing."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(W + attribute)


def number(text: str | None) -> int | None:
    """A whole number that a file gives, None where it is none or absurd."""
    try:
        found = int(float(text or ""))
    except (ValueError, OverflowError):
        return None
    return found if abs(found) < 1_000_000 else None


def switched(parent: etree._Element | None, name: str) -> bool | None:
    """An on-off property (ECMA-376 17.17.4): None where it is not set."""
    child = None if parent is None else parent.find(W + name)
    if child is None:
        return None
    return (child.get(W + "val") or "true").casefold() not in ("0", "false", "off", "none")
