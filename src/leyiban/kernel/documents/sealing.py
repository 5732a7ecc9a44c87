"""The port through which a paper gets its seal. The kernel knows no seals; ``leyiban.seals`` fills it."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from django.utils.module_loading import import_string

from leyiban.kernel.actors import Actor
from leyiban.kernel.documents.errors import NoSealing
from leyiban.kernel.documents.typesetting import SealPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Warrant:
    """What allows a seal: the ledger entry of the decision, and the kinds of entry that may allow it.

    ``matter_kind`` and ``matter_key`` are the entry's subject.
    """

    matter_kind: str
    matter_key: str
    entry_id: int
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealOrder:
    """``document`` is the key of the document; under one warrant, a document is sealed once."""

    pdf: bytes
    place: SealPlace
    agency_key: str
    seal_kind: str
    document: str
    template: str
    warrant: Warrant


@dataclass(frozen=True, slots=True)
class Sealed:
    """The sealed file, and the public key (name) of the seal that was used."""

    pdf: bytes
    seal: str


class Sealing(Protocol):
    def __call__(self, order: SealOrder, *, actor: Actor, now: dt.datetime) -> Sealed:
        """Seal ``order.pdf`` and record the use. Runs inside the caller's transaction.

        Raises:
            Refusal: there is no such seal in force, or the warrant does not hold.
        """


_named: list[str] = []


def provide_sealing(function: str) -> None:
    """Fill the port with the function of this dotted name; the last one to do so counts.

    Named and not imported: what writes signatures into files takes a second to load, and few programs do.
    """
    _named[:] = [function]


def sealing() -> Sealing:
    """Raises:
    NoSealing: nobody has filled the port.
    """
    if not _named:
        raise NoSealing
    found: Sealing = import_string(_named[0])
    return found
