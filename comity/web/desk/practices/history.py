"""The record of a practice in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.practices.models import Practice
from comity.record import trail
from comity.record.models import Act

VERBS: dict[str, str | Promise] = {
    "started": _("started"),
    "attached": _("words attached"),
    "detached": _("words taken out"),
    "took stance": _("stance of words changed"),
    "refused": _("words refused"),
    "reconsidered": _("words may be proposed again"),
    "merged": _("merged into another"),
    "took in": _("took in another"),
    "unmerged": _("merger undone"),
    "gave back": _("gave back what was merged"),
    "split": _("split"),
    "renamed": _("working title changed"),
    "screened": _("screened"),
    "consolidated": _("consolidated"),
    "taken back": _("taken back to candidate"),
    "not retained": _("not retained"),
    "reopened": _("reopened"),
    "handed over": _("handed over"),
    "began drafting": _("drafting begun"),
    "wrote": _("text written"),
    "set strength": _("strength changed"),
    "classified": _("coded"),
    "added evidence": _("evidence added"),
    "removed evidence": _("evidence removed"),
    "finished drafting": _("handed on to the safeguards review"),
    "reworded": _("new wording begun"),
    "gave up wording": _("new wording given up"),
    "began safeguards review": _("safeguards review begun"),
    "answered safeguard": _("safeguard answered"),
    "completed safeguards review": _("safeguards review completed"),
    "asked sources": _("sources asked"),
    "closed confirmation": _("waiting for sources ended"),
    "circulated": _("circulated to the Committee"),
    "objection": _("objection recorded"),
    "lifted objection": _("objection lifted"),
    "extended": _("more time given"),
    "decided": _("decision recorded"),
    "published": _("published in the register"),
    "under review": _("taken under review"),
    "superseded": _("superseded"),
    "withdrawn": _("withdrawn"),
    "lost its source": _("lost its only source"),
    "followed correction": _("a correction of a source followed"),
}
TOLD = ("reason", "how", "objections", "reservations")
"""Details that people wrote."""


@dataclass(frozen=True, slots=True)
class Happened:
    act: Act
    label: str
    number: int | None
    """Of the source that it concerns."""
    words: list[str]


def of(practice: Practice) -> Iterator[Happened]:
    """The newest first; a run of answers to the safeguards is told once."""
    before = ""
    for one in trail.of(practice).order_by("-at", "-pk"):
        if one.verb == before == "answered safeguard":
            continue
        before = one.verb
        words = [one.details[name] for name in TOLD if one.details.get(name)]
        yield Happened(one, str(VERBS.get(one.verb, one.verb)), one.details.get("number"), words)
