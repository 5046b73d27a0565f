"""`comity group`: the groups that each excerpt may join, and what says nearly the same; a person decides."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from comity.commands import lines
from comity.commands.read import shown
from comity.texts.finding.items import Group, Id, Item

if TYPE_CHECKING:
    from comity.texts.finding.crosslingual import Space
    from comity.texts.finding.group import Grouping
    from comity.texts.finding.plugged import Plugged


def main(arguments: Sequence[str]) -> int:
    """Answer for every line of standard input without a group, in order. Returns 0, or 1 where a line was refused;
    leaves with 2 for wrong usage."""
    given = parser().parse_args(arguments)
    space = lines.space(given.model, command="group")
    by = lines.plugged(given.embedding, given.embedding_model, command="group")
    return lines.run(
        lambda: group(
            sys.stdin.buffer, given.titles, space=space, plugged=by, best=given.best, as_json=given.json
        )
    )


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(
        prog="comity group",
        description="Propose groups for excerpts, one JSON object a line: "
        '{"id", "text", "language"?, "source"?, "group"?}. Lines with a group are its members so far.',
        epilog="Exit codes: 0 all answered, 1 some refused (each is named with its reason), 2 wrong usage.",
    )
    lines.options(found, named="groups")
    found.add_argument(
        "--titles",
        type=lines.of_file,
        default=[],
        metavar="FILE",
        help='titles of groups, one JSON object a line: {"group", "text", "language"?}; '
        "a group whose name has several words is its own title",
    )
    return found


def group(
    source: Iterable[bytes],
    titles: Iterable[bytes],
    *,
    best: int,
    as_json: bool,
    space: Space | None = None,
    plugged: Plugged | None = None,
) -> int:
    groups: dict[Id, tuple[list[Item], list[Item]]] = {}
    refused = 0
    for one in lines.read(
        titles, lines.Checks(texts=("group", "text"), optional=("language",), with_id=False)
    ):
        if isinstance(one, lines.Refusal):
            refused += 1
            lines.tell(one, command="group --titles", as_json=False)
        else:
            named(groups, one["group"])[1].append(lines.item({"id": one["group"], **one}))
    asked: list[Item | lines.Refusal] = []
    for one in lines.read(source, lines.Checks()):
        if isinstance(one, lines.Refusal):
            refused += 1
            asked.append(one)
        elif one.get("group") in (None, ""):
            asked.append(lines.item(one))
        else:
            named(groups, one["group"])[0].append(lines.item(one))
    known = [Group(name, *parts) for name, parts in groups.items()]
    answer(asked, known, space=space, plugged=plugged, best=best, as_json=as_json)
    return 1 if refused else 0


def named(groups: dict[Id, tuple[list[Item], list[Item]]], name: Id) -> tuple[list[Item], list[Item]]:
    """The members and titles of a group so far. A name of several words is a title."""
    if name not in groups:
        words = str(name).strip()
        groups[name] = ([], [Item(name, words)] if " " in words else [])
    return groups[name]


def answer(
    asked: Sequence[Item | lines.Refusal],
    groups: Sequence[Group],
    *,
    space: Space | None,
    plugged: Plugged | None,
    best: int,
    as_json: bool,
) -> None:
    """Say what became of each line that asked for a group, in their order."""
    from comity.texts.finding.group import suggest  # loads the space, which refusals can do without

    items = [one for one in asked if isinstance(one, Item)]
    groupings = suggest(items, groups, space=space, plugged=plugged, best=best)
    engine = lines.engine(plugged)
    lines.label(engine, shown=plugged is not None and not as_json)
    texts = {one.id: one.text for one in items}
    with lines.progress(len(items), "excerpts") as bar:
        for one in asked:
            if isinstance(one, lines.Refusal):
                lines.tell(one, command="group", as_json=as_json)
            else:
                tell(next(groupings), texts[one.id], engine, as_json=as_json)
                bar.update()


def tell(found: Grouping, text: str, engine: str, *, as_json: bool) -> None:
    if as_json:
        lines.write(record(found, engine))
        return
    print(lines.row(found.id, text))
    for one in found.groups:
        print(f"      {one.score:.2f}  {shown(str(one.id))}")
    if found.duplicates:
        print(f"      nearly the same: {shown(', '.join(str(one) for one in found.duplicates))}")


def record(found: Grouping, engine: str) -> lines.Fields:
    return {
        "id": found.id,
        "groups": [{"group": one.id, "score": one.score} for one in found.groups],
        "duplicates": list(found.duplicates),
        "engine": engine,
    }
