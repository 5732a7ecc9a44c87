"""What can lawfully go wrong with rules."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, Refusal


class RuleUnknown(Refusal):
    """No rule of this key is in force on that day in that region."""

    code = "rule_unknown"
    kind = Kind.UNAVAILABLE
    message = _("规则“{key}”在{on}没有规定({region})。您填的都在;请管理员在城市包里补上这条规则。")


class RulePeriodsOverlap(Refusal):
    """Two rules of the same key, region and item are in force on the same day."""

    code = "rule_periods_overlap"
    message = _("规则“{key}”({region})有两条同时有效:从{first}起的和从{second}起的。请给前一条写上结束日期。")


class RuleOfAnotherBook(Refusal):
    """A line belongs to the book that stated it first; another book may not change it."""

    code = "rule_of_another_book"
    message = _("规则“{key}”({region})由“{book}”规定,这里不能再写。请改用本市的区划代码。")
