"""The exact bytes that the ledger hashes for messages. They never change: a new shape is a new version."""

import datetime as dt

import pytest

from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.operations import Subject, prepare
from leyiban.kernel.ledger.registry import facts_as_json, facts_from_json, kind_of
from leyiban.messages.kinds import MessageFailed, MessageResent, MessageSent

NOW = dt.datetime(2026, 3, 9, 1, 30, tzinfo=dt.UTC)
SENT = MessageSent(
    template="case.accepted", matter_kind="case", matter="LS-1", channel="sms", text="commitment:ab"
)
FAILED = MessageFailed(
    template="case.accepted", matter_kind="case", matter="LS-1", channel="sms", reason="phone_off"
)
RESENT = MessageResent(template="case.accepted", matter_kind="case", matter="LS-1", round=2)
FRAME = (
    '{"actor":{"channel":"worker","kind":"system","name":"system"},'
    '"entered_at":"2026-03-09T01:30:00.000000Z","facts":%s,'
    '"happened_at":"2026-03-09T01:30:00.000000Z","kind":"%s","subject":{"key":"k","kind":"message","seq":1}}'
)


@pytest.mark.parametrize(
    ("facts", "kind", "golden"),
    [
        (
            SENT,
            "message.sent/1",
            '{"channel":"sms","matter":"LS-1","matter_kind":"case","template":"case.accepted","text":"commitment:ab"}',
        ),
        (
            FAILED,
            "message.failed/1",
            '{"channel":"sms","matter":"LS-1","matter_kind":"case","reason":"phone_off","template":"case.accepted"}',
        ),
        (
            RESENT,
            "message.resent/1",
            '{"matter":"LS-1","matter_kind":"case","round":2,"template":"case.accepted"}',
        ),
    ],
)
def test_golden_bytes(facts: object, kind: str, golden: str) -> None:
    entry = prepare(
        facts=facts, subject=Subject("message", "k", 1), actor=system_actor(), happened_at=NOW, entered_at=NOW
    )
    assert kind_of(facts).code == kind
    assert bytes(entry.body).decode() == FRAME % (golden, kind)
    assert facts_from_json(kind, facts_as_json(facts)) == facts
