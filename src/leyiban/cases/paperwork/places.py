"""Where to go and how to follow: windows, query, and how the result is handed over."""

from django.conf import settings

from leyiban.cases.papers_of_law import Fact
from leyiban.cases.paperwork.context import Context
from leyiban.cases.paperwork.parties import officer
from leyiban.catalogue.models import Outlet
from leyiban.catalogue.queries import outlets_by_key
from leyiban.catalogue.rulefile.outcome import Delivery
from leyiban.catalogue.vocabulary import DeliveryWay

_BRING = "本人身份证件；代领的另带授权委托书和代领人身份证件"


def query(context: Context) -> Fact:
    """How to follow the case without signing in."""
    address = settings.PUBLIC_URL.removeprefix("https://")
    return Fact("怎么查进度", f"扫左下角的码，或上{address}/progress，或打咨询电话")


def window(context: Context) -> Fact:
    """The window that takes in for this office, with its phone."""
    return Fact("受理窗口", _window(context))


def taken_up_by(context: Context) -> Fact:
    """Accepting officer, window and phone."""
    return Fact("受理人和窗口", "，".join(part for part in (officer(context), _window(context)) if part))


def _window(context: Context) -> str:
    """The office's own window in the hall, else the first comprehensive one."""
    outlet = _hall(context)
    if outlet is None:
        return context.case.agency.name
    windows = sorted(outlet.windows.all(), key=lambda each: (len(each.number), each.number))
    own = [each for each in windows if each.agency_id == context.case.agency_id]
    common = [each for each in windows if each.agency_id is None]
    name = next((f"{each.number}号{each.name}" for each in (*own, *common)), "")
    return f"{outlet.name}{name}，{outlet.phone}"


def handover(context: Context) -> tuple[Fact, ...]:
    """How the result reaches the applicant, where, and what to bring."""
    way = DeliveryWay.of(context.case.delivery_way)
    offered = next((each for each in context.rules.delivery if each.way is way), None)
    facts = [Fact("怎么拿结果", _way(way, offered))]
    if way is DeliveryWay.WINDOW:
        facts += [Fact("领取地点", _place(context)), Fact("领取时请带", _BRING)]
    if way is DeliveryWay.POST:
        facts.append(Fact("寄到", _post_address(context)))
    return tuple(facts)


def handover_place(context: Context) -> Fact:
    """Where the result is handed over; for a slip that is signed there."""
    return Fact("送达地点", _place(context))


def _way(way: DeliveryWay, offered: Delivery | None) -> str:
    explained = "" if offered is None or offered.explain is None else f"。{offered.explain.zh}"
    return f"{way.zh}{explained}"


def _hall(context: Context) -> Outlet | None:
    city = context.case.item_version.item.city
    return next(iter(outlets_by_key(city=city, keys=context.body.outlets)), None)


def _place(context: Context) -> str:
    outlet = _hall(context)
    if outlet is None:
        agency = context.case.agency
        return agency.address or agency.name
    return f"{outlet.name}，{outlet.address}；{outlet.hours}"


def _post_address(context: Context) -> str:
    given = context.case.delivery_to
    return given.reveal() if given is not None else context.case.applicant.address
