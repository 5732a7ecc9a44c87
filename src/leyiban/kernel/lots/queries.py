"""What anyone may see of a draw."""

from leyiban.kernel.lots.drawing import Entrant
from leyiban.kernel.lots.errors import DrawNotFound, NotCommitted
from leyiban.kernel.lots.models import Draw, DrawState
from leyiban.kernel.lots.protocol import EntrantList, EntrantProof
from leyiban.kernel.lots.records import DrawRecord


def public_record(number: str) -> DrawRecord:
    """Everything needed to draw again (:func:`records.check_record`).

    Raises:
        DrawNotFound; NotCommitted: the draw has not been revealed.
    """
    found = _draw(number)
    if found.state != DrawState.REVEALED:
        raise NotCommitted
    sources = list(found.sources.order_by("name"))
    winners = found.entries.filter(rank__isnull=False).order_by("rank")
    return DrawRecord(
        number=found.number,
        rule=found.lot_rule,
        entrants=_entrants(found),
        seed_digest=found.seed_digest,
        commitment=found.commitment,
        seals={source.name: source.sealed for source in sources},
        seed=found.seed,
        contributions={source.name: source.value for source in sources},
        winners=tuple(winners.values_list("token", flat=True)),
    )


def entry_proof(number: str, token: str) -> EntrantProof:
    """That ``token`` is on the list that was committed to: the receipt of a loser, too.

    Raises:
        DrawNotFound: no such draw, or nobody of that token in it. NotCommitted: the list is still open.
    """
    found = _draw(number)
    if not found.commitment:
        raise NotCommitted
    try:
        return EntrantList(_entrants(found)).proof(token)
    except KeyError as unknown:
        raise DrawNotFound from unknown


def _draw(number: str) -> Draw:
    found = Draw.objects.filter(number=number).first()
    if found is None:
        raise DrawNotFound
    return found


def _entrants(found: Draw) -> tuple[Entrant, ...]:
    rows = found.entries.order_by("token").values_list("token", "weight")
    return tuple(Entrant(token, weight) for token, weight in rows)
