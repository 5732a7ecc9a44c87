"""Sealed values open only where, and with the key by which, they were sealed."""

import base64
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.kernel.crypto import Undecipherable, key_id_of, open_sealed, parse_keys, seal


def line(key_id: str, filler: int) -> str:
    return f"{key_id} {base64.b64encode(bytes([filler]) * 32).decode()}"


OLD = parse_keys(line("2019", 1))
ROTATED = parse_keys(line("2019", 1) + "\n" + line("2020", 2))
OTHER = parse_keys(line("2019", 3))


@given(plain=st.binary(max_size=500), place=st.text(min_size=1, max_size=40))
def test_what_is_sealed_opens_again_and_does_not_show(plain: bytes, place: str) -> None:
    sealed = seal(plain, place=place, ring=OLD)

    assert open_sealed(sealed, place=place, ring=OLD) == plain
    assert len(plain) < 4 or plain not in sealed


@given(plain=st.binary(min_size=1, max_size=60), data=st.data())
def test_any_changed_byte_is_noticed(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(plain, place="people.party.phone", ring=OLD))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))

    with pytest.raises(Undecipherable):
        open_sealed(bytes(sealed), place="people.party.phone", ring=OLD)


@given(cut=st.integers(0, 44))
def test_a_cut_off_value_is_noticed(cut: int) -> None:
    sealed = seal(b"13900000000", place="p", ring=OLD)[:cut]

    with pytest.raises(Undecipherable):
        open_sealed(sealed, place="p", ring=OLD)


def test_a_value_moved_to_another_column_does_not_open() -> None:
    sealed = seal(b"511102190001010016", place="people.party.id_number", ring=OLD)

    with pytest.raises(Undecipherable):
        open_sealed(sealed, place="people.party.phone", ring=OLD)


def test_equal_values_have_different_seals() -> None:
    assert seal(b"x", place="p", ring=OLD) != seal(b"x", place="p", ring=OLD)


def test_after_rotation_old_values_open_and_new_ones_name_the_new_key() -> None:
    old = seal(b"old", place="p", ring=OLD)
    new = seal(b"new", place="p", ring=ROTATED)

    assert open_sealed(old, place="p", ring=ROTATED) == b"old"
    assert (key_id_of(old), key_id_of(new)) == ("2019", "2020")
    with pytest.raises(Undecipherable, match="no key"):
        open_sealed(new, place="p", ring=OLD)


def test_another_key_under_the_same_id_opens_nothing() -> None:
    with pytest.raises(Undecipherable):
        open_sealed(seal(b"x", place="p", ring=OLD), place="p", ring=OTHER)


@pytest.mark.parametrize(
    "text",
    ["", "# only a comment", "id", "a b c", "ID " + base64.b64encode(b"1" * 32).decode(), "k !!!", "k YWJj"],
)
def test_a_broken_ring_is_refused_without_showing_its_keys(text: str) -> None:
    with pytest.raises(ValueError, match="key ring") as caught:
        parse_keys(text)
    assert text == "" or text.split()[-1] not in str(caught.value)


def test_the_same_id_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        parse_keys(line("a", 1) + "\n" + line("a", 2))


def test_a_bare_secret_is_a_ring_of_one() -> None:
    fresh = base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")
    ring = parse_keys(fresh)

    assert ring.current.id == "0"
    assert fresh not in repr(ring)
    assert ring.current.secret.hex() not in repr(ring)
