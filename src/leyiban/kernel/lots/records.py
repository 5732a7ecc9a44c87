"""The public record of a draw, and its recomputation by anyone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leyiban.kernel.lots.drawing import Entrant, draw
from leyiban.kernel.lots.protocol import EntrantList, LotRule, commitment, final_seed, sealed, seed_digest

FORMAT = "leyiban-draw/1"


class RecordUntrue(Exception):
    """The record contradicts itself; ``what`` says where."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRecord:
    """Everything that is needed to draw again.

    ``contributions`` and ``seals`` go by the name of the source; ``winners`` in the order drawn.
    """

    number: str
    rule: LotRule
    entrants: tuple[Entrant, ...]
    seed_digest: str
    commitment: str
    seals: Mapping[str, str]
    seed: str
    contributions: Mapping[str, str]
    winners: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """The record as a file for the public."""
        return {
            "format": FORMAT,
            "draw": self.number,
            "rule": self.rule.canonical(),
            "entrants": [[entrant.token, entrant.weight] for entrant in sorted(self.entrants)],
            "seed_digest": self.seed_digest,
            "commitment": self.commitment,
            "seals": dict(sorted(self.seals.items())),
            "seed": self.seed,
            "contributions": dict(sorted(self.contributions.items())),
            "winners": list(self.winners),
        }

    @classmethod
    def from_json(cls, form: Mapping[str, Any]) -> "DrawRecord":
        """The record that :meth:`as_json` wrote.

        Raises:
            RecordUntrue: it is of another format.
        """
        if form.get("format") != FORMAT:
            raise RecordUntrue("not a record of a draw that this program knows")
        return cls(
            number=form["draw"],
            rule=LotRule.from_canonical(form["rule"]),
            entrants=tuple(Entrant(token, weight) for token, weight in form["entrants"]),
            seed_digest=form["seed_digest"],
            commitment=form["commitment"],
            seals=form["seals"],
            seed=form["seed"],
            contributions=form["contributions"],
            winners=tuple(form["winners"]),
        )


def check_record(record: DrawRecord) -> None:
    """Draw again and compare. The commitment itself is compared with the ledger by the reader.

    Raises:
        RecordUntrue: another list, rule, seed, contribution or winner than was committed to.
    """
    if seed_digest(record.number, record.seed) != record.seed_digest:
        raise RecordUntrue("the seed is not the one that was committed to")
    listed = EntrantList(record.entrants)
    if commitment(record.number, record.rule, listed, record.seed_digest) != record.commitment:
        raise RecordUntrue("the entrants or the rule are not those that were committed to")
    if set(record.contributions) != set(record.rule.sources):
        raise RecordUntrue("a source is missing, or one too many took part")
    for source, value in record.contributions.items():
        if sealed(record.number, source, value) != record.seals.get(source):
            raise RecordUntrue(f"the contribution of {source} is not the one that it sealed")
    seed = final_seed(record.commitment, record.seed, record.contributions)
    if draw(record.entrants, seed=seed, seats=record.rule.seats) != list(record.winners):
        raise RecordUntrue("others were drawn than the record says")
