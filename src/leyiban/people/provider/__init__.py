"""We as an OpenID Connect provider for other offices' systems: oauthlib speaks the protocol, ``people`` remembers.

No HTTP and no page here: :class:`Desk` takes a request's parts and gives back an answer's (ADR 0021).
"""

from leyiban.people.provider.desk import Answer, Back, Desk, Strange, Wanted
from leyiban.people.provider.discovery import discovery_document
from leyiban.people.provider.validator import Situation

__all__ = ["Answer", "Back", "Desk", "Situation", "Strange", "Wanted", "discovery_document"]
