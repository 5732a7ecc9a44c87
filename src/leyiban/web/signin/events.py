"""What happened to an account and to who acts for a body, in words for its owner."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from leyiban.kernel.actors import Actor
from leyiban.people.queries import AccountEvent, account_events
from leyiban.web.formats import moment
from leyiban.web.wording import gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    at: dt.datetime
    words: str


def event_lines(actor: Actor) -> tuple[EventLine, ...]:
    """The last changes, newest first."""
    return tuple(EventLine(at=event.at, words=_words(event)) for event in account_events(actor))


def _words(event: AccountEvent) -> str:
    facts: Any = event.facts
    match event.kind:
        case "account.recovered":
            return gettext("经人脸核验找回了账号,旧的登录方式都停了。")
        case "account.phone_change_asked":
            at = moment(dt.datetime.fromisoformat(facts.effective_at), event.at)
            return gettext("申请换手机号,%(at)s生效。") % {"at": at}
        case "account.phone_change_ended":
            return _phone_change_ended(facts.outcome)
        case "account.phone_changed":
            return gettext("换了手机号。")
        case "account.password":
            return gettext("改了密码。")
        case "account.bound":
            return gettext("核实了身份,实名级别%(level)s。") % {"level": facts.level}
        case "account.released":
            return gettext("身份移到了别的账号。")
        case "party.taken_over":
            if not facts.former:
                return gettext("%(body)s的事由法定代表人接管。") % {"body": event.body}
            told = {"body": event.body, "n": len(facts.former)}
            return gettext("%(body)s的事由法定代表人接管,%(n)s人不再能办。") % told
        case _:
            return gettext("%(body)s登记了新的法定代表人。") % {"body": event.body}


def _phone_change_ended(outcome: str) -> str:
    match outcome:
        case "done":
            return gettext("等的时间到了,换手机号生效。")
        case "stopped":
            return gettext("停掉了换手机号。")
        case _:
            return gettext("本人核验了身份,等着的换手机号作废。")
