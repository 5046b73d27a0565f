"""Under which rules a list of speakers is kept and how long one may speak: data of each session, with presets.

Source: DOMAIN.md, appendix C; every value can be edited (R09-10).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from comity.floor.models.speakers import Kind, Speaker
from comity.meetings.models import Session
from comity.participants.models import Stakeholder
from comity.refusals import Refused

STATES = frozenset({Stakeholder.MEMBER_STATE.value, Stakeholder.OBSERVER_STATE.value})
LONGEST_MINUTES = 60
MOST_REPLIES = 4
ALPHABETS = ("ar", "en", "es", "fr", "ru")
"""Languages by whose alphabet a list may be ordered."""


class Key(TextChoices):
    """By what a list is ordered."""

    LEVEL = "level", _("level of the speaker")
    GROUP = "group", _("groups before single delegations")
    CATEGORY = "category", _("category of participants")
    TIME = "time", _("time of asking")
    LETTER = "letter", _("alphabetical order from a drawn letter")


class Preset(TextChoices):
    SPECIAL = "special", _("Special Meeting: presentation and discussion")
    DEBATE = "debate", _("open debate")
    TECHNICAL = "technical", _("technical session")


@dataclass(frozen=True, slots=True)
class Policy:
    """Seconds are those that one may speak. `replies`: of the first right of reply of a delegation, of the second, and
    so on; none where there is no such right."""

    preset: str = Preset.SPECIAL
    member: int = 180
    group: int = 300
    panellist: int = 600
    other: int = 180
    point_of_order: int = 120
    replies: tuple[int, ...] = ()
    order: tuple[str, ...] = (Key.LEVEL, Key.GROUP, Key.CATEGORY, Key.TIME)
    categories: tuple[str, ...] = tuple(Stakeholder.values)
    """In which order they speak."""
    letter: str = ""
    """Drawn; "" where none was."""
    letter_language: str = "en"
    """By whose alphabet."""
    public_list: bool = True
    """Whether the rolling list is shown outside."""
    questions: bool = True
    others_wait_for_leave: bool = True
    """Whether those who are no States are inscribed only once the moderator has said so (“if time permits”)."""

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> Policy:
        """As it was written into a row."""
        lists = {name: tuple(written[name]) for name in ("replies", "order", "categories") if name in written}
        return replace(cls(), **{**written, **lists})

    def written(self) -> dict[str, Any]:
        return asdict(self)

    def seconds_for(self, speaker: Speaker, *, earlier_replies: int = 0) -> int:
        """How long the speaker may speak. Equal for all of a category: no State has more than another."""
        if speaker.kind == Kind.POINT_OF_ORDER:
            return self.point_of_order
        if speaker.kind == Kind.REPLY:
            return self.replies[min(earlier_replies, len(self.replies) - 1)] if self.replies else 0
        if speaker.part_id is not None:
            return self.panellist
        if speaker.on_behalf_of_id is not None:
            return self.group
        return self.member if speaker.category in STATES else self.other


PRESETS: dict[Preset, Policy] = {
    Preset.SPECIAL: Policy(),
    Preset.DEBATE: Policy(
        preset=Preset.DEBATE, member=300, group=300, other=240, replies=(600, 300), questions=False
    ),
    Preset.TECHNICAL: Policy(
        preset=Preset.TECHNICAL,
        member=120,
        group=180,
        other=120,
        order=(Key.TIME,),
        public_list=False,
        others_wait_for_leave=False,
    ),
}
"""Where a session begins from; every value can be changed afterwards."""


def first(session: Session) -> Policy:
    """The policy with which a session's floor begins: that of its tier, with the time that the programme gives."""
    special = session.tier == Session.Tier.SPECIAL
    found = PRESETS[Preset.SPECIAL if special else Preset.TECHNICAL]
    member = session.slot_minutes * 60
    return replace(found, member=member, group=max(found.group, member))


def checked(policy: Policy) -> Policy:
    """Raises `Refused` with the first thing that is wrong."""
    named = (policy.member, policy.group, policy.panellist, policy.other, policy.point_of_order)
    for seconds in (*named, *policy.replies):
        if not 10 <= seconds <= LONGEST_MINUTES * 60:
            raise Refused(
                _("Give each speaking time in full: from ten seconds to %(number)d minutes.")
                % {"number": LONGEST_MINUTES}
            )
    if len(policy.replies) > MOST_REPLIES:
        raise Refused(_("Give at most four rights of reply."))
    if not policy.order or {*policy.order} - {*Key.values} or len({*policy.order}) < len(policy.order):
        raise Refused(_("Order the list by known keys, each at most once."))
    if {*policy.categories} != {*Stakeholder.values}:
        raise Refused(_("Put every category of participants into the order, once."))
    if Key.LETTER in policy.order and not policy.letter:
        raise Refused(_("Draw the letter with which the alphabetical order begins."))
    if policy.letter_language not in ALPHABETS:
        raise Refused(_("Choose a language that is written with letters."))
    if len(policy.letter) > 1 or (policy.letter and not policy.letter.isalpha()):
        raise Refused(_("Give one letter."))
    return policy
