"""The code tables: every enumeration of this API with the names of its codes in both languages (FX.6)."""

import csv
import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Final

from django.db.models import TextChoices
from pydantic import Field

from leyiban.api.frame.call import Call
from leyiban.api.frame.door import Door
from leyiban.api.frame.said import said_in
from leyiban.api.frame.shapes import Day, Shape
from leyiban.cases.figures.columns import Figure, Measure
from leyiban.cases.models import NoteLevel
from leyiban.cases.states import (
    AcceptanceMode,
    BarGround,
    BarState,
    CaseState,
    ClosedDoors,
    ClosingGround,
    Decision,
    DropGround,
    GreenGround,
    GreenState,
    HeardAs,
    HearingGround,
    HearingState,
    RangeFrom,
    ReceiptState,
    RefusalGround,
    Signing,
    TaskState,
)
from leyiban.catalogue import vocabulary
from leyiban.catalogue.models import OutletKind
from leyiban.catalogue.rulefile.precheck import Verdict
from leyiban.catalogue.vocabulary import CodeTable
from leyiban.credentials.states import NATIONAL_CODES, Change, LicenceStatus
from leyiban.kernel.lots.models import DrawState
from leyiban.kernel.papers.models import Trust
from leyiban.kernel.rights import ANYONE
from leyiban.people.models import IdKind, MandateState, Power
from leyiban.people.models.mandate import Basis, Capacity
from leyiban.people.models.region import Level
from leyiban.people.models.sign_in import Scope
from leyiban.publicity.states import Cause, ObjectionState, PublicationState
from leyiban.supervision.states import CardEnd, CardKind, CardState, SlipKind, SlipState

door = Door("codes")

_CHOICES: Final[dict[str, type[TextChoices]]] = {
    "case_state": CaseState,
    "decision": Decision,
    "acceptance_mode": AcceptanceMode,
    "refusal_ground": RefusalGround,
    "closing_ground": ClosingGround,
    "bar_state": BarState,
    "review_task_state": TaskState,
    "bar_ground": BarGround,
    "note_level": NoteLevel,
    "green_state": GreenState,
    "green_ground": GreenGround,
    "hearing_state": HearingState,
    "hearing_ground": HearingGround,
    "hearing_standing": HeardAs,
    "hearing_signing": Signing,
    "hearing_closed_doors": ClosedDoors,
    "hearing_drop_ground": DropGround,
    "receipt_claim_state": ReceiptState,
    "range_source": RangeFrom,
    "precheck_verdict": Verdict,
    "licence_status": LicenceStatus,
    "licence_change": Change,
    "draw_state": DrawState,
    "publication_state": PublicationState,
    "publicity_cause": Cause,
    "objection_state": ObjectionState,
    "card_kind": CardKind,
    "card_state": CardState,
    "card_end": CardEnd,
    "slip_kind": SlipKind,
    "slip_state": SlipState,
    "statistic_figure": Figure,
    "statistic_measure": Measure,
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
NOT_SEEN: Final[frozenset[Enum]] = frozenset(
    {
        CaseState.FILING,
        ReceiptState.SAYING,
        BarState.IMPOSING,
        GreenState.ASKING,
        HearingState.TELLING,
        TaskState.PLANNING,
        PublicationState.OPENING,
        ObjectionState.FILING,
        CardState.OPENING,
        SlipState.ISSUING,
    }
)


class CodeShape(Shape):
    """`exchange` is the code that national and provincial interfaces use for it, where they have one. `since`: from when on
    the code is kept on this list; `until`: its last day, of a code that is no longer given and will never be used again."""

    code: str
    zh: str
    en: str
    exchange: str | None
    since: Day
    until: Day | None


class TableShape(Shape):
    name: str
    codes: list[CodeShape]


class Codes(Shape):
    """`version` changes whenever one of the codes, names or dates does."""

    version: str
    tables: list[TableShape] = Field(description="In the order of their names.")


@door.reads("/codes", right=ANYONE, answers=Codes, tagged=True)
def list_codes(call: Call) -> Codes:
    """Every code of this API with its names, and those it once had. A code never changes its meaning and is never used
    again."""
    found = code_tables()
    call.tag(1, found.version)
    return found


@cache
def code_tables() -> Codes:
    tables = [
        *(_table(name, _of_choices(table)) for name, table in _CHOICES.items()),
        *(_table(name, _of_table(table)) for name, table in _TABLES.items()),
    ]
    in_order = sorted(tables, key=lambda table: table.name)
    text = "".join(table.model_dump_json() for table in in_order)
    return Codes(version=hashlib.sha256(text.encode()).hexdigest()[:16], tables=in_order)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRecord:
    """``zh`` and ``en`` are the names that a code had when it ended; those of a code in use stand beside it in the code."""

    since: dt.date
    until: dt.date | None
    zh: str
    en: str

    @classmethod
    def of(cls, row: Mapping[str, str]) -> "CodeRecord":
        until = dt.date.fromisoformat(row["until"]) if row["until"] else None
        return cls(since=dt.date.fromisoformat(row["since"]), until=until, zh=row["zh"], en=row["en"])


@cache
def code_register() -> Mapping[tuple[str, str], CodeRecord]:
    """Every code that was ever given, by table and code (``code_register.csv``): lines are added and ended, never removed."""
    with Path(__file__).with_name("code_register.csv").open(encoding="utf-8", newline="") as file:
        return {(row["table"], row["code"]): CodeRecord.of(row) for row in csv.DictReader(file)}


Live = tuple[str, str, str, str | None]
"""Code, Chinese name, English name, exchange code."""


def _table(name: str, live: Iterable[Live]) -> TableShape:
    register = code_register()
    given = [
        CodeShape(code=code, zh=zh, en=en, exchange=exchange, since=register[name, code].since, until=None)
        for code, zh, en, exchange in live
    ]
    ended = [
        CodeShape(code=code, zh=one.zh, en=one.en, exchange=None, since=one.since, until=one.until)
        for (table, code), one in register.items()
        if table == name and one.until is not None
    ]
    return TableShape(name=name, codes=[*given, *ended])


def _of_choices(table: Iterable[TextChoices]) -> Iterator[Live]:
    for member in table:
        if member not in NOT_SEEN:
            exchange = NATIONAL_CODES.get(member) if isinstance(member, LicenceStatus) else None
            yield member.value, said_in(member.label, "zh-hans"), said_in(member.label, "en"), exchange


def _of_table(table: Iterable[CodeTable]) -> Iterator[Live]:
    for member in table:
        yield member.value, member.zh, member.en, member.code if member.code != member.value else None
