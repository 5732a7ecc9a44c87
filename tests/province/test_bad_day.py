"""The province is down for a whole day with two hundred cases in flight: none is lost, none comes twice."""

import datetime as dt

import pytest

from leyiban.cases.queries import task_file
from leyiban.cases.states import TaskState
from leyiban.kernel.actors import Role
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.operations import keep
from leyiban.province.models import Handover
from leyiban.province.operations import Package, PaperListed, hand_up
from leyiban.province.states import HandoverState
from tests.province.conftest import ITEM, OFFICE, Province

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]
IN_FLIGHT, OF_THE_CITY = 200, 3


@pytest.mark.proves("F5.3", "M5.6")
def test_a_day_without_the_province_loses_nothing(province: Province) -> None:
    """F5.3: works when the upper level is offline; each hop's dwell time shown."""
    province.street.fault("province", "down")
    tasks = [province.reviewed() for _ in range(OF_THE_CITY)]
    paper = keep(content=b"%PDF-1.7 shared", media=Media.PDF, pages=1, now=province.now)
    listed = PaperListed(slot="test_report", digest=paper.named_digest, size=paper.size, pages=1)
    for number in range(IN_FLIGHT - OF_THE_CITY):
        hand_up(package=_package(number, listed), now=province.now)
    begun = province.now
    for _ in range(8):
        province.pulse(hours=3)
    assert Handover.objects.filter(state=HandoverState.ON_THE_WAY).count() == IN_FLIGHT
    assert province.desk() == {}
    assert {task.state for task in tasks} == {TaskState.OPEN}  # the city's side went on

    province.street.heal()
    province.street.fault("province", "twice", way="replay", chance=0.1, seed=7)  # its first answers get lost
    province.pulse(minutes=30)
    province.wait(6)
    assert len(province.desk()) == IN_FLIGHT  # and the desk says that none of them is there twice
    assert Handover.objects.filter(state=HandoverState.AT_PROVINCE).count() == IN_FLIGHT

    file = task_file(province.world.officer(Role.DECIDER, OFFICE), tasks[0].number, now=province.now)
    handed_over, received = file.hops
    assert handed_over.dwelt is not None
    assert dt.timedelta(days=1) <= handed_over.dwelt <= province.now - begun
    assert received.dwelt == province.now - received.at


def _package(number: int, paper: PaperListed) -> Package:
    return Package(
        number=f"LS-IN-FLIGHT-{number}",
        round=1,
        case_number=f"LS-{number}",
        item=ITEM,
        office="11510000008502013Q",
        office_name="四川省药品监督管理局",
        party={"name": "嘉州医疗器械", "uscc": "", "head": ""},
        answers={"product_name": "医用外科口罩"},
        papers=[paper],
    )
