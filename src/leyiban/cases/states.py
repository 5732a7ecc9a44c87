"""The states of a case, in the words of the law (service-items §5) and of its neighbours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseState(models.TextChoices):
    """``FILING`` is where a case begins its first move; no saved case is ever in it."""

    FILING = "filing", _("填写中")
    SUBMITTED = "submitted", _("已收到,待受理")
    CORRECTION_NOTIFIED = "correction_notified", _("等您补材料(补正)")
    UNDER_REVIEW = "under_review", _("正式开始办(受理),审查中")
    SPECIAL_PROCEDURE = "special_procedure", _("特别程序中,时限暂停")
    DECIDED = "decided", _("已决定,正在制证")
    READY = "ready", _("结果已备好,待送达")
    DELIVERED = "delivered", _("交到您手上(送达)")
    ARCHIVED = "archived", _("已归档")
    REFUSED = "refused", _("不予受理")
    WITHDRAWN = "withdrawn", _("已撤回")
    DEEMED_WITHDRAWN = "deemed_withdrawn", _("逾期未补,视为撤回")
    TERMINATED = "terminated", _("终止办理")


S = CaseState
BEFORE_DECISION = frozenset({S.SUBMITTED, S.CORRECTION_NOTIFIED, S.UNDER_REVIEW, S.SPECIAL_PROCEDURE})
CLOSED = frozenset({S.ARCHIVED, S.REFUSED, S.WITHDRAWN, S.DEEMED_WITHDRAWN, S.TERMINATED})
SAVED = frozenset(S) - {S.FILING}


class Decision(models.TextChoices):
    GRANT = "grant", _("准予")
    DENY = "deny", _("不予")


class AcceptanceMode(models.TextChoices):
    EXPLICIT = "explicit", _("受理")
    DEEMED = "deemed", _("逾期未告知,视为受理")


class RefusalGround(models.TextChoices):
    """Why a case is not taken up at all [law: ALL art. 32(1)(2)]."""

    NOT_REQUIRED = "not_required", _("这件事不需要办许可")
    NOT_COMPETENT = "not_competent", _("这事不归我们")
    CONDITIONS_NOT_MET = "conditions_not_met", _("不符合受理条件")


class ClosingGround(models.TextChoices):
    """Why a case ends without a decision."""

    APPLICANT_ASKED = "applicant_asked", _("申请人要求")
    APPLICANT_GONE = "applicant_gone", _("申请人死亡或终止")
    MATTER_GONE = "matter_gone", _("申请事项已不存在")
    DUPLICATE = "duplicate", _("重复申请")
