"""Statements imported per second, and how that changes as the database grows: `python -m bench.importing 1000 10000`.

The texts are read by the real importer in its sandbox from JSON Lines, and published. Each size is reached in the
same database as the one before; the rate is that of the statements taken in last. How the work grows is told by
processor time, which other work on the machine leaves alone.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.figures import Target, show
from bench.meeting import words

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = 500
"""Statements over which a rate is taken."""
STATES = ("Norway", "Chile", "Kenya", "Viet Nam", "Estonia", "Canada", "Fiji", "Morocco", "Qatar", "Peru")


def growth(sizes: list[int]) -> bool:
    """Prints the rate at each size and the ratio of the last to the first; True where it does not fall off."""
    efforts: list[float] = []
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        home = Path(folder)
        environment = {**os.environ, "COMITY_DEMO": "1", "COMITY_HOME": str(home / "home")}
        environment.pop("COMITY_DATABASE_URL", None)
        run("migrate", "-v0", environment=environment)
        start, start_work = taken("nothing", 0, 0, home, environment)
        there = 0
        for size in sorted(sizes):
            last = max(there, size - SAMPLE)
            taken("filling", there, last, home, environment)
            seconds, work = taken("measured", last, size, home, environment)
            efforts.append(1_000 * (work - start_work) / (size - last))
            there = size
            rate = (size - last) / max(0.001, seconds - start)
            show(f"import, statements a second at {size:,}", rate, unit="/s")
            show(f"import, processor time a statement at {size:,}", efforts[-1], unit="ms")
    if len(efforts) < 2:
        return True
    return show(
        "import at the largest size beside the smallest, work",
        efforts[-1],
        unit="ms",
        reference=efforts[0],
        of="the smallest size",
        target=Target(at_most=1.25),
    )


def taken(name: str, first: int, last: int, home: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Seconds by the clock and of processor time that the command needs for these statements; without any, for
    itself."""
    source = home / f"{name}-{first}-{last}.jsonl"
    with open(source, "w", encoding="utf-8") as file:
        for number in range(first, last):
            entry = {"delegation": STATES[number % len(STATES)], "text": words(number), "id": f"s{number}"}
            file.write(json.dumps(entry) + "\n")
    begun, worked = time.perf_counter(), processor_time()
    run(
        "import", str(source), "--meeting", "bench", "--create", "Bench", "--publish", environment=environment
    )
    return time.perf_counter() - begun, processor_time() - worked


def processor_time() -> float:
    """Seconds that children which have ended have worked."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(*command: str, environment: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    growth([int(size) for size in sys.argv[1:]] or [1_000, 5_000])
