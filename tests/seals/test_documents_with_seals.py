"""From a request to a sealed paper, all parts real."""

import datetime as dt

import pytest

from leyiban.kernel.documents import making, operations, queries, registry, sealing
from leyiban.kernel.documents.models import State
from leyiban.kernel.documents.operations import MatterRef, Office
from leyiban.kernel.documents.registry import paper_of_law
from leyiban.kernel.documents.tasks import make_document
from leyiban.kernel.papers.models import Paper
from leyiban.kernel.papers.page_images import page_image
from leyiban.kernel.papers.queries import open_paper
from leyiban.seals import queries as seal_queries
from leyiban.seals.models import SealUse
from tests.kernel.documents.conftest import TEMPLATE
from tests.kernel.documents.specimens import Specimen
from tests.seals.conftest import AGENCY, AGENCY_NAME, City
from tests.seals.test_sealing import DECISION, decided

OFFICE = Office(key=AGENCY, name=AGENCY_NAME, short_name="某行审")


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_BY_NAME", {})
    monkeypatch.setattr(registry, "_BY_SCHEMA", {})
    paper_of_law(
        "specimen",
        title="行政许可申请受理通知书",
        series="受",
        template=TEMPLATE,
        seal="acceptance",
        warrants=(DECISION,),
    )(Specimen)


def requested(warrant_entry: int, now: dt.datetime) -> int:
    return operations.request(
        content=Specimen(),
        matter=MatterRef("case", "1"),
        occasion="1",
        office=OFFICE,
        dated=now.date(),
        warrant_entry=warrant_entry,
        now=now,
    ).pk


@pytest.mark.proves("F3.2", "F3.3")
def test_a_requested_paper_comes_out_sealed_known_and_viewable(city: City, now: dt.datetime) -> None:
    document = making.make(document_id=requested(decided(now), now), now=now)
    paper = queries.made_paper(document.key)
    with open_paper(paper.digest) as file:
        known = seal_queries.verify_sealed_file(file.read())
    assert known.good and known.use is not None and known.use.document == document.key
    assert page_image(paper, page=1, width=240).path.stat().st_size > 1000


def test_a_paper_without_a_decision_stays_unmade_and_says_so(city: City, now: dt.datetime) -> None:
    document_id = requested(decided(now) + 1000, now)
    make_document(document_id)
    (document,) = queries.documents_waiting_for_a_person()
    assert (document.state, document.error) == (State.FAILED, "no_warrant")
    assert not SealUse.objects.exists() and not Paper.objects.exists()


def test_the_port_is_filled_when_the_program_starts() -> None:
    from leyiban.seals.sealing import use_seal

    assert sealing.sealing() is use_seal
