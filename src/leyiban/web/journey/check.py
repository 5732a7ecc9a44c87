"""检查一遍: everything on one page, each with its way to change it; how the result is to come; one button."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.errors import DraftGone, ItemNotOpen, RealNameNeeded
from leyiban.cases.operations import bring_up_to_date, choose_delivery, submit_draft
from leyiban.cases.queries import DraftPage, draft_for
from leyiban.catalogue.rulefile import ShownQuestion, shown
from leyiban.catalogue.vocabulary import DeliveryWay
from leyiban.catalogue.words import active_lang
from leyiban.kernel.errors import InvalidInput
from leyiban.kernel.rights import SIGNED_IN
from leyiban.people.queries import names_on_paper, region_name
from leyiban.web.edge import (
    Trouble,
    Visit,
    attempt,
    new_once,
    page,
    see_other,
    send_once,
    version_of,
)
from leyiban.web.filling.delivery import NAME as TO
from leyiban.web.filling.delivery import post_address
from leyiban.web.jinja import plain
from leyiban.web.journey.boxes import boxes_of
from leyiban.web.journey.steps import (
    BACK_TO_CHECK,
    Steps,
    draft_link,
    form_link,
    papers_link,
    place_of,
    steps_of,
)
from leyiban.web.parts import Words
from leyiban.web.parts.fields import Choice, Field, FieldKind, Known
from leyiban.web.parts.tables import Answer, Answers
from leyiban.web.wording import gettext, ngettext, speak

WAY: Final = "delivery_way"


@page(SIGNED_IN, "GET", "POST")
def check(visit: Visit, key: str) -> HttpResponseBase:
    """Look once more, then send. However often the button is pressed, it is sent once."""
    if visit.request.method != "POST":
        return _show(visit, draft_for(visit.actor, key, now=visit.now))
    if _item_has_changed(visit, key):
        changed = Trouble(
            status=409, code="item_changed", sentence=gettext("这件事的要求刚变了,请再检查一遍。")
        )
        return _show(visit, draft_for(visit.actor, key, now=visit.now), changed)
    try:
        sent = attempt(lambda: send_once(visit, lambda: _send(visit, key)))
    except RealNameNeeded:
        return see_other(f"{reverse('web:real_name')}?next={visit.request.path}")
    if isinstance(sent, Trouble):
        return _show(visit, draft_for(visit.actor, key, now=visit.now), sent)
    return sent


def _item_has_changed(visit: Visit, key: str) -> bool:
    """Whether the draft had to be moved to a newer version of its item. One that was sent already asks nothing."""
    try:
        return bring_up_to_date(key=key, actor=visit.actor, now=visit.now)
    except (DraftGone, ItemNotOpen):  # the submission itself says so
        return False


def _send(visit: Visit, key: str) -> str:
    """Keep the way of delivery and hand the draft in, both or neither; where its receipt is."""
    version = version_of(visit.request)
    way = visit.request.POST.get(WAY, "")
    if way in set(DeliveryWay):
        to = visit.request.POST.get(TO, "")
        version = choose_delivery(
            key=key, way=way, to=to, version=version, actor=visit.actor, now=visit.now
        ).version
    moved = submit_draft(key=key, version=version, actor=visit.actor, now=visit.now)
    return reverse("web:case_receipt", kwargs={"number": moved.matter.number})


def _show(visit: Visit, opened: DraftPage, trouble: Trouble | None = None) -> HttpResponseBase:
    draft, steps = opened.draft, steps_of(opened, now=visit.now)
    wrong = _wrong(opened, trouble)
    way = _way(visit, opened, problem=wrong.get(WAY, ""))
    to = post_address(opened, typed=visit.request.POST.get(TO), problem=wrong.get(TO, ""))
    here = {WAY: way.first_id, TO: "" if to is None else to.first_id}
    lines = tuple(
        (here.get(name) or _and_back(place_of(name, draft.key, steps)), said) for name, said in wrong.items()
    )
    return visit.show(
        "journey/check.html",
        {
            "item": opened.rules.name,
            "short": opened.rules.short_name,
            "applicant": draft.applicant.name,
            "correcting": draft.case,
            "draft": draft_link(draft.key),
            "step": steps.steps[-1],
            "total": steps.total,
            "groups": tuple(_groups(visit, opened, steps)),
            "way": way,
            "to": to,
            "lines": lines,
            "sentence": _sentence(len(lines), trouble),
            "once": new_once(),
            "version": draft.version,
        },
        status=trouble.status if trouble else 200,
    )


def _wrong(opened: DraftPage, trouble: Trouble | None) -> Mapping[str, str]:
    """What stands between the draft and its submission, as the judge of the submission said it, else as it is."""
    if trouble is not None and trouble.at:
        return trouble.at
    return {problem.field: speak(problem.message) for problem in opened.problems}


def _sentence(count: int, trouble: Trouble | None) -> str:
    if trouble is not None and trouble.code != InvalidInput.code:
        return trouble.sentence
    if not count:
        return ""
    return ngettext("还差%(n)s处,补上就能交", "还差%(n)s处,补上就能交", count) % {"n": count}


def _and_back(place: str) -> str:
    address, _, anchor = place.partition("#")
    return f"{address}?back={BACK_TO_CHECK}#{anchor}" if anchor else address


def _groups(visit: Visit, opened: DraftPage, steps: Steps) -> Iterator[Answers]:
    questions = [question for asked in steps.pages for question in asked.questions]
    notes = boxes_of(opened, questions, actor=visit.actor, now=visit.now).notes
    for asked in steps.pages:
        rows = (_answer(opened, asked.key, question, notes) for question in asked.questions)
        yield Answers(title=asked.title, rows=tuple(rows))
    if opened.materials:
        yield Answers(title=gettext("材料"), rows=tuple(_papers(opened)))
    yield Answers(title=gettext("为谁办"), rows=tuple(_who(opened)))


def _answer(opened: DraftPage, step: str, question: ShownQuestion, notes: Mapping[str, Known]) -> Answer:
    note = notes.get(question.key) if question.key in opened.answers else None
    return Answer(
        label=question.label,
        value=_in_words(opened, question),
        change=_and_back(f"{form_link(opened.draft.key, step)}#f-{question.key}"),
        source="" if note is None else _from(note.source),
    )


def _from(source: Words) -> str:
    return gettext("来自:%(source)s") % {"source": plain(source)}


def _in_words(opened: DraftPage, question: ShownQuestion) -> str:
    """In full: nobody can check a number whose middle is hidden, and it is the reader's own."""
    value = opened.answers.get(question.key)
    return shown(opened.rules, question.key, value, lang=active_lang(), region_name=region_name, masked=False)


def _papers(opened: DraftPage) -> Iterator[Answer]:
    for needed in opened.materials:
        count = len(opened.papers.get(needed.material.key, ()))
        files = ngettext("%(n)s个文件", "%(n)s个文件", count) % {"n": count}
        later = gettext("以后再交(容缺)") if not needed.now else ""
        yield Answer(
            label=needed.material.name,
            value=files if count else later,
            change=_and_back(f"{papers_link(opened.draft.key)}#p-{needed.material.key}"),
        )


def _who(opened: DraftPage) -> Iterator[Answer]:
    """All three names that the papers will carry."""
    draft = opened.draft
    names = names_on_paper(applicant=draft.applicant, operator=draft.operator)
    yield Answer(label=gettext("申请人"), value=names.applicant)
    if names.head:
        yield Answer(label=names.head_title, value=names.head)
    if names.operator:
        yield Answer(label=gettext("经办人"), value=names.operator)


def _way(visit: Visit, opened: DraftPage, *, problem: str) -> Field:
    return Field(
        kind=FieldKind.CHOICE,
        name=WAY,
        label=gettext("结果怎么给您?"),
        value=visit.request.POST.get(WAY, "") or opened.draft.delivery_way,
        problem=problem,
        choices=tuple(
            Choice(value=each.way.value, label=each.way.words, hint=each.explain or _hint(each.way))
            for each in opened.rules.delivery
        ),
    )


def _hint(way: DeliveryWay) -> str:
    return {
        DeliveryWay.ELECTRONIC: gettext("选它就是同意:到您账户就算送达。"),
        DeliveryWay.WINDOW: gettext("办好了发短信,带身份证来拿。"),
        DeliveryWay.POST: gettext("寄到下面写的地址。"),
    }[way]
