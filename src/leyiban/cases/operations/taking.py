"""Locking a case for a member of the office."""

import datetime as dt

from leyiban.cases.errors import OwnCase
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case
from leyiban.kernel.actors import Actor
from leyiban.kernel.flows.engine import Taken, take
from leyiban.people.queries import own_party_id


def take_as_office(case_id: int, *, version: int | None, actor: Actor, now: dt.datetime) -> Taken[Case]:
    """Lock the case for the office's act.

    Raises:
        NotFound, Stale. OwnCase: nobody handles what he filed himself or is a party to (回避), as far as the
            clerk's account is bound to a person.
    """
    taken = take(CASE_FLOW, case_id, now=now, version=version)
    refuse_own(actor, taken.matter)
    return taken


def refuse_own(actor: Actor, case: Case) -> None:
    """Nobody acts for the office in what comes from his own case (回避).

    Raises:
        OwnCase.
    """
    person = own_party_id(actor)
    if person is not None and person in (case.applicant_id, case.operator_id):
        raise OwnCase
