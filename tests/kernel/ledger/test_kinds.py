"""What a kind of entry may hold, and that every kind there is can be read back."""

from dataclasses import dataclass

import pytest

from leyiban.kernel.ledger import registry
from leyiban.kernel.ledger.registry import Visibility, all_kinds, entry_kind, facts_as_json, facts_from_json


@pytest.fixture(autouse=True)
def _registers_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_BY_CODE", dict(registry._BY_CODE))
    monkeypatch.setattr(registry, "_BY_SCHEMA", dict(registry._BY_SCHEMA))


def test_a_fact_that_may_be_absent_needs_a_default_or_it_could_not_be_read_back() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Without:
        until: str | None

    with pytest.raises(TypeError, match="may be absent"):
        entry_kind("test.without", version=1, visibility=Visibility.OFFICE)(Without)


def test_an_absent_fact_comes_back_absent() -> None:
    @dataclass(frozen=True, kw_only=True)
    class With:
        since: str
        until: str | None = None

    entry_kind("test.with", version=1, visibility=Visibility.OFFICE)(With)
    written = facts_as_json(With(since="2026-03-09"))
    assert written == {"since": "2026-03-09"}
    assert facts_from_json("test.with/1", written) == With(since="2026-03-09")


def test_a_fact_is_nothing_whose_bytes_could_be_doubted() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Doubtful:
        share: float

    with pytest.raises(TypeError, match="a fact is text"):
        entry_kind("test.doubtful", version=1, visibility=Visibility.OFFICE)(Doubtful)
    assert "test.doubtful/1" not in {kind.code for kind in all_kinds()}
