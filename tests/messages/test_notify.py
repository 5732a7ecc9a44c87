"""Told once, in the inbox at once, on the phone as soon as it may ring, and provable afterwards."""

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection

from leyiban.kernel.lawbook.errors import RuleUnknown
from leyiban.kernel.ledger.models import Entry
from leyiban.kernel.ledger.registry import facts_from_json
from leyiban.kernel.outbound.models import OutboundCall
from leyiban.messages.errors import MessageNotFound
from leyiban.messages.models import Message, SmsState
from leyiban.messages.operations import MatterRef, Recipient, mark_read, notify, set_preference
from leyiban.messages.queries import inbox_of, messages_for, unread_count
from leyiban.messages.quiet import QuietHours
from leyiban.messages.standard import CASE_ACCEPTED, CASE_DUE_SOON
from leyiban.messages.words import proves_text
from tests.messages.conftest import MATTER, later_jobs, load_city
from tests.people.people import acting, party_of, proven
from tests.support.detectors import queries_do_not_grow
from tests.support.street import Street

pytestmark = pytest.mark.usefixtures("city")
FACTS = {"matter": "食品经营许可", "by": dt.date(2026, 3, 20), "code": "K7M2QX"}
TEXT = "【乐山政务】您的食品经营许可已受理,最晚3月20日办好。查询码K7M2QX,电话0833-2440000"
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
NIGHT = dt.datetime(2026, 3, 9, 15, 30, tzinfo=dt.UTC)  # 23:30 in the city
MORNING = dt.datetime(2026, 3, 10, 0, 0, tzinfo=dt.UTC)  # 8:00


def tell(now: dt.datetime, *, phone: str | None, party_id: int | None = None, **more: Any) -> Message:
    given = {"template": CASE_ACCEPTED, "matter": MATTER, "facts": FACTS, "cause": "entry:1"} | more
    return notify(to=Recipient(party_id=party_id, phone=phone), now=now, **given)


def entries() -> list[tuple[str, dict[str, Any]]]:
    rows = Entry.objects.filter(subject_kind="message").order_by("pk")
    return [(f"{row.kind}/{row.version}", _facts(row)) for row in rows]


def _facts(row: Entry) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(bytes(row.body))["facts"]
    facts_from_json(f"{row.kind}/{row.version}", facts)  # readable by its schema
    return facts


def test_it_arrives_and_is_known_to_have_arrived(street: Street, now: dt.datetime) -> None:
    message = tell(now, phone="13900000701")
    assert (message.state, message.phone_masked) == (SmsState.QUEUED, "139****0701")
    later_jobs(now)
    message.refresh_from_db()
    assert (message.state, street.inbox("13900000701")) == (SmsState.SENT, [TEXT])
    later_jobs(now + MINUTE)
    message.refresh_from_db()
    assert (message.state, message.settled_at is not None) == (SmsState.DELIVERED, True)


def test_the_ledger_proves_the_exact_words_and_holds_none_of_them(street: Street, now: dt.datetime) -> None:
    message = tell(now, phone="13900000702")
    later_jobs(now)
    message.refresh_from_db()
    [(kind, facts)] = entries()
    assert (kind, facts["matter"], facts["template"]) == ("message.sent/1", MATTER.number, "case.accepted")
    assert message.text is not None and message.text_salt is not None
    seen = message.text.reveal()
    assert proves_text(text=seen, salt=bytes(message.text_salt), commitment=facts["text"])
    assert not proves_text(text=seen + "。", salt=bytes(message.text_salt), commitment=facts["text"])
    assert not proves_text(text=seen, salt=b"", commitment=facts["text"]), "erased with the salt"
    bodies = b"".join(bytes(entry.body) for entry in Entry.objects.filter(subject_kind="message"))
    assert b"13900000702" not in bodies and "食品".encode() not in bodies


def test_the_same_cause_speaks_once(street: Street, now: dt.datetime) -> None:
    first, again = tell(now, phone="13900000703"), tell(now + MINUTE, phone="13900000703")
    assert first.pk == again.pk
    later_jobs(now)
    assert len(street.inbox("13900000703")) == 1
    other = tell(now, phone="13900000703", cause="entry:2")
    assert other.pk != first.pk


def test_nothing_readable_lies_in_the_tables(street: Street, now: dt.datetime) -> None:
    tell(now, phone="13900000704")
    later_jobs(now)
    with connection.cursor() as cursor:
        stored = ""
        for table in ("citizen_messages_message", "outbound_outboundcall", "outbound_outboundattempt"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            stored += str(cursor.fetchall())
    assert "13900000704" not in stored and "食品" not in stored and "K7M2QX" not in stored


def test_at_night_the_phone_is_left_alone_and_the_inbox_is_not(street: Street) -> None:
    account = proven(NIGHT, phone_number="13900000705")
    message = tell(NIGHT, phone="13900000705", party_id=party_of(account).pk)
    later_jobs(NIGHT + HOUR)
    assert street.inbox("13900000705") == []
    assert [card.text for card in inbox_of(actor=acting(account, NIGHT))] == [TEXT]
    later_jobs(MORNING)
    assert street.inbox("13900000705") == [TEXT]
    message.refresh_from_db()
    assert message.due_at == MORNING


def test_what_ends_today_may_ring_at_night(street: Street) -> None:
    tell(NIGHT, phone="13900000706", template=CASE_DUE_SOON)
    later_jobs(NIGHT)
    assert len(street.inbox("13900000706")) == 1


def test_a_persons_own_hours_go_before_the_citys(street: Street) -> None:
    account = proven(NIGHT, phone_number="13900000707")
    actor, party = acting(account, NIGHT), party_of(account)
    own = QuietHours.of("22:00", "10:00")
    set_preference(party_id=party.pk, wants_sms=True, quiet=own, actor=actor, now=NIGHT)
    assert tell(NIGHT, phone="13900000707", party_id=party.pk).due_at == MORNING + 2 * HOUR


@pytest.mark.parametrize(("phone", "reason"), [(None, "没有留手机号"), ("13900000708", "您关了短信")])
def test_without_a_phone_or_by_own_wish_it_lies_in_the_inbox_only(
    street: Street, now: dt.datetime, phone: str | None, reason: str
) -> None:
    account = proven(now)
    actor, party = acting(account, now), party_of(account)
    set_preference(party_id=party.pk, wants_sms=False, quiet=None, actor=actor, now=now)
    message = tell(now, phone=phone, party_id=party.pk)
    assert message.state == SmsState.NONE
    assert later_jobs(now + DAY) == 0
    [card] = inbox_of(actor=actor)
    assert card.text == TEXT and reason in str(card.reason) and not card.failed


def test_the_inbox_is_its_owners(now: dt.datetime) -> None:
    mine, others = proven(now), proven(now)
    actor, stranger = acting(mine, now), acting(others, now)
    message = tell(now, phone=None, party_id=party_of(mine).pk)
    assert (unread_count(actor=actor), unread_count(actor=stranger)) == (1, 0)
    assert inbox_of(actor=stranger) == []
    assert messages_for(matter_kind="case", matter_key=MATTER.key, actor=stranger) == []
    with pytest.raises(MessageNotFound):
        mark_read(public_key=message.public_key, actor=stranger, now=now)
    with pytest.raises(MessageNotFound):
        set_preference(party_id=party_of(mine).pk, wants_sms=False, quiet=None, actor=stranger, now=now)
    mark_read(public_key=message.public_key, actor=actor, now=now)
    mark_read(public_key=message.public_key, actor=actor, now=now + DAY)
    message.refresh_from_db()
    assert (unread_count(actor=actor), message.read_at) == (0, now)


def test_the_inbox_pages_without_gap_or_double(now: dt.datetime) -> None:
    account = proven(now)
    actor, party = acting(account, now), party_of(account)
    for number in range(7):
        tell(now, phone=None, party_id=party.pk, cause=f"entry:{number}")
    seen: list[str] = []
    before = None
    while page := inbox_of(actor=actor, limit=3, before=before):
        seen += [card.public_key for card in page]
        before = (page[-1].created_at, page[-1].public_key)
    assert len(seen) == len(set(seen)) == 7


def test_questions_do_not_multiply_with_messages(now: dt.datetime) -> None:
    account = proven(now)
    actor, party = acting(account, now), party_of(account)

    def add() -> None:
        for number in range(5):
            tell(now, phone=None, party_id=party.pk, cause=f"entry:more{number}")

    tell(now, phone=None, party_id=party.pk)
    queries_do_not_grow(lambda: inbox_of(actor=actor), add)


def test_a_city_that_does_not_say_who_signs_stops_us(now: dt.datetime) -> None:
    elsewhere = MatterRef(kind="case", key=1, number="X-1", region="992202")
    with pytest.raises(RuleUnknown):
        tell(now, phone="13900000709", matter=elsewhere)
    assert not OutboundCall.objects.exists()


def test_a_citys_own_words(now: dt.datetime) -> None:
    load_city(now, **{"message.wording.case.accepted": "{matter}收下了,{by}前办好。"})
    message = tell(now, phone=None)
    assert message.text is not None
    assert message.text.reveal() == "【乐山政务】食品经营许可收下了,3月20日前办好。"
