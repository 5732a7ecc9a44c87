"""One item's guide: from the catalogue's typed guide to the page (M3.2, F1.1)."""

import datetime as dt

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from leyiban.catalogue.models import City, ItemVersion
from leyiban.catalogue.queries import guide_of, item_version, outlets_by_key
from leyiban.catalogue.rulefile.guide import Guide, GuideMaterial
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.parts import Legal
from leyiban.catalogue.vocabulary import Necessity, TaskState
from leyiban.catalogue.words import Bilingual, active_lang
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.lawbook.errors import RuleUnknown
from leyiban.kernel.moments import city_date
from leyiban.people.queries import region_by_code
from leyiban.web import formats
from leyiban.web.chrome import address_of
from leyiban.web.city import Phone
from leyiban.web.edge import Visit, page
from leyiban.web.portal import facts
from leyiban.web.portal.finding import city_of_visit
from leyiban.web.portal.guide_shown import Basis, GuidePage, Office, Pair, Paper, Place, Question, Step
from leyiban.web.rights import ANYONE
from leyiban.web.wording import gettext, ngettext


@page(ANYONE)
def guide(visit: Visit, code: str) -> HttpResponseBase:
    """The guide of an item as it holds today, for the county chosen with ``?region=``."""
    city = city_of_visit(visit)
    version = item_version(code=code, city=city, on=city_date(visit.now))
    region = _region(visit.request, version.rulefile, city)
    return visit.show(
        "portal/guide.html", {"guide": guide_page(version, city=city, region=region, now=visit.now)}
    )


def guide_page(version: ItemVersion, *, city: City, region: str, now: dt.datetime) -> GuidePage:
    """Everything the page says. ``region`` is the county chosen, else the city itself."""
    on = city_date(now)
    told = guide_of(version, active_lang(), region=region, on=on)
    rulefile = version.rulefile
    in_use = version.state == TaskState.IN_USE.value
    return GuidePage(
        code=told.code,
        name=told.name,
        summary=told.summary,
        facts=facts.five_facts(told, version, region=region, now=now),
        start=address_of("web:start", code=told.code) if in_use else "",
        closed="" if in_use else gettext("这件事现在暂停办。以前交的都还在办。"),
        papers=tuple(_paper(told, material) for material in told.materials),
        conditions=tuple(
            Pair(name=str(one.number), value=one.text, more=one.clause) for one in told.conditions
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
        fees=tuple(
            Pair(name=fee.name, value=f"{formats.money(fee.fen)} / {fee.unit}", more=fee.standard)
            for fee in told.fees
        ),
        results=_results(told),
        places=_places(told, city),
        offices=_offices(rulefile, region),
        entrances=tuple(Pair(name=one.name, value=one.url) for one in told.entrances),
        faq=tuple(Question(ask=one.ask, answer=one.answer) for one in told.questions),
        rights=told.rights,
        duties=told.duties,
        remedies=_remedies(rulefile, region=region, on=on),
        bases=tuple(_basis(law) for law in told.laws),
        codes=_codes(told, rulefile),
        consult=_phone(told, "consult_phone"),
        complain=_phone(told, "complaint_phone"),
    )


def _region(request: HttpRequest, rulefile: RuleFile, city: City) -> str:
    asked = request.GET.get("region", "")
    known = {body.region for body in rulefile.implementing}
    return asked if asked in known else city.region.code


def _paper(told: Guide, material: GuideMaterial) -> Paper:
    copies = material.copies
    address = {"code": told.code, "key": material.key}
    return Paper(
        name=material.name,
        held=material.may_be_held,
        may_be_late=material.necessity is Necessity.MAY_BE_LATE,
        needed=material.necessity is not Necessity.CONDITIONAL,
        only_if=material.situations,
        source=material.source,
        copies=ngettext("%(n)s份", "%(n)s份", copies) % {"n": copies} if copies else "",
        good=material.standard,
        fill=material.how_to_fill or "",
        blank=reverse("web:blank", kwargs=address) if material.blank == "generated" else "",
        sample=reverse("web:sample", kwargs=address) if material.sample else "",
        basis=material.by_law,
    )


def _step_name(step: str) -> str:
    return {
        "accept": gettext("正式开始办(受理)"),
        "review": gettext("审查"),
        "decide": gettext("决定"),
        "finish": gettext("办结"),
        "deliver": gettext("交到您手上(送达)"),
    }[step]


def _limits(told: Guide, *, region: str, now: dt.datetime) -> tuple[Pair, ...]:
    promised, statutory = told.limits.promised, told.limits.statutory
    due = facts.due_if_sent(promised, region=region, now=now)
    rows = [
        Pair(
            name=gettext("我们承诺"),
            value=facts.limit_in_words(promised),
            more=gettext("今天受理,%(due)s办好") % {"due": formats.deadline(due, now)} if due else "",
        ),
        Pair(name=gettext("法律规定"), value=facts.limit_in_words(statutory), more=statutory.basis),
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
    rows = [
        Pair(name=told.result_kind.words, value=told.result_name),
        Pair(name=gettext("怎么拿"), value=ways),
        *(Pair(name=one.way.words, value=one.explain) for one in told.delivery if one.explain),
    ]
    if told.result_sample:
        rows += [Pair(name=row.label, value=row.value) for row in told.result_sample.rows]
    return tuple(rows)


def _places(told: Guide, city: City) -> tuple[Place, ...]:
    if told.body is None:
        return ()
    return tuple(
        Place(name=one.words, address=one.address_words, hours=one.hours_words, phone=one.phone)
        for one in outlets_by_key(city=city, keys=told.body.outlets)
    )


def _offices(rulefile: RuleFile, region: str) -> tuple[Office, ...]:
    """Who handles it where, with the telephone of each (M1.11); empty when one office does it all."""
    if len(rulefile.implementing) == 1:
        return ()
    rows = []
    for body in rulefile.implementing:
        place = region_by_code(body.region)
        name = Bilingual(zh=place.name, en=place.name_en or None) if place else body.region
        rows.append(
            Office(region=body.region, name=name, phone=body.consult_phone, here=body.region == region)
        )
    return tuple(rows)


def _remedies(rulefile: RuleFile, *, region: str, on: dt.date) -> tuple[Pair, ...]:
    keys = rulefile.remedies
    return (
        *_remedy(gettext("行政复议"), keys.reconsideration_body, keys.reconsideration_limit, region, on),
        *_remedy(gettext("行政诉讼"), keys.litigation_court, keys.litigation_limit, region, on),
    )


def _remedy(name: str, where: str, within: str, region: str, on: dt.date) -> tuple[Pair, ...]:
    """None at all rather than a wrong one: a remedy whose rule is not published is left to the decision's paper."""
    try:
        body = lawbook.rule(where, on=on, region=region)
        limit = lawbook.rule(within, on=on, region=region)
    except RuleUnknown:
        return ()
    span = facts.span_in_words(int(limit.value), limit.unit)
    return (Pair(name=name, value=gettext("%(span)s内,向%(body)s提出") % {"span": span, "body": body.value}),)


def _basis(law: Legal) -> Basis:
    return Basis(law=law.law, document_no=law.document_no or "", article=law.article, text=law.text)


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


def _phone(told: Guide, which: str) -> Phone | None:
    if told.body is None:
        return None
    name = {
        "consult_phone": Bilingual(zh="咨询电话", en="Enquiries"),
        "complaint_phone": Bilingual(zh="投诉监督电话", en="Complaints"),
    }[which]
    return Phone(name=name, shown=getattr(told.body, which))
