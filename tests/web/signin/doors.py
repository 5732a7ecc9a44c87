"""Ways through the doors, as a browser goes them."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import httpx
from django.http import HttpResponse
from django.test import Client

from leyiban.kernel.actors import Channel
from leyiban.people.operations import code_at, new_secret, own_actor, set_second_factor
from tests.people.conftest import Carrier


def by_phone(client: Client, carrier: Carrier, phone: str) -> HttpResponse:
    """Up to the answer to the right code."""
    client.post("/sign-in/phone", {"phone": phone})
    return client.post("/sign-in/code", {"code": carrier.code})


def identified(client: Client, person: str) -> str:
    """Leave for the province and be the person with this number there; returns the query of the way back."""
    left = client.post("/sign-in/province")
    assert left.status_code == 303, left.content.decode()
    asked = {name: values[0] for name, values in parse_qs(urlsplit(left["Location"]).query).items()}
    with httpx.Client(trust_env=False) as browser:
        back = browser.post(left["Location"].partition("?")[0], data={**asked, "person": person})
    return urlsplit(back.headers["location"]).query


def at_province(client: Client, person: str) -> HttpResponse:
    """There and back."""
    return client.get("/sign-in/province/return?" + identified(client, person))


def as_staff(client: Client, account, clock) -> str:
    """Password and one-time code; returns the authenticator's secret."""
    secret = new_secret()
    set_second_factor(
        account=account,
        secret=secret,
        code=code_at(secret, clock.moment),
        actor=own_actor(account, Channel.WORKBENCH),
        now=clock.moment,
    )
    clock.forward(seconds=30)
    client.post("/sign-in/password", {"username": account.username, "password": "correct horse battery"})
    client.post("/sign-in/second", {"code": code_at(secret, clock.moment)})
    return secret


def signed_in(client: Client) -> bool:
    return client.get("/me").status_code == 200


def hidden(page: HttpResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found, f"the page has no hidden field {name}"
    return found[1]


def way_to_face(page: HttpResponse) -> str:
    """Where the page sends one for the authority's face check."""
    found = re.search(r'href="(http[^"]*/identity/faces/[^"]*)"', page.content.decode())
    assert found, page.content.decode()
    return html.unescape(found[1])


def at_face(address: str, answer: str = "passed") -> str:
    """Do the check at the authority; returns the way back, without our host."""
    back = httpx.post(address, data={"answer": answer}, trust_env=False).headers["location"]
    parts = urlsplit(back)
    return f"{parts.path}?{parts.query}"
