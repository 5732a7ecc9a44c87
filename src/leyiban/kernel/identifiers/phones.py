"""Telephone numbers as people in China give them."""

import re

from leyiban.kernel.identifiers.results import Checked, Invalid, Valid
from leyiban.kernel.identifiers.text import normalise
from leyiban.kernel.identifiers.wording import Reason

_COUNTRY = re.compile(r"^(\+86|0086)-?")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
# Area codes are 10, 2x (three digits with the zero) or four digits; extensions have up to six.
_LANDLINE = re.compile(
    r"(?P<area>010|02[0-9]|0[3-9][0-9]{2})-?(?P<number>[2-9][0-9]{6,7})(?:-(?P<extension>[0-9]{1,6}))?"
)
_AREA_HOTLINE = re.compile(r"(?P<area>010|02[0-9]|0[3-9][0-9]{2})-?(?P<number>(?:12|9[56])[0-9]{3,4})")
_HOTLINE = re.compile(r"1[12][0-9]{3}|9[56][0-9]{3,4}")  # 12345, 12315, 11183, 95598 …
_SERVICE = re.compile(r"(?P<prefix>[48]00)-?(?P<middle>[0-9]{3})-?(?P<last>[0-9]{4})")


def check_mobile(text: str) -> Checked:
    """Check a mobile number: 11 digits from 13… to 19…, with or without +86."""
    value = _COUNTRY.sub("", normalise(text)).replace("-", "")
    if not value:
        return Invalid(Reason.EMPTY)
    return Valid(value) if _MOBILE.fullmatch(value) else Invalid(Reason.NOT_A_MOBILE)


def check_phone(text: str) -> Checked:
    """Check any number that can be called: mobile, landline with area code, hotline, 400 or 800 number.

    The value is written as it is printed: ``13900000000``, ``0833-2100000``, ``0833-2100000-12``,
    ``0833-12345``, ``12345``, ``400-800-8888``.
    """
    value = re.sub(r"[()]", "-", normalise(text)).strip("-")
    value = re.sub(r"-{2,}", "-", _COUNTRY.sub("", value))
    if not value:
        return Invalid(Reason.EMPTY)
    mobile = check_mobile(value)
    if mobile.valid:
        return mobile
    for form in (_LANDLINE, _AREA_HOTLINE, _SERVICE):
        match = form.fullmatch(value)
        if match is not None:
            return Valid("-".join(part for part in match.groups() if part))
    return Valid(value) if _HOTLINE.fullmatch(value) else Invalid(Reason.NOT_A_PHONE)
