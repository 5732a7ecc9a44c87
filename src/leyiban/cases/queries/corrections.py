"""What the office asked an applicant to put right, and what of it he has already touched."""

import json
from collections.abc import Iterable, Mapping

from leyiban.cases.answers import read_answers
from leyiban.cases.models import Case, CorrectionNotice, Draft
from leyiban.cases.rules.intake import Defect
from leyiban.catalogue.rulefile import Value

_FORM, _MATERIALS = "form.", "materials."


def defects_in(notice: CorrectionNotice) -> tuple[Defect, ...]:
    """The lines of one notice; none once it was erased."""
    return tuple(Defect(**line) for line in json.loads(notice.defects.reveal() or "[]"))


def open_defects(case: Case) -> tuple[Defect, ...]:
    """What the case waits for: the lines of every notice neither answered nor taken back. One query."""
    waiting = case.corrections.unanswered().order_by("number")
    return tuple(defect for notice in waiting for defect in defects_in(notice))


def changed_by_supplement(case: Case) -> frozenset[str]:
    """The targets that the last supplement touched: only these may a further notice name (R2). One query."""
    last = case.corrections.filter(supplemented_at__isnull=False).order_by("-number").first()
    return frozenset() if last is None else frozenset(last.changed)


def untouched(defects: Iterable[Defect], draft: Draft, answers: Mapping[str, Value]) -> tuple[Defect, ...]:
    """Those of ``defects`` whose answer or paper in the correcting draft is still what the case has. Two queries.

    Args:
        answers: the draft's answers.
    """
    case = draft.case
    if case is None:
        return ()
    before = read_answers(case.answers)
    handed_in = _digests(case.papers.handed_in().values_list("slot", "paper_id"))
    now = _digests(draft.papers.values_list("slot", "paper_id"))

    def is_untouched(target: str) -> bool:
        if target.startswith(_FORM):
            key = target.removeprefix(_FORM)
            return before.get(key) == answers.get(key)
        slot = target.removeprefix(_MATERIALS)
        return handed_in.get(slot) == now.get(slot)

    return tuple(defect for defect in defects if is_untouched(defect.target))


def _digests(rows: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    slots: dict[str, set[int]] = {}
    for slot, paper_id in rows:
        slots.setdefault(slot, set()).add(paper_id)
    return slots
