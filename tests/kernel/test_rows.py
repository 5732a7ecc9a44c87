"""What the composed statements write is what the ORM writes."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from leyiban.cases.models import Case, CasePaper
from leyiban.kernel import rows
from leyiban.kernel.docket.models import OpenMatter
from tests.cases.world import World
from tests.kernel.whole_rows import values

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return World(now)


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


def test_what_is_removed_is_gone_and_nothing_else(world: World) -> None:
    case, another = world.submitted(), world.submitted("road-freight")
    assert case.papers.exists() and another.papers.exists()
    rows.remove(CasePaper, "case", case.pk)
    assert not case.papers.exists() and another.papers.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.remove(Case, "pk", another.pk)
        connection.check_constraints()
