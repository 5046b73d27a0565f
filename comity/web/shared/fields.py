"""Fields that forms share. They choose by codes and references, never by bare numbers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from comity.languages import NATIVE_NAMES, reader_language
from comity.practices.models import Practice, Term
from comity.practices.models.vocabulary import Scheme


def words(label: Any, *, rows: int = 3, required: Any = "", **details: Any) -> forms.CharField:
    """Some lines of text; `required` is the sentence that asks for them, empty where they may be left out."""
    return forms.CharField(
        label=label,
        required=bool(required),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required},
        **details,
    )


def year(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1900, max_value=2200)


def table_file(label: Any) -> forms.FileField:
    """A table that is looked at line by line before it is taken in."""
    return forms.FileField(
        label=label,
        help_text=_("CSV or XLSX; its first line names the columns."),
        validators=[
            FileExtensionValidator(["csv", "xlsx", "txt", "tsv"], message=_("Send the table as CSV or XLSX."))
        ],
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )


class PracticeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of some practices by its reference, called as the desk calls it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Practice.objects.none(), to_field_name="ref", **kwargs)

    def label_from_instance(self, practice: Practice) -> str:
        return f"{practice.working_title} ({practice.get_state_display()})"


def offered(scheme: Scheme) -> QuerySet[Term]:
    return Term.objects.filter(scheme=scheme, active=True)


def one_term(label: Any, scheme: Scheme, *, required: bool = False) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    field = forms.ModelChoiceField(
        label=label,
        queryset=offered(scheme),
        to_field_name="code",
        required=required,
        empty_label=_("not said"),
        error_messages={"required": _("Choose one of the list.")},
    )
    field.scheme = scheme  # type: ignore[attr-defined]
    return field


def terms(label: Any, scheme: Scheme, *, required: Any = "") -> forms.ModelMultipleChoiceField:  # type: ignore[type-arg]
    field = forms.ModelMultipleChoiceField(
        label=label,
        queryset=offered(scheme),
        to_field_name="code",
        required=bool(required),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": required},
    )
    field.scheme = scheme  # type: ignore[attr-defined]
    return field


def list_terms(form: forms.Form) -> None:
    """Give every field of terms its choices by one query for all."""
    by_scheme: dict[str, list[tuple[str, str]]] = {}
    for one in Term.objects.filter(active=True):
        by_scheme.setdefault(one.scheme, []).append((one.code, str(one)))
    for field in form.fields.values():
        scheme = getattr(field, "scheme", None)
        if isinstance(field, forms.ModelChoiceField) and scheme is not None:
            first = [("", field.empty_label)] if field.empty_label is not None else []
            field.choices = [*first, *by_scheme.get(scheme, ())]


def language(label: Any) -> forms.ChoiceField:
    """One of the six; that of the page unless another is chosen."""
    return forms.ChoiceField(label=label, choices=list(NATIVE_NAMES.items()), initial=reader_language)


class InSixLanguages(forms.Form):
    """One line or text in each of the six languages: `prefix_ar`, `prefix_zh`, ...; empty ones are left out."""

    def add_languages(self, name: str, label: Any, *, long: bool = False, limit: int = 300) -> None:
        for code, native in NATIVE_NAMES.items():
            attrs = {"lang": code, "dir": "rtl" if code == "ar" else "ltr"}
            self.fields[f"{name}_{code}"] = forms.CharField(
                label=f"{label} ({native})",
                required=False,
                max_length=None if long else limit,
                widget=forms.Textarea(attrs={"rows": 3, **attrs}) if long else forms.TextInput(attrs=attrs),
            )

    def spoken(self, name: str) -> dict[str, str]:
        """Language -> words, of those that were filled in."""
        return {
            code: said
            for code in NATIVE_NAMES
            if (said := self.cleaned_data.get(f"{name}_{code}", "").strip())
        }


def in_each(name: str, said: dict[str, str]) -> dict[str, str]:
    """What the fields of `InSixLanguages` start with."""
    return {f"{name}_{code}": said.get(code, "") for code in NATIVE_NAMES}
