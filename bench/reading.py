"""How well and how fast files are read: `make bench-reading`, on the material that COMITY_DATA names.

Every figure stands beside its target and, where one exists, beside the reference measured in the same run.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bench import citing, formats, languages, layers, recommendations, throughput
from bench.figures import Target, show

DATA = Path(os.environ.get("COMITY_DATA", Path(__file__).resolve().parent.parent.parent / "shared" / "data"))


def main() -> int:
    if not DATA.is_dir():
        print("COMITY_DATA is not there: nothing to measure.")
        return 0
    met = [
        *citing.measured(DATA / "unsc-akn"),
        languages.measured(DATA / "langid-un"),
        show(
            "docx-six-languages: paragraphs exact",
            formats.docx_six_languages(DATA),
            target=Target(at_least=1.0),
        ),
        tortured(),
        *layers.measured(DATA),
        *recommendations.measured(DATA / "upr-recommendations"),
        *throughput.measured(DATA),
    ]
    print(f"{sum(met)} of {len(met)} targets met")
    return 0


def tortured() -> bool:
    """Every hostile or odd file has an honest status."""
    found = formats.torture(DATA)
    honest = [status for status in found.values() if status not in formats.NOT_HONEST]
    return show(
        f"format-torture: accounted for, of {len(found)} files",
        len(honest) / len(found),
        target=Target(at_least=1.0),
    )


if __name__ == "__main__":
    sys.exit(main())
