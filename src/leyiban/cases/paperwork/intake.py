"""The office's answers to a submission: received, taken up, to be corrected, refused."""

import datetime as dt
import json

from leyiban.cases import papers_of_law as papers
from leyiban.cases.clock_names import ACCEPTANCE, SUPPLEMENT, of_round
from leyiban.cases.models import CorrectionNotice
from leyiban.cases.papers_of_law import DefectLine, Fact
from leyiban.cases.paperwork.context import Context
from leyiban.cases.paperwork.parties import parties, parties_in_full
from leyiban.cases.paperwork.places import handover, query, taken_up_by, window
from leyiban.cases.paperwork.words import came_by, due_in_words, event_in_words, length_in_words
from leyiban.cases.states import AcceptanceMode, RefusalGround
from leyiban.catalogue.rulefile import fees_due
from leyiban.catalogue.rulefile.terms import SpecialProcedure
from leyiban.catalogue.vocabulary import ItemType
from leyiban.kernel.documents.wording import in_words
from leyiban.kernel.moments import city_date
from leyiban.people.models import Agency

NO_FEE_BY_LAW = "行政许可法第五十八条"


def receipt(context: Context) -> papers.Receipt:
    """R19: 收件 is not 受理, and the paper says so; it also says when silence counts as acceptance (R1)."""
    return papers.Receipt(
        addressee=context.addressee,
        opening=context.opening("您申请“{item}”的材料，我们收到了。收到不等于受理，受理另有通知书。"),
        facts=(
            *context.about(),
            context.password(),
            *parties(context),
            *_received(context),
            *_answer_due(context),
        ),
        materials=context.materials(),
        contacts=(query(context), *context.phones()),
        closing="请记好办件编号和查询码，不用登录就能查进度。",
    )


def _received(context: Context) -> tuple[Fact, ...]:
    """The moment; and the day that counts where the office had closed already."""
    came, counts = context.entry.happened_at, dt.date.fromisoformat(context.entry.facts.received_on)
    facts = [Fact("收到时间", f"{event_in_words(came)}，{came_by(context.entry.channel)}提交")]
    if counts != city_date(came):
        facts.append(Fact("算作收到", f"{in_words(counts)}，因为提交时已经下班"))
    return tuple(facts)


def _answer_due(context: Context) -> tuple[Fact, ...]:
    round_number = getattr(context.entry.facts, "round", 1)
    due = context.clocks.get(of_round(ACCEPTANCE, round_number))
    if due is None or due.due_at is None:
        return ()
    return (Fact("答复时限", f"{due_in_words(due)}告知是否受理；到期没有告知要补什么，就算受理"),)


def acceptance_notice(context: Context) -> papers.AcceptanceNotice:
    case = context.case
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
            context.password(),
            *parties_in_full(context),
            Fact("收到时间", event_in_words(case.received_at)),
            Fact("受理时间", event_in_words(case.accepted_at or case.received_at), beside=True),
            *context.limits(),
            *_special_procedures(context),
            Fact("收费", _fees(context)),
            taken_up_by(context),
        ),
        materials=context.materials(),
        signatures=("受理人签名", "申请人签收"),
        contacts=(query(context), *handover(context), *context.phones()),
        closing="您现在不用做什么。办好了会通知您。",
    )


def _special_procedures(context: Context) -> tuple[Fact, ...]:
    listed = context.rules.special_procedures
    if not listed:
        return ()
    told = "；".join(f"{each.kind.zh}{_at_most(each)}" for each in listed)
    return (Fact("特别程序", f"{told}。依法不计入时限，启动前另发告知书。"),)


def _at_most(procedure: SpecialProcedure) -> str:
    limit = procedure.max_duration
    return f"最长{length_in_words(limit.amount, limit.unit.value)}"


def _fees(context: Context) -> str:
    """R15: no fee unless a law says so."""
    due = fees_due(context.rules, context.answers, today=context.day)
    if due:
        return "；".join(f"{fee.name.zh}：{fee.standard.zh}（依据：{fee.basis}）" for fee in due)
    if context.rules.item_type is ItemType.ADMIN_LICENCE:
        return f"不收费（{NO_FEE_BY_LAW}）"
    return "不收费"


def correction_notice(context: Context) -> papers.CorrectionNoticePaper:
    """R1: everything at once. F1.5: a repeated request says why, and that no clock stands still for it."""
    facts = context.entry.facts
    notice = CorrectionNotice.objects.get(case=context.case, number=facts.notice)
    return papers.CorrectionNoticePaper(
        addressee=context.addressee,
        opening=context.opening(_correction_opening(notice)),
        facts=(*context.about(), *parties(context), *_supplement_due(context, notice)),
        defects=tuple(
            DefectLine(
                material=_target_name(context, defect["target"]),
                problem=defect["what"],
                remedy=defect["how"],
            )
            for defect in json.loads(notice.defects.reveal() or "[]")
        ),
        contacts=(window(context), *context.phones()),
        closing="补好后在原来的办件里提交，前面填的都在。窗口也可以代您提交。",
    )


def _correction_opening(notice: CorrectionNotice) -> str:
    if not notice.repeated:
        return "您申请“{item}”的材料，有下面几处要补正。我们一次说全，以后不再为第一次就能看出的问题要您补。"
    reason = "" if notice.reason is None else notice.reason.reveal()
    because = reason.rstrip("。").replace("{", "{{").replace("}", "}}")
    return f"您申请“{{item}}”的材料，经本机关负责人批准，再次请您补正。原因：{because}。此事已公开，办理时限照算。"


def _supplement_due(context: Context, notice: CorrectionNotice) -> tuple[Fact, ...]:
    due = context.clocks.get(of_round(SUPPLEMENT, notice.round))
    if notice.repeated or due is None:
        return ()
    return (Fact("请补交", f"{due_in_words(due)}；到期没补，视为撤回，可以重新申请"),)


def _target_name(context: Context, target: str) -> str:
    part, _, key = target.partition(".")
    if part == "materials":
        material = context.rules.material(key)
        return material.name.zh if material is not None else key
    question = context.rules.question(key)
    return question.label.zh if question is not None else key


def refusal_notice(context: Context) -> papers.RefusalNotice:
    facts = context.entry.facts
    right = _right_office(facts.right_agency) if facts.right_agency else ()
    return papers.RefusalNotice(
        addressee=context.addressee,
        opening=context.opening("您申请“{item}”，我们不予受理。"),
        facts=(
            *context.about(),
            *parties(context),
            Fact("不予受理原因", _GROUNDS[RefusalGround(facts.ground)]),
            *right,
        ),
        reasons=context.reasons(),
        remedies=context.remedies(),
        contacts=context.phones(),
        closing="特此告知。",
    )


_GROUNDS = {
    RefusalGround.NOT_REQUIRED: "这件事依法不需要办理许可",
    RefusalGround.NOT_COMPETENT: "这件事不归本机关管",
    RefusalGround.CONDITIONS_NOT_MET: "不符合受理条件",
}


def _right_office(uscc: str) -> tuple[Fact, ...]:
    """ALL art. 32(2): where to go instead, with address and phone."""
    agency = Agency.objects.filter(uscc=uscc).first()
    if agency is None:
        return (Fact("请找", uscc),)
    ways = "，".join(part for part in (agency.name, agency.address, *agency.advice_phones[:1]) if part)
    return (Fact("请找", ways),)
