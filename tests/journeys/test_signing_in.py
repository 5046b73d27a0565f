"""Ways in: an invitation by mail, a password with a second step, a passkey, and another organization's account."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.journeys.cast import PASSWORD
from tests.journeys.conftest import Person
from tests.web.acting import Postbox

pytestmark = [pytest.mark.browser, pytest.mark.no_database]
Begin = Callable[..., Person]


def invitation(desk: Person, postbox: Postbox, name: str) -> str:
    """The path of the link that the person finds in her mail."""
    desk.signs_in("desk")
    desk.follows("People")
    desk.page.get_by_label("E-mail address").fill(f"{name}@example.org")
    desk.page.get_by_label("Name", exact=True).fill(name.title())
    desk.page.get_by_label("Role", exact=True).select_option("Delegate")
    desk.page.locator("#id_delegation").select_option("Norway")
    desk.presses("Send the invitation")
    assert desk.sees(f"The invitation is on its way to {name}@example.org.")
    ((to, _subject, text),) = postbox.arrived(1)
    link = re.search(r"http://localhost:\d+(/en/people/invitations/\S+)", text)
    assert (to, bool(link)) == (f"{name}@example.org", True)
    return link.group(1)


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time()) // 30))


def signs_out(guest: Person) -> None:
    guest.opens("/en/accounts/logout/")
    guest.page.locator("main").get_by_role("button", name="Sign Out").click()


def test_an_invitation_leads_to_a_password_and_a_second_step(person: Begin, postbox: Postbox) -> None:
    guest, desk = person(), person()
    guest.opens(invitation(desk, postbox, "guest"))
    guest.page.get_by_label("Password", exact=True).fill("a-long-word-for-norway")
    guest.presses("Take up the role")
    assert guest.sees("Your account")
    guest.follows("Passkeys and two-step sign-in")
    guest.follows("Activate")
    guest.page.get_by_label("Password", exact=True).fill("a-long-word-for-norway")
    guest.presses("Confirm")
    secret = guest.page.locator("#authenticator_secret").input_value()
    guest.page.locator("#id_code").fill(code(secret))
    guest.presses("Activate")
    guest.page.wait_for_url("**/recovery-codes/**")
    signs_out(guest)
    guest.signs_in("guest", "a-long-word-for-norway")
    guest.opens("/en/portal/")
    expect(guest.page).to_have_url(re.compile("/2fa/authenticate/"))  # the password alone opens nothing
    guest.page.locator("#id_code").fill(code(secret))
    guest.page.get_by_role("button", name="Sign In", exact=True).click()
    guest.page.wait_for_url("**/en/portal/")
    assert guest.sees("Norway")


def test_an_invitation_leads_to_a_passkey_and_nothing_to_remember(person: Begin, postbox: Postbox) -> None:
    guest, desk = person(), person()
    link = guest.context.new_cdp_session(guest.page)
    link.send("WebAuthn.enable")
    link.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    guest.opens(invitation(desk, postbox, "keyholder"))
    guest.page.get_by_label("With a passkey of this device").check()
    guest.presses("Take up the role")
    guest.page.wait_for_url("**/webauthn/add/")
    guest.page.get_by_label("Passwordless").check()
    guest.presses("Add")
    guest.page.wait_for_url(re.compile("recovery-codes|webauthn/$|keys"))
    signs_out(guest)
    guest.opens("/en/accounts/login/")
    guest.presses("Sign in with a passkey")
    guest.page.wait_for_url("**/en/portal/")
    assert guest.sees("Norway")


def test_an_account_of_ones_organization_opens_the_door_to_those_invited_alone(person: Begin) -> None:
    """OpenID Connect over real HTTP."""
    kenya, mallory = person(), person()
    for guest, name in ((kenya, "kenya"), (mallory, "mallory")):
        guest.opens("/en/accounts/login/")
        guest.follows("Sign in with Mission account")
        guest.page.get_by_role("button", name=name).click()
    kenya.page.wait_for_url("**/en/portal/")
    assert kenya.sees("Kenya")
    mallory.opens("/en/portal/")
    expect(mallory.page).to_have_url(re.compile("/accounts/login/"))
    signs_out(kenya)
    kenya.signs_in("kenya", PASSWORD)  # her password is still hers
    kenya.page.wait_for_url("**/en/portal/")
