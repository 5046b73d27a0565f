"""The record of documents and minutes in the reader's language."""

from __future__ import annotations

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.languages import isolated
from comity.participants.models import Person
from comity.record import trail
from comity.record.models import Act

VERBS: dict[str, str | Promise] = {
    "began document": _("document begun"),
    "amended document": _("facts changed"),
    "attached file": _("file added"),
    "took out file": _("file taken out"),
    "marked original": _("original chosen"),
    "issued document": _("issued"),
    "began version": _("new version begun"),
    "discarded draft": _("draft discarded"),
    "circulated document": _("circulated"),
    "ended link": _("link of an addressee ended"),
    "renewed link": _("another link sent to an addressee"),
    "posted document": _("posted"),
    "could not post": _("could not be posted"),
    "ticked": _("item of the checklist ticked"),
    "took tick back": _("tick taken back"),
    "withdrew document": _("withdrawn"),
    "taken down": _("taken down from the Committee’s website"),
    "named reader": _("named as a reader"),
    "took reader off": _("taken off the list of readers"),
    "opened": _("opened"),
    "began minutes": _("minutes begun"),
    "wrote minutes": _("text saved"),
    "corrected minutes": _("corrected (Corr.)"),
    "shared minutes": _("shared with the chair"),
    "took minutes back": _("taken back into work"),
    "made minutes final": _("made final"),
    "tightened attribution": _("attribution tightened"),
}


def history(obj: Model) -> list[tuple[Act, str]]:
    """What happened, the newest first, in words."""
    acts = list(trail.of(obj))
    people = Person.objects.in_bulk({one.details["person"] for one in acts if "person" in one.details})
    return [(one, label(one, people.get(one.details.get("person")))) for one in acts]


def label(act: Act, person: Person | None) -> str:
    done = str(VERBS.get(act.verb, act.verb))
    return f"{done}: {isolated(str(person))}" if person else done
