"""After the decision: result made, delivered, archived; and what a changed calendar moves."""

from dataclasses import dataclass

from leyiban.cases import clock_names, kinds, moved_days
from leyiban.cases.errors import DeliveryUnproven
from leyiban.cases.models import Case
from leyiban.cases.rules.clocks import start, stop_running
from leyiban.cases.states import CaseState as S
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.flows.table import Outcome, Recounted, Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryGiven:
    """``evidence``: ``account`` for electronic arrival, else the digest of the signed slip or the parcel."""

    way: str
    evidence: str


def decide_licence_made(situation: Situation[Case], facts: kinds.CaseLicenceMade) -> Outcome:
    return _ready(situation, facts)


def decide_result_ready(situation: Situation[Case], facts: kinds.CaseResultReady) -> Outcome:
    return _ready(situation, facts)


def _ready(situation: Situation[Case], facts: object) -> Outcome:
    return Outcome(target=S.READY, facts=facts, owner_post_id=situation.matter.route["result"])


def decide_paper_issued(situation: Situation[Case], facts: kinds.CasePaperIssued) -> Outcome:
    """A paper of law exists now: on the trail, and nothing else changes."""
    case = situation.matter
    return Outcome(target=case.state, facts=facts, owner_post_id=case.owner_post_id)


def decide_delivery(situation: Situation[Case], given: DeliveryGiven) -> Outcome:
    """R21: by hand against the slip, by post, or by consent and arrival in the account.

    Raises:
        DeliveryUnproven: nothing proves it.
    """
    if not given.evidence.strip():
        raise DeliveryUnproven
    return Outcome(
        target=S.DELIVERED,
        facts=kinds.CaseDelivered(way=given.way, evidence=given.evidence),
        changes={"delivered_at": situation.happened_at, "light": Light.GREEN},
        clocks=[
            *stop_running(situation, clock_names.DELIVERY),
            start(situation, clock_names.ARCHIVING),
        ],
    )


def decide_archiving(situation: Situation[Case], given: None) -> Outcome:
    """The file is complete and closed; keeping it is a retention rule, never a reason to stay open (FX.5)."""
    return Outcome(
        target=S.ARCHIVED,
        facts=kinds.CaseArchived(rounds=situation.matter.round),
        changes={"closed_at": situation.happened_at},
        clocks=stop_running(situation, clock_names.ARCHIVING),
    )


def decide_counting_again(situation: Situation[Case], given: Recounted) -> Outcome:
    """Civil Code art. 203: a day off moves a last day, and days off are decreed. Nothing else changes."""
    case = situation.matter
    return Outcome(
        target=case.state,
        facts=kinds.CaseCountedAgain(
            calendar=f"{given.scope}/{given.edition}",
            digest=given.digest,
            moved=moved_days.written(given.moved),
        ),
        owner_post_id=case.owner_post_id,
    )
