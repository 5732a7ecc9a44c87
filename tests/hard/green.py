"""Whatever may be done next with a case's request for the green channel, done."""

import datetime as dt
import io

from leyiban.cases import operations as cases
from leyiban.cases.models import Case, GreenGrant
from leyiban.cases.states import BEFORE_DECISION, GreenGround, GreenState
from leyiban.kernel.actors import Actor
from leyiban.kernel.moments import city_date
from tests.kernel.papers.samples import pdf

_WORDS = "指挥部的函属实。"


def move_green(
    grant: GreenGrant | None, case: Case, *, days: int | None, asker: Actor, decider: Actor, now: dt.datetime
) -> str | None:
    """Ask, answer (``days`` from today, None: refuse) or withdraw; which it was, None: nothing may be done."""
    if grant is not None and grant.state == GreenState.REQUESTED:
        until = None if days is None else city_date(now) + dt.timedelta(days=days)
        cases.answer_green(
            number=grant.number, version=grant.version, until=until, words=_WORDS, actor=decider, now=now
        )
        return "answer"
    if grant is not None and grant.state == GreenState.GRANTED:
        cases.withdraw_green(
            number=grant.number,
            version=grant.version,
            ground=GreenGround.GONE,
            words=_WORDS,
            actor=decider,
            now=now,
        )
        return "withdraw"
    if case.state not in BEFORE_DECISION:
        return None
    cases.ask_for_green(
        number=case.number,
        green_class_key="medical_supplies",
        proof="order",
        statement=_WORDS,
        stream=io.BytesIO(pdf()),
        name="指令.pdf",
        actor=asker,
        now=now,
    )
    return "ask"
