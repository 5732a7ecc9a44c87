"""The people of a demonstration: ready at once, real on the ledger, refused in production."""

import datetime as dt
from typing import Any

import pytest

from leyiban.kernel.actors import Role
from leyiban.people import operations
from leyiban.people.demo import DemoCitizen, DemoEnterprise, DemoPeople, DemoStaff, open_demo_people
from leyiban.people.errors import DemoRefused
from leyiban.people.models import Account, Mandate, Party, PostHolding
from leyiban.people.operations import account_by_password, check_second_factor, code_at
from leyiban.people.queries import acting_choices
from tests.people.people import COUNTY, MANDATES, Office, acting, resident_id, uscc

pytestmark = pytest.mark.usefixtures("db")


def people() -> DemoPeople:
    head, operator = resident_id(901), resident_id(902)
    return DemoPeople(
        citizens=(
            DemoCitizen(name="李国强", resident_id=head, phone="13900000091", level=3),
            DemoCitizen(name="张伟", resident_id=operator, phone="13900000092", password="leyiban-demo"),
        ),
        enterprises=(
            DemoEnterprise(
                uscc=uscc(), name="嘉州餐饮", address="嘉州路1号", representative=head, operators=(operator,)
            ),
        ),
        staff=(
            DemoStaff(
                username="clerk",
                name="王窗口",
                password="leyiban-demo",
                totp=operations.new_secret(),
                posts=(f"{COUNTY}-{Role.WINDOW_CLERK}",),
            ),
        ),
    )


def test_a_demo_is_ready_and_opening_it_again_changes_nothing(office: Office, now: dt.datetime) -> None:
    demo = people()
    first = open_demo_people(people=demo, policy=MANDATES, now=now)
    counts = [model.objects.count() for model in (Account, Party, Mandate, PostHolding)]
    again = open_demo_people(people=demo, policy=MANDATES, now=now)

    assert (
        [model.objects.count() for model in (Account, Party, Mandate, PostHolding)] == counts == [3, 3, 1, 1]
    )
    assert first == again
    assert [ready.about for ready in first] == [
        "嘉州餐饮的法定代表人",
        "嘉州餐饮的经办人",
        f"{COUNTY}审批局window_clerk",
    ]


def test_the_operator_of_the_demo_acts_for_the_enterprise(office: Office, now: dt.datetime) -> None:
    open_demo_people(people=people(), policy=MANDATES, now=now)
    operator = account_by_password(name="13900000092", password="leyiban-demo")

    assert operator is not None
    names = [choice.name for choice in acting_choices(actor=acting(operator, now), now=now)]
    assert names == ["张伟", "嘉州餐饮"]


def test_the_printed_code_signs_staff_in(office: Office, now: dt.datetime) -> None:
    demo = people()
    ready = open_demo_people(people=demo, policy=MANDATES, now=now)[-1]
    account = account_by_password(name=ready.signs_in_with, password=ready.password)

    assert account is not None
    assert ready.code_now == code_at(demo.staff[0].totp, now)
    check_second_factor(account=account, code=ready.code_now, now=now)
    assert acting(account, now).holds(Role.WINDOW_CLERK)


def test_production_refuses_invented_people(office: Office, now: dt.datetime, settings: Any) -> None:
    settings.PRODUCTION = True

    with pytest.raises(DemoRefused):
        open_demo_people(people=people(), policy=MANDATES, now=now)
    assert not Account.objects.exists()
