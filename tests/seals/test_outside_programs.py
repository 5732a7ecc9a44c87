"""What programs that are not ours say of a sealed paper: poppler's pdfsig, and a time-stamp authority."""

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from leyiban.seals import errors, operations, queries
from leyiban.seals.life import SealKind
from leyiban.seals.models import SealUse
from tests.seals.conftest import CITY, HEAD, City
from tests.seals.test_sealing import decided, order
from tests.support.street import Street

pdfsig = pytest.mark.skipif(
    shutil.which("pdfsig") is None or shutil.which("certutil") is None,
    reason="NOT CHECKED: pdfsig or certutil is missing (Debian: poppler-utils, libnss3-tools)",
)


@pytest.fixture
def certificate_store(city: City, tmp_path: Path) -> Path:
    """An NSS store that holds nothing but the city's root."""
    root = tmp_path / "city-ca.pem"
    root.write_text(queries.city_ca_pem(CITY))
    folder = tmp_path / "nss"
    folder.mkdir()
    run("certutil", "-N", "-d", f"sql:{folder}", "--empty-password")
    run("certutil", "-A", "-d", f"sql:{folder}", "-n", "city", "-t", "CT,C,C", "-i", str(root))
    return folder


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def said_by_pdfsig(content: bytes, store: Path, folder: Path) -> str:
    (folder / "paper.pdf").write_bytes(content)
    return run("pdfsig", "-nssdir", f"sql:{store}", str(folder / "paper.pdf"))


@pdfsig
@pytest.mark.proves("F3.3")
def test_pdfsig_finds_a_sealed_paper_valid_and_trusted_and_a_changed_one_broken(
    city: City, certificate_store: Path, tmp_path: Path, now: dt.datetime
) -> None:
    sealed = operations.use_seal(order(decided(now)), actor=HEAD, now=now).pdf
    said = said_by_pdfsig(sealed, certificate_store, tmp_path)
    for words in (
        "Signature is Valid.",
        "Certificate is Trusted.",
        "Total document signed",
        "ETSI.CAdES.detached",
        "O=某市行政审批局",
    ):
        assert words in said
    changed = bytearray(sealed)
    changed[len(changed) // 3] ^= 1
    assert "Signature is Valid." not in said_by_pdfsig(bytes(changed), certificate_store, tmp_path)


@pdfsig
def test_pdfsig_does_not_trust_a_seal_of_another_city(
    city: City, certificate_store: Path, tmp_path: Path, now: dt.datetime
) -> None:
    operations.ensure_city_authority(city="519901", city_name="别市", actor=HEAD, now=now)
    seal = operations.make_seal(
        city="519901",
        agency_key="519901-x",
        agency_name="别市某局",
        kind=SealKind.ACCEPTANCE,
        actor=HEAD,
        now=now,
    )
    sealed = operations.use_seal(order(decided(now), agency_key=seal.agency_key), actor=HEAD, now=now).pdf
    said = said_by_pdfsig(sealed, certificate_store, tmp_path)
    assert "Signature is Valid." in said and "Certificate is Trusted." not in said


@pytest.fixture
def time_stamped(street: Street, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Street:
    street.heal()
    roots = tmp_path / "tsa.pem"
    roots.write_bytes(street.http.get("/tsa/v1/chain.pem").content)
    monkeypatch.setattr(settings, "SEAL_TIMESTAMP_URL", f"{street.url}/tsa/v1/stamp", raising=False)
    monkeypatch.setattr(settings, "SEAL_TIMESTAMP_ROOTS", str(roots), raising=False)
    return street


@pytest.mark.proves("F3.3")
def test_with_an_authority_the_signing_time_is_confirmed(
    time_stamped: Street, city: City, now: dt.datetime
) -> None:
    sealed = operations.use_seal(order(decided(now)), actor=HEAD, now=now).pdf
    (verdict,) = queries.verify_sealed_file(sealed).verdicts
    assert verdict.time_stamped and verdict.signed_at is not None
    assert abs(verdict.signed_at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)
    assert verdict.intact and verdict.signature and verdict.chain


@pytest.mark.parametrize(
    "trouble", [{"kind": "down"}, {"kind": "wrong", "way": "imprint"}, {"kind": "wrong", "way": "nonce"}]
)
def test_an_authority_that_is_away_or_wrong_leaves_no_seal(
    time_stamped: Street, city: City, now: dt.datetime, trouble: dict[str, str]
) -> None:
    entry_id = decided(now)
    time_stamped.fault("tsa", **trouble)
    with pytest.raises(errors.TimestampUnavailable):
        operations.use_seal(order(entry_id), actor=HEAD, now=now)
    assert not SealUse.objects.exists()
    time_stamped.heal()
    operations.use_seal(order(entry_id), actor=HEAD, now=now)
    assert SealUse.objects.count() == 1
