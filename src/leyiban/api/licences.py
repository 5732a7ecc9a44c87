"""Licences: whether one is valid now, for anybody; mine; and what its office may do to it."""

from typing import Annotated, Literal

from ninja import Body, Query
from pydantic import Field, StrictBool

from leyiban.api.frame.call import Call, Done
from leyiban.api.frame.door import Door
from leyiban.api.frame.paging import cut, next_page, place_of
from leyiban.api.frame.shapes import (
    Asked,
    AskedDay,
    Day,
    Digest,
    Moment,
    Page,
    PageAsked,
    RowId,
    Shape,
    Words,
)
from leyiban.credentials.operations import change_licence
from leyiban.credentials.queries import public_licence, visible_to
from leyiban.credentials.revoking import announce_revocation
from leyiban.credentials.states import Change, LicenceStatus
from leyiban.joins.licence_can_be_renewed import Renewable, renewals_of
from leyiban.kernel.actors import Role
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE, SIGNED_IN, post
from leyiban.people.models.sign_in import Scope

door = Door("licences")

Identifier = Annotated[str, Field(max_length=100, pattern=r"^[0-9A-Za-z.]+$")]


class PublicLicenceShape(Shape):
    """What anybody may know of a licence. Compare `digest` with the file that you were shown.

    `national_code` is the status as national interfaces exchange it (01–05). `holder` is a firm, or masked.
    `replaces`, `replaced_by`: the licence before it and after it, by renewal or change.
    """

    identifier: str
    name: str
    number: str
    holder: str
    issuer: str
    issued_on: Day
    valid_from: Day
    valid_until: Day | None
    status: LicenceStatus
    national_code: str
    digest: Digest
    checked_at: Moment
    replaces: str | None
    replaced_by: str | None


class RenewalShape(Shape):
    """Ask for `item` from `opens`; by `until` silence will renew it at the licence's end (`in_time` today). Both are null
    while the calendar that they are counted in is not published. `case`: the application under way. `late`: whether one
    who asks after `until` is `accepted`, without that protection, or `refused`."""

    item: str
    opens: Day | None
    until: Day | None
    can_ask: bool
    in_time: bool
    late: Literal["accepted", "refused"]
    case: str | None


class LicenceLine(Shape):
    """`renewal` is null where no item renews it, and for whom it is not valid any more."""

    identifier: str
    name: str
    number: str
    holder: str
    case: str
    issued_on: Day
    valid_until: Day | None
    status: LicenceStatus
    renewal: RenewalShape | None


class LicencesAsked(PageAsked):
    ending_before: AskedDay | None = None


class LicencesPage(Page):
    items: list[LicenceLine]


class ChangeSent(Asked):
    """`fraud`: got by fraud or bribery; a ground to revoke alone, and where safety is at stake a bar follows."""

    change: Change
    reasons: Words
    fraud: StrictBool = False


class LicenceChanged(Shape):
    identifier: str
    status: LicenceStatus


@door.reads("/licences/{identifier}", right=ANYONE, answers=PublicLicenceShape, throttle="licences.by_origin")
def verify_licence(call: Call, identifier: Identifier) -> PublicLicenceShape:
    """Whether a licence is valid now."""
    return PublicLicenceShape.model_validate(public_licence(identifier, now=call.now))


@door.reads("/licences", right=SIGNED_IN, answers=LicencesPage)
def list_licences(call: Call, asked: Query[LicencesAsked]) -> LicencesPage:
    """My licences and my principals', or those that my office issued, newest first; `ending_before`: only those in
    force that end before a day."""
    rows = visible_to(call.actor).select_related("issuer__region").order_by("-pk")
    if asked.ending_before is not None:
        rows = rows.filter(
            status=LicenceStatus.VALID,
            valid_until__gte=city_date(call.now),
            valid_until__lt=asked.ending_before,
        )
    if place := place_of(asked.after, RowId):
        rows = rows.filter(pk__lt=place)
    today = city_date(call.now)
    shown, last = cut(list(rows[: asked.limit + 1]), limit=asked.limit)
    renewals = renewals_of(shown, on=today)
    return LicencesPage(
        items=[
            LicenceLine(
                identifier=licence.identifier,
                name=licence.name,
                number=licence.number,
                holder=licence.holder_label,
                case=licence.case_number,
                issued_on=licence.issued_on,
                valid_until=licence.valid_until,
                status=licence.status_on(today),
                renewal=_renewal(renewals.get(licence.pk)),
            )
            for licence in shown
        ],
        next=next_page(call.request, last and last.pk),
    )


def _renewal(renewal: Renewable | None) -> RenewalShape | None:
    if renewal is None:
        return None
    window = renewal.window
    return RenewalShape(
        item=renewal.version.item.code,
        opens=None if window is None else window.opens,
        until=None if window is None else window.until,
        can_ask=renewal.can_ask,
        in_time=renewal.in_time,
        late="refused" if renewal.late_is_refused else "accepted",
        case=renewal.open_case or None,
    )


class AnnouncementSent(Asked):
    """`facts`: what the revocation would rest on; the holder reads them. `fraud`: it was got by fraud or bribery."""

    facts: Words
    fraud: StrictBool = False


@door.writes(
    "POST",
    "/licences/{identifier}/revocation-announcement",
    right=post(Role.DECIDER),
    scope=Scope.HANDLE,
    answers=LicenceChanged,
)
def announce_licence_revocation(call: Call, identifier: Identifier, asked: Body[AnnouncementSent]) -> Done:
    """Say that a licence of my agency is to be revoked: its holder is told, and heard before it may be."""
    intent = announce_revocation(
        identifier=identifier, reasons=asked.facts, fraud=asked.fraud, actor=call.actor, now=call.now
    )
    licence = intent.licence
    return Done(
        body=LicenceChanged(identifier=licence.identifier, status=licence.status_on(city_date(call.now)))
    )


@door.writes(
    "POST",
    "/licences/{identifier}/changes",
    right=post(Role.DECIDER),
    scope=Scope.HANDLE,
    answers=LicenceChanged,
)
def change_issued_licence(call: Call, identifier: Identifier, asked: Body[ChangeSent]) -> Done:
    """Suspend, restore, revoke or cancel a licence of my agency; its public page tells it at once. To revoke it, announce it
    first and wait until its holder was heard."""
    licence = change_licence(
        identifier=identifier,
        change=asked.change,
        reasons=asked.reasons,
        fraud=asked.fraud,
        actor=call.actor,
        now=call.now,
    )
    return Done(
        body=LicenceChanged(identifier=licence.identifier, status=licence.status_on(city_date(call.now)))
    )
