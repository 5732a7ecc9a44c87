"""Who hears how calls to the carrier ended, and who sends the codes of people."""

import datetime as dt

from leyiban.kernel.outbound.registry import Settled, when_delivered, when_failed
from leyiban.kernel.privacy.parts import rotated_digest
from leyiban.messages.carrier import ASK_RECEIPT, SEND, Accepted, Receipt
from leyiban.messages.codes import send_sign_in_code
from leyiban.messages.delivery import SendKey, record_failed, record_receipt, record_sent
from leyiban.messages.models import Message
from leyiban.messages.operations import OCCASION_DOMAIN, occasion_of
from leyiban.people.ports import fill_code_sender

fill_code_sender(send_sign_in_code)
rotated_digest(Message, "occasion", domain=OCCASION_DOMAIN, value=occasion_of)


@when_delivered(SEND)
def message_accepted(settled: Settled, answer: Accepted, *, now: dt.datetime) -> None:
    record_sent(key=SendKey.parse(settled.key), carrier_key=answer.message_id, now=now)


@when_failed(SEND)
def message_given_up(settled: Settled, *, now: dt.datetime) -> None:
    record_failed(key=SendKey.parse(settled.key), reason=settled.reason, now=now)


@when_delivered(ASK_RECEIPT)
def receipt_told(settled: Settled, answer: Receipt, *, now: dt.datetime) -> None:
    number = int(settled.key.rsplit(":", 1)[1])
    record_receipt(key=SendKey.parse(settled.key), number=number, receipt=answer, now=now)
