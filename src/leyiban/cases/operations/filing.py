"""Submission, supplement, withdrawal: what the applicant does to a case."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from leyiban.cases import numbering
from leyiban.cases.answers import Sealed, changed_keys, read_answers, seal_answers
from leyiban.cases.authority import Filing, filing_for
from leyiban.cases.bar.checking import check_not_barred
from leyiban.cases.earlier_licences import HeldLicence
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.joint.offices import intake_below, taker_in
from leyiban.cases.models import Case, CasePaper, Draft, DraftPaper
from leyiban.cases.operations.drafts import lock_draft
from leyiban.cases.operations.versions import version_in_use
from leyiban.cases.queries.arrivals import judging
from leyiban.cases.queries.renewals import check_may_be_asked, licence_in_question
from leyiban.cases.receipt.errors import BackdatingNotAllowed
from leyiban.cases.routing import route_of
from leyiban.cases.rules.filing import Submission, Supplement
from leyiban.cases.rules.joint import own_and_joint
from leyiban.cases.rules.renewal import Window
from leyiban.cases.slots import RECEIPT_PROOF
from leyiban.cases.states import CaseState
from leyiban.cases.terms import linking_days, terms_of_filing
from leyiban.catalogue.models import ItemVersion
from leyiban.catalogue.rulefile import Value
from leyiban.catalogue.rulefile.answers import validate_answers
from leyiban.catalogue.rulefile.checklist import planned_tasks
from leyiban.catalogue.rulefile.needed import missing_materials
from leyiban.catalogue.vocabulary import DeliveryWay
from leyiban.kernel.actors import Actor, ActorKind
from leyiban.kernel.calendar.errors import CalendarYearUnknown
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.composed import Composed
from leyiban.kernel.errors import FieldProblem, InvalidInput
from leyiban.kernel.flows.engine import Moved, begin, take
from leyiban.kernel.identifiers import new_query_password
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.moments import city_date, end_of_day
from leyiban.kernel.papers.models import PaperLink
from leyiban.kernel.rows import insert, remove
from leyiban.people.models import Power
from leyiban.people.rules.divisions import county_code

_BACKDATED = "cases.backdated_within"
_PAPERS = Composed(
    lambda draft: DraftPaper.objects.select_related("paper").filter(draft=draft).order_by("pk")
)
_CLOSED_LAST = Composed(
    lambda applicant, item, since: (
        Case.objects.only("number")
        .filter(applicant=applicant, item_version__item=item, decision="", closed_at__gte=since)
        .order_by("-closed_at")[:1]
    )
)


@dataclass(frozen=True, slots=True)
class _HandIn:
    """A draft, checked: nothing in it can fail any more.

    ``asked_on`` is the civil day on which it came: whoever asks on the last day, at whatever hour, asks in time (R13).
    ``judged_on`` is that of the application which a correction puts right.
    """

    draft: Draft
    version: ItemVersion
    answers: Mapping[str, Value]
    sealed: Sealed
    papers: tuple[DraftPaper, ...]
    region: str
    received_on: dt.date
    asked_on: dt.date
    judged_on: dt.date
    licence: HeldLicence | None
    window: Window | None

    @property
    def paper_facts(self) -> tuple[str, ...]:
        return tuple(sorted(f"{link.slot}={link.paper.named_digest}" for link in self.papers))


def submit_draft(
    *, key: str, version: int | None, received_at: dt.datetime | None = None, actor: Actor, now: dt.datetime
) -> Moved[Case]:
    """Hand in a draft: a new case, or the supplement of the case it corrects. All or nothing.

    Args:
        version: the draft's version that the check page showed.
        received_at: where a clerk enters afterwards (补录) what was handed over before: when that was. The case is marked
            for all to see, and its clocks run from that moment.

    Raises:
        DraftGone, DraftMoved. InvalidInput: with a problem for every field and material that is not right.
        ApplicationBarred: the applicant may not apply for this again yet (R14).
        NoLicenceToRenew, RenewalUnderWay, RenewalNotYet, RenewalTooLate (R13).
        NoAuthority, RealNameNeeded: the actor may fill in, not submit.
        BackdatingNotAllowed: somebody else than a clerk, of a correction, or too long ago.
    """
    with transaction.atomic():
        draft = lock_draft(key=key, actor=actor, version=version)
        filing = filing_for(
            version=draft.item_version,
            applicant=draft.applicant,
            region=draft.region,
            actor=actor,
            now=now,
            power=Power.SUBMIT,
            standing=draft.operator,
        )
        hand_in = _check(draft, now)
        if received_at is not None:
            _check_backdating(draft, received_at, actor, now)
        if draft.case is None:
            return _file(hand_in, filing, actor, now, received_at or now)
        return _supplement(hand_in, draft.case, actor, now)


def _check(draft: Draft, now: dt.datetime) -> _HandIn:
    """Judge the draft by the rules in force now; a correction stays under the rules it was filed under."""
    today = city_date(now)
    version = draft.item_version
    if draft.case is None:
        version = version_in_use(draft, today)
        check_not_barred(draft.applicant, version.rulefile, on=today)
    papers = tuple(_PAPERS.all(draft=draft.pk))
    answers = read_answers(draft.answers)
    judged = judging(draft.case, answers, now=now)
    checked = validate_answers(
        version.rulefile, answers, stage="submit", today=judged.day, arrived=judged.arrived
    )
    given = {link.slot for link in papers}
    problems: tuple[FieldProblem, ...] = (
        *checked.problems,
        *missing_materials(version.rulefile, checked.clean, given, today=judged.day),
        *_delivery_problem(draft),
    )
    if problems:
        raise InvalidInput(problems=problems)
    region = draft.region if draft.case is not None else _region_of(draft, version, checked.clean)
    licence, window = _earlier_licence(draft, version, region, today)
    return _HandIn(
        draft=draft,
        version=version,
        answers=checked.clean,
        sealed=seal_answers(checked.clean),
        papers=papers,
        region=region,
        received_on=_received_on(region, now),
        asked_on=today,
        judged_on=judged.day,
        licence=licence,
        window=window,
    )


def _earlier_licence(
    draft: Draft, version: ItemVersion, region: str, today: dt.date
) -> tuple[HeldLicence | None, Window | None]:
    """The licence that the draft renews or changes, locked, and when its renewal may be asked for. A correction goes
    on with what its case was filed for."""
    if draft.case is not None:
        return None, None
    rules = version.rulefile
    licence = licence_in_question(draft.applicant, rules, chosen=draft.earlier_licence, on=today, lock=True)
    if licence is None:
        return None, None
    return licence, check_may_be_asked(rules, licence, region=region, on=today)


def _received_on(region: str, now: dt.datetime) -> dt.date:
    """The day that counts as the day of receipt; while no calendar knows it, the day on which it came.

    Nobody is sent away because next year's holidays are not decreed yet: the clocks count by the moment
    of arrival, and are counted again when the calendar is loaded.
    """
    try:
        return calendar_of(region).received_day(now)
    except CalendarYearUnknown:
        return city_date(now)


def _region_of(draft: Draft, version: ItemVersion, answers: Mapping[str, Value]) -> str:
    """Where the matter lies: what the form's question of competence says, else where it was begun."""
    competence = version.rulefile.competence
    return draft.region if competence is None else str(answers[competence.region_field])


def _delivery_problem(draft: Draft) -> tuple[FieldProblem, ...]:
    if not draft.delivery_way:
        return (FieldProblem("delivery_way", "required", _("请选怎么拿结果。")),)
    if draft.delivery_way == DeliveryWay.POST and draft.delivery_to is None:
        return (FieldProblem("delivery_to", "required", _("请写寄给谁、电话和地址。")),)
    return ()


def _check_backdating(draft: Draft, received_at: dt.datetime, actor: Actor, now: dt.datetime) -> None:
    days = int(lawbook.rule(_BACKDATED, on=city_date(now), region=draft.region).value)
    is_clerk = actor.kind is ActorKind.STAFF and draft.case is None
    if not is_clerk or not now - dt.timedelta(days=days) <= received_at < now:
        raise BackdatingNotAllowed(days=days)


def _file(
    hand_in: _HandIn, filing: Filing, actor: Actor, now: dt.datetime, received_at: dt.datetime
) -> Moved[Case]:
    draft, rules = hand_in.draft, hand_in.version.rulefile
    region, today, book = hand_in.region, city_date(now), lawbook.book()
    route, agency = route_of(rules, region=region, on=today)
    own, others = _tasks(hand_in)
    below = taker_in(rules, lead=agency, region=region, on=today)
    if below is not None:
        route = {**route, "intake": intake_below(rules, below, region=region, on=today)}
    earlier = _linked_case(draft, within=linking_days(book=book, on=today, region=region), now=now)
    case = Case(
        number=numbering.next_case_no(
            prefix=draft.item.city.number_prefix,
            county=county_code(region),
            day=today,
        ),
        region=region,
        title=rules.short_name.zh,
        party_label=draft.applicant.label,
        state=CaseState.FILING,
        item_version=hand_in.version,
        agency=agency,
        applicant=draft.applicant,
        operator=filing.operator,
        mandate=filing.mandate,
        filed_by_id=actor.account_id,
        channel=actor.channel.value,
        query_code=new_query_password(),
        answers=hand_in.sealed.text,
        answers_salt=hand_in.sealed.salt,
        typed_by=draft.typed_by,
        limits={
            **terms_of_filing(rules, book=book, on=city_date(received_at), region=region),
            **_terms_of_renewal(hand_in),
        },
        route=route,
        tasks=own,
        joint=others,
        taken_in_by=below,
        received_at=received_at,
        entered_afterwards=received_at < now,
        delivery_way=draft.delivery_way,
        delivery_to=None if draft.delivery_to is None else draft.delivery_to.reveal(),
        linked_to=earlier,
        **_about_licence(hand_in),
    )
    given = Submission(
        answers=hand_in.sealed.digest,
        papers=hand_in.paper_facts,
        received_on=hand_in.received_on if received_at == now else _received_on(region, received_at),
        item=hand_in.version.item.code,
        item_version=hand_in.version.number,
        agency=agency.uscc,
        linked_to=None if earlier is None else earlier.number,
    )
    moved = begin(CASE_FLOW, case, "submit", given, actor=actor, now=now, happened_at=received_at)
    _keep_papers(moved.matter, hand_in.papers)
    _throw_away(draft)
    return moved


def _about_licence(hand_in: _HandIn) -> dict[str, Any]:
    """Which licence it renews or changes; and when silence renews it, where it was asked for in time (R13)."""
    licence, window = hand_in.licence, hand_in.window
    if licence is None:
        return {}
    in_time = window is not None and window.in_time(hand_in.asked_on)
    return {
        "earlier_licence": licence.identifier,
        "earlier_until": licence.valid_until,
        "deemed_at": end_of_day(licence.valid_until) if in_time and licence.valid_until else None,
    }


def _terms_of_renewal(hand_in: _HandIn) -> dict[str, dict[str, str]]:
    """The days on which the renewal rests, kept with the case as the rules in force had them."""
    if hand_in.window is None:
        return {}
    asked_on, asked_by = hand_in.asked_on.isoformat(), hand_in.window.until.isoformat()
    return {"renewal": {"asked_on": asked_on, "asked_by": asked_by}}


def _throw_away(draft: Draft) -> None:
    remove(DraftPaper, "draft", draft.pk)
    remove(Draft, "pk", draft.pk)


def _tasks(hand_in: _HandIn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The review plan's tasks that these answers call for, in order: the office's own, and other offices'."""
    planned = planned_tasks(hand_in.version.rulefile, hand_in.answers, today=hand_in.judged_on)
    return own_and_joint(planned)


def _linked_case(draft: Draft, *, within: int, now: dt.datetime) -> Case | None:
    """R24: the same applicant's earlier case for the same item, sent back or withdrawn ``within`` days. One that was
    decided was brought to its end: what follows it is another matter."""
    since = now - dt.timedelta(days=within)
    return _CLOSED_LAST.first(applicant=draft.applicant_id, item=draft.item_id, since=since)


def _keep_papers(case: Case, papers: tuple[DraftPaper, ...]) -> None:
    insert([CasePaper(case=case, round=case.round, slot=link.slot, **link.as_given()) for link in papers])


def _supplement(hand_in: _HandIn, case: Case, actor: Actor, now: dt.datetime) -> Moved[Case]:
    taken = take(CASE_FLOW, case.pk, now=now)
    current = taken.matter
    before = read_answers(current.answers)
    changed = [f"form.{key}" for key in changed_keys(before, hand_in.answers)]
    changed += [f"materials.{slot}" for slot in _changed_slots(current, hand_in.papers)]
    own, others = _tasks(hand_in)
    changes: dict[str, Any] = {
        "answers": hand_in.sealed.text,
        "answers_salt": hand_in.sealed.salt,
        "typed_by": hand_in.draft.typed_by,
        "tasks": own,
        "joint": others,
    }
    given = Supplement(
        answers=hand_in.sealed.digest,
        papers=hand_in.paper_facts,
        received_on=hand_in.received_on,
        changed=tuple(changed),
        changes=changes,
    )
    moved = taken.make("supplement", given, actor=actor, now=now)
    current.corrections.unanswered().update(supplemented_at=now, changed=changed)
    _replace_papers(current, hand_in.papers, now)
    _throw_away(hand_in.draft)
    return moved


def _digests_by_slot(links: Iterable[PaperLink]) -> dict[str, set[str]]:
    slots: dict[str, set[str]] = {}
    for link in links:
        slots.setdefault(link.slot, set()).add(link.paper.named_digest)
    return slots


def _changed_slots(case: Case, papers: tuple[DraftPaper, ...]) -> list[str]:
    before, after = (
        _digests_by_slot(case.papers.handed_in().select_related("paper")),
        _digests_by_slot(papers),
    )
    slots = (before.keys() | after.keys()) - {RECEIPT_PROOF}
    return sorted(slot for slot in slots if before.get(slot) != after.get(slot))


def _replace_papers(case: Case, papers: tuple[DraftPaper, ...], now: dt.datetime) -> None:
    kept = {(link.slot, link.paper_id) for link in papers}
    present = set()
    for link in case.papers.handed_in().exclude(slot=RECEIPT_PROOF):
        if (link.slot, link.paper_id) in kept:
            present.add((link.slot, link.paper_id))
        else:
            link.withdrawn_at = now
            link.save(update_fields=["withdrawn_at"])
    _keep_papers(case, tuple(link for link in papers if (link.slot, link.paper_id) not in present))


def withdraw_case(*, case_id: int, version: int | None, actor: Actor, now: dt.datetime) -> Moved[Case]:
    """R24: the applicant takes his application back, at any time before the decision.

    Raises:
        Stale, WrongState, MoveNotAllowed.
    """
    with transaction.atomic():
        taken = take(CASE_FLOW, case_id, now=now, version=version)
        moved = taken.make("withdraw", actor=actor, now=now)
        Draft.objects.filter(case=moved.matter).delete()
        return moved
