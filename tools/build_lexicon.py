"""Writes comity/texts/lexicon/: the words met most often in United Nations texts, one file a language.

Source: Security Council texts and aligned sentences (`unsc-akn` and `unpc-en-es-ar` in COMITY_DATA; the United Nations
is acknowledged as their source). Only the words are taken, in the order of the alphabet; the text-layer quality score
and the identification of languages ask whether a word is among them. Of Chinese, the characters are taken.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
DATA = Path(os.environ.get("COMITY_DATA", ROOT.parent / "shared" / "data"))
TARGET = ROOT / "comity" / "texts" / "lexicon"
SIZE = 6_000


def texts(language: str) -> Iterator[str]:
    for path in sorted((DATA / "unsc-akn" / "jsonl").glob(f"*_{language}.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                yield "\n".join(para["text"] for para in json.loads(line)["paras"])
    with gzip.open(DATA / "unpc-en-es-ar" / "parallel.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line).get(language, "")


def main() -> None:
    from comity.texts.lexicon import words_in

    for language in ("ar", "zh", "en", "fr", "ru", "es"):
        often, spread = Counter[str](), Counter[str]()
        for text in texts(language):
            words = words_in(text, language)
            often.update(words)
            spread.update(set(words))
        kept = [word for word, _ in often.most_common() if spread[word] >= 3][:SIZE]
        (TARGET / f"{language}.txt").write_text("\n".join(sorted(kept)) + "\n", encoding="utf-8")
        print(language, len(kept), sum(often[word] for word in kept) / sum(often.values()))


if __name__ == "__main__":
    main()
