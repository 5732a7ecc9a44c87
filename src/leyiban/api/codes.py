"""The code tables: every enumeration of this API with the names of its codes in both languages (FX.6)."""

from collections.abc import Iterable
from enum import Enum
from functools import cache
from typing import Final

from django.db.models import TextChoices
from django.utils import translation
from pydantic import Field

from leyiban.api.frame.call import Call
from leyiban.api.frame.door import Door
from leyiban.api.frame.shapes import Shape
from leyiban.cases.states import AcceptanceMode, CaseState, ClosingGround, Decision, RefusalGround
from leyiban.catalogue import vocabulary
from leyiban.catalogue.models import OutletKind
from leyiban.catalogue.vocabulary import CodeTable
from leyiban.credentials.states import NATIONAL_CODES, Change, LicenceStatus
from leyiban.kernel.lots.models import DrawState
from leyiban.kernel.papers.models import Trust
from leyiban.kernel.rights import ANYONE
from leyiban.kernel.wording import speak
from leyiban.people.models import IdKind, MandateState, Power
from leyiban.people.models.mandate import Basis, Capacity
from leyiban.people.models.region import Level
from leyiban.people.models.sign_in import Scope
from leyiban.publicity.states import Cause, ObjectionState, PublicationState

door = Door("codes")

_CHOICES: Final[dict[str, type[TextChoices]]] = {
    "case_state": CaseState,
    "decision": Decision,
    "acceptance_mode": AcceptanceMode,
    "refusal_ground": RefusalGround,
    "closing_ground": ClosingGround,
    "licence_status": LicenceStatus,
    "licence_change": Change,
    "draw_state": DrawState,
    "publication_state": PublicationState,
    "publicity_cause": Cause,
    "objection_state": ObjectionState,
    "outlet_kind": OutletKind,
    "region_level": Level,
    "id_kind": IdKind,
    "mandate_state": MandateState,
    "mandate_capacity": Capacity,
    "mandate_basis": Basis,
    "mandate_power": Power,
    "paper_trust": Trust,
    "token_scope": Scope,
}
_TABLES: Final[dict[str, type[CodeTable]]] = {
    "item_type": vocabulary.ItemType,
    "licence_class": vocabulary.LicenceClass,
    "project_type": vocabulary.ProjectType,
    "use_level": vocabulary.UseLevel,
    "handle_type": vocabulary.HandleType,
    "handle_area": vocabulary.HandleArea,
    "online_depth": vocabulary.OnlineDepth,
    "time_unit": vocabulary.TimeUnit,
    "result_kind": vocabulary.ResultKind,
    "necessity": vocabulary.Necessity,
    "material_copy": vocabulary.MaterialCopy,
    "material_format": vocabulary.MaterialFormat,
    "material_source": vocabulary.MaterialSource,
    "special_procedure": vocabulary.SpecialProcedureKind,
    "delivery_way": vocabulary.DeliveryWay,
    "delivery_date": vocabulary.DeliveryDate,
}
_NOT_SEEN: Final[frozenset[Enum]] = frozenset(
    {CaseState.FILING, PublicationState.OPENING, ObjectionState.FILING}
)


class CodeShape(Shape):
    """`exchange` is the code that national and provincial interfaces use for it, where they have one."""

    code: str
    zh: str
    en: str
    exchange: str | None


class TableShape(Shape):
    name: str
    codes: list[CodeShape]


class Codes(Shape):
    tables: list[TableShape] = Field(description="In the order of their names.")


@door.reads("/codes", right=ANYONE, answers=Codes)
def list_codes(call: Call) -> Codes:
    """Every code of this API with its names. A code never changes its meaning and is never used again."""
    return code_tables()


@cache
def code_tables() -> Codes:
    tables = [
        *(TableShape(name=name, codes=_of_choices(table)) for name, table in _CHOICES.items()),
        *(TableShape(name=name, codes=_of_table(table)) for name, table in _TABLES.items()),
    ]
    return Codes(tables=sorted(tables, key=lambda table: table.name))


def _of_choices(table: Iterable[TextChoices]) -> list[CodeShape]:
    return [
        CodeShape(
            code=member.value,
            zh=_said(member, "zh-hans"),
            en=_said(member, "en"),
            exchange=NATIONAL_CODES.get(member) if isinstance(member, LicenceStatus) else None,
        )
        for member in table
        if member not in _NOT_SEEN
    ]


def _of_table(table: Iterable[CodeTable]) -> list[CodeShape]:
    return [
        CodeShape(
            code=member.value,
            zh=member.zh,
            en=member.en,
            exchange=member.code if member.code != member.value else None,
        )
        for member in table
    ]


def _said(member: TextChoices, language: str) -> str:
    with translation.override(language):
        return speak(member.label)
