"""What a case or a publication does late or wrongly becomes a card before whoever must look, and closes it again."""

import datetime as dt
from typing import Final

from leyiban.cases.clock_names import ARCHIVING, PROMISED, STATUTORY, SUPPLEMENT, base_name
from leyiban.cases.models import Case
from leyiban.cases.queries.refilings import refiling_of
from leyiban.cases.states import DECIDED_ENTRIES, RefusalGround
from leyiban.kernel.actors import Role, system_actor
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry, trail
from leyiban.kernel.moments import city_date
from leyiban.publicity.models import Publication
from leyiban.supervision.operations import (
    About,
    note_progress,
    open_card,
    settle_cards,
    settle_predictions,
)
from leyiban.supervision.states import OF_TIME, CardKind
from leyiban.supervision.terms import lawful_refusals, refiled_from

_LIGHTS: Final = {
    Light.AMBER.value: CardKind.AMBER,
    Light.RED.value: CardKind.RED,
    Light.BLACK.value: CardKind.BLACK,
}
_NOT_THE_OFFICES: Final = frozenset({SUPPLEMENT, ARCHIVING})
_PASSES: Final = (
    "case.accepted/1",
    "case.refused/1",
    "case.correction_notified/1",
    "case.special_started/1",
    *DECIDED_ENTRIES,
    "case.delivered/1",
    "case.withdrawn/1",
    "case.terminated/1",
)
_STEPS: Final = (
    "case.taken/1",
    "case.opinion_given/1",
    "case.site_check_recorded/1",
    "case.site_check_completed/1",
    "case.sent_back/1",
    "case.extended/1",
)
_ONCE: Final = frozenset({"case.taken/1", "case.sent_back/1"})
"""Steps that move nothing when they are done again: daily, they would keep a card from ever going up."""
_LATE, _REPEATED, _FILED = "case.light_changed/1", "case.repeated_request/1", "case.submitted/1"


@reaction(
    _LATE, _REPEATED, _FILED, *_PASSES, *_STEPS, follower="joins.supervision_follows_cases", from_now=True
)
def follow_case(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """In the order of the ledger, so that a card is never opened after the step that ends it."""
    if entry.kind in _STEPS:
        _note(entry, now)
        return
    if entry.kind in _PASSES:
        _settle(entry, now)
    found = _reason(entry)
    if found is not None:
        about = about_case(entry.subject_key)
        assert about is not None  # the entry is about it
        reason, occasion = found
        open_card(about=about, reason=reason, occasion=occasion, actor=system_actor(), now=now)


@reaction(
    "publication.light_changed/1",
    "publication.published/1",
    follower="joins.supervision_follows_publications",
    from_now=True,
)
def follow_publication(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """R18: a grant that is not published in time."""
    publication = Publication.objects.select_related("agency").get(number=entry.subject_key)
    if entry.kind == "publication.published/1":
        settle_cards(
            kind=Publication.KIND,
            number=publication.number,
            actor=system_actor(),
            now=now,
            reasons=(CardKind.PUBLICATION_LATE,),
        )
    elif entry.facts.light == Light.RED:
        about = About(
            kind=Publication.KIND,
            number=publication.number,
            title=publication.title,
            item=publication.item,
            region=publication.region,
            agency=publication.agency,
            post_id=publication.post_id,
        )
        open_card(
            about=about,
            reason=CardKind.PUBLICATION_LATE,
            occasion="limit",
            actor=system_actor(),
            now=now,
        )


def about_case(number: str) -> About | None:
    """The case as supervision knows it; None where there is none."""
    case = Case.objects.select_related("agency", "item_version__item").filter(number=number).first()
    if case is None:
        return None
    return About(
        kind=Case.KIND,
        number=case.number,
        title=case.title,
        item=case.item_version.item.code,
        region=case.region,
        agency=case.agency,
        post_id=case.owner_post_id or case.route.get(Role.DECIDER.value),
    )


def _note(entry: LedgerEntry, now: dt.datetime) -> None:
    note_progress(
        kind=Case.KIND,
        number=entry.subject_key,
        entry=f"{entry.kind}#{entry.seq}",
        repeats=entry.kind not in _ONCE,
        actor=system_actor(),
        now=now,
    )


def _settle(entry: LedgerEntry, now: dt.datetime) -> None:
    """A pause ends no delay that is there already. What was decided also shows whether it was foreseen rightly."""
    number = entry.subject_key
    paused = entry.kind == "case.special_started/1"
    reasons = (CardKind.AMBER, CardKind.STEP_LATE) if paused else OF_TIME
    settle_cards(kind=Case.KIND, number=number, actor=system_actor(), now=now, reasons=reasons)
    if entry.kind in DECIDED_ENTRIES:
        settle_predictions(number=number, late=_was_late(number))


def _was_late(number: str) -> bool:
    return any(
        entry.kind == _LATE
        and entry.facts.light in (Light.RED, Light.BLACK)
        and base_name(entry.facts.clock) in (PROMISED, STATUTORY)
        for entry in trail(Case.KIND, number)
    )


def _reason(entry: LedgerEntry) -> tuple[CardKind, str] | None:
    """What must be looked at, and what tells this occasion from others of the same case."""
    facts = entry.facts
    if entry.kind == _LATE:
        reason = _LIGHTS.get(facts.light)
        is_offices = base_name(facts.clock) not in _NOT_THE_OFFICES
        return (reason, facts.clock) if reason is not None and is_offices else None
    if entry.kind == _REPEATED:
        return CardKind.REPEATED_REQUEST, f"#{entry.seq}"
    if entry.kind == _FILED:
        return (CardKind.REFILED, f"#{entry.seq}") if _filed_often(entry) else None
    if entry.kind == "case.refused/1" and _is_doubtful(entry):
        return CardKind.REFUSAL, f"#{entry.seq}"
    return None


def _filed_often(entry: LedgerEntry) -> bool:
    """R24: sent back and filed again, as often as the city wants it looked at."""
    if entry.facts.linked_to is None:
        return False
    case = Case.objects.get(number=entry.subject_key)
    refiling, least = refiling_of(case), refiled_from(on=city_date(entry.happened_at), region=case.region)
    return refiling is not None and least is not None and refiling.times >= least


def _is_doubtful(entry: LedgerEntry) -> bool:
    """A ground that the law does not list, or not ours without saying whose it is. Where the city names no grounds,
    only the latter."""
    region = Case.objects.values_list("region", flat=True).get(number=entry.subject_key)
    lawful = lawful_refusals(on=city_date(entry.happened_at), region=region)
    unlisted = bool(lawful) and entry.facts.ground not in lawful
    return unlisted or (entry.facts.ground == RefusalGround.NOT_COMPETENT and not entry.facts.right_agency)
