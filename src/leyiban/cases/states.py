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
UNDER_REVIEW = frozenset({S.UNDER_REVIEW, S.SPECIAL_PROCEDURE})


class Decision(models.TextChoices):
    GRANT = "grant", _("准予")
    DENY = "deny", _("不予")


class AcceptanceMode(models.TextChoices):
    EXPLICIT = "explicit", _("受理")
    DEEMED = "deemed", _("逾期未告知,视为受理")


DECIDED_ENTRIES = ("case.decided/1", "case.deemed_renewed/1")
"""What the ledger says of a decision: by a person, and by silence (R13)."""


class RefusalGround(models.TextChoices):
    """Why a case is not taken up at all [law: ALL art. 32(1)(2)]."""

    NOT_REQUIRED = "not_required", _("这件事不需要办许可")
    NOT_COMPETENT = "not_competent", _("这事不归我们")
    FALSE_MATERIALS = "false_materials", _("隐瞒情况或提供虚假材料")
    CONDITIONS_NOT_MET = "conditions_not_met", _("不符合受理条件")


class ClosingGround(models.TextChoices):
    """Why a case ends without a decision."""

    APPLICANT_ASKED = "applicant_asked", _("申请人要求")
    APPLICANT_GONE = "applicant_gone", _("申请人死亡或终止")
    MATTER_GONE = "matter_gone", _("申请事项已不存在")
    DUPLICATE = "duplicate", _("重复申请")


class TaskState(models.TextChoices):
    """Of a task that another office does. ``PLANNING`` is where it begins its first move; no saved one is in it."""

    PLANNING = "planning", _("正在安排")
    WAITING = "waiting", _("还没轮到")
    OPEN = "open", _("待出意见")
    RETURNED = "returned", _("退回重审,待出意见")
    GIVEN = "given", _("已出意见")
    RECALLED = "recalled", _("已收回")


AT_OFFICE = frozenset({TaskState.OPEN, TaskState.RETURNED})
UNENDED = AT_OFFICE | {TaskState.WAITING}


class BarGround(models.TextChoices):
    """Why somebody may not apply for a licence again for a time [law: ALL art. 78, 79]."""

    FALSE_MATERIALS = "false_materials", _("隐瞒情况或提供虚假材料申请")
    FRAUD = "fraud", _("用欺骗、贿赂等手段取得许可")


class BarState(models.TextChoices):
    """``IMPOSING`` is where a bar begins its first move; no saved one is ever in it."""

    IMPOSING = "imposing", _("正在登记")
    IN_FORCE = "in_force", _("限制中")
    OBJECTED = "objected", _("限制中,异议待答复")
    LIFTED = "lifted", _("已撤销")
    ENDED = "ended", _("已到期")


class GreenState(models.TextChoices):
    """``ASKING`` is where a request begins its first move; no saved one is ever in it."""

    ASKING = "asking", _("正在申请")
    REQUESTED = "requested", _("等答复")
    GRANTED = "granted", _("绿色通道办理中")
    REFUSED = "refused", _("没有准进")
    LAPSED = "lapsed", _("没有答复就失效了")
    WITHDRAWN = "withdrawn", _("收回了")
    EXPIRED = "expired", _("到期了")
    DONE = "done", _("办完了")


class GreenGround(models.TextChoices):
    """Why a case leaves the green channel before its time. Misuse (``FALSE_PROOF``) is a credit event."""

    GONE = "gone", _("理由已经不在")
    FALSE_PROOF = "false_proof", _("证明不实")


BARRING = frozenset({BarState.IN_FORCE, BarState.OBJECTED})


class HearingGround(models.TextChoices):
    """Before what somebody is heard [law: ALL art. 36, 46, 47; Administrative Penalty Law]."""

    DECISION = "decision", _("许可关系到别人的重大利益")
    WARNING = "warning", _("拟给予警告")
    REVOCATION = "revocation", _("拟撤销许可")


class HearingState(models.TextChoices):
    """``TELLING`` is where a hearing begins its first move; no saved one is ever in it."""

    TELLING = "telling", _("正在告知")
    TOLD = "told", _("已告知权利,等回话")
    ASKED = "asked", _("有人要求听证,待安排")
    SCHEDULED = "scheduled", _("听证时间已定")
    HELD = "held", _("听证开过了,等签字")
    ANSWERING = "answering", _("意见待答复")
    CLOSED = "closed", _("意见已答复")
    LAPSED = "lapsed", _("到期没有人提意见")
    WAIVED = "waived", _("都放弃了")
    DROPPED = "dropped", _("终止,不再听证")


H = HearingState
HEARD = frozenset({H.CLOSED, H.LAPSED, H.WAIVED})
"""Everybody had his chance to be heard, and whoever spoke has his answer."""
HEARING_OPEN = frozenset({H.TOLD, H.ASKED, H.SCHEDULED, H.HELD, H.ANSWERING})
PERIOD_BEFORE_SITTING = frozenset({H.TOLD, H.ASKED, H.SCHEDULED})
"""While views may still be stated."""


class HeardAs(models.TextChoices):
    """As what somebody is heard."""

    APPLICANT = "applicant", _("申请人")
    INTERESTED = "interested", _("利害关系人")


class Signing(models.TextChoices):
    """How somebody who was there stands to the record of a hearing."""

    ACCOUNT = "account", _("网上签字")
    PAPER = "paper", _("纸上签字")
    REFUSED = "refused", _("拒绝签字")


class ClosedDoors(models.TextChoices):
    """Why a hearing is not open to the public [law: ALL art. 48(3)]."""

    STATE_SECRET = "state_secret", _("涉及国家秘密")
    TRADE_SECRET = "trade_secret", _("涉及商业秘密")
    PRIVACY = "privacy", _("涉及个人隐私")


class DropGround(models.TextChoices):
    """Why a hearing ends before it came to its end."""

    INTENTION_DROPPED = "intention_dropped", _("不再打算这样处理")
    CASE_ENDED = "case_ended", _("这件事已经结束")


class WithdrawalReason(models.TextChoices):
    """Why an application was taken back, in the words of whoever took it back."""

    OWN_WISH = "own_wish", _("自己不想办了")
    OFFICE_ASKED = "office_asked", _("单位要我撤的")
    OTHER = "other", _("别的原因")


class ReceiptState(models.TextChoices):
    """What the applicant says of the moment of receipt. ``SAYING`` is where it begins; no saved one is in it."""

    SAYING = "saying", _("正在说")
    CONFIRMED = "confirmed", _("本人说收到时间对")
    CLAIMED = "claimed", _("本人说收到得更早,待核对")
    UPHELD = "upheld", _("核对属实,已改正")
    DEEMED = "deemed", _("到期没核对,按本人说的算")
    REJECTED = "rejected", _("核对不属实,时间不变")


CLAIM_HOLDS = frozenset({ReceiptState.UPHELD, ReceiptState.DEEMED})


class RangeFrom(models.TextChoices):
    """From what a range was learnt: what lies nearest comes first."""

    ITEM_AT_OFFICE = "item_at_office", _("这个单位办的同样的事")
    TYPE = "type", _("同类的事")
    PROMISE = "promise", _("承诺时限")
