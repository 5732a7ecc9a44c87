"""Two algorithms side by side, by whichever library is there; the libraries are held against each other."""

import pytest
from cryptography.hazmat.primitives import hashes
from hypothesis import given, settings
from hypothesis import strategies as st

from leyiban.seals.keystore.files import FileKeyStore
from leyiban.seals.signatures import Algorithm, provider, sm2

# GB/T 32918.5-2017, annex A: key, message and signature of the standard's own example.
STANDARD_PRIVATE = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
STANDARD_PUBLIC = bytes.fromhex(
    "04"
    "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
STANDARD_SIGNATURE = bytes.fromhex(
    "3046022100"
    "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
    "022100"
    "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
)

fast = pytest.mark.skipif(not sm2.has_fast_library(), reason="Tongsuo's wheel is not made for this machine")


def test_the_standards_own_example_holds() -> None:
    assert sm2.public_key_of(STANDARD_PRIVATE) == STANDARD_PUBLIC
    assert sm2.verify(STANDARD_PUBLIC, b"message digest", STANDARD_SIGNATURE)
    assert sm2.verify_slowly(STANDARD_PUBLIC, b"message digest", STANDARD_SIGNATURE)
    assert not sm2.verify(STANDARD_PUBLIC, b"message digest!", STANDARD_SIGNATURE)


def test_sm3_is_the_standards() -> None:
    hashing = hashes.Hash(hashes.SM3())
    hashing.update(b"abc")
    assert hashing.finalize().hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@fast
@settings(max_examples=15, deadline=None)
@given(st.integers(1, sm2.ORDER - 2), st.binary(max_size=100))
def test_both_libraries_accept_each_others_signatures(private_key: int, message: bytes) -> None:
    public_key = sm2.public_key_of(private_key)
    assert sm2.public_key_slowly(private_key) == public_key
    slow, quick = sm2.sign_slowly(private_key, public_key, message), sm2.sign(private_key, message)
    for signature in (slow, quick):
        assert sm2.verify(public_key, message, signature)
        assert sm2.verify_slowly(public_key, message, signature)
        assert not sm2.verify(public_key, message + b"x", signature)


def test_a_key_whose_point_begins_with_zeros_or_fours_is_no_exception() -> None:
    for private_key in range(1, 400):
        public_key = sm2.public_key_of(private_key)
        if public_key[1:].hex().startswith(("0", "4")):
            signature = sm2.sign_slowly(private_key, public_key, b"m")
            assert sm2.verify_slowly(public_key, b"m", signature)
            assert sm2.verify(public_key, b"m", signature)
            break
    else:
        pytest.fail("no such key was tried")


def test_without_the_fast_library_the_answers_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sm2, "tongsuo", None)
    signature = sm2.sign(STANDARD_PRIVATE, b"m")
    assert sm2.verify(STANDARD_PUBLIC, b"m", signature)
    assert not sm2.verify(STANDARD_PUBLIC, b"n", signature)


@pytest.mark.proves("F3.3")
@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_a_detached_signature_is_made_in_the_store_and_verified_anywhere(
    algorithm: Algorithm, key_store: FileKeyStore
) -> None:
    key_store.create("seal-a", algorithm)
    by = provider(algorithm)
    message = "乐行审受〔2020〕12号".encode()
    signature = key_store.sign("seal-a", by.digest(message))
    public_key = key_store.public_key("seal-a")
    assert by.verify(public_key=public_key, message=message, signature=signature)
    assert not by.verify(public_key=public_key, message=message + b" ", signature=signature)
    key_store.create("seal-b", algorithm)
    other = key_store.public_key("seal-b")
    assert not by.verify(public_key=other, message=message, signature=signature)


@pytest.mark.parametrize("algorithm", list(Algorithm))
@given(key=st.binary(max_size=80), signature=st.binary(max_size=80))
def test_nonsense_is_a_plain_no(algorithm: Algorithm, key: bytes, signature: bytes) -> None:
    assert provider(algorithm).verify(public_key=key, message=b"m", signature=signature) is False
    assert (
        provider(Algorithm.SM2).verify(public_key=STANDARD_PUBLIC, message=b"m", signature=signature) is False
    )
