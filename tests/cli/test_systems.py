"""``leyiban systems``: what an operator does about other offices' systems."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from leyiban.cli.exits import Exit
from leyiban.cli.systems import end, list_systems, new_key, register, secret
from leyiban.kernel.ledger.models import Entry
from leyiban.people.models import Consent, OutsideSystem, SystemAccess
from leyiban.people.operations import system_by_secret
from leyiban.people.rules.systems import is_safe_return
from tests.people.people import proven
from tests.web.provider.county import BACK, DESCRIPTION

pytestmark = pytest.mark.usefixtures("db")


def run(command: Any, *arguments: object) -> Result:
    return CliRunner().invoke(
        command, [str(each) for each in arguments], standalone_mode=False, catch_exceptions=False
    )


def consented_access(now: Any) -> SystemAccess:
    """What somebody let the one registered system read, with an open sign-in."""
    consent = Consent.objects.create(
        system=OutsideSystem.objects.get(), account=proven(now), scopes=["openid"], given_at=now
    )
    return SystemAccess.objects.create(
        consent=consent,
        scopes=["openid"],
        code_digest=bytes(32),
        code_until=now,
        redirect=BACK,
        level=2,
        signed_in_at=now,
        session_generation=consent.account.session_generation,
        begun_at=now,
        until=now + dt.timedelta(days=1),
    )


def write(folder: Path, *systems: Any) -> Path:
    file = folder / "systems.yaml"
    file.write_text(yaml.safe_dump([*systems], allow_unicode=True), "utf-8")
    return file


def test_a_system_from_its_file_to_its_end(tmp_path: Path, now: Any) -> None:
    told = run(register, write(tmp_path, DESCRIPTION)).output.split()
    assert told[0] == "qianwei-hall"
    assert system_by_secret(client_id="qianwei-hall", secret=told[1], now=now) is not None
    again = run(register, write(tmp_path, DESCRIPTION))
    assert (again.return_value, again.output) == (Exit.DONE, "qianwei-hall is as the file says\n")
    assert Entry.objects.filter(kind="system.registered").count() == 1
    assert not Entry.objects.filter(kind="system.changed").exists()

    run(register, write(tmp_path, {**DESCRIPTION, "scopes": ["openid", "profile"]}))
    (row,) = json.loads(run(list_systems, "--json").output)
    assert (row["scopes"], row["redirects"], row["ended_at"]) == (["openid", "profile"], [BACK], None)
    fresh = run(secret, "qianwei-hall").output.split()[1]
    assert fresh != told[1]
    assert run(end, "qianwei-hall").return_value is Exit.DONE
    assert run(end, "qianwei-hall").return_value is Exit.REFUSED
    assert run(secret, "nobody").return_value is Exit.REFUSED
    assert "ended" in run(list_systems).output
    assert fresh not in str(OutsideSystem.objects.values())


def test_an_ended_system_comes_back_only_when_told_and_with_nothing_of_before(
    tmp_path: Path, now: Any
) -> None:
    file = write(tmp_path, DESCRIPTION)
    first = run(register, file).output.split()[1]
    second = run(secret, "qianwei-hall").output.split()[1]
    held = consented_access(now)
    run(end, "qianwei-hall")

    refused = run(register, file)
    assert refused.return_value is Exit.REFUSED
    assert "qianwei-hall: ended; say --again to register it anew" in refused.stderr
    assert not OutsideSystem.objects.in_force().exists()

    fresh = run(register, "--again", file).output.split()[1]
    proven_by = [
        system_by_secret(client_id="qianwei-hall", secret=each, now=now) for each in (first, second, fresh)
    ]
    assert [each is not None for each in proven_by] == [False, False, True]
    held.refresh_from_db()
    assert held.end_reason == "system_ended"
    assert not Consent.objects.in_force().exists()
    assert run(register, file).output == "qianwei-hall is as the file says\n"
    told = [bytes(each.body) for each in Entry.objects.filter(kind="system.changed").order_by("seq")]
    acts = (b'"secret"', b'"ended"', b'"again"')
    assert [act for act, body in zip(acts, told, strict=True) if act in body] == [*acts]
    assert all(b'"kind":"system","name":"operator"' in body for body in told), (
        "who acted is a person at the machine"
    )


@pytest.mark.parametrize("at_once", [False, True])
def test_a_former_secret_dies_at_once_when_that_is_asked(tmp_path: Path, now: Any, at_once: bool) -> None:
    former = run(register, write(tmp_path, DESCRIPTION)).output.split()[1]
    run(secret, "qianwei-hall", *["--at-once"] * at_once)

    answer = system_by_secret(client_id="qianwei-hall", secret=former, now=now)
    assert (answer is None) is at_once


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"redirects": ["http://qianwei.example/return"]}, "redirects"),
        ({"redirects": []}, "redirects"),
        ({"scopes": ["profile"]}, "scopes"),
        ({"scopes": ["openid", "everything"]}, "scopes"),
        ({"client_id": "Qianwei Hall"}, "client_id"),
        ({"purpose": " "}, "purpose"),
        ({"name": "名" * 61}, "name"),
    ],
)
def test_what_may_not_stand_is_named(tmp_path: Path, wrong: dict[str, Any], said: str) -> None:
    answer = run(register, write(tmp_path, {**DESCRIPTION, **wrong}))

    assert answer.return_value is Exit.REFUSED
    assert f": {said}: " in answer.stderr
    assert not OutsideSystem.objects.exists()


@pytest.mark.parametrize("content", ["- a\n- b\n", "client_id: x\n", "- {client_id: x}\n", "[", ""])
def test_a_file_that_describes_nothing_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "systems.yaml"
    file.write_text(content, "utf-8")

    assert run(register, file).return_value is Exit.USAGE


@pytest.mark.parametrize(
    ("address", "loopback", "safe"),
    [
        ("https://qianwei.example/return", False, True),
        ("https://qianwei.example:8443/return?from=here", False, True),
        ("http://127.0.0.1:8000/return", True, True),
        ("http://127.0.0.1:8000/return", False, False),
        ("http://qianwei.example/return", True, False),
        ("https://*.example/return", False, False),
        ("https://qianwei.example/return#part", False, False),
        ("https://user@qianwei.example/return", False, False),
        ("https://qianwei.example\\@evil.example/", False, False),
        ("javascript:alert(1)", True, False),
        ("https:///return", False, False),
    ],
)
def test_where_a_browser_may_be_sent_with_a_code(address: str, loopback: bool, safe: bool) -> None:
    assert is_safe_return(address, loopback=loopback) is safe


def test_the_next_key_is_told_with_its_day(tmp_path: Path, settings: Any) -> None:
    settings.KEYS_DIR = tmp_path

    assert "signs from" in run(new_key).output
