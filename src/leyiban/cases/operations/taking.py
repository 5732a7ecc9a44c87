"""Locking a case for a member of the office."""

import datetime as dt

from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case
from leyiban.cases.own_cases import refuse_own
from leyiban.kernel.actors import Actor
from leyiban.kernel.flows.engine import Taken, take


def take_as_office(case_id: int, *, version: int | None, actor: Actor, now: dt.datetime) -> Taken[Case]:
    """Lock the case for the office's act.

    Raises:
        NotFound, Stale. OwnCase: nobody handles what he filed himself or is a party to (回避), as far as the
            clerk's account is bound to a person.
    """
    taken = take(CASE_FLOW, case_id, now=now, version=version)
    refuse_own(actor, taken.matter)
    return taken
