"""The worker's own loops: sequencer, followers, due moves, recounts, calls outside to be tried again, a rotation of keys."""

import datetime as dt
from dataclasses import dataclass, field

from leyiban.config.worker.daily import run_daily
from leyiban.config.worker.loops import Loop
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.flows.recounting import recount
from leyiban.kernel.ledger import installed
from leyiban.kernel.ledger.errors import SequencerBusy
from leyiban.kernel.ledger.followers import follow_all
from leyiban.kernel.ledger.nodes import tree_size
from leyiban.kernel.ledger.sequencer import Sequencer
from leyiban.kernel.outbound.operations import dispatch_due
from leyiban.kernel.privacy.rotation import carry_on

_PULSE = 0.1  # seconds between two looks for new entries
_STAND_BY = 2.0  # seconds between two tries of a second worker to become the sequencer
_CATCH_UP = 1.0  # seconds after which followers look even when nothing new was sequenced (retries)
_DUE_PULSE = 1.0
_DUE_LIMIT = 500
_BREATH = 0.05
_NO_ROTATION = 30.0  # seconds until the next look whether one was started


@dataclass
class Sequencing:
    """Keeps one :class:`Sequencer`; begins with a new one after any failure."""

    _sequencer: Sequencer | None = field(default=None, init=False)

    def step(self, now: dt.datetime) -> float:
        """Sequence what is pending, or stand by while another worker does."""
        sequencer, self._sequencer = self._sequencer, None  # until this step ends well
        if sequencer is None:
            sequencer = installed.sequencer()
            try:
                sequencer.start()
            except SequencerBusy:
                return _STAND_BY
        taken = sequencer.round(now=now)
        self._sequencer = sequencer
        return 0 if taken else _PULSE


@dataclass
class Following:
    """Wakes the followers when the ledger has grown, and now and then for those that must try again."""

    _size: int = field(default=-1, init=False)
    _looked_at: dt.datetime | None = field(default=None, init=False)

    def step(self, now: dt.datetime) -> float:
        """Let the followers react to what is new."""
        size = tree_size("default")
        is_stale = self._looked_at is None or (now - self._looked_at).total_seconds() >= _CATCH_UP
        if size == self._size and not is_stale:
            return _PULSE
        handled = follow_all(now=now)
        self._size, self._looked_at = size, now
        return 0 if handled else _PULSE


def make_due_moves(now: dt.datetime) -> float:
    """Make the clock moves whose moment has come."""
    return 0 if run_due(now=now, limit=_DUE_LIMIT) == _DUE_LIMIT else _DUE_PULSE


def count_again(now: dt.datetime) -> float:
    """Count the next open matters again by a calendar that has changed."""
    return 0 if recount(now=now) else _DUE_PULSE


def dispatch_calls(now: dt.datetime) -> float:
    """Hand to the job queue the calls outside whose pause is over or whose worker died."""
    return 0 if dispatch_due(now=now, limit=_DUE_LIMIT) >= _DUE_LIMIT else _DUE_PULSE


def carry_on_rotation(now: dt.datetime) -> float:
    """One batch of the rotation of keys that is under way, and a breath, so that serving comes first."""
    return _BREATH if carry_on(now=now) else _NO_ROTATION


def own_loops() -> dict[str, Loop]:
    """The loops by name."""
    steps = {
        "sequencer": Sequencing().step,
        "followers": Following().step,
        "due": make_due_moves,
        "recount": count_again,
        "daily": run_daily,
        "outbound": dispatch_calls,
        "rotation": carry_on_rotation,
    }
    return {name: Loop(name, step) for name, step in steps.items()}
