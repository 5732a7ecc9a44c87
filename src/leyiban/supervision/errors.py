"""What can lawfully go wrong in supervision."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import InvalidInput, Kind, NotFound, Refusal


class CardNotFound(NotFound):
    code = "supervision_card_not_found"
    message = _("没有这张监察卡,或不归您看。")


class SlipNotFound(NotFound):
    code = "supervision_slip_not_found"
    message = _("没有这张督办单,或不归您看。")


class SupervisedNotFound(NotFound):
    """There is no such matter, or the actor supervises neither its office nor its area."""

    code = "supervised_matter_not_found"
    message = _("没有这个办件,或不归您督办。")


class ReportNotFound(NotFound):
    code = "daily_report_not_found"
    message = _("这一天没有日报。")


class WordsNeeded(InvalidInput):
    code = "supervision_words_needed"
    message = _("请写清楚。")


class SlipDaysWrong(InvalidInput):
    code = "supervision_slip_days_wrong"
    message = _("请写1到60之间的工作日数。")


class InstructionByLeader(Refusal):
    code = "instruction_by_leader"
    kind = Kind.FORBIDDEN
    message = _("只有分管领导能批示。")


class ProofUnknown(InvalidInput):
    """The matter has no such entry, or it was made before the slip."""

    code = "supervision_proof_unknown"
    message = _("办件里没有这条记录,或它在督办之前。")


class OwnAnswer(Refusal):
    """Who answered a slip does not judge the answer, whatever posts he holds."""

    code = "supervision_own_answer"
    kind = Kind.CONFLICT
    message = _("这是您自己答复的,不能由您办结。请换一位同事。")
