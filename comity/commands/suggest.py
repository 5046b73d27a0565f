"""`comity suggest`: how likely each paragraph recommends or reports a practice, with the words that say so."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from comity.commands import lines
from comity.commands.read import shortened, shown
from comity.texts.finding import ENGINE, VERSION
from comity.texts.finding.suggest import Suggester, Suggestion

_AT_ONCE = 256
"""Lines scored together."""


def main(arguments: Sequence[str]) -> int:
    """Score every line of standard input, in order. Returns 0, or 1 where a line was refused; leaves with 2 for
    wrong usage."""
    given = parser().parse_args(arguments)
    try:
        suggester = Suggester(given.model)
    except (OSError, ValueError) as fault:
        print(f"comity suggest: {given.model}: {fault}", file=sys.stderr)
        return 2
    return lines.run(lambda: suggest(sys.stdin.buffer, suggester, as_json=given.json))


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(
        prog="comity suggest",
        description='Score paragraphs, one JSON object a line: {"id", "text", "language"?}.',
        epilog="Exit codes: 0 all scored, 1 some refused (each is named with its reason), 2 wrong usage.",
    )
    found.add_argument("--json", action="store_true", help="one JSON object a line for each paragraph")
    found.add_argument("--model", type=Path, metavar="DIR", help="a model that `comity learn` wrote")
    return found


def suggest(source: Iterable[bytes], suggester: Suggester, *, as_json: bool) -> int:
    refused = 0
    waiting: list[lines.Fields] = []

    def answer() -> None:
        items = [lines.item(one) for one in waiting]
        for fields, suggestion in zip(waiting, suggester.score(items), strict=True):
            tell(fields, suggestion, as_json=as_json)
        waiting.clear()

    for one in lines.read(source, lines.Checks(optional=("language",))):
        if isinstance(one, lines.Refusal):
            answer()
            lines.tell(one, command="suggest", as_json=as_json)
            refused += 1
            continue
        waiting.append(one)
        if len(waiting) == _AT_ONCE:
            answer()
    answer()
    return 1 if refused else 0


def tell(fields: lines.Fields, suggestion: Suggestion, *, as_json: bool) -> None:
    if as_json:
        lines.write(record(suggestion))
        return
    width = shutil.get_terminal_size((100, 24)).columns
    told = ", ".join(f"{one.code}: {shown(one.words)}" for one in suggestion.reasons)
    text = shown(fields["text"].replace("\n", " "))
    start = f"{suggestion.score:.2f}  {suggestion.label:<14}  {shown(str(suggestion.id))}  "
    print(start + shortened(text, max(width - len(start), 20)))
    if told:
        print(f"      {told}")


def record(suggestion: Suggestion) -> lines.Fields:
    return {
        "id": suggestion.id,
        "score": suggestion.score,
        "label": suggestion.label,
        "reasons": [
            {"code": one.code, "words": one.words, "start": one.start, "end": one.end}
            for one in suggestion.reasons
        ],
        "chances": dict(suggestion.chances),
        "engine": f"{ENGINE} {VERSION}",
    }
