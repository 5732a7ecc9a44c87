"""``leyiban systems``: what an operator does about other offices' systems."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from leyiban.cli.exits import Exit
from leyiban.cli.systems import end, list_systems, new_key, register, secret
from leyiban.kernel.ledger.models import Entry
from leyiban.people.models import OutsideSystem
from leyiban.people.operations import system_by_secret
from leyiban.people.rules.systems import is_safe_return
from tests.web.provider.county import BACK, DESCRIPTION

pytestmark = pytest.mark.usefixtures("db")


def run(command: Any, *arguments: object) -> Result:
    return CliRunner().invoke(
        command, [str(each) for each in arguments], standalone_mode=False, catch_exceptions=False
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
    run(register, write(tmp_path, DESCRIPTION))  # the file says that it may come back
    assert OutsideSystem.objects.in_force().exists()


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
