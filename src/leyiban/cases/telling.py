"""What the applicant is told when his case moves: one message per move, in the inbox and on the phone."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from leyiban.cases.clock_names import ACCEPTANCE, DELIVERY, PROMISED, SUPPLEMENT, base_name, of_round
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case
from leyiban.cases.moved_days import moved_days
from leyiban.cases.states import Decision
from leyiban.catalogue.vocabulary import DeliveryWay, SpecialProcedureKind
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.documents.wording import in_words
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.flows.table import Readings
from leyiban.kernel.ledger.canonical import parse_moment
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.kernel.moments import CITY_TIME, city_date
from leyiban.messages import standard
from leyiban.messages.operations import MatterRef, Recipient, notify
from leyiban.messages.templates import Fact, Template
from leyiban.people.models import Party
from leyiban.people.queries import acts_for, phone_of


@dataclass(frozen=True, slots=True)
class _Told:
    """A template and the facts beyond the matter and its query code."""

    template: Template
    facts: dict[str, Fact]


Teller = Callable[[LedgerEntry, Readings], _Told | None]


def _plain(template: Template) -> Teller:
    return lambda entry, clocks: _Told(template, {})


def _by(template: Template, clock: str) -> Teller:
    return lambda entry, clocks: _Told(template, {"by": _due_day(clocks, clock)})


def _due_day(clocks: Readings, clock: str) -> Fact:
    """The last day, or, where the calendar ends before it, words that say so."""
    reading = clocks.get(clock)
    if reading is None or reading.due_day is None:
        return "放假安排公布后告知的日期"
    return in_words(reading.due_day)


def _received(entry: LedgerEntry, clocks: Readings) -> _Told:
    if entry.happened_at < entry.entered_at:
        return _Told(standard.CASE_ENTERED_AFTERWARDS, {"by": _moment(entry.happened_at)})
    round_number = getattr(entry.facts, "round", 1)
    return _Told(standard.CASE_RECEIVED, {"by": _due_day(clocks, of_round(ACCEPTANCE, round_number))})


def _redated(entry: LedgerEntry, clocks: Readings) -> _Told:
    return _Told(standard.CASE_RECEIPT_REDATED, {"by": _moment(parse_moment(entry.facts.received_at))})


def _moment(moment: dt.datetime) -> str:
    return f"{in_words(city_date(moment))}{moment.astimezone(CITY_TIME):%H:%M}"


def _correction(entry: LedgerEntry, clocks: Readings) -> _Told:
    return _Told(standard.CASE_CORRECTION, {"by": _due_day(clocks, of_round(SUPPLEMENT, entry.facts.round))})


def _special(entry: LedgerEntry, clocks: Readings) -> _Told:
    procedure = SpecialProcedureKind.of(entry.facts.procedure).zh
    return _Told(standard.CASE_SPECIAL_PROCEDURE, {"procedure": procedure})


def _denied(entry: LedgerEntry, clocks: Readings) -> _Told | None:
    """A grant is told when its result is there."""
    return _Told(standard.CASE_DENIED, {}) if entry.facts.decision == Decision.DENY else None


def _withdrawn(entry: LedgerEntry, clocks: Readings) -> _Told:
    deemed = entry.facts.mode == "deemed"
    return _Told(standard.CASE_DEEMED_WITHDRAWN if deemed else standard.CASE_WITHDRAWN, {})


def _handed_out(entry: LedgerEntry, clocks: Readings) -> _Told | None:
    """Who did not fetch it himself learns that somebody did; what arrived in the account was told before."""
    return None if entry.facts.way == DeliveryWay.ELECTRONIC else _Told(standard.CASE_HANDED_OUT, {})


def _supplement_soon_over(entry: LedgerEntry, clocks: Readings) -> _Told | None:
    """The applicant's own clock turned amber; lights of the office's clocks are the office's matter."""
    if entry.facts.light != Light.AMBER or not entry.facts.clock.startswith(SUPPLEMENT):
        return None
    return _Told(standard.CASE_DUE_SOON, {"by": _due_day(clocks, entry.facts.clock)})


def _new_day(entry: LedgerEntry, clocks: Readings) -> _Told | None:
    clock = new_day_told(entry.facts.moved)
    return None if clock is None else _Told(_NEW_DAYS[base_name(clock)], {"by": _due_day(clocks, clock)})


def new_day_told(moved: Iterable[str]) -> str | None:
    """The clock whose new last day the applicant is told, of those that the ledger says were moved.

    None: only clocks that are the office's own, or only the hour at which it closes.
    """
    return next((clock for clock in moved_days(moved) if base_name(clock) in _NEW_DAYS), None)


_NEW_DAYS = {
    ACCEPTANCE: standard.CASE_NEW_DAY_TO_ACCEPT,
    SUPPLEMENT: standard.CASE_NEW_DAY_TO_SUPPLEMENT,
    PROMISED: standard.CASE_NEW_DAY_TO_DECIDE,
    DELIVERY: standard.CASE_NEW_DAY_TO_DELIVER,
}
RECOUNTED = "case.counted_again/1"

_TELLERS: dict[str, Teller] = {
    "case.submitted/1": _received,
    "case.supplemented/1": _received,
    "case.receipt_redated/1": _redated,
    "case.accepted/1": _by(standard.CASE_ACCEPTED, PROMISED),
    "case.refused/1": _plain(standard.CASE_REFUSED),
    "case.correction_notified/1": _correction,
    "case.correction_withdrawn/1": _plain(standard.CASE_CORRECTION_CANCELLED),
    "case.warned/1": _plain(standard.CASE_WARNED),
    "case.warning_withdrawn/1": _plain(standard.CASE_WARNING_WITHDRAWN),
    "case.special_started/1": _special,
    "case.special_ended/1": _by(standard.CASE_RESUMED, PROMISED),
    "case.extended/1": _by(standard.CASE_EXTENDED, PROMISED),
    "case.decided/1": _denied,
    "case.renewal_lapsed/1": _plain(standard.CASE_RENEWAL_LAPSED),
    "case.licence_made/1": _plain(standard.CASE_GRANTED),
    "case.result_ready/1": _plain(standard.CASE_GRANTED),
    "case.delivered/1": _handed_out,
    "case.withdrawn/1": _withdrawn,
    "case.terminated/1": _plain(standard.CASE_TERMINATED),
    "case.light_changed/1": _supplement_soon_over,
}
TOLD = tuple(_TELLERS)
_TELLERS[RECOUNTED] = _new_day  # told by a follower of its own


def tell(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """Say to the applicant, and to the operator who acts for him, what this entry means for them."""
    related = ("applicant", "operator", "filed_by", "item_version__item")
    case = Case.objects.select_related(*related).get(number=entry.subject_key)
    told = _TELLERS[entry.kind](entry, matter_clocks(CASE_FLOW, case))
    if told is None or _denial_announced(entry, case):
        return
    facts = {"matter": case.title, "code": case.query_code.reveal(), **told.facts}
    for party in listeners(case, now=now):
        notify(
            template=told.template,
            to=Recipient(party_id=party.pk, phone=_phone(party, case)),
            matter=MatterRef(
                kind=Case.KIND,
                key=case.pk,
                number=case.number,
                region=case.region,
                agency_id=case.agency_id,
                party_id=None if _on_paper(case) else case.applicant_id,
            ),
            facts={name: fact for name, fact in facts.items() if name in told.template.facts},
            cause=f"entry:{entry.entry_id}",
            now=now,
        )


def _denial_announced(entry: LedgerEntry, case: Case) -> bool:
    """A denial was told with the decision; its paper being ready is no second piece of news."""
    return entry.kind == "case.result_ready/1" and case.decision == Decision.DENY


def _phone(party: Party, case: Case) -> str | None:
    """His own; a body has none by nature, so when its head filed himself, it rings with him."""
    own, filer = phone_of(party), case.filed_by
    if own is not None or not party.is_legal or case.operator_id is not None:
        return own
    if filer is None or filer.is_staff_account or filer.phone is None:
        return None
    return filer.phone.reveal()


def listeners(case: Case, *, now: dt.datetime) -> list[Party]:
    """The applicant, and his operator for as long as he may act for him."""
    operator = case.operator
    if operator is None or operator.pk == case.applicant_id or not _still_operates(operator, case, now):
        return [case.applicant]
    return [case.applicant, operator]


def _still_operates(operator: Party, case: Case, now: dt.datetime) -> bool:
    item = case.item_version.item.code
    return _on_paper(case) or acts_for(agent=operator, principal=case.applicant, item_code=item, now=now)


def _on_paper(case: Case) -> bool:
    """Who showed a clerk his authority on paper left no mandate that could end: he hears of this case, until the head
    of the body takes all its matters to himself."""
    at_counter = case.mandate_id is None and case.filed_by is not None and case.filed_by.is_staff_account
    taken_over = case.applicant.taken_over_at
    return at_counter and (taken_over is None or case.received_at > taken_over)
