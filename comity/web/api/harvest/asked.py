"""What a harvester asks for, checked as OAI-PMH 2.0 prescribes (sections 2.5 and 3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import QueryDict

from comity.web.api.harvest.heads import Head

PREFIX = "oai_dc"
SALT = "comity.web.api.harvest"
A_PAGE = 100
VERBS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
}
"""Verb -> arguments that it needs, and others that it takes."""
LISTS = ("ListIdentifiers", "ListRecords")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class Fault(Exception):
    """What the protocol answers instead; `code` is one of its own."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


@dataclass(frozen=True, slots=True)
class Asked:
    """`after`: stamp and reference of the last head that was given before; `since` and `until` include both ends."""

    verb: str
    identifier: str = ""
    chosen: str = ""
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[datetime, str] | None = None

    def wants(self, head: Head) -> bool:
        return (
            (not self.chosen or any(is_within(one, self.chosen) for one in head.sets))
            and (self.since is None or head.stamp >= self.since)
            and (self.until is None or head.stamp <= self.until)
        )


def is_within(one: str, chosen: str) -> bool:
    """A set holds what its subsets hold."""
    return one == chosen or one.startswith(f"{chosen}:")


def read(query: QueryDict) -> Asked:
    """Raises `Fault`."""
    given = {name: values[0] for name, values in query.lists() if values}
    repeated = [name for name, values in query.lists() if len(values) > 1]
    verb = given.pop("verb", "")
    if verb not in VERBS or "verb" in repeated:
        raise Fault("badVerb", "One of: " + ", ".join(VERBS))
    if repeated:
        raise Fault("badArgument", f"Given more than once: {', '.join(repeated)}")
    if verb in LISTS and "resumptionToken" in given:
        return resumed(verb, given)
    require(verb, given)
    if "resumptionToken" in given:
        raise Fault("badResumptionToken", "All sets are told at once.")
    if given.get("metadataPrefix", PREFIX) != PREFIX:
        raise Fault("cannotDisseminateFormat", f"Only {PREFIX}.")
    since, until = span(given)
    return Asked(verb, given.get("identifier", ""), given.get("set", ""), since, until)


def require(verb: str, given: Mapping[str, str]) -> None:
    needed, further = VERBS[verb]
    if missing := sorted(needed - given.keys()):
        raise Fault("badArgument", f"Missing: {', '.join(missing)}")
    if strange := sorted(given.keys() - needed - further):
        raise Fault("badArgument", f"Not taken by {verb}: {', '.join(strange)}")


def span(given: Mapping[str, str]) -> tuple[datetime | None, datetime | None]:
    """From and until, both to the day or both to the second."""
    since, until = given.get("from", ""), given.get("until", "")
    if since and until and len(since) != len(until):
        raise Fault("badArgument", "from and until have the same granularity.")
    found = instant(since), instant(until, is_end=True)
    if found[0] and found[1] and found[0] > found[1]:
        raise Fault("badArgument", "from is later than until.")
    return found


def instant(words: str, *, is_end: bool = False) -> datetime | None:
    if not words:
        return None
    try:
        if DAY.fullmatch(words):
            day = datetime.strptime(words, "%Y-%m-%d").replace(tzinfo=UTC)
            return day + timedelta(hours=23, minutes=59, seconds=59) if is_end else day
        if SECOND.fullmatch(words):
            return datetime.strptime(words, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        pass
    raise Fault("badArgument", "Dates are YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")


def resumed(verb: str, given: Mapping[str, str]) -> Asked:
    if len(given) > 1:
        raise Fault("badArgument", "resumptionToken stands alone.")
    try:
        kept: list[Any] = signing.loads(given["resumptionToken"], salt=SALT)
        of_verb, chosen, since, until, stamp, ref = kept
    except (signing.BadSignature, ValueError, TypeError) as fault:
        raise Fault("badResumptionToken", "It was not given here, or is damaged.") from fault
    if of_verb != verb:
        raise Fault("badResumptionToken", f"It belongs to {of_verb}.")
    return Asked(verb, "", chosen, moment(since), moment(until), (datetime.fromisoformat(stamp), ref))


def moment(words: str | None) -> datetime | None:
    return datetime.fromisoformat(words) if words else None


def token(asked: Asked, last: Head) -> str:
    """It says where to go on and keeps nothing here, so it does not end."""
    since, until = (one.isoformat() if one else None for one in (asked.since, asked.until))
    return signing.dumps(
        [asked.verb, asked.chosen, since, until, last.stamp.isoformat(), last.ref], salt=SALT, compress=True
    )


def host() -> str:
    return urlsplit(settings.PUBLIC_ADDRESS).hostname or "localhost"


def identifier(ref: str) -> str:
    return f"oai:{host()}:{ref}"
