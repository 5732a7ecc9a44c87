"""No decision record, no seal; and every use is a row and a ledger entry."""

import dataclasses
import datetime as dt
import hashlib

import pytest

from leyiban.kernel.documents.sealing import SealOrder, Warrant
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.kernel.ledger.queries import trail
from leyiban.seals import errors, operations, queries
from leyiban.seals.keystore.files import FileKeyStore
from leyiban.seals.kinds import SealApplied
from leyiban.seals.life import SealKind
from leyiban.seals.models import SealUse
from tests.kernel.documents.test_typesetting import set_paper
from tests.seals.conftest import AGENCY, HEAD, City

DECISION = "seal.applied/1"  # stands in for a decision: any kind of entry that really exists


def decided(now: dt.datetime, matter: str = "1") -> int:
    return append(
        facts=SealApplied(agency=AGENCY, seal_kind="acceptance"),
        subject=Subject("case", matter, 1),
        actor=HEAD,
        happened_at=now,
        entered_at=now,
    ).entry_id


def order(entry_id: int, *, document: str = "d1", matter: str = "1", **more: object) -> SealOrder:
    rendered = set_paper()
    assert rendered.seal_place is not None
    plain = SealOrder(
        pdf=rendered.pdf,
        place=rendered.seal_place,
        agency_key=AGENCY,
        seal_kind=SealKind.ACCEPTANCE.value,
        document=document,
        template="acceptance_notice",
        warrant=Warrant(
            matter_kind="case", matter_key=matter, entry_id=entry_id, kinds=frozenset({DECISION})
        ),
    )
    return dataclasses.replace(plain, **more)  # type: ignore[arg-type]


@pytest.mark.proves("F3.2")
def test_a_use_is_a_row_and_an_entry_with_document_and_ground(city: City, now: dt.datetime) -> None:
    entry_id = decided(now)
    sealed = operations.use_seal(order(entry_id), actor=HEAD, now=now)
    digest = hashlib.sha256(sealed.pdf).hexdigest()
    use = SealUse.objects.get(digest=digest)
    assert (use.seal, use.warrant_entry, use.matter_key, use.used_at) == (city.seal, entry_id, "1", now)
    entry = trail("seal", city.seal.key)[-1]
    assert entry.kind == "seal.used/1"
    assert (entry.facts.digest, entry.facts.warrant, entry.facts.document) == (
        f"sha256:{digest}",
        entry_id,
        "d1",
    )
    (count,) = queries.uses_between(now, now + dt.timedelta(seconds=1))
    assert (count.kind, count.count) == (SealKind.ACCEPTANCE, 1)


@pytest.mark.proves("F3.2")
def test_without_a_decision_on_the_ledger_no_key_is_touched(
    city: City, key_store: FileKeyStore, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def touched(*_: object) -> bytes:
        raise AssertionError("a key was asked to sign")

    monkeypatch.setattr(FileKeyStore, "sign", touched)
    entry_id = decided(now)
    another_matter = order(entry_id, matter="2")
    another_kind = order(entry_id)
    another_kind = dataclasses.replace(
        another_kind, warrant=dataclasses.replace(another_kind.warrant, kinds=frozenset({"case.decided/1"}))
    )
    no_kind = dataclasses.replace(
        another_kind, warrant=dataclasses.replace(another_kind.warrant, kinds=frozenset())
    )
    for wrong in (order(entry_id + 10_000), another_matter, another_kind, no_kind):
        with pytest.raises(errors.NoWarrant):
            operations.use_seal(wrong, actor=HEAD, now=now)
    assert not SealUse.objects.exists()


@pytest.mark.proves("F3.2")
def test_a_decision_seals_one_paper_of_a_kind(city: City, now: dt.datetime) -> None:
    entry_id = decided(now)
    operations.use_seal(order(entry_id), actor=HEAD, now=now)
    with pytest.raises(errors.WarrantSpent):
        operations.use_seal(order(entry_id, document="d2"), actor=HEAD, now=now)
    with pytest.raises(errors.WarrantSpent):
        operations.use_seal(order(decided(now, "2"), matter="2"), actor=HEAD, now=now)
    operations.use_seal(order(entry_id, document="d3", template="receipt"), actor=HEAD, now=now)
    assert SealUse.objects.count() == 2


@pytest.mark.proves("F3.2")
@pytest.mark.parametrize("step", [operations.suspend_seal, operations.report_seal_lost])
def test_a_seal_out_of_force_refuses(city: City, now: dt.datetime, step: object) -> None:
    entry_id = decided(now)
    step(seal_key=city.seal.key, ground="x", actor=HEAD, now=now)  # type: ignore[operator]
    with pytest.raises(errors.NoSealInForce) as refused:
        operations.use_seal(order(entry_id), actor=HEAD, now=now)
    assert "受理专用章" in str(refused.value)
    assert not SealUse.objects.exists()


def test_a_seal_of_another_kind_does_not_serve(city: City, now: dt.datetime) -> None:
    with pytest.raises(errors.NoSealInForce):
        operations.use_seal(order(decided(now), seal_kind="licensing"), actor=HEAD, now=now)


def test_a_seal_suspended_while_it_signs_refuses_at_the_end(
    city: City, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry_id = decided(now)
    sign = FileKeyStore.sign

    def suspended_meanwhile(store: FileKeyStore, key_id: str, digest: bytes) -> bytes:
        signed = sign(store, key_id, digest)
        if key_id == city.seal.sm2_key_id:
            operations.suspend_seal(seal_key=city.seal.key, ground="x", actor=HEAD, now=now)
        return signed

    monkeypatch.setattr(FileKeyStore, "sign", suspended_meanwhile)
    with pytest.raises(errors.NoSealInForce):
        operations.use_seal(order(entry_id), actor=HEAD, now=now)
    assert not SealUse.objects.exists()


def test_a_missing_key_is_named(city: City, key_store: FileKeyStore, now: dt.datetime) -> None:
    entry_id = decided(now)
    key_store.destroy(city.seal.key_id)
    with pytest.raises(errors.KeyNotThere):
        operations.use_seal(order(entry_id), actor=HEAD, now=now)


@pytest.mark.proves("F3.3")
def test_a_sealed_file_is_known_and_good_and_another_is_not(city: City, now: dt.datetime) -> None:
    sealed = operations.use_seal(order(decided(now)), actor=HEAD, now=now)
    known = queries.verify_sealed_file(sealed.pdf)
    assert known.good and known.sm2 and known.use is not None
    (verdict,) = known.verdicts
    assert (verdict.agency, verdict.seal, verdict.signed_at) == ("某市行政审批局", "受理专用章", now)
    stranger = queries.verify_sealed_file(sealed.pdf + b"\n")
    assert not stranger.good and stranger.use is None
    with pytest.raises(errors.NotSealed):
        queries.verify_sealed_file(set_paper().pdf)
    with pytest.raises(errors.NotSealed):
        queries.verify_sealed_file(b"not a pdf")
