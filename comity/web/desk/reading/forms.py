"""What the acts of reading take. Each checks what came and saves nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.practices.models import Excerpt, Support

REASONS = (
    _("nothing that anybody does or should do"),
    _("an opinion or a principle only"),
    _("too general to be followed"),
    _("outside the aspects of the meeting"),
    _("no result and no evidence"),
    _("flagged elsewhere already"),
)
"""The usual reasons of a rejection, one key each."""


class NothingForm(forms.Form):
    """An act that needs no words."""


class FlagForm(forms.Form):
    """The words: a range, sentences that were ticked, or without either the whole paragraph."""

    kind = forms.ChoiceField(
        choices=Excerpt.Kind.choices, error_messages={"required": _("Choose what it is.")}
    )
    start = forms.IntegerField(required=False, min_value=0)
    end = forms.IntegerField(required=False, min_value=1)
    sentence = forms.TypedMultipleChoiceField(required=False)

    def __init__(self, *args: Any, sentences: list[tuple[int, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sentence"].choices = [(f"{start}-{end}", "") for start, end in sentences]  # type: ignore[attr-defined]

    def ranges(self, length: int) -> list[tuple[int, int]]:
        """Sentences ticked side by side are one range."""
        words = self.cleaned_data
        if words["start"] is not None and words["end"] is not None and words["start"] < words["end"]:
            return [(words["start"], words["end"])]
        chosen = set(words["sentence"])
        every = [one for one, _label in self.fields["sentence"].choices]  # type: ignore[attr-defined]
        found: list[tuple[int, int]] = []
        before = -2
        for place, one in enumerate(every):
            if one not in chosen:
                continue
            start, end = (int(part) for part in one.split("-"))
            if place == before + 1:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
            before = place
        return found or [(0, length)]


class ReasonForm(forms.Form):
    """A usual reason, or one's own words."""

    usual = forms.CharField(required=False, max_length=200)
    reason = forms.CharField(required=False, max_length=500, label=_("Reason"))

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        told = (words.get("reason") or words.get("usual") or "").strip()
        if not told and "reason" not in self.errors:
            self.add_error("reason", _("Say why the paragraph is rejected, or choose a reason."))
        return {**words, "reason": told}


class ReferForm(forms.Form):
    to = forms.IntegerField(error_messages={"required": _("Choose a colleague.")})
    reason = forms.CharField(required=False, max_length=500)


class ExcerptForm(forms.Form):
    excerpt = forms.IntegerField()


class CodeForm(ExcerptForm):
    """One code, put on or taken off: "term-7", "aspect-2", "instrument-3", "domain-technological", "kind-claim"."""

    toggle = forms.RegexField(r"^((term|aspect|instrument)-\d{1,18}|(domain|kind)-[a-z_]+)$")


class JoinForm(ExcerptForm):
    practice = forms.IntegerField(error_messages={"required": _("Choose a candidate.")})
    stance = forms.ChoiceField(choices=Support.Stance.choices, required=False)


class StartForm(ExcerptForm):
    title = forms.CharField(required=False, max_length=200, label=_("Working title"))


class AlignForm(forms.Form):
    """`whom`: "group-3" or "delegation-7"."""

    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)
    whom = forms.RegexField(
        r"^(group|delegation)-\d{1,18}$",
        error_messages={
            "required": _("Choose the group or the delegation with whose statement it aligns itself.")
        },
    )


class AlignmentForm(forms.Form):
    alignment = forms.IntegerField()
