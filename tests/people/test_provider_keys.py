"""The keys that vouch for people: published before they sign, and a while after, and never two at once."""

import datetime as dt
from pathlib import Path
from typing import Any

import jwt
import pytest

from leyiban.people.provider.keys import (
    ensure_provider_key,
    new_provider_key,
    published_keys,
    signed,
    signing_key,
    subject_in,
)

NOW = dt.datetime(2026, 3, 9, 1, 30, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.KEYS_DIR = tmp_path
    return tmp_path / "provider"


def test_a_key_is_known_before_it_signs_and_after(folder: Path) -> None:
    with pytest.raises(LookupError):
        signing_key(now=NOW)
    assert ensure_provider_key(now=NOW)
    assert not ensure_provider_key(now=NOW)
    first = signing_key(now=NOW)
    told = signed({"sub": "s", "iss": "i", "aud": "a"}, now=NOW)
    second = new_provider_key(now=NOW)

    assert signing_key(now=NOW) == first
    assert [key.id for key in published_keys(now=NOW)] == [first.id, second.id]
    assert signing_key(now=NOW + DAY) == second
    assert [key.id for key in published_keys(now=NOW + 1.9 * DAY)] == [first.id, second.id]
    assert [key.id for key in published_keys(now=NOW + 2 * DAY)] == [second.id]
    assert subject_in(told, issuer="i", audience="a", now=NOW + DAY) == "s"
    assert subject_in(told, issuer="i", audience="b", now=NOW) == ""
    assert subject_in(told, issuer="i", audience="a", now=NOW + 3 * DAY) == ""
    new_provider_key(now=NOW + 3 * DAY)
    assert len([*folder.glob("*.pem")]) == 2  # the first one's file is gone
    assert {path.stat().st_mode & 0o777 for path in folder.glob("*.pem")} == {0o600}


def test_what_is_published_proves_what_is_signed(folder: Path) -> None:
    ensure_provider_key(now=NOW)
    told = signed({"sub": "s"}, now=NOW)
    (key,) = published_keys(now=NOW)

    read = jwt.decode(told, jwt.PyJWK(key.public_jwk()).key, algorithms=["RS256"])
    assert (read, jwt.get_unverified_header(told)["kid"]) == ({"sub": "s"}, key.id)
    assert not {"d", "p", "q"} & key.public_jwk().keys()
