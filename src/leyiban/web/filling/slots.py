"""Where the papers of a draft go: one slot per material that these answers need."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from leyiban.cases.models import DraftPaper
from leyiban.cases.queries import DraftPage
from leyiban.catalogue.rulefile import Material, NeededMaterial
from leyiban.catalogue.vocabulary import MaterialCopy
from leyiban.catalogue.words import active_lang
from leyiban.web.parts.papers import PaperPage, PaperSlot, SlotState
from leyiban.web.wording import gettext, ngettext, speak


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotLinks:
    """Addresses that a slot leads to. ``image`` and ``view`` are made from a link and a page number."""

    image: Callable[[DraftPaper, int], str]
    view: Callable[[DraftPaper], str]
    blank: Callable[[Material], str]
    sample: Callable[[Material], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Troubles:
    """``problems``: material → what is wrong. ``failed``: slots whose last file did not arrive.
    ``asked``: what a correction notice asks for again."""

    problems: Mapping[str, str] = field(default_factory=dict)
    failed: frozenset[str] = frozenset()
    asked: Mapping[str, str] = field(default_factory=dict)


def slots_of(page: DraftPage, *, links: SlotLinks, troubles: Troubles) -> tuple[PaperSlot, ...]:
    """The slots of a draft in the order of the guide."""
    return tuple(slot_of(needed, page, links=links, troubles=troubles) for needed in page.materials)


def slot_of(needed: NeededMaterial, page: DraftPage, *, links: SlotLinks, troubles: Troubles) -> PaperSlot:
    material = needed.material
    given = page.papers.get(material.key, [])
    state = _state(material.key, bool(given), troubles)
    lang = active_lang()
    return PaperSlot(
        key=material.key,
        name=material.name,
        state=state,
        help=(material.fill_explain or material.accept_stand).said(lang),
        next_step=_next_step(material, state, troubles),
        pages=tuple(shown for link in given for shown in _pages(link, links)),
        copies=_copies(material),
        form_url=links.blank(material),
        sample_url=links.sample(material),
        may_be_late=not needed.now,
        required=needed.now,
        problem=speak(troubles.problems.get(material.key, "")),
    )


def _state(key: str, given: bool, troubles: Troubles) -> SlotState:
    if key in troubles.failed:
        return SlotState.FAILED
    if key in troubles.asked:
        return SlotState.NEEDED
    return SlotState.RECEIVED if given else SlotState.EMPTY


def _next_step(material: Material, state: SlotState, troubles: Troubles) -> str:
    match state:
        case SlotState.FAILED:
            return gettext("前面传的都在。换一份再传。")
        case SlotState.NEEDED:
            return troubles.asked[material.key]
        case SlotState.RECEIVED:
            return gettext("收好了,这样不用再做什么。")
        case _:
            return gettext("拍照、扫描或选文件,都行。")


def _copies(material: Material) -> str:
    if not material.copies or material.copy_kind is MaterialCopy.EITHER:
        return ""
    count = ngettext("%(n)s份", "%(n)s份", material.copies) % {"n": material.copies}
    return f"{material.copy_kind.words.said(active_lang()).text} {count}"


def _pages(link: DraftPaper, links: SlotLinks) -> list[PaperPage]:
    if not link.paper.has_page_images:
        return [PaperPage(image="", link=links.view(link), label=link.name, remove=str(link.pk))]
    total = link.paper.page_count or 1
    return [
        PaperPage(
            image=links.image(link, number),
            link=links.view(link),
            label=gettext("第%(n)s页") % {"n": number} if total > 1 else link.name,
            remove=str(link.pk) if number == 1 else "",
        )
        for number in range(1, total + 1)
    ]
