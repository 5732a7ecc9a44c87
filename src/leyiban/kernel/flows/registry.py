"""The flows of all domains, by kind of matter. A domain registers its own in ``flow.py``."""

from typing import Any

from leyiban.kernel.flows.table import Flow

_FLOWS: dict[str, Flow[Any]] = {}


def register(flow: Flow[Any]) -> None:
    """Raises ValueError when the kind of matter already has a flow."""
    if flow.kind in _FLOWS:
        raise ValueError(f"two flows for {flow.kind}")
    _FLOWS[flow.kind] = flow


def all_flows() -> list[Flow[Any]]:
    """In the order of their kinds."""
    return [_FLOWS[kind] for kind in sorted(_FLOWS)]


def flow_of(kind: str) -> Flow[Any]:
    return _FLOWS[kind]
