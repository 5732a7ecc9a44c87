"""Every night it is foreseen which cases will be late, and whose step is over its own limit is shown (F5.4)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from leyiban.cases.queries.pace import Underway, cases_underway, usual_steps
from leyiban.joins.supervision_follows_cases import about_case
from leyiban.kernel.actors import system_actor
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.lawbook.errors import RuleUnknown
from leyiban.kernel.moments import city_date
from leyiban.kernel.upkeep import daily
from leyiban.supervision.foresight import Course, outlook
from leyiban.supervision.operations import Foreseen, keep_predictions, open_card
from leyiban.supervision.states import CardKind

_FEWEST: Final = "supervision.foreseen_from"


@daily("supervision.foresight")
def foresee(*, now: dt.datetime) -> str:
    """Keep what is foreseen today of every case under review. Sent again, it adds nothing."""
    usual: dict[int, Mapping[str, Sequence[int]]] = {}
    found: list[Foreseen] = []
    for case in cases_underway(now=now):
        if case.item not in usual:
            usual[case.item] = usual_steps(case.item, now=now)
        foreseen = _foreseen(case, usual[case.item], on=city_date(now))
        if foreseen is not None:
            found.append(foreseen)
    kept = keep_predictions(day=city_date(now), foreseen=found)
    return f"{kept} outlooks kept, {sum(each.likely_late for each in found)} of them late"


@daily("supervision.steps")
def show_late_steps(*, now: dt.datetime) -> str:
    """A step whose own limit is over; a day after its last one, when that day is certainly over."""
    late = [
        case for case in cases_underway(now=now) if case.within is not None and case.in_step > case.within
    ]
    return f"{sum(_show(case, now) for case in late)} of {len(late)} late steps shown anew"


def _show(case: Underway, now: dt.datetime) -> bool:
    about = about_case(case.number)
    assert about is not None  # it is on the docket
    occasion = f"{case.steps[0]}@{case.step_begun.isoformat()}"
    actor = system_actor()
    opened = open_card(about=about, reason=CardKind.STEP_LATE, occasion=occasion, actor=actor, now=now)
    return opened is not None


def _foreseen(case: Underway, usual: Mapping[str, Sequence[int]], *, on: dt.date) -> Foreseen | None:
    """None while too few earlier cases say anything, or where the city does not want it told."""
    try:
        fewest = int(lawbook.rule(_FEWEST, on=on, region=case.region).value)
    except RuleUnknown:
        return None
    course = Course(used=case.used, in_step=case.in_step, left=case.left, steps=case.steps)
    expected = outlook(course, usual, fewest=fewest)
    if expected is None:
        return None
    return Foreseen(
        about_number=case.number,
        agency=case.agency,
        region=case.region,
        item=case.code,
        used=case.used,
        needed=expected.needed,
        left=case.left,
        steps=len(case.steps),
        learnt_from=expected.learnt_from,
        likely_late=expected.likely_late,
    )
