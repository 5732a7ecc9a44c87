"""What can lawfully go wrong with a licence."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, NotFound, Refusal


class LicenceNotFound(NotFound):
    code = "licence_not_found"
    message = _("没有这个证照编号。请对照证照左下角的编号,或直接扫二维码。")


class ChangeNotPossible(Refusal):
    code = "licence_change_not_possible"
    kind = Kind.CONFLICT
    message = _("这张证照现在是“{status}”,不能再“{change}”。")


class ChangeNeedsReasons(Refusal):
    code = "licence_change_needs_reasons"
    message = _("请写明事实、理由和依据。持证人会看到。")


class ChangeNotAllowed(Refusal):
    """Only a decider of the issuing agency may change a licence."""

    code = "licence_change_not_allowed"
    kind = Kind.FORBIDDEN
    message = _("只有发证机关的决定岗能改变证照状态。")


class FraudRevokes(Refusal):
    """R14: fraud is a ground to revoke, and for nothing milder."""

    code = "licence_fraud_revokes"
    message = _("以欺骗、贿赂取得的,只能撤销。")
