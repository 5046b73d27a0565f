"""A thousand registrations from a CSV file, approved and mailed through a real SMTP server that is ours, while the
server of the site is killed twice: `python -m bench.people`.

Each mail must come once; what is counted twice is the same letter, by its Message-ID, taken by the mail server in the
instant before its sender died.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import django

from bench.figures import Target, show


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--registrations", type=int, default=1000)
    number = arguments.parse_args().registrations
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(COMITY_DEMO="1", COMITY_HOME=home, DJANGO_SETTINGS_MODULE="config.settings")
        django.setup()
        from tests.journeys.many import registered

        done = registered(Path(home) / "home", number, kills=(number * 3 // 10, number * 65 // 100))
    for step, seconds in done.seconds.items():
        show(f"{number} registrations: {step}", seconds, unit="s")
    print(f"killed when {' and '.join(str(sent) for sent in done.killed_at)} letters were noted as sent")
    met = [
        show(
            "addressees with exactly one mail",
            list(done.once.values()).count(1),
            target=Target(at_least=number),
        ),
        show(
            "addressees with more, by Message-ID",
            sum(times > 1 for times in done.once.values()),
            target=Target(at_most=0),
        ),
        show("letters left waiting", done.left["waiting"], target=Target(at_most=0)),
        show(
            "second deliveries of the same Message-ID",
            sum(done.raw.values()) - sum(done.once.values()),
            target=Target(at_most=4),
        ),
    ]
    sys.exit(0 if all(met) else 1)


if __name__ == "__main__":
    main()
