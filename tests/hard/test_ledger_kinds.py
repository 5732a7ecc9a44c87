"""The exact bytes that the ledger hashes, of every kind and version: they never change, and stay readable for ever.

A kind that is new gets its sample written into the file, and the test fails once, to be read and kept. A kind
that is there already is never written again: whoever changes one makes a new version beside it.
"""

import dataclasses
import datetime as dt
import json
import types
import typing
from pathlib import Path
from typing import Any

import pytest

from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.operations import Subject, prepare
from leyiban.kernel.ledger.registry import EntryKind, all_kinds, facts_as_json, facts_from_json, kind_of

FILE = Path(__file__).resolve().parents[1] / "data" / "ledger-kinds.json"
MOMENT = dt.datetime(2026, 3, 9, 1, 30, tzinfo=dt.UTC)
SAMPLES: dict[object, object] = {
    str: "words",
    int: 7,
    tuple[str, ...]: ("one", "two"),
    tuple[int, ...]: (1, 2),
}


def kept() -> dict[str, list[str]]:
    """Code → the bodies of its sample: with every fact, and, where some may be absent, without those."""
    said: dict[str, list[str]] = json.loads(FILE.read_text("utf-8"))
    return said


def body_of(facts: Any) -> str:
    entry = prepare(
        facts=facts,
        subject=Subject("sample", "k", 1),
        actor=system_actor(),
        happened_at=MOMENT,
        entered_at=MOMENT,
    )
    return bytes(entry.body).decode()


def samples_of(kind: EntryKind) -> list[str]:
    hints = typing.get_type_hints(kind.schema)
    full = {name: SAMPLES[_plain(hint)] for name, hint in hints.items()}
    asked = [field.name for field in dataclasses.fields(kind.schema) if field.default is dataclasses.MISSING]
    needed = {name: full[name] for name in asked}
    return [body_of(kind.schema(**facts)) for facts in ([full] if needed == full else [full, needed])]


def _plain(hint: Any) -> Any:
    """The type of a fact that may be absent, when it is not."""
    if not isinstance(hint, types.UnionType):
        return hint
    (plain,) = (each for each in typing.get_args(hint) if each is not type(None))
    return plain


def test_every_kind_has_its_sample() -> None:
    said = kept()
    new = {kind.code: samples_of(kind) for kind in all_kinds() if kind.code not in said}
    if new:
        FILE.write_text(
            json.dumps(dict(sorted({**said, **new}.items())), ensure_ascii=False, indent=1) + "\n", "utf-8"
        )
        pytest.fail(f"{FILE.name} has got samples of {', '.join(sorted(new))}: read them, and commit it")


@pytest.mark.proves("F5.1")
@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.code)
def test_a_kind_gives_the_bytes_it_always_gave(kind: EntryKind) -> None:
    assert samples_of(kind) == kept()[kind.code], f"{kind.code} was changed: make a new version of it"


@pytest.mark.parametrize("code", sorted(kept()))
def test_what_was_written_once_is_read_for_ever(code: str) -> None:
    for body in kept()[code]:
        said = json.loads(body)
        facts = facts_from_json(said["kind"], said["facts"])
        assert kind_of(facts).code == code
        assert facts_as_json(facts) == said["facts"]
