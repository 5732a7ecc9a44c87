"""What was looked at and why, in words (查看记录)."""

import datetime as dt
from dataclasses import dataclass

from leyiban.cases.queries.duties import Duty
from leyiban.cases.queries.looks import SeenLine
from leyiban.web.wording import gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenShown:
    """One look as a page tells it."""

    at: dt.datetime
    by: str
    what: str
    why: str
    case: str
    title: str
    who: str


def seen_shown(line: SeenLine) -> SeenShown:
    return SeenShown(
        at=line.at,
        by=line.by,
        what=_what(line.what),
        why=_why(line.duty),
        case=line.case,
        title=line.title,
        who=line.who,
    )


def _what(what: str) -> str:
    words = {
        "file": gettext("办件内容"),
        "bound_file": gettext("整本案卷"),
        "numbers": gettext("没遮盖的号码"),
        "notes": gettext("内部备注"),
        "paper": gettext("一份材料"),
        "receipt": gettext("收件凭证"),
        "bar": gettext("申请限制和异议"),
        "hearing": gettext("听证和意见"),
        "person": gettext("身份信息"),
    }
    return words.get(what, what)


def _why(duty: str) -> str:
    match Duty(duty):
        case Duty.HANDLING:
            return gettext("这件事正由他办")
        case Duty.JOINT_REVIEW:
            return gettext("会审")
        case Duty.OFFICE:
            return gettext("是办这件事的部门")
        case Duty.COUNTER:
            return gettext("在窗口收件或出件")
        case Duty.SUPERVISION:
            return gettext("督查这件事守不守时")
        case Duty.AUDIT:
            return gettext("审计检查")
        case Duty.WINDOW_CLERK:
            return gettext("您在窗口出示了证件")
