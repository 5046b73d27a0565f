"""`comity match`: the entries of the register that each excerpt may support; a person decides."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from comity.commands import lines
from comity.commands.read import shown
from comity.texts.finding.items import Item

if TYPE_CHECKING:
    from comity.texts.finding.crosslingual import Space
    from comity.texts.finding.match import Matches
    from comity.texts.finding.plugged import Plugged


def main(arguments: Sequence[str]) -> int:
    """Answer for every line of standard input, in order. Returns 0, or 1 where a line was refused; leaves with 2 for
    wrong usage."""
    given = parser().parse_args(arguments)
    space = lines.space(given.model, command="match")
    by = lines.plugged(given.embedding, given.embedding_model, command="match")
    return lines.run(
        lambda: match(
            sys.stdin.buffer, given.practices, space=space, plugged=by, best=given.best, as_json=given.json
        )
    )


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(
        prog="comity match",
        description="Propose register entries for excerpts, one JSON object a line: "
        '{"id", "text", "language"?}.',
        epilog="Exit codes: 0 all answered, 1 some refused (each is named with its reason), 2 wrong usage.",
    )
    found.add_argument(
        "--practices",
        required=True,
        type=lines.of_file,
        metavar="FILE",
        help="the register's entries, one JSON object a line, as the excerpts",
    )
    lines.options(found, named="entries")
    return found


def match(
    source: Iterable[bytes],
    practices: Iterable[bytes],
    *,
    best: int,
    as_json: bool,
    space: Space | None = None,
    plugged: Plugged | None = None,
) -> int:
    refused = 0
    entries: list[Item] = []
    for one in lines.read(practices, lines.Checks()):
        if isinstance(one, lines.Refusal):
            refused += 1
            lines.tell(one, command="match --practices", as_json=False)
        else:
            entries.append(lines.item(one))
    asked = list(lines.read(source, lines.Checks()))
    refused += sum(isinstance(one, lines.Refusal) for one in asked)
    answer(asked, entries, space=space, plugged=plugged, best=best, as_json=as_json)
    return 1 if refused else 0


def answer(
    asked: Sequence[lines.Fields | lines.Refusal],
    entries: Sequence[Item],
    *,
    space: Space | None,
    plugged: Plugged | None,
    best: int,
    as_json: bool,
) -> None:
    """Say what became of each line, in their order."""
    from comity.texts.finding.match import best as best_of  # loads the space, which refusals can do without

    excerpts = [lines.item(one) for one in asked if not isinstance(one, lines.Refusal)]
    matches = best_of(excerpts, entries, space=space, plugged=plugged, number=best)
    engine = lines.engine(plugged)
    lines.label(engine, shown=plugged is not None and not as_json)
    with lines.progress(len(excerpts), "excerpts") as bar:
        for one in asked:
            if isinstance(one, lines.Refusal):
                lines.tell(one, command="match", as_json=as_json)
            else:
                tell(next(matches), one["text"], engine, as_json=as_json)
                bar.update()


def tell(found: Matches, text: str, engine: str, *, as_json: bool) -> None:
    if as_json:
        lines.write(record(found, engine))
        return
    print(lines.row(found.id, text))
    for one in found.practices:
        print(f"      {one.score:.2f}  {shown(str(one.id))}")


def record(found: Matches, engine: str) -> lines.Fields:
    return {
        "id": found.id,
        "practices": [{"id": one.id, "score": one.score} for one in found.practices],
        "engine": engine,
    }
