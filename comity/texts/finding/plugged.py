"""A model of sentences that somebody plugs in beside the space that ships; the same door for a folder or an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from comity.texts.finding.crosslingual import Array, means, unit

STRANGERS = (
    "The harvest of olives begins when the first rain has fallen.",
    "Two players remained on the field after the whistle.",
    "Le pont du village a été repeint en vert.",
    "Une baleine respire à la surface toutes les vingt minutes.",
    "La receta lleva tres huevos y una taza de harina.",
    "El cometa volverá a verse dentro de setenta años.",
    "Скрипка лежала в открытом футляре на подоконнике.",
    "Поезд прибывает на вторую платформу ровно в полдень.",
    "القطة نامت طوال النهار فوق الخزانة.",
    "يصنع الحرفي السلال من سعف النخيل.",
    "这位牙医每逢周三休息。",
    "湖面上的冰在三月融化。",
)
"""Sentences that have nothing in common: what a model makes of two of them is its nothing."""
OWN_WORDS = 0.35
"""Weight of words and letters beside the model's, between two texts of one language."""


class Model(Protocol):
    """What is plugged in."""

    @property
    def name(self) -> str:
        """With its version: shown beside everything that it proposes."""

    @property
    def sends(self) -> bool:
        """Whether texts leave this machine's process for it."""

    def embedded(self, texts: Sequence[str]) -> Array:
        """(texts x dimensions), of whatever length; the same texts, the same numbers. Raises `Unavailable`."""


class Unavailable(OSError):
    """The model cannot be had now, with a sentence that says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Plugged:
    """A model with the middle of its strangers, (dimensions,): many models call everything alike until it is taken
    away."""

    model: Model
    middle: Array

    def vectors(self, texts: Sequence[str]) -> Array:
        """Rows of length 1."""
        if not texts:
            return np.zeros((0, len(self.middle)), np.float32)
        rows = np.asarray(self.model.embedded(list(texts)), np.float32)
        if rows.shape[:1] != (len(texts),) or rows.ndim != 2 or not np.isfinite(rows).all():
            raise Unavailable(f"{self.model.name} does not answer with one vector for each text.")
        return unit(rows)

    def common(self, vectors: Array, languages: Sequence[str], *, of_these: bool) -> dict[str, Array]:
        """What is taken away of texts in each language: what they share (`of_these`), or the middle alone."""
        if of_these:
            return means(vectors, languages, self.middle)
        return dict.fromkeys(languages, self.middle)


def plug(model: Model) -> Plugged:
    """Make a model ready: it is asked about the strangers once. Raises `Unavailable`."""
    rows = Plugged(model, np.zeros(1, np.float32)).vectors(STRANGERS)
    return Plugged(model, np.asarray(rows.mean(0), np.float32))
