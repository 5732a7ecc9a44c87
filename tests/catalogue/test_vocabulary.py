"""Our code tables carry the codes that the exchange formats use."""

import csv
from collections.abc import Iterator

import pytest

from leyiban.catalogue import vocabulary
from leyiban.catalogue.vocabulary import CodeTable, ItemType
from tests.support.environment import REPOSITORY

TABLES = REPOSITORY.parent / "shared/data/item-code-tables.csv"
OURS: dict[str, type[CodeTable]] = {
    "item_type": vocabulary.ItemType,
    "use_level": vocabulary.UseLevel,
    "power_source": vocabulary.PowerSource,
    "dept_type": vocabulary.BodyNature,
    "server_type": vocabulary.ServedPerson,
    "project_type": vocabulary.ProjectType,
    "task_state": vocabulary.TaskState,
    "handle_type": vocabulary.HandleType,
    "handle_area": vocabulary.HandleArea,
    "result_type": vocabulary.ResultKind,
    "online_ability": vocabulary.OnlineAbility,
    "material_need": vocabulary.Necessity,
    "material_kind": vocabulary.MaterialKind,
    "material_copy": vocabulary.MaterialCopy,
    "material_format": vocabulary.MaterialFormat,
    "material_source": vocabulary.MaterialSource,
    "page_format": vocabulary.PaperSize,
}


@pytest.mark.skipif(not TABLES.exists(), reason="the code tables lie beside the checkout, not inside it")
def test_codes_are_those_of_the_tables() -> None:
    rows = list(csv.DictReader(TABLES.read_text("utf-8").splitlines()))
    for name, table in OURS.items():
        theirs = {row["identifier"]: row["code"] for row in rows if row["table"] == name}
        assert theirs.items() <= {member.value: member.code for member in table}.items(), name


@pytest.mark.parametrize("table", OURS.values(), ids=lambda table: table.__name__)
def test_every_entry_has_a_code_of_its_own_and_both_names(table: type[CodeTable]) -> None:
    members: Iterator[CodeTable] = iter(table)
    codes = [(member.code, member.zh, member.en) for member in members]
    assert len({code for code, _, _ in codes}) == len(codes)
    assert all(zh and en for _, zh, en in codes)


def test_only_five_power_types_and_public_service_can_be_applied_for() -> None:
    assert {each.code for each in ItemType if each.on_application} == {
        "01",
        "05",
        "07",
        "08",
        "09",
        "10",
        "20",
    }
    assert ItemType.of_code("20") is ItemType.PUBLIC_SERVICE
    assert ItemType.of("admin_reward") is ItemType.ADMIN_REWARD
    with pytest.raises(ValueError, match="nothing"):
        ItemType.of("nothing")
