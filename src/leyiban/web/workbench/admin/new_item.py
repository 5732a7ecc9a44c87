"""A new item: its rule file is the whole of it."""

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.catalogue.errors import RuleFileRefused
from leyiban.catalogue.models import City
from leyiban.catalogue.operations import publish_version
from leyiban.catalogue.problems import Problem
from leyiban.catalogue.queries import loaded_lawbook
from leyiban.catalogue.rulefile import Reading, check_rulefile, read_rulefile
from leyiban.web.edge import Trouble, Visit, attempt, new_once, send_once
from leyiban.web.workbench.admin.items import Draft, city_of, typed_text
from leyiban.web.workbench.desk import ADMINISTERS, at_desk, show

_FILE = "items/new.yaml"


@at_desk(ADMINISTERS, "GET", "POST")
def new_item(visit: Visit, city: str) -> HttpResponseBase:
    """First looked at, then published."""
    place = city_of(visit, city)
    if visit.request.method != "POST":
        return _show(visit, place, Draft(text=""))
    text = attempt(lambda: typed_text(visit))
    if isinstance(text, Trouble):
        return _show(visit, place, Draft(text=""), text)
    reading = read_rulefile(text, file=_FILE)
    problems = check_rulefile(reading, lawbook=loaded_lawbook(region=place.region.code))
    problems = tuple(problems) or _taken(place, reading)
    if problems or "publish" not in visit.request.POST:
        return _show(visit, place, Draft(text=text, problems=problems, ready=not problems))
    return _publish(visit, place, reading)


def _taken(city: City, reading: Reading) -> tuple[Problem, ...]:
    """The code is another item's."""
    if reading.rulefile is None or reading.source is None:
        return ()
    code = reading.rulefile.code
    if not city.items.filter(code=code).exists():
        return ()
    return (
        reading.source.problem(
            ("code",),
            "publishing.code_taken",
            (f"已经有事项叫 {code}。", f"There is an item called {code} already."),
            ("请换一个 code,或到那个事项里改。", "Choose another code, or change that item."),
        ),
    )


def _publish(visit: Visit, city: City, reading: Reading) -> HttpResponseBase:
    def act() -> str:
        published = publish_version(
            city=city,
            reading=reading,
            lawbook=loaded_lawbook(region=city.region.code),
            actor=visit.actor,
            now=visit.now,
        )
        code = published.version.item.code
        return f"{reverse('web:admin_item', kwargs={'city': city.key, 'code': code})}?published=1"

    try:
        return send_once(visit, act)
    except RuleFileRefused as refused:
        return _show(visit, city, Draft(text=reading.text, problems=refused.found))


def _show(visit: Visit, city: City, drafted: Draft, trouble: Trouble | None = None) -> HttpResponseBase:
    return show(
        visit,
        "admin/new_item.html",
        {
            "city": city,
            "drafted": drafted,
            "sentence": "" if trouble is None else trouble.sentence,
            "once": new_once(),
        },
        here="admin",
        status=trouble.status if trouble else 422 if drafted.problems else 200,
    )
