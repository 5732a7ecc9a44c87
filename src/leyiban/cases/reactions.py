"""What a case does by itself after its own moves: ask for papers, tell the applicant, deliver online."""

import datetime as dt

from leyiban.cases.bar.flow import BAR_FLOW
from leyiban.cases.bar.telling import TOLD as BARS_TOLD
from leyiban.cases.bar.telling import tell_party
from leyiban.cases.figures.daily import DAILY
from leyiban.cases.figures.keeping import FOLLOWER, count_entry
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.green.flow import GREEN_FLOW
from leyiban.cases.green.telling import TOLD as GREEN_TOLD
from leyiban.cases.green.telling import tell_of_answer
from leyiban.cases.hearing.flow import HEARING_FLOW
from leyiban.cases.hearing.pauses import PAUSED_BY, RESUMED_BY, case_of, pause_case, resume_case
from leyiban.cases.hearing.telling import HEARINGS_TOLD, tell_heard
from leyiban.cases.joint.flow import TASK_FLOW
from leyiban.cases.models import Case
from leyiban.cases.operations import (
    begin_green_handling,
    deliver_case,
    end_hearings_of,
    finish_green,
    judge_range,
    leave_green,
    tell_range,
)
from leyiban.cases.paperwork import (
    GREEN_WITH_PAPERS,
    WITH_HEARING_PAPERS,
    WITH_PAPERS,
    request_green_papers,
    request_hearing_papers,
    request_papers,
)
from leyiban.cases.paperwork.handing_up import request_handover_sheet
from leyiban.cases.receipt.flow import RECEIPT_FLOW
from leyiban.cases.receipt.telling import follow_claim
from leyiban.cases.states import DECIDED_ENTRIES, CaseState
from leyiban.cases.telling import RECOUNTED, TOLD, tell
from leyiban.cases.voice.telling import ask_privately
from leyiban.catalogue.vocabulary import DeliveryWay
from leyiban.kernel.actors import system_actor
from leyiban.kernel.flows.recounting import recount_later
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry

_ENDINGS = ("case.withdrawn/1", "case.terminated/1", "case.refused/1", *DECIDED_ENTRIES)


@reaction(*WITH_PAPERS, follower="cases.papers")
def ask_for_papers(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """The paper of law that belongs to this move."""
    request_papers(entry, now=now)


@reaction(*TOLD, follower="cases.messages")
def tell_the_applicant(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """In the inbox at once, on the phone when it may ring."""
    tell(entry, now=now)


@reaction(RECOUNTED, follower="cases.recounted")
def tell_of_a_new_day(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """Apart from the other messages: a decree moves every open case, and nobody else's news may wait for that."""
    tell(entry, now=now)


@reaction(*DAILY, follower=FOLLOWER)
def count(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """What the move changes in the open statistics (FX.6)."""
    count_entry(entry)


@reaction(*BARS_TOLD, follower="cases.bars")
def tell_of_a_bar(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """R14: nobody finds out by being turned away."""
    tell_party(entry, now=now)


@reaction("review_task.given/1", follower="cases.handing_up")
def ask_for_handover_sheet(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """R8: a pre-review goes up with all papers, counted and sealed."""
    request_handover_sheet(entry, now=now)


@reaction(*WITH_HEARING_PAPERS, follower="cases.hearing_papers")
def ask_for_hearing_papers(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """R12: of the right, of the day, and the record."""
    request_hearing_papers(entry, now=now)


@reaction(*HEARINGS_TOLD, follower="cases.hearings")
def tell_of_a_hearing(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """R12: whoever has a right learns of it, and of what becomes of it."""
    tell_heard(entry, now=now)


@reaction(*PAUSED_BY, *RESUMED_BY, follower="cases.hearing_pauses")
def count_no_hearing(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """R10: the case pauses from the notice of the hearing until it was held."""
    of_case = entry.subject_kind == Case.KIND
    number = entry.subject_key if of_case else case_of(entry.subject_key)
    (pause_case if entry.kind in PAUSED_BY else resume_case)(number, now=now)


@reaction(*_ENDINGS, follower="cases.hearing_ends")
def hear_no_more(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """A case that was decided, or ended without a decision, leaves nothing to be heard on."""
    end_hearings_of(case_number=entry.subject_key, actor=system_actor(), now=now)


@reaction(*GREEN_WITH_PAPERS, follower="cases.green_papers")
def ask_for_green_papers(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """Granted, refused and withdrawn are told on paper, too."""
    request_green_papers(entry, now=now)


@reaction(*GREEN_TOLD, follower="cases.green_messages")
def tell_of_the_green_channel(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """F4.1: granted, refused, withdrawn."""
    tell_of_answer(entry, now=now)


@reaction("case.accepted/1", *_ENDINGS, "green_grant.ended/1", follower="cases.green")
def keep_the_green_channel(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """Its limit begins when the case is taken up; it ends with the case, and its case leaves it when it ends."""
    match entry.kind:
        case "case.accepted/1":
            begin_green_handling(case_number=entry.subject_key, now=now)
        case "green_grant.ended/1":
            leave_green(number=entry.subject_key, now=now)
        case _:
            finish_green(case_number=entry.subject_key, now=now)


@reaction("receipt_claim.decided/1", follower="cases.receipts")
def count_from_the_right_moment(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """The papers were there earlier: the case is counted from then on."""
    follow_claim(entry, now=now)


@reaction("case.accepted/1", *DECIDED_ENTRIES, follower="cases.ranges", from_now=True)
def promise_and_judge(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """F5.5: what is told of the end is kept when it is told, and judged when the end is there."""
    if entry.kind == "case.accepted/1":
        tell_range(case_number=entry.subject_key, now=now)
    else:
        judge_range(case_number=entry.subject_key)


@reaction("case.withdrawn/1", follower="cases.voices")
def ask_why(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """R24: withdrawal is the applicant's own act; whether it was his own wish, he alone can say."""
    ask_privately(entry, now=now)


@reaction("calendar.published/1", follower="cases.calendar")
def count_again(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """A changed calendar moves due moments: the worker counts every open case again from the same events."""
    recount_later(CASE_FLOW, entry)
    recount_later(BAR_FLOW, entry)
    recount_later(TASK_FLOW, entry)
    recount_later(HEARING_FLOW, entry)
    recount_later(GREEN_FLOW, entry)
    recount_later(RECEIPT_FLOW, entry)


@reaction("case.licence_made/1", "case.result_ready/1", follower="cases.electronic_delivery")
def deliver_electronically(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """R21: with consent to electronic delivery, arrival in the account is delivery."""
    case = Case.objects.get(number=entry.subject_key)
    if case.delivery_way == DeliveryWay.ELECTRONIC and case.state == CaseState.READY:
        deliver_case(
            case_id=case.pk,
            version=None,
            way=DeliveryWay.ELECTRONIC,
            evidence="account",
            actor=system_actor(),
            now=now,
        )
