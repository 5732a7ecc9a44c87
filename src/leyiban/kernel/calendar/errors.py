"""What can lawfully go wrong with a calendar."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.calendar.working import YearUnknown
from leyiban.kernel.errors import Kind, NotFound, Refusal


class CalendarYearUnknown(Refusal, YearUnknown):
    """A day of a year was asked for that no layer of the calendar has announced."""

    code = "calendar_year_unknown"
    kind = Kind.UNAVAILABLE
    message = _("{year}年的工作日历还没有公布,现在算不出日期。已办的事都在;请管理员载入新一年的日历。")

    def __init__(self, year: int) -> None:
        Refusal.__init__(self, year=year)
        self.year = year


class CalendarNotPublished(NotFound):
    """Neither the nation nor any of these scopes has a calendar."""

    code = "calendar_not_published"
    message = _("这里还没有工作日历。请管理员先载入全国日历,再载入本市的。")


class CalendarWithoutHours(Refusal):
    """No layer says when offices close, so no period could end."""

    code = "calendar_without_hours"
    message = _("工作日历里没有上下班时间。请在城市包的日历里写上,再载入一次。")


class DecreeOfThePast(Refusal):
    """A decree changes a day that has come already: what was counted with it stands."""

    code = "decree_of_the_past"
    message = _("{day}已经到了,不能再改:已经算过的期限不动。请只写明天以后的日子。")


class DecreeWithoutSource(Refusal):
    """A row does not say which notice it goes back to."""

    code = "decree_without_source"
    message = _("{day}这一行没有写依据。请在source一列写上通知的文号,例如“国办发明电〔2020〕1号”。")


class DecreeChangesNothing(Refusal):
    """The calendar says all of it already."""

    code = "decree_changes_nothing"
    message = _("日历已经是这样,没有要改的。")
