"""Controlled vocabularies: what a secretariat may reword or add to without a programmer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.languages import localized


class Scheme(models.TextChoices):
    """The lists, by what they say of an excerpt, a practice, a challenge or an initiative."""

    THREAT = "threat", _("threat vector")
    APPROACH = "approach", _("type of measure")
    MEASURE = "measure", _("measure")
    STAKEHOLDER = "stakeholder", _("actor")
    CHAPTER = "chapter", _("chapter")
    PRACTICE_TYPE = "practice_type", _("type of practice")
    CHALLENGE_TYPE = "challenge_type", _("type of challenge")
    LEVEL = "level", _("level")
    LEGAL_BASIS = "legal_basis", _("legal basis")
    EVIDENCE_TYPE = "evidence_type", _("type of evidence")


class Term(models.Model):
    """One entry of a list, in six languages. It is retired, never deleted: records go on meaning it."""

    scheme = models.CharField(max_length=16, choices=Scheme)
    code = models.SlugField()
    position = models.PositiveSmallIntegerField(default=0)
    titles = models.JSONField()
    """Language -> words."""
    scope_notes = models.JSONField(default=dict)
    broader = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="narrower")
    """A measure belongs to one of the types that the concept note names (paragraph 6)."""
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["scheme", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="one_term_a_code")]

    def __str__(self) -> str:
        return localized(self.titles)
