"""The licence as a paper: PDF/A, sealed by the issuing office."""

from dataclasses import dataclass

from leyiban.kernel.documents.registry import paper_of_law

TEMPLATE = "licence"


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
    warrants=("case.decided/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class LicencePaper:
    """``name`` is the printed title (食品经营许可证); ``lines`` what its face says."""

    name: str
    number: str
    identifier: str
    lines: tuple[SurfaceLine, ...]
    issued_on: str
    valid: str
