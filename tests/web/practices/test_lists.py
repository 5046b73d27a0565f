"""Vocabularies, challenges, initiatives under review, holidays, changed sources and claims at the desk."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.practices import corrections, initiatives
from comity.practices.models import Challenge, Excerpt, Holiday, Initiative, Practice, Term
from comity.practices.models.vocabulary import Scheme
from comity.statements import changes, publication, receipt, review
from comity.statements.models import Version
from tests.makers import NOW, a_delegation, add_file, the_desk
from tests.practices import makers
from tests.web.acting import linked_errors, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    makers.the_meeting()
    return signed_in(makers.the_rapporteur())


def secretariat() -> Client:
    return signed_in(makers.the_secretariat())


def at_meeting(name: str, *more: object) -> str:
    return reverse(f"desk:{name}", args=["sm2016", *more])


def test_a_term_is_added_reworded_and_retired_in_six_languages(desk: Client) -> None:
    """R01-1."""
    assert "Lists of terms" in desk.get(at_meeting("terms")).content.decode()
    new = at_meeting("new_term", "threat")
    assert linked_errors(desk.post(new, {"titles_en": "Drones"}).content.decode()) == {
        "Give the term a code.": "id_code"
    }
    assert "Name the term in at least one language" in desk.post(new, {"code": "drones"}).content.decode()
    assert desk.post(new, {"code": "drones", "titles_en": "Drones", "titles_ar": "طائرات"}).status_code == 302
    again = desk.post(new, {"code": "drones", "titles_en": "Again, and kept"})
    assert "has a term “drones” already" in again.content.decode()
    assert "Again, and kept" in again.content.decode()
    one = at_meeting("term", "threat", "drones")
    assert 'value="طائرات"' in desk.get(one).content.decode()
    assert (
        desk.post(one, {"titles_en": "Uncrewed aircraft", "scope_notes_en": "Any size."}).status_code == 302
    )
    term = Term.objects.get(code="drones")
    assert (term.titles, term.active) == ({"en": "Uncrewed aircraft"}, False)
    assert "retired" in desk.get(at_meeting("terms")).content.decode()
    assert signed_in(makers.the_chair()).get(new).status_code == 403
    assert desk.get(at_meeting("new_term", "nothing")).status_code == 404
    measure = {
        "code": "m",
        "titles_en": "M",
        "broader": Term.objects.filter(scheme=Scheme.APPROACH).first().code,
    }
    assert desk.post(at_meeting("new_term", "measure"), measure).status_code == 302
    assert Term.objects.get(code="m").broader is not None


def a_challenge(desk: Client) -> Challenge:
    kind = Term.objects.filter(scheme=Scheme.CHALLENGE_TYPE).first()
    words = {"titles_en": "Evidence comes late", "challenge_type": kind.code, "threats": ["recruitment"]}
    assert desk.post(at_meeting("challenges"), words).status_code == 302
    return Challenge.objects.get()


def test_a_challenge_is_recorded_answered_and_shown(desk: Client) -> None:
    """R03-3."""
    refused = desk.post(at_meeting("challenges"), {"titles_en": "Kept title"})
    assert refused.status_code == 422
    assert "Kept title" in refused.content.decode()
    assert "Choose at least one threat vector of the challenge." in linked_errors(refused.content.decode())
    challenge = a_challenge(desk)
    words = makers.an_excerpt(words="Evidence arrives after a year.", kind=Excerpt.Kind.CHALLENGE)
    practice = makers.a_candidate(makers.an_excerpt("fra"))

    def act(name: str, chosen: object = "", client: Client = desk):
        return client.post(reverse("desk:challenge_act", args=[challenge.ref, name]), {"chosen": chosen})

    assert words.text in desk.get(reverse("desk:challenge", args=[challenge.ref])).content.decode()
    assert [act("attach", words.pk).status_code, act("answer", practice.ref).status_code] == [302, 302]
    assert act("publish").status_code == 403
    assert act("publish", client=secretariat()).status_code == 302
    page = desk.get(reverse("desk:challenge", args=[challenge.ref])).content.decode()
    assert "public since" in page
    assert practice.working_title in page
    assert [
        act(name, chosen).status_code for name, chosen in (("detach", words.pk), ("unanswer", practice.ref))
    ] == [302, 302]
    assert act("hide", client=secretariat()).status_code == 302
    assert "Choose the words" in act("attach", "x").content.decode()
    assert "Choose the practice" in act("answer", "nothing").content.decode()
    assert act("eat").status_code == 404
    revised = {
        "titles_en": "Too late",
        "challenge_type": challenge.challenge_type.code,
        "threats": ["propaganda"],
    }
    assert (
        desk.post(reverse("desk:challenge_act", args=[challenge.ref, "revise"]), revised).status_code == 302
    )
    assert desk.post(reverse("desk:challenge_act", args=[challenge.ref, "revise"]), {}).status_code == 422
    assert "Too late" in desk.get(at_meeting("challenges")).content.decode()


def test_an_initiative_is_taken_returned_and_published() -> None:
    """R06-2, R06-3."""
    delegation = a_delegation(makers.the_meeting(), "nor")
    level = Term.objects.get(scheme=Scheme.LEVEL, code="national")
    one = initiatives.enter(
        makers.the_meeting(),
        names={"en": "Observatory"},
        owner="Ministry",
        level=level,
        delegation=delegation,
        by=makers.one_for(delegation),
        at=NOW,
    )
    client = secretariat()

    def act(name: str, reason: str = ""):
        return client.post(reverse("desk:initiative_act", args=[one.ref, name]), {"reason": reason})

    assert "Observatory" in client.get(at_meeting("initiatives")).content.decode()
    assert act("take").status_code == 302
    assert "Say what should be corrected" in act("return").content.decode()
    assert act("return", "Name the law.").status_code == 302
    assert "not possible now" in act("publish", "Kept reason").content.decode()
    one.refresh_from_db()
    initiatives.revise(one, owner="Ministry of Justice", by=makers.one_for(delegation), at=NOW)
    assert [
        act("take").status_code,
        act("publish").status_code,
        act("withdraw", "It ended.").status_code,
    ] == [302] * 3
    one.refresh_from_db()
    assert one.state == Initiative.State.WITHDRAWN
    assert act("eat").status_code == 404
    assert client.post(at_meeting("initiatives"), {}).status_code == 422
    own = {"owner": "Secretariat", "level": "global", "status": "running", "names_en": "Library"}
    assert client.post(at_meeting("initiatives"), own).status_code == 302
    assert signed_in(makers.the_chair()).post(at_meeting("initiatives"), own).status_code == 403


def test_holidays_are_set_and_taken_out(desk: Client) -> None:
    """R12-5."""
    client, address = secretariat(), at_meeting("holidays")
    assert "None is set" in client.get(address).content.decode()
    assert (
        "Name the holiday in at least one language."
        in client.post(address, {"on": "2016-12-26"}).content.decode()
    )
    day = {"on": "2016-12-26", "titles_en": "Boxing Day"}
    assert client.post(address, day).status_code == 302
    assert "holiday already" in client.post(address, day).content.decode()
    assert desk.post(address, day).status_code == 403
    remove = at_meeting("holiday", Holiday.objects.get().pk)
    assert desk.post(remove).status_code == 403
    assert client.get(remove).status_code == 302
    assert client.post(remove).status_code == 302
    assert not Holiday.objects.exists()


def test_claims_are_listed_apart(desk: Client) -> None:
    assert "None has been flagged" in desk.get(at_meeting("claims")).content.decode()
    makers.an_excerpt(words="We removed 3,000 videos.", kind=Excerpt.Kind.CLAIM)
    makers.an_excerpt("fra", "We train judges.")
    page = desk.get(at_meeting("claims")).content.decode()
    assert "We removed 3,000 videos." in page
    assert "We train judges." not in page


def corrected(excerpt: Excerpt, words: str) -> None:
    """A correction of the excerpt's statement, published now."""
    statement, by = excerpt.paragraph.language_version.version.statement, the_desk(makers.the_meeting())
    at = timezone.now()
    version = changes.new_version(statement, kind=Version.Kind.CORRECTION, note="A slip.", by=by, at=at)
    add_file(version, words, by=by, at=at)
    for act in (receipt.submit, review.take, review.accept, publication.publish):
        act(version, by=by, at=at)


def test_a_quote_whose_source_changed_is_kept_or_follows(desk: Client) -> None:
    """R09-9, R12-7."""
    first, second = makers.an_excerpt("nor"), makers.an_excerpt("fra", "We train forty judges every year.")
    practice = makers.a_candidate(first, second)
    assert "Every quote stands" in desk.get(at_meeting("corrections")).content.decode()
    corrected(first, "We keep a contact point that answers requests for evidence day and night, always.")
    corrected(second, "We train fifty judges every year.")
    page = desk.get(at_meeting("corrections")).content.decode()
    waiting = {one.excerpt.pk for one in corrections.changed(makers.the_meeting(), at=timezone.now())}
    assert second.pk in waiting
    assert f'id="e{second.pk}"' in page
    follow = at_meeting("settle", second.pk, "follow")
    refused = desk.post(follow, {"words": "We train sixty judges every year."})
    assert "do not stand in the corrected version" in refused.content.decode()
    assert "We train sixty judges every year." in refused.content.decode()
    assert desk.post(follow, {"words": "We train fifty judges every year."}).status_code == 302
    assert (2, "We train fifty judges every year.") in makers.marks(Practice.objects.get(pk=practice.pk))
    assert "Somebody else was first" in desk.post(follow, {"words": "x"}).content.decode()
    for pk in waiting - {second.pk}:
        assert desk.post(at_meeting("settle", pk, "keep")).status_code == 302
    assert "Every quote stands" in desk.get(at_meeting("corrections")).content.decode()
    assert desk.post(at_meeting("settle", second.pk, "eat")).status_code == 404
