"""What can lawfully go wrong where other offices take part (§10)."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, Refusal


class OfficesStillReviewing(Refusal):
    """Another office has a task that this step waits for."""

    code = "offices_still_reviewing"
    kind = Kind.CONFLICT
    message = _("还在等{offices}的意见。请催办,意见到了再办这一步。")


class NotSignedFor(Refusal):
    """Nobody at the office has signed for the task yet."""

    code = "not_signed_for"
    kind = Kind.CONFLICT
    message = _("还没签收。请先签收,再写意见。")


class SignedForAlready(Refusal):
    code = "signed_for_already"
    kind = Kind.CONFLICT
    message = _("已经签收了,不用再签。")


class ConclusionNotOffered(Refusal):
    """The form of the opinion does not know this conclusion."""

    code = "conclusion_not_offered"
    message = _("请选这项意见里有的结论。")


class CaseNotUnderReview(Refusal):
    code = "case_not_under_review"
    kind = Kind.CONFLICT
    message = _("这件事不在审查中,不能退回重审。")


class DissentUnanswered(Refusal):
    """Another office dissented, and the decision does not say why it follows or not."""

    code = "dissent_unanswered"
    message = _("有单位不同意。请在决定里写明怎么回应它的意见。")


class MaterialsAskedTwice(Refusal):
    """R8: the upper level asks for what the lower one took in."""

    code = "materials_asked_twice"
    kind = Kind.CONFLICT
    message = _("材料由下级收齐、初审后直接报上来,上级不得要申请人重复提供(行政许可法第三十五条)。")


class TaskGone(Refusal):
    code = "task_gone"
    kind = Kind.NOT_FOUND
    message = _("没有这项任务,或不归您办。请回待办里看。")


class NoSuccessor(Refusal):
    """The office that is to take over has no post for a task."""

    code = "no_successor_post"
    kind = Kind.CONFLICT
    message = _("{agency}没有“{role}”岗。请先设岗,再移交。")


class NoOffice(Refusal):
    """Nobody of the line that a task names is there for this region."""

    code = "no_office"
    kind = Kind.CONFLICT
    message = _("“{item}”要{task}的单位这里没有。请打{phone}问一问。")


class NothingAsked(Refusal):
    """The office has asked for nothing more."""

    code = "nothing_asked"
    kind = Kind.CONFLICT
    message = _("对方没有要求补充,不用答复。")


class DecidedAbove(Refusal):
    """The final review is the province's: the city grants what it grants, and denies what it denies."""

    code = "decided_above"
    kind = Kind.CONFLICT
    message = _("这件事由省里决定。请照省里的决定办。")
