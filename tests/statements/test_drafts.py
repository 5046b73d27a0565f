"""Whose a draft is while it is one."""

from __future__ import annotations

import pytest

from comity.refusals import NotAllowed
from comity.statements import receipt
from comity.statements.models import Version
from tests.makers import NOW, a_delegate, a_delegation, a_draft, a_meeting, add_file, the_desk

pytestmark = pytest.mark.django_db


def test_a_draft_of_the_secretariat_is_the_delegations_once_it_adds_to_it() -> None:
    norway = a_delegation(a_meeting())
    desk, delegate = the_desk(norway.meeting), a_delegate(norway)
    version = a_draft(norway, "We share what works.", by=desk)
    other = a_draft(norway, "Other words.", by=desk)
    add_file(version, "Nous partageons.", by=desk, language="fr")
    assert Version.objects.get(pk=version.pk).entered
    add_file(version, "Compartimos.", by=delegate, language="es")
    assert (version.entered, Version.objects.get(pk=version.pk).entered) == (False, False)
    with pytest.raises(NotAllowed, match="the delegation's own"):
        receipt.submit(version, by=desk, at=NOW)
    receipt.submit(other, by=desk, at=NOW)
    receipt.submit(version, by=delegate, at=NOW)
    assert {one.state for one in Version.objects.all()} == {Version.State.RECEIVED}
