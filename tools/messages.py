"""Translations: `extract` brings the catalogues up to date (needs Debian's gettext), `compile` makes them usable.

Compiled catalogues are not checked in; compiling needs only Python, so that installing needs no system package.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "comity" / "locale"
CATALOGUES = ("ar", "zh_Hans", "fr", "ru", "es")
TAKEN = """
import sys
from django.core.management import execute_from_command_line
from django.core.management.commands.makemessages import Command
Command.xgettext_options = [*Command.xgettext_options, "--keyword=_now"]
execute_from_command_line(sys.argv)
"""
"""`_now` is what modules call `gettext` whose `_` is `gettext_lazy`: without this its words would not be taken."""


def extract() -> None:
    command = [sys.executable, "-c", TAKEN, "makemessages", "--no-location", "--no-wrap", "--no-obsolete"]
    command += ["--ignore=.venv", "--ignore=tests", "--ignore=build", "--ignore=var"]
    command += [f"--locale={name}" for name in CATALOGUES]
    LOCALE.mkdir(exist_ok=True)
    environment = {**os.environ, "COMITY_DEMO": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run(command, cwd=ROOT, check=True, env=environment)
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        tidy(path)


def tidy(path: Path) -> None:
    """A header that says what the file is; a date in it would change every file at every extraction."""
    catalogue = polib.pofile(str(path), wrapwidth=0)
    catalogue.header = "Interface of Comity. Terms: docs/glossary.md."
    catalogue.metadata_is_fuzzy = False
    catalogue.metadata = {
        "Project-Id-Version": "Comity",
        "Language": path.parent.parent.name,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": catalogue.metadata["Plural-Forms"],
    }
    catalogue.save()


def compile_all() -> None:
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


if __name__ == "__main__":
    {"extract": extract, "compile": compile_all}[sys.argv[1]]()
