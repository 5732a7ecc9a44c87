from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, Refusal


class KeyReused(Refusal):
    """The key was used before for a different request."""

    code = "idempotency_key_reused"
    kind = Kind.CONFLICT
    message = _("这个请求编号已用于另一个请求。请换一个新的编号再发。")


class KeyMalformed(Refusal):
    """The key is not one: 8 to 200 visible ascii characters."""

    code = "idempotency_key_malformed"
    message = _("请求编号要用8到200个英文字母、数字或符号。")
