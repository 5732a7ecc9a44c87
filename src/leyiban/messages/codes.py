"""Sign-in codes: first in the queue, sealed while they wait, gone when they are sent or too old."""

import datetime as dt
import secrets

from leyiban.kernel.moments import city_date
from leyiban.kernel.outbound.operations import send_later
from leyiban.messages.carrier import SEND_CODE, Sending
from leyiban.messages.composing import compose
from leyiban.messages.sender import home_region, sender_of
from leyiban.messages.standard import SIGN_IN_CODE


def send_sign_in_code(
    *, phone: str, code: str, minutes: int, now: dt.datetime, region: str | None = None
) -> None:
    """Send a code now, in the caller's transaction; fills the port ``CodeSender`` of people.

    It is not a message about a matter: nothing of it is kept but the tries. ``region`` says whose sign it
    carries; without it the one city signs that is loaded (of several, the one with the lowest code).
    """
    sender = sender_of(region or home_region(), on=city_date(now))
    text = compose(template=SIGN_IN_CODE, facts={"code": code, "minutes": minutes}, sender=sender)
    send_later(
        call=SEND_CODE,
        payload=Sending(to=phone, text=text),
        key=f"code:{secrets.token_hex(16)}",
        now=now,
        give_up_at=now + dt.timedelta(minutes=minutes),
        priority=SIGN_IN_CODE.urgency,
    )
