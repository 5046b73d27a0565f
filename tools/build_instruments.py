"""Writes comity/texts/instruments.jsonl: facts about Council resolutions and presidential statements.

Source: the United Nations Security Council's texts in Akoma Ntoso (`unsc-akn` in COMITY_DATA; the United Nations is
acknowledged as their source). Only facts are taken: symbol, date, title line, number of operative paragraphs.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("COMITY_DATA", ROOT.parent / "shared" / "data")) / "unsc-akn"
TARGET = ROOT / "comity" / "texts" / "instruments.jsonl"
ITEM = re.compile(r"consideration of the item entitled [“\"](.+?)[”\"],? the President")
HELD = re.compile(r"held on (\d{1,2} \w+ \d{4})")
OTHERS = [
    ("A/RES/60/288", "2006-09-08", "The United Nations Global Counter-Terrorism Strategy"),
    ("A/RES/49/60", "1994-12-09", "Measures to eliminate international terrorism"),
    ("A/RES/217 A (III)", "1948-12-10", "Universal Declaration of Human Rights"),
    ("A/RES/70/291", "2016-07-01", "The United Nations Global Counter-Terrorism Strategy Review"),
]


def entries(name: str) -> list[dict[str, object]]:
    with gzip.open(DATA / "jsonl" / name, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def operative(entry: dict[str, object]) -> int | None:
    numbers = [str(para.get("num") or "") for para in entry["paras"] if para["type"] == "body"]  # type: ignore[index,union-attr]
    found = [int(number.strip(". ")) for number in numbers if number.strip(". ").isdigit()]
    return max(found) if found else None


def date_of(entry: dict[str, object]) -> str | None:
    for text in (str(entry["date"]), str(entry["uri"])):
        found = re.search(r"(19|20)\d\d-\d\d-\d\d", text)
        if found:
            return found.group()
    return None


def resolutions() -> dict[str, dict[str, object]]:
    titles = {}
    for path in sorted((DATA / "data_extract").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            titles[row["symbol"]] = row.get("agenda_item_name", "").strip()
    found = {}
    for name in ("resolutions_2000-2019_en.jsonl.gz", "resolutions_2020-2021_en.jsonl.gz"):
        for entry in entries(name):
            symbol = str(entry["symbol"])
            if re.fullmatch(r"S/RES/\d+ \(\d{4}\)", symbol):
                found[symbol] = {
                    "symbol": symbol,
                    "date": date_of(entry),
                    "title": titles.get(symbol, ""),
                    "paragraphs": operative(entry),
                }
    return found


def statements() -> dict[str, dict[str, object]]:
    found = {}
    for entry in entries("prst_en.jsonl.gz"):
        name = re.search(r"S_?PRST_?(\d{4})_?(\d+)", str(entry["path"]).rsplit("/", 1)[-1])
        if not name:
            continue
        symbol = f"S/PRST/{name[1]}/{int(name[2])}"
        head = " ".join(str(para["text"]) for para in entry["paras"][:3])  # type: ignore[index]
        item, held = ITEM.search(head), HELD.search(head)
        date = None
        if held:
            try:
                date = datetime.strptime(held[1], "%d %B %Y").date().isoformat()
            except ValueError:
                date = None
        if date and date[:4] != name[1]:
            date = None
        found[symbol] = {"symbol": symbol, "date": date, "title": item[1] if item else "", "paragraphs": None}
    return found


def main() -> None:
    if not DATA.is_dir():
        sys.exit(f"{DATA} is not there: set COMITY_DATA.")
    rows = {**resolutions(), **statements()}
    for symbol, date, title in OTHERS:
        rows[symbol] = {"symbol": symbol, "date": date, "title": title, "paragraphs": None}
    with open(TARGET, "w", encoding="utf-8") as file:
        for symbol in sorted(rows):
            file.write(json.dumps(rows[symbol], ensure_ascii=False, separators=(",", ":")) + "\n")
    print(f"{len(rows)} instruments")


if __name__ == "__main__":
    main()
