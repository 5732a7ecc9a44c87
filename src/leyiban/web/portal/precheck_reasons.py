"""为什么: each condition, paper, step and fee with the clause and the answers behind it, and what would change it."""

from collections.abc import Callable, Iterator, Mapping

from leyiban.catalogue.queries import Prechecked
from leyiban.catalogue.rulefile.burden import is_held
from leyiban.catalogue.rulefile.materials import Material
from leyiban.catalogue.rulefile.precheck import NOT_MET, Change, Judged, Picked, Verdict
from leyiban.catalogue.rulefile.terms import Fee
from leyiban.catalogue.vocabulary import Necessity
from leyiban.catalogue.words import Bilingual, active_lang
from leyiban.web import formats
from leyiban.web.portal.finding import guide_link
from leyiban.web.portal.precheck_parts import because_of
from leyiban.web.portal.precheck_shown import Asked, Otherwise, Reason, Then
from leyiban.web.wording import as_written, gettext, ngettext, speak


def conditions(found: Prechecked, names: Mapping[str, Bilingual]) -> tuple[Reason, ...]:
    """Every condition in the order of the file. ``names`` are those of the city's items by code."""
    return tuple(_reason(judged, found, names) for judged in found.outcome.conditions)


def _reason(judged: Judged, found: Prechecked, names: Mapping[str, Bilingual]) -> Reason:
    condition = judged.condition
    fails = judged.verdict is Verdict.NOT_MET
    instead = condition.instead if fails and condition.instead in names else None
    return Reason(
        number=judged.number,
        text=condition.text,
        clause=as_written(condition.clause),
        mark=judged.verdict.value,
        found=speak(judged.verdict.label),
        otherwise=condition.otherwise or "" if fails else "",
        instead=guide_link(instead) if instead else "",
        instead_name=names[instead] if instead else "",
        because=() if NOT_MET in judged.because else because_of(judged.because, found.given),
    )


def papers(found: Prechecked) -> tuple[Asked, ...]:
    """What these answers ask for, and what further answers might."""
    return tuple(
        Asked(
            name=due.what.name,
            sure=due.sure,
            notes=tuple(_notes(due.what)),
            more=due.what.source_explain or due.what.source.words,
            clause=as_written(due.what.by_law),
            because=because_of(due.because, found.given),
        )
        for due in found.outcome.papers
    )


def _notes(material: Material) -> Iterator[str]:
    if is_held(material):
        yield gettext("我们已有,不用带")
    elif material.necessity is Necessity.MAY_BE_LATE:
        yield gettext("可以晚几天交(容缺)")
    if material.copies > 1:
        yield ngettext("%(n)s份", "%(n)s份", material.copies) % {"n": material.copies}


def fees(found: Prechecked) -> tuple[Asked, ...]:
    return tuple(
        Asked(
            name=due.what.name,
            sure=due.sure,
            notes=(_price(due.what),),
            more=due.what.reduction.explain if due.what.reduction else "",
            clause=as_written(due.what.basis),
            because=because_of(due.because, found.given),
        )
        for due in found.outcome.fees
    )


def _price(fee: Fee) -> str:
    if not fee.fen:
        return gettext("不收费")
    return f"{formats.money(fee.fen)} / {fee.unit.said(active_lang()).text}"


def steps(found: Prechecked) -> tuple[Asked, ...]:
    """The tasks of the review with the days each may take."""
    return tuple(
        Asked(
            name=due.what.name,
            sure=due.sure,
            notes=tuple(_days(due.what.within_working_days)),
            because=because_of(due.because, found.given),
        )
        for due in found.outcome.tasks
    )


def _days(days: int | None) -> Iterator[str]:
    if days is not None:
        yield formats.span_in_words(days, "working_day") if days else gettext("当场")


def otherwise(found: Prechecked, *, link: Callable[[Picked], str]) -> tuple[Otherwise, ...]:
    """What other answers would change. ``link`` makes the address of other answers."""
    return tuple(
        Otherwise(
            question=change.question.label,
            answer=change.option.label,
            taken_away=change.taken_away,
            link=link(_picked(found, change)),
            then=tuple(_then(change)),
        )
        for change in found.changes
    )


def _picked(found: Prechecked, change: Change) -> dict[str, tuple[str, ...]]:
    key, value = change.question.key, change.option.value
    now = found.given.picked[key]
    if not change.question.many:
        then: tuple[str, ...] = (value,)
    else:
        then = tuple(one for one in now if one != value) if change.taken_away else (*now, value)
    return {**found.given.picked, key: then}


def _then(change: Change) -> Iterator[Then]:
    for judged in change.now_failing:
        yield Then(
            what=gettext("就不能办:"),
            names=(judged.condition.otherwise or judged.condition.text,),
            clause=as_written(judged.condition.clause),
        )
    for judged in change.now_met:
        yield Then(
            what=gettext("这一条就不挡您了:"),
            names=(judged.condition.text,),
            clause=as_written(judged.condition.clause),
        )
    lists: tuple[tuple[str, tuple[Bilingual, ...]], ...] = (
        (gettext("要多带:"), tuple(paper.name for paper in change.papers_more)),
        (gettext("不用带:"), tuple(paper.name for paper in change.papers_fewer)),
        (gettext("要多一步:"), tuple(task.name for task in change.tasks_more)),
        (gettext("少一步:"), tuple(task.name for task in change.tasks_fewer)),
        (gettext("收费变成:"), tuple(fee.name for fee in change.fees_more)),
        (gettext("还要再问:"), tuple(question.label for question in change.asks)),
    )
    yield from (Then(what=what, names=names) for what, names in lists if names)
