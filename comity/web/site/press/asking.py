"""Accreditation as journalists ask for it, and the key by which they stop mails or end it.

The page of the key bears no token against forgery, as with notices: the key is the secret, and a mail reader's own
button must work without a page (RFC 8058). What is opened changes nothing.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from comity.languages import NATIVE_NAMES, reader_language
from comity.meetings.models import Meeting
from comity.participants import passports
from comity.press import accrediting
from comity.press.models import Accreditation, PressConference
from comity.web.shared import limits
from comity.web.shared.sending import sent
from comity.web.site import chosen
from comity.web.site.following.manage import shown


class AskForm(forms.Form):
    """Who asks to be accredited as press. Nothing of a passport is asked, and none is taken."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    outlet = forms.CharField(
        label=_("For whom you report"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    medium = forms.ChoiceField(label=_("Medium"), choices=Accreditation.Medium.choices)
    email = forms.EmailField(
        label=_("Address for mails"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    language = forms.ChoiceField(
        label=_("Language of mails"), choices=list(NATIVE_NAMES.items()), initial=reader_language
    )
    holds_pass = forms.BooleanField(
        label=_("I hold a valid press accreditation of the United Nations"),
        required=False,
        help_text=_("Bring it to the door. Its number is not asked for here."),
    )
    wants_mails = forms.BooleanField(
        label=_("Send me press releases by mail"),
        required=False,
        help_text=_("When they are released and not before; every mail has a link that stops them."),
    )
    conferences = forms.ModelMultipleChoiceField(
        label=_("Press conferences that I wish to attend"),
        queryset=PressConference.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    """Left empty by people; programmes that fill in every field are known by it."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at = timezone.now()
        coming = PressConference.objects.public(at).filter(
            meeting=meeting, state=PressConference.State.ANNOUNCED, ends_at__gt=at
        )
        self.fields["conferences"].queryset = coming  # type: ignore[attr-defined]
        if not coming.exists():
            del self.fields["conferences"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("name", "outlet"):
            if passports.holds(cleaned.get(name, "")):
                self.add_error(name, passports.SENTENCE)
        return cleaned


@csrf_exempt  # nothing of who is signed in is used, and the page is one copy for all readers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to be accredited; answers alike whoever has asked already."""
    meeting = chosen.known(slug)
    form = AskForm(sent(request), meeting=meeting, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        details = {**form.cleaned_data}
        too_often = limits.is_too_often(request, form, action="accredit", mailbox=details["email"])
        if not too_often and not details.pop("website"):
            accrediting.ask(meeting, **details, at=timezone.now())
        if not form.errors:
            return redirect("site:press_asked", slug=slug)
    words = {"meeting": meeting, "form": form}
    page = render(request, "site/press/ask.html", words, status=422 if form.errors else 200)
    return limits.answered(page, form)


@never_cache
@require_safe
def asked(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "site/press/asked.html", {"meeting": chosen.known(slug)})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """Stop the mails, or end the accreditation and have name and address deleted."""
    found = Accreditation.objects.select_related("meeting").filter(key=key).first()
    if found is None:
        raise Http404
    if request.method == "POST" and found.state != Accreditation.State.ENDED:
        if "end" in request.POST:
            accrediting.end(found, at=timezone.now())
        else:  # the button of a mail reader names nothing of ours
            accrediting.stop_mails(found, at=timezone.now())
    return shown(request, "site/press/stop.html", accreditation=found, meeting=found.meeting)
