"""The house's own adapters meet the sandbox: what is written in its README is what they rely on."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from leyiban.kernel.ledger.errors import LedgerForked
from leyiban.kernel.ledger.heads import HttpWitness, SignedHead
from leyiban.kernel.ledger.keys import SigningKey
from leyiban.kernel.outbound.targets import Target
from leyiban.people.errors import IdentityServiceDown
from leyiban.people.identity_service import IdentityService
from leyiban.people.models.party import IdKind
from leyiban.people.ports import IdentityCheck, Verdict
from tests.support.street import API_KEY, Street

LI, RESTAURANT = ("李国强", "511102190508201030"), "91511100MA6T10018P"


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return SigningKey.create(tmp_path / "head.pem")


def signed(key: SigningKey, size: int, root: bytes, epoch: int = 1) -> SignedHead:
    return SignedHead.sign(key, epoch=epoch, size=size, root=root, signed_at="2026-03-09T01:30:00.000000Z")


@pytest.fixture
def witness(street: Street, key: SigningKey) -> Iterator[HttpWitness]:
    witness = HttpWitness(f"{street.url}/witness/v1", key=key)
    yield witness
    witness._http.close()


def test_the_ledger_is_witnessed_and_never_twice_differently(witness: HttpWitness, key: SigningKey) -> None:
    assert witness.latest() is None
    head = signed(key, 3, b"\1" * 32)
    witness.publish(head)
    witness.publish(head)
    assert witness.latest() == head
    with pytest.raises(LedgerForked):
        witness.publish(signed(key, 3, b"\2" * 32))
    witness.publish(signed(key, 5, b"\3" * 32))
    latest = witness.latest()
    assert latest is not None and latest.size == 5


@pytest.mark.parametrize(("kind", "order"), [("down", {}), ("wrong", {"way": "status_500"})])
def test_a_witness_in_trouble_is_an_http_error(
    witness: HttpWitness, street: Street, key: SigningKey, kind: str, order: dict[str, str]
) -> None:
    street.fault("witness", kind, **order)
    with pytest.raises(httpx.HTTPError):
        witness.publish(signed(key, 1, b"\1" * 32))


@pytest.fixture
def authority(db: None, street: Street, settings: Any) -> IdentityCheck:
    settings.OUTBOUND = {"identity": Target(f"{street.url}/identity", API_KEY)}
    return IdentityService()


@pytest.mark.parametrize(
    ("name", "number", "verdict"),
    [
        (*LI, Verdict.MATCH),
        ("李国", LI[1], Verdict.MISMATCH),
        ("无名", "511102190001010016", Verdict.UNKNOWN),
    ],
)
def test_the_authority_knows_people(
    authority: IdentityCheck, now: dt.datetime, name: str, number: str, verdict: Verdict
) -> None:
    assert authority.match_person(name=name, id_kind=IdKind.RESIDENT_ID, number=number, now=now) is verdict


def test_the_register_knows_bodies_and_who_heads_them(authority: IdentityCheck, now: dt.datetime) -> None:
    facts = authority.enterprise(uscc=RESTAURANT, now=now)
    assert facts is not None
    assert (facts.name, facts.representative_name) == ("乐山嘉州餐饮管理有限公司", LI[0])
    name, number = LI
    head = authority.is_representative(uscc=RESTAURANT, name=name, number=number, now=now)
    assert head is Verdict.MATCH
    assert authority.enterprise(uscc="91511100MA6T00012D", now=now) is None


def test_a_face_is_checked_at_the_authority(
    authority: IdentityCheck, street: Street, now: dt.datetime
) -> None:
    name, number = LI
    order = authority.order_face_check(
        name=name, number=number, return_url="http://127.0.0.1:8000/back", now=now
    )
    assert authority.face_passed(reference=order.reference, now=now) is None
    street.http.post(order.url.removeprefix(street.url), data={"answer": "passed"})
    assert authority.face_passed(reference=order.reference, now=now) is True


@pytest.mark.parametrize(
    ("kind", "order"), [("down", {}), ("wrong", {"way": "garbage"}), ("wrong", {"way": "cut"})]
)
def test_an_authority_in_trouble_is_named(
    authority: IdentityCheck, street: Street, now: dt.datetime, kind: str, order: dict[str, str]
) -> None:
    street.fault("identity", kind, **order)
    name, number = LI
    with pytest.raises(IdentityServiceDown):
        authority.match_person(name=name, id_kind=IdKind.RESIDENT_ID, number=number, now=now)
