"""The pre-check of an item: a few questions, and what its rule file says to the answers (F1.2)."""

from typing import Annotated, Any

from ninja import Query
from pydantic import Field

from leyiban.api.catalogue import city_of, region_of
from leyiban.api.frame.call import Call
from leyiban.api.frame.door import Door
from leyiban.api.frame.shapes import Asked, Fen, ItemCode, RegionCode, Shape, Text
from leyiban.api.guides import BodyShape, ChoiceShape, LimitShape
from leyiban.catalogue.queries import Prechecked, item_version, precheck_of
from leyiban.catalogue.rulefile.burden import is_held
from leyiban.catalogue.rulefile.precheck import Change, Judged, PrecheckQuestion, Reading, Verdict
from leyiban.catalogue.rulefile.precheck.judging import may_be_late
from leyiban.catalogue.words import Bilingual, Lang
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE

door = Door("precheck")


PickedOptions = Annotated[
    list[Annotated[str, Field(max_length=160)]],
    Field(max_length=60, examples=[["business_kind:catering", "vending:no_machine"]]),
]


class PrecheckAsked(Asked):
    """`answer` is `question:option`, once for each option picked; what fits no question is left out."""

    answer: PickedOptions = []  # noqa: RUF012 - the field's default, which pydantic copies
    region: RegionCode | None = None
    version: Annotated[int, Field(ge=1, lt=2**31)] | None = None


class PrecheckQuestionShape(Shape):
    """`many`: several options may be picked. `exact`: the option is itself an answer to the form; otherwise it stands for
    all answers between two bounds of the rule file."""

    key: str
    label: Text
    hint: Text | None
    many: bool
    exact: bool
    required: bool
    options: list[ChoiceShape]
    picked: list[str]


class JudgedShape(Shape):
    """`because`: the questions whose answers decide it. `instead`: code of the item for whom it does not hold."""

    number: int
    text: Text
    clause: str
    verdict: Verdict
    otherwise: Text | None
    instead: str | None
    because: list[str]


class PrecheckPaperShape(Shape):
    """`sure` is false where it depends on an answer that is missing."""

    key: str
    name: Text
    sure: bool
    may_be_held: bool
    may_be_late: bool
    by_law: str
    because: list[str]


class PrecheckTaskShape(Shape):
    key: str
    name: Text
    sure: bool
    working_days: int | None
    because: list[str]


class PrecheckFeeShape(Shape):
    name: Text
    fen: Fen
    unit: Text
    sure: bool
    basis: str
    because: list[str]


class ChangeShape(Shape):
    """Had `question` been answered with `option` (`taken_away`: had that option not been picked)."""

    question: str
    option: str
    taken_away: bool
    conditions_met: list[int]
    conditions_failing: list[int]
    papers_more: list[str]
    papers_fewer: list[str]
    tasks_more: list[str]
    tasks_fewer: list[str]
    fees_more: list[Text]
    fees_fewer: list[Text]
    asks: list[str]


class PrecheckShape(Shape):
    """What the rule file says to these answers. Advice: refusing is the office's own act.

    `likely`: no condition is known to fail. `left`: questions that are still open. `answers` fit
    `PATCH /drafts/{key}/answers`.
    """

    code: str
    version: int
    outdated: bool = Field(description="`version` was asked for and is no longer the one in force.")
    likely: bool
    left: list[str]
    questions: list[PrecheckQuestionShape]
    conditions: list[JudgedShape]
    papers: list[PrecheckPaperShape]
    tasks: list[PrecheckTaskShape]
    fees: list[PrecheckFeeShape]
    cost_fen: Fen | None = Field(description="Null while it depends on an answer that is missing.")
    promised: LimitShape
    statutory: LimitShape
    working_days: int | None = Field(
        description="Along the tasks of the review; null while an answer is missing."
    )
    trips: int
    body: BodyShape | None
    changes: list[ChangeShape]
    answers: dict[str, Any]


@door.reads("/items/{code}/precheck", right=ANYONE, answers=PrecheckShape, tagged=True)
def precheck_item(call: Call, code: ItemCode, asked: Query[PrecheckAsked]) -> PrecheckShape:
    """Questions, and what follows from the answers: conditions with their clauses, papers, fees, time, place, and what
    would change it. Nobody is named in the answers, and nothing of them is kept."""
    today = city_date(call.now)
    version = item_version(code=code, city=city_of(call), on=today)
    region = city_of(call).region if asked.region is None else region_of(asked.region)
    call.tag(version.number, today.isoformat(), version.digest[-12:])
    found = precheck_of(version, picked_in(asked.answer), region=region.code, on=today, under=asked.version)
    return _shape(found, call.lang, asked=asked)


def picked_in(answers: list[str]) -> dict[str, list[str]]:
    """What was picked by each question, from `question:option`."""
    picked: dict[str, list[str]] = {}
    for answer in answers:
        key, _, option = answer.partition(":")
        picked.setdefault(key, []).append(option)
    return picked


def _shape(found: Prechecked, lang: Lang, *, asked: PrecheckAsked) -> PrecheckShape:
    given, outcome, rules = found.given, found.outcome, found.rules

    def said(words: Bilingual) -> Text:
        return Text.model_validate(words.said(lang))

    return PrecheckShape(
        code=rules.code,
        version=found.version.number,
        outdated=found.outdated,
        likely=outcome.likely,
        left=[question.key for question in given.left],
        questions=[question_shape(question, given, lang) for question in given.asked],
        conditions=[_judged(judged, lang) for judged in outcome.conditions],
        papers=[
            PrecheckPaperShape(
                key=due.what.key,
                name=said(due.what.name),
                sure=due.sure,
                may_be_held=is_held(due.what),
                may_be_late=may_be_late(due.what),
                by_law=due.what.by_law,
                because=list(due.because),
            )
            for due in outcome.papers
        ],
        tasks=[
            PrecheckTaskShape(
                key=due.what.key,
                name=said(due.what.name),
                sure=due.sure,
                working_days=due.what.within_working_days,
                because=list(due.because),
            )
            for due in outcome.tasks
        ],
        fees=[
            PrecheckFeeShape(
                name=said(due.what.name),
                fen=due.what.fen,
                unit=said(due.what.unit),
                sure=due.sure,
                basis=due.what.basis,
                because=list(due.because),
            )
            for due in outcome.fees
        ],
        cost_fen=outcome.cost_fen if rules.fees.charged else 0,
        promised=LimitShape.model_validate(found.limits.promised),
        statutory=LimitShape.model_validate(found.limits.statutory),
        working_days=outcome.working_days,
        trips=rules.trips.count,
        body=BodyShape.model_validate(found.body) if found.body and asked.region else None,
        changes=[_change(change, lang) for change in found.changes],
        answers=dict(given.exact),
    )


def question_shape(question: PrecheckQuestion, given: Reading, lang: Lang) -> PrecheckQuestionShape:
    """A question with the options that were picked."""
    return PrecheckQuestionShape(
        key=question.key,
        label=Text.model_validate(question.label.said(lang)),
        hint=Text.model_validate(question.hint.said(lang)) if question.hint else None,
        many=question.many,
        exact=question.exact,
        required=question.required,
        options=[
            ChoiceShape(value=option.value, label=Text.model_validate(option.label.said(lang)))
            for option in question.options
        ],
        picked=list(given.picked.get(question.key, ())),
    )


def _judged(judged: Judged, lang: Lang) -> JudgedShape:
    condition = judged.condition
    fails = judged.verdict is Verdict.NOT_MET
    return JudgedShape(
        number=judged.number,
        text=Text.model_validate(condition.text.said(lang)),
        clause=condition.clause,
        verdict=judged.verdict,
        otherwise=Text.model_validate(condition.otherwise.said(lang))
        if fails and condition.otherwise
        else None,
        instead=condition.instead if fails else None,
        because=list(judged.because),
    )


def _change(change: Change, lang: Lang) -> ChangeShape:
    return ChangeShape(
        question=change.question.key,
        option=change.option.value,
        taken_away=change.taken_away,
        conditions_met=[judged.number for judged in change.now_met],
        conditions_failing=[judged.number for judged in change.now_failing],
        papers_more=[paper.key for paper in change.papers_more],
        papers_fewer=[paper.key for paper in change.papers_fewer],
        tasks_more=[task.key for task in change.tasks_more],
        tasks_fewer=[task.key for task in change.tasks_fewer],
        fees_more=[Text.model_validate(fee.name.said(lang)) for fee in change.fees_more],
        fees_fewer=[Text.model_validate(fee.name.said(lang)) for fee in change.fees_fewer],
        asks=[question.key for question in change.asks],
    )
