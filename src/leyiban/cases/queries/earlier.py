"""What an applicant has already told or handed in: it is offered again, with its source and date (F1.4)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from leyiban.cases.answers import read_answers
from leyiban.cases.models import Case, CasePaper, Draft
from leyiban.cases.queries.seen import visible_to
from leyiban.catalogue.rulefile import RuleFile, Value, validate_answers
from leyiban.catalogue.rulefile.materials import Material
from leyiban.kernel.actors import Actor
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.moments import city_date

_PAPER_RULE = "cases.papers_reused_within"
_MOST_CASES = 50


@dataclass(frozen=True, slots=True)
class ReusablePaper:
    """A paper of an earlier case that would serve a slot of a draft.

    ``title`` and ``number`` name that case; ``link`` knows when, by whom and by which way it was given, and
    how far it may be relied on.
    """

    slot: str
    link: CasePaper
    title: str
    number: str


@dataclass(frozen=True, slots=True)
class EarlierAnswers:
    """Answers of the applicant's newest case of the same item, as far as today's rules take them."""

    answers: Mapping[str, Value]
    number: str
    given_on: dt.date


def reusable_papers(
    actor: Actor, draft: Draft, materials: Iterable[Material], *, now: dt.datetime
) -> dict[str, list[ReusablePaper]]:
    """Per material's key the papers given before that carry its ``reuse_key``, the newest first. Three queries.

    A file that lies in the draft's slot already is left out, and so is the same file twice. Only from cases
    that the actor may see: a window does not open the files of other offices, an agent not those of other
    items.
    """
    wanted = {material.reuse_key: material.key for material in materials}
    in_draft = set(draft.papers.values_list("slot", "paper_id"))
    found: dict[str, list[ReusablePaper]] = {}
    seen: set[tuple[str, int]] = set()
    for link in _earlier_papers(actor, draft, now):
        earlier = link.case.rules.material(link.slot)
        slot = None if earlier is None else wanted.get(earlier.reuse_key)
        if slot is None or (slot, link.paper_id) in in_draft | seen:
            continue
        seen.add((slot, link.paper_id))
        found.setdefault(slot, []).append(ReusablePaper(slot, link, link.case.title, link.case.number))
    return found


def _earlier_papers(actor: Actor, draft: Draft, now: dt.datetime) -> QuerySet[CasePaper]:
    days = int(lawbook.rule(_PAPER_RULE, on=city_date(now), region=draft.region).value)
    cases = _cases_of_applicant(actor, draft).order_by("-pk")[:_MOST_CASES]
    return (
        CasePaper.objects.handed_in()
        .select_related("paper", "case__item_version")
        .filter(
            case_id__in=list(cases.values_list("pk", flat=True)),
            given_at__gte=now - dt.timedelta(days=days),
        )
        .order_by("-given_at", "-pk")
    )


def _cases_of_applicant(actor: Actor, draft: Draft) -> QuerySet[Case]:
    cases = visible_to(actor).filter(applicant=draft.applicant)
    return cases if draft.case_id is None else cases.exclude(pk=draft.case_id)


def earlier_answers(
    actor: Actor, draft: Draft, rules: RuleFile, *, now: dt.datetime
) -> EarlierAnswers | None:
    """What the applicant answered the last time he applied for the same; None the first time. One query.

    Nothing of a case that the office would not take up is repeated: it may have been refused for this.
    """
    case = (
        _cases_of_applicant(actor, draft)
        .filter(item_version__item=draft.item, accepted_at__isnull=False)
        .order_by("-pk")
        .first()
    )
    if case is None:
        return None
    checked = validate_answers(rules, _known(rules, case), stage="draft", today=city_date(now))
    wrong = {problem.field.removeprefix("form.") for problem in checked.problems}
    answers = {key: value for key, value in checked.clean.items() if key not in wrong}
    return EarlierAnswers(answers=answers, number=case.number, given_on=city_date(case.received_at))


def _known(rules: RuleFile, case: Case) -> dict[str, Value]:
    """Its answers to questions that are still asked; what the situation was is asked anew each time."""
    asked = {field.key for field in rules.form.fields()}
    return {key: value for key, value in read_answers(case.answers).items() if key in asked}
