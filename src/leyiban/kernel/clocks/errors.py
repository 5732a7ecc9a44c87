"""What a clock refuses. Each is a rule of law, so each has its own name and sentence."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, Refusal


class ClockRefused(Refusal):
    """A clock event that the rules do not allow."""

    code = "clock_refused"
    kind = Kind.CONFLICT
    message = _("这一步不能改办理时限。请核对时间和依据。")


class ClockNotStarted(ClockRefused):
    """An event before the clock began, or without any beginning."""

    code = "clock_not_started"
    message = _("时限还没有开始计算,不能暂停、恢复或延长。请先受理。")


class ClockStartedTwice(ClockRefused):
    """A clock starts once; a new period is a new clock."""

    code = "clock_started_twice"
    message = _("时限已经开始计算,不能再开始一次。")


class PauseGroundNotListed(ClockRefused):
    """The ground is not among those that the rule of this clock lists [ALL art. 45]."""

    code = "pause_ground_not_listed"
    message = _("“{ground}”不是可以暂停计时的情形。请选法律列出的特别程序,或不暂停。")


class PauseWithoutEvidence(ClockRefused):
    """The written notice was made after the pause began, or there is none [ALL art. 45]."""

    code = "pause_without_evidence"
    message = _("暂停计时要先有书面告知。请先出具特别程序告知书,再从那以后起算。")


class ResumeWithoutPause(ClockRefused):
    """Nothing is paused on this ground at that moment."""

    code = "resume_without_pause"
    message = _("那时没有因“{ground}”暂停计时,不用恢复。请核对时间。")


class ExtendedTwice(ClockRefused):
    """The law allows one extension [ALL art. 42]."""

    code = "extended_twice"
    message = _("这件事已经延长过一次,不能再延长。请在期限内作出决定。")


class ExtensionUnitDiffers(ClockRefused):
    """An extension counts in the unit of the limit that it extends."""

    code = "extension_unit_differs"
    message = _("延长的单位要和原时限一样。请改成同样的单位。")


class ClockAlreadyStopped(ClockRefused):
    """The clock has stopped for good before that moment."""

    code = "clock_already_stopped"
    message = _("这件事的时限已经停止计算,不能再改。")


class ClockPastDue(ClockRefused):
    """The limit was over before the pause or the extension began; it cannot be saved afterwards."""

    code = "clock_past_due"
    message = _("期限在这之前已经到了,不能再暂停或延长。请尽快作出决定,并写明超期原因。")
