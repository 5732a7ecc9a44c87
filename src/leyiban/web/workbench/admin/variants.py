"""特别办法: variants of items, tried on real cases before they are published (F4.4)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.operations import try_variant
from leyiban.catalogue.errors import ItemUnknown
from leyiban.catalogue.models import City, ItemVariant, ItemVersion, VariantTrial
from leyiban.catalogue.operations import base_of, made_of, publish_variant
from leyiban.catalogue.queries import last_trial, loaded_lawbook, variant_by_key, variants_of
from leyiban.catalogue.rulefile.variants import VariantFile
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.errors import FieldProblem, InvalidInput
from leyiban.kernel.moments import city_date
from leyiban.web.edge import Trouble, Visit, attempt, new_once, send_once
from leyiban.web.parts import Words
from leyiban.web.parts.screens import Screen, ScreenState
from leyiban.web.wording import as_written, gettext
from leyiban.web.workbench.admin.items import city_of
from leyiban.web.workbench.desk import ADMINISTERS, at_desk, show

ACT: Final = "act"
_SHOWN: Final = 100  # cases of a dry run on the page


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantLine:
    name: Words
    item: Words
    state: str
    sunset: dt.date
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialLine:
    """A case that would have gone differently; ``stopped``: it could not have been filed."""

    number: str
    gone: tuple[Words, ...]
    days_before: int
    days_after: int | None
    stopped: bool


@at_desk(ADMINISTERS)
def board(visit: Visit, city: str) -> HttpResponseBase:
    """Every variant, with how it stands."""
    place = city_of(visit, city)
    today = city_date(visit.now)
    return show(
        visit,
        "admin/variants.html",
        {
            "city": place.words,
            "key": place.key,
            "variants": [_line(each, place, today) for each in variants_of(place)],
            "empty": Screen(
                state=ScreenState.EMPTY,
                title=gettext("还没有特别办法"),
                safe=gettext("写进城市包,载入后列在这里。"),
            ),
        },
        here="admin",
    )


def _line(variant: ItemVariant, city: City, today: dt.date) -> VariantLine:
    told = variant.told
    return VariantLine(
        name=told.name,
        item=as_written(variant.item.code),
        state=_state(variant, today),
        sunset=told.sunset,
        link=reverse("web:admin_variant", kwargs={"city": city.key, "key": variant.key}),
    )


def _state(variant: ItemVariant, today: dt.date) -> str:
    version = variant.version
    if version is None:
        return gettext("过期了,没有公布") if variant.told.sunset < today else gettext("提出来了,还没公布")
    if version.effective_to is not None and version.effective_to <= today:
        return gettext("到期了,照原来的办")
    return gettext("正在用") if version.effective_from <= today else gettext("公布了,还没到日子")


@at_desk(ADMINISTERS, "GET", "POST")
def one(visit: Visit, city: str, key: str) -> HttpResponseBase:
    """What it changes and who decided it; the dry run of its present text; and the two acts, in their order."""
    place = city_of(visit, city)
    variant = variant_by_key(place, key)
    if visit.request.method != "POST":
        return _show(visit, place, variant)
    made = attempt(lambda: send_once(visit, lambda: _act(visit, place, variant)))
    return _show(visit, place, variant, made) if isinstance(made, Trouble) else made


def _act(visit: Visit, city: City, variant: ItemVariant) -> str:
    match visit.request.POST.get(ACT):
        case "try":
            try_variant(variant=variant, actor=visit.actor, now=visit.now)
        case "publish":
            lawbook = loaded_lawbook(region=city.region.code)
            publish_variant(variant=variant, lawbook=lawbook, actor=visit.actor, now=visit.now)
        case _:
            raise InvalidInput(problems=(FieldProblem(ACT, "required", gettext("请选试一遍或者公布。")),))
    return reverse("web:admin_variant", kwargs={"city": city.key, "key": variant.key})


def _show(visit: Visit, city: City, variant: ItemVariant, trouble: Trouble | None = None) -> HttpResponseBase:
    told, today = variant.told, city_date(visit.now)
    base, trial = _now_of(variant, today)
    names = {} if base is None else {task.key: task.name for task in base.rulefile.plan.tasks}
    return show(
        visit,
        "admin/variant.html",
        {
            "city": city.words,
            "key": city.key,
            "variant": told,
            "item": as_written(variant.item.code) if base is None else base.words,
            "state": _state(variant, today),
            "version": variant.version,
            "drops": tuple(names.get(each, as_written(each)) for each in told.drops),
            "reorders": _reorders(told, names),
            "trial": trial,
            "lines": () if trial is None else _trial_lines(trial, names),
            "may_try": base is not None and variant.version_id is None,
            "may_publish": trial is not None and variant.version_id is None,
            "sentence": trouble.sentence if trouble else "",
            "once": new_once(),
        },
        here="admin",
        status=trouble.status if trouble else 200,
    )


def _now_of(variant: ItemVariant, today: dt.date) -> tuple[ItemVersion | None, VariantTrial | None]:
    """The version that it would change today, and the dry run of what it makes of that."""
    try:
        base = base_of(variant, on=today)
    except ItemUnknown:
        return None, None
    return base, last_trial(variant, digest=made_of(variant, base).digest)


def _reorders(told: VariantFile, names: dict[str, Bilingual]) -> tuple[tuple[Words, tuple[Words, ...]], ...]:
    return tuple(
        (
            names.get(each.task, as_written(each.task)),
            tuple(names.get(key, as_written(key)) for key in each.after),
        )
        for each in told.reorders
    )


def _trial_lines(trial: VariantTrial, names: dict[str, Bilingual]) -> tuple[TrialLine, ...]:
    return tuple(_trial_line(row, names) for row in trial.found["cases"][:_SHOWN])


def _trial_line(row: dict[str, Any], names: dict[str, Bilingual]) -> TrialLine:
    was, would_be = row["was"], row["would_be"]
    gone = [key for key in was["tasks"] if would_be is not None and key not in would_be["tasks"]]
    return TrialLine(
        number=row["number"],
        gone=tuple(names.get(key, as_written(key)) for key in gone),
        days_before=was["days"],
        days_after=None if would_be is None else would_be["days"],
        stopped=bool(row["stopped"]),
    )
