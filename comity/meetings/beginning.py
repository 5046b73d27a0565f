"""Beginning a meeting: by itself, or from what its concept note says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.meetings.authority import Act, require
from comity.meetings.models import Meeting
from comity.participants import roles
from comity.participants.models import Assignment, Person, Role
from comity.record import trail
from comity.refusals import Refused

SHORT_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")


def begin(*, slug: str, fields: Mapping[str, Any], by: Person, at: datetime) -> Meeting:
    """A meeting as a concept, which nobody sees but those who work on it.

    `fields` are those of `Meeting`, with `titles`, `opens_on` and `closes_on` at least. Whoever is secretariat of
    another meeting is it of this one too; an administrator invites somebody. Raises `Refused` for a short name that is
    none or is taken, days in the wrong order, no title, or a time zone that does not exist.
    """
    require(by, Act.BEGIN, meeting=None)
    require_short_name(slug)
    require_frame(fields)
    with transaction.atomic():
        made = Meeting.objects.create(slug=slug, state=Meeting.State.CONCEPT, **fields)
        if roles.holds_anywhere(by, {Role.SECRETARIAT}):
            Assignment.objects.create(person=by, role=Role.SECRETARIAT, meeting=made)
        trail.note(made, "begun", by=by, at=at, meeting=made)
    return made


def require_short_name(slug: str) -> None:
    if not SHORT_NAME.fullmatch(slug):
        raise Refused(_("The short name of a meeting has up to 30 small letters, figures and hyphens."))
    if Meeting.objects.filter(slug=slug).exists():
        raise Refused(_("There is a meeting of this short name already. Choose another."))


def require_frame(fields: Mapping[str, Any]) -> None:
    opens_on, closes_on = fields["opens_on"], fields["closes_on"]
    assert isinstance(opens_on, date)
    if opens_on > closes_on:
        raise Refused(_("A meeting ends after it opens."))
    if not any(words.strip() for words in fields["titles"].values()):
        raise Refused(_("Give the meeting a title."))
    try:
        ZoneInfo(fields.get("time_zone", "America/New_York"))
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise Refused(_("There is no such time zone. Write it like America/New_York.")) from unknown
