"""The record of a statement in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
}


def label(act: Act) -> str | Promise:
    return VERBS.get(act.verb, act.verb)
