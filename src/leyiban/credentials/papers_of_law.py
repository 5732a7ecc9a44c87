"""The licence as a paper: PDF/A, sealed by the issuing office."""

from dataclasses import dataclass
from typing import Final

from leyiban.kernel.documents.registry import paper_of_law

TEMPLATE = "licence"

NOTES: Final = (
    "扫码查验是否有效，以查验结果为准。",
    # Read: 国务院关于在线政务服务的若干规定, art. 10.
    "电子证照与纸质证照具有同等法律效力（国务院关于在线政务服务的若干规定第十条）。",
)
"""What stands beside the code of every licence: how to check it, and the law that gives it effect."""


@dataclass(frozen=True, slots=True)
class SurfaceLine:
    label: str
    value: str


@paper_of_law(
    TEMPLATE,
    title="电子证照",
    series="证",
    template="credentials/papers/licence.typ",
    seal="licensing",
    warrants=("case.decided/1", "case.deemed_renewed/1"),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class LicencePaper:
    """``name`` is the printed title (食品经营许可证); ``lines`` are what its face says, each once.

    Office and date stand under the seal, with the labels that this kind of licence gives them (发证机关,
    登记日期); a label may be empty.
    """

    name: str
    lines: tuple[SurfaceLine, ...]
    office_label: str
    date_label: str
    identifier: str
    notes: tuple[str, ...] = NOTES
