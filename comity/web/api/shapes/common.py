"""What shapes of all subjects share."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from django.utils.translation import gettext as _
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from comity.texts.model import LANGUAGES

Item = TypeVar("Item")


class Out(BaseModel):
    """What is told."""


class In(BaseModel):
    """What is sent. A field that is not known is an error, so that a slip in a name changes nothing."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _holds_no_null(cls, sent: Any) -> Any:
        if holds_null(sent):
            raise ValueError(_("Null characters are not allowed."))
        return sent


def holds_null(sent: Any) -> bool:
    """PostgreSQL takes U+0000 in no text."""
    if isinstance(sent, str):
        return "\0" in sent
    if isinstance(sent, dict):
        return any(holds_null(one) for one in (*sent, *sent.values()))
    return isinstance(sent, list) and any(holds_null(one) for one in sent)


class Page(BaseModel, Generic[Item]):
    """One page of a list. `total` counts what may be told, and nothing else."""

    items: list[Item]
    total: int
    page: int
    pages: int


def in_languages(texts: dict[str, str]) -> dict[str, str]:
    """Two-letter codes of the six official languages; empty texts are left out."""
    if strange := sorted(texts.keys() - {*LANGUAGES}):
        codes = ", ".join(f"“{one}”" for one in strange)
        raise ValueError(_("%(code)s is not known here.") % {"code": codes})
    return {code: words.strip() for code, words in texts.items() if words.strip()}


Words = Annotated[
    dict[str, str],
    AfterValidator(in_languages),
    Field(
        description="Language (ar, zh, en, fr, ru, es) to words.",
        examples=[{"en": "Opening", "fr": "Ouverture"}],
    ),
]
Told = Annotated[dict[str, str], Field(description="Language to words.")]
Instant = Annotated[AwareDatetime, Field(description="RFC 3339, with its offset from UTC.")]
Line = Annotated[str, Field(max_length=200)]
PageNumber = Annotated[int, Field(ge=1, le=100_000, description="From 1.")]
PerPage = Annotated[int, Field(ge=1, le=100, description="Items on a page, at most 100.")]


class Label(Out):
    """A thing by its code, and what it is called in the reader's language."""

    code: str
    title: str
