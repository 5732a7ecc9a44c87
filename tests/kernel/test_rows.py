"""What the composed statements read and write is what the ORM reads and writes."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from leyiban.cases.models import Case, CaseClockEvent, CasePaper, Draft
from leyiban.kernel import rows
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.ledger.models import Entry
from tests.cases.world import World

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return World(now)


def values(row: Model) -> dict[str, object]:
    """Attributes of all columns, sealed ones opened."""
    found = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {
        name: bytes(each) if isinstance(each, memoryview) else _open(each) for name, each in found.items()
    }


def _open(value: object) -> object:
    reveal = getattr(value, "reveal", None)
    return value if reveal is None else reveal()


@pytest.mark.parametrize("model", [Case, CaseClockEvent, CasePaper, OpenMatter, Entry])
def test_a_row_is_read_as_the_orm_reads_it(world: World, model: type[Model]) -> None:
    case = world.accept(world.submitted())
    assert case.pk
    by_orm = list(model._default_manager.order_by("pk"))
    assert by_orm
    read = rows.select(model, "pk", [row.pk for row in reversed(by_orm)])
    assert [values(row) for row in read] == [values(row) for row in by_orm]
    assert all(row._state.db == "default" and not row._state.adding for row in read)


def test_rows_are_found_by_any_field(world: World) -> None:
    draft, another = world.draft(), world.draft("road-freight")
    assert rows.select(Draft, "key", [draft.key]) == [draft]
    assert rows.select(Draft, "account", [world.citizen.pk]) == [draft, another]
    assert rows.select(Draft, "key", ["none"]) == []


def test_a_lock_is_asked_for_and_only_then(world: World) -> None:
    case = world.submitted()
    with (
        CaptureQueriesContext(
            connection,
        ) as sent,
        transaction.atomic(),
    ):
        rows.select(Case, "pk", [case.pk])
        rows.select(Case, "pk", [case.pk], lock=True)
    assert [each["sql"].endswith("FOR UPDATE") for each in sent if "SELECT" in each["sql"]] == [False, True]


def matter_row(case: Case, key: int, **other: object) -> OpenMatter:
    row = OpenMatter.objects.get(kind=Case.KIND, key=case.pk)
    row.pk, row.key = None, key
    for name, value in other.items():
        setattr(row, name, value)
    return row


def test_what_is_inserted_gets_its_key_and_is_there(world: World) -> None:
    case = world.submitted()
    made = [matter_row(case, -1), matter_row(case, -2)]
    rows.insert(made)
    assert [values(row) for row in OpenMatter.objects.filter(key__lt=0).order_by("pk")] == list(
        map(values, made)
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert([matter_row(case, -1)])
    rows.insert([])


def test_a_row_that_is_there_takes_on_the_new_values(world: World) -> None:
    case = world.submitted()
    rows.insert([matter_row(case, -1, state="old", paused=False)])
    rows.insert(
        [matter_row(case, -1, state="new", paused=True, title="kept")],
        conflict=("kind", "key"),
        update=("state", "paused"),
    )
    row = OpenMatter.objects.get(key=-1)
    assert (row.state, row.paused, row.title) == ("new", True, case.title)


def test_a_change_writes_the_named_fields_and_no_other(world: World) -> None:
    case = world.submitted()
    case.state, case.title, case.answers = "refused", "not written", '{"a": 1}'
    rows.change(case, ["state", "answers"])
    again = Case.objects.get(pk=case.pk)
    assert (again.state, again.answers.reveal()) == ("refused", '{"a": 1}')
    assert again.title != "not written"


def test_what_is_not_there_cannot_be_changed(world: World) -> None:
    case = world.submitted()
    case.pk = 0
    with pytest.raises(RuntimeError, match="no Case has the key 0"):
        rows.change(case, ["state"])
