"""Undoing a slip: the last act, by whoever did it, within seconds. It stays in the record, and so does the undoing."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from comity.floor.acting import acting, restored
from comity.floor.authority import Act, require
from comity.floor.models import Floor, FloorAct
from comity.participants.models import Person
from comity.refusals import NotNow

WITHIN = timedelta(seconds=30)
WHOLE = "*"
"""In place of the fields of a row that was made."""


def last(floor: Floor, *, by: Person, at: datetime) -> FloorAct | None:
    """What the person could undo now: her last act, where no other that can be undone came after it, and nothing that
    it changed was changed since."""
    newest = floor.acts.filter(can_be_undone=True).order_by("-number").first()
    if newest is None or newest.undone_at is not None or newest.by_id != by.pk or at - newest.at > WITHIN:
        return None
    later = floor.acts.filter(number__gt=newest.number)
    return None if any(same(newest, other) for other in later) else newest


def same(act: FloorAct, other: FloorAct) -> bool:
    """Whether both changed a field of the same row, or one made what the other changed."""
    ours, theirs = changed(act), changed(other)
    return any(
        ours[row] & theirs[row] or WHOLE in ours[row] | theirs[row] for row in ours.keys() & theirs.keys()
    )


def changed(act: FloorAct) -> dict[tuple[str, int], set[str]]:
    """Row -> the fields that the act changed in it; all of them where it made the row."""
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for one in act.before:
        found[one["model"], one["pk"]] |= {*(one["fields"] or [WHOLE])}
    return found


def undo(act: FloorAct, *, by: Person, at: datetime) -> None:
    """Everything the act changed is as it was; who asked for the floor meanwhile stays inscribed. What a delivery made
    public stays public: it has been read."""
    floor = act.floor
    require(by, Act.MODERATE, session=floor.session)
    with acting(floor, "undid", by=by, at=at, undone=act.number, was=act.verb) as doing:
        possible = last(doing.floor, by=by, at=at)
        if possible is None or possible.pk != act.pk:
            raise NotNow(
                _(
                    "This can be undone no more: it is longer ago than half a minute, or something else was done since."
                )
            )
        try:
            with transaction.atomic():
                restored(act.before)
        except IntegrityError as fault:
            raise NotNow(
                _("Somebody has asked for the floor anew since: this can be undone no more.")
            ) from fault
        FloorAct.objects.filter(pk=act.pk).update(undone_at=at)
