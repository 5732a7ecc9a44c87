"""What the street knows of a resident."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.routing import BaseRoute

from sandbox.faults import COMMON_WAYS, FaultKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """``api`` stands under the faults; ``pages`` (for people at a screen) never do.

    Paths of both are below ``/<name>``. ``own_ways`` are ways of failing beyond the common ones.
    """

    name: str
    title: str
    about: str
    api: tuple[BaseRoute, ...]
    pages: tuple[BaseRoute, ...] = ()
    page: str = ""  # where its page is, for the home page
    own_ways: Mapping[FaultKind, tuple[str, ...]] = field(default_factory=dict)
    state: Callable[[], str] = lambda: ""

    def ways(self, kind: FaultKind) -> tuple[str, ...]:
        return COMMON_WAYS[kind] + tuple(self.own_ways.get(kind, ()))


def fault_of(request: Request, kind: FaultKind) -> str | None:
    """The resident's own way of failing that was ordered for this request, if any."""
    ways: dict[FaultKind, str] = request.scope.get("sandbox.faults", {})
    return ways.get(kind)
