"""Mandates: what I granted, what was granted to me; grant, confirm, decline, resume, end (F3.11)."""

import datetime as dt
from enum import StrEnum
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from ninja import Body, Query
from pydantic import Field

from leyiban.api.catalogue import city_of
from leyiban.api.frame.call import Call, Done
from leyiban.api.frame.door import Door
from leyiban.api.frame.paging import cut, next_page, place_of
from leyiban.api.frame.shapes import Asked, AskedMoment, ItemCode, Key, Moment, Page, PageAsked, RowId, Shape
from leyiban.kernel.errors import FieldProblem, InvalidInput
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import SIGNED_IN
from leyiban.people.models import IdKind, Mandate, MandateState, Party, Power
from leyiban.people.models.mandate import Basis, Capacity
from leyiban.people.models.sign_in import Scope
from leyiban.people.operations import (
    PersonFacts,
    authorise_agent,
    confirm_mandate,
    decline_mandate,
    end_mandate,
    propose_operator,
    resume_mandate,
)
from leyiban.people.policy import mandate_policy
from leyiban.people.queries import acting_choices, mandates_given, mandates_held
from leyiban.people.rules import mandates as rules

door = Door("mandates")


class Side(StrEnum):
    GIVEN = "given"
    HELD = "held"


class MandateShape(Shape):
    """`items` null: every item."""

    key: str
    principal: str
    agent: str
    capacity: Capacity
    basis: Basis
    items: list[str] | None
    powers: list[Power]
    valid_from: Moment
    valid_until: Moment
    state: MandateState


class MandatesPage(Page):
    items: list[MandateShape]


class MandateAsked(Asked):
    """`principal` is the `key` of one of my parties (`GET /me`) for which I may grant: myself, or a body that I
    head. `items` null: every item. For a body the capacity is `operator`."""

    principal: Key
    agent_name: Annotated[str, Field(min_length=1, max_length=200)]
    agent_id_kind: IdKind = IdKind.RESIDENT_ID
    agent_id_number: Annotated[str, Field(min_length=1, max_length=40)]
    capacity: Capacity
    items: Annotated[list[ItemCode], Field(min_length=1, max_length=200)] | None = None
    powers: Annotated[list[Power], Field(min_length=1, max_length=len(Power))]
    valid_until: AskedMoment


class MandateMade(Shape):
    key: str
    state: MandateState


class SideAsked(PageAsked):
    side: Side = Side.GIVEN


@door.reads("/me/mandates", right=SIGNED_IN, answers=MandatesPage)
def list_mandates(call: Call, asked: Query[SideAsked]) -> MandatesPage:
    """What I granted, or what was granted to me and what waits for me, newest first."""
    rows = (
        mandates_given(actor=call.actor)
        if asked.side is Side.GIVEN
        else mandates_held(actor=call.actor, now=call.now)
    )
    if place := place_of(asked.after, tuple[AskedMoment, RowId]):
        rows = rows.filter(proposed_at__lte=place[0]).exclude(proposed_at=place[0], pk__gte=place[1])
    shown, last = cut(list(rows[: asked.limit + 1]), limit=asked.limit)
    return MandatesPage(
        items=[_shape(each) for each in shown],
        next=next_page(call.request, last and [last.proposed_at.isoformat(), last.pk]),
    )


@door.writes("POST", "/me/mandates", right=SIGNED_IN, scope=Scope.MANDATE, answers=MandateMade, makes=True)
def grant_mandate(call: Call, asked: Body[MandateAsked]) -> Done:
    """Authorise somebody; he confirms from his own account, which must be proven to be him."""
    principal = _principal(call, asked.principal)
    agent = PersonFacts(name=asked.agent_name, id_kind=asked.agent_id_kind, number=asked.agent_id_number)
    scope = rules.Scope(
        items=None if asked.items is None else tuple(asked.items),
        powers=frozenset(asked.powers),
        valid_from=call.now,
        valid_until=asked.valid_until.astimezone(dt.UTC),
    )
    policy = mandate_policy(on=city_date(call.now), region=city_of(call).region.code)
    if principal.is_legal:
        made = propose_operator(
            body=principal, operator=agent, scope=scope, policy=policy, actor=call.actor, now=call.now
        )
    else:
        made = authorise_agent(
            agent=agent,
            capacity=asked.capacity,
            scope=scope,
            policy=policy,
            actor=call.actor,
            now=call.now,
        )
    return _done(made)


@door.writes(
    "POST",
    "/me/mandates/{key}/confirmation",
    right=SIGNED_IN,
    scope=Scope.MANDATE,
    answers=MandateMade,
)
def confirm_own_mandate(call: Call, key: Key) -> Done:
    """Accept what was granted to me."""
    return _done(confirm_mandate(key=key, actor=call.actor, now=call.now))


@door.writes("POST", "/me/mandates/{key}/declination", right=SIGNED_IN, scope=Scope.MANDATE)
def decline_own_mandate(call: Call, key: Key) -> Done:
    """Do not accept it."""
    decline_mandate(key=key, actor=call.actor, now=call.now)
    return Done()


@door.writes(
    "POST", "/me/mandates/{key}/resumption", right=SIGNED_IN, scope=Scope.MANDATE, answers=MandateMade
)
def resume_own_mandate(call: Call, key: Key) -> Done:
    """As the new head of a body, confirm what my predecessor granted."""
    return _done(resume_mandate(key=key, actor=call.actor, now=call.now))


@door.writes("DELETE", "/me/mandates/{key}", right=SIGNED_IN, scope=Scope.MANDATE)
def end_own_mandate(call: Call, key: Key) -> Done:
    """Revoke what I granted, or resign what I hold. Any day, without a reason."""
    end_mandate(key=key, actor=call.actor, now=call.now)
    return Done()


def _principal(call: Call, key: str) -> Party:
    """Oneself or a body that one heads."""
    own = (each for each in acting_choices(actor=call.actor, now=call.now) if not each.capacity)
    chosen = next((each for each in own if each.key == key), None)
    if chosen is None:
        unknown = FieldProblem("principal", "not_a_choice", _("请从 GET /me 里选自己,或您当负责人的单位。"))
        raise InvalidInput(problems=(unknown,))
    return Party.objects.get(pk=chosen.party_id)


def _done(mandate: Mandate) -> Done:
    return Done(body=MandateMade(key=mandate.key, state=MandateState(mandate.state)))


def _shape(mandate: Mandate) -> MandateShape:
    return MandateShape(
        key=mandate.key,
        principal=mandate.principal.name,
        agent=mandate.agent_name,
        capacity=Capacity(mandate.capacity),
        basis=Basis(mandate.basis),
        items=None if mandate.all_items else mandate.item_codes,
        powers=[Power(each) for each in mandate.powers],
        valid_from=mandate.valid_from,
        valid_until=mandate.valid_until,
        state=MandateState(mandate.state),
    )
