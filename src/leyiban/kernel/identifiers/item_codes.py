"""Codes of service items: implementation code (实施编码, 31) and handling item code (业务办理项编码, 33)."""

import re

from leyiban.kernel.identifiers.credit_codes import check_uscc
from leyiban.kernel.identifiers.results import Checked, Invalid, Valid
from leyiban.kernel.identifiers.text import normalise
from leyiban.kernel.identifiers.wording import Reason

_FORM = re.compile(r"[0-9A-Z]{18}[0-9][0-9A-Z]{12}([0-9]{2})?")


def check_service_item_code(text: str) -> Checked:
    """Check a code: credit code of the body (18), level (1–6), basic code (12), and perhaps a sequence (2)."""
    value = normalise(text)
    if not value:
        return Invalid(Reason.EMPTY)
    if len(value) not in (31, 33):
        return Invalid(Reason.WRONG_LENGTH)
    if _FORM.fullmatch(value) is None:
        return Invalid(Reason.WRONG_CHARACTERS)
    if value[18] not in "123456":
        return Invalid(Reason.WRONG_LEVEL)
    body = check_uscc(value[:18])
    return Valid(value, body.warnings) if isinstance(body, Valid) else Invalid(body.reason)
