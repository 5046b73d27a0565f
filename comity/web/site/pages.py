"""The meeting now, its programme, and what this site is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is on, what comes next, and what is new."""
    return render(request, "site/home.html")


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    return render(request, "site/home.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "site/about.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "site/accessibility.html")
