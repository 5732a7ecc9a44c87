"""The map of measures is read from tags, wherever they stand, and says what nobody proves."""

from pathlib import Path

import pytest

from leyiban.cli.exits import Exit
from leyiban.config.main import run

TESTS = """
import pytest
from leyiban.cases.models import Case
from leyiban.kernel.ledger.queries import trail

pytestmark = [pytest.mark.slow, pytest.mark.proves("M1.1")]

@pytest.mark.proves("M1.2", "F1.1")
def test_one_thing(): ...

def helper(): ...

@pytest.mark.proves("F1.2")
class TestMore:
    @pytest.mark.proves("M1.2")
    def test_another(self): ...
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "tests").mkdir()
    titles = 'id,title\nM1.1,One\nM1.2,"Two, and more"\nM1.3,Three\nF1.1,Four\nF1.2,Five\n'
    (tmp_path / "docs" / "measures.csv").write_text(titles)
    (tmp_path / "tests" / "test_things.py").write_text(TESTS)
    return tmp_path


def test_each_id_lists_its_tests_and_their_packages(checkout: Path) -> None:
    assert run(["measures", "--root", str(checkout)]) == Exit.DONE
    written = (checkout / "docs" / "measures.md").read_text("utf-8")
    one, another = "[one thing](../tests/test_things.py)", "[another](../tests/test_things.py)"
    assert f"| M1.2 | Two, and more | {another}<br>{one} | cases, kernel.ledger |" in written
    assert f"| F1.2 | Five | {another} | cases, kernel.ledger |" in written
    assert "| M1.3 | Three | not yet | |" in written
    assert "4 of 5 ids have a test." in written


def test_a_map_that_is_behind_is_told_and_not_touched(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["measures", "--root", str(checkout)])
    assert run(["measures", "--root", str(checkout), "--check"]) == Exit.DONE
    page = checkout / "docs" / "measures.md"
    page.write_text(page.read_text("utf-8") + "typed by hand\n", "utf-8")
    assert run(["measures", "--root", str(checkout), "--check"]) == Exit.NO
    assert "out of date" in capsys.readouterr().err
    assert "typed by hand" in page.read_text("utf-8")


def test_an_id_that_nobody_promised_is_refused(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (checkout / "tests" / "test_things.py").write_text(TESTS.replace("M1.1", "M99.9"))
    assert run(["measures", "--root", str(checkout)]) == Exit.NO
    assert "M99.9" in capsys.readouterr().err
    assert not (checkout / "docs" / "measures.md").exists()


def test_a_folder_without_titles_is_no_checkout(tmp_path: Path) -> None:
    assert run(["measures", "--root", str(tmp_path)]) == Exit.REFUSED
