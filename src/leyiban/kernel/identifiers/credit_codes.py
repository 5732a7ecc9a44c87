"""Unified social credit codes (统一社会信用代码, GB 32100-2015) and the organisation codes inside them."""

import re

from leyiban.kernel.identifiers.check_characters import (
    CREDIT_CODE_ALPHABET,
    credit_check,
    organisation_check,
)
from leyiban.kernel.identifiers.results import Checked, Invalid, Valid
from leyiban.kernel.identifiers.text import normalise
from leyiban.kernel.identifiers.wording import Reason

_FORM = re.compile(f"[{CREDIT_CODE_ALPHABET}]{{2}}[0-9]{{6}}[{CREDIT_CODE_ALPHABET}]{{10}}")
_ORGANISATION_FORM = re.compile(r"[0-9A-Z]{8}[0-9X]")
# Classes by registering department. The standard has been amended and grows, so another pair only warns.
_CLASSES = {
    "1": "1239",  # 机构编制: organs, public institutions, mass organisations
    "2": "19",  # 外交
    "3": "123459",  # 司法行政
    "4": "19",  # 文化
    "5": "1239",  # 民政: social groups, private non-enterprise units, foundations
    "6": "129",  # 旅游
    "7": "129",  # 宗教
    "8": "19",  # 工会
    "9": "123",  # 市场监管: enterprises, individual businesses, farmers' cooperatives
    "A": "19",  # 军委改革和编制
    "N": "1239",  # 农业: rural collectives
    "Y": "1",  # 其他
}


def check_uscc(text: str) -> Checked:
    """Check an 18-character code.

    Warns where the inner organisation code does not add up, or the class is not a known one: both occur in
    codes that really exist.
    """
    value = normalise(text)
    if not value:
        return Invalid(Reason.EMPTY)
    if len(value) != 18:
        return Invalid(Reason.WRONG_LENGTH)
    if _FORM.fullmatch(value) is None:
        return Invalid(Reason.WRONG_CHARACTERS)
    if credit_check(value[:17]) != value[17]:
        return Invalid(Reason.CHECK_CHARACTER)
    warnings = []
    if not check_org_code(organisation_code(value)).valid:
        warnings.append(Reason.INNER_CHECK_CHARACTER)
    if value[1] not in _CLASSES.get(value[0], ""):
        warnings.append(Reason.UNKNOWN_CLASS)
    return Valid(value, tuple(warnings))


def check_org_code(text: str) -> Checked:
    """Check a 9-character organisation code (组织机构代码, GB 11714), with or without its hyphen."""
    value = normalise(text).replace("-", "")
    if not value:
        return Invalid(Reason.EMPTY)
    if len(value) != 9:
        return Invalid(Reason.WRONG_LENGTH)
    if _ORGANISATION_FORM.fullmatch(value) is None:
        return Invalid(Reason.WRONG_CHARACTERS)
    if organisation_check(value[:8]) != value[8]:
        return Invalid(Reason.CHECK_CHARACTER)
    return Valid(value)


def organisation_code(uscc: str) -> str:
    """The organisation code inside a checked credit code (characters 9 to 17)."""
    return uscc[8:17]
