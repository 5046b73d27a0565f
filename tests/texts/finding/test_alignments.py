"""Whose statement a delegation takes for its own."""

from __future__ import annotations

import pytest

from comity.texts.finding.alignments import alignments


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "Norvaland aligns itself with the statement made by Estmark on behalf of the Lakes Group, and would add this.", "Lakes Group"),
        ("en", "We associate ourselves with the statement of the Lakes Group.", "Lakes Group"),
        ("en", "My delegation fully supports the statement delivered on behalf of the Lakes Group.", "Lakes Group"),
        ("fr", "Ma délégation s’associe à la déclaration faite par Estmark au nom du Groupe des lacs et souhaite ajouter ceci.", "Groupe des lacs"),
        ("es", "Mi delegación se suma a la declaración formulada en nombre del Grupo de los Lagos y desea añadir esto.", "Grupo de los Lagos"),
        ("ru", "Делегация присоединяется к заявлению, сделанному от имени Группы озер, и хотела бы добавить это.", "Группы озер"),
        ("ar", "ينضم وفد بلدي إلى البيان الذي أدلي به باسم مجموعة البحيرات، ويود أن يضيف ما يلي.", "مجموعة البحيرات"),
        ("zh", "我国代表团赞同湖泊国家集团所作的发言。", "湖泊国家集团"),
    ],
)  # fmt: skip
def test_an_alignment_names_whose_statement_it_is(language: str, text: str, name: str) -> None:
    """R12-2: support by alignment is told apart from a delegation's own words."""
    [found] = alignments(text, language)
    assert found.name == name
    assert text[found.start : found.end].endswith(name)
    assert alignments(text) == [found]


def test_two_alignments_are_two() -> None:
    text = "We align with the statement of the Lakes Group. We associate ourselves with the statement by the Hills Group."
    assert [one.name for one in alignments(text, "en")] == ["Lakes Group", "Hills Group"]


@pytest.mark.parametrize(
    "text", ["We thank the Chair for the statement.", "Our laws are aligned with the Convention.", ""]
)
def test_other_sentences_align_with_nobody(text: str) -> None:
    assert alignments(text, "en") == []


def test_another_language_is_not_read() -> None:
    assert alignments("Wir schließen uns der Erklärung im Namen der Gruppe der Seen an.", "de") == []
