"""Two at once, on committed data: one document, one paper, numbers without gaps."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
from django.conf import settings
from django.db import connection, transaction

from leyiban.kernel.documents import making, sealing
from leyiban.kernel.documents.models import Document, NumberSeries
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.papers.models import Paper
from tests.kernel.documents.test_making import Stamp
from tests.kernel.documents.test_requests import asked_for

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db", "specimen")]

Made = TypeVar("Made")
AT_ONCE = 4


@pytest.fixture
def stamp(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Stamp:
    monkeypatch.setattr(settings, "PAPERS_DIR", tmp_path)
    filled = Stamp()
    monkeypatch.setattr(sealing, "import_string", lambda name: filled)
    return filled


def at_once(act: Callable[[int], Made]) -> list[Made]:
    def alone(number: int) -> Made:
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(alone, range(AT_ONCE)))


def test_the_same_request_at_the_same_instant_is_one_document(now: dt.datetime) -> None:
    keys = at_once(lambda _: asked_for(now).key)
    assert len(set(keys)) == 1 and Document.objects.filter(matter_kind="case", matter_key="1").count() == 1
    assert NumberSeries.objects.get(agency_key="511100-spj").last == 1


def test_requests_at_the_same_instant_get_numbers_without_gap_or_twin(now: dt.datetime) -> None:
    numbers = at_once(lambda n: asked_for(now, matter=str(n)).number)
    assert sorted(numbers) == [f"乐行审受〔2026〕{n}号" for n in range(1, AT_ONCE + 1)]


def test_a_number_of_a_request_that_did_not_commit_is_given_again(now: dt.datetime) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        asked_for(now, matter="undone")
        raise ZeroDivisionError
    assert asked_for(now).number == "乐行审受〔2026〕1号"


def test_two_workers_make_one_paper(stamp: Stamp, now: dt.datetime) -> None:
    document = asked_for(now)
    before = Paper.objects.count()
    made = at_once(lambda _: making.make(document_id=document.pk, now=now).paper_id)
    assert len(set(made)) == 1 and Paper.objects.count() == before + 1
    assert len(stamp.orders) == 1
    assert len(trail("document", document.key)) == 1
