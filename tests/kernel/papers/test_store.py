"""Keeping papers: once per content, whole or not at all, in pieces, and what a full disk does."""

import datetime as dt
import hashlib
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from leyiban.kernel.actors import Actor, ActorKind, Channel
from leyiban.kernel.papers import errors, operations, queries
from leyiban.kernel.papers.limits import MEBIBYTE, Limits
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.models import Paper
from leyiban.kernel.papers.storage import configured_storage
from tests.kernel.papers import samples

pytestmark = pytest.mark.usefixtures("db")

SOMEBODY = Actor(kind=ActorKind.PERSON, pseudonym="p-1", channel=Channel.PORTAL)
LIMITS = Limits()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "PAPERS_DIR", tmp_path)
    return tmp_path


def handed_in(content: bytes, name: str, now: dt.datetime, limits: Limits = LIMITS) -> Paper:
    return operations.store(stream=samples.stream(content), name=name, limits=limits, actor=SOMEBODY, now=now)


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_paper_is_named_by_its_content_and_comes_back_whole(now: dt.datetime, folder: Path) -> None:
    content = samples.pdf(2)
    paper = handed_in(content, "申请书.pdf", now)
    assert paper.digest == hashlib.sha256(content).hexdigest()
    assert (paper.media, paper.page_count, paper.size) == (Media.PDF, 2, len(content))
    with queries.open_paper(paper.named_digest) as file:
        assert file.read() == content
    assert [path.name for path in files_below(folder)] == [paper.digest]
    assert queries.paper_by_digest(paper.named_digest) == paper


def test_the_same_content_again_is_the_same_paper_and_stays_longer(now: dt.datetime, folder: Path) -> None:
    first = handed_in(samples.png(), "a.png", now)
    later = now + dt.timedelta(days=3)
    again = handed_in(samples.png(), "另一个名字.png", later)
    assert again.pk == first.pk and again.kept_since == later
    assert len(files_below(folder)) == 1


def test_a_hundred_megabytes_are_refused_before_they_are_read(now: dt.datetime, folder: Path) -> None:
    endless = samples.Endless()
    with pytest.raises(errors.PaperTooLarge) as refused:
        operations.store(stream=endless, name="a.pdf", limits=LIMITS, actor=SOMEBODY, now=now)  # type: ignore[arg-type]
    assert endless.taken <= LIMITS.max_bytes + MEBIBYTE
    assert "20 MB" in str(refused.value)
    assert files_below(folder) == []


def test_an_empty_file_is_refused(now: dt.datetime) -> None:
    with pytest.raises(errors.EmptyPaper):
        handed_in(b"", "a.pdf", now)


def test_a_refused_file_leaves_nothing(now: dt.datetime, folder: Path) -> None:
    with pytest.raises(errors.PaperActs):
        handed_in(samples.pdf_with_javascript(), "a.pdf", now)
    assert files_below(folder) == [] and not Paper.objects.exists()


def test_a_virus_is_refused(now: dt.datetime, folder: Path) -> None:
    eicar = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    infected = samples.pdf().replace(b"\n%", b"\n%" + eicar + b"\n%", 1)
    with pytest.raises(errors.PaperInfected):
        handed_in(infected, "a.pdf", now)
    assert files_below(folder) == []


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """The kernel itself refuses to write more, as it does on a full disk."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def test_a_full_disk_is_a_clear_answer_and_leaves_nothing_half_written(
    now: dt.datetime, folder: Path
) -> None:
    content = samples.png() + bytes(300_000)
    with no_file_larger_than(100_000), pytest.raises(errors.StorageFull) as refused:
        handed_in(content, "a.png", now)
    assert "前面填的都在" in str(refused.value)
    assert files_below(folder) == [] and not Paper.objects.exists()


def test_the_platforms_own_files_are_kept_unasked(now: dt.datetime) -> None:
    paper = operations.keep(content=b'{"a":1}', media=Media.JSON, pages=None, now=now)
    with queries.open_paper(paper.digest) as file:
        assert file.read() == b'{"a":1}'


def test_what_was_never_kept_is_not_found() -> None:
    with pytest.raises(errors.PaperNotFound):
        queries.open_paper("0" * 64)
    with pytest.raises(errors.PaperNotFound):
        queries.open_paper("../../../etc/passwd")
    with pytest.raises(errors.PaperNotFound):
        queries.paper_by_digest("0" * 64)


def test_originals_are_served_as_downloads_only(now: dt.datetime) -> None:
    paper = handed_in(samples.jpeg(), "a.jpg", now)
    headers = queries.serving_headers(paper, name="../证明.html")
    assert headers.filename == ".._证明.jpg"
    assert headers.content_type == "image/jpeg"
    assert "sandbox" in headers.others["Content-Security-Policy"]
    assert headers.others["Content-Length"] == str(paper.size)
    assert headers.others["Cache-Control"] == "private, no-store"


class TestSweep:
    MONTH = dt.timedelta(days=30)

    def test_takes_what_nobody_links_to_after_a_while(self, now: dt.datetime, folder: Path) -> None:
        old = handed_in(samples.png(), "a.png", now)
        fresh = handed_in(samples.png(colour="blue"), "b.png", now + dt.timedelta(days=29))
        queries.page_image(old, page=1, width=240)
        swept = operations.sweep_orphans(older_than=self.MONTH, now=now + dt.timedelta(days=31))
        assert (swept.papers, swept.bytes) == (1, old.size)
        assert list(Paper.objects.values_list("digest", flat=True)) == [fresh.digest]
        assert [path.name for path in files_below(folder)] == [fresh.digest]

    def test_keeps_what_any_table_links_to(self, now: dt.datetime) -> None:
        paper = handed_in(samples.pdf(), "a.pdf", now)
        link_from_a_document(paper, now)
        swept = operations.sweep_orphans(older_than=self.MONTH, now=now + dt.timedelta(days=400))
        assert swept.papers == 0
        assert configured_storage().has(paper.digest)

    def test_takes_files_whose_row_was_never_committed(self, now: dt.datetime, folder: Path) -> None:
        paper = handed_in(samples.png(), "a.png", now)
        Paper.objects.filter(pk=paper.pk).delete()
        (folder / "incoming" / "paper-left-behind").write_bytes(b"half")
        far = dt.datetime.now(dt.UTC) + self.MONTH + self.MONTH  # a file's age is the disk's own
        swept = operations.sweep_orphans(older_than=self.MONTH, now=far)
        assert swept.files == 1
        assert files_below(folder) == []


def link_from_a_document(paper: Paper, now: dt.datetime) -> None:
    from leyiban.kernel.documents.models import Document, State

    Document.objects.create(
        key="k",
        template="t",
        template_version=1,
        matter_kind="case",
        matter_key="1",
        occasion="",
        agency_key="a",
        office_name="局",
        number="1号",
        dated=now.date(),
        state=State.MADE,
        requested_at=now,
        paper=paper,
        made_at=now,
    )
