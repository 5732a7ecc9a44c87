"""The sandbox is tested over its network door, as its callers use it."""

from tests.support.street import _session_street, own_street, street

__all__ = ["_session_street", "own_street", "street"]
