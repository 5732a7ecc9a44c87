"""What is committed to, sealed and revealed, as exact bytes. Pure."""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from leyiban.kernel.ledger.canonical import canonical_json
from leyiban.kernel.ledger.merkle import Frontier, inclusion_proof, leaf_hash, root_from_inclusion
from leyiban.kernel.lots.drawing import SEED_BYTES, Entrant

_SECRET = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRule:
    """What is fixed before anyone enters.

    Attributes:
        purpose: dotted word for what is drawn (``relief.masks``).
        seats: how many win.
        weighted: whether an entrant may have a weight above 1.
        sources: names (pseudonyms, agency codes) of those who contribute chance; at least two.
    """

    purpose: str
    seats: int
    sources: tuple[str, ...]
    weighted: bool = False

    def __post_init__(self) -> None:
        if self.seats < 1:
            raise ValueError("a draw has a seat")
        if len(set(self.sources)) < 2 or len(set(self.sources)) < len(self.sources):
            raise ValueError("a draw has at least two sources, each named once")

    def canonical(self) -> dict[str, object]:
        """Strings and integers only."""
        return {
            "purpose": self.purpose,
            "seats": self.seats,
            "sources": sorted(self.sources),
            "weighted": int(self.weighted),
        }

    @classmethod
    def from_canonical(cls, form: Mapping[str, Any]) -> "LotRule":
        """The rule whose :meth:`canonical` form this is."""
        return cls(
            purpose=form["purpose"],
            seats=form["seats"],
            sources=tuple(form["sources"]),
            weighted=bool(form["weighted"]),
        )

    @property
    def digest(self) -> str:
        """Hex SHA-256 of the canonical form."""
        return hashlib.sha256(canonical_json(self.canonical())).hexdigest()


class EntrantList:
    """The closed list: a Merkle tree over the entrants in the order of their tokens."""

    def __init__(self, entrants: Iterable[Entrant]) -> None:
        self.entrants = tuple(sorted(entrants))
        frontier = Frontier(0, [])
        self._nodes = {
            (level, index): digest
            for entrant in self.entrants
            for level, index, digest in frontier.append(leaf_of(entrant))
        }
        self.root = frontier.root.hex()

    def proof(self, token: str) -> "EntrantProof":
        """That this entrant is on the list.

        Raises:
            KeyError: nobody of this token entered.
        """
        places = {entrant.token: place for place, entrant in enumerate(self.entrants)}
        place = places[token]
        path = inclusion_proof(place, len(self.entrants), lambda level, index: self._nodes[level, index])
        return EntrantProof(
            self.entrants[place], place, len(self.entrants), tuple(node.hex() for node in path)
        )


@dataclass(frozen=True, slots=True)
class EntrantProof:
    """A loser's receipt: his entry stood at ``place`` of ``count``."""

    entrant: Entrant
    place: int
    count: int
    path: tuple[str, ...]

    def holds_under(self, root: str) -> bool:
        """Whether the committed list with this root holds the entry."""
        try:
            siblings = [bytes.fromhex(node) for node in self.path]
            computed = root_from_inclusion(leaf_of(self.entrant), self.place, self.count, siblings)
        except ValueError:
            return False
        return computed.hex() == root


def leaf_of(entrant: Entrant) -> bytes:
    return leaf_hash(canonical_json({"token": entrant.token, "weight": entrant.weight}))


def new_secret() -> str:
    """A seed or a contribution: 64 hexadecimal characters. Whoever makes it keeps it until it is asked for."""
    return secrets.token_hex(SEED_BYTES)


def is_secret(text: str) -> bool:
    return _SECRET.fullmatch(text) is not None


def seed_digest(number: str, seed: str) -> str:
    """What the organiser publishes of his seed."""
    return _digest({"draw": number, "seed": seed, "what": "lot-seed/1"})


def sealed(number: str, source: str, value: str) -> str:
    """What a source publishes of its contribution; bound to the source, so that nobody can copy it."""
    return _digest({"draw": number, "source": source, "value": value, "what": "lot-source/1"})


def commitment(number: str, rule: LotRule, entrants: EntrantList, seed_digest: str) -> str:
    """One digest over everything that can no longer change."""
    return _digest(
        {
            "count": len(entrants.entrants),
            "draw": number,
            "entrants": entrants.root,
            "rule": rule.canonical(),
            "seed": seed_digest,
            "what": "lot-commitment/1",
        }
    )


def final_seed(commitment: str, seed: str, contributions: Mapping[str, str]) -> bytes:
    """The seed of the draw: it takes the organiser's secret and every source's contribution."""
    form = {
        "commitment": commitment,
        "seed": seed,
        "sources": [[name, value] for name, value in sorted(contributions.items())],
        "what": "lot-draw/1",
    }
    return hashlib.sha256(canonical_json(form)).digest()


def _digest(form: Mapping[str, object]) -> str:
    return hashlib.sha256(canonical_json(form)).hexdigest()
