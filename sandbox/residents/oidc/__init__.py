"""The province's unified identity, as an OpenID Connect provider."""

from sandbox.residents.oidc.desk import OidcDesk

__all__ = ["OidcDesk"]
