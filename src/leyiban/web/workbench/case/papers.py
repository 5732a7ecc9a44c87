"""The papers of a case: one group per material and per issued paper, page by page, and what is still missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from leyiban.cases.models import CasePaper
from leyiban.cases.queries import CaseFile
from leyiban.cases.slots import RECEIPT_PROOF, SIGNATURE, SIGNED_SLIP
from leyiban.catalogue.rulefile import Checklist
from leyiban.kernel.documents.models import Document, State
from leyiban.kernel.documents.registry import paper_by_name
from leyiban.kernel.papers.models import Paper, Trust
from leyiban.web.parts import Words
from leyiban.web.wording import gettext, speak


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page image. ``image`` fits the pane, ``large`` is for a close look."""

    id: str
    number: int
    image: str
    large: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFile:
    """One file: its page images (none for a kind that has no pictures) and the original."""

    name: str
    given: str
    sheets: tuple[Sheet, ...]
    original: str
    print_link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperGroup:
    """What stands under one name. ``missing``: it should be there and is not. ``note``: one line of state.

    ``again`` is the document that may be tried again, because it could not be made.
    """

    key: str
    name: Words
    standard: Words = ""
    note: str = ""
    missing: bool = False
    files: tuple[PaperFile, ...] = ()
    again: int | None = None

    @property
    def id(self) -> str:
        return paper_id(self.key)


def paper_id(key: str) -> str:
    """The id of a group on the page: review points lead there."""
    return "paper-" + key.replace("_", "-")


def handed_in(file: CaseFile, listed: Checklist) -> tuple[PaperGroup, ...]:
    """What these answers call for, in the order of the guide; then whatever else was handed in."""
    lines = {line.material: line for line in listed.papers}
    groups = [
        _group(key, line.name, file, standard=line.standard, may_be_late=line.may_be_late)
        for key, line in lines.items()
    ]
    groups += [_group(key, _other_name(file, key), file) for key in file.handed_in if key not in lines]
    return tuple(groups)


def issued(file: CaseFile, documents: Iterable[Document]) -> tuple[PaperGroup, ...]:
    """What the office issued, and what is still being made or could not be."""
    made = {link.document_id: link for link in file.issued}
    return tuple(_document(file, document, made.get(document.pk)) for document in documents)


def title_of(document: Document) -> str:
    """The printed title, which is Chinese like the paper itself."""
    try:
        return paper_by_name(document.template).title
    except KeyError:  # made by a version of the program that knew this paper
        return document.template


def _group(
    key: str, name: Words, file: CaseFile, *, standard: Words = "", may_be_late: bool = False
) -> PaperGroup:
    links = file.handed_in.get(key, [])
    return PaperGroup(
        key=key,
        name=name,
        standard=standard,
        note=_note(links, may_be_late),
        missing=not links,
        files=tuple(_file(file.case.number, key, link) for link in links),
    )


def _note(links: list[CasePaper], may_be_late: bool) -> str:
    if links:
        return speak(Trust(min(link.trust for link in links)).label) if len(links) == 1 else _many(links)
    return gettext("还没交,可以晚交(容缺)") if may_be_late else gettext("没有交")


def _many(links: list[CasePaper]) -> str:
    weakest = Trust(max(link.trust for link in links))
    return gettext("%(n)s个文件,%(trust)s") % {"n": len(links), "trust": speak(weakest.label)}


def _other_name(file: CaseFile, key: str) -> Words:
    own = {
        SIGNATURE: gettext("申请人签名"),
        SIGNED_SLIP: gettext("签过字的送达回证"),
        RECEIPT_PROOF: gettext("收到时间的凭据"),
    }
    material = file.rules.material(key)
    return own.get(key, key) if material is None else material.name


def _file(number: str, key: str, link: CasePaper) -> PaperFile:
    address = {"number": number, "link_id": link.pk}
    return PaperFile(
        name=link.name,
        given=given_by(link),
        sheets=_sheets(number, key, link),
        original=reverse("web:workbench_paper", kwargs=address),
    )


def given_by(link: CasePaper) -> str:
    """Who brought it and by which way."""
    ways = {
        "counter": gettext("窗口扫描"),
        "workbench": gettext("窗口扫描"),
        "portal": gettext("申请人网上交"),
        "api": gettext("申请人的软件交"),
        "worker": gettext("本机关出具"),
    }
    return ways.get(link.channel, link.channel)


def _sheets(number: str, key: str, link: CasePaper) -> tuple[Sheet, ...]:
    paper: Paper = link.paper
    if not paper.has_page_images:
        return ()
    total = paper.page_count or 1
    return tuple(
        Sheet(
            id=f"sheet-{link.pk}-{page}",
            number=page,
            image=_image(number, link.pk, page, width=1080),
            large=_image(number, link.pk, page, width=1600),
            label=gettext("第%(n)s页,共%(total)s页") % {"n": page, "total": total},
        )
        for page in range(1, total + 1)
    )


def _image(number: str, link_id: int, page: int, *, width: int) -> str:
    address = {"number": number, "link_id": link_id, "page": page, "width": width}
    return reverse("web:workbench_sheet", kwargs=address)


def _document(file: CaseFile, document: Document, link: CasePaper | None) -> PaperGroup:
    key = f"document-{document.pk}"
    if link is None:
        failed = document.state == State.FAILED
        return PaperGroup(
            key=key,
            name=title_of(document),
            note=speak(State(document.state).label),
            missing=True,
            again=document.pk if failed else None,
        )
    number = file.case.number
    return PaperGroup(
        key=key,
        name=title_of(document),
        note=document.number,
        files=(
            PaperFile(
                name=document.number,
                given=given_by(link),
                sheets=_sheets(number, key, link),
                original=reverse("web:workbench_paper", kwargs={"number": number, "link_id": link.pk}),
                print_link=reverse("web:workbench_print", kwargs={"number": number, "link_id": link.pk}),
            ),
        ),
    )
