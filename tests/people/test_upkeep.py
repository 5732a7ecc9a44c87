"""Every night and every erasure: what runs out is recorded, what is over is gone, what must stay stays."""

import base64
import datetime as dt
from typing import Any

import pytest

from leyiban.kernel.actors import Role, system_actor
from leyiban.kernel.privacy.erasure import erase
from leyiban.kernel.privacy.models import Look
from leyiban.kernel.upkeep import Level
from leyiban.people import operations, upkeep
from leyiban.people.models import Account, IdKind, Mandate, Party, PhoneCode, PostHolding, SignIn
from leyiban.people.models.sign_in import Purpose, Way
from leyiban.people.queries import find_person_at_counter
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

pytestmark = pytest.mark.usefixtures("db")
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _rules(db: None, now: dt.datetime) -> None:
    operations.load_people_rules(actor=system_actor(), now=now)


def test_loading_the_rules_again_changes_nothing(now: dt.datetime) -> None:
    assert not operations.load_people_rules(actor=system_actor(), now=now)


def test_terms_that_ran_out_are_recorded(now: dt.datetime) -> None:
    head = proven(now, level=3)
    operations.propose_operator(
        body=enterprise_of(head, now),
        operator=person(),
        scope=scope(now, days=10),
        policy=MANDATES,
        actor=acting(head, now),
        now=now,
    )
    assert upkeep.mandates(now=now + 9 * DAY) == "0 mandates expired"
    assert upkeep.mandates(now=now + 10 * DAY) == "1 mandates expired"
    assert Mandate.objects.get().state == "expired"


@pytest.mark.proves("FX.3")
def test_unused_rights_end_by_the_rule_of_their_region(office: Office, now: dt.datetime) -> None:
    office.staff(now, Role.DECIDER)

    assert upkeep.unused_posts(now=now + 90 * DAY) == "0 unused rights ended"
    assert upkeep.unused_posts(now=now + 91 * DAY) == "1 unused rights ended"
    assert PostHolding.objects.get().until == now + 91 * DAY


def test_traces_of_signing_in_go_when_their_time_is_over(carrier: Carrier, now: dt.datetime) -> None:
    operations.send_code(phone="13900000001", purpose=Purpose.SIGN_IN, origin="::1", policy=POLICY, now=now)
    operations.note_sign_in(account=proven(now), way=Way.PHONE_CODE, origin="::1", device="", now=now)

    upkeep.traces(now=now + 30 * DAY)
    assert (PhoneCode.objects.count(), SignIn.objects.count()) == (1, 1)
    upkeep.traces(now=now + 31 * DAY)
    assert (PhoneCode.objects.count(), SignIn.objects.count()) == (0, 0)


def test_the_doctor_tells_an_old_key_from_a_lost_one(now: dt.datetime, settings: Any) -> None:
    proven(now)
    assert upkeep.keys(now=now).level is Level.OK

    old, new = settings.FIELD_KEYS, "k2 " + base64.b64encode(b"2" * 32).decode()
    settings.FIELD_KEYS = f"{old}\n{new}"
    assert upkeep.keys(now=now).level is Level.WARN
    settings.FIELD_KEYS = new
    assert upkeep.keys(now=now).level is Level.FAIL


def test_an_erased_person_leaves_nothing_that_says_who_he_was(now: dt.datetime) -> None:
    number = resident_id()
    account = proven(now, name="李国强", number=number, phone_number="13900000001")
    party = party_of(account)
    operations.set_password(account=account, password="a long enough sentence", actor=system_actor(), now=now)
    for row in (party, account, account.bindings.get()):
        erase(row, basis="retention.party", now=now)

    stored = " ".join(str(row) for model in (Party, Account) for row in model.objects.values_list())
    assert "李国强" not in stored
    erased = Party.objects.get()
    assert (erased.id_number, erased.id_digest, erased.identity_salt, erased.name) == (None, None, None, "")
    assert not account.bindings.exists()
    assert Account.objects.get().phone is None


def test_several_people_and_mandates_can_be_erased(now: dt.datetime) -> None:
    head = proven(now, level=3)
    body = enterprise_of(head, now)
    mandate = operations.propose_operator(
        body=body, operator=person(), scope=scope(now), policy=MANDATES, actor=acting(head, now), now=now
    )
    for row in (mandate, body.representations.get(), party_of(head), party_of(proven(now)), head):
        erase(row, basis="retention.party", now=now)

    assert Mandate.objects.get().agent_name == ""
    assert Party.objects.filter(erased_at__isnull=False).count() == 2


def test_looking_somebody_up_at_the_counter_leaves_a_trace(office: Office, now: dt.datetime) -> None:
    clerk, number = acting(office.staff(now, Role.WINDOW_CLERK), now), resident_id()
    party = party_of(proven(now, number=number))
    find_person_at_counter(id_kind=IdKind.RESIDENT_ID, number=number, actor=clerk, now=now)

    look = Look.objects.get()
    assert (look.actor, look.subject_key, look.what) == (clerk.pseudonym, party.pseudonym, "person")


def test_the_ledger_holds_no_name_and_no_number_of_anybody(office: Office, now: dt.datetime) -> None:
    from leyiban.kernel.ledger.models import Entry

    number, phone = resident_id(), "13900000077"
    head = proven(now, name="李国强", number=number, level=3, phone_number=phone)
    body = enterprise_of(head, now)
    operations.propose_operator(
        body=body,
        operator=person("张伟"),
        scope=scope(now),
        policy=MANDATES,
        actor=acting(head, now),
        now=now,
    )
    operations.end_all_sessions(account=head, actor=acting(head, now), now=now)

    written = b"".join(bytes(entry.body) for entry in Entry.objects.filter(subject_kind__in=_PEOPLE))
    for secret in ("李国强", "张伟", number, phone, body.uscc, body.name):
        assert str(secret).encode() not in written


_PEOPLE = ("account", "party", "mandate", "post")
