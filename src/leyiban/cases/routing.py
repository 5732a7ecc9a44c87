"""Which post acts for the office in which part, written into the case when it is filed."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from leyiban.cases.errors import ItemNotOpen, NoPost
from leyiban.catalogue.rulefile import Implementing, RuleFile
from leyiban.kernel.actors import Role
from leyiban.kernel.composed import Composed
from leyiban.people.models import Agency, Post
from leyiban.people.models.post import ROLE_NAMES
from leyiban.people.rules.divisions import covers

Route = dict[str, int]

_AGENCY = Composed(lambda uscc: Agency.objects.select_related("region").filter(uscc=uscc))
_POSTS = Composed(
    lambda agency, on: (
        Post.objects.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_to__isnull=True) | Q(valid_to__gt=on),
            agency=agency,
        )
        .select_related("region")
        .order_by("region__depth", "pk")
    )
)


def route_of(rules: RuleFile, *, region: str, on: dt.date) -> tuple[Route, Agency]:
    """Role → post id for one case, with two parts that are no role: ``intake`` judges completeness (R19:
    the window where the item allows, else the office itself; of an instant item whoever decides it, because
    all is done in one sitting) and ``result`` hands out.

    Raises:
        ItemNotOpen: nobody is competent there. NoPost: the office lacks a post that the plan names.
    """
    body = rules.implementing_in(region)
    if body is None:
        raise ItemNotOpen.of(rules)
    agency = agency_with(body.task_code[:18])
    posts = nearest_posts(agency, region, on)
    needed = {Role.WINDOW_CLERK, *(task.by for task in rules.plan.tasks if not task.is_joint)}
    route = {role.value: _need(posts, role, agency, body) for role in sorted(needed)}
    issuer = posts.get(Role.ISSUER)
    return {
        **route,
        "intake": route[_intake(rules).value],
        "result": route[Role.WINDOW_CLERK.value] if issuer is None else issuer.pk,
        **({} if issuer is None else {Role.ISSUER.value: issuer.pk}),
    }, agency


def _intake(rules: RuleFile) -> Role:
    plan = rules.plan
    if rules.instant:
        return plan.own[-1].by
    return Role.WINDOW_CLERK if plan.window_may_accept else plan.own[0].by


def agency_with(uscc: str) -> Agency:
    """The agency with this credit code; an implementation code begins with that of its body (service-items §2)."""
    agency = _AGENCY.first(uscc=uscc)
    if agency is None:
        raise Agency.DoesNotExist(uscc)
    return agency


def nearest_posts(agency: Agency, region: str, on: dt.date) -> dict[Role, Post]:
    """Per role the nearest post of the agency whose area holds ``region``."""
    posts = _POSTS.all(agency=agency.pk, on=on)
    return _nearest(post for post in posts if covers(post.region.code, region))


def _nearest(posts: Iterable[Post]) -> dict[Role, Post]:
    return {Role(post.role): post for post in posts}  # the deepest region comes last, and stays


def _need(posts: dict[Role, Post], role: Role, agency: Agency, body: Implementing) -> int:
    if role not in posts:
        raise NoPost(agency=agency.name, role=ROLE_NAMES[role], phone=body.consult_phone)
    return posts[role].pk
