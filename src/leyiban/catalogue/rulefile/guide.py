"""办事指南 in one language: what a person reads before he applies.

The values are typed; screens make the sentences of the box of five facts (``look.md`` 3) out of them.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from leyiban.catalogue.rulefile.burden import is_held
from leyiban.catalogue.rulefile.limits import CaseLimits, FoundLimit
from leyiban.catalogue.rulefile.materials import Material
from leyiban.catalogue.rulefile.model import Entrance, Implementing, RuleFile
from leyiban.catalogue.rulefile.online import depth_of
from leyiban.catalogue.rulefile.parts import Blank, Legal, Sample
from leyiban.catalogue.rulefile.reduction import Reduction, reduction
from leyiban.catalogue.vocabulary import (
    DeliveryDate,
    DeliveryWay,
    HandleArea,
    HandleType,
    ItemType,
    Necessity,
    OnlineDepth,
    ResultKind,
    SpecialProcedureKind,
    UseLevel,
)
from leyiban.catalogue.words import Bilingual, Lang, Said


@dataclass(frozen=True, slots=True)
class FiveFacts:
    """能不能办 · 带什么 · 最晚几号 · 多少钱 · 跑几趟.

    ``papers_least`` are always needed; ``papers_most`` counts those of every situation; ``papers_held`` of
    them the city may already hold. ``cost_fen`` is 0 when free and None when it depends.
    """

    papers_least: int
    papers_most: int
    papers_held: int
    promised: FoundLimit
    statutory: FoundLimit
    cost_fen: int | None
    trips: int
    trips_reason: Said | None


@dataclass(frozen=True, slots=True)
class GuideCondition:
    number: int
    text: Said
    clause: str


@dataclass(frozen=True, slots=True)
class GuideMaterial:
    """``situations`` says in words when a conditional paper is needed."""

    key: str
    name: Said
    necessity: Necessity
    copies: int
    copy_kind: Said
    source: Said
    standard: Said
    how_to_fill: Said | None
    by_law: str
    situations: tuple[Said, ...]
    may_be_held: bool
    blank: Literal["generated"] | Blank | None
    sample: Literal["generated"] | Sample | None


@dataclass(frozen=True, slots=True)
class GuideStep:
    step: str
    by: Said
    time: Said
    standard: Said
    outcome: Said


@dataclass(frozen=True, slots=True)
class GuideFee:
    """``fen`` per ``unit``. ``reduction`` says who need not pay all of it, if anybody."""

    name: Said
    fen: int
    unit: Said
    standard: Said
    basis: str
    reduction: Said | None = None


@dataclass(frozen=True, slots=True)
class GuideProcedure:
    """A special procedure that stops the clock, with its longest duration."""

    kind: SpecialProcedureKind
    explain: Said
    longest: FoundLimit
    basis: str


@dataclass(frozen=True, slots=True)
class GuideDelivery:
    way: DeliveryWay
    counts: DeliveryDate
    explain: Said | None


@dataclass(frozen=True, slots=True)
class GuideQuestion:
    ask: Said
    answer: Said


@dataclass(frozen=True, slots=True)
class Guide:
    """``body`` is the office competent in the reader's region, or None until he has chosen one."""

    code: str
    name: Said
    summary: Said
    item_type: ItemType
    instant: bool
    use_level: UseLevel
    facts: FiveFacts
    conditions: tuple[GuideCondition, ...]
    materials: tuple[GuideMaterial, ...]
    steps: tuple[GuideStep, ...]
    limits: CaseLimits
    special_procedures: tuple[GuideProcedure, ...]
    fees: tuple[GuideFee, ...]
    result_kind: ResultKind
    result_name: Said
    result_sample: Sample | None
    delivery: tuple[GuideDelivery, ...]
    handle_types: tuple[HandleType, ...]
    handle_area: HandleArea
    online_depth: OnlineDepth
    entrances: tuple[Entrance, ...]
    questions: tuple[GuideQuestion, ...]
    rights: tuple[Said, ...]
    duties: tuple[Said, ...]
    laws: tuple[Legal, ...]
    quantity_limit: Said | None
    intermediary: Said | None
    body: Implementing | None
    task_handle_item: str | None
    reduction: Reduction | None


def guide(rulefile: RuleFile, lang: Lang, *, limits: CaseLimits, region: str | None, on: dt.date) -> Guide:
    """The guide as it holds on ``on`` for a reader in ``region``."""
    body = rulefile.implementing_in(region) if region else None

    def said(words: Bilingual | None) -> Said | None:
        return words.said(lang) if words else None

    return Guide(
        code=rulefile.code,
        name=rulefile.name.said(lang),
        summary=rulefile.summary.said(lang),
        item_type=rulefile.item_type,
        instant=rulefile.instant,
        use_level=rulefile.use_level,
        facts=_five_facts(rulefile, lang, limits),
        conditions=tuple(
            GuideCondition(number, condition.text.said(lang), condition.clause)
            for number, condition in enumerate(rulefile.conditions, start=1)
        ),
        materials=tuple(_material(rulefile, material, lang) for material in rulefile.materials),
        steps=tuple(
            GuideStep(
                flow.step, *(text.said(lang) for text in (flow.by, flow.time, flow.standard, flow.outcome))
            )
            for flow in rulefile.flow
        ),
        limits=limits,
        special_procedures=_procedures(rulefile, lang),
        fees=tuple(
            GuideFee(
                name=fee.name.said(lang),
                fen=fee.fen,
                unit=fee.unit.said(lang),
                standard=fee.standard.said(lang),
                basis=fee.basis,
                reduction=fee.reduction.explain.said(lang) if fee.reduction else None,
            )
            for fee in rulefile.fees.items
        ),
        result_kind=rulefile.result.kind,
        result_name=rulefile.result.name.said(lang),
        result_sample=rulefile.result.sample,
        delivery=tuple(
            GuideDelivery(delivery.way, delivery.counts, said(delivery.explain))
            for delivery in rulefile.delivery
        ),
        handle_types=rulefile.handle_types,
        handle_area=rulefile.handle_area,
        online_depth=depth_of(rulefile.online.abilities),
        entrances=rulefile.online.entrances,
        questions=tuple(GuideQuestion(faq.ask.said(lang), faq.answer.said(lang)) for faq in rulefile.faq),
        rights=tuple(text.said(lang) for text in rulefile.rights),
        duties=tuple(text.said(lang) for text in rulefile.duties),
        laws=tuple(law for law in rulefile.by_law if law.in_force(on)),
        quantity_limit=said(rulefile.quantity_limit),
        intermediary=said(rulefile.intermediary.name if rulefile.intermediary else None),
        body=body,
        task_handle_item=rulefile.task_handle_item(body) if body else None,
        reduction=reduction(rulefile),
    )


def _five_facts(rulefile: RuleFile, lang: Lang, limits: CaseLimits) -> FiveFacts:
    materials = rulefile.materials
    fees = rulefile.fees
    return FiveFacts(
        papers_least=sum(material.necessity is Necessity.REQUIRED for material in materials),
        papers_most=len(materials),
        papers_held=sum(is_held(material) for material in materials),
        promised=limits.promised,
        statutory=limits.statutory,
        cost_fen=_cost(rulefile) if fees.charged else 0,
        trips=rulefile.trips.count,
        trips_reason=rulefile.trips.reason.said(lang) if rulefile.trips.reason else None,
    )


def _cost(rulefile: RuleFile) -> int | None:
    """The amount when there is exactly one fee; with several it depends on what is asked for."""
    items = rulefile.fees.items
    return items[0].fen if len(items) == 1 else None


def _material(rulefile: RuleFile, material: Material, lang: Lang) -> GuideMaterial:
    return GuideMaterial(
        key=material.key,
        name=material.name.said(lang),
        necessity=material.necessity,
        copies=material.copies,
        copy_kind=material.copy_kind.words.said(lang),
        source=(material.source_explain or material.source.words).said(lang),
        standard=material.accept_stand.said(lang),
        how_to_fill=material.fill_explain.said(lang) if material.fill_explain else None,
        by_law=material.by_law,
        situations=_situations_in_words(rulefile, material, lang),
        may_be_held=is_held(material),
        blank=material.blank,
        sample=material.sample,
    )


def _situations_in_words(rulefile: RuleFile, material: Material, lang: Lang) -> tuple[Said, ...]:
    labels = {
        (situation.key, option.value): option.label
        for situation in rulefile.situations
        for option in situation.options
    }
    return tuple(
        labels[answer.situation, option].said(lang)
        for answer in material.situations
        for option in answer.options
    )


def _procedures(rulefile: RuleFile, lang: Lang) -> tuple[GuideProcedure, ...]:
    return tuple(
        GuideProcedure(
            kind=procedure.kind,
            explain=procedure.explain.said(lang),
            longest=FoundLimit(
                amount=procedure.max_duration.amount,
                unit=procedure.max_duration.unit,
                basis=procedure.max_duration.basis,
                mark=procedure.max_duration.mark,
            ),
            basis=procedure.basis,
        )
        for procedure in rulefile.special_procedures
    )
