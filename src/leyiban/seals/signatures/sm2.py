"""SM2 signatures with SM3 (GB/T 32918.2, usual identity 1234567812345678), by whichever library is there.

Tongsuo's wheel is C and fast (0.5 ms) but made for few machines; gmssl is pure Python (15 ms) and runs
anywhere. Both give the same answers (a test holds one against the other).
"""

import secrets
from typing import Any, Final

from gmssl.sm2 import CryptSM2, default_ecc_table

try:
    from tongsuopy.crypto import exceptions as tongsuo_exceptions
    from tongsuopy.crypto import hashes as tongsuo_hashes
    from tongsuopy.crypto.asymciphers import ec as tongsuo
except ImportError:  # pragma: no cover — depends on the machine
    tongsuo = None

ORDER: Final = int(default_ecc_table["n"], 16)
_COORDINATE: Final = 32
_UNCOMPRESSED: Final = b"\x04"


def has_fast_library() -> bool:
    return tongsuo is not None


def new_private_key() -> int:
    """A scalar from 1 to n - 2, as the standard wants it."""
    return secrets.randbelow(ORDER - 2) + 1


def public_key_of(private_key: int) -> bytes:
    """The uncompressed point (65 bytes)."""
    if tongsuo is None:
        return public_key_slowly(private_key)
    point = tongsuo.derive_private_key(private_key, tongsuo.SM2()).public_key().public_numbers()
    x, y = (int(number).to_bytes(_COORDINATE, "big") for number in (point.x, point.y))
    return _UNCOMPRESSED + x + y


def sign(private_key: int, message: bytes) -> bytes:
    """DER (r, s)."""
    public_key = public_key_of(private_key)
    if tongsuo is not None:
        signed: bytes = _tongsuo_private(private_key, public_key).sign(message, _with_sm3())
        return signed
    return sign_slowly(private_key, public_key, message)


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` (DER) is of ``message``; a malformed key or signature is a plain no."""
    if tongsuo is None:
        return verify_slowly(public_key, message, signature)
    try:
        _tongsuo_public(public_key).verify(signature, message, _with_sm3())
    except (tongsuo_exceptions.InvalidSignature, tongsuo_exceptions.InternalError, ValueError):
        return False
    return True


def public_key_slowly(private_key: int) -> bytes:
    """The same by gmssl."""
    point = _gmssl(private_key=private_key)._kg(private_key, default_ecc_table["g"])
    return _UNCOMPRESSED + bytes.fromhex(point)


def sign_slowly(private_key: int, public_key: bytes, message: bytes) -> bytes:
    """The same by gmssl."""
    while True:
        nonce = f"{secrets.randbelow(ORDER - 1) + 1:064x}"
        signed = _gmssl(private_key=private_key, public_key=public_key).sign_with_sm3(message, nonce)
        if signed is not None:
            return bytes.fromhex(signed)


def verify_slowly(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """The same by gmssl."""
    try:
        return bool(_gmssl(public_key=public_key).verify_with_sm3(signature.hex(), message))
    except (ValueError, TypeError, IndexError):
        return False


def _gmssl(*, private_key: int = 0, public_key: bytes = b"") -> Any:
    crypt = CryptSM2(f"{private_key:064x}", "", asn1=True)
    # Set past the constructor, which strips leading 0 and 4 digits off a point that happens to begin so.
    crypt.public_key = public_key[1:].hex()
    return crypt


def _with_sm3() -> Any:
    return tongsuo.ECDSA(tongsuo_hashes.SM3())


def _numbers(public_key: bytes) -> Any:
    if len(public_key) != 1 + 2 * _COORDINATE or public_key[:1] != _UNCOMPRESSED:
        raise ValueError("an SM2 public key is an uncompressed point of 65 bytes")
    x, y = public_key[1 : 1 + _COORDINATE], public_key[1 + _COORDINATE :]
    return tongsuo.EllipticCurvePublicNumbers(
        int.from_bytes(x, "big"), int.from_bytes(y, "big"), tongsuo.SM2()
    )


def _tongsuo_public(public_key: bytes) -> Any:
    return _numbers(public_key).public_key()


def _tongsuo_private(private_key: int, public_key: bytes) -> Any:
    return tongsuo.EllipticCurvePrivateNumbers(private_key, _numbers(public_key)).private_key()
