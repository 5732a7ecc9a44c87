"""审计抽查 at the auditor's desk: open any case of the area, plan a sample, draw it, read what was drawn."""

import datetime as dt

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.audits.errors import PeriodWrong, SampleNotFound, SizeWrong
from leyiban.audits.models import Sample
from leyiban.audits.operations import MOST, draw_sample
from leyiban.audits.queries import drawn, sample, samples
from leyiban.cases.queries import case_for
from leyiban.joins.auditor_samples_cases import sample_cases
from leyiban.kernel.actors import Role
from leyiban.people.models import Agency
from leyiban.people.rules.divisions import covers, significant
from leyiban.web.edge import Trouble, Visit, attempt, new_once, see_other, send_once
from leyiban.web.openness.samples import sample_columns
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.wording import gettext
from leyiban.web.workbench.desk import AUDITS, at_desk, show

SINCE, UNTIL, SIZE, AGENCY, WORDS = "since", "until", "size", "agency", "words"
NUMBER = "number"


@at_desk(AUDITS, "GET", "POST")
def board(visit: Visit) -> HttpResponseBase:
    """Samples of my area, a form that plans another, and the way to any case by its number."""
    if visit.request.method == "POST":
        made = attempt(lambda: send_once(visit, lambda: _plan(visit)))
        return _show(visit, made) if isinstance(made, Trouble) else made
    asked = visit.request.GET.get(NUMBER, "").strip()
    if asked:
        case_for(visit.actor, asked)
        return see_other(reverse("web:workbench_case", kwargs={"number": asked}))
    return _show(visit)


@at_desk(AUDITS, "GET", "POST")
def one(visit: Visit, number: str) -> HttpResponseBase:
    """Draw a sample of mine, or read its cases."""
    found = _mine(visit, number)
    if visit.request.method != "POST":
        return _show_one(visit, found)
    made = attempt(lambda: send_once(visit, lambda: _draw(visit, number)))
    return _show_one(visit, found, made) if isinstance(made, Trouble) else made


def _region(visit: Visit) -> str:
    """Where the first of my auditor's posts is."""
    return next(post.region for post in visit.actor.posts if post.role is Role.AUDITOR)


def _mine(visit: Visit, number: str) -> Sample:
    found = sample(number)
    posts = [post for post in visit.actor.posts if post.role is Role.AUDITOR]
    if not any(covers(post.region, found.region) for post in posts):
        raise SampleNotFound
    return found


def _plan(visit: Visit) -> str:
    posted = visit.request.POST
    try:
        since = dt.date.fromisoformat(posted.get(SINCE, ""))
        until = dt.date.fromisoformat(posted.get(UNTIL, ""))
    except ValueError:
        raise PeriodWrong from None
    size = posted.get(SIZE, "")
    if not (size.isascii() and size.isdigit() and len(size) < 6):
        raise SizeWrong(most=MOST)
    planned = sample_cases(
        region=_region(visit),
        agency=Agency.objects.filter(uscc=posted.get(AGENCY, "")).first(),
        since=since,
        until=until,
        size=int(size),
        actor=visit.actor,
        now=visit.now,
    )
    return reverse("web:workbench_sample", kwargs={"number": planned.number})


def _draw(visit: Visit, number: str) -> str:
    draw_sample(
        number=number,
        words=visit.request.POST.get(WORDS, ""),
        actor=visit.actor,
        now=visit.now,
    )
    return reverse("web:workbench_sample", kwargs={"number": number})


def _show(visit: Visit, trouble: Trouble | None = None) -> HttpResponseBase:
    return show(
        visit,
        "workbench/samples.html",
        {
            "columns": sample_columns(),
            "samples": samples(region=significant(_region(visit))),
            "fields": _fields(visit),
            "find": Field(kind=FieldKind.TEXT, name=NUMBER, label=gettext("办件编号"), required=False),
            "once": new_once(),
            "sentence": trouble.sentence if trouble else "",
        },
        here="samples",
        status=trouble.status if trouble else 200,
    )


def _show_one(visit: Visit, found: Sample, trouble: Trouble | None = None) -> HttpResponseBase:
    return show(
        visit,
        "workbench/sample.html",
        {
            "sample": found,
            "numbers": drawn(found),
            "mine": found.auditor == visit.actor.pseudonym,
            "words": Field(
                kind=FieldKind.TEXT,
                name=WORDS,
                label=gettext("您的随机数"),
                hint=gettext("掷骰子、抽牌都行,至少8个字符。说出来就抽,只能说一次。"),
                value=visit.request.POST.get(WORDS, ""),
            ),
            "once": new_once(),
            "sentence": trouble.sentence if trouble else "",
        },
        here="samples",
        status=trouble.status if trouble else 200,
    )


def _fields(visit: Visit) -> tuple[Field, ...]:
    typed = visit.request.POST
    agencies = (
        Agency.objects.filter(region__code__startswith=significant(_region(visit)), cases__isnull=False)
        .distinct()
        .order_by("name")
        .values_list("uscc", "name")
    )
    return (
        Field(
            kind=FieldKind.DATE,
            name=SINCE,
            label=gettext("从哪天决定的"),
            value=typed.get(SINCE, ""),
        ),
        Field(kind=FieldKind.DATE, name=UNTIL, label=gettext("到哪天"), value=typed.get(UNTIL, "")),
        Field(
            kind=FieldKind.CHOICE,
            name=AGENCY,
            label=gettext("哪个单位"),
            required=False,
            value=typed.get(AGENCY, ""),
            choices=(
                Choice(value="", label=gettext("全部单位")),
                *(Choice(value=uscc, label=name) for uscc, name in agencies),
            ),
        ),
        Field(
            kind=FieldKind.INTEGER,
            name=SIZE,
            label=gettext("抽几件"),
            value=typed.get(SIZE, ""),
            unit=gettext("件"),
        ),
    )
