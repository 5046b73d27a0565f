"""States and organizations, the groups they belong to, and their delegations."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.languages import localized


class Stakeholder(models.TextChoices):
    """Participant categories (concept note paragraphs 4, 5 and 10)."""

    MEMBER_STATE = "member_state", _("Member State")
    OBSERVER_STATE = "observer_state", _("Observer State")
    UN_ENTITY = "un_entity", _("United Nations entity")
    IGO_INTERNATIONAL = "igo_international", _("International organization")
    IGO_REGIONAL = "igo_regional", _("Regional organization")
    IGO_SUBREGIONAL = "igo_subregional", _("Subregional organization")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    ACADEMIA = "academia", _("Academia")
    PRIVATE_SECTOR = "private_sector", _("Private sector")
    MEDIA = "media", _("Media")
    INDIVIDUAL_EXPERT = "individual_expert", _("Individual expert")


class Group(models.Model):
    """A regional group (African, Asia-Pacific, ...) or a group in whose name a delegation may speak."""

    class Kind(models.TextChoices):
        REGIONAL = "regional", _("regional group")
        NEGOTIATING = "negotiating", _("negotiating group")

    code = models.SlugField(unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    names = models.JSONField()
    """Language -> name."""

    def __str__(self) -> str:
        return localized(self.names)


class Bodies(models.Manager["Body"]):
    """States and organizations, without the categories that stand in the place of one."""

    def get_queryset(self) -> models.QuerySet[Body]:
        return super().get_queryset().filter(is_category=False)


class Body(models.Model):
    """A State or organization that may send a delegation, by its UN short name in six languages."""

    code = models.SlugField(unique=True)
    """ISO 3166-1 alpha-3 in lower case for States, a short word of ours for others."""
    category = models.CharField(max_length=20, choices=Stakeholder)
    names = models.JSONField()
    """Language -> UN short name."""
    groups = models.ManyToManyField(Group, related_name="members", blank=True)
    sample = models.BooleanField(default=False)
    """Invented for the sample meeting."""
    is_category = models.BooleanField(default=False)
    """Stands for a category of stakeholders where a panellist speaks for nobody else (`panellists.py`)."""

    objects = Bodies()
    every = models.Manager["Body"]()

    class Meta:
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return localized(self.names)

    def names_on(self, day: date) -> dict[str, str]:
        """What it was called on the day: a State that was renamed since keeps its name in what is older."""
        earlier = sorted(
            (former for former in self.former_names.all() if day < former.until_on),
            key=lambda former: former.until_on,
        )
        names: dict[str, str] = earlier[0].names if earlier else self.names
        return names


class FormerName(models.Model):
    """What a body was called before it was renamed, so that older records keep their words."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="former_names")
    names = models.JSONField()
    until_on = models.DateField()

    def __str__(self) -> str:
        return f"{localized(self.names)} (-{self.until_on})"


class Delegations(models.Manager["Delegation"]):
    """Those of States and organizations, without the places of panellists: these are no delegations."""

    def get_queryset(self) -> models.QuerySet[Delegation]:
        return super().get_queryset().filter(panellist=None)


class Delegation(models.Model):
    """A body's presence at one meeting; or, with a `panellist`, the place in which the words of somebody stand who
    speaks on a panel and for no delegation. Lists and counts of delegations leave such places out (`objects`); what is
    said in them leads to them like to any other source."""

    meeting = models.ForeignKey("comity.Meeting", models.PROTECT, related_name="delegations")
    body = models.ForeignKey(Body, models.PROTECT, related_name="delegations")
    speaks_for = models.ManyToManyField(Group, related_name="spoken_for_by", blank=True)
    """Groups in whose name it is authorized to speak at this meeting."""
    places = models.PositiveSmallIntegerField(null=True, blank=True)
    """How many participants it may register, its head among them; null where nobody has set a limit."""
    panellist = models.OneToOneField(
        "comity.Participant", models.PROTECT, null=True, blank=True, related_name="own_place"
    )
    """Who speaks here for herself; `body` is then her category (`Body.is_category`)."""

    objects = Delegations()
    every = models.Manager["Delegation"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "body"], condition=Q(panellist=None), name="one_delegation_a_body"
            )
        ]

    def __str__(self) -> str:
        return str(self.body)

    @property
    def whose(self) -> str:
        """The State or organization, by the name that it bore when the meeting opened (RX-7); of a panellist's place
        the category, which anybody may read."""
        return localized(self.body.names_on(self.meeting.opens_on))

    @property
    def inside(self) -> str:
        """As those read it who work on the meeting: of a panellist's place, who she is."""
        return self.panellist.inside if self.panellist else self.whose
