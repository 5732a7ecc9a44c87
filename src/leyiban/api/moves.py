"""What the office (and, to withdraw, the applicant) does to a case: one endpoint per move of its flow.

Each takes the version that was seen (``If-Match``) and answers state and version after the move. Which moves
are open to the caller now: ``GET /cases/{number}/moves``; the screens draw their buttons from the same table.
"""

import datetime as dt
from collections.abc import Callable
from typing import Concatenate, Final, ParamSpec, TypedDict

from ninja import Body

from leyiban.api.frame.call import Call, Done
from leyiban.api.frame.door import PREFIX, Door
from leyiban.api.frame.shapes import CaseNumber
from leyiban.api.move_shapes import (
    DecisionSent,
    DefectsSent,
    DeliverySent,
    FalsehoodSent,
    MoveMade,
    OfficerShape,
    OfficersShape,
    OpenMove,
    OpenMoves,
    OpinionSent,
    ProcedureSent,
    ReasonSent,
    RefusalSent,
    RepeatedSent,
    SendBackSent,
    SiteCheckSent,
    SpotSent,
    TerminationSent,
)
from leyiban.cases import operations, queries
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case
from leyiban.cases.states import CaseState
from leyiban.kernel.actors import Actor
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.rights import SIGNED_IN, Right, post
from leyiban.kernel.wording import speak
from leyiban.people.models.sign_in import Scope

P = ParamSpec("P")


class Seen(TypedDict):
    """The arguments that all moves have in common."""

    case_id: int
    version: int
    actor: Actor
    now: dt.datetime


Move = Callable[Concatenate[Call, P], Done]

door = Door("moves")

# Moves that are made elsewhere: deciding on the spot is deciding; a supplement is handed in as a draft.
ELSEWHERE: Final = {"decide_on_spot": "moves/decide", "supplement": "correction"}


def _move(name: str, *, right: Right, scope: Scope = Scope.HANDLE) -> Callable[[Move[P]], Move[P]]:
    return door.writes(
        "POST",
        f"/cases/{{number}}/moves/{name}",
        right=right,
        scope=scope,
        answers=MoveMade,
        versioned=True,
    )


@door.reads("/cases/{number}/moves", right=SIGNED_IN, answers=OpenMoves)
def list_moves(call: Call, number: CaseNumber) -> OpenMoves:
    """The moves that I may make on this case now."""
    case = queries.case_for(call.actor, number)
    moves = CASE_FLOW.next_moves(case, matter_clocks(CASE_FLOW, case), call.actor)
    return OpenMoves(
        version=case.version,
        items=[
            OpenMove(
                name=move.name,
                label=speak(move.label),
                address=f"{PREFIX}/cases/{number}/{ELSEWHERE.get(move.name, f'moves/{move.name}')}",
            )
            for move in moves
        ],
    )


@_move("withdraw", right=SIGNED_IN, scope=Scope.APPLY)
def withdraw_case(call: Call, number: CaseNumber) -> Done:
    """Take an application back, at any time before the decision."""
    return _made(operations.withdraw_case(**_seen(call, number)).matter)


@_move("take", right=post())
def take_case(call: Call, number: CaseNumber) -> Done:
    """Take a case in hand at the post whose turn it is."""
    return _made(operations.take_case(**_seen(call, number)).matter)


@_move("accept", right=post())
def accept_case(call: Call, number: CaseNumber) -> Done:
    """受理: the papers are complete and in legal form; the limits begin."""
    return _made(operations.accept_case(**_seen(call, number)).matter)


@_move("refuse", right=post())
def refuse_case(call: Call, number: CaseNumber, asked: Body[RefusalSent]) -> Done:
    """不予受理, by the office itself, with reasons."""
    return _made(
        operations.refuse_case(
            **_seen(call, number), ground=asked.ground, reasons=asked.reasons, right_agency=asked.right_agency
        ).matter
    )


@_move("notify_correction", right=post())
def notify_correction(call: Call, number: CaseNumber, asked: Body[DefectsSent]) -> Done:
    """补正: tell every defect, once."""
    return _made(operations.notify_correction(**_seen(call, number), defects=asked.read()).matter)


@_move("request_again", right=post())
def request_again(call: Call, number: CaseNumber, asked: Body[RepeatedSent]) -> Done:
    """Ask again for what was visible the first time. It is published, and no clock stops."""
    return _made(
        operations.request_again(**_seen(call, number), defects=asked.read(), reason=asked.reason).matter
    )


@_move("withdraw_correction", right=post())
def withdraw_correction(call: Call, number: CaseNumber) -> Done:
    """Take a correction notice back; its words stay readable."""
    return _made(operations.withdraw_correction(**_seen(call, number)).matter)


@_move("correct_on_spot", right=post())
def correct_on_spot(call: Call, number: CaseNumber, asked: Body[SpotSent]) -> Done:
    """Put answers right there and then, together with the applicant."""
    return _made(operations.correct_on_spot(**_seen(call, number), answers=asked.answers).matter)


@_move("give_opinion", right=post())
def give_opinion(call: Call, number: CaseNumber, asked: Body[OpinionSent]) -> Done:
    """审查, 审核: conclude the open task; the case goes to the next."""
    return _made(
        operations.give_opinion(
            **_seen(call, number), conclusion=asked.conclusion, points=asked.points, text=asked.text
        ).matter
    )


@door.reads("/cases/{number}/officers", right=post(), answers=OfficersShape)
def list_officers(call: Call, number: CaseNumber) -> OfficersShape:
    """Who may be named in the record of a check on site."""
    case = queries.case_for(call.actor, number)
    return OfficersShape(
        least=case.limits.get("site_check_officers", 0),
        items=[
            OfficerShape(key=each.pseudonym, name=each.display_name)
            for each in queries.officers_for(case, now=call.now)
        ],
    )


@_move("record_site_check", right=post())
def record_site_check(call: Call, number: CaseNumber, asked: Body[SiteCheckSent]) -> Done:
    """现场核查笔录: who was there, when, where, what they found. Whoever writes it signs it."""
    return _made(operations.record_site_check(**_seen(call, number), **asked.model_dump()).matter)


@_move("sign_site_check", right=post())
def sign_site_check(call: Call, number: CaseNumber) -> Done:
    """Sign the record of a check that I took part in; the last signature sends the case on."""
    return _made(operations.sign_site_check(**_seen(call, number)).matter)


@_move("send_back", right=post())
def send_back(call: Call, number: CaseNumber, asked: Body[SendBackSent]) -> Done:
    """Send a case back to an earlier task. The clock runs on."""
    return _made(operations.send_back(**_seen(call, number), to_task=asked.to_task, text=asked.text).matter)


@_move("start_special", right=post())
def start_special(call: Call, number: CaseNumber, asked: Body[ProcedureSent]) -> Done:
    """Stop the clock for a special procedure that the item lists."""
    return _made(operations.start_special(**_seen(call, number), procedure=asked.procedure.value).matter)


@_move("end_special", right=post())
def end_special(call: Call, number: CaseNumber) -> Done:
    """The special procedure is over; the clock goes on."""
    return _made(operations.end_special(**_seen(call, number)).matter)


@_move("extend", right=post())
def extend_case(call: Call, number: CaseNumber, asked: Body[ReasonSent]) -> Done:
    """Extend the limit, once, with the reason that the applicant is told."""
    return _made(operations.extend_case(**_seen(call, number), reason=asked.reason).matter)


@_move("decide", right=post())
def decide_case(call: Call, number: CaseNumber, asked: Body[DecisionSent]) -> Done:
    """决定: grant or deny; of what was only handed in, in one sitting, with the points of every task."""
    return _made(
        operations.decide_case(
            **_seen(call, number),
            decision=asked.decision,
            points=asked.points,
            reasons=asked.reasons,
            dissent=asked.dissent,
        ).matter
    )


@_move("warn", right=post())
def warn_applicant(call: Call, number: CaseNumber, asked: Body[FalsehoodSent]) -> Done:
    """The papers are found to be false: a warning, and where safety is at stake a bar on applying again."""
    return _made(operations.warn_applicant(**_seen(call, number), reasons=asked.reasons).matter)


@_move("withdraw_warning", right=post())
def withdraw_warning(call: Call, number: CaseNumber, asked: Body[ReasonSent]) -> Done:
    """Take the finding of false papers back; the bar that came with it is lifted, and the case goes on."""
    return _made(operations.withdraw_warning(**_seen(call, number), reasons=asked.reason).matter)


@_move("terminate", right=post())
def terminate_case(call: Call, number: CaseNumber, asked: Body[TerminationSent]) -> Done:
    """终止办理, with reasons."""
    return _made(
        operations.terminate_case(**_seen(call, number), ground=asked.ground, reasons=asked.reasons).matter
    )


@_move("deliver", right=post())
def deliver_case(call: Call, number: CaseNumber, asked: Body[DeliverySent]) -> Done:
    """送达: hand the result over."""
    moved = operations.deliver_case(**_seen(call, number), way=asked.way, evidence=asked.evidence)
    return _made(queries.case_for(call.actor, number) if moved is None else moved.matter)


def _seen(call: Call, number: str) -> Seen:
    """What every move takes: a case that the caller may see, the version he saw, who he is, and when.

    Raises:
        NotFound: there is none, or he may not know that there is. Stale.
    """
    return Seen(
        case_id=queries.case_for(call.actor, number).pk,
        version=call.version,
        actor=call.actor,
        now=call.now,
    )


def _made(case: Case) -> Done:
    made = MoveMade(number=case.number, state=CaseState(case.state), version=case.version)
    return Done(body=made, version=case.version)
