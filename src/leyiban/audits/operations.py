"""The only writes to samples: plan one, draw it, give up one that nobody drew.

Why nobody can choose. At planning the platform makes two secrets and binds itself: the list, the rule and the digests
of both secrets go on the ledger. Only when that is under a signed head does the auditor say his number, which he
could not fit to secrets he does not know, and to which the platform could not fit its own. A sample that was planned
and not drawn stays public, so that nobody plans until he likes what he gets.
"""

import datetime as dt
import hashlib
from collections.abc import Collection
from typing import Final

from django.db import transaction

from leyiban.audits import errors
from leyiban.audits.kinds import SamplePlanned
from leyiban.audits.models import Sample
from leyiban.kernel.actors import Actor, Role, system_actor
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.ledger.trails import is_under_head
from leyiban.kernel.lots import operations as lots
from leyiban.kernel.lots.drawing import Entrant
from leyiban.kernel.lots.models import DrawState
from leyiban.kernel.lots.protocol import LotRule, new_secret, sealed, seed_digest
from leyiban.kernel.moments import city_date
from leyiban.people.models import Agency, Region
from leyiban.people.rules.divisions import covers

__all__ = ["check_may_sample", "draw_sample", "give_up_overdue", "plan_sample"]

PLATFORM: Final = "platform"
"""The name of the platform's part of the chance."""

MOST: Final = 1000
LEAST_CHARACTERS: Final = 8
_PURPOSE: Final = "audit.cases"
_RULE: Final = "audit.draw_within"
# The list is open for as long as it takes to write it down.
_LIST_CLOSES: Final = dt.timedelta(microseconds=1)


def check_may_sample(actor: Actor, region: str) -> None:
    """Raises:
    NoAuditor: no auditor's post of the actor covers the region.
    """
    if not any(post.role is Role.AUDITOR and covers(post.region, region) for post in actor.posts):
        raise errors.NoAuditor


def plan_sample(
    *,
    region: str,
    agency: Agency | None,
    since: dt.date,
    until: dt.date,
    size: int,
    cases: Collection[str],
    actor: Actor,
    now: dt.datetime,
) -> Sample:
    """Put the list, the size and the platform's binding on the ledger.

    Args:
        cases: the numbers of all cases that were decided in the span.

    Raises:
        NoAuditor, PeriodWrong, SizeWrong, NothingToSample; RuleUnknown.
    """
    check_may_sample(actor, region)
    today = city_date(now)
    if not since <= until <= today:
        raise errors.PeriodWrong
    if not 1 <= size <= MOST:
        raise errors.SizeWrong(most=MOST)
    if not cases:
        raise errors.NothingToSample
    days = int(lawbook.rule(_RULE, on=today, region=region).value)
    draw_by = now + dt.timedelta(days=days)
    with transaction.atomic():
        number = _next_number(region, today)
        seed, value = new_secret(), new_secret()
        rule = LotRule(purpose=_PURPOSE, seats=size, sources=(actor.pseudonym, PLATFORM))
        closes_at = now + _LIST_CLOSES
        opened = lots.open_draw(
            number=number,
            organiser=PLATFORM,
            rule=rule,
            closes_at=closes_at,
            sources_by=draw_by,
            reveal_by=draw_by,
            actor=actor,
            now=now,
        )
        lots.enter_draw(number=number, entrants=[Entrant(case) for case in sorted(cases)], now=now)
        lots.commit_draw(
            number=number,
            rule_digest=rule.digest,
            seed_digest=seed_digest(number, seed),
            actor=system_actor(),
            now=closes_at,
        )
        lots.seal_contribution(
            number=number,
            source=PLATFORM,
            sealed=sealed(number, PLATFORM, value),
            actor=system_actor(),
            now=closes_at,
        )
        append(
            facts=SamplePlanned(
                since=since.isoformat(),
                until=until.isoformat(),
                region=region,
                cases=len(cases),
                size=size,
                agency=None if agency is None else agency.uscc,
            ),
            subject=Subject("audit_sample", number, 1),
            actor=actor,
            happened_at=now,
            entered_at=now,
        )
        return Sample.objects.create(
            draw=opened,
            number=number,
            region=region,
            agency=agency,
            since=since,
            until=until,
            cases=len(cases),
            size=size,
            planned_by_id=actor.account,
            auditor=actor.pseudonym,
            planned_at=now,
            draw_by=draw_by,
            seed=seed,
            platform_value=value,
        )


def draw_sample(*, number: str, words: str, actor: Actor, now: dt.datetime) -> list[str]:
    """The auditor says his number and the sample is drawn. Returns the numbers of the cases, in the order drawn.

    Args:
        words: whatever he threw or thought of; its SHA-256 is his part of the chance.

    Raises:
        SampleNotFound: there is none, or another planned it. NumberTooShort, NotBoundYet, SampleOver.
    """
    said = words.strip()
    if len(said) < LEAST_CHARACTERS:
        raise errors.NumberTooShort(least=LEAST_CHARACTERS)
    with transaction.atomic():
        sample = (
            Sample.objects.select_for_update(of=("self",))
            .select_related("draw")
            .filter(number=number, auditor=actor.pseudonym)
            .first()
        )
        if sample is None:
            raise errors.SampleNotFound
        if sample.draw.state != DrawState.COMMITTED:
            raise errors.SampleOver
        if not all(is_under_head(entry) for entry in trail("draw", number)):
            raise errors.NotBoundYet
        value = hashlib.sha256(said.encode()).hexdigest()
        mine, platform = actor.pseudonym, sample.platform_value.reveal()
        lots.seal_contribution(
            number=number, source=mine, sealed=sealed(number, mine, value), actor=actor, now=now
        )
        lots.open_contribution(number=number, source=mine, value=value, actor=actor, now=now)
        lots.open_contribution(number=number, source=PLATFORM, value=platform, actor=system_actor(), now=now)
        return lots.reveal_draw(number=number, seed=sample.seed.reveal(), actor=system_actor(), now=now)


def give_up_overdue(*, now: dt.datetime) -> int:
    """End every sample that its auditor did not draw in time; it stays public as given up. Returns how many."""
    overdue = Sample.objects.filter(draw__state=DrawState.COMMITTED, draw_by__lt=now)
    numbers = list(overdue.order_by("pk").values_list("number", flat=True))
    for number in numbers:
        lots.abandon_draw(number=number, actor=system_actor(), now=now)
    return len(numbers)


def _next_number(region: str, day: dt.date) -> str:
    """Readable and unique: two plans for one region wait for each other."""
    Region.objects.select_for_update().filter(code=region).first()
    prefix = f"CC{region}{day:%Y%m%d}"
    return f"{prefix}{Sample.objects.filter(number__startswith=prefix).count() + 1:03}"
