"""The columns that credit portals exchange of a grant (R18), and a row of them as a value. Pure.

Codes (``XK_XDR_MC`` …) and the words of the closed columns are those that several public code bases of credit
portals agree on; the standard's own text was not seen.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import FieldProblem, Text
from leyiban.kernel.identifiers import Invalid, check_uscc
from leyiban.kernel.ledger.canonical import canonical_json

LONG_TERM: Final = dt.date(2099, 12, 31)
"""How the exchange writes a licence without an end (R18)."""

LONGEST: Final = 400  # characters of one cell


class PartyKind(StrEnum):
    """行政相对人类别, in the exchange's own words."""

    BODY = "法人及非法人组织"
    INDIVIDUAL_BUSINESS = "个体工商户"
    PERSON = "自然人"


class Standing(StrEnum):
    """当前状态, in the exchange's own codes."""

    IN_FORCE = "1"
    NO_LONGER = "2"


@dataclass(frozen=True, slots=True)
class Column:
    """``key`` is ours and never changes; ``code`` the exchange's; ``label`` what people read.

    ``by_hand``: whether the office may put it right; the rest follows from registers.
    """

    key: str
    code: str
    name: str
    label: Text
    by_hand: bool = True


COLUMNS: Final = (
    Column("party_name", "XK_XDR_MC", "行政相对人名称", _("行政相对人名称")),
    Column("party_kind", "XK_XDR_LB", "行政相对人类别", _("行政相对人类别"), by_hand=False),
    Column("party_code", "XK_XDR_SHXYM", "行政相对人代码(统一社会信用代码)", _("统一社会信用代码")),
    Column("party_head", "XK_FRDB", "法定代表人", _("法定代表人")),
    Column("document_name", "XK_XKWS", "行政许可决定文书名称", _("决定文书名称")),
    Column("document_number", "XK_WSH", "行政许可决定文书号", _("决定文书号")),
    Column("licence_class", "XK_XKLB", "许可类别", _("许可类别"), by_hand=False),
    Column("certificate_name", "XK_XKZS", "许可证书名称", _("许可证书名称")),
    Column("certificate_number", "XK_XKBH", "许可编号", _("许可编号")),
    Column("content", "XK_NR", "许可内容", _("许可内容")),
    Column("decided_on", "XK_JDRQ", "许可决定日期", _("许可决定日期")),
    Column("valid_from", "XK_YXQZ", "有效期自", _("有效期自")),
    Column("valid_until", "XK_YXQZI", "有效期至", _("有效期至")),
    Column("agency", "XK_XKJG", "许可机关", _("许可机关"), by_hand=False),
    Column("agency_code", "XK_XKJGDM", "许可机关统一社会信用代码", _("许可机关代码"), by_hand=False),
    Column("standing", "XK_ZT", "当前状态", _("当前状态"), by_hand=False),
    Column("source", "XK_LYDW", "数据来源单位", _("数据来源单位"), by_hand=False),
    Column("source_code", "XK_LYDWDM", "数据来源单位统一社会信用代码", _("数据来源单位代码"), by_hand=False),
)
BY_KEY: Final = {column.key: column for column in COLUMNS}
CORRECTABLE: Final = frozenset(column.key for column in COLUMNS if column.by_hand)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRow:
    """One grant as it is published. Empty texts and absent days are cells that do not apply.

    A natural person's name comes masked and his number never comes at all (R18).
    """

    party_name: str
    party_kind: PartyKind
    party_code: str
    party_head: str
    document_name: str
    document_number: str
    licence_class: str
    certificate_name: str
    certificate_number: str
    content: str
    decided_on: dt.date
    valid_from: dt.date | None
    valid_until: dt.date | None
    agency: str
    agency_code: str
    standing: Standing
    source: str
    source_code: str

    @property
    def digest(self) -> str:
        """``sha256:…`` over the canonical form: what the ledger binds."""
        form = {name: _iso(value) for name, value in asdict(self).items()}
        return "sha256:" + hashlib.sha256(canonical_json(form)).hexdigest()

    def cells(self) -> dict[str, str]:
        """Per column as the exchange writes it: days ``2020/03/09``."""
        return {column.key: _exchanged(getattr(self, column.key)) for column in COLUMNS}


FIELDS: Final = tuple(field.name for field in fields(GrantRow))
_DAYS: Final = frozenset({"decided_on", "valid_from", "valid_until"})
_NEEDED: Final = frozenset({"party_name", "document_name", "document_number", "content", "decided_on"})


def corrected(row: GrantRow, told: Mapping[str, str]) -> tuple[GrantRow, tuple[FieldProblem, ...]]:
    """``row`` with the cells of ``told`` put right, and what is wrong with those; days as ``yyyy-mm-dd``.

    A natural person's code stays empty: no correction may publish a person's number.
    """
    values: dict[str, Any] = {}
    problems: list[FieldProblem] = []
    for key, text in told.items():
        value, problem = _read(row, key, text.strip())
        if problem is not None:
            problems.append(FieldProblem(key, "wrong", problem))
        else:
            values[key] = value
    after = replace(row, **values)
    if not problems and after.valid_from and after.valid_until and after.valid_until < after.valid_from:
        problems.append(FieldProblem("valid_until", "backwards", _("有效期至不能早于有效期自。")))
    return after, tuple(problems)


def _read(row: GrantRow, key: str, text: str) -> tuple[object, Text | None]:
    if key not in CORRECTABLE:
        return None, _("这一栏跟着登记走,不能手改。")
    if not text and key in _NEEDED:
        return None, _("这一栏不能空着。")
    if len(text) > LONGEST:
        return None, _("太长了,最多400个字。")
    if key in _DAYS:
        return _day(text)
    if key in ("party_code", "party_name", "party_head") and row.party_kind is PartyKind.PERSON:
        return None, _("自然人的姓名和号码按规定遮盖,不能手改。")
    return (text, None) if key != "party_code" else _code(text)


def _day(text: str) -> tuple[object, Text | None]:
    if not text:
        return None, None
    try:
        return dt.date.fromisoformat(text), None
    except ValueError:
        return None, _("日期请写成2026-03-09这样。")


def _code(text: str) -> tuple[object, Text | None]:
    if not text or not isinstance(check_uscc(text), Invalid):
        return text, None
    return None, _("统一社会信用代码不对,请核对。")


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else "" if value is None else str(value)


def _exchanged(value: object) -> str:
    return f"{value:%Y/%m/%d}" if isinstance(value, dt.date) else "" if value is None else str(value)
