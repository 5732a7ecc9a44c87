"""``leyiban items search``, as a person and as a program call it."""

import json

import click
import pytest
from click.testing import CliRunner

from leyiban.cli.items import search

pytestmark = pytest.mark.usefixtures("db")


def run(*arguments: str) -> tuple[object, str]:
    result = CliRunner().invoke(search, arguments, standalone_mode=False, catch_exceptions=False)
    return result.return_value, result.output


def test_items_with_why_they_were_found() -> None:
    code, output = run("公司注测")
    assert code == 0
    assert output.splitlines()[0] == "company-setup  公司设立登记  (“公司注测”读起来像“公司注册”)"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["开饭店"], "food-business-new"),
        (["公司注册"], "company-setup"),
        (["开", "饭店"], "food-business-new"),
    ],
)
def test_json_names_the_right_item_first(words: list[str], first: str) -> None:
    code, output = run(*words, "--json")
    told = json.loads(output)
    assert (code, told["items"][0]["code"], told["phone"]) == (0, first, "0833-12345")
    assert set(told["items"][0]["why"]) == {"found", "said", "stands_for"}


def test_nothing_found_is_an_answer_with_exit_code_1() -> None:
    code, output = run("怀孕")
    assert code == 1
    assert output == "没有找到。这件大事里可能有:生孩子。也可以打0833-12345问。\n"
    assert json.loads(run("怀孕", "--json")[1])["life_event"] == "have-a-child"


def test_a_city_that_is_not_loaded() -> None:
    from leyiban.catalogue.errors import CityUnknown

    with pytest.raises(CityUnknown):
        run("开饭店", "--city", "nowhere")


def test_words_are_needed() -> None:
    with pytest.raises(click.UsageError):
        CliRunner().invoke(search, [], standalone_mode=False, catch_exceptions=False)
