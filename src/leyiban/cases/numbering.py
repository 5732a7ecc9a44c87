"""Numbers of cases: readable, unique, with gaps allowed."""

import datetime as dt

from django.db import connection

from leyiban.kernel.identifiers.case_numbers import new_case_no

_NEXT = "SELECT nextval('cases_number_serial')"


def next_case_no(*, prefix: str, county: str, day: dt.date) -> str:
    """The next number for this county and day. Takes no lock: a sequence that wraps at 999,999 gives the
    serial, and the unique constraint on the number guards a county with a million cases a day."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT)
        (serial,) = cursor.fetchone()
    return new_case_no(prefix=prefix, county=county, day=day, sequence=serial)
