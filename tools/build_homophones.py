"""Writes comity/texts/homophones.txt: for each rarer Chinese character a common one that is read the same.

    uv run --with pypinyin==0.55.0 tools/build_homophones.py

GB 2312 holds its 3,755 common characters in the order of their readings, and the other 3,008 in the order of
their radicals. With a common homophone for each of the latter, names sort by reading without further data.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent / "comity" / "texts" / "homophones.txt"


def characters(first: int, last: int) -> list[str]:
    """Characters of GB 2312 whose first byte lies in first..last."""
    found = []
    for lead in range(first, last + 1):
        for trail in range(0xA1, 0xFF):
            try:
                found.append(bytes((lead, trail)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def reading(character: str, style: Any) -> str:
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(character, style=style)[0])


def main() -> None:
    from pypinyin import Style

    exact: dict[str, str] = {}
    loose: dict[str, str] = {}
    for one in characters(0xB0, 0xD7):
        exact.setdefault(reading(one, Style.TONE3), one)
        loose.setdefault(reading(one, Style.NORMAL), one)
    lines = []
    for one in characters(0xD8, 0xF7):
        common = exact.get(reading(one, Style.TONE3)) or loose.get(reading(one, Style.NORMAL))
        if common:
            lines.append(one + common)
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
