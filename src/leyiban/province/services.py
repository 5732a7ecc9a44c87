"""Who hears how calls to the province ended (autodiscovered)."""

import datetime as dt

from leyiban.kernel.outbound.registry import Settled, when_delivered, when_failed
from leyiban.province.line import (
    ASK_MAILBOX,
    ASK_RECORDS,
    ASK_STATEMENT,
    REPORT,
    SAY,
    Answers,
    Records,
    Registered,
    Statement,
    Taken,
)
from leyiban.province.operations.handing_up import record_arrived, record_failed
from leyiban.province.operations.hearing import take_answers
from leyiban.province.operations.polling import ask_next, locked_line
from leyiban.province.operations.reconciling import take_records, take_statement
from leyiban.province.operations.reporting import record_not_reported, record_reported


@when_delivered(SAY)
def said(settled: Settled, answer: Registered, *, now: dt.datetime) -> None:
    record_arrived(key=settled.key, registry=answer.registry, now=now)


@when_failed(SAY)
def not_said(settled: Settled, *, now: dt.datetime) -> None:
    record_failed(key=settled.key, reason=settled.reason)


@when_delivered(ASK_MAILBOX)
def answered(settled: Settled, answer: Answers, *, now: dt.datetime) -> None:
    take_answers(answer, now=now)


@when_failed(ASK_MAILBOX)
def not_answered(settled: Settled, *, now: dt.datetime) -> None:
    ask_next(locked_line(), now=now, at_once=False)


@when_delivered(REPORT)
def reported(settled: Settled, answer: Taken, *, now: dt.datetime) -> None:
    record_reported(key=settled.key, now=now)


@when_failed(REPORT)
def not_reported(settled: Settled, *, now: dt.datetime) -> None:
    record_not_reported(key=settled.key, reason=settled.reason)


@when_delivered(ASK_STATEMENT)
def stated(settled: Settled, answer: Statement, *, now: dt.datetime) -> None:
    take_statement(answer, day=dt.date.fromisoformat(settled.key.split(":")[1]), now=now)


@when_delivered(ASK_RECORDS)
def listed(settled: Settled, answer: Records, *, now: dt.datetime) -> None:
    _, day, _, place = settled.key.split(":")
    take_records(answer, day=dt.date.fromisoformat(day), place=int(place), now=now)
