"""The closed code tables of government service items.

Each value is our identifier; ``code`` is the number that exchange formats and portals carry
(``service-items.md`` §§1–4; the evidence per table is in the project's notes on sources), ``zh`` and
``en`` are how it is said to people.
"""

from enum import StrEnum
from typing import Self

from leyiban.catalogue.words import Bilingual


class CodeTable(StrEnum):
    """An enumeration whose members carry their exchange code and their name in both languages."""

    code: str
    zh: str
    en: str

    def __new__(cls, value: str, code: str, zh: str, en: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.code = code
        member.zh = zh
        member.en = en
        return member

    @property
    def words(self) -> Bilingual:
        return Bilingual(zh=self.zh, en=self.en)

    @classmethod
    def of(cls, value: str) -> Self:
        """The member with this identifier; ``ValueError`` if there is none."""
        for member in cls:
            if member.value == value:
                return member
        raise ValueError(value)

    @classmethod
    def values(cls) -> frozenset[str]:
        """Every identifier of the table."""
        return frozenset(member.value for member in cls)

    @classmethod
    def of_code(cls, code: str) -> Self:
        """The member with this exchange code; ``KeyError`` if there is none."""
        for member in cls:
            if member.code == code:
                return member
        raise KeyError(code)


class Mark(CodeTable):
    """How well a claim is founded. Shown to the city's clerk, never to a citizen."""

    LAW = "law", "law", "条文已核对", "article read"
    LAW_FROM_MEMORY = "law?", "law?", "条文待核对", "article not read"
    STANDARD = "std", "std", "标准", "standard"
    STANDARD_FROM_MEMORY = "std?", "std?", "标准待核对", "standard not read"
    PRACTICE = "practice", "practice", "各地做法", "practice"
    ASSUMPTION = "assumption", "assumption", "假定", "assumption"
    DESIGN = "design", "design", "平台设计", "design of this platform"


class ItemType(CodeTable):
    """事项类型. Only the types a person can apply for (``on_application``) get a rule file."""

    ADMIN_LICENCE = "admin_licence", "01", "行政许可", "Administrative licence"
    ADMIN_PENALTY = "admin_penalty", "02", "行政处罚", "Administrative penalty"
    ADMIN_COERCION = "admin_coercion", "03", "行政强制", "Administrative coercion"
    ADMIN_LEVY = "admin_levy", "04", "行政征收", "Administrative levy"
    ADMIN_PAYMENT = "admin_payment", "05", "行政给付", "Benefit"
    ADMIN_INSPECTION = "admin_inspection", "06", "行政检查", "Inspection"
    ADMIN_CONFIRMATION = "admin_confirmation", "07", "行政确认", "Administrative confirmation"
    ADMIN_REWARD = "admin_reward", "08", "行政奖励", "Administrative reward"
    ADMIN_RULING = "admin_ruling", "09", "行政裁决", "Administrative ruling"
    OTHER_POWER = "other_power", "10", "其他行政权力", "Other administrative power"
    PUBLIC_SERVICE = "public_service", "20", "公共服务", "Public service"

    @property
    def on_application(self) -> bool:
        """依申请: a person may apply; the others the office does by itself (依职权)."""
        return self not in _EX_OFFICIO


_EX_OFFICIO = frozenset(
    {ItemType.ADMIN_PENALTY, ItemType.ADMIN_COERCION, ItemType.ADMIN_LEVY, ItemType.ADMIN_INSPECTION}
)


class LicenceClass(CodeTable):
    """许可类别 [law: ALL art. 12, in the words and codes that credit portals exchange]."""

    ORDINARY = "ordinary", "01", "普通", "Ordinary licence"
    FRANCHISE = "franchise", "02", "特许", "Franchise"
    QUALIFICATION = "qualification", "03", "认可", "Qualification"
    APPROVAL = "approval", "04", "核准", "Technical approval"
    REGISTRATION = "registration", "05", "登记", "Registration"
    OTHER = "other", "06", "其他", "Other"


class UseLevel(CodeTable):
    """行使层级; the level digit of an implementation code."""

    NATION = "nation", "1", "国家级", "National"
    PROVINCE = "province", "2", "省级", "Provincial"
    CITY = "city", "3", "市级", "City"
    COUNTY = "county", "4", "县级", "County"
    TOWNSHIP = "township", "5", "镇(乡、街道)级", "Township"
    VILLAGE = "village", "6", "村(社区)级", "Village"


class PowerSource(CodeTable):
    """权力来源."""

    OWN_BY_LAW = "own_by_law", "1", "法定本级行使", "Own by law"
    DELEGATED_DOWN = "delegated_down", "2", "上级下放", "Delegated by the higher level"
    AUTHORISED_BY_SUPERIOR = "authorised_by_superior", "3", "上级授权", "Authorised by the higher level"
    AUTHORISED_SAME_LEVEL = "authorised_same_level", "4", "同级授权", "Authorised at the same level"
    ENTRUSTED_BY_SUPERIOR = "entrusted_by_superior", "5", "上级委托", "Entrusted by the higher level"
    ENTRUSTED_SAME_LEVEL = "entrusted_same_level", "6", "同级委托", "Entrusted at the same level"


class BodyNature(CodeTable):
    """实施主体性质."""

    STATUTORY_ORGAN = "statutory_organ", "1", "法定机关", "Statutory organ"
    AUTHORISED_ORGANISATION = "authorised_organisation", "2", "授权组织", "Authorised organisation"
    ENTRUSTED_ORGANISATION = "entrusted_organisation", "3", "受委托组织", "Entrusted organisation"


class ServedPerson(CodeTable):
    """服务对象 (``server_type``)."""

    NATURAL_PERSON = "natural_person", "1", "自然人", "Natural person"
    ENTERPRISE = "enterprise", "2", "企业法人", "Enterprise"
    PUBLIC_INSTITUTION = "public_institution", "3", "事业法人", "Public institution"
    SOCIAL_ORGANISATION = "social_organisation", "4", "社会组织法人", "Social organisation"
    UNINCORPORATED_ENTERPRISE = "unincorporated_enterprise", "5", "非法人企业", "Unincorporated enterprise"
    ADMINISTRATIVE_ORGAN = "administrative_organ", "6", "行政机关", "Administrative organ"
    OTHER_ORGANISATION = "other_organisation", "9", "其他组织", "Other organisation"


class ProjectType(CodeTable):
    """办件类型."""

    INSTANT = "instant", "1", "即办件", "Done on the spot"
    PROMISE = "promise", "2", "承诺件", "Done within a promised limit"


class TaskState(CodeTable):
    """事项状态."""

    IN_USE = "in_use", "1", "在用", "In use"
    SUSPENDED = "suspended", "2", "暂停", "Suspended"
    CANCELLED = "cancelled", "3", "取消", "Cancelled"


class HandleType(CodeTable):
    """办理形式; 4 and above are ours [design]."""

    WINDOW = "window", "1", "窗口办理", "At a window"
    ONLINE = "online", "2", "网上办理", "Online"
    COURIER = "courier", "3", "快递申请", "By post"
    TERMINAL = "terminal", "4", "自助终端", "At a self-service terminal"
    PHONE = "phone", "5", "电话约办", "Arranged by telephone"
    AGENT = "agent", "6", "帮办代办", "Through an agent officer"
    OUTLET = "outlet", "7", "就近网点", "At an outlet nearby"


class HandleArea(CodeTable):
    """通办范围."""

    NATIONWIDE = "nationwide", "1", "全国通办", "Anywhere in the country"
    PROVINCE = "province", "2", "全省通办", "Anywhere in the province"
    CITY = "city", "3", "全市通办", "Anywhere in the city"
    COUNTY = "county", "4", "全县通办", "Anywhere in the county"
    TOWNSHIP = "township", "5", "全镇(乡、街道)通办", "Anywhere in the township"
    CROSS_VILLAGE = "cross_village", "6", "跨村(社区)通办", "Across villages"
    CROSS_PROVINCE = "cross_province", "7", "跨省通办", "Across provinces"


class OnlineAbility(CodeTable):
    """网上办理深度, told as abilities; the level I–IV is derived from them."""

    CONSULT = "consult", "1", "互联网咨询", "Ask online"
    RECEIVE = "receive", "2", "互联网收件", "Hand in online"
    PRE_REVIEW = "pre_review", "3", "互联网预审", "Pre-review online"
    ACCEPT = "accept", "4", "互联网受理", "Acceptance online"
    HANDLE = "handle", "5", "互联网办理", "Handled online"
    RESULT_FEEDBACK = "result_feedback", "6", "互联网办理结果信息反馈", "Result told online"
    LICENCE_FEEDBACK = "licence_feedback", "7", "互联网电子证照反馈", "Electronic licence"
    OTHER = "other", "8", "其他", "Other"


class OnlineDepth(CodeTable):
    """The four-level scale of 2019–2020 (``online_handle_depth``)."""

    I = "I", "1", "只能看指南、下载表格", "Guide and downloads only"  # noqa: E741 - the scale's own name
    II = "II", "2", "可以网上预审", "Online pre-review"
    III = "III", "3", "网上受理,最多跑一次", "Online acceptance, at most one trip"
    IV = "IV", "4", "全程网办,一次都不跑", "Fully online, no trip"


class TimeUnit(CodeTable):
    """时限单位."""

    WORKING_DAY = "working_day", "1", "工作日", "working day"
    NATURAL_DAY = "natural_day", "2", "自然日", "calendar day"
    HOUR = "hour", "3", "小时", "hour"
    MINUTE = "minute", "4", "分钟", "minute"
    MONTH = "month", "5", "个月", "month"


class ResultKind(CodeTable):
    """审批结果类型."""

    LICENCE = "licence", "1", "证照", "Licence"
    APPROVAL_DOCUMENT = "approval_document", "2", "批文", "Approval document"
    OTHER = "other", "3", "其他", "Other"
    NONE = "none", "4", "无", "None"


class Necessity(CodeTable):
    """材料必要性."""

    REQUIRED = "required", "1", "必要", "Required"
    CONDITIONAL = "conditional", "2", "非必要", "Only in some situations"
    MAY_BE_LATE = "may_be_late", "3", "可以晚几天交(容缺后补)", "May be handed in later"


class MaterialKind(CodeTable):
    """材料类型."""

    CERTIFICATE = "certificate", "1", "证件证书证明", "Certificate"
    FORM = "form", "2", "申请表格文书", "Form or document"
    OTHER = "other", "3", "其他", "Other"


class MaterialCopy(CodeTable):
    """原件或复印件."""

    ORIGINAL = "original", "1", "原件", "Original"
    COPY = "copy", "2", "复印件", "Copy"
    EITHER = "original_or_copy", "3", "原件或复印件", "Original or copy"


class MaterialFormat(CodeTable):
    """材料形式."""

    PAPER = "paper", "1", "纸质", "Paper"
    ELECTRONIC = "electronic", "2", "电子化", "Electronic"
    EITHER = "either", "3", "纸质或电子", "Paper or electronic"


class MaterialSource(CodeTable):
    """来源渠道."""

    APPLICANT = "applicant", "10", "自己准备", "You prepare it"
    GOVERNMENT = "government", "20", "政府部门核发", "Issued by a government office"
    OTHER = "other", "99", "其他", "Other"


class PaperSize(CodeTable):
    """纸质材料规格."""

    A4 = "a4", "1", "A4", "A4"
    A3 = "a3", "2", "A3", "A3"


class PaperGone(CodeTable):
    """Why people no longer bring a paper (M3.4)."""

    FETCHED = "fetched", "fetched", "由我们自己取", "We fetch it ourselves"
    PROVEN = "proven", "proven", "实名认证代替", "Your proven identity stands for it"
    ASKED = "asked", "asked", "改成网上填", "A question on the form instead"
    COMMITTED = "committed", "committed", "改成告知承诺", "Your undertaking stands for it"
    MERGED = "merged", "merged", "并进另一样", "Part of another paper"
    ABOLISHED = "abolished", "abolished", "取消了", "Abolished"


class StepGone(CodeTable):
    """How people were spared a step (M3.3)."""

    ONLINE = "online", "online", "改成网上办", "Done online"
    INTERNAL = "internal", "internal", "改由我们内部流转", "Done among our offices"
    MERGED = "merged", "merged", "并进另一步", "Part of another step"
    ABOLISHED = "abolished", "abolished", "取消了", "Abolished"


class SpecialProcedureKind(CodeTable):
    """The closed list of what is not counted in the limit [law: Administrative Licensing Law art. 45]."""

    HEARING = "hearing", "hearing", "听证", "Hearing"
    TENDER = "tender", "tender", "招标", "Tender"
    AUCTION = "auction", "auction", "拍卖", "Auction"
    INSPECTION = "inspection", "inspection", "检验", "Inspection"
    TESTING = "testing", "testing", "检测", "Testing"
    QUARANTINE = "quarantine", "quarantine", "检疫", "Quarantine"
    APPRAISAL = "appraisal", "appraisal", "鉴定", "Appraisal"
    EXPERT_REVIEW = "expert_review", "expert_review", "专家评审", "Expert review"


class DeliveryWay(CodeTable):
    """How the result reaches the applicant (送达)."""

    ELECTRONIC = "electronic", "electronic", "网上领取", "Online"
    WINDOW = "window", "window", "窗口领取", "Collect at the window"
    POST = "post", "post", "邮寄", "By post"


class DeliveryDate(CodeTable):
    """Which date counts as the day of delivery (R21 of ``service-items.md``)."""

    ARRIVED = "arrived", "arrived", "到达您的账户", "When it arrives in your account"
    SIGNED = "signed", "signed", "签收当天", "When it is signed for"
    SENT = "sent", "sent", "寄出当天", "When it is posted"


class WordKind(StrEnum):
    """What a group of a city's words is for."""

    SAME = "same"  # they mean the same thing; the first is the official word
    SPOKEN = "spoken"  # the region's own words, behind the one that everybody writes
    LATER = "later"  # what is done to a thing that one has already
