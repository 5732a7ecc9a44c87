"""What can lawfully go wrong with a word about the moment of receipt."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, Refusal


class ReceiptSaid(Refusal):
    """Said once for each time that papers were handed in."""

    code = "receipt_said"
    kind = Kind.CONFLICT
    message = _("收到时间您已经说过了。结果看这件事的经过。")


class ReceiptOver(Refusal):
    code = "receipt_over"
    kind = Kind.CONFLICT
    message = _("这件事已有结果,收到时间不能再改。")


class ReceiptNotEarlier(Refusal):
    """The moment is not before the one that stands, or further back than the city allows."""

    code = "receipt_not_earlier"
    message = _("请写更早的时间,最多早{days}天。")


class ReceiptNeedsProof(Refusal):
    code = "receipt_needs_proof"
    message = _("请传回执、照片,或写邮寄单号。")


class ReceiptClaimGone(Refusal):
    code = "receipt_claim_gone"
    kind = Kind.NOT_FOUND
    message = _("没有这项要核对的收到时间,或不归您核对。")


class BackdatingNotAllowed(Refusal):
    """Only a clerk enters what was received before, and not for ever."""

    code = "backdating_not_allowed"
    message = _("收到时间只能由窗口补录,最多补{days}天。")
