"""为谁办: myself, a relative, an enterprise. The choice holds until it is changed, and shows on every page."""

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import real_name
from leyiban.kernel.throttles.operations import count_try
from leyiban.people.identity_service import IdentityService
from leyiban.people.models import Party
from leyiban.people.operations import open_body
from leyiban.people.queries import ActingChoice, acting_choices
from leyiban.web.edge import Trouble, Visit, page, see_other
from leyiban.web.formats import date
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.parts.screens import Way
from leyiban.web.signin import sessions
from leyiban.web.signin.ask import Ask, lines_of, problem_at, sentence_of, tried
from leyiban.web.signin.where import remember_next, take_next
from leyiban.web.wording import gettext

_PROVEN, _HEAD = 2, 3


@page(real_name(_PROVEN), "GET", "POST")
def acting(visit: Visit) -> HttpResponseBase:
    """Choose for whom to act from now on."""
    remember_next(visit.request)
    choices = acting_choices(actor=visit.actor, now=visit.now)
    if visit.request.method != "POST":
        return _ask(visit, choices)
    key = visit.request.POST.get("party", "")
    chosen = next((choice for choice in choices if choice.key == key), None)
    if chosen is None:
        return _ask(visit, choices, gettext("请选一位。"))
    act_for(visit, chosen)
    return see_other(take_next(visit.request) or reverse("web:mine"))


@page(real_name(_HEAD), "GET", "POST")
def enterprise(visit: Visit) -> HttpResponseBase:
    """A legal representative adds his enterprise; the register must name him."""
    typed = visit.request.POST.get("uscc", "")
    if visit.request.method != "POST":
        return _ask_enterprise(visit, typed)
    body = tried(lambda: _open(visit, typed))
    if isinstance(body, Trouble):
        return _ask_enterprise(visit, typed, body)
    return see_other(reverse("web:acting"))


def _open(visit: Visit, uscc: str) -> Party:
    count_try(throttle="identity.by_account", subject=visit.actor.pseudonym, now=visit.now)
    return open_body(uscc=uscc, check=IdentityService(), actor=visit.actor, now=visit.now)


def act_for(visit: Visit, choice: ActingChoice) -> None:
    if choice.is_self:
        visit.request.session.pop(sessions.ACTING_FOR, None)
    else:
        visit.request.session[sessions.ACTING_FOR] = choice.party_id


def _ask(visit: Visit, choices: list[ActingChoice], problem: str = "") -> HttpResponseBase:
    present = visit.actor.on_behalf_of
    questions = (
        Field(
            kind=FieldKind.CHOICE,
            name="party",
            label=gettext("为谁办?"),
            problem=problem,
            value=next(
                (
                    each.key
                    for each in choices
                    if each.party_id == present or (present is None and each.is_self)
                ),
                "",
            ),
            choices=tuple(
                Choice(value=each.key, label=label_of_choice(each), hint=hint_of_choice(each))
                for each in choices
            ),
        ),
    )
    ways = [Way(label=gettext("看授权"), link=reverse("web:mandates"))]
    if visit.actor.level >= _HEAD:
        ways.append(Way(label=gettext("添加我的企业"), link=reverse("web:enterprise")))
    ways.append(Way(label=gettext("经办人走了或换了法人:接管企业的事"), link=reverse("web:take_over")))
    ask = Ask(
        title=gettext("您这次为谁办?"),
        lead=gettext("选了企业或家人,后面填的都算他的。"),
        questions=questions,
        button=gettext("就为他办"),
        lines=((questions[0].first_id, problem),) if problem else (),
        ways=tuple(ways),
    )
    return visit.show("signin/ask.html", {"ask": ask}, status=422 if problem else 200)


def label_of_choice(choice: ActingChoice) -> str:
    """The party's name as one line of 为谁办."""
    return gettext("我自己(%(name)s)") % {"name": choice.name} if choice.is_self else choice.name


def hint_of_choice(choice: ActingChoice) -> str:
    """By what right, for what and until when."""
    if choice.until is None:
        return "" if choice.is_self else gettext("您是法定代表人(经营者、负责人)")
    powers = "、".join(sorted(str(power.label) for power in choice.powers))
    told = {"capacity": choice.capacity, "powers": powers, "until": date(city_date(choice.until))}
    return gettext("您是%(capacity)s,能%(powers)s,到%(until)s为止") % told


def _ask_enterprise(visit: Visit, typed: str, trouble: Trouble | None = None) -> HttpResponseBase:
    questions = (
        Field(
            kind=FieldKind.USCC,
            name="uscc",
            label=gettext("统一社会信用代码"),
            value=typed,
            hint=gettext("营业执照上的18位。"),
            problem=problem_at(trouble, "uscc"),
        ),
    )
    ask = Ask(
        title=gettext("添加我的企业"),
        lead=gettext("我们向登记机关核对:您是不是它的法定代表人。"),
        questions=questions,
        button=gettext("核对并添加"),
        sentence=sentence_of(trouble),
        lines=lines_of(trouble, questions),
        ways=(Way(label=gettext("返回"), link=reverse("web:acting")),),
    )
    return visit.show("signin/ask.html", {"ask": ask}, status=trouble.status if trouble else 200)
