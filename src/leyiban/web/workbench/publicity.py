"""双公示 at the desk: what is late, which objections wait, and putting a published row right (R18)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.kernel.actors import Actor, Role
from leyiban.publicity.columns import BY_KEY, COLUMNS, PartyKind
from leyiban.publicity.models import Objection, PublishedRow
from leyiban.publicity.operations import answer_objection, correct_row
from leyiban.publicity.queries import (
    PublishedGrant,
    Watched,
    correctable_grant,
    objection_for,
    objections_before,
    published_grant,
    watched,
)
from leyiban.web.edge import Trouble, Visit, attempt, new_once, send_once, version_of
from leyiban.web.openness.grants import cells_of
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.parts.lights import Light
from leyiban.web.parts.screens import Screen, ScreenState
from leyiban.web.time_left import TimeLeft, light_of
from leyiban.web.wording import gettext
from leyiban.web.workbench.desk import ANSWERS, PUBLISHES, at_desk, show

OUTCOME, ANSWER = "outcome", "answer"
UPHELD, DISMISSED = "upheld", "dismissed"
_OF_PERSONS: Final = frozenset({"party_name", "party_code", "party_head"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedLine:
    """One publication or objection that is near its limit or over it."""

    number: str
    what: str
    title: str
    agency: str
    light: Light
    left: str
    link: str


@at_desk(PUBLISHES)
def board(visit: Visit) -> HttpResponseBase:
    """What is late or nearly so, and the objections that wait for my decision."""
    left = TimeLeft(visit.now)
    return show(
        visit,
        "workbench/publicity.html",
        {
            "watched": [_line(visit, each, left) for each in watched(visit.actor, now=visit.now)],
            "objections": objections_before(visit.actor),
            "column_names": _column_names(),
            "empty": Screen(
                state=ScreenState.EMPTY,
                title=gettext("公示都在时限内"),
                safe=gettext("没有临期和超期的。"),
            ),
        },
        here="publicity",
    )


@at_desk(ANSWERS, "GET", "POST")
def objection(visit: Visit, number: str) -> HttpResponseBase:
    """Answer an objection: with a corrected row, or with why the row is right."""
    found = objection_for(visit.actor, number)
    if visit.request.method != "POST":
        return _show_objection(visit, found)
    made = attempt(lambda: send_once(visit, lambda: _answer(visit, found)))
    return _show_objection(visit, found, made) if isinstance(made, Trouble) else made


@at_desk(ANSWERS, "GET", "POST")
def correction(visit: Visit, number: str) -> HttpResponseBase:
    """Put a row of my agency right of our own motion."""
    found = correctable_grant(visit.actor, number)
    if visit.request.method != "POST":
        return _show_correction(visit, found)
    made = attempt(lambda: send_once(visit, lambda: _correct(visit, found)))
    return _show_correction(visit, found, made) if isinstance(made, Trouble) else made


def _line(visit: Visit, each: Watched, left: TimeLeft) -> WatchedLine:
    is_objection = each.kind == Objection.KIND
    return WatchedLine(
        number=each.number,
        what=gettext("异议待答复") if is_objection else gettext("待公示"),
        title=each.title,
        agency=each.agency,
        light=light_of(amber_at=each.amber_at, red_at=each.red_at, paused=False, now=visit.now),
        left=left.words(each.red_at, region=each.region),
        link=_link(visit.actor, each, is_objection),
    )


def _link(actor: Actor, each: Watched, is_objection: bool) -> str:
    if not is_objection:
        return reverse("web:workbench_case", kwargs={"number": each.grant})
    if actor.holds(Role.DECIDER):
        return reverse("web:workbench_objection", kwargs={"number": each.number})
    return reverse("web:grant", kwargs={"number": each.grant})


def _answer(visit: Visit, found: Objection) -> str:
    posted = visit.request.POST
    answer_objection(
        number=found.number,
        answer=posted.get(ANSWER, ""),
        cells=_changed(visit, published_grant(found.publication.number).row)
        if posted.get(OUTCOME) == UPHELD
        else None,
        version=version_of(visit.request),
        actor=visit.actor,
        now=visit.now,
    )
    return reverse("web:grant", kwargs={"number": found.publication.number})


def _correct(visit: Visit, found: PublishedGrant) -> str:
    correct_row(
        number=found.publication.number,
        cells=_changed(visit, found.row),
        reason=visit.request.POST.get(ANSWER, ""),
        actor=visit.actor,
        now=visit.now,
    )
    return reverse("web:grant", kwargs={"number": found.publication.number})


def _changed(visit: Visit, row: PublishedRow) -> dict[str, str]:
    """The cells that were typed differently from what the row says."""
    typed = {field.name: visit.request.POST.get(field.name, field.value) for field in _cell_fields(row)}
    before = {field.name: field.value for field in _cell_fields(row)}
    return {name: text for name, text in typed.items() if text.strip() != before[name]}


def _show_objection(visit: Visit, found: Objection, trouble: Trouble | None = None) -> HttpResponseBase:
    grant = published_grant(found.publication.number)
    posted = visit.request.POST
    outcome = Field(
        kind=FieldKind.CHOICE,
        name=OUTCOME,
        label=gettext("核对结果"),
        value=posted.get(OUTCOME, ""),
        choices=(
            Choice(value=UPHELD, label=gettext("确实不对,更正")),
            Choice(value=DISMISSED, label=gettext("没有错,不改")),
        ),
    )
    return _show(
        visit,
        grant,
        trouble,
        {
            "objection": found,
            "column_name": _column_names()[found.column],
            "words": found.words.reveal(),
            "outcome": outcome,
        },
    )


def _show_correction(visit: Visit, found: PublishedGrant, trouble: Trouble | None = None) -> HttpResponseBase:
    return _show(visit, found, trouble, {"objection": None, "outcome": None})


def _show(
    visit: Visit, grant: PublishedGrant, trouble: Trouble | None, more: Mapping[str, object]
) -> HttpResponseBase:
    at = trouble.at if trouble else {}
    fields = _cell_fields(grant.row, typed=visit.request.POST, problems=at)
    return show(
        visit,
        "workbench/publicity_row.html",
        {
            "grant": grant,
            "cells": cells_of(grant.row),
            "fields": fields,
            "answer": Field(
                kind=FieldKind.LONG_TEXT,
                name=ANSWER,
                label=gettext("理由"),
                hint=gettext("会公开,不要写人名和号码。"),
                value=visit.request.POST.get(ANSWER, ""),
                max_length=300,
            ),
            "once": new_once(),
            "sentence": trouble.sentence if trouble else "",
            "lines": [(field.id, field.problem) for field in fields if field.problem],
            **more,
        },
        here="publicity",
        status=trouble.status if trouble else 200,
    )


def _cell_fields(
    row: PublishedRow,
    *,
    typed: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
) -> tuple[Field, ...]:
    of_person = row.party_kind == PartyKind.PERSON
    return tuple(
        Field(
            kind=FieldKind.DATE
            if column.key in ("decided_on", "valid_from", "valid_until")
            else FieldKind.TEXT,
            name=column.key,
            label=str(column.label),
            value=(typed or {}).get(column.key, _plain(getattr(row, column.key))),
            problem=(problems or {}).get(column.key, ""),
            required=False,
        )
        for column in COLUMNS
        if column.by_hand and not (of_person and column.key in _OF_PERSONS)
    )


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _column_names() -> dict[str, str]:
    return {key: str(column.label) for key, column in BY_KEY.items()}
