"""What was issued: which nodes in which wordings, in which order, and the annexes as they stood."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.framework.models.tree import Framework, Node, NodeVersion
from comity.languages import localized
from comity.meetings.models import Meeting
from comity.practices.models import PracticeVersion


class FrameworkEdition(models.Model):
    """An issue of the framework. Never changed or deleted."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    titles = models.JSONField()
    letter = models.JSONField()
    """Letter of transmittal: `dated_on`, `symbol` as the Organization gave it ("" where none), `addressee`, `signatory`
    and `capacity`, the last three by language."""
    annexes = models.JSONField()
    """`options`, `future_work` and, where there were any, `campaigns` as they stood, texts in six languages."""
    sha256 = models.CharField(max_length=64)
    """Of all that is fixed in it, as canonical JSON."""
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ["framework", "number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="one_framework_edition_a_number")
        ]

    def __str__(self) -> str:
        return f"{localized(self.titles)} ({self.number})"

    @property
    def meeting(self) -> Meeting:
        return self.framework.meeting


class EditionNode(models.Model):
    """A node as an edition prints it: its wording, or that of the practice that is placed there."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        RECOMMENDED = "recommended", _("recommended")
        IDENTIFIED = "identified", _("identified")

    edition = models.ForeignKey(FrameworkEdition, models.PROTECT, related_name="nodes")
    node = models.ForeignKey(Node, models.PROTECT, related_name="printed")
    parent = models.ForeignKey(Node, models.PROTECT, null=True, blank=True, related_name="+")
    """Under which it stood then."""
    place = models.PositiveIntegerField()
    """In the order of the edition, from 1."""
    version = models.ForeignKey(NodeVersion, models.PROTECT, null=True, blank=True, related_name="printed")
    practice_version = models.ForeignKey(
        PracticeVersion, models.PROTECT, null=True, blank=True, related_name="printed"
    )
    status = models.CharField(max_length=11, choices=Status)

    class Meta:
        ordering = ["edition", "place"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "place"], name="one_printed_node_a_place"),
            models.UniqueConstraint(fields=["edition", "node"], name="a_node_is_printed_once"),
            models.CheckConstraint(
                condition=Q(version__isnull=False, practice_version__isnull=True)
                | Q(version__isnull=True, practice_version__isnull=False),
                name="a_printed_node_has_one_wording",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.node}"

    @property
    def meeting(self) -> Meeting:
        return self.node.meeting
