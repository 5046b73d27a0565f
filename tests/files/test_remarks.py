from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.utils import translation

from comity import texts
from comity.files import remarks
from comity.texts import sandbox, shaping

pytestmark = pytest.mark.no_database


def codes(kind: str) -> set[str]:
    """The codes that the library's sources name in their calls of `Warning` or `Unreadable`."""
    found = set()
    for path in Path(texts.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == kind and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    found.add(code.value)
    return found


def test_every_warning_of_the_library_has_a_sentence_to_translate() -> None:
    assert codes("Warning") | set(shaping.SENTENCES) == set(remarks.NOTED)


def test_every_refusal_of_the_library_has_a_sentence_to_translate() -> None:
    assert codes("Unreadable") | set(sandbox.SENTENCES) == set(remarks.REFUSED)


def test_the_sentence_is_the_librarys_own_in_english_and_a_translated_one_elsewhere() -> None:
    own = "No text could be read on page 3: a scan or a picture."
    with translation.override("en"):
        assert remarks.worded(remarks.NOTED, "scan", own) == own
    with translation.override("fr"):
        assert remarks.worded(remarks.NOTED, "scan", own) == str(remarks.NOTED["scan"]) != own
        assert remarks.worded(remarks.NOTED, "something new", own) == own
