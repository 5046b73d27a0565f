"""What a reviewer should look at before accepting a version: shown, never decided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.files.markings import classified
from comity.files.remarks import NOTED, worded
from comity.languages import NATIVE_NAMES
from comity.statements import naming
from comity.statements.models import Citation, LanguageVersion, Paragraph, Statement, Version
from comity.texts.compare import not_everywhere
from comity.texts.safe import lookalikes

ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+")
PHONE = re.compile(r"(?<![\w/])\+\d[\d ().-]{7,}\d")
HEAD = 6
"""Paragraphs in which a statement says whose it is."""


class Weight(StrEnum):
    STOP = "stop"
    """Should not be published like this."""
    LOOK = "look"
    """A person should judge."""
    NOTE = "note"
    """Good to know."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; `language` and `anchor` say where."""

    code: str
    weight: Weight
    message: str | Promise
    language: str = ""
    anchor: str = ""


def of(version: Version) -> list[Finding]:
    """All findings, the weightiest first."""
    statement = version.statement
    languages = list(version.languages.prefetch_related("paragraphs__citations"))
    found = [
        *about_the_statement(statement),
        *about_length(statement, languages),
        *about_names(statement, languages),
        *(finding for one in languages for finding in about_one_language(one)),
        *about_versions_side_by_side(languages),
    ]
    return sorted(found, key=lambda finding: list(Weight).index(finding.weight))


def about_the_statement(statement: Statement) -> Iterator[Finding]:
    if not statement.aspects.exists():
        yield Finding("no_aspect", Weight.STOP, _("No aspect is named."))
    if not statement.consent_to_publish:
        yield Finding("no_consent", Weight.STOP, _("The delegation has not agreed to publication."))
    if statement.sensitivity != Statement.Sensitivity.UNCLASSIFIED:
        yield Finding("confidential", Weight.STOP, _("The delegation marked the statement CONFIDENTIAL."))
    if statement.has_personal_data:
        yield Finding("personal_data", Weight.LOOK, _("The delegation says that it holds personal data."))
    if not statement.consent_to_quote:
        yield Finding("no_quoting", Weight.NOTE, _("It may not be quoted in the compendium."))
    session, aspects = statement.session, set(statement.aspects.all())
    if session is not None and session.aspects.exists() and not aspects & set(session.aspects.all()):
        yield Finding(
            "aspect_of_another_session",
            Weight.LOOK,
            _("None of its aspects belongs to the session it names."),
        )


def about_length(statement: Statement, languages: list[LanguageVersion]) -> Iterator[Finding]:
    """R09-11: only a warning."""
    session = statement.session
    original = next((one for one in languages if one.is_original), None)
    if session is None or original is None or statement.delivery != Statement.Delivery.DELIVERED:
        return
    minutes = original.words / statement.meeting.words_per_minute
    if minutes > session.slot_minutes:
        yield Finding(
            "too_long",
            Weight.LOOK,
            _("%(words)d words take about %(minutes)d minutes to read; the slot has %(slot)d.")
            % {"words": original.words, "minutes": ceil(minutes), "slot": session.slot_minutes},
            original.language,
        )


def about_names(statement: Statement, languages: list[LanguageVersion]) -> Iterator[Finding]:
    """Whose text it is, and names of States as the UN writes them."""
    bodies, body = naming.states(), statement.delegation.body
    for one in languages:
        paragraphs = list(one.paragraphs.all())
        other = naming.named_at_its_head(" ".join(part.text for part in paragraphs[:HEAD]), body, bodies)
        if other is not None:
            yield Finding(
                "another_delegation",
                Weight.LOOK,
                _("Its head names %(other)s and not %(own)s: is it the right file?")
                % {"other": other, "own": body},
                one.language,
            )
        text = " ".join(part.text for part in paragraphs)
        for said, named in naming.not_in_un_form(text, statement.meeting.opens_on, bodies):
            yield Finding(
                "name_of_a_state",
                Weight.NOTE,
                _("It says “%(said)s”; the United Nations writes “%(name)s”.")
                % {"said": said, "name": named},
                one.language,
                next((part.anchor for part in paragraphs if said in part.text), ""),
            )


def about_one_language(one: LanguageVersion) -> Iterator[Finding]:
    weights = {
        "scan": Weight.LOOK,
        "garbage_text": Weight.LOOK,
        "macro": Weight.LOOK,
        "active_content": Weight.LOOK,
    }
    for warning in one.warnings:
        code = warning["code"]
        yield Finding(
            code,
            weights.get(code, Weight.NOTE),
            worded(NOTED, code, warning["message"]),
            one.language,
            warning.get("paragraph") or "",
        )
    yield from about_its_language(one)
    paragraphs = list(one.paragraphs.all())
    if not any(paragraph.text.strip() for paragraph in paragraphs):
        yield Finding("no_text", Weight.LOOK, _("No text could be read from the file."), one.language)
    for paragraph in paragraphs:
        yield from about_a_paragraph(one.language, paragraph)


def about_its_language(one: LanguageVersion) -> Iterator[Finding]:
    shares = {part["language"]: part["share"] for part in one.languages_read}
    if one.language == "und":
        yield Finding(
            "unofficial_language", Weight.NOTE, _("It is in none of the six official languages."), "und"
        )
    elif shares and max(shares, key=lambda code: shares[code]) != one.language:
        yield Finding(
            "other_language",
            Weight.LOOK,
            _("It was sent as %(declared)s, but most of its text is in another language.")
            % {"declared": NATIVE_NAMES[one.language]},
            one.language,
        )
    elif shares.get(one.language, 1.0) < 0.8:
        yield Finding("mixed_languages", Weight.NOTE, _("Parts of it are in other languages."), one.language)


def about_a_paragraph(language: str, paragraph: Paragraph) -> Iterator[Finding]:
    if classified(paragraph.text):
        yield Finding("marking", Weight.STOP, _("It bears a security marking."), language, paragraph.anchor)
    if ADDRESS.search(paragraph.text):
        yield Finding(
            "address", Weight.LOOK, _("It holds a web or mail address."), language, paragraph.anchor
        )
    if PHONE.search(paragraph.text):
        yield Finding(
            "phone",
            Weight.LOOK,
            _("It holds what looks like a telephone number."),
            language,
            paragraph.anchor,
        )
    if mixed := lookalikes(paragraph.text):
        yield Finding(
            "lookalikes",
            Weight.LOOK,
            _(
                "Letters that look alike, of different alphabets, stand in one word; no search finds it: %(words)s."
            )
            % {"words": ", ".join(mixed[:5])},
            language,
            paragraph.anchor,
        )
    for citation in paragraph.citations.all():
        yield from about_a_citation(language, paragraph, citation)


def about_a_citation(language: str, paragraph: Paragraph, citation: Citation) -> Iterator[Finding]:
    if citation.status == "year_mismatch":
        message = _("“%(text)s”: the year does not agree with the number.") % {"text": citation.text}
        yield Finding("year_mismatch", Weight.LOOK, message, language, paragraph.anchor)
    elif citation.status == "unknown":
        message = _("“%(text)s” is not in the register of instruments.") % {"text": citation.text}
        yield Finding("unknown_instrument", Weight.NOTE, message, language, paragraph.anchor)


def about_versions_side_by_side(languages: list[LanguageVersion]) -> Iterator[Finding]:
    """Language versions of one statement should have as many paragraphs and cite the same instruments."""
    if len(languages) < 2:
        return
    counts = {one.language: sum(1 for _p in one.paragraphs.all()) for one in languages}
    if len(set(counts.values())) > 1:
        said = ", ".join(f"{NATIVE_NAMES.get(code, code)} {count}" for code, count in counts.items())
        yield Finding(
            "paragraph_counts",
            Weight.LOOK,
            _("The language versions differ in paragraphs: %(said)s.") % {"said": said},
        )
    cited = {
        one.language: {
            citation.symbol for paragraph in one.paragraphs.all() for citation in paragraph.citations.all()
        }
        for one in languages
    }
    for symbol, missing in not_everywhere(cited):
        names = ", ".join(NATIVE_NAMES.get(code, code) for code in missing)
        yield Finding(
            "cited_differently",
            Weight.LOOK,
            _("%(symbol)s is not cited in: %(missing)s.") % {"symbol": symbol, "missing": names},
        )
