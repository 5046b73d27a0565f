"""The controlled vocabularies: filled from the file that ships, then the secretariat's to reword and extend."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.practices.authority import Act, require
from comity.practices.models.vocabulary import Scheme, Term
from comity.record import trail
from comity.refusals import Refused


@cache
def shipped() -> list[dict[str, Any]]:
    """`scheme`, `code`, `titles` in six languages and, of measures, `broader`: the code of an approach."""
    text = files("comity.practices").joinpath("vocabulary.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)
    return found


def load() -> None:
    """Create the terms that are missing. What the secretariat has reworded stays. May be called again."""
    there = set(Term.objects.values_list("scheme", "code"))
    if all((one["scheme"], one["code"]) in there for one in shipped()):
        return
    Term.objects.bulk_create(
        [
            Term(scheme=one["scheme"], code=one["code"], position=place, titles=one["titles"])
            for place, one in enumerate(shipped(), start=1)
        ],
        ignore_conflicts=True,
    )
    approaches = {one.code: one for one in Term.objects.filter(scheme=Scheme.APPROACH)}
    for one in shipped():
        if "broader" in one:
            Term.objects.filter(scheme=one["scheme"], code=one["code"], broader=None).update(
                broader=approaches[one["broader"]]
            )


def add(
    scheme: Scheme,
    code: str,
    *,
    titles: dict[str, str],
    meeting: Meeting,
    by: Person,
    at: datetime,
    scope_notes: dict[str, str] | None = None,
    broader: Term | None = None,
) -> Term:
    """A new term at the end of its list (R01-1). Raises `Refused` for a code that is there already."""
    require(by, Act.EDIT_VOCABULARY, meeting=meeting)
    check_titles(titles)
    last = Term.objects.filter(scheme=scheme).aggregate(last=Max("position"))["last"] or 0
    try:
        with transaction.atomic():
            term = Term.objects.create(
                scheme=scheme,
                code=code,
                position=last + 1,
                titles=titles,
                scope_notes=scope_notes or {},
                broader=broader,
            )
            trail.note(term, "added term", by=by, at=at, meeting=meeting, scheme=scheme, code=code)
    except IntegrityError as error:
        raise Refused(
            _("The list has a term “%(code)s” already: reword that one, or choose another code.")
            % {"code": code}
        ) from error
    return term


def revise(
    term: Term,
    *,
    meeting: Meeting,
    by: Person,
    at: datetime,
    titles: dict[str, str] | None = None,
    scope_notes: dict[str, str] | None = None,
    active: bool | None = None,
) -> None:
    """Reword a term, or retire it (`active` False): it is no longer offered, and what bears it keeps it."""
    require(by, Act.EDIT_VOCABULARY, meeting=meeting)
    if titles is not None:
        check_titles(titles)
    wanted = {"titles": titles, "scope_notes": scope_notes, "active": active}
    changes = {name: value for name, value in wanted.items() if value is not None}
    before = {name: getattr(term, name) for name in changes}
    with transaction.atomic():
        Term.objects.filter(pk=term.pk).update(**changes)
        trail.note(term, "revised term", by=by, at=at, meeting=meeting, before=before)
    term.refresh_from_db()


def check_titles(titles: dict[str, str]) -> None:
    if not any(words.strip() for words in titles.values()):
        raise Refused(_("Name the term in at least one language."))


def of(scheme: Scheme) -> list[Term]:
    """The terms that are offered, in their order."""
    return list(Term.objects.filter(scheme=scheme, active=True))


def term(scheme: Scheme, code: str) -> Term:
    """Raises `Term.DoesNotExist`."""
    return Term.objects.get(scheme=scheme, code=code)
