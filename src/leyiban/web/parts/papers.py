"""The slot a paper goes into, with the state of what was handed in and the next step (F1.15)."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leyiban.web.parts import Words


class SlotState(StrEnum):
    EMPTY = "empty"
    PENDING = "pending"  # arrived, being checked
    RECEIVED = "received"
    FAILED = "failed"
    NEEDED = "needed"  # asked for again by a correction notice

    @property
    def label(self) -> str | Promise:
        return _LABELS[self]

    @property
    def icon(self) -> str:
        return _ICONS[self]


_LABELS = {
    SlotState.EMPTY: _("还没交"),
    SlotState.PENDING: _("收到了,正在检查"),
    SlotState.RECEIVED: _("已收到"),
    SlotState.FAILED: _("没传上去"),
    SlotState.NEEDED: _("请您补交"),
}
_ICONS = {
    SlotState.EMPTY: "paperclip",
    SlotState.PENDING: "hourglass",
    SlotState.RECEIVED: "circle-check",
    SlotState.FAILED: "octagon-alert",
    SlotState.NEEDED: "triangle-alert",
}

ACCEPTED = "image/*,application/pdf,.pdf,.ofd"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """One page image of a paper. ``label`` says which ("第1页"); ``remove`` is the value that removes its file."""

    image: str
    link: str
    label: str
    remove: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSlot:
    """``key`` names the material in the form; ``next_step`` says what the person does now, in every state."""

    key: str
    name: Words
    state: SlotState = SlotState.EMPTY
    help: Words = ""
    next_step: str = ""
    pages: tuple[PaperPage, ...] = ()
    copies: str = ""
    form_url: str = ""
    sample_url: str = ""
    reuse: tuple[tuple[str, str], ...] = ()  # (value, what it is) of papers given before
    may_be_late: bool = False
    required: bool = True
    problem: str = ""

    @property
    def id(self) -> str:
        return "p-" + self.key.replace(".", "-")
