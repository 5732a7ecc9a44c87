"""Asking for documents: once per occasion, numbered without gaps, a job in the same transaction."""

import datetime as dt
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from leyiban.kernel.documents import operations
from leyiban.kernel.documents.models import Document, NumberSeries, State
from leyiban.kernel.documents.operations import MatterRef, Office
from leyiban.kernel.documents.typesetting import Attachment, Imprint
from tests.kernel.documents.specimens import Specimen

pytestmark = pytest.mark.usefixtures("db", "specimen")

OFFICE = Office(key="511100-spj", name="乐山市行政审批局", short_name="乐行审")


def asked_for(now: dt.datetime, matter: str = "1", occasion: str = "3", **more: Any) -> Document:
    values: dict[str, Any] = {
        "content": Specimen(),
        "matter": MatterRef("case", matter),
        "occasion": occasion,
        "office": OFFICE,
        "dated": dt.date(2026, 3, 9),
        "warrant_entry": 7,
        "imprint": Imprint("K7M2-9QXT", "https://leyiban.example/check"),
        "now": now,
    }
    return operations.request(**{**values, **more})


def jobs() -> list[int]:
    found = ProcrastinateJob.objects.filter(task_name="documents.make").order_by("pk")
    return [job.args["document_id"] for job in found]


def test_a_document_is_numbered_at_once_and_its_job_waits_for_the_commit(now: dt.datetime) -> None:
    document = asked_for(now, attachment=Attachment("receipt.json", "{}", "收件凭证"))
    assert document.number == "乐行审受〔2026〕1号"
    assert (document.state, document.requested_at) == (State.REQUESTED, now)
    assert document.data is not None and document.data["name"] == "张三"
    assert jobs() == [document.pk]


def test_the_same_request_again_is_the_same_document(now: dt.datetime) -> None:
    first = asked_for(now)
    again = asked_for(now + dt.timedelta(days=1), content=Specimen(name="李四"))
    assert again.pk == first.pk and jobs() == [first.pk]
    assert NumberSeries.objects.get().last == 1


def test_numbers_run_per_office_series_and_year_without_gaps(now: dt.datetime) -> None:
    numbers = [asked_for(now, matter=str(n)).number for n in range(3)]
    assert numbers == [f"乐行审受〔2026〕{n}号" for n in (1, 2, 3)]
    other = Office(key="511100-scjg", name="乐山市市场监督管理局", short_name="乐市监")
    assert asked_for(now, matter="9", office=other).number == "乐市监受〔2026〕1号"
    assert asked_for(now, matter="10", dated=dt.date(2027, 1, 1)).number == "乐行审受〔2027〕1号"
    assert asked_for(now, matter="11").number == "乐行审受〔2026〕4号"


def test_another_occasion_is_another_document(now: dt.datetime) -> None:
    assert asked_for(now).pk != asked_for(now, occasion="4").pk


def test_a_sealed_paper_needs_the_entry_that_allows_it(now: dt.datetime) -> None:
    with pytest.raises(ValueError, match="ledger entry"):
        asked_for(now, warrant_entry=None)
    assert not Document.objects.exists()
