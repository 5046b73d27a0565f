"""Lists of what is public: statements, one delegation's, and the instruments that they cite."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    return render(request, "site/home.html")


@require_safe
def delegation(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "site/home.html")


@require_safe
def instruments(request: HttpRequest) -> HttpResponse:
    return render(request, "site/home.html")


@require_safe
def instrument(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "site/home.html")
