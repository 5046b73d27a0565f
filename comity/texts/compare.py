"""Language versions of one document that cite different sets: one of them is wrong, and a person should look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from comity.texts.model import LANGUAGES, Reading


@dataclass(frozen=True, slots=True)
class Difference:
    """An instrument that some versions cite and others do not. `cited` gives, by language, the anchors of the
    paragraphs that cite it; `missing` the languages that do not, in protocol order."""

    symbol: str
    cited: dict[str, tuple[str, ...]]
    missing: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """For a person: who cites what."""
        return f"{self.symbol} is cited in {' '.join(self.cited)} and not in {' '.join(self.missing)}."


def citation_sets(readings: Mapping[str, Reading]) -> list[Difference]:
    """The instruments that not all versions cite, by symbol; `readings` by language. Fewer than two versions
    cannot differ."""
    anchors: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    order = sorted(readings, key=lambda code: (code not in LANGUAGES, protocol_order(code), code))
    for language in order:
        for citation in readings[language].citations:
            found = anchors[citation.symbol][language]
            if citation.paragraph not in found:
                found.append(citation.paragraph)
    return [
        Difference(
            symbol,
            {language: tuple(found) for language, found in cited.items()},
            tuple(language for language in order if language not in cited),
        )
        for symbol, cited in sorted(anchors.items())
        if len(cited) < len(readings)
    ]


def protocol_order(language: str) -> int:
    return LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
