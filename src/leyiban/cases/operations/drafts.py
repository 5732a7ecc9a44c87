"""Drafts: start, save, put papers in, throw away."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from leyiban.cases.answers import changed_keys, read_answers, seal_answers, stamp
from leyiban.cases.authority import check_may_fill, filing_for
from leyiban.cases.bar.checking import check_not_barred
from leyiban.cases.errors import DraftGone, DraftMoved, ItemNotOpen, TooManyFiles
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import BULKY, Case, Draft, DraftPaper
from leyiban.cases.operations.prefilling import filled_in, granting_case
from leyiban.cases.queries.arrivals import judging
from leyiban.cases.queries.renewals import check_may_be_asked, licence_in_question
from leyiban.cases.slots import SIGNATURE
from leyiban.cases.states import CaseState
from leyiban.catalogue.models import ItemVersion
from leyiban.catalogue.rulefile import RuleFile
from leyiban.catalogue.rulefile.answers import validate_answers
from leyiban.catalogue.rulefile.materials import FileRule
from leyiban.catalogue.vocabulary import DeliveryWay
from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.composed import Composed
from leyiban.kernel.errors import FieldProblem, InvalidInput, NotAllowed, NotFound
from leyiban.kernel.flows.errors import MoveNotAllowed, WrongState
from leyiban.kernel.moments import city_date
from leyiban.kernel.papers.models import Paper, Trust
from leyiban.people.models import Party

LONGEST_ADDRESS = 200  # characters, with name and phone
_ONE_FILE = FileRule(max_files=1)
_LOCKED = Composed(
    lambda key: (
        Draft.objects.select_for_update(of=("self",))
        .select_related("item__city", "item_version", "applicant", "operator")
        .defer(*BULKY)
        .filter(key=key)
    )
)


def start_draft(
    *,
    version: ItemVersion,
    applicant: Party,
    region: str,
    standing: Party | None = None,
    licence: str = "",
    actor: Actor,
    now: dt.datetime,
) -> tuple[Draft, bool]:
    """Begin an application, or find the one already begun for the same party, item, place and licence.

    What renews or changes a licence lies where that was granted, and begins with what the city holds filled in.

    Args:
        licence: the identifier of the one to be renewed or changed, where the applicant has several.
        standing: at the counter, the natural person who stands there for the applicant.

    Returns:
        The draft and whether it is new.

    Raises:
        ItemNotOpen: the item cannot be applied for there now. ApplicationBarred (R14). NoAuthority, NotAllowed: not for this party.
        NoLicenceToRenew, WhichLicence, RenewalUnderWay, RenewalNotYet, RenewalTooLate (R13).
    """
    filing = filing_for(
        version=version, applicant=applicant, region=region, actor=actor, now=now, standing=standing
    )
    rules, today = version.rulefile, city_date(now)
    check_not_barred(applicant, rules, on=today)
    held = licence_in_question(applicant, rules, chosen=licence, on=today)
    source = None if held is None else granting_case(held)
    if source is not None and rules.competence is None:
        region = source.region
    _check_open(version, region, now)
    if held is not None:
        check_may_be_asked(rules, held, region=region, on=today)
    with transaction.atomic():
        draft, is_new = Draft.objects.get_or_create(
            account_id=actor.account,
            applicant=applicant,
            region=region,
            item=version.item,
            case=None,
            earlier_licence="" if held is None else held.identifier,
            defaults={
                "item_version": version,
                "operator": filing.operator,
                **_beginning(rules, source, applicant=applicant, operator=filing.operator, now=now),
                "started_at": now,
                "saved_at": now,
            },
        )
        if draft.operator != filing.operator:  # somebody else has come to go on with it
            draft.operator = filing.operator
            draft.save(update_fields=["operator"])
        return draft, is_new


def _beginning(
    rules: RuleFile, source: Case | None, *, applicant: Party, operator: Party | None, now: dt.datetime
) -> dict[str, Any]:
    """What a new draft holds before anybody types."""
    if source is None:
        return {"answers": seal_answers({}).text}
    answers = filled_in(rules, source, applicant=applicant, operator=operator, now=now)
    ways = {delivery.way.value for delivery in rules.delivery}
    as_before = source.delivery_way in ways
    to = source.delivery_to if as_before else None
    return {
        "answers": seal_answers(answers).text,
        "delivery_way": source.delivery_way if as_before else "",
        "delivery_to": None if to is None else to.reveal(),
    }


def _check_open(version: ItemVersion, region: str, now: dt.datetime) -> None:
    rules = version.rulefile
    is_open = ItemVersion.objects.filter(pk=version.pk).in_use(city_date(now)).exists()
    has_body = rules.competence is not None or rules.implementing_in(region) is not None
    if not is_open or not has_body:
        raise ItemNotOpen.of(rules)


def lock_draft(*, key: str, actor: Actor, version: int | None = None) -> Draft:
    """The draft, locked, if the actor may fill it in.

    Raises:
        DraftGone: it was submitted or thrown away, or is none of the actor's. DraftMoved: saved elsewhere.
    """
    draft = _LOCKED.first(key=key)
    if draft is None:
        raise DraftGone
    draft.item_version.item = draft.item  # the same row; a join for it would read it twice
    check_may_fill(draft, actor)
    if version is not None and draft.version != version:
        raise DraftMoved
    return draft


def save_answers(
    *, key: str, answers: Mapping[str, object], version: int | None, actor: Actor, now: dt.datetime
) -> tuple[Draft, tuple[FieldProblem, ...]]:
    """Keep these answers beside those already there; what is not well-formed is not kept and is told.

    Args:
        answers: question → what was typed; only questions of the page in hand.
        version: the draft's version that the page was drawn from; None overwrites (an autosave merges).

    Raises:
        DraftGone, DraftMoved.
    """
    with transaction.atomic():
        draft = lock_draft(key=key, actor=actor, version=version)
        before = read_answers(draft.answers)
        merged = {**before, **answers}
        judged = judging(draft.case, merged, now=now)
        checked = validate_answers(
            draft.item_version.rulefile, merged, stage="draft", today=judged.day, arrived=judged.arrived
        )
        asked_now = {f"form.{name}" for name in answers}
        touched = changed_keys(before, checked.clean)
        draft.answers = seal_answers(checked.clean).text
        draft.typed_by = stamp(draft.typed_by, touched, actor=actor, now=now)
        mark_saved(draft, now)
        return draft, tuple(problem for problem in checked.problems if problem.field in asked_now)


def mark_saved(draft: Draft, now: dt.datetime) -> None:
    """Write a locked draft; pages that were drawn from it before are out of date now."""
    draft.version += 1
    draft.saved_at = now
    draft.save()


def choose_delivery(
    *, key: str, way: str, to: str = "", version: int | None, actor: Actor, now: dt.datetime
) -> Draft:
    """How the result is to reach the applicant; one of the item's ways.

    Args:
        to: by post, to whom and where; nothing: to the applicant's registered address, if there is one.

    Raises:
        DraftGone, DraftMoved. NotFound: no way of the item. InvalidInput: nobody can write that on a parcel.
    """
    with transaction.atomic():
        draft = lock_draft(key=key, actor=actor, version=version)
        if way not in {delivery.way.value for delivery in draft.item_version.rulefile.delivery}:
            raise NotFound
        draft.delivery_way = way
        draft.delivery_to = _post_address(draft, to) if way == DeliveryWay.POST else None
        mark_saved(draft, now)
        return draft


def _post_address(draft: Draft, typed: str) -> str | None:
    address = " ".join(typed.split()) or draft.applicant.address
    if len(address) > LONGEST_ADDRESS:
        message = _("地址太长，最多%(most)s个字。") % {"most": LONGEST_ADDRESS}
        raise InvalidInput(problems=(FieldProblem("delivery_to", "too_long", message),))
    return address or None


def attach_paper(
    *, key: str, slot: str, paper: Paper, trust: str, name: str, actor: Actor, now: dt.datetime
) -> DraftPaper:
    """Put a stored paper into a material's slot. The same file twice in one slot is one.

    Raises:
        NotFound: the item has no such material. TooManyFiles: the slot is full.
    """
    with transaction.atomic():
        draft = lock_draft(key=key, actor=actor)
        most = file_rule(draft.item_version.rulefile, slot).max_files
        link = draft.papers.filter(slot=slot, paper=paper).first()
        if link is not None:
            return link
        if draft.papers.filter(slot=slot).count() >= most:
            raise TooManyFiles(most=most)
        link = DraftPaper.objects.create(
            draft=draft,
            slot=slot,
            paper=paper,
            name=name,
            trust=trust,
            given_by=actor.pseudonym,
            channel=actor.channel.value,
            given_at=now,
        )
        mark_saved(draft, now)
        return link


def file_rule(rules: RuleFile, slot: str) -> FileRule:
    """What a slot takes: as its material says; a signature, one file of the usual kinds.

    Raises:
        NotFound: the item has no such material.
    """
    if slot == SIGNATURE:
        return _ONE_FILE
    material = rules.material(slot)
    if material is None:
        raise NotFound
    return material.file


def confirm_original(*, key: str, link_id: int, actor: Actor, now: dt.datetime) -> None:
    """A window clerk has held a paper of the draft against its original: from now on it is worth more.

    Confirming twice changes nothing.

    Raises:
        NotAllowed: the actor sits at no window. DraftGone. NotFound: the draft has no such paper.
    """
    if not actor.holds(Role.WINDOW_CLERK):
        raise NotAllowed
    with transaction.atomic():
        draft = lock_draft(key=key, actor=actor)
        link = draft.papers.filter(pk=link_id).first()
        if link is None:
            raise NotFound
        if link.trust == Trust.B:
            return
        link.trust, link.given_by, link.channel = Trust.B, actor.pseudonym, actor.channel.value
        link.given_at = now
        link.save(update_fields=["trust", "given_by", "channel", "given_at"])
        mark_saved(draft, now)


def detach_paper(*, key: str, link_id: int, actor: Actor, now: dt.datetime) -> None:
    """Take a paper out of its slot; taking it out twice changes nothing."""
    with transaction.atomic():
        draft = lock_draft(key=key, actor=actor)
        draft.papers.filter(pk=link_id).delete()
        mark_saved(draft, now)


def take_over_draft(*, code: str, actor: Actor) -> Draft:
    """At the counter: a clerk goes on with the draft whose code the applicant shows (F1.3).

    Raises:
        NotAllowed: the actor sits at no window. DraftGone: no draft has this code.
    """
    if not actor.holds(Role.WINDOW_CLERK):
        raise NotAllowed
    with transaction.atomic():
        draft = Draft.objects.select_for_update(of=("self",)).filter(handover_code=code).first()
        if draft is None:
            raise DraftGone
        draft.handed_to_id = actor.account
        draft.save(update_fields=["handed_to"])
        return draft


def discard_draft(*, key: str, actor: Actor) -> None:
    """Throw a draft away for good.

    Raises:
        DraftGone.
    """
    with transaction.atomic():
        lock_draft(key=key, actor=actor).delete()


def open_correction(*, case_id: int, actor: Actor, now: dt.datetime) -> Draft:
    """The draft in which the applicant corrects a case: what was submitted, open for change.

    Raises:
        NotFound. MoveNotAllowed: who may not supplement may not prepare it either.
        WrongState: the case is not waiting for a supplement.
    """
    supplement = CASE_FLOW.move("supplement")
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
        if case is None:
            raise NotFound
        if not supplement.right.allows(actor, case):
            raise MoveNotAllowed(move=supplement.label, who=supplement.right.label)
        if case.state != CaseState.CORRECTION_NOTIFIED:
            raise WrongState(state=CASE_FLOW.state(case.state).label, move=supplement.label)
        existing = Draft.objects.filter(case=case).first()
        if existing is not None:
            check_may_fill(existing, actor)
            return existing
        return _draft_of(case, actor, now)


def _draft_of(case: Case, actor: Actor, now: dt.datetime) -> Draft:
    draft = Draft(
        item=case.item_version.item,
        item_version=case.item_version,
        account_id=actor.account,
        applicant=case.applicant,
        operator=case.operator,
        case=case,
        region=case.region,
        answers=case.answers.reveal(),
        typed_by=case.typed_by,
        delivery_way=case.delivery_way,
        delivery_to=None if case.delivery_to is None else case.delivery_to.reveal(),
        started_at=now,
        saved_at=now,
    )
    check_may_fill(draft, actor)
    draft.save(force_insert=True)
    DraftPaper.objects.bulk_create(
        DraftPaper(draft=draft, slot=link.slot, **link.as_given()) for link in case.papers.handed_in()
    )
    return draft
