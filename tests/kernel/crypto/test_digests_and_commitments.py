"""Digests find without telling; commitments bind until their salt is gone."""

import base64
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.kernel.crypto import Hidden, commit, digest_of, new_code, parse_keys, proves, search_digests


def ring(*fillers: int):
    return parse_keys("\n".join(f"k{n} {base64.b64encode(bytes([n]) * 32).decode()}" for n in fillers))


def test_a_digest_depends_on_key_and_domain_and_is_stable() -> None:
    here = digest_of("511102190001010016", domain="person.id_number", ring=ring(1))

    assert here == digest_of("511102190001010016", domain="person.id_number", ring=ring(1))
    assert here != digest_of("511102190001010016", domain="person.phone", ring=ring(1))
    assert here != digest_of("511102190001010016", domain="person.id_number", ring=ring(2))


@given(a=st.text(max_size=5), b=st.text(max_size=5), c=st.text(max_size=5), d=st.text(max_size=5))
def test_domain_and_value_cannot_run_into_each_other(a: str, b: str, c: str, d: str) -> None:
    same_digest = digest_of(b, domain=a, ring=ring(1)) == digest_of(d, domain=c, ring=ring(1))

    assert same_digest == ((a, b) == (c, d))


def test_a_search_covers_every_key_newest_first() -> None:
    old, new = ring(1), ring(1, 2)

    assert search_digests("x", domain="d", ring=new) == [
        digest_of("x", domain="d", ring=new),
        digest_of("x", domain="d", ring=old),
    ]


@given(value=st.binary(max_size=100), other=st.binary(max_size=100))
def test_a_commitment_proves_its_value_and_no_other(value: bytes, other: bytes) -> None:
    salt, digest = commit(value)

    assert len(salt) == 16
    assert proves(value, salt=salt, digest=digest)
    assert proves(other, salt=salt, digest=digest) == (other == value)


def test_without_its_salt_a_commitment_proves_nothing() -> None:
    salt, digest = commit(b"name")

    assert not proves(b"name", salt=b"", digest=digest)
    assert not proves(b"name", salt=bytes(16), digest=digest)
    assert commit(b"name").salt != salt


def test_a_hidden_value_never_shows_itself() -> None:
    hidden = Hidden.of("13900000000", place="p")

    shown = f"{hidden} {hidden!r} {hidden!s} {hidden:>20} {[hidden]} { ({'k': hidden}) }"
    assert "139" not in shown
    assert hidden.reveal() == "13900000000"
    with pytest.raises(TypeError):
        pickle.dumps(hidden)


@pytest.mark.parametrize("digits", [4, 6])
def test_codes_have_all_their_digits(digits: int) -> None:
    codes = {new_code(digits) for _ in range(300)}

    assert all(len(code) == digits and code.isdigit() for code in codes)
    assert any(code.startswith("0") for code in codes)
