"""The province's formats of records (办件汇聚), versioned: which fields each kind of record has, and what they mean.

``base`` is written once a case is filed, ``step`` for each lawful step, ``result`` when it ends. Codes are those of
``identity-and-codes``: credit codes of offices, division codes of regions, codes of the catalogue for items.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class RecordKind(StrEnum):
    BASE = "base"  # 办件基本信息
    STEP = "step"  # 办件过程信息
    RESULT = "result"  # 办件结果信息


@dataclass(frozen=True, slots=True)
class FieldOf:
    """A field by its name in the format, with the province's label for it."""

    name: str
    label: str
    required: bool = True


PRESENT: Final = "leyiban-huiju/1"

FORMATS: Final[Mapping[str, Mapping[RecordKind, tuple[FieldOf, ...]]]] = {
    "leyiban-huiju/1": {
        RecordKind.BASE: (
            FieldOf("case", "申办流水号"),
            FieldOf("item", "事项实施编码"),
            FieldOf("item_name", "事项名称"),
            FieldOf("agency", "受理部门统一社会信用代码"),
            FieldOf("agency_name", "受理部门名称"),
            FieldOf("region", "行政区划代码"),
            FieldOf("applicant_kind", "申请人类型"),
            FieldOf("received_at", "收件时间"),
            FieldOf("channel", "申报来源"),
        ),
        RecordKind.STEP: (
            FieldOf("case", "申办流水号"),
            FieldOf("step", "环节"),
            FieldOf("agency", "办理部门统一社会信用代码"),
            FieldOf("happened_at", "办理时间"),
        ),
        RecordKind.RESULT: (
            FieldOf("case", "申办流水号"),
            FieldOf("result", "办结结果"),
            FieldOf("agency", "办结部门统一社会信用代码"),
            FieldOf("ended_at", "办结时间"),
            FieldOf("licence", "证照编号", required=False),
        ),
    }
}


def missing(kind: RecordKind, fields: Mapping[str, str], *, version: str = PRESENT) -> list[str]:
    """Required fields of the format that are not there, and fields there that it does not know."""
    table = FORMATS[version][kind]
    known = {field.name for field in table}
    lacking = [field.name for field in table if field.required and not fields.get(field.name)]
    return lacking + sorted(fields.keys() - known)


def label_of(name: str, *, version: str = PRESENT) -> str:
    """The province's label of a field; its name where the format has none."""
    labels = {field.name: field.label for table in FORMATS[version].values() for field in table}
    return labels.get(name, name)
