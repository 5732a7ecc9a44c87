"""Drafts as their pages show them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from leyiban.cases.answers import read_answers
from leyiban.cases.authority import check_may_fill
from leyiban.cases.errors import DraftGone
from leyiban.cases.models import BULKY, Draft, DraftPaper
from leyiban.cases.queries.arrivals import judging
from leyiban.catalogue.rulefile import RuleFile, Value
from leyiban.catalogue.rulefile.answers import validate_answers
from leyiban.catalogue.rulefile.needed import NeededMaterial, missing_materials, needed_materials
from leyiban.kernel.actors import Actor, ActorKind
from leyiban.kernel.errors import FieldProblem
from leyiban.people.models import AccountKind, Nature, Power


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft with everything its form, paper and check pages draw.

    ``problems`` are what still stands between it and submission; ``papers`` by material key.
    """

    draft: Draft
    rules: RuleFile
    answers: dict[str, Value]
    materials: tuple[NeededMaterial, ...]
    papers: dict[str, list[DraftPaper]]
    problems: tuple[FieldProblem, ...]


def draft_for(actor: Actor, key: str, *, now: dt.datetime) -> DraftPage:
    """The draft with this key. Three queries; a correction one more.

    Raises:
        DraftGone: there is none, or it is not for this actor.
    """
    draft = (
        Draft.objects.select_related("item_version__item", "applicant", "operator", "case")
        .defer(*BULKY)
        .filter(key=key)
        .first()
    )
    if draft is None:
        raise DraftGone
    check_may_fill(draft, actor)
    rules, answers = draft.item_version.rulefile, read_answers(draft.answers)
    papers: dict[str, list[DraftPaper]] = {}
    for link in draft.papers.select_related("paper").order_by("pk"):
        papers.setdefault(link.slot, []).append(link)
    judged = judging(draft.case, answers, now=now)
    checked = validate_answers(rules, answers, stage="submit", today=judged.day, arrived=judged.arrived)
    return DraftPage(
        draft=draft,
        rules=rules,
        answers=answers,
        materials=needed_materials(rules, answers, today=judged.day),
        papers=papers,
        problems=(*checked.problems, *missing_materials(rules, answers, papers, today=judged.day)),
    )


def my_drafts(actor: Actor) -> list[Draft]:
    """What waits to be handed in, the latest first: what the actor began himself, and what others began for him and
    for the bodies for which he may fill in. For whom he may no longer act, nothing."""
    found = Draft.objects.select_related("item_version", "applicant", "case").filter(_within_reach(actor))
    return list(found.order_by("-saved_at")[:20])


def _within_reach(actor: Actor) -> Q:
    """A draft belongs to its applicant, not to the account that began it: a body's drafts outlive its filer. What a
    person begins himself, his helpers do not see; what a clerk has under way at the counter is nobody else's yet."""
    begun = Q(account_id=actor.account)
    if actor.kind is not ActorKind.PERSON:
        return begun
    of_others = Q(applicant_id__in=actor.own_parties)
    for mandate in actor.mandates:
        if Power.FILL in mandate.powers:
            items = Q() if mandate.items is None else Q(item__code__in=mandate.items)
            of_others |= Q(applicant_id=mandate.party_id, applicant__nature=Nature.LEGAL) & items
    return (begun | of_others & Q(account__kind=AccountKind.CITIZEN)) & Q(applicant_id__in=actor.parties)
