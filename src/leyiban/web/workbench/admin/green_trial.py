"""绿色通道试算: what a class, or another bound, would have cost everyone else last month (F4.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.http import HttpResponseBase

from leyiban.cases.queries import month_of
from leyiban.cases.rules.green_trial import STEPS, Cost, Trial, cost_of
from leyiban.catalogue.greenfile import GreenClassEntry
from leyiban.catalogue.models import City
from leyiban.catalogue.queries import green_classes
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.docket.precedence import Bound
from leyiban.kernel.moments import city_date
from leyiban.people.models import Agency
from leyiban.web.edge import Visit
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.wording import gettext, ngettext
from leyiban.web.workbench.admin.items import city_of
from leyiban.web.workbench.desk import ADMINISTERS, at_desk, show

OFFICE, CLASS, SHARE, MAY_PASS, FIRM, SEED = "office", "class", "share", "may_pass", "firm_percent", "seed"
_RANGES: Final[Mapping[str, tuple[int, int]]] = {
    SHARE: (0, 100),
    MAY_PASS: (0, 100),
    FIRM: (0, 100),
    SEED: (0, 999_999),
}
# In units of the picture, which is as wide as a narrow phone's column; text is 14 of them high.
_WIDTH: Final = 340
_ROW: Final = 40
_BAR_TOP: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One bar: so many cases lose so much."""

    label: str
    count: int
    width: int
    text_y: int
    bar_y: int


@at_desk(ADMINISTERS)
def trial(visit: Visit, city: str) -> HttpResponseBase:
    """The questions, and once they are answered what it would have cost: in words, as a picture, as numbers."""
    place = city_of(visit, city)
    classes, offices = green_classes(place, on=city_date(visit.now)), _offices(place)
    asked = {name: visit.request.GET.get(name, "")[:64] for name in (OFFICE, CLASS, *_RANGES)}
    chosen = next((each for each in classes if each.key == asked[CLASS]), classes[0] if classes else None)
    sent = OFFICE in visit.request.GET
    numbers = _numbers(asked)
    office = next((each for each in offices if each.uscc == asked[OFFICE]), None)
    context: dict[str, object] = {
        "city": place.words,
        "key": place.key,
        "empty": False,
        "cost": None,
        "fields": _fields(asked, classes, offices, chosen, bad=_wrong(asked) if sent else ()),
    }
    if sent and chosen and office and not _wrong(asked):
        context |= _answer(visit, office, chosen, numbers)
    return show(visit, "admin/green_trial.html", context, here="admin")


def _offices(city: City) -> list[Agency]:
    """Those that handle an item of the city today or did so once."""
    return list(
        Agency.objects.filter(item_bodies__version__item__city=city)
        .select_related("region")
        .distinct()
        .order_by("region__code", "uscc")
    )


def _wrong(asked: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        name for name, text in asked.items() if name in _RANGES and text and _read(name, text) is None
    )


def _numbers(asked: Mapping[str, str]) -> dict[str, int]:
    read = ((name, _read(name, asked[name])) for name in _RANGES)
    return {name: value for name, value in read if value is not None}


def _read(name: str, text: str) -> int | None:
    low, high = _RANGES[name]
    return int(text) if text.isascii() and text.isdigit() and low <= int(text) <= high else None


def _answer(
    visit: Visit, office: Agency, chosen: GreenClassEntry, numbers: Mapping[str, int]
) -> dict[str, object]:
    month = month_of(office, now=visit.now)
    if month is None:
        return {"empty": True}
    allows = chosen.allows
    bound = Bound(numbers.get(MAY_PASS, allows.may_pass), numbers.get(FIRM, allows.firm_percent))
    cost = cost_of(
        month,
        Trial(
            share=numbers.get(SHARE, 0),
            items=frozenset(chosen.items),
            bound=bound,
            rebound=MAY_PASS in numbers or FIRM in numbers,
            seed=numbers.get(SEED, 1),
        ),
    )
    steps = _picture(cost)
    return {
        "cost": cost,
        "bound": bound,
        "sentence": sentence(cost),
        "late": late_sentence(cost),
        "green": green_sentence(cost),
        "steps": steps,
        "height": len(steps) * _ROW,
        "people": month.people,
        "office": Bilingual(zh=office.name, en=office.name_en or None),
    }


def sentence(cost: Cost) -> str:
    """How many of the others would have lost how much."""
    if not cost.longer:
        return gettext("普通件没有一件多等。")
    return ngettext(
        "%(num)s件普通件要多等,平均%(days)s个工作日。",
        "%(num)s件普通件要多等,平均%(days)s个工作日。",
        cost.longer,
    ) % {"num": cost.longer, "days": f"{cost.mean:.1f}"}


def late_sentence(cost: Cost) -> str:
    """How many of them would have ended past their limit; empty where nobody would have lost anything."""
    if not cost.longer:
        return ""
    if not cost.late:
        return gettext("没有一件因此超期。")
    return ngettext("%(num)s件因此超期。", "%(num)s件因此超期。", cost.late) % {"num": cost.late}


def green_sentence(cost: Cost) -> str:
    """What the green channel would have gained by it."""
    if not cost.green:
        return gettext("没有一件走绿色通道。")
    return ngettext(
        "%(num)s件走绿色通道,平均早%(days)s个工作日开始办。",
        "%(num)s件走绿色通道,平均早%(days)s个工作日开始办。",
        cost.green,
    ) % {"num": cost.green, "days": f"{max(cost.sooner, 0):.1f}"}


def _picture(cost: Cost) -> tuple[Step, ...]:
    counts = (cost.ordinary - cost.longer, *cost.steps)
    most = max(*counts, 1)
    return tuple(
        Step(
            label=label,
            count=count,
            width=round(_WIDTH * count / most),
            text_y=place * _ROW + 14,
            bar_y=place * _ROW + _BAR_TOP,
        )
        for place, (label, count) in enumerate(zip(_labels(), counts, strict=True))
    )


def _labels() -> tuple[str, ...]:
    between = (
        gettext("多等%(low)s到%(high)s个工作日") % {"low": f"{low:g}", "high": f"{high:g}"}
        for low, high in pairwise(STEPS)
    )
    return (
        gettext("不多等"),
        gettext("多等不到%(days)s个工作日") % {"days": f"{STEPS[0]:g}"},
        *between,
        gettext("多等%(days)s个工作日以上") % {"days": f"{STEPS[-1]:g}"},
    )


def _fields(
    asked: Mapping[str, str],
    classes: Sequence[GreenClassEntry],
    offices: Sequence[Agency],
    chosen: GreenClassEntry | None,
    *,
    bad: Sequence[str],
) -> tuple[Field, ...]:
    bound = chosen.allows if chosen else None
    return (
        Field(
            kind=FieldKind.CHOICE,
            name=OFFICE,
            label=gettext("算哪个单位"),
            choices=tuple(
                Choice(value=each.uscc, label=Bilingual(zh=each.name, en=each.name_en or None))
                for each in offices
            ),
            value=asked[OFFICE],
        ),
        Field(
            kind=FieldKind.CHOICE,
            name=CLASS,
            label=gettext("按哪一类算"),
            choices=tuple(Choice(value=each.key, label=each.name) for each in classes),
            value=chosen.key if chosen else "",
        ),
        _number(SHARE, gettext("普通件里有多少也走"), asked[SHARE] or "10", bad, unit="%", needed=True),
        _number(
            MAY_PASS,
            gettext("一件普通件最多让几件"),
            asked[MAY_PASS],
            bad,
            hint=gettext("不填就按这一类的:%(n)s件。") % {"n": bound.may_pass} if bound else "",
        ),
        _number(
            FIRM,
            gettext("时限剩多少就谁也不让"),
            asked[FIRM],
            bad,
            unit="%",
            hint=gettext("不填就按这一类的:%(n)s%%。") % {"n": bound.firm_percent} if bound else "",
        ),
        _number(SEED, gettext("抽签的种子"), asked[SEED] or "1", bad, hint=gettext("同一个数,算出来一样。")),
    )


def _number(
    name: str,
    label: str,
    value: str,
    bad: Sequence[str],
    *,
    unit: str = "",
    hint: str = "",
    needed: bool = False,
) -> Field:
    low, high = _RANGES[name]
    return Field(
        kind=FieldKind.INTEGER,
        name=name,
        label=label,
        value=value,
        hint=hint,
        unit=unit,
        required=needed,
        minimum=str(low),
        maximum=str(high),
        problem=gettext("请写%(low)s到%(high)s的整数。") % {"low": low, "high": high} if name in bad else "",
    )
