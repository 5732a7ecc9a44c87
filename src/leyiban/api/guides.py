"""A guide and a checklist as programs read them: what the rule file says, without the clerk's own marks."""

from pydantic import Field

from leyiban.api.frame.shapes import Day, Fen, Shape, Text
from leyiban.catalogue.vocabulary import (
    DeliveryDate,
    DeliveryWay,
    HandleArea,
    HandleType,
    ItemType,
    MaterialCopy,
    MaterialFormat,
    MaterialSource,
    Necessity,
    OnlineDepth,
    ResultKind,
    SpecialProcedureKind,
    TimeUnit,
    UseLevel,
)


class LimitShape(Shape):
    """A limit of time and what it rests on. `rule` is the lawbook's key where it is one of its rules."""

    amount: int
    unit: TimeUnit
    basis: str
    rule: str | None


class FactsShape(Shape):
    """The five facts. `cost_fen` is 0 when free and null when it depends on what is asked for."""

    papers_least: int
    papers_most: int
    papers_held: int = Field(description="Of these, what the city may already hold.")
    promised: LimitShape
    statutory: LimitShape
    cost_fen: Fen | None
    trips: int
    trips_reason: Text | None


class ConditionShape(Shape):
    number: int
    text: Text
    clause: str


class MaterialShape(Shape):
    """`situations` says in words when a conditional material is needed."""

    key: str
    name: Text
    necessity: Necessity
    copies: int
    copy_kind: Text
    source: Text
    standard: Text
    how_to_fill: Text | None
    by_law: str
    situations: tuple[Text, ...]
    may_be_held: bool


class StepShape(Shape):
    step: str
    by: Text
    time: Text
    standard: Text
    outcome: Text


class LimitsShape(Shape):
    first_answer: LimitShape
    completeness_check: LimitShape
    supplement: LimitShape
    statutory: LimitShape
    promised: LimitShape
    delivery: LimitShape
    extension: LimitShape | None


class ProcedureShape(Shape):
    """A special procedure, during which the limits stand still."""

    kind: SpecialProcedureKind
    explain: Text
    longest: LimitShape
    basis: str


class FeeShape(Shape):
    """`reduction` says who need not pay all of it; null where nobody is named."""

    name: Text
    fen: Fen
    unit: Text
    standard: Text
    basis: str
    reduction: Text | None


class DeliveryShape(Shape):
    """`counts` says which day is the day of delivery."""

    way: DeliveryWay
    counts: DeliveryDate
    explain: Text | None


class AnsweredShape(Shape):
    ask: Text
    answer: Text


class LegalShape(Shape):
    law: str
    article: str
    document_no: str | None
    text: str


class BodyShape(Shape):
    """The office that handles the item in the region that was asked for."""

    agency: str
    region: str
    consult_phone: str
    complaint_phone: str


class CountShape(Shape):
    """How many there were and are; those of every situation are counted. `source` is where the old ones stand."""

    before: int
    now: int
    saved: int
    source: str


class ReductionShape(Shape):
    """What people are spared since `until`, the last day on which it was as before."""

    until: Day
    papers: CountShape
    steps: CountShape


class GuideShape(Shape):
    """Everything a person reads before applying. `body` is null until a region is asked for."""

    code: str
    version: int
    name: Text
    summary: Text
    item_type: ItemType
    instant: bool = Field(description="Decided on the spot (即办件).")
    use_level: UseLevel
    facts: FactsShape
    conditions: tuple[ConditionShape, ...]
    materials: tuple[MaterialShape, ...]
    steps: tuple[StepShape, ...]
    limits: LimitsShape
    special_procedures: tuple[ProcedureShape, ...]
    fees: tuple[FeeShape, ...]
    result_kind: ResultKind
    result_name: Text
    delivery: tuple[DeliveryShape, ...]
    handle_types: tuple[HandleType, ...]
    handle_area: HandleArea
    online_depth: OnlineDepth
    questions: tuple[AnsweredShape, ...]
    rights: tuple[Text, ...]
    duties: tuple[Text, ...]
    laws: tuple[LegalShape, ...]
    body: BodyShape | None
    reduction: ReductionShape | None = Field(description="Null where the city says nothing of before.")


class ChecklistLineShape(Shape):
    """One paper to look at. `may_be_late`: the case may be accepted without it (容缺)."""

    material: str
    name: Text
    copy_kind: MaterialCopy
    format: MaterialFormat
    copies: int
    source: MaterialSource
    standard: Text
    how_to_fill: Text | None
    by_law: str
    may_be_late: bool
    licence_type_code: str | None


class ChecklistShape(Shape):
    """`window_may_accept`: the window may accept on the office's behalf."""

    papers: tuple[ChecklistLineShape, ...]
    conditions: tuple[ConditionShape, ...]
    window_may_accept: bool


class ChoiceShape(Shape):
    value: str
    label: Text


class QuestionShape(Shape):
    """One question of a form. `min` and `max` are days for a date, whole numbers or fen otherwise."""

    key: str
    type: str
    label: Text
    hint: Text | None
    example: str | None
    required: bool
    known_from: str | None
    choices: tuple[ChoiceShape, ...]
    min: int | str | None
    max: int | str | None
    min_length: int | None
    max_length: int | None
    unit: Text | None
    region_level: str | None


class FormPageShape(Shape):
    key: str
    number: int
    title: Text
    intro: Text | None
    questions: tuple[QuestionShape, ...]
