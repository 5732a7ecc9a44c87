"""Who may make which move on a case: one named predicate each."""

from django.utils.translation import gettext_lazy as _

from leyiban.cases.models import Case
from leyiban.kernel.actors import Actor, ActorKind, Role
from leyiban.kernel.flows.table import Right
from leyiban.people.models import Power
from leyiban.people.rules.divisions import covers

OFFICE_ROLES = frozenset({Role.REVIEWER, Role.CHECKER, Role.DECIDER})


def acts_for_applicant(actor: Actor, case: Case) -> bool:
    """The applicant, or someone who may hand in for him in this item."""
    if actor.kind is not ActorKind.PERSON or case.applicant_id not in actor.parties:
        return False
    return case.applicant_id in actor.own_parties or actor.has_mandate(
        case.applicant_id, Power.SUBMIT, item=case.item_version.item.code
    )


def holds_owner_post(actor: Actor, case: Case) -> bool:
    """Holds the very post whose turn it is."""
    return any(post.post_id == case.owner_post_id for post in actor.posts)


def holds_post_of_office(actor: Actor, case: Case, roles: frozenset[Role]) -> bool:
    """Holds one of the case's own posts of these roles; another county's post is another id."""
    own = {case.route.get(role.value) for role in roles}
    return any(post.role in roles and post.post_id in own for post in actor.posts)


def leads(actor: Actor, case: Case) -> bool:
    """Of the office that decides: where others take part, it leads (牵头)."""
    return holds_post_of_office(actor, case, OFFICE_ROLES)


def decides(actor: Actor, case: Case) -> bool:
    """Holds the post that the review plan gives the decision to."""
    by = next(task["by"] for task in case.tasks if task["kind"] == "decide")
    return holds_post_of_office(actor, case, frozenset({Role(by)}))


def _signs_site_check(actor: Actor, case: Case) -> bool:
    """Is named in the open record of a site check, and still serves in the office."""
    serves = any(post.role in OFFICE_ROLES and post.agency_id == case.agency_id for post in actor.posts)
    return serves and actor.account_id in case.signers


def _hands_out(actor: Actor, case: Case) -> bool:
    return holds_post_of_office(actor, case, frozenset({Role.ISSUER, Role.WINDOW_CLERK}))


def _at_window(actor: Actor, case: Case) -> bool:
    return actor.holds(Role.WINDOW_CLERK)


def _at_window_of_case(actor: Actor, case: Case) -> bool:
    """Took the case in, or sits at a window of the area it lies in: the city's hall serves all its counties."""
    is_filer = actor.kind is ActorKind.STAFF and case.filed_by_id == actor.account_id
    return (is_filer and actor.holds(Role.WINDOW_CLERK)) or any(
        post.role is Role.WINDOW_CLERK and covers(post.region, case.region) for post in actor.posts
    )


def _took_in(actor: Actor, case: Case) -> bool:
    return any(post.post_id == case.route["intake"] for post in actor.posts)


def _files(actor: Actor, case: Case) -> bool:
    """Whoever may file for the applicant: himself, his operator, or a window clerk for who stands there."""
    return acts_for_applicant(actor, case) or _at_window(actor, case)


def _goes_on(actor: Actor, case: Case) -> bool:
    """Whoever may go on with what was filed; a clerk of another county finds no case by guessing numbers."""
    return acts_for_applicant(actor, case) or _at_window_of_case(actor, case)


APPLICANT = Right[Case]("applicant", _("申请人"), acts_for_applicant)
FILER = Right[Case]("filer", _("申请人或窗口"), _files)
FILER_OF_CASE = Right[Case]("filer_of_case", _("申请人或受理窗口"), _goes_on)
OWNER = Right[Case]("owner", _("当前经办岗"), holds_owner_post)
OFFICE = Right[Case]("office", _("审批部门"), leads)
OFFICE_OR_SYSTEM = Right[Case](
    "office_or_system",
    _("审批部门"),
    lambda actor, case: actor.kind is ActorKind.SYSTEM or leads(actor, case),
)
DECIDER = Right[Case]("decider", _("决定岗"), decides)
SITE_OFFICER = Right[Case]("site_officer", _("到场核查、还没签字的人"), _signs_site_check)
OFFICE_OR_WINDOW = Right[Case](
    "office_or_window",
    _("告知补正的岗位"),
    lambda actor, case: leads(actor, case) or _took_in(actor, case),
)
CLOCK_OR_SYSTEM = Right[Case](
    "clock_or_system",
    _("系统"),
    lambda actor, case: actor.kind in (ActorKind.CLOCK, ActorKind.SYSTEM),
)
HANDOUT_OR_SYSTEM = Right[Case](
    "handout_or_system",
    _("出件岗"),
    lambda actor, case: actor.kind is ActorKind.SYSTEM or _hands_out(actor, case),
)
