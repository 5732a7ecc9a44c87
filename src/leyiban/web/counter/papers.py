"""Papers at the counter: scanned into their slot, and compared with the original (trust B)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.models import DraftPaper
from leyiban.cases.operations import confirm_original, detach_paper, hand_in_paper
from leyiban.cases.queries import DraftPage, draft_for, draft_paper_for, open_defects, untouched
from leyiban.catalogue.rulefile import Material, checklist
from leyiban.catalogue.rulefile.checklist import ChecklistLine
from leyiban.catalogue.words import active_lang
from leyiban.kernel.errors import NotFound
from leyiban.kernel.moments import city_date
from leyiban.kernel.papers.models import Trust
from leyiban.web.counter.desk import at_counter, show
from leyiban.web.counter.steps import PAPERS, steps_of
from leyiban.web.edge import Trouble, Visit, attempt, see_other
from leyiban.web.filling.slots import SlotLinks, Troubles, slots_of
from leyiban.web.parts.papers import PaperSlot
from leyiban.web.serving import image_response, original_response
from leyiban.web.wording import gettext, speak

THUMB = 240  # pixels
_FILES = "papers."
_MATERIALS = "materials."


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file in a slot: how far it may be trusted, and the button that says it was compared."""

    name: str
    trust: str
    confirm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A slot with what a clerk looks at in such a paper, and the files in it."""

    slot: PaperSlot
    line: ChecklistLine
    given: tuple[Given, ...]


@at_counter("GET", "POST")
def papers(visit: Visit, key: str) -> HttpResponseBase:
    """Every material that these answers call for, with what to look at."""
    opened = draft_for(visit.actor, key, now=visit.now)
    if visit.request.method != "POST":
        return _show(visit, opened)
    failed = _act(visit, opened)
    if failed:
        return _show(visit, draft_for(visit.actor, key, now=visit.now), failed=failed)
    here = reverse("web:counter_papers", kwargs={"key": key})
    slot = visit.request.POST.get("upload", "")
    if slot or "remove" in visit.request.POST or "confirm" in visit.request.POST:
        return see_other(f"{here}#p-{slot}" if slot else here)
    return see_other(reverse("web:counter_finish", kwargs={"key": key}))


def _act(visit: Visit, opened: DraftPage) -> dict[str, str]:
    """Take out, confirm, or put in what was chosen; what could not be taken in, by slot."""
    posted, key = visit.request.POST, opened.draft.key
    if link := _number(posted.get("remove", "")):
        detach_paper(key=key, link_id=link, actor=visit.actor, now=visit.now)
        return {}
    if link := _number(posted.get("confirm", "")):
        confirm_original(key=key, link_id=link, actor=visit.actor, now=visit.now)
        return {}
    failed = {}
    for needed in opened.materials:
        slot = needed.material.key
        for upload in visit.request.FILES.getlist(f"{_FILES}{slot}"):
            trouble = _take_in(visit, key, slot, upload)
            if trouble is not None:
                failed[slot] = trouble.sentence
    return failed


def _take_in(visit: Visit, key: str, slot: str, upload: "UploadedFile[bytes]") -> Trouble | None:
    taken = attempt(
        lambda: hand_in_paper(
            key=key,
            slot=slot,
            stream=cast("BinaryIO", upload),
            name=upload.name or slot,
            compared=f"compared.{slot}" in visit.request.POST,
            actor=visit.actor,
            now=visit.now,
        )
    )
    return taken if isinstance(taken, Trouble) else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _show(visit: Visit, opened: DraftPage, *, failed: Mapping[str, str] | None = None) -> HttpResponseBase:
    failed = failed or {}
    troubles = Troubles(problems=failed, failed=frozenset(failed), asked=_asked_again(opened))
    listed = checklist(opened.rules, active_lang(), values=opened.answers, today=city_date(visit.now))
    lines = {line.material: line for line in listed.papers}
    slots = slots_of(opened, links=_links(opened), troubles=troubles)
    return show(
        visit,
        "counter/papers.html",
        {
            "draft": opened.draft,
            "item": opened.rules.short_name,
            "steps": steps_of(opened, here=PAPERS),
            "places": tuple(
                Place(slot=slot, line=lines[slot.key], given=_given(opened, slot.key)) for slot in slots
            ),
            "lines": tuple((slot.id, slot.problem) for slot in slots if slot.problem),
        },
        status=422 if failed else 200,
    )


def _given(opened: DraftPage, slot: str) -> tuple[Given, ...]:
    return tuple(
        Given(
            name=link.name,
            trust=speak(Trust(link.trust).label),
            confirm=str(link.pk) if link.trust == Trust.C else "",
        )
        for link in opened.papers.get(slot, ())
    )


def _asked_again(opened: DraftPage) -> dict[str, str]:
    """What a correction notice says about papers that are still as they were."""
    if opened.draft.case is None:
        return {}
    return {
        defect.target.removeprefix(_MATERIALS): gettext("要补:%(what)s")
        % {"what": f"{defect.what}。{defect.how}"}
        for defect in untouched(open_defects(opened.draft.case), opened.draft, opened.answers)
        if defect.target.startswith(_MATERIALS)
    }


def _links(opened: DraftPage) -> SlotLinks:
    key, code = opened.draft.key, opened.rules.code

    def image(link: DraftPaper, number: int) -> str:
        address = {"key": key, "link_id": link.pk, "number": number, "width": THUMB}
        return reverse("web:counter_sheet", kwargs=address)

    def form(name: str, material: Material, there: object) -> str:
        return reverse(name, kwargs={"code": code, "key": material.key}) if there else ""

    return SlotLinks(
        image=image,
        view=lambda link: reverse("web:counter_paper", kwargs={"key": key, "link_id": link.pk}),
        blank=lambda material: form("web:blank", material, material.blank),
        sample=lambda material: form("web:sample", material, material.sample),
    )


@at_counter()
def sheet(visit: Visit, key: str, link_id: int, number: int, width: int) -> HttpResponseBase:
    """A picture of one page of a paper in a draft."""
    return image_response(draft_paper_for(visit.actor, key, link_id).paper, page=number, width=width)


@at_counter()
def paper(visit: Visit, key: str, link_id: int) -> HttpResponseBase:
    """The file itself, as a download."""
    link = draft_paper_for(visit.actor, key, link_id)
    if link.withdrawn_at is not None:
        raise NotFound
    return original_response(link)
