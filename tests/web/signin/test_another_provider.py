"""Our OpenID Connect client against a provider that somebody else wrote: django-allauth's, in a process of its own."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.conf import settings as django_settings
from django.test import Client

from leyiban.people.models import Account, OutsideIdentity, Party
from tests.support.environment import REPOSITORY
from tests.support.other_provider import PASSWORD, USER
from tests.support.waiting import free_port, until
from tests.web.signin.doors import signed_in

CLIENT, SECRET = "leyiban", "a secret of this module"
BACK = f"{django_settings.PUBLIC_URL}/sign-in/province/return"

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Provider:
    url: str
    http: httpx.Client

    def order(self, path: str) -> None:
        self.http.post(path).raise_for_status()

    def answer(self, left: Any) -> str:
        """Sign in there as its user; the query with which it sends the browser back."""
        assert left.status_code == 303, left.content.decode()
        with httpx.Client(trust_env=False, follow_redirects=True) as browser:
            page = browser.get(left["Location"])
            told = browser.post(page.url, data={"login": USER, "password": PASSWORD}, follow_redirects=False)
            onward = browser.get(f"{self.url}{told.headers['location']}", follow_redirects=False)
        assert onward.headers["location"].startswith(f"{BACK}?"), onward.text
        return urlsplit(onward.headers["location"]).query


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    port = free_port()
    program = [sys.executable, "-m", "tests.support.other_provider", str(port), CLIENT, SECRET, BACK]
    process = subprocess.Popen(program, cwd=REPOSITORY)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
        provider = Provider(f"http://127.0.0.1:{port}", http)
        try:
            until(lambda: process.poll() is not None or _answers(http), what="the other provider's start")
            yield provider
        finally:
            process.kill()
            process.wait()


def _answers(http: httpx.Client) -> bool:
    try:
        return http.get("/.well-known/openid-configuration").is_success
    except httpx.TransportError:
        return False


@pytest.fixture
def provider(running: Provider, settings: Any) -> Provider:
    settings.IDENTITY_PROVIDER_URL = running.url
    settings.IDENTITY_PROVIDER_CLIENT_ID, settings.IDENTITY_PROVIDER_CLIENT_SECRET = CLIENT, SECRET
    running.order("/misbehave/none")
    return running


def back(client: Client, query: str) -> Any:
    return client.get(f"/sign-in/province/return?{query}")


def there_and_back(client: Client, provider: Provider) -> Any:
    return back(client, provider.answer(client.post("/sign-in/province")))


def refused(answer: Any, client: Client) -> bool:
    """A page of ours that says what happened and shows the other doors; nobody is signed in, nothing is kept."""
    return (
        answer.status_code == 403
        and "没有确认您的身份" in answer.text
        and 'href="/sign-in/phone"' in answer.text
        and not signed_in(client)
        and not OutsideIdentity.objects.exists()
        and not Account.objects.exists()
    )


@pytest.mark.proves("FX.2")
def test_code_pkce_nonce_and_state_at_a_provider_of_another_make(client: Client, provider: Provider) -> None:
    left = client.post("/sign-in/province")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(left["Location"]).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert {"state", "nonce", "code_challenge"} <= asked.keys()

    assert back(client, provider.answer(left))["Location"] == "/me"
    assert Party.objects.get().name == "李国强"
    assert OutsideIdentity.objects.get().issuer == provider.url


def test_a_key_that_is_new_since_the_last_sign_in_is_taken(provider: Provider) -> None:
    assert there_and_back(Client(), provider).status_code == 303
    provider.order("/rotate")

    assert there_and_back(Client(), provider).status_code == 303
    assert Account.objects.count() == 1


FALSE = ("issuer", "audience", "audiences", "expired", "endless", "future", "nonce", "no-nonce", "nobody",
         "algorithm", "confusion", "signature", "kid")  # fmt: skip


def test_a_false_token_is_refused(provider: Provider) -> None:
    for way in FALSE:
        client = Client()
        provider.order(f"/misbehave/{way}")
        assert refused(there_and_back(client, provider), client), way


def test_a_code_is_good_once(client: Client, provider: Provider) -> None:
    """Also under a new state of the same browser: the provider knows the code, we know the proof behind it."""
    query = provider.answer(client.post("/sign-in/province"))
    code = parse_qs(query)["code"][0]
    assert back(client, query).status_code == 303
    client.post("/sign-out")

    assert back(client, query).status_code == 403  # its state is spent
    again = parse_qs(urlsplit(client.post("/sign-in/province")["Location"]).query)["state"][0]
    assert back(client, f"code={code}&state={again}").status_code == 403
    assert not signed_in(client)


def test_a_code_stolen_from_another_browser_is_refused(client: Client, provider: Provider) -> None:
    stolen = parse_qs(provider.answer(Client().post("/sign-in/province")))["code"][0]
    own = parse_qs(urlsplit(client.post("/sign-in/province")["Location"]).query)["state"][0]

    assert refused(back(client, f"code={stolen}&state={own}"), client)
