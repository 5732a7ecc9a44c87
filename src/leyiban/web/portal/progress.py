"""查进度 without signing in: a case number or the mobile, and the query code (M3.12, F3.9)."""

import re
from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from leyiban.cases.queries import Progress, progress_by_code
from leyiban.cases.queries.guarding import asked_about
from leyiban.kernel.errors import Kind, Refusal
from leyiban.kernel.identifiers import normalise
from leyiban.kernel.ledger.queries import losses
from leyiban.kernel.rights import ANYONE
from leyiban.kernel.throttles.operations import count_try
from leyiban.kernel.throttles.origins import origin_of
from leyiban.web import failures
from leyiban.web.edge import Trouble, Visit, page, see_other
from leyiban.web.hearings.views import NUMBER as HEARING_NUMBER
from leyiban.web.journey.standing import standing_of
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.wording import gettext

NUMBER: Final = "case_no"
CODE: Final = "query_code"
_LONGEST: Final = 60  # characters of what is typed
_SAID_HERE: Final = frozenset({Kind.NOT_FOUND, Kind.TOO_MANY, Kind.INVALID})


@page(ANYONE, "GET", "POST")
def progress(visit: Visit, number: str = "") -> HttpResponseBase:
    """The page with the two fields; the code printed on a paper leads here with its number filled in.

    What was asked goes into no address, because addresses end up in logs and histories.
    """
    if visit.request.method != "POST":
        return _ask(visit, number, {})
    typed = visit.request.POST.get(NUMBER, "").strip()[:_LONGEST]
    code = visit.request.POST.get(CODE, "").strip()[:_LONGEST]
    if _of_a_hearing(typed):
        return see_other(f"{reverse('web:hearings')}?{urlencode({HEARING_NUMBER: typed})}")
    problems = _missing(typed, code)
    if problems:
        return _ask(visit, typed, problems)
    try:
        found = _look(visit, typed, code)
    except Refusal as refusal:
        if refusal.kind not in _SAID_HERE:
            raise
        return _ask(visit, typed, {}, Trouble.of(refusal))
    return _show(visit, found)


def _look(visit: Visit, typed: str, code: str) -> Progress:
    """Six digits are guarded by the number of tries, per machine and per case."""
    count_try(throttle="progress.by_origin", subject=origin_of(visit.request.META), now=visit.now)
    count_try(throttle="progress.by_number", subject=asked_about(typed), now=visit.now)
    return progress_by_code(typed, code)


def _of_a_hearing(typed: str) -> bool:
    """Whoever was told of a hearing has such a number, and looks for the one place where numbers are asked for."""
    return re.fullmatch(r"T\d{8}", normalise(typed)) is not None


def _missing(typed: str, code: str) -> dict[str, str]:
    problems = {}
    if not typed:
        problems[NUMBER] = gettext("请写办件编号或手机号。")
    if not code:
        problems[CODE] = gettext("请写查询码。")
    return problems


def _show(visit: Visit, found: Progress) -> HttpResponseBase:
    response = visit.show(
        "portal/progress_found.html",
        {"progress": found, "standing": standing_of(found, now=visit.now)},
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _ask(
    visit: Visit, number: str, problems: dict[str, str], trouble: Trouble | None = None
) -> HttpResponseBase:
    fields = (
        Field(
            kind=FieldKind.TEXT,
            name=NUMBER,
            label=gettext("办件编号,或手机号"),
            hint=gettext("编号在收件凭证上。手机号是办的时候留的。"),
            value=number,
            problem=problems.get(NUMBER, ""),
        ),
        Field(
            kind=FieldKind.TEXT,
            name=CODE,
            label=gettext("查询码"),
            hint=gettext("6位数字,在收件凭证上。"),
            problem=problems.get(CODE, ""),
        ),
    )
    lines = tuple((each.first_id, each.problem) for each in fields if each.problem)
    status = trouble.status if trouble else 422 if problems else 200
    response = visit.show(
        "portal/progress.html",
        {
            "fields": fields,
            "trouble": trouble,
            "lines": lines,
            "sentence": "" if trouble is None else trouble.sentence,
            "losses": [] if trouble is None else losses(),
        },
        status=status,
    )
    if status == failures.STATUS[Kind.TOO_MANY]:
        response.headers["Retry-After"] = str(failures.RETRY_SECONDS)
    return response
