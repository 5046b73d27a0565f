"""Statements and documents have the same kind of text: what pages of both need to know of one."""

from __future__ import annotations

from comity.papers import shown as papers
from comity.papers.models import (
    Document,
    DocumentCitation,
    DocumentLanguage,
    DocumentParagraph,
    DocumentVersion,
)
from comity.statements import shown as statements
from comity.statements.models import Citation as StatementCitation
from comity.statements.models import LanguageVersion, Statement, Version
from comity.statements.models import Paragraph as StatementParagraph

Text = LanguageVersion | DocumentLanguage
Paragraph = StatementParagraph | DocumentParagraph
Citation = StatementCitation | DocumentCitation
AnyVersion = Version | DocumentVersion


def of(text: Text) -> Statement | Document:
    """The work that a text belongs to; it has the permanent address."""
    return text.version.document if isinstance(text, DocumentLanguage) else text.version.statement


def paragraphs(text: Text) -> list[Paragraph]:
    """In order, each with its citations and the instruments they mean."""
    if isinstance(text, DocumentLanguage):
        return [*papers.paragraphs(text)]
    return [*statements.paragraphs(text)]
