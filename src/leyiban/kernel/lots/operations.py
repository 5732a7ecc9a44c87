"""The steps of a draw. Each is one transaction with one ledger entry; whose right it is, the domain asks."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db import Error, IntegrityError, transaction
from django.db.models import Case, Value, When

from leyiban.kernel.actors import Actor
from leyiban.kernel.ledger.canonical import canonical_json, canonical_moment
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.kernel.lots import errors, kinds, protocol
from leyiban.kernel.lots.drawing import Entrant, draw
from leyiban.kernel.lots.models import Draw, DrawState, LotEntry, LotSource
from leyiban.kernel.lots.protocol import EntrantList, LotRule

__all__ = [
    "abandon_draw",
    "commit_draw",
    "enter_draw",
    "open_contribution",
    "open_draw",
    "repeat_draw",
    "reveal_draw",
    "seal_contribution",
]

_LATE = "LYL01"  # raised by the trigger of migration 0002
_RANKED_AT_ONCE = 1000


@transaction.atomic
def open_draw(
    *,
    number: str,
    organiser: str,
    rule: LotRule,
    closes_at: dt.datetime,
    sources_by: dt.datetime,
    reveal_by: dt.datetime,
    actor: Actor,
    now: dt.datetime,
    repeats: Draw | None = None,
) -> Draw:
    """Announce a draw. From here on its rule cannot change.

    Args:
        number: public and unique; it goes into every digest of this draw.
        organiser: pseudonym or agency code of who commits.
        closes_at, sources_by, reveal_by: until when people enter, sources contribute, the seed is revealed.
    """
    opened = Draw.objects.create(
        number=number,
        organiser=organiser,
        rule=rule.canonical(),
        closes_at=closes_at,
        sources_by=sources_by,
        reveal_by=reveal_by,
        repeats=repeats,
    )
    LotSource.objects.bulk_create(LotSource(draw=opened, name=name) for name in sorted(rule.sources))
    facts = kinds.DrawOpened(
        purpose=rule.purpose,
        rule=rule.digest,
        seats=rule.seats,
        sources=tuple(sorted(rule.sources)),
        closes_at=canonical_moment(closes_at),
        repeats=None if repeats is None else repeats.number,
    )
    _record(opened, facts, actor, now)
    return opened


@transaction.atomic
def enter_draw(*, number: str, entrants: Sequence[Entrant], now: dt.datetime) -> None:
    """Put entrants on the list.

    Raises:
        EntriesClosed: too late, also when the list is being committed to at this very moment.
        EnteredTwice, WeightNotAllowed, DrawNotFound.
    """
    found = Draw.objects.filter(number=number).first()
    if found is None:
        raise errors.DrawNotFound
    if found.state != DrawState.OPEN or now >= found.closes_at:
        raise errors.EntriesClosed
    if not found.lot_rule.weighted and any(entrant.weight != 1 for entrant in entrants):
        raise errors.WeightNotAllowed
    try:
        with transaction.atomic():
            _add(found, entrants, now)
    except IntegrityError as twice:
        raise errors.EnteredTwice from twice
    except Error as refused:
        if getattr(refused.__cause__, "sqlstate", None) == _LATE:
            raise errors.EntriesClosed from refused
        raise


@transaction.atomic
def commit_draw(*, number: str, rule_digest: str, seed_digest: str, actor: Actor, now: dt.datetime) -> str:
    """Close the list and bind to it, to the rule and to the organiser's secret. Returns the commitment.

    Args:
        rule_digest: of the rule that the organiser means to draw by.
        seed_digest: :func:`protocol.seed_digest` of a seed that the platform does not know yet.

    Raises:
        EntriesStillOpen, RuleChanged, NobodyEntered, NotASecret; DrawRefused: it is no longer open.
    """
    found = _locked(number)
    if found.state != DrawState.OPEN:
        raise errors.DrawRefused
    if now < found.closes_at:
        raise errors.EntriesStillOpen(closes_at=canonical_moment(found.closes_at))
    rule = found.lot_rule
    if rule_digest != rule.digest:
        raise errors.RuleChanged
    if not protocol.is_secret(seed_digest):
        raise errors.NotASecret
    listed = _listed(found)
    if not listed.entrants:
        raise errors.NobodyEntered
    found.state = DrawState.COMMITTED
    found.entrants_root = listed.root
    found.seed_digest = seed_digest
    found.commitment = protocol.commitment(number, rule, listed, seed_digest)
    found.committed_at = now
    facts = kinds.DrawCommitted(
        commitment=found.commitment,
        rule=rule.digest,
        entrants_root=listed.root,
        entrants=len(listed.entrants),
        seed_digest=seed_digest,
    )
    _record(found, facts, actor, now)
    return found.commitment


@transaction.atomic
def seal_contribution(*, number: str, source: str, sealed: str, actor: Actor, now: dt.datetime) -> None:
    """Take a source's sealed contribution (:func:`protocol.sealed`), once.

    Raises:
        NotCommitted, NotASource, NotASecret.
    """
    found, sources = _contributing(number)
    row = sources.get(source)
    if row is None or row.sealed:
        raise errors.NotASource
    if not protocol.is_secret(sealed):
        raise errors.NotASecret
    row.sealed = sealed
    row.save(update_fields=["sealed"])
    _record(found, kinds.ContributionSealed(source=source, sealed=sealed), actor, now)


@transaction.atomic
def open_contribution(*, number: str, source: str, value: str, actor: Actor, now: dt.datetime) -> None:
    """Open a sealed contribution, once every source has sealed its own.

    Raises:
        NotCommitted, NotASource, SealsMissing, WrongContribution.
    """
    found, sources = _contributing(number)
    row = sources.get(source)
    if row is None or row.value:
        raise errors.NotASource
    if not all(each.sealed for each in sources.values()):
        raise errors.SealsMissing
    if not protocol.is_secret(value) or protocol.sealed(number, source, value) != row.sealed:
        raise errors.WrongContribution
    row.value = value
    row.save(update_fields=["value"])
    _record(found, kinds.ContributionOpened(source=source, value=value), actor, now)


@transaction.atomic
def reveal_draw(*, number: str, seed: str, actor: Actor, now: dt.datetime) -> list[str]:
    """Reveal the seed and draw. Returns the winning tokens in order.

    Whoever holds the seed may reveal it: it proves itself by its digest.

    Raises:
        NotCommitted, ContributionsMissing, WrongSeed.
    """
    found, sources = _contributing(number)
    if not all(each.value for each in sources.values()):
        raise errors.ContributionsMissing
    if not protocol.is_secret(seed) or protocol.seed_digest(number, seed) != found.seed_digest:
        raise errors.WrongSeed
    contributions = {name: each.value for name, each in sources.items()}
    final = protocol.final_seed(found.commitment, seed, contributions)
    winners = draw(_listed(found).entrants, seed=final, seats=found.lot_rule.seats)
    _rank(found, winners)
    found.state, found.seed, found.ended_at = DrawState.REVEALED, seed, now
    digest = hashlib.sha256(canonical_json(winners)).hexdigest()
    _record(found, kinds.DrawRevealed(seed=seed, winners=digest, won=len(winners)), actor, now)
    return winners


@transaction.atomic
def abandon_draw(*, number: str, actor: Actor, now: dt.datetime) -> tuple[str, ...]:
    """End a draw in which someone has failed to do his part in time. Returns the names of who failed.

    Raises:
        NotOverdue: everyone still has time. DrawRefused: it has ended already.
    """
    found = _locked(number)
    if found.state not in (DrawState.OPEN, DrawState.COMMITTED):
        raise errors.DrawRefused
    failed, until = _failed(found)
    if now <= until:
        raise errors.NotOverdue(until=canonical_moment(until))
    found.state, found.ended_at = DrawState.ABANDONED, now
    _record(found, kinds.DrawAbandoned(failed=failed), actor, now)
    return failed


@transaction.atomic
def repeat_draw(
    *,
    number: str,
    new_number: str,
    sources: tuple[str, ...],
    sources_by: dt.datetime,
    reveal_by: dt.datetime,
    actor: Actor,
    now: dt.datetime,
) -> Draw:
    """Draw again after an abandoned draw: the same seats, the same list, nobody more and nobody less.

    Args:
        sources: who contributes this time; the one who failed may be replaced.

    Raises:
        DrawRefused: the draw was not abandoned, or has been repeated already.
    """
    before = _locked(number)
    if before.state != DrawState.ABANDONED or Draw.objects.filter(repeats=before).exists():
        raise errors.DrawRefused
    again = open_draw(
        number=new_number,
        organiser=before.organiser,
        rule=replace(before.lot_rule, sources=sources),
        closes_at=now,
        sources_by=sources_by,
        reveal_by=reveal_by,
        actor=actor,
        now=now,
        repeats=before,
    )
    _add(again, _listed(before).entrants, now)
    return again


def _locked(number: str) -> Draw:
    found = Draw.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise errors.DrawNotFound
    return found


def _contributing(number: str) -> tuple[Draw, dict[str, LotSource]]:
    found = _locked(number)
    if found.state != DrawState.COMMITTED:
        raise errors.NotCommitted
    return found, {source.name: source for source in found.sources.all()}


def _listed(found: Draw) -> EntrantList:
    return EntrantList(Entrant(*pair) for pair in found.entries.values_list("token", "weight"))


def _add(found: Draw, entrants: Iterable[Entrant], now: dt.datetime) -> None:
    LotEntry.objects.bulk_create(
        LotEntry(draw=found, token=entrant.token, weight=entrant.weight, entered_at=now)
        for entrant in entrants
    )


def _rank(found: Draw, winners: Sequence[str]) -> None:
    for first in range(0, len(winners), _RANKED_AT_ONCE):
        some = winners[first : first + _RANKED_AT_ONCE]
        ranks = [When(token=token, then=Value(rank)) for rank, token in enumerate(some, start=first + 1)]
        found.entries.filter(token__in=some).update(rank=Case(*ranks))


def _failed(found: Draw) -> tuple[tuple[str, ...], dt.datetime]:
    """Who has not done his part, and until when there is time for it."""
    if found.state == DrawState.OPEN:
        return (found.organiser,), found.sources_by
    silent = tuple(sorted(source.name for source in found.sources.all() if not source.value))
    return (silent, found.sources_by) if silent else ((found.organiser,), found.reveal_by)


def _record(found: Draw, facts: object, actor: Actor, now: dt.datetime) -> None:
    found.version += 1
    found.save()
    append(
        facts=facts,
        subject=Subject("draw", found.number, found.version),
        actor=actor,
        happened_at=now,
        entered_at=now,
    )
