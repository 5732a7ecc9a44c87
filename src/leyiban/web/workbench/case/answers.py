"""What was filled in, and who typed each answer, where and when (F1.3, F1.4)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from leyiban.cases.models import Case
from leyiban.cases.queries import CaseFile
from leyiban.catalogue.rulefile import shown_answers
from leyiban.catalogue.words import active_lang
from leyiban.kernel.ledger.canonical import parse_moment
from leyiban.people.queries import card_of, display_names, names_on_paper, region_name
from leyiban.web import formats
from leyiban.web.parts import Words
from leyiban.web.parts.tables import Answer
from leyiban.web.wording import gettext

Stamps = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One answer of the form, and where it comes from. Review points lead to its ``id``."""

    id: str
    label: Words
    value: str
    source: str


def answers_of(file: CaseFile, *, now: dt.datetime, masked: bool) -> tuple[Filled, ...]:
    """The answers in reading order, each with who typed it. One query for the clerks' names."""
    stamps: Stamps = file.case.typed_by
    names = clerks_of(stamps)
    shown = shown_answers(
        file.rules, file.answers, active_lang(), region_name=cache(region_name), masked=masked
    )
    return tuple(
        Filled(
            id=answer_id(each.key),
            label=each.label,
            value=each.text,
            source=typed_by(stamps.get(each.key), names, now=now),
        )
        for each in shown
    )


def mostly(sources: Iterable[str]) -> str:
    """The source that most answers share: said once above them, so that only what differs is said beside."""
    counted = Counter(sources).most_common(1)
    return counted[0][0] if counted else ""


def answer_id(key: str) -> str:
    """The id of an answer on the page."""
    return "answer-" + key.replace("_", "-")


def clerks_of(stamps: Stamps) -> dict[str, str]:
    """Display names of the staff who typed something, by pseudonym."""
    return display_names(stamp["who"] for stamp in stamps.values() if stamp["by"] == "clerk")


def typed_by(stamp: Mapping[str, str] | None, names: Mapping[str, str], *, now: dt.datetime) -> str:
    """ "申请人网上填,今天14:02"; empty where nobody typed it."""
    if stamp is None:
        return ""
    told = {"who": names.get(stamp["who"], ""), "at": formats.moment(parse_moment(stamp["at"]), now)}
    if stamp["by"] == "clerk":
        return gettext("%(who)s(窗口)填,%(at)s") % told
    return gettext("申请人填,%(at)s") % told


def applicant_of(case: Case, *, masked: bool) -> tuple[Answer, ...]:
    """The applicant, its head and its operator, as every paper names them; numbers masked unless asked for."""
    card = card_of(case.applicant)
    names = names_on_paper(applicant=case.applicant, operator=case.operator)
    number = card.number if masked or case.applicant.id_number is None else case.applicant.id_number.reveal()
    lines: list[tuple[Words, str]] = [
        (gettext("申请人"), card.name),
        (gettext("统一社会信用代码") if card.is_legal else gettext("证件号码"), number),
    ]
    if names.head:
        lines.append((names.head_title, names.head))
    if names.operator:
        lines.append((gettext("经办人"), _operator(case, names.operator)))
    lines += [(gettext("电话"), card.phone or gettext("没有留")), (gettext("地址"), card.address)]
    return tuple(Answer(label=label, value=value) for label, value in lines if value)


def _operator(case: Case, name: str) -> str:
    phone = "" if case.operator is None else card_of(case.operator).phone
    return f"{name} {phone}".rstrip()
