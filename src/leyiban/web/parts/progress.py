"""The line a matter travels (收到 → 受理 → 审查 → 决定 → 送达), and what has happened on it."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leyiban.web.parts import Words


class StopState(StrEnum):
    DONE = "done"
    NOW = "now"
    HELD = "held"  # paused on a listed ground, or waiting for the applicant
    ENDED = "ended"  # the matter stopped here: withdrawn, refused, terminated
    NEXT = "next"

    @property
    def label(self) -> str | Promise:
        """For ears: what the mark shows to eyes."""
        return _LABELS[self]


_LABELS = {
    StopState.DONE: _("已完成"),
    StopState.NOW: _("正在办"),
    StopState.HELD: _("暂停中"),
    StopState.ENDED: _("到这里结束"),
    StopState.NEXT: _("还没到"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One station. ``at`` is when it was reached; ``more`` one short sentence, such as who has it."""

    name: str
    state: StopState
    at: dt.datetime | None = None
    more: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, for the timeline."""

    at: dt.datetime
    title: str
    more: Words = ""
    link: str = ""
    link_text: str = ""
