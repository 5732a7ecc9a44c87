"""The papers of a hearing (R12): of the right, of the day, and the record. They lie with the hearing, not in the case:
the letter to an interested person bears his name, address and code."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Final

from leyiban.cases import papers_of_law as papers
from leyiban.cases.hearing.flow import HEARING_FLOW
from leyiban.cases.models import Hearing, HearingParticipant
from leyiban.cases.papers_of_law import Fact, PaperContent
from leyiban.cases.paperwork.context import Context
from leyiban.cases.paperwork.requesting import request_paper
from leyiban.cases.paperwork.words import due_in_words, event_in_words
from leyiban.cases.rules.hearings import ASKING
from leyiban.cases.states import ClosedDoors, HeardAs, HearingGround, HearingState, Signing
from leyiban.kernel.documents.operations import MatterRef
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.ledger.queries import LedgerEntry

_Writer = Callable[[Context, Hearing], PaperContent]

_OPENINGS: Final = {
    HearingGround.DECISION: "“{item}”的许可关系到您的重大利益。作决定前，您可以陈述意见，也可以要求听证。",
    HearingGround.WARNING: "您申请“{item}”，我们拟给予警告。作决定前，您可以陈述和申辩。",
    HearingGround.REVOCATION: "您的“{item}”许可，我们拟撤销。作决定前，您可以陈述和申辩，也可以要求听证。",
}
_RECORDED: Final = frozenset({"hearing.held/1", "hearing.record_signed/1"})


def request_hearing_papers(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """One sealed paper for all, and a letter for each who came in without an account: with his code when the right is
    told, and again when he can be reached by letter only. The record once nobody has to sign it any more."""
    hearing = Hearing.objects.select_related("case", "chair").get(number=entry.subject_key)
    if entry.kind in _RECORDED and hearing.state == HearingState.HELD:
        return
    write = _WRITERS[entry.kind]
    _request(entry, hearing, lambda context: write(context, hearing), occasion=str(entry.seq), now=now)
    for voice in _to_write_to(entry, hearing):
        _request(
            entry,
            hearing,
            partial(_letter, hearing=hearing, voice=voice),
            occasion=f"{entry.seq}-{voice.number}",
            now=now,
        )


def _to_write_to(entry: LedgerEntry, hearing: Hearing) -> list[HearingParticipant]:
    if entry.kind in _RECORDED:
        return []
    others = hearing.participants.filter(standing=HeardAs.INTERESTED).order_by("number")
    first = entry.kind == "hearing.told/1"
    return [voice for voice in others if first or voice.phone is None]


def _request(
    entry: LedgerEntry,
    hearing: Hearing,
    write: Callable[[Context], PaperContent],
    *,
    occasion: str,
    now: dt.datetime,
) -> None:
    request_paper(
        Context.about_case(hearing.case.number, entry),
        write,
        occasion=occasion,
        matter=MatterRef(Hearing.KIND, hearing.number),
        now=now,
    )


def _letter(context: Context, *, hearing: Hearing, voice: HearingParticipant) -> papers.HearingLetter:
    return papers.HearingLetter(
        addressee=voice.full_name,
        opening=context.opening(
            "“{item}”关系到您的利益，文书随信寄上。看情况、提意见、要求听证，都要用下面的编号和查询码。"
        ),
        facts=(
            Fact("听证编号", hearing.number),
            *(() if voice.code is None else (Fact("查询码", voice.code.reveal(), beside=True),)),
            *(() if voice.address is None else (Fact("寄往", voice.address.reveal()),)),
        ),
        contacts=context.phones(),
        closing="请在本市政务网站的“听证”页填编号和查询码。查询码不要告诉别人。",
    )


def _right(context: Context, hearing: Hearing) -> PaperContent:
    warned = hearing.ground == HearingGround.WARNING
    paper = papers.IntendedWarningNotice if warned else papers.HearingRightNotice
    return paper(
        addressee=_addressee(context, hearing),
        opening=context.opening(_OPENINGS[HearingGround(hearing.ground)]),
        facts=(
            *context.about()[:1],
            Fact("听证编号" if hearing.hearable else "编号", hearing.number),
            Fact("最晚哪天", due_in_words(matter_clocks(HEARING_FLOW, hearing)[ASKING])),
            Fact("依据", hearing.basis),
            Fact("费用", "不收费", beside=True),
        ),
        intended=_lines(hearing.intended.reveal()),
        contacts=context.phones(),
        closing=_how(hearing),
    )


def _addressee(context: Context, hearing: Hearing) -> str:
    """The applicant by name; where others are heard, too, nobody by name: it is one paper for all."""
    others = hearing.ground == HearingGround.DECISION
    return f"“{context.rules.name.zh}”的申请人和利害关系人" if others else context.addressee


def _how(hearing: Hearing) -> str:
    over = "到期没有要求听证的，视为放弃。" if hearing.hearable else ""
    return f"申请人登录后在办件页办理，其他人用送达函里的编号和查询码，也可以书面交到我们窗口。{over}"


def _day(context: Context, hearing: Hearing) -> papers.HearingNotice:
    postponed = context.entry.kind == "hearing.postponed/1"
    reason = hearing.postponed_because
    return papers.HearingNotice(
        addressee=_addressee(context, hearing),
        opening=context.opening(
            "“{item}”的听证延期举行，时间地点如下。"
            if postponed
            else "“{item}”的听证，时间地点如下，请准时到场。"
        ),
        facts=(
            *context.about()[:1],
            Fact("听证编号", hearing.number),
            Fact("时间", event_in_words(hearing.opening)),
            Fact("地点", hearing.place),
            Fact("主持人", "" if hearing.chair is None else hearing.chair.display_name),
            Fact("是否公开", _doors(hearing), beside=True),
            *((Fact("延期理由", reason.reveal()),) if postponed and reason is not None else ()),
            Fact("依据", hearing.basis),
        ),
        contacts=context.phones(),
        closing="认为主持人与这件事有直接利害关系的，可以申请回避。听证不收费。",
    )


def _doors(hearing: Hearing) -> str:
    if hearing.has_open_doors:
        return "公开举行"
    return f"不公开，{ClosedDoors(hearing.closed_because).label}"


def _record(context: Context, hearing: Hearing) -> papers.HearingRecord:
    people = list(hearing.participants.select_related("party").order_by("number"))
    chair = "" if hearing.chair is None else hearing.chair.display_name
    there = [each for each in people if each.present]
    absent = [each for each in people if not each.present]
    return papers.HearingRecord(
        addressee=context.addressee,
        opening=context.opening("“{item}”的听证，情况记录如下。"),
        facts=(
            *context.about(),
            Fact("听证编号", hearing.number),
            Fact("时间", event_in_words(hearing.opening)),
            Fact("地点", hearing.place),
            Fact("主持人", chair),
            Fact("到场的人", _names(there) or "无"),
            *((Fact("没有到场", _names(absent)),) if absent else ()),
        ),
        record=_lines("" if hearing.record is None else hearing.record.reveal()),
        signatures=(
            *(
                ()
                if hearing.held_at is None
                else (Fact("主持人", f"{chair}，{event_in_words(hearing.held_at)}"),)
            ),
            *(_signature(each) for each in there),
        ),
        contacts=context.phones(),
        closing="决定根据本笔录作出（行政许可法第四十八条第二款）。",
    )


def _names(people: list[HearingParticipant]) -> str:
    return "、".join(each.full_name for each in people)


def _signature(voice: HearingParticipant) -> Fact:
    how = str(Signing(voice.signed).label) if voice.signed else ""
    at = "" if voice.signed_at is None else event_in_words(voice.signed_at)
    note = "" if voice.sign_note is None else f"，{voice.sign_note.reveal()}"
    return Fact("签字", f"{voice.full_name}，{how}，{at}{note}")


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


_WRITERS: Final[dict[str, _Writer]] = {
    "hearing.told/1": _right,
    "hearing.scheduled/1": _day,
    "hearing.postponed/1": _day,
    "hearing.held/1": _record,
    "hearing.record_signed/1": _record,
}
WITH_HEARING_PAPERS: Final = tuple(_WRITERS)
