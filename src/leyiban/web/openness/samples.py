"""Auditors' samples before everybody: what was planned, what was drawn, and how to draw it again."""

from pathlib import Path

from django.http import HttpResponse, HttpResponseBase, JsonResponse

from leyiban.audits.queries import drawn, record_of, sample, samples
from leyiban.kernel.lots import redraw
from leyiban.kernel.rights import ANYONE
from leyiban.people.rules.divisions import significant
from leyiban.web.city import city_of_request
from leyiban.web.edge import Visit, page
from leyiban.web.parts.tables import Column
from leyiban.web.wording import gettext


@page(ANYONE)
def all_samples(visit: Visit) -> HttpResponseBase:
    """Every sample that was planned, also those that were given up."""
    city = city_of_request(visit.request)
    return visit.show(
        "openness/samples.html",
        {
            "columns": sample_columns(),
            "samples": samples(region=significant(city.region.code)) if city else [],
        },
    )


@page(ANYONE)
def one_sample(visit: Visit, number: str) -> HttpResponseBase:
    """One sample: what was bound beforehand, what came out, and the files with which to check it."""
    found = sample(number)
    return visit.show("openness/sample.html", {"sample": found, "draw": found.draw, "numbers": drawn(found)})


@page(ANYONE)
def record(visit: Visit, number: str) -> HttpResponseBase:
    """Everything that is needed to draw again."""
    return JsonResponse(
        record_of(number),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"Content-Disposition": f'attachment; filename="{number}.json"'},
    )


@page(ANYONE)
def redraw_py(visit: Visit) -> HttpResponseBase:
    """The program that draws again, in one file."""
    return HttpResponse(
        Path(redraw.__file__).read_bytes(),
        content_type="text/x-python; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="redraw.py"'},
    )


def sample_columns() -> tuple[Column, ...]:
    return (
        Column(key="number", label=gettext("编号"), head=True),
        Column(key="period", label=gettext("哪些天决定的")),
        Column(key="agency", label=gettext("单位")),
        Column(key="cases", label=gettext("名单"), right=True),
        Column(key="size", label=gettext("抽几件"), right=True),
        Column(key="state", label=gettext("进展")),
    )
