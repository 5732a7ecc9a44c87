"""How a matter stands in time: a shape, a word, and a colour only as the third (look.md §9)."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Light(StrEnum):
    """红黄灯 as people see them; ``NONE`` is a matter on which no clock runs."""

    NORMAL = "normal"
    AMBER = "amber"
    RED = "red"
    PAUSED = "paused"
    NONE = "none"

    @property
    def shape(self) -> str:
        return _SHAPES[self]

    @property
    def label(self) -> str | Promise:
        return _LABELS[self]


_SHAPES = {Light.NORMAL: "●", Light.AMBER: "▲", Light.RED: "■", Light.PAUSED: "‖", Light.NONE: "–"}
_LABELS = {
    Light.NORMAL: _("正常"),
    Light.AMBER: _("临期"),
    Light.RED: _("超期"),
    Light.PAUSED: _("暂停"),
    Light.NONE: _("不计时"),
}
