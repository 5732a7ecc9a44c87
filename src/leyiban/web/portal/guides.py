"""One item's guide: from the catalogue's typed guide to the page (M3.2, F1.1)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from leyiban.cases.queries.ranges import expected_of
from leyiban.catalogue.models import City, ItemBody, ItemVersion
from leyiban.catalogue.queries import guide_of, item_version, next_version, outlets_by_key
from leyiban.catalogue.rulefile.guide import Guide, GuideMaterial
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.parts import Legal
from leyiban.catalogue.vocabulary import Necessity, TaskState
from leyiban.catalogue.words import Bilingual, active_lang
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.lawbook.errors import RuleUnknown
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE
from leyiban.people.rules.divisions import covers
from leyiban.web import formats
from leyiban.web.chrome import address_of
from leyiban.web.city import Phone
from leyiban.web.edge import Visit, page
from leyiban.web.journey.mine import draft_of
from leyiban.web.parts import Words
from leyiban.web.parts.expected import usual_words
from leyiban.web.portal import facts
from leyiban.web.portal.finding import city_of_visit
from leyiban.web.portal.guide_shown import Basis, GuidePage, Office, Pair, Paper, Place, Question, Step
from leyiban.web.portal.savings import savings_of
from leyiban.web.wording import as_written, gettext, ngettext


@page(ANYONE)
def guide(visit: Visit, code: str) -> HttpResponseBase:
    """The guide of an item as it holds today, for the county chosen with ``?region=``."""
    city = city_of_visit(visit)
    version = item_version(code=code, city=city, on=city_date(visit.now))
    region = _region(visit.request, version.rulefile, city)
    shown = guide_page(version, city=city, region=region, now=visit.now)
    if shown.start:
        shown = replace(
            shown,
            start=_with_county(shown.start, visit.request),
            draft=draft_of(visit.actor, version),
        )
    shown = replace(shown, precheck=_with_county(shown.precheck, visit.request))
    return visit.show("portal/guide.html", {"guide": shown})


def _with_county(address: str, request: HttpRequest) -> str:
    """With the county that the reader has chosen, so that he need not choose it again."""
    region = request.GET.get("region", "")
    return f"{address}?{urlencode({'region': region})}" if region else address


def guide_page(version: ItemVersion, *, city: City, region: str, now: dt.datetime) -> GuidePage:
    """Everything the page says. ``region`` is the county chosen, else the city itself."""
    on = city_date(now)
    told = guide_of(version, active_lang(), region=region, on=on)
    rulefile = version.rulefile
    bodies = list(version.bodies.select_related("agency", "region").order_by("region__code"))
    office = _office(told, bodies)
    in_use = version.state == TaskState.IN_USE.value
    return GuidePage(
        code=told.code,
        name=told.name,
        summary=told.summary,
        facts=facts.five_facts(told, version, region=region, now=now),
        start=address_of("web:start", code=told.code) if in_use else "",
        precheck=address_of("web:precheck", code=told.code),
        closed="" if in_use else gettext("这件事现在暂停办。以前交的都还在办。"),
        papers=tuple(_paper(told, rulefile, material) for material in told.materials),
        conditions=tuple(
            Pair(name=str(one.number), value=one.text, more=as_written(one.clause)) for one in told.conditions
        ),
        steps=tuple(
            Step(
                name=_step_name(one.step),
                by=one.by,
                time=one.time,
                standard=one.standard,
                outcome=one.outcome,
            )
            for one in told.steps
        ),
        limits=_limits(told, region=region, now=now),
        usual=_usual(version, bodies, region=region, now=now),
        fees=_fees(told),
        results=_results(told),
        result_sample=_result_sample(told),
        places=_places(told, city),
        offices=_offices(bodies, region),
        entrances=tuple(Pair(name=one.name, value=one.url) for one in told.entrances),
        faq=tuple(Question(ask=one.ask, answer=one.answer) for one in told.questions),
        rights=told.rights,
        duties=told.duties,
        remedies=remedies_of(rulefile, region=region, on=on),
        bases=tuple(_basis(law) for law in told.laws),
        codes=_codes(told, rulefile),
        savings=savings_of(told.reduction),
        heard=_heard(rulefile),
        coming=_coming(version, on),
        consult=Phone(name=office, shown=told.body.consult_phone) if told.body and office else None,
        complain=Phone(name=office, shown=told.body.complaint_phone) if told.body and office else None,
    )


def _heard(rulefile: RuleFile) -> Pair | None:
    """Whom the licence touches, in the words of its rule file (R12)."""
    touched = rulefile.touches_others
    if touched is None:
        return None
    return Pair(name=gettext("谁"), value=touched.whom, more=as_written(touched.clause))


def _coming(version: ItemVersion, on: dt.date) -> Words:
    """That less can soon be done online, from when and why: public before it holds (F3.1)."""
    later = next_version(version, on=on)
    notice = later.rulefile.depth_notice if later else None
    if later is None or notice is None:
        return ""
    begins = formats.date(later.effective_from)
    return gettext("从%(day)s起,网上能办的会变少。") % {"day": begins} + notice.why.said(active_lang()).text


def _region(request: HttpRequest, rulefile: RuleFile, city: City) -> str:
    asked = request.GET.get("region", "")
    known = {body.region for body in rulefile.implementing}
    return asked if asked in known else city.region.code


def _paper(told: Guide, rulefile: RuleFile, material: GuideMaterial) -> Paper:
    copies = material.copies
    address = {"code": told.code, "key": material.key}
    return Paper(
        name=material.name,
        held=material.may_be_held,
        may_be_late=material.necessity is Necessity.MAY_BE_LATE,
        needed=material.necessity is not Necessity.CONDITIONAL,
        only_if=_cases(rulefile, material.key),
        source=material.source,
        copies=ngettext("%(n)s份", "%(n)s份", copies) % {"n": copies} if copies else "",
        good=material.standard,
        fill=material.how_to_fill or "",
        blank=reverse("web:blank", kwargs=address) if material.blank else "",
        sample=reverse("web:sample", kwargs=address) if material.sample else "",
        basis=as_written(material.by_law),
    )


def _cases(rulefile: RuleFile, key: str) -> tuple[Pair, ...]:
    """In which situations a paper is needed: each question with the answers that make it so."""
    material = rulefile.material(key)
    asked = {situation.key: situation for situation in rulefile.situations}
    lang = active_lang()
    return tuple(
        Pair(
            name=asked[answer.situation].question,
            value=formats.joined(
                [
                    option.label.said(lang).text
                    for option in asked[answer.situation].options
                    if option.value in answer.options
                ]
            ),
        )
        for answer in (material.situations if material else ())
    )


def _step_name(step: str) -> str:
    return {
        "accept": gettext("正式开始办(受理)"),
        "review": gettext("审查"),
        "decide": gettext("决定"),
        "finish": gettext("办结"),
        "deliver": gettext("交到您手上(送达)"),
    }[step]


def _usual(version: ItemVersion, bodies: list[ItemBody], *, region: str, now: dt.datetime) -> str:
    """What half of the last ones took at the office of the place; empty where too few say so."""
    here = next((body for body in bodies if covers(body.region.code, region)), None)
    if here is None:
        return ""
    return usual_words(expected_of(version, agency=here.agency, region=region, now=now))


def _limits(told: Guide, *, region: str, now: dt.datetime) -> tuple[Pair, ...]:
    promised, statutory = told.limits.promised, told.limits.statutory
    due = facts.due_if_sent(promised, region=region, now=now)
    rows = [
        Pair(
            name=gettext("我们承诺"),
            value=facts.limit_in_words(promised),
            more=gettext("今天受理,%(due)s办好") % {"due": formats.deadline(due, now)} if due else "",
        ),
        Pair(
            name=gettext("法律规定"),
            value=facts.limit_in_words(statutory),
            more=as_written(statutory.basis),
        ),
        Pair(name=gettext("交上后多久回话"), value=facts.limit_in_words(told.limits.first_answer)),
        Pair(name=gettext("决定后多久拿证"), value=facts.limit_in_words(told.limits.delivery)),
    ]
    rows += [
        Pair(
            name=gettext("不算在内"),
            value=procedure.explain,
            more=gettext("最多%(span)s") % {"span": facts.limit_in_words(procedure.longest)},
        )
        for procedure in told.special_procedures
    ]
    return tuple(rows)


def _results(told: Guide) -> tuple[Pair, ...]:
    ways = formats.joined([one.way.words.said(active_lang()).text for one in told.delivery])
    return (
        Pair(name=told.result_kind.words, value=told.result_name),
        Pair(name=gettext("怎么拿"), value=ways),
        *(Pair(name=one.way.words, value=one.explain) for one in told.delivery if one.explain),
    )


def _result_sample(told: Guide) -> tuple[Pair, ...]:
    rows = told.result_sample.rows if told.result_sample else ()
    return tuple(Pair(name=row.label, value=as_written(row.value)) for row in rows)


def _places(told: Guide, city: City) -> tuple[Place, ...]:
    if told.body is None:
        return ()
    return tuple(
        Place(name=one.words, address=one.address_words, hours=one.hours_words, phone=one.phone)
        for one in outlets_by_key(city=city, keys=told.body.outlets)
    )


def _offices(bodies: Sequence[ItemBody], region: str) -> tuple[Office, ...]:
    """Who handles it where, with the telephone of each (M1.11); empty when one office does it all."""
    if len(bodies) == 1:
        return ()
    phones = {body.region: body.consult_phone for body in bodies[0].version.rulefile.implementing}
    return tuple(
        Office(
            region=body.region.code,
            name=Bilingual(zh=body.region.name, en=body.region.name_en or None),
            phone=phones[body.region.code],
            here=body.region.code == region,
        )
        for body in bodies
    )


def remedies_of(rulefile: RuleFile, *, region: str, on: dt.date) -> tuple[Pair, ...]:
    """Who hears a reconsideration and which court a suit, and within what time (R22), as it holds on ``on``."""
    keys = rulefile.remedies
    return (
        *_remedy(gettext("行政复议"), keys.reconsideration_body, keys.reconsideration_limit, region, on),
        *_remedy(gettext("行政诉讼"), keys.litigation_court, keys.litigation_limit, region, on),
    )


def _remedy(name: str, where: str, limit: str, region: str, on: dt.date) -> tuple[Pair, ...]:
    """None at all rather than a wrong one: a remedy whose rule is not published is left to the decision's paper."""
    try:
        body = lawbook.rule(where, on=on, region=region)
        time = lawbook.rule(limit, on=on, region=region)
    except RuleUnknown:
        return ()
    span = formats.span_in_words(int(time.value), time.unit)
    within = gettext("%(span)s内提出") % {"span": span}
    return (Pair(name=name, value=as_written(str(body.value)), more=within),)


def _basis(law: Legal) -> Basis:
    return Basis(
        law=law.law,
        document_no=as_written(law.document_no) if law.document_no else "",
        article=as_written(law.article),
        text=as_written(law.text),
    )


def _fees(told: Guide) -> tuple[Pair, ...]:
    """Each fee with what law demands beside it (R15): its standard, who need not pay, and its basis."""
    shown: list[Pair] = []
    for fee in told.fees:
        price = f"{formats.money(fee.fen)} / {fee.unit}" if fee.fen else gettext("不收费")
        shown.append(Pair(name=fee.name, value=price, more=fee.standard))
        if fee.reduction:
            shown.append(Pair(name=gettext("谁不用交"), value=fee.reduction))
        shown.append(Pair(name=gettext("依据"), value=as_written(fee.basis)))
    return tuple(shown)


def _codes(told: Guide, rulefile: RuleFile) -> tuple[Pair, ...]:
    lang = active_lang()

    def all_of(words: list[Bilingual]) -> str:
        return formats.joined([one.said(lang).text for one in words])

    rows = [
        Pair(name=gettext("事项类型"), value=rulefile.item_type.words),
        Pair(name=gettext("办件类型"), value=rulefile.project_type.words),
        Pair(name=gettext("行使层级"), value=told.use_level.words),
        Pair(name=gettext("服务对象"), value=all_of([one.words for one in rulefile.served])),
        Pair(name=gettext("办理形式"), value=all_of([one.words for one in told.handle_types])),
        Pair(name=gettext("通办范围"), value=told.handle_area.words),
        Pair(name=gettext("网办深度"), value=told.online_depth.words),
        Pair(name=gettext("基本编码"), value=rulefile.catalog_code),
    ]
    if told.body is not None:
        rows.append(Pair(name=gettext("实施编码"), value=told.body.task_code))
    if told.task_handle_item:
        rows.append(Pair(name=gettext("业务办理项编码"), value=told.task_handle_item))
    if told.quantity_limit:
        rows.append(Pair(name=gettext("数量限制"), value=told.quantity_limit))
    if told.intermediary:
        rows.append(Pair(name=gettext("中介服务"), value=told.intermediary))
    return tuple(rows)


def _office(told: Guide, bodies: Sequence[ItemBody]) -> Bilingual | None:
    """The name of the office competent for the reader; None until he has chosen a county."""
    if told.body is None:
        return None
    agency = next(body.agency for body in bodies if body.region.code == told.body.region)
    return Bilingual(zh=agency.name, en=agency.name_en or None)
