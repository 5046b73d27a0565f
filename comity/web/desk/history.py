"""The record of a statement in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.languages import isolated
from comity.participants.models import Person
from comity.record.models import Act

VERBS: dict[str, str | Promise] = {
    "drafted": _("drafted"),
    "amended": _("conditions changed"),
    "received": _("received"),
    "replaced": _("replaced by a newer version"),
    "taken into review": _("taken into review"),
    "returned": _("returned for correction"),
    "accepted": _("accepted"),
    "set embargo": _("embargo changed"),
    "embargoed until delivery": _("embargoed until delivery"),
    "published": _("published"),
    "moved publication": _("time of publication changed"),
    "delivered": _("delivered"),
    "asked for change": _("change requested"),
    "decided request": _("request decided"),
    "withdrawn": _("withdrawn"),
    "kept back": _("not published at delivery"),
    "began version": _("new version begun"),
    "discarded draft": _("draft discarded"),
    "named reader": _("named as a reader"),
    "took reader off": _("taken off the list of readers"),
    "opened": _("opened"),
    "opened seal": _("seal opened"),
}


def label(act: Act, person: Person | None = None) -> str:
    """What was done, and to whom where a person is meant."""
    done = str(VERBS.get(act.verb, act.verb))
    return f"{done}: {isolated(str(person))}" if person else done
