"""The figures of the open statistics, each with what it means. A key never changes its meaning and is never used again."""

from enum import StrEnum
from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DAYS: Final = "days."
"""``days.5``: cases decided five days after acceptance. Median and 90th percentile are read from these."""


class Figure(models.TextChoices):
    """What is counted of a case."""

    RECEIVED = "received", pgettext_lazy("figure", "收件")
    ONLINE = "online", _("网上收的")
    CORRECTED = "corrected", _("要补正的")
    ACCEPTED = "accepted", pgettext_lazy("figure", "受理")
    DEEMED = "deemed", pgettext_lazy("figure", "视为受理")
    REFUSED = "refused", pgettext_lazy("figure", "不予受理")
    GRANTED = "granted", pgettext_lazy("figure", "准予")
    DENIED = "denied", _("不予许可")
    IN_TIME = "in_time", _("按时决定")
    PAUSED_DAYS = "paused_days", _("暂停天数")
    WITHDRAWN = "withdrawn", _("撤回")
    DEEMED_WITHDRAWN = "deemed_withdrawn", _("视为撤回")
    TERMINATED = "terminated", _("终止")
    OVERDUE = "overdue", pgettext_lazy("figure", "超期")
    PAUSED = "paused", _("暂停过时限")
    ENTERED_AFTERWARDS = "entered_afterwards", _("事后补录")
    RECEIPT_CORRECTED = "receipt_corrected", _("改正过收到时间")
    REFILED = "refiled", _("退回后重报")
    WITHDRAWN_NEAR_LIMIT = "withdrawn_near_limit", _("临到期限撤回")
    TALKED_OUT = "talked_out", _("说是被劝撤回")
    ASKED_AGAIN = "asked_again", _("再次要求补正")


class Measure(models.TextChoices):
    """What is read from the counts."""

    MEDIAN_DAYS = "median_days", _("一半在几天内")
    P90_DAYS = "p90_days", _("九成在几天内")
    PAUSE_SHARE = "pause_share", _("暂停占比(%)")


class Dimension(StrEnum):
    """What the counts are told apart by."""

    MONTH = "month"
    COUNTY = "county"
    AGENCY = "agency"
    ITEM = "item"


DEFINITIONS: Final[dict[str, str | Promise]] = {
    Figure.RECEIVED: _("当月收到的申请。收到日按法定收件日算。"),
    Figure.ONLINE: _("当月收到的申请里,从网上或接口来的。"),
    Figure.CORRECTED: _("当月第一次被告知补正的件。同一件只数一次。"),
    Figure.ACCEPTED: _("当月受理的件,含视为受理和当场办结。"),
    Figure.DEEMED: _("当月受理的件里,因逾期未告知而视为受理的。"),
    Figure.REFUSED: _("当月不予受理的件。"),
    Figure.GRANTED: _("当月作出准予决定的件。"),
    Figure.DENIED: _("当月作出不予许可决定的件。"),
    Figure.IN_TIME: _("当月决定的件里,承诺时限和法定时限都没超的。"),
    Figure.PAUSED_DAYS: _("当月决定的件,从受理到决定之间暂停的天数之和。自然日。"),
    Figure.WITHDRAWN: _("当月由申请人撤回的件。"),
    Figure.DEEMED_WITHDRAWN: _("当月因逾期未补正而视为撤回的件。"),
    Figure.TERMINATED: _("当月终止办理的件。"),
    Figure.OVERDUE: _("当月第一次超过承诺、法定或送达时限的件。"),
    Figure.PAUSED: _("当月第一次暂停时限的件。"),
    Figure.ENTERED_AFTERWARDS: _("当月收到的申请里,办过以后才录入的。"),
    Figure.RECEIPT_CORRECTED: _("当月经申请人提出,收到时间改早了的件。"),
    Figure.REFILED: _("当月收到的申请里,同一人同一事退回、撤回后再报的。"),
    Figure.WITHDRAWN_NEAR_LIMIT: _("当月由申请人撤回、撤回时已临期或超期的件。"),
    Figure.TALKED_OUT: _("当月有申请人说,是单位要他撤回的。谁说的不公开。"),
    Figure.ASKED_AGAIN: _("当月第一次被再次要求补正的件。时限不停。"),
    Measure.MEDIAN_DAYS: _("当月决定的件,从受理到决定的天数的中位数。自然日,含暂停。"),
    Measure.P90_DAYS: _("当月决定的件,九成在这么多天内决定。自然日,含暂停。"),
    Measure.PAUSE_SHARE: _("当月决定的件,暂停天数占受理到决定全部天数的百分比。"),
}
