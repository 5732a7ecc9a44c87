"""What can lawfully go wrong with hearing people (R12)."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import InvalidInput, Kind, NotFound, Refusal


class HearingGone(NotFound):
    code = "hearing_gone"
    message = _("没有这次听证,或您不能看。请核对编号。")


class WrongHearingCode(Refusal):
    """It is not told which of the two is wrong."""

    code = "hearing_code_wrong"
    kind = Kind.NOT_FOUND
    message = _("编号和查询码对不上。请对照告知书或短信再填。")


class PartyNotHeard(Refusal):
    """R12: the item touches others, and nobody was told of the right to be heard."""

    code = "party_not_heard"
    kind = Kind.CONFLICT
    message = _("这件事关系到别人的重大利益。请先告知听证权利,等时间过了再决定。")


class HearingOpen(Refusal):
    """Nothing is decided before those who may be heard were heard."""

    code = "hearing_open"
    kind = Kind.CONFLICT
    message = _("还不能决定。听证{number}:{state},最晚{until}。")


class ViewsUnanswered(Refusal):
    """ALL art. 48 para. 2: the decision rests on the record; each view has an answer."""

    code = "hearing_views_unanswered"
    kind = Kind.CONFLICT
    message = _("还不能决定。请先在听证{number}里逐条答复意见。")


class WarningNotAnnounced(Refusal):
    """Who is to be warned is first told what is intended and on what facts."""

    code = "warning_not_announced"
    kind = Kind.CONFLICT
    message = _("请先告知拟给予警告的事实和理由,听取陈述申辩。")


class HearingRuns(Refusal):
    code = "hearing_runs"
    kind = Kind.CONFLICT
    message = _("已经告知过,正在进行。请到听证{number}里接着办。")


class HearingNotNow(Refusal):
    """The case is not where people could be heard before its decision."""

    code = "hearing_not_now"
    kind = Kind.CONFLICT
    message = _("这件事现在不能告知。正式受理后、作决定前才可以。")


class FactsNeeded(Refusal):
    code = "hearing_facts_needed"
    message = _("请写打算怎么办、根据哪些事实。当事人会看到。")


class InterestedNeeded(Refusal):
    code = "hearing_interested_needed"
    message = _("请至少写一位利害关系人。")


class InterestedWrong(InvalidInput):
    """Somebody could not be reached as he was named."""

    code = "hearing_interested_wrong"
    message = _("利害关系人写得不全,请看标红的地方。")


class WordsNeeded(Refusal):
    code = "hearing_words_needed"
    message = _("请写出来再提交。")


class ViewsTooMany(Refusal):
    """Each one has to be answered: who writes hundreds keeps everybody from a decision."""

    code = "hearing_views_too_many"
    kind = Kind.CONFLICT
    message = _("您已写了{most}条意见,不能再多。请到听证上说,或打电话。")


class NoHearingHere(Refusal):
    """Before a warning views are stated; the law knows no hearing there."""

    code = "hearing_not_hearable"
    kind = Kind.CONFLICT
    message = _("给予警告前可以陈述、申辩,法律没有规定听证。请写您的意见。")


class AskedBefore(Refusal):
    code = "hearing_asked_before"
    kind = Kind.CONFLICT
    message = _("您已要求听证,我们在安排。时间地点定了告诉您。")


class NotAsked(Refusal):
    code = "hearing_not_asked"
    kind = Kind.CONFLICT
    message = _("您没有要求过听证,没有可收回的。")


class WaivedBefore(Refusal):
    code = "hearing_waived_before"
    kind = Kind.CONFLICT
    message = _("您已放弃听证。还可以写意见。")


class HearingTooSoon(Refusal):
    code = "hearing_too_soon"
    message = _("要提前{days}个工作日通知。请定在{day}或以后。")


class HearingTooLate(Refusal):
    code = "hearing_too_late"
    message = _("要在{day}以前举行。请定早一点。")


class HearingOutOfHours(Refusal):
    """Nobody is heard at night."""

    code = "hearing_out_of_hours"
    message = _("要在上班时间举行。那天是{opens}到{closes}。")


class NotAWorkingDay(Refusal):
    code = "hearing_day_off"
    message = _("那天不上班,请另定一天。")


class PlaceNeeded(Refusal):
    code = "hearing_place_needed"
    message = _("请写在哪里举行。")


class ChairReviews(Refusal):
    """ALL art. 48(3): whoever reviews the application does not chair."""

    code = "hearing_chair_reviews"
    message = _("主持人不能是审查这件事的人。请另选一位。")


class ChairMayNotReview(Refusal):
    """The other way round: who chairs a hearing of the case does not review it."""

    code = "chair_may_not_review"
    kind = Kind.CONFLICT
    message = _("您主持这件事的听证,不能再审查它。请换一位同事。")


class PostponedBefore(Refusal):
    code = "hearing_postponed_before"
    kind = Kind.CONFLICT
    message = _("只能延期一次,已经延过了。")


class ChairChallenged(Refusal):
    code = "hearing_chair_challenged"
    kind = Kind.CONFLICT
    message = _("有人申请主持人回避,还没答复。请先答复。")


class ChallengedBefore(Refusal):
    code = "hearing_challenged_before"
    kind = Kind.CONFLICT
    message = _("您已申请过这位主持人回避。")


class NotChallenged(Refusal):
    code = "hearing_not_challenged"
    kind = Kind.CONFLICT
    message = _("没有等答复的回避申请。")


class OwnChallenge(Refusal):
    """Nobody decides whether he himself should step back."""

    code = "hearing_own_challenge"
    kind = Kind.CONFLICT
    message = _("申请您回避,不能由您自己答复。请换一位同事。")


class HearingNotYet(Refusal):
    code = "hearing_not_yet"
    kind = Kind.CONFLICT
    message = _("听证定在{at},到时才能写笔录。")


class RecordNeeded(Refusal):
    code = "hearing_record_needed"
    message = _("请写听证笔录。")


class SignerUnknown(Refusal):
    code = "hearing_signer_unknown"
    message = _("这个人没有到场,或已经签过。请核对。")


class NotePaperNeeded(Refusal):
    """A signature on paper is proven by its scan, a refusal to sign by a note of the chair."""

    code = "hearing_note_needed"
    message = _("纸上签字要传扫描件,拒绝签字要写明情况。")


class AnswersMissing(InvalidInput):
    code = "hearing_answers_missing"
    message = _("每条意见都要答复,请看标红的地方。")


class HearingNotScheduled(Refusal):
    """R10: the time of a hearing is not counted; so there must be one."""

    code = "hearing_not_scheduled"
    kind = Kind.CONFLICT
    message = _("听证的时间从听证通知起自动扣除。请先在听证里定时间。")
