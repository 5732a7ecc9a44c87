"""Two at once: one code lets one in, one person is registered once, one change of head leaves no gap."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connections, transaction

from leyiban.kernel.actors import Role, system_actor
from leyiban.people import operations
from leyiban.people.errors import CodeTooSoon, CodeWrong, MandateNotThere, SecondFactorWrong
from leyiban.people.models import Mandate, Party, PhoneCode
from leyiban.people.models.sign_in import Purpose
from leyiban.people.operations import code_at
from tests.people.conftest import Carrier
from tests.people.people import (
    MANDATES,
    POLICY,
    Office,
    acting,
    enterprise_of,
    party_of,
    person,
    proven,
    resident_id,
    scope,
)

pytestmark = pytest.mark.committed
PHONE = "13900000001"
AT_ONCE = 6


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Run all acts at the same moment, each on a connection of its own; results or exceptions in order."""
    ready = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(n: int, act: Callable[[], object]) -> None:
        ready.wait()
        try:
            results[n] = act()
        except Exception as refusal:
            results[n] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def kinds(results: list[object]) -> dict[str, int]:
    names = [type(result).__name__ for result in results]
    return {name: names.count(name) for name in names}


def test_a_right_code_tried_six_times_at_once_lets_one_in(carrier: Carrier, now: dt.datetime) -> None:
    operations.send_code(phone=PHONE, purpose=Purpose.SIGN_IN, origin=None, policy=POLICY, now=now)

    def prove() -> str:
        return operations.prove_phone(
            phone=PHONE, code=carrier.code, purpose=Purpose.SIGN_IN, policy=POLICY, now=now
        )

    assert kinds(at_once([prove] * AT_ONCE)) == {"str": 1, CodeWrong.__name__: AT_ONCE - 1}


def test_guessing_in_parallel_gives_no_sixth_try(carrier: Carrier, now: dt.datetime) -> None:
    operations.send_code(phone=PHONE, purpose=Purpose.SIGN_IN, origin=None, policy=POLICY, now=now)
    right = int(carrier.code)

    def guess(n: int) -> Callable[[], object]:
        wrong = f"{(right + n + 1) % 1_000_000:06d}"
        return lambda: operations.prove_phone(
            phone=PHONE, code=wrong, purpose=Purpose.SIGN_IN, policy=POLICY, now=now
        )

    at_once([guess(n) for n in range(8)])
    assert PhoneCode.objects.get().wrong_tries == POLICY.code_wrong_tries


def test_asking_six_times_at_once_sends_one_code(carrier: Carrier, now: dt.datetime) -> None:
    def ask() -> object:
        return operations.send_code(phone=PHONE, purpose=Purpose.SIGN_IN, origin=None, policy=POLICY, now=now)

    assert kinds(at_once([ask] * AT_ONCE)) == {"datetime": 1, CodeTooSoon.__name__: AT_ONCE - 1}
    assert len(carrier.sent) == 1


def test_two_counters_register_one_person_once(now: dt.datetime) -> None:
    clerk = acting(Office.open().staff(now, Role.WINDOW_CLERK), now)
    who = person("陈桂生", resident_id())

    def register() -> object:
        return operations.register_person_at_counter(person=who, region=None, actor=clerk, now=now)

    results = at_once([register] * AT_ONCE)
    assert kinds(results) == {"Party": AT_ONCE}
    assert Party.objects.natural().count() == 1
    assert Party.objects.natural().get().version == 1


def test_a_staff_code_read_over_a_shoulder_is_good_once(now: dt.datetime) -> None:
    account, secret = Office.open().staff(now, Role.DECIDER), operations.new_secret()
    operations.set_second_factor(
        account=account, secret=secret, code=code_at(secret, now), actor=system_actor(), now=now
    )
    later = now + dt.timedelta(seconds=30)

    def check() -> None:
        operations.check_second_factor(account=account, code=code_at(secret, later), now=later)

    assert kinds(at_once([check] * AT_ONCE)) == {"NoneType": 1, SecondFactorWrong.__name__: AT_ONCE - 1}


def test_a_confirmation_and_a_change_of_head_never_leave_an_active_mandate_of_the_old_head(
    now: dt.datetime,
) -> None:
    for _ in range(5):
        head, operator = proven(now, level=3), proven(now)
        body, agent = enterprise_of(head, now), party_of(operator)
        assert agent.id_number is not None
        mandate = operations.propose_operator(
            body=body,
            operator=person(agent.name, agent.id_number.reveal()),
            scope=scope(now),
            policy=MANDATES,
            actor=acting(head, now),
            now=now,
        )
        actor = acting(operator, now)
        results = at_once(
            [
                lambda key=mandate.key, actor=actor: operations.confirm_mandate(
                    key=key, actor=actor, now=now
                ),
                lambda body=body: operations.change_representative(
                    body=body, name="赵丽", actor=system_actor(), now=now
                ),
            ]
        )
        assert isinstance(results[0], Mandate | MandateNotThere), results
        assert Mandate.objects.get(pk=mandate.pk).state == "suspended"


def test_without_the_lock_two_right_tries_would_both_pass(carrier: Carrier, now: dt.datetime) -> None:
    """The race is real: two transactions that read the code without locking it both find it unspent."""
    operations.send_code(phone=PHONE, purpose=Purpose.SIGN_IN, origin=None, policy=POLICY, now=now)
    both_have_read = threading.Barrier(2)

    def read() -> bool:
        with transaction.atomic():
            row = PhoneCode.objects.get()
            both_have_read.wait()
            unspent = row.spent_at is None
            row.spent_at = now
            row.save(update_fields=["spent_at"])
            return unspent

    assert at_once([read, read]) == [True, True]
