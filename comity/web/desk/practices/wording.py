"""The text of a practice beside its sources: in which language, field by field, each sentence with its marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.languages import NATIVE_NAMES, reader_language
from comity.practices import binding, drafting, marks, public
from comity.practices.authority import Act, may
from comity.practices.drafting import Unsupported
from comity.practices.models import Practice, PracticeText, PracticeVersion
from comity.practices.states import State

SHORT = {"title", "who", "legal_basis", "inputs"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """`known` and `unknown`: the numbers that it names, of sources that are there and that are not."""

    text: str
    known: tuple[int, ...]
    unknown: tuple[int, ...]
    is_unsupported: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One part of the text. `original`: the same part in the original language, beside a translation."""

    name: str
    label: Any
    paragraphs: list[list[Sentence]]
    unsupported: list[Unsupported]
    original: str
    bound: forms.BoundField | None


@dataclass(frozen=True, slots=True)
class Wording:
    """What the left column of the page shows."""

    version: PracticeVersion
    text: PracticeText | None
    language: str
    languages: list[tuple[str, bool, bool]]
    """(code, whether it has a text, whether it is the original)."""
    fields: list[Field]
    form: forms.Form | None
    unsupported: list[Unsupported]
    is_long: bool
    binding: list[str]
    """Words by which it binds, where a practice binds nobody."""
    seen: str


class TextForm(forms.Form):
    """The text in one language: a title and the parts of a practice."""

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
        labels = public.part_labels()
        self.fields["title"] = forms.CharField(
            label=_("Title"),
            max_length=200,
            help_text=_("An imperative of at most 15 words."),
            widget=forms.TextInput(attrs=attrs),
            error_messages={"required": _("Give the practice a title.")},
        )
        for name, label in labels.items():
            rows = 2 if name in SHORT else 4
            self.fields[name] = forms.CharField(
                label=label, required=False, widget=forms.Textarea(attrs={"rows": rows, **attrs})
            )


def of(
    practice: Practice,
    version: PracticeVersion,
    *,
    wanted: str,
    by: Any,
    known: set[int],
    bound: TextForm | None = None,
) -> Wording:
    """`wanted`: the language that is asked for; else the original."""
    texts = {one.language: one for one in version.texts.all()}
    language = wanted if wanted in NATIVE_NAMES else version.original_language
    text, original = texts.get(language), texts.get(version.original_language)
    form = bound or (
        TextForm(language=language, initial=start(text))
        if may_write(practice, version, language, texts, by)
        else None
    )
    unsupported = drafting.unsupported(version)
    return Wording(
        version,
        text,
        language,
        [(code, code in texts, code == version.original_language) for code in NATIVE_NAMES],
        list(
            fields(
                text, original if language != version.original_language else None, unsupported, known, form
            )
        ),
        form,
        unsupported,
        language in drafting.long_titles(version),
        binding.words(text),
        seen(text),
    )


def may_write(
    practice: Practice, version: PracticeVersion, language: str, texts: dict[str, PracticeText], by: Any
) -> bool:
    """While the wording is open; afterwards a language that is missing still."""
    is_open = version.frozen_at is None and practice.state == State.DRAFTED
    is_missing = version.frozen_at is not None and language not in texts
    return (is_open or is_missing) and by is not None and may(by, Act.DRAFT, meeting=practice.meeting_id)


def start(text: PracticeText | None) -> dict[str, str]:
    return {name: getattr(text, name) for name in drafting.FIELDS} if text else {}


def seen(text: PracticeText | None) -> str:
    """When the text was written last: comes back with the form."""
    return text.edited_at.isoformat() if text else ""


def fields(
    text: PracticeText | None,
    original: PracticeText | None,
    unsupported: list[Unsupported],
    known: set[int],
    form: forms.Form | None,
) -> Iterator[Field]:
    for name, label in {"title": _("Title"), **public.part_labels()}.items():
        said = getattr(text, name) if text else ""
        yield Field(
            name,
            label,
            [
                sentences(line, known, rests=name in drafting.RESTING)
                for line in said.splitlines()
                if line.strip()
            ],
            [one for one in unsupported if text and (one.language, one.field) == (text.language, name)],
            getattr(original, name) if original else "",
            form[name] if form else None,
        )


def sentences(line: str, known: set[int], *, rests: bool) -> list[Sentence]:
    found = []
    for one in marks.sentences(line):
        there = tuple(number for number in one.marks if number in known)
        strange = tuple(number for number in one.marks if number not in known)
        found.append(
            Sentence(
                marks.without_marks(one.text), there, strange, rests and (not one.marks or bool(strange))
            )
        )
    return found


def title_of(practice: Practice, version: PracticeVersion | None) -> PracticeText | None:
    """The title as drafted, in the reader's language or the original one."""
    if version is None:
        return None
    texts = {one.language: one for one in version.texts.all() if one.title}
    return texts.get(reader_language()) or texts.get(version.original_language)
