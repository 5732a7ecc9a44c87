"""授权: what I gave, what was given to me; give, confirm, decline, end, confirm again after a change of head."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.kernel.errors import FieldProblem, InvalidInput
from leyiban.kernel.moments import CITY_TIME, city_date
from leyiban.kernel.rights import real_name
from leyiban.people.models import IdKind, Mandate, MandateState, Party, Power
from leyiban.people.models.mandate import Capacity
from leyiban.people.operations import (
    PersonFacts,
    authorise_agent,
    confirm_mandate,
    decline_mandate,
    end_mandate,
    propose_operator,
    resume_mandate,
)
from leyiban.people.queries import acting_choices, mandates_given, mandates_held, own_party
from leyiban.people.rules.mandates import Scope
from leyiban.web.edge import ONCE, Trouble, Visit, new_once, page, see_other, send_once
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.signin.ask import Ask, lines_of, problem_at, sentence_of, tried
from leyiban.web.signin.where import mandate_policy
from leyiban.web.wording import gettext

_PROVEN = 2
_ACTS = {
    "confirm": confirm_mandate,
    "decline": decline_mandate,
    "end": end_mandate,
    "resume": resume_mandate,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One mandate as a list shows it. ``acts``: what the reader may press, most wanted first."""

    key: str
    principal: str
    agent: str
    capacity: str
    state: str
    items: str
    powers: str
    since: dt.datetime
    until: dt.datetime
    acts: tuple[tuple[str, str], ...]


@page(real_name(_PROVEN))
def mandates(visit: Visit) -> HttpResponseBase:
    """Both sides of every mandate of mine."""
    given = [_line(each, _acts_of_giver(each)) for each in mandates_given(actor=visit.actor)]
    held = [_line(each, _acts_of_agent(each)) for each in mandates_held(actor=visit.actor, now=visit.now)]
    return visit.show("signin/mandates.html", {"given": given, "held": held})


@page(real_name(_PROVEN), "POST")
def mandate_act(visit: Visit, key: str, act: str) -> HttpResponseBase:
    """Confirm, decline, end or resume one."""
    _ACTS[act](key=key, actor=visit.actor, now=visit.now)
    return see_other(reverse("web:mandates"))


@page(real_name(_PROVEN), "GET", "POST")
def new_mandate(visit: Visit) -> HttpResponseBase:
    """Authorise somebody: for myself, or for a body that I head."""
    if visit.request.method != "POST":
        return _ask(visit)
    given = tried(lambda: send_once(visit, lambda: _give(visit)))
    return _ask(visit, given) if isinstance(given, Trouble) else given


def _give(visit: Visit) -> str:
    asked = visit.request.POST
    agent = PersonFacts(
        name=asked.get("name", ""), id_kind=IdKind.RESIDENT_ID, number=asked.get("id_number", "")
    )
    scope = Scope(
        items=None,
        powers=frozenset(Power(each) for each in asked.getlist("powers") if each in set(Power)),
        valid_from=visit.now,
        valid_until=_end_of_day(asked.get("until", "")),
    )
    policy = mandate_policy(visit.request, now=visit.now)
    body = _principal(visit, asked.get("principal", ""))
    if body.is_legal:
        propose_operator(
            body=body, operator=agent, scope=scope, policy=policy, actor=visit.actor, now=visit.now
        )
    else:
        capacity = Capacity.HELPER if asked.get("capacity") == Capacity.HELPER else Capacity.RELATIVE
        authorise_agent(
            agent=agent, capacity=capacity, scope=scope, policy=policy, actor=visit.actor, now=visit.now
        )
    return reverse("web:mandates")


def _principal(visit: Visit, key: str) -> Party:
    """Myself or a body that I head; anything else is refused as if it did not exist."""
    own = [each for each in acting_choices(actor=visit.actor, now=visit.now) if each.until is None]
    chosen = next((each for each in own if each.key == key), None)
    if chosen is None:
        raise InvalidInput(problems=(FieldProblem("principal", "unknown", gettext("请选一位。")),))
    return Party.objects.get(pk=chosen.party_id)


def _end_of_day(text: str) -> dt.datetime:
    """The end of the last day of the term, in the city's time."""
    try:
        last = dt.date.fromisoformat(text)
    except ValueError:
        problem = FieldProblem("until", "no_date", gettext("请填一个日期。"))
        raise InvalidInput(problems=(problem,)) from None
    after = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), CITY_TIME)
    return after.astimezone(dt.UTC)


def _acts_of_giver(mandate: Mandate) -> tuple[tuple[str, str], ...]:
    end = ("end", gettext("撤销"))
    match mandate.state:
        case MandateState.SUSPENDED:
            return (("resume", gettext("继续授权")), end)
        case MandateState.PROPOSED | MandateState.ACTIVE:
            return (end,)
        case _:
            return ()


def _acts_of_agent(mandate: Mandate) -> tuple[tuple[str, str], ...]:
    match mandate.state:
        case MandateState.PROPOSED:
            return (("confirm", gettext("接受")), ("decline", gettext("不接受")))
        case MandateState.ACTIVE | MandateState.SUSPENDED:
            return (("end", gettext("不再代办")),)
        case _:
            return ()


def _line(mandate: Mandate, acts: tuple[tuple[str, str], ...]) -> Line:
    return Line(
        key=mandate.key,
        principal=mandate.principal.name,
        agent=mandate.agent.name if mandate.agent else mandate.agent_name,
        capacity=mandate.get_capacity_display(),
        state=mandate.get_state_display(),
        items=gettext("全部事项") if mandate.all_items else "、".join(mandate.item_codes),
        powers="、".join(str(Power(power).label) for power in mandate.powers),
        since=mandate.valid_from,
        until=mandate.valid_until,
        acts=acts,
    )


def _ask(visit: Visit, trouble: Trouble | None = None) -> HttpResponseBase:
    questions = _questions(visit, trouble)
    ask = Ask(
        title=gettext("授权别人替我办"),
        lead=gettext("对方用自己的账号接受后才生效。随时能撤销。"),
        questions=questions,
        button=gettext("发给他确认"),
        sentence=sentence_of(trouble),
        lines=lines_of(trouble, questions),
        hidden=((ONCE, new_once()),),
    )
    return visit.show("signin/ask.html", {"ask": ask}, status=trouble.status if trouble else 200)


def _questions(visit: Visit, trouble: Trouble | None) -> tuple[Field, ...]:
    asked = visit.request.POST
    own = [each for each in acting_choices(actor=visit.actor, now=visit.now) if each.until is None]
    person = own_party(visit.actor)
    tomorrow = city_date(visit.now) + dt.timedelta(days=1)
    return (
        Field(
            kind=FieldKind.CHOICE,
            name="principal",
            label=gettext("替谁办?"),
            value=asked.get("principal", person.pseudonym if person else ""),
            choices=tuple(Choice(value=each.key, label=each.name) for each in own),
            problem=problem_at(trouble, "principal"),
        ),
        Field(
            kind=FieldKind.PERSON_NAME,
            name="name",
            label=gettext("经办人姓名"),
            value=asked.get("name", ""),
            problem=problem_at(trouble, "name"),
        ),
        Field(
            kind=FieldKind.RESIDENT_ID,
            name="id_number",
            label=gettext("经办人身份证号码"),
            value=asked.get("id_number", ""),
            problem=problem_at(trouble, "id_number"),
        ),
        Field(
            kind=FieldKind.MULTI_CHOICE,
            name="powers",
            label=gettext("他能做什么?"),
            values=tuple(asked.getlist("powers")),
            choices=tuple(Choice(value=power.value, label=str(power.label)) for power in Power),
            problem=problem_at(trouble, "powers"),
        ),
        Field(
            kind=FieldKind.DATE,
            name="until",
            label=gettext("到哪天为止?"),
            value=asked.get("until", ""),
            minimum=tomorrow.isoformat(),
            problem=problem_at(trouble, "until"),
        ),
    )
