"""Who may learn whose words they are: tightened at once, loosened with consent only, taken back for good."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from comity.participants.models import Person
from comity.practices import flagging, states
from comity.practices.authority import Act, may, require
from comity.practices.models import Consent, Excerpt, Practice, PracticeText
from comity.practices.models.excerpts import Attribution
from comity.practices.states import State
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused

ORDER = list(Attribution)
"""From open to closed."""
NO_SOURCE_LEFT = gettext_noop("Its only source has taken back its words.")


def tighten(excerpt: Excerpt, to: Attribution, *, by: Person, at: datetime) -> None:
    """Close the attribution further; `withdrawn` takes the words back. By the source itself, or by a rapporteur or the
    secretariat for it. Raises `Refused` where it would be loosened."""
    require_source_or_desk(by, excerpt)
    with transaction.atomic():
        now = Excerpt.objects.select_for_update().get(pk=excerpt.pk)
        if ORDER.index(to) <= ORDER.index(Attribution(now.attribution)):
            raise Refused(_("Attribution is only tightened here. To open it, the source has to consent."))
        close(now, to, by=by, at=at)
    excerpt.refresh_from_db()


def require_source_or_desk(by: Person, excerpt: Excerpt) -> None:
    if not (
        may(by, Act.ANSWER_FOR_SOURCE, meeting=excerpt.meeting_id, delegation=excerpt.delegation)
        or may(by, Act.ASK_SOURCES, meeting=excerpt.meeting_id)
    ):
        raise NotAllowed(_("Only the delegation whose words they are may answer."))


def close(excerpt: Excerpt, to: Attribution, *, by: Person | None, at: datetime) -> None:
    """Within a transaction. A practice that rests on words taken back alone goes back to candidate; one that was
    decided is withdrawn."""
    if to == Attribution.WITHDRAWN:
        for practice in flagging.carried(excerpt):
            lose_source(practice, at=at)
    Excerpt.objects.filter(pk=excerpt.pk).update(attribution=to)
    untitle(excerpt)
    trail.note(excerpt, "tightened attribution", by=seen(by, excerpt), at=at, to=to)


def untitle(excerpt: Excerpt) -> None:
    """Titles that are the words themselves go: a practice is called by its address until somebody names it, and a
    draft is not handed on without a title. Words that were handed on stand: they are worded anew."""
    inside = Practice.objects.filter(supports__excerpt=excerpt)
    named = Practice.objects.filter(pk__in=inside.values("pk"), working_title=excerpt.as_title)
    named.update(working_title=F("ref"))
    PracticeText.objects.filter(
        version__practice__in=inside.values("pk"), version__frozen_at=None, title=excerpt.as_title
    ).update(title="")


def lose_source(practice: Practice, *, at: datetime) -> None:
    """Nothing is left that it rests on."""
    if states.was_decided(practice):
        states.move(practice, State.WITHDRAWN, reason=NO_SOURCE_LEFT, closed_at=at)
    else:
        states.move(practice, State.CANDIDATE)
    trail.note(practice, "lost its source", by=None, at=at)


def seen(by: Person | None, excerpt: Excerpt) -> Person | None:
    """Who is named on the record: not a delegate, for that would tell whose words they are to all who read it."""
    return by if by is not None and may(by, Act.ASK_SOURCES, meeting=excerpt.meeting_id) else None


def consent(excerpt: Excerpt, to: Attribution, *, by: Person, at: datetime) -> Consent:
    """The source itself allows a more open attribution than it said before; it holds at once."""
    require(by, Act.ANSWER_FOR_SOURCE, meeting=excerpt.meeting_id, delegation=excerpt.delegation)
    with transaction.atomic():
        now = Excerpt.objects.select_for_update().get(pk=excerpt.pk)
        if now.discarded_at is not None:
            raise NotNow(_("These words have been discarded or withdrawn."))
        if ORDER.index(to) >= ORDER.index(Attribution(now.attribution)):
            raise Refused(_("The attribution is as open as that already."))
        given = Consent.objects.create(excerpt=excerpt, attribution=to, given_by=by, given_at=at)
        Excerpt.objects.filter(pk=excerpt.pk).update(attribution=to)
        trail.note(excerpt, "consented to attribution", by=None, at=at, to=to)
    excerpt.refresh_from_db()
    return given
