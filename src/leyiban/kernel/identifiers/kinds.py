"""Every kind of identifier that can be checked by name, for commands and tables."""

import datetime as dt
from collections.abc import Callable

from leyiban.kernel.identifiers.case_numbers import check_case_no
from leyiban.kernel.identifiers.credit_codes import check_org_code, check_uscc
from leyiban.kernel.identifiers.item_codes import check_service_item_code
from leyiban.kernel.identifiers.licences import check_licence_id
from leyiban.kernel.identifiers.phones import check_phone
from leyiban.kernel.identifiers.resident import check_resident_id
from leyiban.kernel.identifiers.results import Checked, Invalid
from leyiban.kernel.identifiers.wording import Reason

_PLAIN: dict[str, Callable[[str], Checked]] = {
    "case_no": check_case_no,
    "licence_id": check_licence_id,
    "licence_identifier": check_licence_id,
    "org_code": check_org_code,
    "phone": check_phone,
    "service_item_code": check_service_item_code,
    "uscc": check_uscc,
}
KINDS = tuple(sorted([*_PLAIN, "resident_id"]))


def check_kind(kind: str, text: str, *, today: dt.date) -> Checked:
    """Check ``text`` as an identifier of ``kind``; an unknown kind is an answer, not an exception."""
    if kind == "resident_id":
        return check_resident_id(text, today=today)
    check = _PLAIN.get(kind)
    return Invalid(Reason.UNKNOWN_KIND) if check is None else check(text)
