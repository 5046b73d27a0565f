"""The readers of formats against files that others made: `docx_six_languages` and `torture`.

Both take the folder that COMITY_DATA names. `python -m bench.formats` prints them.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from comity.texts.detect import detect
from comity.texts.formats import extract
from comity.texts.model import Unreadable
from comity.texts.numbering import find_mark
from comity.texts.sandbox import read_safely
from comity.texts.shaping import tidied

NOT_HONEST = ("crashed", "timeout", "too_much_memory", "unreadable")
"""What the sandbox says when a reader failed, instead of the reader saying what is wrong with the file."""


def docx_six_languages(data: Path) -> float:
    """Share of paragraphs of the DOCX files that are read exactly, number and text, in their order; 1.0 is perfect.

    The gold is the official XML from which the files were made. Where we read more than it has, the share sinks too.
    """
    right = total = 0
    for path in sorted((data / "docx-six-languages").glob("*.docx")):
        found = re.fullmatch(r"S_RES_(\d+)_(\w\w)\.docx", path.name)
        assert found, path.name
        gold = list(_gold(data, found.group(1), found.group(2)))
        content = path.read_bytes()
        blocks = extract(content, detect(content, path.name)).blocks
        ours = [(block.number, block.text) for block in blocks]
        ours = ours[1:] if ours[:1] != gold[:1] else ours  # the symbol at the head stands in the file alone
        matcher = SequenceMatcher(None, gold, ours, autojunk=False)
        right += sum(match.size for match in matcher.get_matching_blocks())
        total += max(len(gold), len(ours))
    return right / total if total else 0.0


def _gold(data: Path, number: str, language: str) -> Iterator[tuple[str | None, str]]:
    """(number, text) of the paragraphs of a resolution."""
    source = data / "unsc-akn" / "jsonl" / f"resolutions_2020-2021_{language}.jsonl.gz"
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if re.match(rf"S/RES/{number}\b", record["symbol"]):
                for text in (tidied(one["text"]) for one in record["paras"]):
                    mark = find_mark(text)
                    yield (mark.number, mark.rest) if mark else (None, text)
                return
    raise LookupError(f"no gold for {number} in {language}")


def torture(data: Path) -> dict[str, str]:
    """What became of each hostile or odd file: "read", "read: " with its warnings, or the code of the refusal."""
    folder = data / "format-torture"
    return {path.name: _status(path) for path in sorted(folder.iterdir()) if path.suffix not in (".csv", "") and
            path.name != "SOURCE.md"}  # fmt: skip


def _status(path: Path) -> str:
    try:
        reading = read_safely(path)
    except Unreadable as refusal:
        return refusal.code
    codes = ", ".join(sorted({warning.code for warning in reading.warnings}))
    return f"read: {codes}" if codes else "read"


def main() -> int:
    data = Path(os.environ.get("COMITY_DATA", ""))
    if not (data / "format-torture").is_dir():
        print("COMITY_DATA names no folder with the test files; nothing measured.")
        return 0
    exact = docx_six_languages(data)
    print(f"docx-six-languages, paragraphs exact: {exact:.4f}")
    statuses = torture(data)
    for name, status in statuses.items():
        print(f"{name[:70]:<72} {status}")
    print(Counter(status.partition(":")[0] for status in statuses.values()))
    failed = [name for name, status in statuses.items() if status in NOT_HONEST]
    return 0 if exact == 1.0 and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
