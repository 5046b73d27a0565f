"""What Word prints before the paragraphs of a list: numbering.xml followed as Word follows it (ECMA-376 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from comity.texts.counters import printed
from comity.texts.docx.names import W, number, switched, value
from comity.texts.docx.styles import Styles

_PLACEHOLDER = re.compile(r"%([1-9])")
LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    """All numbers of the label in figures: "1.1" below "I."."""
    restarts_after: int | None = None
    """The level whose next item makes this one begin anew; None any higher one, -1 none."""
    style: str | None = None


@dataclass(slots=True)
class Definition:
    """An abstractNum, with where its count stands."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Instance:
    """A num: a definition, what it changes in it and where it starts anew."""

    definition: Definition
    starts: dict[int, int]
    levels: dict[int, Level]


class Lists:
    """The lists of a document; `label` must be asked in reading order, once for each paragraph."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions: dict[str, Definition] = {}
        self._instances: dict[str, Instance] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        links: dict[str, str] = {}
        for abstract in root.iterchildren(W + "abstractNum"):
            name = abstract.get(W + "abstractNumId") or ""
            self._definitions[name] = Definition(_levels(abstract))
            if link := value(abstract, "numStyleLink"):
                links[name] = link
        nums = list(root.iterchildren(W + "num"))
        owners = {one.get(W + "numId"): value(one, "abstractNumId") for one in nums}
        for name, link in links.items():
            target = owners.get(self._styles.numbering(link)[0])
            if target in self._definitions:
                self._definitions[name] = self._definitions[target]
        for one in nums:
            definition = self._definitions.get(value(one, "abstractNumId") or "")
            if definition is not None:
                self._instances[one.get(W + "numId") or ""] = _instance(one, definition)

    def level_of(self, num: str | None, style: str | None) -> int:
        """The level of a list that a paragraph style is bound to, 0 where none is."""
        instance = self._instances.get(num or "")
        if instance is None or style is None:
            return 0
        return next((place for place, one in instance.definition.levels.items() if one.style == style), 0)

    def label(self, num: str | None, place: int) -> str:
        """The label of the next paragraph of a list at a level (0 to 8); "" where the list is unknown."""
        instance = self._instances.get(num or "")
        if instance is None or not 0 <= place < LEVELS:
            return ""
        self._advance(num or "", instance, place)
        level = _level(instance, place)
        if level.form == "bullet":
            return "•"
        counts = instance.definition.counts

        def figure(found: re.Match[str]) -> str:
            other = int(found.group(1)) - 1
            described = _level(instance, other)
            form = "decimal" if level.legal else described.form
            return printed(counts.get(other, described.start), form)

        return _PLACEHOLDER.sub(figure, level.text)

    def _advance(self, num: str, instance: Instance, place: int) -> None:
        counts = instance.definition.counts
        for higher in range(place):  # a level that was leapt over counts as begun
            counts.setdefault(higher, _level(instance, higher).start)
        if place in instance.starts and (num, place) not in self._started:
            self._started.add((num, place))
            counts[place] = instance.starts[place]
        elif place in counts:
            counts[place] += 1
        else:
            counts[place] = _level(instance, place).start
        for deeper in [other for other in counts if other > place]:
            after = _level(instance, deeper).restarts_after
            if after is None or place <= after:
                del counts[deeper]


def _level(instance: Instance, place: int) -> Level:
    return instance.levels.get(place) or instance.definition.levels.get(place) or Level()


def _levels(abstract: etree._Element) -> dict[int, Level]:
    return {
        place: _described(one)
        for one in abstract.iterchildren(W + "lvl")
        if (place := number(one.get(W + "ilvl"))) is not None
    }


def _described(level: etree._Element) -> Level:
    start = number(value(level, "start"))
    restart = number(value(level, "lvlRestart"))
    return Level(
        start=1 if start is None else start,
        form=value(level, "numFmt") or "decimal",
        text=value(level, "lvlText") or "",
        legal=bool(switched(level, "isLgl")),
        restarts_after=None if restart is None else restart - 1,
        style=value(level, "pStyle"),
    )


def _instance(num: etree._Element, definition: Definition) -> Instance:
    starts, levels = {}, {}
    for override in num.iterchildren(W + "lvlOverride"):
        place = number(override.get(W + "ilvl"))
        start = number(value(override, "startOverride"))
        own = override.find(W + "lvl")
        if place is None:
            continue
        if own is not None:
            levels[place] = _described(own)
        if start is not None:
            starts[place] = start
    return Instance(definition, starts, levels)
