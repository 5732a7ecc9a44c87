"""The papers of a case for its applicant: what the office issued, and what he handed in."""

from collections.abc import Iterable
from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from leyiban.cases.models import CasePaper
from leyiban.cases.queries import CaseFile, paper_for
from leyiban.cases.slots import RECEIPT_PROOF, SIGNATURE, SIGNED_SLIP
from leyiban.credentials.papers_of_law import TEMPLATE as LICENCE
from leyiban.kernel.documents.models import Document, State
from leyiban.kernel.rights import SIGNED_IN
from leyiban.web.edge import Visit, page
from leyiban.web.journey.case_shown import File, Papers, Sheet
from leyiban.web.parts import Words
from leyiban.web.serving import image_response, original_response
from leyiban.web.wording import gettext, speak

THUMB, LARGE = 240, 1080
_SHOWN_PAGES: Final = 12  # of one file; the rest is in the download
_TITLES: Final = {
    "receipt": _("收件凭证"),
    "acceptance_notice": _("受理通知书"),
    "instant_notice": _("受理并当场办结通知书"),
    "correction_notice": _("补正材料一次性告知书"),
    "refusal_notice": _("不予受理通知书"),
    "special_notice": _("特别程序告知书"),
    "warning_decision": _("警告决定书"),
    "site_check_record": _("现场核查笔录"),
    "extension_notice": _("延期告知书"),
    "grant_decision": _("准予行政许可决定书"),
    "denial_decision": _("不予行政许可决定书"),
    "result_notice": _("办理结果通知书"),
    "revocation_decision": _("撤销行政许可决定书"),
    "delivery_slip": _("送达回证"),
    "handover_sheet": _("移交单"),
    "ending_notice": _("撤回(终止)办理通知书"),
    LICENCE: _("电子证照"),
}


def issued(file: CaseFile, documents: Iterable[Document]) -> tuple[Papers, ...]:
    """Papers of law in the order in which they were asked for, those still being made among them."""
    made = {link.document_id: link for link in file.issued}
    return tuple(_document(file, document, made.get(document.pk)) for document in documents)


def handed_in(file: CaseFile) -> tuple[Papers, ...]:
    """In the order of the guide; then whatever else lies there."""
    order = [material.key for material in file.rules.materials]
    keys = [key for key in order if key in file.handed_in]
    keys += [key for key in file.handed_in if key not in order]
    return tuple(
        Papers(
            name=_name(file, key),
            files=tuple(_file(file.case.number, link) for link in file.handed_in[key]),
        )
        for key in keys
    )


def _document(file: CaseFile, document: Document, link: CasePaper | None) -> Papers:
    name = title_of(document)
    if link is None:
        failed = document.state == State.FAILED
        return Papers(name=name, waiting=not failed, failed=failed)
    return Papers(name=name, files=(_file(file.case.number, link, note=document.number),))


def title_of(document: Document) -> str:
    """What the paper is; it is printed in Chinese, and named here in the reader's language."""
    title = _TITLES.get(document.template)
    return document.template if title is None else speak(title)


def _name(file: CaseFile, key: str) -> Words:
    own = {
        SIGNATURE: gettext("您的签名"),
        SIGNED_SLIP: gettext("签过字的送达回证"),
        RECEIPT_PROOF: gettext("收到时间的凭据"),
    }
    material = file.rules.material(key)
    return own.get(key, key) if material is None else material.name


def _file(number: str, link: CasePaper, *, note: str = "") -> File:
    return File(
        name=link.name,
        note=note,
        link=reverse("web:case_paper", kwargs={"number": number, "link_id": link.pk}),
        sheets=_sheets(number, link),
    )


def _sheets(number: str, link: CasePaper) -> tuple[Sheet, ...]:
    if not link.paper.has_page_images:
        return ()
    total = min(link.paper.page_count or 1, _SHOWN_PAGES)
    return tuple(
        Sheet(
            image=_image(number, link.pk, each, THUMB),
            large=_image(number, link.pk, each, LARGE),
            label=gettext("第%(n)s页") % {"n": each},
        )
        for each in range(1, total + 1)
    )


def _image(number: str, link_id: int, sheet: int, width: int) -> str:
    address = {"number": number, "link_id": link_id, "sheet": sheet, "width": width}
    return reverse("web:case_sheet", kwargs=address)


@page(SIGNED_IN)
def paper(visit: Visit, number: str, link_id: int) -> HttpResponseBase:
    """The file itself, as a download."""
    return original_response(paper_for(visit.actor, number, link_id, now=visit.now))


@page(SIGNED_IN)
def sheet(visit: Visit, number: str, link_id: int, sheet: int, width: int) -> HttpResponseBase:
    """A picture of one page."""
    link = paper_for(visit.actor, number, link_id, now=visit.now)
    return image_response(link.paper, page=sheet, width=width)
