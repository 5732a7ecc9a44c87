"""Applications in the making: begin, fill in, put papers in, hand in."""

from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from ninja import Body
from pydantic import Field

from leyiban.api.catalogue import city_of
from leyiban.api.frame.call import Call, Done
from leyiban.api.frame.door import PREFIX, Door
from leyiban.api.frame.files import PaperShape
from leyiban.api.frame.problems import ProblemAt
from leyiban.api.frame.shapes import Asked, ItemCode, Key, Moment, RegionCode, Shape, Text
from leyiban.api.guides import FormPageShape
from leyiban.cases import operations, queries
from leyiban.cases.errors import RealNameNeeded
from leyiban.cases.models import Draft
from leyiban.cases.operations.drafts import LONGEST_ADDRESS
from leyiban.catalogue.queries import item_version
from leyiban.catalogue.rulefile import form_pages
from leyiban.catalogue.vocabulary import DeliveryWay
from leyiban.joins.application_is_begun import begin_application
from leyiban.kernel.actors import Role
from leyiban.kernel.errors import FieldProblem, InvalidInput, NotFound
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import SIGNED_IN, post
from leyiban.people.models import Party
from leyiban.people.models.sign_in import Scope
from leyiban.people.queries import own_party, region_by_code, visible_to

door = Door("drafts")

Answers = Annotated[
    dict[str, Any],
    Field(max_length=200, description="Question → answer, as `GET /items/{code}/schema` describes them."),
]


class DraftBegun(Asked):
    """`applicant` is the `key` of one of my parties (`GET /me`); without it, myself. `licence` is the identifier of the
    one to be renewed or changed (`GET /licences`); it may be left out where the applicant has only one."""

    item: ItemCode
    region: RegionCode
    applicant: Key | None = None
    licence: Annotated[str, Field(max_length=100, pattern=r"^[0-9A-Za-z.]+$")] | None = None


class DraftLine(Shape):
    """A draft as a list shows it. `corrects` is the number of the case that it corrects, if it does; `earlier_licence`
    the identifier of the licence that it renews or changes."""

    key: str
    version: int
    item: str
    name: Text
    applicant: str
    region: str
    corrects: str | None
    earlier_licence: str | None
    saved_at: Moment


class Drafts(Shape):
    items: list[DraftLine]


class SlotShape(Shape):
    """A material that these answers call for, and what lies in its slot. `may_be_late`: it may follow (容缺)."""

    key: str
    name: Text
    may_be_late: bool
    papers: list[PaperShape]


class DraftShape(DraftLine):
    """`problems` are what still stands between the draft and its submission.

    `handover_code`, shown to a clerk at a window, lets the clerk go on with it.
    """

    item_version: int
    answers: dict[str, Any]
    delivery_way: DeliveryWay | None
    delivery_to: str
    delivery_ways: list[DeliveryWay]
    materials: list[SlotShape]
    problems: list[ProblemAt]
    handover_code: str


class DraftSaved(Shape):
    """The draft's new version. `problems`: what was sent and not kept, because it is not well-formed."""

    key: str
    version: int
    problems: tuple[ProblemAt, ...] = ()


class AnswersSent(Asked):
    answers: Answers


class WaySent(Asked):
    """`to`: by post, to whom and where; without it, to the applicant's registered address."""

    way: DeliveryWay
    to: Annotated[str, Field(max_length=LONGEST_ADDRESS)] = ""


class HandoverSent(Asked):
    code: Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[0-9]+$")]


class FormShape(Shape):
    pages: list[FormPageShape]


@door.writes("POST", "/drafts", right=SIGNED_IN, answers=DraftSaved, makes=True)
def begin_draft(call: Call, asked: Body[DraftBegun]) -> Done:
    """Begin an application, or find the one already begun for the same party, item and place."""
    draft, is_new = begin_application(
        version=item_version(code=asked.item, city=city_of(call), on=city_date(call.now)),
        applicant=_applicant(call, asked.applicant),
        region=_place(asked.region),
        licence=asked.licence or "",
        actor=call.actor,
        now=call.now,
    )
    return _saved(draft, was_there=not is_new)


@door.reads("/drafts", right=SIGNED_IN, answers=Drafts)
def list_drafts(call: Call) -> Drafts:
    """What I have begun and not handed in; the twenty touched last."""
    return Drafts(items=[DraftLine(**_line(call, draft)) for draft in queries.my_drafts(call.actor)])


@door.reads("/drafts/{key}", right=SIGNED_IN, answers=DraftShape, tagged=True)
def read_draft(call: Call, key: Key) -> DraftShape:
    """A draft with its answers, its papers and what is still missing."""
    page = queries.draft_for(call.actor, key, now=call.now)
    draft = page.draft
    call.tag(draft.version, city_date(call.now).isoformat())
    return DraftShape(
        **_line(call, draft),
        item_version=draft.item_version.number,
        answers=page.answers,
        delivery_way=DeliveryWay.of(draft.delivery_way) if draft.delivery_way else None,
        delivery_to="" if draft.delivery_to is None else draft.delivery_to.reveal(),
        delivery_ways=[each.way for each in page.rules.delivery],
        materials=[
            SlotShape(
                key=needed.material.key,
                name=Text.model_validate(needed.material.name.said(call.lang)),
                may_be_late=not needed.now,
                papers=[PaperShape.of(link) for link in page.papers.get(needed.material.key, ())],
            )
            for needed in page.materials
        ],
        problems=ProblemAt.told(page.problems),
        handover_code=draft.handover_code,
    )


@door.reads("/drafts/{key}/form", right=SIGNED_IN, answers=FormShape)
def draft_form(call: Call, key: Key) -> FormShape:
    """The pages of questions that the answers so far lead to."""
    page = queries.draft_for(call.actor, key, now=call.now)
    pages = form_pages(page.rules, call.lang, values=page.answers, today=city_date(call.now))
    return FormShape(pages=[FormPageShape.model_validate(each) for each in pages])


@door.writes("PATCH", "/drafts/{key}/answers", right=SIGNED_IN, answers=DraftSaved, versioned=True)
def save_draft_answers(call: Call, key: Key, asked: Body[AnswersSent]) -> Done:
    """Keep these answers beside those already there. `If-Match: *` writes over whatever is there.

    What is not well-formed is not kept and is told; the rest is kept.
    """
    draft, problems = operations.save_answers(
        key=key,
        answers=asked.answers,
        version=call.version_unless_any,
        actor=call.actor,
        now=call.now,
    )
    saved = DraftSaved(key=draft.key, version=draft.version, problems=tuple(ProblemAt.told(problems)))
    return Done(body=saved, version=draft.version)


@door.writes("PUT", "/drafts/{key}/delivery", right=SIGNED_IN, answers=DraftSaved, versioned=True)
def choose_draft_delivery(call: Call, key: Key, asked: Body[WaySent]) -> Done:
    """Choose how the result is to reach the applicant."""
    draft = operations.choose_delivery(
        key=key,
        way=asked.way.value,
        to=asked.to,
        version=call.version_unless_any,
        actor=call.actor,
        now=call.now,
    )
    return _saved(draft)


@door.writes("DELETE", "/drafts/{key}", right=SIGNED_IN)
def discard_own_draft(call: Call, key: Key) -> Done:
    """Throw a draft away for good."""
    operations.discard_draft(key=key, actor=call.actor)
    return Done()


@door.writes(
    "POST",
    "/handovers",
    right=post(Role.WINDOW_CLERK),
    scope=Scope.HANDLE,
    answers=DraftSaved,
    throttle="handover.by_clerk",
    per_actor=True,
)
def take_draft_over(call: Call, asked: Body[HandoverSent]) -> Done:
    """At a window: go on with the draft whose code the applicant shows."""
    return _saved(operations.take_over_draft(code=asked.code, actor=call.actor))


def _applicant(call: Call, key: str | None) -> Party:
    """Oneself, or the named one of one's parties.

    Raises:
        RealNameNeeded: nobody knows yet who the caller is. NotFound: none of his parties.
    """
    if key is None:
        party = own_party(call.actor)
        if party is None:
            raise RealNameNeeded
        return party
    chosen = visible_to(call.actor).filter(pseudonym=key).first()
    if chosen is None:
        raise NotFound
    return chosen


def _place(code: str) -> str:
    """The code of a region that is known here.

    Raises:
        InvalidInput.
    """
    if region_by_code(code) is None:
        raise InvalidInput(
            problems=(FieldProblem("region", "unknown", _("没有这个地方。请从 GET /regions 里选。")),)
        )
    return code


def _saved(draft: Draft, *, was_there: bool = False) -> Done:
    saved = DraftSaved(key=draft.key, version=draft.version)
    return Done(
        body=saved, version=draft.version, location=f"{PREFIX}/drafts/{draft.key}", was_there=was_there
    )


def _line(call: Call, draft: Draft) -> dict[str, Any]:
    return {
        "key": draft.key,
        "version": draft.version,
        "item": draft.item.code,
        "name": Text.model_validate(draft.item_version.words.said(call.lang)),
        "applicant": draft.applicant.name,
        "region": draft.region,
        "corrects": None if draft.case is None else draft.case.number,
        "earlier_licence": draft.earlier_licence or None,
        "saved_at": draft.saved_at,
    }
