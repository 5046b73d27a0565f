"""The floor in the words of one language, as pages show it and the stream sends it. Nothing here asks who looks: what
may not be told is not in what `comity.floor.shown` gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import ceil
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from comity.floor.models import Floor
from comity.floor.models.speakers import Kind
from comity.floor.shown import Clock, Shown, Who
from comity.languages import NATIVE_NAMES, brief, comma, isolated, localized, page_language
from comity.meetings.models import Attribution, Session

Told = dict[str, Any]
NAMED = 10
"""How many of those who wait are named; of the others it is said how many they are."""
State = Floor.Proceedings


def told(shown: Shown, session: Session, segments: Mapping[int, str], language: str) -> Told:
    """What stands on a screen. `at` and the clock are in milliseconds; `segments`: titles in the language."""
    with override(page_language(language)):
        speaker, speaking = shown.speaker, who(shown.speaker)
        return {
            "number": shown.number,
            "at": round(shown.at.timestamp() * 1000),
            "proceedings": shown.proceedings,
            "state": str(State(shown.proceedings).label),
            "list": str(Floor.List(shown.list_state).label),
            "segment": segments.get(shown.segment or 0, ""),
            "label": label(shown, session),
            **speaking,
            "note": note(shown, session),
            "clock": clock(shown.clock),
            "next": [dict(who(one), kind=kind(one)) for one in shown.next[:NAMED]],
            "waiting": waits(shown),
            "question": question(shown.question),
            "said": said(shown, speaking["name"]) if speaker else label(shown, session),
        }


def who(one: Who | None) -> dict[str, str]:
    """State, organization or category; for whom; the person; the language in which she speaks."""
    if one is None:
        return {"name": "", "group": "", "person": "", "language": ""}
    names = localized(one.names) if one.names else ""
    person = comma().join(part for part in (one.speaker, one.title) if part)
    return {
        "name": names or one.speaker,
        "group": _("on behalf of %(group)s") % {"group": localized(one.group)} if one.group else "",
        "person": person if names else one.title,
        "language": NATIVE_NAMES.get(one.language, ""),
    }


def kind(one: Who) -> str:
    """Only what is not the rule is said in a list."""
    return "" if one.kind == Kind.STATEMENT else str(Kind(one.kind).label)


def label(shown: Shown, session: Session) -> str:
    """The line above the name, or instead of one."""
    if shown.speaker is not None:
        if shown.speaker.kind != Kind.STATEMENT:
            return str(Kind(shown.speaker.kind).label).capitalize()
        return _("Has the floor") if shown.speaker.names or shown.speaker.speaker else _("Somebody speaks")
    if shown.proceedings == State.SUSPENDED and shown.suspended_until is not None:
        return _("The session is suspended; it goes on at %(time)s.") % {
            "time": hour(shown.suspended_until, session)
        }
    return {
        State.WAITING: _("The session has not begun."),
        State.SUSPENDED: _("The session is suspended."),
        State.ADJOURNED: _("The session is adjourned."),
        State.SITTING: _("Nobody has the floor."),
    }[State(shown.proceedings)]


def hour(instant: datetime, session: Session) -> str:
    return f"{instant.astimezone(session.meeting.zone):%H:%M}"


def note(shown: Shown, session: Session) -> str:
    """Who waits until a point of order is decided, or why nobody is named."""
    if shown.interrupted is not None and (name := who(shown.interrupted)["name"]):
        return _("interrupted: %(name)s") % {"name": isolated(name)}
    if session.attribution not in (Attribution.ATTRIBUTED, Attribution.BY_CATEGORY):
        return _("Under the rule of this session no names are shown.")
    return ""


def clock(one: Clock | None) -> dict[str, Any] | None:
    return {"allowed": one.allowed, "spent": one.spent, "running": one.running} if one else None


def waits(shown: Shown) -> str:
    """How many more wait than are named, or how many in all."""
    if shown.waiting is None:
        return ""
    more = shown.waiting - len(shown.next[:NAMED])
    if more:
        return ngettext("and %(number)d more", "and %(number)d more", more) % {"number": more}
    return "" if shown.next else _("Nobody waits in the list.")


def question(one: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if one is None:
        return None
    name = localized(one["names"]) if one["names"] else ""
    return {"text": one["text"], "language": one["language"], "name": name}


def said(shown: Shown, name: str) -> str:
    """The sentence that a screen reader is told once."""
    assert shown.speaker is not None
    if not name:
        return label_of_kind(shown.speaker)
    if shown.speaker.kind == Kind.STATEMENT:
        return _("%(name)s has the floor.") % {"name": isolated(name)}
    return _("%(kind)s: %(name)s") % {"kind": label_of_kind(shown.speaker), "name": isolated(name)}


def label_of_kind(one: Who) -> str:
    return _("Somebody speaks") if one.kind == Kind.STATEMENT else str(Kind(one.kind).label).capitalize()


def clock_text(one: Mapping[str, Any] | None) -> str:
    """As `live.js` writes it: minutes and seconds, with a plus once the time is over."""
    if one is None:
        return ""
    seconds = ceil((one["allowed"] - one["spent"]) / 1000)
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'+' if seconds < 0 else ''}{minutes}:{rest:02d}"


def clock_note(one: Mapping[str, Any] | None) -> str:
    if one is None:
        return ""
    if one["allowed"] < one["spent"]:
        return _("over time")
    return pgettext("time", "left") if one["running"] else _("the clock stands")


def title(session: Session) -> str:
    return brief(session)
