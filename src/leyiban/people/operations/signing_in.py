"""Who is it? From a proven phone, a province identity or a password to one account."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password
from django.db import models, transaction

from leyiban.kernel.actors import Channel
from leyiban.kernel.crypto import search_digests
from leyiban.kernel.identifiers import check_mobile
from leyiban.people.errors import CodeWrong, StartPasswordOver
from leyiban.people.models import Account, AccountKind, Binding, IdKind, OutsideIdentity, Proof, SignIn
from leyiban.people.models.party import ID_NUMBER_DOMAIN, PHONE_DOMAIN
from leyiban.people.models.sign_in import Purpose, Way
from leyiban.people.operations.accounts import lock_account, open_citizen_account, own_actor
from leyiban.people.operations.parties import PersonFacts
from leyiban.people.operations.phone_changes import settle_phone_changes
from leyiban.people.operations.phone_codes import phone_behind, redeem_ticket
from leyiban.people.operations.real_name import bind
from leyiban.people.policy import SignInPolicy
from leyiban.people.rules.inputs import recognisable


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChoice:
    """One of several people who share a phone; ``name`` is masked, and empty before the real-name check."""

    key: str
    name: str
    opened_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceIdentity:
    """What the province's provider vouches for. ``level`` is the real-name level L1–L4 it has checked.

    ``resident_id`` is empty below level 2. Its repr is empty.
    """

    issuer: str
    subject: str
    level: int
    name: str = ""
    resident_id: str = ""
    phone: str = ""

    def __repr__(self) -> str:
        return "ProvinceIdentity(‹hidden›)"


def choices_behind(*, ticket: str, now: dt.datetime) -> list[AccountChoice]:
    """The people who share the proven phone, oldest account first.

    Raises:
        CodeWrong: the ticket is not good.
    """
    settle_phone_changes(now=now)
    phone = phone_behind(ticket=ticket, purpose=Purpose.SIGN_IN, now=now)
    accounts = list(_accounts_of(phone))
    names = _recognisable_names(accounts)
    return [
        AccountChoice(key=account.pseudonym, name=names.get(account.pk, ""), opened_at=account.opened_at)
        for account in accounts
    ]


def sign_in_by_phone(*, ticket: str, chosen: str | None, channel: Channel, now: dt.datetime) -> Account:
    """The chosen account of the proven phone; a new one when nobody is chosen. Spends the ticket.

    Raises:
        CodeWrong: the ticket is not good, or the chosen account has another phone.
    """
    settle_phone_changes(now=now)
    with transaction.atomic():
        phone = redeem_ticket(ticket=ticket, purpose=Purpose.SIGN_IN, now=now)
        if chosen is None:
            return open_citizen_account(phone=phone, way=Way.PHONE_CODE, channel=channel, now=now)
        account = _accounts_of(phone).filter(pseudonym=chosen).first()
        if account is None:
            raise CodeWrong
        return account


def sign_in_by_province(*, identity: ProvinceIdentity, channel: Channel, now: dt.datetime) -> Account:
    """The account of somebody whom the province has just identified; opened and bound as needed.

    The province's word outranks name and number typed here: a person who is bound to another account moves
    to that account, so that nobody is locked out by a lost phone.

    Raises:
        AccountClosed: the account was closed.
    """
    with transaction.atomic():
        link = (
            OutsideIdentity.objects.select_for_update(of=("self",))
            .select_related("account")
            .filter(issuer=identity.issuer, subject=identity.subject)
            .first()
        )
        account = (
            link.account
            if link
            else _known_person(identity) or _sole_unproven(identity.phone) or _open(identity, channel, now)
        )
        account = lock_account(account)
        if link is None:
            OutsideIdentity.objects.create(
                account=account, issuer=identity.issuer, subject=identity.subject, linked_at=now
            )
        if identity.level >= 2 and identity.resident_id:
            bind(
                account=account,
                person=PersonFacts(
                    name=identity.name, id_kind=IdKind.RESIDENT_ID, number=identity.resident_id
                ),
                level=min(identity.level, 4),
                proof=Proof.PROVINCE,
                actor=own_actor(account, channel),
                now=now,
            )
        return account


def account_by_password(*, name: str, password: str) -> Account | None:
    """The account whose user name or phone this is and whose password fits; None otherwise.

    Hashes once also when nobody is found, so that time does not tell who exists.
    """
    candidates = list(Account.objects.active().filter(username=name)[:1]) or _by_phone_or_none(name)
    if not candidates:
        make_password(password)
        return None
    return next((account for account in candidates if check_password(password, account.password)), None)


def refuse_stale_start_password(account: Account, *, policy: SignInPolicy, now: dt.datetime) -> None:
    """A password that was handed over opens nothing once its time is over.

    Raises:
        StartPasswordOver.
    """
    made = account.start_password_at
    if made is not None and now >= made + dt.timedelta(hours=policy.start_password_hours):
        raise StartPasswordOver


def signs_in_from(*, name: str, origin: str) -> bool:
    """Whether an account of this user name or phone signed in from this place lately (as long as sign-ins are kept).

    For the counting of tries only; nothing that a stranger sees may follow from it.
    """
    accounts = list(Account.objects.active().filter(username=name)[:1]) or _by_phone_or_none(name)
    return bool(origin) and SignIn.objects.filter(account__in=accounts, origin=origin).exists()


def account_of_number(resident_id: str) -> Account | None:
    """The account that is bound to the person with this resident number."""
    binding = (
        Binding.objects.current()
        .select_related("account")
        .filter(
            party__id_kind=IdKind.RESIDENT_ID,
            party__id_digest__in=search_digests(resident_id, domain=ID_NUMBER_DOMAIN),
        )
        .first()
    )
    return binding.account if binding else None


def _known_person(identity: ProvinceIdentity) -> Account | None:
    """The account to which this person is already bound by other means."""
    if identity.level < 2 or not identity.resident_id:
        return None
    return account_of_number(identity.resident_id)


def _sole_unproven(phone: str) -> Account | None:
    """The one account that this phone opened before its owner came through the province's door."""
    if not phone:
        return None
    accounts = list(_accounts_of(phone)[:2])
    if len(accounts) != 1 or Binding.objects.current().filter(account=accounts[0]).exists():
        return None
    return accounts[0]


def _open(identity: ProvinceIdentity, channel: Channel, now: dt.datetime) -> Account:
    return open_citizen_account(phone=identity.phone, way=Way.PROVINCE, channel=channel, now=now)


def _accounts_of(phone: str) -> models.QuerySet[Account]:
    digests = search_digests(phone, domain=PHONE_DOMAIN)
    return Account.objects.active().filter(phone_digest__in=digests, kind=AccountKind.CITIZEN).order_by("pk")


def _by_phone_or_none(text: str) -> list[Account]:
    checked = check_mobile(text)
    return list(_accounts_of(checked.value)) if checked.valid else []


def _recognisable_names(accounts: list[Account]) -> dict[int, str]:
    bindings = Binding.objects.current().select_related("party").filter(account__in=accounts)
    return {binding.account_id: recognisable(binding.party.name) for binding in bindings}
