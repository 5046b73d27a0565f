"""How a speaker is called in words, on pages and in files of the record."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comity.floor.shown import Who
from comity.languages import comma, localized


def called(who: Who) -> str:
    """State or organization, or the category that stands for it; with the group for which it speaks."""
    name = localized(who.names) if who.names else who.speaker
    if not name:
        return pgettext("speaker", "not named")
    group = localized(who.group) if who.group else ""
    return _("%(name)s, on behalf of %(group)s") % {"name": name, "group": group} if group else name


def person(who: Who) -> str:
    """The person who spoke, with her title, where the record names her beside the body."""
    words = [who.speaker if who.names else "", who.title]
    return comma().join(one for one in words if one)
