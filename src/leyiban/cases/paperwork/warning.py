"""The warning for false papers, on paper (R14)."""

from leyiban.cases import papers_of_law as papers
from leyiban.cases.papers_of_law import Fact
from leyiban.cases.paperwork.context import Context
from leyiban.cases.paperwork.parties import parties
from leyiban.cases.states import HearingGround
from leyiban.kernel.documents.wording import in_words

_BASIS = "行政许可法第七十八条"


def warning_decision(context: Context) -> papers.WarningDecision:
    """What was found, the warning, and where safety is at stake the last day of the bar."""
    warning = context.case.warnings.latest("given_at")
    until = warning.barred_until
    return papers.WarningDecision(
        addressee=context.addressee,
        opening=context.opening("您申请“{item}”，经查隐瞒了有关情况或者提供了虚假材料。"),
        facts=(
            *context.about(),
            *parties(context),
            Fact("决定", "给予警告"),
            Fact("依据", _BASIS, beside=True),
            *context.heard(HearingGround.WARNING),
            *(
                (Fact("不得再次申请", f"{context.rules.main_item.zh}，到{in_words(until)}为止"),)
                if until
                else ()
            ),
        ),
        reasons=tuple(line.strip() for line in warning.reasons.reveal().splitlines() if line.strip()),
        remedies=context.remedies(),
        contacts=context.phones(),
        closing="对限制申请有异议，可以登录后在“申请限制”里提出。" if until else "特此告知。",
    )
