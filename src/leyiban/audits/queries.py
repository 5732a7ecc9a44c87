"""What everybody may see of samples; the cases behind the numbers are the auditor's to open."""

from leyiban.audits.errors import SampleNotFound
from leyiban.audits.models import Sample
from leyiban.kernel.lots.models import DrawState
from leyiban.kernel.lots.queries import public_record


def samples(*, region: str = "", before: int | None = None, limit: int = 50) -> list[Sample]:
    """Every sample that was ever planned, the newest first; one that was given up stays."""
    found = Sample.objects.select_related("draw", "agency").filter(region__startswith=region)
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[:limit])


def sample(number: str) -> Sample:
    """Raises:
    SampleNotFound.
    """
    found = Sample.objects.select_related("draw", "agency").filter(number=number).first()
    if found is None:
        raise SampleNotFound
    return found


def drawn(sample: Sample) -> tuple[str, ...]:
    """The numbers of the drawn cases in order; empty before the draw. Two queries."""
    if sample.draw.state != DrawState.REVEALED:
        return ()
    winners = sample.draw.entries.filter(rank__isnull=False).order_by("rank")
    return tuple(winners.values_list("token", flat=True))


def record_of(number: str) -> dict[str, object]:
    """Everything that is needed to draw again, as ``redraw.py`` reads it.

    Raises:
        SampleNotFound; NotCommitted: it was not drawn yet.
    """
    sample(number)
    return public_record(number).as_json()
