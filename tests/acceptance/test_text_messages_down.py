"""Text messages down for days: the applicant and the clerk both see who was not reached, and it is mended by one press."""

import datetime as dt
import itertools
from typing import Any

import pytest

from leyiban.kernel import moments
from leyiban.kernel.actors import Role
from leyiban.kernel.outbound.targets import Target
from leyiban.messages import standard
from leyiban.messages.models import Message, SmsState
from tests.cases.world import MARKET_OFFICE, World
from tests.kernel.outbound.conftest import turn
from tests.support.street import API_KEY, Street, _session_street, street
from tests.support.working import Worker
from tests.web.journey.traveller import Clock, Page, signed_in

__all__ = ["_session_street", "street"]

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]


@pytest.mark.proves("M3.12", "F3.9")
def test_whoever_was_not_told_is_seen_by_both_sides(
    street: Street, settings: Any, monkeypatch: pytest.MonkeyPatch, now: dt.datetime
) -> None:
    """F3.9: Progress query by case number + phone, SMS, hotline, no account."""
    settings.OUTBOUND = {"sms": Target(f"{street.url}/sms", API_KEY)}
    clock = Clock(now)
    monkeypatch.setattr(moments, "now", lambda: clock.now)
    world, worker = World(now), Worker()
    phone = world.citizen.phone.reveal()
    street.fault("sms", "down")
    case = world.submitted()
    worker.settle(now=now)
    message = Message.objects.get(template=standard.CASE_RECEIVED.key, party=case.operator)

    for _ in range(24):  # a day, hour by hour
        turn(clock.now)
        clock.later(hours=1)
    inbox = Page(signed_in(world.citizen).get("/me/messages")).must(200)
    assert case.number in inbox.text
    assert street.inbox(phone) == []

    for _ in itertools.count():
        message.refresh_from_db()
        if message.state == SmsState.FAILED:
            break
        clock.later(hours=6)
        turn(clock.now)
    assert "没发到" in Page(signed_in(world.citizen).get("/me/messages")).must(200).text
    world.officer(Role.WINDOW_CLERK)
    desk = signed_in(world.staff[Role.WINDOW_CLERK, MARKET_OFFICE])
    assert case.number in Page(desk.get("/workbench/messages")).must(200).text

    street.heal()
    Page(desk.post(f"/workbench/messages/{message.public_key}/again")).must(303)
    clock.later(hours=1)
    turn(clock.now)
    assert len(street.inbox(phone)) == 1
    assert message.text is not None
    assert street.inbox(phone) == [message.text.reveal()]
    assert case.number not in Page(desk.get("/workbench/messages")).must(200).text
