"""The command line: `comity read` by itself and at once, everything else through Django's management commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

OWN = {
    "read": "Read files into citable paragraphs, languages and citations",
    "learn": "Fit the suggestions on reviewers' own decisions",
    "group": "Say which groups excerpts may join, and what says nearly the same",
    "match": "Say which practices excerpts may support",
    "parallel": "Teach the comparison across languages the words of your own translations",
    "suggest": "Say which paragraphs recommend or report a practice, and why",
}
"""Commands that need neither Django nor a database: each a module of comity.commands with `main(arguments)`."""
SITE = {
    "demo": "Load the sample meeting and serve it",
    "rehearse": "Play a session, for training and demonstration",
    "serve": "Serve the site",
    "check": "Say what would make this configuration unsafe",
    "meeting": "Read a concept note into proposals for a meeting",
    "import": "Take a folder of statements into a meeting",
    "search": "Search, rebuild or describe the index",
    "export": "Write the compendium, or the record of a session, as a file",
    "record": "Print who did what and when, for an auditor",
    "mails": "List the mails that wait or could not be sent; send them",
    "tidy": "Delete stored files that no version uses",
    "createuser": "Invite a person, the first administrator before all",
    "migrate": "Bring the database up to date",
}
FURTHER = {"collectstatic", "dbshell", "makemigrations", "runserver", "shell", "sqlmigrate", "showmigrations"}
"""Django's own, for those who know them; not listed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns its exit code: 0, 1 where some input was refused, 2 for wrong usage."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in ("-h", "--help", "help"):
        print(overview())
        return 0
    name, rest = words[0], words[1:]
    if name == "--version":
        return show_version()
    if name in OWN:
        code: int = import_module(f"comity.commands.{name}").main(rest)
        return code
    if name in managed():
        return manage(name, rest)
    print(f"comity: there is no command {name!r}. `comity --help` lists them.", file=sys.stderr)
    return 2


def show_version() -> int:
    from importlib.metadata import version

    print(f"comity {version('comity')}")
    return 0


def managed() -> set[str]:
    """The names of the site's commands, found without loading Django."""
    package = find_spec("comity.management.commands")
    folders = package.submodule_search_locations if package else None
    found = {path.stem for folder in folders or () for path in Path(folder).glob("[a-z]*.py")}
    return found | FURTHER | {"migrate"}


def manage(name: str, rest: list[str]) -> int:
    """Hand over to Django; its commands end the process with 1 or 2 themselves where they fail."""
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if name == "demo":
        at_home()
    execute_from_command_line(["comity", name, *rest])
    return 0


def at_home() -> None:
    """The demo has a home of its own, and keeps its mails in files whatever the environment says."""
    os.environ["COMITY_DEMO"] = "1"
    os.environ.setdefault("COMITY_HOME", str(Path(__file__).resolve().parent.parent / "var" / "demo"))
    os.environ.pop("COMITY_MAIL_URL", None)


def overview() -> str:
    """All commands on one screen."""
    there = managed()
    known = {**OWN, **{name: sentence for name, sentence in SITE.items() if name in there}}
    known |= {name: "" for name in sorted(there - FURTHER - set(known))}
    lines = [f"  {name:<12} {sentence}".rstrip() for name, sentence in known.items()]
    return "\n".join(
        [
            "Usage: comity COMMAND [...]",
            "",
            *lines,
            "",
            "`comity COMMAND --help` says more. Exit codes: 0 done, 1 some input refused, 2 wrong usage.",
        ]
    )
