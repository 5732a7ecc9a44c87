"""劝退 (R24): who took his application back is asked why, alone; his office never learns what he said."""

import datetime as dt

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.figures.keeping import rebuild
from leyiban.cases.models import MonthFigures, WithdrawalVoice
from leyiban.cases.operations import say_why_withdrawn
from leyiban.cases.states import WithdrawalReason
from leyiban.cases.voice.errors import VoiceGiven, VoiceGone, VoiceOver
from leyiban.kernel.actors import Role
from leyiban.kernel.ledger.queries import trail
from leyiban.messages.models import Message
from leyiban.supervision.models import Card
from tests.api.caller import caller_of
from tests.support.office import Office
from tests.web.journey.traveller import signed_in

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]


@pytest.mark.proves("F5.1", "M5.2")
def test_who_was_talked_out_of_it_is_heard_by_somebody_else(office: Office) -> None:
    """M5.2: finish strictly within the promised time limit."""
    office.settle_without_papers()
    world = office.world
    case = world.submitted()
    cases.withdraw_case(case_id=case.pk, version=None, actor=world.person, now=world.now)
    office.settle_without_papers()

    voice = WithdrawalVoice.objects.get(case=case)
    asked = Message.objects.filter(template="case.why_withdrawn")
    assert {each.party_id for each in asked} == {case.applicant_id, case.operator_id}
    assert {each.agency_id for each in asked} == {None}, "no clerk has anything to do with it"
    citizen = signed_in(world.citizen)
    at = f"/me/voices/{voice.key}"
    assert at in citizen.get(f"/cases/{case.number}").content.decode()
    assert citizen.post(at, {"reason": "nonsense", "once": "a" * 32}).status_code == 422
    assert citizen.post(at, {"reason": "office_asked", "once": "b" * 32}).status_code == 303
    page = citizen.get(at).content.decode()
    assert "单位要我撤的" in page and "看不到" in page
    assert at not in citizen.get(f"/cases/{case.number}").content.decode()
    office.settle_without_papers()

    card = Card.objects.get(reason="talked_out")
    assert card.agency_id == case.agency.superior_id and case.agency_id not in card.overseers
    above = caller_of(world.hire(Role.LEADER, card.agency.uscc), office.clock.now)
    assert card.number in [each["number"] for each in above.get("/supervision/cards").json["items"]]
    for role in (Role.LEADER, Role.SUPERVISOR):
        own = office.caller(role)
        assert own.get("/supervision/cards").json["items"] == []
        assert own.get(f"/supervision/cards/{card.number}").status == 404
    for role in (Role.WINDOW_CLERK, Role.DECIDER, Role.LEADER):
        seen = office.desk(role).get(f"/workbench/cases/{case.number}").content.decode()
        assert "单位要我撤" not in seen and voice.key not in seen and "劝撤" not in seen
    assert not [entry for entry in trail("case", case.number) if "office_asked" in entry.body.decode()]

    (month,) = MonthFigures.objects.all()
    assert month.counts["talked_out"] == 1
    assert rebuild().is_equal
    assert not Card.objects.filter(reason="talked_out").exclude(pk=card.pk).exists()


@pytest.mark.proves("F5.1")
def test_it_is_answered_once_in_time_and_by_nobody_else(office: Office) -> None:
    world = office.world
    case = world.submitted()
    cases.withdraw_case(case_id=case.pk, version=None, actor=world.person, now=world.now)
    office.settle_without_papers()
    key = WithdrawalVoice.objects.get(case=case).key
    mine = {"key": key, "actor": world.person, "now": world.now}
    with pytest.raises(VoiceGone):
        say_why_withdrawn(**mine | {"actor": world.officer(Role.DECIDER)}, reason=WithdrawalReason.OWN_WISH)
    with pytest.raises(VoiceOver):
        say_why_withdrawn(**mine | {"now": world.now + dt.timedelta(days=31)}, reason=WithdrawalReason.OTHER)
    for _ in range(2):
        say_why_withdrawn(**mine, reason=WithdrawalReason.OWN_WISH)
    assert [entry.kind for entry in trail(WithdrawalVoice.KIND, key)] == ["withdrawal_voice.given/1"]
    with pytest.raises(VoiceGiven):
        say_why_withdrawn(**mine, reason=WithdrawalReason.OFFICE_ASKED)
    office.settle_without_papers()
    assert not Card.objects.filter(reason="talked_out").exists()
