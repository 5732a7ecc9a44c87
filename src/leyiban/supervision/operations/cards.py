"""Cards: opened by joins, moved on by what the office does, closed by whoever looked or by the matter itself."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.flows.engine import Moved, begin, take, take_all
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.moments import city_date
from leyiban.people.models import Agency
from leyiban.people.queries import agencies_above, posts_for
from leyiban.supervision.errors import CardNotFound
from leyiban.supervision.flow import CARD_FLOW
from leyiban.supervision.kinds import CardOpened
from leyiban.supervision.models import Card
from leyiban.supervision.operations.saying import said
from leyiban.supervision.rights import LOOKER
from leyiban.supervision.rules import Ended
from leyiban.supervision.states import OF_TIME, CardEnd, CardKind, CardState
from leyiban.supervision.terms import CardTerms, card_terms

_MORE_URGENT = {
    CardKind.RED: (CardKind.AMBER,),
    CardKind.BLACK: (CardKind.AMBER, CardKind.RED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The matter that is supervised, as a join knows it. ``post_id`` is whose turn it is, or who answers for it."""

    kind: str
    number: str
    title: str
    item: str
    region: str
    agency: Agency
    post_id: int | None


def open_card(
    *, about: About, reason: CardKind, occasion: str, actor: Actor, now: dt.datetime
) -> Moved[Card] | None:
    """Put a card before whoever must look, once per occasion. None: it is there, or the city opens none of its kind.

    A more urgent card takes the place of a less urgent one about the same matter.

    Raises:
        RuleUnknown: the city opens such cards and does not say how long one may wait.
    """
    terms = card_terms(reason, on=city_date(now), region=about.region)
    if terms is None:
        return None
    with transaction.atomic():
        Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=about.agency.pk)
        same = Card.objects.filter(about_kind=about.kind, about_number=about.number)
        if same.filter(reason=reason, occasion=occasion).exists():
            return None
        less = same.filter(state=CardState.OPEN, reason__in=_MORE_URGENT.get(reason, ()))
        _settle(less.values_list("pk", flat=True), CardEnd.OVERTAKEN, actor, now)
        # A publication has the number of its case: what is counted is the number, not the matter.
        serial = Card.objects.filter(about_number=about.number).count() + 1
        card, codes = _card(about, reason, occasion, terms, serial=serial, now=now)
        facts = CardOpened(
            reason=reason.value,
            about=f"{about.kind}/{about.number}",
            occasion=occasion,
            agency=about.agency.uscc,
            told=tuple(role.value for role in terms.told),
            ladder=codes,
        )
        return begin(CARD_FLOW, card, "open", facts, actor=actor, now=now)


def note_progress(
    *, kind: str, number: str, entry: str, repeats: bool, actor: Actor, now: dt.datetime
) -> int:
    """The office did something: every open card about the matter waits anew. Returns how many.

    Args:
        entry: ``kind#seq`` of what it did; told twice, it counts once.
        repeats: whether another step of the same kind counts again.
    """
    with transaction.atomic():
        cards = [pk for pk in _open_about(kind, number) if not _was_told(pk, entry, repeats=repeats)]
        for taken in take_all(CARD_FLOW, cards, now=now):
            taken.make("note", entry, actor=actor, now=now)
        return len(cards)


def settle_cards(
    *,
    kind: str,
    number: str,
    actor: Actor,
    now: dt.datetime,
    reasons: Iterable[CardKind] = OF_TIME,
) -> int:
    """The matter passed what the cards were about. Returns how many were closed."""
    with transaction.atomic():
        return _settle(_open_about(kind, number, reasons), CardEnd.PASSED, actor, now)


def close_card(
    *, number: str, words: str, version: int | None, actor: Actor, now: dt.datetime
) -> Moved[Card]:
    """Somebody who must look has looked, and says what follows.

    Raises:
        CardNotFound: there is none, or it is not his to look at. WordsNeeded, WrongState, Stale.
    """
    with transaction.atomic():
        card = Card.objects.filter(number=number).first()
        if card is None or not LOOKER.allows(actor, card):
            raise CardNotFound
        ended = Ended(end=CardEnd.SEEN, said=said(words), account=actor.account)
        return take(CARD_FLOW, card.pk, now=now, version=version).make("close", ended, actor=actor, now=now)


def _card(
    about: About, reason: CardKind, occasion: str, terms: CardTerms, *, serial: int, now: dt.datetime
) -> tuple[Card, tuple[str, ...]]:
    """The unsaved card, and the codes of the posts of its ladder."""
    above = agencies_above(about.agency)
    ladder = _ladder(above, terms, about.region)
    codes = tuple(code for _, code in ladder)
    return Card(
        number=f"{about.number}-J{serial}",
        region=about.region,
        title=about.title,
        party_label="",
        state=CardState.OPENING,
        since=now,
        about_kind=about.kind,
        about_number=about.number,
        item=about.item,
        agency=about.agency,
        overseers=[agency.pk for agency in above],
        limits={**terms.limits, "posts": list(codes)},
        opened_at=now,
        reason=reason,
        occasion=occasion,
        told=[role.value for role in terms.told],
        ladder=[key for key, _ in ladder],
        owner_post_id=ladder[0][0] if ladder else None,
    ), codes


def _ladder(above: list[Agency], terms: CardTerms, region: str) -> list[tuple[int, str]]:
    """Who answers one after the other: the first role that is told, the agency's leader, the leaders above."""
    wanted = [(above[0], terms.told[0]), *((agency, Role.LEADER) for agency in above)]
    found = (posts_for(agency, role, region=region)[:1] for agency, role in wanted)
    return list(dict.fromkeys((post.pk, post.code) for posts in found for post in posts))


def _open_about(kind: str, number: str, reasons: Iterable[CardKind] = OF_TIME) -> list[int]:
    found = Card.objects.filter(
        about_kind=kind,
        about_number=number,
        state=CardState.OPEN,
        reason__in=[reason.value for reason in reasons],
    )
    return list(found.order_by("pk").values_list("pk", flat=True))


def _settle(keys: Iterable[int], end: CardEnd, actor: Actor, now: dt.datetime) -> int:
    taken = take_all(CARD_FLOW, keys, now=now)
    for each in taken:
        each.make("settle", Ended(end=end), actor=actor, now=now)
    return len(taken)


def _was_told(pk: int, entry: str, *, repeats: bool) -> bool:
    number = Card.objects.values_list("number", flat=True).get(pk=pk)
    moved = (each for each in trail(Card.KIND, number) if each.kind == "supervision_card.moved/1")
    told = {each.facts.entry for each in moved}
    if repeats:
        return entry in told
    return entry.partition("#")[0] in {each.partition("#")[0] for each in told}
