"""Tables that somebody sends and looks at line by line before they are taken in: what all kinds have in common."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from comity.record.export import harmless
from comity.refusals import Refused


def columns(
    head: Sequence[str],
    known: Sequence[str],
    *,
    needed: Collection[str],
    aliases: Mapping[str, str],
    otherwise: str,
) -> list[str]:
    """Our names of the columns, "" for those that are not ours. Raises `Refused` with `otherwise`, which names
    %(columns)s, where one that is needed is missing or one stands twice."""
    found = []
    for name in head:
        plain = " ".join(name.replace("_", " ").split()).casefold()
        ours = aliases.get(plain, plain.replace(" ", "_"))
        found.append(ours if ours in known else "")
    twice = {name for name in found if name and found.count(name) > 1}
    if twice or not {*needed} <= {*found}:
        raise Refused(otherwise % {"columns": ", ".join(known)})
    return found


def as_written(cell: str) -> str:
    """Without the mark that our own tables put before what a spreadsheet would reckon."""
    return cell[1:] if cell[:1] == "'" and harmless(cell[1:]) == cell else cell


def rows(
    table: Iterable[tuple[int, Sequence[str]]],
    named: Callable[[Sequence[str]], list[str]],
    *,
    most: int,
    empty: str,
    cell: Callable[[str], str] = as_written,
) -> list[dict[str, Any]]:
    """The lines behind the head, as they are kept: [{"line": number in the file, "cells": {column: words}}].

    `named` reads the head. Raises `Refused`, with `empty` where no line is there.
    """
    lines = [(number, cells) for number, cells in table if any(words.strip() for words in cells)]
    if len(lines) < 2:
        raise Refused(empty)
    if len(lines) > most + 1:
        raise Refused(_("A table may have %(number)d lines. Split it.") % {"number": most})
    names = named(lines[0][1])
    return [
        {
            "line": number,
            "cells": {
                column: cell(" ".join(words.replace("\0", "").split()))
                for column, words in zip(names, cells, strict=False)
                if column
            },
        }
        for number, cells in lines[1:]
    ]


def fingerprint(shown: Sequence[Any]) -> str:
    """Of what somebody has looked at: taken in is what was shown, or nothing."""
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()
