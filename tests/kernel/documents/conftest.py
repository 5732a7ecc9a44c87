"""The specimen as a registered paper of law, for the length of one test."""

from collections.abc import Iterator

import pytest

from leyiban.kernel.documents import registry
from leyiban.kernel.documents.registry import PaperOfLaw, paper_of_law
from tests.kernel.documents.specimens import SEALED_BY, Specimen

TEMPLATE = "kernel/documents/typst/specimen.typ"


@pytest.fixture
def specimen(monkeypatch: pytest.MonkeyPatch) -> Iterator[PaperOfLaw]:
    monkeypatch.setattr(registry, "_BY_NAME", {})
    monkeypatch.setattr(registry, "_BY_SCHEMA", {})
    paper_of_law(
        "specimen",
        title="行政许可申请受理通知书",
        series="受",
        template=TEMPLATE,
        seal="acceptance",
        warrants=(SEALED_BY,),
    )(Specimen)
    yield registry.paper_by_name("specimen")
