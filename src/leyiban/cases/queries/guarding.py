"""Under which name tries of a query code are counted."""

from leyiban.kernel.identifiers import check_mobile, normalise


def asked_about(number_or_phone: str) -> str:
    """The case number or mobile as it is looked up, so that writing it differently wins no further tries."""
    mobile = check_mobile(number_or_phone)
    return mobile.value if mobile.valid else normalise(number_or_phone)
