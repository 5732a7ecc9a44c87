"""How far a case is that was handed up, and what became of what the province said."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HandoverState(models.TextChoices):
    ON_THE_WAY = "on_the_way", _("正在报送")
    AT_PROVINCE = "at_province", _("在省里")
    WITH_US = "with_us", _("省里要补充,等市里答复")
    DECIDED = "decided", _("省里已决定")
    WITHDRAWN = "withdrawn", _("已撤回")


H = HandoverState
UNSETTLED = frozenset({H.ON_THE_WAY, H.AT_PROVINCE, H.WITH_US})


class AnswerState(models.TextChoices):
    WAITING = "waiting", _("前一条还没到")
    FOLLOWED = "followed", _("已照办")
    DOUBLED = "doubled", _("又说了一遍")
    REFUSED = "refused", _("没有采信")


class Doubt(models.TextChoices):
    """Why an answer is not believed."""

    SIGNATURE = "signature", _("签名不对")
    UNREADABLE = "unreadable", _("格式不对")
    UNKNOWN_CASE = "unknown_case", _("没有报过这件")
    OTHER_CASE = "other_case", _("是别的办件的答复")
    CONTRADICTS = "contradicts", _("和前面的答复矛盾")


class Difference(models.TextChoices):
    """What the daily reconciliation finds of a record."""

    MISSING = "missing", _("省里没有")
    DOUBLED = "doubled", _("省里有两条")
    DIFFERENT = "different", _("内容不一样")
    UNKNOWN = "unknown", _("我们没报过")
