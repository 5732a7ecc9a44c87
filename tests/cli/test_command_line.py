"""The command ``leyiban`` as a whole: every line of its table, its exit codes, its speed."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from leyiban.cli.exits import Exit
from leyiban.config import lazy
from leyiban.config.command_table import COMMANDS, GROUPS, Command, Needs
from leyiban.config.environment import BadEnvironment
from leyiban.config.failures import Declined
from leyiban.config.main import run
from leyiban.kernel.errors import FieldProblem, InvalidInput, NotFound

_LIGHT = [
    name for name, command in COMMANDS.items() if command.needs is Needs.NOTHING and ".cli." in command.target
]


def _is_written(name: str) -> bool:
    return importlib.util.find_spec(COMMANDS[name].target.partition(":")[0]) is not None


def test_help_names_every_command_and_imports_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == Exit.DONE
    shown = capsys.readouterr().out
    for name in COMMANDS:
        assert name.split()[0] in shown
    for group in GROUPS:
        assert run([group, "--help"]) == Exit.DONE
        shown = capsys.readouterr().out
        assert all(name.split()[1] in shown for name in COMMANDS if name.startswith(f"{group} "))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    if not _is_written(name):
        pytest.skip(f"{COMMANDS[name].target} is not written yet")
    if name == "sandbox":
        return  # hands --help to the other program, see test_processes
    command = lazy.load(COMMANDS[name])
    assert isinstance(command, click.Command)
    assert run([*name.split(), "--help"]) == Exit.DONE
    assert "Usage: leyiban" in capsys.readouterr().out
    assert command.help, "a command says what it does"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{parameter.name} says what it is for"


def test_groups_are_known_and_summaries_are_sentences() -> None:
    for name, command in COMMANDS.items():
        assert len(name.split()) == 1 or name.split()[0] in GROUPS
        assert command.summary.endswith(".")
        assert len(command.summary) < 60


@pytest.mark.parametrize("name", ["", *_LIGHT])
def test_commands_without_a_database_start_light(name: str) -> None:
    if name and not _is_written(name):
        pytest.skip(f"{COMMANDS[name].target} is not written yet")
    program = (
        "import sys; from leyiban.config.main import run; code = run(sys.argv[1:] + ['--help']);"
        "heavy = {'django.db', 'django.apps', 'psycopg', 'procrastinate'} & set(sys.modules);"
        "assert not heavy, heavy; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program, *name.split()], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@click.command()
@click.argument("what")
def _failing(*, what: str) -> int | None:
    """Fail as told."""
    if what == "invalid":
        raise InvalidInput(problems=(FieldProblem("form.name", "blank", "请填姓名"),))
    if what == "no":
        return Exit.NO
    raise {
        "missing": NotFound(),
        "declined": Declined("First do this."),
        "misconfigured": BadEnvironment("Write something else."),
        "pipe": BrokenPipeError(),
        "interrupt": KeyboardInterrupt(),
        "defect": ZeroDivisionError(),
    }[what]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lazy, "COMMANDS", {"fail": Command(f"{__name__}:_failing", "Fail.")})


@pytest.mark.usefixtures("failing")
@pytest.mark.parametrize(
    ("what", "code", "said"),
    [
        ("no", Exit.NO, ""),
        ("missing", Exit.REFUSED, "没有找到"),
        ("invalid", Exit.REFUSED, "form.name: 请填姓名"),
        ("declined", Exit.REFUSED, "First do this."),
        ("misconfigured", Exit.MISCONFIGURED, "Write something else."),
        ("interrupt", 130, ""),
    ],
)
def test_foreseen_failures_have_a_code_and_a_sentence(
    what: str, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["fail", what]) == code
    shown = capsys.readouterr().err
    assert said in shown
    assert "Traceback" not in shown


@pytest.mark.usefixtures("failing")
def test_a_defect_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        run(["fail", "defect"])


@pytest.mark.usefixtures("failing")
def test_a_wrong_call_is_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fail"]) == Exit.USAGE
    assert run(["nonsense"]) == Exit.USAGE
    assert "Usage" in capsys.readouterr().err


def test_a_reader_who_has_had_enough_is_no_failure(tmp_path: Path) -> None:
    pipeline = f"{sys.executable} -m leyiban.config.main --help | head -c 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", pipeline], capture_output=True, text=True, env=os.environ)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
