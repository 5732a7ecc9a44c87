"""Every role at every kind of place, every move, every state: who may do what is this table, and no more.

The table is written once more here, in the law's words and not in the program's, so that a slip in one shows.
"""

import datetime as dt
import itertools
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from leyiban.cases.flow import CASE_FLOW, TASK_FLOW
from leyiban.cases.models import Case
from leyiban.cases.states import CaseState as S
from leyiban.cases.states import TaskState as T
from leyiban.kernel.actors import (
    Actor,
    ActorKind,
    Channel,
    PostHeld,
    Role,
    clock_actor,
    system_actor,
)
from leyiban.kernel.errors import Refusal
from leyiban.kernel.flows.engine import Taken
from leyiban.kernel.flows.errors import MoveNotAllowed, WrongState
from leyiban.kernel.flows.table import Move
from leyiban.kernel.flows.timing import Timing
from tests.cases.world import World

HERE, SAME_HALL, ELSEWHERE = "own office", "another office here", "another county"
PLACES = (HERE, SAME_HALL, ELSEWHERE)
CLERK, REVIEWER, CHECKER, DECIDER, ISSUER = (
    (role, HERE) for role in (Role.WINDOW_CLERK, Role.REVIEWER, Role.CHECKER, Role.DECIDER, Role.ISSUER)
)
OFFICE = {REVIEWER, CHECKER, DECIDER}
APPLICANT, STRANGER, GUEST, SYSTEM, CLOCK = "applicant", "stranger", "guest", "system", "clock"
WINDOWS_HERE = {CLERK, (Role.WINDOW_CLERK, SAME_HALL)}
ALL_WINDOWS = {(Role.WINDOW_CLERK, place) for place in PLACES}

# Whose turn it is: the post that took it in, then the one whose task is open, then the one that hands out.
TURN = {
    S.SUBMITTED: {CLERK},
    S.UNDER_REVIEW: {REVIEWER},
    S.SPECIAL_PROCEDURE: {REVIEWER},
    S.DECIDED: {ISSUER},
    S.READY: {ISSUER},
}
UNDECIDED = {S.SUBMITTED, S.CORRECTION_NOTIFIED, S.UNDER_REVIEW, S.SPECIAL_PROCEDURE}
OPEN = {*UNDECIDED, S.DECIDED, S.READY, S.DELIVERED, S.FILING}
# move → who, from which states; "turn": whoever's turn it is.
TABLE: dict[str, tuple[set[object] | str, set[S]]] = {
    "submit": ({APPLICANT, *ALL_WINDOWS}, {S.FILING}),
    "supplement": ({APPLICANT, *WINDOWS_HERE}, {S.CORRECTION_NOTIFIED}),
    "withdraw": ({APPLICANT, *WINDOWS_HERE}, UNDECIDED),
    "take": ("turn", {S.SUBMITTED, S.UNDER_REVIEW, S.READY}),
    "accept": ("turn", {S.SUBMITTED}),
    "notify_correction": ("turn", {S.SUBMITTED}),
    "correct_on_spot": ("turn", {S.SUBMITTED}),
    "request_again": ({DECIDER}, {S.SUBMITTED}),
    "withdraw_correction": ({*OFFICE, CLERK}, {S.CORRECTION_NOTIFIED}),
    "refuse": (OFFICE, {S.SUBMITTED}),
    "decide_on_spot": ({DECIDER}, {S.SUBMITTED}),
    "give_opinion": ("turn", {S.UNDER_REVIEW}),
    "record_site_check": ("turn", {S.UNDER_REVIEW}),
    "sign_site_check": (OFFICE, {S.UNDER_REVIEW}),
    "send_back": ("turn", {S.UNDER_REVIEW}),
    "start_special": ({*OFFICE, SYSTEM}, {S.UNDER_REVIEW}),
    "end_special": ({*OFFICE, SYSTEM}, {S.SPECIAL_PROCEDURE}),
    "extend": ({DECIDER}, {S.UNDER_REVIEW}),
    "decide": ({DECIDER}, {S.UNDER_REVIEW}),
    "warn": ({DECIDER}, {S.SUBMITTED, S.UNDER_REVIEW}),
    "withdraw_warning": ({DECIDER}, UNDECIDED),
    "terminate": ({DECIDER}, UNDECIDED),
    "redate_receipt": (
        {SYSTEM},
        {S.SUBMITTED, S.CORRECTION_NOTIFIED, S.UNDER_REVIEW, S.SPECIAL_PROCEDURE},
    ),
    "note_joint": ({SYSTEM}, {S.UNDER_REVIEW, S.SPECIAL_PROCEDURE}),
    "record_licence": ({SYSTEM}, {S.DECIDED}),
    "record_result": ({SYSTEM}, {S.DECIDED}),
    "record_paper": ({SYSTEM}, set(S) - {S.FILING}),
    "deliver": ({ISSUER, CLERK, SYSTEM}, {S.READY}),
    "deem_accepted": ({CLOCK}, {S.SUBMITTED}),
    "deem_withdrawn": ({CLOCK}, {S.CORRECTION_NOTIFIED}),
    "miss_first_answer": ({CLOCK}, {S.SUBMITTED}),
    "turn_amber": ({CLOCK}, OPEN),
    "turn_red": ({CLOCK}, OPEN),
    "turn_black": ({CLOCK}, {S.UNDER_REVIEW}),
    "count_again": ({CLOCK}, OPEN),
    "deem_renewed": ({CLOCK}, UNDECIDED - {S.CORRECTION_NOTIFIED}),
    "lapse_renewal": ({CLOCK, SYSTEM}, UNDECIDED),
    "archive": ({CLOCK}, {S.DELIVERED}),
}


def everybody(case: Case, applicant: Actor) -> Iterator[tuple[object, Actor]]:
    """Each role in each place, the applicant, and who is no person of the office at all."""
    posts = {
        HERE: PostHeld(0, Role.AUDITOR, case.agency_id, case.region[:6]),
        SAME_HALL: PostHeld(0, Role.AUDITOR, case.agency_id + 1000, case.region[:6]),
        ELSEWHERE: PostHeld(0, Role.AUDITOR, case.agency_id + 2000, "511123"),
    }
    for number, (role, place) in enumerate(itertools.product(Role, PLACES)):
        own = case.route.get(role.value) if place == HERE else None
        post = replace(posts[place], role=role, post_id=own or -1 - number)
        yield (role, place), Actor(ActorKind.STAFF, "staff", Channel.WORKBENCH, account_id=-1, posts=(post,))
    yield APPLICANT, applicant
    yield (
        STRANGER,
        Actor(ActorKind.PERSON, "stranger", Channel.PORTAL, account_id=-2, parties=frozenset({-1})),
    )
    yield GUEST, Actor(ActorKind.GUEST, "guest", Channel.PORTAL)
    yield SYSTEM, system_actor()
    yield CLOCK, clock_actor()


def lets(taken: Taken[Any], move: Move[Any], actor: Actor) -> bool:
    """Whether state and right allow it; an obstacle of another kind says that they do."""
    try:
        taken._check(move, actor)
    except (WrongState, MoveNotAllowed):
        return False
    except Refusal:
        return True
    return True


def owner_in(state: S, case: Case) -> int | None:
    """The post whose turn it is."""
    turn = TURN.get(state)
    if turn is None:
        return None
    ((role, _),) = turn
    return int(case.route[role.value])


@pytest.mark.proves("FX.3")
@pytest.mark.usefixtures("db")
def test_who_may_do_what(now: dt.datetime) -> None:
    world = World(now)
    case = world.accept(world.submitted())
    people = list(everybody(case, world.person))
    case.signers = [
        -1
    ]  # a record names them all: whoever has no post of review in this office still signs nothing
    taken = Taken(CASE_FLOW, case, Timing.of(case, CASE_FLOW.lights(case)))
    assert TABLE.keys() == {move.name for move in CASE_FLOW.moves}
    wrong, pairs = [], 0
    for state, move in itertools.product(S, CASE_FLOW.moves):
        case.state, case.owner_post_id = state, owner_in(state, case)
        who, states = TABLE[move.name]
        allowed = TURN.get(state, set()) if who == "turn" else who
        for name, actor in people:
            pairs += 1
            expected = state in states and name in allowed
            if lets(taken, move, actor) is not expected:
                wrong.append(f"{name} · {move.name} · {state}: {'refused' if expected else 'allowed'}")
    sys.stdout.write(
        f"{pairs} combinations of {len(people)} people, {len(TABLE)} moves and {len(S)} states\n"
    )
    assert wrong == []


AT_OFFICE, UNENDED = {T.OPEN, T.RETURNED}, {T.WAITING, T.OPEN, T.RETURNED}
THEIRS = "the office that is asked"
# A task of another office: move → who, from which states. "lead": the deciding office of its case.
TASK_TABLE: dict[str, tuple[set[object], set[T]]] = {
    "plan": ({SYSTEM}, {T.PLANNING}),
    "hand_over": ({SYSTEM}, {T.WAITING}),
    "receive": ({THEIRS}, AT_OFFICE),
    "give": ({THEIRS}, AT_OFFICE),
    "ask_more": ({THEIRS}, AT_OFFICE),
    "answer_more": (OFFICE, AT_OFFICE),
    "remind": (OFFICE, AT_OFFICE),
    "send_back": (OFFICE, {T.GIVEN}),
    "move_office": ({SYSTEM}, UNENDED),
    "pause": ({SYSTEM}, AT_OFFICE),
    "resume": ({SYSTEM}, AT_OFFICE),
    "recall": ({SYSTEM}, UNENDED),
    "deem_agreed": ({CLOCK}, AT_OFFICE),
    "turn_amber": ({CLOCK}, AT_OFFICE),
    "turn_red": ({CLOCK}, AT_OFFICE),
}


@pytest.mark.proves("FX.3", "M5.7")
@pytest.mark.usefixtures("db")
def test_who_may_do_what_with_a_task_of_another_office(now: dt.datetime) -> None:
    world = World(now)
    case = world.opinion(world.accept(world.submitted("kindergarten-setup"), Role.REVIEWER), Role.REVIEWER)
    task = case.review_tasks.order_by("pk")[0]
    people = [*everybody(case, world.person), (THEIRS, world.at_office(task))]
    taken = Taken(TASK_FLOW, task, Timing.of(task, TASK_FLOW.lights(task)))
    assert TASK_TABLE.keys() == {move.name for move in TASK_FLOW.moves}
    wrong = []
    for state, move in itertools.product(T, TASK_FLOW.moves):
        task.state = state
        who, states = TASK_TABLE[move.name]
        for name, actor in people:
            expected = state in states and name in who
            if lets(taken, move, actor) is not expected:
                wrong.append(f"{name} · {move.name} · {state}: {'refused' if expected else 'allowed'}")
    assert wrong == []
