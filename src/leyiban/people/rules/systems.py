"""What a registration of another office's system must say. Pure."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import FieldProblem, InvalidInput, Text
from leyiban.people.models.systems import SystemScope

_CLIENT_ID = re.compile(r"[a-z][a-z0-9-]{2,39}")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_LONGEST = {
    "name": 60,
    "name_en": 100,
    "operator": 100,
    "operator_en": 150,
    "purpose": 200,
    "purpose_en": 300,
}
_LONGEST_ADDRESS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemDescription:
    """A system as its operator describes it; :func:`checked_description` says whether it may stand so."""

    client_id: str
    name: str
    name_en: str
    operator: str
    operator_en: str
    purpose: str
    purpose_en: str
    redirects: tuple[str, ...]
    scopes: tuple[str, ...]


def checked_description(told: SystemDescription, *, loopback: bool) -> SystemDescription:
    """The description with its scopes in the order of :class:`SystemScope`.

    Args:
        loopback: whether an address of this very machine may be returned to, without TLS.

    Raises:
        InvalidInput: something is missing, too long, unknown, or no safe address.
    """
    problems = tuple(_problems(told, loopback))
    if problems:
        raise InvalidInput(problems=problems)
    return SystemDescription(
        **{name: getattr(told, name) for name in ("client_id", *_LONGEST)},
        redirects=told.redirects,
        scopes=in_order(told.scopes),
    )


def in_order(scopes: Collection[str]) -> tuple[str, ...]:
    """The known ones among ``scopes``, each once, in the order of :class:`SystemScope`."""
    return tuple(scope.value for scope in SystemScope if scope in scopes)


def is_safe_return(address: str, *, loopback: bool) -> bool:
    """Whether a browser may be sent there with a code: one whole address over TLS, with nothing left open.

    RFC 9700 §2.1, §4.1: no pattern, no fragment, no user name in front of the host.
    """
    parts = urlsplit(address)
    if len(address) > _LONGEST_ADDRESS or set(address) & set("*#\\ ") or "@" in parts.netloc:
        return False
    if parts.scheme == "https":
        return bool(parts.hostname)
    return loopback and parts.scheme == "http" and parts.hostname in _LOOPBACK


def _problems(told: SystemDescription, loopback: bool) -> Iterator[FieldProblem]:
    if not _CLIENT_ID.fullmatch(told.client_id):
        yield FieldProblem("client_id", "malformed", _("3到40个小写字母、数字或短横,字母开头。"))
    for name, longest in _LONGEST.items():
        if not getattr(told, name).strip():
            yield _at(name, "required", _("这一项要写。"))
        elif len(getattr(told, name)) > longest:
            yield _at(name, "too_long", _("这一项太长。"))
    if not told.redirects or not all(is_safe_return(each, loopback=loopback) for each in told.redirects):
        yield _at("redirects", "unsafe", _("返回地址要写全,用https,不带通配符、用户名和井号。"))
    unknown = set(told.scopes) - set(SystemScope.values)
    if unknown or SystemScope.OPENID not in told.scopes:
        yield _at("scopes", "unknown", _("要有openid,其他只能是profile、phone、identity、offline_access。"))


def _at(field: str, code: str, message: Text) -> FieldProblem:
    return FieldProblem(field, code, message)
