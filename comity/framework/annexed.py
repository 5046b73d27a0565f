"""The letter and the annexes of an edition, in one language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from comity.framework.models import FrameworkEdition, FutureWork, ImplementationOption
from comity.framework.showing import Option, Transmittal, Work
from comity.languages import localized
from comity.practices import public as register
from comity.practices.showing import Card

Content = dict[str, Any]


def transmittal(letter: Content, language: str) -> Transmittal:
    return Transmittal(
        dated_on=date.fromisoformat(letter["dated_on"]),
        symbol=letter["symbol"],
        addressee=localized(letter["addressee"], language),
        signatory=letter["signatory"],
        capacity=localized(letter["capacities"], language),
        paragraphs=tuple(localized(letter["bodies"], language).split("\n")),
    )


def option(one: Content, language: str) -> Option:
    return Option(
        number=one["number"],
        node=one["node"],
        title=localized(one["titles"], language),
        lead=localized(one["leads"], language),
        partners=localized(one["partners"], language),
        steps=localized(one["steps"], language),
        resources=localized(one["resources"], language),
        timeframe=localized(one["timeframes"], language),
        pros=localized(one["pros"], language),
        cons=localized(one["cons"], language),
        decision=one["decision"],
        decision_label=str(ImplementationOption.Decision(one["decision"]).label),
        decided_on=date.fromisoformat(one["decided_on"]) if one["decided_on"] else None,
        reasons=localized(one["reasons"], language),
    )


def works(edition: FrameworkEdition, *, at: datetime, language: str) -> tuple[Work, ...]:
    items = edition.annexes["future_work"]
    refs = {ref for one in items for ref in one["practices"]}
    shared = register.loaded(register.shared(at).filter(ref__in=refs)) if refs else []
    cards: dict[str, Card] = {one.ref: one for one in register.cards(shared, language=language)}
    return tuple(
        Work(
            number=one["number"],
            title=localized(one["titles"], language),
            purpose=localized(one["purposes"], language),
            interlocutors=localized(one["interlocutors"], language),
            owner=one["owner"],
            owner_label=str(FutureWork.Owner(one["owner"]).label),
            timing=localized(one["timings"], language),
            due_on=date.fromisoformat(one["due_on"]) if one["due_on"] else None,
            practices=tuple(
                sorted(
                    (cards[ref] for ref in one["practices"] if ref in cards),
                    key=lambda card: (card.number is None, card.number or 0, card.ref),
                )
            ),
            nodes=tuple(one["nodes"]),
        )
        for one in items
    )
