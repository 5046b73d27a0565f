"""What was done on a floor, in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.floor.models import FloorAct

VERBS: dict[str, str | Promise] = {
    "asked for the floor": _("a delegation asked for the floor"),
    "changed an inscription": _("an inscription was changed"),
    "withdrew from the list": _("a delegation was taken off the list"),
    "chose to write instead": _("a delegation chose to write instead"),
    "opened the list of speakers": _("the list of speakers was opened"),
    "closed the list of speakers": _("the list of speakers was closed"),
    "inscribed": _("a speaker was put into the list"),
    "moved in the list": _("a speaker was moved in the list"),
    "set the policy of the floor": _("the rules of the floor were set"),
    "called to order": _("the session was called to order"),
    "suspended the session": _("the session was suspended"),
    "resumed the session": _("the session was resumed"),
    "adjourned the session": _("the session was adjourned"),
    "went on to a part": _("the session went on to another part"),
    "called": _("a speaker was called"),
    "took a call back": _("a call was taken back"),
    "gave the floor": _("the floor was given"),
    "gave the floor to the next": _("the floor was given to the next speaker"),
    "gave the floor to a panellist": _("the floor was given to a panellist"),
    "ended an intervention": _("an intervention ended"),
    "withdrew the floor": _("the floor was withdrawn"),
    "heard a point of order": _("a point of order was raised"),
    "decided on a point of order": _("a point of order was decided"),
    "stopped the clock": _("the clock was stopped"),
    "started the clock": _("the clock was started"),
    "changed the speaking time": _("the speaking time was changed"),
    "passed": _("a speaker let others go first"),
    "was not present": _("a speaker was not present"),
    "put a question": _("a question was asked"),
    "withdrew a question": _("a question was withdrawn"),
    "found a question in scope": _("a question was found in scope"),
    "put a question to the panel": _("a question was put to the panel"),
    "noted an answer": _("a question was answered"),
    "left an answer to writing": _("an answer was left to writing"),
    "ruled out of scope": _("something was ruled out of scope"),
    "took a ruling back": _("a ruling was taken back"),
    "turned into a written statement": _("what was ruled out became a written statement"),
    "gave up a written statement": _("a delegation gave up the written statement that it had begun"),
    "undid": _("an act was undone"),
}


def label(act: FloorAct) -> str:
    return str(VERBS.get(act.verb, act.verb))
