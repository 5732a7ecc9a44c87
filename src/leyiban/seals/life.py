"""A seal's life (F3.2) as a table: which move leads from where to where. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    APPLIED = "applied", _("已申请")
    REFUSED = "refused", _("未批准")
    APPROVED = "approved", _("已批准")
    MADE = "made", _("已制作")
    ACTIVE = "active", _("使用中")
    SUSPENDED = "suspended", _("已停用")
    LOST = "lost", _("已挂失")
    REPLACED = "replaced", _("已更换")
    DESTROYED = "destroyed", _("已销毁")


class SealKind(models.TextChoices):
    """What a seal is for. The label is the name that stands on it; the official seal (公章) bears none."""

    ACCEPTANCE = "acceptance", "受理专用章"
    LICENSING = "licensing", "行政许可专用章"
    OFFICIAL = "official", "公章"

    @property
    def inscription(self) -> str:
        return "" if self is SealKind.OFFICIAL else str(self.label)


class Move(StrEnum):
    APPROVE = "approve"
    REFUSE = "refuse"
    MAKE = "make"
    ACTIVATE = "activate"
    SUSPEND = "suspend"
    RESUME = "resume"
    REPORT_LOST = "report_lost"
    REPLACE = "replace"
    DESTROY = "destroy"


@dataclass(frozen=True, slots=True)
class Step:
    sources: frozenset[State]
    target: State


STEPS: Final[dict[Move, Step]] = {
    Move.APPROVE: Step(frozenset({State.APPLIED}), State.APPROVED),
    Move.REFUSE: Step(frozenset({State.APPLIED}), State.REFUSED),
    Move.MAKE: Step(frozenset({State.APPROVED}), State.MADE),
    Move.ACTIVATE: Step(frozenset({State.MADE}), State.ACTIVE),
    Move.SUSPEND: Step(frozenset({State.ACTIVE}), State.SUSPENDED),
    Move.RESUME: Step(frozenset({State.SUSPENDED}), State.ACTIVE),
    Move.REPORT_LOST: Step(frozenset({State.ACTIVE, State.SUSPENDED}), State.LOST),
    Move.REPLACE: Step(frozenset({State.ACTIVE, State.SUSPENDED, State.LOST}), State.REPLACED),
    Move.DESTROY: Step(frozenset({State.MADE, State.SUSPENDED, State.LOST, State.REPLACED}), State.DESTROYED),
}

BEFORE_MADE: Final = (State.APPLIED, State.REFUSED, State.APPROVED)
"""States in which there is no key and no certificate yet."""


def lawful_moves(state: State) -> tuple[Move, ...]:
    """What may come next; screens draw their buttons from it."""
    return tuple(move for move, step in STEPS.items() if state in step.sources)
