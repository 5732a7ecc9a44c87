"""The states of a publication and of an objection to one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicationState(models.TextChoices):
    """``OPENING`` is where a publication begins its first move; no saved one is ever in it."""

    OPENING = "opening", _("刚作决定")
    WAITING = "waiting", _("待公示")
    PUBLISHED = "published", _("已公示")


class ObjectionState(models.TextChoices):
    """``FILING`` is where an objection begins its first move; no saved one is ever in it."""

    FILING = "filing", _("填写中")
    OPEN = "open", _("正在核对")
    UPHELD = "upheld", _("已更正")
    DISMISSED = "dismissed", _("核对无误")


class Cause(models.TextChoices):
    """Why a row reads as it does."""

    FIRST = "first", _("首次公示")
    OBJECTION = "objection", _("有人提出异议,已更正")
    OWN_MOTION = "own_motion", _("机关自行更正")
    LICENCE_CHANGED = "licence_changed", _("许可状态有变化")


SAVED_PUBLICATIONS = (PublicationState.WAITING.value, PublicationState.PUBLISHED.value)
SAVED_OBJECTIONS = (ObjectionState.OPEN.value, ObjectionState.UPHELD.value, ObjectionState.DISMISSED.value)
