"""The entry test of the green channel (F4.6): a class, an item, a proof; yes or no at once, with the clause. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from leyiban.catalogue.greenfile import GreenClassEntry, Proof


class Verdict(Enum):
    YES = "yes"
    NO_SUCH_CLASS = "no_such_class"
    NOT_THIS_ITEM = "not_this_item"
    NO_PROOF = "no_proof"


@dataclass(frozen=True, slots=True)
class Tested:
    """``entry`` is the class that was looked at: its basis is the clause, its proofs what is missing."""

    verdict: Verdict
    entry: GreenClassEntry | None

    @property
    def admits(self) -> bool:
        return self.verdict is Verdict.YES


def entry_test(classes: Sequence[GreenClassEntry], *, key: str, item: str, proof: str) -> Tested:
    """Whether a request for this item under this class, with this kind of proof, is let in if its proof is as stated.

    Args:
        classes: those that hold on the day. proof: its kind; empty: none.
    """
    entry = next((each for each in classes if each.key == key), None)
    if entry is None:
        return Tested(Verdict.NO_SUCH_CLASS, None)
    if entry.items and item not in entry.items:
        return Tested(Verdict.NOT_THIS_ITEM, entry)
    takes = proof in {each.value for each in entry.allows.proof if each in Proof}
    return Tested(Verdict.YES if takes else Verdict.NO_PROOF, entry)
