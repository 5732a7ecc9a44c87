"""What every paper of a case needs to know, read once."""

import datetime as dt
from dataclasses import dataclass

from leyiban.cases.answers import read_answers
from leyiban.cases.clock_names import PROMISED, STATUTORY
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case, CasePaper
from leyiban.cases.papers_of_law import Fact, PaperLine, Remedies
from leyiban.cases.paperwork.words import limit_in_words
from leyiban.cases.states import HEARD, HearingGround, HearingState
from leyiban.catalogue.rulefile import RuleFile, Value
from leyiban.catalogue.rulefile.form import KnownFact
from leyiban.catalogue.rulefile.model import Implementing
from leyiban.catalogue.vocabulary import TimeUnit
from leyiban.kernel.documents.wording import in_words
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.flows.table import Readings
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.kernel.moments import city_date
from leyiban.kernel.papers.models import Trust

_ORIGINAL, _COPY = "原件", "复印件"
_AS_GOOD_AS_ORIGINAL = frozenset({Trust.A, Trust.B, Trust.D})  # issued, compared, or made by the applicant


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
        return cls.about_case(entry.subject_key, entry)

    @classmethod
    def about_case(cls, number: str, entry: LedgerEntry) -> "Context":
        """The case with this number at the moment of an entry that may be another matter's."""
        case = Case.objects.select_related("item_version__item__city", "agency", "applicant", "operator").get(
            number=number
        )
        rules = case.rules
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
        return words.format(item=self.rules.name.zh)

    def answer_known_from(self, *facts: KnownFact) -> str:
        """The first answer to a question that asks for one of these facts about the party."""
        asked = (question.key for question in self.rules.questions() if question.known_from in facts)
        return next((str(self.answers[key]) for key in asked if self.answers.get(key)), "")

    def about(self) -> tuple[Fact, ...]:
        """The matter: item, its code, the case's number."""
        return (
            Fact("事项", self.rules.name.zh),
            Fact("业务办理项编码", self.rules.task_handle_item(self.body)),
            Fact("办件编号", self.case.number),
        )

    def password(self) -> Fact:
        return Fact("查询码", self.case.query_code.reveal(), beside=True)

    def phones(self) -> tuple[Fact, ...]:
        """Whom to ask, and to whom to complain: two different numbers by law."""
        return (
            Fact("咨询电话", self.body.consult_phone),
            Fact("监督投诉电话", self.body.complaint_phone, beside=True),
        )

    def accepted_on(self) -> Fact:
        return Fact("受理日期", in_words(city_date(self.case.accepted_at or self.case.received_at)))

    def heard(self, ground: HearingGround) -> tuple[Fact, ...]:
        """The hearing that this decision rests on, and the answer to each view [law: ALL art. 48 para. 2]."""
        states = [state.value for state in HEARD]
        hearing = self.case.hearings.filter(ground=ground, state__in=states).order_by("pk").last()
        if hearing is None:
            return ()
        held = hearing.held_at
        how = str(HearingState(hearing.state).label) if held is None else f"{in_words(city_date(held))}举行"
        considered = () if hearing.consideration is None else (hearing.consideration.reveal(),)
        answers = (
            view.answer.reveal() for view in hearing.views.order_by("number") if view.answer is not None
        )
        said = "；".join((*considered, *answers))
        name = "听证" if hearing.hearable else "听取陈述申辩"
        return (Fact(name, f"{hearing.number}，{how}"), *((Fact("对意见的答复", said),) if said else ()))

    def decided_on(self) -> Fact:
        return Fact("决定日期", in_words(self.day), beside=True)

    def limits(self) -> tuple[Fact, ...]:
        """R17: both limits, each with its date and weekday."""
        return (
            Fact("法定办结时限", limit_in_words(self.clocks[STATUTORY])),
            Fact("承诺办结时限", limit_in_words(self.clocks[PROMISED])),
        )

    def materials(self) -> tuple[PaperLine, ...]:
        """What was handed in and is in the file now, in the order of the guide."""
        by_slot: dict[str, list[CasePaper]] = {}
        for link in self.case.papers.handed_in().select_related("paper").order_by("pk"):
            by_slot.setdefault(link.slot, []).append(link)
        return tuple(
            _line(material.name.zh, by_slot[material.key])
            for material in self.rules.materials
            if material.key in by_slot
        )

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
        return f"{rule.value}{'日' if rule.unit == TimeUnit.NATURAL_DAY else TimeUnit.of(rule.unit).zh}"

    def reasons(self) -> tuple[str, ...]:
        """The reasons as they were written, one paragraph per line."""
        text = self.case.reasons.reveal() if self.case.reasons is not None else ""
        return tuple(line.strip() for line in text.splitlines() if line.strip())


def _line(name: str, links: list[CasePaper]) -> PaperLine:
    is_original = all(link.trust in _AS_GOOD_AS_ORIGINAL for link in links)
    return PaperLine(
        name=name,
        form=_ORIGINAL if is_original else _COPY,
        copies=1,
        pages=_pages(links),
    )


def _pages(links: list[CasePaper]) -> int | None:
    counts = [link.paper.page_count for link in links]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None
