"""What the person wants to do: search in plain words, choose, begin (or go on with what was begun)."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.catalogue import queries as catalogue
from leyiban.catalogue.models import Elsewhere, ItemVersion
from leyiban.catalogue.queries.searching import CANDIDATES, search
from leyiban.catalogue.rulefile import RuleFile
from leyiban.catalogue.vocabulary import ServedPerson
from leyiban.joins.application_is_begun import begin_application
from leyiban.kernel.moments import city_date
from leyiban.people.models import Party
from leyiban.people.queries import region_name
from leyiban.web.counter.desk import applicant_of, at_counter, show, standing, window_region
from leyiban.web.edge import Trouble, Visit, attempt, see_other
from leyiban.web.parts import Words
from leyiban.web.parts.fields import Choice
from leyiban.web.parts.screens import Screen, ScreenState, Way
from leyiban.web.portal.finding import LONGEST_WORDS, city_of_visit
from leyiban.web.wording import gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    code: str
    name: Words
    summary: Words


@at_counter()
def items(visit: Visit) -> HttpResponseBase:
    """Found by words, else the whole list."""
    applicant = applicant_of(visit)
    if applicant is None:
        return see_other(reverse("web:counter"))
    words = visit.request.GET.get("q", "")[:LONGEST_WORDS]
    found, elsewhere = _found(visit, words)
    return show(
        visit,
        "counter/items.html",
        {
            "words": words,
            "items": tuple(_item(version) for version in found),
            "empty": Screen(
                state=ScreenState.EMPTY,
                title=gettext("没找到这件事"),
                now=elsewhere.advice_words if elsewhere else gettext("换个说法再找,或看全部。"),
                ways=(Way(label=gettext("看全部"), link=reverse("web:counter_items")),),
            ),
        },
    )


def _found(visit: Visit, words: str) -> tuple[Sequence[ItemVersion], Elsewhere | None]:
    """What has a guide, and what others do."""
    city, today = city_of_visit(visit), city_date(visit.now)
    if not words.strip():
        return list(catalogue.items(city=city, on=today)), None
    answer = search(words, city=city, on=today, limit=CANDIDATES)
    return [hit.version for hit in answer.hits], answer.elsewhere


def _item(version: ItemVersion) -> Item:
    return Item(code=version.item.code, name=version.words, summary=version.summary_words)


def _fits(rules: RuleFile, applicant: Party) -> bool:
    """Whether the item serves this kind of applicant."""
    if applicant.is_legal:
        return any(served is not ServedPerson.NATURAL_PERSON for served in rules.served)
    return ServedPerson.NATURAL_PERSON in rules.served


@at_counter("GET", "POST")
def start(visit: Visit, code: str) -> HttpResponseBase:
    """Begin the item where the window is, or where the person says the matter lies."""
    applicant = applicant_of(visit)
    if applicant is None:
        return see_other(reverse("web:counter"))
    city, today = city_of_visit(visit), city_date(visit.now)
    version = catalogue.item_version(code=code, city=city, on=today)
    places = _places(version)
    region = visit.request.POST.get("region", "") or _place_here(version, window_region(visit))
    if not _fits(version.rulefile, applicant):
        return _ask(visit, version, places, region, _not_for(applicant))
    if visit.request.method != "POST" or not region:
        return _ask(visit, version, places, region)

    def begin() -> str:
        draft, _ = begin_application(
            version=version,
            applicant=applicant,
            region=region,
            standing=standing(visit),
            actor=visit.actor,
            now=visit.now,
        )
        return reverse("web:counter_draft", kwargs={"key": draft.key})

    begun = attempt(begin)
    return _ask(visit, version, places, region, begun) if isinstance(begun, Trouble) else see_other(begun)


def _not_for(applicant: Party) -> Trouble:
    told = (
        gettext("这件事不给企业办。请换成个人。")
        if applicant.is_legal
        else gettext("这件事只给企业办。请换成企业。")
    )
    return Trouble(status=HTTPStatus.CONFLICT, code="not_for", sentence=told)


def _places(version: ItemVersion) -> tuple[Choice, ...]:
    """Where the item is handled."""
    return tuple(
        Choice(value=body.region, label=region_name(body.region)) for body in version.rulefile.implementing
    )


def _place_here(version: ItemVersion, window: str) -> str:
    """The body competent for the window's own region; empty when there is none, or nobody said."""
    body = version.rulefile.implementing_in(window)
    return "" if body is None else body.region


def _ask(
    visit: Visit,
    version: ItemVersion,
    places: tuple[Choice, ...],
    region: str,
    trouble: Trouble | None = None,
) -> HttpResponseBase:
    return show(
        visit,
        "counter/start.html",
        {
            "item": version.words,
            "code": version.item.code,
            "places": places,
            "region": region,
            "sentence": "" if trouble is None else trouble.sentence,
        },
        status=200 if trouble is None else trouble.status,
    )
