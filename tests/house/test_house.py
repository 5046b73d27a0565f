"""Rules of the repository itself."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = ("ar", "zh_Hans", "fr", "ru", "es")
LONGEST_MODULE = 400
LONGEST_FUNCTION = 80

pytestmark = pytest.mark.no_database


def tracked(*patterns: str) -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def modules() -> list[Path]:
    return [path for path in tracked("comity/*.py", "config/*.py") if "migrations" not in path.parts]


def test_every_dependency_has_a_one_line_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)["project"]
    names = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    bare = [
        name for name in names if not re.search(rf'^\s*"{re.escape(name)}",\s*# \w.+', text, re.MULTILINE)
    ]
    assert bare == []


IMPORTED_AS = {
    "django-allauth": "allauth",
    "django-ninja": "ninja",
    "markdown-it-py": "markdown_it",
    "pystemmer": "Stemmer",
    "python-docx": "docx",
    "scikit-learn": "sklearn",
}
CHOSEN_BY_NAME = {"psycopg"}
"""Django loads it when a setting names PostgreSQL."""


def test_every_dependency_that_ships_is_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[\[><=]", entry)[0].lower() for entry in project["dependencies"]}
    text = "\n".join(path.read_text() for path in tracked("comity/*.py", "config/*.py", "tools/*.py"))
    unused = [
        name
        for name in names - CHOSEN_BY_NAME
        if not re.search(rf"\b{IMPORTED_AS.get(name, name.replace('-', '_'))}\b", text)
    ]
    assert unused == []


def test_lock_files_carry_hashes_and_name_no_host() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text()
        pinned = re.findall(r"^[\w.\-\[\],]+==\S+", text, re.MULTILINE)
        assert len(pinned) > 10
        assert re.findall(r"^[\w.\-]+(?:>|<|~|$)", text, re.MULTILINE) == []
        assert "://" not in text
        assert text.count("--hash=sha256:") >= len(pinned)


def test_no_file_names_a_package_registry_or_a_folder_of_one_machine() -> None:
    words = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "/work/" + "main", "/ro" + "ot/"]
    found = [
        (path.relative_to(ROOT), word)
        for path in tracked()
        if path.suffix in {".py", ".md", ".toml", ".txt", ".cfg", ".json", ".html", ".css", ".js", ".po", ""}
        for word in words
        if word in path.read_text(encoding="utf-8", errors="ignore")
    ]
    assert found == []


def test_modules_and_functions_stay_small() -> None:
    long_modules = {
        str(path.relative_to(ROOT)): lines
        for path in modules()
        if (lines := len(path.read_text().splitlines())) > LONGEST_MODULE
    }
    assert long_modules == {}
    long_functions = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno > LONGEST_FUNCTION
    ]
    assert long_functions == []


def test_folders_of_leftovers_do_not_exist() -> None:
    bad = {"services.py", "utils.py", "helpers.py", "managers.py", "signals.py"}
    assert [path for path in modules() if path.name in bad] == []


NOUNS = ("record", "participants", "meetings", "statements", "practices", "communications", "search")
PAGES = ("django.http", "django.shortcuts", "django.urls", "config")


def test_nouns_know_nothing_of_pages() -> None:
    """The import linter cannot name a part of Django, so this stands here."""
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules()
        if path.relative_to(ROOT).parts[1] in NOUNS
        for node in ast.walk(ast.parse(path.read_text()))
        for name in imported(node)
        if any(name == page or name.startswith(f"{page}.") for page in PAGES)
    ]
    assert found == []


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_string_is_translated(name: str) -> None:
    """R13-3: six languages, complete."""
    catalogue = polib.pofile(str(ROOT / "comity" / "locale" / name / "LC_MESSAGES" / "django.po"))
    assert len(catalogue) > 200
    assert [entry.msgid for entry in catalogue.untranslated_entries() + catalogue.fuzzy_entries()] == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_translations_keep_the_placeholders(name: str) -> None:
    catalogue = polib.pofile(str(ROOT / "comity" / "locale" / name / "LC_MESSAGES" / "django.po"))
    pattern = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
    wrong = [
        entry.msgid
        for entry in catalogue
        if entry.msgstr and sorted(pattern.findall(entry.msgid)) != sorted(pattern.findall(entry.msgstr))
    ]
    assert wrong == []


def test_no_words_for_a_reader_stand_within_an_f_string() -> None:
    """There they are not found when catalogues are made, and stay English in every language."""
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TRANSLATED
    ]
    assert hidden == []


TRANSLATED = {"_", "_now", "gettext", "gettext_lazy", "ngettext", "pgettext", "npgettext"}


def test_templates_hold_no_untranslated_words() -> None:
    """Text between tags must come from a variable or a translation."""
    bare = []
    for path in tracked("comity/web/**/*.html"):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"{%\s*(blocktranslate|comment).*?{%\s*end\1\s*%}", "", text, flags=re.DOTALL)
        text = re.sub(r"{% block page %}.*?{% endblock %}", "", text)  # names of classes
        text = re.sub(r"<(style|script|code|svg)\b.*?</\1>", "", text, flags=re.DOTALL)
        text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->", "", text, flags=re.DOTALL)
        words = [word.strip() for word in re.findall(r">([^<>]+)<", text)]
        bare += [
            f"{path.name}: {word}" for word in words if re.search(r"[A-Za-z]{2,}", word) and word not in NAMES
        ]
    assert bare == []


NAMES = {
    "Comity",
    "– UTC",
    "SHA-256",
    "PDF",
    "DOCX",
    "ODT",
    "TXT",
    "Atom",
    "JSON",
    "CSV",
    "XLSX",
    "&nbsp;",
    "&middot;",
    "Esc",
}
"""What is written alike in every language."""


def test_every_setting_is_documented() -> None:
    used = {
        name
        for path in tracked("comity/*.py", "config/*.py", "bench/*.py", "tests/conftest.py")
        for name in re.findall(r"[\"']?(COMITY_[A-Z_]+)", path.read_text(encoding="utf-8"))
    }
    described = set(
        re.findall(r"`(COMITY_[A-Z_]+)`", (ROOT / "docs" / "reference" / "settings.md").read_text())
    )
    assert used - described == set()
    assert described - used == set()


def test_links_between_documents_lead_somewhere() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in tracked("*.md", "docs/**/*.md")
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_decision_notes_are_short() -> None:
    long = [
        path.name
        for path in (ROOT / "docs" / "decisions").glob("*.md")
        if len(path.read_text().splitlines()) > 30
    ]
    assert long == []
