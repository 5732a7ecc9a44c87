"""One writer per paper: from the context of a move to what the paper says."""

import json

from leyiban.cases import papers_of_law as papers
from leyiban.cases.clock_names import SUPPLEMENT, of_round
from leyiban.cases.models import CorrectionNotice
from leyiban.cases.papers_of_law import DefectLine, Fact, Remedies
from leyiban.cases.paperwork.context import Context, due_words
from leyiban.cases.states import AcceptanceMode, Decision, RefusalGround
from leyiban.catalogue.vocabulary import DeliveryWay, ItemType, SpecialProcedureKind, TimeUnit
from leyiban.kernel.documents.wording import in_words, moment_in_words, with_weekday
from leyiban.kernel.moments import city_date
from leyiban.people.models import Agency


def receipt(context: Context) -> papers.Receipt:
    case = context.case
    return papers.Receipt(
        addressee=context.addressee,
        opening=context.opening("您申请“{item}”的材料，我们收到了。收到不等于受理，受理另有通知书。"),
        facts=(
            *context.about(),
            *context.who(),
            Fact("收到时间", moment_in_words(case.received_at)),
            *context.query(),
            *context.phones(),
        ),
        materials=context.materials(),
        closing="请记好办件编号和查询密码，不用登录就能查进度。",
    )


def acceptance_notice(context: Context) -> papers.AcceptanceNotice:
    case = context.case
    accepted = case.accepted_at or case.received_at
    deemed = context.entry.facts.mode == AcceptanceMode.DEEMED
    opening = (
        "您申请“{item}”的材料，我们没有在法定期限内告知要补正的内容，依法自收到之日起即为受理。"
        if deemed
        else "您申请“{item}”的材料齐全、符合法定形式，我们正式受理。"
    )
    return papers.AcceptanceNotice(
        addressee=context.addressee,
        opening=context.opening(opening),
        facts=(
            *context.about(),
            *context.who(),
            Fact("收到日期", with_weekday(city_date(case.received_at))),
            Fact("受理日期", with_weekday(city_date(accepted))),
            Fact("受理单位", case.agency.name),
            Fact("收费", _fees(context)),
        ),
        limits=context.limit_facts(),
        special=tuple(
            f"{special.kind.zh}最长{special.max_duration.amount}个"
            f"{special.max_duration.unit.zh}，依法不计入时限；启动前会书面告知。"
            for special in context.rules.special_procedures
        ),
        materials=context.materials(),
        handover=(*context.query(), *_handover(context), *context.phones()),
        closing="您现在不用做什么。办好了会通知您。",
    )


def _fees(context: Context) -> str:
    if not context.rules.fees.charged:
        return "不收费"
    return "；".join(
        f"{fee.name.zh}：{fee.standard.zh}（依据：{fee.basis}）" for fee in context.rules.fees.items
    )


def _handover(context: Context) -> tuple[Fact, ...]:
    way = DeliveryWay.of(context.case.delivery_way)
    address = context.case.agency.address
    facts = [Fact("领取方式", way.zh)]
    if way is DeliveryWay.WINDOW:
        facts.append(Fact("领取地点", address or context.case.agency.name))
        facts.append(Fact("领取时请带", "本人身份证件；代领的另带授权委托书"))
    return tuple(facts)


def correction_notice(context: Context) -> papers.CorrectionNoticePaper:
    case, facts = context.case, context.entry.facts
    notice = CorrectionNotice.objects.get(case=case, number=facts.notice)
    defects = json.loads(notice.defects.reveal() or "[]")
    due = context.clocks.get(of_round(SUPPLEMENT, facts.round))
    by_when = [] if notice.repeated or due is None else [Fact("请在这之前补交", due_words(due))]
    return papers.CorrectionNoticePaper(
        addressee=context.addressee,
        opening=context.opening(
            "您申请“{item}”的材料，还有下面几处要补正。我们一次说全，以后不再为第一次就能看出的问题要您补。"
        ),
        facts=(*context.about(), *context.who(), *by_when, *context.phones()),
        defects=tuple(
            DefectLine(
                material=_target_name(context, defect["target"]),
                problem=defect["what"],
                remedy=defect["how"],
            )
            for defect in defects
        ),
        closing="补好后在原来的办件里提交，前面填的都在。",
    )


def _target_name(context: Context, target: str) -> str:
    part, _, key = target.partition(".")
    if part == "materials":
        material = context.rules.material(key)
        return material.name.zh if material is not None else key
    question = context.rules.question(key)
    return question.label.zh if question is not None else key


def refusal_notice(context: Context) -> papers.RefusalNotice:
    facts = context.entry.facts
    ground = RefusalGround(facts.ground)
    right = [Fact("请找", _agency_name(facts.right_agency))] if facts.right_agency else []
    return papers.RefusalNotice(
        addressee=context.addressee,
        opening=context.opening("您申请“{item}”，我们不予受理。"),
        facts=(
            *context.about(),
            *context.who(),
            Fact("原因", str(_ground_words(ground))),
            *right,
            *context.phones(),
        ),
        reasons=context.reasons(),
        remedies=context.remedies(),
        closing="特此告知。",
    )


def _ground_words(ground: RefusalGround) -> str:
    return {
        RefusalGround.NOT_REQUIRED: "这件事依法不需要办理许可",
        RefusalGround.NOT_COMPETENT: "这件事不归本机关管",
        RefusalGround.CONDITIONS_NOT_MET: "不符合受理条件",
    }[ground]


def _agency_name(uscc: str) -> str:
    return Agency.objects.filter(uscc=uscc).values_list("name", flat=True).first() or uscc


def special_notice(context: Context) -> papers.SpecialNotice:
    facts = context.entry.facts
    special = context.case.special_procedures.get(number=facts.notice)
    amount, unit = special.at_most.split(" ")
    kind = SpecialProcedureKind.of(special.kind).zh
    return papers.SpecialNotice(
        addressee=context.addressee,
        opening=context.opening(f"您申请“{{item}}”，依法要进行{kind}。所需时间不计入办理时限。"),
        facts=(
            *context.about(),
            *context.who(),
            Fact("特别程序", kind),
            Fact("依据", special.basis),
            Fact("开始日期", with_weekday(city_date(special.started_at))),
            Fact("最长时间", f"{amount}个{TimeUnit.of(unit).zh}"),
            *context.phones(),
        ),
        closing="特别程序结束后，时限接着算，我们会告诉您新的最晚日期。",
    )


def extension_notice(context: Context) -> papers.ExtensionNotice:
    extension = context.case.extension
    return papers.ExtensionNotice(
        addressee=context.addressee,
        opening=context.opening("您申请“{item}”，不能在原定时限内办完，经本机关负责人批准延期。"),
        facts=(
            *context.about(),
            *context.who(),
            Fact("延期理由", extension.reason.reveal()),
            Fact("延长", f"{extension.amount}个{TimeUnit.of(extension.unit).zh}"),
            *context.limit_facts(),
            *context.phones(),
        ),
        closing="给您带来不便，请谅解。",
    )


def decision(context: Context) -> papers.DecisionPaper:
    """An instant item's combined paper, or the decision that fits the item and its outcome."""
    granted = context.entry.facts.decision == Decision.GRANT
    facts = _decision_facts(context, granted)
    closing = _result_words(context) if granted else "特此告知。"
    if context.entry.facts.on_spot:
        return papers.InstantNotice(
            addressee=context.addressee,
            opening=context.opening("您申请“{item}”的材料收到，当场受理并作出决定。"),
            facts=facts,
            materials=context.materials(),
            reasons=context.reasons(),
            remedies=context.remedies(),
            closing=closing,
        )
    paper, opening = _decision_paper(context, granted)
    return paper(
        addressee=context.addressee,
        opening=context.opening(opening),
        facts=facts,
        reasons=context.reasons(),
        remedies=context.remedies(),
        closing=closing,
    )


def _decision_paper(context: Context, granted: bool) -> tuple[type[papers.DecisionPaper], str]:
    if not granted:
        return papers.DenialDecision, "您申请“{item}”，经审查，依法作出不予决定。"
    if context.rules.item_type is ItemType.ADMIN_LICENCE:
        return papers.GrantDecision, "您申请“{item}”，经审查符合法定条件，准予行政许可。"
    return papers.ResultNotice, "您申请“{item}”，经审查符合条件，准予办理。"


def _decision_facts(context: Context, granted: bool) -> tuple[Fact, ...]:
    case = context.case
    return (
        *context.about(),
        *context.who(),
        Fact("受理日期", in_words(city_date(case.accepted_at or case.received_at))),
        Fact("决定日期", in_words(context.day)),
        Fact("决定", "准予" if granted else "不予"),
        *context.phones(),
    )


def _result_words(context: Context) -> str:
    result = context.rules.result.name.zh
    way = DeliveryWay.of(context.case.delivery_way)
    if way is DeliveryWay.ELECTRONIC:
        return f"“{result}”制好后到您的账户里，随时可以下载。"
    return f"“{result}”制好后请按您选的方式领取。"


def delivery_slip(context: Context) -> papers.DeliverySlip:
    way = DeliveryWay.of(context.case.delivery_way)
    electronic = way is DeliveryWay.ELECTRONIC
    return papers.DeliverySlip(
        addressee=context.addressee,
        opening=context.opening("您申请“{item}”的结果送达如下。"),
        facts=(
            *context.about(),
            *context.who(),
            Fact("送达的文书", context.rules.result.name.zh),
            Fact("送达方式", way.zh),
            *([Fact("送达依据", "您同意网上送达，到达您的账户即为送达")] if electronic else []),
        ),
        closing="到达账户的时间以账本记录为准。"
        if electronic
        else "请核对后签收。代收的，写明与受送达人的关系。",
        signatures=()
        if electronic
        else ("收件人签名", "身份证件号", "收到时间", "代收人与受送达人关系", "送达人"),
    )


def ending_notice(context: Context) -> papers.EndingNotice:
    terminated = context.entry.kind == "case.terminated/1"
    deemed = not terminated and context.entry.facts.mode == "deemed"
    remedies: Remedies | None = context.remedies() if terminated else None
    if terminated:
        opening, reasons = "您申请“{item}”，我们终止办理。", context.reasons()
    elif deemed:
        opening, reasons = (
            "您申请“{item}”，到期没有补交材料，视为撤回。",
            ("没有在告知的期限内补正。随时可以重新申请。",),
        )
    else:
        opening, reasons = "您申请“{item}”，您已自己撤回。", ("申请人在决定前撤回申请。随时可以重新申请。",)
    return papers.EndingNotice(
        addressee=context.addressee,
        opening=context.opening(opening),
        facts=(*context.about(), *context.who(), Fact("日期", in_words(context.day)), *context.phones()),
        reasons=reasons,
        remedies=remedies,
        closing="材料原件请按原来的方式取回。",
    )
