"""Language versions of one document that cite different sets: one of them is wrong, and a person should look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
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
    anchors: dict[str, defaultdict[str, list[str]]] = {}
    for language in sorted(readings, key=lambda code: (code not in LANGUAGES, protocol_order(code), code)):
        anchors[language] = defaultdict(list)
        for citation in readings[language].citations:
            found = anchors[language][citation.symbol]
            if citation.paragraph not in found:
                found.append(citation.paragraph)
    return [
        Difference(
            symbol,
            {language: tuple(cited[symbol]) for language, cited in anchors.items() if symbol in cited},
            missing,
        )
        for symbol, missing in not_everywhere(anchors)
    ]


def not_everywhere(cited: Mapping[str, Collection[str]]) -> list[tuple[str, tuple[str, ...]]]:
    """(symbol, languages that do not cite it) of the symbols that some languages cite and others do not, by symbol;
    `cited` holds the symbols by language, whose order is kept."""
    return [
        (symbol, missing)
        for symbol in sorted(set().union(*cited.values()))
        if (missing := tuple(language for language, symbols in cited.items() if symbol not in symbols))
    ]


def protocol_order(language: str) -> int:
    return LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
