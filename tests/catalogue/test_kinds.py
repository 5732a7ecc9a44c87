"""The exact bytes that the ledger hashes for the catalogue. They never change: a new shape is a new version."""

import datetime as dt

import pytest

from leyiban.catalogue import kinds
from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.operations import Subject, prepare
from leyiban.kernel.ledger.registry import kind_of

NOW = dt.datetime(2026, 3, 9, 1, 30, tzinfo=dt.UTC)
FRAME = (
    '{"actor":{"channel":"worker","kind":"system","name":"system"},'
    '"entered_at":"2026-03-09T01:30:00.000000Z","facts":%s,'
    '"happened_at":"2026-03-09T01:30:00.000000Z","kind":"%s","subject":{"key":"k","kind":"s","seq":1}}'
)
GOLDEN = [
    (
        kinds.ItemPublished(code="food", number=2, digest="sha256:ab", effective_from="2026-03-09"),
        "item.published/1",
        '{"code":"food","digest":"sha256:ab","effective_from":"2026-03-09","number":2}',
    ),
    (
        kinds.ItemStateChanged(code="food", number=2, state="suspended", reason="law_changed"),
        "item.state_changed/1",
        '{"code":"food","number":2,"reason":"law_changed","state":"suspended"}',
    ),
    (
        kinds.CityLoaded(key="leshan", digest="sha256:ab"),
        "city.loaded/1",
        '{"digest":"sha256:ab","key":"leshan"}',
    ),
    (
        kinds.ItemsListed(key="leshan", digest="sha256:ab", added=2, ended=1, since="2026-03-09"),
        "items.listed/1",
        '{"added":2,"digest":"sha256:ab","ended":1,"key":"leshan","since":"2026-03-09"}',
    ),
]


@pytest.mark.parametrize(("facts", "code", "bytes_of_facts"), GOLDEN, ids=[code for _, code, _ in GOLDEN])
def test_bytes_are_golden(facts: object, code: str, bytes_of_facts: str) -> None:
    entry = prepare(
        facts=facts, subject=Subject("s", "k", 1), actor=system_actor(), happened_at=NOW, entered_at=NOW
    )
    assert bytes(entry.body).decode() == FRAME % (bytes_of_facts, code)
    assert kind_of(facts).visibility == "public"
