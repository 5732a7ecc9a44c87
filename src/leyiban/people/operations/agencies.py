"""Load the agencies of a city."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import FieldProblem, Text
from leyiban.kernel.identifiers import check_uscc
from leyiban.people.errors import BrokenPeopleData
from leyiban.people.models import Agency, Region
from leyiban.people.operations.loading import Loaded, upsert

_FIELDS = (
    "name", "name_en", "short_name", "region_id", "address", "advice_phones", "complaint_phones",
    "valid_from", "valid_to",
)  # fmt: skip
_SENTENCES: dict[str, Text] = {
    "unknown_region": _("没有这个区划。"),
    "unknown_superior": _("没有这个上级单位。"),
    "same_phones": _("咨询电话和监督电话不能一样。"),
    "bad_uscc": _("统一社会信用代码不对,请核对。"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRow:
    """One agency of a pack. ``region`` is a code, ``superior`` the credit code of the agency above."""

    uscc: str
    name: str
    short_name: str
    region: str
    name_en: str = ""
    superior: str = ""
    address: str = ""
    advice_phones: tuple[str, ...] = ()
    complaint_phones: tuple[str, ...] = ()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


def load_agencies(*, rows: Iterable[AgencyRow]) -> Loaded:
    """Create and correct agencies by credit code; an agency that is missing stays.

    Raises:
        BrokenPeopleData: a wrong credit code, an unknown region or superior, or one phone for advice and
            for complaints (guide check 8).
    """
    table = {row.uscc: row for row in rows}
    with transaction.atomic():
        regions = Region.objects.in_bulk({row.region for row in table.values()}, field_name="code")
        superiors = {row.superior for row in table.values()} - {""}
        known = Agency.objects.in_bulk(table.keys() | superiors, field_name="uscc")
        _check(table, regions, known)
        wanted = [_agency(row, regions) for row in table.values()]
        loaded = upsert(Agency, wanted, key="uscc", fields=_FIELDS, known=known)
        _set_superiors(table)
        return loaded


def _check(
    table: Mapping[str, AgencyRow], regions: Mapping[str, Region], known: Mapping[str, Agency]
) -> None:
    problems = []
    for row in table.values():
        if not check_uscc(row.uscc).valid:
            problems.append(_problem(row, "uscc", "bad_uscc"))
        if row.region not in regions:
            problems.append(_problem(row, "region", "unknown_region"))
        if row.superior and row.superior not in table and row.superior not in known:
            problems.append(_problem(row, "superior", "unknown_superior"))
        if set(row.advice_phones) & set(row.complaint_phones):
            problems.append(_problem(row, "complaint_phones", "same_phones"))
    if problems:
        raise BrokenPeopleData(problems=tuple(problems))


def _problem(row: AgencyRow, field: str, what: str) -> FieldProblem:
    return FieldProblem(f"agencies.{row.uscc}.{field}", what, _SENTENCES[what])


def _agency(row: AgencyRow, regions: Mapping[str, Region]) -> Agency:
    return Agency(
        uscc=row.uscc,
        name=row.name,
        name_en=row.name_en,
        short_name=row.short_name,
        region=regions[row.region],
        address=row.address,
        advice_phones=list(row.advice_phones),
        complaint_phones=list(row.complaint_phones),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _set_superiors(table: Mapping[str, AgencyRow]) -> None:
    stored = Agency.objects.in_bulk(
        table.keys() | {row.superior for row in table.values()}, field_name="uscc"
    )
    differing = []
    for row in table.values():
        agency, superior = stored[row.uscc], stored.get(row.superior)
        if agency.superior_id != (superior.pk if superior else None):
            agency.superior = superior
            differing.append(agency)
    Agency.objects.bulk_update(differing, ["superior"])
