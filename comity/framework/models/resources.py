"""What is needed and offered to carry the framework out, and how the two come together (R04-5)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.languages import localized
from comity.meetings.models import Meeting
from comity.participants.models import Delegation


class Pool(models.TextChoices):
    """From whom resources are mobilized (concept note, paragraph 4)."""

    GOVERNMENTS = "governments", _("Governments")
    CIVIL_SOCIETY = "civil_society", _("Civil society actors")
    RELIGIOUS = "religious", _("Religious institutions")
    EDUCATIONAL = "educational", _("Educational institutions")
    CULTURAL = "cultural", _("Cultural institutions")
    COMMUNITIES = "communities", _("Local communities")
    PRIVATE = "private", _("Private-sector industry partners")


class Help(models.TextChoices):
    FUNDS = "funds", pgettext_lazy("kind of help", "funds")
    IN_KIND = "in_kind", _("goods and services")
    EXPERTISE = "expertise", _("expertise")
    ACCESS = "access", _("access to a platform")
    TRAINING = "training", _("training")


class Need(models.Model):
    """What a State needs. Nobody besides those who prepare it sees it until the State has agreed (R12-11)."""

    class State(models.TextChoices):
        IDENTIFIED = "identified", pgettext_lazy("need for assistance", "identified")
        PRIORITIZED = "prioritized", pgettext_lazy("need for assistance", "prioritized")
        AGREED = "agreed", _("agreed by the State")
        MATCHED = "matched", pgettext_lazy("need for assistance", "matched")
        UNDER_WAY = "under_way", pgettext_lazy("need for assistance", "under way")
        DELIVERED = "delivered", pgettext_lazy("assistance", "delivered")
        EVALUATED = "evaluated", _("evaluated")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Priority(models.TextChoices):
        HIGH = "high", pgettext_lazy("priority", "high")
        MEDIUM = "medium", pgettext_lazy("priority", "medium")
        LOW = "low", pgettext_lazy("priority", "low")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="needs")
    number = models.PositiveIntegerField()
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="needs")
    """Of the State that is in need."""
    pool = models.CharField(max_length=13, choices=Pool)
    help = models.CharField(max_length=9, choices=Help)
    titles = models.JSONField()
    details = models.TextField(blank=True)
    priority = models.CharField(max_length=6, choices=Priority, blank=True)
    least = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    most = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    """ISO 4217."""
    needed_by = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=11, choices=State, default=State.IDENTIFIED)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    evaluation = models.TextField(blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_need_a_number"),
            models.CheckConstraint(
                condition=Q(state__in=["identified", "prioritized", "withdrawn"])
                | Q(agreed_at__isnull=False, agreed_by__isnull=False),
                name="a_need_is_agreed_by_its_state_first",
            ),
            models.CheckConstraint(
                condition=Q(least__isnull=True) | Q(most__isnull=True) | Q(most__gte=F("least")),
                name="a_need_has_a_range_that_rises",
            ),
        ]

    def __str__(self) -> str:
        return localized(self.titles)


class Offer(models.Model):
    """What somebody would give. Its terms are for those who match, never public."""

    class State(models.TextChoices):
        OFFERED = "offered", _("offered")
        WITHDRAWN = "withdrawn", _("withdrawn")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="offers")
    number = models.PositiveIntegerField()
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="offers")
    """Of the donor, whatever its category."""
    pool = models.CharField(max_length=13, choices=Pool)
    help = models.CharField(max_length=9, choices=Help)
    titles = models.JSONField()
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    conditions = models.TextField(blank=True)
    restrictions = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.OFFERED)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_offer_a_number")]

    def __str__(self) -> str:
        return localized(self.titles)


class Match(models.Model):
    """A need and an offer that a person has brought together; it holds once both sides have agreed."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="matches")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="matches")
    reason = models.CharField(max_length=500)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    need_agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    need_agreed_at = models.DateTimeField(null=True)
    offer_agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    offer_agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    declined_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["proposed_at", "pk"]
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(
                fields=["need", "offer"],
                condition=Q(declined_at__isnull=True),
                name="a_need_and_an_offer_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.need} – {self.offer}"

    @property
    def meeting(self) -> Meeting:
        return self.need.meeting

    @property
    def holds(self) -> bool:
        return (
            self.need_agreed_at is not None and self.offer_agreed_at is not None and self.declined_at is None
        )


class Flow(models.Model):
    """What came of a match: committed, paid out or delivered, reported. Never changed: another one follows."""

    class Kind(models.TextChoices):
        COMMITMENT = "commitment", pgettext_lazy("resources", "commitment")
        DISBURSEMENT = "disbursement", _("disbursement")
        REPORT = "report", pgettext_lazy("resources", "report")

    match = models.ForeignKey(Match, models.PROTECT, related_name="flows")
    kind = models.CharField(max_length=12, choices=Kind)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    """None for what is not money."""
    currency = models.CharField(max_length=3, default="USD")
    dated_on = models.DateField()
    words = models.TextField(blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["dated_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0), name="a_flow_is_of_something"
            ),
            models.CheckConstraint(
                condition=~Q(kind="report") | ~Q(words=""), name="a_report_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.dated_on}"

    @property
    def meeting(self) -> Meeting:
        return self.match.meeting
