"""Keys are changed while the city serves: in batches, killed in the middle, with writes meanwhile, and the old key goes
when nothing needs it and not before."""

import base64
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.conf import settings as django_settings
from django.db import connection, transaction

from leyiban.cli import people as commands
from leyiban.config.commands import worker
from leyiban.config.commands.retire_key import retire_key
from leyiban.config.worker.steps import own_loops
from leyiban.kernel import moments
from leyiban.kernel.actors import system_actor
from leyiban.kernel.crypto import key_id_of
from leyiban.kernel.privacy.errors import KeyStillNeeded, RotateBoth
from leyiban.kernel.privacy.models import KeyRotation
from leyiban.kernel.privacy.rotation import SHORT_LIVED, carry_on, rotate_now, start_rotation, uses
from leyiban.people import operations
from leyiban.people.errors import SecondFactorWrong
from leyiban.people.models import Account, Mandate, Party
from leyiban.people.operations.signing_in import account_of_number
from tests.people.people import MANDATES, acting, enterprise_of, party_of, person, proven, resident_id, scope
from tests.support import database
from tests.support.kill import kill_process, start_python

pytestmark = pytest.mark.usefixtures("db")

RINGS = ("FIELD_KEYS", "DIGEST_KEYS")
FRESH = {name: f"k2 {base64.b64encode(name.encode().ljust(32)).decode()}" for name in RINGS}


def new_keys(settings: Any, *names: str) -> None:
    for name in names or RINGS:
        setattr(settings, name, f"{getattr(settings, name)}\n{FRESH[name]}")


def run(command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments], standalone_mode=False)


def told(now: dt.datetime) -> dict[tuple[str, str], tuple[int, bool]]:
    return {(use.ring, use.key): (use.values, use.removable) for use in uses(now=now)}


@pytest.fixture
def people(now: dt.datetime) -> dict[str, Account]:
    """Nine people by their numbers."""
    numbers = [resident_id() for _each in range(9)]
    return {number: proven(now, number=number) for number in numbers}


def test_everybody_is_found_at_every_point_and_new_people_meanwhile(
    people: dict[str, Account], now: dt.datetime, settings: Any
) -> None:
    new_keys(settings)
    assert start_rotation(now=now) is not None
    batches = 0
    while carry_on(now=now, batch=2):
        batches += 1
        if batches % 8 == 0:
            number = resident_id()
            people[number] = proven(now, number=number)
        assert {number: account_of_number(number) for number in people} == people

    rotation = KeyRotation.objects.get()
    assert rotation.finished_at == now
    assert rotation.percent == 100
    for name in RINGS:
        setattr(settings, name, FRESH[name])
    assert {number: account_of_number(number) for number in people} == people
    assert all(party.id_number.reveal() for party in Party.objects.all() if party.id_number)


def test_what_an_old_process_wrote_behind_the_walkers_back_is_found_in_another_round(
    people: dict[str, Account], now: dt.datetime, settings: Any
) -> None:
    old = {name: getattr(settings, name) for name in RINGS}
    new_keys(settings)
    both = {name: getattr(settings, name) for name in RINGS}
    start_rotation(now=now)
    while KeyRotation.objects.get().part < "people.party\x01":
        carry_on(now=now, batch=50)
    for name, ring in old.items():
        setattr(settings, name, ring)
    late = proven(now, number=(number := resident_id()))
    assert not carry_on(now=now), "a process without the new keys leaves the work to others"
    for name, ring in both.items():
        setattr(settings, name, ring)
    while carry_on(now=now, batch=50):
        pass

    assert KeyRotation.objects.get().rounds == 2
    sealed = Party.objects.get(pk=party_of(late).pk).id_number
    assert sealed is not None
    assert key_id_of(sealed.sealed) == "k2"
    settings.DIGEST_KEYS = FRESH["DIGEST_KEYS"]
    assert account_of_number(number) == late


def test_a_mandate_that_waits_for_its_agent_finds_him_under_the_new_key(
    now: dt.datetime, settings: Any
) -> None:
    head, number = proven(now, level=3), resident_id()
    mandate = operations.propose_operator(
        body=enterprise_of(head, now),
        operator=person("李国强", number),
        scope=scope(now),
        policy=MANDATES,
        actor=acting(head, now),
        now=now,
    )
    new_keys(settings)
    rotate_now(now=now)
    for name in RINGS:
        setattr(settings, name, FRESH[name])

    agent = proven(now, name="李国强", number=number)
    operations.confirm_mandate(key=mandate.key, actor=acting(agent, now), now=now)
    assert Mandate.objects.get(pk=mandate.pk).agent_number is None, "kept until he answered, and no longer"


def test_an_offer_from_before_numbers_were_kept_holds_its_key(now: dt.datetime, settings: Any) -> None:
    head, number = proven(now, level=3), resident_id()
    mandate = operations.propose_operator(
        body=enterprise_of(head, now),
        operator=person("李国强", number),
        scope=scope(now),
        policy=MANDATES,
        actor=acting(head, now),
        now=now,
    )
    Mandate.objects.filter(pk=mandate.pk).update(agent_number=None)
    new_keys(settings)
    rotate_now(now=now)
    later = now + SHORT_LIVED
    assert told(later)["digest_keys", "0"] == (1, False)
    assert told(later)["field_keys", "0"][1]
    assert told(mandate.valid_until)["digest_keys", "0"] == (0, True), "nobody can confirm it any more"

    agent = proven(now, name="李国强", number=number)
    operations.confirm_mandate(key=mandate.key, actor=acting(agent, now), now=now)
    assert told(later)["digest_keys", "0"] == (0, True)


def test_recovery_codes_on_paper_outlive_the_keys(now: dt.datetime, settings: Any) -> None:
    account, secret, by = proven(now), operations.new_secret(), system_actor()
    operations.set_second_factor(
        account=account, secret=secret, code=operations.code_at(secret, now), actor=by, now=now
    )
    first, second, *_rest = operations.new_recovery_codes(account=account, actor=by, now=now)
    new_keys(settings)
    operations.spend_recovery_code(account=account, code=first, actor=by, now=now)
    rotate_now(now=now)
    for name in RINGS:
        setattr(settings, name, FRESH[name])

    operations.spend_recovery_code(account=account, code=second, actor=by, now=now)
    with pytest.raises(SecondFactorWrong):
        operations.spend_recovery_code(account=account, code=first, actor=by, now=now)


def test_a_key_goes_when_nothing_needs_it_and_not_before(
    people: dict[str, Account],
    now: dt.datetime,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(moments, "now", lambda: now)
    assert run(commands.keys).return_value == 0
    new_keys(settings)
    before = told(now)
    assert before["field_keys", "0"][0] >= 18
    assert not before["field_keys", "0"][1]
    assert isinstance(run(retire_key, "field_keys", "0").exception, KeyStillNeeded)

    assert "0% done" in run(commands.reseal).output
    carry_on(now=now, batch=3)
    assert run(commands.keys).return_value == 1
    assert isinstance(run(retire_key, "field_keys", "0").exception, KeyStillNeeded)
    assert "rotation" in worker._NAMES, "the worker that production runs has this loop"
    step = own_loops()["rotation"].step
    while step(now) < 1:  # a short breath between two batches, a long one when there is nothing to do
        pass
    assert "everything is under the current keys" in run(commands.reseal).output
    shown = json.loads(run(commands.keys, "--json").stdout)
    assert (shown["rotation"]["percent"], shown["rotation"]["left"]) == (100, 0)
    assert isinstance(run(retire_key, "digest_keys", "0").exception, KeyStillNeeded), "sessions live a day"

    later = now + SHORT_LIVED
    monkeypatch.setattr(moments, "now", lambda: later)
    path = tmp_path / "field_keys"
    path.write_text(settings.FIELD_KEYS)
    monkeypatch.setattr(type(django_settings.SECRETS), "path", lambda self, name: tmp_path / name)
    assert "is gone" in run(retire_key, "field_keys", "0").output
    assert path.read_text() == FRESH["FIELD_KEYS"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert "take its line out" in run(retire_key, "digest_keys", "0").output
    assert isinstance(run(retire_key, "field_keys", "k2").exception, KeyStillNeeded)


def test_a_value_that_does_not_open_holds_up_nobody_and_keeps_its_key(
    people: dict[str, Account], now: dt.datetime, settings: Any
) -> None:
    broken = party_of(next(iter(people.values())))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_party SET id_number = set_byte(id_number, 30, get_byte(id_number, 30) # 1) WHERE id = %s",
            [broken.pk],
        )
    new_keys(settings)
    rotate_now(now=now)

    rotation = KeyRotation.objects.get()
    assert (rotation.finished_at, rotation.left) == (now, 1)
    assert told(now + SHORT_LIVED)["field_keys", "0"] == (1, False)
    assert not told(now + SHORT_LIVED)["digest_keys", "0"][1]


def test_a_new_key_for_the_digests_alone_is_refused(
    people: dict[str, Account], now: dt.datetime, settings: Any
) -> None:
    new_keys(settings, "DIGEST_KEYS")
    with pytest.raises(RotateBoth):
        start_rotation(now=now)
    assert not KeyRotation.objects.exists()


_WORKER = """
import sys, os
import django
django.setup()
from django.conf import settings
from leyiban.kernel.moments import now
from leyiban.kernel.privacy.rotation import carry_on
settings.FIELD_KEYS, settings.DIGEST_KEYS = sys.argv[1], sys.argv[2]
for _batch in range(int(sys.argv[3])):
    carry_on(now=now(), batch=2)
from django.db import transaction
with transaction.atomic():
    carry_on(now=now(), batch=2)
    print("in the middle", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.committed
@pytest.mark.slow
def test_a_worker_killed_in_the_middle_loses_one_batch_and_the_next_one_goes_on(
    database_server: database.Server, people: dict[str, Account], now: dt.datetime, settings: Any
) -> None:
    new_keys(settings)
    start_rotation(now=now)
    while KeyRotation.objects.get().part < "people.party":
        carry_on(now=now, batch=2)
    place = KeyRotation.objects.get()
    program = start_python(
        _WORKER,
        settings.FIELD_KEYS,
        settings.DIGEST_KEYS,
        "1",
        variables={
            **database_server.variables(connection.settings_dict["NAME"]),
            "DJANGO_SETTINGS_MODULE": "leyiban.config.settings",
        },
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "in the middle\n"
    kill_process(program)
    with (
        transaction.atomic()
    ):  # the server lets go of what the dead worker held a moment later; rows in use are left out
        left = KeyRotation.objects.select_for_update().get()
    assert left.walked == place.walked + 2, "one batch was committed, the one in hand was not"
    while carry_on(now=now, batch=2):
        pass
    assert KeyRotation.objects.get().rounds == 1
    assert told(now)["field_keys", "0"][0] == 0
    for name in RINGS:
        setattr(settings, name, FRESH[name])
    assert {number: account_of_number(number) for number in people} == people
