"""Every move that a person makes on a case, with its form; and which of them stands open in the middle."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from leyiban.cases.rules.review import decide_task
from leyiban.cases.states import CaseState
from leyiban.web.workbench.moves import deciding, finishing, intake, review, site, timing
from leyiban.web.workbench.moves.forms import Desk, MoveForm, OnDesk

DESKS: Final[Mapping[str, OnDesk]] = MappingProxyType(
    {
        "take": intake.TAKE,
        "accept": intake.ACCEPT,
        "notify_correction": intake.NOTIFY_CORRECTION,
        "correct_on_spot": intake.CORRECT_ON_SPOT,
        "request_again": intake.REQUEST_AGAIN,
        "withdraw_correction": intake.WITHDRAW_CORRECTION,
        "refuse": intake.REFUSE,
        "decide_on_spot": deciding.DECIDE_ON_SPOT,
        "give_opinion": review.GIVE_OPINION,
        "record_site_check": site.RECORD_SITE_CHECK,
        "sign_site_check": site.SIGN_SITE_CHECK,
        "send_back": review.SEND_BACK,
        "start_special": timing.START_SPECIAL,
        "end_special": timing.END_SPECIAL,
        "extend": timing.EXTEND,
        "decide": deciding.DECIDE,
        "warn": deciding.WARN,
        "withdraw_warning": deciding.WITHDRAW_WARNING,
        "terminate": timing.TERMINATE,
        "deliver": finishing.DELIVER,
        "withdraw": finishing.WITHDRAW,
        "supplement": finishing.SUPPLEMENT,
    }
)
"""By the name of the move in the flow. Moves of the clock and of the system have none."""

_SHARED: Final[Mapping[str, tuple[str, ...]]] = {
    "accept": ("notify_correction",),
    "notify_correction": ("accept",),
    "decide_on_spot": ("notify_correction",),
}
"""Moves whose buttons stand in another one's form."""


def main_form(desk: Desk) -> MoveForm | None:
    """What this reader is most likely to do next; None where it is not his turn."""
    move = _main_move(desk)
    return None if move is None else DESKS[move].form(desk)


def other_forms(desk: Desk) -> tuple[MoveForm, ...]:
    """The other moves that the table allows, in its order. Taking in hand stands beside who has the case."""
    main = _main_move(desk)
    inside = {main, "take", *shared_with(main or "")}
    return tuple(
        DESKS[move.name].form(desk)
        for move in desk.file.moves
        if move.name in DESKS and move.name not in inside
    )


def shared_with(move: str) -> tuple[str, ...]:
    """Moves whose buttons stand in this one's form."""
    return _SHARED.get(move, ())


def _main_move(desk: Desk) -> str | None:
    candidates: tuple[str, ...] = ()
    match CaseState(desk.case.state):
        case CaseState.SUBMITTED:
            candidates = ("decide_on_spot", "accept", "notify_correction")
        case CaseState.UNDER_REVIEW if desk.case.task == decide_task(desk.case)["key"]:
            candidates = ("decide",)
        case CaseState.UNDER_REVIEW:
            candidates = ("sign_site_check", "record_site_check", "give_opinion")
        case CaseState.SPECIAL_PROCEDURE:
            candidates = ("end_special",)
        case CaseState.READY:
            candidates = ("deliver",)
    return next((move for move in candidates if desk.may(move)), None)
