"""监察卡 (F5.1): what is late or wrong comes before a named leader, by itself, and goes up when nothing moves."""

import datetime as dt

import pytest

from leyiban.kernel.actors import Role
from leyiban.kernel.ledger.queries import trail
from leyiban.people.models import Account, Post
from leyiban.supervision.models import Card
from leyiban.supervision.states import CardKind
from tests.support.office import Office

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]
LATE = dt.datetime(2026, 6, 1, 1, 0, tzinfo=dt.UTC)


def give_phone(account: Account, number: str) -> None:
    account.phone = number  # type: ignore[assignment]
    account.save()


@pytest.mark.proves("F5.1", "M5.2")
def test_a_late_case_comes_before_its_leader_and_goes_up_when_nothing_moves(office: Office) -> None:
    leader = office.account(Role.LEADER)
    office.settle_without_papers()
    case = office.world.accept(office.world.submitted())
    office.settle_without_papers()
    assert not Card.objects.exists()

    office.clock.now = LATE
    office.world.now = LATE
    for _ in range(3):  # each round tells the followers of what the clock did in the one before
        office.settle_without_papers()

    card = Card.objects.get(reason=CardKind.BLACK)
    assert {(each.reason, each.state, each.end) for each in Card.objects.all()} == {
        ("amber", "closed", "overtaken"),
        ("red", "closed", "overtaken"),
        ("black", "open", ""),
    }
    assert Post.objects.get(pk=card.owner_post_id).role == Role.LEADER
    page = office.desk(Role.LEADER).get("/workbench/supervision").content.decode()
    assert card.number in page and case.number in page and "超过法定时限" in page

    office.clock.now += dt.timedelta(days=4)
    for _ in range(2):
        office.settle_without_papers()
    card.refresh_from_db()
    above = Post.objects.get(pk=card.owner_post_id)
    assert (card.level, above.role, above.agency_id) == (1, Role.LEADER, card.overseers[1])
    assert [entry.kind for entry in trail(Card.KIND, card.number)][:2] == [
        "supervision_card.opened/1",
        "supervision_card.escalated/1",
    ]
    assert leader.pk not in {account.pk for account in Account.objects.filter(holdings__post=above)}
