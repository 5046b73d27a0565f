"""Saying no: every refusal carries a sentence fit to show, and one middleware maps it to a status."""

from __future__ import annotations

from django.utils.functional import Promise


class Refused(Exception):
    """A verb that will not be carried out. `sentence` says what is wrong and how to mend it."""

    status = 400

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(Refused):
    """The person has no authority for it."""

    status = 403


class NotNow(Refused):
    """The state does not allow it, or somebody else was first."""

    status = 409
