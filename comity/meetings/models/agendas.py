"""The agenda as issued, version by version, and the concept note in which a meeting began."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.meetings.models.meetings import Meeting


class AgendaVersion(models.Model):
    """The programme as it stood when it was issued. Never changed or deleted: another version follows."""

    class Stage(models.TextChoices):
        PROPOSED = "proposed", _("proposed agenda")
        PROVISIONAL = "provisional", _("provisional agenda")
        ANNOTATED = "annotated", _("annotated provisional agenda")
        ADOPTED = "adopted", _("agenda as adopted")
        REVISED = "revised", _("revised agenda")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agendas")
    number = models.PositiveSmallIntegerField()
    """From 1, whatever the stage."""
    stage = models.CharField(max_length=12, choices=Stage)
    revision = models.PositiveSmallIntegerField(default=0)
    """n of Rev.n: how often a stage was issued again."""
    content = models.JSONField()
    """As `comity.meetings.agenda.content_of` writes it, in six languages."""
    people = models.JSONField(default=dict)
    """Key of a participant -> name, title and affiliation as issued: all that is ever taken out of an issued agenda,
    when its owner asks for erasure. Parts of sessions in `content` have the key only."""
    sha256 = models.CharField(max_length=64)
    """Of the content as canonical JSON."""
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_agenda_a_number")]

    def __str__(self) -> str:
        called = str(self.get_stage_display())
        return f"{called} (Rev.{self.revision})" if self.revision else called

    def save(self, *args: Any, **kwargs: Any) -> None:
        assert self._state.adding, "an agenda that was issued is never changed"
        super().save(*args, **kwargs)


class ConceptNote(models.Model):
    """A note as it was read, with what it proposes for a meeting, until a person accepts or drops it."""

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    proposals = models.JSONField()
    """As `comity.texts.note` writes them: each with the words it came from and their anchor."""
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    meeting = models.OneToOneField(Meeting, models.PROTECT, null=True, related_name="concept_note")
    """What was made of it."""
    dropped_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
