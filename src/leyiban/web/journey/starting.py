"""开始办: for whom, and where; what was begun before is offered first (F1.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from leyiban.cases.errors import NoAuthority, RealNameNeeded
from leyiban.cases.models import Draft
from leyiban.cases.operations import bring_up_to_date, save_answers
from leyiban.cases.queries import draft_for, my_drafts
from leyiban.catalogue.models import ItemVersion
from leyiban.catalogue.queries import item_version
from leyiban.catalogue.rulefile import RuleFile
from leyiban.catalogue.rulefile.precheck import answered
from leyiban.catalogue.vocabulary import ServedPerson, TaskState
from leyiban.catalogue.words import Bilingual
from leyiban.credentials.queries import licence_of_holder
from leyiban.joins.application_is_begun import begin_application
from leyiban.kernel.actors import ActorKind
from leyiban.kernel.errors import NotAllowed
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import SIGNED_IN
from leyiban.people.models import Party, Power, Region
from leyiban.people.queries import ActingChoice, acting_choices, may, visible_to
from leyiban.web.edge import Trouble, Visit, attempt, page, see_other
from leyiban.web.journey.shown import DraftLine
from leyiban.web.journey.steps import draft_link, steps_of
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.portal.finding import city_of_visit, guide_link
from leyiban.web.signin.acting import act_for, hint_of_choice, label_of_choice
from leyiban.web.wording import gettext

PARTY: Final = "party"
REGION: Final = "region"
LICENCE: Final = "licence"
_BY_NAME: Final = 2  # the real-name level that the real-name page leads to


@dataclass(frozen=True, slots=True)
class _Ask:
    """What has to be chosen before a draft can begin; a list of one is no question."""

    choices: tuple[ActingChoice, ...]
    regions: tuple[Region, ...]

    def party(self, key: str) -> ActingChoice | None:
        if len(self.choices) == 1:
            return self.choices[0]
        return next((choice for choice in self.choices if choice.key == key), None)

    def region(self, code: str) -> str:
        if len(self.regions) == 1:
            return self.regions[0].code
        return next((region.code for region in self.regions if region.code == code), "")


@page(SIGNED_IN, "GET", "POST")
def start(visit: Visit, code: str) -> HttpResponseBase:
    """Begin an application, or go on with the one already begun."""
    if visit.actor.kind is not ActorKind.PERSON:
        raise NotAllowed
    version = item_version(code=code, city=city_of_visit(visit), on=city_date(visit.now))
    if version.state != TaskState.IN_USE.value:
        return see_other(guide_link(code))
    ask = _what_to_ask(visit, version)
    if not ask.choices and not acting_choices(actor=visit.actor, now=visit.now):
        return _to_real_name(visit)
    if visit.request.method != "POST":
        return _show(visit, version, ask)
    return _begin(visit, version, ask)


def _what_to_ask(visit: Visit, version: ItemVersion) -> _Ask:
    rules = version.rulefile
    choices = tuple(
        choice for choice in acting_choices(actor=visit.actor, now=visit.now) if _fits(visit, choice, rules)
    )
    licence = visit.request.GET.get(LICENCE, "")
    if licence:  # of whom it is, is no question
        holder = licence_of_holder(visit.actor, licence).holder_id
        choices = tuple(choice for choice in choices if choice.party_id == holder)
    return _Ask(choices=choices, regions=_regions(visit, rules))


def _fits(visit: Visit, choice: ActingChoice, rules: RuleFile) -> bool:
    """Whether the item is for such a party, and whether the person may fill it in for that one."""
    for_persons = ServedPerson.NATURAL_PERSON in rules.served
    for_bodies = any(served is not ServedPerson.NATURAL_PERSON for served in rules.served)
    if not (for_bodies if choice.is_legal else for_persons):
        return False
    return choice.is_self or may(
        actor=visit.actor, party_id=choice.party_id, power=Power.FILL, item_code=rules.code, now=visit.now
    )


def _regions(visit: Visit, rules: RuleFile) -> tuple[Region, ...]:
    """Where it may be handled. Where the form itself asks for the place, or the licence to be renewed says it, the
    city will do until then."""
    if rules.competence is not None or rules.renews is not None:
        return (city_of_visit(visit).region,)
    codes = [body.region for body in rules.implementing]
    return tuple(Region.objects.filter(code__in=codes).order_by("code"))


def _begin(visit: Visit, version: ItemVersion, ask: _Ask) -> HttpResponseBase:
    chosen = ask.party(visit.request.POST.get(PARTY, ""))
    region = ask.region(visit.request.POST.get(REGION, ""))
    problems = {} if chosen else {PARTY: gettext("请选为谁办。")}
    if not region:
        problems[REGION] = gettext("请选在哪里办。")
    if chosen is None or problems:
        return _show(visit, version, ask, problems=problems)
    applicant = visible_to(visit.actor).get(pk=chosen.party_id)
    try:
        begun = attempt(lambda: _start(visit, version, applicant, region))
    except RealNameNeeded as refusal:
        if visit.actor.level < _BY_NAME:
            return _to_real_name(visit)
        return _show(visit, version, ask, trouble=Trouble.of(refusal))
    except NoAuthority as refusal:
        return _show(visit, version, ask, problems={PARTY: str(refusal)})
    if isinstance(begun, Trouble):
        return _show(visit, version, ask, trouble=begun)
    act_for(visit, chosen)
    return see_other(begun)


def _start(visit: Visit, version: ItemVersion, applicant: Party, region: str) -> str:
    """Where to go on: the first page of a new draft, the overview of one that was there."""
    draft, is_new = begin_application(
        version=version,
        applicant=applicant,
        region=region,
        licence=visit.request.GET.get(LICENCE, ""),
        actor=visit.actor,
        now=visit.now,
    )
    if not is_new:
        bring_up_to_date(key=draft.key, actor=visit.actor, now=visit.now)
    _take_over_answers(visit, draft)
    if not is_new:
        return draft_link(draft.key)
    steps = steps_of(draft_for(visit.actor, draft.key, now=visit.now), now=visit.now)
    # What is filled in already is looked at on the check page; only what is missing is asked.
    return steps.open.link if draft.earlier_licence else steps.steps[0].link


def _take_over_answers(visit: Visit, draft: Draft) -> None:
    """Fill in what was answered in the pre-check, where the draft has no answer yet (F1.2)."""
    picked = {
        name: visit.request.GET.getlist(name) for name in visit.request.GET if name not in (REGION, LICENCE)
    }
    if not picked:
        return
    opened = draft_for(visit.actor, draft.key, now=visit.now)
    given = answered(opened.rules, picked, today=city_date(visit.now)).exact
    fresh = {key: value for key, value in given.items() if key not in opened.answers}
    if fresh:
        save_answers(key=draft.key, answers=fresh, version=None, actor=visit.actor, now=visit.now)


def _to_real_name(visit: Visit) -> HttpResponseBase:
    here = visit.request.get_full_path()
    return see_other(f"{reverse('web:real_name')}?{urlencode({'next': here})}")


def _show(
    visit: Visit,
    version: ItemVersion,
    ask: _Ask,
    *,
    problems: Mapping[str, str] | None = None,
    trouble: Trouble | None = None,
) -> HttpResponseBase:
    fields = _fields(visit, ask, problems or {})
    lines = tuple((field.first_id, field.problem) for field in fields if field.problem)
    rules = version.rulefile
    return visit.show(
        "journey/start.html",
        {
            "item": rules.name,
            "guide": guide_link(rules.code),
            "fields": fields,
            "lines": lines,
            "sentence": "" if trouble is None else trouble.sentence,
            "only": _only(ask),
            "drafts": tuple(_begun(visit, draft) for draft in _drafts_of(visit, version)),
            "materials": tuple(each.name for each in rules.materials),
        },
        status=trouble.status if trouble else 422 if problems else 200,
    )


def _fields(visit: Visit, ask: _Ask, problems: Mapping[str, str]) -> tuple[Field, ...]:
    posted = visit.request.POST
    fields = []
    if len(ask.choices) > 1:
        fields.append(
            Field(
                kind=FieldKind.CHOICE,
                name=PARTY,
                label=gettext("您这次为谁办?"),
                value=posted.get(PARTY, "") or _acting_now(visit, ask),
                problem=problems.get(PARTY, ""),
                choices=tuple(
                    Choice(value=choice.key, label=label_of_choice(choice), hint=hint_of_choice(choice))
                    for choice in ask.choices
                ),
            )
        )
    if len(ask.regions) > 1:
        fields.append(
            Field(
                kind=FieldKind.CHOICE,
                name=REGION,
                label=gettext("在哪里办?"),
                value=posted.get(REGION, "") or visit.request.GET.get(REGION, ""),
                problem=problems.get(REGION, ""),
                choices=tuple(
                    Choice(value=region.code, label=Bilingual(zh=region.name, en=region.name_en or None))
                    for region in ask.regions
                ),
            )
        )
    return tuple(fields)


def _acting_now(visit: Visit, ask: _Ask) -> str:
    """The party of this session, else oneself."""
    present = visit.actor.on_behalf_of
    for choice in ask.choices:
        if choice.party_id == present or (present is None and choice.is_self):
            return choice.key
    return ""


def _only(ask: _Ask) -> str:
    """For whom it will be, where there is no choice."""
    return label_of_choice(ask.choices[0]) if len(ask.choices) == 1 else ""


def _drafts_of(visit: Visit, version: ItemVersion) -> Sequence[Draft]:
    return [
        draft
        for draft in my_drafts(visit.actor)
        if draft.item_id == version.item_id and draft.case_id is None
    ]


def _begun(visit: Visit, draft: Draft) -> DraftLine:
    return DraftLine(
        name=draft.item_version.words,
        applicant=draft.applicant.name,
        saved_at=draft.saved_at,
        link=draft_link(draft.key),
    )
