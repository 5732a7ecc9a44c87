"""Why a text message is where it is, in words for the clerk and for the person."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Text

NO_PHONE, OPTED_OUT, NO_RECEIPT = "no_phone", "opted_out", "no_receipt"

_REASONS: dict[str, Text] = {
    NO_PHONE: _("没有留手机号。"),
    OPTED_OUT: _("您关了短信提醒。"),
    NO_RECEIPT: _("已发出,没收到送达回执。"),
    "phone_off": _("手机关机或没有信号。"),
    "number_unknown": _("这个号码不存在。"),
    "blocked": _("这个号码不收短信。"),
    "expired": _("短信通道一直连不上。"),
}


def reason_label(reason: str) -> Text:
    """A sentence for a reason code; one that we do not know is not shown as a code."""
    if not reason:
        return ""
    return _REASONS.get(reason, _("短信没发出去。"))
