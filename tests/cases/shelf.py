"""Every paper of law of a case, made once the way the product makes it, and read back as a stranger reads it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pypdfium2
from pypdf import PdfReader

from leyiban.cases.models import Case
from leyiban.kernel.documents.making import sheet_of
from leyiban.kernel.documents.models import Document
from leyiban.kernel.documents.registry import paper_by_name
from leyiban.kernel.documents.typesetting import Sheet
from leyiban.kernel.papers.queries import open_paper
from leyiban.seals.queries import verify_sealed_file

POINTS_PER_MM = 72 / 25.4
TYPE_AREA = (28 * POINTS_PER_MM, (210 - 26) * POINTS_PER_MM)
"""Left and right edge of the type area of GB/T 9704, in points."""


@dataclass(frozen=True)
class Printed:
    """One paper as it left the office. ``sheet`` is what it was set from."""

    template: str
    number: str
    title: str
    content: bytes
    sheet: Sheet
    seal_good: bool

    @cached_property
    def reader(self) -> PdfReader:
        return PdfReader(io.BytesIO(self.content))

    @property
    def pages(self) -> int:
        return len(self.reader.pages)

    @cached_property
    def page_texts(self) -> tuple[str, ...]:
        """The text of each page without blanks."""
        return tuple("".join(page.extract_text().split()) for page in self.reader.pages)

    @property
    def text(self) -> str:
        return "".join(self.page_texts)


def edges(content: bytes) -> tuple[float, float]:
    """How far left and right any character of the file reaches, in points."""
    boxes = list(_character_boxes(content))
    return min(left for left, _ in boxes), max(right for _, right in boxes)


def _character_boxes(content: bytes) -> Iterator[tuple[float, float]]:
    document = pypdfium2.PdfDocument(content)
    try:
        for page in document:
            text = page.get_textpage()
            for index in range(text.count_chars()):
                if text.get_text_range(index, 1).strip():
                    left, _, right, _ = text.get_charbox(index)
                    yield left, right
    finally:
        document.close()


@dataclass
class Shelf:
    """Papers by the story they come from, in the order in which they were made."""

    papers: dict[str, list[Printed]] = field(default_factory=dict)
    city_ca: str = ""

    def put(self, story: str, case: Case) -> None:
        documents = Document.objects.select_related("paper").filter(matter_key=case.number).order_by("pk")
        self.papers[story] = [printed(document) for document in documents]

    def all(self) -> list[Printed]:
        return [paper for papers in self.papers.values() for paper in papers]

    def paper(self, story: str, template: str, nth: int = 0) -> Printed:
        return [paper for paper in self.papers[story] if paper.template == template][nth]

    def first(self, template: str) -> Printed:
        return next(paper for paper in self.all() if paper.template == template)


def printed(document: Document) -> Printed:
    """A made document with its file."""
    assert document.paper is not None, (document.template, document.error)
    with open_paper(document.paper.digest) as file:
        content = file.read()
    paper = paper_by_name(document.template)
    return Printed(
        template=document.template,
        number=document.number,
        title=paper.title,
        content=content,
        sheet=sheet_of(document, paper),
        seal_good=verify_sealed_file(content).good,
    )
