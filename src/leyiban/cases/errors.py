"""What can lawfully go wrong with a case."""

from typing import Self

from django.utils.translation import gettext_lazy as _

from leyiban.catalogue.rulefile import RuleFile
from leyiban.kernel.errors import Kind, Refusal


class DraftGone(Refusal):
    code = "draft_gone"
    kind = Kind.NOT_FOUND
    message = _("这份草稿已交上去或已删除。请到“我的办件”里查看。")


class DraftMoved(Refusal):
    """Someone else (or another device) saved the draft since this page was opened."""

    code = "draft_moved"
    kind = Kind.STALE
    message = _("这份草稿在别处有改动。您刚填的还在页面上,请对照后再保存。")


class ItemNotOpen(Refusal):
    code = "item_not_open"
    kind = Kind.CONFLICT
    message = _("“{item}”现在不能网上申请。请打{phone}问一问。")

    @classmethod
    def of(cls, rules: RuleFile) -> Self:
        """The refusal for an item, with the telephone number at which its office answers."""
        return cls(item=rules.name.zh, phone=rules.implementing[0].consult_phone)


class NoAuthority(Refusal):
    """The operator has no mandate for this item and power."""

    code = "no_authority"
    kind = Kind.FORBIDDEN
    message = _("您还没有办这件事的授权。请法定代表人先在网上授权给您。")


class SecondCorrection(Refusal):
    """R2: what was visible the first time may not be asked for now."""

    code = "second_correction"
    kind = Kind.CONFLICT
    message = _("第一次就能看出的问题,不能第二次才要求补。确需再要,由决定岗说明理由,会公开,时限不停。")


class DefectUnknown(Refusal):
    code = "defect_unknown"
    message = _("补正要指明是哪一项。“{target}”不在这件事的表格和材料里。")


class NoDefects(Refusal):
    code = "no_defects"
    message = _("请至少写一处要补正的内容,说明哪里不对、怎么改。")


class PointsOpen(Refusal):
    """An opinion needs every review point looked at."""

    code = "points_open"
    message = _("还有{count}个审查要点没有结论。请逐项看完再提交。")


class ReasonNeeded(Refusal):
    """R11: a denial, a refusal, a termination states its reasons."""

    code = "reason_needed"
    message = _("请写明理由。申请人会看到,也据此申请复议或起诉。")


class RightOfficeNeeded(Refusal):
    """ALL art. 32(2): an office that is not competent names the one that is."""

    code = "right_office_needed"
    message = _("不归本单位管的，请写明该找哪个部门，申请人才知道去哪里办。")


class SpecialNotAllowed(Refusal):
    """R10: only the grounds of the closed list that the item names stop the clock."""

    code = "special_not_allowed"
    kind = Kind.CONFLICT
    message = _("这件事的规则里没有“{procedure}”这项特别程序,不能暂停时限。")


class NoSpecialProcedure(Refusal):
    """R10: the item lists no ground at all."""

    code = "no_special_procedure"
    kind = Kind.CONFLICT
    message = _("这件事的规则里没有特别程序,不能暂停时限。")


class AlreadyExtended(Refusal):
    code = "already_extended"
    kind = Kind.CONFLICT
    message = _("这件事已延期过一次,依法不能再延。")


class ExtensionNotAllowed(Refusal):
    code = "extension_not_allowed"
    kind = Kind.CONFLICT
    message = _("这件事的规则里没有延期。请在时限内决定。")


class NotAtOnce(Refusal):
    """R6: only what needs no further step is decided on the spot."""

    code = "not_at_once"
    kind = Kind.CONFLICT
    message = _("这件事不能当场决定:要先受理,再按步骤审查。")


class SiteCheckAhead(Refusal):
    """R6: a check on site is never skipped, whoever decides."""

    code = "site_check_ahead"
    kind = Kind.CONFLICT
    message = _("要先到现场核查,笔录签齐了才能决定。")


class TaskIsSiteCheck(Refusal):
    """R6: it is concluded by a signed record, not by one officer's opinion."""

    code = "task_is_site_check"
    kind = Kind.CONFLICT
    message = _("这一步是现场核查,要写笔录,由到场的人都签字。")


class NoSiteCheck(Refusal):
    code = "no_site_check"
    kind = Kind.CONFLICT
    message = _("现在这一步不是现场核查。")


class TooFewOfficers(Refusal):
    """R6 [law: ALL art. 34 para. 3]."""

    code = "too_few_officers"
    message = _("现场核查至少要{least}名工作人员,都要写上名字。")


class OfficerUnknown(Refusal):
    code = "officer_unknown"
    message = _("到场的人要是本单位审查、审核或决定岗的同事,各写一次。")


class RecorderAbsent(Refusal):
    code = "recorder_absent"
    message = _("笔录要由到场的人写。请把您自己也选上。")


class CheckTimeWrong(Refusal):
    code = "check_time_wrong"
    message = _("核查时间要在受理之后,不能晚于现在。")


class PlaceNeeded(Refusal):
    code = "place_needed"
    message = _("请写在哪里核查的。")


class OwnCase(Refusal):
    """Nobody handles his own case (回避)."""

    code = "own_case"
    kind = Kind.FORBIDDEN
    message = _("这是您自己或您代办的申请,依法要回避。请转给同事。")


class DeliveryUnproven(Refusal):
    """R21: delivered is what somebody signed for, a parcel carries, or an account received."""

    code = "delivery_unproven"
    message = _("请写邮单号,或扫描签过字的送达回证。")


class WrongQueryCode(Refusal):
    code = "wrong_query_code"
    kind = Kind.NOT_FOUND
    message = _("办件编号和查询码对不上。两样都在收件凭证上,请核对。")


class InstantOnly(Refusal):
    code = "instant_only"
    kind = Kind.CONFLICT
    message = _("这是即办件,请当场决定,一张文书办完。")


class TaskIsDecision(Refusal):
    code = "task_is_decision"
    kind = Kind.CONFLICT
    message = _("前面各步都已完成,现在要作决定,不再写审查意见。")


class TasksOpen(Refusal):
    code = "tasks_open"
    kind = Kind.CONFLICT
    message = _("还有审查步骤没做完,不能决定。请等前一步交上意见。")


class NothingEarlier(Refusal):
    code = "nothing_earlier"
    kind = Kind.CONFLICT
    message = _("这已经是第一步,没有上一步可以退回。")


class TooManyFiles(Refusal):
    code = "too_many_files"
    message = _("这一样最多放{most}个文件。请先删掉不要的。")


class RealNameNeeded(Refusal):
    code = "real_name_needed"
    kind = Kind.FORBIDDEN
    message = _("办这件事要先核对真实姓名。请到“我的账号”核对,一分钟就好,填的都在。")


class NoPost(Refusal):
    """The office has nobody for a role that this item needs: the city's data is wrong, and it says so."""

    code = "no_post"
    kind = Kind.UNAVAILABLE
    message = _("“{agency}”还没有安排“{role}”岗位,暂时不能收件。请打{phone}。")


class FalsehoodStands(Refusal):
    """R14: on false papers nothing is taken up and nothing granted."""

    code = "falsehood_stands"
    kind = Kind.CONFLICT
    message = _("材料已认定不实,只能不予受理或不予许可。")


class FalsehoodNotFound(Refusal):
    """R14: who is refused for false papers is warned first, with reasons of its own."""

    code = "falsehood_not_found"
    kind = Kind.CONFLICT
    message = _("要以材料不实为由不予受理,请先认定材料不实、给予警告。")


class FalsehoodFound(Refusal):
    code = "falsehood_found"
    kind = Kind.CONFLICT
    message = _("这件事的材料已认定过不实,警告只给一次。")


class NotWarned(Refusal):
    code = "not_warned"
    kind = Kind.CONFLICT
    message = _("这件事没有认定过材料不实,没有可收回的。")


class NoLicenceToRenew(Refusal):
    """R13: only one's own licence, and only while it is valid."""

    code = "no_licence_to_renew"
    kind = Kind.CONFLICT
    message = _("申请人名下没有能办这件事的有效“{name}”。过了有效期的,请重新申请。")


class WhichLicence(Refusal):
    code = "which_licence"
    kind = Kind.CONFLICT
    message = _("申请人有几张这样的证照,请在“我的证照”里选一张办:{numbers}。")


class RenewalUnderWay(Refusal):
    """One open application for each licence."""

    code = "renewal_under_way"
    kind = Kind.CONFLICT
    message = _("这张证照已经有一件在办:{number}。办完再申请。")


class RenewalNotYet(Refusal):
    code = "renewal_not_yet"
    kind = Kind.CONFLICT
    message = _("还早。{since}起可以申请延续。")


class RenewalTooLate(Refusal):
    """The item takes no late renewal: what ends is applied for anew."""

    code = "renewal_too_late"
    kind = Kind.CONFLICT
    message = _("延续最晚{until}申请,已经过了。请重新申请。")


class NoteEmpty(Refusal):
    code = "note_empty"
    message = _("请写备注。")


class NoteNotYours(Refusal):
    """Only offices that handle the case write notes on it."""

    code = "note_not_yours"
    kind = Kind.FORBIDDEN
    message = _("这件不由您的岗位办理,不能写备注。")
