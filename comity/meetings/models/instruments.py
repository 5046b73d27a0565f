"""The register of instruments as records."""

from __future__ import annotations

from django.db import models


class Instrument(models.Model):
    """A resolution, presidential statement, treaty or other document that statements cite.

    Filled from the register bundled with `comity.texts.instruments`, and with `known=False` for symbols
    that somebody cited and the register does not hold.
    """

    symbol = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    kind = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField(null=True)
    adopted_on = models.DateField(null=True)
    title = models.TextField(blank=True)
    operative_paragraphs = models.PositiveSmallIntegerField(null=True)
    known = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.symbol
