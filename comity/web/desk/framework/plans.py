"""Options in one table and the proposal for future work, each with its form, one language at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.adapters.framework import appendices
from comity.framework import annexed, authority, issuing, planning
from comity.framework.authority import Act
from comity.framework.models import Framework, FutureWork, ImplementationOption
from comity.languages import NATIVE_NAMES, reader_language
from comity.refusals import Refused
from comity.web.desk.framework.place import around, framework_of, person
from comity.web.desk.framework.plan_forms import DecisionForm, OptionForm, WorkForm
from comity.web.desk.page import mistakes
from comity.web.shared.sending import written


def language_of(request: HttpRequest) -> str:
    wanted = request.GET.get("language", "")
    return wanted if wanted in NATIVE_NAMES else reader_language()


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def options(request: HttpRequest, slug: str) -> HttpResponse:
    """All options side by side, and the form for another one (R04-4)."""
    framework = framework_of(request, slug)
    form = OptionForm(
        request.POST if request.method == "POST" else None,
        framework=framework,
        language=language_of(request),
    )

    def propose(said: dict[str, Any]) -> None:
        planning.propose(framework, by=person(request), at=timezone.now(), **said)

    return listed(request, framework, form, propose, "options")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def work(request: HttpRequest, slug: str) -> HttpResponse:
    """The items of future work, and the form for another one (R12-10)."""
    framework = framework_of(request, slug)
    form = WorkForm(
        request.POST if request.method == "POST" else None,
        framework=framework,
        language=language_of(request),
    )

    def plan(said: dict[str, Any]) -> None:
        planning.plan(framework, by=person(request), at=timezone.now(), **said)

    return listed(request, framework, form, plan, "work")


def listed(
    request: HttpRequest,
    framework: Framework,
    form: Any,
    make: Callable[[dict[str, Any]], None],
    name: str,
) -> HttpResponse:
    refusal = None
    if request.method == "POST":
        authority.require(request.user, Act.PLAN, meeting=framework.meeting)
        if form.is_valid():
            try:
                make(form.said())
                messages.success(request, _("Added, with the next number."))
                return redirect(f"desk:framework_{name}", slug=framework.meeting.slug)
            except Refused as refused:
                refusal = refused
    context = {
        **around(request, framework.meeting),
        **languages(request),
        "framework": framework,
        "form": form,
        "refusal": refusal,
        "mistakes": mistakes({"": form}),
        "options": framework.options.filter(removed_at=None),
        "items": framework.future_work.filter(removed_at=None).prefetch_related("practices", "nodes"),
        "tables": compared(framework) if name == "options" else (),
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, f"desk/framework/{name}.html", context, status=status)


def languages(request: HttpRequest) -> dict[str, Any]:
    return {"chosen_language": language_of(request), "six": [*NATIVE_NAMES]}


def compared(framework: Framework) -> tuple[appendices.Table, ...]:
    """As the appendix of an edition would print them now."""
    language = reader_language()
    found = framework.options.filter(removed_at=None).select_related("node")
    return appendices.options(tuple(annexed.option(issuing.option_of(one), language) for one in found)).tables


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def option(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One option: its words, its decision, or its removal."""
    framework = framework_of(request, slug)
    found = get_object_or_404(
        framework.options.select_related("framework__meeting", "node"), number=number, removed_at=None
    )
    what = written(request, "what") if request.method == "POST" else ""
    form = OptionForm(
        request.POST if what == "write" else None,
        framework=framework,
        option=found,
        language=language_of(request),
    )
    decision = DecisionForm(request.POST if what == "decide" else None, prefix="decision")

    def carry_out() -> None:
        at, by = timezone.now(), person(request)
        if what == "write":
            planning.revise_option(found, by=by, at=at, **form.said())
        elif what == "decide":
            said = dict(decision.cleaned_data)
            reasons = {reader_language(): said.pop("reasons")}
            planning.decide(
                found, **said, reasons={key: one for key, one in reasons.items() if one}, by=by, at=at
            )
        else:
            planning.drop(found, reason=written(request, "reason"), by=by, at=at)

    return one_of(request, found, form, decision, carry_out, what, "option")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One item of future work: its words, or its removal."""
    framework = framework_of(request, slug)
    found = get_object_or_404(
        framework.future_work.select_related("framework__meeting"), number=number, removed_at=None
    )
    what = written(request, "what") if request.method == "POST" else ""
    form = WorkForm(
        request.POST if what == "write" else None,
        framework=framework,
        item=found,
        language=language_of(request),
    )

    def carry_out() -> None:
        at, by = timezone.now(), person(request)
        if what == "write":
            planning.revise_plan(found, by=by, at=at, **form.said())
        else:
            planning.drop(found, reason=written(request, "reason"), by=by, at=at)

    return one_of(request, found, form, None, carry_out, what, "item")


def one_of(
    request: HttpRequest,
    found: ImplementationOption | FutureWork,
    form: forms.Form,
    decision: forms.Form | None,
    carry_out: Callable[[], None],
    what: str,
    name: str,
) -> HttpResponse:
    """Carry out what was asked for, or show the page (again)."""
    refusal, asked = None, {"write": form, "decide": decision, "drop": None}
    if request.method == "POST":
        if what not in asked or (what == "decide" and decision is None):
            raise Http404
        needs = Act.DECIDE_OPTION if what == "decide" else Act.PLAN
        authority.require(request.user, needs, meeting=found.meeting)
        sent = asked[what]
        if sent is None or sent.is_valid():
            try:
                carry_out()
                messages.success(request, _("Done."))
                return redirect(
                    "desk:framework_options" if name == "option" else "desk:framework_work",
                    slug=found.meeting.slug,
                )
            except Refused as refused:
                refusal = refused
    wrong = mistakes({key: one for key, one in asked.items() if one is not None and one.is_bound})
    context = {
        **around(request, found.meeting),
        **languages(request),
        "found": found,
        "form": form,
        "decision": decision,
        "reason": written(request, "reason"),
        "refusal": refusal,
        "mistakes": wrong,
        "is_open": isinstance(found, FutureWork) or found.decision in ("open", "deferred"),
    }
    status = refusal.status if refusal else 422 if wrong else 200
    return render(request, f"desk/framework/{name}.html", context, status=status)
