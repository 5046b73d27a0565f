"""`comity learn`: a suggestion model from reviewers' own decisions, with what it is worth on ones it has not seen."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from comity.commands import lines
from comity.texts.finding import heldout, learn
from comity.texts.finding.suggest import LABELS


def main(arguments: Sequence[str]) -> int:
    """Learn from every line of a file. Returns 0, 1 where a line was refused; leaves with 2 for wrong usage and
    where there is nothing to learn."""
    given = parser().parse_args(arguments)
    return lines.run(lambda: fitted(given))


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(
        prog="comity learn",
        description='Fit the suggestion model on labelled paragraphs, one JSON object a line: {"text", "label", '
        f'"language"?, "source"?}}. Labels: {", ".join(LABELS)}.',
        epilog="Exit codes: 0 learnt, 1 learnt without the lines refused, 2 wrong usage or nothing to learn.",
    )
    found.add_argument("--examples", type=Path, required=True, metavar="FILE", help="the labelled paragraphs")
    found.add_argument("--model", type=Path, required=True, metavar="DIR", help="the folder to write")
    found.add_argument("--seed", type=int, default=0, help="of the parts held out (default %(default)s)")
    found.add_argument("--json", action="store_true", help="one JSON object a line for each figure")
    return found


def fitted(given: argparse.Namespace) -> int:
    try:
        examples, refused = read(given.examples, as_json=given.json)
        model = learn.fit(examples)
        learn.save(model, given.model)
        figures = heldout.held_out(examples, seed=given.seed)
    except OSError as fault:
        print(f"comity learn: {fault.filename}: {fault.strerror}", file=sys.stderr)
        return 2
    except ValueError as fault:
        print(f"comity learn: {fault}", file=sys.stderr)
        return 2
    tell(given.model, len(examples), figures, as_json=given.json)
    return 1 if refused else 0


class Labelled(lines.Checks):
    """Lines whose label is one of the five."""

    def check(self, fields: object) -> lines.Fields:
        checked = super().check(fields)
        if checked["label"] not in LABELS:
            raise lines.Bad("unknown_label", f'"label" must be one of {", ".join(LABELS)}.')
        return checked


def read(path: Path, *, as_json: bool) -> tuple[list[learn.Example], int]:
    checks = Labelled(texts=("text", "label"), optional=("language", "source"), with_id=False)
    examples, refused = [], 0
    with path.open("rb") as file:
        for one in lines.read(file, checks):
            if isinstance(one, lines.Refusal):
                lines.tell(one, command="learn", as_json=as_json)
                refused += 1
                continue
            source = one.get("source")
            item = lines.item({"id": 0} | one)
            known = None if source is None else str(source)
            examples.append(learn.Example(item.text, one["label"], item.language, known))
    return examples, refused


def tell(folder: Path, number: int, figures: Sequence[heldout.Figure], *, as_json: bool) -> None:
    """What the model is worth on examples that it had not seen."""
    if as_json:
        for one in figures:
            lines.write(
                {
                    "label": one.label,
                    "precision": round(one.precision, 4),
                    "recall": round(one.recall, 4),
                    "f1": round(one.f1, 4),
                    "examples": one.wanted,
                }
            )
        return
    print(f"Learnt from {number} examples: {folder}")
    print("Held out, a fifth at a time:")
    for one in figures:
        print(
            f"  {one.label:<16} precision {one.precision:.2f}  recall {one.recall:.2f}  F1 {one.f1:.2f}"
            f"  of {one.wanted}"
        )
