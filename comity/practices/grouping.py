"""Excerpts joined into practices by people: started, attached, taken out, merged, split; each can be undone (R12-2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from comity.participants.models import Person
from comity.practices import seal, states
from comity.practices.addresses import new_ref
from comity.practices.authority import Act, require
from comity.practices.models import Excerpt, Practice, Refusal, Support
from comity.practices.states import State
from comity.record import trail
from comity.refusals import NotNow, Refused

Stance = Support.Stance
NO_PRACTICE = frozenset({Excerpt.Kind.CLAIM, Excerpt.Kind.CHALLENGE})
"""A self-reported figure or a problem is no practice; it may stand beside others' words under one."""


def start(excerpt: Excerpt, *, working_title: str, by: Person, at: datetime, ref: str = "") -> Practice:
    """A new candidate that rests on these words, at the address `ref` (empty: a new one, by chance).

    Without a working title its words are the title, unless they are sealed. Raises `Refused` for words that report no
    practice.
    """
    require(by, Act.GROUP, meeting=excerpt.meeting_id)
    check_joins(excerpt)
    if excerpt.kind in NO_PRACTICE:
        raise Refused(
            _("These words are flagged as “%(kind)s”. Flag what somebody does, or recommends, as a practice.")
            % {"kind": excerpt.get_kind_display()}
        )
    with transaction.atomic():
        practice = new_practice(excerpt, working_title, by=by, at=at, ref=ref)
        join(practice, excerpt, by=by, at=at)
        practice.aspects.set(excerpt.aspects.all())
        for term in excerpt.codes.all():
            practice.codings.create(term=term)
        for link in excerpt.instrument_links.all():
            practice.instrument_links.create(
                instrument_id=link.instrument_id, paragraph_cited=link.paragraph_cited
            )
        trail.note(practice, "started", by=by, at=at, excerpt=excerpt.pk)
    return practice


def new_practice(
    excerpt: Excerpt,
    working_title: str,
    *,
    by: Person,
    at: datetime,
    ref: str = "",
    split_from: Practice | None = None,
) -> Practice:
    title = working_title.strip()
    if not title and seal.is_sealed(excerpt):  # the title is read by all at the desk, and begins the draft
        raise Refused(_("Give the practice a working title."))
    title = title or excerpt.as_title
    return Practice.objects.create(
        ref=ref or new_ref(excerpt.meeting, "p"),
        meeting=excerpt.meeting,
        working_title=title[:200],
        owner=by,
        created_by=by,
        created_at=at,
        split_from=split_from,
    )


def check_joins(excerpt: Excerpt, practice: Practice | None = None) -> None:
    if not excerpt.is_live:
        raise NotNow(_("These words have been discarded or withdrawn."))
    if practice is not None and excerpt.meeting_id != practice.meeting_id:
        raise Refused(_("The words are of another meeting than the practice."))


def join(
    practice: Practice,
    excerpt: Excerpt,
    *,
    by: Person,
    at: datetime,
    stance: str = Stance.SUPPORTS,
    came_from: Practice | None = None,
) -> Support | None:
    """The excerpt under the practice; one that was there before comes back under its old number. None where it is
    there already."""
    there = Support.objects.filter(practice=practice, excerpt=excerpt).first()
    if there is None:
        last = practice.supports.aggregate(last=Max("number"))["last"] or 0
        return Support.objects.create(
            practice=practice,
            excerpt=excerpt,
            number=last + 1,
            stance=stance,
            joined_by=by,
            joined_at=at,
            came_from=came_from,
        )
    if there.left_at is None:
        return None
    there.stance, there.came_from = stance, came_from
    there.joined_by, there.joined_at, there.left_at = by, at, None
    there.save()
    return there


def attach(
    practice: Practice, excerpt: Excerpt, *, by: Person, at: datetime, stance: str = Stance.SUPPORTS
) -> Support:
    """Put the words under the practice, as support or as a divergent view; `detach` undoes it. A refusal is forgotten.

    Raises `NotNow` where they are there already or the practice is closed.
    """
    require(by, Act.GROUP, meeting=practice.meeting_id)
    check_joins(excerpt, practice)
    with transaction.atomic():
        now = states.locked(practice, *states.RESTS_ON_WORDS, State.CANDIDATE)
        support = join(now, excerpt, by=by, at=at, stance=stance)
        if support is None:
            raise NotNow(_("These words stand under the practice already."))
        Refusal.objects.filter(practice=practice, excerpt=excerpt).delete()
        trail.note(
            practice, "attached", by=by, at=at, excerpt=excerpt.pk, number=support.number, stance=stance
        )
    return support


def detach(support: Support, *, by: Person, at: datetime, refuse: bool = True) -> None:
    """Take the words out of the practice; `attach` brings them back under their number. `refuse`: they are not to be
    proposed for it again.

    Raises `NotNow` where the practice is beyond candidate and would rest on nothing.
    """
    require(by, Act.GROUP, meeting=support.practice.meeting_id)
    with transaction.atomic():
        practice = states.locked(support.practice, *states.RESTS_ON_WORDS, State.CANDIDATE)
        check_rests(practice, without=[support])
        changed = Support.objects.filter(pk=support.pk, left_at__isnull=True).update(left_at=at)
        if not changed:
            raise NotNow(_("These words have been taken out of the practice already."))
        if refuse:
            remember_refusal(practice, support.excerpt, by=by, at=at)
        trail.note(practice, "detached", by=by, at=at, excerpt=support.excerpt_id, number=support.number)
    support.refresh_from_db()


def check_rests(practice: Practice, *, without: Sequence[Support]) -> None:
    """Raises `NotNow` where a practice beyond candidate would rest on nothing (R12-1)."""
    left = practice.supports.live().filter(stance=Stance.SUPPORTS).exclude(pk__in=[one.pk for one in without])
    if practice.state in states.RESTS_ON_WORDS and not left.exists():
        raise NotNow(
            _(
                "The practice would rest on no words at all. Take it back to candidate first, or attach others."
            )
        )


def take_stance(support: Support, *, stance: str, by: Person, at: datetime) -> None:
    """Whether the words support the practice or diverge from it; both stay visible."""
    require(by, Act.GROUP, meeting=support.practice.meeting_id)
    with transaction.atomic():
        practice = states.locked(support.practice, *states.RESTS_ON_WORDS, State.CANDIDATE)
        if stance != Stance.SUPPORTS:
            check_rests(practice, without=[support])
        Support.objects.filter(pk=support.pk).update(stance=stance)
        trail.note(practice, "took stance", by=by, at=at, number=support.number, stance=stance)
    support.refresh_from_db()


def refuse(practice: Practice, excerpt: Excerpt, *, by: Person, at: datetime) -> None:
    """The words do not belong to the practice: nobody proposes them for it again."""
    require(by, Act.GROUP, meeting=practice.meeting_id)
    with transaction.atomic():
        if Support.objects.filter(practice=practice, excerpt=excerpt, left_at__isnull=True).exists():
            raise NotNow(_("These words stand under the practice. Take them out instead."))
        remember_refusal(practice, excerpt, by=by, at=at)
        trail.note(practice, "refused", by=by, at=at, excerpt=excerpt.pk)


def remember_refusal(practice: Practice, excerpt: Excerpt, *, by: Person, at: datetime) -> None:
    Refusal.objects.get_or_create(practice=practice, excerpt=excerpt, defaults={"by": by, "at": at})


def reconsider(practice: Practice, excerpt: Excerpt, *, by: Person, at: datetime) -> None:
    """Undo `refuse`: they may be proposed again."""
    require(by, Act.GROUP, meeting=practice.meeting_id)
    with transaction.atomic():
        deleted, _counts = Refusal.objects.filter(practice=practice, excerpt=excerpt).delete()
        if not deleted:
            raise NotNow(_("Nobody has refused these words for the practice."))
        trail.note(practice, "reconsidered", by=by, at=at, excerpt=excerpt.pk)


def merge(practice: Practice, *, into: Practice, by: Person, at: datetime) -> None:
    """All that stands under the practice stands under the other one too; the practice is closed and leads there.
    `unmerge` undoes it. Raises `NotNow` where the practice was reviewed already or the other one is closed."""
    require(by, Act.GROUP, meeting=practice.meeting_id)
    if practice.pk == into.pk or practice.meeting_id != into.meeting_id:
        raise Refused(_("Choose another practice of the same meeting."))
    with transaction.atomic():
        for one in sorted((practice, into), key=lambda one: one.pk):  # in one order: no deadlock
            states.locked(one)
        practice = states.locked(practice, *states.EARLY)
        target = states.locked(into, *states.RESTS_ON_WORDS, State.CANDIDATE)
        moved = [
            found.number
            for one in practice.supports.live().select_related("excerpt")
            if (found := join(target, one.excerpt, by=by, at=at, stance=one.stance, came_from=practice))
        ]
        states.move(practice, State.MERGED, state_before=practice.state, merged_into=target)
        trail.note(practice, "merged", by=by, at=at, into=target.ref)
        trail.note(target, "took in", by=by, at=at, practice=practice.ref, numbers=moved)


def unmerge(practice: Practice, *, by: Person, at: datetime) -> None:
    """Undo `merge`: the practice stands where it stood; what it brought leaves the other one.

    Raises `NotNow` where the other one would rest on nothing or was merged itself.
    """
    require(by, Act.GROUP, meeting=practice.meeting_id)
    with transaction.atomic():
        practice = states.locked(practice, State.MERGED)
        assert practice.merged_into is not None
        target = states.locked(practice.merged_into, *states.RESTS_ON_WORDS, State.CANDIDATE)
        brought = list(target.supports.filter(came_from=practice, left_at__isnull=True))
        check_rests(target, without=brought)
        before = State(practice.state_before)
        rests = practice.supports.live().filter(stance=Stance.SUPPORTS).exists()
        states.move(
            practice, before if rests else State.CANDIDATE, state_before="", merged_into=None
        )  # its words may have been withdrawn meanwhile
        Support.objects.filter(pk__in=[one.pk for one in brought]).update(left_at=at)
        trail.note(practice, "unmerged", by=by, at=at, out_of=target.ref)
        trail.note(target, "gave back", by=by, at=at, practice=practice.ref)


def split(
    practice: Practice, supports: Sequence[Support], *, working_title: str, by: Person, at: datetime
) -> Practice:
    """Some of the words become a candidate of their own; merging that back undoes it, numbers and all.

    Raises `Refused` where nothing is chosen or nothing would be left.
    """
    require(by, Act.GROUP, meeting=practice.meeting_id)
    chosen = {one.pk for one in supports}
    with transaction.atomic():
        practice = states.locked(practice, *states.EARLY)
        live = list(practice.supports.live().select_related("excerpt__meeting"))
        leaving = [one for one in live if one.pk in chosen]
        if not leaving or len(leaving) == len(live):
            raise Refused(_("Choose some of the words, but not all of them."))
        check_rests(practice, without=leaving)
        part = new_practice(leaving[0].excerpt, working_title, by=by, at=at, split_from=practice)
        for one in leaving:
            join(part, one.excerpt, by=by, at=at, stance=one.stance)
        Support.objects.filter(pk__in=[one.pk for one in leaving]).update(left_at=at)
        part.aspects.set(practice.aspects.all())
        trail.note(practice, "split", by=by, at=at, part=part.ref, numbers=[one.number for one in leaving])
        trail.note(part, "started", by=by, at=at, out_of=practice.ref)
    return part
