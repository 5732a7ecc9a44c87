"""How a resident misbehaves, on order: slow, down, wrong, twice.

A fault is set per resident and kind over ``/admin/faults``. It strikes a request with a chance (drawn
from a seeded generator, so that a test repeats) and, when a count is given, so many times and no more.
Faults live in memory: a restarted sandbox is healthy.
"""

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    SLOW = "slow"
    DOWN = "down"
    WRONG = "wrong"
    TWICE = "twice"


# What every resident can do; the first of each kind is the default. Residents add their own ways of
# being wrong or twice.
COMMON_WAYS: Mapping[FaultKind, tuple[str, ...]] = {
    FaultKind.SLOW: ("delay",),
    FaultKind.DOWN: ("refuse", "hang"),
    FaultKind.WRONG: ("garbage", "status_500", "cut"),
    FaultKind.TWICE: ("replay",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """``ms`` delays a slow resident; ``chance`` is 0–1; ``count`` None means until switched off."""

    way: str
    ms: int = 0
    chance: float = 1.0
    count: int | None = None
    seed: int = 0


class _Standing:
    """An order in force: what is left of it, and its own dice."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.left = order.count
        self.struck = 0
        self._dice = random.Random(order.seed)  # noqa: S311 (repeatable, not secret)

    def strikes(self) -> bool:
        if self.left == 0 or self._dice.random() >= self.order.chance:
            return False
        if self.left is not None:
            self.left -= 1
        self.struck += 1
        return True


class FaultBook:
    """The faults in force, by resident and kind."""

    def __init__(self) -> None:
        self._standing: dict[tuple[str, FaultKind], _Standing] = {}

    def set(self, resident: str, kind: FaultKind, order: Order) -> None:
        self._standing[resident, kind] = _Standing(order)

    def clear(self, resident: str | None = None, kind: FaultKind | None = None) -> None:
        """Switch off one fault, all of a resident, or all."""
        self._standing = {
            key: standing
            for key, standing in self._standing.items()
            if not (resident in (None, key[0]) and kind in (None, key[1]))
        }

    def strike(self, resident: str, kind: FaultKind) -> Order | None:
        """The order that hits the present request, or None. Each call counts."""
        standing = self._standing.get((resident, kind))
        return standing.order if standing and standing.strikes() else None

    def listing(self, resident: str) -> dict[str, dict[str, object]]:
        return {
            kind.value: asdict(standing.order) | {"left": standing.left, "struck": standing.struck}
            for (name, kind), standing in self._standing.items()
            if name == resident
        }
