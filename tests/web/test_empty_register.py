"""The pages of the register and the compendium before there is anything in them."""

from __future__ import annotations

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client

from comity.practices import issuing
from comity.web.front import Edition, PageCache
from tests.makers import NOW, a_meeting
from tests.practices.makers import a_decided, the_secretariat
from tests.web.test_embargo import through

pytestmark = pytest.mark.django_db


def test_without_an_edition_the_page_says_what_comes_first() -> None:
    a_meeting()
    assert "No compendium has been issued yet." in Client().get("/en/compendium/").content.decode()


def test_the_way_to_the_register_is_shown_when_something_is_public() -> None:
    """R03-2: sharing is an act of its own; it shows at once, through the page cache."""
    a_meeting()
    practice = a_decided()
    cache = PageCache(get_wsgi_application(), edition=Edition(interval=0.0))
    link = 'href="/en/practices/"'
    assert link not in through(cache, "/en/")
    assert link not in through(cache, "/en/")
    assert "No practice has been published yet." in through(cache, "/en/practices/")
    issuing.publish(practice, by=the_secretariat(), at=NOW)
    assert link in through(cache, "/en/")
    assert "1 practice in the register" in through(cache, "/en/")
    assert "Keep a contact point at any hour" in through(cache, "/en/practices/")
    issuing.withdraw(practice, reason="Wrong.", by=the_secretariat(), at=NOW)
    assert "Keep a contact point at any hour" not in through(cache, "/en/practices/")
