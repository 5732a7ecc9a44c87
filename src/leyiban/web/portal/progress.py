"""查进度 without signing in: a case number and its query code (M3.12)."""

from django.http import HttpResponseBase

from leyiban.web.edge import Visit, page
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.rights import ANYONE
from leyiban.web.wording import gettext


@page(ANYONE)
def progress(visit: Visit) -> HttpResponseBase:
    """The page with the two fields."""
    return visit.show(
        "portal/progress.html", {"fields": _fields(), "trouble": None, "lines": (), "sentence": ""}
    )


def _fields() -> tuple[Field, ...]:
    return (
        Field(
            kind=FieldKind.TEXT,
            name="case_no",
            label=gettext("办件编号"),
            hint=gettext("和收件凭证上的一样。"),
        ),
        Field(
            kind=FieldKind.TEXT,
            name="query_code",
            label=gettext("查询码"),
            hint=gettext("6位数字。"),
        ),
    )
