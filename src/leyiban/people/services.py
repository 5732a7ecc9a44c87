"""Makes the identity service's calls known to the outbound room, and people's numbers to a rotation of keys
(autodiscovered)."""

from leyiban.people.identity_service import IDENTITY
from leyiban.people.operations.key_rotation import declare

declare()

__all__ = ["IDENTITY"]
