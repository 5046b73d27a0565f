"""Language versions of one document that cite different sets: one of them is wrong, and a person should look."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def not_everywhere(cited: Mapping[str, Collection[str]]) -> list[tuple[str, tuple[str, ...]]]:
    """(symbol, languages that do not cite it) of the symbols that some languages cite and others do not, by symbol;
    `cited` holds the symbols by language, whose order is kept."""
    return [
        (symbol, missing)
        for symbol in sorted(set().union(*cited.values()))
        if (missing := tuple(language for language, symbols in cited.items() if symbol not in symbols))
    ]
