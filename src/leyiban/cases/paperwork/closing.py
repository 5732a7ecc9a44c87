"""Papers at the end: the delivery slip, and the notice that a case ended without a decision."""

from leyiban.cases import papers_of_law as papers
from leyiban.cases.papers_of_law import DECISIONS, Fact
from leyiban.cases.paperwork.context import Context
from leyiban.cases.paperwork.parties import parties
from leyiban.cases.paperwork.places import handover_place
from leyiban.cases.states import ClosingGround
from leyiban.catalogue.vocabulary import DeliveryWay
from leyiban.kernel.documents.queries import documents_of
from leyiban.kernel.documents.registry import paper_by_name
from leyiban.kernel.documents.wording import in_words

_BY_HAND = "　年　月　日　时　分"

_TO_SIGN = (
    Fact("收件人签名", ""),
    Fact("收到时间", _BY_HAND, beside=True),
    Fact("代收人签名", ""),
    Fact("代收理由", "", beside=True),
    Fact("送达人签名", ""),
    Fact("备注", "", beside=True),
)


def delivery_slip(context: Context) -> papers.DeliverySlip:
    """R21. Where the result arrives in an account, arrival is the proof and nobody signs."""
    way = DeliveryWay.of(context.case.delivery_way)
    electronic = way is DeliveryWay.ELECTRONIC
    return papers.DeliverySlip(
        addressee=context.addressee,
        opening=context.opening("您申请“{item}”的结果送达如下。"),
        facts=(
            *context.about(),
            *parties(context),
            Fact("送达的文书", _delivered(context)),
            Fact("送达方式", way.zh),
            *_ground(context, way),
        ),
        signatures=() if electronic else _TO_SIGN,
        contacts=context.phones(),
        closing="到达账户的时间以账本记录为准。"
        if electronic
        else "请核对后签收。代收的，写明与收件人的关系，并交验授权委托书。",
    )


def _ground(context: Context, way: DeliveryWay) -> tuple[Fact, ...]:
    if way is DeliveryWay.ELECTRONIC:
        return (Fact("送达依据", "您同意网上送达，到达您的账户即为送达"),)
    return (handover_place(context),) if way is DeliveryWay.WINDOW else ()


def _delivered(context: Context) -> str:
    """The decision by name and number, then the result that it brought."""
    decisions = [
        f"{paper_by_name(document.template).title} {document.number}"
        for document in documents_of("case", context.case.number)
        if document.template in DECISIONS
    ]
    licence = getattr(context.entry.facts, "licence", "")
    results = [f"{context.rules.result.name.zh} {licence}"] if licence else []
    return "；".join((*decisions, *results))


def ending_notice(context: Context) -> papers.EndingNotice:
    """Withdrawn by the applicant, deemed withdrawn (R4), or terminated by the office with reasons."""
    if context.entry.kind == "case.terminated/1":
        ground = ClosingGround(context.entry.facts.ground)
        return _ending(
            context,
            "终止办理通知书",
            "您申请“{item}”，我们终止办理。",
            (f"{_GROUNDS[ground]}。", *context.reasons()),
            remedied=True,
        )
    if context.entry.facts.mode == "deemed":
        words = "没有在告知的期限内补正，视为撤回。随时可以重新申请。"
        return _ending(context, "撤回办理通知书", "您申请“{item}”，到期没有补交材料，视为撤回。", (words,))
    words = "申请人在决定作出前撤回申请。随时可以重新申请。"
    return _ending(context, "撤回办理通知书", "您申请“{item}”，您已自己撤回。", (words,))


_GROUNDS = {
    ClosingGround.APPLICANT_ASKED: "申请人要求终止",
    ClosingGround.APPLICANT_GONE: "申请人死亡或者终止",
    ClosingGround.MATTER_GONE: "申请事项已不存在",
    ClosingGround.DUPLICATE: "重复申请",
}


def _ending(
    context: Context, title: str, opening: str, reasons: tuple[str, ...], *, remedied: bool = False
) -> papers.EndingNotice:
    return papers.EndingNotice(
        title=title,
        addressee=context.addressee,
        opening=context.opening(opening),
        facts=(*context.about(), *parties(context), Fact("结束日期", in_words(context.day))),
        reasons=reasons,
        remedies=context.remedies() if remedied else None,
        contacts=context.phones(),
        closing="交过纸质原件的，请按原来的方式取回。",
    )
