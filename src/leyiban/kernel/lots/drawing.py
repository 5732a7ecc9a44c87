"""The draw itself: from a seed and a list of entrants to the winners, in order. Pure and recomputable.

Numbers come from SHA-256 over the seed and a counter, and a number that would favour anyone is thrown away
(rejection sampling), so every entrant's chance is exactly his weight.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

SEED_BYTES = 32


@dataclass(frozen=True, slots=True, order=True)
class Entrant:
    """``token``: a random pseudonym, unique within the draw. ``weight``: 1, or more where weights count."""

    token: str
    weight: int = 1

    def __post_init__(self) -> None:
        if self.weight < 1:
            raise ValueError("an entrant has a chance")


def draw(entrants: Iterable[Entrant], *, seed: bytes, seats: int) -> list[str]:
    """The tokens of the winners, the first drawn first; all entrants where there are seats enough.

    The order of ``entrants`` does not matter. Each seat goes to one of those who are left, with a chance in
    proportion to his weight.

    Raises:
        ValueError: a token occurs twice.
    """
    pool = sorted(entrants)
    if len({entrant.token for entrant in pool}) < len(pool):
        raise ValueError("an entrant is drawn for once")
    chances = _Chances([entrant.weight for entrant in pool])
    numbers = Numbers(seed)
    return [pool[chances.take(numbers.below(chances.total))].token for _ in range(min(seats, len(pool)))]


class Numbers:
    """Whole numbers without bias: SHA-256(seed ‖ 0), SHA-256(seed ‖ 1), … read bit by bit."""

    def __init__(self, seed: bytes) -> None:
        self._bytes = self._stream(seed)

    @staticmethod
    def _stream(seed: bytes) -> Iterator[int]:
        counter = 0
        while True:
            yield from hashlib.sha256(seed + counter.to_bytes(8, "big")).digest()
            counter += 1

    def below(self, limit: int) -> int:
        """A number from 0 to ``limit - 1``, each as likely as any other."""
        if limit < 1:
            raise ValueError("there is no number below one")
        bits = (limit - 1).bit_length()
        while True:
            number = self._bits(bits)
            if number < limit:
                return number

    def _bits(self, bits: int) -> int:
        """As many whole bytes as are needed, the superfluous high bits dropped."""
        size = (bits + 7) // 8
        taken = int.from_bytes(bytes(next(self._bytes) for _ in range(size)), "big")
        return taken & ((1 << bits) - 1)


class _Chances:
    """Weights in a Fenwick tree: find whose share a number falls into, and take him out, in log n steps."""

    def __init__(self, weights: Sequence[int]) -> None:
        self.total = sum(weights)
        self._weights = list(weights)
        self._tree = [0, *weights]
        for place in range(1, len(self._tree)):
            above = place + (place & -place)
            if above < len(self._tree):
                self._tree[above] += self._tree[place]

    def take(self, number: int) -> int:
        """The place whose share ``number`` falls into; it has no share from now on."""
        place = self._find(number)
        weight, self._weights[place] = self._weights[place], 0
        self.total -= weight
        node = place + 1
        while node < len(self._tree):
            self._tree[node] -= weight
            node += node & -node
        return place

    def _find(self, number: int) -> int:
        place, step = 0, 1 << len(self._weights).bit_length()
        while step:
            if place + step < len(self._tree) and self._tree[place + step] <= number:
                place += step
                number -= self._tree[place]
            step >>= 1
        return place
