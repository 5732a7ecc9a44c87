"""Oneself: who I am here, for whom I may act, my tokens."""

from typing import Annotated

from ninja import Body
from pydantic import BeforeValidator

from leyiban.api.catalogue import city_of
from leyiban.api.frame.call import Call, Done
from leyiban.api.frame.door import Door
from leyiban.api.frame.shapes import Asked, Day, Moment, RowId, Shape
from leyiban.api.signing_in import Label, Scopes, TokenIssued, new_token
from leyiban.kernel.actors import ActorKind, Role
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import SIGNED_IN
from leyiban.people.models import Account, ApiToken
from leyiban.people.models.mandate import Power
from leyiban.people.models.sign_in import Scope
from leyiban.people.operations import revoke_token
from leyiban.people.policy import post_policy
from leyiban.people.queries import acting_choices, holdings_of

door = Door("people")


class PartyChoice(Shape):
    """Somebody for whom I may act. `capacity` is empty for myself and for a body I head; `until` null: no end."""

    key: str
    name: str
    is_legal: bool
    is_self: bool
    capacity: str
    powers: Annotated[list[Power], BeforeValidator(sorted)]
    all_items: bool
    until: Moment | None


class PostShape(Shape):
    """A post that I hold. `ends_unused_on`: when the right ends by itself if nobody uses it."""

    post: str
    agency: str
    region: str
    role: str
    since: Moment
    until: Moment | None
    emergency: bool
    used_on: Day | None
    ends_unused_on: Day


class Me(Shape):
    """`level` is the real-name level (0–4); `name` is empty before the real-name check."""

    kind: ActorKind
    name: str
    level: int
    roles: list[Role]
    parties: list[PartyChoice]
    posts: list[PostShape]


class OwnTokenAsked(Asked):
    scopes: Scopes
    label: Label = ""


class TokenShape(Shape):
    id: int
    label: str
    scopes: list[Scope]
    issued_at: Moment
    expires_at: Moment
    used_on: Day | None


class Tokens(Shape):
    items: list[TokenShape]


@door.reads("/me", right=SIGNED_IN, answers=Me)
def me(call: Call) -> Me:
    """Who I am here: real-name level, for whom I may act, and which posts I hold."""
    choices = acting_choices(actor=call.actor, now=call.now)
    policy = post_policy(on=city_date(call.now), region=city_of(call).region.code)
    held = holdings_of(account=account_of(call), policy=policy, now=call.now) if call.actor.posts else []
    return Me(
        kind=call.actor.kind,
        name=call.actor.label,
        level=call.actor.level,
        roles=sorted({post.role for post in call.actor.posts}),
        parties=[PartyChoice.model_validate(each) for each in choices],
        posts=[PostShape.model_validate(each) for each in held],
    )


@door.reads("/me/tokens", right=SIGNED_IN, answers=Tokens)
def list_tokens(call: Call) -> Tokens:
    """My tokens that are good now, newest first."""
    rows = ApiToken.objects.in_force(call.now).filter(account=account_of(call)).order_by("-pk")
    return Tokens(items=[TokenShape.model_validate(row) for row in rows])


@door.unkept("/me/tokens", right=SIGNED_IN, answers=TokenIssued, scope=None)
def issue_own_token(call: Call, asked: Body[OwnTokenAsked]) -> TokenIssued:
    """Make a token for a program of mine. Only a session may: no token makes others."""
    return new_token(call, account_of(call), call.actor, scopes=asked.scopes, label=asked.label)


@door.writes("DELETE", "/me/tokens/{token_id}", right=SIGNED_IN)
def revoke_own_token(call: Call, token_id: RowId) -> Done:
    """End one of my tokens."""
    revoke_token(token_id=token_id, actor=call.actor, now=call.now)
    return Done()


def account_of(call: Call) -> Account:
    """The account of a call whose right is to be signed in."""
    if call.account is None:
        raise AssertionError("a guest passed a door for people who are signed in")
    return call.account
