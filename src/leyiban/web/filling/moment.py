"""A day and a time of day in two boxes, read as one moment."""

import datetime as dt
from collections.abc import Mapping

from leyiban.kernel.errors import FieldProblem, InvalidInput
from leyiban.kernel.moments import CITY_TIME
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.wording import gettext

DAY, TIME = "received.day", "received.time"


def moment_fields(
    typed: Mapping[str, str], at: Mapping[str, str], *, required: bool = True
) -> tuple[Field, Field]:
    """``at`` are the problems, by name."""
    return (
        Field(
            kind=FieldKind.DATE,
            name=DAY,
            label=gettext("哪天交的?"),
            value=typed.get(DAY, ""),
            required=required,
            problem=at.get(DAY, ""),
        ),
        Field(
            kind=FieldKind.TEXT,
            name=TIME,
            label=gettext("几点交的?"),
            example="09:30",
            max_length=5,
            value=typed.get(TIME, ""),
            required=required,
            problem=at.get(TIME, ""),
        ),
    )


def read_moment(typed: Mapping[str, str]) -> dt.datetime:
    """In city time, as UTC.

    Raises:
        InvalidInput: no day, or no time.
    """
    problems = []
    try:
        day = dt.date.fromisoformat(typed.get(DAY, ""))
    except ValueError:
        problems.append(FieldProblem(DAY, "required", gettext("请写哪天,如2026-03-09。")))
    try:
        time = dt.time.fromisoformat(typed.get(TIME, "")).replace(tzinfo=None)
    except ValueError:
        problems.append(FieldProblem(TIME, "required", gettext("请写几点,如09:30。")))
    if problems:
        raise InvalidInput(problems=tuple(problems))
    return dt.datetime.combine(day, time, CITY_TIME).astimezone(dt.UTC)
