"""Who asks, for which meeting, which page of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from comity.meetings import authority, queries
from comity.meetings.authority import Act
from comity.meetings.models import Meeting
from comity.participants.models import Person, Scope, Token
from comity.web.api.problems import Problem
from comity.web.api.shapes.common import Page

Row = TypeVar("Row")


class BearerToken(HttpBearer):
    """A token with the scope. What its person may do at the instant is asked by the verb."""

    def __init__(self, scope: Scope | None) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Token:
        token: Token | None = getattr(request, "token", None)
        if token is None:
            raise Problem(
                401,
                "no-token",
                _("Make one on the page of your account, and send it as Authorization: Bearer."),
                {"WWW-Authenticate": "Bearer"},
            )
        if self.scope is not None and not token.may(self.scope):
            raise Problem(
                403,
                "scope",
                _("It needs the scope %(scope)s.") % {"scope": self.scope.value},
                {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{self.scope.value}"'},
            )
        return token

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        return self(request)


def needs(scope: Scope | None, *, rests_on: str = "") -> dict[str, Any]:
    """How a route says which scope it asks for, None for any good token; and what it changes in the state that the
    request names in If-Match (`rests_on`: "session")."""
    told = {"x-scope": scope.value} if scope else {}
    if rests_on:
        told["x-rests-on"] = rests_on
    return {"auth": BearerToken(scope), "openapi_extra": told}


def person(request: HttpRequest) -> Person:
    """Who acts, on a route that asks for a token."""
    assert isinstance(request.user, Person)
    return request.user


def reads(request: HttpRequest) -> bool:
    """Whether the token lets its programme see what its person sees; without one anybody sees what is public."""
    token: Token | None = getattr(request, "token", None)
    return token is not None and token.may(Scope.READ)


def meeting_of(request: HttpRequest, slug: str) -> Meeting:
    """One that was announced; one that was not for those who work on it. Any other does not exist."""
    found = Meeting.objects.filter(slug=slug).first()
    if found is None or not (
        queries.is_public(found) or (reads(request) and authority.may(request.user, Act.SEE, meeting=found))
    ):
        raise Http404
    return found


def meeting_to_change(request: HttpRequest, slug: str) -> Meeting:
    """For a route that writes: the verb says who may, and whoever has no part in a meeting that was not announced is
    not told of it."""
    found = Meeting.objects.filter(slug=slug).first()
    known = found is not None and (
        queries.is_public(found) or found.assignments.filter(person=person(request)).exists()
    )
    if found is None or not known:
        raise Http404
    return found


def chosen(rows: QuerySet[Any], codes: Iterable[str] | None, name: str) -> list[Any]:
    """The rows of these codes, in that order. Raises `Problem` for one that is not there."""
    wanted = list(dict.fromkeys(codes or ()))
    found = {one.code: one for one in rows.filter(code__in=wanted)}
    if missing := [code for code in wanted if code not in found]:
        raise Wrong({name: [_("%(code)s is not known here.") % {"code": ", ".join(missing)}]})
    return [found[code] for code in wanted]


class Wrong(Exception):
    """Fields that are right by themselves and name nothing that is there: name -> sentences."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(errors)
        self.errors = errors


def paged(
    rows: Sequence[Any] | QuerySet[Any], page: int, per_page: int, shown: Callable[[list[Any]], list[Row]]
) -> Page[Row]:
    """One page, its rows shown together; a number beyond the last gives the last."""
    found = Paginator(rows, per_page).get_page(page)
    return Page(
        items=shown(list(found)),
        total=found.paginator.count,
        page=found.number,
        pages=found.paginator.num_pages,
    )
