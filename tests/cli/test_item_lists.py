"""``leyiban items import`` and ``items export``: what comes in goes out, field by field, however often it is sent."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from leyiban.catalogue.errors import ListOutOfOrder
from leyiban.catalogue.models import City, ListedItem
from leyiban.cli.item_lists import export, import_items
from leyiban.cli.items import search
from leyiban.kernel.ledger.queries import trail
from tests.support.environment import REPOSITORY

pytestmark = pytest.mark.usefixtures("db")

SICHUAN = REPOSITORY.parent / "shared/data/sichuan-item-codes/items.csv"
HEADER = "department,main_item,name,areaCode,itemCode,taskType,deptCode\n"
SAME = "区民政局,社会团体登记,社会团体名称核准(变更),511602000000,511A0001,1,115\n"
# What a careless import would change: blanks, quotes, a remark sign, a line break, a code twice, a line twice.
LIST = (
    HEADER
    + SAME
    + "区民政局,社会团体登记,社会团体名称核准(变更),511602000000,511A0002,1,115\n"
    + SAME
    + '#区科技局,未分类," 科技计划项目,验收 ",511602000000,G-000007-001,5,68236467-9\n'
    + '区水务局,"取水""许可""","取水许可证的\n换发(县级)",511602000000,511A0138000000-511602000000-000-1,1,=1+1\n'
    + "乐山市市场监督管理局,未分类,举报奖励发放,511100000000,511H0001,8,11511100008501002Y\n"
)


def run(command: object, *arguments: object) -> Result:
    return CliRunner().invoke(
        command, [str(each) for each in arguments], standalone_mode=False, catch_exceptions=False
    )


def write(folder: Path, text: str, name: str = "items.csv") -> Path:
    (folder / name).write_bytes(text.encode())
    return folder / name


@pytest.mark.proves("M3.1", "F3.1")
def test_every_line_is_kept_and_goes_out_as_it_came_in(tmp_path: Path) -> None:
    """M3.1: sort out and publish the item lists; no line is lost, merged or corrected on the way."""
    file = write(tmp_path, LIST)
    told = json.loads(run(import_items, file, "--json").output)
    assert (told["lines"], told["added"], told["kept"]) == (6, 6, 0)
    assert run(export).output == LIST
    out = tmp_path / "out.csv"
    assert run(export, out).return_value == 0
    assert out.read_bytes() == file.read_bytes()


def test_sending_it_twice_changes_nothing_and_says_so(tmp_path: Path) -> None:
    file = write(tmp_path, LIST)
    assert "6项,留下6项:新增6,本来就有0,到期0。" in run(import_items, file).output
    entries = len(trail("city", "511100"))
    again = run(import_items, file)
    assert (again.return_value, again.output) == (
        0,
        "6项,留下6项:新增0,本来就有6,到期0。\n和上次一样,什么也没有变。\n",
    )
    assert run(export).output == LIST
    assert len(trail("city", "511100")) == entries
    assert trail("city", "511100")[-1].facts.added == 6


def test_a_byte_order_mark_other_columns_first_and_windows_line_ends_are_taken(tmp_path: Path) -> None:
    rows = list(csv.DictReader(LIST.splitlines(keepends=True)))
    turned = ["\ufeffname,areaCode,itemCode,taskType,deptCode,department,main_item"]
    turned += ["教师资格认定,511100000000,X1,7,9,教育局,无"]
    assert rows
    run(import_items, write(tmp_path, "\r\n".join([*turned, ""])))
    assert run(export).output == HEADER + "教育局,无,教师资格认定,511100000000,X1,7,9\n"


@pytest.mark.parametrize(
    ("text", "line", "code", "advice"),
    [
        ("name,areaCode\n", 1, "table.missing_column", "header"),
        ("", 1, "table.empty", "header"),
        (HEADER, 1, "item_list.no_items", "one item a line"),
        (HEADER.replace("itemCode", "itemCod"), 1, "table.unknown_column", "itemCode"),
        (LIST + "一,二,三\n", 9, "table.cells", "header"),
        (LIST + "局,无, ,511100000000,X,1,1\n", 9, "item_list.no_name", "remove the line"),
        (LIST + "局,无,名,5111,X,1,1\n", 9, "item_list.area", "511102000000"),
        (LIST + "局,无,名,511100,X,1,\0\n", 9, "item_list.control", "Remove"),
        (LIST + f"局,无,{'长' * 1001},511100,X,1,1\n", 9, "item_list.too_long", "quotation mark"),
        (LIST + '局,无,"名,511100,X,1,1\n', 9, "table.not_csv", "other rows"),
    ],
)
def test_a_wrong_file_is_refused_whole_with_line_and_advice(
    tmp_path: Path, text: str, line: int, code: str, advice: str
) -> None:
    file = write(tmp_path, text)
    result = run(import_items, file, "--lang", "en")
    assert result.return_value == 3
    assert result.stderr.startswith(f"items.csv:{line}: ")
    assert advice in result.stderr
    told = json.loads(run(import_items, file, "--json").output)
    assert (told["changed"], told["problems"][0]["code"]) == (False, code)
    assert not ListedItem.objects.exists()


def test_text_that_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_bytes(HEADER.encode() + "区民政局".encode("gb18030"))
    result = run(import_items, file, "--lang", "en")
    assert (result.return_value, result.stderr.splitlines()[0]) == (
        3,
        "old.csv:2: The file is not UTF-8 text. Save it as CSV in UTF-8.",
    )


@pytest.mark.proves("M3.1")
def test_a_list_has_days_and_a_whole_one_ends_what_it_leaves_out(tmp_path: Path) -> None:
    first = write(tmp_path, LIST)
    run(import_items, first, "--since", "2026-01-05")
    second = write(tmp_path, HEADER + SAME + SAME.replace("核准", "登记"), "second.csv")
    told = json.loads(run(import_items, second, "--since", "2026-03-02", "--whole", "--json").output)
    assert (told["added"], told["ended"], told["others"]) == (1, 4, 0), "of the area it names, nothing else"
    assert run(export, "--on", "2026-01-05").output == LIST
    assert run(export, "--on", "2026-03-02", "--area", "511602").output == second.read_text("utf-8")
    assert run(export, "--on", "2026-03-02", "--area", "511100").output.count("\n") == 2
    assert run(export, "--on", "2026-01-04").return_value == 1


def test_an_older_list_cannot_rewrite_a_later_one(tmp_path: Path) -> None:
    run(import_items, write(tmp_path, LIST), "--since", "2026-03-02")
    with pytest.raises(ListOutOfOrder):
        run(import_items, write(tmp_path, HEADER + SAME, "old.csv"), "--since", "2026-01-05", "--whole")
    with pytest.raises(ListOutOfOrder):
        run(import_items, tmp_path / "items.csv", "--since", "2026-01-05")
    assert run(export).output == LIST
    assert "什么也没有变" in run(import_items, tmp_path / "items.csv", "--since", "2026-03-02").output


@pytest.mark.parametrize("words", ["举报奖励", "举报奖励发放", "奖励发放"])
def test_a_bare_item_is_found_by_part_of_its_name_and_told_whom_to_ask(tmp_path: Path, words: str) -> None:
    run(import_items, write(tmp_path, LIST))
    found = json.loads(run(search, words, "--json").output)["items"]
    bare = next(item for item in found if item["bare"])
    assert (bare["code"], bare["agency"]) == ("511H0001", "乐山市市场监督管理局")
    assert bare["ask"] == ["0833-2100001"], "its own telephone, by its credit code"
    assert "[只有名称,没有指南] 问乐山市市场监督管理局:0833-2100001" in run(search, words).output


def test_of_an_agency_nobody_knows_the_citys_hotline_tells(tmp_path: Path) -> None:
    run(import_items, write(tmp_path, LIST))
    found = json.loads(run(search, "社会团体名称核准", "--json").output)["items"]
    bare = [item for item in found if item["bare"]]
    assert [(item["code"], item["others"]) for item in bare] == [("511A0001", 1), ("511A0002", 0)], (
        "two things of one name; one of them stands on two lines"
    )
    assert bare[0]["ask"] == [City.objects.get(key="leshan").hotline]


@pytest.mark.skipif(
    not SICHUAN.exists(), reason="the list of the Sichuan platform is not beside the checkout"
)
@pytest.mark.proves("M3.1", "F3.1")
def test_the_sichuan_list_keeps_823_of_823(tmp_path: Path) -> None:
    """F3.1: a real county's list of 823 items in 26 departments, two of them of one name."""
    told = json.loads(run(import_items, SICHUAN, "--json").output)
    assert (told["lines"], told["added"]) == (823, 823)
    assert run(import_items, SICHUAN, "--json").return_value == 0
    out = tmp_path / "out.csv"
    run(export, out)
    assert out.read_bytes() == SICHUAN.read_bytes()
