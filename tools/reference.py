"""Prints docs/reference from the code: who may do what, which state follows which, commands, requirements proven.

With `--check` nothing is written, and stale pages are an error.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
REQUIREMENT = re.compile(r"\bR(?:\d\d|X)-\d{1,2}\b")


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def acts(module: object, roles: type) -> str:
    """The table of one noun's authority module."""
    by_role, own = module.BY_ROLE, module.OWN_DELEGATION
    shown = [role for role in roles if any(role in allowed for allowed in by_role.values())]
    rows = [
        [
            act.value,
            "own delegation" if act in own else "–",
            *("yes" if role in allowed else "–" for role in shown),
        ]
        for act, allowed in by_role.items()
    ]
    return table(["Act", "Delegate, focal point", *(str(role.label) for role in shown)], rows)


def authority() -> str:
    from comity.communications import authority as communications
    from comity.framework import authority as framework
    from comity.meetings import authority as meetings
    from comity.papers import authority as papers
    from comity.participants import authority as participants
    from comity.participants.authority import MAY_INVITE
    from comity.participants.models import Role
    from comity.practices import authority as practices
    from comity.press import authority as press
    from comity.statements import authority as statements
    from comity.summary import authority as summary

    inviting = [
        [str(inviter.label), ", ".join(str(role.label) for role in Role if role in offered)]
        for inviter, offered in MAY_INVITE.items()
    ]
    return (
        "# Who may do what\n\nPrinted from `authority.py` of `comity/statements`, `comity/practices`, "
        "`comity/meetings`, `comity/papers` and `comity/participants`.\n\n## With a statement\n\n"
        + acts(statements, Role)
        + "\n## In the register\n\n"
        + acts(practices, Role)
        + "\n## With a framework\n\n"
        + acts(framework, Role)
        + "\n## With a meeting and its programme\n\n"
        + acts(meetings, Role)
        + "\n## With documents and minutes\n\nWith a CONFIDENTIAL document only where the person is named on it.\n\n"
        + acts(papers, Role)
        + "\n## With participants\n\nOf delegations only focal points act.\n\n"
        + acts(participants, Role)
        + "\n## With the Chair’s summary\n\n"
        + acts(summary, Role)
        + "\n## For the press\n\n"
        + acts(press, Role)
        + "\n## With notices and mails\n\n"
        + acts(communications, Role)
        + "\n## Inviting\n\nWhoever may offer a role may take it back.\n\n"
        + table(["Who", "May offer the roles"], inviting)
    )


def moves(title: str, source: str, allowed: dict) -> str:
    rows = [
        [str(state.label), ", ".join(str(other.label) for other in type(state) if other in following) or "–"]
        for state, following in allowed.items()
    ]
    return f"## {title}\n\nPrinted from `{source}`.\n\n" + table(["State", "May become"], rows)


def states() -> str:
    from comity.framework import pledging
    from comity.framework import states as framework
    from comity.framework.campaigns import states as campaigns
    from comity.meetings import agenda
    from comity.meetings import parts as panels
    from comity.meetings import states as meetings
    from comity.papers import minutes
    from comity.participants import states as participants
    from comity.practices import initiatives
    from comity.practices import states as practices
    from comity.press import states as press
    from comity.statements import states as statements

    parts = [
        "# States\n\nA move is one conditional change in the database: of two people at once the second is told.\n",
        moves("A meeting", "comity/meetings/states.py", meetings.MOVES),
        moves("An agenda", "comity/meetings/agenda.py", {one: agenda.MOVES[one] for one in agenda.Stage}),
        moves("A participant", "comity/participants/states.py", participants.MOVES),
        moves("A part in a session", "comity/meetings/parts.py", panels.MOVES),
        moves("Minutes", "comity/papers/minutes.py", minutes.MOVES),
        moves("A version of a statement", "comity/statements/states.py", statements.MOVES),
        moves("A practice", "comity/practices/states.py", practices.MOVES),
        moves("A number of a framework", "comity/framework/states.py", framework.MOVES),
        moves("A campaign", "comity/framework/campaigns/states.py", campaigns.MOVES),
        moves("A need for assistance", "comity/framework/pledging.py", pledging.MOVES),
        moves("A version of a press release", "comity/press/states.py", press.MOVES),
        moves("An initiative", "comity/practices/initiatives.py", initiatives.MOVES),
    ]
    return "\n".join(parts)


def commands() -> str:
    from django.core.management import get_commands, load_command_class

    own = sorted(name for name, app in get_commands().items() if app == "comity")
    parts = ["# Commands\n\nPrinted from the commands' own help.\n"]
    shown = {"read": subprocess_help("read")}
    for name in own:
        parser = load_command_class("comity", name).create_parser("comity", name)
        kept = [action for action in parser._actions if action.dest not in DJANGO_S_OWN]
        usage = [
            f"comity {name}",
            *(("[{}]" if not action.required else "{}").format(spelled(action)) for action in kept),
        ]
        described = [[f"`{spelled(action)}`", (action.help or "").strip()] for action in kept]
        shown[name] = f"{(parser.description or '').strip()}\n\n```\n{' '.join(usage)}\n```\n" + (
            f"\n{table(['Option', 'Meaning'], described)}" if described else ""
        )
    for name in sorted(shown):
        parts.append(f"## comity {name}\n\n{shown[name].strip()}\n")
    return "\n".join(parts)


DJANGO_S_OWN = {
    "help", "version", "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color", "skip_checks",
    "args",
}  # fmt: skip


def spelled(action: object) -> str:
    options = getattr(action, "option_strings", [])
    name = getattr(action, "metavar", None) or getattr(action, "dest", "")
    if isinstance(name, tuple):
        name = " ".join(name)
    if not options:
        return str(name)
    return options[-1] if getattr(action, "nargs", None) == 0 else f"{options[-1]} {str(name).upper()}"


def subprocess_help(name: str) -> str:
    environment = {**os.environ, "COLUMNS": "100"}
    command = [sys.executable, "-m", "comity.cli", name, "--help"]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return f"```\n{answer.stdout.strip()}\n```\n"


def requirements() -> str:
    """Which tests name which requirement in their docstring."""
    proven: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for number in sorted(set(REQUIREMENT.findall(ast.get_docstring(node) or ""))):
                    name = node.name.removeprefix("test_").replace("_", " ")
                    proven[number].append(f"{name} (`{path.relative_to(ROOT)}`)")
    parts = [
        "# Requirements and the tests that prove them\n\nThe ids are those of the concept note's trace: `R09-4` is the "
        "fourth requirement of paragraph 9, `RX` ones come from no single paragraph. Printed from the tests.\n"
    ]
    for number in sorted(proven):
        parts.append(f"## {number}\n\n" + "\n".join(f"- {test}" for test in sorted(proven[number])) + "\n")
    return "\n".join(parts)


PAGES = {
    "authority.md": authority,
    "states.md": states,
    "commands.md": commands,
    "requirements.md": requirements,
}


def prepare() -> None:
    os.environ.setdefault("COMITY_DEMO", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()


def main() -> None:
    prepare()
    stale = []
    for name, page in PAGES.items():
        path, text = REFERENCE / name, page()
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(str(path.relative_to(ROOT)))
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.exit(f"Stale, print them anew with `make reference`: {', '.join(stale)}")
    print("\n".join(stale) or "docs/reference is current")


if __name__ == "__main__":
    main()
