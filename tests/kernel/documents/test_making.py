"""Making documents: one paper however often it is tried, failures visible, tried again with patience."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader

from leyiban.kernel.actors import Actor
from leyiban.kernel.documents import errors, making, operations, queries, sealing, upkeep
from leyiban.kernel.documents.models import Document, State
from leyiban.kernel.documents.sealing import Sealed, SealOrder
from leyiban.kernel.documents.tasks import make_document
from leyiban.kernel.documents.typesetting import Attachment
from leyiban.kernel.errors import Kind, Refusal
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.papers.models import Paper
from leyiban.kernel.papers.queries import open_paper
from leyiban.kernel.upkeep import Level
from tests.kernel.documents.specimens import SEALED_BY
from tests.kernel.documents.test_requests import asked_for

pytestmark = pytest.mark.usefixtures("db", "specimen")


class SealAway(Refusal):
    code = "seal_away"
    kind = Kind.UNAVAILABLE
    message = "印章服务暂时没有回应。"


class SealSuspended(Refusal):
    code = "seal_suspended"
    kind = Kind.CONFLICT
    message = "印章已停用。"


class Stamp:
    """Fills the port: notes what it was asked, and refuses when told to."""

    def __init__(self) -> None:
        self.orders: list[SealOrder] = []
        self.trouble: Exception | None = None

    def __call__(self, order: SealOrder, *, actor: Actor, now: dt.datetime) -> Sealed:
        if self.trouble is not None:
            raise self.trouble
        self.orders.append(order)
        return Sealed(order.pdf + b"\n% sealed", "seal-1")


@pytest.fixture
def stamp(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Stamp:
    monkeypatch.setattr(settings, "PAPERS_DIR", tmp_path)
    filled = Stamp()
    monkeypatch.setattr(sealing, "import_string", lambda name: filled)
    return filled


def scheduled() -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.filter(task_name="documents.make").order_by("pk"))


@pytest.mark.proves("F3.3")
def test_a_made_document_is_a_paper_with_its_digest_on_the_ledger(stamp: Stamp, now: dt.datetime) -> None:
    document = asked_for(now, attachment=Attachment("receipt.json", '{"a":1}', "收件凭证"))
    made = making.make(document_id=document.pk, now=now)
    assert made.state == State.MADE and made.paper is not None and made.paper.page_count == 1
    paper = queries.made_paper(made.key)
    with open_paper(paper.digest) as file:
        content = file.read()
    assert content.endswith(b"% sealed")
    assert PdfReader(io.BytesIO(content)).attachments["receipt.json"] == [b'{"a":1}']
    (entry,) = trail("document", made.key)
    assert entry.kind == "document.made/1"
    assert (entry.facts.digest, entry.facts.number, entry.facts.seal) == (
        paper.named_digest,
        made.number,
        "seal-1",
    )


def test_the_seal_is_asked_for_with_matter_and_warrant(stamp: Stamp, now: dt.datetime) -> None:
    document = asked_for(now)
    making.make(document_id=document.pk, now=now)
    (order,) = stamp.orders
    assert (order.agency_key, order.seal_kind, order.document) == ("511100-spj", "acceptance", document.key)
    assert (order.warrant.matter_kind, order.warrant.matter_key, order.warrant.entry_id) == ("case", "1", 7)
    assert order.warrant.kinds == {SEALED_BY}


def test_running_the_job_twice_makes_one_paper(stamp: Stamp, now: dt.datetime) -> None:
    document = asked_for(now)
    make_document(document.pk)
    make_document(document.pk)
    document.refresh_from_db()
    assert len(stamp.orders) == 1 and Paper.objects.count() == 1 and document.attempts == 1
    assert len(trail("document", document.key)) == 1


def test_a_passing_failure_is_visible_and_tried_again_ever_later_but_not_for_ever(
    stamp: Stamp, now: dt.datetime
) -> None:
    document = asked_for(now)
    stamp.trouble = SealAway()
    waits = []
    for _ in range(len(making.BACKOFF) + 1):
        make_document(document.pk)
        document.refresh_from_db()
        assert (document.state, document.error, document.paper) == (State.FAILED, "seal_away", None)
        waits.append(document.retry_at is not None)
    assert waits == [True] * len(making.BACKOFF) + [False]
    later = [job.scheduled_at for job in scheduled()[1:]]
    assert len(later) == len(making.BACKOFF) and later == sorted(later)
    with pytest.raises(errors.DocumentNotReady):
        queries.made_paper(document.key)
    assert list(queries.documents_waiting_for_a_person()) == [document]
    assert upkeep.documents_are_made(now=now).level is Level.FAIL


def test_a_lawful_no_waits_for_a_person_at_once(stamp: Stamp, now: dt.datetime) -> None:
    document = asked_for(now)
    stamp.trouble = SealSuspended()
    make_document(document.pk)
    document.refresh_from_db()
    assert (document.error, document.retry_at, len(scheduled())) == ("seal_suspended", None, 1)


def test_a_defect_is_noted_by_its_class_and_never_its_data(stamp: Stamp, now: dt.datetime) -> None:
    document = asked_for(now)
    stamp.trouble = ZeroDivisionError("张三 511102190001010016")
    make_document(document.pk)
    document.refresh_from_db()
    assert document.error == "defect:ZeroDivisionError"


def test_a_person_may_have_it_tried_again(stamp: Stamp, now: dt.datetime) -> None:
    document = asked_for(now)
    stamp.trouble = SealSuspended()
    make_document(document.pk)
    stamp.trouble = None
    operations.retry(document_id=document.pk)
    assert len(scheduled()) == 2
    make_document(document.pk)
    document.refresh_from_db()
    assert (document.state, document.error) == (State.MADE, "")
    with pytest.raises(errors.DocumentAlreadyMade):
        operations.retry(document_id=document.pk)
    with pytest.raises(errors.DocumentNotFound):
        operations.retry(document_id=0)


def test_without_a_seal_service_nothing_is_made(
    stamp: Stamp, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "_named", [])
    with pytest.raises(errors.NoSealing):
        making.make(document_id=asked_for(now).pk, now=now)
    assert not Paper.objects.exists()


def test_a_matters_documents_come_in_the_order_they_were_asked_for(stamp: Stamp, now: dt.datetime) -> None:
    first, second = asked_for(now, occasion="1"), asked_for(now, occasion="2")
    asked_for(now, matter="2")
    assert list(queries.documents_of("case", "1")) == [first, second]


def test_doctor_notices_documents_that_nobody_makes(stamp: Stamp, now: dt.datetime) -> None:
    assert upkeep.documents_are_made(now=now).level is Level.OK
    asked_for(now)
    assert upkeep.documents_are_made(now=now).level is Level.OK
    assert upkeep.documents_are_made(now=now + dt.timedelta(hours=1)).level is Level.FAIL
    assert Document.objects.count() == 1
