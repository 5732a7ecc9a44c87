"""A city with its authority and one seal, on a key store of the test's own."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from leyiban.kernel.actors import Actor, ActorKind, Channel
from leyiban.seals import operations
from leyiban.seals.keystore import configured_key_store
from leyiban.seals.keystore.files import FileKeyStore
from leyiban.seals.life import SealKind
from leyiban.seals.models import Authority, ESeal
from tests.support.street import _session_street, street

__all__ = ["_session_street", "street"]

CITY = "519900"  # no real city, so that a loaded pack is not in the way
AGENCY = "519900-spj"
AGENCY_NAME = "某市行政审批局"
CLERK = Actor(kind=ActorKind.STAFF, pseudonym="s-clerk", channel=Channel.WORKBENCH)
HEAD = Actor(kind=ActorKind.STAFF, pseudonym="s-head", channel=Channel.WORKBENCH)


@dataclass(frozen=True)
class City:
    authority: Authority
    seal: ESeal


@pytest.fixture
def key_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileKeyStore:
    monkeypatch.setattr(settings, "KEYS_DIR", tmp_path / "keys")
    monkeypatch.setattr(settings, "PAPERS_DIR", tmp_path / "papers")
    store = configured_key_store()
    assert isinstance(store, FileKeyStore)
    return store


@pytest.fixture
def authority(db: None, key_store: FileKeyStore, now: dt.datetime) -> Authority:
    return operations.ensure_city_authority(city=CITY, city_name="某市", actor=HEAD, now=now)


@pytest.fixture
def city(authority: Authority, now: dt.datetime) -> City:
    seal = operations.make_seal(
        city=CITY, agency_key=AGENCY, agency_name=AGENCY_NAME, kind=SealKind.ACCEPTANCE, actor=HEAD, now=now
    )
    return City(authority, seal)
