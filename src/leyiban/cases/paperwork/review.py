"""Papers of the review: a special procedure, an extension, the decision."""

import datetime as dt

from leyiban.cases import papers_of_law as papers
from leyiban.cases.papers_of_law import Fact
from leyiban.cases.paperwork.context import Context
from leyiban.cases.paperwork.parties import parties
from leyiban.cases.paperwork.places import handover, taken_up_by
from leyiban.cases.paperwork.words import event_in_words, length_in_words
from leyiban.cases.states import Decision, HearingGround
from leyiban.catalogue.vocabulary import DeliveryWay, ItemType, SpecialProcedureKind
from leyiban.kernel.documents.wording import in_words
from leyiban.kernel.moments import city_date


def special_notice(context: Context) -> papers.SpecialNotice:
    """R10: told in writing, with how long it takes at most."""
    special = context.case.special_procedures.get(number=context.entry.facts.notice)
    amount, unit = special.at_most.split(" ")
    kind = SpecialProcedureKind.of(special.kind).zh
    return papers.SpecialNotice(
        addressee=context.addressee,
        opening=context.opening(f"您申请“{{item}}”，依法要进行{kind}。所需时间不计入办理时限。"),
        facts=(
            *context.about(),
            *parties(context),
            Fact("特别程序", kind),
            Fact("最长时间", length_in_words(int(amount), unit), beside=True),
            Fact("依据", special.basis),
            Fact("开始日期", in_words(city_date(special.started_at))),
        ),
        contacts=context.phones(),
        closing="特别程序结束后，时限接着算，我们会告诉您新的最晚日期。",
    )


def extension_notice(context: Context) -> papers.ExtensionNoticePaper:
    """R7: once, approved by the head of the office, with the reason and the new date."""
    extension, rule = context.case.extension, context.rules.extension
    approver, basis = ("本机关负责人", "") if rule is None else (rule.approver.zh, rule.basis)
    return papers.ExtensionNoticePaper(
        addressee=context.addressee,
        opening=context.opening(f"您申请“{{item}}”，不能在原定时限内办完，经{approver}批准延期。"),
        facts=(
            *context.about(),
            *parties(context),
            Fact("延期理由", extension.reason.reveal()),
            Fact("延长", length_in_words(extension.amount, extension.unit)),
            *((Fact("依据", basis),) if basis else ()),
            *(Fact(f"延期后{limit.label[:2]}时限", limit.value) for limit in context.limits()),
        ),
        contacts=context.phones(),
        closing="给您带来不便，请谅解。",
    )


def decision(context: Context) -> papers.DecisionPaper:
    """An instant item's combined paper, or the decision that fits the item and its outcome."""
    granted = context.entry.facts.decision == Decision.GRANT
    if context.entry.facts.on_spot:
        return _instant_notice(context, granted)
    paper, opening = _decision_paper(context, granted)
    return paper(
        addressee=context.addressee,
        opening=context.opening(opening),
        facts=_decision_facts(context, granted),
        reasons=context.reasons(),
        remedies=None if granted else context.remedies(),
        contacts=context.phones(),
        closing=_result_words(context) if granted else "特此告知。",
    )


def deemed_renewal(context: Context) -> papers.DeemedRenewal:
    """R13: what the law made of silence, with every day it rests on."""
    facts = context.entry.facts
    return papers.DeemedRenewal(
        addressee=context.addressee,
        opening=context.opening("您申请“{item}”，到原证有效期最后一天没有作出决定，视为准予延续。"),
        facts=(
            *context.about(),
            Fact("决定", "视为准予延续"),
            *parties(context),
            Fact("原电子证照标识", facts.licence),
            Fact("原证有效期至", _day(facts.licence_until)),
            Fact("申请日期", _day(facts.asked_on), beside=True),
            Fact("最晚申请日期", _day(facts.asked_by)),
            Fact("视为准予之日", _day(facts.decided_on), beside=True),
        ),
        reasons=(
            "行政许可法第五十条第二款：行政机关应当根据被许可人的申请，在该行政许可有效期届满前"
            "作出是否准予延续的决定；逾期未作决定的，视为准予延续。",
        ),
        remedies=None,
        contacts=context.phones(),
        closing=_result_words(context),
    )


def _day(written: str) -> str:
    return in_words(dt.date.fromisoformat(written))


def _instant_notice(context: Context, granted: bool) -> papers.InstantNotice:
    """R19: taken in, taken up and decided in one sitting, on one paper."""
    return papers.InstantNotice(
        addressee=context.addressee,
        opening=context.opening("您申请“{item}”的材料收到，当场受理并作出决定。"),
        facts=(
            *context.about(),
            _outcome(granted),
            *parties(context),
            Fact("收到时间", event_in_words(context.case.received_at)),
            context.decided_on(),
            taken_up_by(context),
        ),
        materials=context.materials(),
        reasons=context.reasons(),
        remedies=None if granted else context.remedies(),
        contacts=(*(handover(context) if granted else ()), *context.phones()),
        closing=_result_words(context) if granted else "特此告知。",
    )


def _decision_paper(context: Context, granted: bool) -> tuple[type[papers.DecisionPaper], str]:
    """Only an administrative licence is granted or denied as one; all other items have a result."""
    is_licence = context.rules.item_type is ItemType.ADMIN_LICENCE
    if is_licence and granted:
        return papers.GrantDecision, "您申请“{item}”，经审查符合法定条件，准予行政许可。"
    if is_licence:
        return papers.DenialDecision, "您申请“{item}”，经审查不符合法定条件，不予行政许可。"
    if granted:
        return papers.ResultNotice, "您申请“{item}”，经审查符合条件，准予办理。"
    return papers.ResultNotice, "您申请“{item}”，经审查不符合条件，不予办理。"


def _decision_facts(context: Context, granted: bool) -> tuple[Fact, ...]:
    return (
        *context.about(),
        _outcome(granted),
        *parties(context),
        context.accepted_on(),
        context.decided_on(),
        *context.heard(HearingGround.DECISION),
    )


def _outcome(granted: bool) -> Fact:
    return Fact("决定", "准予" if granted else "不予")


def _result_words(context: Context) -> str:
    result = context.rules.result.name.zh
    if DeliveryWay.of(context.case.delivery_way) is DeliveryWay.ELECTRONIC:
        return f"“{result}”制好后到您的账户里，随时可以下载。"
    return f"“{result}”制好后请按您选的方式领取。"
