"""As `test_nobody_else.py`, of panellists who speak for no delegation: nobody can tell which of them it was (RX-1, RX-3)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from comity.floor import moderating
from comity.floor.models import Floor, Intervention
from comity.meetings.models import Attribution, Part
from comity.participants import panellists
from comity.participants.models import Delegation, Role
from tests.floor.makers import BEGINS, MINUTE, chair
from tests.makers import NOW, a_delegate, a_delegation, a_participant, a_role
from tests.practices.makers import the_rapporteur
from tests.web.test_nobody_else import PUBLIC, Said, addresses, browser, clock, same

__all__ = ["clock"]
pytestmark = pytest.mark.django_db
SPEAKER, OTHER, THIRD = "Ana Silva", "Bo Li", "Cem Ay"


class SaidOnPanel(Said):
    """By one of three panellists of one category who agree to nothing."""

    def speak(self, floor: Floor) -> Intervention:
        parts = [
            Part.objects.create(
                session=floor.session,
                participant=a_participant(
                    self.meeting, name, kind="panellist", affiliation=f"{name[:3]} Ltd"
                ),
                role=Part.Role.PANELLIST,
                state=Part.State.APPEARED,
                proposed_at=NOW,
            )
            for name in (SPEAKER, OTHER, THIRD)
        ]
        for one in parts[:2]:
            panellists.source_of(one.participant)
        return moderating.present(parts[0], by=chair(floor), at=BEGINS + MINUTE)

    def as_if_said_by(self, code: str) -> None:
        place = Delegation.every.get(panellist__name=code)
        Intervention.objects.filter(pk=self.turn.pk).update(
            part=Part.objects.get(participant=place.panellist)
        )
        self.as_if_of({"delegation": place})


@pytest.fixture(autouse=True)
def other_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.web.test_nobody_else.SPEAKER", SPEAKER)
    monkeypatch.setattr("tests.web.test_nobody_else.OTHER", OTHER)


@pytest.mark.parametrize("mode", [Attribution.ATTRIBUTED, Attribution.NON_ATTRIBUTED])
def test_the_public_cannot_tell_which_panellist_spoke(mode: Attribution) -> None:
    """RX-1, RX-3: no page, feed, JSON, file, order or count of the site; in an open session too, since none of them
    agrees to be named."""
    said = SaidOnPanel(mode)
    person = a_delegate(a_delegation(said.meeting, "fra"), name="france")
    asked = addresses(said, within=PUBLIC)
    asked += [f"{reverse('site:search')}?q=zyxwlamps", f"{reverse('site:search')}?q=Silva"]
    assert len(same(browser(None), asked, said)) > 40
    assert len(same(browser(person), asked[::5], said)) > 5


@pytest.mark.parametrize(
    ("role", "mode"),
    [(Role.REVIEWER, Attribution.NON_ATTRIBUTED), (Role.RAPPORTEUR, Attribution.BY_CATEGORY)],
)
def test_at_the_desk_nobody_is_told_before_the_seal_is_opened(role: Role, mode: Attribution) -> None:
    """RX-2."""
    said = SaidOnPanel(mode)
    person = the_rapporteur() if role is Role.RAPPORTEUR else a_role(role, said.meeting, name="somebody")
    assert len(same(browser(person), addresses(said, within=("desk:",)), said)) > 3


def test_two_roles_open_the_seal_of_what_a_panellist_said() -> None:
    """RX-2."""
    said = SaidOnPanel(Attribution.NON_ATTRIBUTED)
    client = browser(a_role(Role.RAPPORTEUR, said.meeting, name="somebody"))
    page = reverse("desk:statement", args=[said.statement.ref])
    assert SPEAKER not in client.get(page).content.decode()
    opened = client.post(page + "seal/", {"reason": "to ask back"}).content.decode()
    assert f"{SPEAKER} (Ana Ltd)" in opened
