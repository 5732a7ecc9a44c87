"""Drafts as their pages show them."""

import datetime as dt
from dataclasses import dataclass

from leyiban.cases.answers import read_answers
from leyiban.cases.authority import check_may_fill
from leyiban.cases.errors import DraftGone
from leyiban.cases.models import BULKY, Draft, DraftPaper
from leyiban.catalogue.rulefile import RuleFile, Value
from leyiban.catalogue.rulefile.answers import validate_answers
from leyiban.catalogue.rulefile.needed import NeededMaterial, missing_materials, needed_materials
from leyiban.kernel.actors import Actor, ActorKind
from leyiban.kernel.errors import FieldProblem
from leyiban.kernel.moments import city_date


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
    """The draft with this key. Three queries.

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
    today = city_date(now)
    rules, answers = draft.item_version.rulefile, read_answers(draft.answers)
    papers: dict[str, list[DraftPaper]] = {}
    for link in draft.papers.select_related("paper").order_by("pk"):
        papers.setdefault(link.slot, []).append(link)
    checked = validate_answers(rules, answers, stage="submit", today=today)
    return DraftPage(
        draft=draft,
        rules=rules,
        answers=answers,
        materials=needed_materials(rules, answers, today=today),
        papers=papers,
        problems=(*checked.problems, *missing_materials(rules, answers, papers, today=today)),
    )


def my_drafts(actor: Actor) -> list[Draft]:
    """What the actor has begun and not handed in, the latest first; for whom he may no longer act, nothing."""
    begun = Draft.objects.select_related("item_version", "applicant", "case").filter(account_id=actor.account)
    if actor.kind is ActorKind.PERSON:
        begun = begun.filter(applicant_id__in=actor.parties)
    return list(begun.order_by("-saved_at")[:20])
