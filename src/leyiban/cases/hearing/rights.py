"""Who may move a hearing: one named predicate each."""

from django.utils.translation import gettext_lazy as _

from leyiban.cases.models import Hearing, HearingParticipant
from leyiban.cases.rights import OFFICE_ROLES, acts_for_applicant, decides, leads
from leyiban.cases.states import HearingGround
from leyiban.kernel.actors import Actor, ActorKind
from leyiban.kernel.flows.table import Right


def tells(actor: Actor, hearing: Hearing) -> bool:
    """Of a right before a decision the office tells, before a warning whoever would give it; before a revocation
    the platform does, once the licence's own office has announced it."""
    match HearingGround(hearing.ground):
        case HearingGround.DECISION:
            return leads(actor, hearing.case)
        case HearingGround.WARNING:
            return decides(actor, hearing.case)
    return actor.kind is ActorKind.SYSTEM


def is_heard(actor: Actor, hearing: Hearing) -> bool:
    """Acts for the applicant, or came with the code of an interested person."""
    by_code = actor.kind is ActorKind.GUEST and actor.pseudonym in hearing.speakers
    return by_code or acts_for_applicant(actor, hearing.case)


def speaks_as(actor: Actor, voice: HearingParticipant) -> bool:
    """Whether the actor is this participant, or acts for him."""
    if voice.is_applicant:
        return acts_for_applicant(actor, voice.hearing.case)
    return actor.kind is ActorKind.GUEST and actor.pseudonym == voice.pseudonym


def chairs(actor: Actor, hearing: Hearing) -> bool:
    """Is named as chair, and still serves in the office."""
    serves = any(post.agency_id == hearing.agency_id for post in actor.posts)
    return serves and actor.account_id is not None and actor.account_id == hearing.chair_id


def arranges(actor: Actor, hearing: Hearing) -> bool:
    return leads(actor, hearing.case)


def answers(actor: Actor, hearing: Hearing) -> bool:
    return decides(actor, hearing.case)


def sees(actor: Actor, hearing: Hearing) -> bool:
    """Of the staff: those who handle the case, and who chairs."""
    in_office = any(post.role in OFFICE_ROLES and post.agency_id == hearing.agency_id for post in actor.posts)
    return in_office or chairs(actor, hearing)


TELLER = Right[Hearing]("teller", _("告知的岗位"), tells)
HEARD = Right[Hearing]("heard", _("申请人和利害关系人"), is_heard)
CHAIR = Right[Hearing]("chair", _("主持人"), chairs)
HEARD_OR_CHAIR = Right[Hearing](
    "heard_or_chair",
    _("到场的人和主持人"),
    lambda actor, hearing: is_heard(actor, hearing) or chairs(actor, hearing),
)
OFFICE = Right[Hearing]("office", _("审批部门"), arranges)
DECIDER = Right[Hearing]("decider", _("决定岗"), answers)
DECIDER_OR_SYSTEM = Right[Hearing](
    "decider_or_system",
    _("决定岗"),
    lambda actor, hearing: actor.kind is ActorKind.SYSTEM or answers(actor, hearing),
)
