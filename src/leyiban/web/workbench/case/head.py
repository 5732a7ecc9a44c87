"""The head of the case page: whose turn it is, how much time is left, where to go from here."""

from typing import Any

from django.urls import reverse

from leyiban.cases.queries import CaseFile
from leyiban.cases.queries.hearings import hearings_of
from leyiban.cases.queries.receipts_claimed import receipt_claim_of
from leyiban.cases.receipt.flow import checks_claim
from leyiban.cases.rules.clocks import main_clock
from leyiban.cases.states import BEFORE_DECISION, CaseState, ReceiptState
from leyiban.web.edge import Visit
from leyiban.web.parts.lights import Light
from leyiban.web.parts.refiling import refiling_lines
from leyiban.web.time_left import TimeLeft, light_of
from leyiban.web.wording import speak
from leyiban.web.workbench.case.around import earlier_licence, licence_link, waits_for_hearing
from leyiban.web.workbench.case.clocks import clocks_of
from leyiban.web.workbench.desk import HANDLES
from leyiban.web.workbench.rows import names_of_accounts, names_of_posts, next_step


def head_of(file: CaseFile, visit: Visit) -> dict[str, Any]:
    case = file.case
    reading = file.clocks.get(main_clock(case))
    paused = case.state == CaseState.SPECIAL_PROCEDURE
    red_at = None if reading is None or reading.stopped_at is not None else reading.red_at
    light = light_of(
        amber_at=None if reading is None else reading.amber_at, red_at=red_at, paused=paused, now=visit.now
    )
    return {
        "case": case,
        "item": file.rules.name,
        "state": speak(CaseState(case.state).label),
        "light": light,
        "left": "" if light is Light.PAUSED else TimeLeft(visit.now).words(red_at, region=case.region),
        "clocks": clocks_of(file, now=visit.now),
        "next_step": next_step(CaseState(case.state), file.rules, case.task),
        "is_open": case.closed_at is None and case.state != CaseState.DELIVERED,
        "holder": names_of_accounts([case.holder_id]).get(case.holder_id or 0, ""),
        "post": names_of_posts([case.owner_post_id]).get(case.owner_post_id or 0, ""),
        "linked": case.linked_to.number if case.linked_to else "",
        "claim": _claim(file, visit),
        "refiling": refiling_lines(case, now=visit.now),
        "take": _taking(file, visit),
        "licence_link": licence_link(file, visit),
        "earlier": earlier_licence(file, visit),
        "hearings": hearings_of(case),
        "waits": waits_for_hearing(file, visit),
        "may_tell": HANDLES.held_by(visit.actor) and case.state in BEFORE_DECISION,
    }


def _claim(file: CaseFile, visit: Visit) -> tuple[str, str] | None:
    """What the applicant says of the moment of receipt, and the way to check it for whoever may."""
    claim = receipt_claim_of(file.case)
    if claim is None:
        return None
    may = claim.state == ReceiptState.CLAIMED and checks_claim(visit.actor, claim)
    link = reverse("web:workbench_receipt", kwargs={"number": claim.number}) if may else ""
    return speak(ReceiptState(claim.state).label), link


def _taking(file: CaseFile, visit: Visit) -> str:
    """Where taking the case in hand is sent; empty where it is in the reader's hands already."""
    allowed = any(move.name == "take" for move in file.moves)
    if not allowed or file.case.holder_id == visit.actor.account_id:
        return ""
    return reverse("web:workbench_move", kwargs={"number": file.case.number, "move": "take"})
