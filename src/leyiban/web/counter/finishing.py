"""Signature and submission: look once more, choose how the result comes, sign, hand in."""

import base64
import binascii
import datetime as dt
import io
from collections.abc import Iterator
from typing import BinaryIO, Final, cast

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise

from leyiban.cases.operations import choose_delivery, detach_paper, hand_in_paper, submit_draft
from leyiban.cases.queries import DraftPage, draft_for
from leyiban.cases.slots import SIGNATURE
from leyiban.catalogue.rulefile import shown_answers
from leyiban.catalogue.vocabulary import DeliveryWay
from leyiban.catalogue.words import active_lang
from leyiban.kernel.errors import FieldProblem, InvalidInput
from leyiban.people.models import Binding
from leyiban.people.queries import card_of, names_on_paper, region_name
from leyiban.web.counter.desk import at_counter, show
from leyiban.web.counter.steps import FINISH, steps_of
from leyiban.web.edge import Trouble, Visit, attempt, new_once, send_once, version_of
from leyiban.web.filling.delivery import NAME, post_address
from leyiban.web.filling.moment import DAY, TIME, moment_fields, read_moment
from leyiban.web.parts import Words
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.wording import gettext, speak
from leyiban.web.workbench.case.answers import clerks_of, mostly, typed_by

WAY: Final = "delivery_way"
DRAWN: Final = "signature.drawn"  # a picture that sign.js draws, as a data address
SCANNED: Final = "signature.scanned"  # or the signed form, scanned
_PICTURE: Final = "data:image/png;base64,"
_LONGEST: Final = 600_000  # characters of a drawn signature
_FORM: Final = "form."


@at_counter("GET", "POST")
def finish(visit: Visit, key: str) -> HttpResponseBase:
    """Everything on one page; what is missing leads to its place. Sent once, however often it is pressed."""
    if visit.request.method != "POST":
        return _show(visit, draft_for(visit.actor, key, now=visit.now))
    sent = attempt(lambda: send_once(visit, lambda: _send(visit, key)))
    if isinstance(sent, Trouble):
        return _show(visit, draft_for(visit.actor, key, now=visit.now), sent)
    return sent


def _send(visit: Visit, key: str) -> str:
    """Keep signature and way of delivery and hand in, all or nothing."""
    version = version_of(visit.request)
    opened = draft_for(visit.actor, key, now=visit.now)
    way = visit.request.POST.get(WAY, "")
    if way not in {each.value for each in ways_of(opened)}:
        raise InvalidInput(problems=(FieldProblem(WAY, "required", gettext("请选怎么拿结果。")),))
    to = visit.request.POST.get(NAME, "")
    version = choose_delivery(
        key=key, way=way, to=to, version=version, actor=visit.actor, now=visit.now
    ).version
    if _sign(visit, opened):
        version = draft_for(visit.actor, key, now=visit.now).draft.version
    case = submit_draft(
        key=key, version=version, received_at=_received_at(visit), actor=visit.actor, now=visit.now
    ).matter
    return reverse("web:counter_done", kwargs={"number": case.number})


def _received_at(visit: Visit) -> dt.datetime | None:
    """Where it was handed over before: when. None: just now."""
    posted = visit.request.POST
    return read_moment(posted) if posted.get(DAY) or posted.get(TIME) else None


def _sign(visit: Visit, opened: DraftPage) -> bool:
    """Put the signature into its place. A new one takes the place of an earlier one.

    Raises:
        InvalidInput: there is none.
    """
    signature = _signature(visit)
    if signature is None:
        if SIGNATURE in opened.papers:
            return False
        raise InvalidInput(problems=(FieldProblem(SCANNED, "required", gettext("请申请人签字。")),))
    stream, name = signature
    key = opened.draft.key
    for earlier in opened.papers.get(SIGNATURE, ()):
        detach_paper(key=key, link_id=earlier.pk, actor=visit.actor, now=visit.now)
    hand_in_paper(key=key, slot=SIGNATURE, stream=stream, name=name, actor=visit.actor, now=visit.now)
    return True


def _signature(visit: Visit) -> tuple[BinaryIO, str] | None:
    upload = visit.request.FILES.get(SCANNED)
    if upload is not None:
        return cast("BinaryIO", upload), upload.name or SIGNATURE
    drawn = visit.request.POST.get(DRAWN, "")
    if not drawn.startswith(_PICTURE) or len(drawn) > _LONGEST:
        return None
    try:
        picture = base64.b64decode(drawn.removeprefix(_PICTURE), validate=True)
    except binascii.Error:
        return None
    return io.BytesIO(picture), f"{SIGNATURE}.png"


def ways_of(opened: DraftPage) -> tuple[DeliveryWay, ...]:
    """How the result may come. Into an account only where there is one that it can arrive in (R21)."""
    offered = tuple(each.way for each in opened.rules.delivery)
    draft = opened.draft
    parties = [party for party in (draft.applicant_id, draft.operator_id) if party is not None]
    reachable = Binding.objects.current().filter(party_id__in=parties).exists()
    by_hand = tuple(way for way in offered if way is not DeliveryWay.ELECTRONIC)
    return offered if reachable or not by_hand else by_hand


def _show(visit: Visit, opened: DraftPage, trouble: Trouble | None = None) -> HttpResponseBase:
    draft = opened.draft
    answers = _answers(visit, opened)
    lines = list(_lines(opened, trouble))
    return show(
        visit,
        "counter/finish.html",
        {
            "draft": draft,
            "item": opened.rules.name,
            "steps": steps_of(opened, here=FINISH),
            "names": names_on_paper(applicant=draft.applicant, operator=draft.operator),
            "card": card_of(draft.applicant),
            "answers": answers,
            "typed_mostly": mostly(who for _, _, who in answers),
            "papers": tuple(
                (needed.material.name, len(opened.papers.get(needed.material.key, ())), needed.now)
                for needed in opened.materials
            ),
            "way": _way_field(visit, opened, trouble),
            "to": post_address(
                opened,
                typed=visit.request.POST.get(NAME),
                problem="" if trouble is None else trouble.at.get(NAME, ""),
            ),
            "before": moment_fields(
                visit.request.POST, {} if trouble is None else trouble.at, required=False
            ),
            "signed": SIGNATURE in opened.papers,
            "drawn": visit.request.POST.get(DRAWN, ""),
            "signature_problem": "" if trouble is None else trouble.at.get(SCANNED, ""),
            "lines": lines,
            "sentence": trouble.sentence if trouble is not None and not trouble.at else "",
            "print": reverse("web:counter_print", kwargs={"key": draft.key}),
            "once": new_once(),
        },
        status=200 if trouble is None else trouble.status,
    )


def _answers(visit: Visit, opened: DraftPage) -> tuple[tuple[Words, str, str], ...]:
    """Question, answer, and who typed it."""
    stamps = opened.draft.typed_by
    names = clerks_of(stamps)
    return tuple(
        (each.label, each.text, typed_by(stamps.get(each.key), names, now=visit.now))
        for each in shown_answers(opened.rules, opened.answers, active_lang(), region_name=region_name)
    )


def _way_field(visit: Visit, opened: DraftPage, trouble: Trouble | None) -> Field:
    explained = {each.way: each.explain or "" for each in opened.rules.delivery}
    ways = ways_of(opened)
    chosen = visit.request.POST.get(WAY, "") or opened.draft.delivery_way
    return Field(
        kind=FieldKind.CHOICE,
        name=WAY,
        label=gettext("怎么拿结果"),
        value=chosen or (ways[0].value if len(ways) == 1 else ""),
        choices=tuple(
            Choice(
                value=way.value,
                label=way.words,
                hint=explained[way],
            )
            for way in ways
        ),
        problem="" if trouble is None else trouble.at.get(WAY, ""),
    )


def _lines(opened: DraftPage, trouble: Trouble | None) -> Iterator[tuple[str, str]]:
    """Everything that still stands in the way, each with the address of its place."""
    at: dict[str, str | Promise] = {problem.field: problem.message for problem in opened.problems}
    if trouble is not None:
        at |= trouble.at
    for field, message in at.items():
        yield _place(opened, field), speak(message)


def _place(opened: DraftPage, field: str) -> str:
    key = opened.draft.key
    if field.startswith(_FORM):
        page = reverse("web:counter_draft", kwargs={"key": key})
        return f"{page}#f-{field.removeprefix(_FORM)}"
    if field.startswith("materials."):
        return f"{reverse('web:counter_papers', kwargs={'key': key})}#p-{field.removeprefix('materials.')}"
    return "#f-signature" if field == SCANNED else f"#f-{field}"


@at_counter()
def print_form(visit: Visit, key: str) -> HttpResponseBase:
    """What was filled in, to be signed on paper."""
    opened = draft_for(visit.actor, key, now=visit.now)
    draft = opened.draft
    return show(
        visit,
        "counter/form_to_sign.html",
        {
            "item": opened.rules.name,
            "names": names_on_paper(applicant=draft.applicant, operator=draft.operator),
            "card": card_of(draft.applicant),
            "answers": tuple(
                (each.label, each.text)
                for each in shown_answers(
                    opened.rules, opened.answers, active_lang(), region_name=region_name
                )
            ),
            "papers": tuple(
                needed.material.name for needed in opened.materials if needed.material.key in opened.papers
            ),
            "back": reverse("web:counter_finish", kwargs={"key": key}),
        },
    )
