"""A seal's life: each step lawful or refused, by two people, on the ledger."""

import datetime as dt

import pytest
from cryptography import x509
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test import TestCase

from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.upkeep import Level
from leyiban.seals import errors, operations, queries, upkeep
from leyiban.seals.keystore.files import FileKeyStore
from leyiban.seals.life import STEPS, Move, SealKind, State, lawful_moves
from leyiban.seals.models import Authority, ESeal
from tests.seals.conftest import AGENCY, AGENCY_NAME, CITY, CLERK, HEAD, City


def applied(now: dt.datetime, kind: SealKind = SealKind.LICENSING) -> ESeal:
    return operations.apply_for_seal(
        city=CITY, agency_key=AGENCY, agency_name=AGENCY_NAME, kind=kind, actor=CLERK, now=now
    )


def made(now: dt.datetime, kind: SealKind = SealKind.LICENSING) -> ESeal:
    seal = applied(now, kind)
    operations.approve_seal(seal_key=seal.key, actor=HEAD, now=now)
    return operations.make_seal_keys(seal_key=seal.key, actor=HEAD, now=now)


def steps(seal: ESeal) -> list[str]:
    return [getattr(entry.facts, "move", entry.kind) for entry in trail("seal", seal.key)]


@pytest.mark.proves("F3.2")
def test_from_application_to_destruction_every_step_is_on_the_ledger(
    authority: Authority, key_store: FileKeyStore, now: dt.datetime
) -> None:
    seal = made(now)
    operations.activate_seal(seal_key=seal.key, actor=HEAD, now=now)
    operations.suspend_seal(seal_key=seal.key, ground="custodian_changed", actor=HEAD, now=now)
    operations.resume_seal(seal_key=seal.key, ground="custodian_named", actor=HEAD, now=now)
    operations.report_seal_lost(seal_key=seal.key, ground="key_medium_lost", actor=HEAD, now=now)
    with TestCase.captureOnCommitCallbacks(execute=True):
        operations.destroy_seal(seal_key=seal.key, ground="lost", actor=HEAD, now=now)
    assert steps(seal) == [
        "seal.applied/1",
        "approve",
        "seal.made/1",
        "activate",
        "suspend",
        "resume",
        "report_lost",
        "destroy",
    ]
    seal.refresh_from_db()
    assert seal.state == State.DESTROYED and seal.version == 8
    assert not key_store.has(seal.key_id) and not key_store.has(seal.sm2_key_id)


@pytest.mark.proves("F3.2")
def test_the_applicant_may_not_approve(authority: Authority, now: dt.datetime) -> None:
    seal = applied(now)
    with pytest.raises(errors.SecondPersonNeeded):
        operations.approve_seal(seal_key=seal.key, actor=CLERK, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        ESeal.objects.filter(pk=seal.pk).update(approved_by=CLERK.pseudonym)


def test_a_refused_application_has_no_key(authority: Authority, now: dt.datetime) -> None:
    seal = operations.refuse_seal(seal_key=applied(now).key, ground="not_needed", actor=HEAD, now=now)
    assert (seal.state, seal.certificate) == (State.REFUSED, "")
    with pytest.raises(errors.SealMoveNotLawful):
        operations.make_seal_keys(seal_key=seal.key, actor=HEAD, now=now)


def test_no_step_is_skipped(authority: Authority, now: dt.datetime) -> None:
    seal = applied(now)
    for step in (operations.make_seal_keys, operations.activate_seal):
        with pytest.raises(errors.SealMoveNotLawful) as refused:
            step(seal_key=seal.key, actor=HEAD, now=now)
        assert "已申请" in str(refused.value)
    with pytest.raises(errors.SealNotFound):
        operations.activate_seal(seal_key="seal-none", actor=HEAD, now=now)


def test_the_table_is_total() -> None:
    assert set(STEPS) == set(Move)
    assert {state: lawful_moves(state) for state in (State.DESTROYED, State.REFUSED)} == {
        State.DESTROYED: (),
        State.REFUSED: (),
    }
    reachable = {State.APPLIED} | {step.target for step in STEPS.values()}
    assert reachable == set(State)


def test_an_agency_has_one_active_seal_of_a_kind(city: City, now: dt.datetime) -> None:
    second = made(now, SealKind.ACCEPTANCE)
    with pytest.raises(errors.SealMoveNotLawful):
        operations.activate_seal(seal_key=second.key, actor=HEAD, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        ESeal.objects.filter(pk=second.pk).update(state=State.ACTIVE)


def test_a_successor_takes_over_in_one_step(city: City, now: dt.datetime) -> None:
    second = made(now, SealKind.ACCEPTANCE)
    operations.replace_seal(
        seal_key=city.seal.key, successor_key=second.key, ground="certificate_ends", actor=HEAD, now=now
    )
    active = queries.active_seal(agency_key=AGENCY, kind=SealKind.ACCEPTANCE)
    assert active is not None and active.key == second.key
    old = queries.seal_by_key(city.seal.key)
    assert (old.state, old.successor_id) == (State.REPLACED, second.pk)
    assert trail("seal", old.key)[-1].facts.successor == second.key


def test_a_seal_of_another_kind_is_no_successor(city: City, now: dt.datetime) -> None:
    with pytest.raises(errors.SealMoveNotLawful):
        operations.replace_seal(
            seal_key=city.seal.key, successor_key=made(now).key, ground="x", actor=HEAD, now=now
        )


def test_the_revocation_list_follows_the_life(city: City, now: dt.datetime) -> None:
    serial = int(city.seal.serial, 16)

    def listed() -> x509.RevokedCertificate | None:
        revoked = x509.load_der_x509_crl(queries.revocation_list_der(CITY))
        return revoked.get_revoked_certificate_by_serial_number(serial)

    assert listed() is None
    operations.suspend_seal(seal_key=city.seal.key, ground="x", actor=HEAD, now=now)
    assert listed() is not None
    operations.resume_seal(seal_key=city.seal.key, ground="x", actor=HEAD, now=now)
    assert listed() is None
    since = now - dt.timedelta(days=3)
    operations.report_seal_lost(seal_key=city.seal.key, ground="x", actor=HEAD, now=now, lost_since=since)
    entry = listed()
    assert entry is not None and entry.revocation_date_utc == since
    reason = entry.extensions.get_extension_for_class(x509.CRLReason).value
    assert reason.reason is x509.ReasonFlags.key_compromise


def test_making_a_seal_twice_is_making_it_once(city: City, now: dt.datetime) -> None:
    again = operations.make_seal(
        city=CITY, agency_key=AGENCY, agency_name=AGENCY_NAME, kind=SealKind.ACCEPTANCE, actor=HEAD, now=now
    )
    assert again.pk == city.seal.pk and ESeal.objects.filter(agency_key=AGENCY).count() == 1
    assert steps(again) == ["seal.applied/1", "approve", "seal.made/1", "activate"]
    authority = operations.ensure_city_authority(city=CITY, city_name="某市", actor=HEAD, now=now)
    assert authority.pk == city.authority.pk


def test_a_name_that_cannot_be_drawn_is_refused_before_anything_is_kept(
    authority: Authority, now: dt.datetime
) -> None:
    with pytest.raises(errors.AgencyNameNotDrawable) as refused:
        operations.apply_for_seal(
            city=CITY,
            agency_key="x",
            agency_name="某\U0003134a局",
            kind=SealKind.OFFICIAL,
            actor=CLERK,
            now=now,
        )
    assert "\U0003134a" in str(refused.value)
    assert not ESeal.objects.filter(agency_key="x").exists()


def test_a_city_without_authority_says_so(db: None, now: dt.datetime) -> None:
    with pytest.raises(errors.NoAuthority):
        applied(now)
    with pytest.raises(errors.NoAuthority):
        queries.city_ca_pem(CITY)


def test_uses_cannot_be_rewritten_by_the_application(city: City) -> None:
    for statement in ("UPDATE seals_sealuse SET digest = ''", "DELETE FROM seals_sealuse"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


def test_doctor_misses_keys_and_sees_certificates_end(
    city: City, key_store: FileKeyStore, now: dt.datetime
) -> None:
    ESeal.objects.exclude(authority=city.authority).delete()
    Authority.objects.exclude(pk=city.authority.pk).delete()
    assert upkeep.keys_are_in_their_store(now=now).level is Level.OK
    assert upkeep.certificates_are_valid(now=now).level is Level.OK
    years = dt.timedelta(days=365)
    assert upkeep.certificates_are_valid(now=now + 9.9 * years).level is Level.WARN
    assert upkeep.certificates_are_valid(now=now + 11 * years).level is Level.FAIL
    key_store.destroy(city.seal.key_id)
    assert upkeep.keys_are_in_their_store(now=now).level is Level.FAIL
