"""Recommendations of Universal Periodic Review reports: each whole, in a paragraph or item of its own.

The database writes some of them otherwise than the report prints them (1.3 % are not in the text by any tool), so a
recommendation counts as found where 85 % of its three-word sequences stand in one block. The block is its own where it
bears a printed number and swallows no other: what several States asked for under one number stays together, as printed.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import defaultdict
from pathlib import Path

from bench.figures import Target, show
from comity.texts import attribution
from comity.texts.model import Paragraph
from comity.texts.reading import read

SWALLOWED = re.compile(r"[;.)]\s*\d{1,3}\.(?:\s?\d{1,3}\.?)?\s+(?=[A-Z])")
STATES = {
    "vietnam": "Viet Nam",
    "gabon": "Gabon",
    "oman": "Oman",
    "mauritania": "Mauritania",
    "china": "China",
    "marshallislands": "Marshall Islands",
    "dominicanrepublic": "Dominican Republic",
    "slovakia": "Slovakia",
    "cotedivoire": "Cote d'Ivoire",
    "centralafricanrepublic": "Central African Republic",
    "eritrea": "Eritrea",
}
"""The State under review, as the list of reports and as the database name it."""


def measured(folder: Path) -> list[bool]:
    wanted = recommendations(folder)
    whole = own = named = total = 0
    with (folder / "reports.csv").open(encoding="utf-8") as file:
        reports = list(csv.DictReader(file))
    for report in reports:
        paragraphs = read(folder / "reports-pdf" / report["pdf"]).paragraphs
        index = indexed(paragraphs)
        for text, authors in wanted[STATES[report["state_key"]], report["session"]].items():
            total += 1
            block = best(text, index)
            if block is None:
                continue
            whole += 1
            own += bool(paragraphs[block].number and not SWALLOWED.search(paragraphs[block].text))
            named += any(author_in(one, paragraphs[block].attributed_to) for one in authors)
    show("recommendations: whole in one block", whole / total)
    show("recommendations: an author read from the brackets", named / total)
    return [
        show(
            f"recommendations: whole, in a numbered block of their own, of {total}",
            own / total,
            target=Target(at_least=0.95),
        )
    ]


def recommendations(folder: Path) -> dict[tuple[str, str], dict[str, set[str]]]:
    """(State under review, session): the texts, each with the States that made it."""
    found: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    with gzip.open(folder / "recommendations.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["To"], row["Session"]][" ".join(row["Text"].split())].add(row["From"])
    return found


def sequences(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    size = min(3, len(words))
    return {tuple(words[place : place + size]) for place in range(len(words) - size + 1)}


def indexed(paragraphs: list[Paragraph]) -> dict[tuple[str, ...], set[int]]:
    index: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for place, paragraph in enumerate(paragraphs):
        for one in sequences(paragraph.text):
            index[one].add(place)
    return index


def best(text: str, index: dict[tuple[str, ...], set[int]]) -> int | None:
    """The block that holds the text: of several, the shortest way to say so is the first with most of it."""
    wanted = sequences(text)
    counts: dict[int, int] = defaultdict(int)
    for one in wanted:
        for place in index.get(one, ()):
            counts[place] += 1
    if not counts:
        return None
    place = max(counts, key=lambda place: (counts[place], place))
    return place if counts[place] >= 0.85 * len(wanted) else None


def author_in(author: str, named: tuple[str, ...]) -> bool:
    return any(attribution.plain(author)[:6] == attribution.plain(one)[:6] for one in named)
