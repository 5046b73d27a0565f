"""Styles of a DOCX: which are headings and quotations, in whatever language their names are."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from comity.texts import stylenames
from comity.texts.docx.names import W, number, switched, value
from comity.texts.shaping import Indent


class Styles:
    """The styles part. A property not set in a style is sought in those it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default: str | None = None
        self._chains: dict[str | None, list[etree._Element]] = {}
        for style in root.iterchildren(W + "style") if root is not None else ():
            name = style.get(W + "styleId") or ""
            self._styles[name] = style
            if style.get(W + "type") == "paragraph" and (style.get(W + "default") or "0") in (
                "1",
                "true",
                "on",
            ):
                self._default = name

    def chain(self, style: str | None) -> list[etree._Element]:
        """The style (the default one for None) and those it is based on."""
        if style not in self._chains:
            self._chains[style] = list(self._followed(self._default if style is None else style))
        return self._chains[style]

    def _followed(self, name: str | None) -> Iterator[etree._Element]:
        for _ in range(20):
            found = self._styles.get(name or "")
            if found is None:
                return
            yield found
            name = value(found, "basedOn")

    def heading_level(self, style: str | None) -> int | None:
        """Depth of the heading that a paragraph style makes, 0 the outermost; None where it makes none."""
        for found in self.chain(style):
            if (level := stylenames.heading_level(value(found, "name") or "")) is not None:
                return level
            outline = number(value(found.find(W + "pPr"), "outlineLvl"))
            if outline is not None:
                return outline if 0 <= outline < 9 else None
        return None

    def is_quote(self, style: str | None) -> bool:
        return any(stylenames.is_quote(value(found, "name") or "") for found in self.chain(style))

    def switch(self, style: str | None, name: str) -> bool:
        """Whether the run properties of a style switch something on: "b", "vanish"."""
        for found in self.chain(style):
            state = switched(found.find(W + "rPr"), name)
            if state is not None:
                return state
        return False

    def run_switch(self, style: str | None, name: str) -> bool | None:
        """The same of a character style, None where it says nothing."""
        return None if style is None else self.switch(style, name) or None

    def paragraph(self, style: str | None, name: str, attribute: str = "val") -> str | None:
        """A paragraph property: its attribute from the nearest style that has it."""
        for found in self.chain(style):
            said = value(found.find(W + "pPr"), name, attribute)
            if said is not None:
                return said
        return None

    def numbering(self, style: str | None) -> tuple[str | None, str | None, str | None]:
        """(list, level, the style that says so) of a paragraph style; (None, None, None) without a list."""
        for found in self.chain(style):
            properties = found.find(f"{W}pPr/{W}numPr")
            if properties is not None and value(properties, "numId") is not None:
                return value(properties, "numId"), value(properties, "ilvl"), found.get(W + "styleId")
        return None, None, None

    def indent(self, style: str | None, direct: etree._Element | None) -> Indent:
        """How far a paragraph is set in, by itself or by its style."""
        own = None if direct is None else direct.find(W + "ind")

        def side(*names: str) -> int:
            said = next((own.get(W + name) for name in names if own is not None and own.get(W + name)), None)
            said = said or next(
                (found for name in names if (found := self.paragraph(style, "ind", name))), None
            )
            return number(said) or 0

        return Indent(side("start", "left"), side("end", "right"))
