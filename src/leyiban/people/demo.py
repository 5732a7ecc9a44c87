"""People for a demonstration: invented, with passwords that everybody may know. Refused in production.

Everything goes through the same operations as for real people, so the ledger of a demo is a real one. Opening
the same people again changes nothing.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from leyiban.kernel.actors import Channel, system_actor
from leyiban.people.errors import DemoRefused
from leyiban.people.models import Account, IdKind, Mandate, Party, Post, PostHolding, Power, Proof
from leyiban.people.models.sign_in import Way
from leyiban.people.operations.accounts import open_citizen_account, open_staff_account, set_password
from leyiban.people.operations.bodies import change_representative, register_body
from leyiban.people.operations.mandates import confirm_mandate, propose_operator
from leyiban.people.operations.parties import PersonFacts, tidied
from leyiban.people.operations.posts import assign_post
from leyiban.people.operations.real_name import bind
from leyiban.people.operations.second_factor import code_at, set_second_factor
from leyiban.people.operations.signing_in import account_of_number
from leyiban.people.policy import MandatePolicy
from leyiban.people.queries import actor_for
from leyiban.people.rules.mandates import Scope

_TERM = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCitizen:
    """``level`` is the real-name level he starts with; ``password`` empty: he signs in by province or phone."""

    name: str
    resident_id: str
    phone: str
    level: int = 2
    password: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoEnterprise:
    """``representative`` and ``operators`` are resident numbers of demo citizens."""

    uscc: str
    name: str
    address: str
    representative: str
    operators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoStaff:
    """``totp`` is the base32 secret of an authenticator that anybody may set up; ``posts`` are post codes."""

    username: str
    name: str
    password: str
    totp: str
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPeople:
    citizens: tuple[DemoCitizen, ...]
    enterprises: tuple[DemoEnterprise, ...]
    staff: tuple[DemoStaff, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyAccount:
    """One line of what a demonstration prints: who, how to sign in, what he is for."""

    name: str
    signs_in_with: str
    password: str
    code_now: str
    about: str


def open_demo_people(*, people: DemoPeople, policy: MandatePolicy, now: dt.datetime) -> list[ReadyAccount]:
    """Open what is missing of these people and return all of them, ready to be printed.

    Raises:
        DemoRefused: this is production. Post.DoesNotExist: a post code of no loaded city.
    """
    if settings.PRODUCTION:
        raise DemoRefused
    with transaction.atomic():
        accounts = {each.resident_id: _citizen(each, now) for each in people.citizens}
        for enterprise in people.enterprises:
            _enterprise(enterprise, accounts, policy, now)
        for member in people.staff:
            _staff(member, now)
    return [*_ready_citizens(people), *_ready_staff(people.staff, now)]


def _citizen(demo: DemoCitizen, now: dt.datetime) -> Account:
    known = account_of_number(demo.resident_id)
    if known is not None:
        return known
    account = open_citizen_account(phone=demo.phone, way=Way.PHONE_CODE, channel=Channel.COMMAND, now=now)
    bind(
        account=account,
        person=tidied(
            PersonFacts(name=demo.name, id_kind=IdKind.RESIDENT_ID, number=demo.resident_id), now=now
        ),
        level=demo.level,
        proof=Proof.PROVINCE,
        actor=system_actor(),
        now=now,
    )
    if demo.password:
        set_password(account=account, password=demo.password, actor=system_actor(), now=now)
    return account


def _enterprise(
    demo: DemoEnterprise, accounts: dict[str, Account], policy: MandatePolicy, now: dt.datetime
) -> None:
    head = accounts[demo.representative]
    person = head.bindings.current().select_related("party").get().party
    body = register_body(
        uscc=demo.uscc,
        name=demo.name,
        representative=person.name,
        address=demo.address,
        actor=system_actor(),
        now=now,
    )
    change_representative(body=body, name=person.name, person=person, actor=system_actor(), now=now)
    for number in demo.operators:
        _operator(body, head, accounts[number], policy, now)


def _operator(body: Party, head: Account, operator: Account, policy: MandatePolicy, now: dt.datetime) -> None:
    person = operator.bindings.current().select_related("party").get().party
    if (
        Mandate.objects.in_force(now).filter(principal=body, agent=person).exists()
        or person.id_number is None
    ):
        return
    mandate = propose_operator(
        body=body,
        operator=PersonFacts(
            name=person.name, id_kind=IdKind(person.id_kind), number=person.id_number.reveal()
        ),
        scope=Scope(items=None, powers=frozenset(Power), valid_from=now, valid_until=now + _TERM),
        policy=policy,
        actor=actor_for(head, channel=Channel.PORTAL, now=now),
        now=now,
    )
    confirm_mandate(key=mandate.key, actor=actor_for(operator, channel=Channel.PORTAL, now=now), now=now)


def _staff(demo: DemoStaff, now: dt.datetime) -> None:
    account = Account.objects.active().filter(username=demo.username).first() or open_staff_account(
        username=demo.username,
        display_name=demo.name,
        password=demo.password,
        actor=system_actor(),
        now=now,
    )
    if not Authenticator.objects.filter(user=account).exists():
        _bind_authenticator(account, demo.totp, now)
    held = set(PostHolding.objects.in_force(now).filter(account=account).values_list("post__code", flat=True))
    for code in demo.posts:
        if code not in held:
            post = Post.objects.get(code=code)
            assign_post(account=account, post=post, actor=system_actor(), now=now)


def _bind_authenticator(account: Account, secret: str, now: dt.datetime) -> None:
    """Proven by an earlier code than any that a visitor will type, so that none of his counts as replayed."""
    earlier = now - dt.timedelta(minutes=5)
    set_second_factor(
        account=account, secret=secret, code=code_at(secret, earlier), actor=system_actor(), now=earlier
    )


def _ready_citizens(people: DemoPeople) -> Iterable[ReadyAccount]:
    roles = _roles_of_citizens(people.enterprises)
    for citizen in people.citizens:
        yield ReadyAccount(
            name=citizen.name,
            signs_in_with=citizen.phone,
            password=citizen.password,
            code_now="",
            about="、".join(roles.get(citizen.resident_id, [gettext("办事群众")])),
        )


def _roles_of_citizens(enterprises: Sequence[DemoEnterprise]) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for enterprise in enterprises:
        roles.setdefault(enterprise.representative, []).append(
            _about(gettext("{name}的法定代表人"), enterprise)
        )
        for operator in enterprise.operators:
            roles.setdefault(operator, []).append(_about(gettext("{name}的经办人"), enterprise))
    return roles


def _about(sentence: str, enterprise: DemoEnterprise) -> str:
    return sentence.format(name=enterprise.name)


def _ready_staff(staff: Sequence[DemoStaff], now: dt.datetime) -> Iterable[ReadyAccount]:
    names = dict(
        Post.objects.filter(code__in=[code for member in staff for code in member.posts]).values_list(
            "code", "agency__name"
        )
    )
    titles = dict(Post.objects.filter(code__in=names).values_list("code", "name"))
    for member in staff:
        yield ReadyAccount(
            name=member.name,
            signs_in_with=member.username,
            password=member.password,
            code_now=code_at(member.totp, now),
            about="、".join(f"{names[code]}{titles[code]}" for code in member.posts),
        )
