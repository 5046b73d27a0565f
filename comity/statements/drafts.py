"""A draft while it is one: held still, whose it is, and files that make room for others."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.files.storing import release_later
from comity.participants.models import Person
from comity.refusals import NotNow
from comity.statements.authority import is_entered
from comity.statements.models import LanguageVersion, Version


def still_draft(version: Version, sentence: str | Promise) -> Version:
    """The version as it is now, and nobody else's until the transaction ends. Raises `NotNow` with the sentence
    where it is no draft any more."""
    return still_drafts([version], sentence)[version.pk]


def still_drafts(versions: Sequence[Version], sentence: str | Promise) -> dict[int, Version]:
    now = held(versions)
    if any(version.pk not in now for version in versions):
        raise NotNow(_("This draft has been discarded."))
    if any(one.state != Version.State.DRAFT for one in now.values()):
        raise NotNow(sentence)
    return now


def held(versions: Sequence[Version]) -> dict[int, Version]:
    """The versions as they are now, by key, and nobody else's until the transaction ends; without those that went."""
    found = Version.objects.select_for_update().filter(pk__in=[version.pk for version in versions])
    return {one.pk: one for one in found.order_by("pk")}


def take_over(versions: Sequence[Version], *, by: Person) -> None:
    """What the delegation itself adds to a draft that the secretariat entered makes the draft the delegation's."""
    own = [one for one in versions if one.entered and not is_entered(one.statement.delegation, by=by)]
    if own:
        Version.objects.filter(pk__in=[one.pk for one in own]).update(entered=False)
    for one in own:
        one.entered = False


def give_way(added: Sequence[LanguageVersion]) -> None:
    """What is there makes room: the same language goes, and one language is the original."""
    there: dict[int, list[LanguageVersion]] = {}
    for one in LanguageVersion.objects.filter(version__in=[one.version_id for one in added]).order_by():
        there.setdefault(one.version_id, []).append(one)
    for new in added:
        others = there.get(new.version_id, [])
        same = [one for one in others if one.language == new.language]
        first = len(same) == len(others)
        new.is_original = new.is_original or first or any(one.is_original for one in same)
        release_later(same)
        for one in same:
            one.delete()
        if new.is_original and not first:
            new.version.languages.update(is_original=False)
