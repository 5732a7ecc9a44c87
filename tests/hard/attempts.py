"""Every human move of a case, tried by anybody at any time with lawful arguments: only right and state decide.

A try returns whether the case moved. A refusal must be one that we foresaw; anything else is a fault.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from leyiban.cases import operations as cases
from leyiban.cases.joint.offices import planned
from leyiban.cases.models import Case, ReviewTask
from leyiban.cases.queries import officers_for
from leyiban.cases.rules.intake import Defect
from leyiban.cases.states import CaseState, ClosingGround, Decision, RefusalGround
from leyiban.catalogue.rulefile.plan import Conclusion
from leyiban.catalogue.vocabulary import DeliveryWay
from leyiban.kernel.actors import Actor
from leyiban.kernel.errors import Refusal
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.operations import keep

WORDS: Final = "材料真实,符合条件。"


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody's try at a move. ``common`` are the arguments that every operation takes."""

    case: Case
    actor: Actor
    now: dt.datetime

    @property
    def common(self) -> dict[str, Any]:
        return {"case_id": self.case.pk, "version": None, "actor": self.actor, "now": self.now}


def touched_last(case: Case) -> list[str]:
    """What the last supplement changed: all that a second notice may ask for (R2)."""
    last = case.corrections.filter(supplemented_at__isnull=False).order_by("-number").first()
    return [] if last is None else list(last.changed)


def _defects(attempt: Attempt) -> list[Defect]:
    """One thing to put right: any question, or, once a supplement came, something that it touched."""
    case = attempt.case
    asked = f"form.{case.item_version.rulefile.questions()[0].key}"
    target = (touched_last(case) or [asked])[0] if case.round > 1 else asked
    return [Defect(target, "不清楚", "请重新填写", caused_by_supplement=case.round > 1)]


def _points(attempt: Attempt) -> dict[str, str]:
    plan = attempt.case.item_version.rulefile.plan
    return {point.key: "yes" for task in plan.tasks for point in task.points}


def _supplement(attempt: Attempt) -> object:
    """In odd rounds with another way of delivery, in even ones with another paper: not every change is one
    that the office may come back to."""
    draft = cases.open_correction(case_id=attempt.case.pk, actor=attempt.actor, now=attempt.now)
    if attempt.case.round % 2 == 0:
        paper = keep(content=b"%PDF-1.7 another", media=Media.PDF, pages=1, now=attempt.now)
        slot = draft.item_version.rulefile.materials[0].key
        link = draft.papers.filter(slot=slot).order_by("pk").first()
        if link is not None:
            cases.detach_paper(key=draft.key, link_id=link.pk, actor=attempt.actor, now=attempt.now)
        cases.attach_paper(
            key=draft.key,
            slot=slot,
            paper=paper,
            trust="C",
            name="another.pdf",
            actor=attempt.actor,
            now=attempt.now,
        )
    return cases.submit_draft(key=draft.key, version=None, actor=attempt.actor, now=attempt.now)


def _on_site(attempt: Attempt) -> list[str]:
    """Whoever tries it, and colleagues of his office; a stranger names himself all the same."""
    colleagues = [each.pseudonym for each in officers_for(attempt.case, now=attempt.now)]
    return list(dict.fromkeys([attempt.actor.pseudonym, *colleagues]))[:3]


def _decide(attempt: Attempt) -> object:
    return cases.decide_case(
        **attempt.common,
        decision=Decision.DENY if attempt.case.false_materials else Decision.GRANT,
        points=_points(attempt),
        reasons=WORDS,
        dissent="不同意见我们研究过,理由不成立。",
    )


def _deliver(attempt: Attempt) -> object:
    return cases.deliver_case(**attempt.common, way=DeliveryWay.ELECTRONIC, evidence="account")


TRIES: Final[dict[str, Callable[[Attempt], object]]] = {
    "accept": lambda a: cases.accept_case(**a.common),
    "correct_on_spot": lambda a: cases.correct_on_spot(**a.common, answers={}),
    "decide": _decide,
    "deliver": _deliver,
    "end_special": lambda a: cases.end_special(**a.common),
    "extend": lambda a: cases.extend_case(**a.common, reason="情况复杂"),
    "give_opinion": lambda a: cases.give_opinion(
        **a.common, conclusion="agree", points=_points(a), text=WORDS
    ),
    "notify_correction": lambda a: cases.notify_correction(**a.common, defects=_defects(a)),
    "record_site_check": lambda a: cases.record_site_check(
        **a.common,
        officers=_on_site(a),
        checked_at=a.case.accepted_at or a.case.received_at,
        place="嘉定中路88号1楼",
        findings=WORDS,
        conclusion="agree",
        points=_points(a),
    ),
    "refuse": lambda a: cases.refuse_case(
        **a.common, ground=RefusalGround.NOT_REQUIRED, reasons=WORDS, right_agency=None
    ),
    "request_again": lambda a: cases.request_again(**a.common, defects=_defects(a), reason="首次漏看"),
    "send_back": lambda a: cases.send_back(**a.common, to_task=a.case.tasks[0]["key"], text="请再看"),
    "sign_site_check": lambda a: cases.sign_site_check(**a.common),
    "start_special": lambda a: cases.start_special(
        **a.common, procedure=next(iter(a.case.limits["pause_grounds"]), "hearing")
    ),
    "supplement": _supplement,
    "take": lambda a: cases.take_case(**a.common),
    "terminate": lambda a: cases.terminate_case(**a.common, ground=ClosingGround.MATTER_GONE, reasons=WORDS),
    "warn": lambda a: cases.warn_applicant(**a.common, reasons="租赁合同是假的。"),
    "withdraw_warning": lambda a: cases.withdraw_warning(**a.common, reasons="出租人认了。"),
    "withdraw": lambda a: cases.withdraw_case(**a.common),
    "withdraw_correction": lambda a: cases.withdraw_correction(**a.common),
}


def move_task(move: str, task: ReviewTask, *, conclusion: Conclusion, actor: Actor, now: dt.datetime) -> None:
    """One move of another office's task, or of the lead with it, as its buttons would have it."""
    common: dict[str, Any] = {"number": task.number, "version": None, "actor": actor, "now": now}
    match move:
        case "receive":
            cases.receive_task(**common)
        case "give":
            points = {point.key: "yes" for point in planned(task.case, task.key).points}
            cases.give_task_opinion(**common, conclusion=conclusion, points=points, text=WORDS)
        case "remind":
            cases.remind_task(**common)
        case "send_back":
            cases.return_task(**common, reason="请再看")


def named(move: str, case: Case) -> str:
    """The table's name of a try: one operation decides, in a sitting or at the end of the chain."""
    return "decide_on_spot" if move == "decide" and case.state == CaseState.SUBMITTED else move


def attempt(move: str, *, case: Case, actor: Actor, now: dt.datetime) -> Refusal | None:
    """Try it, all or nothing; the refusal, or None when the case moved.

    Raises:
        AssertionError: it neither moved nor was refused. Whatever nobody foresaw.
    """
    before = case.version
    try:
        with transaction.atomic():
            TRIES[move](Attempt(case, actor, now))
    except Refusal as refusal:
        case.refresh_from_db()
        assert case.version == before, f"{move} was refused and moved all the same"
        return refusal
    case.refresh_from_db()
    assert case.version > before, f"{move} said nothing and did nothing"
    return None
