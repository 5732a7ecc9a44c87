"""What has happened to a case, in words: its trail on the ledger, newest first."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from leyiban.cases import clock_names
from leyiban.cases.moved_days import moved_days
from leyiban.cases.queries import CaseFile
from leyiban.cases.states import AcceptanceMode, ClosingGround, Decision, RefusalGround
from leyiban.catalogue.rulefile import RuleFile
from leyiban.catalogue.vocabulary import DeliveryWay, SpecialProcedureKind
from leyiban.catalogue.words import active_lang
from leyiban.kernel.actors import ActorKind
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.documents.registry import paper_by_name
from leyiban.kernel.ledger.canonical import parse_moment
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.people.queries import display_names
from leyiban.web import formats
from leyiban.web.formats import date, joined, span_in_words
from leyiban.web.parts.progress import Event
from leyiban.web.wording import gettext, ngettext, speak
from leyiban.web.workbench.rows import task_name

Told = tuple[str, str]
"""What happened, and one line more."""

Teller = Callable[[Any, RuleFile], Told]


def story_of(file: CaseFile) -> tuple[Event, ...]:
    """Every entry, the newest first, each with who did it. One query for the names."""
    return events_of(file.trail, file.rules)


def since(file: CaseFile, version: int) -> tuple[Event, ...]:
    """What happened after a page of this version was drawn."""
    return events_of([entry for entry in file.trail if entry.seq > version], file.rules)


def events_of(entries: Iterable[LedgerEntry], rules: RuleFile) -> tuple[Event, ...]:
    trail = sorted(entries, key=lambda entry: entry.seq, reverse=True)
    names = display_names(entry.actor for entry in trail if entry.actor_kind == ActorKind.STAFF)
    return tuple(_event(entry, rules, names) for entry in trail)


def _event(entry: LedgerEntry, rules: RuleFile, names: Mapping[str, str]) -> Event:
    title, more = TELLERS[entry.kind](entry.facts, rules)
    who = _who(entry, names)
    return Event(at=entry.happened_at, title=title, more=f"{who} · {more}" if more else who)


def _who(entry: LedgerEntry, names: Mapping[str, str]) -> str:
    match entry.actor_kind:
        case ActorKind.STAFF:
            return names.get(entry.actor, gettext("工作人员"))
        case ActorKind.CLOCK:
            return gettext("到时限自动")
        case ActorKind.SYSTEM:
            return gettext("系统")
        case _:
            return gettext("申请人")


def _submitted(facts: Any, rules: RuleFile) -> Told:
    count = len(facts.papers)
    papers = ngettext("%(n)s份材料", "%(n)s份材料", count) % {"n": count}
    return gettext("收到申请"), papers


def _supplemented(facts: Any, rules: RuleFile) -> Told:
    return gettext("补交了材料"), target_names(facts.changed, rules)


def _corrected_on_spot(facts: Any, rules: RuleFile) -> Told:
    return gettext("当场更正"), target_names([f"form.{key}" for key in facts.fields], rules)


def _correction(facts: Any, rules: RuleFile) -> Told:
    return gettext("一次性告知补正"), target_names(facts.defects, rules)


def _repeated(facts: Any, rules: RuleFile) -> Told:
    return gettext("再次要求补正,已公开"), target_names(facts.defects, rules)


def _redated(facts: Any, rules: RuleFile) -> Told:
    at = parse_moment(facts.received_at)
    received = {"at": f"{date(at)} {formats.time(at)}"}
    more = gettext("按这个时间,视为已受理") if facts.accepted_on else ""
    return gettext("改正收到时间:%(at)s") % received, more


def _accepted(facts: Any, rules: RuleFile) -> Told:
    deemed = facts.mode == AcceptanceMode.DEEMED
    return (gettext("逾期未告知,视为受理"), "") if deemed else (gettext("正式受理"), "")


def _refused(facts: Any, rules: RuleFile) -> Told:
    return gettext("不予受理"), speak(RefusalGround(facts.ground).label)


def _opinion(facts: Any, rules: RuleFile) -> Told:
    task = _task(rules, facts.task)
    if facts.conclusion == "disagree":
        return gettext("%(task)s:不同意") % {"task": task}, ""
    return gettext("%(task)s:同意") % {"task": task}, ""


def _joint(facts: Any, rules: RuleFile) -> Told:
    task = {"task": _task(rules, facts.task)}
    match facts.event:
        case "returned":
            return gettext("%(task)s:退回重审") % task, ""
        case "overdue":
            return gettext("%(task)s:到期没出意见") % task, ""
        case "deemed":
            return gettext("%(task)s:到期没出意见,按规定视为没有异议") % task, ""
    return gettext("%(task)s:出了意见") % task, conclusion_words(facts.conclusion)


def conclusion_words(conclusion: str) -> str:
    """What a post or another office concluded, in words."""
    words = {
        "agree": gettext("同意"),
        "agree_with_conditions": gettext("附条件同意"),
        "disagree": gettext("不同意"),
        "dissent": gettext("不同意"),
        "answer_more": gettext("答复补充要求"),
        "not_competent": gettext("不属本单位职权"),
        "grant": gettext("准予"),
        "deny": gettext("不予"),
        "send_back": gettext("退回"),
    }
    return words.get(conclusion, conclusion)


def _site_recorded(facts: Any, rules: RuleFile) -> Told:
    count = len(facts.officers)
    return gettext("写好现场核查笔录"), ngettext("到场%(n)s人", "到场%(n)s人", count) % {"n": count}


def _site_signed(facts: Any, rules: RuleFile) -> Told:
    left = ngettext("还差%(n)s人签字", "还差%(n)s人签字", facts.missing) % {"n": facts.missing}
    return gettext("在核查笔录上签字"), left


def _site_completed(facts: Any, rules: RuleFile) -> Told:
    count = ngettext("%(n)s人都签了字", "%(n)s人都签了字", facts.officers) % {"n": facts.officers}
    return gettext("现场核查笔录签齐"), count


def _sent_back(facts: Any, rules: RuleFile) -> Told:
    told = {"old": _task(rules, facts.from_task), "new": _task(rules, facts.to_task)}
    return gettext("从%(old)s退回%(new)s") % told, ""


def _warned(facts: Any, rules: RuleFile) -> Told:
    if facts.barred_until is None:
        return gettext("认定材料不实,给予警告"), ""
    until = formats.date(dt.date.fromisoformat(facts.barred_until))
    return gettext("认定材料不实,给予警告"), gettext("到%(day)s为止不得再次申请") % {"day": until}


def _special_started(facts: Any, rules: RuleFile) -> Told:
    return gettext("特别程序开始,时限暂停"), _procedure(facts.procedure)


def _special_ended(facts: Any, rules: RuleFile) -> Told:
    return gettext("特别程序结束,时限接着算"), _procedure(facts.procedure)


def _extended(facts: Any, rules: RuleFile) -> Told:
    return gettext("批准延期"), span_in_words(facts.amount, facts.unit)


def _decided(facts: Any, rules: RuleFile) -> Told:
    granted = facts.decision == Decision.GRANT
    return gettext("决定准予") if granted else gettext("决定不予"), gettext(
        "当场决定"
    ) if facts.on_spot else ""


def _paper(facts: Any, rules: RuleFile) -> Told:
    try:
        title = paper_by_name(facts.template).title
    except KeyError:
        title = facts.template
    return gettext("出具文书"), f"{title} {facts.number}"


def _licence(facts: Any, rules: RuleFile) -> Told:
    return gettext("证照已制好"), facts.licence


def _delivered(facts: Any, rules: RuleFile) -> Told:
    return gettext("已送达"), DeliveryWay.of(facts.way).words.said(active_lang()).text


def _withdrawn(facts: Any, rules: RuleFile) -> Told:
    return (gettext("逾期未补,视为撤回") if facts.mode == "deemed" else gettext("申请人撤回")), ""


def _terminated(facts: Any, rules: RuleFile) -> Told:
    return gettext("终止办理"), speak(ClosingGround(facts.ground).label)


def _light(facts: Any, rules: RuleFile) -> Told:
    words = {
        Light.AMBER: gettext("临期"),
        Light.RED: gettext("超过承诺时限"),
        Light.BLACK: gettext("超过法定时限"),
    }
    return words.get(Light(facts.light), facts.light), _clock(facts.clock)


def _counted_again(facts: Any, rules: RuleFile) -> Told:
    """A decree of days off moved the end; which notice it was, the calendar's own entry says."""
    moved = [
        f"{_clock(clock)} {_last_day(day.before)} → {_last_day(day.after)}"
        for clock, day in moved_days(facts.moved).items()
    ]
    return gettext("放假安排变了,期限重算"), joined(moved)


def _last_day(day: dt.date | None) -> str:
    return gettext("还不知道") if day is None else date(day)


def _clock(name: str) -> str:
    base = clock_names.base_name(name)
    clocks = {
        clock_names.ACCEPTANCE: gettext("受理期限"),
        clock_names.FIRST_ANSWER: gettext("首次答复"),
        clock_names.SUPPLEMENT: gettext("等申请人补"),
        clock_names.PROMISED: gettext("承诺时限"),
        clock_names.STATUTORY: gettext("法定时限"),
        clock_names.DELIVERY: gettext("送达期限"),
        clock_names.ARCHIVING: gettext("归档期限"),
    }
    return clocks.get(base, base)


def _plain(title: Callable[[], str]) -> Teller:
    return lambda facts, rules: (title(), "")


def _task(rules: RuleFile, key: str) -> str:
    name = task_name(rules, key)
    return name if isinstance(name, str) else name.said(active_lang()).text


def _procedure(kind: str) -> str:
    return SpecialProcedureKind.of(kind).words.said(active_lang()).text


def target_names(targets: Iterable[str], rules: RuleFile) -> str:
    """The fields and materials that a notice or a supplement is about, by their names."""
    return formats.joined([target_name(target, rules) for target in targets])


def target_name(target: str, rules: RuleFile) -> str:
    part, _, key = target.partition(".")
    named = rules.material(key) if part == "materials" else None
    if named is not None:
        return named.name.said(active_lang()).text
    question = rules.question(key)
    return key if question is None else question.label.said(active_lang()).text


TELLERS: Final[dict[str, Teller]] = {
    "case.submitted/1": _submitted,
    "case.supplemented/1": _supplemented,
    "case.corrected_on_spot/1": _corrected_on_spot,
    "case.correction_notified/1": _correction,
    "case.repeated_request/1": _repeated,
    "case.correction_withdrawn/1": _plain(lambda: gettext("收回补正告知")),
    "case.receipt_redated/1": _redated,
    "case.accepted/1": _accepted,
    "case.refused/1": _refused,
    "case.taken/1": _plain(lambda: gettext("接手")),
    "case.opinion_given/1": _opinion,
    "case.site_check_recorded/1": _site_recorded,
    "case.site_check_signed/1": _site_signed,
    "case.site_check_completed/1": _site_completed,
    "case.sent_back/1": _sent_back,
    "case.joint_noted/1": _joint,
    "case.warned/1": _warned,
    "case.warning_withdrawn/1": _plain(lambda: gettext("收回材料不实的认定")),
    "case.special_started/1": _special_started,
    "case.special_ended/1": _special_ended,
    "case.extended/1": _extended,
    "case.decided/1": _decided,
    "case.deemed_renewed/1": _plain(lambda: gettext("到期没有决定,视为准予延续")),
    "case.renewal_lapsed/1": _plain(lambda: gettext("不再视为准予延续")),
    "case.paper_issued/1": _paper,
    "case.licence_made/1": _licence,
    "case.result_ready/1": _plain(lambda: gettext("结果已备好")),
    "case.delivered/1": _delivered,
    "case.archived/1": _plain(lambda: gettext("已归档")),
    "case.withdrawn/1": _withdrawn,
    "case.terminated/1": _terminated,
    "case.light_changed/1": _light,
    "case.counted_again/1": _counted_again,
}
"""Every kind of entry that a case can have; a test holds this list to the registry."""
