"""The doctor asks everybody, survives every answer, and says what to do."""

import json

import pytest

from leyiban.cli.exits import Exit
from leyiban.config.main import run
from leyiban.kernel import upkeep
from leyiban.kernel.upkeep import fail, health_check, ok, warn

pytestmark = pytest.mark.committed


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "_CHECKS", {})


def _report(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, str]]:
    value = json.loads(capsys.readouterr().out)
    return {answer["check"]: answer for answer in value["checks"]}


@pytest.mark.usefixtures("checks")
def test_warnings_do_not_fail(capsys: pytest.CaptureFixture[str]) -> None:
    health_check("one")(lambda *, now: ok("fine"))
    health_check("two")(lambda *, now: warn("getting full", "Make room."))
    assert run(["doctor"]) == Exit.DONE
    shown = capsys.readouterr().out
    assert "fine" in shown
    assert "→ Make room." in shown


@pytest.mark.usefixtures("checks")
def test_a_failure_is_the_exit_code_and_a_broken_check_is_a_failure(
    capsys: pytest.CaptureFixture[str],
) -> None:
    health_check("bad")(lambda *, now: fail("broken", "Repair it."))
    health_check("confused")(lambda *, now: ok(str(1 // 0)))
    assert run(["doctor", "--json"]) == Exit.NO
    answers = _report(capsys)
    assert answers["bad"]["remedy"] == "Repair it."
    assert answers["confused"]["level"] == "fail"
    assert "ZeroDivisionError" in answers["confused"]["message"]


def test_an_installation_without_a_worker_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--json"]) == Exit.NO
    answers = _report(capsys)
    assert answers["worker.alive"]["level"] == "fail"
    assert answers["database.tables"]["level"] == "ok"
    assert answers["database.roles"]["level"] == "ok"
    assert answers["database.server"]["level"] == "ok"
    assert answers["database.log"]["level"] == "ok"
    assert answers["privacy.seals"]["level"] == "ok"
