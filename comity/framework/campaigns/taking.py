"""Taking in a table of results once somebody has seen what it would enter."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.framework.authority import Act, require
from comity.framework.campaigns import measuring, states
from comity.framework.campaigns.models import Campaign, CampaignTable
from comity.framework.campaigns.tables import AT_MOST, Line, columns, fingerprint, preview
from comity.participants import tables
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotNow, Refused

CHANGED = _("Something has changed since you looked at the table. Look at it again.")
DONE = _("This table was taken in or dropped already.")


@dataclass(frozen=True, slots=True)
class TakenIn:
    new: int
    same: int
    left_out: int


def keep(
    campaign: Campaign,
    content: bytes,
    table: Iterable[tuple[int, Sequence[str]]],
    *,
    name: str,
    source: str,
    by: Person,
    at: datetime,
) -> CampaignTable:
    """Keep a table, its head first, until somebody has looked at what it would enter; nothing is entered yet.

    `content` is the file of which it was read, `source` that of the lines which name none. A file that waits already is
    given back. Raises `Refused` where it is no table of results, `NotNow` where the same file was taken in already.
    """
    require(by, Act.RUN_CAMPAIGN, meeting=campaign.framework.meeting_id)
    digest = hashlib.sha256(content).hexdigest()
    check_new(campaign, digest)
    empty = gettext("The table is empty: it needs a first line with the columns, and a line for each result.")
    rows = tables.rows(table, columns, most=AT_MOST, empty=empty, cell=str)
    for one in rows:
        one["cells"]["source"] = (one["cells"].get("source") or " ".join(source.split()))[:300]
    with transaction.atomic():
        states.locked(campaign, *states.MEASURED)
        made = CampaignTable.objects.create(
            campaign=campaign, name=name[:200], sha256=digest, rows=rows, sent_by=by, sent_at=at
        )
        trail.note(campaign, "sent results", by=by, at=at, lines=len(rows), sha256=digest)
    return made


def check_new(campaign: Campaign, digest: str) -> None:
    taken = campaign.tables.filter(sha256=digest, taken_at__isnull=False).first()
    if taken is not None:
        raise NotNow(
            gettext("The same file was taken in already, on %(day)s, as “%(name)s”.")
            % {"day": taken.taken_at.date().isoformat() if taken.taken_at else "", "name": taken.name}
        )


def take_in(table: CampaignTable, *, seen: str, by: Person, at: datetime) -> TakenIn:
    """Enter what the preview showed (`seen`, its fingerprint); lines with a fault and known ones are left out.

    Raises `NotNow` where something was entered since the preview, or the table is done with.
    """
    campaign = table.campaign
    require(by, Act.RUN_CAMPAIGN, meeting=campaign.framework.meeting_id)
    with transaction.atomic():
        states.locked(campaign, *states.MEASURED)
        now = CampaignTable.objects.select_for_update(of=("self",)).get(pk=table.pk)
        require_open(now)
        check_new(campaign, now.sha256)
        lines = preview(now, at=at)
        if fingerprint(lines) != seen:
            raise NotNow(CHANGED)
        new = [one for one in lines if one.fate == "new"]
        if not new:
            raise Refused(_("There is nothing to take in: no line is new and without fault."))
        try:
            with transaction.atomic():
                enter(new, now, by=by, at=at)
                CampaignTable.objects.filter(pk=now.pk).update(taken_at=at, rows=[])
        except IntegrityError as error:
            raise NotNow(CHANGED) from error
        sums = TakenIn(
            len(new), sum(one.fate == "same" for one in lines), sum(one.fate == "wrong" for one in lines)
        )
        trail.note(campaign, "took in results", by=by, at=at, new=sums.new, left_out=sums.left_out)
    table.refresh_from_db()
    return sums


def enter(lines: Iterable[Line], table: CampaignTable, *, by: Person, at: datetime) -> None:
    for one in lines:
        assert one.measure is not None
        assert one.day is not None
        assert one.value is not None
        measuring.enter(
            one.measure,
            day=one.day,
            value=one.value,
            of_audience=one.of_audience,
            source=one.source,
            note=one.cells.get("note", ""),
            by=by,
            at=at,
            table=table,
        )


def require_open(table: CampaignTable) -> None:
    if table.taken_at is not None or table.dropped_at is not None:
        raise NotNow(DONE)


def drop(table: CampaignTable, *, by: Person, at: datetime) -> None:
    """Do not take it in; its rows go."""
    require(by, Act.RUN_CAMPAIGN, meeting=table.campaign.framework.meeting_id)
    with transaction.atomic():
        waiting = CampaignTable.objects.filter(pk=table.pk, taken_at=None, dropped_at=None)
        if not waiting.update(dropped_at=at, rows=[]):
            raise NotNow(DONE)
        trail.note(table.campaign, "dropped results", by=by, at=at)
    table.refresh_from_db()
