"""What the office may do with a hearing now: a form for each move that the table allows."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO, Final, cast

from leyiban.cases import operations as cases
from leyiban.cases.hearing.errors import WordsNeeded
from leyiban.cases.hearing.flow import HEARING_FLOW
from leyiban.cases.hearing.rights import chairs
from leyiban.cases.models import Hearing
from leyiban.cases.operations.hearing_day import CONSIDERATION
from leyiban.cases.queries.hearings import chairs_for, participants_of
from leyiban.cases.states import ClosedDoors, Signing
from leyiban.kernel.actors import Actor
from leyiban.kernel.errors import FieldProblem, InvalidInput, NotFound
from leyiban.kernel.flows.table import Readings
from leyiban.kernel.moments import CITY_TIME
from leyiban.kernel.papers.limits import Limits
from leyiban.kernel.papers.models import Paper
from leyiban.kernel.papers.operations import store
from leyiban.web.edge import Trouble, Visit, version_of
from leyiban.web.hearings.shown import name_shown
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.wording import gettext, speak

MOVE: Final = "move"
SCAN: Final = "sign.scan"
_OPEN: Final = "open"  # the choice that the doors are open
_LONGEST: Final = 8000  # characters of a record, and of whatever else is typed


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeForm:
    """``file``: the form takes a scan, too."""

    move: str
    title: str
    lead: str
    button: str
    fields: tuple[Field, ...]
    file: Field | None = None
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """A hearing before a member of the office, with what was typed and refused just now."""

    visit: Visit
    hearing: Hearing
    clocks: Readings
    trouble: Trouble | None = None

    @property
    def actor(self) -> Actor:
        return self.visit.actor

    def text(self, name: str) -> str:
        return str(self.visit.request.POST.get(name, "")).strip()[:_LONGEST]

    def field(self, kind: FieldKind, name: str, label: str, **more: object) -> Field:
        """A field with what was typed in it and what was wrong with it."""
        problem = "" if self.trouble is None else self.trouble.at.get(name, "") or self._unwritten(kind, name)
        values = tuple(self.visit.request.POST.getlist(name)) if kind is FieldKind.MULTI_CHOICE else ()
        return Field(
            kind=kind,
            name=name,
            label=label,
            value=self.text(name),
            values=values,
            problem=problem,
            **more,  # type: ignore[arg-type]
        )

    def _unwritten(self, kind: FieldKind, name: str) -> str:
        """The sentence that words are missing, beside the box of the form that was sent."""
        is_box = (
            kind is FieldKind.LONG_TEXT and name.startswith(f"{self.text(MOVE)}.") and not self.text(name)
        )
        refused = self.trouble if is_box else None
        return "" if refused is None or refused.code != WordsNeeded.code else refused.sentence


def forms_of(desk: Desk) -> tuple[OfficeForm, ...]:
    """In the order of the table."""
    allowed = HEARING_FLOW.next_moves(desk.hearing, desk.clocks, desk.actor)
    drawn = (_FORMS[move.name](desk) for move in allowed if move.name in _FORMS)
    return tuple(form for form in drawn if form is not None)


def do(desk: Desk) -> None:
    """Make the move whose form was sent.

    Raises:
        NotFound: no such move. InvalidInput. What the operation refuses.
    """
    make = _MAKES.get(desk.text(MOVE))
    if make is None:
        raise NotFound
    make(desk)


# ── the forms ─────────────────────────────────────────────────────────────────────────────────────────────


def _schedule(desk: Desk) -> OfficeForm:
    return OfficeForm(
        move="schedule",
        title=gettext("定听证时间"),
        lead=gettext("至少提前%(days)s个工作日通知。通知书和短信自动发,办理时限同时暂停。")
        % {"days": desk.hearing.limits["ahead"]},
        button=gettext("定下来,发通知"),
        fields=(
            *_sitting(desk, "schedule"),
            _chair(desk, "schedule.chair", gettext("主持人")),
            desk.field(
                FieldKind.CHOICE,
                "schedule.doors",
                gettext("公开吗"),
                choices=(
                    Choice(value=_OPEN, label=gettext("公开")),
                    *(
                        Choice(value=each.value, label=gettext("不公开:") + speak(each.label))
                        for each in ClosedDoors
                    ),
                ),
            ),
        ),
    )


def _postpone(desk: Desk) -> OfficeForm:
    reason = desk.field(FieldKind.LONG_TEXT, "postpone.reason", gettext("为什么延期"), max_length=1000)
    return OfficeForm(
        move="postpone",
        title=gettext("延期举行"),
        lead=gettext("只能延一次,要重新提前通知。"),
        button=gettext("延期,发通知"),
        fields=(*_sitting(desk, "postpone"), reason),
    )


def _sitting(desk: Desk, move: str) -> tuple[Field, ...]:
    return (
        desk.field(FieldKind.DATE, f"{move}.day", gettext("哪天")),
        desk.field(FieldKind.TEXT, f"{move}.time", gettext("几点"), example="09:30", max_length=5),
        desk.field(FieldKind.TEXT, f"{move}.place", gettext("在哪里"), max_length=200),
    )


def _chair(desk: Desk, name: str, label: str, *, required: bool = True) -> Field:
    people = chairs_for(desk.hearing, now=desk.visit.now)
    return desk.field(
        FieldKind.CHOICE,
        name,
        label,
        hint=gettext("审查这件事的人不在名单里。"),
        choices=tuple(Choice(value=each.pseudonym, label=each.display_name) for each in people),
        required=required,
    )


def _challenge(desk: Desk) -> OfficeForm:
    choices = (
        Choice(value="yes", label=gettext("应当回避,换人")),
        Choice(value="no", label=gettext("不用回避")),
    )
    return OfficeForm(
        move="answer_challenge",
        title=gettext("答复回避申请"),
        lead=gettext("答复前不能开听证。"),
        button=gettext("答复"),
        fields=(
            desk.field(FieldKind.CHOICE, "challenge.upheld", gettext("结论"), choices=choices),
            desk.field(FieldKind.LONG_TEXT, "challenge.words", gettext("理由"), max_length=1000),
            _chair(desk, "challenge.chair", gettext("换谁主持"), required=False),
        ),
    )


def _hold(desk: Desk) -> OfficeForm:
    people = tuple(
        Choice(value=str(each.number), label=name_shown(each)) for each in participants_of(desk.hearing)
    )
    return OfficeForm(
        move="hold",
        title=gettext("写听证笔录"),
        lead=gettext("写完请到场的人签字。您是主持人,提交就是签字。"),
        button=gettext("提交笔录"),
        fields=(
            desk.field(
                FieldKind.MULTI_CHOICE, "hold.present", gettext("谁到场了"), choices=people, required=False
            ),
            desk.field(
                FieldKind.LONG_TEXT,
                "hold.record",
                gettext("笔录"),
                hint=gettext("谁说了什么、出示了什么证据。"),
                max_length=_LONGEST,
            ),
        ),
    )


def _sign(desk: Desk) -> OfficeForm | None:
    """For the chair: what happened on paper. Those who were there sign for themselves on their own page."""
    left = [each for each in participants_of(desk.hearing) if each.present and not each.signed]
    if not left or not chairs(desk.actor, desk.hearing):
        return None
    ways = (Signing.PAPER, Signing.REFUSED)
    return OfficeForm(
        move="sign",
        title=gettext("登记纸上的签字"),
        lead=gettext("网上能签的,请他自己签。"),
        button=gettext("登记"),
        fields=(
            desk.field(
                FieldKind.CHOICE,
                "sign.who",
                gettext("谁"),
                choices=tuple(Choice(value=str(each.number), label=name_shown(each)) for each in left),
            ),
            desk.field(
                FieldKind.CHOICE,
                "sign.how",
                gettext("怎么签的"),
                choices=tuple(Choice(value=each.value, label=speak(each.label)) for each in ways),
            ),
            desk.field(
                FieldKind.TEXT, "sign.note", gettext("拒绝签字的情况"), required=False, max_length=200
            ),
        ),
        file=desk.field(FieldKind.TEXT, SCAN, gettext("签过字的笔录"), required=False),
    )


def _answers(desk: Desk) -> OfficeForm:
    views = desk.hearing.views.select_related("participant__party").order_by("number")
    boxes = [
        desk.field(
            FieldKind.LONG_TEXT,
            f"views.{view.number}",
            gettext("答复第%(n)s条:%(who)s") % {"n": view.number, "who": name_shown(view.participant)},
            hint=view.words.reveal(),
            max_length=1000,
        )
        for view in views
    ]
    if desk.hearing.held_at is not None:
        boxes.append(
            desk.field(
                FieldKind.LONG_TEXT,
                CONSIDERATION,
                gettext("怎样采纳笔录"),
                hint=gettext("决定要根据笔录作出。会写进决定书。"),
                max_length=1000,
            )
        )
    return OfficeForm(
        move="answer_views",
        title=gettext("逐条答复意见"),
        lead=gettext("答复后才能决定。提意见的人会看到,也写进决定书。"),
        button=gettext("答复"),
        fields=tuple(boxes),
    )


def _drop(desk: Desk) -> OfficeForm:
    return OfficeForm(
        move="drop",
        title=gettext("不再打算这样处理"),
        lead=gettext("听证终止,大家都会收到通知。"),
        button=gettext("终止"),
        danger=True,
        fields=(desk.field(FieldKind.LONG_TEXT, "drop.reasons", gettext("为什么"), max_length=1000),),
    )


_FORMS: Final[Mapping[str, Callable[[Desk], OfficeForm | None]]] = MappingProxyType(
    {
        "schedule": _schedule,
        "postpone": _postpone,
        "answer_challenge": _challenge,
        "hold": _hold,
        "sign": _sign,
        "answer_views": _answers,
        "drop": _drop,
    }
)


# ── what they do ──────────────────────────────────────────────────────────────────────────────────────────


def _appointed(desk: Desk, move: str) -> cases.Appointed:
    """Raises InvalidInput where day, time or place are missing."""
    problems = []
    day, time = _day(desk.text(f"{move}.day")), _time(desk.text(f"{move}.time"))
    if day is None:
        problems.append(FieldProblem(f"{move}.day", "required", gettext("请选哪天。")))
    if time is None:
        problems.append(FieldProblem(f"{move}.time", "required", gettext("请写几点,如09:30。")))
    if not desk.text(f"{move}.place"):
        problems.append(FieldProblem(f"{move}.place", "required", gettext("请写在哪里举行。")))
    if problems or day is None or time is None:
        raise InvalidInput(problems=tuple(problems))
    opens_at = dt.datetime.combine(day, time, CITY_TIME).astimezone(dt.UTC)
    return cases.Appointed(opens_at=opens_at, place=desk.text(f"{move}.place")[:200])


def _day(text: str) -> dt.date | None:
    """None: no day, or the first of all, whose morning here is before any time in UTC."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return None if day == dt.date.min else day


def _time(text: str) -> dt.time | None:
    try:
        return dt.time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def _chosen(desk: Desk, name: str, among: Iterable[str], message: str) -> str:
    """Raises InvalidInput where nothing, or nothing known, was chosen."""
    chosen = desk.text(name)
    if chosen not in among:
        raise InvalidInput(problems=(FieldProblem(name, "required", message),))
    return chosen


def _make_schedule(desk: Desk) -> None:
    appointed = _appointed(desk, "schedule")
    doors = _chosen(desk, "schedule.doors", (_OPEN, *ClosedDoors.values), gettext("请选公开不公开。"))
    cases.schedule_hearing(
        number=desk.hearing.number,
        version=version_of(desk.visit.request),
        appointed=appointed,
        chair=desk.text("schedule.chair"),
        closed_because=None if doors == _OPEN else ClosedDoors(doors),
        actor=desk.actor,
        now=desk.visit.now,
    )


def _make_postponement(desk: Desk) -> None:
    cases.postpone_hearing(
        number=desk.hearing.number,
        version=version_of(desk.visit.request),
        appointed=_appointed(desk, "postpone"),
        reason=desk.text("postpone.reason"),
        actor=desk.actor,
        now=desk.visit.now,
    )


def _make_challenge_answer(desk: Desk) -> None:
    upheld = _chosen(desk, "challenge.upheld", ("yes", "no"), gettext("请选换不换人。"))
    cases.answer_challenge(
        number=desk.hearing.number,
        version=version_of(desk.visit.request),
        upheld=upheld == "yes",
        words=desk.text("challenge.words"),
        successor=desk.text("challenge.chair"),
        actor=desk.actor,
        now=desk.visit.now,
    )


def _make_record(desk: Desk) -> None:
    posted = desk.visit.request.POST.getlist("hold.present")
    cases.record_hearing(
        number=desk.hearing.number,
        version=version_of(desk.visit.request),
        record=desk.text("hold.record"),
        present=[int(each) for each in posted if each.isascii() and each.isdigit()],
        actor=desk.actor,
        now=desk.visit.now,
    )


def _make_signature(desk: Desk) -> None:
    numbers = [str(each.number) for each in participants_of(desk.hearing)]
    who = _chosen(desk, "sign.who", numbers, gettext("请选是谁。"))
    how = _chosen(desk, "sign.how", (Signing.PAPER, Signing.REFUSED), gettext("请选怎么签的。"))
    cases.enter_signature(
        number=desk.hearing.number,
        version=version_of(desk.visit.request),
        participant=int(who),
        how=Signing(how),
        note=desk.text("sign.note"),
        scan=_scan(desk),
        actor=desk.actor,
        now=desk.visit.now,
    )


def _scan(desk: Desk) -> Paper | None:
    upload = desk.visit.request.FILES.get(SCAN)
    if upload is None:
        return None
    return store(
        stream=cast("BinaryIO", upload),
        name=upload.name or SCAN,
        limits=Limits(),
        actor=desk.actor,
        now=desk.visit.now,
    )


def _make_answers(desk: Desk) -> None:
    numbers = desk.hearing.views.values_list("number", flat=True)
    cases.answer_views(
        number=desk.hearing.number,
        version=version_of(desk.visit.request),
        answers={number: desk.text(f"views.{number}") for number in numbers},
        consideration=desk.text(CONSIDERATION),
        actor=desk.actor,
        now=desk.visit.now,
    )


def _make_drop(desk: Desk) -> None:
    cases.drop_hearing(
        number=desk.hearing.number,
        version=version_of(desk.visit.request),
        reasons=desk.text("drop.reasons"),
        actor=desk.actor,
        now=desk.visit.now,
    )


_MAKES: Final[Mapping[str, Callable[[Desk], None]]] = MappingProxyType(
    {
        "schedule": _make_schedule,
        "postpone": _make_postponement,
        "answer_challenge": _make_challenge_answer,
        "hold": _make_record,
        "sign": _make_signature,
        "answer_views": _make_answers,
        "drop": _make_drop,
    }
)
