"""Makes the identity service's calls known to the outbound room (autodiscovered)."""

from leyiban.people.identity_service import IDENTITY

__all__ = ["IDENTITY"]
