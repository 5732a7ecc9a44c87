"""What can lawfully go wrong when we call outside."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, Refusal


class ServiceUnavailable(Refusal):
    """The other system does not answer, or not what was agreed. ``service`` is its name for people."""

    code = "service_unavailable"
    kind = Kind.UNAVAILABLE
    message = _("{service}暂时连不上,您填的都在。请过几分钟再试。")


class ServiceRefused(Refusal):
    """The other system said no for good; ``reason`` is its own code."""

    code = "service_refused"
    kind = Kind.CONFLICT
    message = _("{service}没有接受这次请求。请核对后再试,或打电话问。")


class NotResendable(Refusal):
    """Only a call that failed for good, and whose content is still kept, can be sent again."""

    code = "call_not_resendable"
    kind = Kind.CONFLICT
    message = _("这一条现在不能重发:它还在发,或内容已按期删除。")
