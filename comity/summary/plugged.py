"""The door by which a language model that a setting plugs in may draft a sentence; none by default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from comity.refusals import NotNow


class Unavailable(NotNow):
    """The model gave no draft; the sentence says why, and nothing was changed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`model`: as the model names itself, with its version where it tells one."""

    text: str
    model: str


class Writer(Protocol):
    """Whatever it is asked leaves the machine: only what is public is to be given."""

    def written(self, rules: str, material: str) -> Answer:
        """Raises `Unavailable`."""
        ...


def is_set() -> bool:
    return bool(settings.DRAFTING)


def name() -> str:
    """Where the texts go and to which model, as people are told before they send anything."""
    return f"{settings.DRAFTING_MODEL} ({host()})"


def host() -> str:
    return urlsplit(settings.DRAFTING).hostname or settings.DRAFTING


def writer() -> Writer:
    """Raises `NotNow` where none is set."""
    if not is_set():
        raise NotNow(_("No language model is set up here. Write the sentence yourself."))
    opened = import_string(settings.DRAFTED_BY)
    return cast(Writer, opened(settings.DRAFTING, model=settings.DRAFTING_MODEL, key=settings.DRAFTING_KEY))
