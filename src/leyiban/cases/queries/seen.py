"""Which cases an actor may see at all."""

from django.db.models import Q, QuerySet

from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import BULKY, Case, ReviewTask
from leyiban.cases.states import TaskState
from leyiban.kernel.actors import Actor, ActorKind, PostHeld, Role
from leyiban.kernel.errors import NotFound
from leyiban.kernel.flows.engine import moved_on
from leyiban.people.rules.divisions import significant

_OF_OFFICE = frozenset(
    {Role.WINDOW_CLERK, Role.REVIEWER, Role.CHECKER, Role.DECIDER, Role.ISSUER, Role.SUPERVISOR, Role.LEADER}
)


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Own cases, and those of principals in the items of the mandate; for staff those of their agency in
    their area.

    An auditor reads every case of his area, whatever the agency. A guest sees none.
    """
    if actor.kind is ActorKind.PERSON:
        return Case.objects.filter(_of_person(actor))
    if actor.kind is ActorKind.STAFF:
        return Case.objects.filter(_in_jurisdiction(actor.posts))
    return Case.objects.none()


def _of_person(actor: Actor) -> Q:
    """Having operated a case is no right of its own: a mandate that ended also closes what was done under it,
    and what somebody's operator did for third parties is no matter of who acts for that operator."""
    seen = Q(applicant_id__in=actor.parties_in_all_matters)
    for mandate in actor.mandates:
        if mandate.items is not None:
            seen |= Q(applicant_id=mandate.party_id, item_version__item__code__in=mandate.items)
    return seen


def _in_jurisdiction(posts: tuple[PostHeld, ...]) -> Q:
    seen = Q(pk__in=[])
    for post in posts:
        here = Q(region__startswith=significant(post.region))
        if post.role in _OF_OFFICE:
            seen |= here & (Q(agency_id=post.agency_id) | Q(taken_in_by_id=post.agency_id))
            seen |= Q(pk__in=_with_task_at(post))
        elif post.role is Role.AUDITOR:
            seen |= here
    return seen


def _with_task_at(post: PostHeld) -> QuerySet[ReviewTask, int]:
    """Cases in which the office of this post has a task, as long as the task is not recalled."""
    tasks = ReviewTask.objects.filter(agency_id=post.agency_id).exclude(state=TaskState.RECALLED)
    return tasks.filter(region__startswith=significant(post.region)).values_list("case_id", flat=True)


def case_for(actor: Actor, number: str) -> Case:
    """The case with this number, with what every screen of it needs.

    Raises:
        NotFound: there is none, or the actor may not know that there is.
    """
    cases = visible_to(actor).select_related(
        "item_version__item", "agency", "applicant", "operator", "linked_to"
    )
    try:
        return cases.defer(*BULKY).get(number=number)
    except Case.DoesNotExist:
        raise NotFound from None


def version_for(actor: Actor, number: str) -> int:
    """The version of the case with this number: all that an unchanged answer needs. One column.

    Raises:
        NotFound: there is none, or the actor may not know that there is.
    """
    try:
        return visible_to(actor).values_list("version", flat=True).get(number=number)
    except Case.DoesNotExist:
        raise NotFound from None


def moved_on_since(version: int, case: Case) -> bool:
    """Whether a page that was drawn at this version is out of date."""
    return moved_on(CASE_FLOW, case, seen=version)


def my_cases(actor: Actor, *, before: int | None = None, limit: int = 20) -> list[Case]:
    """The actor's cases, newest first; ``before`` is the last pk of the page before."""
    rows = visible_to(actor).select_related("item_version", "agency").defer(*BULKY)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-pk")[:limit])
