"""What can lawfully go wrong on the line."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, Refusal


class NothingToResend(Refusal):
    """There is no such record, or it is on its way already."""

    code = "nothing_to_resend"
    kind = Kind.CONFLICT
    message = _("没有可以重报的记录,或已经在路上。")
