"""双公示: what was granted, per day and agency, with the columns of the credit portals (R18)."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE, SIGNED_IN
from leyiban.people.models import Agency
from leyiban.people.rules.divisions import significant
from leyiban.publicity.columns import BY_KEY, COLUMNS
from leyiban.publicity.models import PublishedRow
from leyiban.publicity.operations import file_objection
from leyiban.publicity.queries import Asked, as_csv, days, listed, published_grant
from leyiban.web.city import city_of_request
from leyiban.web.edge import Trouble, Visit, attempt, new_once, page, send_once
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.parts.tables import Column
from leyiban.web.wording import gettext, pgettext

_SPAN: Final = dt.timedelta(days=30)
_MOST: Final = 50
SINCE, UNTIL, AGENCY, AFTER = "since", "until", "agency", "after"
COLUMN, WORDS = "column", "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One column of a row as people read it; ``changed``: it differs from the row before."""

    label: str
    value: str
    changed: bool = False


@page(ANYONE)
def grants(visit: Visit) -> HttpResponseBase:
    """Grants of a span of days, by agency; the last thirty days at first."""
    asked = _asked(visit)
    after = visit.request.GET.get(AFTER, "")
    before = int(after) if after.isascii() and after.isdigit() and len(after) < 16 else None
    found = listed(asked, before=before, limit=_MOST + 1)
    shown, query = found[:_MOST], _query(asked)
    here = reverse("web:grants")
    following = urlencode({**query, AFTER: str(shown[-1].publication_id)}) if len(found) > _MOST else ""
    return visit.show(
        "openness/grants.html",
        {
            "fields": _fields(visit, asked),
            "day_columns": _day_columns(),
            "days": days(asked),
            "columns": _columns(),
            "rows": shown,
            "csv": f"{reverse('web:grants_csv')}?{urlencode(query)}",
            "next": f"{here}?{following}" if following else "",
        },
    )


@page(ANYONE)
def grants_csv(visit: Visit) -> HttpResponseBase:
    """The same as a table that credit portals take in."""
    asked = _asked(visit)
    return StreamingHttpResponse(
        as_csv(asked),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="grants-{asked.since}-{asked.until}.csv"'},
    )


@page(ANYONE)
def grant(visit: Visit, number: str) -> HttpResponseBase:
    """One grant: the row in force, every row before it, and what was objected."""
    found = published_grant(number)
    return visit.show(
        "openness/grant.html",
        {
            "grant": found,
            "cells": cells_of(found.row),
            "earlier": [(row, cells_of(row)) for row in found.earlier],
            "column_names": {key: str(column.label) for key, column in BY_KEY.items()},
            "json": reverse("api-v1:read_grant", kwargs={"number": number}),
        },
    )


@page(SIGNED_IN, "GET", "POST")
def object_to(visit: Visit, number: str) -> HttpResponseBase:
    """Say that a column is wrong."""
    if visit.request.method != "POST":
        return _form(visit, number)
    made = attempt(lambda: send_once(visit, lambda: _file(visit, number)))
    return _form(visit, number, made) if isinstance(made, Trouble) else made


def _file(visit: Visit, number: str) -> str:
    file_objection(
        number=number,
        column=visit.request.POST.get(COLUMN, ""),
        words=visit.request.POST.get(WORDS, ""),
        actor=visit.actor,
        now=visit.now,
    )
    return reverse("web:grant", kwargs={"number": number}) + "#objections"


def _form(visit: Visit, number: str, trouble: Trouble | None = None) -> HttpResponseBase:
    posted = visit.request.POST
    return visit.show(
        "openness/object.html",
        {
            "grant": published_grant(number),
            "column": Field(
                kind=FieldKind.CHOICE,
                name=COLUMN,
                label=gettext("哪一栏不对?"),
                value=posted.get(COLUMN, ""),
                choices=tuple(Choice(value=each.key, label=str(each.label)) for each in COLUMNS),
            ),
            "words": Field(
                kind=FieldKind.LONG_TEXT,
                name=WORDS,
                label=gettext("哪里不对,应当是什么?"),
                hint=gettext("只给许可机关看,不公开。"),
                value=posted.get(WORDS, ""),
                max_length=500,
            ),
            "once": new_once(),
            "sentence": trouble.sentence if trouble else "",
        },
        status=trouble.status if trouble else 200,
    )


def cells_of(row: PublishedRow) -> tuple[Cell, ...]:
    """Every column of a row, in the exchange's order; what does not apply is left out."""
    written = row.row.cells()
    return tuple(
        Cell(label=str(column.label), value=written[column.key], changed=column.key in row.columns)
        for column in COLUMNS
        if written[column.key] or column.key in row.columns
    )


def _asked(visit: Visit) -> Asked:
    city = city_of_request(visit.request)
    today = city_date(visit.now)
    until = _day(visit.request.GET.get(UNTIL, "")) or today
    since = _day(visit.request.GET.get(SINCE, "")) or until - _SPAN
    return Asked(
        since=since,
        until=max(since, until),
        region=city.region.code if city else "",
        agency=visit.request.GET.get(AGENCY, "")[:18],
    )


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _query(asked: Asked) -> dict[str, str]:
    return {SINCE: asked.since.isoformat(), UNTIL: asked.until.isoformat(), AGENCY: asked.agency}


def _fields(visit: Visit, asked: Asked) -> tuple[Field, ...]:
    agencies = (
        Agency.objects.filter(region__code__startswith=significant(asked.region), publications__isnull=False)
        .distinct()
        .order_by("name")
        .values_list("uscc", "name")
    )
    return (
        _day_field(SINCE, gettext("从哪天决定的"), asked.since),
        _day_field(UNTIL, gettext("到哪天"), asked.until),
        Field(
            kind=FieldKind.CHOICE,
            name=AGENCY,
            label=gettext("哪个单位"),
            required=False,
            value=asked.agency,
            choices=(
                Choice(value="", label=gettext("全部单位")),
                *(Choice(value=uscc, label=name) for uscc, name in agencies),
            ),
        ),
    )


def _day_field(name: str, label: str, day: dt.date) -> Field:
    return Field(kind=FieldKind.DATE, name=name, label=label, value=day.isoformat(), required=False)


def _day_columns() -> tuple[Column, ...]:
    return (
        Column(key="decided_on", label=gettext("决定日期"), head=True),
        Column(key="agency", label=gettext("许可机关")),
        Column(key="granted", label=gettext("许可"), right=True),
        Column(key="published", label=gettext("已公示"), right=True),
        Column(key="waiting", label=gettext("待公示"), right=True),
        Column(key="late", label=pgettext("a column", "超期"), right=True),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(key="party_name", label=gettext("行政相对人"), head=True),
        Column(key="content", label=gettext("许可内容")),
        Column(key="document_number", label=gettext("决定文书号")),
        Column(key="decided_on", label=gettext("决定日期")),
        Column(key="agency", label=gettext("许可机关")),
    )
