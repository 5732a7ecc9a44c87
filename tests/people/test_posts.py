"""Rights of staff: where they come from, how far they reach, when they end."""

import datetime as dt

import pytest

from leyiban.kernel.actors import Actor, ActorKind, Channel, PostHeld, Role, system_actor
from leyiban.people import operations
from leyiban.people.errors import BreakGlassTooLong, OutOfJurisdiction, PostHeldAlready, TwoPersonsNeeded
from leyiban.people.models import Post, PostHolding
from leyiban.people.queries import actor_for, holdings_of
from leyiban.people.rules.jurisdiction import reaches
from tests.people.people import CITY, COUNTY, NEIGHBOUR, POSTS, TOWN, Office, acting

pytestmark = pytest.mark.usefixtures("db")
DAY = dt.timedelta(days=1)


def may_accept(actor: Actor, office: Office, region: str, agency=None) -> bool:
    return reaches(
        actor.posts,
        agency_id=(agency or office.county).pk,
        region=region,
        roles=frozenset({Role.WINDOW_CLERK}),
    )


@pytest.mark.proves("FX.3")
def test_a_clerk_acts_in_his_county_and_below_and_nowhere_else(office: Office, now: dt.datetime) -> None:
    actor = acting(office.staff(now, Role.WINDOW_CLERK), now)

    assert may_accept(actor, office, COUNTY)
    assert may_accept(actor, office, TOWN)
    assert not may_accept(actor, office, CITY)
    assert not may_accept(actor, office, NEIGHBOUR)
    assert not may_accept(actor, office, COUNTY, agency=office.neighbour)


@pytest.mark.parametrize(
    ("region", "matter", "covered"),
    [
        ("511100", "511102", True),
        ("511100", "511102004001", True),
        ("511102", "511100", False),
        ("511102", "511111", False),
        ("511102", "511102LSGX", True),
        ("511102LSGX", "511102", False),
        ("511102004", "511102005", False),
        ("510000", "511181", True),
        ("511100", "512000", False),
    ],
)
def test_a_posts_area_is_its_region_and_all_below(region: str, matter: str, covered: bool) -> None:
    actor = Actor(
        kind=ActorKind.STAFF,
        pseudonym="x",
        channel=Channel.WORKBENCH,
        posts=(PostHeld(post_id=1, role=Role.DECIDER, agency_id=7, region=region),),
    )
    assert reaches(actor.posts, roles=frozenset(Role), agency_id=7, region=matter) is covered


def test_an_expired_posting_gives_nothing(office: Office, now: dt.datetime) -> None:
    account = office.staff(now, Role.DECIDER)
    PostHolding.objects.update(until=now + DAY)

    assert acting(account, now + DAY - dt.timedelta(seconds=1)).holds(Role.DECIDER)
    assert not acting(account, now + DAY).posts


def test_a_post_or_agency_that_is_gone_gives_nothing(office: Office, now: dt.datetime) -> None:
    account = office.staff(now, Role.DECIDER)
    Post.objects.update(valid_to=(now - DAY).date())

    assert not acting(account, now).posts


def test_staff_have_posts_and_no_parties(office: Office, now: dt.datetime) -> None:
    actor = acting(office.staff(now, Role.DECIDER), now)

    assert (actor.parties, actor.level, len(actor.posts)) == (frozenset(), 0, 1)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_gives_posts(office: Office, now: dt.datetime, role: Role) -> None:
    actor, colleague = acting(office.staff(now, role), now), office.staff(now, Role.ISSUER)

    with pytest.raises(OutOfJurisdiction):
        operations.assign_post(
            account=colleague, post=office.posts[COUNTY, Role.DECIDER], actor=actor, now=now
        )


def test_an_administrator_gives_posts_of_his_own_agency_only(office: Office, now: dt.datetime) -> None:
    actor = acting(office.staff(now, Role.ADMINISTRATOR), now)
    colleague = office.staff(now, Role.ISSUER)

    operations.assign_post(account=colleague, post=office.posts[COUNTY, Role.DECIDER], actor=actor, now=now)
    assert acting(colleague, now).holds(Role.DECIDER)
    with pytest.raises(PostHeldAlready):
        operations.assign_post(
            account=colleague, post=office.posts[COUNTY, Role.DECIDER], actor=actor, now=now
        )
    with pytest.raises(OutOfJurisdiction):
        operations.assign_post(
            account=colleague, post=office.posts[NEIGHBOUR, Role.DECIDER], actor=actor, now=now
        )


def test_ending_a_post_ends_the_right_at_once(office: Office, now: dt.datetime) -> None:
    account = office.staff(now, Role.DECIDER)
    holding = PostHolding.objects.get(account=account)

    operations.end_post(holding=holding, actor=system_actor(), now=now + DAY)
    operations.end_post(holding=holding, actor=system_actor(), now=now + 2 * DAY)
    assert not acting(account, now + DAY).posts
    holding.refresh_from_db()
    assert holding.until == now + DAY


@pytest.mark.proves("FX.3")
def test_a_right_that_nobody_uses_ends(office: Office, now: dt.datetime) -> None:
    used, unused = office.staff(now, Role.DECIDER), office.staff(now, Role.REVIEWER)
    later = now + 91 * DAY
    operations.note_posts_used(actor=acting(used, now + 60 * DAY), today=(now + 60 * DAY).date())

    def end(region: str) -> int:
        return operations.end_unused_posts(region=region, policy=POSTS, actor=system_actor(), now=later)

    assert (end(NEIGHBOUR), end(COUNTY)) == (0, 1)
    assert acting(used, later).posts
    assert not acting(unused, later).posts


@pytest.mark.proves("FX.3")
def test_a_right_explains_itself(office: Office, now: dt.datetime) -> None:
    account = office.staff(now, Role.DECIDER)

    (card,) = holdings_of(account=account, policy=POSTS, now=now)
    assert (card.agency, card.region, card.until, card.emergency) == (f"{COUNTY}审批局", "甲县", None, False)
    assert card.ends_unused_on == now.date() + 90 * DAY


def break_glass(
    office: Office, who, second: Actor, now: dt.datetime, hours: int = 4, reason: str = "大厅停电"
):
    return operations.break_glass(
        account=who,
        post=office.posts[COUNTY, Role.DECIDER],
        reason=reason,
        until=now + dt.timedelta(hours=hours),
        allowed_by=second,
        policy=POSTS,
        actor=acting(who, now),
        now=now,
    )


@pytest.mark.proves("FX.3")
def test_breaking_the_glass_takes_two_and_lasts_hours(office: Office, now: dt.datetime) -> None:
    clerk, admin = office.staff(now, Role.WINDOW_CLERK), office.staff(now, Role.ADMINISTRATOR)
    break_glass(office, clerk, acting(admin, now), now)

    assert acting(clerk, now).holds(Role.DECIDER)
    assert not acting(clerk, now + dt.timedelta(hours=4)).holds(Role.DECIDER)


def test_nobody_breaks_the_glass_alone_or_for_long(office: Office, now: dt.datetime) -> None:
    admin = office.staff(now, Role.ADMINISTRATOR)
    elsewhere = office.staff(now, Role.ADMINISTRATOR, NEIGHBOUR)
    clerk = office.staff(now, Role.WINDOW_CLERK)

    for who, second in ((admin, admin), (clerk, clerk), (clerk, elsewhere)):
        with pytest.raises(TwoPersonsNeeded):
            break_glass(office, who, acting(second, now), now)
    for hours, reason in ((9, "x"), (0, "x"), (1, "  ")):
        with pytest.raises(BreakGlassTooLong):
            break_glass(office, clerk, acting(admin, now), now, hours, reason)


def test_building_an_actor_takes_one_query_however_many_posts(office: Office, now: dt.datetime) -> None:
    from tests.support.detectors import queries_do_not_grow

    account = office.staff(now, Role.DECIDER)

    def more() -> None:
        for role in (Role.ISSUER, Role.REVIEWER, Role.CHECKER):
            operations.assign_post(
                account=account, post=office.posts[COUNTY, role], actor=system_actor(), now=now
            )

    assert queries_do_not_grow(lambda: actor_for(account, channel=Channel.WORKBENCH, now=now), more) == 1
