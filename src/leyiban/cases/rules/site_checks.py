"""Checks on site (R6): several officers, one record, signed by all of them before the case goes on."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from leyiban.cases import kinds
from leyiban.cases.errors import CheckTimeWrong, PlaceNeeded, RecorderAbsent, TooFewOfficers
from leyiban.cases.models import Case
from leyiban.cases.rules.review import OpinionGiven, check_opinion, task_after
from leyiban.cases.states import CaseState as S
from leyiban.catalogue.rulefile.plan import TaskKind
from leyiban.kernel.flows.table import Outcome, Situation

# People write minutes down, and the clocks of two machines differ by seconds.
_TOLERATED = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCheckGiven(OpinionGiven):
    """``officers``: account → pseudonym of everybody who was there; ``text`` what they found; ``least`` how
    many the rule in force at filing asks for; ``number`` counts the case's records."""

    number: int
    officers: Mapping[int, str]
    least: int
    checked_at: dt.datetime
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureGiven:
    """``number``, ``officers`` and ``conclusion`` are those of the record that is signed."""

    number: int
    officers: int
    conclusion: str


def site_checks_ahead(case: Case) -> bool:
    """Whether a check on site is called for that has no signed record yet.

    A case passes a site check only by its record, so whatever stands before the open task is done.
    """
    keys = [task["key"] for task in case.tasks]
    ahead = case.tasks[keys.index(case.task) :] if case.task in keys else case.tasks
    return any(task["kind"] == TaskKind.SITE_CHECK for task in ahead)


def decide_site_check(situation: Situation[Case], given: SiteCheckGiven) -> Outcome:
    """The record is written by one who was there, and thereby signed by him; the others sign after him.

    Raises:
        PointsOpen, ReasonNeeded, PlaceNeeded, TooFewOfficers, RecorderAbsent. CheckTimeWrong: before the case
            was taken up, or later than now.
    """
    check_opinion(given)
    if not given.place.strip():
        raise PlaceNeeded
    if len(given.officers) < given.least:
        raise TooFewOfficers(least=given.least)
    recorder = situation.actor.account_id
    if recorder not in given.officers:
        raise RecorderAbsent
    case = situation.matter
    if not _accepted_at(case) - _TOLERATED <= given.checked_at <= situation.happened_at:
        raise CheckTimeWrong
    return Outcome(
        target=S.UNDER_REVIEW,
        facts=kinds.CaseSiteCheckRecorded(
            task=case.task,
            check=given.number,
            officers=tuple(sorted(given.officers.values())),
            conclusion=given.conclusion,
            points=tuple(f"{key}={value}" for key, value in sorted(given.points.items())),
            record=given.digest,
        ),
        changes={"signers": sorted(account for account in given.officers if account != recorder)},
        owner_post_id=case.owner_post_id,
    )


def _accepted_at(case: Case) -> dt.datetime:
    return case.accepted_at or case.received_at


def decide_site_signature(situation: Situation[Case], given: SignatureGiven) -> Outcome:
    """One more signature; the last one closes the record, and the case goes on to the next task."""
    case = situation.matter
    missing = [account for account in case.signers if account != situation.actor.account_id]
    if missing:
        return Outcome(
            target=S.UNDER_REVIEW,
            facts=kinds.CaseSiteCheckSigned(check=given.number, missing=len(missing)),
            changes={"signers": missing},
            owner_post_id=case.owner_post_id,
        )
    following = task_after(case)
    return Outcome(
        target=S.UNDER_REVIEW,
        facts=kinds.CaseSiteCheckCompleted(
            task=case.task, check=given.number, officers=given.officers, conclusion=given.conclusion
        ),
        changes={"signers": [], "task": following["key"]},
        owner_post_id=case.route[following["by"]],
    )
