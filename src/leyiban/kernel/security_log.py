"""What a watchman reads: who came in, who was turned away, who tries doors. One line for each, in the process's
log, named ``security.…``; never a name or a number of a person (``docs/security.md`` lists the events).

The ledger tells what was done; this tells what was tried. Where a request comes from, and which one it is,
stands on every line that is written while it is served (:func:`marked`).
"""

import secrets
from contextlib import AbstractContextManager

import structlog

from leyiban.kernel.crypto import digest_of

_log = structlog.get_logger("leyiban.security")
_ORIGIN = "security_log.origin"
_SHOWN = 16  # hexadecimal signs: enough to tell two places apart
_LONGEST = 200


def marked(origin: str) -> AbstractContextManager[None]:
    """Within it every line of the log bears the request's own mark and its place under a keyed digest: the
    same today and tomorrow, and nobody's address."""
    place = digest_of(origin, domain=_ORIGIN).hex()[:_SHOWN] if origin else ""
    return structlog.contextvars.bound_contextvars(request=secrets.token_hex(6), place=place)


def signed_in(*, account: str, way: str) -> None:
    """Somebody came in. ``account`` is a pseudonym."""
    _log.info("security.signed_in", account=account, way=way)


def sign_in_failed(*, step: str, reason: str) -> None:
    """Somebody tried to. ``reason`` is the refusal's code."""
    _log.warning("security.sign_in_failed", step=step, reason=reason)


def turned_away(*, who: str, reason: str, method: str, path: str) -> None:
    """A right was missing, a form came from elsewhere, or there were too many tries.

    ``who`` is the actor's pseudonym, where it is known; ``path`` without the question behind it, which may
    hold anything.
    """
    _log.warning("security.turned_away", who=who, reason=reason, method=method, path=path[:_LONGEST])


def held_off(*, throttle: str) -> None:
    """Somebody tried too often; ``throttle`` says what. Of whom or what, only the table of tries knows, digested."""
    _log.warning("security.held_off", throttle=throttle)
