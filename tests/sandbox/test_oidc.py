"""The province's sign-in, walked as a client would walk it."""

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest

from tests.support.street import Street

BACK = "http://127.0.0.1:8000/accounts/oidc/callback/"
VERIFIER = "a-verifier-of-at-least-forty-three-characters-long"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "response_type": "code",
    "client_id": "leyiban",
    "redirect_uri": BACK,
    "scope": "openid profile phone identity",
    "state": "st-1",
    "nonce": "no-1",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}
WANG, CHEN_NO_PHONE, HE_L1 = "511102190304120028", "511102190207070153", "511129190506060887"


def code_for(street: Street, person: str, **changed: str) -> str:
    back = street.http.post("/oidc/authorize", data=ASKED | changed | {"person": person})
    answer = parse_qs(urlsplit(back.headers["location"]).query)
    assert answer["state"] == ["st-1"]
    return answer["code"][0]


def redeem(street: Street, code: str, **changed: str) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
        "client_id": "leyiban",
        "client_secret": "sandbox-secret",
    } | changed
    return street.http.post("/oidc/token", data={name: value for name, value in form.items() if value})


def verified(street: Street, token: str) -> dict[str, object]:
    key = jwt.PyJWKClient(f"{street.url}/oidc/jwks").get_signing_key_from_jwt(token)
    issuer = street.http.get("/oidc/.well-known/openid-configuration").json()["issuer"]
    claims: dict[str, object] = jwt.decode(
        token, key, algorithms=[str(key.algorithm_name)], audience="leyiban", issuer=issuer
    )
    return claims


def test_a_person_signs_in_on_the_page(street: Street) -> None:
    page = street.http.get("/oidc/authorize", params=ASKED)
    assert "王秀英" in page.text and "5111**********0028" in page.text
    assert 'value="st-1"' in page.text

    answer = redeem(street, code_for(street, WANG)).json()
    claims = verified(street, answer["id_token"])
    assert (claims["nonce"], claims["name"], claims["level"]) == ("no-1", "王秀英", "L3")
    bearer = {"Authorization": f"Bearer {answer['access_token']}"}
    told = street.http.get("/oidc/userinfo", headers=bearer).json()
    assert told["sub"] == claims["sub"] and WANG not in told["sub"]
    assert told["phone_number"] == "+8613900000001"
    assert told["resident_id"] == WANG


def test_the_subject_is_the_same_on_every_visit(street: Street) -> None:
    tokens = [redeem(street, code_for(street, WANG)).json()["id_token"] for _ in range(2)]
    assert len({verified(street, token)["sub"] for token in tokens}) == 1


def test_scopes_and_levels_limit_what_is_told(street: Street) -> None:
    def told(person: str, scope: str) -> set[str]:
        token = redeem(street, code_for(street, person, scope=scope)).json()["id_token"]
        return set(verified(street, token)) - {"iss", "aud", "sub", "iat", "exp", "auth_time", "nonce"}

    assert told(WANG, "openid") == set()
    assert told(CHEN_NO_PHONE, "openid profile phone") == {"name", "level"}
    assert "resident_id" not in told(HE_L1, "openid profile identity")


def test_client_secret_basic_works_too(street: Street) -> None:
    form = {"grant_type": "authorization_code", "code": code_for(street, WANG), "redirect_uri": BACK,
            "code_verifier": VERIFIER}  # fmt: skip
    answer = street.http.post("/oidc/token", data=form, auth=("leyiban", "sandbox-secret"))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("changed", "status", "error"),
    [
        ({"client_secret": "guessed"}, 401, "invalid_client"),
        ({"code_verifier": "another-verifier-of-at-least-forty-three-chars"}, 400, "invalid_grant"),
        ({"code_verifier": ""}, 400, "invalid_grant"),
        ({"redirect_uri": "http://127.0.0.1:8000/elsewhere"}, 400, "invalid_grant"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_a_code_is_not_given_to_whoever_cannot_prove_it_is_theirs(
    street: Street, changed: dict[str, str], status: int, error: str
) -> None:
    answer = redeem(street, code_for(street, WANG), **changed)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_a_code_works_once(street: Street) -> None:
    code = code_for(street, WANG)
    assert [redeem(street, code).status_code for _ in range(2)] == [200, 400]


@pytest.mark.parametrize(
    "changed", [{"client_id": "stranger"}, {"redirect_uri": "https://example.com/"}, {"redirect_uri": ""}]
)
def test_strangers_are_never_redirected_to(street: Street, changed: dict[str, str]) -> None:
    for answer in (
        street.http.get("/oidc/authorize", params=ASKED | changed),
        street.http.post("/oidc/authorize", data=ASKED | changed | {"person": WANG}),
    ):
        assert answer.status_code == 400 and "location" not in answer.headers


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
    ],
)
def test_a_bad_request_goes_back_with_an_error(street: Street, changed: dict[str, str], error: str) -> None:
    back = street.http.get("/oidc/authorize", params=ASKED | changed).headers["location"]
    assert parse_qs(urlsplit(back).query) == {"error": [error], "state": ["st-1"]}


def test_who_does_not_sign_in_goes_back_denied(street: Street) -> None:
    back = street.http.post("/oidc/authorize", data=ASKED | {"person": ""}).headers["location"]
    assert parse_qs(urlsplit(back).query)["error"] == ["access_denied"]


def test_no_token_no_claims(street: Street) -> None:
    assert street.http.get("/oidc/userinfo").status_code == 401


def test_own_ways_of_being_wrong(street: Street) -> None:
    street.fault("oidc", "wrong", way="nonce", count=2)
    token = redeem(street, code_for(street, WANG)).json()["id_token"]
    assert verified(street, token)["nonce"] == "wrong"

    street.fault("oidc", "wrong", way="signature")
    forged = redeem(street, code_for(street, WANG)).json()["id_token"]
    street.heal()
    with pytest.raises(jwt.InvalidSignatureError):
        verified(street, forged)


def test_a_replayed_code_fails_the_sign_in(street: Street) -> None:
    code = code_for(street, WANG)
    street.fault("oidc", "twice", count=1)
    assert redeem(street, code).json()["error"] == "invalid_grant"
