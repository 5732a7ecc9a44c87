"""The table of a case: every state, every lawful move, who may make it (service-items §5)."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from leyiban.cases import clock_names, rights
from leyiban.cases.bar.flow import BAR_FLOW
from leyiban.cases.errors import (
    AlreadyExtended,
    ExtensionNotAllowed,
    FalsehoodFound,
    FalsehoodStands,
    InstantOnly,
    NoSiteCheck,
    NoSpecialProcedure,
    NotAtOnce,
    NothingEarlier,
    NotWarned,
    SiteCheckAhead,
    TaskIsDecision,
    TaskIsSiteCheck,
    TasksOpen,
)
from leyiban.cases.hearing.flow import HEARING_FLOW
from leyiban.cases.hearing.waiting import decision_waits, hearing_ahead, warning_waits
from leyiban.cases.joint.errors import MaterialsAskedTwice, OfficesStillReviewing
from leyiban.cases.joint.flow import TASK_FLOW
from leyiban.cases.joint.following import follow_case
from leyiban.cases.kinds import CaseLightChanged
from leyiban.cases.models import Case
from leyiban.cases.receipt.flow import RECEIPT_FLOW
from leyiban.cases.rules import (
    bars,
    clocks,
    filing,
    finishing,
    green,
    intake,
    joint,
    receipts,
    renewal,
    review,
    site_checks,
)
from leyiban.cases.states import BEFORE_DECISION, CLOSED, SAVED, UNDER_REVIEW, CaseState
from leyiban.cases.states import CaseState as S
from leyiban.catalogue.rulefile.plan import TaskKind
from leyiban.kernel.clocks.errors import ClockPastDue
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.errors import Refusal, Text
from leyiban.kernel.flows import registry
from leyiban.kernel.flows.clockwork import CLOCK, SYSTEM, light_moves
from leyiban.kernel.flows.table import Decide, Flow, Guard, Move, Readings, Right, State, Turn

__all__ = ["BAR_FLOW", "CASE_FLOW", "HEARING_FLOW", "RECEIPT_FLOW", "TASK_FLOW"]

_PARTY_TURN = frozenset({S.FILING, S.CORRECTION_NOTIFIED})
_OPEN = frozenset(S) - CLOSED
_HANDLED = frozenset({S.SUBMITTED, S.UNDER_REVIEW, S.READY})


def _turn(state: CaseState) -> Turn:
    if state in CLOSED:
        return Turn.NOBODY
    return Turn.PARTY if state in _PARTY_TURN else Turn.OFFICE


def _decidable_at_once(case: Case, readings: Readings) -> Refusal | None:
    """R6: an instant item; or one whose chain a chief representative may shorten, where nobody has to go and
    look."""
    rules = case.rules
    at_once = rules.instant or rules.plan.chief_representative_may_shorten
    if not at_once or site_checks.site_checks_ahead(case):
        return NotAtOnce()
    return decision_waits(case)


def _to_be_taken_up(case: Case, readings: Readings) -> Refusal | None:
    """Not an instant item, which is decided in one sitting; and not on false papers (R14)."""
    if case.false_materials:
        return FalsehoodStands()
    return InstantOnly() if case.rules.instant else None


def _not_warned(case: Case, readings: Readings) -> Refusal | None:
    return FalsehoodFound() if case.false_materials else warning_waits(case)


def _warned(case: Case, readings: Readings) -> Refusal | None:
    return None if case.false_materials else NotWarned()


def _opinion_open(case: Case, readings: Readings) -> Refusal | None:
    match _open_kind(case):
        case TaskKind.DECIDE:
            return TaskIsDecision()
        case TaskKind.SITE_CHECK:
            return TaskIsSiteCheck()
    return _others_done(case)


def _others_done(case: Case) -> Refusal | None:
    """What the open task waits for at other offices is there."""
    missing = joint.waited_for(case, case.task)
    if not missing:
        return None
    names = {task.key: task.name.zh for task in case.rules.plan.tasks}
    return OfficesStillReviewing(offices="、".join(names[key] for key in missing))


def _site_check_open(case: Case, readings: Readings) -> Refusal | None:
    return _others_done(case) if _open_kind(case) == TaskKind.SITE_CHECK else NoSiteCheck()


def _not_pre_reviewed(case: Case, readings: Readings) -> Refusal | None:
    """R8: what the lower level took in, the upper level asks for no second time."""
    return MaterialsAskedTwice() if joint.pre_reviewed(case) else None


def _decision_open(case: Case, readings: Readings) -> Refusal | None:
    """Every earlier task is done, or the item lets a chief representative shorten the chain: all of it but a
    check on site (R6)."""
    if site_checks.site_checks_ahead(case):
        return SiteCheckAhead()
    may_shorten = case.rules.plan.chief_representative_may_shorten
    if not may_shorten and _open_kind(case) != TaskKind.DECIDE:
        return TasksOpen()
    return _others_done(case) or decision_waits(case)


def _open_kind(case: Case) -> str:
    return review.task_of(case, case.task)["kind"]


def _earlier_task(case: Case, readings: Readings) -> Refusal | None:
    return NothingEarlier() if case.task == case.tasks[0]["key"] else None


def _procedure_listed(case: Case, readings: Readings) -> Refusal | None:
    listed = bool(case.limits["pause_grounds"]) or hearing_ahead(case) is not None
    return None if listed else NoSpecialProcedure()


def _extension_left(case: Case, readings: Readings) -> Refusal | None:
    """Once, where the rules know one, and while a limit is left to extend."""
    if "extension" not in case.limits:
        return ExtensionNotAllowed()
    if case.extended:
        return AlreadyExtended()
    return ClockPastDue() if case.light == Light.BLACK else None


def _move(
    name: str,
    label: Text,
    sources: Iterable[CaseState],
    targets: Iterable[CaseState],
    right: Right[Case],
    decide: Decide[Case],
    guard: Guard[Case] | None = None,
) -> Move[Case]:
    return Move(
        name=name,
        label=label,
        sources=frozenset(sources),
        targets=frozenset(targets),
        right=right,
        decide=decide,
        guard=guard,
        by_clock=right in (CLOCK, rights.CLOCK_OR_SYSTEM),
    )


# One line per move: name, label, from, to, who, decision, obstacle.
_MOVES = (
    _move("submit", _("提交"), [S.FILING], [S.SUBMITTED], rights.FILER, filing.decide_submission),
    _move(
        "supplement",
        _("补交材料"),
        [S.CORRECTION_NOTIFIED],
        [S.SUBMITTED],
        rights.FILER_OF_CASE,
        filing.decide_supplement,
    ),
    _move(
        "withdraw",
        _("撤回申请"),
        BEFORE_DECISION,
        [S.WITHDRAWN],
        rights.FILER_OF_CASE,
        filing.decide_withdrawal,
    ),
    _move("take", _("接手"), _HANDLED, _HANDLED, rights.OWNER, review.decide_taking),
    _move(
        "accept",
        _("受理"),
        [S.SUBMITTED],
        [S.UNDER_REVIEW],
        rights.OWNER,
        intake.decide_acceptance,
        _to_be_taken_up,
    ),
    _move(
        "notify_correction",
        _("一次性告知补正"),
        [S.SUBMITTED],
        [S.CORRECTION_NOTIFIED],
        rights.OWNER,
        intake.decide_correction,
    ),
    _move(
        "correct_on_spot",
        _("当场更正"),
        [S.SUBMITTED],
        [S.SUBMITTED],
        rights.OWNER,
        intake.decide_spot_correction,
    ),
    _move(
        "request_again",
        _("再次要求补正(公开)"),
        [S.SUBMITTED],
        [S.SUBMITTED],
        rights.DECIDER,
        intake.decide_repeated_request,
        _not_pre_reviewed,
    ),
    _move(
        "withdraw_correction",
        _("收回补正告知"),
        [S.CORRECTION_NOTIFIED],
        [S.SUBMITTED],
        rights.OFFICE_OR_WINDOW,
        intake.decide_correction_withdrawal,
    ),
    _move("refuse", _("不予受理"), [S.SUBMITTED], [S.REFUSED], rights.OFFICE, intake.decide_refusal),
    _move(
        "warn",
        _("认定材料不实,给予警告"),
        [S.SUBMITTED, S.UNDER_REVIEW],
        [S.SUBMITTED, S.UNDER_REVIEW],
        rights.DECIDER,
        bars.decide_warning,
        _not_warned,
    ),
    _move(
        "withdraw_warning",
        _("收回材料不实的认定"),
        BEFORE_DECISION,
        BEFORE_DECISION,
        rights.DECIDER,
        bars.decide_warning_withdrawal,
        _warned,
    ),
    _move(
        "decide_on_spot",
        _("当场决定"),
        [S.SUBMITTED],
        [S.DECIDED],
        rights.DECIDER,
        review.decide_on_spot,
        _decidable_at_once,
    ),
    _move(
        "give_opinion",
        _("提交意见"),
        [S.UNDER_REVIEW],
        [S.UNDER_REVIEW],
        rights.OWNER,
        review.decide_opinion,
        _opinion_open,
    ),
    _move(
        "record_site_check",
        _("写现场核查笔录"),
        [S.UNDER_REVIEW],
        [S.UNDER_REVIEW],
        rights.OWNER,
        site_checks.decide_site_check,
        _site_check_open,
    ),
    _move(
        "sign_site_check",
        _("在核查笔录上签字"),
        [S.UNDER_REVIEW],
        [S.UNDER_REVIEW],
        rights.SITE_OFFICER,
        site_checks.decide_site_signature,
        _site_check_open,
    ),
    _move(
        "send_back",
        _("退回上一步"),
        [S.UNDER_REVIEW],
        [S.UNDER_REVIEW],
        rights.OWNER,
        review.decide_sending_back,
        _earlier_task,
    ),
    _move(
        "start_special",
        _("启动特别程序"),
        [S.UNDER_REVIEW],
        [S.SPECIAL_PROCEDURE],
        rights.OFFICE_OR_SYSTEM,
        review.decide_special_start,
        _procedure_listed,
    ),
    _move(
        "end_special",
        _("特别程序结束"),
        [S.SPECIAL_PROCEDURE],
        [S.UNDER_REVIEW],
        rights.OFFICE_OR_SYSTEM,
        review.decide_special_end,
    ),
    _move(
        "extend",
        _("批准延期"),
        [S.UNDER_REVIEW],
        [S.UNDER_REVIEW],
        rights.DECIDER,
        review.decide_extension,
        _extension_left,
    ),
    _move(
        "decide",
        _("作出决定"),
        [S.UNDER_REVIEW],
        [S.DECIDED],
        rights.DECIDER,
        review.decide_decision,
        _decision_open,
    ),
    _move(
        "terminate", _("终止办理"), BEFORE_DECISION, [S.TERMINATED], rights.DECIDER, review.decide_termination
    ),
    _move("record_licence", _("记录证照"), [S.DECIDED], [S.READY], SYSTEM, finishing.decide_licence_made),
    _move("record_result", _("记录结果"), [S.DECIDED], [S.READY], SYSTEM, finishing.decide_result_ready),
    _move(
        "redate_receipt",
        _("改正收到时间"),
        BEFORE_DECISION,
        BEFORE_DECISION,
        SYSTEM,
        receipts.decide_redating,
    ),
    _move("note_joint", _("记录会审意见"), UNDER_REVIEW, UNDER_REVIEW, SYSTEM, joint.decide_note),
    _move("record_paper", _("记录文书"), SAVED, SAVED, SYSTEM, finishing.decide_paper_issued),
    _move(
        "deliver", _("送达"), [S.READY], [S.DELIVERED], rights.HANDOUT_OR_SYSTEM, finishing.decide_delivery
    ),
    _move(
        "deem_accepted",
        _("视为受理"),
        [S.SUBMITTED],
        [S.UNDER_REVIEW],
        CLOCK,
        filing.decide_deemed_acceptance,
    ),
    _move(
        "deem_withdrawn",
        _("视为撤回"),
        [S.CORRECTION_NOTIFIED],
        [S.DEEMED_WITHDRAWN],
        CLOCK,
        filing.decide_deemed_withdrawal,
    ),
    _move(
        "miss_first_answer",
        _("首次答复超时"),
        [S.SUBMITTED],
        [S.SUBMITTED],
        CLOCK,
        filing.decide_missed_first_answer,
    ),
    *light_moves(
        lambda light, clock, since: CaseLightChanged(light=light, clock=clock, since=since),
        _OPEN,
        clocks.main_clock,
        statutory=clock_names.STATUTORY,
        past_law=[S.UNDER_REVIEW],
    ),
    _move(
        "count_again",
        _("按新的放假安排重算期限"),
        _OPEN,
        _OPEN,
        CLOCK,
        finishing.decide_counting_again,
    ),
    _move(
        "deem_renewed",
        _("视为准予延续"),
        [S.SUBMITTED, S.UNDER_REVIEW, S.SPECIAL_PROCEDURE],
        [S.DECIDED],
        CLOCK,
        renewal.decide_deemed_renewal,
    ),
    _move(
        "lapse_renewal",
        _("不再视为准予延续"),
        BEFORE_DECISION,
        BEFORE_DECISION,
        rights.CLOCK_OR_SYSTEM,
        renewal.decide_lapse,
    ),
    _move("archive", _("归档"), [S.DELIVERED], [S.ARCHIVED], CLOCK, finishing.decide_archiving),
)

CASE_FLOW = Flow[Case](
    matter=Case,
    states=[State(state.value, state.label, _turn(state)) for state in CaseState],
    moves=_MOVES,
    main_clock=clocks.main_clock,
    lights=clocks.lights_of,
    deadlines=clocks.deadlines,
    silent=frozenset({"case.paper_issued", "case.light_changed", "case.counted_again"}),
    follow=follow_case,
    recount="count_again",
    precedence=green.precedence_of,
)
registry.register(CASE_FLOW)
