"""What becomes of a text message on a bad day: it arrives once, or everybody concerned knows."""

import datetime as dt
import zlib

import pytest
from django.db import IntegrityError, transaction

from leyiban.kernel.actors import Actor, ActorKind, Channel, PostHeld, Role, system_actor
from leyiban.kernel.outbound.models import OutboundCall
from leyiban.kernel.outbound.operations import resend as make_again
from leyiban.kernel.upkeep import Level
from leyiban.messages.errors import MessageNotFound, MessageNotResendable, NoPhoneToSendTo
from leyiban.messages.models import Message, SmsState
from leyiban.messages.operations import resend
from leyiban.messages.queries import delivery_figures, failed_messages, inbox_of, messages_for
from leyiban.messages.upkeep import delivery
from tests.messages.conftest import MATTER, later_jobs
from tests.messages.test_notify import DAY, HOUR, MINUTE, TEXT, entries, tell
from tests.people.people import CITY, COUNTY, NEIGHBOUR, acting, party_of, proven
from tests.support.street import Street

pytestmark = pytest.mark.usefixtures("city")


def clerk(region: str = COUNTY, role: Role = Role.WINDOW_CLERK, agency: int = 1) -> Actor:
    post = PostHeld(post_id=1, role=role, agency_id=agency, region=region)
    return Actor(kind=ActorKind.STAFF, pseudonym="c" * 32, channel=Channel.WORKBENCH, posts=(post,))


def settle(message: Message, now: dt.datetime) -> Message:
    """Send and ask for receipts until nothing is left to do."""
    moment = now
    for pause in (dt.timedelta(0), MINUTE, 2 * MINUTE, 20 * MINUTE, 2 * HOUR, 8 * HOUR, 30 * HOUR, 60 * HOUR):
        moment = now + pause
        later_jobs(moment)
    message.refresh_from_db()
    return message


def test_one_that_does_not_arrive_is_seen_by_clerk_and_applicant(street: Street, now: dt.datetime) -> None:
    account = proven(now, phone_number="13900000801")
    street.http.put("/sms/phones/13900000801", json={"reason": "phone_off"}).raise_for_status()
    message = settle(tell(now, phone="13900000801", party_id=party_of(account).pk), now)
    street.http.put("/sms/phones/13900000801", json={"reason": None}).raise_for_status()

    assert (message.state, message.reason) == (SmsState.FAILED, "phone_off")
    for_clerk = messages_for(matter_kind="case", matter_key=MATTER.key, actor=clerk())
    for_applicant = messages_for(matter_kind="case", matter_key=MATTER.key, actor=acting(account, now))
    hidden = TEXT.replace("K7M2QX", "••••••")  # what lets the applicant in is nobody else's
    for [card], resendable, words in ((for_clerk, True, hidden), (for_applicant, False, TEXT)):
        assert (card.failed, str(card.reason), card.text) == (True, "手机关机或没有信号。", words)
        assert card.resendable is resendable and card.phone == "139****0801"
    assert [kind for kind, _ in entries()] == ["message.sent/1", "message.failed/1"]
    assert entries()[1][1]["reason"] == "phone_off"
    assert inbox_of(actor=acting(account, now))[0].text == TEXT, "the words themselves did reach the inbox"
    assert delivery(now=now + DAY).level is Level.WARN


def test_down_for_a_day_then_delivered_once(street: Street, now: dt.datetime) -> None:
    street.fault("sms", "down")
    message = tell(now, phone="13900000802")
    moment = now
    while moment < now + DAY:
        later_jobs(moment)
        moment += 15 * MINUTE
    message.refresh_from_db()
    assert message.state == SmsState.QUEUED
    street.heal()
    settle(message, moment)
    assert (message.state, street.inbox("13900000802")) == (SmsState.DELIVERED, [TEXT])


def test_down_for_too_long_is_said_and_can_be_sent_again(street: Street, now: dt.datetime) -> None:
    street.fault("sms", "down")
    message = tell(now, phone="13900000803")
    for hours in range(0, 80, 2):
        later_jobs(now + hours * HOUR)
    message.refresh_from_db()
    assert message.state == SmsState.FAILED
    [card] = failed_messages(actor=clerk())
    assert card.public_key == message.public_key
    street.heal()

    later = now + 100 * HOUR
    resend(public_key=message.public_key, actor=clerk(), now=later)
    settle(message, later)
    assert (message.state, message.round) == (SmsState.DELIVERED, 2)
    assert street.inbox("13900000803") == [TEXT]
    assert [kind for kind, _ in entries()] == ["message.failed/1", "message.resent/1", "message.sent/1"]


def test_a_call_made_again_by_the_operator_counts_as_sent(street: Street, now: dt.datetime) -> None:
    street.fault("sms", "down")
    message = tell(now, phone="13900000804")
    for hours in range(0, 80, 2):
        later_jobs(now + hours * HOUR)
    street.heal()
    later = now + 100 * HOUR
    make_again(call_id=OutboundCall.objects.get(call="send").pk, now=later)
    settle(message, later)
    assert message.state == SmsState.DELIVERED


@pytest.mark.parametrize(
    ("kind", "order"),
    [
        ("slow", {"ms": 6000, "count": 1}),
        ("wrong", {"way": "garbage", "count": 2}),
        ("wrong", {"way": "no_id", "count": 2}),
        ("wrong", {"way": "cut", "count": 2}),
        ("twice", {"way": "replay"}),
        ("down", {"chance": 0.5, "seed": 7}),
    ],
)
def test_whatever_the_carrier_does_it_is_said_once(
    street: Street, now: dt.datetime, kind: str, order: dict[str, object]
) -> None:
    phone = (
        f"1390002{zlib.crc32(repr((kind, order)).encode()) % 10000:04}"  # each its own, and the same each day
    )
    street.fault("sms", kind, **order)
    message = tell(now, phone=phone)
    settle(message, now)
    street.heal()
    settle(message, now + 3 * DAY)
    assert (message.state, street.inbox(phone)) == (SmsState.DELIVERED, [TEXT])
    assert [kind for kind, _ in entries()] == ["message.sent/1"]


def test_a_carrier_that_delivers_twice_is_not_counted_twice(street: Street, now: dt.datetime) -> None:
    street.fault("sms", "twice", way="deliver", count=1)
    message = settle(tell(now, phone="13900000805"), now)
    assert street.inbox("13900000805") == [TEXT, TEXT], "the carrier's own fault"
    assert (message.state, len(entries())) == (SmsState.DELIVERED, 1)


def test_one_that_is_lost_on_the_way_is_shown_as_unconfirmed(street: Street, now: dt.datetime) -> None:
    street.fault("sms", "wrong", way="lost", count=1)
    message = settle(tell(now, phone="13900000806"), now)
    settle(message, now + 3 * DAY)
    assert (message.state, message.reason) == (SmsState.SENT, "no_receipt")
    [card] = messages_for(matter_kind="case", matter_key=MATTER.key, actor=clerk())
    assert str(card.reason) == "已发出,没收到送达回执。"


def test_a_number_the_carrier_refuses_fails_with_its_reason(now: dt.datetime) -> None:
    message = settle(tell(now, phone="12345678901"), now)
    assert (message.state, message.reason) == (SmsState.FAILED, "invalid_body")
    [card] = failed_messages(actor=clerk())
    assert str(card.reason) == "短信没发出去。", "a code is not a sentence"


def test_who_may_send_again(street: Street, now: dt.datetime) -> None:
    message = settle(tell(now, phone="12345678901"), now)
    other_office = clerk(agency=2)
    strangers = (clerk(NEIGHBOUR), other_office, clerk(role=Role.AUDITOR), clerk(role=Role.ADMINISTRATOR))
    assert failed_messages(actor=other_office) == failed_messages(actor=clerk(role=Role.ADMINISTRATOR)) == []
    for actor in (*strangers, acting(proven(now), now)):
        with pytest.raises(MessageNotFound):
            resend(public_key=message.public_key, actor=actor, now=now)
    resend(public_key=message.public_key, actor=clerk(CITY), now=now)
    with pytest.raises(MessageNotResendable):
        resend(public_key=message.public_key, actor=system_actor(), now=now)


def test_only_what_failed_and_has_a_phone_is_sent_again(street: Street, now: dt.datetime) -> None:
    arrived = settle(tell(now, phone="13900000807"), now)
    with pytest.raises(MessageNotResendable):
        resend(public_key=arrived.public_key, actor=clerk(), now=now)
    paper = tell(now, phone=None, cause="entry:2")
    with pytest.raises(NoPhoneToSendTo):
        resend(public_key=paper.public_key, actor=clerk(), now=now)
    with pytest.raises(MessageNotFound):
        resend(public_key="0" * 32, actor=clerk(), now=now)


def test_figures_by_template(street: Street, now: dt.datetime) -> None:
    settle(tell(now, phone="13900000808"), now)
    settle(tell(now, phone="12345678901", cause="entry:2"), now)
    tell(now, phone=None, cause="entry:3")
    [figures] = delivery_figures(actor=clerk(CITY), since=now, until=now + DAY)
    assert (figures.delivered, figures.failed, figures.inbox_only, figures.queued) == (1, 1, 1, 0)
    assert delivery_figures(actor=clerk(NEIGHBOUR), since=now, until=now + DAY) == []


def test_erased_words_are_shown_as_gone(now: dt.datetime) -> None:
    message = settle(tell(now, phone="12345678901"), now)
    Message.objects.filter(pk=message.pk).update(text=None, text_salt=None, phone=None, phone_masked="")
    [card] = messages_for(matter_kind="case", matter_key=MATTER.key, actor=clerk())
    assert (card.text, card.phone, card.resendable) == ("", "", False)


@pytest.mark.parametrize(
    "broken",
    [{"state": "failed"}, {"state": "delivered"}, {"state": "flying"}, {"reason": "", "state": "failed"}],
)
def test_the_database_holds_the_rules_too(now: dt.datetime, broken: dict[str, str]) -> None:
    message = tell(now, phone="13900000809")
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**broken)
