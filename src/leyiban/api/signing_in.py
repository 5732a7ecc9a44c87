"""Tokens by telephone: a code by text message, a ticket for a right code, a token for a ticket.

The steps after the code take no ``Idempotency-Key``: a wrong code must count each time, and neither a ticket
nor a token may be kept anywhere. Each is good once, so a repetition is refused, never done twice.
"""

from typing import Annotated

from django.db import transaction
from ninja import Body
from pydantic import Field

from leyiban.api.catalogue import city_of
from leyiban.api.frame.call import Call, Done
from leyiban.api.frame.door import Door
from leyiban.api.frame.shapes import Asked, Key, Moment, Shape
from leyiban.kernel import security_log
from leyiban.kernel.actors import Actor, Channel
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE
from leyiban.people.errors import SecondStepWanted
from leyiban.people.models import Account
from leyiban.people.models.sign_in import Purpose, Scope, Way
from leyiban.people.operations import (
    choices_behind,
    issue_token,
    note_sign_in,
    own_actor,
    prove_phone,
    send_code,
    sign_in_by_phone,
)
from leyiban.people.policy import SignInPolicy, sign_in_policy

door = Door("signing in")

Phone = Annotated[str, Field(min_length=1, max_length=24, examples=["13900000000"])]
Label = Annotated[str, Field(max_length=60, description="Your own name for the token.")]
Scopes = Annotated[list[Scope], Field(min_length=1, max_length=len(Scope))]


class CodeAsked(Asked):
    phone: Phone


class CodeSent(Shape):
    expires_at: Moment


class CodeTried(Asked):
    phone: Phone
    code: Annotated[str, Field(min_length=1, max_length=12)]


class Choice(Shape):
    """One of several people who share the telephone. `name` is masked; empty before the real-name check."""

    key: str
    name: str
    opened_at: Moment


class Ticket(Shape):
    """Proof of a telephone, good once and for a few minutes, and who uses that telephone."""

    ticket: str
    choices: list[Choice]


class TokenAsked(Asked):
    """`chosen` is the `key` of a choice; without it a new account is opened."""

    ticket: Annotated[str, Field(min_length=1, max_length=100)]
    chosen: Key | None = None
    scopes: Scopes
    label: Label = ""


class TokenIssued(Shape):
    """The token itself is shown here and never again."""

    id: int
    token: str
    scopes: list[Scope]
    label: str
    expires_at: Moment


@door.writes("POST", "/sign-in/codes", right=ANYONE, answers=CodeSent, throttle="tokens.by_origin")
def send_sign_in_code(call: Call, asked: Body[CodeAsked]) -> Done:
    """Send a code to a mobile telephone. Known or unknown, the answer is the same."""
    until = send_code(
        phone=asked.phone,
        purpose=Purpose.SIGN_IN,
        origin=call.origin or None,
        policy=policy_of(call),
        now=call.now,
    )
    return Done(body=CodeSent(expires_at=until))


@door.unkept("/sign-in/tickets", right=ANYONE, answers=Ticket, throttle="tokens.by_origin")
def prove_sign_in_code(call: Call, asked: Body[CodeTried]) -> Ticket:
    """Exchange a code for a ticket. A wrong code counts; after several the code is dead."""
    ticket = prove_phone(
        phone=asked.phone,
        code=asked.code,
        purpose=Purpose.SIGN_IN,
        policy=policy_of(call),
        now=call.now,
    )
    choices = choices_behind(ticket=ticket, now=call.now)
    return Ticket(ticket=ticket, choices=[Choice.model_validate(each) for each in choices])


@door.unkept("/tokens", right=ANYONE, answers=TokenIssued, throttle="tokens.by_origin")
def issue_token_for_ticket(call: Call, asked: Body[TokenAsked]) -> TokenIssued:
    """Exchange a ticket for a token, to be sent as `Authorization: Bearer`."""
    with transaction.atomic():  # a ticket is spent only if a token comes out of it
        account = sign_in_by_phone(
            ticket=asked.ticket, chosen=asked.chosen, channel=Channel.API, now=call.now
        )
        if account.second_step:
            raise SecondStepWanted
        security_log.signed_in(account=account.pseudonym, way=Way.TOKEN.value)
        note_sign_in(account=account, way=Way.TOKEN, origin=call.origin or None, device="", now=call.now)
        actor = own_actor(account, Channel.API)
        return new_token(call, account, actor, scopes=asked.scopes, label=asked.label)


def new_token(call: Call, account: Account, actor: Actor, *, scopes: list[Scope], label: str) -> TokenIssued:
    """A token of ``account``, to be told once."""
    token, row = issue_token(
        account=account, scopes=scopes, label=label, policy=policy_of(call), actor=actor, now=call.now
    )
    return TokenIssued(
        id=row.pk,
        token=token,
        scopes=[Scope(each) for each in row.scopes],
        label=row.label,
        expires_at=row.expires_at,
    )


def policy_of(call: Call) -> SignInPolicy:
    """The city's rules for signing in, as they are today."""
    return sign_in_policy(on=city_date(call.now), region=city_of(call).region.code)
