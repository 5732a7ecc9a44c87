"""What a composed query finds is what the ORM finds."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from leyiban.cases.models import BULKY, Case, CaseClockEvent, CasePaper, Draft
from leyiban.kernel.composed import AnyOf, Composed
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.ledger.models import Entry
from tests.cases.world import World
from tests.kernel.whole_rows import values

T = TypeVar("T")

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return World(now)


def in_another_thread(do: Callable[[], T]) -> T:
    """What it gives on a thread, and so a connection, of its own, outside any transaction."""

    def carry_out() -> T:
        try:
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(carry_out).result()


@pytest.mark.parametrize("model", [Case, CaseClockEvent, CasePaper, OpenMatter, Entry])
def test_a_row_is_read_as_the_orm_reads_it(world: World, model: type[Model]) -> None:
    case = world.accept(world.submitted())
    assert case.pk
    by_orm = list(model._default_manager.order_by("pk"))
    assert by_orm
    query = Composed(lambda keys: model._default_manager.filter(pk=AnyOf(keys)).order_by("pk"))
    read = query.all(keys=[row.pk for row in reversed(by_orm)])
    assert [values(row) for row in read] == [values(row) for row in by_orm]
    assert all(row._state.db == "default" and not row._state.adding for row in read)


def _with_all_around(key: object) -> QuerySet[Draft]:
    drafts = Draft.objects.select_related("item__city", "item_version", "applicant", "operator")
    return drafts.defer(*BULKY).filter(key=key)


def test_rows_that_come_along_and_columns_that_stay_away(world: World) -> None:
    draft = world.draft()
    read, by_orm = Composed(_with_all_around).first(key=draft.key), _with_all_around(draft.key).get()
    assert read is not None
    with CaptureQueriesContext(connection) as sent:
        for row, its in ((read, by_orm), (read.item, by_orm.item), (read.item.city, by_orm.item.city)):
            assert values(row) == values(its)
        assert values(read.item_version) == values(by_orm.item_version)
        assert values(read.applicant) == values(by_orm.applicant)
        assert read.operator == by_orm.operator
    assert not sent.captured_queries
    assert read.item_version.get_deferred_fields() == by_orm.item_version.get_deferred_fields() != set()


def test_the_same_statement_takes_other_values(world: World) -> None:
    one, another = world.draft(), world.draft("road-freight")
    by_key = Composed(lambda key: Draft.objects.filter(key=key))
    assert [by_key.first(key=draft.key) for draft in (one, another)] == [one, another]
    assert by_key.first(key="none") is None
    with pytest.raises(KeyError):
        by_key.all(number="none")


def test_a_lock_needs_a_transaction(world: World) -> None:
    draft = world.draft()
    locking = Composed(lambda key: Draft.objects.select_for_update().filter(key=key))
    with CaptureQueriesContext(connection) as sent, transaction.atomic():
        assert locking.first(key=draft.key) == draft
    assert any(each["sql"].endswith("FOR UPDATE") for each in sent)
    assert in_another_thread(lambda: _refusal(locking)) is TransactionManagementError


def _refusal(locking: Composed[Draft]) -> type[Exception] | None:
    try:
        locking.all(key="any")
    except TransactionManagementError as refused:
        return type(refused)
    return None


def test_only_whole_rows_can_be_asked_for() -> None:
    with pytest.raises(AssertionError, match="whole rows"):
        Composed(lambda: Draft.objects.values_list("key")).all()  # type: ignore[arg-type,return-value]


def test_threads_share_what_was_composed_and_no_connection(world: World) -> None:
    every = Composed(lambda: Draft.objects.order_by("pk"))
    draft = world.draft()
    assert every.all() == [draft]
    assert in_another_thread(every.all) == []  # it does not see what this transaction wrote
