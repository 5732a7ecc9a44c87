"""What can lawfully go wrong with a publication."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import InvalidInput, Kind, NotFound, Refusal


class GrantNotPublished(NotFound):
    code = "grant_not_published"
    message = _("没有这条公示。请核对编号。")


class CorrectionWrong(InvalidInput):
    """Cells that cannot read as the office wants them to."""

    code = "publicity_correction_wrong"
    message = _("有几栏改得不对,请看标红的地方。")


class NothingCorrected(Refusal):
    code = "publicity_nothing_corrected"
    kind = Kind.CONFLICT
    message = _("改后和原来一样。请改要更正的那一栏。")


class ReasonNeeded(Refusal):
    """A correction, or its refusal, is explained to everybody who reads the row."""

    code = "publicity_reason_needed"
    message = _("请写明理由,会和这一条一起公开。")


class ObjectionNeedsWords(Refusal):
    code = "objection_needs_words"
    message = _("请写清楚哪里不对、应当是什么。")


class ObjectionOpen(Refusal):
    """The same person has objected to the same column and was not answered yet."""

    code = "objection_open"
    kind = Kind.CONFLICT
    message = _("您对这一栏提过异议,正在核对。有结果会在这里公开。")
