"""What to do now: nothing, or one thing (look.md §5). And why, where the office said no."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from leyiban.cases.models import Case
from leyiban.cases.queries import CaseFile
from leyiban.cases.states import CaseState as S
from leyiban.cases.states import ClosingGround, Decision, RefusalGround
from leyiban.catalogue.queries import city_of_region, outlets_by_key
from leyiban.catalogue.vocabulary import DeliveryWay, SpecialProcedureKind
from leyiban.catalogue.words import active_lang
from leyiban.people.models import Agency
from leyiban.web import formats
from leyiban.web.formats import span_in_words
from leyiban.web.parts import Words
from leyiban.web.parts.screens import Way
from leyiban.web.portal.guide_shown import Place
from leyiban.web.wording import gettext, speak


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box under the first sentence. ``kind`` is that of a notice: calm, act, held, wrong, info.

    ``reasons`` are the office's own words, in the language in which they were written.
    """

    kind: str
    title: str
    lines: tuple[Words, ...] = ()
    reasons: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    way: Way | None = None


def box_of(file: CaseFile) -> Box | None:
    """None while it is the applicant's turn: what he must put right has a box of its own."""
    make = _BOXES.get(S(file.case.state))
    return make(file) if make is not None else None


def _nothing(file: CaseFile, *lines: Words) -> Box:
    return Box(
        kind="calm",
        title=gettext("您现在不用做什么"),
        lines=(*lines, gettext("有消息,发短信告诉您。")),
    )


def _submitted(file: CaseFile) -> Box:
    return _nothing(file)


def _under_review(file: CaseFile) -> Box:
    if not file.case.extended:
        return _nothing(file)
    extension = file.case.extension
    told = {"span": span_in_words(extension.amount, extension.unit)}
    reason = gettext("理由:%(reason)s") % {"reason": extension.reason.reveal()}
    return _nothing(file, gettext("依法延期了%(span)s。") % told, reason)


def _special(file: CaseFile) -> Box:
    running = file.case.special_procedures.filter(ended_at__isnull=True).first()
    if running is None:
        return _nothing(file)
    amount, _, unit = running.at_most.partition(" ")
    told = {
        "what": SpecialProcedureKind.of(running.kind).words.said(active_lang()).text,
        "span": span_in_words(int(amount), unit),
    }
    return Box(
        kind="held",
        title=gettext("暂停:%(what)s") % told,
        lines=(
            gettext("这几天不算在时限里,最多%(span)s。") % told,
            gettext("您现在不用做什么。"),
        ),
    )


def _decided(file: CaseFile) -> Box:
    return _denied(file) if file.case.decision == Decision.DENY else _nothing(file)


def _ready(file: CaseFile) -> Box:
    if file.case.decision == Decision.DENY:
        return _denied(file)
    if file.case.delivery_way == DeliveryWay.WINDOW:
        return Box(
            kind="act",
            title=gettext("请来拿"),
            lines=(gettext("带身份证和收件凭证。替人拿的,带授权书。"),),
            places=_places(file),
        )
    if file.case.delivery_way == DeliveryWay.POST:
        return _nothing(file, gettext("正在寄给您。"))
    return _nothing(file)


def _places(file: CaseFile) -> tuple[Place, ...]:
    body = file.rules.implementing_in(file.case.region)
    if body is None:
        return ()
    city = city_of_region(file.case.region)
    return tuple(
        Place(name=one.words, address=one.address_words, hours=one.hours_words, phone=one.phone)
        for one in outlets_by_key(city=city, keys=body.outlets)
    )


def _delivered(file: CaseFile) -> Box:
    if file.case.decision == Decision.DENY:
        return _denied(file)
    return Box(kind="calm", title=gettext("您现在不用做什么"), lines=(gettext("证和文书都在下面。"),))


def _denied(file: CaseFile) -> Box:
    return Box(
        kind="wrong",
        title=gettext("没有批准,理由是"),
        reasons=_reasons(file.case),
        lines=(gettext("不服的,下面写着找谁、几天内。"),),
    )


def _refused(file: CaseFile) -> Box:
    facts = _last(file, "case.refused/1")
    ground = RefusalGround(facts.ground)
    return Box(
        kind="wrong",
        title=gettext("没有受理:%(ground)s") % {"ground": speak(ground.label)},
        reasons=_reasons(file.case),
        lines=(*_right_office(facts.right_agency), gettext("不服的,下面写着找谁、几天内。")),
    )


def _right_office(uscc: str | None) -> tuple[str, ...]:
    """这事不归我们,请找…: the office whose matter it is, with its telephone."""
    agency = Agency.objects.filter(uscc=uscc).first() if uscc else None
    if agency is None:
        return ()
    told = {"agency": agency.name, "phone": formats.joined(list(agency.advice_phones))}
    return (gettext("这事请找%(agency)s,电话%(phone)s。") % told,)


def _terminated(file: CaseFile) -> Box:
    ground = ClosingGround(_last(file, "case.terminated/1").ground)
    return Box(
        kind="held",
        title=gettext("不再办了:%(ground)s") % {"ground": speak(ground.label)},
        reasons=_reasons(file.case),
        way=_again(file),
    )


def _withdrawn(file: CaseFile) -> Box:
    return Box(kind="info", title=gettext("还想办,随时再来"), way=_again(file))


def _again(file: CaseFile) -> Way:
    code = file.case.item_version.item.code
    return Way(label=gettext("重新办一件"), link=reverse("web:start", kwargs={"code": code}))


def _reasons(case: Case) -> tuple[str, ...]:
    text = case.reasons.reveal() if case.reasons is not None else ""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _last(file: CaseFile, kind: str) -> Any:
    return next(entry.facts for entry in reversed(file.trail) if entry.kind == kind)


_BOXES: Final[dict[S, Callable[[CaseFile], Box]]] = {
    S.SUBMITTED: _submitted,
    S.UNDER_REVIEW: _under_review,
    S.SPECIAL_PROCEDURE: _special,
    S.DECIDED: _decided,
    S.READY: _ready,
    S.DELIVERED: _delivered,
    S.ARCHIVED: _delivered,
    S.REFUSED: _refused,
    S.TERMINATED: _terminated,
    S.WITHDRAWN: _withdrawn,
    S.DEEMED_WITHDRAWN: _withdrawn,
}
