"""`comity parallel`: a secretariat's own translations teach the comparison across languages its words."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from comity.commands import lines
from comity.texts.model import LANGUAGES


def main(arguments: Sequence[str]) -> int:
    """Learn from every line of a file. Returns 0, 1 where a line was refused; leaves with 2 for wrong usage and
    where there is nothing to learn."""
    given = parser().parse_args(arguments)
    return lines.run(lambda: learnt(given.texts, given.model, given.onto))


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(
        prog="comity parallel",
        description="Add the words of passages that stand side by side in several languages, one JSON object a line: "
        f'{{"en": "...", "ar": "..."}}, two of {", ".join(LANGUAGES)} at least. '
        "`comity match` and `comity group` take the folder by --model.",
        epilog="Exit codes: 0 learnt, 1 learnt without the lines refused, 2 wrong usage or nothing to learn.",
    )
    found.add_argument("--texts", required=True, type=lines.of_file, metavar="FILE", help="the passages")
    found.add_argument("--model", required=True, type=Path, metavar="DIR", help="the folder to write")
    found.add_argument("--onto", type=Path, metavar="DIR", help="a folder written before, to be added to")
    return found


class SideBySide(lines.Checks):
    """Lines that hold text in two languages at least."""

    def check(self, fields: object) -> lines.Fields:
        checked = super().check(fields)
        there = [name for name in LANGUAGES if isinstance(checked.get(name), str) and checked[name].strip()]
        if len(there) < 2:
            raise lines.Bad(
                "one_language", f"Give text in two languages at least, of {', '.join(LANGUAGES)}."
            )
        return {name: checked[name] for name in there}


def learnt(texts: Iterable[bytes], folder: Path, onto: Path | None) -> int:
    from comity.texts.finding import crosslingual, training  # NumPy and SciPy, which refusals can do without

    read = list(lines.read(texts, SideBySide(texts=(), optional=(), with_id=False)))
    refused = [one for one in read if isinstance(one, lines.Refusal)]
    for one in refused:
        lines.tell(one, command="parallel", as_json=False)
    passages = [one for one in read if not isinstance(one, lines.Refusal)]
    if not passages:
        print("comity parallel: no line could be taken; nothing was written.", file=sys.stderr)
        return 2
    try:
        base = crosslingual.load(onto or crosslingual.SHIPPED)
        space = training.extended(base, passages)
        crosslingual.save(space, folder)
    except (OSError, ValueError) as fault:
        print(f"comity parallel: {fault}", file=sys.stderr)
        return 2
    print(
        f"{folder}: {len(passages)} passages, {len(space.rows) - len(base.rows)} words and pieces of words added"
    )
    return 1 if refused else 0
