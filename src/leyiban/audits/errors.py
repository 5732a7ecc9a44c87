"""What can lawfully go wrong with a sample."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, NotFound, Refusal


class SampleNotFound(NotFound):
    code = "sample_not_found"
    message = _("没有这次抽查。请核对编号。")


class NoAuditor(Refusal):
    """Only an auditor samples, and only in his own area."""

    code = "no_auditor"
    kind = Kind.FORBIDDEN
    message = _("只有审计岗可以抽查,且只抽自己管的地方。")


class PeriodWrong(Refusal):
    code = "sample_period_wrong"
    message = _("起止日期不对。请从早到晚写,最晚到今天。")


class SizeWrong(Refusal):
    code = "sample_size_wrong"
    message = _("抽的件数要在1到{most}之间。")


class NothingToSample(Refusal):
    code = "nothing_to_sample"
    kind = Kind.CONFLICT
    message = _("这段时间没有作出决定的办件。请换一段时间。")


class NumberTooShort(Refusal):
    """The auditor's own chance must be worth the name."""

    code = "sample_number_too_short"
    message = _("随机数太短,至少{least}个字符。可以掷骰子。")


class NotBoundYet(Refusal):
    """Nobody draws before the list is where no one can change it."""

    code = "sample_not_bound_yet"
    kind = Kind.CONFLICT
    message = _("名单还没锁进账本。请过几秒再抽。")


class SampleOver(Refusal):
    code = "sample_over"
    kind = Kind.CONFLICT
    message = _("这次抽查已经结束。请看结果。")
