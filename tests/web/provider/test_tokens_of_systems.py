"""What a system holds of a sign-in: good once, for a time, for itself alone, until somebody ends it."""

from typing import Any

import pytest
import requests
from django.test import Client

from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.models import Entry
from leyiban.people.models import Account, Consent, OutsideSystem, SystemAccess, SystemToken
from leyiban.people.operations import (
    close_account,
    end_all_sessions,
    end_system,
    new_system_secret,
    register_system,
)
from leyiban.people.policy import system_policy
from leyiban.people.upkeep import traces
from tests.web.provider.conftest import description
from tests.web.provider.county import BACK, DESCRIPTION, County
from tests.web.provider.test_signing_in_elsewhere import allow, signed_in_there
from tests.web.signin.conftest import Clock

NAME = str(DESCRIPTION["client_id"])


def exchanged(county: County, **changes: Any) -> requests.Response:
    """A token request by hand, as its system would send it, with some of it changed."""
    told = {
        "grant_type": "authorization_code",
        "redirect_uri": BACK,
        "code_verifier": county.verifier,
        **changes,
    }
    name, secret = told.pop("name", NAME), told.pop("secret", county.secret)
    return county.session.request(
        "POST",
        county.places["token_endpoint"],
        data={key: value for key, value in told.items() if value is not None},
        auth=requests.auth.HTTPBasicAuth(name, secret),
        withhold_token=True,
    )


def code_of(person: Client, county: County) -> str:
    back = allow(person, county.leave(), "profile", "offline_access")["Location"]
    return str(back).partition("code=")[2].partition("&")[0]


def test_a_code_used_twice_ends_what_came_of_it(person: Client, county: County) -> None:
    code = code_of(person, county)
    tokens = exchanged(county, code=code).json()
    assert county.reads(tokens["access_token"]).status_code == 200

    again = exchanged(county, code=code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert county.reads(tokens["access_token"]).status_code == 401
    assert SystemAccess.objects.get().end_reason == "reused"
    assert Entry.objects.filter(kind="account.consent").count() == 2  # given, and that it came twice


WRONG: list[tuple[dict[str, Any], int, str]] = [
    ({"code_verifier": "another-verifier-of-the-length-that-is-needed-00"}, 400, "invalid_grant"),
    ({"code_verifier": None}, 400, "invalid_request"),
    ({"redirect_uri": f"{BACK}x"}, 400, "invalid_request"),
    ({"redirect_uri": None}, 400, "invalid_request"),
    ({"code": "guessed"}, 400, "invalid_grant"),
    ({"code": None}, 400, "invalid_request"),
    ({"secret": "guessed"}, 401, "invalid_client"),
    ({"name": "nobody"}, 401, "invalid_client"),
    ({"client_id": "somebody-else"}, 401, "invalid_client"),
    ({"client_secret": "both-ways-at-once"}, 401, "invalid_client"),
    ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ({"grant_type": "client_credentials"}, 400, "unsupported_grant_type"),
]


def test_a_wrong_exchange_gets_nothing(person: Client, county: County) -> None:
    for changes, status, error in WRONG:
        answer = exchanged(county, **{"code": code_of(person, county), **changes})

        assert (answer.status_code, answer.json()["error"]) == (status, error), changes
        assert answer.headers["Cache-Control"] == "no-store"
    assert not SystemToken.objects.exists()


def test_a_code_lives_for_a_minute(person: Client, county: County, clock: Clock) -> None:
    code = code_of(person, county)
    clock.forward(seconds=60)

    assert exchanged(county, code=code).json()["error"] == "invalid_grant"


def test_a_code_is_for_its_own_system(person: Client, county: County, clock: Clock) -> None:
    told = description(client_id="jiajiang-hall")
    other = register_system(told=told, actor=system_actor(), now=clock.moment)
    code = code_of(person, county)

    assert exchanged(county, code=code, name="jiajiang-hall", secret=other).json()["error"] == "invalid_grant"
    assert exchanged(county, code=code).status_code == 200  # a stranger's try has not spent it


def test_the_secret_may_come_in_the_form(person: Client, secret: str, county: County, clock: Clock) -> None:
    posted = County(issuer=county.issuer, secret=secret, proof="client_secret_post")

    assert posted.who(signed_in_there(person, posted), clock.moment.timestamp())


def test_refreshing_gives_new_tokens_and_no_new_nonce(person: Client, county: County, clock: Clock) -> None:
    first = signed_in_there(person, county)
    clock.forward(minutes=31)
    assert county.reads(str(first["access_token"])).status_code == 401
    second = county.refreshed(str(first["refresh_token"]))

    claims = county.who(second, clock.moment.timestamp(), nonce=False)
    assert "nonce" not in claims
    assert claims["sub"] == Consent.objects.get().subject
    assert second["refresh_token"] != first["refresh_token"]
    assert county.reads(second["access_token"]).status_code == 200


def test_a_refresh_token_used_twice_ends_the_family(person: Client, county: County) -> None:
    first = signed_in_there(person, county)
    second = county.refreshed(str(first["refresh_token"]))
    stolen = exchanged(county, grant_type="refresh_token", refresh_token=first["refresh_token"])

    assert stolen.json()["error"] == "invalid_grant"
    assert county.reads(second["access_token"]).status_code == 401
    later = exchanged(county, grant_type="refresh_token", refresh_token=second["refresh_token"])
    assert later.json()["error"] == "invalid_grant"
    assert SystemAccess.objects.get().end_reason == "reused"


def test_refreshing_may_ask_for_less_and_never_for_more(person: Client, county: County) -> None:
    first = signed_in_there(person, county, "profile", "offline_access")
    more = exchanged(
        county, grant_type="refresh_token", refresh_token=first["refresh_token"], scope="openid identity"
    )
    assert more.json()["error"] == "invalid_scope"
    less = exchanged(county, grant_type="refresh_token", refresh_token=first["refresh_token"], scope="openid")

    assert county.reads(less.json()["access_token"]).json().keys() == {"sub"}


def test_no_family_outlives_its_longest_time(person: Client, county: County, clock: Clock) -> None:
    tokens = signed_in_there(person, county)
    for _ in range(3):
        clock.forward(days=9)
        tokens = county.refreshed(str(tokens["refresh_token"]))
    clock.forward(days=4)

    late = exchanged(county, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert late.json()["error"] == "invalid_grant"
    clock.forward(days=31)
    traces(now=clock.moment)
    assert not SystemAccess.objects.exists()
    assert Consent.objects.get().subject


def test_a_token_that_is_given_back_is_worth_nothing(person: Client, county: County) -> None:
    tokens = signed_in_there(person, county)
    second = county.refreshed(str(tokens["refresh_token"]))
    place = county.places["revocation_endpoint"]
    county.session.revoke_token(place, token=second["access_token"], token_type_hint="access_token")
    assert county.reads(second["access_token"]).status_code == 401
    third = county.refreshed(second["refresh_token"])
    county.session.revoke_token(place, token=third["refresh_token"])

    assert county.reads(third["access_token"]).status_code == 401
    assert county.session.revoke_token(place, token="unknown").status_code == 200


def test_only_its_own_system_gives_a_token_back(person: Client, county: County, clock: Clock) -> None:
    told = description(client_id="jiajiang-hall")
    other = register_system(told=told, actor=system_actor(), now=clock.moment)
    tokens = signed_in_there(person, county)
    county.session.request(
        "POST",
        county.places["revocation_endpoint"],
        data={"token": tokens["access_token"]},
        auth=requests.auth.HTTPBasicAuth("jiajiang-hall", str(other)),
        withhold_token=True,
    )

    assert county.reads(str(tokens["access_token"])).status_code == 200


@pytest.mark.parametrize("how", ["withdrawn", "everywhere", "closed", "system", "by-page"])
def test_whoever_may_end_it_ends_it_at_once(person: Client, county: County, clock: Clock, how: str) -> None:
    tokens = signed_in_there(person, county)
    account = Account.objects.get()
    match how:
        case "withdrawn":
            assert person.post(f"/me/connected/{NAME}/withdraw")["Location"] == "/me/connected"
            person.post(f"/me/connected/{NAME}/withdraw")  # pressed twice
        case "everywhere":
            end_all_sessions(account=account, actor=system_actor(), now=clock.moment)
        case "closed":
            close_account(account=account, reason="owner", actor=system_actor(), now=clock.moment)
        case "system":
            end_system(client_id=NAME, actor=system_actor(), now=clock.moment)
        case "by-page":
            person.post("/sign-out/everywhere")

    assert county.reads(str(tokens["access_token"])).status_code == 401
    late = exchanged(county, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert late.json()["error"] == ("invalid_client" if how == "system" else "invalid_grant")


def test_coming_back_after_a_withdrawal_is_asked_anew_and_is_the_same_person(
    person: Client, county: County, clock: Clock
) -> None:
    before = county.who(signed_in_there(person, county), clock.moment.timestamp())["sub"]
    person.post(f"/me/connected/{NAME}/withdraw")

    assert "哪些给它看" in person.get(county.leave().removeprefix(county.issuer)).text
    after = county.who(signed_in_there(person, county, "profile"), clock.moment.timestamp())["sub"]
    assert after == before
    assert Consent.objects.get().scopes == ["openid", "profile"]


def test_what_is_unticked_is_read_no_more(person: Client, county: County) -> None:
    before = signed_in_there(person, county, "profile", "identity")
    assert "id_number" in county.reads(str(before["access_token"])).json()

    after = signed_in_there(person, county, "profile")
    assert county.reads(str(before["access_token"])).status_code == 401
    assert SystemAccess.objects.earliest("pk").end_reason == "narrowed"
    assert county.reads(str(after["access_token"])).json().keys() == {"sub", "name"}


def test_what_a_system_may_ask_no_more_it_reads_no_more(person: Client, county: County, clock: Clock) -> None:
    token = str(signed_in_there(person, county, "profile", "identity")["access_token"])
    register_system(told=description(scopes=["openid", "profile"]), actor=system_actor(), now=clock.moment)

    assert county.reads(token).json().keys() == {"sub", "name"}


def test_two_systems_cannot_find_out_that_they_know_the_same_person(
    person: Client, county: County, clock: Clock
) -> None:
    signed_in_there(person, county)
    register_system(told=description(client_id="jiajiang-hall"), actor=system_actor(), now=clock.moment)
    asked = county.leave().replace(NAME, "jiajiang-hall").removeprefix(county.issuer)
    person.post(asked, {"scopes": ["profile"]})

    subjects = set(Consent.objects.values_list("subject", flat=True))
    assert len(subjects) == 2
    assert Account.objects.get().pseudonym not in subjects


def test_a_new_secret_leaves_the_old_one_some_days(person: Client, county: County, clock: Clock) -> None:
    policy = system_policy(on=clock.moment.date(), region="")
    fresh = new_system_secret(client_id=NAME, policy=policy, actor=system_actor(), now=clock.moment)
    assert fresh != county.secret
    assert exchanged(county, code=code_of(person, county)).status_code == 200
    assert exchanged(county, code=code_of(person, county), secret=fresh).status_code == 200
    clock.forward(days=7)

    assert exchanged(county, code="x").json()["error"] == "invalid_client"
    assert exchanged(county, code="x", secret=fresh).json()["error"] == "invalid_grant"
    assert county.secret.encode() not in bytes(OutsideSystem.objects.get().secret_digest)


def test_a_token_counts_in_the_header_alone(person: Client, county: County) -> None:
    token = signed_in_there(person, county)["access_token"]
    place = county.places["userinfo_endpoint"].removeprefix(county.issuer)

    assert Client().get(f"{place}?access_token={token}").status_code == 401
    assert Client().post(place, {"access_token": token}).status_code == 401
    refused = Client().get(place)
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert Client().post(place, headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_programs_are_held_to_a_pace(county: County, settings: Any) -> None:
    settings.THROTTLES = {**settings.THROTTLES, "systems.by_origin": (2, 900)}

    assert [exchanged(county, code="x").status_code for _ in range(3)] == [400, 400, 429]
