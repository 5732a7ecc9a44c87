"""The papers of a draft: one slot for each that these answers need; what was given before is offered first."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import BinaryIO, Final, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.models import DraftPaper
from leyiban.cases.operations import detach_paper, hand_in_paper, reuse_paper
from leyiban.cases.queries import (
    DraftPage,
    draft_for,
    draft_paper_for,
    open_defects,
    reusable_papers,
    untouched,
)
from leyiban.catalogue.rulefile import Material
from leyiban.joins.held_licence_fills_slot import held_licences, use_licence
from leyiban.kernel.errors import NotFound
from leyiban.kernel.rights import SIGNED_IN
from leyiban.web.edge import Trouble, Visit, attempt, page, see_other
from leyiban.web.filling.slots import SlotLinks, Troubles, slots_of
from leyiban.web.jinja import plain
from leyiban.web.journey.given_before import offers
from leyiban.web.journey.steps import (
    BACK_TO_CHECK,
    PAPERS,
    Steps,
    check_link,
    draft_link,
    papers_link,
    steps_of,
)
from leyiban.web.parts.papers import PaperSlot, SlotState
from leyiban.web.serving import image_response, original_response
from leyiban.web.wording import ngettext, speak

UPLOAD: Final = "upload"
REMOVE: Final = "remove"
REUSE: Final = "reuse"
REUSE_ALL: Final = "reuse_all"
LATER: Final = "later"
BACK: Final = "back"
SCRIPT: Final = "papers"  # what papers.js calls itself
_FILES: Final = "papers."
_MATERIALS: Final = "materials."
THUMB: Final = 240  # pixels


@page(SIGNED_IN, "GET", "POST")
def papers(visit: Visit, key: str) -> HttpResponseBase:
    """Every slot, with what lies in it. Every button also hands in the files that were chosen."""
    if visit.request.method != "POST":
        return _show(visit, draft_for(visit.actor, key, now=visit.now))
    draft_for(visit.actor, key, now=visit.now)  # nobody else's slot takes a file
    failed = _hand_in(visit, key)
    if visit.request.headers.get("X-Requested-With") == SCRIPT:
        return _one_slot(visit, key, visit.request.POST.get(UPLOAD, ""), failed)
    failed.update(_press(visit, key))
    opened = draft_for(visit.actor, key, now=visit.now)
    if failed:
        return _show(visit, opened, problems=failed, failed=frozenset(failed))
    return _go_on(visit, opened)


def _hand_in(visit: Visit, key: str) -> dict[str, str]:
    """Take in every file that came; material → why its file was not taken."""
    failed: dict[str, str] = {}
    for name in visit.request.FILES:
        if not name.startswith(_FILES):
            continue
        slot = name.removeprefix(_FILES)
        for upload in visit.request.FILES.getlist(name):
            taken = attempt(lambda slot=slot, upload=upload: _take(visit, key, slot, upload))  # type: ignore[misc]
            if isinstance(taken, Trouble):
                failed[slot] = taken.sentence
    return failed


def _take(visit: Visit, key: str, slot: str, upload: "UploadedFile[bytes]") -> DraftPaper:
    return hand_in_paper(
        key=key,
        slot=slot,
        stream=cast(BinaryIO, upload),
        name=upload.name or "",
        actor=visit.actor,
        now=visit.now,
    )


def _press(visit: Visit, key: str) -> dict[str, str]:
    """What the pressed button asks for beside that; slot → why it could not be done."""
    posted = visit.request.POST
    if _is_number(posted.get(REMOVE, "")):
        detach_paper(key=key, link_id=int(posted[REMOVE]), actor=visit.actor, now=visit.now)
    if REUSE in posted:
        slot, _, value = posted[REUSE].partition("/")
        return _reuse(visit, key, {slot: value})
    if REUSE_ALL in posted:
        opened = draft_for(visit.actor, key, now=visit.now)
        return _reuse(visit, key, {slot: found[0][0] for slot, found in _offered(visit, opened).items()})
    return {}


def _reuse(visit: Visit, key: str, wanted: Mapping[str, str]) -> dict[str, str]:
    """Put papers given before, or licences held, into their slots."""
    failed = {}
    for slot, value in wanted.items():
        taken = attempt(_reusing(visit, key, slot, value))
        if isinstance(taken, Trouble):
            failed[slot] = taken.sentence
    return failed


def _reusing(visit: Visit, key: str, slot: str, value: str) -> Callable[[], DraftPaper]:
    kind, _, name = value.partition(":")
    if kind == "licence":
        return lambda: use_licence(key=key, slot=slot, identifier=name, actor=visit.actor, now=visit.now)
    if not _is_number(name):
        raise NotFound
    return lambda: reuse_paper(key=key, slot=slot, link_id=int(name), actor=visit.actor, now=visit.now)


def _is_number(text: str) -> bool:
    """Whether it can be the id of a row; "²" is a digit, too."""
    return text.isascii() and text.isdigit() and len(text) < 19


def _go_on(visit: Visit, opened: DraftPage) -> HttpResponseBase:
    """Back to the slot that a button belonged to; by the main button onward, once nothing is missing."""
    posted = visit.request.POST
    key = opened.draft.key
    if LATER in posted:
        return see_other(draft_link(key))
    slot = posted.get(UPLOAD) or posted.get(REUSE, "").partition("/")[0]
    if slot or REMOVE in posted or REUSE_ALL in posted:
        return see_other(f"{papers_link(key)}#p-{slot}" if slot else papers_link(key))
    missing = {
        problem.field.removeprefix(_MATERIALS): speak(problem.message)
        for problem in opened.problems
        if problem.field.startswith(_MATERIALS)
    }
    if missing:
        return _show(visit, opened, problems=missing)
    if posted.get(BACK) == BACK_TO_CHECK:
        return see_other(check_link(key))
    return see_other(steps_of(opened, now=visit.now).after(PAPERS).link)


def _offered(visit: Visit, opened: DraftPage) -> dict[str, tuple[tuple[str, str], ...]]:
    """Per empty slot what was given before, the best first: (value, what it is, from where and when)."""
    empty = [each.material for each in opened.materials if each.material.key not in opened.papers]
    return offers(
        licences=held_licences(visit.actor, opened.draft, empty, now=visit.now),
        papers=reusable_papers(visit.actor, opened.draft, empty, now=visit.now),
        now=visit.now,
    )


def _slots(
    visit: Visit, opened: DraftPage, problems: Mapping[str, str], failed: frozenset[str]
) -> tuple[PaperSlot, ...]:
    offered = _offered(visit, opened)
    troubles = Troubles(problems=problems, failed=failed, asked=_asked_again(opened))
    slots = slots_of(opened, links=_links(opened), troubles=troubles)
    return tuple(replace(slot, reuse=offered.get(slot.key, ())) for slot in slots)


def _asked_again(opened: DraftPage) -> dict[str, str]:
    """What a correction notice says about papers that are still as they were."""
    case = opened.draft.case
    if case is None:
        return {}
    return {
        defect.target.removeprefix(_MATERIALS): f"{defect.what}。{defect.how}"
        for defect in untouched(open_defects(case), opened.draft, opened.answers)
        if defect.target.startswith(_MATERIALS)
    }


def _links(opened: DraftPage) -> SlotLinks:
    key, code = opened.draft.key, opened.rules.code

    def image(link: DraftPaper, number: int) -> str:
        return reverse(
            "web:draft_sheet", kwargs={"key": key, "link_id": link.pk, "sheet": number, "width": THUMB}
        )

    def specimen(name: str, material: Material, there: object) -> str:
        return reverse(name, kwargs={"code": code, "key": material.key}) if there else ""

    return SlotLinks(
        image=image,
        view=lambda link: reverse("web:draft_paper", kwargs={"key": key, "link_id": link.pk}),
        blank=lambda material: specimen("web:blank", material, material.blank),
        sample=lambda material: specimen("web:sample", material, material.sample),
    )


def _one_slot(visit: Visit, key: str, slot: str, failed: Mapping[str, str]) -> HttpResponseBase:
    """The slot as it is now, for the script to put in the old one's place."""
    opened = draft_for(visit.actor, key, now=visit.now)
    slots = _slots(visit, opened, failed, frozenset(failed))
    shown = next((each for each in slots if each.key == slot), None)
    if shown is None:
        raise NotFound
    return visit.show("journey/slot.html", {"slot": shown}, status=422 if failed else 200)


def _show(
    visit: Visit,
    opened: DraftPage,
    *,
    problems: Mapping[str, str] | None = None,
    failed: frozenset[str] = frozenset(),
) -> HttpResponseBase:
    slots = _slots(visit, opened, problems or {}, failed)
    steps: Steps = steps_of(opened, now=visit.now)
    before = steps.before(PAPERS)
    offered = [slot for slot in slots if slot.reuse]
    lines = tuple(
        (slot.id, slot.problem or f"{plain(slot.name)} {slot.next_step}")
        for slot in slots
        if slot.problem or slot.state is SlotState.NEEDED
    )
    return visit.show(
        "journey/papers.html",
        {
            "item": opened.rules.short_name,
            "applicant": opened.draft.applicant.name,
            "draft": draft_link(opened.draft.key),
            "correcting": opened.draft.case,
            "step": steps.of(PAPERS),
            "total": steps.total,
            "slots": slots,
            "lines": lines,
            "sentence": _please(len(lines)) if lines and not problems else "",
            "offered": _we_have(len(offered)) if offered else "",
            "here": papers_link(opened.draft.key),
            "back": visit.request.POST.get(BACK) or visit.request.GET.get(BACK, ""),
            "before": before.link if before else draft_link(opened.draft.key),
        },
        status=422 if problems else 200,
    )


def _please(count: int) -> str:
    return ngettext("请您补这%(n)s样", "请您补这%(n)s样", count) % {"n": count}


def _we_have(count: int) -> str:
    return ngettext("有%(n)s样您以前交过", "有%(n)s样您以前交过", count) % {"n": count}


@page(SIGNED_IN)
def paper(visit: Visit, key: str, link_id: int) -> HttpResponseBase:
    """The file itself, as a download."""
    return original_response(draft_paper_for(visit.actor, key, link_id))


@page(SIGNED_IN)
def sheet(visit: Visit, key: str, link_id: int, sheet: int, width: int) -> HttpResponseBase:
    """A picture of one page of a paper in a draft."""
    link = draft_paper_for(visit.actor, key, link_id)
    return image_response(link.paper, page=sheet, width=width)
