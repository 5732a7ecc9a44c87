"""Where a result goes by post: one question, on the applicant's check page and at the counter."""

from leyiban.cases.operations.drafts import LONGEST_ADDRESS
from leyiban.cases.queries import DraftPage
from leyiban.catalogue.vocabulary import DeliveryWay
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.wording import gettext

NAME = "delivery_to"


def post_address(opened: DraftPage, *, typed: str | None, problem: str) -> Field | None:
    """The question, where the item can come by post; filled with what was typed, kept or registered."""
    if all(each.way is not DeliveryWay.POST for each in opened.rules.delivery):
        return None
    draft = opened.draft
    kept = draft.applicant.address if draft.delivery_to is None else draft.delivery_to.reveal()
    return Field(
        kind=FieldKind.TEXT,
        name=NAME,
        label=gettext("寄到哪里"),
        hint=gettext("选邮寄才要写:收件人、电话、地址。"),
        value=kept if typed is None else typed,
        max_length=LONGEST_ADDRESS,
        required=False,
        problem=problem,
    )
