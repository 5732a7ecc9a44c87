"""A full disk: whoever waits is told, the worker waits for room, and nothing is half written or lost."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings

from leyiban.cases.models import DraftPaper
from leyiban.cases.states import CaseState
from leyiban.kernel import moments
from leyiban.kernel.documents.models import Document, State
from leyiban.kernel.documents.operations import retry
from leyiban.kernel.documents.tasks import make_document
from leyiban.kernel.ledger import keyring
from leyiban.kernel.ledger.followers import follow_all
from leyiban.kernel.ledger.heads import FileHeadStore, SignedHead
from leyiban.kernel.papers.models import Paper
from tests.api.caller import Clock
from tests.api.city import PDF, City
from tests.cases.world import World
from tests.hard.soundness import check_settled
from tests.kernel.papers.test_store import no_file_larger_than
from tests.support.working import Worker

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]


@pytest.fixture(autouse=True)
def _own_papers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "PAPERS_DIR", tmp_path / "papers")


@pytest.mark.proves("F1.15")
def test_papers_and_heads_wait_for_room(monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> None:
    monkeypatch.setattr(moments, "now", lambda: now)
    world, worker = World(now), Worker()
    case = world.decided()
    with no_file_larger_than(50):
        worker.sequencer.sequence()
        with pytest.raises(OSError, match="File too large"):
            worker.sequencer.publish_head(now=now)
        follow_all(now=now)
        waiting = list(Document.objects.values_list("pk", flat=True))
        for document in waiting:
            make_document(document)
    assert {document.error for document in Document.objects.all()} == {"paper_storage_full"}
    assert all(document.retry_at for document in Document.objects.all()), "nobody has to remember it"

    for document in waiting:
        retry(document_id=document)
    worker.settle(now=now)
    check_settled()
    case.refresh_from_db()
    assert case.state == CaseState.DELIVERED
    assert Document.objects.filter(state=State.MADE).count() >= len(waiting)


def head(size: int) -> SignedHead:
    return SignedHead.sign(
        keyring.head_key(), epoch=1, size=size, root=bytes(32), signed_at="2026-03-09T01:30:00.000000Z"
    )


@pytest.mark.proves("F5.1")
def test_a_head_cut_off_by_a_full_disk_spoils_no_later_one(tmp_path: Path) -> None:
    """The line that the disk had no room for stays behind; what is published after it must be found."""
    store = FileHeadStore(tmp_path / "heads.jsonl")
    store.publish(head(1))
    whole = store.path.stat().st_size
    with no_file_larger_than(whole + 20), pytest.raises(OSError, match="File too large"):
        store.publish(head(2))
    latest = store.latest()
    assert latest is not None
    assert latest.size == 1
    store.publish(head(3))
    latest = store.latest()
    assert latest is not None
    assert latest.size == 3


def test_an_upload_is_told_and_nothing_stays_half_written(
    monkeypatch: pytest.MonkeyPatch, now: dt.datetime, tmp_path: Path
) -> None:
    monkeypatch.setattr(moments, "now", lambda: now)
    city = City(Clock(now))
    key = city.begin()
    slot = city.applicant.get(f"/drafts/{key}").json["materials"][0]["key"]
    before = Paper.objects.count()
    with no_file_larger_than(50):
        answer = city.applicant.upload(f"/drafts/{key}/papers", slot=slot, name="a.pdf", content=PDF)
    assert (answer.status, answer.code) == (503, "paper_storage_full")
    assert (Paper.objects.count(), DraftPaper.objects.count()) == (before, 0)
    assert [path for path in (tmp_path / "papers").rglob("*") if path.is_file()] == []
    answer = city.applicant.upload(f"/drafts/{key}/papers", slot=slot, name="a.pdf", content=PDF)
    assert answer.status == 201


@pytest.mark.proves("F1.4")
def test_a_hundred_megabytes_are_refused_and_leave_nothing(
    monkeypatch: pytest.MonkeyPatch, now: dt.datetime, tmp_path: Path
) -> None:
    monkeypatch.setattr(moments, "now", lambda: now)
    city = City(Clock(now))
    key = city.begin()
    slot = city.applicant.get(f"/drafts/{key}").json["materials"][0]["key"]
    answer = city.applicant.upload(
        f"/drafts/{key}/papers", slot=slot, name="a.pdf", content=PDF + bytes(100_000_000)
    )
    assert (answer.status, answer.code) == (413, "paper_too_large")
    assert [path for path in (tmp_path / "papers").rglob("*") if path.is_file()] == []
    assert DraftPaper.objects.count() == 0
