"""Tokens: a person makes one for a programme, sees when it was used, and revokes it.

A token carries no right of its own. Whoever brings it acts as its person, with the roles that the person holds at that
instant, and within the token's scopes.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.participants.models import KeptAnswer, Person, Scope, Token
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused

LONGEST = timedelta(days=365)
MOST = 20
"""Good tokens of one person at a time."""
PREFIX = "comity_"
"""By which programmes that look for lost secrets know one."""
A_MINUTE = timedelta(minutes=1)
ANSWERS_KEPT = timedelta(days=1)


def make(
    person: Person,
    *,
    name: str,
    scopes: Collection[Scope],
    expires_at: datetime,
    by: Person,
    at: datetime,
) -> tuple[Token, str]:
    """A token and its secret, which is told this once. Raises `Refused` where it would be good for nothing or for too
    long, `NotAllowed` for a person other than oneself."""
    if by != person or person.is_programme:
        raise NotAllowed(_("Everybody makes tokens for the own account, and no other."))
    if not name.strip():
        raise Refused(_("Give the token a name, such as that of the programme that will use it."))
    if not scopes:
        raise Refused(_("Choose at least one thing for which the token may be used."))
    if not at < expires_at <= at + LONGEST:
        raise Refused(_("A token ends after now, and within a year."))
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        if Token.objects.good(at).filter(person=person).count() >= MOST:
            raise NotNow(
                _("You have %(most)d tokens. Revoke one that is not used any more.") % {"most": MOST}
            )
        token = Token.objects.create(
            person=person,
            name=name.strip()[:100],
            scopes=[one.value for one in Scope if one in set(scopes)],
            hash=hash_of(secret),
            made_at=at,
            expires_at=expires_at,
        )
        details = {"scopes": token.scopes, "expires_at": expires_at.isoformat()}
        trail.note(token, "made token", by=by, at=at, **details)
    return token, secret


def hash_of(secret: str) -> str:
    """The secret is random and long: nobody finds it by trying, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find(secret: str, *, at: datetime) -> Token | None:
    """Whose programme it is; None for what is unknown, revoked, over, or of an account that is closed."""
    if not secret.startswith(PREFIX):
        return None
    return Token.objects.good(at).select_related("person").filter(hash=hash_of(secret)).first()


def note_use(token: Token, *, at: datetime) -> None:
    """Remember that it was used, once a minute at most."""
    if token.last_used_at is None or token.last_used_at <= at - A_MINUTE:
        Token.objects.filter(pk=token.pk).update(last_used_at=at)


def revoke(token: Token, *, by: Person, at: datetime) -> None:
    """From now on it opens nothing. Raises `NotNow` where it was revoked already."""
    if by != token.person:
        raise NotAllowed(_("Everybody makes tokens for the own account, and no other."))
    with transaction.atomic():
        if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
            raise NotNow(_("This token has been revoked already."))
        trail.note(token, "revoked token", by=by, at=at)
    token.refresh_from_db()


def forget_answers(*, at: datetime) -> int:
    """Delete answers that were kept for programmes that ask again; returns how many."""
    return KeptAnswer.objects.filter(at__lt=at - ANSWERS_KEPT).delete()[0]
