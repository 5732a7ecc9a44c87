"""The acts that are measured. Each function makes one ready on its subject; calling the result carries it out."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from bench.ground import NOW
from leyiban.cases import operations as cases
from leyiban.cases.states import Decision
from leyiban.kernel.actors import Actor, Channel
from leyiban.people.models import Account
from leyiban.people.queries import actor_for

Act = Callable[[], object]
_REASONS = "经审查,场所、设备、人员和制度符合食品安全法第三十三条,准予许可。"


@dataclass(frozen=True, slots=True)
class Subject:
    """What one act is done to: a draft or a case by id, and the account that does it.

    ``points`` are the review points that a decision answers.
    """

    id: int
    account: int
    points: tuple[str, ...] = ()


def submit(subject: Subject) -> Act:
    """Hand a complete draft in."""
    account = Account.objects.get(pk=subject.account)
    actor = actor_for(account, channel=Channel.PORTAL, now=NOW)
    key = f"bench-draft-{subject.id}"
    return lambda: cases.submit_draft(key=key, version=None, actor=actor, now=NOW)


def accept(subject: Subject) -> Act:
    """Accept a case that was handed in."""
    actor = _officer(subject.account)
    return lambda: cases.accept_case(case_id=subject.id, version=None, actor=actor, now=NOW)


def decide(subject: Subject) -> Act:
    """Grant a case whose reviews are done."""
    actor, points = _officer(subject.account), dict.fromkeys(subject.points, "yes")
    return lambda: cases.decide_case(
        case_id=subject.id,
        version=None,
        decision=Decision.GRANT,
        points=points,
        reasons=_REASONS,
        actor=actor,
        now=NOW,
    )


@functools.cache
def _officer(account: int) -> Actor:
    return actor_for(Account.objects.get(pk=account), channel=Channel.WORKBENCH, now=NOW)
