"""What can go wrong in a way we foresee.

Every foreseen failure is its own class with a stable ``code`` and a sentence that tells the person what
to do. Pages show it beside the field it belongs to; the API shows it as a problem detail (RFC 9457).
Anything that is not a ``Refusal`` is a defect of ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Kind(StrEnum):
    """What sort of failure it is; an edge maps this to its own language (a status, an exit code)."""

    INVALID = "invalid"
    NOT_FOUND = "not_found"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    CONFLICT = "conflict"
    STALE = "stale"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing wrong with one input.

    ``field`` is a dotted path into what was sent (``materials.id_card``, ``form.shop_name``).
    """

    field: str
    code: str
    message: Text


class Refusal(Exception):
    """A lawful "no". Subclasses set ``code``, ``kind`` and ``message`` (with ``{placeholders}``)."""

    code: ClassVar[str]
    kind: ClassVar[Kind] = Kind.INVALID
    message: ClassVar[Text]

    def __init__(self, *, problems: tuple[FieldProblem, ...] = (), **facts: object) -> None:
        self.problems = problems
        self.facts: Mapping[str, object] = facts
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.message).format_map(self.facts)


class InvalidInput(Refusal):
    """One or more fields are wrong; ``problems`` says which and how."""

    code = "invalid_input"
    message = _("有几处需要改一下,请看标红的地方。")


class NotFound(Refusal):
    """The thing does not exist, or the actor may not know that it does."""

    code = "not_found"
    kind = Kind.NOT_FOUND
    message = _("没有找到,或者您没有权限查看。请核对编号。")


class NotAllowed(Refusal):
    """The actor is known but has no right to do this."""

    code = "not_allowed"
    kind = Kind.FORBIDDEN
    message = _("您的账号不能做这一步。请换有权限的账号,或打电话问。")


class NotSignedIn(Refusal):
    """The act needs somebody who is signed in."""

    code = "not_signed_in"
    kind = Kind.UNAUTHENTICATED
    message = _("请先登录。您填的都在,登录后接着办。")


class Stale(Refusal):
    """The page was drawn from an older version of the thing."""

    code = "stale"
    kind = Kind.STALE
    message = _("这件事刚刚有了新进展。您填的还在,请看过新情况再提交。")
