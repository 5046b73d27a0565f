"""The tree: elements, guidelines under them, practices of the register placed under guidelines."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.languages import localized
from comity.meetings.models import Instrument, Meeting
from comity.practices.models import Excerpt, Practice, PracticeVersion

Strength = PracticeVersion.Strength


class Framework(models.Model):
    """What a meeting proposes, from the first draft to its last edition. One a meeting."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="framework")
    titles = models.JSONField()
    """Language -> words."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return localized(self.titles)


class Node(models.Model):
    """One place in the tree. `number` is its own for ever, wherever it is moved and whatever becomes of it (R12-8)."""

    class Kind(models.TextChoices):
        ELEMENT = "element", _("element")
        GUIDELINE = "guideline", _("guideline")
        PRACTICE = "practice", _("practice")

    class State(models.TextChoices):
        DRAFT = "draft", _("being worded")
        SETTLED = "settled", _("proposed")
        AGREED = "agreed", _("recommended")
        UNDER_REVIEW = "under_review", _("under review")
        REMOVED = "removed", _("removed")

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="nodes")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField()
    """Among those under the same parent."""
    practice = models.ForeignKey(Practice, models.PROTECT, null=True, blank=True, related_name="places")
    """What is placed here; its words and its status are the register's."""
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    """Of a placed practice no more than whether it is removed."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    """Why it was removed; public once an edition had it."""

    class Meta:
        ordering = ["framework", "number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="one_node_a_number"),
            models.UniqueConstraint(
                fields=["framework", "practice"],
                condition=Q(removed_at__isnull=True, practice__isnull=False),
                name="a_practice_has_one_place",
            ),
            models.CheckConstraint(
                condition=Q(kind="element", parent__isnull=True)
                | (Q(kind__in=["guideline", "practice"]) & Q(parent__isnull=False)),
                name="only_an_element_stands_at_the_top",
            ),
            models.CheckConstraint(
                condition=Q(kind="practice", practice__isnull=False)
                | (~Q(kind="practice") & Q(practice__isnull=True)),
                name="a_place_of_a_practice_names_it",
            ),
            models.CheckConstraint(
                condition=(Q(state="removed", removed_at__isnull=False) & ~Q(reason=""))
                | (~Q(state="removed") & Q(removed_at__isnull=True)),
                name="what_is_removed_says_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def meeting(self) -> Meeting:
        return self.framework.meeting

    @property
    def permanent_address(self) -> str:
        """Never changes; leads to the page in the reader's language."""
        return f"{settings.PUBLIC_ADDRESS}/id/{self.ref}"

    @property
    def ref(self) -> str:
        return f"{self.framework.meeting.slug}-framework-{self.number}"


class NodeVersion(models.Model):
    """One wording of an element or a guideline, frozen when it is settled; the Committee agrees to a frozen one."""

    class Procedure(models.TextChoices):
        CONSENSUS = "consensus", _("consensus")
        SILENCE = "silence", _("silence procedure")

    node = models.ForeignKey(Node, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    original_language = models.CharField(max_length=2)
    strength = models.CharField(max_length=12, choices=Strength, default=Strength.ENCOURAGED)
    """How strongly a guideline is put; an element has none."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    procedure = models.CharField(max_length=9, choices=Procedure, blank=True)
    reservations = models.TextField(blank=True)

    class Meta:
        ordering = ["node", "number"]
        constraints = [
            models.UniqueConstraint(fields=["node", "number"], name="one_node_wording_a_number"),
            models.UniqueConstraint(
                fields=["node"], condition=Q(frozen_at__isnull=True), name="one_open_wording_a_node"
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True, procedure="")
                | (Q(agreed_on__isnull=False, frozen_at__isnull=False) & ~Q(procedure="")),
                name="the_committee_agrees_to_a_frozen_wording",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node}/v{self.number}"

    @property
    def meeting(self) -> Meeting:
        return self.node.meeting


class NodeText(models.Model):
    """The wording in one language. Sentences name what they rest on by "[n]", the number of a `Rest`."""

    version = models.ForeignKey(NodeVersion, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        ordering = ["version", "language"]
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="one_node_text_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.language}"


class RestSet(models.QuerySet["Rest"]):
    def standing(self) -> RestSet:
        """What carries a node now: not taken away, and not fallen with what it names."""
        return (
            self.filter(left_at__isnull=True)
            .exclude(excerpt__discarded_at__isnull=False)
            .exclude(excerpt__attribution="withdrawn")
            .exclude(practice__state__in=["withdrawn", "superseded", "not_retained", "merged"])
        )


class Rest(models.Model):
    """What an element or a guideline rests on: a practice, exact words, or a paragraph of an instrument.

    `number` is its mark in the text, "[1]", and stays its own.
    """

    node = models.ForeignKey(Node, models.PROTECT, related_name="rests")
    number = models.PositiveSmallIntegerField()
    practice = models.ForeignKey(Practice, models.PROTECT, null=True, blank=True, related_name="carries")
    excerpt = models.ForeignKey(Excerpt, models.PROTECT, null=True, blank=True, related_name="carries")
    instrument = models.ForeignKey(Instrument, models.PROTECT, null=True, blank=True, related_name="carries")
    paragraph_cited = models.CharField(max_length=60, blank=True)
    """Of the instrument: "2 (f)"."""
    joined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    objects = RestSet.as_manager()

    class Meta:
        ordering = ["node", "number"]
        constraints = [
            models.UniqueConstraint(fields=["node", "number"], name="one_rest_a_number"),
            models.UniqueConstraint(
                fields=["node", "practice"], condition=Q(left_at__isnull=True), name="a_practice_carries_once"
            ),
            models.UniqueConstraint(
                fields=["node", "excerpt"], condition=Q(left_at__isnull=True), name="words_carry_once"
            ),
            models.UniqueConstraint(
                fields=["node", "instrument", "paragraph_cited"],
                condition=Q(left_at__isnull=True),
                name="a_paragraph_carries_once",
            ),
            models.CheckConstraint(
                condition=Q(practice__isnull=False, excerpt__isnull=True, instrument__isnull=True)
                | Q(practice__isnull=True, excerpt__isnull=False, instrument__isnull=True)
                | Q(practice__isnull=True, excerpt__isnull=True, instrument__isnull=False),
                name="a_rest_names_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node} [{self.number}]"
