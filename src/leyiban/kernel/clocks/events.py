"""The events of a clock, and their canonical form for the ledger and the offline verifier."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from leyiban.kernel.clocks.errors import PauseWithoutEvidence
from leyiban.kernel.clocks.limits import Limit, Unit
from leyiban.kernel.ledger.canonical import canonical_moment, parse_moment


class EventKind(StrEnum):
    START = "start"
    EXTEND = "extend"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    REDATE = "redate"  # the start really was at this moment


# Where two events share a moment: a pause that begins as another ends leaves no gap between them.
_RANK = {kind: rank for rank, kind in enumerate(EventKind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockEvent:
    """One thing that happened to one clock. What a kind does not use stays empty.

    Attributes:
        clock: name of the clock within its matter (``decision.promised``).
        happened_at: when it took effect; everything is counted by this. Of a redate: when the clock really started.
        entered_at: when it was entered; later than ``happened_at`` where it was entered afterwards (补录).
            It never changes what is counted.
        limit: how long the clock runs (start), or by how much longer (extend).
        receipt: the start is the arrival of something sent in, so that what comes after closing counts as
            received on the next working day where the calendar says so. False for an act of the office.
        grounds: on which grounds this clock may pause; fixed at the start, as the rule then in force had it.
        ground: why it pauses, which pause ends, why it is extended or stopped: a word from a list.
        evidence: the paper that proves it (number or digest); a pause cannot be without.
        evidence_at: when that paper was made.
        rule: key of the dated rule that the limit comes from.
    """

    clock: str
    kind: EventKind
    happened_at: dt.datetime
    entered_at: dt.datetime
    limit: Limit | None = None
    receipt: bool = False
    grounds: tuple[str, ...] = ()
    ground: str = ""
    evidence: str = ""
    evidence_at: dt.datetime | None = None
    rule: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "grounds", tuple(sorted(self.grounds)))
        if self.happened_at.tzinfo is None or self.entered_at.tzinfo is None:
            raise ValueError("a moment without a zone is not a moment")
        if self.entered_at < self.happened_at:
            raise ValueError("nothing is entered before it happens")
        if (self.limit is not None) != (self.kind in (EventKind.START, EventKind.EXTEND)):
            raise ValueError("a start and an extension carry a limit, nothing else does")
        if self.kind in (EventKind.PAUSE, EventKind.RESUME) and not self.ground:
            raise ValueError("a pause has a ground, and a resume says which")
        if self.kind is EventKind.PAUSE and not self._evidence_came_first():
            raise PauseWithoutEvidence

    def _evidence_came_first(self) -> bool:
        return bool(self.evidence) and self.evidence_at is not None and self.evidence_at <= self.happened_at

    def canonical(self) -> dict[str, object]:
        """The event as strings, integers and lists of strings; what is empty is left out."""
        form: dict[str, object] = {
            "clock": self.clock,
            "entered_at": canonical_moment(self.entered_at),
            "happened_at": canonical_moment(self.happened_at),
            "kind": self.kind.value,
        }
        if self.limit is not None:
            form |= {"amount": self.limit.amount, "unit": self.limit.unit.value}
        if self.receipt:
            form["receipt"] = 1
        if self.grounds:
            form["grounds"] = list(self.grounds)
        if self.evidence_at is not None:
            form["evidence_at"] = canonical_moment(self.evidence_at)
        texts = {"ground": self.ground, "evidence": self.evidence, "rule": self.rule}
        return form | {name: text for name, text in texts.items() if text}

    @classmethod
    def from_canonical(cls, form: Mapping[str, object]) -> "ClockEvent":
        """The event whose :meth:`canonical` form this is."""
        text = {name: value for name, value in form.items() if isinstance(value, str)}
        amount, grounds = form.get("amount"), form.get("grounds", ())
        if not isinstance(grounds, list | tuple):
            raise ValueError("grounds are a list")
        return cls(
            clock=text["clock"],
            kind=EventKind(text["kind"]),
            happened_at=parse_moment(text["happened_at"]),
            entered_at=parse_moment(text["entered_at"]),
            limit=Limit(amount, Unit(text["unit"])) if isinstance(amount, int) else None,
            receipt=form.get("receipt") == 1,
            grounds=tuple(grounds),
            ground=text.get("ground", ""),
            evidence=text.get("evidence", ""),
            evidence_at=parse_moment(text["evidence_at"]) if "evidence_at" in text else None,
            rule=text.get("rule", ""),
        )


def in_order(events: Iterable[ClockEvent]) -> list[ClockEvent]:
    """The events as they happened, whatever the order in which they were entered."""
    return sorted(
        events, key=lambda event: (event.happened_at, _RANK[event.kind], event.ground, event.evidence)
    )
