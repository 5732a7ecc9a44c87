"""What can lawfully go wrong with a request for the green channel (F4.1)."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, Refusal


class GreenClassUnknown(Refusal):
    code = "green_class_unknown"
    kind = Kind.CONFLICT
    message = _("这一类现在不在绿色通道里,或不办这件事。请换一类,或照常办。")


class GreenProofUnfit(Refusal):
    code = "green_proof_unfit"
    message = _("这一类要的证明不是这种。请从列出的证明里选。")


class GreenStatementNeeded(Refusal):
    code = "green_statement_needed"
    message = _("请写一句为什么急,办什么用。")


class GreenAskedBefore(Refusal):
    code = "green_asked_before"
    kind = Kind.CONFLICT
    message = _("这件已经申请过绿色通道,还没结束。")


class GreenTooLate(Refusal):
    code = "green_too_late"
    kind = Kind.CONFLICT
    message = _("这件已经有结果,用不着绿色通道了。")


class GreenGone(Refusal):
    code = "green_gone"
    kind = Kind.NOT_FOUND
    message = _("没有这份绿色通道申请,或不归您看。")


class GreenPromised(Refusal):
    code = "green_promised"
    kind = Kind.CONFLICT
    message = _("测试答过“能走”,还算数。只有证明和说的不一样,才能不准。")


class GreenTooLong(Refusal):
    code = "green_too_long"
    message = _("期限要从今天起,最晚到{latest}。")
