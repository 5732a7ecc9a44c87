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


class RevocationNotAnnounced(Refusal):
    """R12: who is to lose a licence is told before, and may be heard."""

    code = "licence_revocation_not_announced"
    kind = Kind.CONFLICT
    message = _("撤销前要先告知持证人打算撤销的事实和理由,让他陈述申辩、要求听证。请先告知。")


class HolderNotHeard(Refusal):
    code = "licence_holder_not_heard"
    kind = Kind.CONFLICT
    message = _("持证人的听证程序还没结束,现在不能撤销。请到听证里看最晚哪天、还要做什么。")


class RevocationAnnouncedBefore(Refusal):
    code = "licence_revocation_announced_before"
    kind = Kind.CONFLICT
    message = _("已经告知过持证人,正在听取意见。")


class FraudNotAnnounced(Refusal):
    """He was heard on other facts."""

    code = "licence_fraud_not_announced"
    kind = Kind.CONFLICT
    message = _("告知时没有说是以欺骗、贿赂取得的。要按这个撤销,请重新告知。")
