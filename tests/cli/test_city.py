"""``leyiban city check`` and ``city load``, as an operator calls them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from leyiban.cli.city import check, load
from tests.packs.folders import LESHAN, SMALL, change, copy_of


def run(command: object, *arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], standalone_mode=False)


def test_a_right_folder_is_told_so() -> None:
    result = run(check, LESHAN)
    assert (result.return_value, result.output) == (0, "没有问题,可以载入。\n")


@pytest.mark.proves("M3.2")
def test_a_broken_one_is_told_with_file_line_and_advice(tmp_path: Path) -> None:
    """M3.2: standardised guides: what departs from the standard is refused, file and line."""
    folder = copy_of(SMALL, tmp_path)
    change(folder, "themes.yaml", "item: dog-registration", "item: dog-registratoin")
    result = run(check, folder, "--lang", "en")
    assert result.return_value == 1
    assert 'themes.yaml:9: There is no "dog-registratoin". Did you mean "dog-registration"?' in result.stderr
    assert "1 problems in 1 files." in result.stderr


def test_json_carries_both_languages(tmp_path: Path) -> None:
    folder = copy_of(SMALL, tmp_path)
    (folder / "city.yaml").unlink()
    result = run(check, folder, "--json")
    (problem,) = json.loads(result.stdout)["problems"]
    assert (result.return_value, problem["file"], problem["line"]) == (1, "city.yaml", 1)
    assert set(problem["what"]) == set(problem["what_to_do"]) == {"zh", "en"}


def test_no_such_folder(tmp_path: Path) -> None:
    assert run(check, tmp_path / "nowhere").return_value == 1


@pytest.mark.usefixtures("db")
def test_loading_shows_its_steps_and_a_second_time_that_nothing_changed() -> None:
    first, second = run(load, SMALL, "--lang", "en"), run(load, SMALL, "--lang", "en")
    assert "Items: 1 new, 0 changed, 0 unchanged" in first.output
    assert first.output.endswith("xiaocheng: loaded.\n")
    assert second.output.endswith("xiaocheng: nothing changed.\n")
    told = json.loads(run(load, SMALL, "--json").stdout)
    assert (told["city"], told["changed"]) == ("xiaocheng", False)


@pytest.mark.usefixtures("db")
def test_a_broken_folder_is_not_loaded(tmp_path: Path) -> None:
    folder = copy_of(SMALL, tmp_path)
    change(folder, "city.yaml", "number_prefix: XC", "number_prefix: LS")
    result = run(load, folder)
    assert result.return_value == 3
    assert "city.yaml:7: “LS”已经是乐山市的。" in result.stderr
    assert json.loads(run(load, folder, "--json").stdout)["problems"][0]["code"] == "city.clash"
