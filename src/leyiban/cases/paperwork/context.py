"""What every paper of a case needs to know, read once."""

import datetime as dt
from dataclasses import dataclass

from leyiban.cases.answers import read_answers
from leyiban.cases.clock_names import PROMISED, STATUTORY
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case, CasePaper
from leyiban.cases.papers_of_law import Fact, PaperLine, Remedies
from leyiban.catalogue.rulefile import RuleFile, Value
from leyiban.catalogue.rulefile.model import Implementing
from leyiban.catalogue.vocabulary import TimeUnit
from leyiban.kernel.clocks.readings import ClockReading
from leyiban.kernel.documents.wording import moment_in_words, with_weekday
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.flows.table import Readings
from leyiban.kernel.identifiers import mask_id_document, mask_mobile
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.kernel.moments import city_date
from leyiban.people.queries import names_on_paper

_ORIGINAL, _COPY = "原件", "复印件"


@dataclass(frozen=True, slots=True)
class Context:
    """A case at the moment of one of its ledger entries."""

    case: Case
    rules: RuleFile
    body: Implementing
    answers: dict[str, Value]
    clocks: Readings
    entry: LedgerEntry

    @classmethod
    def of(cls, entry: LedgerEntry) -> "Context":
        case = Case.objects.select_related("item_version__item__city", "agency", "applicant", "operator").get(
            number=entry.subject_key
        )
        rules = case.item_version.rulefile
        body = rules.implementing_in(case.region)
        if body is None:
            raise LookupError(f"{rules.code} has no body in {case.region}")
        clocks = matter_clocks(CASE_FLOW, case)
        return cls(case, rules, body, read_answers(case.answers), clocks, entry)

    @property
    def day(self) -> dt.date:
        """The civil day of the entry: the date that is printed."""
        return city_date(self.entry.entered_at)

    @property
    def addressee(self) -> str:
        return self.case.applicant.name

    def opening(self, words: str) -> str:
        """A first sentence around the item's name."""
        return words.format(item=self.rules.name.zh, day=with_weekday(self.day))

    def who(self) -> list[Fact]:
        """The enterprise, its head and its operator; or the person (all three on every paper)."""
        case = self.case
        names = names_on_paper(applicant=case.applicant, operator=case.operator)
        facts = [Fact("申请人", names.applicant)]
        if case.applicant.is_legal:
            facts.append(Fact("统一社会信用代码", case.applicant.uscc or ""))
            facts.append(Fact(names.head_title, names.head or "—"))
        elif case.applicant.id_number is not None:
            facts.append(Fact("证件号码", mask_id_document(case.applicant.id_number.reveal())))
        if names.operator:
            facts.append(Fact("经办人", self._operator(names.operator)))
        return facts

    def _operator(self, name: str) -> str:
        operator = self.case.operator
        phone = operator.phone if operator is not None else None
        return name if phone is None else f"{name} {mask_mobile(phone.reveal())}"

    def about(self) -> list[Fact]:
        """The matter: number, item, its code, the office's phones."""
        return [
            Fact("办件编号", self.case.number),
            Fact("事项", self.rules.name.zh),
            Fact("业务办理项编码", self.rules.task_handle_item(self.body)),
        ]

    def phones(self) -> list[Fact]:
        return [Fact("咨询电话", self.body.consult_phone), Fact("监督投诉电话", self.body.complaint_phone)]

    def query(self) -> list[Fact]:
        return [Fact("网上查询", f"办件编号 {self.case.number}，查询密码 {self.case.query_code.reveal()}")]

    def materials(self) -> tuple[PaperLine, ...]:
        """What was handed in and is in the file now, in the order of the guide."""
        links = self.case.papers.filter(document__isnull=True, withdrawn_at__isnull=True)
        by_slot: dict[str, list[CasePaper]] = {}
        for link in links.select_related("paper").order_by("pk"):
            by_slot.setdefault(link.slot, []).append(link)
        return tuple(
            PaperLine(
                name=material.name.zh,
                form=_ORIGINAL if any(link.trust in "AB" for link in by_slot[material.key]) else _COPY,
                copies=len(by_slot[material.key]),
                pages=_pages(by_slot[material.key]),
            )
            for material in self.rules.materials
            if material.key in by_slot
        )

    def limit_facts(self) -> tuple[Fact, ...]:
        """Both limits side by side, each with its date and weekday."""
        return (
            Fact("法定办结时限", self._limit(STATUTORY)),
            Fact("承诺办结时限", self._limit(PROMISED)),
        )

    def _limit(self, clock: str) -> str:
        reading = self.clocks[clock]
        length = f"{reading.limit.amount}个{TimeUnit.of(reading.limit.unit.value).zh}"
        return f"{length}，{due_words(reading)}"

    def remedies(self) -> Remedies:
        """R22: dated rules, because the reviewing body changed."""
        keys = self.rules.remedies
        body = self._rule(keys.reconsideration_body)
        court = self._rule(keys.litigation_court)
        review, suit = self._period(keys.reconsideration_limit), self._period(keys.litigation_limit)
        return Remedies(
            review=f"如果不服，可以从收到之日起{review}内向{body}申请行政复议。",
            suit=f"也可以从收到之日起{suit}内依法向{court}提起行政诉讼。",
        )

    def _rule(self, key: str) -> str:
        return str(lawbook.rule(key, on=self.day, region=self.case.region).value)

    def _period(self, key: str) -> str:
        rule = lawbook.rule(key, on=self.day, region=self.case.region)
        unit = "日" if rule.unit == TimeUnit.NATURAL_DAY else TimeUnit.of(rule.unit).zh
        return f"{rule.value}{unit}"

    def reasons(self) -> tuple[str, ...]:
        """The reasons as they were written, one paragraph per line."""
        text = self.case.reasons.reveal() if self.case.reasons is not None else ""
        return tuple(line.strip() for line in text.splitlines() if line.strip())


def _pages(links: list[CasePaper]) -> int | None:
    counts = [link.paper.page_count for link in links]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def due_words(reading: ClockReading) -> str:
    """``最晚2020年3月9日(星期一)17:30``, or why there is no date yet."""
    if reading.due_at is not None:
        return f"最晚{moment_in_words(reading.due_at)}"
    if reading.unknown_year is not None:
        return f"具体日期待{reading.unknown_year}年放假安排公布后告知"
    return "时限暂停中"
