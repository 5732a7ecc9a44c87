"""What stands on the text parts of a case file. Chinese, as every paper of an office."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from leyiban.cases.paperwork.words import came_by, event_in_words
from leyiban.cases.queries import CaseFile
from leyiban.catalogue.rulefile import shown_answers
from leyiban.catalogue.vocabulary import DeliveryWay
from leyiban.catalogue.words import Lang
from leyiban.kernel.actors import ActorKind
from leyiban.kernel.documents.glyphs import Json
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.people.queries import names_on_paper, posts_of, region_name

_CONCLUSIONS: Final = {
    "agree": "同意",
    "agree_with_conditions": "附条件同意",
    "disagree": "不同意",
    "dissent": "不同意",
    "not_competent": "不属本单位职权",
    "grant": "准予",
    "deny": "不予",
    "send_back": "退回",
}
ENTRIES: Final = {
    "case.submitted/1": "收到申请",
    "case.supplemented/1": "补交材料",
    "case.corrected_on_spot/1": "当场更正",
    "case.correction_notified/1": "一次性告知补正",
    "case.repeated_request/1": "再次要求补正（已公开）",
    "case.correction_withdrawn/1": "收回补正告知",
    "case.receipt_redated/1": "改正收到时间",
    "case.accepted/1": "受理",
    "case.refused/1": "不予受理",
    "case.taken/1": "接手",
    "case.opinion_given/1": "提出意见",
    "case.site_check_recorded/1": "写现场核查笔录",
    "case.site_check_signed/1": "在核查笔录上签字",
    "case.site_check_completed/1": "核查笔录签齐",
    "case.sent_back/1": "退回上一步",
    "case.joint_noted/1": "其他单位的会审意见",
    "case.warned/1": "认定材料不实，给予警告",
    "case.warning_withdrawn/1": "收回材料不实的认定",
    "case.special_started/1": "特别程序开始，时限暂停",
    "case.special_ended/1": "特别程序结束，时限接着算",
    "case.extended/1": "批准延期",
    "case.decided/1": "作出决定",
    "case.deemed_renewed/1": "到期未作决定，视为准予延续",
    "case.renewal_lapsed/1": "不再视为准予延续",
    "case.paper_issued/1": "出具文书",
    "case.licence_made/1": "证照已制好",
    "case.result_ready/1": "结果已备好",
    "case.delivered/1": "送达",
    "case.archived/1": "归档",
    "case.withdrawn/1": "撤回",
    "case.terminated/1": "终止办理",
    "case.light_changed/1": "时限提示变化",
    "case.counted_again/1": "按新的放假安排重算期限",
}
"""What each entry of a case's trail is called on paper; a test holds it to the registry."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, pairs of label and text, and paragraphs; each may be empty."""

    heading: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    texts: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Json]:
        return {
            "heading": self.heading,
            "facts": [[label, text] for label, text in self.facts],
            "texts": list(self.texts),
        }


def sections(file: CaseFile, *, masked: bool) -> Iterator[tuple[str, tuple[Section, ...]]]:
    """The text parts in order, each with its title; a part with nothing to say is left out."""
    yield "申请内容", (Section(facts=_parties(file)), Section("填写的内容", _answers(file, masked)))
    if file.notices:
        yield "补正告知", tuple(_notices(file))
    if file.opinions:
        yield "审查意见", tuple(_opinions(file))
    if file.case.delivered_at is not None:
        yield "送达", (Section(facts=_delivery(file)),)
    yield "办理轨迹", (Section(facts=_trail(file)),)


def _parties(file: CaseFile) -> tuple[tuple[str, str], ...]:
    case = file.case
    names = names_on_paper(applicant=case.applicant, operator=case.operator)
    told = (
        ("申请人", names.applicant),
        (names.head_title or "法定代表人", names.head),
        ("经办人", names.operator),
        ("收到时间", event_in_words(case.received_at)),
        ("收件方式", came_by(case.channel)),
    )
    return tuple((label, text) for label, text in told if text)


def _answers(file: CaseFile, masked: bool) -> tuple[tuple[str, str], ...]:
    shown = shown_answers(file.rules, file.answers, Lang.ZH, region_name=cache(region_name), masked=masked)
    return tuple((str(each.label), each.text) for each in shown)


def _notices(file: CaseFile) -> Iterator[Section]:
    for notice, defects in file.notices:
        lines = tuple(
            (_target(file, defect["target"]), f"{defect['what']}。补法：{defect['how']}")
            for defect in defects
        )
        reason = notice.reason.reveal() if notice.reason is not None else ""
        state = _notice_state(notice.withdrawn_at, notice.supplemented_at)
        yield Section(
            f"第{notice.number}次，{event_in_words(notice.told_at)}{state}",
            lines,
            (f"再次要求的理由：{reason}",) if reason else (),
        )


def _notice_state(withdrawn_at: object, supplemented_at: object) -> str:
    if withdrawn_at is not None:
        return "，已收回"
    return "，已补齐" if supplemented_at is not None else ""


def _target(file: CaseFile, target: str) -> str:
    part, _, key = target.partition(".")
    material = file.rules.material(key) if part == "materials" else None
    if material is not None:
        return material.name.zh
    question = file.rules.question(key)
    return key if question is None else question.label.zh


def _opinions(file: CaseFile) -> Iterator[Section]:
    for opinion in file.opinions:
        task = next((each for each in file.rules.plan.tasks if each.key == opinion.task), None)
        points = () if task is None else task.points
        checked = tuple(
            (point.text.zh, "符合" if opinion.points[point.key] == "yes" else "不符合")
            for point in points
            if point.key in opinion.points
        )
        yield Section(
            opinion.task if task is None else task.name.zh,
            (
                ("结论", _CONCLUSIONS.get(opinion.conclusion, opinion.conclusion)),
                ("岗位", opinion.post.name),
                ("签署", f"{opinion.given_by.display_name}，{event_in_words(opinion.given_at)}"),
                *checked,
            ),
            tuple(line for line in opinion.text.reveal().splitlines() if line.strip()),
        )


def _delivery(file: CaseFile) -> tuple[tuple[str, str], ...]:
    case = file.case
    delivered = [entry for entry in file.trail if entry.kind == "case.delivered/1"]
    told: tuple[tuple[str, str], ...] = (("方式", DeliveryWay.of(case.delivery_way).zh),)
    if case.delivered_at is not None:
        told = (*told, ("送达时间", event_in_words(case.delivered_at)))
    return (*told, *(("凭据", entry.facts.evidence) for entry in delivered))


def _trail(file: CaseFile) -> tuple[tuple[str, str], ...]:
    """One line per entry: when, what, by which post; and the entry's place in the ledger."""
    posts = posts_of(
        (entry.actor, entry.happened_at) for entry in file.trail if entry.actor_kind == ActorKind.STAFF
    )
    return tuple((event_in_words(entry.happened_at), _line(entry, posts)) for entry in file.trail)


def _line(entry: LedgerEntry, posts: Mapping[tuple[str, dt.datetime], str]) -> str:
    place = "" if entry.position is None else f"（账本第{entry.position}条）"
    return f"{ENTRIES[entry.kind]}，{_who(entry, posts)}{place}"


def _who(entry: LedgerEntry, posts: Mapping[tuple[str, dt.datetime], str]) -> str:
    match entry.actor_kind:
        case ActorKind.STAFF:
            return posts.get((entry.actor, entry.happened_at), "工作人员")
        case ActorKind.CLOCK:
            return "到时限自动"
        case ActorKind.SYSTEM:
            return "系统"
        case _:
            return "申请人"
