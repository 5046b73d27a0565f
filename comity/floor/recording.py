"""What the rapporteur adds to the record of the floor: what was said, which text was delivered, a closer attribution.

The floor itself writes who spoke, when and how long. How a speaker may be named is tightened, never loosened: she spoke
under the rule of that day (RX-1).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.floor.authority import Act, require
from comity.floor.models import Intervention
from comity.meetings.models import Attribution
from comity.participants import panellists
from comity.participants.models import Delegation, Person
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.statements.models import Statement

LONGEST = 20_000
"""Code points of what was noted of one intervention."""
MODES = (
    Attribution.ATTRIBUTED,
    Attribution.BY_CATEGORY,
    Attribution.NON_ATTRIBUTED,
    Attribution.CONFIDENTIAL,
)
"""From open to closed."""


def stricter(one: str, other: str) -> Attribution:
    """Of two modes the one that tells less."""
    return max(Attribution(one), Attribution(other), key=[*Attribution].index)


def source_of(intervention: Intervention) -> Delegation:
    """Where the words of whoever spoke stand: with the delegation, or in the place of a panellist."""
    if intervention.delegation is not None:
        return intervention.delegation
    assert intervention.part is not None, "a delegation or a panellist speaks"
    return panellists.source_of(intervention.part.participant)


def places_of(intervention: Intervention) -> list[int]:
    """Keys of where texts of whoever spoke may stand; none is made."""
    if intervention.delegation_id is not None or intervention.part is None:
        return [key for key in [intervention.delegation_id] if key is not None]
    who = intervention.part.participant
    own = Delegation.every.filter(panellist=who).values_list("pk", flat=True)
    return [who.delegation_id] if who.delegation_id is not None else [*own]


def mode_of(intervention: Intervention) -> Attribution:
    """How its speaker may be named: as closely as the session or the intervention itself says."""
    return stricter(intervention.attribution, intervention.floor.session.attribution)


def note(intervention: Intervention, words: str, *, seen: str, by: Person, at: datetime) -> None:
    """Keep what was said, in the rapporteur's words. `seen`: what stood there when she began. Raises `NotNow` where a
    colleague has noted something else since."""
    session = intervention.floor.session
    require(by, Act.RECORD, session=session)
    words, seen = checked(words), seen.replace("\r\n", "\n").strip()
    if words == intervention.summary:
        return
    with transaction.atomic():
        there = Intervention.objects.filter(pk=intervention.pk, summary=seen, taken=None)
        if not there.update(summary=words):
            raise NotNow(
                _(
                    "A colleague has noted something here since, or has taken it into the reading. What you wrote is "
                    "in the field below: bring the two together."
                )
            )
        trail.note(
            session,
            "noted what was said",
            by=by,
            at=at,
            meeting=session.meeting,
            intervention=intervention.number,
        )
    intervention.refresh_from_db()


def checked(words: str) -> str:
    words = words.replace("\r\n", "\n").strip()
    if len(words) > LONGEST:
        raise Refused(_("The text is too long: at most %(number)d signs.") % {"number": LONGEST})
    return words


def tighten(intervention: Intervention, mode: Attribution, *, by: Person, at: datetime) -> None:
    """Tell less of who spoke than before. Raises `Refused` for more (RX-1)."""
    session = intervention.floor.session
    require(by, Act.RECORD, session=session)
    if mode not in MODES:
        raise Refused(_("Choose how the speaker may be named."))
    with transaction.atomic():
        now = Intervention.objects.select_for_update(of=("self",)).get(pk=intervention.pk)
        if stricter(mode_of(now), mode) != mode:
            raise Refused(
                _(
                    "What was said under “%(mode)s” is not opened later without the consent of those who said it."
                )
                % {"mode": mode_of(now).label}
            )
        Intervention.objects.filter(pk=now.pk).update(attribution=mode)
        trail.note(
            session,
            "tightened attribution",
            by=by,
            at=at,
            meeting=session.meeting,
            intervention=now.number,
            mode=mode,
        )
    intervention.refresh_from_db()


def link(intervention: Intervention, statement: Statement, *, by: Person, at: datetime) -> None:
    """Say which written statement was delivered, where the list did not know. Its delivery is recorded at the desk."""
    session = intervention.floor.session
    require(by, Act.RECORD, session=session)
    if statement.delegation_id not in places_of(intervention):
        raise Refused(_("Choose a statement of the delegation that spoke."))
    if statement.form != Statement.Form.STATEMENT or statement.withdrawn_at is not None:
        raise Refused(_("Choose a written statement that was not withdrawn."))
    with transaction.atomic():
        if not Intervention.objects.filter(pk=intervention.pk, statement=None, taken=None).update(
            statement=statement
        ):
            raise NotNow(_("The record names a text of this intervention already."))
        trail.note(
            session,
            "named the statement delivered",
            by=by,
            at=at,
            meeting=session.meeting,
            intervention=intervention.number,
            statement=statement.ref,
        )
    intervention.refresh_from_db()


def deliverable(intervention: Intervention) -> list[Statement]:
    """Written statements of the delegation, or of the panellist, that no intervention has delivered yet."""
    found = Statement.objects.filter(
        delegation__in=places_of(intervention),
        form=Statement.Form.STATEMENT,
        withdrawn_at=None,
        interventions=None,
        versions__received_at__isnull=False,
    )
    return [*found.distinct().order_by("created_at", "pk")]
