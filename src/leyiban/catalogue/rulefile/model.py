"""The rule file of one handling item (业务办理项): everything the city says about it, once.

The guide, the form, the pre-check, the clerk's checklist, the limits and the API schema are generated from
this model and from nothing else. A case keeps the version it was filed under.
"""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from leyiban.catalogue.rulefile.before import Before
from leyiban.catalogue.rulefile.form import Form, FormField, Situation
from leyiban.catalogue.rulefile.logic import Logic
from leyiban.catalogue.rulefile.materials import Material
from leyiban.catalogue.rulefile.outcome import Delivery, Remedies, Result
from leyiban.catalogue.rulefile.parts import DivisionCode, Key, Legal, Part, Phone, Slug
from leyiban.catalogue.rulefile.plan import ReviewPlan
from leyiban.catalogue.rulefile.replacing import Alteration, Renewal
from leyiban.catalogue.rulefile.terms import (
    Extension,
    Fees,
    Limits,
    OthersTouched,
    SafetyMatter,
    SpecialProcedure,
)
from leyiban.catalogue.rulefile.topics import EnterpriseTopic, PersonTopic
from leyiban.catalogue.rulefile.variants import VariantMark
from leyiban.catalogue.vocabulary import (
    BodyNature,
    HandleArea,
    HandleType,
    ItemType,
    LicenceClass,
    Mark,
    OnlineAbility,
    OnlineDepth,
    PowerSource,
    ProjectType,
    ServedPerson,
    TaskState,
    UseLevel,
)
from leyiban.catalogue.words import Bilingual
from leyiban.people.rules.divisions import covers, significant

FORMAT = "leyiban-item/1"


class Implementing(Part):
    """One body that handles the item for one region and all below it (实施主体)."""

    agency: Slug
    region: DivisionCode
    task_code: str = Field(pattern=r"^[0-9A-Z]{31}$")
    local_task_code: str | None = Field(default=None, max_length=100)
    consult_phone: Phone
    complaint_phone: Phone
    outlets: tuple[Slug, ...] = Field(min_length=1)


class Condition(Part):
    """受理条件, numbered in the order of the file.

    ``holds`` (over answers) lets the pre-check say yes or no by itself; without it the applicant reads
    and judges. ``clause`` is the article the condition rests on. ``instead`` is the item for whom it does not hold.
    """

    text: Bilingual
    clause: str = Field(min_length=1, max_length=200)
    holds: Logic | None = None
    otherwise: Bilingual | None = None
    instead: Slug | None = None
    mark: Mark


class Intermediary(Part):
    """中介服务, only where law demands it (BER art. 43)."""

    name: Bilingual
    basis: str = Field(min_length=1, max_length=200)
    mark: Mark


class Trips(Part):
    """到办事现场次数 and, if not zero, why."""

    count: int = Field(ge=0, le=9)
    reason: Bilingual | None = None


class Entrance(Part):
    """网办入口 beside this portal: a department's own site or app."""

    name: Bilingual
    url: str = Field(pattern=r"^https://[^\s]+$", max_length=300)


class Online(Part):
    """``depth`` may be stated; it must then be what the abilities say."""

    abilities: tuple[OnlineAbility, ...] = ()
    depth: OnlineDepth | None = None
    entrances: tuple[Entrance, ...] = ()


class FlowStep(Part):
    """办理流程 as people read it."""

    step: Literal["accept", "review", "decide", "finish", "deliver"]
    by: Bilingual
    time: Bilingual
    standard: Bilingual
    outcome: Bilingual


class Question(Part):
    """常见问题."""

    ask: Bilingual
    answer: Bilingual


class Topics(Part):
    """主题分类 for persons and for enterprises."""

    person: tuple[PersonTopic, ...] = ()
    enterprise: tuple[EnterpriseTopic, ...] = ()


class Competence(Part):
    """Which answer says in whose area the matter lies: a region question of the form."""

    region_field: Key
    explain: Bilingual


class DepthNotice(Part):
    """Why less can be done online than in the version before (F3.1); it is published with the version, ahead of it."""

    why: Bilingual
    basis: str = Field(min_length=1, max_length=200)
    mark: Mark


class RuleFile(Part):
    """One version of one handling item. ``code`` never changes; the platform numbers the versions."""

    format: Literal["leyiban-item/1"]
    code: Slug
    name: Bilingual
    short_name: Bilingual
    summary: Bilingual
    keywords: tuple[Annotated[str, Field(min_length=1, max_length=20)], ...] = ()

    catalog_code: str = Field(pattern=r"^[0-9]{12}$")
    main_item: Bilingual
    handling_no: str = Field(pattern=r"^[0-9]{2}$")
    item_type: ItemType
    licence_class: LicenceClass = LicenceClass.ORDINARY  # read of administrative licences only
    project_type: ProjectType
    use_level: UseLevel
    power_source: PowerSource
    body_nature: BodyNature
    implementing: tuple[Implementing, ...] = Field(min_length=1)
    competence: Competence | None = None
    served: tuple[ServedPerson, ...] = Field(min_length=1)
    topics: Topics

    by_law: tuple[Legal, ...] = Field(min_length=1)
    conditions: tuple[Condition, ...] = Field(min_length=1, max_length=20)
    quantity_limit: Bilingual | None = None
    intermediary: Intermediary | None = None
    situations: tuple[Situation, ...] = Field(default=(), max_length=7)
    form: Form
    materials: tuple[Material, ...] = Field(max_length=30)

    limits: Limits
    special_procedures: tuple[SpecialProcedure, ...] = ()
    extension: Extension | None = None
    guards_safety: SafetyMatter | None = None
    renews: Renewal | None = None
    changes: Alteration | None = None
    touches_others: OthersTouched | None = None
    fees: Fees
    plan: ReviewPlan
    result: Result
    delivery: tuple[Delivery, ...] = Field(min_length=1)
    remedies: Remedies

    handle_types: tuple[HandleType, ...] = Field(min_length=1)
    handle_area: HandleArea
    trips: Trips
    online: Online
    flow: tuple[FlowStep, ...] = Field(min_length=1, max_length=12)
    faq: tuple[Question, ...] = ()
    rights: tuple[Bilingual, ...] = ()
    duties: tuple[Bilingual, ...] = ()

    plan_effective_date: dt.date
    plan_cancel_date: dt.date | None = None
    state: TaskState = TaskState.IN_USE
    depth_notice: DepthNotice | None = None
    before: Before | None = None
    variant: VariantMark | None = None

    @property
    def instant(self) -> bool:
        """即办件: taken in, decided and handed over in one sitting, with one combined paper."""
        return self.project_type is ProjectType.INSTANT

    @property
    def replaces(self) -> str:
        """The type of the licence that a grant takes the place of: the type it issues itself; empty for an item that
        neither renews nor changes one."""
        replacing = self.renews is not None or self.changes is not None
        licence = self.result.licence
        return licence.type_code if replacing and licence is not None else ""

    def implementing_in(self, region: str) -> Implementing | None:
        """The body competent for ``region`` (a division code of any length), the nearest one first."""
        fitting = [body for body in self.implementing if covers(body.region, region)]
        return max(fitting, key=lambda body: len(significant(body.region)), default=None)

    def task_handle_item(self, body: Implementing) -> str:
        """业务办理项编码: the implementation code of ``body`` and the two digits of this handling item."""
        return body.task_code + self.handling_no

    def questions(self) -> tuple[FormField, ...]:
        """Every question in reading order: the situations, then the form."""
        return (*(situation.as_field() for situation in self.situations), *self.form.fields())

    def question(self, key: str) -> FormField | None:
        return next((field for field in self.questions() if field.key == key), None)

    def material(self, key: str) -> Material | None:
        return next((material for material in self.materials if material.key == key), None)
