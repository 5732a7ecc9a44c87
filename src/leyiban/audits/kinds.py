"""What a sample writes on the ledger besides its draw. Public, before anything is drawn."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind


@entry_kind("audit.sample_planned", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePlanned:
    """Which cases are on the list (decided from ``since`` to ``until`` in ``region``, of ``agency`` if named), and
    how many of them are drawn by the draw of the same number."""

    since: str
    until: str
    region: str
    cases: int
    size: int
    agency: str | None = None
