"""看我的事能不能走绿色通道: three questions, a binding answer at once, and the guide that goes with it (F4.6, M4.5)."""

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from leyiban.cases.green.promise import promise, promised_until
from leyiban.cases.rules.green import shortened
from leyiban.catalogue.green_test import Tested, Verdict, entry_test
from leyiban.catalogue.greenfile import Proof
from leyiban.catalogue.models import City, ItemVersion
from leyiban.catalogue.queries import (
    WhomToRing,
    green_classes,
    green_contacts,
    item_version,
    limits_of,
)
from leyiban.catalogue.queries import items as items_of
from leyiban.catalogue.rulefile.variants import VariantMark
from leyiban.catalogue.vocabulary import Necessity
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE
from leyiban.web import formats
from leyiban.web.edge import Visit, page
from leyiban.web.parts import Words
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.portal.finding import city_of_visit
from leyiban.web.wording import gettext

CLASS, ITEM, PROOF = "class", "item", "proof"


@dataclass(frozen=True, slots=True, kw_only=True)
class GreenGuide:
    """What the green channel changes for this item: how long it takes, which papers may come later, whom to ring, and
    the special process in force."""

    item: Words
    usually: str
    quicker: str
    later: tuple[Words, ...]
    contacts: tuple[WhomToRing, ...]
    special: VariantMark | None


def proof_label(proof: Proof) -> str:
    match proof:
        case Proof.ORDER:
            return gettext("政府或部门的指令、订单")
        case Proof.PROJECT_LIST:
            return gettext("列入项目名单的文件")
        case Proof.HEADQUARTERS_LETTER:
            return gettext("指挥部的函")


@page(ANYONE)
def test(visit: Visit) -> HttpResponseBase:
    """The questions; with all of them answered, the answer below them."""
    city, asked = city_of_visit(visit), visit.request.GET
    today = city_date(visit.now)
    classes = green_classes(city, on=today)
    versions = items_of(city=city, on=today)
    named = {version.item.code: version.words for version in versions}
    key, item, proof = (asked.get(name, "")[:64] for name in (CLASS, ITEM, PROOF))
    answered = key in {each.key for each in classes} and item in named and PROOF in asked
    tested = entry_test(classes, key=key, item=item, proof=proof) if answered else None
    context: dict[str, object] = {
        "fields": (
            _field(
                CLASS,
                gettext("属于哪一类?"),
                [Choice(value=each.key, label=each.name, hint=each.about) for each in classes],
                key,
            ),
            _field(
                ITEM,
                gettext("办什么事?"),
                [Choice(value=code, label=words) for code, words in named.items()],
                item,
            ),
            _field(
                PROOF,
                gettext("手里有哪样证明?"),
                [*_proofs(), Choice(value="none", label=gettext("都没有"))],
                proof,
            ),
        ),
        "tested": tested,
        "missing": bool(asked) and not answered,
    }
    if tested is not None:
        context |= _answer(visit, city, tested, item, proof)
    return visit.show("openness/green_test.html", context)


def _answer(visit: Visit, city: City, tested: Tested, item: str, proof: str) -> dict[str, object]:
    today = city_date(visit.now)
    version = item_version(code=item, city=city, on=today)
    assert tested.entry is not None
    number = ""
    if tested.admits:
        number = promise(
            green_class=tested.entry.key, item=item, proof=proof, region=city.region.code, today=today
        )
    return {
        "tested": tested,
        "why": _why(tested),
        "proofs": tuple(proof_label(each) for each in tested.entry.allows.proof),
        "number": number,
        "holds_until": promised_until(region=city.region.code, today=today) if number else None,
        "guide": guide_of(version, tested, region=city.region.code, visit=visit) if tested.admits else None,
        "start": f"{reverse('web:start', kwargs={'code': item})}",
        "how": urlencode({"answer": number}),
    }


def _why(tested: Tested) -> str:
    match tested.verdict:
        case Verdict.YES:
            return gettext("证明和您说的一样,就准进。")
        case Verdict.NOT_THIS_ITEM:
            return gettext("这一类不包括这件事。")
        case Verdict.NO_PROOF:
            return gettext("还缺一样证明,有了就能走。")
        case Verdict.NO_SUCH_CLASS:
            return gettext("这一类现在不在绿色通道里。")


def guide_of(version: ItemVersion, tested: Tested, *, region: str, visit: Visit) -> GreenGuide:
    """What is quicker for this item under the class that was tested, from the item's own rule file."""
    assert tested.entry is not None
    rules = version.rulefile
    allows, promised = tested.entry.allows, limits_of(rules, region=region, on=city_date(visit.now)).promised
    late = (
        [each.name for each in rules.materials if each.necessity is Necessity.MAY_BE_LATE]
        if allows.omissions
        else []
    )
    return GreenGuide(
        item=rules.name,
        usually=_length(promised.amount, promised.limit.unit.value),
        quicker=_length(shortened(promised.amount, allows.limit_percent), promised.limit.unit.value),
        later=tuple(late),
        contacts=tuple(green_contacts(version)),
        special=rules.variant,
    )


def _length(amount: int, unit: str) -> str:
    return formats.span_in_words(amount, unit) if amount else gettext("当天")


def _proofs() -> list[Choice]:
    return [Choice(value=each.value, label=proof_label(each)) for each in Proof]


def _field(name: str, label: str, choices: list[Choice], value: str) -> Field:
    return Field(kind=FieldKind.CHOICE, name=name, label=label, choices=tuple(choices), value=value)
