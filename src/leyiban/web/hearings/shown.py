"""What a page says of a hearing, whoever reads it."""

import datetime as dt
from dataclasses import dataclass

from leyiban.cases.hearing.flow import HEARING_FLOW
from leyiban.cases.models import Hearing, HearingParticipant, HearingView
from leyiban.cases.rules.hearings import due_moment
from leyiban.cases.states import ClosedDoors, HearingGround, HearingState, Signing
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.flows.table import Readings
from leyiban.web import formats
from leyiban.web.city import Phone
from leyiban.web.parts import Words
from leyiban.web.time_left import TimeLeft
from leyiban.web.wording import gettext, speak


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingShown:
    """``now`` is the first sentence: how it stands, and until when; ``left`` how long that is, ``otherwise`` what comes of
    doing nothing, ``opens`` day and hour of the hearing. ``doors`` says whether everybody may come. What there is not
    (yet) is empty."""

    hearing: Hearing
    agency: Words
    ground: str
    state: str
    now: str
    left: str
    otherwise: str
    opens: str
    phones: tuple[Phone, ...]
    intended: str
    chair: str
    doors: str
    postponed: str
    record: str
    considered: str
    dropped: str
    clocks: Readings


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewShown:
    number: int
    who: str
    at: dt.datetime
    words: str
    answer: str


def hearing_shown(hearing: Hearing, *, now: dt.datetime) -> HearingShown:
    """One query, for the clock."""
    clocks = matter_clocks(HEARING_FLOW, hearing)
    due = due_moment(clocks, hearing)
    agency = Bilingual(zh=hearing.agency.name, en=hearing.agency.name_en or None)
    return HearingShown(
        hearing=hearing,
        agency=agency,
        ground=speak(HearingGround(hearing.ground).label),
        state=speak(HearingState(hearing.state).label),
        now=_sentence(hearing, due, now),
        left=_left(hearing, due, now),
        otherwise=_otherwise(hearing),
        opens=_opens(hearing, now),
        phones=tuple(Phone(name=agency, shown=number) for number in hearing.agency.advice_phones),
        intended=hearing.intended.reveal(),
        chair="" if hearing.chair is None else hearing.chair.display_name,
        doors=_doors(hearing),
        postponed=_text(hearing.postponed_because),
        record=_text(hearing.record),
        considered=_text(hearing.consideration),
        dropped=_text(hearing.drop_reasons),
        clocks=clocks,
    )


def view_shown(view: HearingView) -> ViewShown:
    return ViewShown(
        number=view.number,
        who=name_shown(view.participant),
        at=view.stated_at,
        words=view.words.reveal(),
        answer=_text(view.answer),
    )


def name_shown(voice: HearingParticipant) -> str:
    return voice.full_name or gettext("信息已删除")


def signing_shown(voice: HearingParticipant) -> str:
    """How he stands to the record: signed and how, still to sign, or not there."""
    if voice.signed:
        return speak(Signing(voice.signed).label)
    match voice.present:
        case True:
            return gettext("还没签字")
        case False:
            return gettext("没有到场")
    return ""


def _sentence(hearing: Hearing, due: dt.datetime | None, now: dt.datetime) -> str:
    later = gettext("放假安排公布后告知的日期")
    told = {"day": later if due is None else formats.day(due, now)}
    until = {"until": gettext("%(day)s前") % told if due is None else formats.deadline(due, now)}
    match HearingState(hearing.state):
        case HearingState.TOLD if hearing.hearable:
            return gettext("%(until)s,可以写意见,也可以要求听证。") % until
        case HearingState.TOLD:
            return gettext("%(until)s,可以写意见(陈述、申辩)。") % until
        case HearingState.ASKED:
            return gettext("有人要求听证。最晚%(day)s举行,时间定了就通知。") % told
        case HearingState.SCHEDULED:
            return gettext("%(moment)s开听证,请准时到。") % {"moment": _opens(hearing, now)}
        case HearingState.HELD:
            return gettext("听证开过了,等到场的人在笔录上签字。")
        case HearingState.ANSWERING:
            return gettext("意见都收到了,正在逐条答复。")
        case HearingState.CLOSED:
            return gettext("意见都答复了。决定根据笔录和意见作出。")
        case HearingState.LAPSED:
            return gettext("时间过了,没有人提意见。")
        case HearingState.WAIVED:
            return gettext("都放弃了,不开听证。")
    return gettext("听证终止了,不用再来。")


def _left(hearing: Hearing, due: dt.datetime | None, now: dt.datetime) -> str:
    """Only while the reader himself has to be quick."""
    if HearingState(hearing.state) is not HearingState.TOLD:
        return ""
    return TimeLeft(now).words(due, region=hearing.region)


def _otherwise(hearing: Hearing) -> str:
    match HearingState(hearing.state):
        case HearingState.TOLD if hearing.hearable:
            return gettext("过了这天没人提,就不开听证,照常决定。")
        case HearingState.TOLD:
            return gettext("过了这天没有意见,照常决定。")
        case HearingState.SCHEDULED:
            return gettext("来不了,请提前打电话。也可以在下面写意见。")
    return ""


def _opens(hearing: Hearing, now: dt.datetime) -> str:
    """ "12月4日(星期五)10:00"; empty while no day is set."""
    opens = hearing.opens_at
    return "" if opens is None else formats.appointment(opens, now)


def _doors(hearing: Hearing) -> str:
    if hearing.has_open_doors:
        return gettext("公开,谁都可以来听")
    return gettext("不公开:%(why)s") % {"why": speak(ClosedDoors(hearing.closed_because).label)}


def _text(sealed: object) -> str:
    reveal = getattr(sealed, "reveal", None)
    return "" if reveal is None else str(reveal())
