"""What operators see and do: health, the list of what was given up, sending it again."""

import datetime as dt

import pytest
from click.testing import CliRunner

from leyiban.cli import outbound as commands
from leyiban.cli.exits import Exit
from leyiban.kernel import moments
from leyiban.kernel.outbound.models import CallState
from leyiban.kernel.outbound.queries import failed_calls, service_health
from leyiban.kernel.outbound.upkeep import outbound_services
from leyiban.kernel.upkeep import Level
from tests.kernel.outbound.conftest import Probe, run_jobs, send
from tests.support.detectors import queries_do_not_grow
from tests.support.street import Street

pytestmark = pytest.mark.usefixtures("db")
DAY = dt.timedelta(days=1)


def test_a_healthy_house_says_so(probe: Probe, now: dt.datetime) -> None:
    send(probe, now)
    run_jobs(now)
    assert outbound_services(now=now).level is Level.OK


def test_trouble_is_named(probe: Probe, street: Street, now: dt.datetime) -> None:
    street.fault("sms", "down")
    for number in range(5):
        send(probe, now, key=f"late:{number}")
    run_jobs(now)
    [health] = service_health(now=now + DAY, failed_since=now)
    assert (health.name, health.is_open, health.waiting, health.failed) == ("probe", True, 5, 0)
    assert health.late_since is not None
    assert outbound_services(now=now + DAY).level is Level.WARN


def test_what_was_given_up_is_a_failure(probe: Probe, now: dt.datetime) -> None:
    send(probe, now, phone="110")
    run_jobs(now)
    finding = outbound_services(now=now + DAY / 2)
    assert (finding.level, "probe 1" in finding.message) == (Level.FAIL, True)
    assert outbound_services(now=now + 2 * DAY).level is Level.OK


def test_a_missing_address_is_a_failure(probe: Probe, settings, now: dt.datetime) -> None:  # type: ignore[no-untyped-def]
    settings.OUTBOUND = {}
    assert outbound_services(now=now).level is Level.FAIL


def test_questions_do_not_multiply_with_calls(probe: Probe, now: dt.datetime) -> None:
    def add() -> None:
        for number in range(5):
            send(probe, now, key=f"many:{number}", phone="110")
        run_jobs(now)

    queries_do_not_grow(lambda: service_health(now=now, failed_since=now - DAY), add)


def test_the_command_lists_and_sends_again(
    probe: Probe, street: Street, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments, "now", lambda: now + DAY)
    street.fault("sms", "wrong", way="garbage")
    call = send(probe, now, phone="13900000601", give_up_at=now)
    run_jobs(now)
    assert [each.pk for each in failed_calls()] == [call.pk]
    listed = _run(commands.failed, "--json")
    assert str(call.pk) in listed and "13900000601" not in listed

    street.heal()
    assert "1 calls will be made again" in _run(commands.resend, "--all")
    run_jobs(now + DAY)
    call.refresh_from_db()
    assert call.state == CallState.DELIVERED
    assert _run(commands.failed) == ""


def test_the_command_refuses_what_cannot_be_sent_again(probe: Probe, now: dt.datetime) -> None:
    call = send(probe, now)
    result = CliRunner().invoke(commands.resend, [str(call.pk), "999999"], standalone_mode=False)
    assert result.return_value == Exit.REFUSED
    assert CliRunner().invoke(commands.resend, []).exit_code == Exit.USAGE


def _run(command, *arguments: str) -> str:  # type: ignore[no-untyped-def]
    return CliRunner().invoke(command, list(arguments), standalone_mode=False).output
