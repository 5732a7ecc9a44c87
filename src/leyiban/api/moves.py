"""What the office (and, to withdraw, the applicant) does to a case: one endpoint per move of its flow.

Each takes the version that was seen (``If-Match``) and answers state and version after the move. Which moves
are open to the caller now: ``GET /cases/{number}/moves``; the screens draw their buttons from the same table.
"""

from collections.abc import Callable
from typing import Concatenate, Final, ParamSpec

from ninja import Body

from leyiban.api.frame.call import Call, Done
from leyiban.api.frame.door import PREFIX, Door
from leyiban.api.frame.shapes import CaseNumber
from leyiban.api.move_shapes import (
    DecisionSent,
    DefectsSent,
    DeliverySent,
    MoveMade,
    OpenMove,
    OpenMoves,
    OpinionSent,
    ProcedureSent,
    ReasonSent,
    RefusalSent,
    RepeatedSent,
    SendBackSent,
    SpotSent,
    TerminationSent,
)
from leyiban.cases import operations, queries
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case
from leyiban.cases.states import CaseState
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.rights import SIGNED_IN, Right, post
from leyiban.kernel.wording import speak
from leyiban.people.models.sign_in import Scope

P = ParamSpec("P")
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
    case_id = _case_id(call, number)
    moved = operations.withdraw_case(case_id=case_id, version=call.version, actor=call.actor, now=call.now)
    return _made(moved.matter)


@_move("take", right=post())
def take_case(call: Call, number: CaseNumber) -> Done:
    """Take a case in hand at the post whose turn it is."""
    case_id = _case_id(call, number)
    moved = operations.take_case(case_id=case_id, version=call.version, actor=call.actor, now=call.now)
    return _made(moved.matter)


@_move("accept", right=post())
def accept_case(call: Call, number: CaseNumber) -> Done:
    """受理: the papers are complete and in legal form; the limits begin."""
    case_id = _case_id(call, number)
    moved = operations.accept_case(case_id=case_id, version=call.version, actor=call.actor, now=call.now)
    return _made(moved.matter)


@_move("refuse", right=post())
def refuse_case(call: Call, number: CaseNumber, asked: Body[RefusalSent]) -> Done:
    """不予受理, by the office itself, with reasons."""
    moved = operations.refuse_case(
        case_id=_case_id(call, number),
        version=call.version,
        ground=asked.ground,
        reasons=asked.reasons,
        right_agency=asked.right_agency,
        actor=call.actor,
        now=call.now,
    )
    return _made(moved.matter)


@_move("notify_correction", right=post())
def notify_correction(call: Call, number: CaseNumber, asked: Body[DefectsSent]) -> Done:
    """补正: tell every defect, once."""
    moved = operations.notify_correction(
        case_id=_case_id(call, number),
        version=call.version,
        defects=asked.read(),
        actor=call.actor,
        now=call.now,
    )
    return _made(moved.matter)


@_move("request_again", right=post())
def request_again(call: Call, number: CaseNumber, asked: Body[RepeatedSent]) -> Done:
    """Ask again for what was visible the first time. It is published, and no clock stops."""
    moved = operations.request_again(
        case_id=_case_id(call, number),
        version=call.version,
        defects=asked.read(),
        reason=asked.reason,
        actor=call.actor,
        now=call.now,
    )
    return _made(moved.matter)


@_move("withdraw_correction", right=post())
def withdraw_correction(call: Call, number: CaseNumber) -> Done:
    """Take a correction notice back; its words stay readable."""
    moved = operations.withdraw_correction(
        case_id=_case_id(call, number),
        version=call.version,
        actor=call.actor,
        now=call.now,
    )
    return _made(moved.matter)


@_move("correct_on_spot", right=post())
def correct_on_spot(call: Call, number: CaseNumber, asked: Body[SpotSent]) -> Done:
    """Put answers right there and then, together with the applicant."""
    moved = operations.correct_on_spot(
        case_id=_case_id(call, number),
        version=call.version,
        answers=asked.answers,
        actor=call.actor,
        now=call.now,
    )
    return _made(moved.matter)


@_move("give_opinion", right=post())
def give_opinion(call: Call, number: CaseNumber, asked: Body[OpinionSent]) -> Done:
    """审查, 审核: conclude the open task; the case goes to the next."""
    moved = operations.give_opinion(
        case_id=_case_id(call, number),
        version=call.version,
        conclusion=asked.conclusion,
        points=asked.points,
        text=asked.text,
        actor=call.actor,
        now=call.now,
    )
    return _made(moved.matter)


@_move("send_back", right=post())
def send_back(call: Call, number: CaseNumber, asked: Body[SendBackSent]) -> Done:
    """Send a case back to an earlier task. The clock runs on."""
    moved = operations.send_back(
        case_id=_case_id(call, number),
        version=call.version,
        to_task=asked.to_task,
        text=asked.text,
        actor=call.actor,
        now=call.now,
    )
    return _made(moved.matter)


@_move("start_special", right=post())
def start_special(call: Call, number: CaseNumber, asked: Body[ProcedureSent]) -> Done:
    """Stop the clock for a special procedure that the item lists."""
    moved = operations.start_special(
        case_id=_case_id(call, number),
        version=call.version,
        procedure=asked.procedure.value,
        actor=call.actor,
        now=call.now,
    )
    return _made(moved.matter)


@_move("end_special", right=post())
def end_special(call: Call, number: CaseNumber) -> Done:
    """The special procedure is over; the clock goes on."""
    moved = operations.end_special(
        case_id=_case_id(call, number),
        version=call.version,
        actor=call.actor,
        now=call.now,
    )
    return _made(moved.matter)


@_move("extend", right=post())
def extend_case(call: Call, number: CaseNumber, asked: Body[ReasonSent]) -> Done:
    """Extend the limit, once, with the reason that the applicant is told."""
    moved = operations.extend_case(
        case_id=_case_id(call, number),
        version=call.version,
        reason=asked.reason,
        actor=call.actor,
        now=call.now,
    )
    return _made(moved.matter)


@_move("decide", right=post())
def decide_case(call: Call, number: CaseNumber, asked: Body[DecisionSent]) -> Done:
    """决定: grant or deny; for an instant item in one sitting."""
    moved = operations.decide_case(
        case_id=_case_id(call, number),
        version=call.version,
        decision=asked.decision,
        points=asked.points,
        reasons=asked.reasons,
        actor=call.actor,
        now=call.now,
    )
    return _made(moved.matter)


@_move("terminate", right=post())
def terminate_case(call: Call, number: CaseNumber, asked: Body[TerminationSent]) -> Done:
    """终止办理, with reasons."""
    moved = operations.terminate_case(
        case_id=_case_id(call, number),
        version=call.version,
        ground=asked.ground,
        reasons=asked.reasons,
        actor=call.actor,
        now=call.now,
    )
    return _made(moved.matter)


@_move("deliver", right=post())
def deliver_case(call: Call, number: CaseNumber, asked: Body[DeliverySent]) -> Done:
    """送达: hand the result over."""
    case = queries.case_for(call.actor, number)
    moved = operations.deliver_case(
        case_id=case.pk,
        version=call.version,
        way=asked.way,
        evidence=asked.evidence,
        actor=call.actor,
        now=call.now,
    )
    return _made(case if moved is None else moved.matter)


def _case_id(call: Call, number: str) -> int:
    """The key of a case that the caller may see.

    Raises:
        NotFound: there is none, or he may not know that there is.
    """
    return queries.case_for(call.actor, number).pk


def _made(case: Case) -> Done:
    made = MoveMade(number=case.number, state=CaseState(case.state), version=case.version)
    return Done(body=made, version=case.version)
