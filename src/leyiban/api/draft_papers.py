"""Papers of a draft: put in, given again from an earlier case, read, taken out."""

from typing import Annotated, Any, BinaryIO, cast

from django.http import HttpResponseBase
from ninja import Body, File, Form
from ninja.files import UploadedFile
from pydantic import Field

from leyiban.api.frame.call import Call, Done
from leyiban.api.frame.door import MULTIPART, Door
from leyiban.api.frame.files import PaperShape, download
from leyiban.api.frame.shapes import Asked, Day, Key, RowId, Shape
from leyiban.cases import operations, queries
from leyiban.kernel.rights import SIGNED_IN

door = Door("drafts")

SlotKey = Annotated[str, Field(max_length=100, pattern=r"^[a-z][a-z0-9_]*$", examples=["lease"])]


class ReusableShape(Shape):
    """A paper of an earlier case that would serve a slot; `case` and `title` say which case."""

    slot: str
    paper: PaperShape
    case: str
    title: str


class EarlierShape(Shape):
    """What the applicant told and handed in before.

    `answers` are those of the newest case of the same item that today's rules still take, `case` its number.
    """

    papers: list[ReusableShape]
    answers: dict[str, Any]
    case: str | None
    given_on: Day | None


class PaperReused(Asked):
    """`paper` is the `id` of a reusable paper."""

    slot: SlotKey
    paper: RowId


class PaperPut(Shape):
    """What is kept of a paper that was put in: where it is, nothing of what it is called."""

    draft: str
    id: int


def _put_paper(call: Call, kept: dict[str, Any]) -> PaperShape:
    return PaperShape.of(queries.draft_paper_for(call.actor, kept["draft"], kept["id"]))


@door.writes(
    "POST",
    "/drafts/{key}/papers",
    right=SIGNED_IN,
    answers=PaperShape,
    makes=True,
    takes=MULTIPART,
    shows=_put_paper,
)
def put_draft_paper(call: Call, key: Key, slot: Form[SlotKey], file: File[UploadedFile]) -> Done:
    """Put a file into a material's slot. What it is, is judged by its content, never by its name."""
    link = operations.hand_in_paper(
        key=key, slot=slot, stream=cast(BinaryIO, file), name=file.name or "", actor=call.actor, now=call.now
    )
    return Done(body=PaperPut(draft=key, id=link.pk))


@door.reads("/drafts/{key}/earlier", right=SIGNED_IN, answers=EarlierShape)
def read_earlier(call: Call, key: Key) -> EarlierShape:
    """What was given before and would serve again: nobody brings twice what he brought once."""
    page = queries.draft_for(call.actor, key, now=call.now)
    materials = [needed.material for needed in page.materials]
    found = queries.reusable_papers(call.actor, page.draft, materials, now=call.now)
    answers = queries.earlier_answers(call.actor, page.draft, page.rules, now=call.now)
    return EarlierShape(
        papers=[
            ReusableShape(slot=slot, paper=PaperShape.of(each.link), case=each.number, title=each.title)
            for slot, offered in found.items()
            for each in offered
        ],
        answers={} if answers is None else dict(answers.answers),
        case=None if answers is None else answers.number,
        given_on=None if answers is None else answers.given_on,
    )


@door.writes(
    "POST",
    "/drafts/{key}/reused-papers",
    right=SIGNED_IN,
    answers=PaperShape,
    makes=True,
    shows=_put_paper,
)
def reuse_draft_paper(call: Call, key: Key, asked: Body[PaperReused]) -> Done:
    """Put a paper of an earlier case into a slot. It stays what it was: who gave it, when, how far it is trusted."""
    link = operations.reuse_paper(
        key=key, slot=asked.slot, link_id=asked.paper, actor=call.actor, now=call.now
    )
    return Done(body=PaperPut(draft=key, id=link.pk))


@door.reads("/drafts/{key}/papers/{paper_id}", right=SIGNED_IN, answers=None, media="*/*")
def read_draft_paper(call: Call, key: Key, paper_id: RowId) -> HttpResponseBase:
    """The file itself."""
    return download(queries.draft_paper_for(call.actor, key, paper_id))


@door.writes("DELETE", "/drafts/{key}/papers/{paper_id}", right=SIGNED_IN)
def take_draft_paper_out(call: Call, key: Key, paper_id: RowId) -> Done:
    """Take a paper out of its slot."""
    operations.detach_paper(key=key, link_id=paper_id, actor=call.actor, now=call.now)
    return Done()
