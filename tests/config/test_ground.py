"""The suite stands on the same ground as the product."""

import socket

import pytest
from django.contrib.auth.models import Group
from django.db import ProgrammingError, connection, transaction


@pytest.mark.usefixtures("db")
class TestTheRoleOfTests:
    def test_is_the_application(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("leyiban_app",)

    @pytest.mark.parametrize(
        "statement",
        [
            "CREATE TABLE mine (id int)",
            "TRUNCATE auth_group",
            "DROP TABLE auth_group",
            "CREATE TEMP TABLE mine (id int)",
        ],
    )
    def test_has_no_power_over_tables(self, statement: str) -> None:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
            connection.cursor().execute(statement)


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("round_", [1, 2])
def test_a_test_is_undone(round_: int) -> None:
    Group.objects.create(name="once")
    assert Group.objects.count() == 1


@pytest.mark.committed
@pytest.mark.parametrize("round_", [1, 2])
def test_a_committed_test_has_a_database_of_its_own(round_: int) -> None:
    Group.objects.create(name="once")
    assert Group.objects.using("owner").count() == 1


@pytest.mark.usefixtures("db")
def test_rows_without_an_order_come_in_any() -> None:
    Group.objects.bulk_create([Group(name=str(number)) for number in range(30)])
    seen = {tuple(Group.objects.values_list("name", flat=True)) for _ in range(5)}
    assert len(seen) > 1
    assert len({tuple(Group.objects.order_by("name").values_list("name", flat=True)) for _ in range(5)}) == 1


def test_only_this_machine_is_reached() -> None:
    with socket.socket() as probe, pytest.raises(AssertionError, match="tried to reach"):
        probe.connect(("192.0.2.1", 80))


def test_a_test_without_db_has_no_database() -> None:
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        Group.objects.count()
