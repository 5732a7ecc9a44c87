"""电子监察: cards before whoever must look, slips tied to a case's clock, the daily report, warnings and how good they were."""

from typing import Annotated, Any

from ninja import Body, Query
from pydantic import Field

from leyiban.api.frame.call import Call, Done
from leyiban.api.frame.door import Door
from leyiban.api.frame.paging import cut, next_page, place_of
from leyiban.api.frame.shapes import (
    Asked,
    AskedDay,
    CaseNumber,
    Day,
    Moment,
    Page,
    PageAsked,
    RowId,
    Shape,
    Words,
)
from leyiban.joins.supervisor_issues_slip import issue_on_case
from leyiban.kernel.actors import Role
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import post
from leyiban.people.models.sign_in import Scope
from leyiban.supervision import operations, queries
from leyiban.supervision.models import Card, Slip
from leyiban.supervision.slip_rules import MOST_DAYS
from leyiban.supervision.states import CardEnd, CardKind, CardState, SlipKind, SlipState

door = Door("supervision")

_OFFICE = post(
    Role.WINDOW_CLERK,
    Role.REVIEWER,
    Role.CHECKER,
    Role.DECIDER,
    Role.ISSUER,
    Role.SUPERVISOR,
    Role.LEADER,
)
_OVERSEES = post(Role.SUPERVISOR, Role.LEADER)
SupervisionNumber = Annotated[
    str, Field(max_length=60, pattern=r"^[-A-Za-z0-9]+$", examples=["LS51110220260309000001K-J1"])
]
Days = Annotated[int, Field(ge=1, le=MOST_DAYS, description="Working days.")]


class CardsAsked(PageAsked):
    """`mine`: those that my posts answer now. `closed`: those that are over."""

    reason: CardKind | None = None
    mine: bool = False
    closed: bool = False


class CardShape(Shape):
    """`level` counts the leaders it has gone up to. `about` is the number of the case (or publication)."""

    number: str
    version: int
    reason: CardKind
    about: str
    title: str
    agency: str
    region: str
    state: CardState
    level: int
    opened_at: Moment
    closed_at: Moment | None
    end: CardEnd | None


class CardsPage(Page):
    items: list[CardShape]


class CardClosing(Asked):
    words: Words


class SlipShape(Shape):
    """`about` is the number of the case, whose limits a slip never changes."""

    number: str
    version: int
    kind: SlipKind
    about: str
    title: str
    agency: str
    region: str
    state: SlipState
    round: int
    opened_at: Moment
    closed_at: Moment | None


class SlipsAsked(PageAsked):
    """`closed`: those that are accepted or withdrawn."""

    closed: bool = False


class SlipsPage(Page):
    items: list[SlipShape]


class SlipIssue(Asked):
    """`kind` instruction is a leader's alone. `card`: the card it follows from."""

    kind: SlipKind = SlipKind.SLIP
    words: Words
    days: Days
    card: SupervisionNumber | None = None


class SlipAnswer(Asked):
    """`proof`: seq of the case's own entry that shows what was done, made after the slip."""

    words: Words
    proof: Annotated[int, Field(ge=1, le=10**6)] | None = None


class SlipReturn(Asked):
    words: Words
    days: Days


class SlipWithdrawal(Asked):
    words: Words


class ReportShape(Shape):
    """`content` is what the report says; `digest` binds it on the ledger."""

    day: Day
    region: str
    digest: str
    drawn_at: Moment
    content: dict[str, Any]


class WarningShape(Shape):
    """Working days: `used` of the limit, `needed` from now on as earlier cases took, `left` of the limit."""

    about_number: str
    item: str
    used: int
    needed: int
    left: int
    steps: int
    learnt_from: int


class ForesightShape(Shape):
    """Today's warnings; and each decided case once: warned or not, late or not."""

    warnings: list[WarningShape]
    hit: int
    false_alarm: int
    missed: int
    quiet: int
    pending: int
    precision: int | None
    recall: int | None


@door.reads("/supervision/cards", right=_OFFICE, answers=CardsPage)
def list_cards(call: Call, asked: Query[CardsAsked]) -> CardsPage:
    """Cards that I must look at or oversee, the newest first."""
    wanted = queries.Asked(reason=asked.reason, mine=asked.mine, closed=asked.closed)
    rows = queries.cards(call.actor, wanted, before=place_of(asked.after, RowId), limit=asked.limit + 1)
    shown, last = cut(rows, limit=asked.limit)
    return CardsPage(items=[_card(each) for each in shown], next=next_page(call.request, last and last.pk))


@door.reads("/supervision/cards/{number}", right=_OFFICE, answers=CardShape)
def get_card(call: Call, number: SupervisionNumber) -> CardShape:
    """One card."""
    return _card(queries.card_for(call.actor, number))


@door.writes(
    "POST", "/supervision/cards/{number}/closing", right=_OFFICE, scope=Scope.HANDLE, answers=CardShape
)
def close_card(call: Call, number: SupervisionNumber, asked: Body[CardClosing]) -> Done:
    """I have looked: what follows."""
    moved = operations.close_card(
        number=number, words=asked.words, version=None, actor=call.actor, now=call.now
    )
    return Done(body=_card(moved.matter), version=moved.matter.version)


@door.reads("/supervision/slips", right=_OFFICE, answers=SlipsPage)
def list_slips(call: Call, asked: Query[SlipsAsked]) -> SlipsPage:
    """Slips that my office answers or that I oversee, the newest first."""
    rows = queries.slips(
        call.actor, closed=asked.closed, before=place_of(asked.after, RowId), limit=asked.limit + 1
    )
    shown, last = cut(rows, limit=asked.limit)
    return SlipsPage(items=[_slip(each) for each in shown], next=next_page(call.request, last and last.pk))


@door.reads("/supervision/slips/{number}", right=_OFFICE, answers=SlipShape)
def get_slip(call: Call, number: SupervisionNumber) -> SlipShape:
    """One slip."""
    return _slip(queries.slip_for(call.actor, number))


@door.writes("POST", "/cases/{number}/slips", right=_OVERSEES, scope=Scope.HANDLE, answers=SlipShape)
def issue_slip(call: Call, number: CaseNumber, asked: Body[SlipIssue]) -> Done:
    """Ask the office of a case something, to be answered within so many working days."""
    slip = issue_on_case(
        number=number,
        slip_kind=asked.kind,
        words=asked.words,
        days=asked.days,
        card_number=asked.card or "",
        actor=call.actor,
        now=call.now,
    )
    return Done(body=_slip(slip), version=slip.version)


@door.writes(
    "POST", "/supervision/slips/{number}/receipt", right=_OFFICE, scope=Scope.HANDLE, answers=SlipShape
)
def receive_slip(call: Call, number: SupervisionNumber) -> Done:
    """My office has it in hand."""
    moved = operations.receive_slip(number=number, version=None, actor=call.actor, now=call.now)
    return Done(body=_slip(moved.matter), version=moved.matter.version)


@door.writes(
    "POST", "/supervision/slips/{number}/answer", right=_OFFICE, scope=Scope.HANDLE, answers=SlipShape
)
def answer_slip(call: Call, number: SupervisionNumber, asked: Body[SlipAnswer]) -> Done:
    """Say what was done, with the case's own entry as proof where there is one."""
    moved = operations.answer_slip(
        number=number,
        words=asked.words,
        proof=asked.proof,
        version=None,
        actor=call.actor,
        now=call.now,
    )
    return Done(body=_slip(moved.matter), version=moved.matter.version)


@door.writes(
    "POST",
    "/supervision/slips/{number}/acceptance",
    right=_OVERSEES,
    scope=Scope.HANDLE,
    answers=SlipShape,
)
def accept_slip(call: Call, number: SupervisionNumber) -> Done:
    """The answer is enough."""
    moved = operations.accept_slip(number=number, version=None, actor=call.actor, now=call.now)
    return Done(body=_slip(moved.matter), version=moved.matter.version)


@door.writes(
    "POST", "/supervision/slips/{number}/return", right=_OVERSEES, scope=Scope.HANDLE, answers=SlipShape
)
def return_slip(call: Call, number: SupervisionNumber, asked: Body[SlipReturn]) -> Done:
    """The answer is not enough: why, and by when again."""
    moved = operations.return_slip(
        number=number,
        words=asked.words,
        days=asked.days,
        version=None,
        actor=call.actor,
        now=call.now,
    )
    return Done(body=_slip(moved.matter), version=moved.matter.version)


@door.writes(
    "POST",
    "/supervision/slips/{number}/withdrawal",
    right=_OVERSEES,
    scope=Scope.HANDLE,
    answers=SlipShape,
)
def withdraw_slip(call: Call, number: SupervisionNumber, asked: Body[SlipWithdrawal]) -> Done:
    """Take a slip of mine back."""
    moved = operations.withdraw_slip(
        number=number, words=asked.words, version=None, actor=call.actor, now=call.now
    )
    return Done(body=_slip(moved.matter), version=moved.matter.version)


@door.reads("/supervision/reports/{day}", right=_OVERSEES, answers=ReportShape)
def get_report(call: Call, day: AskedDay) -> ReportShape:
    """The daily report of a working day of my city."""
    return ReportShape.model_validate(queries.report_for(call.actor, day))


@door.reads("/supervision/foresight", right=_OVERSEES, answers=ForesightShape)
def get_foresight(call: Call) -> ForesightShape:
    """Which cases of my offices are likely to be late, and how good such warnings have been."""
    hits = queries.hits(call.actor)
    warnings = queries.foreseen(call.actor, day=city_date(call.now))
    return ForesightShape(
        warnings=[WarningShape.model_validate(each) for each in warnings],
        hit=hits.hit,
        false_alarm=hits.false_alarm,
        missed=hits.missed,
        quiet=hits.quiet,
        pending=hits.pending,
        precision=hits.precision,
        recall=hits.recall,
    )


def _card(card: Card) -> CardShape:
    return CardShape(
        number=card.number,
        version=card.version,
        reason=CardKind(card.reason),
        about=card.about_number,
        title=card.title,
        agency=card.agency.uscc,
        region=card.region,
        state=CardState(card.state),
        level=card.level,
        opened_at=card.opened_at,
        closed_at=card.closed_at,
        end=CardEnd(card.end) if card.end else None,
    )


def _slip(slip: Slip) -> SlipShape:
    return SlipShape(
        number=slip.number,
        version=slip.version,
        kind=SlipKind(slip.slip_kind),
        about=slip.about_number,
        title=slip.title,
        agency=slip.agency.uscc,
        region=slip.region,
        state=SlipState(slip.state),
        round=slip.round,
        opened_at=slip.opened_at,
        closed_at=slip.closed_at,
    )
