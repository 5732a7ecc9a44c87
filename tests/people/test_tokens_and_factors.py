"""Bearer tokens, one-time codes of staff, sessions that end everywhere, key rotation, parked forms."""

import base64
import datetime as dt

import pytest

from leyiban.kernel.actors import Channel, Role, system_actor
from leyiban.kernel.crypto import Undecipherable, key_id_of
from leyiban.kernel.privacy.rotation import rotate_now
from leyiban.people import operations
from leyiban.people.errors import (
    AccountClosed,
    IdentityTaken,
    OutOfJurisdiction,
    ScopeMissing,
    SecondFactorMissing,
    SecondFactorWrong,
    TokenInvalid,
)
from leyiban.people.models import Account, ApiToken, Party, Proof
from leyiban.people.models.sign_in import Scope, Way
from leyiban.people.operations.real_name import bind
from leyiban.people.operations.signing_in import account_by_password
from tests.people.people import NEIGHBOUR, POLICY, Office, acting, party_of, person, proven, resident_id

pytestmark = pytest.mark.usefixtures("db")
STEP = dt.timedelta(seconds=30)


def issue(account: Account, now: dt.datetime, scopes=(Scope.READ,)) -> tuple[str, ApiToken]:
    return operations.issue_token(
        account=account, scopes=scopes, label="手机", policy=POLICY, actor=acting(account, now), now=now
    )


def holder(token: str, now: dt.datetime, scope: Scope = Scope.READ) -> Account:
    return operations.account_of_token(token=token, scope=scope, now=now, today=now.date())


def test_a_token_names_its_account_until_it_expires(now: dt.datetime) -> None:
    account = proven(now)
    token, row = issue(account, now)

    assert holder(token, now + dt.timedelta(days=29)) == account
    assert token.encode() not in bytes(ApiToken.objects.get(pk=row.pk).digest)
    with pytest.raises(TokenInvalid):
        holder(token, now + dt.timedelta(days=30))


def test_a_token_does_what_it_was_issued_for(now: dt.datetime) -> None:
    token, _ = issue(proven(now), now)

    with pytest.raises(ScopeMissing):
        holder(token, now, Scope.APPLY)


@pytest.mark.parametrize("token", ["", "x", "0" * 43])
def test_a_guessed_token_is_nobodys(now: dt.datetime, token: str) -> None:
    with pytest.raises(TokenInvalid):
        holder(token, now)


def test_a_token_is_revoked_by_its_owner_only(now: dt.datetime) -> None:
    account, stranger = proven(now), proven(now)
    token, row = issue(account, now)

    with pytest.raises(TokenInvalid):
        operations.revoke_token(token_id=row.pk, actor=acting(stranger, now), now=now)
    operations.revoke_token(token_id=row.pk, actor=acting(account, now), now=now)
    operations.revoke_token(token_id=row.pk, actor=acting(account, now), now=now)
    with pytest.raises(TokenInvalid):
        holder(token, now)


def test_signing_out_everywhere_ends_sessions_and_tokens(now: dt.datetime) -> None:
    account = proven(now)
    token, _ = issue(account, now)
    session = account.get_session_auth_hash()

    operations.end_all_sessions(account=account, actor=acting(account, now), now=now)
    with pytest.raises(TokenInvalid):
        holder(token, now)
    assert Account.objects.get(pk=account.pk).get_session_auth_hash() != session


def test_a_closed_account_neither_acts_nor_keeps_the_person(now: dt.datetime) -> None:
    number = resident_id()
    account = proven(now, number=number)
    operations.close_account(account=account, reason="owner", actor=acting(account, now), now=now)

    closed = Account.objects.get(pk=account.pk)
    with pytest.raises(AccountClosed):
        acting(closed, now)
    with pytest.raises(AccountClosed):
        operations.end_all_sessions(account=closed, actor=system_actor(), now=now)
    assert acting(proven(now, number=number), now).level == 2


def bound(office: Office, now: dt.datetime) -> tuple[Account, str]:
    account, secret = office.staff(now, Role.DECIDER), operations.new_secret()
    operations.set_second_factor(
        account=account,
        secret=secret,
        code=operations.code_at(secret, now),
        actor=acting(account, now),
        now=now,
    )
    return account, secret


def check(account: Account, code: str, now: dt.datetime) -> None:
    operations.check_second_factor(account=account, code=code, now=now)


def test_a_code_is_good_once_even_within_its_half_minute(office: Office, now: dt.datetime) -> None:
    account, secret = bound(office, now)
    later = now + STEP
    check(account, operations.code_at(secret, later), later)

    for replayed in (operations.code_at(secret, later), operations.code_at(secret, now)):
        with pytest.raises(SecondFactorWrong):
            check(account, replayed, later)
    check(account, operations.code_at(secret, later + STEP), later + STEP)


def test_a_clock_may_be_half_a_minute_off_and_no_more(office: Office, now: dt.datetime) -> None:
    account, secret = bound(office, now)
    later = now + 10 * STEP
    check(account, operations.code_at(secret, later - STEP), later)

    with pytest.raises(SecondFactorWrong):
        check(account, operations.code_at(secret, later - 2 * STEP), later)
    with pytest.raises(SecondFactorWrong):
        check(account, operations.code_at(secret, later + 2 * STEP), later)


def test_the_generator_agrees_with_the_published_vector() -> None:
    # RFC 6238, appendix B, SHA-1: at 59 seconds the eight digits are 94287082.
    secret = base64.b32encode(b"12345678901234567890").decode()

    assert operations.code_at(secret, dt.datetime.fromtimestamp(59, dt.UTC)) == "287082"


def test_without_an_authenticator_no_code_is_right(office: Office, now: dt.datetime) -> None:
    with pytest.raises(SecondFactorMissing):
        check(office.staff(now, Role.DECIDER), "000000", now)


def test_a_second_authenticator_needs_a_reset_by_somebody_else(office: Office, now: dt.datetime) -> None:
    account, _ = bound(office, now)
    operations.turn_second_step(account=account, on=True, actor=acting(account, now), now=now)
    thief = operations.new_secret()

    with pytest.raises(SecondFactorWrong):
        operations.set_second_factor(
            account=account,
            secret=thief,
            code=operations.code_at(thief, now),
            actor=acting(account, now),
            now=now,
        )
    for wrong in (account, office.staff(now, Role.ADMINISTRATOR, NEIGHBOUR), office.staff(now, Role.DECIDER)):
        with pytest.raises(OutOfJurisdiction):
            operations.reset_second_factor(account=account, actor=acting(wrong, now), now=now)
    admin = acting(office.staff(now, Role.ADMINISTRATOR), now)
    operations.reset_second_factor(account=account, actor=admin, now=now)
    assert not operations.has_second_factor(account)
    reset = Account.objects.get(pk=account.pk)
    assert (reset.session_generation, reset.second_step) == (1, False), "nobody is asked for what he lost"


def test_the_secret_lies_sealed(office: Office, now: dt.datetime) -> None:
    from allauth.mfa.models import Authenticator

    _, secret = bound(office, now)
    assert secret not in str(Authenticator.objects.get().data)


def test_an_authenticator_copied_to_another_account_opens_nothing(office: Office, now: dt.datetime) -> None:
    from allauth.mfa.models import Authenticator

    (mine, secret), (theirs, _) = bound(office, now), bound(office, now)
    stolen = Authenticator.objects.get(user=mine).data
    Authenticator.objects.filter(user=theirs).update(data={**stolen, "last_step": 0})

    with pytest.raises(Undecipherable):
        check(theirs, operations.code_at(secret, now), now)


def test_a_rotation_carries_the_authenticators_along(office: Office, now: dt.datetime, settings) -> None:
    account, secret = bound(office, now)
    fresh = f"k2 {base64.b64encode(b'2' * 32).decode()}"
    settings.FIELD_KEYS += f"\n{fresh}"
    rotate_now(now=now)
    settings.FIELD_KEYS = fresh

    check(account, operations.code_at(secret, now + STEP), now + STEP)


def test_after_rotation_everything_is_found_and_sealed_by_the_new_key(now: dt.datetime, settings) -> None:
    number = resident_id()
    account = proven(now, name="李国强", number=number, phone_number="13900000001")
    operations.set_password(account=account, password="a long enough sentence", actor=system_actor(), now=now)
    for name in ("FIELD_KEYS", "DIGEST_KEYS"):
        fresh = base64.b64encode(name.encode().ljust(32)).decode()
        setattr(settings, name, f"{getattr(settings, name)}\nk2 {fresh}")

    assert account_by_password(name="13900000001", password="a long enough sentence") == account
    changed = rotate_now(now=now, batch=1)
    party = Party.objects.get()
    assert changed == 2
    assert (key_id_of(party.id_number.sealed), party.id_number.reveal()) == ("k2", number)
    assert account_by_password(name="13900000001", password="a long enough sentence") == account
    assert rotate_now(now=now) == 0


def test_a_person_known_under_the_old_digest_is_not_registered_twice(now: dt.datetime, settings) -> None:
    number = resident_id()
    proven(now, number=number)
    settings.DIGEST_KEYS += "\nk2 " + base64.b64encode(b"2" * 32).decode()

    other = operations.open_citizen_account(
        phone="13900000002", way=Way.PHONE_CODE, channel=Channel.PORTAL, now=now
    )
    with pytest.raises(IdentityTaken):
        bind(
            account=other,
            person=person(number=number),
            level=2,
            proof=Proof.REGISTRY,
            actor=acting(other, now),
            now=now,
        )
    assert Party.objects.count() == 1


def test_a_parked_form_is_its_senders_alone_sealed_and_short_lived(now: dt.datetime) -> None:
    from django.db import connection

    mine, other = proven(now), proven(now)
    fields = [("name", "张伟"), ("ids", "1"), ("ids", "2")]
    assert operations.park_form(account=mine, path="/x?y=1", fields=fields, policy=POLICY, now=now)

    assert operations.parked_form(account=mine, now=now) == ("/x?y=1", fields)
    assert operations.parked_form(account=other, now=now) is None
    assert operations.parked_form(account=mine, now=now + dt.timedelta(hours=1)) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM people_parkedform")
        assert "张伟".encode() not in bytes(cursor.fetchone()[0])
    assert operations.sweep_parked_forms(now=now + dt.timedelta(hours=1)) == 1


def test_a_form_too_large_to_keep_is_not_kept(now: dt.datetime) -> None:
    assert not operations.park_form(
        account=proven(now), path="/x", fields=[("a", "x" * 70_000)], policy=POLICY, now=now
    )


def test_party_is_known_by_pseudonym_only(now: dt.datetime) -> None:
    party = party_of(proven(now, name="李国强"))

    assert "李国强" not in repr(party)
    assert "李国强" not in str(party)
