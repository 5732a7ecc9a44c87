"""What can lawfully go wrong with the ledger. These speak to the operator of the platform."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, Refusal


class LedgerBehind(Refusal):
    """The database holds less than a head that was already published outside it (an older backup?)."""

    code = "ledger_behind"
    kind = Kind.UNAVAILABLE
    message = _(
        "数据库只到第{size}条,而已公布的账本头到第{published}条。封账已停止。"
        "如果刚恢复了较旧的备份:先找更新的备份;确实没有时,运行 leyiban ledger new-epoch 并写明原因。"
    )


class LedgerForked(Refusal):
    """The database's tree differs from a published head of the same size: something was rewritten."""

    code = "ledger_forked"
    kind = Kind.UNAVAILABLE
    message = _(
        "第{published}条处的账本根与已公布的不同:记录被改过,或恢复了另一份数据。封账已停止。"
        "请保护现场,比对备份,再决定是否运行 leyiban ledger new-epoch。"
    )


class NothingLost(Refusal):
    """A new epoch was asked for although the database agrees with every published head."""

    code = "nothing_lost"
    kind = Kind.CONFLICT
    message = _("数据库与已公布的账本头一致,不需要开新纪元。")


class SequencerBusy(Refusal):
    """Another process holds the sequencer's lock."""

    code = "sequencer_busy"
    kind = Kind.CONFLICT
    message = _("另一个进程正在封账。请先停止 worker 再运行此命令。")


class HeadNotReady(Refusal):
    """The entry has a place in the queue but no signed head covers it yet."""

    code = "head_not_ready"
    kind = Kind.UNAVAILABLE
    message = _("这条记录刚写入,几秒后才有签名的账本头。请稍等再导出。")
