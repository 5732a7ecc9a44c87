"""Identifiers of electronic licences (电子证照标识, GB/T 36904-2018)."""

import re
from dataclasses import dataclass, replace

from leyiban.kernel.identifiers.check_characters import mod37_36
from leyiban.kernel.identifiers.credit_codes import check_uscc
from leyiban.kernel.identifiers.results import Checked, Invalid, Valid
from leyiban.kernel.identifiers.text import normalise
from leyiban.kernel.identifiers.wording import Reason

ROOT = "1.2.156.3005.2"
LAST_VERSION = 999

_TYPE = re.compile(r"[0-9A-Z]{21}")
_ISSUER = re.compile(r"[0-9A-Z]{6,18}")
_SERIAL = re.compile(r"[0-9A-Z_-]{1,64}")


@dataclass(frozen=True, slots=True)
class LicenceIdentifier:
    """The parts of an identifier; ``str()`` composes it with its check character.

    ``type_code``: credit code of the body that defines the licence type, and three digits. ``issuer``:
    credit code of the issuer. ``serial``: unique per type and issuer. ``version``: 1 to 999.
    """

    type_code: str
    issuer: str
    serial: str
    version: int

    def __post_init__(self) -> None:
        fits = _TYPE.fullmatch(self.type_code) and _ISSUER.fullmatch(self.issuer)
        if not (fits and _SERIAL.fullmatch(self.serial)):
            raise ValueError("a licence identifier of parts that do not fit")
        if not 1 <= self.version <= LAST_VERSION:
            raise ValueError(f"a licence has versions 1 to {LAST_VERSION}, not {self.version}")

    @property
    def _parts(self) -> tuple[str, str, str, str]:
        return self.type_code, self.issuer, self.serial, f"{self.version:03}"

    @property
    def check(self) -> str:
        """Over the four parts joined; the root is left out."""
        return mod37_36("".join(self._parts))

    def __str__(self) -> str:
        return ".".join((ROOT, *self._parts, self.check))

    def next_version(self) -> "LicenceIdentifier":
        """The identifier after a change of the same licence."""
        return replace(self, version=self.version + 1)

    @classmethod
    def parse(cls, identifier: str) -> "LicenceIdentifier":
        """The parts of a checked identifier."""
        type_code, issuer, serial, version, _ = identifier.removeprefix(f"{ROOT}.").split(".")
        return cls(type_code, issuer, serial, int(version))


def licence_identifier(*, type_code: str, issuer: str, serial: str, version: int = 1) -> str:
    """A new identifier.

    Raises:
        ValueError: a part that does not fit.
    """
    return str(LicenceIdentifier(type_code, issuer, serial, version))


def check_licence_id(text: str) -> Checked:
    """Check an identifier; warns where a credit code inside does not add up."""
    value = normalise(text)
    if not value:
        return Invalid(Reason.EMPTY)
    if not value.startswith(f"{ROOT}."):
        return Invalid(Reason.WRONG_ROOT)
    parts = value.removeprefix(f"{ROOT}.").split(".")
    if len(parts) != 5:
        return Invalid(Reason.WRONG_PARTS)
    type_code, issuer, serial, version, check = parts
    if re.fullmatch(r"[0-9]{3}", version) is None or int(version) == 0:
        return Invalid(Reason.WRONG_VERSION)
    if not (_TYPE.fullmatch(type_code) and _ISSUER.fullmatch(issuer) and _SERIAL.fullmatch(serial)):
        return Invalid(Reason.WRONG_PARTS)
    if check != mod37_36(type_code + issuer + serial + version):
        return Invalid(Reason.CHECK_CHARACTER)
    bodies = [type_code[:18], *([issuer] if len(issuer) == 18 else [])]
    sound = all(check_uscc(body).valid for body in bodies)
    return Valid(value, () if sound else (Reason.ISSUER_CHECK_CHARACTER,))
