"""The states of a card and of a slip, why a card is opened and how it ends."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CardKind(models.TextChoices):
    """Why somebody must look."""

    AMBER = "amber", _("快到期")
    RED = "red", _("超过承诺时限")
    BLACK = "black", _("超过法定时限")
    STEP_LATE = "step_late", _("一步超时")
    FORWARD_LATE = "forward_late", _("转报或会审意见超时")
    REFUSAL = "refusal", _("不予受理的理由站不住")
    REPEATED_REQUEST = "repeated_request", _("第二次要求补正")
    PUBLICATION_LATE = "publication_late", _("公示超时")
    ENTERED_AFTERWARDS = "entered_afterwards", _("补录太多")
    TALKED_OUT = "talked_out", _("申请人说是被劝撤的")
    REFILED = "refiled", _("退回后又报来")


OF_TIME = (CardKind.AMBER, CardKind.RED, CardKind.BLACK, CardKind.STEP_LATE, CardKind.FORWARD_LATE)
"""Cards that close by themselves once the matter has passed the stage that ran late."""


class CardState(models.TextChoices):
    """``OPENING`` is where a card begins its first move; no saved one is ever in it."""

    OPENING = "opening", _("正在登记")
    OPEN = "open", pgettext_lazy("card", "待处理")
    CLOSED = "closed", pgettext_lazy("card", "已关闭")


class CardEnd(models.TextChoices):
    """How a card ended."""

    PASSED = "passed", _("事情已往下办")
    OVERTAKEN = "overtaken", _("转成更急的卡")
    SEEN = "seen", _("看过,已处理")


class SlipKind(models.TextChoices):
    SLIP = "slip", _("督办单")
    INSTRUCTION = "instruction", _("领导批示")


class SlipState(models.TextChoices):
    """``ISSUING`` is where a slip begins its first move; no saved one is ever in it."""

    ISSUING = "issuing", _("填写中")
    ISSUED = "issued", _("待签收")
    RECEIVED = "received", _("已签收,待答复")
    ANSWERED = "answered", _("已答复,待确认")
    ACCEPTED = "accepted", _("已办结")
    WITHDRAWN = "withdrawn", pgettext_lazy("slip", "已收回")


OPEN_SLIPS = (SlipState.ISSUED, SlipState.RECEIVED, SlipState.ANSWERED)
CLOSED_SLIPS = (SlipState.ACCEPTED, SlipState.WITHDRAWN)
